"""A unit and what is its own: the sets that the catalogue's formulas speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from coherence.by_place import NOWHERE, ByPlace
from coherence.graph import PolicyGraph
from coherence.selection import Selection
from data.model import (
    Actor,
    Instrument,
    Mechanism,
    Need,
    Objective,
    Programme,
    Record,
    ServicePoint,
)  # fmt: skip

T = TypeVar("T")
P = TypeVar("P", Actor, Instrument, Need, ServicePoint)
"""Kinds of record that belong to one place."""


def scope_of(graph: PolicyGraph, selection: Selection) -> Scope:
    """The unit of a selection: the same object for every lens, as long as anybody holds it."""
    known, asked = graph.once(_scopes), (selection.unit, selection.as_of)
    found = known.get(asked)
    if found is None:
        found = known[asked] = Scope(graph, selection)
    return found


def _scopes(_graph: PolicyGraph) -> WeakValueDictionary[tuple[str, date], Scope]:
    return WeakValueDictionary()


class Scope:
    """u, the unit being scored, on a graph: T(u), P(u), O_l(u), LGU(u), its own mechanisms.

    A mechanism's territories stand for it; its own mechanisms are itself.
    """

    def __init__(self, graph: PolicyGraph, selection: Selection) -> None:
        self.graph = graph
        self.unit = selection.unit
        self.as_of = selection.as_of
        self.profile = graph.profile
        self.snapshot = graph.snapshot
        self.places = graph.places
        self._kept: dict[Callable[[Scope], Any], Any] = {}
        self._of_place: dict[type[Record], Sequence[Any]] = {}

    def once(self, compute: Callable[[Scope], T]) -> T:
        """What ``compute`` makes of the unit: made when first asked for, then kept with it."""
        if compute not in self._kept:
            self._kept[compute] = compute(self)
        return self._kept[compute]  # type: ignore[no-any-return] # kept under what made it

    @cached_property
    def mechanism(self) -> Mechanism | None:
        """The mechanism, where the unit is one."""
        kind, _, name = self.unit.partition("/")
        return self.snapshot.of(Mechanism).get(name) if kind == "mechanism" else None

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The unit's territories: itself, or those of the mechanism."""
        if self.mechanism:
            return self.mechanism.territories
        code = self.unit.partition("/")[2]
        return (code,) if code in self.places.territories else ()

    @cached_property
    def rank(self) -> int | None:
        """L(u): the rank of the unit's level."""
        if self.mechanism:
            return self.graph.rank(self.mechanism)
        return self.places.rank(self.roots[0]) if self.roots else None

    @cached_property
    def territories(self) -> frozenset[str]:
        """T(u): territories at or under the unit, on the ladder."""
        return frozenset(code for root in self.roots for code in self.places.under(root))

    @cached_property
    def above(self) -> frozenset[str]:
        """Territories above the unit, on the ladder."""
        return frozenset(code for root in self.roots for code in self.places.above(root))

    @cached_property
    def lgus(self) -> tuple[str, ...]:
        """LGU(u): the local governments at or under the unit, in depth-first order."""
        return tuple(dict.fromkeys(code for root in self.roots for code in self.places.lgus(root)))

    def reached_by(self, programme: Programme) -> bool:
        """Whether a programme's reach surely meets T(u)."""
        reach = self.graph.reach(programme)
        return any(self.places.reaches(reach, root) for root in self.roots)

    @cached_property
    def near(self) -> frozenset[str]:
        """T(u) and the territories above it: whatever shares ground with the unit."""
        return self.territories | self.above

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """P(u): programmes on migration, surely active, whose reach meets T(u); in id order."""
        return tuple(self.graph.once(_active_by_reach).within(self.near))

    @cached_property
    def uncertain_programmes(self) -> tuple[Programme, ...]:
        """Programmes that may belong to P(u): activity or reach is not known."""
        return tuple(self.graph.once(_uncertain_by_reach).within(self.near | {NOWHERE}))

    def objectives(self, rank: int | None = None) -> Iterator[Objective]:
        """O_l(u): M&D objectives in force at a rank (or all) in T(u) or above it, in id order."""
        return self._of_rank(self._objectives, rank)

    def own_objectives(self, rank: int | None = None) -> Iterator[Objective]:
        """M&D objectives in force whose instrument is of T(u) itself, in id order."""
        return self._of_rank(self._own_objectives, rank)

    @cached_property
    def _objectives(self) -> Sequence[Objective]:
        return self.graph.once(_objectives_by_place).within(self.near)

    @cached_property
    def _own_objectives(self) -> Sequence[Objective]:
        return self.graph.once(_objectives_by_place).within(self.territories)

    def _of_rank(self, found: Sequence[Objective], rank: int | None) -> Iterator[Objective]:
        return (o for o in found if rank is None or self.graph.rank(o) == rank)

    def of_place(self, kind: type[P]) -> Sequence[P]:
        """The records of a kind whose own territory is in T(u), of any state; in id order."""
        known = self._of_place.get(kind)
        if known is None:
            known = self.graph.once(_BY_TERRITORY[kind]).within(self.territories)
            self._of_place[kind] = known
        return known

    @property
    def own_instruments(self) -> Sequence[Instrument]:
        """Instruments of T(u), of a mechanism those that it owns, whatever their state."""
        if self.mechanism:
            return self.graph.once(_instruments_by_owner).get(self.unit, ())
        return self.of_place(Instrument)

    def instruments(self) -> Iterator[Instrument]:
        """Instruments of T(u) that are not out of force, in id order."""
        return filter(self._may_hold, self.of_place(Instrument))

    def _may_hold(self, record: Record) -> bool:
        """Whether a record counts and is not known to be out of force."""
        return self.graph.counts(record) and self.graph.in_force(record) is not False

    @cached_property
    def mechanisms(self) -> tuple[Mechanism, ...]:
        """The unit's own M&D mechanisms, not out of force: those on exactly its places.

        For the M-values of u; a mechanism as unit has itself.
        """
        if self.mechanism:
            return (self.mechanism,)
        same = self.graph.once(_specific_by_places).get(frozenset(self.roots), ())
        return tuple(filter(self._may_hold, same))

    @cached_property
    def service_points(self) -> tuple[ServicePoint, ...]:
        """Service points in T(u) that are not out of force, in id order."""
        return tuple(filter(self._may_hold, self.of_place(ServicePoint)))

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Needs of places in T(u) that are not out of force, in id order."""
        return tuple(filter(self._may_hold, self.of_place(Need)))

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Actors of T(u) surely in force, in id order."""
        graph = self.graph
        return tuple(a for a in self.of_place(Actor) if graph.counts(a) and graph.in_force(a))


