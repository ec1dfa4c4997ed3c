"""A register as the rules see it: the rows they judge, and all that these may refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from data.columns import Column, PartialDate
from data.issues import Issue, Severity
from data.model import Record, SourceRef, columns_of
from data.profile import Profile
from data.sheets import in_cell, own_letters, plain_number
from data.snapshot import Snapshot

R = TypeVar("R", bound=Record)


class Examined:
    """What a rule is given.

    ``whole`` is everything references may point to; only records of ``judged`` get issues.
    """

    def __init__(
        self,
        whole: Snapshot,
        profile: Profile,
        *,
        judged: Snapshot | None = None,
        letters: Mapping[str, Mapping[str, str]] | None = None,
        as_of: PartialDate | None = None,
    ) -> None:
        self.whole = whole
        self.profile = profile
        self.judged = whole if judged is None else judged
        self._letters = letters or {}
        register = self.judged.register or whole.register
        self.as_of: date | None = None
        if stated := as_of or (register.as_of if register else None):
            self.as_of = stated.first

    def of(self, kind: type[R]) -> Iterable[R]:
        """The records of a kind that are judged, in id order."""
        return self.judged.of(kind).values()

    def judges(self, record: Record) -> bool:
        """Whether issues of a record are wanted."""
        return self.judged.get(record.ref) is not None

    def error(self, record: Record, field: str, code: str, problem: str, remedy: str) -> Issue:
        """An issue that blocks."""
        return self._issue(Severity.ERROR, record, field, code, problem, remedy)

    def warning(self, record: Record, field: str, code: str, problem: str, remedy: str) -> Issue:
        """An issue to be accepted."""
        return self._issue(Severity.WARNING, record, field, code, problem, remedy)

    def information(
        self, record: Record, field: str, code: str, problem: str, remedy: str
    ) -> Issue:
        """An issue worth knowing."""
        return self._issue(Severity.INFORMATION, record, field, code, problem, remedy)

    def of_sheet(self, record: Record, code: str, problem: str, remedy: str) -> Issue:
        """Something worth knowing of the whole sheet in which a record stands."""
        at = SourceRef(record.at.file, record.at.sheet or record.SHEET)
        return Issue(at, "", Severity.INFORMATION, code, "", problem, remedy)

    def rank(self, level: str | None) -> int | None:
        """Rank of a level on the ladder, or None."""
        return self.profile.rank(level)

    def _issue(  # noqa: PLR0917 - all that an issue says
        self, severity: Severity, record: Record, field: str, code: str, problem: str, remedy: str
    ) -> Issue:
        spec = columns_of(type(record)).get(field)
        value = _text(getattr(record, field), spec) if spec else ""
        if record.at.row:
            letters = self._letters.get(record.KIND) or own_letters(type(record))
            return Issue(record.at, letters.get(field, ""), severity, code, value, problem, remedy)
        at = SourceRef(record.at.file, record.at.sheet or record.SHEET)
        return Issue(at, "", severity, code, value, f"{record.ref}: {problem}", remedy)


def where(record: Record, other: Record) -> str:
    """How to name a record in an issue of another: by its row in the same sheet, or by its ref."""
    same_sheet = (record.at.file, record.at.sheet) == (other.at.file, other.at.sheet)
    return f"row {other.at.row}" if other.at.row and same_sheet else other.ref


def _text(value: object, spec: Column) -> str:
    shown = in_cell(value, spec)
    if shown is None:
        return ""
    return shown if isinstance(shown, str) else plain_number(shown)
