"""What a cell may hold, and what is said of what it may not."""

from __future__ import annotations

import datetime as dt

import pytest

from data.columns import KEY, Holds, column
from data.issues import Severity
from data.model import Programme, Progress, ReportDue, columns_of
from data.profile import load_profile
from data.readers.cells import parser_for
from data.readers.codes import CodeList
from data.readers.outcome import Outcome

PROFILE = load_profile("philippines")


def parse(name: str, cell: object, kind: type = Programme) -> Outcome:
    return parser_for(name, columns_of(kind)[name], PROFILE)(cell)  # type: ignore[arg-type]


def remedy(outcome: Outcome) -> str:
    ((severity, _, _, remedy),) = outcome.remarks
    assert severity is Severity.ERROR
    assert not outcome.value
    return remedy


def warning(outcome: Outcome) -> str:
    ((severity, _, problem, remedy),) = outcome.remarks
    assert severity is Severity.WARNING
    return f"{problem}. {remedy}"


# --- dates ---


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2024-05-01", "2024-05-01"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        (2024.0, "2024"),
        (" 2024 ", "2024"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1), "2024-05-01"),
        ("2024-05-01T00:00:00Z", "2024-05-01"),
    ],
)
def test_a_date_is_as_exact_as_its_author_wrote_it(cell: object, value: str) -> None:
    assert parse("starts_on", cell) == (value, ())


@pytest.mark.parametrize(
    ("cell", "likely"),
    [
        ("05-2024", "2024-05-01? Write 2024-05 if the day is not known."),
        ("5/2024", "2024-05-01? Write 2024-05 if the day is not known."),
        ("01/05/2024", "2024-05-01 or 2024-01-05?"),
        ("31/12/2024", "2024-12-31?"),
        ("2024/13/1", "2024-01-13?"),
        ("24-05-13", "2013-05-24 or 2024-05-13?"),
        ("31.12.98", "1998-12-31?"),
        ("1 May 2024", "2024-05-01?"),
        ("May 1, 2024", "2024-05-01?"),
        ("Hunyo 12, 2015", "2015-06-12?"),
        ("13-juil-24", "2024-07-13?"),
        ("May 2024", "2024-05?"),
        ("2024-Q3", "2024-07?"),
        ("Q1 2024", "2024-01?"),
        (45413.0, "2024-05-01?"),
        (20240501, "2024-05-01?"),
    ],
)
def test_another_way_to_write_a_date_is_an_error_with_the_likely_dates(
    cell: object, likely: str
) -> None:
    assert remedy(parse("starts_on", cell)) == f"Did you mean {likely}"


@pytest.mark.parametrize(
    "cell",
    ["soon", "2024-02-30", "2024-02-30T10:00", "5 May 6 2024", "13-2024", "99 Foo 2024", 3.5, -7.0,
     True, dt.time(1), "May", dt.timedelta(days=1), 20241301, "1 2 May 3"],
)  # fmt: skip
def test_what_is_no_date_is_told_how_one_is_written(cell: object) -> None:
    assert remedy(parse("starts_on", cell)).startswith("Write it like 2024-05-01")


def test_a_date_beyond_doubt_in_another_form_is_read_with_a_warning() -> None:
    outcome = parse("starts_on", "2024/5/1")
    assert outcome.value == "2024-05-01"
    assert warning(outcome) == "a date must be YYYY-MM-DD. It is read as 2024-05-01."


def test_the_time_of_day_is_left_out_with_a_warning() -> None:
    for cell in (dt.datetime(2024, 5, 1, 13, 30), "2024-05-01 13:30"):
        outcome = parse("starts_on", cell)
        assert outcome.value == "2024-05-01"
        assert warning(outcome) == "a date has no time of day. It is read as 2024-05-01."


def test_a_year_that_can_hardly_be_meant_is_warned_of() -> None:
    assert warning(parse("starts_on", "0205-01-01")).startswith("0205 is an unlikely year")


# --- numbers ---


@pytest.mark.parametrize(
    ("cell", "value"),
    [(1234.0, 1234), ("1,234", 1234), ("1 234", 1234), ("1234.0", 1234), (7, 7), ("−5", -5),
     ("1e3", 1000)],
)  # fmt: skip
def test_a_whole_number_may_set_off_its_thousands(cell: object, value: int) -> None:
    outcome = parse("targeted", cell)
    assert outcome == (value, ())
    assert isinstance(outcome.value, int)


