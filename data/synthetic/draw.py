"""Made-up programmes as arrays: a million of them in seconds, records only where wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.profile import Profile
from data.synthetic.places import Land
from data.synthetic.words import Work, vocabulary

Ints = NDArray[np.int64]
Masks = NDArray[np.uint64]

UNKNOWN: Final = -1
"""Stands for a value that the register does not hold."""

EACH_ABOVE: Final = (8, 8, 5)
"""Programmes of the country, of a region and of a province; the towns share the rest."""

THROUGHOUT: Final = (0.4, 0.4, 0.4)
"""Share of the programmes of country, regions and provinces that are delivered all over it."""

_EARLIEST: Final = date(2022, 4, 1).toordinal()
_YEAR: Final = 365


@dataclass(frozen=True)
class Drawn:
    """Programmes as arrays, one entry each; codes are bits in the order of the profile's lists."""

    work: Ints
    """Which kind of programme of the vocabulary."""
    place: Ints
    """Number of the place that it belongs to."""
    lead: Ints
    """Position of the lead among the actors of all places, or UNKNOWN."""
    services: Masks
    groups: Masks
    phases: Masks
    sectors: Masks
    starts: Ints
    ends: Ints
    """Days as proleptic Gregorian ordinals; an end may be UNKNOWN."""
    budget: Ints
    """Whole-life budget in thousands of the currency, or UNKNOWN."""
    targeted: Ints
    """Persons, or UNKNOWN."""
    first: Ints
    many: Ints
    """It is delivered in ``many`` places from number ``first`` on; none where that is unknown."""
    luck: NDArray[np.float64]
    """0 to 1: how well it goes."""

    def __len__(self) -> int:
        return len(self.work)


def draw(
    programmes: int, land: Land, actors_each: Sequence[int], profile: Profile, seed: int,
    *, throughout: Sequence[float] = THROUGHOUT,
) -> Drawn:  # fmt: skip
    """``programmes`` programmes in a land whose places have ``actors_each`` actors.

    The shares ``throughout`` of what country, regions and provinces run are delivered in the
    whole of their place; the rest in one to four of its towns.
    """
    rng = np.random.default_rng([seed, 7])
    kinds = vocabulary().kinds
    weights = np.array([kind.weight for kind in kinds], dtype=float)
    work = rng.choice(len(kinds), programmes, p=weights / weights.sum())
    place = _places(programmes, land, rng)
    rung = np.array([p.rung for p in land.places])[place]
    starts = _EARLIEST + rng.integers(0, 1400, programmes)
    length = rng.choice([2, 3, 4, 5, 6], programmes) * _YEAR - rng.integers(0, 60, programmes)
    ends = np.where(rng.random(programmes) < 0.12, UNKNOWN, starts + length)
    first, many = _reach(place, land, np.array(throughout)[np.minimum(rung, 2)], rng)
    # As large as the place that it is meant for, or as the number of towns in which it is given.
    all_over = (first == place) & (many > 0)
    scale = np.where(
        all_over, np.array([40.0, 12.0, 4.0, 1.0])[np.minimum(rung, 3)], 1.2 * many + 1
    )
    budget, targeted = _amounts(kinds, work, scale, rng)
    return Drawn(
        work, place, _leads(work, place, rung, land, actors_each, rng),
        _masks([k.services for k in kinds], "service", work, profile, rng),
        _masks([k.groups for k in kinds], "beneficiary_group", work, profile, rng),
        _masks([k.phases for k in kinds], "phase", work, profile, rng),
        _masks([k.sectors for k in kinds], "sector", work, profile, rng),
        starts, ends, budget, targeted, first, many, rng.random(programmes),
    )  # fmt: skip


