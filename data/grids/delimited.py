"""Sheets kept as text: CSV files, whatever separates the values and however they are encoded."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import Final

from data.grids.grid import ERROR_VALUES, Cell, Grid
from data.issues import UnreadableFile

_DELIMITERS: Final = (",", ";", "\t")
_GUARDED: Final = re.compile(r"'[=+\-@\t\r]")
"""How a CSV file keeps a spreadsheet from running a text: with an apostrophe before it."""
_COPY_MARK: Final = re.compile(r"\s*\(\d+\)$")


def read_delimited(file: str, stem: str, content: bytes) -> Grid:
    """The rows of a CSV file, named after its sheet.

    It is UTF-8, UTF-16 with its mark, or else Windows-1252, which is remarked.

    Raises:
        UnreadableFile: a quotation mark stands where it breaks the row.
    """
    text, doubt = _decoded(content)
    rows: list[list[Cell]] = []
    broken: dict[tuple[int, int], str] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            rows.append([value[1:] if _GUARDED.match(value) else value for value in row])
            for place, value in enumerate(row):
                if value in ERROR_VALUES:
                    broken[len(rows), place] = value
                    rows[-1][place] = ""
    except csv.Error:
        raise UnreadableFile(
            f"{file}, line {reader.line_num}: a quotation mark is not closed or stands inside a "
            "value: double it, or save the sheet anew from a spreadsheet"
        ) from None
    return Grid(_COPY_MARK.sub("", stem), rows, broken, doubt=doubt)


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), ""
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        doubt = "the text is not UTF-8 and was read as Windows-1252; letters may be wrong"
        return content.decode("cp1252", errors="replace"), doubt


def _delimiter(text: str) -> str:
    """What stands most often in the first line that holds something."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    return max(_DELIMITERS, key=first.count)
