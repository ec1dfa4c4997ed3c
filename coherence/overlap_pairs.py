"""The pairs of a unit as columns: millions of them where there are that many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, overload

import numpy as np

from coherence.findings import OverlapClass
from coherence.kernels.tables import (
    DUPLICATION,
    FRAGMENTATION,
    NONE,
    OVERLAP,
    PARTS,
    Flags,
    Ints,
    Kinds,
    Points,
    Small,
)
from coherence.verdicts import OPEN, Standing

CLASSES: Final[Mapping[int, OverlapClass | None]] = {
    NONE: None,
    FRAGMENTATION: OverlapClass.FRAGMENTATION,
    OVERLAP: OverlapClass.OVERLAP,
    DUPLICATION: OverlapClass.DUPLICATION,
}
"""The class that a number stands for."""


class PairFound(NamedTuple):
    """A pair in one place at one time with different leads."""

    first: str
    """Programme id; ``first < second``."""
    second: str
    kind: OverlapClass | None
    managed: bool
    complementary: bool
    listed: bool
    points: tuple[int, ...]
    """Thousandths, in the order of `PARTS`."""
    standing: Standing = OPEN

    @property
    def score(self) -> int:
        """Thousandths."""
        return sum(self.points)

    @property
    def counts(self) -> bool:
        """Whether the pair is in the counts: neither complementary by design nor settled."""
        return not self.complementary and not self.standing.settled

    @property
    def overlaps(self) -> bool:
        """Whether it is an overlap or a duplication."""
        return self.kind in (OverlapClass.OVERLAP, OverlapClass.DUPLICATION)

    @property
    def parts(self) -> Mapping[str, int]:
        """Thousandths by part of the score."""
        return dict(zip(PARTS, self.points, strict=True))


@dataclass(frozen=True, eq=False)
class Pairs(Sequence[PairFound]):
    """Pairs in id order, an object each only when it is asked for."""

    ids: Sequence[str]
    """Of programmes, by number."""
    first: Small
    second: Small
    """Numbers of programmes; ``first < second``."""
    kind: Kinds
    """See `CLASSES`."""
    managed: Flags
    complementary: Flags
    listed: Flags
    points: Points
    """Thousandths, one row a pair, in the order of `PARTS`."""
    standings: Mapping[int, Standing]
    """Row → what was said of the pair; of all others nothing."""

    def __len__(self) -> int:
        return len(self.first)

    @overload
    def __getitem__(self, row: int) -> PairFound: ...
    @overload
    def __getitem__(self, row: slice) -> Pairs: ...
    def __getitem__(self, row: int | slice) -> PairFound | Pairs:
        if isinstance(row, slice):
            return self.at(np.arange(len(self))[row])
        row = range(len(self))[row]
        return PairFound(
            self.ids[self.first[row]], self.ids[self.second[row]], CLASSES[int(self.kind[row])],
            bool(self.managed[row]), bool(self.complementary[row]), bool(self.listed[row]),
            tuple(self.points[row].tolist()), self.standings.get(row, OPEN),
        )  # fmt: skip

    def __iter__(self) -> Iterator[PairFound]:
        columns = (
            self.first, self.second, self.kind, self.managed, self.complementary, self.listed,
            self.points,
        )  # fmt: skip
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for row, (i, j, kind, managed, complementary, listed, points) in enumerate(rows):
            yield PairFound(
                self.ids[i], self.ids[j], CLASSES[kind], managed, complementary, listed,
                tuple(points), self.standings.get(row, OPEN),
            )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((len(self), self.first.tobytes(), self.second.tobytes()))

    def at(self, rows: Ints) -> Pairs:
        """The pairs in these rows, in this order."""
        standings = {
            at: self.standings[row]
            for at, row in enumerate(rows.tolist())
            if self.standings and row in self.standings
        }
        return Pairs(
            self.ids, self.first[rows], self.second[rows], self.kind[rows], self.managed[rows],
            self.complementary[rows], self.listed[rows], self.points[rows], standings,
        )  # fmt: skip

    @property
    def counts(self) -> Flags:
        """Whether each is in the counts: neither complementary by design nor settled."""
        settled = np.zeros(len(self), np.bool_)
        settled[[row for row, standing in self.standings.items() if standing.settled]] = True
        found: Flags = ~self.complementary & ~settled
        return found

    @property
    def score(self) -> Ints:
        """Thousandths."""
        total: Ints = self.points.sum(axis=1, dtype=np.int64)
        return total
