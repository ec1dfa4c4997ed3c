"""Who delivers: programmes and service points, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from coherence.graph import PolicyGraph
from data.columns import PartialDate
from data.model import Programme, ServicePoint


@dataclass(frozen=True, slots=True)
class Wants:
    """What is asked for: any of these services, groups and phases; an empty part is any at all."""

    services: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()


class Provider(NamedTuple):
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

    def is_newer_than(self, day: date, *, here: bool) -> bool:
        """Whether it speaks of service after ``day``.

        What is delivered right here needs a source of a later day; what is delivered more widely
        must have started later, for what ran already did not keep the place from being unserved.
        """
        if here and self.confirmed and self.confirmed.first > day:
            return True
        return self.started is not None and self.started.first > day


def find_providers(graph: PolicyGraph) -> Iterator[Provider]:
    """The programmes on migration and service points that are not known to have ended."""
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
