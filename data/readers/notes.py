"""Everything found wrong while a file is read, with the place where it stands."""

from __future__ import annotations

from typing import Final

from data.issues import Issue, Severity
from data.model import SourceRef
from data.readers.outcome import Outcome

_LONGEST: Final = 200
"""Characters of a cell that an issue quotes."""


class Notes:
    """Collects issues of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self._faulty: set[tuple[str, int, str]] = set()

    def add(
        self, sheet: str, outcome: Outcome, *, row: int = 0, column: str = "", value: str = ""
    ) -> None:
        """Note what there is to say about a cell, a row or, without a row, a sheet."""
        quoted = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
        at = SourceRef(self.file, sheet, row)
        for severity, code, told, remedy in outcome.remarks:
            whole = f'"{value}"'  # is quoted before the problem anyway
            problem = f"this{told.removeprefix(whole)}" if told.startswith(whole) else told
            self.issues.append(Issue(at, column, severity, code, quoted, problem, remedy))
            if severity is Severity.ERROR:
                self._faulty.add((sheet, row, column))

    def is_faulty(self, sheet: str, row: int, column: str) -> bool:
        """Whether an error has been noted for the cell."""
        return (sheet, row, column) in self._faulty
