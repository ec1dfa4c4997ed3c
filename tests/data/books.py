"""Small workbooks to read, written cell by cell."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from data.issues import Issue
from data.readers import Reading, read_workbook

REGISTER = [["slug", "title", "profile", "illustrative"], ["toy", "A toy", "philippines", "yes"]]
ACTORS = [["id", "name"], ["DOLE-V", "Labour office"], ["DEPDEV-V", "Planning office"]]
PROGRAMMES = [["id", "title"], ["BPBH", "Back home"]]
TERRITORIES = [
    ["code", "name", "level", "parent"],
    ["PH", "Philippines", "national", ""],
    ["0500000000", "Bicol", "regional", "PH"],
    ["0500500000", "Albay", "provincial", "0500000000"],
    ["0500506000", "Legazpi", "local", "0500500000"],
]


class Formula(NamedTuple):
    """A formula and its last value."""

    text: str
    value: Any


Sheets = dict[str, Sequence[Sequence[Any]]]


def book(folder: Path, name: str = "toy.xlsx", /, **sheets: Sequence[Sequence[Any]]) -> Path:
    """A workbook of these sheets; what they do not say of a register is filled in."""
    filled: Sheets = {"register": REGISTER, "actors": ACTORS, "programmes": PROGRAMMES}
    return bare_book(folder / name, filled | sheets)


def bare_book(path: Path, sheets: Sheets) -> Path:
    """A workbook of these sheets and no others; None leaves a sheet out."""
    written = xlsxwriter.Workbook(path)
    day = written.add_format({"num_format": "yyyy-mm-dd"})
    hours = written.add_format({"num_format": "[h]:mm:ss"})
    for name, rows in sheets.items():
        if rows is None:
            continue
        sheet = written.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                match value:
                    case Formula(text, result):
                        sheet.write_formula(row, column, text, None, result)
                    case str() if value:
                        sheet.write_string(row, column, value)
                    case dt.date() | dt.datetime():
                        sheet.write_datetime(row, column, value, day)
                    case dt.timedelta():
                        sheet.write_datetime(row, column, value, hours)
                    case bool():
                        sheet.write_boolean(row, column, value)
                    case int() | float():
                        sheet.write_number(row, column, value)
    written.close()
    return path


def edited(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The same workbook with other words in one part of it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(folder: Path, /, **sheets: Any) -> Reading:
    """What reading a workbook of these sheets gives."""
    return read_workbook(book(folder, **sheets))


def said(issues: Iterable[Issue], *codes: str) -> list[str]:
    """The issues of these codes as their author reads them."""
    return [str(issue) for issue in issues if issue.code in codes]
