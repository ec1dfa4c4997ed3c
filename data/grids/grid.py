"""The cells of one sheet as its file holds them, before anybody asks what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""A value as the file gives it; blank is ""."""

ERROR_VALUES: Final = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
"""What a spreadsheet writes where a formula failed."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet."""

    name: str
    rows: Sequence[Sequence[Cell]]
    """From the first row of the sheet, blank ones too, so that row numbers hold."""
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(row from 1, column from 0) → the error value, or "" for a formula without a value."""
    formulas: int = 0
    merged: tuple[tuple[int, str], ...] = ()
    """Merged ranges with their upper row."""
    doubt: str = ""
    """What makes the sheet less than certain, as a sentence."""


@dataclass(frozen=True, slots=True)
class Grids:
    """A whole file."""

    file: str
    sheets: tuple[Grid, ...]
    doubts: tuple[tuple[str, str, str], ...] = ()
    """What holds for the whole file: code, problem, remedy."""
