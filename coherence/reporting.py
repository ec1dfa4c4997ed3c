"""Reports that offices give each other: between levels, in time, and made public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from coherence.evidence import Judgement
from coherence.facets import PAIR
from coherence.graph import PolicyGraph
from coherence.scope import Scope
from coherence.uptake import cited
from coherence.when import Held, within_months
from coherence.words import Message, marked, say
from data.model import Actor, Instrument, Mechanism, Meeting, ReportDue

Part = tuple[str, float | None, Message, tuple[str, ...]]
"""Subject, score, reason, and the records that it rests on."""


# --- between levels -----------------------------------------------------------------------------


def level_pairs(scope: Scope) -> Iterator[Judgement]:
    """Whether each place of the unit and the one right above it report to each other."""
    graph, places = scope.graph, scope.places
    exchanged = graph.once(_exchanged)
    for place in sorted(scope.territories):
        upper, rank = places.parent(place), places.rank(place)
        if upper is None or rank is None or rank > graph.lowest:
            continue
        up, down = exchanged.get((place, upper), []), exchanged.get((upper, place), [])
        given = [_given(graph, place, reports) for reports in (up, down)]
        pair = (f"territory/{place}", f"territory/{upper}")
        names = {"place": graph.called(pair[0]), "upper": graph.called(pair[1])}
        if all(given):
            score, text = 1.0, marked("{place} and {upper} report to each other")
        elif given[0] is False:
            score, text = 0.0, marked("{place} did not report to {upper}")
        elif given[1] is False:
            score, text = 0.0, marked("{upper} did not report back to {place}")
        else:
            score = None
            text = marked("not known: reports both ways between {place} and {upper}")
        listed = graph.inventory(ReportDue.KIND, place)
        cites = cited(pair, (r.ref for r in (*up, *down)), listed.ref if listed else None)
        yield Judgement(PAIR.join(pair), score, say(text, **names), cites=cites)


def _given(graph: PolicyGraph, place: str, reports: Iterable[ReportDue]) -> Held:
    """Whether a report was submitted in the last months; no where one that was owed was not."""
    months = graph.profile.setting("rules", "report_months", default=12)
    missed, sent = graph.inventoried(ReportDue.KIND, place), set()
    for report in reports:
        if report.submitted_on:
            sent.add(within_months(report.submitted_on, graph.as_of, months))
        owed = within_months(report.due_on, graph.as_of, months)
        missed = missed or bool(owed and in_time(graph, report) is False)
    if True in sent:
        return True
    return False if missed and None not in sent else None


def _exchanged(graph: PolicyGraph) -> Mapping[tuple[str, str], list[ReportDue]]:
    """(From, to) places → the reports between their offices and mechanisms."""
    found: dict[tuple[str, str], list[ReportDue]] = defaultdict(list)
    actors = graph.snapshot.of(Actor)
    for report in graph.snapshot.of(ReportDue).values():
        sender = actors.get(report.from_actor)
        receiver = graph.snapshot.get(report.to)
        if sender and receiver and graph.counts(report):
            start, end = graph.territory_of(sender), graph.territory_of(receiver)
            if start and end:
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


def timeliness(scope: Scope) -> list[Part]:
    """Every report that was due from the unit by its day: 1 in time, 0 late or not given."""
    words = {
        True: say("given in time"),
        False: say("late or not given"),
        None: say("not known when given"),
    }
    return [
        (report.ref, _score(held := in_time(scope.graph, report)), words[held], (report.ref,))
        for report in _reports(scope)
        if report.due_on and report.due_on.last <= scope.as_of
    ]


def publication(scope: Scope) -> list[Part]:
    """The unit's plans in force, minutes and reports given by its day: 1 where published."""
    words = {
        True: say("published"),
        False: say("not published"),
        None: say("not known whether published"),
    }
    found: list[tuple[str, bool | None]] = [
        *((f"{r.ref}", r.published) for r in _plans(scope)),
        *((r.ref, r.published) for r in _meetings(scope)),
        *(
            (r.ref, r.published)
            for r in _reports(scope)
            if r.submitted_on and r.submitted_on.last <= scope.as_of
        ),
    ]
    return [(f"{ref}@published", _score(held), words[held], (ref,)) for ref, held in found]


def _score(held: Held) -> float | None:
    return None if held is None else float(held)


def _reports(scope: Scope) -> Iterator[ReportDue]:
    """Reports of the unit's offices; of a mechanism: those that it is to be given."""
    actors = scope.snapshot.of(Actor)
    for report in scope.snapshot.of(ReportDue).values():
        sender = actors.get(report.from_actor)
        own = sender is not None and sender.territory in scope.territories
        if (report.to == scope.unit if scope.mechanism else own) and scope.graph.counts(report):
            yield report


def _meetings(scope: Scope) -> Iterator[Meeting]:
    """Meetings that the unit's mechanisms had held by its day."""
    mechanisms = scope.snapshot.of(Mechanism)
    for meeting in scope.snapshot.of(Meeting).values():
        held_by = mechanisms.get(meeting.mechanism)
        if held_by and meeting.date.last <= scope.as_of and scope.graph.counts(meeting):
            within = bool(held_by.territories) and set(held_by.territories) <= scope.territories
            ours = held_by is scope.mechanism if scope.mechanism else within
            if ours and scope.graph.is_on_migration(held_by):
                yield meeting


def _plans(scope: Scope) -> Iterator[Instrument]:
    """The unit's plans and investment programmes in force; of a mechanism: those that it owns."""
    graph, kinds = scope.graph, scope.profile.codes("instrument_kind")
    for instrument in scope.snapshot.of(Instrument).values():
        kind = kinds.get(instrument.kind or "")
        ours = (
            instrument.owner == scope.unit
            if scope.mechanism
            else instrument.territory in scope.territories
        )
        counts = graph.counts(instrument) and graph.is_on_migration(instrument)
        if ours and counts and kind and kind.about.get("plan") and graph.in_force(instrument):
            yield instrument
