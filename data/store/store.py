"""Registers in a database: every revision can be shown, compared and restored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import sqlalchemy as sa

from data.model import ID_FORM, Record
from data.revisions import (
    Cause,
    Change,
    How,
    RegisterInfo,
    Revision,
    Stamp,
    StoreError,
    after,
    differences,
    holding_only,
    rebased,
)
from data.snapshot import Snapshot, over_all
from data.store import queries
from data.store.database import Database
from data.store.fitting import storable, storable_batch
from data.store.kept import KeptSnapshots
from data.store.workspace import Workspace
from data.told import Told, nobody

EMPTY: Final = Snapshot()


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The registers of one database, at the path of an SQLite file or SQLAlchemy's address.

    An empty database gets its tables, an older one is brought up to date; several programs may
    open and write it at once. Every method raises `StoreError`, one sentence, where the
    database cannot do what is asked.

    Raises:
        StoreError: the database cannot be opened.
    """

    def __init__(
        self,
        address: str | Path,
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] = _now,
        wait: float = 30.0,
    ) -> None:
        """``wait``: seconds to wait for somebody else's writing to end."""
        self._database = Database(address, read_only=read_only, wait=wait)
        self._clock = clock
        self._kept = KeptSnapshots(8)
        self.workspace = Workspace(self._database, clock)

    @property
    def where(self) -> str:
        """The path or address, without a password."""
        return self._database.where

    def backup_to(self, path: str | Path) -> None:
        """Copy everything into a new SQLite file as it is now, while others may be writing."""
        self._database.copy_to(Path(path))

    def close(self) -> None:
        """Give the database back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- reading ------------------------------------------------------------------------------

    def registers(self) -> list[RegisterInfo]:
        """Every register, the default first, then in the order in which they were stored."""
        with self._database.reading() as connection:
            return queries.all_registers(connection)

    def default_register(self) -> str | None:
        """Slug of the register that is shown where none is asked for: the first stored."""
        with self._database.reading() as connection:
            return queries.default_register(connection)

    def newest(self, register: str) -> int | None:
        """Number of a register's newest revision, None where there is none; one small query."""
        with self._database.reading() as connection:
            return queries.newest_revision(connection, register)

    def revisions(self, register: str) -> list[Revision]:
        """The revisions of a register, newest first."""
        with self._database.reading() as connection:
            return queries.all_revisions(connection, register)

    def snapshot(
        self, register: str, revision: int | None = None, *, told: Told = nobody
    ) -> Snapshot:
        """What a register held at a revision, by default the newest; the last few are kept.

        ``told`` hears how far the reading is; what it raises ends it.

        Raises:
            StoreError: there is no such register or revision.
        """
        kept = None if revision is None else self._kept.get(register, revision)
        if kept is not None:
            return kept
        with self._database.reading() as connection:
            newest = queries.newest_revision(connection, register)
            if newest is None:
                raise StoreError(f"There is no register {register}; import its workbook first.")
            number = newest if revision is None else revision
            return self._state(connection, register, number, told)

    def changes(self, register: str, since: int, until: int | None = None) -> list[Change]:
        """What changed after revision ``since`` (0: the beginning) up to ``until`` (the newest)."""
        before = self.snapshot(register, since) if since else EMPTY
        return differences(before, self.snapshot(register, until))

    def history(self, register: str, ref: str) -> list[tuple[Revision, Change]]:
        """What happened to one record (``kind/id``), newest first."""
        with self._database.reading() as connection:
            versions = queries.versions_of(connection, register, ref)
        before = [None, *(record for _, record in versions)]
        told = [
            (revision, Change(old, new))
            for (revision, new), old in zip(versions, before, strict=False)
        ]
        return told[::-1]

    # --- writing ------------------------------------------------------------------------------

    def write(
        self,
        register: str,
        snapshot: Snapshot,
        stamp: Stamp,
        *,
        base: int | None = None,
        kinds: Collection[str] | None = None,
    ) -> Revision | None:
        """Make the register hold what the snapshot holds, in a new revision.

        ``base`` is the revision that its author started from, None the newest. What others
        changed since stays, as long as it is not the same record. ``kinds`` names the record
        kinds that the snapshot is the whole truth for; others are left alone. None comes back
        where nothing changed; a register's first revision is made even of nothing.

        Raises:
            Conflict: somebody else has changed the same records since ``base``.
            StoreError: a value does not fit its column, or there is no such base.
        """
        told = storable(snapshot)
        told.digests  # noqa: B018 - reckoned before anybody is made to wait

        def proposed(before: Snapshot) -> Snapshot:
            return told if kinds is None else holding_only(before, told, kinds)

        return self._write(register, stamp, base, proposed)

    def merge(
        self,
        register: str,
        records: Iterable[Record],
        stamp: Stamp,
        *,
        base: int | None = None,
        without: Collection[str] = (),
    ) -> Revision | None:
        """Add or replace the records, and remove the refs ``without``; all others stay.

        Raises:
            Conflict: somebody else has changed the same records since ``base``.
            StoreError: a value does not fit its column, or there is no such base.
        """
        told = list(storable(Snapshot(records)))
        return self._write(register, stamp, base, lambda before: before.with_records(told, without))

    def restore(self, register: str, revision: int, stamp: Stamp) -> Revision | None:
        """Make the register hold what it held at a revision, in a new one; None if it does."""
        return self.write(register, self.snapshot(register, revision), stamp)

    def load_once(
        self, register: str, make_snapshot: Callable[[], Snapshot], stamp: Stamp
    ) -> Revision:
        """The register's newest revision, or its first from ``make_snapshot`` where it is new.

        Several programs may call it at once: one of them stores, all get the same revision.
        """
        if self.newest(register) is None:
            told = storable(make_snapshot())
            made = self._write(register, stamp, None, lambda _: told, only_first=True)
            if made is not None:
                return made
        return self.revisions(register)[0]

    def load_batches(
        self, register: str, batches: Iterable[Sequence[Record]], stamp: Stamp
    ) -> Revision:
        """The first revision of a new register, of any size: never is all of it held at once.

        Each batch holds records of one kind, and all batches of a kind together are in id order.
        What ``batches`` raises ends the writing; then nothing is stored.

        Raises:
            StoreError: there is such a register, a value does not fit its column, or an id comes
                twice or too late.
        """
        with self._database.writing() as connection:
            if self._locked(connection, register) is not None:
                raise StoreError(f"There is a register {register} already; choose another name.")
            begun = Revision(
                register=register, number=1, base=None, at=self._clock(), digest="",
                added=0, changed=0, removed=0, **asdict(stamp),
            )  # fmt: skip
            return queries.add_first_revision(connection, begun, map(storable_batch, batches))

    def make_default(self, register: str) -> None:
        """Show this register where none is asked for."""
        self.snapshot(register)
        with self._database.writing() as connection:
            queries.make_default(connection, register)

    # --- how ----------------------------------------------------------------------------------

    def _write(
        self,
        register: str,
        stamp: Stamp,
        base: int | None,
        propose: Callable[[Snapshot], Snapshot],
        *,
        only_first: bool = False,
    ) -> Revision | None:
        """Store what leads from the base to what ``propose`` makes of it, on the newest state."""
        with self._database.writing() as connection:
            newest = self._locked(connection, register)
            if only_first and newest is not None:
                return None
            state = self._state(connection, register, newest)
            start = state if base is None else self._state(connection, register, base)
            proposal = propose(start)
            changes = rebased(start, proposal, state)
            last = queries.one_revision(connection, register, newest or 0)
            if not changes and not _is_news(last, stamp):
                return None
            result = after(state, changes)
            counts = Counter(change.how for change in changes)
            digests = (proposal if start is state else result).digests
            revision = Revision(
                register=register,
                number=(newest or 0) + 1,
                base=newest if base is None else base,
                at=self._clock(),
                digest=over_all(digests),
                added=counts[How.ADDED],
                changed=counts[How.CHANGED],
                removed=counts[How.REMOVED],
                **asdict(stamp),
            )
            queries.add_revision(connection, revision, changes, digests)
        self._kept.put(register, revision.number, result)
        return revision

    def _locked(self, connection: sa.Connection, register: str) -> int | None:
        """Lock a register, new or not, until the transaction ends; its newest revision."""
        if ID_FORM.fullmatch(register) is None:
            raise StoreError(
                f"A register cannot be called {register!r}; use up to 64 letters, digits, dots, "
                "hyphens and underscores."
            )
        if not queries.is_locked(connection, register):
            self._database.lock_schema(connection)
            if not queries.is_locked(connection, register):
                queries.add_register(connection, register, self._clock())
        return queries.newest_revision(connection, register)

    def _state(
        self, connection: sa.Connection, register: str, number: int | None, told: Told = nobody
    ) -> Snapshot:
        if number is None:
            return EMPTY

        def read() -> Snapshot:
            if queries.one_revision(connection, register, number) is None:
                raise _no_such(register, number)
            return queries.snapshot_at(connection, register, number, told)

        return self._kept.get_or_make(register, number, read)


def _is_news(newest: Revision | None, stamp: Stamp) -> bool:
    """Whether a revision is due although no record changed: the first, or another method."""
    if newest is None:
        return True
    before = (newest.profile_digest, newest.catalogue_version)
    return stamp.cause is Cause.METHOD and before != (
        stamp.profile_digest,
        stamp.catalogue_version,
    )


def _no_such(register: str, number: int) -> StoreError:
    return StoreError(f"Register {register} has no revision {number}; choose one of its list.")
