"""Participation: do those who are concerned have a seat and a voice?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from coherence.catalogue import Measured, indicator
from coherence.evidence import Evidence, Judgement
from coherence.means import mean_of
from coherence.scope import Scope
from coherence.shapes import linear
from coherence.uptake import cited, is_plan
from coherence.voices import (
    answer_given,
    migrant_voice,
    non_state_seats,
    stages_heard,
    submissions_to,
)
from coherence.words import say
from data.model import Instrument, Mechanism

ENOUGH_SEATS = 40.0
"""Percent of non-state seats that scores in full."""
SEATS = "non-state voting seats, fewest"


# --- PA1 ----------------------------------------------------------------------------------------


def _seat_band(scope: Scope, found: Measured) -> str | None:
    """By the share and by how many seats there are; of a territory: the fewest of a mechanism."""
    rule, seats = scope.profile.setting("bands", "PA1"), dict(found.beside).get(SEATS)
    if not isinstance(seats, int) or seats < rule["seats"]:
        return "off_track"
    enough = round(found.value or 0.0, 9) >= rule["on_track"]
    return "on_track" if enough else "partial"


@indicator(
    "PA1",
    title="Non-state seats",
    levels="M",
    weighs="mechanisms",
    reference="OECD/SIGMA (at least two representatives); Local Government Code (a quarter)",
    core=True,
    own_formula=True,
    goalposts=(0.0, ENOUGH_SEATS),
    bands="PA1",
    banding=_seat_band,
)
def non_state_share(scope: Scope) -> Measured:
    """Share of the voting seats that civil society, migrant associations, academe and the private
    sector hold.

    ``100·non-state voting seats / voting seats``, vacant ones too; scored up to 40 %. On track from
    25 % on and with at least two seats, off track with fewer than two. Of a territory: the mean
    over its own mechanisms, and the fewest seats of any of them.
    """
    found = [non_state_seats(scope, mechanism, ENOUGH_SEATS) for mechanism in scope.mechanisms]
    seats = [count for (_, share), count in found if share is not None]
    beside = ((SEATS, min(seats)),) if seats else ()
    return mean_of(scope, [valued for valued, _ in found], 100.0, beside=beside)


# --- PA2 ----------------------------------------------------------------------------------------


def _mechanisms(scope: Scope) -> Iterator[Mechanism]:
    """The mechanism, or all on migration and development in force within the unit, of a level."""
    if scope.mechanism:
        yield scope.mechanism
        return
    graph = scope.graph
    for mechanism in scope.snapshot.of(Mechanism).values():
        ours = any(place in scope.territories for place in mechanism.territories)
        counts = graph.counts(mechanism) and graph.is_on_migration(mechanism)
        on_ladder = graph.rank(mechanism) is not None
        if ours and counts and on_ladder and graph.in_force(mechanism):
            yield mechanism


@indicator(
    "PA2",
    title="Migrant voice",
    levels="RPLM",
    weighs="mechanisms",
    reference="Legazpi's council; JMDI guidelines",
    core=True,
)
def migrant_seats(scope: Scope) -> Iterator[Judgement]:
    """Share of the mechanisms at which migrants, the diaspora or their families vote, and came to
    at least half of the meetings of the last twelve months.

    ``100·mean over levels of |mechanisms with such a seat| / |mechanisms|``: each level weighs the
    same. Attendance lists close it; without any list it is a no only where memberships are
    inventoried and no such seat votes.
    """
    mechanisms = list(_mechanisms(scope))
    sizes = Counter(scope.graph.rank(mechanism) for mechanism in mechanisms)
    for mechanism in mechanisms:
        found = migrant_voice(scope.graph, mechanism)
        weight = 1 / sizes[scope.graph.rank(mechanism)]
        yield Judgement(mechanism.ref, found.score, found.reason, weight, found.cites)


# --- PA3 ----------------------------------------------------------------------------------------


@indicator(
    "PA3",
    title="Participation along the cycle",
    levels="NRPLM",
    weighs="stages of plans",
    reference="JMDI e-discussion; SDG 17.14.1, domain 4",
)
def participation_in_plans(scope: Scope) -> Evidence:
    """At how many of the four stages of its plans the unit heard somebody outside government:
    diagnostic, design, implementation, monitoring and evaluation.

    ``100·mean over plans in force of (stages with a submission / 4)``, submissions of civil
    society, migrant associations, academe and the private sector. A stage without one is a no
    where submissions are inventoried, else unknown. Of a mechanism: the plans that it owns.
    """
    stages = [(stage, code.label) for stage, code in scope.profile.codes("plan_stage").items()]
    plans = [stages_heard(scope.graph, plan) for plan in _plans(scope)]
    heard = [(plan, *stage) for plan in plans for stage in stages]
    return Evidence.told_later(
        [f"{of.plan.ref}@{stage}" for of, stage, _ in heard],
        [of.score(stage) for of, stage, _ in heard],
        lambda row: heard[row][0].tell(*heard[row][1:]),
    )


def _plans(scope: Scope) -> Iterator[Instrument]:
    """The unit's development plans on migration in force."""
    graph = scope.graph
    for plan in scope.own_instruments:
        counts = graph.counts(plan) and graph.is_on_migration(plan)
        if counts and is_plan(graph, plan) and graph.in_force(plan):
            yield plan


# --- PA4 ----------------------------------------------------------------------------------------


@indicator(
    "PA4",
    title="Feedback closed",
    levels="RPLM",
    weighs="submissions",
    reference="OECD/SIGMA: no points below 60 %; its scale, applied to answers",
    own_formula=True,
)
def feedback_closed(scope: Scope) -> Measured:
    """How far the unit answers what it receives: of the submissions to its instruments and
    mechanisms, 0 up to 60 % answered, 100 where all are.

    ``x = 100·answered/received``; the score rises linearly from 60 to 100 %. A rejection counts
    as an answer only with its reason. Beside it x.
    """
    evidence = Evidence.of(
        Judgement(submission.ref, score, reason, cites=cited(submission.ref, submission.to))
        for submission in submissions_to(scope)
        for score, reason in (answer_given(scope.graph, submission),)
    )
    if evidence.mean is None:
        return Measured(None, evidence, reason=say("no submission is on record"))
    scale = scope.profile.setting("rules", "feedback")
    answered = 100 * evidence.mean
    value = linear(answered, scale["zero"], scale["full"])
    return Measured(value, evidence, value, value, beside=(("answered, %", answered),))
