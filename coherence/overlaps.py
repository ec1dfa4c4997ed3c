"""Overlap candidates: the list, the counts behind it, and why a pair is or is not in it.

>>> from coherence import report_on
>>> from data.example import worked_example
>>> [found] = find_overlaps(report_on(worked_example()).scope)
>>> found.first, found.second, found.kind.value, str(found.reasons[0])
('ADVICE', 'CLINIC', 'overlap', 'both offer Legal help and case handling')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Final

import numpy as np

from coherence.coordination import Bond, coordination
from coherence.findings import Overlap, OverlapClass, OverlapTold, PairExplained
from coherence.kernels.tables import NONE, Ints
from coherence.overlap_arrays import numbered
from coherence.overlap_bonds import bonds
from coherence.overlap_census import Company, Missing, OverlapCensus, PairFound
from coherence.overlap_count import census
from coherence.overlap_money import Exposed, purse
from coherence.overlap_pairs import CLASSES, Pairs
from coherence.overlap_words import (
    nothing_shared,
    score_parts,
    under_threshold,
    what_is_missing,
    what_was_said,
    why_apart,
    why_complementary,
    why_managed,
    why_together,
)
from coherence.pairs import (
    Judged,
    Rulebook,
    Side,
    ground_of,
    is_listed,
    joined_by,
    judge,
    missing,
    side,
)
from coherence.scope import Scope
from coherence.verdicts import Standing, fingerprint, pair_of
from coherence.words import Message
from data.garbage import nothing_is_garbage
from data.model import Programme

__all__ = [
    "Company", "Missing", "OverlapCensus", "PairFound", "census", "find_overlaps", "fingerprint",
    "why_not",
]  # fmt: skip

STRENGTH: Mapping[OverlapClass | None, int] = {
    None: len(OverlapClass),
    **{kind: number for number, kind in enumerate(OverlapClass)},
}
"""The class's place in the list: the strongest first."""
AT_MOST: Final = 10_000
"""Pairs in a list; more than anybody reads."""
OF_ONE: Final = 50
"""Of them, pairs of any one programme, where there are more: a national one meets everybody."""


@nothing_is_garbage()
def find_overlaps(
    scope: Scope,
    keep: Callable[[str], bool] | None = None,
    *,
    at_most: int = AT_MOST,
    of_one: int = OF_ONE,
) -> tuple[Overlap, ...]:
    """The pairs of a unit from the profile's threshold on, in the list's order.

    Open pairs first, then what is complementary by design or settled; by class, money exposed,
    score and ids. A unit of few programmes lists every overlap and duplication. Where more than
    ``at_most`` pairs are to be listed, the first so many come, and of any one programme the first
    ``of_one``; how many there are in all says `listed_overlaps`. ``keep`` is a lens: one of the
    two programmes passes it.
    """
    rows = _listed(scope, keep)
    if len(rows) > at_most:
        nearly = _in_order(scope, rows, purse(scope).values.thousandths[rows])
        rows = _foremost(census(scope).pairs, nearly, at_most, of_one)
    rows = _in_order(scope, rows, _by_worth(scope, rows))
    teller = _Teller(scope)
    return tuple(teller.listed(p, p.kind) for p in census(scope).pairs.at(rows) if p.kind)


def listed_overlaps(
    scope: Scope, keep: Callable[[str], bool] | None = None
) -> Mapping[OverlapClass, int]:
    """How many pairs of each class are to be listed, whether or not the list has room for them."""
    kinds = census(scope).pairs.kind[_listed(scope, keep)]
    counts = Counter(kinds.tolist())
    return {kind: counts[number] for number, kind in CLASSES.items() if kind and counts[number]}


def _listed(scope: Scope, keep: Callable[[str], bool] | None) -> Ints:
    """Rows of the pairs that are to be listed, through a lens."""
    found = census(scope).pairs
    listed = found.listed & (found.kind > NONE)
    if keep is not None:
        kept = np.array([keep(f"programme/{name}") for name in found.ids], np.bool_)
        listed &= kept[found.first] | kept[found.second]
    return np.flatnonzero(listed)


def _in_order(scope: Scope, rows: Ints, worth: Ints) -> Ints:
    """The rows in the list's order: open first, by class, money exposed, score and ids.

    ``worth`` is higher for a row that exposes more money.
    """
    some = census(scope).pairs.at(rows)
    strength = np.array([STRENGTH[CLASSES[number]] for number in range(len(CLASSES))])
    order = np.lexsort(
        (some.second, some.first, -some.score, -worth, strength[some.kind], ~some.counts)
    )
    found: Ints = rows[order]
    return found


def _by_worth(scope: Scope, rows: Ints) -> Ints:
    """A number for each pair, the higher the more money it exposes; unknown is lowest.

    Money is held in thousandths. Where that leaves something out and others have the same, they
    are told apart exactly.
    """
    pairs, values = census(scope).pairs, purse(scope).values
    thousandths, rough = values.thousandths[rows], values.rough[rows]
    if not rough.any():
        return thousandths
    alike = np.isin(thousandths, thousandths[rough])
    amounts: list[tuple[int, Fraction]] = [(held, Fraction()) for held in thousandths.tolist()]
    sides = zip(pairs.first[rows[alike]].tolist(), pairs.second[rows[alike]].tolist(), strict=True)
    for at, (one, other) in zip(np.flatnonzero(alike).tolist(), sides, strict=True):
        amounts[at] = (amounts[at][0], purse(scope).value(one, other) or Fraction())
    rank = {amount: number for number, amount in enumerate(sorted(set(amounts)))}
    return np.array([rank[amount] for amount in amounts], np.int64)


