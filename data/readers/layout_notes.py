"""What there is to say about a sheet as a whole: its columns, formulas and merged cells."""

from __future__ import annotations

from collections.abc import Iterator

from data.grids import Grid
from data.likeness import Nearest
from data.readers.notes import Notes
from data.readers.outcome import did_you_mean, error, noted, shown, warned
from data.readers.rows import Sheet
from data.sheets import headers, letters


def note_layout(grid: Grid, sheet: Sheet, notes: Notes) -> None:
    """Note columns that cannot be read, and what may hide values."""
    _note_repeated(grid, sheet, notes)
    _note_unknown(grid, sheet, notes)
    if grid.doubt:
        notes.add(grid.name, warned(None, "encoding", grid.doubt, "Save it as CSV UTF-8."))
    if grid.formulas:
        problem = f"{grid.formulas} cells hold formulas"
        notes.add(grid.name, noted(None, "formulas", problem, "Their last values were read."))
    merged = [(row, ref) for row, ref in grid.merged if row >= sheet.header.data]
    if merged:
        row, ref = merged[0]
        problem = f"merged cells ({ref}) hold a value in the first cell only"
        remedy = "Part them and fill every cell."
        notes.add(grid.name, warned(None, "merged-cells", problem, remedy), row=row)


def _note_repeated(grid: Grid, sheet: Sheet, notes: Notes) -> None:
    header = sheet.header
    for place, first in header.repeated.items():
        problem = f"columns {letters(first)} and {letters(place)} hold the same field"
        notes.add(
            grid.name, error("repeated-column", problem, "Keep one of them."),
            row=header.row, column=letters(place), value=shown(grid.rows[header.row - 1][place]),
        )  # fmt: skip


def _note_unknown(grid: Grid, sheet: Sheet, notes: Notes) -> None:
    header = sheet.header
    likely = Nearest({name: "" for name in headers(sheet.kind).values()})
    for place, name in header.unknown.items():
        remedy = did_you_mean(likely.to(name, 1), "Rename or delete it.")
        problem = "no column goes by this name, so its values are left out"
        notes.add(
            grid.name, warned(None, "unknown-column", problem, remedy),
            row=header.row, column=letters(place), value=name,
        )  # fmt: skip
    problem = "this column has values but no name, so they are left out"
    nameless = warned(None, "nameless-column", problem, "Name or delete it.")
    for place in _nameless(grid, sheet):
        notes.add(grid.name, nameless, row=header.row, column=letters(place))


def _nameless(grid: Grid, sheet: Sheet) -> Iterator[int]:
    header = sheet.header
    named = {*header.fields, *header.unknown, *header.repeated}
    rows = grid.rows[header.data - 1 :]
    for place in range(max(map(len, rows), default=0)):
        if place not in named and any(place < len(row) and row[place] != "" for row in rows):
            yield place
