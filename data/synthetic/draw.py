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
    programmes: int, land: Land, actors_each: Sequence[int], profile: Profile, seed: int
) -> Drawn:
    """``programmes`` programmes in a land whose places have ``actors_each`` actors."""
    rng = np.random.default_rng([seed, 7])
    kinds = vocabulary().kinds
    weights = np.array([kind.weight for kind in kinds], dtype=float)
    work = rng.choice(len(kinds), programmes, p=weights / weights.sum())
    place = _places(programmes, land, rng)
    rung = np.array([p.rung for p in land.places])[place]
    starts = _EARLIEST + rng.integers(0, 1400, programmes)
    length = rng.choice([2, 3, 4, 5, 6], programmes) * _YEAR - rng.integers(0, 60, programmes)
    ends = np.where(rng.random(programmes) < 0.12, UNKNOWN, starts + length)
    budget, targeted = _amounts(kinds, work, rung, rng)
    first, many = _reach(place, rung, land, rng)
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
    towns = land.rungs[-1]
    lower = rng.integers(towns.start, towns.stop, programmes - len(upper))
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
    place: Ints, rung: Ints, land: Land, rng: np.random.Generator
) -> tuple[Ints, Ints]:  # fmt: skip
    """First place and number of places of delivery: its own, some below it, or unknown."""
    children, child = np.zeros(len(land.places), np.int64), np.zeros(len(land.places), np.int64)
    for one in reversed(land.places[1:]):
        children[one.parent or 0] += 1
        child[one.parent or 0] = one.number
    roll = rng.random(len(place))
    below = (roll < 0.5) & (children[place] > 0) & (rung > 0)
    many = np.where(below, np.minimum(children[place], rng.integers(1, 4, len(place))), 1)
    first = np.where(below, child[place], place)
    return first, np.where((roll > 0.97) & (rung > 0), 0, many)


def _amounts(
    kinds: Sequence[Work], work: Ints, rung: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Budget in thousands and persons targeted; one in ten of either unknown."""
    size = np.array([kind.size for kind in kinds], dtype=float)[work]
    head = np.array([kind.head or 2_500 for kind in kinds], dtype=float)[work]
    scale = np.array([40.0, 12.0, 4.0, 1.0])[np.minimum(rung, 3)]
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
