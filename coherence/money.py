"""What a programme costs in the year that counts, where that money goes, and in which currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from coherence.graph import PolicyGraph
from data.columns import PartialDate
from data.model import Funding, Programme, Record, Statistic


class Budget(NamedTuple):
    """b(t): the money of a programme for migration and development, in one currency."""

    amount: Fraction
    """Major units, times the migration share."""
    currency: str
    year: int | None
    """The year of the funding; None: the whole-life budget."""
    placed: tuple[tuple[str | None, Fraction], ...]
    """Amounts by the territory that a funding row names; None: by the programme's own split."""
    rows: Sequence[Record]
    """What says so: funding, or the programme itself."""

    @property
    def cites(self) -> tuple[str, ...]:
        """The records that say so."""
        return tuple(row.ref for row in self.rows)


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency is worth in another, in the period that a source names."""

    value: Fraction
    period: PartialDate | None
    cites: str


def budget(graph: PolicyGraph, programme: Programme) -> Budget | None:
    """Funding of the programme's latest completed year, else its whole-life budget; else None.

    Unknown where neither is on record, where the migration share of a mainstreamed programme is
    blank, or where one year's funding is in several currencies.
    """
    known = graph.once(_budgets)
    if programme.id not in known:
        known[programme.id] = _find_budget(graph, programme)
    return known[programme.id]


def _budgets(_graph: PolicyGraph) -> dict[str, Budget | None]:
    return {}


def migration_share(programme: Programme) -> Fraction | None:
    """Which part of a programme is for migration and development, 0 to 1; None: not known."""
    if programme.migration_share is not None:
        return _exactly(programme.migration_share) / 100
    return None if programme.migration == "mainstreamed" else Fraction(1)


def _find_budget(graph: PolicyGraph, programme: Programme) -> Budget | None:
    share = migration_share(programme)
    if share is None:
        return None
    times = 1 if share == 1 else share  # whole numbers are much quicker than fractions
    rows = latest_year(graph, programme)
    if rows:
        own = programme.currency or graph.profile.currency
        currencies = {row.currency or own for row in rows}
        if len(currencies) > 1 or any(row.amount is None for row in rows):
            return None
        placed: dict[str | None, int] = defaultdict(int)
        for row in rows:
            placed[row.territory] += row.amount or 0
        parts = tuple(
            (place, Fraction(placed[place] * times))
            for place in sorted(placed, key=lambda place: place or "")
        )
        whole = parts[0][1] if len(parts) == 1 else Fraction(sum(placed.values()) * times)
        return Budget(whole, currencies.pop(), _year(rows[0]), parts, rows)
    if programme.budget is None:
        return None
    amount = Fraction(programme.budget * times)
    currency = programme.currency or graph.profile.currency
    return Budget(amount, currency, None, ((None, amount),), (programme,))


def _year(funding: Funding) -> int:
    return int(funding.period[:4]) if funding.period else 0


def latest_year(graph: PolicyGraph, programme: Programme) -> Sequence[Funding]:
    """What was allotted in the latest completed year that has funding on record.

    A revised amount replaces the enacted one of the same place, funder and source.
    """
    if programme.id not in graph.once(_fundings):
        return ()
    known = graph.once(_latest_years)
    if programme.id not in known:
        known[programme.id] = _find_latest_year(graph, programme)
    return known[programme.id]


def _latest_years(_graph: PolicyGraph) -> dict[str, Sequence[Funding]]:
    return {}


def _find_latest_year(graph: PolicyGraph, programme: Programme) -> Sequence[Funding]:
    completed = (graph.as_of + timedelta(days=1)).year - 1
    kinds = graph.once(_allotting)
    latest = 0
    best: dict[tuple[str, str, str], tuple[int, list[Funding]]] = {}
    for row in graph.once(_fundings)[programme.id]:
        allots = kinds.get(row.kind or "", 1)
        if not allots:
            continue
        year = _year(row)
        if not 0 < year <= completed or year < latest:
            continue
        if year > latest:
            latest = year
            best.clear()
        key = (row.territory or "", row.funder or "", row.funding_source or "")
        known = best.get(key)
        if known is None or known[0] < allots:
            best[key] = (allots, [row])
        elif known[0] == allots:
            known[1].append(row)
    if len(best) == 1:
        [(_, rows)] = best.values()
        return rows
    return [row for _, (_, rows) in sorted(best.items()) for row in rows]


def _allotting(graph: PolicyGraph) -> Mapping[str, int]:
    """Kind of funding → 0 where it allots nothing, else the higher the newer its stage."""
    kinds = graph.profile.codes("funding_kind").values()
    return {kind.id: int(kind.about.get("allots", 0)) for kind in kinds}


def spent_in(graph: PolicyGraph, programme: Programme, year: int) -> list[Funding]:
    """What is recorded as spent on a programme in a year, in order of id."""
    rows, spent = graph.once(_fundings).get(programme.id, ()), graph.once(_spent_kinds)
    return [row for row in rows if row.kind in spent and _year(row) == year]


def _spent_kinds(graph: PolicyGraph) -> frozenset[str]:
    kinds = graph.profile.codes("funding_kind").values()
    return frozenset(kind.id for kind in kinds if kind.about.get("spent"))


def _fundings(graph: PolicyGraph) -> Mapping[str, Sequence[Funding]]:
    found: dict[str, list[Funding]] = defaultdict(list)
    for row in graph.snapshot.of(Funding).values():
        if graph.counts(row):
            found[row.programme].append(row)
    return found


# --- where it goes --------------------------------------------------------------------------


def delivered_in(programme: Programme) -> tuple[str, ...]:
    """T of a programme: where it is delivered; where that is blank, whose people may use it."""
    return programme.territories or programme.open_to


def amount_in(
    graph: PolicyGraph, programme: Programme, held: Budget, ground: Iterable[str]
) -> Fraction:
    """How much of a budget goes to ``ground``, in major units.

    By the territory that a funding names, else by the recorded split of the programme, else
    evenly over the cities and municipalities of its territories.
    """
    widest = graph.places.widest(ground)
    if len(held.placed) == 1 and held.placed[0][0] is None:
        part = split_in(graph, programme, widest)
        return held.amount if part == 1 else held.amount * part
    inside = []
    for place, amount in held.placed:
        if place is None:
            part = split_in(graph, programme, widest)
        else:
            part = part_of_place(graph, place, widest)
        if part:
            inside.append(amount if part == 1 else amount * part)
    return sum(inside[1:], inside[0]) if inside else Fraction()


def split_in(graph: PolicyGraph, programme: Programme, ground: tuple[str, ...]) -> Fraction:
    """Which part of a programme goes to ``ground``, places of which none lies in another.

    Worked out once for all that go the same way: a country's programmes are many, the ways in
    which they are split over places few.
    """
    known = graph.once(_splits)
    asked = (delivered_in(programme), programme.budget_split, ground)
    if asked not in known:
        known[asked] = _find_split(graph, *asked)
    return known[asked]


Split = tuple[tuple[str, float], ...]
"""Place and percent."""


def _splits(_: PolicyGraph) -> dict[tuple[tuple[str, ...], Split, tuple[str, ...]], Fraction]:
    return {}


def _find_split(
    graph: PolicyGraph, delivered: tuple[str, ...], percents: Split, ground: tuple[str, ...]
) -> Fraction:
    places = graph.places.widest(delivered)
    split = {place: _exactly(percent) / 100 for place, percent in percents}
    rest = [place for place in places if place not in split]
    found = sum(
        (share * part_of_place(graph, place, ground) for place, share in split.items()),
        Fraction(),
    )
    left = 1 - sum(split.values(), Fraction())
    size = sum(graph.places.size(place) for place in rest)
    if left <= 0 or not size:
        return min(found, Fraction(1))
    inside = sum(
        (graph.places.size(place) * part_of_place(graph, place, ground) for place in rest),
        Fraction(),
    )
    return found + left * inside / size


def part_of_place(graph: PolicyGraph, place: str, ground: Collection[str]) -> Fraction:
    """Which part of a place lies in ``ground``, 0 to 1, counted in cities and municipalities."""
    places = graph.places
    if any(places.within(place, wider) for wider in ground):
        return Fraction(1)
    inside = {_lifted(graph, code) for code in ground if places.within(code, place)}
    return min(Fraction(1), Fraction(sum(map(places.size, inside)), places.size(place)))


def _lifted(graph: PolicyGraph, code: str) -> str:
    """A community counts as its city or municipality."""
    places = graph.places
    if places.is_lgu(code):
        return code
    above = next((place for place in places.above(code) if places.is_lgu(place)), None)
    return code if above is None else above


# --- currencies -----------------------------------------------------------------------------


def exchanged(
    graph: PolicyGraph, amount: Fraction, held: Budget, currency: str, since: date | None = None
) -> tuple[Fraction, tuple[str, ...]] | None:
    """An amount of a budget in another currency, and the statistic that says the rate.

    The rate is of the funding's own year; of a whole-life budget the newest one on record that
    is not later than the graph's day nor earlier than ``since``. None where there is none.
    """
    if held.currency == currency:
        return amount, ()
    rates = graph.once(_rates)
    for key, turned in (((held.currency, currency), False), ((currency, held.currency), True)):
        found = _of_period(rates.get(key, ()), held.year, since, graph.as_of)
        if found:
            return (amount / found.value if turned else amount * found.value), (found.cites,)
    return None


def _of_period(
    rates: Sequence[Rate], year: int | None, since: date | None, until: date
) -> Rate | None:
    fitting = []
    for rate in rates:
        if year is not None:
            fits = rate.period is not None and rate.period.first.year == year
        else:
            fits = rate.period is None or (
                rate.period.first <= until and not (since and rate.period.last < since)
            )
        if fits:
            fitting.append(rate)
    return max(fitting, key=lambda rate: (rate.period or "", rate.cites), default=None)


def _rates(graph: PolicyGraph) -> Mapping[tuple[str, str], Sequence[Rate]]:
    """(Of, in) → the rates on record: ``rate:USD/PHP`` 56 says that 1 USD is 56 PHP."""
    found: dict[tuple[str, str], list[Rate]] = defaultdict(list)
    for statistic in graph.snapshot.of(Statistic).values():
        head, _, pair = statistic.series.partition(":")
        one, _, other = pair.partition("/")
        if head == "rate" and one and other and statistic.value:
            rate = Rate(_exactly(statistic.value), statistic.period, statistic.ref)
            found[one, other].append(rate)
    return found


@lru_cache(4096)
def _exactly(number: float) -> Fraction:
    """A number as it was written: 0.1 is a tenth."""
    return Fraction(str(number))
