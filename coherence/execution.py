"""How much of its money a programme spent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from coherence.graph import PolicyGraph
from coherence.money import latest_year, spent_in
from coherence.scope import Scope
from coherence.words import Message, marked, say
from data.model import Funding, Programme


class Execution(NamedTuple):
    """Spent against allotted, in major units of one currency; None where it is not known."""

    spent: int | None
    allotted: int | None
    currency: str = ""
    when: str | Message = ""
    """The year, or the whole life."""
    lacking: Message | None = None
    """Why it is not known."""
    rows: Sequence[Funding] = ()
    """What says so."""

    @property
    def share(self) -> float | None:
        """Percent of what was allotted, 0 and more; None where that is not known or nothing."""
        if self.spent is None or not self.allotted:
            return None
        return 100 * self.spent / self.allotted

    @property
    def reason(self) -> Message:
        """What was spent of what, or why that is not known."""
        if self.lacking:
            return self.lacking
        text = marked("spent {spent:,} of {allotted:,} {currency} of {when}")
        if not self.allotted:
            text = marked("not known: nothing was allotted, {spent:,} {currency} spent of {when}")
        return say(
            text, spent=self.spent, allotted=self.allotted, currency=self.currency, when=self.when
        )

    @property
    def cites(self) -> tuple[str, ...]:
        """The funding that says so; () where the programme itself does."""
        return tuple(row.ref for row in self.rows)


def carried_out(scope: Scope) -> tuple[Programme, ...]:
    """Programmes that are active in the unit, then those that ended there since the latest
    completed year began.
    """
    return scope.once(_carried_out)


def _carried_out(scope: Scope) -> tuple[Programme, ...]:
    graph = scope.graph
    since = (scope.as_of + timedelta(days=1)).year - 1
    ended = (
        programme
        for programme in scope.snapshot.of(Programme).values()
        if programme.ends_on and programme.ends_on.first.year >= since
        if _has_ended(graph, programme) and graph.counts(programme)
        if graph.is_on_migration(programme) and scope.reached_by(programme)
    )
    return (*scope.programmes, *ended)


def _has_ended(graph: PolicyGraph, programme: Programme) -> bool:
    return programme.ends_on is not None and programme.ends_on.last < graph.as_of


def execution(graph: PolicyGraph, programme: Programme) -> Execution:
    """Spent of what was allotted: over the whole life once it ended, else in the latest year."""
    known = graph.once(_executions)
    if programme.id not in known:
        known[programme.id] = _find_execution(graph, programme)
    return known[programme.id]


def _executions(_graph: PolicyGraph) -> dict[str, Execution]:
    return {}


def _find_execution(graph: PolicyGraph, programme: Programme) -> Execution:
    if _has_ended(graph, programme):
        return _whole_life(graph, programme)
    rows = latest_year(graph, programme)
    if not rows or rows[0].period is None:
        return _NO_YEAR
    year = rows[0].period.first.year
    spent = spent_in(graph, programme, year)
    both = (*rows, *spent)
    if not spent or any(row.amount is None for row in both):
        return _unknown(say("not known: what was spent in {year}", year=year), both)
    currencies = {row.currency or programme.currency or "" for row in both}
    if len(currencies) > 1:
        reason = say("not known: amounts of {year} are in several currencies", year=year)
        return _unknown(reason, both)
    currency = currencies.pop() or graph.profile.currency
    return Execution(_total(spent), _total(rows), currency, str(year), None, both)


def _total(rows: Sequence[Funding]) -> int:
    return sum(row.amount for row in rows if row.amount is not None)


def _whole_life(graph: PolicyGraph, programme: Programme) -> Execution:
    if programme.budget is None or programme.spent is None:
        return _unknown(say("not known: what was spent over its whole life"))
    currency = programme.currency or graph.profile.currency
    return Execution(programme.spent, programme.budget, currency, say("its whole life"))


def _unknown(reason: Message, rows: Sequence[Funding] = ()) -> Execution:
    return Execution(None, None, lacking=reason, rows=rows)


_NO_YEAR = _unknown(say("not known: no yearly budget is on record"))
