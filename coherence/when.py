"""What held on a day: yes, no, or unknown, by the rules for time.

A date given as a year or a month alone counts only for the days that are certain.
"""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

from data.columns import PartialDate

Held = bool | None
"""True: it held. False: it did not. None: not known, which is neither."""


@lru_cache(maxsize=20_000)  # a register asks for the same few days again and again
def months_after(day: date, months: int) -> date:
    """The same day of the month ``months`` later (earlier if negative), or that month's last day.

    >>> months_after(date(2015, 1, 31), 1)
    datetime.date(2015, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def between(
    start: PartialDate | None,
    end: PartialDate | None,
    day: date,
    *,
    vouched: PartialDate | None = None,
    open_months: int | None = None,
) -> Held:
    """Whether ``day`` lies from ``start`` to ``end``, both included.

    ``vouched`` is the date that the source vouches for: it stands in for a blank start, and
    where ``open_months`` is given a blank end is known only until that many months after it.
    """
    if (start and day < start.first) or (end and day > end.last):
        return False
    begun = start or vouched
    if begun is None or day < begun.last:
        return None
    if end is not None:
        return True if day <= end.first else None
    if open_months is None:
        return True
    return True if vouched and day <= months_after(vouched.first, open_months) else None


def within_months(when: PartialDate | None, day: date, months: int) -> Held:
    """Whether ``when`` surely lies in the ``months`` up to and including ``day``."""
    if when is None:
        return None
    since = months_after(day, -months)
    if when.last <= since or when.first > day:
        return False
    return True if when.first > since and when.last <= day else None


def days_shared(first: tuple[date, date], second: tuple[date, date]) -> int:
    """How many days two closed periods have in common, 0 or more."""
    return max(0, (min(first[1], second[1]) - max(first[0], second[0])).days + 1)
