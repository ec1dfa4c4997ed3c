"""Made-up territories: a country, and under it one rung after the other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.model import Territory
from data.profile import Profile
from data.synthetic.making import SOURCE, dice

_WORDS: Final = ("Country", "Region", "Province", "Town")
_GOLDEN: Final = (math.sqrt(5) - 1) / 2
_MIDDLE: Final = (0.0, -30.0)
"""In the middle of the Atlantic, where nobody looks for a municipality."""


@dataclass(frozen=True, slots=True)
class Place:
    """A made-up territory, and what the rest of the register draws from."""

    number: int
    """Its place among all places, the country being 0."""
    path: tuple[int, ...]
    """(1, 2, 3) is the third town of the second province of the first region."""
    slug: str
    """What ids of its records end in: ``A3``, or ``4A3`` where there are several regions."""
    name: str
    level: str
    rung: int
    """How many steps below the country."""
    parent: int | None
    will: float
    """0 to 1: how far the place has come with migration; drives what is good and bad there."""
    people: int = 0
    independent: bool = False

    @property
    def is_city(self) -> bool:
        """Whether it is called a city: the second town of each province."""
        return self.name.startswith("City")

    @property
    def has_committee(self) -> bool:
        """Whether it has a committee of its own for migration; every second town has."""
        return self.will > 0.5

    @property
    def has_ordinance(self) -> bool:
        """Whether it has an ordinance or order on migration."""
        return self.will > 0.45

    @property
    def has_desk(self) -> bool:
        """Whether migrants are served at a desk or centre of its own."""
        return self.will > 0.4

    @property
    def runs_nothing(self) -> bool:
        """Whether it has no programme of its own; one town in fourteen has none, nor a desk."""
        return 0.33 < self.will <= 0.4

    @property
    def lists_all(self) -> bool:
        """Whether its office declared its inventory complete, so that absence is a no."""
        return self.will > 0.25


@dataclass(frozen=True)
class Land:
    """The places of a register: the country first, then rung by rung."""

    places: tuple[Place, ...]
    rungs: tuple[range, ...]
    """Numbers of the places on each rung."""
    ids: tuple[str, ...]
    """Code of each place."""

    @property
    def deepest(self) -> int:
        """The rung of the towns."""
        return len(self.rungs) - 1

    def on(self, rung: int) -> Sequence[Place]:
        """The places of a rung."""
        numbers = self.rungs[rung]
        return self.places[numbers.start : numbers.stop]

    def upper(self, place: Place) -> Place:
        """The place next above on the ladder; above an independent city stands its region.

        Raises:
            ValueError: nothing stands above the country.
        """
        if place.parent is None:
            raise ValueError(f"nothing stands above {place.name}")
        parent = self.places[place.parent]
        return self.upper(parent) if place.independent else parent

    def above(self, place: Place) -> Iterator[Place]:
        """The places above on the ladder, nearest first."""
        while place.parent is not None:
            place = self.upper(place)
            yield place

    def id(self, place: Place) -> str:
        """The code of a place."""
        return self.ids[place.number]

    def records(self) -> Iterator[Territory]:
        """Every place as a record."""
        spots = _spots(self)
        for place, (latitude, longitude) in zip(self.places, spots, strict=True):
            yield Territory(
                id=self.id(place),
                name=place.name,
                short_name=place.name if len(place.name) <= 16 else place.slug,
                level=place.level,
                parent=None if place.parent is None else self.ids[place.parent],
                independent=True if place.independent else None,
                population=place.people,
                latitude=latitude,
                longitude=longitude,
                source=SOURCE,
            )


def rungs_of(profile: Profile) -> tuple[int, ...]:
    """Ranks of the ladder from the country down to its lowest local government."""
    lowest = max(rank for rank, level in profile.by_rank.items() if level.counts_as_lgu)
    return tuple(rank for rank in sorted(profile.by_rank) if rank <= lowest)


def lay_out(profile: Profile, seed: int, counts: Sequence[int]) -> Land:
    """A country with ``counts`` places on each rung below it, shared out evenly.

    Raises:
        ValueError: the profile has not as many rungs as counts are given.
    """
    ranks = rungs_of(profile)
    if len(counts) != len(ranks) - 1:
        raise ValueError(f"{profile.name} has {len(ranks) - 1} rungs below the country")
    country = Place(0, (), "N", "Made-up Country", profile.by_rank[0].id, 0, None, 0.7)
    places, rungs = [country], [range(1)]
    one_region = ranks[1] == 1 and counts[0] == 1
    for rung, count in enumerate(counts, start=1):
        uppers, turns = rungs[-1], Counter[int]()
        for index in range(count):
            parent = places[uppers[index * len(uppers) // count]]
            turns[parent.number] += 1
            path = (*parent.path, turns[parent.number])
            is_city = rung == len(counts) and path[-1] == 2
            slug = _slug(path, ranks, one_region=one_region)
            word = "City" if is_city else _WORDS[min(ranks[rung], 3)]
            # The golden ratio spreads the wills evenly: every size has good and bad places.
            places.append(
                Place(
                    number=len(places),
                    path=path,
                    slug=slug,
                    name=f"{word} {slug.removeprefix('R')}",
                    level=profile.by_rank[ranks[rung]].id,
                    rung=rung,
                    parent=parent.number,
                    will=0.1 + 0.9 * ((index + 1) * _GOLDEN % 1),
                    independent=is_city and rung > 2 and path[-2] == 1,
                )
            )
        rungs.append(range(len(places) - count, len(places)))
    places = _peopled(places, rungs[-1], seed)
    return Land(tuple(places), tuple(rungs), _codes(places, profile))


def _slug(path: tuple[int, ...], ranks: Sequence[int], *, one_region: bool) -> str:
    parts = [_letters(n) if ranks[i] == 2 else str(n) for i, n in enumerate(path, start=1)]
    if len(parts) == 1 and ranks[1] == 1:
        return f"R{parts[0]}"
    return "".join(parts[1:] if one_region else parts)


def _letters(number: int) -> str:
    """A, B … Z, AA, AB …"""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _peopled(places: list[Place], towns: range, seed: int) -> list[Place]:
    """The places with as many people as live in their towns."""
    chance = dice(seed, "people")
    people = [0] * len(places)
    for number in towns:
        people[number] = chance.randrange(15, 180) * 1000
    for place in reversed(places):
        if place.parent is not None:
            people[place.parent] += people[place.number]
    return [replace(place, people=people[place.number]) for place in places]


def _codes(places: Sequence[Place], profile: Profile) -> tuple[str, ...]:
    """A code for each place: of the country's official form, in a range that it does not use.

    The profile says which, in ``territory_code.made_up``; where it does not, slugs are codes.
    """
    rule = profile.setting("territory_code", "made_up")
    if rule is None:
        return tuple(place.slug for place in places)
    widths, first, last = rule["digits"], rule["first"], rule["last"]
    whole = sum(rule["digits"]) if rule["filled"] else 0

    def code(place: Place) -> str:
        if not place.path:
            return str(rule["country"])
        top, *rest = place.path
        if first + top - 1 > last:
            raise ValueError(f"{profile.name} leaves room for {last - first + 1} made-up places")
        numbers = (last - top + 1, *rest)
        digits = "".join(f"{n:0{width}}" for n, width in zip(numbers, widths, strict=False))
        return digits.ljust(whole, "0")

    return tuple(code(place) for place in places)


def _spots(land: Land) -> list[tuple[float, float]]:
    """Latitude and longitude of each place, the lower ones around the upper."""
    spots = [_MIDDLE]
    for place in land.places[1:]:
        north, east = spots[place.parent or 0]
        turn = place.path[-1] - 1
        # A sunflower: the n-th neighbour at the golden angle, further out as the crowd grows.
        reach = (6.0, 1.6, 0.35)[min(place.rung, 3) - 1] * math.sqrt(turn + 0.5)
        angle = 2 * math.pi * _GOLDEN * turn
        spots.append(
            (round(north + reach * math.sin(angle), 4), round(east + reach * math.cos(angle), 4))
        )
    return spots
