"""What the workbook reader cannot see: formulas without a value, error values, merged cells.

calamine leaves such cells blank, and makes room for every cell up to the farthest one, however
empty the sheet is. Both are found in the XML itself, where looking costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Final
from xml.etree import ElementTree as ET

from data.issues import UnreadableFile
from data.sheets import letters, number_of

MOST_CELLS: Final = 10_000_000
"""Cells between the first and the farthest one that a sheet may span."""
_NARROW: Final = 78  # columns before CA; no sheet of ours is wider

_ROW: Final = re.compile(rb'<row [^>]*?\br="(\d+)"')
_PREFIXED_ROW: Final = re.compile(rb'<\w+:row [^>]*?\br="(\d+)"')
_FAR_RIGHT: Final = re.compile(rb'\br="(?:[C-Z][A-Z]|[A-Z]{3})\d')
_FILLED: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?(?:v|is|f)\b')
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+(\d+):[A-Z]+\d+)"')
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b(?P<about>[^>]*?\br="(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})"[^>]*?)'
    rb"(?:/>|>(?P<inside>.*?)</(?:\w+:)?c>)",
    re.DOTALL,
)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_TYPE: Final = re.compile(rb'\bt="(\w+)"')


@dataclass(frozen=True, slots=True)
class Scan:
    """What the XML of one sheet tells beside its values."""

    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(row from 1, column from 0) → ``#REF!``, or "" for a formula without a value."""
    formulas: int = 0
    merged: tuple[tuple[int, str], ...] = ()
    """Merged ranges with their upper row: (5, ``A5:A7``)."""


def scan_sheet(xml: bytes) -> Scan:
    """The broken cells, formulas and merged ranges of one sheet."""
    merged: tuple[tuple[int, str], ...] = ()
    if b"mergeCell " in xml:
        merged = tuple((int(found[2]), found[1].decode()) for found in _MERGED.finditer(xml))
    broken: dict[tuple[int, int], str] = {}
    formulas = 0
    if b't="e"' in xml or ((b"<f" in xml or b":f" in xml) and _FORMULA.search(xml)):
        for cell in _CELL.finditer(xml):
            inside = cell["inside"] or b""
            computed = _FORMULA.search(inside) is not None
            formulas += computed
            fault = _fault(cell["about"], inside, computed=computed)
            if fault is not None:
                broken[int(cell["row"]), number_of(cell["column"].decode())] = fault
    return Scan(broken, formulas, merged)


def _fault(about: bytes, inside: bytes, *, computed: bool) -> str | None:
    """The error in a cell, "" for a formula without a value, None where all is well."""
    kind, value = _TYPE.search(about), _VALUE.search(inside)
    holds = kind[1] if kind else b"n"
    shown = value[1].decode(errors="replace") if value else ""
    if holds == b"e":
        return shown or "#N/A"
    # a formula whose result is an empty text has a type and no value, and that is its value
    return "" if computed and not shown and holds not in {b"str", b"inlineStr"} else None


def check_span(xml: bytes, file: str, sheet: str) -> None:
    """Refuse a sheet that reaches so far that reading it would fill the memory.

    Raises:
        UnreadableFile: it spans more than `MOST_CELLS`.
    """
    row = _PREFIXED_ROW if b":row " in xml else _ROW
    lowest = max(map(int, row.findall(xml)), default=0)
    if lowest * _NARROW <= MOST_CELLS and not _FAR_RIGHT.search(xml):
        return
    lowest, farthest = 0, -1
    for found in _FILLED.finditer(xml):
        lowest = max(lowest, int(found[2]))
        farthest = max(farthest, number_of(found[1].decode()))
    refuse_wide(lowest, farthest + 1, file, sheet)


def refuse_wide(rows: int, columns: int, file: str, sheet: str) -> None:
    """Refuse a sheet of so many cells.

    Raises:
        UnreadableFile: there are more than `MOST_CELLS`.
    """
    if rows * columns > MOST_CELLS:
        raise UnreadableFile(
            f"{file}: the sheet {sheet} reaches to cell {letters(columns - 1)}{rows}: delete what "
            "stands far below or far to the right of the table"
        )


def check_spreadsheet_spans(content: IO[bytes], file: str) -> None:
    """The same check for an OpenDocument workbook, whose blank cells are counted, not written.

    Raises:
        UnreadableFile: a sheet spans more than `MOST_CELLS`.
        ElementTree.ParseError: the content is not XML.
    """
    sheet, row, column, lowest, farthest = "", 0, 0, 0, 0
    filled = False
    for event, element in ET.iterparse(content, events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        about = {name.rpartition("}")[2]: text for name, text in element.attrib.items()}
        if event == "start":
            if tag == "table":
                sheet, row, lowest, farthest = about.get("name", ""), 0, 0, 0
            elif tag == "table-row":
                column, filled = 0, False
        elif tag in {"table-cell", "covered-table-cell"}:
            column += int(about.get("number-columns-repeated", "1"))
            if "value-type" in about:
                filled, farthest = True, max(farthest, column)
        elif tag == "table-row":
            row += int(about.get("number-rows-repeated", "1"))
            lowest = row if filled else lowest
            element.clear()
        elif tag == "table":
            refuse_wide(lowest, farthest, file, sheet)
            element.clear()
