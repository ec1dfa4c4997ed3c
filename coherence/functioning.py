"""Whether an LGU's council met or a desk in it served, in the last twelve months."""

from __future__ import annotations

from collections.abc import Iterable

from coherence.answers import Answer
from coherence.institutions import Institutions
from coherence.seats import table
from coherence.uptake import cited
from coherence.when import within_months
from coherence.words import say
from data.model import Mechanism, Meeting, Record, ServicePoint


def functioning(at: Institutions, lgu: str) -> Answer | None:
    """Whether a council of the LGU met, or a desk in it served, in the last twelve months.

    None where neither applies to it.
    """
    parts = (_met(at, lgu), _served(at, lgu))
    assessed = [at.assessed(lgu, item) for item in ("IN1.2", "IN1.3")]
    for part in parts:
        if part.score:
            return part
    if assessed == [None, None]:
        return None
    closed = [
        part.score == 0 or found is None or found.score == 0
        for part, found in zip(parts, assessed, strict=True)
    ]
    cites = cited(*(part.cites for part in parts), *(a.cites for a in assessed if a))
    if all(closed):
        return Answer(0.0, say("no council met and no desk served"), cites)
    return Answer(None, say("not known whether a council met or a desk served"), cites)


def _met(at: Institutions, lgu: str) -> Answer:
    graph, councils = at.graph, at.mechanisms.get(lgu, ())
    for council in councils:
        sat = table(graph, council)
        if sat.meetings and graph.in_force(council):
            reason = say("{name} met", name=graph.called(council.ref))
            return Answer(1.0, reason, (f"territory/{lgu}", council.ref, sat.meetings[-1].ref))
    kinds = (Mechanism.KIND, Meeting.KIND) if councils else (Mechanism.KIND,)
    return _not_seen(at, lgu, councils, kinds)


def _served(at: Institutions, lgu: str) -> Answer:
    """A desk whose last day of service is not known keeps an inventory from making it a no."""
    graph, desks = at.graph, at.desks.get(lgu, ())
    months = graph.profile.setting("rules", "functioning_months", default=12)
    served = [within_months(desk.last_active_on, graph.as_of, months) for desk in desks]
    for desk, held in zip(desks, served, strict=True):
        if held and graph.in_force(desk):
            reason = say("{name} served", name=graph.called(desk.ref))
            return Answer(1.0, reason, (f"territory/{lgu}", desk.ref))
    kinds = (ServicePoint.KIND,) if all(held is False for held in served) else ()
    return _not_seen(at, lgu, desks, kinds)


def _not_seen(at: Institutions, lgu: str, seen: Iterable[Record], kinds: Iterable[str]) -> Answer:
    """A no where inventories of all ``kinds`` close it; without any kind nothing does."""
    listed = [at.graph.inventory(kind, lgu) for kind in kinds]
    closed = [inventory.ref for inventory in listed if inventory]
    cites = cited(f"territory/{lgu}", (r.ref for r in seen), closed)
    score = 0.0 if listed and len(closed) == len(listed) else None
    return Answer(score, say("nothing of it is on record"), cites)
