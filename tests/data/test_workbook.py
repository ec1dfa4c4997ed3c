"""What reading a workbook gives: records, and every issue with its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.model import Actor, Mechanism, Programme, Register, SourceRef
from data.profile import load_profile
from data.readers import read_workbook
from data.snapshot import Snapshot
from tests.builders import make
from tests.data.books import (
    ACTORS,
    PROGRAMMES,
    REGISTER,
    Formula,
    bare_book,
    book,
    edited,
    read,
    said,
)

# --- sheets and headers ---


def test_a_workbook_gives_its_records_and_says_where_each_stood(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert list(reading.snapshot.of(Actor)) == ["DEPDEV-V", "DOLE-V"]
    assert reading.snapshot.of(Actor)["DOLE-V"].at == SourceRef("toy.xlsx", "actors", 2)
    assert reading.kinds == {"register", "actor", "programme"}
    assert reading.profile is load_profile("philippines")
    assert reading.issues == ()


def test_only_actors_and_programmes_are_obligatory(tmp_path: Path) -> None:
    path = bare_book(tmp_path / "toy.xlsx", {"register": REGISTER, "programmes": PROGRAMMES})
    reading = read_workbook(path)
    expected = (
        "actors: this sheet is missing. Add it, if need be with its header alone, or import into "
        "a register."
    )
    assert [str(issue) for issue in reading.errors] == [expected]
    known = Snapshot([make(Actor, "DOLE-V", name="Labour office")])
    assert read_workbook(path, known=known).errors == ()
    assert read_workbook(path, merge=True).errors == ()


@pytest.mark.parametrize("name", ["programmes", "Programmes", "PROGRAMME", " programmes "])
def test_a_sheet_goes_by_its_name_whatever_the_case(tmp_path: Path, name: str) -> None:
    path = bare_book(tmp_path / "toy.xlsx", {"actors": ACTORS, name: PROGRAMMES})
    reading = read_workbook(path)
    assert list(reading.snapshot.of(Programme)) == ["BPBH"]
    assert reading.snapshot.of(Programme)["BPBH"].at.sheet == name


def test_a_sheet_of_another_name_is_left_out_with_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, programs=[["x"]], Sheet9=[], README=[["read me"]], lists=[["a"]])
    assert said(reading.warnings, "unknown-sheet") == [
        "programs: no sheet goes by this name, so it is left out. Did you mean programmes?"
    ]


def test_two_sheets_of_one_kind_are_an_error(tmp_path: Path) -> None:
    assert said(read(tmp_path, Actor=ACTORS).errors, "repeated-sheet") == [
        "Actor: the sheet actors holds actors too. Put them into one sheet."
    ]


def test_the_three_rows_of_the_template_are_no_data(tmp_path: Path) -> None:
    rows = [["Id", "Title"], ["id*", "title*"], ["", "#activity+programme+name"], ["A", "First"]]
    programmes = read(tmp_path, programmes=rows).snapshot.of(Programme)
    assert [(p.id, p.title, p.at.row) for p in programmes.values()] == [("A", "First", 4)]


def test_a_title_may_stand_above_the_header(tmp_path: Path) -> None:
    rows = [["Programmes of the region 2026"], [], ["Title", "ID"], ["First", "A"]]
    assert read(tmp_path, programmes=rows).snapshot.of(Programme)["A"].at.row == 4


@pytest.mark.parametrize(
    ("header", "field"),
    [("lead", "lead"), ("Lead actor", "lead"), ("LEAD_AGENCY", "lead"), ("lead*", "lead")],
)
def test_a_column_goes_by_field_label_or_another_word(
    tmp_path: Path, header: str, field: str
) -> None:
    rows = [["id", "project", header], ["A", "First", "DOLE-V"]]
    programme = read(tmp_path, programmes=rows).snapshot.of(Programme)["A"]
    assert (programme.title, getattr(programme, field)) == ("First", "DOLE-V")


def test_names_of_the_workbook_and_of_the_field_are_both_understood(tmp_path: Path) -> None:
    for start, end in (("from", "to"), ("valid_from", "valid to")):
        rows = [["id", "name", start, end], ["M", "A committee", "2020", "2024"]]
        (mechanism,) = read(tmp_path, mechanisms=rows).snapshot.of(Mechanism).values()
        assert (mechanism.valid_from, mechanism.valid_to) == ("2020", "2024")


def test_a_column_that_no_field_goes_by_is_named(tmp_path: Path) -> None:
    rows = [["id", "title", "lgu remarks", "budjet", ""], ["A", "First", "x", 1, "stray"]]
    assert said(read(tmp_path, programmes=rows).warnings, "unknown-column", "nameless-column") == [
        'programmes!C1 "lgu remarks": no column goes by this name, so its values are left out. '
        "Rename or delete it.",
        'programmes!D1 "budjet": no column goes by this name, so its values are left out. '
        "Did you mean budget?",
        "programmes!E1: this column has values but no name, so they are left out. "
        "Name or delete it.",
    ]


def test_two_columns_of_one_field_are_an_error(tmp_path: Path) -> None:
    rows = [["id", "title", "Name"], ["A", "First", "Other"]]
    assert said(read(tmp_path, programmes=rows).errors, "repeated-column") == [
        'programmes!C1 "Name": columns B and C hold the same field. Keep one of them.'
    ]


def test_a_sheet_without_a_header_is_an_error_and_replaces_nothing(tmp_path: Path) -> None:
    for rows in ([], [["hello"], ["world"]]):
        reading = read(tmp_path, programmes=rows)
        assert said(reading.errors, "no-header", "missing-sheet") == [
            "programmes: none of the first rows names the columns. Put id, title, acronym, "
            "description and so on in row 1, or start from the template."
        ]
        assert "programme" not in reading.kinds


def test_a_required_column_is_missed_once_and_a_required_cell_in_its_row(tmp_path: Path) -> None:
    rows = [["id", "title"], ["A", ""], ["", "Second"], ["B", "Third"]]
    reading = read(tmp_path, programmes=rows, actors=[["id", "acronym"], ["X", "X"], ["Y", "Y"]])
    assert said(reading.errors, "missing-value", "missing-column") == [
        "actors: there is no column name. Add it and fill it in.",
        "programmes!B2: Title is missing. Fill it in.",
        "programmes!A3: Id is missing. Fill it in.",
    ]
    assert list(reading.snapshot.of(Programme)) == ["B"]


def test_blank_rows_do_not_shift_the_numbers(tmp_path: Path) -> None:
    rows = [["id", "title"], [], ["A", "First"], [], ["", "  "], ["B", "Last"]]
    programmes = read(tmp_path, programmes=rows).snapshot.of(Programme)
    assert [p.at.row for p in programmes.values()] == [3, 6]


# --- cells ---


def test_an_issue_reads_like_a_sentence_with_its_cell(tmp_path: Path) -> None:
    rows = [["id", "title", "", "", "", "starts on"], ["A", "First", "", "", "", "05-2024"]]
    (issue,) = read(tmp_path, programmes=rows).errors
    assert str(issue).startswith(
        'programmes!F2 "05-2024": a date must be YYYY-MM-DD. Did you mean 2024-05-01?'
    )


def test_issues_come_in_the_order_of_the_sheets_rows_and_columns(tmp_path: Path) -> None:
    rows = [["id", "title", "budget", "starts on"], ["A", "x", "few", "soon"], ["?", "y", "z"]]
    path = bare_book(
        tmp_path / "toy.xlsx",
        {"programmes": rows, "actors": [["id", "name", "kind"], ["!", "N", "?"]]},
    )
    cells = [issue.cell for issue in read_workbook(path).errors]
    assert cells == [
        "programmes!C2", "programmes!D2", "programmes!A3", "programmes!C3", "actors!A2",
        "actors!C2",
    ]  # fmt: skip


def test_a_record_with_a_faulty_cell_is_read_without_it(tmp_path: Path) -> None:
    rows = [["id", "title", "budget", "currency"], ["A", "First", 5, "pesos and more"]]
    reading = read(tmp_path, programmes=rows)
    assert reading.snapshot.of(Programme)["A"].budget == 5
    assert [issue.code for issue in reading.errors] == ["unknown-code"]
    assert said(reading.warnings, "no-currency") == []  # said already


def test_a_long_value_is_quoted_in_part(tmp_path: Path) -> None:
    rows = [["id", "title", "starts on"], ["A", "First", "x" * 1000]]
    (issue,) = read(tmp_path, programmes=rows).errors
    assert issue.value == "x" * 199 + "…"


def test_numbers_and_flags_that_are_equal_are_told_apart(tmp_path: Path) -> None:
    rows = [["id", "title"], ["A", 1], ["B", True], ["C", 0], ["D", False]]
    programmes = read(tmp_path, programmes=rows).snapshot.of(Programme)
    assert [p.title for p in programmes.values()] == ["1", "TRUE", "0", "FALSE"]


# --- formulas, error values, merged cells ---


def test_a_formula_counts_with_its_last_value_and_is_said_once(tmp_path: Path) -> None:
    rows = [
        ["id", "title", "budget"],
        ["A", "First", Formula("=1+1", 2)],
        ["B", "x", Formula("=3", 3)],
    ]
    reading = read(tmp_path, programmes=rows)
    assert [p.budget for p in reading.snapshot.of(Programme).values()] == [2, 3]
    assert said(reading.issues, "formulas") == [
        "programmes: 2 cells hold formulas. Their last values were read."
    ]
    assert said(reading.warnings, "not-computed") != []  # the file says that nobody computed it


def test_a_formula_without_a_value_is_an_error_at_its_cell(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = book(tmp_path)
    opened = load_workbook(path)
    opened["programmes"]["B2"] = "=1+1"
    opened["programmes"]["A3"] = "=1+1"
    opened.save(path)
    assert said(read_workbook(path).errors, "formula-without-value", "missing-value") == [
        "programmes!B2: this formula has never been computed. Open the workbook in a spreadsheet "
        "and save it, or write the value itself.",
        "programmes!A3: this formula has never been computed. Open the workbook in a spreadsheet "
        "and save it, or write the value itself.",
        "programmes!B3: Title is missing. Fill it in.",
    ]


def test_a_formula_that_gives_an_empty_text_is_blank(tmp_path: Path) -> None:
    rows = [["id", "title", "acronym"], ["A", "First", Formula('=""', "")]]
    path = book(tmp_path, programmes=rows)
    never = b'<c r="C2"><f>""</f><v></v></c>'
    computed = b'<c r="C2" t="str"><f>""</f><v></v></c>'
    reading = read_workbook(edited(path, "xl/worksheets/sheet3.xml", never, computed))
    assert reading.errors == ()
    assert reading.snapshot.of(Programme)["A"].acronym is None


def test_a_failed_formula_is_an_error_and_never_a_blank(tmp_path: Path) -> None:
    rows = [["id", "title", "budget", "x"], ["A", "First", Formula("=1/0", "#DIV/0!")]]
    rows[1] += [Formula("=Z9", "#REF!")]
    reading = read(tmp_path, programmes=rows)
    assert said(reading.errors, "error-value") == [
        'programmes!C2 "#DIV/0!": a formula has failed here. Mend the formula, or write the value '
        "itself."
    ]


def test_merged_cells_are_warned_of(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = book(tmp_path)
    opened = load_workbook(path)
    opened["programmes"].merge_cells("B2:B4")
    opened["actors"].merge_cells("A1:B1")
    opened.save(path)
    assert said(read_workbook(path).warnings, "merged-cells") == [
        "programmes!2: merged cells (B2:B4) hold a value in the first cell only. Part them and "
        "fill every cell."
    ]


# --- the country profile ---


def test_the_profile_is_the_one_the_file_names(tmp_path: Path) -> None:
    register = [["slug", "title", "profile"], ["toy", "A toy", "Senegal"]]
    assert read(tmp_path, register=register).profile is load_profile("senegal")


def test_a_profile_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    register = [["slug", "title", "profile"], ["toy", "A toy", "../secret"]]
    assert said(read(tmp_path, register=register).errors, "unknown-profile") == [
        'register!C2 "../secret": there is no country profile "../secret". Write one of ecuador, '
        "philippines, senegal."
    ]


def test_without_a_profile_the_registers_or_the_first_is_taken(tmp_path: Path) -> None:
    path = bare_book(tmp_path / "toy.xlsx", {"actors": ACTORS, "programmes": PROGRAMMES})
    known = Snapshot([make(Register, "toy", title="A toy", profile="ecuador")])
    assert read_workbook(path, known=known).profile is load_profile("ecuador")
    reading = read_workbook(path)
    assert reading.profile is load_profile("philippines")
    assert said(reading.issues, "no-profile") == [
        "register: no country profile is named, so philippines is used. Name it in the sheet "
        "register, column profile."
    ]
    assert read_workbook(path, profile=load_profile("senegal")).profile is load_profile("senegal")
    register = [["slug", "title"], ["toy", "A toy"]]
    assert said(read(tmp_path, register=register).issues, "no-profile") != []


def test_who_waits_is_told_how_far_the_reading_is(tmp_path: Path) -> None:
    told: list[float] = []
    read_workbook(book(tmp_path), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
