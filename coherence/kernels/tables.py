"""What the overlap join reads and writes: programmes, places and pairs as arrays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.int16]
Kinds = npt.NDArray[np.uint8]

LISTS: Final = ("services", "groups", "phases", "sectors")
"""The code lists that are compared, in the order of `Sides.masks`."""
PARTS: Final = (*LISTS, "words")
"""The parts of a score, in the order of `Chunk.parts`."""

NONE, FRAGMENTATION, OVERLAP, DUPLICATION = range(4)
"""Classes as numbers, the stronger the higher."""

COMPLEMENTARY, NOT_JUDGED, BOTH_LACK, MANAGED = range(4, 8)
"""Columns of a tally, pairs by programme; the first four are those of exactly each class.

A pair that cannot be judged is counted under the sides that lack a cell; where both do, it is
counted under both, and once more in the column behind. The last counts, of the overlaps and
duplications, those whose leads surely coordinate.
"""
COLUMNS: Final = 8

SURELY, PERHAPS = 1, 2
"""Whether two leads coordinate wherever they meet, or it depends on the place; else 0."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Several numbers a row: those of row i are ``ids[start[i]:start[i + 1]]``, ascending."""

    start: Ints
    ids: Small

    @property
    def counts(self) -> Ints:
        """How many numbers each row has."""
        return np.diff(self.start)

    @classmethod
    def of(cls, rows: Sequence[Collection[int]]) -> Rows:
        """Rows of numbers; each is sorted, and holds a number once."""
        counts = np.fromiter(map(len, rows), np.int64, len(rows))
        flat = np.fromiter(chain.from_iterable(rows), np.int64, int(counts.sum()))
        return cls.sorted(np.repeat(np.arange(len(rows)), counts), flat, len(rows))

    @classmethod
    def sorted(cls, row: Ints, number: Ints, rows: int) -> Rows:
        """So many rows from numbers in any order, each in a row once."""
        most = int(number.max(initial=0)) + 1
        keys = np.sort(row * most + number, kind="stable")  # mostly in order already
        keys = keys[np.diff(keys, prepend=-1) > 0]
        start = np.searchsorted(keys, np.arange(rows + 1) * most)
        ids = keys - np.repeat(np.arange(rows) * most, np.diff(start))
        return cls(start, ids.astype(np.int32))

    def beside(self, other: Rows) -> Rows:
        """Rows of what stands in either of two."""
        rows = len(self.counts)
        row = [np.repeat(np.arange(rows), each.counts) for each in (self, other)]
        return Rows.sorted(np.concatenate(row), np.concatenate((self.ids, other.ids)), rows)

    def at(self, rows: Ints) -> Rows:
        """The rows of these numbers, in this order."""
        counts = self.counts[rows]
        _, position = expanded(self.start[rows], counts)
        return Rows(starts(counts), self.ids[position])


def expanded(begins: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For each case its positions ``begins … begins + counts``: (number of the case, position)."""
    case = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(len(case)) - np.repeat(np.cumsum(counts) - counts, counts)
    return case, begins[case] + offset


def starts(counts: Ints) -> Ints:
    """Where each row begins, and where the last one ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))


@dataclass(frozen=True, slots=True)
class Sides:
    """Programmes as a pair sees them, one row a programme; rows are in id order."""

    lead: Small
    """Number of the lead; a different negative number for each that is not known."""
    unsure: Flags
    """Whether the lead or the activity is not known: then no pair of it can be judged."""
    bits: Bits
    """Codes on record as bits, one row a programme, as many words as the lists need."""
    masks: Bits
    """Which bits belong to which list: four rows, in the order of `LISTS`."""
    words: Rows
    """Distinct words of title and description."""
    objectives: Rows
    """Objectives served."""
    strengths: Ints
    """Strength of each of them, in millionths, in the order of ``objectives.ids``."""
    uppers: Rows
    """By objective (not programme): every objective that a path of alignments leads up to."""
    serves: Bits
    """A signature of the objectives served: equal objectives share a bit."""
    leads_up: Bits
    """The same signature of all uppers of the objectives served."""


