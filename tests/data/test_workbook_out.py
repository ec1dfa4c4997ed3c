"""What leaves as a workbook comes back the same, and can be filled, mended and trusted."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment

from data.columns import Column, Holds, PartialDate
from data.grids import open_grids
from data.issues import UnwritableFile
from data.model import (
    KINDS,
    RECORD_KINDS,
    Actor,
    Programme,
    Record,
    Register,
    Territory,
    columns_of,
)
from data.profile import load_profile
from data.readers import read_workbook
from data.readers.cells import stripped
from data.rules import check
from data.sheets import headers, own_letters
from data.snapshot import Snapshot
from data.workbook_out import worked_examples, write_annotated, write_template, write_workbook
from tests.builders import country, make
from tests.data.books import book, edited, said

PROFILE = load_profile("philippines")


def round_trip(path: Path, snapshot: Snapshot) -> Snapshot:
    write_workbook(path, snapshot, PROFILE)
    return read_workbook(path, profile=PROFILE).snapshot


# --- round trips ---

PRINTABLE = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
ODD = st.sampled_from(
    ["=1+1", "+63", "-", "@x", "'quoted", "a|b", "\\", "a\\|b", "|", "two\nlines", "_x0041_",
     "<b>bold</b>", "#REF!", "TRUE", "1234", "0500506000", "2024-05-01", "n/a", "\U0001f30f", "ñ"]
)  # fmt: skip
TEXT = (ODD | st.text(PRINTABLE, min_size=1, max_size=12)).map(stripped).filter(bool)
DATE = st.builds(
    lambda day, size: PartialDate(day.isoformat()[:size]), st.dates(), st.sampled_from([4, 7, 10])
)
IDS = ("A1", "B.2", "c_3")
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)


def value_of(spec: Column) -> st.SearchStrategy[Any]:
    """Any value that a field may have; references point to records that `register_of` makes."""
    codes = list(PROFILE.lists.get(spec.codes, {"x": None}))
    kinds = spec.refers or ("actor", "territory")
    ref = st.builds(
        lambda kind, name: f"{kind}/{name}", st.sampled_from(kinds), st.sampled_from(IDS)
    )
    places = st.dictionaries(st.sampled_from(IDS), NUMBERS.map(abs), max_size=3)
    return {
        Holds.TEXT: TEXT,
        Holds.ID: st.sampled_from(IDS),
        Holds.DATE: DATE,
        Holds.WHOLE: st.integers(-(10**18), 10**18),
        Holds.MONEY: st.integers(-(10**18), 10**18),
        Holds.NUMBER: NUMBERS,
        Holds.FLAG: st.booleans(),
        Holds.CODE: st.sampled_from(codes),
        Holds.CODES: st.sets(st.sampled_from(codes)).map(tuple),
        Holds.TEXTS: st.sets(TEXT.filter(lambda text: "|" not in text)).map(tuple),
        Holds.REFERENCE: st.sampled_from(IDS),
        Holds.REFERENCES: st.sets(st.sampled_from(IDS)).map(tuple),
        Holds.ANY_REFERENCE: ref,
        Holds.ANY_REFERENCES: st.sets(ref).map(tuple),
        Holds.SPLIT: places.map(lambda shares: tuple(shares.items())),
    }[spec.holds]


def record_of(kind: type[Record], record_id: str) -> st.SearchStrategy[Record]:
    """A record of a kind with any of its optional fields filled in."""
    fields = {}
    for name, spec in columns_of(kind).items():
        if name != "id":
            empty = st.just(() if spec.holds.is_many else None)
            fields[name] = value_of(spec) if spec.required else value_of(spec) | empty
    return st.builds(lambda **values: kind(id=record_id, **values), **fields)


@st.composite
def registers(draw: st.DrawFn) -> Snapshot:
    """A register with records of every kind, one of each with anything that it may hold."""
    return Snapshot(
        draw(record_of(kind, record_id)) if record_id == IDS[0] else _plain(kind, record_id)
        for kind in RECORD_KINDS
        for record_id in IDS
    )


@settings(max_examples=5)
@given(snapshot=registers())
def test_records_of_every_kind_come_back_the_same(
    snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    back = round_trip(tmp_path_factory.getbasetemp() / "trip.xlsx", snapshot)
    for record in snapshot:
        assert back.get(record.ref) == record
    assert back.digests == snapshot.digests


def _plain(kind: type[Record], record_id: str) -> Record:
    """The least that a record holds."""
    least: dict[Holds, Any] = {
        Holds.TEXT: "x", Holds.DATE: PartialDate("2024"), Holds.REFERENCE: "A1",
    }  # fmt: skip
    values = {}
    for name, spec in columns_of(kind).items():
        if spec.required and name != "id":
            if spec.holds is Holds.ANY_REFERENCE:
                values[name] = f"{(spec.refers or ('actor',))[0]}/A1"
            elif spec.holds is Holds.CODE:
                values[name] = next(iter(PROFILE.codes(spec.codes)))
            else:
                values[name] = least[spec.holds]
    return kind(id=record_id, **values)


def test_a_register_comes_back_the_same_in_any_country(tmp_path: Path) -> None:
    for name in ("philippines", "ecuador", "senegal"):
        profile = load_profile(name)
        examples = worked_examples(profile)
        write_workbook(tmp_path / "toy.xlsx", examples, profile)
        reading = read_workbook(tmp_path / "toy.xlsx")
        assert reading.snapshot == examples
        assert reading.profile is profile
        assert reading.issues == ()
        assert check(examples, profile) == ()


def test_equal_registers_make_equal_files(tmp_path: Path) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_workbook(first, Snapshot(country()), PROFILE)
    write_workbook(second, Snapshot(reversed(country())), PROFILE)
    assert first.getvalue() == second.getvalue()


def test_what_a_spreadsheet_would_run_stays_text(tmp_path: Path) -> None:
    snapshot = Snapshot([make(Actor, "A", name='=HYPERLINK("http://x")', acronym="http://x.y")])
    write_workbook(tmp_path / "toy.xlsx", snapshot, PROFILE)
    row = load_workbook(tmp_path / "toy.xlsx")["actors"][4]
    assert {(cell.value, cell.data_type, cell.hyperlink) for cell in row[1:3]} == {
        ('=HYPERLINK("http://x")', "s", None), ("http://x.y", "s", None),
    }  # fmt: skip


def test_a_register_that_is_made_up_says_so(tmp_path: Path) -> None:
    register = make(Register, "toy", title="A toy", profile="philippines", illustrative=True)
    write_workbook(tmp_path / "toy.xlsx", Snapshot([register]), PROFILE)
    opened = load_workbook(tmp_path / "toy.xlsx")
    assert opened["README"]["A3"].value == "ILLUSTRATIVE"
    assert "ILLUSTRATIVE" in str(opened["actors"].oddHeader.center.text)


def test_a_text_longer_than_a_cell_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    snapshot = Snapshot([make(Actor, "A", name="x" * 32_768)])
    with pytest.raises(UnwritableFile, match=r"actor/A has a text of 32,768 characters"):
        write_workbook(tmp_path / "toy.xlsx", snapshot, PROFILE)
    assert not (tmp_path / "toy.xlsx").exists()


def test_a_bar_in_one_of_several_texts_is_refused(tmp_path: Path) -> None:
    snapshot = Snapshot([make(Actor, "A", name="x|y", aliases=("a|b",))])
    with pytest.raises(UnwritableFile, match=r"actor/A has a bar in Aliases, where it parts"):
        write_workbook(tmp_path / "toy.xlsx", snapshot, PROFILE)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match=r"cannot be written \(Is a directory\): close it"):
        write_template(tmp_path, PROFILE)


def test_half_of_a_pair_does_not_stop_the_writing(tmp_path: Path) -> None:
    back = round_trip(tmp_path / "toy.xlsx", Snapshot([make(Actor, "A", name="a\ud800b")]))
    assert back.of(Actor)["A"].name == "a?b"


# --- the template ---


def test_the_template_checks_clean(tmp_path: Path) -> None:
    for name in ("philippines", "ecuador", "senegal"):
        write_template(tmp_path / "toy.xlsx", load_profile(name))
        reading = read_workbook(tmp_path / "toy.xlsx")
        assert reading.errors == ()
        assert reading.warnings == ()
        assert len(reading.snapshot) == 0
        assert reading.kinds == set(KINDS)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("template") / "toy.xlsx"
    write_template(path, PROFILE)
    return load_workbook(path)


def test_the_template_has_a_sheet_for_every_kind_and_says_how_it_is_filled(template: Any) -> None:
    sheets = [kind.SHEET for kind in RECORD_KINDS]
    assert template.sheetnames == ["README", *sheets, "lists", "examples"]
    text = " ".join(str(row[1].value) for row in template["README"].iter_rows())
    assert "What is not known stays blank" in text


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=lambda kind: kind.KIND)
def test_its_headers_are_what_the_model_declares(template: Any, kind: type[Record]) -> None:
    sheet = template[kind.SHEET]
    specs = columns_of(kind)
    assert sheet.freeze_panes == "B4"
    for name, letter in own_letters(kind).items():
        spec = specs[name]
        mark = "*" if spec.required else ""
        assert sheet[f"{letter}1"].value == spec.label
        assert sheet[f"{letter}2"].value == headers(kind)[name] + mark
        assert sheet[f"{letter}3"].value == (spec.hxl or None)


def test_codes_are_chosen_from_the_lists(template: Any) -> None:
    sheet = template["programmes"]
    letter = own_letters(Programme)["status"]
    (rule,) = [r for r in sheet.data_validations.dataValidation if f"{letter}4" in r.sqref]
    area = rule.formula1.replace("$", "").partition("!")[2]
    codes = [cell.value for (cell,) in template["lists"][area]]
    assert codes == list(PROFILE.codes("programme_status"))
    flags = template["report_dues"].data_validations.dataValidation
    assert any(rule.formula1 == '"yes,no"' for rule in flags)
    assert any(
        rule.formula1 == "territories!$A$4:$A$10000" for rule in sheet_rules(template, "actors")
    )


def sheet_rules(template: Any, name: str) -> Any:
    return template[name].data_validations.dataValidation


def test_a_word_of_help_stands_beside_the_cell(template: Any) -> None:
    helps = {r.promptTitle: r.prompt for r in sheet_rules(template, "programmes")}
    assert helps["Budget split"] == "Percent by territory, 0500506000=60|0501724000=40"
    assert helps["Services"] == "Several are separated by |. Codes: sheet lists"
    assert "YYYY-MM-DD" in helps["Starts on"]


def test_codes_and_dates_are_kept_as_text(template: Any) -> None:
    formats = {
        name: template["territories"].column_dimensions[letter].number_format
        for name, letter in own_letters(Territory).items()
    }
    assert (formats["id"], formats["observed_on"], formats["population"]) == ("@", "@", "#,##0")


# --- the annotated copy ---


def test_a_submission_comes_back_with_comments_and_a_list(tmp_path: Path) -> None:
    rows = [["id", "title", "starts on"], ["A", "=First", "05-2024"], ["a", "Second", "soon"]]
    path = book(tmp_path, programmes=rows, Other=[["kept"]])
    opened = load_workbook(path)
    opened["programmes"]["C2"].comment = Comment("Checked by us", "DOLE")
    opened["programmes"].column_dimensions["B"].width = 61
    opened.create_sheet("issues")
    opened.save(path)
    issues = read_workbook(path).issues
    out = tmp_path / "out.xlsx"
    write_annotated(path, out, issues)
    back = load_workbook(out)
    assert back.sheetnames == ["issues", "register", "actors", "programmes", "Other"]
    assert back["programmes"]["C2"].comment.text == (
        "Checked by us\nError: a date must be YYYY-MM-DD. Did you mean 2024-05-01? Write 2024-05 "
        "if the day is not known."
    )
    assert back["programmes"].column_dimensions["B"].width == 61
    assert back["programmes"]["B2"].value == "=First"
    assert [cell.value for cell in back["issues"][1]] == [
        "sheet", "cell", "value", "severity", "problem", "remedy",
    ]  # fmt: skip
    listed = [[cell.value for cell in row] for row in back["issues"].iter_rows(min_row=2)]
    assert len(listed) == len(issues)
    assert [
        "programmes", "C3", "soon", "error", "a date must be YYYY-MM-DD",
        "Write it like 2024-05-01, or 2024-05 or 2024 if no more is known.",
    ] in listed  # fmt: skip
    link = next(r[1] for r in back["issues"].iter_rows(min_row=2) if r[1].value == "C3")
    assert link.hyperlink.location == "'programmes'!C3"


def test_an_annotated_file_can_be_mended_and_read_again(tmp_path: Path) -> None:
    path = book(tmp_path, programmes=[["id", "title", "starts on"], ["A", "First", "05-2024"]])
    write_annotated(path, tmp_path / "out.xlsx", read_workbook(path).issues)
    opened = load_workbook(tmp_path / "out.xlsx")
    opened["programmes"]["C2"] = "2024-05"
    opened.save(tmp_path / "out.xlsx")
    assert read_workbook(tmp_path / "out.xlsx").issues == ()


def test_issues_that_hold_formulas_are_listed_as_text(tmp_path: Path) -> None:
    rows = [["id", "title", "lead"], ["A", "x", "=cmd|' /C calc'!A0"]]
    path = book(tmp_path, programmes=rows)
    write_annotated(path, tmp_path / "out.xlsx", read_workbook(path).issues)
    cell = load_workbook(tmp_path / "out.xlsx")["issues"]["C2"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_a_comment_in_merged_cells_and_one_on_a_row_find_their_place(tmp_path: Path) -> None:
    path = book(tmp_path, programmes=[["id", "title"], ["A", "x"], ["", "y"]])
    opened = load_workbook(path)
    opened["programmes"].merge_cells("A2:A3")
    opened.save(path)
    issues = read_workbook(path).issues
    write_annotated(path, tmp_path / "out.xlsx", issues)
    back = load_workbook(tmp_path / "out.xlsx")
    assert "merged cells" in back["programmes"]["A2"].comment.text
    assert said(issues, "missing-value") != []


def test_a_csv_file_comes_back_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "programmes.csv"
    path.write_text("id,title,starts on\nA,'=1+1,05-2024\n", encoding="utf-8")
    out = io.BytesIO()
    write_annotated(path, out, read_workbook(path).issues)
    back = load_workbook(out)
    assert back.sheetnames == ["issues", "programmes"]
    assert [cell.value for cell in back["programmes"][2]] == ["A", "=1+1", "05-2024"]
    assert back["programmes"]["B2"].data_type == "s"
    assert back["programmes"]["C2"].comment is not None


def test_what_openpyxl_cannot_open_comes_back_plainly(tmp_path: Path) -> None:
    rows = [["id", "title", "starts on"], ["A", "x", 1.5], ["B", "y", dt.timedelta(hours=1)]]
    path = book(tmp_path, programmes=rows)
    odd = b'<dataValidations><dataValidation operator="unheard-of" sqref="A1"/></dataValidations>'
    edited(path, "xl/worksheets/sheet3.xml", b"<pageMargins", odd + b"<pageMargins")
    write_annotated(path, tmp_path / "out.xlsx", read_workbook(path).issues)
    back = load_workbook(tmp_path / "out.xlsx")
    assert back["programmes"]["C2"].value == 1.5
    assert back["programmes"]["C3"].value == "1:00:00"
    assert back["programmes"]["C2"].comment is not None


def test_an_error_value_of_a_csv_file_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "programmes.csv"
    path.write_text("id,title\nA,#REF!\n", encoding="utf-8")
    write_annotated(path, tmp_path / "out.xlsx", read_workbook(path, merge=True).issues)
    cell = load_workbook(tmp_path / "out.xlsx")["programmes"]["B2"]
    assert (cell.value, cell.data_type) == ("#REF!", "s")
    assert "a formula has failed here" in cell.comment.text


def test_macros_stay_where_the_name_says_so(tmp_path: Path) -> None:
    path = book(tmp_path).rename(tmp_path / "toy.xlsm")
    write_annotated(path, tmp_path / "out.xlsm", [])
    write_annotated(path, tmp_path / "out.xlsx", [])
    assert open_grids(tmp_path / "out.xlsx").sheets != ()
