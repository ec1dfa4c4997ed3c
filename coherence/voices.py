"""What those outside government say: their seats, their submissions, and the answers they get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coherence.answers import Answer
from coherence.evidence import Judgement, Said
from coherence.graph import PolicyGraph
from coherence.institutions import says
from coherence.means import Valued
from coherence.scope import Scope
from coherence.seats import Seat, Table, closing, table
from coherence.uptake import cited
from coherence.words import Message, say
from data.model import Actor, Instrument, Inventory, Mechanism, Membership, Submission

HALF = 0.5
"""The share of meetings from which on a seat counts as attended."""


def is_kind(graph: PolicyGraph, kind: str | None, what: str) -> bool | None:
    """Whether a kind of actor is ``non_state`` or ``migrant``; None where no kind is on record."""
    kinds = graph.profile.codes("actor_kind")
    return says(kinds, kind, what) if kind in kinds else None


# --- seats --------------------------------------------------------------------------------------


def non_state_seats(scope: Scope, mechanism: Mechanism, enough: float) -> tuple[Valued, int]:
    """Percent of a mechanism's voting seats that are non-state, and how many these are.

    None where under the known share of its seats is of a known kind, and known to vote or not.
    """
    graph, at = scope.graph, table(scope.graph, mechanism)
    counts: Counter[bool | None] = Counter()
    for seat in at.seats:
        if seat.voting is not False:
            outside = is_kind(graph, seat.kind, "non_state") if seat.voting else None
            counts[outside] += seat.count
    known, every = counts[True] + counts[False], counts.total()
    cites = cited(mechanism.ref, (seat.ref for seat in at.seats))
    least = scope.profile.known_share
    if not known or 100 * known < least * every:
        reason = say("not known: the voting seats, or who holds them")
        return (Judgement(mechanism.ref, None, reason, cites=cites), None), counts[True]
    share = 100 * counts[True] / known
    reason = say("{seats} of {all} voting seats are non-state", seats=counts[True], all=known)
    judgement = Judgement(mechanism.ref, min(1.0, share / enough), reason, cites=cites)
    return (judgement, share), counts[True]


def migrant_voice(graph: PolicyGraph, mechanism: Mechanism) -> Answer:
    """Whether a voting seat of migrants attended at least half of the meetings with a list.

    The lists close it: who is on none of them did not come.
    """
    at = table(graph, mechanism)
    seats = [s for s in at.seats if is_kind(graph, s.kind, "migrant")]
    cites = cited(mechanism.ref, (s.ref for s in seats))
    if not at.lists:
        return _voice_unlisted(at, seats, cites)
    for seat in seats:
        share = at.share_attended(seat)
        if seat.voting and share >= HALF:
            name = graph.called(f"{Actor.KIND}/{seat.holder}")
            reason = say("{name} votes, and came to {share:.0f} % of the meetings",
                         name=name, share=100 * share)  # fmt: skip
            return Answer(1.0, reason, cites)
    lists = cited(cites, (f"meeting/{meeting}" for meeting in at.lists))
    if _may_speak(graph, at):
        return Answer(None, say("not known whether those who came speak for migrants"), lists)
    return Answer(0.0, say("no voting seat of migrants came to half of the meetings"), lists)


def _voice_unlisted(at: Table, seats: list[Seat], cites: tuple[str, ...]) -> Answer:
    may_vote = any(seat.voting is not False for seat in seats)
    unclear = any(is_kind(at.graph, s.kind, "migrant") is None for s in at.seats if s.voting)
    closed = closing(at.graph, Membership.KIND, at.mechanism)
    if closed and not may_vote and not unclear:
        return Answer(0.0, say("no voting seat of migrants"), cited(cites, closed))
    return Answer(None, say("not known: no attendance list of the last months"), cites)


def _may_speak(graph: PolicyGraph, at: Table) -> bool:
    """Whether somebody who came to half of the meetings may hold a voting seat of migrants.

    Kind or vote is not on record; where memberships are inventoried, who has none has no vote.
    """
    came = Counter(actor for attended in at.lists.values() for actor in attended)
    closed = closing(graph, Membership.KIND, at.mechanism)
    for actor, times in came.items():
        record = graph.snapshot.of(Actor).get(actor)
        own = [seat for seat in at.seats if seat.holder == actor]
        kinds = [seat.kind for seat in own] or [record.kind if record else None]
        migrant = any(is_kind(graph, kind, "migrant") is not False for kind in kinds)
        votes = any(seat.voting is not False for seat in own) if own else not closed
        if times >= HALF * len(at.lists) and migrant and votes:
            return True
    return False


# --- submissions --------------------------------------------------------------------------------


def submissions_to(scope: Scope) -> Iterator[Submission]:
    """What the unit's instruments and mechanisms on migration had received by its day."""
    graph = scope.graph
    for submission in scope.snapshot.of(Submission).values():
        if graph.counts(submission) and came_by(graph, submission) and _is_to(scope, submission.to):
            yield submission


