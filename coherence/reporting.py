"""Reports that offices give each other: between levels, in time, and made public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from coherence.by_place import ByPlace
from coherence.evidence import Evidence, Said
from coherence.facets import PAIR
from coherence.graph import PolicyGraph
from coherence.scope import Scope
from coherence.uptake import cited
from coherence.when import Held, within_months
from coherence.words import Message, marked, say
from data.columns import PartialDate
from data.model import Actor, Instrument, Mechanism, Meeting, ReportDue

Kept = Sequence[tuple[str, Held]]
"""References, and whether what is asked of each was kept."""


# --- between levels -----------------------------------------------------------------------------


def level_pairs(scope: Scope) -> Evidence:
    """Whether each place of the unit and the one right above it report to each other."""
    graph, places = scope.graph, scope.places
    pairs = [
        (place, upper)
        for place in sorted(scope.territories)
        if (upper := places.parent(place)) is not None
        and (rank := places.rank(place)) is not None
        and rank <= graph.lowest
    ]

    def score(place: str, upper: str) -> float | None:
        up, down = _both_ways(graph, place, upper)
        return 1.0 if up and down else None if up is not False and down is not False else 0.0

    return Evidence.told_later(
        [f"territory/{place}{PAIR}territory/{upper}" for place, upper in pairs],
        [score(*pair) for pair in pairs],
        lambda row: _exchange_in_words(graph, *pairs[row]),
    )


def _exchange_in_words(graph: PolicyGraph, place: str, upper: str) -> Said:
    up, down = _both_ways(graph, place, upper)
    if up and down:
        text = marked("{place} and {upper} report to each other")
    elif up is False:
        text = marked("{place} did not report to {upper}")
    elif down is False:
        text = marked("{upper} did not report back to {place}")
    else:
        text = marked("not known: reports both ways between {place} and {upper}")
    refs = (f"territory/{place}", f"territory/{upper}")
    names = {"place": graph.called(refs[0]), "upper": graph.called(refs[1])}
    exchanged, listed = graph.once(_exchanged), graph.inventory(ReportDue.KIND, place)
    reports = (*exchanged.get((place, upper), ()), *exchanged.get((upper, place), ()))
    cites = cited(refs, (r.ref for r in reports), listed.ref if listed else None)
    return Said(say(text, **names), cites)


def _both_ways(graph: PolicyGraph, place: str, upper: str) -> tuple[Held, Held]:
    """Whether a place reported upwards, and whether the upper one reported back."""
    exchanged = graph.once(_exchanged)
    up, down = exchanged.get((place, upper), ()), exchanged.get((upper, place), ())
    return _given(graph, place, up), _given(graph, place, down)


def _given(graph: PolicyGraph, place: str, reports: Iterable[ReportDue]) -> Held:
    """Whether a report was submitted in the last months; no where one that was owed was not."""
    lately = graph.once(_Lately)
    missed, sent = graph.inventoried(ReportDue.KIND, place), set()
    for report in reports:
        if report.submitted_on:
            sent.add(lately[report.submitted_on])
        missed = missed or bool(lately[report.due_on] and in_time(graph, report) is False)
    if True in sent:
        return True
    return False if missed and None not in sent else None


class _Lately(dict[PartialDate | None, Held]):
    """Whether a day lies in the months within which reports are expected."""

    def __init__(self, graph: PolicyGraph) -> None:
        super().__init__()
        self._day = graph.as_of
        self._months: int = graph.profile.setting("rules", "report_months", default=12)

    def __missing__(self, day: PartialDate | None) -> Held:
        held = self[day] = within_months(day, self._day, self._months)
        return held


def _exchanged(graph: PolicyGraph) -> Mapping[tuple[str, str], list[ReportDue]]:
    """(From, to) places → the reports between their offices and mechanisms."""
    found: dict[tuple[str, str], list[ReportDue]] = defaultdict(list)
    places: dict[str, str | None] = {}
    for report in graph.snapshot.of(ReportDue).values():
        ends = (f"actor/{report.from_actor}", report.to)
        for ref in ends:
            if ref not in places:
                office = graph.snapshot.get(ref)
                places[ref] = graph.territory_of(office) if office else None
        start, end = places[ends[0]], places[ends[1]]
        if start and end and graph.counts(report):
            found[start, end].append(report)
    return found


# --- in time and in public ----------------------------------------------------------------------


def in_time(graph: PolicyGraph, report: ReportDue) -> Held:
    """Whether a report was submitted by the day it was due.

    A blank day of submission is a no where the row is vouched for after the report was due.
    """
    if report.due_on is None:
        return None
    sent, due = report.submitted_on, report.due_on.last
    if sent is None:
        vouched = graph.vouched(report)
        return False if vouched and vouched.last >= due else None
    if sent.last <= due:
        return True
    return False if sent.first > due else None


def timeliness(scope: Scope) -> Kept:
    """Every report that was due from the unit by its day: whether it was given in time."""
    return [
        (f"report_due/{report.id}", in_time(scope.graph, report))
        for report in scope.once(_reports)
        if report.due_on and report.due_on.last <= scope.as_of
    ]


TIMELY: Mapping[Held, Message] = {
    True: say("given in time"),
    False: say("late or not given"),
    None: say("not known when given"),
}


def publication(scope: Scope) -> Kept:
    """The unit's plans in force, minutes and reports given by its day: whether published."""
    return [
        *((f"instrument/{plan.id}", plan.published) for plan in _plans(scope)),
        *((f"meeting/{meeting.id}", meeting.published) for meeting in _meetings(scope)),
        *(
            (f"report_due/{report.id}", report.published)
            for report in scope.once(_reports)
            if report.submitted_on and report.submitted_on.last <= scope.as_of
        ),
    ]


