"""Ways to carry an objective down to the last rung: the plans that would have to take it up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from heapq import nsmallest
from typing import Final, NamedTuple

from coherence.action_blanks import Blanks, blanks_of_place, office_in
from coherence.action_plans import plans_in
from coherence.descent import Descent
from coherence.scope import Scope
from coherence.uptake import ladder
from data.model import Instrument, Objective, link_id

OFFERED: Final = 3
"""Ways down that are offered for one objective, the shortest first."""


class Rung(NamedTuple):
    """An objective that a way down leads over."""

    id: str
    place: str
    plan: Instrument
    is_new: bool
    """Whether the plan has none of the theme yet, so that it would have to promise a new one."""


Route = tuple[Rung, ...]


def ways_down(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The shortest ways from where an objective's chain stops to a city or municipality.

    Over objectives of its theme where a plan has one, else over new ones; a way ends where it
    meets an objective that is carried down already.
    """
    search = _Search(scope, blanks["id"])
    for route in nsmallest(OFFERED, search.routes(), key=_effort):
        uppers = (search.stop, *(rung.id for rung in route[:-1]))
        place, key = route[-1].place, f"{blanks['id']}--{route[-1].plan.id}"
        steps = tuple(zip(route, uppers, strict=True))
        yield {**blanks_of_place(scope.graph, place), "rungs": steps, "key": key}


def _effort(route: Route) -> tuple[int, int, tuple[str, ...]]:
    return len(route), sum(rung.is_new for rung in route), tuple(rung.place for rung in route)


def rungs(scope: Scope, blanks: Blanks) -> Iterator[Blanks]:
    """Each rung of a way down, with the objective above it."""
    for rung, upper in blanks["rungs"]:
        office = office_in(scope.graph, rung.place)
        yield {
            "rung": rung.id, "rung_upper": upper, "rung_plan": rung.plan.id, "rung_office": office,
            "is_new": rung.is_new,
        }  # fmt: skip


def new_rungs(scope: Scope, blanks: Blanks) -> Iterator[Blanks]:
    """Each rung of a way down that a plan would have to promise anew."""
    yield from (rung for rung in rungs(scope, blanks) if rung["is_new"])


class _Search:
    """The ways down from the last objective above the first rung that a chain misses."""

    def __init__(self, scope: Scope, top: str) -> None:
        self.scope = scope
        self.descent = scope.once(Descent)
        self.top = self.descent.ladder.objectives.get(top)
        self.stop = ""

    def routes(self) -> Iterator[Route]:
        """Every way, over one plan a place."""
        if self.top is None:
            return
        descent = self.descent
        way = descent.best(self.top)
        missing = descent.missing(way)
        above = [o for o in way.objectives if missing is not None and descent.rank(o) < missing]
        if above:
            self.stop = above[-1].id
            home = descent.ladder.home(above[-1])
            yield from self._below(home or "", (), frozenset(map(descent.rank, above)))

    def _below(self, place: str, route: Route, ranks: frozenset[int]) -> Iterator[Route]:
        scope, lowest = self.scope, self.descent.ladder.lowest
        for lower in scope.places.children(place):
            rank = scope.places.rank(lower)
            near = lower in scope.territories or lower in scope.above
            if rank is None or rank > lowest or not near:
                continue
            for plan in plans_in(scope.graph, lower)[:1]:
                rung, there = self._rung(lower, plan)
                further = (*route, rung)
                if (rank == lowest and lower in scope.territories) or (
                    there and self._leads_on(there, ranks)
                ):
                    yield further
                else:
                    yield from self._below(lower, further, ranks | {rank})

    def _rung(self, place: str, plan: Instrument) -> tuple[Rung, Objective | None]:
        """The objective of the theme in a place, or a new one of its plan."""
        assert self.top is not None
        for own in self.scope.once(_by_theme).get((place, self.top.theme), ()):
            if self.scope.graph.rank(own) == self.scope.graph.rank(plan):
                return Rung(own.id, place, plan, is_new=False), own
        return Rung(link_id("new", self.top.id, plan.id), place, plan, is_new=True), None

    def _leads_on(self, objective: Objective, ranks: frozenset[int]) -> bool:
        """Whether an objective is carried down already, over every rung that is asked for."""
        return any(
            way.need is not None and way.need <= way.ranks | ranks
            for way in self.descent.ways(objective)
        )


def _by_theme(scope: Scope) -> Mapping[tuple[str | None, str | None], list[Objective]]:
    """Place and theme → the objectives of it, in order of id."""
    found: dict[tuple[str | None, str | None], list[Objective]] = defaultdict(list)
    for objective in ladder(scope).objectives.values():
        if objective.theme:
            found[scope.graph.territory_of(objective), objective.theme].append(objective)
    return found