def came_by(graph: PolicyGraph, submission: Submission) -> bool:
    """Whether a submission had surely been made by the graph's day."""
    day = submission.date or graph.vouched(submission)
    return day is not None and day.last <= graph.as_of


def _is_to(scope: Scope, ref: str) -> bool:
    match scope.snapshot.get(ref):
        case Mechanism() as mechanism:
            if scope.mechanism:
                return mechanism is scope.mechanism
            within = any(place in scope.territories for place in mechanism.territories)
            return within and scope.graph.is_on_migration(mechanism)
        case Instrument() as instrument:
            if scope.mechanism:
                return instrument.owner == scope.unit
            ours = instrument.territory in scope.territories
            return ours and scope.graph.is_on_migration(instrument)
        case _:
            return False


def answer_given(graph: PolicyGraph, submission: Submission) -> tuple[float, Message]:
    """Whether an answer is on record by the graph's day; a rejection needs its reason."""
    known = graph.profile.codes("answer").get(submission.answer or "")
    if known is None:
        return 0.0, say("no answer on record")
    if submission.answered_on and submission.answered_on.first > graph.as_of:
        return 0.0, say("answered only on {day}", day=submission.answered_on)
    if known.about.get("needs_reason") and not submission.reason:
        return 0.0, say("{answer}, without a reason", answer=known.label)
    return 1.0, say("{answer}", answer=known.label)


class Stages(NamedTuple):
    """At which stages of a plan somebody outside government was heard."""

    plan: Instrument
    heard: Mapping[str, str]
    """Stage → the first submission."""
    unplaced: Sequence[str]
    """Submissions that may be of those outside government, or of a stage that nobody named."""
    listed: Inventory | None
    """What says that there were no others."""

    def score(self, stage: str) -> float | None:
        """1 heard, 0 not, None not known."""
        return 1.0 if stage in self.heard else 0.0 if self.listed and not self.unplaced else None

    def tell(self, stage: str, label: str) -> Said:
        """Whether anybody was heard at a stage, in words."""
        if stage in self.heard:
            reason = say("heard at: {stage}", stage=label)
            return Said(reason, (self.plan.ref, self.heard[stage]))
        if self.listed and not self.unplaced:
            reason = say("nobody outside government heard at: {stage}", stage=label)
            return Said(reason, (self.plan.ref, self.listed.ref))
        reason = say("not known whether anybody was heard at: {stage}", stage=label)
        return Said(reason, cited(self.plan.ref, self.unplaced))


def stages_heard(graph: PolicyGraph, plan: Instrument) -> Stages:
    """At which stages of a plan submissions were made that are not of government."""
    heard: dict[str, str] = {}
    unplaced: list[str] = []
    for submission in graph.once(_by_receiver).get(f"instrument/{plan.id}", ()):
        voice = _non_state(graph, submission)
        if voice and submission.stage:
            heard.setdefault(submission.stage, submission.ref)
        elif voice is not False:
            unplaced.append(submission.ref)
    listed = graph.inventory(Submission.KIND, plan.territory or "")
    return Stages(plan, heard, unplaced, listed)


def _by_receiver(graph: PolicyGraph) -> dict[str, list[Submission]]:
    """Instrument or mechanism → what it had received by the graph's day."""
    found: dict[str, list[Submission]] = {}
    for submission in graph.snapshot.of(Submission).values():
        if graph.counts(submission) and came_by(graph, submission):
            found.setdefault(submission.to, []).append(submission)
    return found


def _non_state(graph: PolicyGraph, submission: Submission) -> bool | None:
    sender = graph.snapshot.of(Actor).get(submission.from_actor or "")
    kind = (sender.kind if sender else None) or submission.sender_kind
    return is_kind(graph, kind, "non_state")