@dataclass(frozen=True, slots=True)
class Links:
    """Leads that coordinate: those linked with lead i are ``ids[start[i]:start[i + 1]]``."""

    start: Ints
    ids: Small
    """Ascending for each lead."""
    how: Kinds
    """`SURELY` or `PERHAPS`."""

    @classmethod
    def of(cls, keys: Ints, how: Kinds, leads: int) -> Links:
        """Links from ascending keys, lower lead × leads + higher lead."""
        lower, higher = np.divmod(keys, leads) if leads else (keys, keys)
        one, other = np.concatenate((lower, higher)), np.concatenate((higher, lower))
        order = np.lexsort((other, one))
        return cls(
            starts(np.bincount(one, minlength=leads).astype(np.int64)),
            other[order].astype(np.int32), np.tile(how, 2)[order],
        )  # fmt: skip

    def between(self, one: Small | Ints, other: Small | Ints) -> Kinds:
        """How each two leads are linked: `SURELY`, `PERHAPS`, or 0 where they are not."""
        leads = len(self.start) - 1
        found = np.zeros(len(one), np.uint8)
        if len(self.ids):
            keys = np.repeat(np.arange(leads), np.diff(self.start)) * leads + self.ids
            wanted = one.astype(np.int64) * leads + other
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            hit = (keys[at] == wanted) & (one >= 0) & (other >= 0)
            found[hit] = self.how[at[hit]]
        return found

    @classmethod
    def none(cls, leads: int) -> Links:
        """Nobody coordinates."""
        return cls.of(np.empty(0, np.int64), np.empty(0, np.uint8), leads)


@dataclass(frozen=True, slots=True)
class Postings:
    """Programmes in places: one row per programme and place, in depth-first order of places.

    No place of a programme lies in another one of its places, so that row k meets exactly the
    rows ``k + 1`` to ``upto[k]`` (left out) of other programmes at or below its place.
    """

    owner: Small
    upto: Ints
    previous: Ints
    """The row before of the same programme, or -1."""
    of_owner: Rows
    """Rows of each programme."""

    @classmethod
    def at(cls, owner: Small, place: Small, last: Small, programmes: int) -> Postings:
        """Rows from programme, place and last place below it, in any order."""
        order = np.lexsort((owner, place))
        owner, place, last = owner[order], place[order], last[order]
        upto = np.searchsorted(place, last, side="right").astype(np.int64)
        by_owner = np.argsort(owner, kind="stable")
        of_owner = Rows(
            starts(np.bincount(owner, minlength=programmes).astype(np.int64)),
            by_owner.astype(np.int32),
        )
        previous = np.full(len(owner), -1, np.int64)
        same = owner[by_owner[1:]] == owner[by_owner[:-1]]
        previous[by_owner[1:][same]] = by_owner[:-1][same]
        return cls(owner, upto, previous, of_owner)

    @property
    def candidates(self) -> int:
        """How many meetings there are to look at."""
        return int((self.upto - np.arange(len(self.owner)) - 1).sum())


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the rules, all whole."""

    weights: tuple[int, int, int, int, int]
    """Thousandths by part."""
    threshold: int
    """From this score on a pair is listed."""
    similar: int
    """From this similarity of objectives on a pair overlaps, thousandths."""
    detailed: bool
    """Whether every co-present pair is wanted, and every overlap is listed."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be joined."""

    sides: Sides
    postings: Postings
    links: Links
    rules: Rules


@dataclass(frozen=True, slots=True)
class Chunk:
    """Pairs that are wanted, each in one chunk only.

    Those listed, all duplications, and the overlaps not joined whose leads perhaps coordinate; or
    all that are co-present.
    """

    first: Small
    second: Small
    """Rows of `Sides`; ``first < second``."""
    kind: Kinds
    joined: Flags
    """Whether a path of alignments joins their different objectives: complementary by design."""
    parts: Points
    """Thousandths, one row a pair; 0 where a pair is neither listed nor one of all."""
    listed: Flags
    bond: Kinds
    """Of an overlap or duplication: whether the leads coordinate; else 0."""

    def __len__(self) -> int:
        return len(self.first)

    @classmethod
    def together(cls, chunks: Sequence[Chunk]) -> Chunk:
        """All pairs of some chunks."""
        nothing = np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint8)
        empty = cls(
            *nothing, np.empty(0, np.bool_), np.empty((0, len(PARTS)), np.int16),
            np.empty(0, np.bool_), np.empty(0, np.uint8),
        )  # fmt: skip
        columns = (
            np.concatenate([getattr(chunk, column.name) for chunk in (empty, *chunks)])
            for column in fields(cls)
        )
        return cls(*columns)

    def where(self, keep: Flags | Ints) -> Chunk:
        """Some of the pairs."""
        return Chunk(
            self.first[keep], self.second[keep], self.kind[keep], self.joined[keep],
            self.parts[keep], self.listed[keep], self.bond[keep],
        )  # fmt: skip

    @property
    def score(self) -> Ints:
        """Thousandths."""
        total: Ints = self.parts.sum(axis=1, dtype=np.int64)
        return total
