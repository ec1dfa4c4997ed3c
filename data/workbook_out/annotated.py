"""A submission given back: comments in the faulty cells, and a sheet that lists every issue."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from data.grids import Grids, open_grids
from data.issues import Issue, Severity, UnreadableFile
from data.sheets import ISSUES
from data.workbook_out.books import save_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_AUTHOR: Final = "Tugma"
_MOST_COMMENTS: Final = 5_000
"""Cells that get a comment; the sheet of issues lists them all."""
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
_MACROS: Final = ".xlsm"
_COLOURS: Final = {
    Severity.ERROR: "FFB00020", Severity.WARNING: "FF9A5B00", Severity.INFORMATION: "FF1F3A5F",
}  # fmt: skip


def write_annotated(source: Path, out: Path | IO[bytes], issues: Iterable[Issue]) -> None:
    """Write the file again, its styles kept, with every issue where its author will see it.

    A CSV file, an old workbook or one that cannot be opened becomes a fresh workbook. Formulas
    stay formulas; their values come back when a spreadsheet opens the file. Macros stay only
    where ``out`` ends in .xlsm.

    Raises:
        UnwritableFile: the file cannot be written.
    """
    found = tuple(issues)
    book = _book(source, keep_macros=isinstance(out, Path) and out.suffix.lower() == _MACROS)
    _comment(book, found)
    _list(book, found)
    content = BytesIO()
    book.save(content)
    save_bytes(out, content.getvalue())


def _book(source: Path, *, keep_macros: bool) -> Workbook:
    """The source as openpyxl holds it, or a plain copy of its cells, or nothing but a workbook."""
    from openpyxl import Workbook, load_workbook

    try:
        grids = open_grids(source)
    except UnreadableFile:
        grids = Grids(source.name, ())
    if grids.sheets and source.suffix.lower() in {".xlsx", _MACROS}:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # on what openpyxl does not keep, such as pictures
                return load_workbook(BytesIO(source.read_bytes()), keep_vba=keep_macros)
        except Exception:
            pass
    book = Workbook()
    del book["Sheet"]
    for grid in grids.sheets:
        sheet = book.create_sheet(_NOT_IN_TITLES.sub("-", grid.name)[:31] or "sheet")
        for number, row in enumerate(grid.rows, start=1):
            for place, value in enumerate(row, start=1):
                if value != "":
                    _set(sheet, number, place, value)
        for (number, place), fault in grid.broken.items():
            _set(sheet, number, place + 1, fault)
    return book


def _set(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Write a value; text stays text, whatever it starts with."""
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment] # new sheets have no merged cells
    if isinstance(value, str):
        cell.value = _NOT_IN_XML.sub("", value)
        cell.data_type = "s"
        cell.number_format = "@"
    else:
        cell.value = str(value) if isinstance(value, timedelta) else value  # type: ignore[assignment]
    return cell


def _comment(book: Workbook, issues: Sequence[Issue]) -> None:
    from openpyxl.cell import MergedCell
    from openpyxl.comments import Comment

    said: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for issue in issues:
        if issue.at.row and issue.at.sheet in book.sheetnames:
            place = f"{issue.column or 'A'}{issue.at.row}"
            said[issue.at.sheet, place].append(
                f"{issue.severity.value.capitalize()}: {issue.problem}. {issue.remedy}".strip()
            )
    for (sheet, place), texts in list(said.items())[:_MOST_COMMENTS]:
        cell = book[sheet][place]
        if isinstance(cell, MergedCell):
            continue
        before = [cell.comment.text] if cell.comment else []
        text = _NOT_IN_XML.sub("", "\n".join([*before, *texts]))
        cell.comment = Comment(text, _AUTHOR, height=40 + 40 * len(texts), width=320)


def _list(book: Workbook, issues: Sequence[Issue]) -> None:
    """A first sheet with a row for each issue and a link to its cell."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    if ISSUES in book.sheetnames:
        del book[ISSUES]
    data = set(book.sheetnames)
    sheet = book.create_sheet(ISSUES, 0)
    for column, (name, width) in enumerate(
        (("sheet", 18), ("cell", 10), ("value", 30), ("severity", 12), ("problem", 60),
         ("remedy", 60)), start=1,
    ):  # fmt: skip
        _set(sheet, 1, column, name).font = Font(bold=True)
        sheet.column_dimensions["ABCDEF"[column - 1]].width = width
    for row, issue in enumerate(issues, start=2):
        place = f"{issue.column or 'A'}{issue.at.row}" if issue.at.row else ""
        texts = (
            issue.at.sheet, place, issue.value, issue.severity.value, issue.problem, issue.remedy,
        )  # fmt: skip
        for column, text in enumerate(texts, start=1):
            cell = _set(sheet, row, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if place and issue.at.sheet in data:
            target = issue.at.sheet.replace("'", "''")
            sheet.cell(row, 2).hyperlink = Hyperlink(f"B{row}", location=f"'{target}'!{place}")
        sheet.cell(row, 4).font = Font(color=_COLOURS[issue.severity])
    sheet.freeze_panes = "A2"
    book.active = 0
