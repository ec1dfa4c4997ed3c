"""One sheet of a workbook of ours: three header rows, and the records of a kind below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from data.columns import SEPARATOR, Column, Holds
from data.issues import UnwritableFile
from data.model import KINDS, Record, Register, columns_of
from data.sheets import (
    FIRST_ROW,
    LISTS,
    LONGEST_TEXT,
    REQUIRED_MARK,
    header_of,
    headers,
    in_cell,
)
from data.workbook_out.lists import PROFILES
from data.workbook_out.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LAST_ROW: Final = 1_048_575
"""The lowest row of a spreadsheet, from 0."""
_WIDE: Final = {"title": 48, "name": 40, "description": 60, "text": 60, "reason": 40, "source": 40}
_MOST_EXACT: Final = 10**15
"""Whole numbers beyond it lose digits in a spreadsheet."""
_LONGEST_PROMPT: Final = 255
"""Characters that a spreadsheet shows beside a cell; of its title 32."""


def add_sheet(
    book: Workbook,
    styles: Styles,
    kind: type[Record],
    records: Iterable[Record],
    ranges: Mapping[str, str],
) -> None:
    """Add the sheet of a kind; ``ranges`` says where the codes of a list stand.

    Raises:
        UnwritableFile: a text is longer than a cell, or one of several holds a bar.
    """
    sheet = book.add_worksheet(kind.SHEET)
    specs = columns_of(kind)
    names = list(headers(kind))
    for place, name in enumerate(names):
        _add_column(sheet, styles, place, name, specs[name])
        is_profile = kind is Register and name == "profile"
        source = ranges.get(PROFILES if is_profile else specs[name].codes)
        _add_help(sheet, place, specs[name], source)
    sheet.set_row(0, 32)
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    columns = [(place, name, specs[name]) for place, name in enumerate(names)]
    row = FIRST_ROW - 1
    for row, record in enumerate(records, start=FIRST_ROW - 1):
        for place, name, spec in columns:
            held = getattr(record, name)
            if spec.holds is Holds.TEXTS and any(SEPARATOR in text for text in held):
                raise UnwritableFile(
                    f"{record.ref} has a bar in {spec.label}, where it parts several values: write "
                    "something else"
                )
            value = in_cell(held, spec)
            if value is not None:
                _write(sheet, row, place, value, record)
    sheet.autofilter(FIRST_ROW - 2, 0, row, len(names) - 1)


def _add_column(sheet: Worksheet, styles: Styles, place: int, name: str, spec: Column) -> None:
    formats = {Holds.WHOLE: styles.whole, Holds.MONEY: styles.whole, Holds.NUMBER: styles.number}
    width = _WIDE.get(name, max(14, min(28, len(spec.label) + 2)))
    sheet.set_column(place, place, width, formats.get(spec.holds, styles.text))
    mark = REQUIRED_MARK if spec.required else ""
    sheet.write_string(0, place, spec.label, styles.label)
    machine_name = header_of(name, spec) + mark
    sheet.write_string(1, place, machine_name, styles.required if mark else styles.name)
    if spec.hxl:
        sheet.write_string(2, place, spec.hxl, styles.tag)


def _add_help(sheet: Worksheet, place: int, spec: Column, source: str | None) -> None:
    """A drop-down where there is a list, and a word of help beside the cell."""
    rule: dict[str, object] = {"validate": "any"}
    if spec.holds is Holds.FLAG:
        rule = {"validate": "list", "source": ["yes", "no"]}
    elif spec.holds is Holds.REFERENCE:
        target = KINDS[spec.refers[0]].SHEET
        first = f"={target}!$A${FIRST_ROW}:$A$10000"
        rule = {"validate": "list", "source": first, "error_type": "information"}
    elif source and spec.holds in {Holds.CODE, Holds.TEXT}:
        rule = {"validate": "list", "source": source, "error_type": "warning"}
    if message := _help(spec, has_list=source is not None):
        rule |= {"input_title": spec.label[:32], "input_message": message[:_LONGEST_PROMPT]}
    if len(rule) > 1:
        rule["ignore_blank"] = True
        sheet.data_validation(FIRST_ROW - 1, place, LAST_ROW, place, rule)


def _help(spec: Column, *, has_list: bool) -> str:
    """What the template says of a column: hint, form and example."""
    parts = [spec.hint]
    if spec.holds is Holds.DATE and "YYYY" not in spec.hint:
        parts.append("YYYY-MM-DD, YYYY-MM or YYYY")
    if spec.holds in {Holds.CODES, Holds.REFERENCES, Holds.TEXTS, Holds.ANY_REFERENCES}:
        parts.append("Several are separated by |")
    if has_list and spec.holds is Holds.CODES:
        parts.append(f"Codes: sheet {LISTS}")
    if spec.holds in {Holds.REFERENCES, Holds.REFERENCE} and spec.refers:
        parts.append(f"Ids from the sheet {KINDS[spec.refers[0]].SHEET}")
    if spec.example:
        parts.append(f"Example: {spec.example}")
    return ". ".join(filter(None, parts))


def _write(sheet: Worksheet, row: int, place: int, value: str | float, record: Record) -> None:
    """A number as a number where it stays exact, all else as text that nothing runs."""
    if isinstance(value, str):
        text = value
    elif _stays_exact(value):
        sheet.write_number(row, place, value)
        return
    else:
        text = repr(value)
    if len(text) > LONGEST_TEXT:
        raise UnwritableFile(
            f"{record.ref} has a text of {len(text):,} characters, more than the "
            f"{LONGEST_TEXT:,} of a cell: shorten it"
        )
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    sheet.write_string(row, place, text)


def _stays_exact(value: float) -> bool:
    if isinstance(value, int):
        return abs(value) < _MOST_EXACT
    return float(f"{value:.16G}") == value  # what the writer keeps of it
