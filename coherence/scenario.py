"""What if: edits on a copy of a register.

A scenario is a list of edits; `apply` gives the snapshot that would hold. It takes the same way
as any other snapshot, so before and after are two reports side by side.

    >>> from coherence import report_on
    >>> from data.example import worked_example
    >>> before = report_on(worked_example())
    >>> after = what_if(before, [MergeProgrammes("CLINIC", "ADVICE")])
    >>> len(before.overlaps), len(after.overlaps)
    (1, 0)
    >>> after.snapshot.get("programme/CLINIC").budget
    160
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from coherence.evidence import Result
from coherence.reads import Changes, Reads, changes_between, traced
from coherence.report import Report
from data.columns import Holds, PartialDate
from data.model import RECORD_KINDS, Programme, Record, columns_of
from data.snapshot import Snapshot


class EditError(ValueError):
    """An edit cannot be made on this register; the message names the record."""


@dataclass(frozen=True, slots=True)
class Put:
    """Add a record or replace the one of the same id: open a desk, pass an ordinance, add a tie."""

    record: Record


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a record away, ``kind/id``."""

    ref: str


@dataclass(frozen=True, slots=True)
class Set:
    """Give one field of a record another value: a budget, a lead, a territory."""

    ref: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class EndProgramme:
    """End a programme on a day: on the day after it is not active any more."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class MergeProgrammes:
    """Carry on two programmes as one: ``kept`` takes over what ``gone`` does, for whom and where.

    Budgets of one currency add up; links of the one that goes become links of the one kept.
    """

    kept: str
    gone: str


Edit = Put | Remove | Set | EndProgramme | MergeProgrammes


def apply(snapshot: Snapshot, edits: Iterable[Edit]) -> Snapshot:
    """The register as it would be after the edits, in their order.

    Raises:
        EditError: an edit names a record or a field that is not there.
    """
    for edit in edits:
        snapshot = _apply(snapshot, edit)
    return snapshot


def _apply(snapshot: Snapshot, edit: Edit) -> Snapshot:
    match edit:
        case Put(record):
            return snapshot.with_records([record])
        case Remove(ref):
            _held(snapshot, ref)
            return snapshot.with_records([], without=[ref])
        case Set(ref, name, value):
            record = _held(snapshot, ref)
            if name not in columns_of(type(record)) or name == "id":
                raise EditError(f"{ref} has no field {name!r} that could be set")
            return snapshot.with_records([replace(record, **{name: value})])
        case EndProgramme(name, on):
            programme = _held(snapshot, f"programme/{name}")
            ends: dict[str, Any] = {"ends_on": PartialDate(on)}
            return snapshot.with_records([replace(programme, **ends)])
        case MergeProgrammes(kept, gone):
            return _merge(snapshot, kept, gone)


def _held(snapshot: Snapshot, ref: str) -> Record:
    record = snapshot.get(ref)
    if record is None:
        raise EditError(f"the register has no {ref}")
    return record


def _merge(snapshot: Snapshot, kept: str, gone: str) -> Snapshot:
    one, other = (_held(snapshot, f"programme/{name}") for name in (kept, gone))
    assert isinstance(one, Programme)
    assert isinstance(other, Programme)
    joined: dict[str, Any] = {
        name: tuple(sorted({*getattr(one, name), *getattr(other, name)}))
        for name in ("sectors", "services", "groups", "phases", "territories", "open_to")
    }
    same_money = one.currency == other.currency and None not in (one.budget, other.budget)
    budget = (one.budget or 0) + (other.budget or 0) if same_money else one.budget
    related = tuple(r for r in one.related if r != gone)
    merged = replace(one, budget=budget, budget_split=(), related=related, **joined)
    return snapshot.with_records([merged, *_moved(snapshot, kept, gone)], without=[other.ref])


def _moved(snapshot: Snapshot, kept: str, gone: str) -> Iterator[Record]:
    """Records that refer to the programme that goes, referring to the one kept; their ids stay."""
    pair = (f"programme/{gone}", f"programme/{kept}")
    for kind in RECORD_KINDS:
        names = [
            name
            for name, spec in columns_of(kind).items()
            if "programme" in spec.refers and spec.holds in (Holds.REFERENCE, Holds.REFERENCES)
        ]
        for record in snapshot.of(kind).values() if names else ():
            changed = {n: _redirected(getattr(record, n), kept, gone) for n in names}
            changed = {n: v for n, v in changed.items() if v != getattr(record, n)}
            if changed and record.ref not in pair and not _points_at_itself(record, changed):
                yield replace(record, **changed)


def _redirected(value: Any, kept: str, gone: str) -> Any:
    if isinstance(value, tuple):
        return tuple(sorted({kept if v == gone else v for v in value}))
    return kept if value == gone else value


def _points_at_itself(record: Record, changed: dict[str, Any]) -> bool:
    """A verdict on the two that are now one says nothing any more."""
    values = {f.name: getattr(record, f.name) for f in fields(record)} | changed
    return "first" in values and values["first"] == values.get("second")


# --- before and after ----------------------------------------------------------------------------


def what_if(report: Report, edits: Iterable[Edit]) -> Report:
    """The report on the same selection of the register as it would be.

    Raises:
        EditError: an edit names a record or a field that is not there.
    """
    changed = apply(report.snapshot, edits)
    return Report(changed, report.profile, report.selection, report.edition)


class Baseline:
    """A report, and what each of its results was made of.

    So a scenario makes only those results anew that its edits touch. That is exact: a result
    reads nothing that differs, and so comes out the same.
    """

    def __init__(self, report: Report, reads: Mapping[str, Reads] | None = None) -> None:
        self.report = report
        self._reads = dict(reads or {})

    def reads(self, code: str) -> Reads:
        """The records and fields that an indicator's result was made of."""
        if code not in self._reads:
            report = self.report

            def anew(snapshot: Snapshot) -> Result:
                again = Report(snapshot, report.profile, report.selection, report.edition)
                result = again.result(code)
                return replace(result, evidence=result.evidence.worded)  # words are read too

            _, self._reads[code] = traced(report.snapshot, anew)
        return self._reads[code]

    def touched(self, changes: Changes, codes: Iterable[str]) -> frozenset[str]:
        """Those of the indicators whose result the changes may alter."""
        return frozenset(code for code in codes if self.reads(code).meets(changes))

    def after(
        self, edits: Iterable[Edit], *, hoped: Callable[[str], Result | None] = lambda _code: None
    ) -> tuple[Report, Changes]:
        """The report after the edits, and in what its register differs.

        ``hoped`` puts an estimate in the place of a result that would be dear to make.

        Raises:
            EditError: an edit names a record or a field that is not there.
        """
        report = self.report
        changed = apply(report.snapshot, edits)
        changes = changes_between(report.snapshot, changed)

        def same(code: str) -> Result | None:
            if guess := hoped(code):
                return guess
            return None if self.reads(code).meets(changes) else report.result(code)

        after = Report(changed, report.profile, report.selection, report.edition, earlier=same)
        return after, changes

    def moved(self, edits: Iterable[Edit]) -> Baseline:
        """The baseline after the edits; what they do not touch was made of the same."""
        after, changes = self.after(edits)
        kept = {code: reads for code, reads in self._reads.items() if not reads.meets(changes)}
        return Baseline(after, kept)
