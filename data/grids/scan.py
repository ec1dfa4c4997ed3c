"""What the workbook reader cannot see: formulas without a value, error values, merged cells.

calamine leaves such cells blank, and makes room for every cell up to the farthest one, however
empty the sheet is. Both are found in the XML itself, where looking costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, pairwise
from typing import Final
from xml.etree import ElementTree as ET

from data.grids.sniff import damaged
from data.issues import UnreadableFile
from data.sheets import letters, number_of

MOST_CELLS: Final = 10_000_000
"""Cells between the first and the farthest one that a sheet may span."""

# Cells that need no second look: in the first columns and rows, and written as spreadsheets do.
_FAR: Final = re.compile(
    rb'<c(?=[\s/>])(?! r="[AB]?[A-Z](?:[1-9]\d{0,4}|1[01]\d{4})"(?: (?!r=)\w+="\w*")*\s*/?>)'
)
_UNUSUAL: Final = re.compile(
    rb'<c(?=[\s/>])(?! r="[A-Z]{1,3}[1-9]\d{0,6}"(?: (?!r=)\w+="\w*")*\s*/?>)'
)
_FILLED: Final = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: (?!r=)\w+="\w*")*>')
_PREFIXED: Final = re.compile(rb"<\w+:c[\s/>]")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell [^>]{0,200}?ref="([A-Z]+(\d+):[A-Z]+\d+)"')
_START: Final = re.compile(
    rb'<(?:\w+:)?c\s+r="(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})"(?P<about>[^>]{0,200}?)(?P<end>/?)>'
)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]{0,200})?>([^<]*)<")
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
        for cell, inside in _cells(xml):
            computed = _FORMULA.search(inside) is not None
            formulas += computed
            fault = _fault(cell["about"], inside, computed=computed)
            if fault is not None:
                broken[int(cell["row"]), number_of(cell["column"].decode())] = fault
    return Scan(broken, formulas, merged)


def _cells(xml: bytes) -> Iterator[tuple[re.Match[bytes], bytes]]:
    """The start tag of every cell that is not empty, and what stands up to the next one."""
    end = xml.rfind(b"sheetData>")
    for cell, following in pairwise(chain(_START.finditer(xml), [None])):
        if cell is not None and not cell["end"]:
            yield cell, xml[cell.end() : following.start() if following else end]


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

    calamine makes room for all cells between the first and the farthest, and the process ends
    where there is no such room; so whatever looks odd is looked at by a real parser.

    Raises:
        UnreadableFile: it spans more than `MOST_CELLS`, or its cells have no places.
        ElementTree.ParseError: it is not XML.
    """
    if b"\x00" in xml[:100]:
        raise damaged(file)  # UTF-16, which no spreadsheet writes and no pattern below would see
    is_prefixed = _PREFIXED.search(xml) is not None
    if not is_prefixed and not _FAR.search(xml):
        return
    if is_prefixed or _UNUSUAL.search(xml):
        lowest, farthest = _span_parsed(xml, file)
    else:
        lowest, farthest = 0, -1
        for found in _FILLED.finditer(xml):
            lowest = max(lowest, int(found[2]))
            farthest = max(farthest, number_of(found[1].decode()))
    refuse_wide(lowest, farthest + 1, file, sheet)


def _span_parsed(xml: bytes, file: str) -> tuple[int, int]:
    """The lowest row, from 1, and the farthest column, from 0, of cells that hold something."""
    lowest, farthest = 0, -1
    row = column = 0
    for event, element in ET.iterparse(BytesIO(xml), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row = _row_number(element.get("r"), row + 1, file)
            column = -1
        elif event == "end" and tag == "c":
            column += 1
            if place := element.get("r"):
                reference = _REFERENCE.fullmatch(place)
                if reference is None:
                    raise damaged(file)
                column, row = number_of(reference[1]), int(reference[2])
            if len(element):
                lowest, farthest = max(lowest, row), max(farthest, column)
        elif event == "end" and tag == "row":
            element.clear()
    return lowest, farthest


def _row_number(stated: str | None, otherwise: int, file: str) -> int:
    if stated is None:
        return otherwise
    if not stated.isdecimal() or len(stated) > len("1048576"):
        raise damaged(file)
    return int(stated)


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
