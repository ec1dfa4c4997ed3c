"""Data, M&E and accountability: is it measured, reported, made public and followed up?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from statistics import fmean, median
from typing import NamedTuple

from coherence.answers import answered
from coherence.catalogue import Measured, indicator
from coherence.evidence import NO_EVIDENCE, Evidence, Judgement, Said
from coherence.graph import PolicyGraph
from coherence.reporting import PUBLIC, TIMELY, Kept, level_pairs, publication, timeliness
from coherence.scope import Scope
from coherence.shapes import linear
from coherence.uptake import cited, is_read
from coherence.when import Held
from coherence.words import Message, say
from data.model import Decision, Meeting, Objective, ReportDue

Figures = tuple[tuple[str, object], ...]

Told = tuple[Message, tuple[str, ...]]
"""Reason and records of a judgement."""

MATRIX = ("indicator", "baseline", "target", "deadline", "data_source", "responsible")
"""The six cells of a results matrix."""


def _outcomes(scope: Scope, evidence: Evidence) -> Figures:
    """How many of the objectives with a kind of result on record promise an outcome."""
    results, objectives = scope.profile.codes("result"), scope.snapshot.of(Objective)
    judged = (objectives[ref.partition("/")[2]] for ref in evidence.subjects)
    kinds = (results.get(objective.result or "") for objective in judged)
    known = [bool(kind.about.get("outcome")) for kind in kinds if kind]
    if not known:
        return ()
    share = say("{share:.0f} % of {known} known", share=100 * fmean(known), known=len(known))
    return (("objectives that promise an outcome", share),)


@indicator(
    "DM1",
    title="Results-matrix completeness",
    levels="NRPLM",
    weighs="objectives",
    reference="OECD/SIGMA (60 % outcome objectives)",
    core=True,
    bands="DM1",
    beside=_outcomes,
)
def results_matrix(scope: Scope) -> Evidence:
    """How much of the results matrix of the unit's objectives is filled: indicator, baseline,
    target, deadline, data source and responsible actor.

    ``100·mean(filled/6)``, beside it the share of objectives that promise an outcome. A blank cell
    is a no where the instrument was read whole or objectives are inventoried.
    """
    objectives = list(scope.own_objectives())

    def score(objective: Objective) -> float | None:
        blank = len(_blank(objective))
        return 1 - blank / len(MATRIX) if not blank or _closing(scope, objective) else None

    return Evidence.told_later(
        [objective.ref for objective in objectives],
        list(map(score, objectives)),
        lambda row: _matrix_in_words(scope, objectives[row]),
    )


def _blank(objective: Objective) -> Sequence[str]:
    """The cells of the matrix that are not filled."""
    cells = zip(MATRIX, _cells(objective), strict=True)
    return [cell for cell, held in cells if held in (None, (), "")]


_cells = attrgetter(*MATRIX)


def _closing(scope: Scope, objective: Objective) -> str | None:
    """What says that a blank cell is a no: an inventory, or the instrument that was read whole."""
    graph = scope.graph
    listed = graph.inventory(Objective.KIND, graph.territory_of(objective) or "")
    if listed:
        return listed.ref
    instrument = graph.instrument(objective)
    return instrument.ref if instrument and is_read(graph, instrument) else None


def _matrix_in_words(scope: Scope, objective: Objective) -> Said:
    blank, closing = _blank(objective), _closing(scope, objective)
    cites = cited(objective.ref, closing or f"instrument/{objective.instrument}")
    words = ", ".join(cell.replace("_", " ") for cell in blank)
    if not blank:
        return Said(say("all six cells are filled"), cites)
    if closing:
        return Said(say("without {cells}", cells=words), cites)
    return Said(say("not known: {cells}, for it was not read whole", cells=words), cites)


@indicator(
    "DM2",
    title="Local migration data",
    levels="RPL",
    weighs="LGUs",
    reference="KNOMAD/OECD PICMD anchors; JMDI case study 18 (2017), SDG 17.18",
    core=True,
)
def local_data(scope: Scope) -> Iterator[Judgement]:
    """How far the LGUs of the unit have migration data of their own: none 0; collected within three
    years 50; also by sex, age and destination, and published 100.

    Mean over the LGUs of the assessed anchor 0, 5 or 10, times ten. An assessment stands for three
    years; what does not apply leaves the count.
    """
    for code in scope.lgus:
        unit = f"territory/{code}"
        if found := answered(scope.graph, unit, "DM2"):
            yield Judgement(unit, found.score, found.reason, cites=found.cites)


@indicator(
    "DM3",
    title="Two-way information",
    levels="NRPLM",
    weighs="places with the one right above them",
    reference="Charbit's information gap (OECD 2011)",
)
def two_way_information(scope: Scope) -> Evidence:
    """Share of the places of the unit that gave the level right above a report, and got one back,
    in the last twelve months.

    ``100·reciprocal/pairs``, one pair for each place and the next one up the ladder; an office or
    mechanism speaks for its place. It is a no where reports are inventoried, or where one that was
    owed in that time was not given.
    """
    return level_pairs(scope)


@indicator(
    "DM4",
    title="Reporting and transparency",
    levels="NRPLM",
    weighs="reports due, and documents to publish",
    reference="Charbit's accountability gap (OECD 2011); KNOMAD/OECD PICMD",
)
def transparency(scope: Scope) -> Evidence:
    """Half the share of reports given in time, half the share of plans, minutes and reports that
    are published.

    ``100·(½·on time/due + ½·published/all)``; of reports due by the day, and plans in force,
    meetings held and reports given by then. Each half weighs a half, however many of it are known.
    """
    due = _Half(timeliness(scope), TIMELY, say("no report due is on record"))
    public = _Half(
        publication(scope), PUBLIC, say("no plan, minutes or report is on record"), "@published"
    )
    if not due.kept and not public.kept:
        return NO_EVIDENCE
    nothing_owed = not due.kept and _none_owed(scope)
    rows = [] if nothing_owed else list(due.rows(scope.unit))
    rows += public.rows(scope.unit)
    subjects, scores, weights, told = zip(*rows, strict=True)
    return Evidence.told_later(subjects, scores, lambda row: Said(*told[row]), weights)


def _none_owed(scope: Scope) -> bool:
    roots = scope.roots
    return bool(roots) and all(scope.graph.inventoried(ReportDue.KIND, root) for root in roots)


class _Half(NamedTuple):
    """One half of DM4: what was kept of it, and how that is said."""

    kept: Kept
    words: Mapping[Held, Message]
    missing: Message
    about: str = ""
    """What follows the reference in the subject of a judgement."""

    def rows(self, unit: str) -> Iterator[tuple[str, float | None, float, Told]]:
        """Subject, score, weight and words: those known make up a half together."""
        if not self.kept:
            yield unit, None, 0.5, (self.missing, (unit,))
            return
        known = sum(held is not None for _, held in self.kept)
        weight = 0.5 / (known or len(self.kept))
        for ref, held in self.kept:
            score = None if held is None else float(held)
            yield f"{ref}{self.about}", score, weight, (self.words[held], (ref,))


# --- DM5 ----------------------------------------------------------------------------------------


@indicator(
    "DM5",
    title="Follow-through",
    levels="M",
    weighs="decisions due",
    reference="OECD/SIGMA: no points below 25 %, all of them from 90 % on; GAO action tracking",
    core=True,
    own_formula=True,
    bands="DM5",
)
def follow_through(scope: Scope) -> Measured:
    """How far the mechanism carries out what it decides: of the decisions that are due, 0 up to
    25 % done, 100 from 90 % on.

    ``x = 100·done/due``; the score rises linearly from 25 to 90 %; of a territory: the mean over
    its own mechanisms. Beside it the median delay in days of those done with both dates on record.
    """
    by_mechanism = _decisions(scope)
    evidence = Evidence.of(j for decisions in by_mechanism for j, _ in decisions)
    if not len(evidence):
        return Measured(None, reason=say("no decision that is due is on record"))
    delays = [days for decisions in by_mechanism for _, days in decisions if days is not None]
    beside = (("median delay of decisions done, days", median(delays)),) if delays else ()
    parts = [Evidence.of(j for j, _ in decisions) for decisions in by_mechanism]
    bounds = [part.bounds for part in parts if part.bounds]
    low, high = (_scaled(scope, ends) for ends in zip(*bounds, strict=True))
    least = scope.profile.known_share
    share = 100 * (evidence.availability or 0.0)
    means = [part.mean for part in parts if part.mean is not None]
    if share < least or not means:
        reason = say(
            "only {share:.0f} % could be judged: at least {low:.1f}, at most {high:.1f}",
            share=share, low=low, high=high,
        )  # fmt: skip
        return Measured(None, evidence, low, high, reason, beside)
    return Measured(_scaled(scope, means), evidence, low, high, None, beside)


def _scaled(scope: Scope, shares: Iterable[float]) -> float:
    """Mean over mechanisms of SIGMA's scale, 0–100, of a share done, 0–1."""
    scale = scope.profile.setting("rules", "follow_through")
    zero, full = scale["zero"], scale["full"]
    return fmean(linear(100 * share, zero, full) for share in shares)


