"""How regularly a mechanism meets, and how well its levels of government attend."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from coherence.seats import YEAR, Table, closing
from coherence.when import within_months
from coherence.words import Message, say
from data.model import Meeting


def regularity(at: Table) -> tuple[float | None, Message]:
    """Meetings held in the last twelve months as a share of those it must hold, and in words."""
    held, required = len(at.meetings), at.mechanism.meetings_required_per_year
    if not held:
        return _no_meeting(at)
    if required is None:
        return None, say("not known how many meetings it must hold; {held} held", held=held)
    reason = say("{held} of {required} meetings held", held=held, required=required)
    return min(1.0, held / required) if required else 1.0, reason


def _no_meeting(at: Table) -> tuple[float | None, Message]:
    """Whether no meeting in the last twelve months is a no: only where its meetings are recorded.

    They are where one was not so long ago, or where they are inventoried.
    """
    if any(at.was_lately(m) is None for m in at.all_meetings):
        return None, say("not known whether it met in the last {months} months", months=YEAR)
    rules = at.graph.profile.setting("rules", default={})
    months = rules.get("open_ended_months", 36)
    kept = any(within_months(m.date, at.graph.as_of, months) for m in at.all_meetings)
    if kept or closing(at.graph, Meeting.KIND, at.mechanism):
        return 0.0, say("no meeting on record in the last {months} months", months=YEAR)
    return None, say("not known: no meeting of it was recorded for {months} months", months=months)


def weakest_level(at: Table) -> tuple[float | None, Message]:
    """The smallest share of its seats that a level of government takes, and which level that is."""
    if not at.lists:
        return None, say("not known: no attendance list of the last {months} months", months=YEAR)
    if not at.by_level:
        return None, say("not known: no seat of a level of government is on record")
    shares = {rank: taken / seats for rank, (taken, seats) in at.by_level.items()}
    weakest = min(shares, key=lambda rank: (shares[rank], rank))
    taken, seats = at.by_level[weakest]
    return shares[weakest], say(
        "weakest level {level}: on average {taken:.1f} of {seats} seats taken",
        level=at.graph.profile.by_rank[weakest].name.lower(), taken=taken, seats=seats,
    )  # fmt: skip


def blau(sizes: Sequence[float], levels: int) -> float:
    """``(1 − Σp²) / (1 − 1/levels)``, 0–1: how evenly sizes are spread over so many levels.

    >>> [round(blau(sizes, 4), 3) for sizes in ([3], [1, 1], [1, 1, 1, 1])]
    [0.0, 0.667, 1.0]
    """
    if levels < 2:
        return 0.0
    total = fsum(sizes)
    return (1 - fsum((size / total) ** 2 for size in sizes)) / (1 - 1 / levels)
