"""What held on a day: yes, no or unknown, of dates as exact as their sources."""

from __future__ import annotations

from datetime import date

import pytest

from coherence.when import between, days_shared, months_after, within_months
from data.columns import PartialDate

DAY = date(2020, 6, 30)


def on(text: str | None) -> PartialDate | None:
    return PartialDate(text) if text else None


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        ("2020-06-30", None, True),
        ("2020-07-01", None, False),
        (None, "2020-06-30", None),
        ("2019", "2020-06-30", True),
        ("2019", "2020-06-29", False),
        # a year or a month alone: only the certain days count
        ("2020", None, None),
        ("2020-06", None, True),
        ("2020-07", None, False),
        ("2019", "2020", None),
        ("2019", "2020-06", None),
        ("2019", "2020-07", True),
        ("2019", "2019", False),
        ("2021", None, False),
        (None, None, None),
    ],
)
def test_a_day_lies_between_two_dates(start: str | None, end: str | None, held: bool) -> None:
    assert between(on(start), on(end), DAY) is held


@pytest.mark.parametrize(
    ("vouched", "held"), [("2020-06-30", True), ("2020-07-01", None), ("2020", None), (None, None)]
)
def test_what_a_source_vouches_for_stands_in_for_a_blank_start(
    vouched: str | None, held: bool | None
) -> None:
    assert between(None, None, DAY, vouched=on(vouched)) is held


@pytest.mark.parametrize(
    ("vouched", "held"),
    [("2017-06-30", True), ("2017-06-29", None), ("2017", None), ("2018", True), (None, None)],
)
def test_an_open_end_is_known_for_so_many_months(vouched: str | None, held: bool | None) -> None:
    assert between(on("2015"), None, DAY, vouched=on(vouched), open_months=36) is held


def test_a_known_end_needs_no_voucher() -> None:
    assert between(on("2015"), on("2021"), DAY, open_months=36) is True


def test_a_start_after_the_day_is_a_no_whatever_is_vouched_for() -> None:
    assert between(on("2021"), None, DAY, vouched=on("2019"), open_months=36) is False


@pytest.mark.parametrize(
    ("when", "surely"),
    [
        ("2020-06-30", True), ("2020-07-01", False), ("2019-07-01", True), ("2019-06-30", False),
        ("2019-12", True), ("2019-06", False), ("2019", None), ("2020", None), ("2020-06", True),
        ("2020-07", False), ("2018", False), (None, None),
    ],
)  # fmt: skip
def test_a_date_surely_lies_within_twelve_months(when: str | None, surely: bool | None) -> None:
    assert within_months(on(when), DAY, 12) is surely


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2019, 1, 31), 1, date(2019, 2, 28)),
        (date(2020, 12, 15), 1, date(2021, 1, 15)),
        (date(2020, 1, 15), -1, date(2019, 12, 15)),
        (date(2020, 6, 30), -12, date(2019, 6, 30)),
        (date(2020, 6, 30), 0, date(2020, 6, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(
    day: date, months: int, later: date
) -> None:
    assert months_after(day, months) == later


def test_shared_days_count_both_ends() -> None:
    year = (date(2020, 1, 1), date(2020, 12, 31))
    assert days_shared(year, (date(2020, 12, 31), date(2021, 5, 1))) == 1
    assert days_shared(year, (date(2021, 1, 1), date(2021, 5, 1))) == 0
    assert days_shared(year, (date(2021, 2, 1), date(2021, 5, 1))) == 0
    assert days_shared(year, year) == 366
    assert days_shared((date(2020, 3, 1), date(2020, 3, 10)), year) == 10
