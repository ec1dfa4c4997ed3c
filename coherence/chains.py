"""How far down each upper objective is carried, rung by rung, and what hangs loose.

>>> from coherence import report_on
>>> from data.example import worked_example
>>> [found.record.id for found in anchored_objectives(report_on(worked_example()).scope)]
['HELP', 'JOBS']
"""

from __future__ import annotations

from typing import NamedTuple

from coherence.descent import NATIONAL, Descent, Step, Way
from coherence.findings import Chain, Gap, Rung
from coherence.promises import Found, anchored_objectives, budget_lines
from coherence.scope import Scope
from coherence.uptake import cited
from coherence.words import Message, marked, say
from data.garbage import nothing_is_garbage
from data.model import Instrument, Objective, ServicePoint


@nothing_is_garbage()
def find_chains(scope: Scope) -> tuple[Chain, ...]:
    """The best chain down from each top objective that concerns a unit, in order of objective.

    Top are the national objectives; where none is on record, those of the widest level at hand.
    Best is complete, else the one whose first missing rung is furthest down, then the one that
    leads furthest down, then the longest, the one with an end, the strongest, the first by id.
    """
    return scope.once(_find_chains)


def find_missing_rungs(scope: Scope) -> tuple[Gap, ...]:
    """Chains that are not complete, in order of objective; unknown where it was not read whole."""
    return tuple(
        Gap(
            "missing_rung", "objective", chain.rungs[-1].territory, None, None,
            chain.reason, chain.cites, chain.start, "gap" if chain.known else "unknown",
        )
        for chain in find_chains(scope)
        if not chain.complete
    )  # fmt: skip


def find_orphans(scope: Scope) -> tuple[Gap, ...]:
    """Objectives of the unit that carry out none of a higher level, in order of objective.

    A local priority without a counterpart is no fault: it is a candidate for feedback upwards.
    """
    loose = (found for found in anchored_objectives(scope) if found.score != 1)
    return tuple(_gap(scope, "orphan", "objective", found) for found in loose)


def find_unfunded(scope: Scope) -> tuple[Gap, ...]:
    """Objectives of the unit without a budget line, in order of objective."""
    return tuple(
        _gap(scope, "unfunded_promise", "funding", found)
        for found in budget_lines(scope)
        if found.score != 1
    )


def _gap(scope: Scope, kind: str, charbit: str, found: Found) -> Gap:
    state = "gap" if found.score == 0 else "unknown"
    place = scope.graph.territory_of(found.record)
    return Gap(
        kind, charbit, place, None, None, found.reason, found.cites, found.record.ref, state
    )  # fmt: skip


# --- chains -------------------------------------------------------------------------------------


def _find_chains(scope: Scope) -> tuple[Chain, ...]:
    descent = scope.once(Descent)
    return tuple(_chain(descent, top) for top in _tops(descent))


def _tops(descent: Descent) -> list[Objective]:
    ranked = [(descent.graph.rank(o), o) for o in descent.ladder.objectives.values()]
    widest = min((rank for rank, _ in ranked if rank is not None), default=None)
    return [objective for rank, objective in ranked if rank is not None and rank == widest]


def _chain(descent: Descent, top: Objective) -> Chain:
    way = descent.best(top)
    rungs = tuple(_rung(descent, step) for step in way.steps)
    end = way.steps[-1].ref
    cites = cited((step.ref for step in way.steps), *(step.stated_by for step in way.steps))
    if way.is_complete:
        reason = say("complete: carried down to {name}", name=descent.graph.called(end))
        return Chain(top.ref, end, True, rungs, None, reason, cites)
    missing = _missing(descent, top, way)
    cites = cited(cites, missing.cites)
    return Chain(top.ref, end, False, rungs, missing.rank, missing.reason, cites, missing.known)


class _Missing(NamedTuple):
    """The first rung that a way lacks, and whether it is known to lack it."""

    rank: int
    known: bool
    reason: Message
    cites: tuple[str, ...] = ()


def _missing(descent: Descent, top: Objective, way: Way) -> _Missing:
    ladder, rank = descent.ladder, descent.missing(way)
    if rank is None:
        reason = say(
            "starts at {level}: no {upper} objective above it is on record",
            level=ladder.level(descent.rank(top)), upper=ladder.level(NATIONAL),
        )  # fmt: skip
        return _Missing(NATIONAL, False, reason)
    above = [objective for objective in way.objectives if descent.rank(objective) < rank]
    stop = above[-1] if above else top
    skips = max(way.ranks) > rank
    blanks = {"level": ladder.level(descent.rank(stop)), "lower": ladder.level(rank)}
    settled = ladder.settled(stop)
    doubt = descent.doubt(top) if settled.known else settled
    if doubt:
        text = (
            marked("unknown: {why}; on record it skips {lower}")
            if skips
            else marked("unknown: {why}; on record it stops at {level}")
        )
        return _Missing(rank, False, say(text, why=doubt.reason, **blanks), doubt.cites)
    text = (
        marked("skips {lower}: no {lower} plan takes it up")
        if skips
        else marked("stops at {level}: no {lower} plan takes it up")
    )
    return _Missing(rank, True, say(text, **blanks), settled.cites)


def _rung(descent: Descent, step: Step) -> Rung:
    graph = descent.graph
    record = graph.snapshot.get(step.ref)
    assert record is not None  # a step was made from its record
    instrument = None
    if isinstance(record, Objective):
        instrument = record.instrument
    elif isinstance(record, ServicePoint):
        instrument = record.based_on
    behind = graph.snapshot.of(Instrument).get(instrument or "")
    return Rung(
        ref=step.ref,
        rank=graph.rank(record),
        title=str(getattr(record, "title", None) or getattr(record, "name", "")),
        instrument=instrument,
        territory=graph.territory_of(record),
        source=record.source or (behind.source if behind else None),
        stated_by=step.stated_by,
        strength=step.strength / 1000 if step.stated_by else None,
    )
