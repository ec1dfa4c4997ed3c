"""What a revision is, what changed between two, and how two people's changes are joined.

Nothing here knows a database: changes are told by comparing snapshots, so that the store, the
what-if screen and the list of changes mean the same by the word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from data.columns import Column, Holds
from data.model import RECORD_KINDS, Record, canonical, columns_of
from data.snapshot import Snapshot


class StoreError(Exception):
    """What the store cannot do; the message is one sentence with the remedy."""


class Conflict(StoreError):
    """Somebody else changed the same records meanwhile; ``refs`` names them."""

    def __init__(self, message: str, refs: Sequence[str]) -> None:
        super().__init__(message)
        self.refs = tuple(refs)


class Cause(StrEnum):
    """Why a register changed, so that a better world is told from a better count."""

    IMPORT = "import"
    REAL_CHANGE = "real change"
    CORRECTION = "correction"
    METHOD = "method"
    NEW_UNITS = "new units"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What whoever makes a revision says of it."""

    office: str
    """An office, never a person."""
    why: str
    cause: Cause = Cause.IMPORT
    profile_digest: str = ""
    catalogue_version: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """One step of a register's history."""

    register: str
    number: int
    """From 1, in each register."""
    base: int | None
    """The revision that its author had before them; None: none."""
    office: str
    at: datetime
    """In UTC."""
    why: str
    cause: Cause
    profile_digest: str
    catalogue_version: str
    digest: str
    """Of the snapshot that holds from here on."""
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """A register of the database."""

    slug: str
    title: str
    """As its own sheet says; the slug where it says nothing."""
    is_default: bool
    """The one that is shown where none is asked for: the first that was stored."""
    created_at: datetime
    newest: int
    """Number of its newest revision."""


class How(StrEnum):
    """What became of a record."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; None or () is blank."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One record before and after; None is not there."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record as it is now, or was last."""
        found = self.after if self.after is not None else self.before
        assert found is not None, "a change is of a record"
        return found

    @property
    def ref(self) -> str:
        """``kind/id`` of the record."""
        return self.record.ref

    @property
    def how(self) -> How:
        """Added, changed or removed."""
        if self.before is None:
            return How.ADDED
        return How.REMOVED if self.after is None else How.CHANGED

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that differ, in the order of the sheet, the id left out."""
        found = []
        for name, column in columns_of(type(self.record)).items():
            blank = () if column.holds.is_many else None
            before = getattr(self.before, name, blank)
            after = getattr(self.after, name, blank)
            if name != "id" and repr(before) != repr(after):
                found.append(FieldChange(name, before, after))
        return tuple(found)


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """What leads from one snapshot to the other, by kind in the order of the sheets, then by id.

    A kind of equal digest is passed over; where a record was read is not a difference.
    """
    found = []
    for kind in RECORD_KINDS:
        if before.digests[kind.KIND] != after.digests[kind.KIND]:
            old, new = before.of(kind), after.of(kind)
            for name in sorted(old.keys() | new.keys()):
                change = Change(old.get(name), new.get(name))
                if not same(change.before, change.after):
                    found.append(change)
    return found


def same(one: Record | None, other: Record | None) -> bool:
    """Whether two records of an id say the same, wherever they were read; None is not there."""
    if one is None or other is None or one is other:
        return one is other
    return canonical(one) == canonical(other)


def after(state: Snapshot, changes: Sequence[Change]) -> Snapshot:
    """The snapshot that the changes lead to; unchanged records stay the very same objects."""
    if not changes:
        return state
    put = [change.after for change in changes if change.after is not None]
    return state.with_records(put, [c.ref for c in changes if c.after is None])


def holding_only(base: Snapshot, told: Snapshot, kinds: Collection[str]) -> Snapshot:
    """``told`` where it is the whole truth, that is for ``kinds``; ``base`` for all the rest."""
    kept = [record for record in base if record.KIND not in kinds]
    return Snapshot([*kept, *(record for record in told if record.KIND in kinds)])


def rebased(base: Snapshot, mine: Snapshot, newest: Snapshot) -> list[Change]:
    """The changes from ``base`` to ``mine``, to be made on ``newest``.

    A record that both sides brought to the same content is no conflict, and nothing to do.

    Raises:
        Conflict: both sides changed the same record, or one removed what the other refers to.
    """
    theirs = {change.ref: change for change in differences(base, newest)}
    wanted = differences(base, mine)
    if not theirs:
        return wanted
    clashing = [
        change.ref
        for change in wanted
        if change.ref in theirs and not same(change.after, theirs[change.ref].after)
    ]
    if clashing:
        raise Conflict(
            f"Somebody else has meanwhile changed {_listed(clashing)}; look at the newest "
            "revision and make your change again.",
            clashing,
        )
    todo = [change for change in wanted if change.ref not in theirs]
    loose = set(dangling(after(newest, todo))) - set(dangling(mine)) - set(dangling(newest))
    if loose:
        (ref, target), *_ = sorted(loose)
        raise Conflict(
            f"{ref} refers to {target}, which has meanwhile been removed; look at the newest "
            "revision and make your change again.",
            sorted({ref for ref, _ in loose}),
        )
    return todo


def dangling(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Every reference to a record that is not there, as the refs of both."""
    for kind in RECORD_KINDS:
        pointing = [(n, c) for n, c in columns_of(kind).items() if c.holds in _REFERENCES]
        for record in snapshot.of(kind).values():
            for name, column in pointing:
                for target in _targets(column, getattr(record, name)):
                    if snapshot.get(target) is None:
                        yield record.ref, target


_REFERENCES = frozenset(
    {Holds.REFERENCE, Holds.REFERENCES, Holds.ANY_REFERENCE, Holds.ANY_REFERENCES}
)


def _targets(column: Column, value: Any) -> Iterator[str]:
    names: tuple[str, ...] = value if column.holds.is_many else (value,) if value else ()
    if column.holds in (Holds.ANY_REFERENCE, Holds.ANY_REFERENCES):
        yield from names
    else:
        (kind,) = column.refers
        yield from (f"{kind}/{name}" for name in names)


def _listed(refs: Sequence[str], at_most: int = 5) -> str:
    shown = ", ".join(refs[:at_most])
    return f"{shown} and {len(refs) - at_most} more" if len(refs) > at_most else shown
