"""Rules on dates: in order, not contradicting the status, and not too old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from data.issues import Issue
from data.model import (
    RECORD_KINDS,
    Actor,
    Decision,
    Instrument,
    Mechanism,
    Membership,
    Need,
    Programme,
    Progress,
    Record,
    ReportDue,
    ServicePoint,
    Submission,
    Tie,
    UnitSet,
    columns_of,
)
from data.rules.examined import Examined

_SPANS: Final[tuple[tuple[type[Record], str, str], ...]] = (
    (UnitSet, "valid_from", "valid_to"), (Actor, "valid_from", "valid_to"),
    (Mechanism, "valid_from", "valid_to"), (Membership, "valid_from", "valid_to"),
    (Submission, "date", "answered_on"), (Instrument, "valid_from", "valid_to"),
    (Instrument, "adopted_on", "valid_to"), (Programme, "starts_on", "ends_on"),
    (Tie, "valid_from", "valid_to"), (ServicePoint, "opened_on", "valid_to"),
    (ServicePoint, "opened_on", "last_active_on"), (Need, "valid_from", "valid_to"),
)  # fmt: skip


def ends_before_start(register: Examined) -> Iterator[Issue]:
    """What ends has begun before; of months and years only where that is certain."""
    for kind, start, end in _SPANS:
        label = columns_of(kind)[start].label
        for record in register.of(kind):
            begun, ended = getattr(record, start), getattr(record, end)
            if begun is not None and ended is not None and ended.last < begun.first:
                problem = f"this is before {label}, {begun}"
                yield register.error(
                    record, end, "end-before-start", problem, "Correct one of them."
                )


def ended_but_running(register: Examined) -> Iterator[Issue]:
    """A programme that has ended is not running any more."""
    if register.as_of is None:
        return
    statuses = register.profile.codes("programme_status")
    for programme in register.of(Programme):
        status = statuses.get(programme.status or "")
        running = status is not None and status.about.get("running")
        if running and programme.ends_on is not None and programme.ends_on.last < register.as_of:
            problem = f"it ended on {programme.ends_on}, before {register.as_of}"
            remedy = "Close it, or correct its end."
            yield register.warning(programme, "status", "ended-but-running", problem, remedy)


def done_but_open(register: Examined) -> Iterator[Issue]:
    """A decision with a date on which it was done has a status that says so."""
    statuses = register.profile.codes("decision_status")
    for decision in register.of(Decision):
        status = statuses.get(decision.status or "")
        if decision.done_on is not None and status is not None and not status.about.get("done"):
            problem = f"it was done on {decision.done_on}"
            remedy = "Set the status to done, or take the date away."
            yield register.warning(decision, "status", "done-but-open", problem, remedy)


_PERIOD: Final = re.compile(r"\d{4}(?:-(?:Q[1-4]|H[12]|\d{2}(?:-\d{2})?))?")


def unclear_periods(register: Examined) -> Iterator[Issue]:
    """A period is a year, a half-year, a quarter, a month or a day."""
    kinds: tuple[type[Record], ...] = (Progress, ReportDue)
    for kind in kinds:
        for record in register.of(kind):
            period = getattr(record, "period", None)
            if period is not None and not _PERIOD.fullmatch(period):
                problem = "a period is written like 2026, 2026-Q3 or 2026-09-30"
                yield register.warning(record, "period", "period", problem, "Write it so.")


def old_records(register: Examined) -> Iterator[Issue]:
    """How many records of a sheet were looked at more than a year before the as-of date."""
    if register.as_of is None:
        return
    limit = _a_year_before(register.as_of)
    for kind in RECORD_KINDS:
        old = [
            record
            for record in register.of(kind)
            if record.observed_on is not None and record.observed_on.last < limit
        ]
        if old:
            some = f"{len(old)} records were" if len(old) > 1 else "1 record was"
            problem = f"{some} observed more than 12 months before {register.as_of}"
            remedy = "Confirm them where they still hold."
            yield register.of_sheet(old[0], "old-records", problem, remedy)


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