# --- what all units of a graph share ------------------------------------------------------------


def _active_by_reach(graph: PolicyGraph) -> ByPlace[Programme]:
    return ByPlace((programme, graph.reach(programme)) for programme in graph.programmes())


def _uncertain_by_reach(graph: PolicyGraph) -> ByPlace[Programme]:
    """Those without a reach are `NOWHERE`."""
    held = graph.held(Programme)
    return ByPlace(
        (programme, graph.reach(programme) or (NOWHERE,))
        for name, programme in graph.snapshot.of(Programme).items()
        if held[name] is not False and (held[name] is None or not graph.reach(programme))
        and graph.is_on_migration(programme) and graph.counts(programme)
    )  # fmt: skip


def _objectives_by_place(graph: PolicyGraph) -> ByPlace[Objective]:
    return ByPlace((o, _one(graph.territory_of(o))) for o in graph.objectives())


def _specific_by_places(graph: PolicyGraph) -> Mapping[frozenset[str], list[Mechanism]]:
    """Places → the mechanisms of `migration` specific on exactly these."""
    found: dict[frozenset[str], list[Mechanism]] = defaultdict(list)
    for mechanism in graph.snapshot.of(Mechanism).values():
        if mechanism.migration == "specific":
            found[frozenset(mechanism.territories)].append(mechanism)
    return found


def _instruments_by_owner(graph: PolicyGraph) -> Mapping[str, list[Instrument]]:
    found: dict[str, list[Instrument]] = defaultdict(list)
    for instrument in graph.snapshot.of(Instrument).values():
        if instrument.owner:
            found[instrument.owner].append(instrument)
    return found


def _by_territory(kind: type[P]) -> Callable[[PolicyGraph], ByPlace[P]]:
    """What arranges the records of a kind by the place that each belongs to."""

    def arrange(graph: PolicyGraph) -> ByPlace[P]:
        return ByPlace((r, _one(r.territory)) for r in graph.snapshot.of(kind).values())

    return arrange


def _one(place: str | None) -> tuple[str, ...]:
    return () if place is None else (place,)


_BY_TERRITORY: Mapping[type[Record], Callable[[PolicyGraph], ByPlace[Any]]] = {
    kind: _by_territory(kind) for kind in (Actor, Instrument, Need, ServicePoint)
}
