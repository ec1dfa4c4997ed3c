"""The money of two programmes that is exposed to doing the same thing twice."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from coherence.findings import Money
from coherence.kernels.tables import DUPLICATION, NONE, Flags, Ints
from coherence.money import amount_in, budget, delivered_in, exchanged, split_in
from coherence.overlap_arrays import numbered
from coherence.overlap_count import census
from coherence.scope import Scope
from coherence.words import Message, say
from data.model import Programme

THOUSANDTHS: Final = 1000
"""Amounts of many pairs are held in thousandths of a unit, so that they stay whole."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """The smaller of two apportioned budgets."""

    amount: Fraction
    """Major units."""
    currency: str
    value: Fraction | None
    """The amount in the profile's own currency; None: no rate is on record."""
    cites: tuple[str, ...]

    @property
    def money(self) -> Money:
        """In whole units."""
        return Money(int(self.amount), self.currency)


class Part(NamedTuple):
    """What a programme spends in some places."""

    amount: Fraction
    currency: str
    cites: tuple[str, ...]
    """What says the budget."""
    value: Fraction | None
    """The amount in the profile's own currency; None: no rate is on record."""
    rates: tuple[str, ...]
    """What says the rate."""


class Values(NamedTuple):
    """What pairs expose in the profile's currency, one row a pair."""

    thousandths: Ints
    """Rounded down; -1: not known."""
    rough: Flags
    """Whether that leaves something out."""


def purse(scope: Scope) -> Purse:
    """The one purse of a unit."""
    return scope.once(Purse)