def _places(programmes: int, land: Land, rng: np.random.Generator) -> Ints:
    """A settled number for each place above the towns, in a small register a third at most."""
    above = [
        np.repeat(np.arange(numbers.start, numbers.stop), EACH_ABOVE[min(rung, 2)])
        for rung, numbers in enumerate(land.rungs[:-1])
    ]
    upper = np.concatenate(above)
    if len(upper) > programmes // 3 + 15:
        upper = rng.permutation(upper)[: programmes // 3]
    upper = upper[:programmes]
    towns = land.on(land.deepest)
    busy = np.array([t.number for t in towns if not t.runs_nothing] or [towns[0].number])
    lower = busy[rng.integers(0, len(busy), programmes - len(upper))]
    return np.concatenate([upper, np.sort(lower)]).astype(np.int64)


def _leads(  # noqa: PLR0917 - each argument is a column
    work: Ints, place: Ints, rung: Ints, land: Land, actors_each: Sequence[int],
    rng: np.random.Generator,
) -> Ints:  # fmt: skip
    """Mostly somebody of the place, its government first; now and then an office from above.

    What the country or a region runs is mostly led by the agency whose work it is.
    """
    each = np.asarray(actors_each, dtype=np.int64)
    offset = np.concatenate([[0], np.cumsum(each)[:-1]])
    region = _regions(land)
    above = np.array([p.parent or 0 for p in land.places])
    agencies = [agency.id for agency in vocabulary().agencies]
    proper = np.array([agencies.index(kind.office) for kind in vocabulary().kinds])[work]
    any_agency = rng.integers(0, len(agencies), len(work))
    agency = np.where(rng.random(len(work)) < 0.75, proper, any_agency)
    # A region's council stands before its offices; a province without them has its own bodies.
    first = np.where(rung == 0, 0, 1)

    roll = rng.random(len(place))
    home = np.where(roll < 0.1, above[place], np.where(roll < 0.3, region[place], place))
    home = np.where(rung < 2, place, home)
    by_office = np.isin(home, [p.number for p in land.places if p.rung < 2])
    # The square favours the government of a town over its associations.
    own = (rng.random(len(place)) ** 2 * 0.99 * each[home]).astype(np.int64)
    lead = offset[home] + np.where(by_office, first + agency, own)
    return np.where(np.arange(len(place)) % 45 == 44, UNKNOWN, lead)


def _regions(land: Land) -> Ints:
    """Number of the place right below the country that holds each place."""
    found = np.arange(len(land.places))
    for place in land.places[1:]:
        if place.rung > 1:
            found[place.number] = found[place.parent or 0]
    return found


def _reach(
    place: Ints, land: Land, throughout: NDArray[np.float64], rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """First place and number of places of delivery: its own, some of its towns, or unknown."""
    towns, town = np.zeros(len(land.places), np.int64), np.arange(len(land.places))
    for one in reversed(land.places):
        towns[one.number] += one.rung == land.deepest
        if one.parent is not None:
            towns[one.parent] += towns[one.number]
            town[one.parent] = town[one.number]
    roll = rng.random(len(place))
    partly = (roll > throughout) & (town[place] != place)
    many = np.where(partly, np.minimum(towns[place], rng.integers(1, 5, len(place))), 1)
    start = (rng.random(len(place)) * (towns[place] - many + 1)).astype(np.int64)
    first = np.where(partly, town[place] + start, place)
    unknown = (np.arange(len(place)) % 40 == 39) & (town[place] == place)
    return first, np.where(unknown, 0, many)


def _amounts(
    kinds: Sequence[Work], work: Ints, scale: NDArray[np.float64], rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Budget in thousands and persons targeted; one in ten of either unknown."""
    size = np.array([kind.size for kind in kinds], dtype=float)[work]
    head = np.array([kind.head or 2_500 for kind in kinds], dtype=float)[work]
    budget = np.maximum(50, size * scale * rng.lognormal(0.0, 0.5, len(work))).astype(np.int64)
    targeted = np.maximum(10, budget * 1000 / head * rng.uniform(0.5, 0.9, len(work)))
    hidden = rng.random((2, len(work)))
    return (
        np.where(hidden[0] < 0.1, UNKNOWN, budget),
        np.where(hidden[1] < 0.1, UNKNOWN, targeted.astype(np.int64)),
    )


def _masks(
    lists: Sequence[Sequence[str]], name: str, work: Ints, profile: Profile,
    rng: np.random.Generator,
) -> Masks:  # fmt: skip
    """Codes of each programme's kind as bits; one in six has one of another kind as well."""
    bits = {code: np.uint64(1 << number) for number, code in enumerate(profile.codes(name))}
    known = [[bits[code] for code in codes if code in bits] for codes in lists]
    masks = np.array([sum(codes, np.uint64(0)) for codes in known], dtype=np.uint64)
    lowest = np.array([codes[0] if codes else np.uint64(0) for codes in known], dtype=np.uint64)
    other = lowest[rng.integers(0, len(lists), len(work))]
    more = (rng.random(len(work)) < 1 / 6) & (masks[work] > 0)
    return np.where(more, masks[work] | other, masks[work])
