"""Which column holds which field: the header row, wherever among the first rows it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.grids import Cell, Grid
from data.model import Record
from data.readers.outcome import shown
from data.sheets import fields_by_key, key_of

_DEPTH: Final = 6
"""Rows in which the header is looked for: a title may stand above it."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of one sheet."""

    row: int
    """Number of the row with the names; what stands above is not data."""
    data: int
    """Number of the first row that may hold data."""
    fields: Mapping[int, str]
    """Column from 0 → field."""
    unknown: Mapping[int, str]
    """Column from 0 → a name that no field goes by."""
    repeated: Mapping[int, int]
    """Column from 0 → the column to its left that holds the same field."""


def find_header(grid: Grid, kind: type[Record]) -> Header | None:
    """The header of a sheet, or None where no row names its columns.

    Of the label row and the row of machine names below it, the lower one counts.
    """
    known = fields_by_key(kind)
    best, most = 0, 0
    for number, row in enumerate(grid.rows[:_DEPTH], start=1):
        filled = [key_of(shown(cell)) for cell in row if cell != ""]
        matched = len({known[key] for key in filled if key in known})
        if matched >= max(most, 1) and (matched * 2 >= len(filled) or matched > 2):
            best, most = number, matched
    return _read(grid.rows, best, known) if best else None


def _read(rows: Sequence[Sequence[Cell]], number: int, known: Mapping[str, str]) -> Header:
    fields: dict[int, str] = {}
    unknown: dict[int, str] = {}
    repeated: dict[int, int] = {}
    columns: dict[str, int] = {}
    for place, cell in enumerate(rows[number - 1]):
        name = shown(cell).strip()
        field = known.get(key_of(name))
        if not name:
            continue
        if field is None:
            unknown[place] = name
        elif field in columns:
            repeated[place] = columns[field]
        else:
            fields[place] = field
            columns[field] = place
    data = number + 1
    while data <= len(rows) and _is_tags(rows[data - 1]):
        data += 1
    return Header(number, data, fields, unknown, repeated)


def _is_tags(row: Sequence[Cell]) -> bool:
    """Whether a row holds HXL tags and nothing else."""
    filled = [cell for cell in row if cell != ""]
    return bool(filled) and all(isinstance(cell, str) and cell.startswith("#") for cell in filled)