@pytest.mark.parametrize(
    ("cell", "remedy_"),
    [
        (1.5, "Did you mean 2?"),
        ("~500", "Did you mean 500?"),
        ("500+", "Did you mean 500?"),
        ("5 thousand", "Did you mean 5000?"),
        ("approx 40 persons", "Did you mean 40?"),
        ("many", "Write digits only, like 1200."),
        (True, "Format the cell as a number and type it again."),
        (dt.date(2024, 1, 1), "Format the cell as a number and type it again."),
        ("n/a", "Leave the cell blank."),
        ("-", "Leave the cell blank."),
    ],
)
def test_what_is_no_whole_number_is_an_error_with_the_likely_one(
    cell: object, remedy_: str
) -> None:
    assert remedy(parse("targeted", cell)) == remedy_


def test_a_number_is_read_exactly() -> None:
    assert parse("migration_share", 0.1 + 0.2) == (0.30000000000000004, ())
    assert parse("migration_share", "1,234.5") == (1234.5, ())
    assert isinstance(parse("migration_share", 5).value, float)


def test_a_percent_sign_belongs_in_a_percent_column_only() -> None:
    assert parse("utilisation", "81.9 %", Progress) == (81.9, ())
    assert remedy(parse("output_target", "81.9 %", Progress)) == "Did you mean 81.9?"


def test_a_decimal_comma_is_an_error_with_the_likely_number() -> None:
    assert remedy(parse("utilisation", "81,9", Progress)) == "Did you mean 81.9?"
    assert remedy(parse("output_target", "1.200,50", Progress)) == "Did you mean 1200.5?"


def test_a_number_without_bound_is_no_number() -> None:
    assert remedy(parse("output_target", "1e999", Progress)) == "Check it."
    assert remedy(parse("targeted", "1e30")) == "Check it."
    assert remedy(parse("budget", 1e30)) == "Check it."
    assert remedy(parse("output_target", float("nan"), Progress)).startswith("Format")


# --- money ---


@pytest.mark.parametrize("cell", ["₱1,200", "PHP 1,200", "P1,200", "1,200 PHP", "US$ 1,200"])
def test_a_currency_sign_is_left_out_with_a_warning(cell: str) -> None:
    outcome = parse("budget", cell)
    assert outcome.value == 1200
    expected = "the currency belongs in its own column. The amount is read as 1200."
    assert warning(outcome) == expected


@pytest.mark.parametrize(
    ("cell", "likely"),
    [("PHP 1.2M", 1200000), ("1.2 million", 1200000), ("₱500k", 500000), ("2.5 bn", 2500000000),
     ("(1,200)", -1200), ("3 sacks", 3)],
)  # fmt: skip
def test_an_amount_in_words_is_an_error_with_the_likely_one(cell: str, likely: int) -> None:
    assert remedy(parse("budget", cell)) == f"Did you mean {likely}?"


@pytest.mark.parametrize(("cell", "value"), [(1200.5, 1201), ("P1,200.49", 1200), (0.4, 0)])
def test_cents_are_rounded_with_a_warning(cell: object, value: int) -> None:
    outcome = parse("budget", cell)
    assert outcome.value == value
    assert f"It is read as {value}." in warning(outcome)


def test_an_amount_of_any_size_stays_exact() -> None:
    assert parse("budget", "90071992547409931").value == 90071992547409931


def test_nobody_guesses_what_a_very_long_cell_meant() -> None:
    long = "1" * 30_000 + "!"
    assert remedy(parse("budget", long)) == "Write digits only, like 1200."
    assert remedy(parse("starts_on", long)).startswith("Write it like")
    assert remedy(parse("services", long)).startswith("Choose one from the sheet lists")
    assert remedy(parse("services", "skills," * 60)).startswith("Choose one from the sheet lists")


# --- flags ---


@pytest.mark.parametrize("cell", ["yes", "Y", "TRUE", True, 1.0, "x", "oo", "✓"])
def test_yes_in_many_words(cell: object) -> None:
    assert parse("published", cell, ReportDue) == (True, ())


@pytest.mark.parametrize("cell", ["no", "N", "false", False, 0.0, "hindi"])
def test_no_in_many_words(cell: object) -> None:
    assert parse("published", cell, ReportDue) == (False, ())


def test_what_is_neither_yes_nor_no_is_an_error() -> None:
    assert remedy(parse("published", "maybe", ReportDue)) == "Write yes or no."
    assert remedy(parse("published", "unknown", ReportDue)) == "Leave the cell blank."


