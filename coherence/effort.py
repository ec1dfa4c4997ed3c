"""How much effort goes where: budgets and targets of programmes, spread over places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import fsum

from coherence.coverage import coverage_cells
from coherence.money import budget, exchanged
from coherence.place import Places
from coherence.scope import Scope
from coherence.words import Message, say
from data.model import Programme

Placed = tuple[tuple[str, float], ...]
"""Places and the amount that goes to each."""


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount of each programme, spread over places."""

    at: Mapping[str, float]
    """Place → what goes there, for every place asked about."""
    known: tuple[str, ...]
    """Programmes whose amount is known, ``programme/id``."""
    unknown: tuple[str, ...]

    @property
    def share_known(self) -> float | None:
        """Share of the programmes whose amount is known, 0 to 1; None without a programme."""
        count = len(self.known) + len(self.unknown)
        return len(self.known) / count if count else None


def delivered(scope: Scope) -> tuple[Programme, ...]:
    """Programmes of P(u) that are delivered in, above or inside the unit; not just open to it."""
    return scope.once(_delivered)


def _delivered(scope: Scope) -> tuple[Programme, ...]:
    return tuple(
        p
        for p in scope.programmes
        if any(scope.places.reaches(p.territories, root) for root in scope.roots)
    )


def shares(places: Places, programme: Programme) -> Placed:
    """Where a programme goes, in parts of 1: by its recorded split, else evenly.

    Evenly is over cities and municipalities. What a split leaves open goes to the places that it
    does not name; where it names them all, that rest goes nowhere on record.
    """
    if not programme.budget_split:
        whole = places.widest(programme.territories)
        size = sum(map(places.size, whole))
        return tuple((code, places.size(code) / size) for code in sorted(whole))
    split = {code: Fraction(str(percent)) / 100 for code, percent in programme.budget_split}
    others = [code for code in places.widest(programme.territories) if code not in split]
    rest = max(Fraction(), 1 - sum(split.values(), Fraction()))
    size = sum(map(places.size, others))
    for code in others:
        split[code] = rest * places.size(code) / size
    return tuple((code, float(share)) for code, share in sorted(split.items()))


def share_in(places: Places, placed: Placed, place: str) -> float:
    """How much of what is placed goes to one place.

    Of what goes to a wider place, its cities and municipalities have equal parts.
    """
    return fsum(
        amount if places.within(code, place) else amount * _part(places, place, code)
        for code, amount in placed
        if places.meet(code, place)
    )


def _part(places: Places, inner: str, outer: str) -> float:
    return min(1.0, places.size(inner) / places.size(outer))


def budget_by_place(scope: Scope, at: Sequence[str] | None = None) -> Spread:
    """b(t): what the programmes delivered in a unit have for migration, in the profile's currency.

    By the territory that a funding row names, else as `shares` says. ``at`` names the places,
    else all of T(u).
    """
    return _spread(scope, at, partial(_money, scope))


def _money(scope: Scope, programme: Programme, own: Placed) -> Placed | None:
    held = budget(scope.graph, programme)
    if held is None:
        return None
    since = programme.starts_on.first if programme.starts_on else None
    placed: list[tuple[str, float]] = []
    for place, amount in held.placed:
        turned = exchanged(scope.graph, amount, held, scope.profile.currency, since)
        if turned is None:
            return None
        money = float(turned[0])
        placed += [(code, money * part) for code, part in (own if place is None else [(place, 1)])]
    return tuple(placed)


def targets_by_place(scope: Scope, at: Sequence[str] | None = None) -> Spread:
    """How many people the programmes delivered in a unit mean to reach, placed like b(t)."""

    def people(programme: Programme, own: Placed) -> Placed | None:
        if programme.targeted is None:
            return None
        return tuple((code, programme.targeted * part) for code, part in own)

    return _spread(scope, at, people)


def _spread(
    scope: Scope, at: Sequence[str] | None, amounts: Callable[[Programme, Placed], Placed | None]
) -> Spread:
    known: list[str] = []
    unknown: list[str] = []
    placed: dict[str, list[float]] = {}
    ways: dict[tuple[object, object], Placed] = {}  # of many programmes, few go a way of their own
    for programme in delivered(scope):
        way = programme.territories, programme.budget_split
        if way not in ways:
            ways[way] = shares(scope.places, programme)
        found = amounts(programme, ways[way])
        (unknown if found is None else known).append(programme.ref)
        for code, amount in found or ():
            placed.setdefault(code, []).append(amount)
    wanted = sorted(scope.territories) if at is None else at
    sums = {code: fsum(found) for code, found in placed.items()}
    return Spread(_by_place(scope.places, sums, wanted), tuple(known), tuple(unknown))


