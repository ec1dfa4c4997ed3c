"""What reading a file gives: its records, and everything there is to say about them."""

from __future__ import annotations

from dataclasses import dataclass

from data.issues import Issue, Severity
from data.profile import Profile
from data.snapshot import Snapshot


@dataclass(frozen=True)
class Reading:
    """A file read and checked."""

    snapshot: Snapshot
    """The records that could be read."""
    kinds: frozenset[str]
    """Kinds whose sheet is there: the whole truth of its kind. The others are left alone."""
    issues: tuple[Issue, ...]
    """Of all severities, in sheet order."""
    profile: Profile

    @property
    def errors(self) -> tuple[Issue, ...]:
        """What blocks."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """What is to be accepted."""
        return self._of(Severity.WARNING)

    def onto(self, known: Snapshot, *, merge: bool = False) -> Snapshot:
        """The register after the file is taken in: replaced sheet by sheet, or added to."""
        return put_onto(known, self.snapshot, () if merge else self.kinds)

    def _of(self, severity: Severity) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.issues if issue.severity is severity)


def put_onto(known: Snapshot, new: Snapshot, replaced: frozenset[str] | tuple[()]) -> Snapshot:
    """``known`` without the kinds replaced, with the records of ``new`` in it or over it."""
    kept = [record.ref for record in known if record.KIND in replaced]
    return known.with_records(new, without=kept) if len(known) else new
