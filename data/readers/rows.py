"""From the cells of a sheet to records in the making, one for each row that holds something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias, TypeVar

from data.grids import Cell, Grid
from data.model import Record, columns_of
from data.profile import Profile
from data.readers.cells import parser_for
from data.readers.header import Header, find_header
from data.readers.notes import Notes
from data.readers.outcome import Outcome, Parser, error, shown
from data.sheets import headers, letters


@dataclass(slots=True)
class Draft:
    """A row on its way to a record: references are still words."""

    row: int
    cells: Sequence[Cell]
    values: dict[str, Any]
    faulty: set[str] = field(default_factory=set)
    """Fields whose cells hold an error."""


@dataclass
class Sheet:
    """The rows of one kind."""

    kind: type[Record]
    name: str
    header: Header
    drafts: list[Draft] = field(default_factory=list)

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Field → column from 0, of the fields that the sheet has."""
        return {name: place for place, name in self.header.fields.items()}

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Field → letters of its column."""
        return {name: letters(place) for place, name in self.header.fields.items()}


def read_sheet(grid: Grid, kind: type[Record], profile: Profile, notes: Notes) -> Sheet | None:
    """The rows of a sheet, or None where no row names its columns; issues go to the notes."""
    header = find_header(grid, kind)
    if header is None:
        names = ", ".join(list(headers(kind).values())[:4])
        fault = error(
            "no-header", "none of the first rows names the columns",
            f"Put {names} and so on in row 1, or start from the template.",
        )  # fmt: skip
        notes.add(grid.name, fault)
        return None
    sheet = Sheet(kind, grid.name, header)
    broken = _broken(grid, sheet, notes)
    _read_rows(grid, sheet, _readers(header, kind, profile), broken, notes)
    _note_missing(sheet, notes)
    return sheet


_Reader: TypeAlias = tuple[int, str, Parser, dict[Cell, Outcome], dict[tuple[type, Cell], Outcome]]
_BLANK: Final = Outcome(None)


def _readers(header: Header, kind: type[Record], profile: Profile) -> list[_Reader]:
    """Column, field, parser and what it has read before, texts apart from all else."""
    specs = columns_of(kind)
    return [
        (place, name, parser_for(name, specs[name], profile), {}, {})
        for place, name in header.fields.items()
    ]


def _read_rows(
    grid: Grid,
    sheet: Sheet,
    readers: list[_Reader],
    broken: Mapping[int, set[str]],
    notes: Notes,
) -> None:
    first = sheet.header.data
    farthest = max((reader[0] for reader in readers), default=0)
    for number, row in enumerate(grid.rows[first - 1 :], start=first):
        width = len(row)
        if row.count("") == width and number not in broken:
            continue
        draft = Draft(number, row, {}, set(broken.get(number, ())))
        cells = row if width > farthest else [*row, *[""] * (farthest + 1 - width)]
        for place, name, parse, texts, others in readers:
            cell = cells[place]
            if cell == "":
                continue
            if cell.__class__ is str:
                outcome = texts.get(cell) or _read(cell, parse, texts, cell)
            else:  # the number 1 and the flag TRUE are equal
                key = (cell.__class__, cell)
                outcome = others.get(key) or _read(cell, parse, others, key)
            value, remarks = outcome
            if value is not None:
                draft.values[name] = value
            if remarks:
                column = letters(place)
                notes.add(sheet.name, outcome, row=number, column=column, value=shown(cell))
                if notes.is_faulty(sheet.name, number, column):
                    draft.faulty.add(name)
        if draft.values or draft.faulty:
            sheet.drafts.append(draft)


_K = TypeVar("_K")


def _read(cell: Cell, parse: Parser, seen: dict[_K, Outcome], key: _K) -> Outcome:
    """What a cell means, kept for the next one that holds the same."""
    is_blank = isinstance(cell, str) and not cell.strip()
    outcome = _BLANK if is_blank else parse(cell)
    seen[key] = outcome if outcome.value != "" else Outcome(None, outcome.remarks)
    return seen[key]


def _broken(grid: Grid, sheet: Sheet, notes: Notes) -> Mapping[int, set[str]]:
    """Row → fields whose cells hold an error value or a formula without a value."""
    failed = error(
        "error-value", "a formula has failed here", "Mend the formula, or write the value itself."
    )
    never = error(
        "formula-without-value", "this formula has never been computed",
        "Open the workbook in a spreadsheet and save it, or write the value itself.",
    )  # fmt: skip
    found: dict[int, set[str]] = {}
    for (row, place), fault in grid.broken.items():
        if row >= sheet.header.data and place in sheet.header.fields:
            column = letters(place)
            notes.add(sheet.name, failed if fault else never, row=row, column=column, value=fault)
            found.setdefault(row, set()).add(sheet.header.fields[place])
    return found


def _note_missing(sheet: Sheet, notes: Notes) -> None:
    """Errors for required columns and cells that are not there."""
    columns = sheet.letters
    for name, spec in columns_of(sheet.kind).items():
        if not spec.required or (name == "id" and sheet.kind.KEY_FIELDS):
            continue
        lacking = [draft for draft in sheet.drafts if name not in draft.values]
        for draft in lacking:
            draft.faulty.add(name)
        if name in columns:
            missing = error("missing-value", f"{spec.label} is missing", "Fill it in.")
            for draft in lacking:
                if not notes.is_faulty(sheet.name, draft.row, columns[name]):
                    notes.add(sheet.name, missing, row=draft.row, column=columns[name])
        elif lacking:
            header = headers(sheet.kind)[name]
            fault = error(
                "missing-column", f"there is no column {header}", "Add it and fill it in."
            )
            notes.add(sheet.name, fault)
