"""The ways down from an objective, rung by rung, and what of them is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from coherence.graph import FULLY_OR_HALF
from coherence.scope import Scope
from coherence.uptake import Settled, ladder
from data.model import Objective, Programme, Record, ServicePoint

NATIONAL = 0
"""Rank of the rung that a complete chain starts from."""


class Step(NamedTuple):
    """A rung, and what joins it to the one above with which strength, in thousandths."""

    ref: str
    stated_by: str | None = None
    strength: int = 0


@dataclass(frozen=True)
class Way:
    """A way down from an objective, that objective included."""

    steps: tuple[Step, ...]
    objectives: tuple[Objective, ...]
    ranks: frozenset[int]
    """Of its objectives."""
    need: frozenset[int] | None
    """The ranks that must be there for it to be complete; None: it does not reach the unit."""
    depth: int
    """The lowest rung reached, as a rank."""
    ends: bool = False
    """Whether somebody does it: a programme or a service point stands at its end."""

    @property
    def is_complete(self) -> bool:
        """Whether it reaches what the unit asks for, and no rung above that is missing."""
        return self.need is not None and self.need <= self.ranks

    @cached_property
    def order(self) -> tuple[object, ...]:
        """What decides between ways that miss the same, better first.

        How far down objectives lead, then how far somebody acts on them, length, an end, strength,
        ids.
        """
        strength = sum([step.strength for step in self.steps])
        refs = [step.ref for step in self.steps]
        depths = (-max(self.ranks), -self.depth)
        return (*depths, -len(self.steps), not self.ends, -strength, refs)


class Descent:
    """The ways down from every objective of a unit: over alignments and contributions from a half,
    each objective on a strictly lower rung than the one above.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope, self.graph, self.ladder = scope, scope.graph, ladder(scope)
        self._wide = any(map(scope.places.is_wide, scope.roots))
        self._ways: dict[str, tuple[Way, ...]] = {}
        self._above: dict[tuple[int, str], frozenset[int]] = {}
        self._doubts: dict[str, Settled | None] = {}
        self._points: dict[str, list[ServicePoint]] = defaultdict(list)
        for point in scope.service_points:
            if point.based_on and self.graph.in_force(point) and self.graph.counts(point):
                self._points[point.based_on].append(point)

    def best(self, top: Objective) -> Way:
        """The best way down from an objective.

        One that misses nothing, else the one whose first missing rung is furthest down: only so
        is it true that nothing takes it up there. Between equals `Way.order` decides.
        """

        def key(way: Way) -> tuple[object, ...]:
            missing = self.missing(way)
            return (missing is not None, -(missing or 0), way.order)

        return min(self.ways(top), key=key)

    def missing(self, way: Way) -> int | None:
        """Rank of the first rung, below its top, at which nothing takes it up; None: of none."""
        last, top = way.objectives[-1], min(way.ranks)
        wanted = self.ranks_above(last) if way.need is None else way.need
        skipped = [rank for rank in wanted - way.ranks if rank > top]
        if skipped:
            return min(skipped)
        if way.need is not None:
            return None
        ranks = {self.scope.places.rank(place) for place in self.ladder.lower_places(last)}
        below = [r for r in {*ranks, self.scope.profile.hinge} if r and r > self.rank(last)]
        return min(below, default=self.ladder.next_rank(self.rank(last)) or self.ladder.lowest)

    def ways(self, objective: Objective) -> tuple[Way, ...]:
        """The best ways down from an objective: one for each set of rungs they stand on."""
        if objective.id not in self._ways:
            best: dict[object, Way] = {}
            for way in self._find_ways(objective):
                key = (way.ranks, way.need)
                if key not in best or way.order < best[key].order:
                    best[key] = way
            self._ways[objective.id] = tuple(best.values())
        return self._ways[objective.id]

    def _find_ways(self, objective: Objective) -> Iterator[Way]:
        rank, need = self.rank(objective), self._need(objective)
        bare = Way((Step(objective.ref),), (objective,), frozenset({rank}), need, rank)
        yield bare
        for end_need, (depth, _, step) in self._best_ends(objective, rank).items():
            least = _least(need, end_need)
            yield Way((*bare.steps, step), (objective,), bare.ranks, least, -depth, ends=True)
        for step, lower in self.below(objective):
            for way in self.ways(lower):
                yield Way(
                    (*bare.steps, step, *way.steps[1:]), (objective, *way.objectives),
                    way.ranks | bare.ranks, _least(need, way.need), way.depth, way.ends,
                )  # fmt: skip

    def rank(self, objective: Objective) -> int:
        """Rank of an objective on the ladder."""
        return self.graph.rank(objective) or 0

    def below(self, objective: Objective) -> Iterator[tuple[Step, Objective]]:
        """The objectives of the unit, or above it, that carry out an objective further down."""
        for child, (score, stated) in self.graph.aligned_down.get(objective.id, {}).items():
            lower = self.ladder.objectives.get(child)
            if lower and score >= FULLY_OR_HALF and self.rank(lower) > self.rank(objective):
                yield Step(lower.ref, stated, round(1000 * score)), lower

    def _best_ends(
        self, objective: Objective, rank: int
    ) -> Mapping[frozenset[int] | None, tuple[int, int, Step]]:
        """What it asks for that somebody does an objective → the best who does, as in `Way.order`.

        With the depth and the strength, both less than zero.
        """
        best: dict[frozenset[int] | None, tuple[int, int, Step]] = {}
        for step, done in self._ends(objective):
            need, depth = self._need(done), max(rank, self.graph.rank(done) or 0)
            found = (-depth, -step.strength, step)  # steps of one strength differ by reference
            best[need] = min(found, best.get(need, found))
        return best

    def _ends(self, objective: Objective) -> Iterator[tuple[Step, Programme | ServicePoint]]:
        """Who does it: programmes in the unit, and service points that its instrument set up."""
        for name, (strength, stated) in self.graph.contributors.get(objective.id, {}).items():
            programme = self.ladder.programmes.get(name)
            if programme and strength >= FULLY_OR_HALF:
                yield Step(programme.ref, stated, round(1000 * strength)), programme
        for point in self._points.get(objective.instrument, ()):
            yield Step(point.ref, point.ref, 1000), point

    def _need(self, record: Record) -> frozenset[int] | None:
        """The ranks above a rung, where reaching it is what the unit asks for.

        A region or country asks for an objective of a city or municipality; a local government
        for an objective, programme or service point of its own.
        """
        rank = self.graph.rank(record)
        if rank is None:
            return None
        if self._wide and not (rank >= self.ladder.lowest and isinstance(record, Objective)):
            return None
        if self.graph.territory_of(record) not in self.scope.territories:
            return None
        return frozenset({NATIONAL} & {*range(rank)}) | self.ranks_above(record)

    def ranks_above(self, record: Record) -> frozenset[int]:
        """The rungs above a record's place on its own ladder; the hinge belongs to each."""
        standing = self.graph.rank(record) or 0, self.ladder.home(record) or ""
        if standing not in self._above:
            rank, home = standing
            places = self.scope.places
            wanted = {self.scope.profile.hinge, *map(places.rank, places.above(home))}
            self._above[standing] = frozenset(r for r in wanted if r is not None and r < rank)
        return self._above[standing]

    # --- what is not known -----------------------------------------------------------------

    def doubt(self, objective: Objective) -> Settled | None:
        """Why a further way down may yet be found; None: it is known that there is none."""
        if objective.id not in self._doubts:
            self._doubts[objective.id] = self._find_doubt(objective)
        return self._doubts[objective.id]

    def _find_doubt(self, objective: Objective) -> Settled | None:
        if self.rank(objective) >= self.ladder.lowest:
            return None
        if not self.ladder.is_settled(objective):
            return self.ladder.settled(objective)
        below = (self.doubt(lower) for _, lower in self.below(objective))
        return next((found for found in below if found), None)


def _least(one: frozenset[int] | None, other: frozenset[int] | None) -> frozenset[int] | None:
    """The smaller of two demands; None is no demand at all."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=lambda need: (len(need), sorted(need)))
