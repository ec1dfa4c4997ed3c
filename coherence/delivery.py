"""Who delivers what where: programmes and service points, by place and service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from coherence.graph import PolicyGraph
from coherence.when import Held
from data.columns import PartialDate
from data.model import Programme, ServicePoint

_NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Wants:
    """What is asked for: any of these services, groups and phases; an empty part is any at all."""

    services: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Provider:
    """A programme or a service point that is not known to have ended."""

    ref: str
    office: str
    """Who stands behind it, after succession; ``ref`` itself where nobody is on record."""
    sure: bool
    """Whether it is surely active, not just not known to have ended."""
    places: tuple[str, ...]
    """Where it is delivered."""
    open_to: tuple[str, ...]
    """Whose people may use it, wherever it is delivered."""
    services: frozenset[str]
    groups: frozenset[str] | None
    """None: it serves whoever comes, as service points do."""
    phases: frozenset[str] | None
    started: PartialDate | None
    confirmed: PartialDate | None
    """The newest date that a source vouches for, as far as it is dated."""

    def gives(self, wants: Wants) -> Held:
        """Whether it gives what is asked for; a blank list is unknown."""
        asked = (
            (wants.services, self.services),
            (wants.groups, self.groups),
            (wants.phases, self.phases),
        )
        known = True
        for wanted, given in asked:
            if not wanted or given is None:
                continue
            if not given:
                known = False
            elif not wanted & given:
                return False
        return True if known else None

    def is_newer_than(self, day: date, *, here: bool) -> bool:
        """Whether it speaks of service after ``day``.

        What is delivered right here needs a source of a later day; what is delivered more widely
        must have started later, for what ran already did not keep the place from being unserved.
        """
        if here and self.confirmed and self.confirmed.first > day:
            return True
        return self.started is not None and self.started.first > day


@dataclass(frozen=True, slots=True)
class Around:
    """The providers that matter to a question at a place, each in order of reference."""

    sure: tuple[Provider, ...] = ()
    """They surely deliver it: at the place or above it, in a region or country also inside it."""
    unsure: tuple[Provider, ...] = ()
    """They may: whether they are active, or what they give, is not on record."""
    in_parts: tuple[Provider, ...] = ()
    """They surely deliver it, but only within a local government, not throughout it."""
    open_to: tuple[Provider, ...] = ()
    """They surely give it to its people, but not here."""


Matching = tuple[tuple[Provider, ...], tuple[Provider, ...]]
"""Those that surely give what is asked for, and those that may."""


class Delivery:
    """The providers of a graph, found by place and by what is asked for."""

    def __init__(self, graph: PolicyGraph) -> None:
        self.places = graph.places
        self.providers: Mapping[str, Provider] = {p.ref: p for p in _providers(graph)}
        self._at: dict[str, list[Provider]] = {}
        self._open: dict[str, list[Provider]] = {}
        for provider in self.providers.values():
            for place in provider.places or ([] if provider.open_to else [_NOWHERE]):
                self._at.setdefault(place, []).append(provider)
            for place in provider.open_to:
                self._open.setdefault(place, []).append(provider)
        self._known: dict[tuple[str, Wants, bool], Matching] = {}

    def around(self, place: str, wants: Wants) -> Around:
        """Who gives what is asked for at a place, or may."""
        upward, inside = [place, *self.places.above(place)], self.places.under(place)[1:]
        wide = self.places.is_wide(place)
        near = [*upward, *inside] if wide else upward
        delivering = [self._matching(at, wants) for at in near]
        sure = {p.ref: p for found, _ in delivering for p in found}
        unsure = {p.ref: p for _, found in delivering for p in found}
        parts = [] if wide else [self._matching(at, wants)[0] for at in inside]
        open_to = [self._matching(at, wants, open_to=True)[0] for at in near]
        return Around(
            _in_order(sure.values()),
            _in_order(unsure.values()),
            _in_order({p.ref: p for found in parts for p in found if p.ref not in sure}.values()),
            _in_order({p.ref: p for found in open_to for p in found if p.ref not in sure}.values()),
        )

    def nowhere(self, wants: Wants) -> tuple[Provider, ...]:
        """Who surely gives it, but nobody has put on record where."""
        return self._matching(_NOWHERE, wants)[0]

    def _matching(self, place: str, wants: Wants, *, open_to: bool = False) -> Matching:
        key = (place, wants, open_to)
        if key not in self._known:
            here = (self._open if open_to else self._at).get(place, ())
            given = [(p, p.gives(wants)) for p in here]
            self._known[key] = (
                tuple(p for p, gives in given if p.sure and gives),
                tuple(p for p, gives in given if gives is not False and not (p.sure and gives)),
            )
        return self._known[key]

    def anybody(self, place: str) -> Iterator[Provider]:
        """Everybody who delivers at a place, above it or inside it, the closest first."""
        for at in (place, *self.places.above(place), *self.places.under(place)[1:]):
            yield from self._at.get(at, ())

    def is_here(self, provider: Provider, place: str) -> bool:
        """Whether a provider delivers at the place itself or inside it, not just above it."""
        return any(self.places.within(at, place) for at in provider.places)


def _providers(graph: PolicyGraph) -> Iterable[Provider]:
    for programme in graph.snapshot.of(Programme).values():
        held = graph.in_force(programme)
        if held is not False and programme.migration != "none" and graph.counts(programme):
            yield Provider(
                programme.ref,
                _office(graph, programme.lead) or programme.ref,
                held is True,
                programme.territories,
                programme.open_to,
                frozenset(programme.services),
                frozenset(programme.groups),
                frozenset(programme.phases),
                programme.starts_on,
                programme.observed_on,
            )
    for point in graph.snapshot.of(ServicePoint).values():
        held = graph.in_force(point)
        if held is not False and graph.counts(point):
            yield Provider(
                point.ref,
                _office(graph, point.operator) or point.ref,
                held is True,
                (point.territory,),
                (),
                frozenset(point.services),
                None,
                None,
                point.opened_on,
                max(filter(None, (point.observed_on, point.last_active_on)), default=None),
            )


def _office(graph: PolicyGraph, actor: str | None) -> str | None:
    return f"actor/{graph.successor(actor)}" if actor else None


def _in_order(found: Iterable[Provider]) -> tuple[Provider, ...]:
    return tuple(sorted(found, key=attrgetter("ref")))
