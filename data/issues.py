"""What can be wrong with a register, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.model import SourceRef


class Severity(StrEnum):
    """How much an issue matters: an error blocks, a warning is to be accepted."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One thing to mend: where it is, what is wrong, what would be right."""

    at: SourceRef
    column: str
    """Letter of the column, ``F``; empty where the whole row or sheet is meant."""
    severity: Severity
    code: str
    """A short name of the rule, ``unknown-code``."""
    value: str
    """What stands in the cell."""
    problem: str
    remedy: str

    @property
    def cell(self) -> str:
        """``programmes!F27``, or as much of it as is known."""
        row = str(self.at.row) if self.at.row else ""
        return f"{self.at.sheet}!{self.column}{row}" if self.column or row else self.at.sheet

    def __str__(self) -> str:
        quoted = f' "{self.value}"' if self.value else ""
        return f"{self.cell}{quoted}: {self.problem}. {self.remedy}".strip()


class UnreadableFile(ValueError):
    """A file that is no workbook we can read; the message is one sentence with the remedy."""


class UnwritableFile(UnreadableFile):
    """A file that cannot be written; the message is one sentence with the remedy."""


class RefusedWorkbook(ValueError):
    """A workbook with errors; ``issues`` lists all of them, and the warnings, as given."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(map(str, self.issues)))
