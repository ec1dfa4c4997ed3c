"""Ids, links and references: found whatever the case, mended only where one thing can be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.model import (
    Actor,
    Attendance,
    Decision,
    Meeting,
    Membership,
    Programme,
    ReportDue,
    Statistic,
    Territory,
    Tie,
    Variant,
)
from data.readers import read_workbook
from data.snapshot import Snapshot
from tests.builders import make
from tests.data.books import REGISTER, TERRITORIES, bare_book, book, read, said

MECHANISMS = [["id", "name"], ["CMD-V", "Committee"], ["DOLE-V", "A council called so"]]


def programme(tmp_path: Path, **sheets: object) -> Programme:
    reading = read(tmp_path, **sheets)
    assert said(reading.errors, *(issue.code for issue in reading.errors)) == []
    (found,) = reading.snapshot.of(Programme).values()
    return found


# --- references ---


@pytest.mark.parametrize("written", ["DOLE-V", "dole-v", "actor/DOLE-V", "actors/dole-v"])
def test_a_reference_is_found_whatever_its_case(tmp_path: Path, written: str) -> None:
    rows = [["id", "title", "lead"], ["A", "First", written]]
    assert programme(tmp_path, programmes=rows).lead == "DOLE-V"


def test_an_unknown_reference_is_an_error_with_the_nearest_by_id_or_name(tmp_path: Path) -> None:
    rows = [["id", "title", "lead"], ["A", "x", "DOLE-5"], ["B", "y", "Planning office"],
            ["C", "z", "qq"], ["D", "z", "tbd"]]  # fmt: skip
    reading = read(tmp_path, programmes=rows)
    assert said(reading.errors, "unknown-reference", "placeholder") == [
        'programmes!C2 "DOLE-5": this is not an id in actors. Did you mean DOLE-V (Labour office)?',
        'programmes!C3 "Planning office": this is not an id in actors. Did you mean '
        "DEPDEV-V (Planning office)?",
        'programmes!C4 "qq": this is not an id in actors. Correct it, or add the record to actors.',
        'programmes!C5 "tbd": this says that nothing is known. Leave the cell blank.',
    ]
    assert len(reading.snapshot.of(Programme)) == 4


def test_a_column_that_refers_to_a_sheet_without_records_is_said_once(tmp_path: Path) -> None:
    rows = [["id", "title", "territories", "parent", "budget split"],
            ["A", "x", "PH", "", "PH=100"], ["B", "y", "PH|XY", "A", ""]]  # fmt: skip
    assert said(read(tmp_path, programmes=rows).errors, "unknown-reference") == [
        'programmes!C2 "PH": 2 rows refer to territories, of which there are none. Add the sheet '
        "territories.",
        'programmes!E2 "PH=100": this refers to territories, of which there are none. Add the '
        "sheet territories.",
    ]


def test_several_references_stand_in_one_cell(tmp_path: Path) -> None:
    rows = [["id", "title", "territories"], ["A", "x", "0500506000 | PH"]]
    found = programme(tmp_path, programmes=rows, territories=TERRITORIES)
    assert found.territories == ("0500506000", "PH")


def test_what_an_absent_sheet_holds_may_be_referred_to(tmp_path: Path) -> None:
    rows = [["id", "title", "lead"], ["A", "x", "peso"]]
    sheets = {"register": REGISTER, "programmes": rows}
    path = bare_book(tmp_path / "toy.xlsx", sheets)
    known = Snapshot([make(Actor, "PESO", name="Employment office")])
    reading = read_workbook(path, known=known)
    assert reading.errors == ()
    assert reading.snapshot.of(Programme)["A"].lead == "PESO"


def test_a_sheet_that_is_present_is_the_whole_truth_unless_it_is_merged(tmp_path: Path) -> None:
    rows = [["id", "title", "lead"], ["A", "x", "PESO"]]
    path = book(tmp_path, programmes=rows)
    known = Snapshot([make(Actor, "PESO", name="Employment office")])
    assert [i.code for i in read_workbook(path, known=known).errors] == ["unknown-reference"]
    reading = read_workbook(path, known=known, merge=True)
    assert reading.errors == ()
    assert set(reading.onto(known, merge=True).of(Actor)) == {"PESO", "DOLE-V", "DEPDEV-V"}
    assert set(reading.onto(known).of(Actor)) == {"DOLE-V", "DEPDEV-V"}


def test_records_that_stay_may_not_lose_what_they_refer_to(tmp_path: Path) -> None:
    known = Snapshot(
        [
            make(Actor, "PESO", name="Employment office"),
            make(Actor, "DOLE-V", name="Labour office"),
            make(Tie, from_actor="PESO", to_actor="DOLE-V", kind="reporting"),
        ]
    )
    assert said(read_workbook(book(tmp_path), known=known).errors, "still-referenced") == [
        'actors "PESO": tie/PESO--DOLE-V--reporting--_ of the register refers to PESO, which is '
        "not here. Put the row back, or send the sheet ties as well."
    ]


def test_an_empty_sheet_that_would_empty_the_register_is_warned_of(tmp_path: Path) -> None:
    path = book(tmp_path, actors=[["id", "name"]], programmes=[["id", "title"]])
    known = Snapshot([make(Actor, "PESO", name="Employment office")])
    reading = read_workbook(path, known=known)
    assert said(reading.issues, "emptied-sheet", "empty-sheet") == [
        "actors: the sheet is empty, so all 1 records of the register would go. Delete the sheet "
        "to leave them alone.",
        "programmes: there is no row yet. Fill it from row 4 down.",
    ]


# --- references to one of several kinds ---


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("mechanism/CMD-V", "mechanism/CMD-V"), ("mechanisms/cmd-v", "mechanism/CMD-V"),
     ("CMD-V", "mechanism/CMD-V"), ("depdev-v", "actor/DEPDEV-V")],
)  # fmt: skip
def test_a_bare_id_is_enough_where_only_one_kind_has_it(
    tmp_path: Path, written: str, canonical: str
) -> None:
    rows = [["from actor", "to"], ["DOLE-V", written]]
    reading = read(tmp_path, report_dues=rows, mechanisms=MECHANISMS)
    assert reading.errors == ()
    (due,) = reading.snapshot.of(ReportDue).values()
    assert due.to == canonical


def test_a_bare_id_of_several_kinds_is_an_error(tmp_path: Path) -> None:
    rows = [["from actor", "to"], ["DOLE-V", "DOLE-V"], ["DOLE-V", "programme/BPBH"],
            ["DOLE-V", "CMD"], ["DOLE-V", "actor/X"]]  # fmt: skip
    reading = read(tmp_path, report_dues=rows, mechanisms=MECHANISMS)
    assert said(reading.errors, "ambiguous-reference", "reference-kind", "unknown-reference") == [
        'report_dues!B2 "DOLE-V": this names records of several kinds. Did you mean '
        "actor/DOLE-V or mechanism/DOLE-V?",
        'report_dues!B3 "programme/BPBH": "programme" is no kind of record that can stand here. '
        "Write kind/id; the kind is actor or mechanism.",
        'report_dues!B4 "CMD": this is not an id in actors or mechanisms. Did you mean '
        "mechanism/CMD-V (Committee)?",
        'report_dues!B5 "actor/X": "X" is not an id in actors. Correct it, or add the record to '
        "actors.",
    ]


def test_a_reference_to_any_kind_may_name_a_link(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        mechanisms=MECHANISMS,
        memberships=[["mechanism", "actor"], ["cmd-v", "dole-v"]],
        variants=[["record", "field", "value"], ["CMD-V--DOLE-V--_--_--_--_", "role", "chair"],
                  ["programmes/BPBH", "budget", "5"]],
        decisions=[["id", "text", "subject"], ["D1", "So be it", "programme/BPBH|CMD-V"]],
    )  # fmt: skip
    assert reading.errors == ()
    assert [v.record for v in reading.snapshot.of(Variant).values()] == [
        "membership/CMD-V--DOLE-V--_--_--_--_", "programme/BPBH",
    ]  # fmt: skip
    assert reading.snapshot.of(Decision)["D1"].subject == ("mechanism/CMD-V", "programme/BPBH")


# --- ids ---


def test_two_rows_of_one_id_are_an_error_that_names_both(tmp_path: Path) -> None:
    rows = [["id", "title"], ["A", "x"], ["B", "y"], ["a", "z"]]
    reading = read(tmp_path, programmes=rows)
    assert said(reading.errors, "duplicate-id") == [
        'programmes!A4 "a": rows 2 and 4 both have the id "a". Delete one of them, or give it an '
        "id of its own."
    ]
    assert list(reading.snapshot.of(Programme)) == ["A", "B"]


def test_a_link_gets_its_id_from_its_key_fields(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        mechanisms=MECHANISMS,
        memberships=[["id", "mechanism", "actor"], ["", "cmd-v", "DOLE-V"],
                     ["own", "CMD-V", "DOLE-V"]],
        meetings=[["mechanism", "date"], ["CMD-V", "2015-05"]],
        attendances=[["meeting", "actor"], ["cmd-v--2015-05", "DOLE-V"]],
    )  # fmt: skip
    assert reading.errors == ()
    assert list(reading.snapshot.of(Membership)) == ["CMD-V--DOLE-V--_--_--_--_", "own"]
    assert list(reading.snapshot.of(Meeting)) == ["CMD-V--2015-05"]
    assert list(reading.snapshot.of(Attendance)) == ["CMD-V--2015-05--DOLE-V"]


def test_a_link_keeps_the_id_that_it_has_in_the_register(tmp_path: Path) -> None:
    known = Snapshot([make(Tie, "T1", from_actor="DOLE-V", to_actor="DEPDEV-V", kind="reporting")])
    ties = [["from actor", "to actor", "kind"], ["DOLE-V", "DEPDEV-V", "reporting"]]
    reading = read_workbook(book(tmp_path, ties=ties), known=known)
    assert list(reading.snapshot.of(Tie)) == ["T1"]


def test_the_same_link_twice_is_an_error_that_names_both_rows(tmp_path: Path) -> None:
    ties = [["from actor", "to actor", "kind"], ["DOLE-V", "DEPDEV-V", "reporting"],
            ["dole-v", "DEPDEV-V", "Reporting"], ["DOLE-V", "nobody", "reporting"]]  # fmt: skip
    assert said(read(tmp_path, ties=ties).errors, "duplicate-id") == [
        "ties!3: rows 2 and 3 both have the same link (DOLE-V, DEPDEV-V, reporting). Delete one of "
        "them, or give it an id of its own."
    ]


# --- codes of places ---


def test_a_code_that_lost_its_zero_is_mended_where_the_place_is_known(tmp_path: Path) -> None:
    rows = [["id", "title", "territories"], ["A", "x", 500506000], ["B", "y", 500506000]]
    reading = read(tmp_path, programmes=rows, territories=TERRITORIES)
    assert reading.errors == ()
    assert [p.territories for p in reading.snapshot.of(Programme).values()] == [("0500506000",)] * 2
    assert said(reading.warnings, "lost-zero") == [
        f'programmes!C{row} "500506000": 500506000 lost its leading zero. It is read as '
        "0500506000; format the column as text to keep it."
        for row in (2, 3)
    ]


@pytest.mark.parametrize("written", ["050506000", 50506000])
def test_an_older_code_is_converted_with_a_warning(tmp_path: Path, written: object) -> None:
    rows = [["id", "title", "territories"], ["A", "x", written]]
    reading = read(tmp_path, programmes=rows, territories=TERRITORIES)
    assert reading.snapshot.of(Programme)["A"].territories == ("0500506000",)
    ((issue),) = reading.warnings
    assert issue.code == "legacy-code"
    assert "is the older form of a PSGC code" in issue.problem


def test_a_code_that_may_mean_two_places_is_an_error(tmp_path: Path) -> None:
    places = [
        *TERRITORIES,
        ["0137404000", "One", "local", "PH"],
        ["1307404000", "Two", "local", "PH"],
    ]
    rows = [["id", "title", "territories"], ["A", "x", 137404000]]
    reading = read(tmp_path, programmes=rows, territories=places)
    assert said(reading.errors, "lost-zero") == [
        'programmes!C2 "137404000": the PSGC code 137404000 may have lost its leading zero or be '
        "an older one. Write 0137404000 or 1307404000, as text."
    ]


def test_a_territorys_own_code_is_mended_too_and_its_parents_follow(tmp_path: Path) -> None:
    places = [["code", "name", "level", "parent"], ["PH", "Philippines", "national", ""],
              [500000000, "Bicol", "regional", "PH"], [500500000, "Albay", "provincial", 500000000],
              [137404000, "One of two", "local", "PH"]]  # fmt: skip
    reading = read(tmp_path, territories=places)
    assert list(reading.snapshot.of(Territory)) == ["0500000000", "0500500000", "PH"]
    assert reading.snapshot.of(Territory)["0500500000"].parent == "0500000000"
    assert [issue.cell for issue in reading.warnings] == [
        "territories!A3", "territories!A4", "territories!D4",
    ]  # fmt: skip
    assert [issue.code for issue in reading.errors] == ["lost-zero"]


def test_a_number_that_is_no_code_of_the_country_is_left_as_it_is(tmp_path: Path) -> None:
    places = [["code", "name", "level"], ["505", "Somewhere", "local"]]
    reading = read(tmp_path, territories=places)
    assert list(reading.snapshot.of(Territory)) == ["505"]
    assert [issue.code for issue in reading.warnings] == ["territory-code"]


def test_a_country_without_official_codes_takes_any(tmp_path: Path) -> None:
    register = [["slug", "title", "profile"], ["toy", "A toy", "senegal"]]
    places = [["code", "name", "level"], [500506000, "Somewhere", "national"]]
    reading = read(tmp_path, register=register, territories=places)
    assert list(reading.snapshot.of(Territory)) == ["500506000"]
    assert reading.warnings == ()


def test_a_statistic_may_name_its_place_by_a_code_that_lost_its_zero(tmp_path: Path) -> None:
    rows = [["about", "series"], [500506000, "OFW"]]
    reading = read(tmp_path, statistics=rows, territories=TERRITORIES)
    assert [s.about for s in reading.snapshot.of(Statistic).values()] == ["territory/0500506000"]
    assert [issue.code for issue in reading.warnings] == ["lost-zero"]


# --- shares ---


def test_shares_are_written_code_and_percent(tmp_path: Path) -> None:
    rows = [["id", "title", "budget split"], ["A", "x", "0500506000=60|0500500000 = 39.5 %"]]
    found = programme(tmp_path, programmes=rows, territories=TERRITORIES)
    assert found.budget_split == (("0500500000", 39.5), ("0500506000", 60.0))


def test_a_share_without_percent_or_given_twice_is_an_error(tmp_path: Path) -> None:
    rows = [["id", "title", "budget split"], ["A", "x", "0500506000"], ["B", "y", "XX=5"],
            ["C", "z", "0500506000=1|0500506000=2"], ["D", "z", "0500506000=all"]]  # fmt: skip
    reading = read(tmp_path, programmes=rows, territories=TERRITORIES)
    assert [(i.cell, i.code) for i in reading.errors] == [
        ("programmes!C2", "share"), ("programmes!C3", "unknown-reference"),
        ("programmes!C4", "share"), ("programmes!C5", "number"),
    ]  # fmt: skip
