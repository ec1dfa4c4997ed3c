"""Made-up links between offices, up and down the ladder and across."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from data.model import Tie
from data.synthetic.cast import Cast
from data.synthetic.making import dice, keyed, on, vouched
from data.synthetic.places import Land, Place

_YEARS = ("2016", "2019", "2021-07", "2023-01-15", "2024")


def link(land: Land, cast: Cast, seed: int) -> Iterator[Tie]:
    """The ties of every place with the one above it, its neighbour and its own people."""
    chance = dice(seed, "ties")
    seen = set[tuple[str, str, str]]()
    for first, second, kind, ended in _pairs(land, cast, seed):
        if first == second or (first, second, kind) in seen:
            continue
        seen.add((first, second, kind))
        yield keyed(
            Tie,
            from_actor=first,
            to_actor=second,
            kind=kind,
            valid_from=on(chance.choice(_YEARS)),
            valid_to=on("2025-06-30") if ended else None,
            **vouched(chance, "ABCCD"),
        )


def _pairs(land: Land, cast: Cast, seed: int) -> Iterator[tuple[str, str, str, bool]]:
    """(from, to, kind, whether it has ended)."""
    chance = dice(seed, "tie pairs")
    planning = cast.government(land.places[0])
    for partner in ("INTL", "DONO"):
        yield partner, planning, "funding", partner == "DONO"
    yield "DIAS", planning, "consultation", False
    yield "STAT", planning, "information", False
    for place in land.places[1:]:
        own = cast.government(place)
        above = cast.government(land.upper(place))
        keen = chance.random() < place.will + 0.15
        if place.rung == 1 or place.will > 0.4:
            yield above, own, "mandate" if place.rung == 1 else "assistance", False
        if keen:
            yield own, above, "reporting", False
        if place.will > 0.6:
            yield own, above, "consultation", place.will > 0.95
        if place.rung == 1:
            yield from _of_offices(place, cast)
        else:
            yield from _of_neighbours(place, land, cast)


def _of_offices(place: Place, cast: Cast) -> Iterator[tuple[str, str, str, bool]]:
    """The offices of a region: with their own agency, and around the table."""
    offices = cast.offices(place)
    for office in offices[1:]:
        if office.part_of:
            yield office.part_of, office.id, "mandate", False
            yield office.part_of, office.id, "funding", False
            yield office.id, office.part_of, "reporting", False
    for first, second in pairwise(offices[1:]):
        yield first.id, second.id, "joint-planning", False
    for voice in cast.voices(place):
        yield voice.id, offices[0].id, "consultation", False


def _of_neighbours(place: Place, land: Land, cast: Cast) -> Iterator[tuple[str, str, str, bool]]:
    """A local government: with the region's offices, with its own people, with a twin."""
    own = cast.government(place)
    if place.will > 0.55:
        region = next(p for p in land.above(place) if p.rung == 1)
        offices = cast.offices(region)
        chosen = offices[1 + place.number % max(len(offices) - 1, 1)] if offices[1:] else offices[0]
        yield own, chosen.id, "referral", False
        yield own, chosen.id, "agreement", place.will < 0.6
    for actor in cast.of_place[place.number][1:]:
        if place.will > 0.3:
            yield actor.id, own, "referral" if actor.kind in cast.non_state else "reporting", False
    numbers = land.rungs[place.rung]
    if place.will > 0.8 and place.number + 1 < numbers.stop:
        yield own, cast.government(land.places[place.number + 1]), "replication", False