def _foremost(found: Pairs, rows: Ints, at_most: int, of_one: int) -> Ints:
    """The rows that stand first, no programme in more than ``of_one`` of them."""
    fits = np.ones(len(rows), np.bool_)
    sides = np.concatenate((found.first[rows], found.second[rows]))
    place = np.tile(np.arange(len(rows)), 2)
    grouped = np.lexsort((place, sides))
    begins = np.searchsorted(sides[grouped], sides[grouped])
    late = np.arange(len(grouped)) - begins >= of_one
    fits[place[grouped[late]]] = False
    return rows[fits][:at_most]


def why_not(scope: Scope, one: str, other: str) -> PairExplained:
    """Two programmes by the rules: whether they are listed, the five parts, and the reasons.

    Raises:
        KeyError: the register has no such programme.
    """
    first, second = (side(scope.graph, name) for name in pair_of(one, other))
    return _Teller(scope).explained(first, second)


class _Teller:
    """Puts pairs of a unit into words."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.graph = scope.graph
        self.rules = scope.graph.once(Rulebook.of)
        self.coordination = coordination(scope.graph)
        self.bonds = bonds(scope)
        self.purse = purse(scope)
        self.programmes = scope.snapshot.of(Programme)

    def listed(self, pair: PairFound, kind: OverlapClass) -> Overlap:
        """A pair of the list."""
        graph, standing = self.graph, pair.standing
        ranks = (graph.rank(self.programmes[name]) for name in (pair.first, pair.second))
        return Overlap(
            pair.first, pair.second, kind, pair.complementary, pair.managed, pair.score, pair.parts,
            (next(ranks), next(ranks)), standing.current, standing.former, standing.settled,
            partial(self._told, pair),
        )  # fmt: skip

    def _told(self, pair: PairFound) -> OverlapTold:
        graph = self.graph
        one, other = side(graph, pair.first), side(graph, pair.second)
        numbers = [numbered(graph).number[name] for name in (pair.first, pair.second)]
        bond = self.bonds.of(*numbers)
        money = self.purse.exposed(one.programme, other.programme)
        priced = money if isinstance(money, Exposed) else None
        return OverlapTold(
            reasons=(*why_together(graph, one, other), *self._further(one, other, pair, bond)),
            territories=self.bonds.ground(*numbers),
            exposed=priced.money if priced else None,
            unpriced=None if isinstance(money, Exposed) else money,
            cites=self._cites(one, other, bond, pair.standing),
        )

    def explained(self, one: Side, other: Side) -> PairExplained:
        """Any two programmes, whether or not they are a pair."""
        scope, graph = self.scope, self.graph
        pair = judge(scope, one, other)
        standing = pair.standing
        ground = scope.places.shared(*(ground_of(scope, s.reach) for s in (one, other)))
        bond = (
            self.coordination.bond(one.lead, other.lead, ground)
            if one.lead and other.lead
            else None
        )
        listed = is_listed(pair, self.rules, every_overlap=census(scope).detailed)
        reasons = (
            [] if pair.co_present is not False else why_apart(graph, one, other, scope.unit, ground)
        )
        reasons += [*why_together(graph, one, other)] or [nothing_shared()]
        reasons += self._further(one, other, pair, bond)
        if pair.co_present and pair.kind and not listed:
            reasons.append(under_threshold(pair.score, self.rules.threshold))
        lacking = [m for s in (one, other) for m in what_is_missing(graph, s, missing(s))]
        return PairExplained(
            first=one.id,
            second=other.id,
            co_present=pair.co_present,
            kind=pair.kind,
            listed=listed,
            complementary=pair.complementary,
            managed=bond is not None or standing.managed,
            settled=standing.settled,
            score=pair.score,
            parts=score_parts(graph, one, other),
            reasons=tuple(reasons),
            missing=tuple(lacking) if pair.co_present is None else (),
            territories=ground,
            verdict=standing.current,
            old_verdict=standing.former,
            cites=self._cites(one, other, bond, standing),
        )

    def _further(
        self, one: Side, other: Side, pair: PairFound | Judged, bond: Bond | None
    ) -> Iterator[Message]:
        if pair.complementary:
            yield why_complementary(self.graph, one, other)
        elif pair.kind in (OverlapClass.OVERLAP, OverlapClass.DUPLICATION):
            yield why_managed(self.graph, one, other, bond, pair.standing)
        yield from what_was_said(self.graph, pair.standing)

    def _cites(
        self, one: Side, other: Side, bond: Bond | None, standing: Standing
    ) -> tuple[str, ...]:
        """Every record a pair rests on, each once."""
        found = [one.programme.ref, other.programme.ref, *standing.cites]
        found += bond.cites if bond else ()
        joined = joined_by(self.graph, one, other) or ()
        both = one.objectives.keys() & other.objectives.keys()
        for programme in (one.id, other.id):
            given = self.graph.contributions.get(programme, {})
            found += [given[o][1] for o in sorted(given) if o in joined or o in both]
        return tuple(dict.fromkeys(found))