def _by_place(
    places: Places, placed: Mapping[str, float], wanted: Iterable[str]
) -> Mapping[str, float]:
    """What goes to each place: all that is placed in it, and its part of what is placed above."""
    inside: dict[str, list[float]] = {}
    for code, amount in placed.items():
        for place in (code, *places.above(code)):
            inside.setdefault(place, []).append(amount)
    return {
        place: fsum(
            [
                *inside.get(place, ()),
                *(
                    placed[code] * _part(places, place, code)
                    for code in places.above(place)
                    if code in placed
                ),
            ]
        )
        for place in wanted
    }


def local_parts(scope: Scope) -> tuple[str, ...]:
    """The local governments next below a unit, depth first: a partition of its ground.

    Of a country or region these are provinces and independent cities, of a province its cities
    and municipalities.
    """
    below = [child for root in scope.roots for child in scope.places.children(root)]
    found: list[str] = []
    while below:
        code = below.pop(0)
        if scope.places.is_lgu(code):
            found.append(code)
        else:
            below = [*scope.places.children(code), *below]
    return tuple(found)


def needs_by_place(scope: Scope, at: Iterable[str]) -> Mapping[str, float]:
    """n(t): how many need something in a place; a place without a number on record is left out.

    A number that is given for a place stands for all within it; else those within add up.
    """
    given: dict[str, dict[tuple[str | None, ...], float]] = {}
    for cell in coverage_cells(scope):
        if cell.stands and cell.quantity is not None:
            asked = (cell.service, cell.group, cell.phase)
            given.setdefault(cell.territory, {})[asked] = cell.quantity

    def inside(place: str) -> dict[tuple[str | None, ...], float]:
        found: dict[tuple[str | None, ...], float] = {}
        for child in scope.places.children(place):
            for asked, number in inside(child).items():
                found[asked] = found.get(asked, 0.0) + number
        return found | given.get(place, {})

    numbers = {place: inside(place) for place in at}
    return {place: fsum(found.values()) for place, found in numbers.items() if found}


@dataclass(frozen=True, slots=True)
class Difference:
    """A local government's share of the need and of the effort, 0 to 1 each."""

    territory: str
    need: float | None
    effort: float | None

    @property
    def difference(self) -> float | None:
        """Effort less need: above 0 it gets more than its share of the need; None: not known."""
        return None if self.need is None or self.effort is None else self.effort - self.need


@dataclass(frozen=True, slots=True)
class Differences:
    """Need against effort in the local governments next below a unit, depth first."""

    rows: tuple[Difference, ...]
    counted_in: Message
    missing: Message | None = None
    """Why nothing can be compared; then no row has a number."""


def need_against_effort(scope: Scope) -> Differences:
    """How need and effort are spread: effort in money, or else in people to be reached."""
    parts = local_parts(scope)
    least = scope.profile.known_share / 100
    needs = needs_by_place(scope, parts)
    counted_in, effort = say("migration budget"), budget_by_place(scope, parts)
    if (effort.share_known or 0.0) < least:
        counted_in, effort = say("people to be reached"), targets_by_place(scope, parts)
    missing = None
    need_sum, effort_sum = fsum(needs.values()), fsum(effort.at[place] for place in needs)
    if not parts:
        missing = say("the unit has no local governments below it")
    elif len(needs) < least * len(parts):
        missing = say("how many need something is on record for too few places")
    elif (effort.share_known or 0.0) < least:
        missing = say("what is spent or whom it is to reach is on record for too few programmes")
    elif not need_sum or not effort_sum:
        missing = say("there is no need, or no effort, to compare")
    if missing:
        return Differences(tuple(Difference(p, None, None) for p in parts), counted_in, missing)
    rows = (
        Difference(p, needs[p] / need_sum, effort.at[p] / effort_sum)
        if p in needs
        else Difference(p, None, None)
        for p in parts
    )
    return Differences(tuple(rows), counted_in)
