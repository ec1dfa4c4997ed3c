"""What an assessment answers on the graph's day."""

from __future__ import annotations

from typing import NamedTuple

from coherence.graph import PolicyGraph
from coherence.when import within_months
from coherence.words import Message, say


class Answer(NamedTuple):
    """The score of a checklist item for a unit, 0 to 1; None: not known."""

    score: float | None
    reason: Message
    cites: tuple[str, ...]


def answered(graph: PolicyGraph, unit: str, item: str) -> Answer | None:
    """What the newest assessment of ``kind/id`` says of an item; None where it does not apply.

    An answer that speaks of the last years is not known any more once these have passed.
    """
    label = graph.profile.label("checklist_item", item)
    found = graph.assessed(unit, item)
    if found is None:
        return Answer(None, say("not assessed: {label}", label=label), (unit,))
    score, assessment = found
    cites = (unit, assessment.ref)
    if isinstance(score, str):
        return None
    day = assessment.date or graph.vouched(assessment)
    lasts = graph.profile.setting("checklists", item, "lasts_months")
    if lasts and not within_months(day, graph.as_of, lasts):
        reason = say("assessed too long ago, on {day}: {label}", day=day, label=label)
        return Answer(None, reason, cites)
    if score is None:
        reason = say("no score can be read, assessed on {day}: {label}", day=day, label=label)
        return Answer(None, reason, cites)
    return Answer(score, say("assessed on {day}: {label}", day=day, label=label), cites)