# --- codes ---


@pytest.mark.parametrize("cell", ["skills", " SKILLS ", "Skills training and certification"])
def test_a_code_goes_by_its_id_or_its_label(cell: str) -> None:
    assert parse("services", cell) == (("skills",), ())


def test_a_status_goes_by_its_number_in_iati() -> None:
    assert parse("status", 2.0) == ("implementation", ())


def test_a_near_miss_is_read_with_a_warning() -> None:
    outcome = parse("services", "skils|legal")
    assert outcome.value == ("skills", "legal")
    expected = (
        '"skils" is a rare spelling. It is read as skills (Skills training and certification).'
    )
    assert warning(outcome) == expected


def test_a_near_miss_of_two_codes_is_no_code() -> None:
    codes = {
        code: PROFILE.codes("grade")["A"].__class__(code, code) for code in ("place1", "place2")
    }
    assert "Did you mean place1 or place2?" in remedy(CodeList("Places", codes).parse("place3"))


def test_an_unknown_code_is_an_error_with_the_nearest() -> None:
    assert "Did you mean legal (Legal help and" in remedy(parse("services", "legal aid"))
    expected = "Choose pipeline, implementation, finalisation, closed, cancelled or suspended."
    assert remedy(parse("status", "Ongoing")) == expected
    assert remedy(parse("services", "???")) == "Leave the cell blank."


def test_a_long_list_is_named_and_not_told() -> None:
    assert remedy(parse("services", "zzz")).startswith("Choose one from the sheet lists")


def test_codes_parted_by_commas_are_read_with_a_warning() -> None:
    outcome = parse("services", "skills; legal")
    assert outcome.value == ("skills", "legal")
    assert warning(outcome) == "several values are separated by |. It is read as skills|legal."


def test_a_list_that_the_profile_does_not_have_is_not_checked() -> None:
    spec = column("Colour", Holds.CODE, codes="colour").metadata[KEY]
    assert parser_for("colour", spec, PROFILE)("  red ") == ("red", ())


# --- text and ids ---


@pytest.mark.parametrize(
    ("cell", "text"),
    [(" Title ", "Title"), (2024.0, "2024"), (1.5, "1.5"), (True, "TRUE"), ("a\r\nb", "a\nb"),
     ("=1+1", "=1+1"), ("n/a", "n/a"), ("\u200b\ufeff ", "")],
)  # fmt: skip
def test_text_stays_as_it_stands(cell: object, text: str) -> None:
    assert parse("title", cell) == (text, ())


def test_markup_is_kept_as_text_and_said() -> None:
    outcome = parse("title", "<script>alert(1)</script>")
    assert outcome.value == "<script>alert(1)</script>"
    assert [r.severity for r in outcome.remarks] == [Severity.INFORMATION]
    assert parse("title", "a < b and b > c").remarks == ()


def test_characters_that_nobody_can_see_are_left_out_with_a_warning() -> None:
    outcome = parse("title", "a\x07b")
    assert outcome.value == "ab"
    assert "nobody can see" in warning(outcome)


def test_a_text_longer_than_a_cell_is_an_error() -> None:
    assert remedy(parse("title", "a" * 32_768)) == "Shorten it."


def test_a_text_that_became_a_date_is_warned_of_except_where_a_period_is_wanted() -> None:
    outcome = parse("acronym", dt.date(2024, 5, 1))
    assert outcome.value == "2024-05-01"
    assert "made a date" in warning(outcome)
    assert parse("period", dt.date(2026, 9, 30), Progress) == ("2026-09-30", ())
    assert parse("acronym", dt.timedelta(hours=1)).value == "1:00:00"
    assert parse("acronym", dt.time(9, 30)).value == "09:30:00"
    assert parse("acronym", dt.datetime(2024, 5, 1, 1)).value == "2024-05-01T01:00:00"


def test_an_id_is_short_and_plain() -> None:
    assert parse("id", "BPBH-OWWA") == ("BPBH-OWWA", ())
    assert parse("id", 12.0) == ("12", ())
    assert remedy(parse("id", "Balik Pinas!")) == "Did you mean Balik-Pinas?"
    assert remedy(parse("id", "ñ")).startswith("Write a short id")
    assert "type it again" in remedy(parse("id", dt.date(2024, 5, 1)))
    assert "type it again" in remedy(parse("lead", dt.date(2024, 5, 1)))
