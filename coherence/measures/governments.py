"""Who stands for a place: its government, and the offices that act for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from coherence.graph import PolicyGraph
from data.model import Actor

NATIONAL = 0
"""Rank of the top of the ladder."""


def offices_of(graph: PolicyGraph) -> Mapping[str, tuple[str, ...]]:
    """Territory → the actors that are its government, and offices in it that act for them.

    Only those surely in force; of a region or country the bodies of the state count. A place
    without such an actor on record is not in it.
    """
    return graph.once(_offices_of)


def _offices_of(graph: PolicyGraph) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    actors, held = graph.snapshot.of(Actor).values(), graph.held(Actor)
    at_work = [a for a in actors if held[a.id] and graph.counts(a)]
    for actor in at_work:
        place = governed_by(graph, actor)
        if place is not None:
            found[place].add(f"actor/{actor.id}")
    for actor in at_work:
        place = seat_of(graph, actor) if actor.part_of else None
        bodies = graph.bodies(actor.id) if place is not None else ()
        if place is not None and any(f"actor/{body}" in found[place] for body in bodies):
            found[place].add(f"actor/{actor.id}")
    return {place: tuple(sorted(refs)) for place, refs in found.items() if refs}


def seat_of(graph: PolicyGraph, actor: Actor) -> str | None:
    """The place that an actor works for; of a community, the city or municipality above it."""
    place = actor.territory
    while place is not None and (graph.places.rank(place) or 0) > graph.lowest:
        place = graph.places.parent(place)
    return place


def governed_by(graph: PolicyGraph, actor: Actor) -> str | None:
    """The place of whose government an actor is part, or None.

    A local government by kind of actor, another level by being a body of the state; a blank
    kind passes. The actor must work for the level of the place.
    """
    place = seat_of(graph, actor)
    if place is None or graph.rank(actor) != graph.places.rank(place):
        return None
    kind = graph.once(_actor_kinds).get(actor.kind or "")
    if kind is None:
        return place
    in_community = place != actor.territory
    asked = "lgu" if graph.places.is_lgu(place) and not in_community else "state"
    return place if kind.get(asked) else None


def _actor_kinds(graph: PolicyGraph) -> Mapping[str, Mapping[str, Any]]:
    """Kind of actor → what the profile says of it."""
    return {kind.id: kind.about for kind in graph.profile.codes("actor_kind").values()}
