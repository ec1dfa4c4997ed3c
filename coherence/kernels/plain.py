"""The overlap join in numpy: what runs where nothing is compiled, and on few programmes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from coherence.kernels.tables import (
    BOTH_LACK,
    COLUMNS,
    COMPLEMENTARY,
    DUPLICATION,
    LISTS,
    MANAGED,
    NOT_JUDGED,
    OVERLAP,
    PARTS,
    PERHAPS,
    SURELY,
    Bits,
    Chunk,
    Flags,
    Ints,
    Kinds,
    Postings,
    Rows,
    Small,
    Task,
    expanded,
)
from data.told import Told, nobody

AT_ONCE = 1 << 18
"""How many candidates are held in memory at a time; a row is never cut."""


def join(task: Task, tally: Ints, told: Told = nobody) -> Iterator[Chunk]:
    """Every pair that is wanted; all pairs are counted in ``tally``, by programme."""
    judge = Judge(task)
    for low, high in _spans(task.postings):
        told(low / len(task.postings.owner))
        yield _pairs(judge, tally, *_candidates(task.postings, low, high))


def _spans(postings: Postings) -> Iterator[tuple[int, int]]:
    """Rows to be taken together."""
    ahead = np.cumsum(postings.upto - np.arange(len(postings.owner)) - 1)
    low, done = 0, 0
    while low < len(ahead):
        high = max(low + 1, int(np.searchsorted(ahead, done + AT_ONCE, side="right")))
        yield low, high
        low, done = high, int(ahead[high - 1])


def _candidates(postings: Postings, low: int, high: int) -> tuple[Ints, Ints]:
    """Rows that meet: the upper place and the lower one."""
    rows = np.arange(low, high)
    counts = postings.upto[low:high] - rows - 1
    upper = np.repeat(rows, counts)
    within = np.arange(len(upper)) - np.repeat(np.cumsum(counts) - counts, counts)
    return upper, upper + 1 + within


def _pairs(judge: Judge, tally: Ints, upper: Ints, lower: Ints) -> Chunk:
    sides, postings, detailed = judge.sides, judge.postings, judge.rules.detailed
    i, j = postings.owner[upper], postings.owner[lower]
    keep = (sides.lead[i] != sides.lead[j]) & (postings.previous[lower] <= upper)
    upper, lower, i, j = upper[keep], lower[keep], i[keep], j[keep]
    keep = _first_meetings(postings, upper, i, j)
    if keep is not None:
        i, j = i[keep], j[keep]
    pairs = judge.classed(np.minimum(i, j), np.maximum(i, j))
    unsure = count_unsure(tally, sides.unsure, pairs)
    if unsure.any():
        pairs = pairs.where(~unsure)
    count(tally, pairs)
    return judge.scored(pairs) if detailed else _wanted(judge, pairs)


def _wanted(judge: Judge, pairs: Chunk) -> Chunk:
    """Pairs that are listed, duplications, and overlaps whose leads perhaps coordinate."""
    near = np.flatnonzero((pairs.kind > 0) & judge.within_reach(pairs))
    scored = judge.scored(pairs.where(near))
    rest = (pairs.kind == DUPLICATION) | ((pairs.bond == PERHAPS) & ~pairs.joined)
    rest[near[scored.listed]] = False
    return Chunk.together([scored.where(scored.listed), pairs.where(rest)])


# --- counts ---------------------------------------------------------------------------------


def count(tally: Ints, pairs: Chunk, times: int = 1) -> None:
    """Count pairs that can be judged on both their sides."""
    column = np.where(pairs.joined, COMPLEMENTARY, pairs.kind)
    managed = (pairs.bond == SURELY) & ~pairs.joined
    for side in (pairs.first, pairs.second):
        cells = np.bincount(side.astype(np.int64) * COLUMNS + column, minlength=tally.size)
        tally += times * cells.reshape(tally.shape)
        tally[:, MANAGED] += times * np.bincount(side[managed], minlength=len(tally))


def count_unsure(tally: Ints, unsure: Flags, pairs: Chunk) -> Flags:
    """Count pairs that cannot be judged, and are not joined; returns which cannot."""
    one, other = unsure[pairs.first], unsure[pairs.second]
    either: Flags = one | other
    counted = either & ~pairs.joined
    if counted.any():
        blame(tally, unsure, pairs.first[counted], pairs.second[counted])
    return either


def blame(tally: Ints, lacking: Flags, first: Small, second: Small, times: int = 1) -> None:
    """Count pairs that cannot be judged under the sides that lack a cell."""
    both = lacking[first] & lacking[second]
    for side in (first, second):
        alone = np.bincount(side[lacking[side]], minlength=len(tally))
        tally[:, NOT_JUDGED] += times * alone
        tally[:, BOTH_LACK] += times * np.bincount(side[both], minlength=len(tally))


# --- one meeting of many --------------------------------------------------------------------


def meeting(postings: Postings, first: Small, second: Small) -> Flags:
    """Whether each two programmes meet anywhere."""
    end = np.full(len(first), len(postings.owner), np.int64)
    met: Flags = _met_before(postings, first, second, end)
    return met | _met_before(postings, second, first, end)


def _first_meetings(postings: Postings, upper: Ints, i: Small, j: Small) -> Flags | None:
    """Whether no earlier row joins the same two programmes; one of one place meets but once.

    None: all are the first ones.
    """
    several = postings.of_owner.counts > 1
    both = np.flatnonzero(several[i] & several[j])
    if not len(both):
        return None
    first = np.ones(len(i), np.bool_)
    first[both] = ~(
        _met_before(postings, i[both], j[both], upper[both])
        | _met_before(postings, j[both], i[both], upper[both])
    )
    return first


def _met_before(postings: Postings, one: Small, other: Small, row: Ints) -> Flags:
    """Whether a row of ``one`` before ``row`` has a row of ``other`` at or below its place."""
    rows, size = postings.of_owner, len(postings.owner)
    keys = _keys(rows, size)
    begins = rows.start[one]
    earlier = np.searchsorted(keys, one.astype(np.int64) * size + row) - begins
    case, position = expanded(begins, earlier)
    above = rows.ids[position].astype(np.int64)
    base = other[case].astype(np.int64) * size
    met = np.searchsorted(keys, base + above + 1) < np.searchsorted(
        keys, base + postings.upto[above]
    )
    found = np.zeros(len(one), np.bool_)
    found[case[met]] = True
    return found


def _keys(rows: Rows, most: int) -> Ints:
    """Every number of every row, as ascending keys: row × ``most`` + number."""
    keys: Ints = np.repeat(np.arange(len(rows.counts)), rows.counts) * most + rows.ids
    return keys


# --- what two programmes share --------------------------------------------------------------


class Judge:
    """Says what pairs of a task share, for many pairs at once."""

    def __init__(self, task: Task) -> None:
        self.sides, self.postings, self.rules, self.links = (
            task.sides, task.postings, task.rules, task.links,
        )  # fmt: skip
        self.words = _Lookup(task.sides.words)
        self.objectives = _Lookup(task.sides.objectives, len(task.sides.uppers.counts))

    def classed(self, first: Small, second: Small) -> Chunk:
        """Pairs with their classes and bonds, without points."""
        joined, kind = self._joined(first, second), self._classes(first, second)
        bond = self._bonds(first, second, kind >= OVERLAP)
        parts = np.broadcast_to(np.int16(0), (len(first), len(PARTS)))
        return Chunk(
            first, second, kind, joined, parts, np.broadcast_to(np.False_, len(first)), bond
        )

    def _classes(self, first: Small, second: Small) -> Kinds:
        sides, common = self.sides, self._common(first, second)
        services, groups, _, sectors = (_shares(common, mask) for mask in sides.masks)
        kind = sectors.astype(np.uint8)
        alike = services | groups
        open_cases = np.flatnonzero(~alike & (sides.serves[first] & sides.serves[second] != 0))
        if len(open_cases):
            near = self._similarity(first[open_cases], second[open_cases])
            alike[open_cases[near >= self.rules.similar]] = True
        kind[alike] = OVERLAP
        kind[services & groups] = DUPLICATION
        return kind

    def _common(self, first: Small, second: Small) -> list[Bits]:
        """Codes in common, word by word."""
        return [word[first] & word[second] for word in self.sides.bits.T]

    def _bonds(self, first: Small, second: Small, overlaps: Flags) -> Kinds:
        """How the leads of overlaps are linked."""
        found, lead = np.zeros(len(first), np.uint8), self.sides.lead
        if len(self.links.ids):
            asked = np.flatnonzero(overlaps)
            found[asked] = self.links.between(lead[first[asked]], lead[second[asked]])
        return found

    def _similarity(self, first: Small, second: Small) -> Ints:
        """Σmin/Σmax of the strengths, in thousandths, rounded down."""
        rows, strengths = self.sides.objectives, self.sides.strengths
        case, position = expanded(rows.start[first], rows.counts[first])
        hit, at = self.objectives.find(second[case], rows.ids[position])
        least = np.minimum(strengths[position[hit]], strengths[at[hit]])
        shared = np.zeros(len(first), np.int64)
        np.add.at(shared, case[hit], least)
        sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(strengths)))
        totals = sums[rows.start[1:]] - sums[rows.start[:-1]]
        either = totals[first] + totals[second] - shared
        similarity: Ints = shared * 1000 // np.maximum(either, 1)
        return similarity

    def _joined(self, first: Small, second: Small) -> Flags:
        """Whether a path of alignments joins an objective of one side alone to one of the other."""
        found, sides = np.zeros(len(first), np.bool_), self.sides
        for one, other in ((first, second), (second, first)):
            maybe = np.flatnonzero(sides.leads_up[one] & sides.serves[other])
            if len(maybe):
                found[maybe] |= self._leads_up_to(one[maybe], other[maybe])
        return found

    def _leads_up_to(self, one: Small, other: Small) -> Flags:
        rows, uppers, objectives = self.sides.objectives, self.sides.uppers, self.objectives
        case, position = expanded(rows.start[one], rows.counts[one])
        own = rows.ids[position]
        alone = ~objectives.find(other[case], own)[0]
        case, own = case[alone], own[alone]
        step, position = expanded(uppers.start[own], uppers.counts[own])
        upper, case = uppers.ids[position], case[step]
        met = objectives.find(other[case], upper)[0]
        case, upper = case[met], upper[met]
        found = np.zeros(len(one), np.bool_)
        found[case[~objectives.find(one[case], upper)[0]]] = True
        return found

    # --- scores -----------------------------------------------------------------------------

    def within_reach(self, pairs: Chunk) -> Flags:
        """Whether the lists that two programmes share can lift a pair to the threshold at all."""
        common, (*lists, words) = self._common(pairs.first, pairs.second), self.rules.weights
        most = np.full(len(pairs), words, np.int64)
        for mask, weight in zip(self.sides.masks, lists, strict=True):
            most += weight * _shares(common, mask)
        near: Flags = most >= self.rules.threshold
        return near

    def scored(self, pairs: Chunk, *, every_word: bool = False) -> Chunk:
        """Pairs with their points, and which of them are listed.

        Words are those of any pair of a class, or of every pair; unless all pairs are wanted, they
        are counted only where they can lift one to the list.
        """
        rules, masks, text = self.rules, self.sides.masks, len(LISTS)
        first, second = pairs.first, pairs.second
        parts = np.zeros((len(pairs), len(PARTS)), np.int16)
        common = self._common(first, second)
        either = [word[first] | word[second] for word in self.sides.bits.T]
        for part, mask in enumerate(masks):
            shared, whole = _ones(common, mask), np.maximum(_ones(either, mask), 1)
            parts[:, part] = rules.weights[part] * shared // whole
        worded = (pairs.kind > 0) | every_word
        if not rules.detailed:
            worded &= parts.sum(axis=1) + rules.weights[text] >= rules.threshold
        parts[worded, text] = self._words(first[worded], second[worded])
        over = parts.sum(axis=1) >= rules.threshold
        listed = (pairs.kind > 0) & (over | (rules.detailed & (pairs.kind >= OVERLAP)))
        return replace(pairs, parts=parts, listed=listed)

    def _words(self, first: Small, second: Small) -> Ints:
        rows = self.sides.words
        case, position = expanded(rows.start[first], rows.counts[first])
        hit, _ = self.words.find(second[case], rows.ids[position])
        shared = np.bincount(case[hit], minlength=len(first))
        either = rows.counts[first] + rows.counts[second] - shared
        points: Ints = self.rules.weights[len(LISTS)] * shared // np.maximum(either, 1)
        return points


class _Lookup:
    """Finds numbers in rows."""

    def __init__(self, rows: Rows, most: int | None = None) -> None:
        self.most = int(rows.ids.max(initial=0)) + 1 if most is None else most
        self.keys = _keys(rows, self.most)

    def find(self, row: Small | Ints, number: Small) -> tuple[Flags, Ints]:
        """Whether each number stands in its row, and where."""
        wanted = row.astype(np.int64) * self.most + number
        at = np.searchsorted(self.keys, wanted)
        hit = at < len(self.keys)
        hit[hit] = self.keys[at[hit]] == wanted[hit]
        return hit, at


def _shares(common: list[Bits], mask: Bits) -> Flags:
    shared: Flags = np.zeros(len(common[0]), np.bool_)
    for word, wanted in zip(common, mask, strict=True):
        shared |= (word & wanted) != 0
    return shared


def _ones(words: list[Bits], mask: Bits) -> Ints:
    """How many bits of a list are set."""
    count = np.zeros(len(words[0]), np.int64)
    for word, wanted in zip(words, mask, strict=True):
        count += np.bitwise_count(word & wanted)
    return count
