"""Files that are no workbook: one plain sentence, nothing stored, never a trace."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter

from data.grids import sniff
from data.grids.apart import write_apart
from data.grids.sniff import file_kind
from data.issues import UnreadableFile
from data.model import Actor, Programme
from data.profile import load_profile
from data.readers import read_workbook
from data.workbook_out import write_annotated, write_template
from tests.data.books import ACTORS, PROGRAMMES, REGISTER, bare_book, book, edited, read, said

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def sentence(path: Path) -> str:
    """What somebody is told of a file that cannot be read."""
    with pytest.raises(UnreadableFile) as told:
        read_workbook(path)
    (line,) = str(told.value).splitlines()
    return line


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(folder: Path, name: str, **entries: bytes) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries.items():
            archive.writestr(entry.replace("__", "/").replace("_xml", ".xml"), content)
    return path


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty (0 bytes): ask its sender"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture (PNG), not a workbook"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "is a picture (JPEG)"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "is a picture (WebP)"),
        (b"\x00\x00\x00\x18ftypheic", "is a picture or a film"),
        (b"%PDF-1.7\n", "is a PDF document"),
        (b"id,title\nA,First\n", "is a text file, not a workbook: name it after its sheet"),
        (b"\xef\xbb\xbf<!DOCTYPE html><table>", "is a web page with a table"),
        (b"<?xml version='1.0'?><Workbook/>", "is an XML file"),
        (b"\x00\x01\x02\x03", "is no workbook, or a damaged one"),
        (OLE, "is an older Office file, but not a workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (OLE + "Workbook".encode("utf-16-le"), "is damaged or"),
        (b"PK\x03\x04" + bytes(99), "is damaged or only a part"),
        (b"PK\x05\x06" + bytes(18), "is a zip archive without a workbook"),
    ],
)
def test_what_is_no_workbook_is_told_apart_before_parsing(
    tmp_path: Path, content: bytes, what: str
) -> None:
    told = sentence(written(tmp_path, "submission.xlsx", content))
    assert told.startswith(f"submission.xlsx {what}")
    assert ": " in told  # the remedy


def test_half_a_file_is_told(tmp_path: Path) -> None:
    content = book(tmp_path).read_bytes()
    for share in (0.3, 0.9, 0.99):
        half = written(tmp_path, "half.xlsx", content[: int(len(content) * share)])
        assert sentence(half).startswith("half.xlsx is damaged or only a part of the file")


def test_a_file_with_bytes_changed_is_damaged(tmp_path: Path) -> None:
    content = bytearray(book(tmp_path).read_bytes())
    middle = len(content) // 3
    content[middle : middle + 40] = bytes(40)
    assert "is damaged" in sentence(written(tmp_path, "hurt.xlsx", bytes(content)))


def test_a_file_that_is_not_there_or_not_a_file(tmp_path: Path) -> None:
    assert "does not exist: check the name" in sentence(tmp_path / "none.xlsx")
    assert "is a folder without CSV files" in sentence(tmp_path)
    assert "choose inventory.xlsx" in sentence(written(tmp_path, "~$inventory.xlsx", b"x"))
    assert sentence(Path("/dev/null")) == "null is not a file: choose a workbook (.xlsx)"


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    path = book(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)  # a superuser may open whatever they like
    assert sentence(path).startswith("toy.xlsx may not be opened: close it in other programs")


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        ({"word__document_xml": b"<w/>"}, "is a text document or slides"),
        ({"xl__workbook.bin": b""}, "is a binary workbook (.xlsb)"),
        ({"photo.jpg": b""}, "is a zip archive without a workbook"),
        ({"content_xml": b"<x/>", "META-INF__manifest_xml": b"<encryption-data/>"},
         "is protected by a password"),
        ({"xl__workbook_xml": b"<workbook/>"}, "is damaged"),
        ({"xl__workbook_xml": b"<workbook", "xl___rels__workbook_xml.rels": b"<r/>"}, "is damaged"),
        ({"xl__workbook_xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>",
          "xl___rels__workbook_xml.rels": b"<r/>"}, "is damaged"),
        ({"content_xml": b"<office:document-content"}, "is damaged"),
    ],
)  # fmt: skip
def test_an_archive_of_something_else(tmp_path: Path, entries: dict[str, bytes], what: str) -> None:
    told = sentence(zipped(tmp_path, "submission.xlsx", **entries))
    assert told.startswith(f"submission.xlsx {what}")


def test_a_zip_with_a_password_is_told(tmp_path: Path) -> None:
    path = book(tmp_path)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        content[place + offset] |= 1
    path.write_bytes(content)
    assert sentence(path).startswith("toy.xlsx is protected by a password")


def test_what_unpacks_to_more_than_a_workbook_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path, "bomb.xlsx", xl__workbook_xml=bytes(3_000_000))
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(sniff, "MOST_BYTES", 1_000_000)
    assert sentence(path).startswith("bomb.xlsx is larger than 1 MB unpacked: delete empty rows")
    plain = written(tmp_path, "long.csv", bytes(1_000_001))
    assert sentence(plain).startswith("long.csv is larger than 1 MB")


SHEET = "xl/worksheets/sheet3.xml"
"""The programmes of a book."""


def test_a_cell_far_out_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert sentence(edited(book(tmp_path), SHEET, b"</sheetData>", far)) == (
        "toy.xlsx: the sheet programmes reaches to cell XFD1048576: delete what stands far below "
        "or far to the right of the table"
    )


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (b'<row r="4"><c r="ZZZZ9"><v>1</v></c></row>', "is damaged"),
        (b'<row r="4"><c r="A99999999999"><v>1</v></c></row>', "is damaged"),
        (b'<row r="4"><c r="A4" r="A99999999999"><v>1</v></c></row>', "is damaged"),
        (b'<row r="99999999999"><c><v>1</v></c></row>', "is damaged"),
        (b'<row r="-4"><c><v>1</v></c></row>', "is damaged"),
        (b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", ": the sheet programmes reach"),
        (b'<row r="4"><c r="XFD1048576" x="/>"><v>1</v></c></row>', ": the sheet programmes reach"),
        (b'<row r="999999"><c r="A9999"/><c r="XFD9999"><is/></c></row>', ": the sheet programm"),
        (b'<x:row xmlns:x="y" r="4"><x:c r="XFD1048576"><v/></x:c></x:row>', ": the sheet progr"),
    ],
)
def test_no_odd_way_to_write_a_place_gets_past(tmp_path: Path, cells: bytes, what: str) -> None:
    path = edited(book(tmp_path), SHEET, b"</sheetData>", cells + b"</sheetData>")
    assert sentence(path).startswith(f"toy.xlsx {what}".replace(" :", ":"))


def test_cells_that_do_not_say_their_place_have_the_next_one(tmp_path: Path) -> None:
    cells = b"<row><c><v>7</v></c><c><v>8</v></c><c/></row></sheetData>"
    path = edited(book(tmp_path), SHEET, b"</sheetData>", cells)
    assert list(read_workbook(path).snapshot.of(Programme)) == ["7", "BPBH"]


def test_a_sheet_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = edited(book(tmp_path), SHEET, b"<?xml", b"\xff\xfe<\x00?\x00")
    assert "toy.xlsx is damaged" in sentence(path)


def test_a_sheet_with_a_chart_alone_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "toy.xlsx"
    drawn = xlsxwriter.Workbook(path)
    for name, rows in (("actors", ACTORS), ("programmes", PROGRAMMES)):
        sheet = drawn.add_worksheet(name)
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    chart = drawn.add_chart({"type": "bar"})
    chart.add_series({"values": "=actors!$A$1:$A$2"})
    drawn.add_chartsheet("picture").set_chart(chart)
    drawn.close()
    assert said(read_workbook(path).issues, "unknown-sheet") == []


def test_cells_without_values_far_out_do_no_harm(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    path = edited(book(tmp_path), SHEET, b"</sheetData>", far)
    assert list(read_workbook(path).snapshot.of(Programme)) == ["BPBH"]


def test_two_hundred_thousand_blank_rows_are_passed_over(tmp_path: Path) -> None:
    blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 200_003))
    last = b'<row r="200003"><c r="A200003"><v>7</v></c><c r="B200003"><v>8</v></c></row>'
    path = edited(book(tmp_path), SHEET, b"</sheetData>", blank + last + b"</sheetData>")
    programmes = read_workbook(path).snapshot.of(Programme)
    assert [(p.id, p.at.row) for p in programmes.values()] == [("7", 200_003), ("BPBH", 2)]


def test_a_workbook_without_any_sheet_of_ours_is_told_with_its_sheets(tmp_path: Path) -> None:
    path = bare_book(tmp_path / "other.xlsx", {"Sheet1": [["a"]], "Pivot": [["b"]]})
    assert sentence(path) == (
        "other.xlsx holds no sheet of a register (its sheets: Sheet1, Pivot): name them "
        "programmes, actors and so on, as in the template"
    )


# --- files that are read, with a word of warning ---


def test_macros_are_not_run_and_said(tmp_path: Path) -> None:
    path = book(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    macro = path.rename(tmp_path / "toy.xlsm")
    assert said(read_workbook(macro).warnings, "macros") == [
        "register: the workbook contains macros, which are never run and not kept. Save it as "
        ".xlsx if nobody needs them."
    ]


def test_a_csv_file_named_after_its_sheet_is_read(tmp_path: Path) -> None:
    text = 'id;title;starts on\r\nA;Büro für Rückkehr;05-2024\r\n\r\n"B";"two\nlines";2024\r\n'
    path = written(tmp_path, "programmes.csv", text.encode("utf-8-sig"))
    reading = read_workbook(path, merge=True)
    programmes = reading.snapshot.of(Programme)
    assert [(p.title, p.at.row) for p in programmes.values()] == [
        ("Büro für Rückkehr", 2), ("two\nlines", 4),
    ]  # fmt: skip
    assert [issue.cell for issue in reading.errors] == ["programmes!C2"]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("programmes.csv", "utf-16"), ("Programmes (2).csv", "utf-8"), ("programmes.tsv", "utf-8")],
)
def test_a_csv_file_in_another_form_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    path = written(tmp_path, name, "id\ttitle\nA\tSeñal\n".encode(encoding))
    assert read_workbook(path).snapshot.of(Programme)["A"].title == "Señal"


def test_a_csv_file_that_is_not_utf_8_is_warned_of(tmp_path: Path) -> None:
    path = written(tmp_path, "programmes.csv", "id,title\nA,Señal\n".encode("cp1252"))
    reading = read_workbook(path)
    assert reading.snapshot.of(Programme)["A"].title == "Señal"
    assert said(reading.warnings, "encoding") == [
        "programmes: the text is not UTF-8 and was read as Windows-1252; letters may be wrong. "
        "Save it as CSV UTF-8."
    ]


def test_a_csv_file_keeps_texts_from_being_run_and_they_come_back(tmp_path: Path) -> None:
    path = written(tmp_path, "programmes.csv", b"id,title\nA,'=1+1\nB,'quoted'\n")
    programmes = read_workbook(path).snapshot.of(Programme)
    assert [p.title for p in programmes.values()] == ["=1+1", "'quoted'"]


def test_an_error_value_in_a_csv_file_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "programmes.csv", b"id,title\nA,#REF!\n")
    assert [i.cell for i in read_workbook(path, merge=True).errors] == ["programmes!B2"]


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "programmes.csv", b'id,title\nA,"open\nB,x\n')
    assert sentence(path).startswith("programmes.csv, line 3: a quotation mark is not closed")


def test_a_csv_file_of_another_name_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "export.csv", b"id,title\n")
    assert sentence(path).startswith("export.csv holds no sheet of a register (its sheets: export)")


def test_a_folder_and_a_zip_of_csv_files_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "toy"
    folder.mkdir()
    for name, rows in (("register", REGISTER), ("actors", ACTORS), ("programmes", PROGRAMMES)):
        text = "\n".join(",".join(row) for row in rows)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    archive = tmp_path / "toy.zip"
    with zipfile.ZipFile(archive, "w") as written_zip:
        for file in folder.iterdir():
            written_zip.write(file, f"toy/{file.name}")
        written_zip.writestr("toy/.hidden.csv", "x")
    expected = read(tmp_path).snapshot
    assert read_workbook(folder).snapshot == expected
    assert read_workbook(archive).snapshot == expected


def test_a_folder_of_more_than_a_workbook_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "programmes.csv", bytes(11))
    monkeypatch.setattr("data.grids.opening.MOST_BYTES", 10)
    assert "holds more than 0 MB of CSV files" in sentence(tmp_path)


def test_a_damaged_or_locked_file_is_never_read_in_part(tmp_path: Path) -> None:
    path = edited(book(tmp_path), "xl/worksheets/sheet2.xml", b"</sheetData>", b"</sheet")
    assert "toy.xlsx is damaged" in sentence(path)


def test_a_sheet_whose_part_is_missing_is_damage(tmp_path: Path) -> None:
    path = book(tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    del parts["xl/worksheets/sheet3.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "toy.xlsx is damaged" in sentence(path)


def test_the_template_is_a_workbook_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "template.dat"
    write_template(path, load_profile("philippines"))
    assert file_kind(path) == "xlsx"
    assert read_workbook(path).errors == ()


def test_markup_in_cells_is_kept_as_text(tmp_path: Path) -> None:
    rows = [["id", "name"], ["A", "<img src=x onerror=alert(1)>"]]
    reading = read(tmp_path, actors=rows)
    assert reading.snapshot.of(Actor)["A"].name == "<img src=x onerror=alert(1)>"
    assert said(reading.issues, "markup") != []


def test_what_cannot_be_read_is_given_back_as_a_list_of_issues(tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.xlsx", b"\x89PNG\r\n\x1a\n")
    write_annotated(bad, tmp_path / "out.xlsx", [])
    assert file_kind(tmp_path / "out.xlsx") == "xlsx"


# --- formats of other spreadsheets ---


def test_an_old_workbook_is_read_with_a_warning() -> None:
    reading = read_workbook(Path(__file__).with_name("old.xls"))
    assert reading.snapshot.of(Programme)["BPBH"].budget == 1200
    assert said(reading.warnings, "old-format") == [
        "actors: in this format, failed formulas look like blank cells. Save it as .xlsx to be "
        "sure."
    ]


def test_an_old_workbook_with_a_password_is_told(tmp_path: Path, capsysbinary: Any) -> None:
    content = bytearray(Path(__file__).with_name("old.xls").read_bytes())
    first = content.find(b"\x09\x08\x10\x00")  # the record that opens the workbook
    content[first + 20 : first + 22] = b"\x2f\x00"  # FILEPASS, in place of the next one
    locked = written(tmp_path, "old.xls", bytes(content))
    assert sentence(locked).startswith("old.xls is protected by a password")
    write_apart(locked)  # what the other process does
    assert pickle.loads(capsysbinary.readouterr().out) == sentence(locked)


def test_the_other_process_gives_names_and_rows(capsysbinary: Any) -> None:
    write_apart(Path(__file__).with_name("old.xls"))
    names, rows = zip(*pickle.loads(capsysbinary.readouterr().out), strict=True)
    assert names == ("actors", "programmes")
    assert rows[1] == [["id", "title", "budget"], ["BPBH", "Back home", 1200.0]]


def test_what_the_reader_did_not_foresee_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):  # what Rust raises
        pass

    def panic(_: Path) -> None:
        raise PanicException

    def stop(_: Path) -> None:
        raise KeyboardInterrupt

    path = book(tmp_path)
    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_path=panic))
    assert "toy.xlsx is damaged" in sentence(path)
    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_path=stop))
    with pytest.raises(KeyboardInterrupt):
        read_workbook(path)


def opendocument(folder: Path, rows: str) -> Path:
    """A workbook of LibreOffice with actors, and programmes of these rows."""
    sheets = {"actors": row("id", "name") + row("A", "An office"), "programmes": rows}
    words = "".join(
        f'<table:table table:name="{name}">{body}</table:table>' for name, body in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{words}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        folder, "toy.ods", mimetype=kind, content_xml=content.encode(),
        **{"META-INF__manifest_xml": b"<manifest/>"},
    )  # fmt: skip


def row(*cells: str, more: str = "") -> str:
    texts = "".join(
        f'<table:table-cell office:value-type="string"{more}><text:p>{cell}</text:p>'
        "</table:table-cell>"
        for cell in cells
    )
    blanks = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f"<table:table-row>{texts}{blanks}</table:table-row>"


def test_a_workbook_of_libreoffice_is_read_with_a_warning(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    path = opendocument(tmp_path, row("id", "title") + blank + row("A", "First"))
    reading = read_workbook(path)
    assert [p.at.row for p in reading.snapshot.of(Programme).values()] == [5]
    assert [issue.code for issue in reading.warnings] == ["old-format"]


def test_one_that_would_fill_the_memory_ends_its_own_process_alone(tmp_path: Path) -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
        "</table:table-row>"
    )
    many = ' table:number-columns-repeated="16000"'
    path = opendocument(tmp_path, row("id", "title") + blank + row("A", more=many))
    assert sentence(path).startswith("toy.ods is damaged or")
