"""Made-up quarterly progress of programmes, some ahead, some far behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from data.model import Programme, Progress
from data.synthetic.making import TODAY, day, dice, keyed, vouched
from data.synthetic.plans import Scene

QUARTERS: Final = tuple(
    (f"2025-Q{number}", date(2025, month, last).toordinal())
    for number, month, last in ((1, 3, 31), (2, 6, 30), (3, 9, 30), (4, 12, 31))
)

_PACES: Final = (0.97, 0.6, 1.0, 0.9, 0.8, 1.1, 1.0)
"""Physical progress against time, by turns: most nearly as planned, some far behind."""


def report(scene: Scene, programmes: list[Programme]) -> Iterator[Progress]:
    """Four quarters of every programme that ran through the year; two of three report."""
    issues = tuple(scene.profile.codes("issue_class"))
    ran = [
        (programme, programme.starts_on)
        for number, programme in enumerate(programmes)
        if number % 3 < 2
        and programme.starts_on
        and programme.starts_on <= "2024-12"
        and programme.status != "closed"
    ]
    for number, (programme, starts) in enumerate(ran):
        ends = programme.ends_on
        first = starts.first.toordinal()
        last = ends.first.toordinal() if ends else first + 5 * 365
        chance = dice(scene.seed, "progress", programme.id)
        pace = _PACES[number % len(_PACES)]
        issue = chance.choice(issues)
        for quarter, until in QUARTERS:
            pace = min(1.2, max(0.3, pace + chance.uniform(-0.06, 0.06)))
            elapsed = min(100.0, round(100 * (until - first) / (last - first), 1))
            actual = min(100.0, round(elapsed * pace, 1))
            seen = day(min(TODAY, until + 20))
            yield _quarter(
                programme, quarter, (elapsed, actual), issue, vouched(chance, "BCC", seen)
            )


def _quarter(
    programme: Programme, quarter: str, done: tuple[float, float], issue: str,
    common: dict[str, object],
) -> Progress:  # fmt: skip
    target, actual = done
    slippage = actual - target
    behind = slippage <= -5
    allotment = programme.budget and int(programme.budget * min(1.0, target / 100 + 0.05))
    outputs = programme.targeted and float(programme.targeted)
    return keyed(
        Progress,
        programme=programme.id,
        period=quarter,
        physical_target=target,
        physical_actual=actual,
        time_elapsed=target,
        currency=programme.currency,
        allotment=allotment,
        obligation=allotment and int(allotment * min(1.0, (actual + 8) / (target + 8))),
        disbursement=allotment and int(allotment * min(1.0, actual / (target + 8))),
        output_target=outputs and float(round(outputs * target / 100)),
        output_actual=outputs and float(round(outputs * actual / 100)),
        employment_m=2 if programme.budget else None,
        employment_f=3 if programme.budget else None,
        status=_word(slippage, actual),
        issue_class=issue if behind else None,
        remarks="Catch-up plan asked for" if slippage <= -15 else None,
        **common,
    )


def _word(slippage: float, actual: float) -> str:
    if actual >= 100:
        return "completed"
    if slippage > 2:
        return "ahead"
    return "on-schedule" if slippage > -5 else "behind"
