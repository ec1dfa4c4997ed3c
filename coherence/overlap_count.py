"""Every pair of a unit counted by class, in one pass that the indicators and the list share."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

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
    Chunk,
    Flags,
    Ints,
    Rules,
    Small,
    Task,
)
from coherence.overlap_apart import Apart, pairs_apart
from coherence.overlap_arrays import Numbered, numbered, postings
from coherence.overlap_bonds import bonds
from coherence.overlap_census import Company, Missing, OverlapCensus
from coherence.overlap_pairs import Pairs
from coherence.overlap_spoken import count_apart
from coherence.pairs import Rulebook, missing_of
from coherence.scope import Scope
from coherence.verdicts import Standing
from data.garbage import nothing_is_garbage
from data.told import Told, nobody


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


@nothing_is_garbage()
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
        self.bonds = bonds(scope)
        self.tally = np.zeros((len(self.found.programmes), COLUMNS), np.int64)
        self.settled = 0
        self.kept: list[tuple[Chunk, Flags]] = []
        self.standings: dict[tuple[int, int], Standing] = {}

    def result(self, engine: Engine | None, told: Told) -> OverlapCensus:
        book = self.book
        services, groups, phases, sectors, words = (book.weights[part] for part in PARTS)
        weights = (services, groups, phases, sectors, words)
        rules = Rules(weights, book.threshold, book.similar, self.detailed)
        task = Task(self.found.sides, self.postings, self.bonds.led.links, rules)
        self._take(join(task, self.tally, engine, told))
        self._count_unplaced()
        self._count_apart(task)
        return self._census()

    # --- what the join found ----------------------------------------------------------------

    def _take(self, chunks: Iterable[Chunk]) -> None:
        """Keep what is named, and count pairs whose leads coordinate where they meet."""
        apart = _Apart(pairs_apart(self.graph), len(self.found.programmes))
        pairs = Chunk.together([apart.without(chunk) for chunk in chunks])
        managed = self.bonds.mask(pairs.first, pairs.second, pairs.bond)
        here = managed & ~pairs.joined & (pairs.bond == PERHAPS)
        both = np.concatenate((pairs.first[here], pairs.second[here]))
        self.tally[:, MANAGED] += np.bincount(both, minlength=len(self.tally))
        kept = np.flatnonzero(pairs.listed | self.detailed | (pairs.kind == DUPLICATION))
        self.kept.append((pairs.where(kept), managed[kept]))

    # --- programmes without a known reach ---------------------------------------------------

    def _count_unplaced(self) -> None:
        """They may meet everybody in the unit and each other, but for those of the same lead."""
        lead, leads = self.found.sides.lead, len(self.found.leads)
        unplaced = np.flatnonzero(~self.found.placed)
        unsure = self.inside[self.found.sides.unsure[self.inside]]
        others, lacking = _Crowd(lead, self.inside, leads), _Crowd(lead, unsure, leads)
        themselves = _Crowd(lead, unplaced, leads)
        own = lead[unplaced]
        kin = themselves.others(own) - (own < 0)
        self.tally[unplaced, NOT_JUDGED] += others.others(own) + kin
        self.tally[unplaced, BOTH_LACK] += lacking.others(own) + kin
        for column in (NOT_JUDGED, BOTH_LACK):
            self.tally[unsure, column] += themselves.others(lead[unsure])

    # --- pairs of which the records say more ------------------------------------------------

    def _count_apart(self, task: Task) -> None:
        spoken = count_apart(task, self.tally, self.found, self.bonds)
        self.kept.append((spoken.pairs, spoken.managed))
        self.settled = spoken.settled
        names = zip(spoken.pairs.first.tolist(), spoken.pairs.second.tolist(), strict=True)
        self.standings = dict(zip(names, spoken.standings, strict=True))

    # --- the sums ---------------------------------------------------------------------------

    def _census(self) -> OverlapCensus:
        """Each pair stands in the tally of both its sides; of those not judged see `blame`."""
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
        size = len(self.found.programmes)
        pairs = Chunk.together([chunk for chunk, _ in self.kept])
        keys = pairs.first.astype(np.int64) * size + pairs.second
        order = np.argsort(keys)
        pairs, keys = pairs.where(order), keys[order]
        managed = np.concatenate([managed for _, managed in self.kept])[order]
        asked = [i * size + j for i, j in self.standings]
        rows = np.searchsorted(keys, np.array(asked, np.int64)).tolist()
        return Pairs(
            list(self.found.number), pairs.first, pairs.second, pairs.kind, managed,
            pairs.joined, pairs.listed, pairs.parts,
            dict(zip(rows, self.standings.values(), strict=True)),
        )  # fmt: skip

    def _levels(self, pairs: Pairs) -> dict[tuple[int | None, int | None], int]:
        """Open duplications by the ranks of their two leads."""
        ranks = self.found.ranks
        levels = sorted(set(ranks), key=lambda rank: (rank is None, rank or 0))
        number = {rank: at for at, rank in enumerate(levels)}
        of = np.array([number[rank] for rank in ranks], np.int64)
        double = pairs.counts & (pairs.kind == DUPLICATION)
        one, other = of[pairs.first[double]], of[pairs.second[double]]
        counts = np.bincount(np.minimum(one, other) * len(levels) + np.maximum(one, other))
        found = {
            (levels[key // len(levels)], levels[key % len(levels)]): count
            for key, count in enumerate(counts.tolist())
            if count
        }
        return dict(sorted(found.items(), key=lambda item: str(item[0])))

    def _companies(self, present: list[int]) -> dict[str, Company]:
        rows = self.tally[present, :COMPLEMENTARY]
        columns = (
            rows.sum(axis=1), rows[:, OVERLAP:].sum(axis=1), rows[:, DUPLICATION],
            self.tally[present, MANAGED],
        )  # fmt: skip
        companies = map(Company, *(column.tolist() for column in columns))
        names = list(self.found.number)
        return dict(zip(map(names.__getitem__, present), companies, strict=True))

    def _missing(self, number: int, average: float) -> Missing:
        programme = self.found.programmes[number]
        pairs, both = self.tally[number, [NOT_JUDGED, BOTH_LACK]].tolist()
        weight = pairs - both / 2
        if not self.found.placed[number]:
            weight = min(weight, average)
        return Missing(programme.id, missing_of(self.graph, programme), pairs, weight)


class _Crowd:
    """How many programmes there are, and how many of each lead."""

    def __init__(self, lead: Small, numbers: Ints, leads: int) -> None:
        self.count = len(numbers)
        known = lead[numbers]
        self.by_lead = np.bincount(known[known >= 0], minlength=leads + 1)

    def others(self, lead: Small) -> Ints:
        """How many may have another lead than each of these."""
        found: Ints = self.count - np.where(lead >= 0, self.by_lead[np.maximum(lead, 0)], 0)
        return found


class _Apart:
    """Pairs that are left out of what the join finds, since they are counted apart."""

    def __init__(self, apart: Apart, programmes: int) -> None:
        self.programmes = programmes
        self.keys = apart.first * programmes + apart.second
        self.any_of = np.zeros(programmes, np.bool_)
        self.any_of[apart.first] = self.any_of[apart.second] = True

    def without(self, chunk: Chunk) -> Chunk:
        """All others of some pairs."""
        maybe = np.flatnonzero(self.any_of[chunk.first] & self.any_of[chunk.second])
        if not len(maybe):
            return chunk
        keys = chunk.first[maybe].astype(np.int64) * self.programmes + chunk.second[maybe]
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        keep = np.ones(len(chunk), np.bool_)
        keep[maybe] = self.keys[at] != keys
        return chunk.where(keep)
