"""Every pair of a unit counted by class, in one pass that the indicators and the list share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from coherence.findings import OverlapClass
from coherence.kernels.engine import Engine, join
from coherence.kernels.tables import (
    CO_PRESENT,
    COLUMNS,
    COMPLEMENTARY,
    DUPLICATE,
    DUPLICATION,
    FRAGMENTATION,
    FRAGMENTED,
    NONE,
    NOT_JUDGED,
    OVERLAP,
    OVERLAPPING,
    PARTS,
    Chunk,
    Flags,
    Rules,
    Task,
)
from coherence.overlap_apart import pairs_apart
from coherence.overlap_arrays import Numbered, numbered, postings
from coherence.overlap_bonds import Bonds
from coherence.overlap_census import Flagged, Missing, OverlapCensus, Pairs
from coherence.pairs import Judged, Rulebook, is_listed, joined_by, judge, missing, side
from coherence.scope import Scope

Keep = Callable[[str], bool]
"""Which records a lens shows, by reference."""

CLASSES: Final[Mapping[int, OverlapClass | None]] = {
    NONE: None,
    FRAGMENTATION: OverlapClass.FRAGMENTATION,
    OVERLAP: OverlapClass.OVERLAP,
    DUPLICATION: OverlapClass.DUPLICATION,
}
_NUMBERS: Final = {kind: number for number, kind in CLASSES.items()}
_COLUMNS: Final = (CO_PRESENT, FRAGMENTED, OVERLAPPING, DUPLICATE)
"""What a pair of class 0, 1, 2, 3 adds to: all columns up to its own."""


def take_census(
    scope: Scope, keep: Keep | None = None, engine: Engine | None = None
) -> OverlapCensus:
    """The pairs of a unit, counted; through a lens those of which it shows one side."""
    return _Count(scope, keep).result(engine)


class _Count:
    def __init__(self, scope: Scope, keep: Keep | None) -> None:
        self.scope = scope
        self.graph = scope.graph
        self.found: Numbered = numbered(scope.graph)
        self.postings = postings(scope)
        self.inside = np.flatnonzero(self.postings.of_owner.counts)
        self.book = scope.graph.once(Rulebook.of)
        self.every_overlap = len(self.inside) < self.book.list_all_below
        programmes = self.found.programmes
        shown = [True] * len(programmes) if keep is None else [keep(p.ref) for p in programmes]
        self.shown: Flags = np.array(shown, np.bool_)
        self.apart = pairs_apart(scope.graph, self.shown)
        self.bonds = Bonds(scope)
        self.tally = np.zeros((len(programmes), COLUMNS), np.int64)
        self.managed = np.zeros(len(programmes), np.int64)
        self.levels: Counter[tuple[int | None, int | None]] = Counter()
        self.settled = 0
        self.flagged: list[Flagged] = []

    def result(self, engine: Engine | None) -> OverlapCensus:
        task = Task(self.found.sides, self.postings, self._rules(), self.shown)
        for chunk in join(task, self.tally, engine):
            self._absorb(self._without_apart(chunk))
        self._count_unplaced()
        self._count_apart()
        return self._census()

    def _rules(self) -> Rules:
        book = self.book
        services, groups, phases, sectors, words = (book.weights[part] for part in PARTS)
        return Rules(
            (services, groups, phases, sectors, words),
            book.threshold, book.similar, self.every_overlap,
        )  # fmt: skip

    # --- what the join found ----------------------------------------------------------------

    def _without_apart(self, chunk: Chunk) -> Chunk:
        if not len(self.apart) or not len(chunk):
            return chunk
        keys = chunk.first.astype(np.int64) * len(self.found.programmes) + chunk.second
        at = np.minimum(np.searchsorted(self.apart, keys), len(self.apart) - 1)
        return chunk.where(self.apart[at] != keys)

    def _absorb(self, chunk: Chunk) -> None:
        managed = self.bonds.mask(chunk.first, chunk.second)
        counted = ~chunk.joined & (chunk.kind >= OVERLAP)
        for side_ in (chunk.first, chunk.second):
            self.managed += np.bincount(side_[counted & managed], minlength=len(self.managed))
        double = counted & (chunk.kind == DUPLICATION)
        for i, j in zip(chunk.first[double].tolist(), chunk.second[double].tolist(), strict=True):
            self._note_levels(i, j)
        kept = np.flatnonzero(chunk.listed | (self.every_overlap & (chunk.kind >= OVERLAP)))
        programmes = self.found.programmes
        columns = (chunk.first, chunk.second, chunk.kind, managed, chunk.joined, chunk.listed)
        rows = zip(*(column[kept].tolist() for column in columns), strict=True)
        for (i, j, kind, bond, joined, listed), points in zip(
            rows, chunk.parts[kept].tolist(), strict=True
        ):
            if found := CLASSES[kind]:
                self.flagged.append(
                    Flagged(
                        programmes[i].id, programmes[j].id, found, bond, joined, listed,
                        tuple(points),
                    )
                )  # fmt: skip

    def _note_levels(self, first: int, second: int) -> None:
        self.levels[by_level(self.found.ranks[first], self.found.ranks[second])] += 1

    # --- programmes without a known reach ---------------------------------------------------

    def _count_unplaced(self) -> None:
        """They may meet everybody in the unit and each other, but for those of the same lead."""
        lead = self.found.sides.lead
        everybody = _Crowd(lead, self.inside, len(self.found.leads))
        seen = _Crowd(lead, self.inside[self.shown[self.inside]], len(self.found.leads))
        for number in np.flatnonzero(~self.found.placed)[::-1].tolist():
            met = everybody if self.shown[number] else seen
            self.tally[number, NOT_JUDGED] += met.others(lead[number])
            everybody.add(lead[number])
            if self.shown[number]:
                seen.add(lead[number])

    # --- pairs judged singly ----------------------------------------------------------------

    def _count_apart(self) -> None:
        """Take back what the arrays made of each of these pairs, then count it by the rules."""
        for key in self.apart.tolist():
            first, second = divmod(key, len(self.found.programmes))
            one, other = (side(self.graph, self.found.programmes[n].id) for n in (first, second))
            pair = judge(self.scope, one, other)
            joined = joined_by(self.graph, one, other) is not None
            if pair.co_present is None:
                unplaced = not (self.found.placed[first] and self.found.placed[second])
                counted = not pair.complementary and not pair.standing.settled
                change = int(counted) - int(unplaced or not joined)
                self.tally[self._blamed(first, second), NOT_JUDGED] += change
            elif pair.co_present:
                if joined:
                    self._add(first, second, (COMPLEMENTARY,), -1)
                else:
                    self._add(first, second, _COLUMNS[: _NUMBERS[pair.found] + 1], -1)
                self._count_judged(first, second, pair)

    def _count_judged(self, first: int, second: int, pair: Judged) -> None:
        managed = pair.standing.managed or self.bonds.of(first, second) is not None
        overlaps = pair.kind in (OverlapClass.OVERLAP, OverlapClass.DUPLICATION)
        if pair.complementary:
            self._add(first, second, (COMPLEMENTARY,), 1)
        elif pair.standing.settled:
            self.settled += 1
        else:
            self._add(first, second, _COLUMNS[: _NUMBERS[pair.kind] + 1], 1)
            if overlaps and managed:
                self.managed[[first, second]] += 1
            if pair.kind is OverlapClass.DUPLICATION:
                self._note_levels(first, second)
        listed = is_listed(pair, self.book, every_overlap=self.every_overlap)
        if pair.kind and listed:
            one, other = (self.found.programmes[n].id for n in (first, second))
            self.flagged.append(
                Flagged(
                    one, other, pair.kind, managed, pair.complementary, listed,
                    tuple(pair.points[part] for part in PARTS), pair.standing,
                )
            )  # fmt: skip

    def _blamed(self, first: int, second: int) -> int:
        """The programme whose missing cell the pair is counted under."""
        placed, unsure = self.found.placed, self.found.sides.unsure
        if not (placed[first] and placed[second]):
            return second if placed[first] else first
        return first if unsure[first] else second

    def _add(self, first: int, second: int, columns: tuple[int, ...], count: int) -> None:
        for column in columns:
            self.tally[first, column] += count
            self.tally[second, column] += count

    # --- the sums ---------------------------------------------------------------------------

    def _census(self) -> OverlapCensus:
        """Each pair stands in the tally of both its sides, but for those not judged."""
        sums = self.tally.sum(axis=0)
        present = np.flatnonzero(self.tally[:, CO_PRESENT]).tolist()
        lacking = np.flatnonzero(self.tally[:, NOT_JUDGED]).tolist()
        return OverlapCensus(
            unit=self.scope.unit,
            programmes=len(self.inside),
            co_present=int(sums[CO_PRESENT]) // 2,
            fragmentation=int(sums[FRAGMENTED]) // 2,
            overlap=int(sums[OVERLAPPING]) // 2,
            duplication=int(sums[DUPLICATE]) // 2,
            managed=int(self.managed.sum()) // 2,
            complementary=int(sums[COMPLEMENTARY]) // 2,
            settled=self.settled,
            not_judged=int(sums[NOT_JUDGED]),
            missing=tuple(self._missing(number) for number in lacking),
            levels=dict(sorted(self.levels.items(), key=lambda item: str(item[0]))),
            flagged=tuple(sorted(self.flagged, key=lambda f: (f.first, f.second))),
            detailed=self.every_overlap,
            by_programme={self.found.programmes[n].id: self._pairs(n) for n in present},
        )

    def _pairs(self, number: int) -> Pairs:
        row = self.tally[number].tolist()
        return Pairs(row[CO_PRESENT], row[OVERLAPPING], row[DUPLICATE], int(self.managed[number]))

    def _missing(self, number: int) -> Missing:
        programme = self.found.programmes[number]
        cells = missing(side(self.graph, programme.id))
        return Missing(programme.id, cells, int(self.tally[number, NOT_JUDGED]))


class _Crowd:
    """How many programmes there are, and how many of each lead."""

    def __init__(self, lead: np.ndarray, numbers: np.ndarray, leads: int) -> None:
        self.count = len(numbers)
        known = lead[numbers]
        self.by_lead = np.bincount(known[known >= 0], minlength=leads)

    def others(self, lead: int) -> int:
        """How many may have another lead than this one."""
        return self.count - (int(self.by_lead[lead]) if lead >= 0 else 0)

    def add(self, lead: int) -> None:
        """One more programme."""
        self.count += 1
        if lead >= 0:
            self.by_lead[lead] += 1


def by_level(one: int | None, other: int | None) -> tuple[int | None, int | None]:
    """Two ranks, the higher level first; what stands outside the ladder last."""
    first, second = sorted((one, other), key=lambda rank: (rank is None, rank or 0))
    return first, second