class Purse:
    """What the programmes of a unit cost there, worked out once for each."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.graph = scope.graph
        self._exposed: dict[tuple[str, str], Exposed | Message] = {}
        self._parts: dict[tuple[str, tuple[str, ...]], Part | None] = {}
        self._worths: dict[tuple[str, tuple[str, ...]], Fraction | None] = {}
        self._grounds: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}

    def exposed(self, one: Programme, other: Programme) -> Exposed | Message:
        """What both spend in the territories they have in common inside the unit; the smaller.

        Across currencies in the profile's own, by a rate on record; else why it is not known.
        """
        asked = (one.id, other.id)
        if asked not in self._exposed:
            self._exposed[asked] = self._find_exposed(one, other)
        return self._exposed[asked]

    def _find_exposed(self, one: Programme, other: Programme) -> Exposed | Message:
        ground = self._common_of(delivered_in(one), delivered_in(other))
        parts = []
        for programme in (one, other):
            found = self._part(programme, ground)
            if found is None:
                named = self.graph.called(programme.ref)
                return say("the budget of {who} is not known", who=named)
            parts.append(found)
        first, second = parts
        value, cites = None, (*first.cites, *second.cites)
        if first.value is not None and second.value is not None:
            value = min(first.value, second.value)
            cites += (*first.rates, *second.rates)
        if first.currency == second.currency:
            return Exposed(min(first.amount, second.amount), first.currency, value, cites)
        if value is None:
            return say(
                "no rate between {currencies} is on record for the period",
                currencies=" and ".join(sorted((first.currency, second.currency))),
            )  # fmt: skip
        return Exposed(value, self.graph.profile.currency, value, cites)

    @cached_property
    def values(self) -> Values:
        """The value of `exposed`, one row a pair of the unit's census.

        Of those that are on the list or double each other; of all others it is not asked.
        """
        pairs, programmes = census(self.scope).pairs, numbered(self.graph).programmes
        rows = np.flatnonzero((pairs.listed & (pairs.kind > NONE)) | (pairs.kind == DUPLICATION))
        first, second = pairs.first[rows], pairs.second[rows]
        delivered: dict[tuple[str, ...], int] = {}
        way = np.array(
            [delivered.setdefault(delivered_in(p), len(delivered)) for p in programmes], np.int64
        )
        ways, grounds = list(delivered), dict[tuple[str, ...], int]()
        keys, back = np.unique(way[first] * len(ways) + way[second], return_inverse=True)
        met = (self._common_of(ways[k // len(ways)], ways[k % len(ways)]) for k in keys.tolist())
        ground = np.array([grounds.setdefault(g, len(grounds)) for g in met], np.int64)[back]
        places = list(grounds)
        sides = np.concatenate((first, second)).astype(np.int64) * len(places)
        asked, back = np.unique(sides + np.tile(ground, 2), return_inverse=True)
        each = [
            self._thousandths(programmes[k // len(places)], places[k % len(places)])
            for k in asked.tolist()
        ]
        table = np.array(each, np.int64).reshape(-1, 2)[back].reshape(2, -1, 2)
        thousandths, rough = np.full(len(pairs), -1), np.zeros(len(pairs), np.bool_)
        thousandths[rows] = table[:, :, 0].min(axis=0)
        rough[rows] = table[:, :, 1].astype(np.bool_).max(axis=0)
        return Values(thousandths, rough)

    def value(self, one: int, other: int) -> Fraction | None:
        """The value of `exposed` of two numbered programmes; None: not known."""
        programmes = numbered(self.graph).programmes
        ground = self._common_of(*(delivered_in(programmes[number]) for number in (one, other)))
        both = [self._worth(programmes[number], ground) for number in (one, other)]
        first, second = both
        return None if first is None or second is None else min(first, second)

    def _worth(self, programme: Programme, ground: tuple[str, ...]) -> Fraction | None:
        """The value of one side alone."""
        asked = (programme.id, ground)
        if asked not in self._worths:
            found = self._ratio(programme, ground)
            self._worths[asked] = None if found is None else Fraction(*found)
        return self._worths[asked]

    def _thousandths(self, programme: Programme, ground: tuple[str, ...]) -> tuple[int, bool]:
        found = self._ratio(programme, ground)
        if found is None:
            return -1, False
        whole, rest = divmod(found[0] * THOUSANDTHS, found[1])
        return whole, rest > 0

    def _ratio(self, programme: Programme, ground: tuple[str, ...]) -> tuple[int, int] | None:
        """The value of one side as two whole numbers, which are sooner worked out than a fraction.

        Not kept: of a million programmes it would be too many.
        """
        held = budget(self.graph, programme)
        if held is None:
            return None
        if held.currency == self.graph.profile.currency and held.placed[0][0] is None:
            part, amount = split_in(self.graph, programme, ground), held.amount
            return amount.numerator * part.numerator, amount.denominator * part.denominator
        found = self._find_part(programme, ground)
        if found is None or found.value is None:
            return None
        return found.value.numerator, found.value.denominator

    def spent_here(self, programme: Programme) -> Fraction | None:
        """What a programme spends inside the unit, in the profile's currency; None: unknown."""
        held = budget(self.graph, programme)
        if held is None or held.currency != self.graph.profile.currency:
            found = self._find_part(programme, self.scope.roots)
            return found.value if found else None
        return amount_in(self.graph, programme, held, self.scope.roots)

    def spending_cites(self, programme: Programme) -> tuple[str, ...]:
        """What says how much that is."""
        found = self._find_part(programme, self.scope.roots)
        return (*found.cites, *found.rates) if found and found.value is not None else ()

    def _common_of(self, one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        own = one, other
        if own not in self._grounds:
            places = self.scope.places
            self._grounds[own] = places.shared(places.shared(*own), self.scope.roots)
        return self._grounds[own]

    def _part(self, programme: Programme, ground: tuple[str, ...]) -> Part | None:
        """What a programme spends in some places; None: its budget is not known."""
        asked = (programme.id, ground)
        if asked not in self._parts:
            self._parts[asked] = self._find_part(programme, ground)
        return self._parts[asked]

    def _find_part(self, programme: Programme, ground: tuple[str, ...]) -> Part | None:
        held = budget(self.graph, programme)
        if held is None:
            return None
        amount = amount_in(self.graph, programme, held, ground)
        since = programme.starts_on.first if programme.starts_on else None
        turned = exchanged(self.graph, amount, held, self.graph.profile.currency, since)
        return Part(amount, held.currency, held.cites, *(turned or (None, ())))
