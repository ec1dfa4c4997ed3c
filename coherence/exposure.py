"""The money of a unit that may pay for the same thing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np

from coherence.kernels.tables import DUPLICATION, Ints
from coherence.measures.matching import matched
from coherence.overlap_arrays import numbered
from coherence.overlap_count import census
from coherence.overlap_money import THOUSANDTHS, purse
from coherence.overlap_pairs import Pairs
from coherence.scope import Scope
from data.model import Programme


class Spent(NamedTuple):
    """What a programme spends in the unit, and the most of it that a duplicate exposes."""

    programme: Programme
    amount: Fraction | None
    """In the profile's currency; None: not known."""
    worst: Fraction
    """The largest amount exposed in one pair, 0 where none is known."""
    partner: str | None
    """The programme on the other side of that pair."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """All money of a unit, and how much of it is exposed, in the profile's currency."""

    spent: tuple[Spent, ...]
    total: Fraction
    exposed: Fraction
    """Over pairs of which no two share a programme, chosen so that the sum is largest.

    Of a great many pairs it is the sum of a good choice: at least half the largest.
    """
    at_most: Fraction
    """What the largest sum cannot exceed; ``exposed`` itself where that is exact."""
    duplications: int
    unpriced: int
    """Duplications of which no amount is known."""


def exposure(scope: Scope) -> Exposure:
    """The money of a unit that is exposed to open duplications."""
    held, found = purse(scope), census(scope).pairs
    doubled = np.flatnonzero(found.counts & (found.kind == DUPLICATION))
    values = held.values.thousandths
    priced = doubled[values[doubled] > 0]
    chosen = matched(found.first[priced], found.second[priced], values[priced])
    worst = _worst(found, doubled[values[doubled] >= 0], values)
    spent = tuple(_spent(scope, p, worst.get(p.id)) for p in scope.programmes)
    return Exposure(
        spent,
        _sum(s.amount for s in spent if s.amount is not None),
        Fraction(chosen.weight, THOUSANDTHS),
        Fraction(chosen.at_most, THOUSANDTHS),
        len(doubled),
        int((values[doubled] < 0).sum()),
    )


def _worst(pairs: Pairs, rows: Ints, values: Ints) -> Mapping[str, tuple[int, int]]:
    """Programme → the row in which it exposes most, of equals the first, and the other one."""
    own = np.concatenate((pairs.first[rows], pairs.second[rows]))
    other = np.concatenate((pairs.second[rows], pairs.first[rows]))
    row = np.tile(rows, 2)
    order = np.lexsort((row, -values[row], own))
    own, first = np.unique(own[order], return_index=True)
    best = zip(row[order][first].tolist(), other[order][first].tolist(), strict=True)
    return dict(zip(map(pairs.ids.__getitem__, own.tolist()), best, strict=True))


def _spent(scope: Scope, programme: Programme, worst: tuple[int, int] | None) -> Spent:
    held, amount = purse(scope), purse(scope).spent_here(programme)
    if worst is None:
        return Spent(programme, amount, _NOTHING, None)
    row, number = worst
    other = numbered(scope.graph).programmes[number]
    if held.values.rough[row]:
        own = numbered(scope.graph).number[programme.id]
        value = held.value(own, number) or _NOTHING
    else:
        value = Fraction(int(held.values.thousandths[row]), THOUSANDTHS)
    return Spent(programme, amount, value, other.id)


_NOTHING: Final = Fraction()


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    """Exactly; whole numbers, which most are, add up far sooner than fractions."""
    whole, parts = 0, _NOTHING
    for amount in amounts:
        if amount.denominator == 1:
            whole += amount.numerator
        else:
            parts += amount
    return whole + parts