PUBLIC: Mapping[Held, Message] = {
    True: say("published"),
    False: say("not published"),
    None: say("not known whether published"),
}


def _reports(scope: Scope) -> Collection[ReportDue]:
    """Reports of the unit's offices; of a mechanism: those that it is to be given."""
    if scope.mechanism:
        return scope.graph.once(_reports_by_receiver).get(scope.unit, ())
    return scope.graph.once(_reports_by_place).within(scope.territories)


def _reports_by_place(graph: PolicyGraph) -> ByPlace[ReportDue]:
    actors = graph.snapshot.of(Actor)
    places = {name: (actor.territory,) for name, actor in actors.items() if actor.territory}
    return ByPlace((r, places.get(r.from_actor, ())) for r in _counted_reports(graph))


def _reports_by_receiver(graph: PolicyGraph) -> Mapping[str, list[ReportDue]]:
    found: dict[str, list[ReportDue]] = defaultdict(list)
    for report in _counted_reports(graph):
        found[report.to].append(report)
    return found


def _counted_reports(graph: PolicyGraph) -> Iterator[ReportDue]:
    return filter(graph.counts, graph.snapshot.of(ReportDue).values())


def _meetings(scope: Scope) -> Iterator[Meeting]:
    """Meetings that the unit's mechanisms had held by its day."""
    held_by = scope.graph.once(_meetings_by_mechanism)
    for mechanism in (scope.mechanism,) if scope.mechanism else _tables_within(scope):
        if scope.graph.is_on_migration(mechanism):
            for meeting in held_by.get(mechanism.id, ()):
                if meeting.date.last <= scope.as_of:
                    yield meeting


def _tables_within(scope: Scope) -> Iterator[Mechanism]:
    """The mechanisms whose places all lie in the unit."""
    ours = scope.territories
    for mechanism in scope.graph.once(_tables_by_place).within(ours):
        if ours.issuperset(mechanism.territories):
            yield mechanism


def _tables_by_place(graph: PolicyGraph) -> ByPlace[Mechanism]:
    return ByPlace((m, m.territories) for m in graph.snapshot.of(Mechanism).values())


def _meetings_by_mechanism(graph: PolicyGraph) -> Mapping[str, list[Meeting]]:
    found: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in filter(graph.counts, graph.snapshot.of(Meeting).values()):
        found[meeting.mechanism].append(meeting)
    return found


def _plans(scope: Scope) -> Iterator[Instrument]:
    """The unit's plans and investment programmes in force; of a mechanism: those that it owns."""
    graph, planning = scope.graph, scope.graph.once(_planning_kinds)
    for instrument in scope.own_instruments:
        counts = graph.counts(instrument) and graph.is_on_migration(instrument)
        if counts and instrument.kind in planning and graph.in_force(instrument):
            yield instrument


def _planning_kinds(graph: PolicyGraph) -> Collection[str]:
    kinds = graph.profile.codes("instrument_kind").values()
    return {kind.id for kind in kinds if kind.about.get("plan")}