def _decisions(scope: Scope) -> list[list[tuple[Judgement, int | None]]]:
    """For each mechanism with any, its decisions that are due, and how many days late they came."""
    meetings = scope.snapshot.of(Meeting)
    found: dict[str, list[tuple[Judgement, int | None]]] = defaultdict(list)
    ours = {mechanism.id for mechanism in scope.mechanisms}
    for decision in scope.snapshot.of(Decision).values():
        meeting = meetings.get(decision.meeting or "")
        due = decision.due is not None and decision.due.last <= scope.as_of
        if meeting and meeting.mechanism in ours and due and scope.graph.counts(decision):
            found[meeting.mechanism].append(_followed(scope.graph, decision, meeting))
    return list(found.values())


def _followed(
    graph: PolicyGraph, decision: Decision, meeting: Meeting
) -> tuple[Judgement, int | None]:
    """Whether a decision was done by the graph's day; done later is not done by then."""
    status = graph.profile.codes("decision_status").get(decision.status or "")
    done_on, cites = decision.done_on, (decision.ref, meeting.ref)
    label = status.label if status else ""
    days = None
    if done_on and done_on.first > graph.as_of:
        score, reason = 0.0, say("done only on {day}", day=done_on)
    elif done_on or (status and status.about.get("done")):
        score, reason = 1.0, say("done")
        if done_on and decision.due:
            days = max(0, (done_on.first - decision.due.last).days)
            if days:
                reason = say("done {days} days after it was due", days=days)
    elif status:
        score, reason = 0.0, say("was due on {day}: {status}", day=decision.due, status=label)
    else:
        return Judgement(decision.ref, None, say("no status is on record"), cites=cites), None
    return Judgement(decision.ref, score, reason, cites=cites), days
