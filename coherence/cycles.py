"""Planning cycles, and what lower levels put into the instruments of upper ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from coherence.evidence import Judgement
from coherence.graph import PolicyGraph
from coherence.uptake import cited, is_read
from coherence.when import days_shared
from coherence.words import say
from data.model import Actor, Instrument, Submission


def in_step(graph: PolicyGraph, plan: Instrument) -> Judgement:
    """How much of a plan's time lies within the plan that it carries out, 0 to 1."""
    upper = graph.snapshot.of(Instrument).get(plan.upper or "")
    cites = cited(plan.ref, upper.ref if upper else None)
    own = _period(plan)
    if upper is None or plans_ahead(graph, upper) is False:
        if is_read(graph, plan):
            return Judgement(plan.ref, 0.0, say("carries out no upper plan"), cites=cites)
        reason = say("not known: which plan it carries out")
        return Judgement(plan.ref, None, reason, cites=cites)
    wider = _period(upper, endless=True)
    name = graph.called(upper.ref)
    if own is None or wider is None or plans_ahead(graph, upper) is None:
        reason = say("not known: the dates of both, or whether {name} is a plan", name=name)
        return Judgement(plan.ref, None, reason, cites=cites)
    share = days_shared(own, wider) / days_shared(own, own)
    reason = say("{share:.0f} % of its time lies within {name}", share=100 * share, name=name)
    return Judgement(plan.ref, share, reason, cites=cites)


def plans_ahead(graph: PolicyGraph, instrument: Instrument) -> bool | None:
    """Whether it is a plan or an investment programme; None: of no kind on record."""
    kind = graph.profile.codes("instrument_kind").get(instrument.kind or "")
    return None if kind is None else bool(kind.about.get("plan"))


def _period(instrument: Instrument, *, endless: bool = False) -> tuple[date, date] | None:
    """From the first to the last day; without an end on record None, or for ever if ``endless``."""
    start = instrument.valid_from or instrument.adopted_on
    end = instrument.valid_to
    if start is None or (end is None and not endless):
        return None
    last = end.last if end else date.max
    return (start.first, last) if start.first <= last else None


def heard(
    graph: PolicyGraph, instrument: Instrument, rank: int, inputs: list[Submission]
) -> Judgement:
    """Whether an instrument of a rank cites one of the ``inputs`` that came from further down."""
    cited_inputs = [given for given in inputs if given.cited_in]
    for given in cited_inputs:
        sender = _sender_rank(graph, given)
        if sender is not None and sender > rank:
            reason = say("cites an input from below, {page}", page=given.cited_in)
            return Judgement(instrument.ref, 1.0, reason, cites=(instrument.ref, given.ref))
    unplaced = [g.ref for g in cited_inputs if g.from_actor is None and g.level is None]
    if unplaced:
        reason = say("not known: from which level the input came that it cites")
        return Judgement(instrument.ref, None, reason, cites=(instrument.ref, *unplaced))
    listed = graph.inventory(Submission.KIND, instrument.territory or "")
    refs = [given.ref for given in inputs]
    if listed or is_read(graph, instrument):
        reason = say("cites no input from below")
        cites = cited(instrument.ref, listed.ref if listed else None, refs)
        return Judgement(instrument.ref, 0.0, reason, cites=cites)
    reason = say("not known: it was not read whole and submissions are not inventoried")
    return Judgement(instrument.ref, None, reason, cites=cited(instrument.ref, refs))


def submissions(graph: PolicyGraph) -> Mapping[str, list[Submission]]:
    """Instrument → what was submitted to it, as far as not surely later than the graph's day."""
    found: dict[str, list[Submission]] = defaultdict(list)
    for given in graph.snapshot.of(Submission).values():
        later = given.date is not None and given.date.first > graph.as_of
        if graph.counts(given) and not later:
            found[given.to].append(given)
    return found


def _sender_rank(graph: PolicyGraph, given: Submission) -> int | None:
    """Rank of who submitted it, as far as the ladder goes; None: outside it or not on record."""
    actor = graph.snapshot.of(Actor).get(given.from_actor or "")
    if actor is not None:
        return graph.rank(actor)
    rank = graph.profile.rank(given.level)
    return None if rank is None else min(rank, graph.lowest)
