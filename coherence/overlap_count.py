"""Every pair of a unit counted by class, in one pass that the indicators and the list share."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from coherence.findings import OverlapClass
from coherence.graph import PolicyGraph
from coherence.kernels.engine import Engine, join
from coherence.kernels.tables import (
    BOTH_LACK,
    COLUMNS,
    COMPLEMENTARY,
    DUPLICATION,
    FRAGMENTATION,
    MANAGED,
    NONE,
    NOT_JUDGED,
    OVERLAP,
    PARTS,
    PERHAPS,
    SURELY,
    Chunk,
    Flags,
    Rules,
    Task,
)
from coherence.overlap_apart import pairs_apart
from coherence.overlap_arrays import Numbered, numbered, postings
from coherence.overlap_bonds import bonds
from coherence.overlap_census import Company, Missing, OverlapCensus
from coherence.overlap_pairs import CLASSES, Pairs
from coherence.pairs import Judged, Rulebook, is_listed, joined_by, judge, missing_of, side
from coherence.scope import Scope
from coherence.verdicts import Standing
from data.told import Told, nobody

_NUMBERS: Final = {kind: number for number, kind in CLASSES.items()}


def census(scope: Scope, told: Told = nobody) -> OverlapCensus:
    """The exact counts of a unit, found once and kept with the graph.

    ``told`` hears how far the counting is; what it raises ends it.
    """
    known = scope.graph.once(_censuses)
    if scope.unit not in known:
        known[scope.unit] = take_census(scope, told=told)
    return known[scope.unit]


def _censuses(_graph: PolicyGraph) -> dict[str, OverlapCensus]:
    return {}


def take_census(scope: Scope, engine: Engine | None = None, told: Told = nobody) -> OverlapCensus:
    """The pairs of a unit, counted."""
    return _Count(scope).result(engine, told)


class _Count:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.graph = scope.graph
        self.found: Numbered = numbered(scope.graph)
        self.postings = postings(scope)
        self.inside = np.flatnonzero(self.postings.of_owner.counts)
        self.book = scope.graph.once(Rulebook.of)
        self.detailed = len(self.inside) < self.book.list_all_below
        self.apart = pairs_apart(scope.graph)
        self.bonds = bonds(scope)
        self.lacking = self.found.sides.unsure | ~self.found.placed
        self.tally = np.zeros((len(self.found.programmes), COLUMNS), np.int64)
        self.changes: list[tuple[int, int, int]] = []
        """Programme, column and by how much its tally is other than the join found."""
        self.settled = 0
        self.kept: list[tuple[Chunk, Flags]] = []
        self.standings: dict[tuple[int, int], Standing] = {}

    def result(self, engine: Engine | None, told: Told) -> OverlapCensus:
        book = self.book
        services, groups, phases, sectors, words = (book.weights[part] for part in PARTS)
        weights = (services, groups, phases, sectors, words)
        rules = Rules(weights, book.threshold, book.similar, self.detailed)
        task = Task(self.found.sides, self.postings, self.bonds.led.links, rules)
        for chunk in join(task, self.tally, engine, told):
            self._absorb(self._without_apart(chunk))
        self._count_unplaced()
        self._count_apart()
        return self._census()

    # --- what the join found ----------------------------------------------------------------

    def _without_apart(self, chunk: Chunk) -> Chunk:
        if not len(self.apart) or not len(chunk):
            return chunk
        keys = chunk.first.astype(np.int64) * len(self.found.programmes) + chunk.second
        at = np.minimum(np.searchsorted(self.apart, keys), len(self.apart) - 1)
        return chunk.where(self.apart[at] != keys)

    def _absorb(self, chunk: Chunk) -> None:
        managed = self.bonds.mask(chunk.first, chunk.second, chunk.bond)
        settled = managed & ~chunk.joined & (chunk.bond == PERHAPS)
        for numbers in (chunk.first, chunk.second):
            self.tally[:, MANAGED] += np.bincount(numbers[settled], minlength=len(self.tally))
        kept = chunk.listed | self.detailed | (chunk.kind == DUPLICATION)
        self.kept.append((chunk.where(kept), managed[kept]))

    # --- programmes without a known reach ---------------------------------------------------

    def _count_unplaced(self) -> None:
        """They may meet everybody in the unit and each other, but for those of the same lead."""
        lead, leads = self.found.sides.lead, len(self.found.leads)
        unplaced = np.flatnonzero(~self.found.placed)
        unsure = self.inside[self.found.sides.unsure[self.inside]]
        others, lacking = _Crowd(lead, self.inside, leads), _Crowd(lead, unsure, leads)
        themselves = _Crowd(lead, unplaced, leads)
        for number in unplaced.tolist():
            own = int(lead[number])
            kin = themselves.others(own) - (own < 0)
            self.tally[number, NOT_JUDGED] += others.others(own) + kin
            self.tally[number, BOTH_LACK] += lacking.others(own) + kin
        for number in unsure.tolist():
            self.tally[number, [NOT_JUDGED, BOTH_LACK]] += themselves.others(int(lead[number]))

    # --- pairs judged singly ----------------------------------------------------------------

    def _count_apart(self) -> None:
        """Take back what the arrays made of each of these pairs, then count it by the rules."""
        firsts, seconds = np.divmod(self.apart, len(self.found.programmes))
        lead = self.bonds.led.lead
        bound = self.bonds.led.links.between(lead[firsts], lead[seconds]) == SURELY
        rows = zip(firsts.tolist(), seconds.tolist(), bound.tolist(), strict=True)
        for first, second, surely in rows:
            one, other = (side(self.graph, self.found.programmes[n].id) for n in (first, second))
            pair = judge(self.scope, one, other)
            joined = joined_by(self.graph, one, other) is not None
            if pair.co_present is None:
                unplaced = not (self.found.placed[first] and self.found.placed[second])
                counted = not pair.complementary and not pair.standing.settled
                self._blame(first, second, int(counted) - int(unplaced or not joined))
            elif pair.co_present:
                self._add(first, second, COMPLEMENTARY if joined else _NUMBERS[pair.found], -1)
                if not joined and _NUMBERS[pair.found] >= OVERLAP:
                    self._add(first, second, MANAGED, -int(surely))
                self._count_judged(first, second, pair)
        if self.changes:
            numbers, columns, counts = np.array(self.changes).T
            np.add.at(self.tally, (numbers, columns), counts)

    def _count_judged(self, first: int, second: int, pair: Judged) -> None:
        overlaps = pair.kind in (OverlapClass.OVERLAP, OverlapClass.DUPLICATION)
        bond = overlaps and self.bonds.of(first, second) is not None
        managed = pair.standing.managed or bond
        if pair.complementary:
            self._add(first, second, COMPLEMENTARY, 1)
        elif pair.standing.settled:
            self.settled += 1
        else:
            self._add(first, second, _NUMBERS[pair.kind], 1)
            self._add(first, second, MANAGED, int(overlaps and managed))
        listed = is_listed(pair, self.book, every_overlap=self.detailed)
        if listed or self.detailed or pair.kind is OverlapClass.DUPLICATION:
            self.kept.append(
                (
                    Chunk(
                        np.array([first], np.int32), np.array([second], np.int32),
                        np.array([_NUMBERS[pair.kind]], np.uint8), np.array([pair.complementary]),
                        np.array([[pair.points[part] for part in PARTS]], np.int16),
                        np.array([listed]), np.zeros(1, np.uint8),
                    ),
                    np.array([managed]),
                )
            )  # fmt: skip
            self.standings[first, second] = pair.standing

    def _add(self, first: int, second: int, column: int, count: int) -> None:
        if count:
            self.changes += (first, column, count), (second, column, count)

    def _blame(self, first: int, second: int, count: int) -> None:
        both = self.lacking[first] and self.lacking[second]
        for number in (first, second):
            if count and self.lacking[number]:
                self.changes.append((number, NOT_JUDGED, count))
                self.changes.append((number, BOTH_LACK, count if both else 0))

    # --- the sums ---------------------------------------------------------------------------

    def _census(self) -> OverlapCensus:
        """Each pair stands in the tally of both its sides; of those not judged see `_blame`."""
        pairs = self._pairs()
        sums = self.tally.sum(axis=0).tolist()
        stronger = [sum(sums[kind:COMPLEMENTARY]) // 2 for kind in range(COMPLEMENTARY)]
        present = np.flatnonzero(self.tally[:, :COMPLEMENTARY].any(axis=1)).tolist()
        lacking = np.flatnonzero(self.tally[:, NOT_JUDGED]).tolist()
        average = max(1.0, 2 * stronger[NONE] / len(present)) if present else 1.0
        return OverlapCensus(
            unit=self.scope.unit,
            programmes=len(self.inside),
            co_present=stronger[NONE],
            fragmentation=stronger[FRAGMENTATION],
            overlap=stronger[OVERLAP],
            duplication=stronger[DUPLICATION],
            managed=sums[MANAGED] // 2,
            complementary=sums[COMPLEMENTARY] // 2,
            settled=self.settled,
            not_judged=sums[NOT_JUDGED] - sums[BOTH_LACK] // 2,
            missing=tuple(self._missing(number, average) for number in lacking),
            levels=self._levels(pairs),
            pairs=pairs,
            detailed=self.detailed,
            by_programme=self._companies(present),
        )

    def _pairs(self) -> Pairs:
        chunks = [chunk for chunk, _ in self.kept] or [_NOTHING]
        first, second = (
            np.concatenate([getattr(chunk, name) for chunk in chunks])
            for name in ("first", "second")
        )
        order = np.lexsort((second, first))
        kind, joined, listed, parts = (
            np.concatenate([getattr(chunk, name) for chunk in chunks])[order]
            for name in ("kind", "joined", "listed", "parts")
        )
        managed = np.concatenate([managed for _, managed in self.kept] or [_NOTHING.listed])
        first, second = first[order], second[order]
        keys = first.astype(np.int64) * len(self.found.programmes) + second
        asked = [i * len(self.found.programmes) + j for i, j in self.standings]
        rows = np.searchsorted(keys, np.array(asked, np.int64)).tolist()
        return Pairs(
            [p.id for p in self.found.programmes], first, second, kind, managed[order], joined,
            listed, parts, dict(zip(rows, self.standings.values(), strict=True)),
        )  # fmt: skip

    def _levels(self, pairs: Pairs) -> dict[tuple[int | None, int | None], int]:
        """Open duplications by the ranks of their two leads."""
        ranks = self.found.ranks
        levels = sorted(set(ranks), key=lambda rank: (rank is None, rank or 0))
        number = {rank: at for at, rank in enumerate(levels)}
        of = np.array([number[rank] for rank in ranks], np.int64)
        double = pairs.counts & (pairs.kind == DUPLICATION)
        one, other = of[pairs.first[double]], of[pairs.second[double]]
        keys = np.minimum(one, other) * len(levels) + np.maximum(one, other)
        found = {
            (levels[key // len(levels)], levels[key % len(levels)]): count
            for key, count in Counter(keys.tolist()).items()
        }
        return dict(sorted(found.items(), key=lambda item: str(item[0])))

    def _companies(self, present: list[int]) -> dict[str, Company]:
        rows = self.tally[present, :COMPLEMENTARY]
        columns = (
            rows.sum(axis=1), rows[:, OVERLAP:].sum(axis=1), rows[:, DUPLICATION],
            self.tally[present, MANAGED],
        )  # fmt: skip
        companies = map(Company, *(column.tolist() for column in columns))
        return dict(zip((self.found.programmes[n].id for n in present), companies, strict=True))

    def _missing(self, number: int, average: float) -> Missing:
        programme = self.found.programmes[number]
        pairs, both = self.tally[number, [NOT_JUDGED, BOTH_LACK]].tolist()
        weight = pairs - both / 2
        if not self.found.placed[number]:
            weight = min(weight, average)
        return Missing(programme.id, missing_of(self.graph, programme), pairs, weight)


class _Crowd:
    """How many programmes there are, and how many of each lead."""

    def __init__(self, lead: np.ndarray, numbers: np.ndarray, leads: int) -> None:
        self.count = len(numbers)
        known = lead[numbers]
        self.by_lead = np.bincount(known[known >= 0], minlength=leads)

    def others(self, lead: int) -> int:
        """How many may have another lead than this one."""
        return self.count - (int(self.by_lead[lead]) if lead >= 0 else 0)


_NOTHING: Final = Chunk(
    np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint8), np.empty(0, np.bool_),
    np.empty((0, len(PARTS)), np.int16), np.empty(0, np.bool_), np.empty(0, np.uint8),
)  # fmt: skip
