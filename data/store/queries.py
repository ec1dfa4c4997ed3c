"""What the store asks the database about registers, and how it writes a revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

import sqlalchemy as sa

from data.garbage import nothing_is_garbage
from data.model import KINDS, Record, Register
from data.revisions import Cause, Change, RegisterInfo, Revision, StoreError
from data.snapshot import Digests, Snapshot, over_all
from data.store.digests import digests_at, keep_digests
from data.store.rows import RecordsOf, rows_of, tombstones
from data.tables import (
    VERSIONS,
    newest_versions,
    only_versions,
    registers,
    revisions,
    versions_at,
)
from data.told import Told, nobody


def all_registers(connection: sa.Connection) -> list[RegisterInfo]:
    """Every register, the default first, then in the order in which they were stored."""
    newest = (
        sa.select(revisions.c.register, sa.func.max(revisions.c.number).label("number"))
        .group_by(revisions.c.register)
        .subquery()
    )
    found = connection.execute(
        sa.select(registers, newest.c.number)
        .join_from(registers, newest, registers.c.slug == newest.c.register)
        .order_by(registers.c.is_default.desc(), registers.c.created_at, registers.c.slug)
    )
    said = newest_versions(VERSIONS[Register.KIND]).subquery()
    asked = sa.select(said.c.register, said.c.title).order_by(said.c.id.desc())
    titles = {register: title for register, title in connection.execute(asked)}
    return [
        RegisterInfo(
            row.slug, titles.get(row.slug, row.slug), row.is_default, row.created_at, row.number
        )
        for row in found
    ]


def default_register(connection: sa.Connection) -> str | None:
    """Slug of the register that is shown where none is asked for; None on an empty database."""
    return connection.scalar(sa.select(registers.c.slug).where(registers.c.is_default))


def newest_revision(connection: sa.Connection, register: str) -> int | None:
    """Number of a register's newest revision, None where there is none."""
    asked = sa.select(sa.func.max(revisions.c.number)).where(revisions.c.register == register)
    found: int | None = connection.scalar(asked)
    return found


def all_revisions(connection: sa.Connection, register: str) -> list[Revision]:
    """The revisions of a register, newest first."""
    asked = sa.select(revisions).where(revisions.c.register == register)
    return list(map(_revision, connection.execute(asked.order_by(revisions.c.number.desc()))))


def one_revision(connection: sa.Connection, register: str, number: int) -> Revision | None:
    """A revision by its number."""
    row = connection.execute(
        sa.select(revisions).where(revisions.c.register == register, revisions.c.number == number)
    ).first()
    return None if row is None else _revision(row)


def _revision(row: sa.Row[Any]) -> Revision:
    return Revision(**(row._asdict() | {"cause": Cause(row.cause)}))


# --- records ----------------------------------------------------------------------------------


def snapshot_at(
    connection: sa.Connection, register: str, number: int, told: Told = nobody
) -> Snapshot:
    """What the register held at a revision; one query for each kind that it ever held."""
    known = {"of": register, "at": number}
    records: list[Record] = []
    size, only_added = _growth(connection, register, number)
    with nothing_is_garbage():
        for name in _kinds_held(connection, register):
            made = RecordsOf(KINDS[name])
            asked = (only_versions if only_added else versions_at)(VERSIONS[name])
            with connection.execute(asked, known, execution_options=_FEW_AT_ONCE) as found:
                for rows in found.partitions():
                    records.extend(made.of(found.keys(), rows))
                    told(0.9 * len(records) / size)
        snapshot = Snapshot(records, digests=digests_at(connection, register, number))
    told(1.0)
    return snapshot


_FEW_AT_ONCE: Final = {"yield_per": 200}
"""Rows that the processor's cache holds while they are made records, a column at a time."""

# Neither of the two that follow goes through an index: of a large register on a disk that nobody
# has read yet, that takes longer than to read all of it.


def _growth(connection: sa.Connection, register: str, number: int) -> tuple[int, bool]:
    """How many records a register held at a revision, and whether it had only added some.

    Then no record has a second version.
    """
    total = sa.func.sum
    lost = total(revisions.c.removed)
    asked = sa.select(total(revisions.c.added) - lost, total(revisions.c.changed) + lost).where(
        revisions.c.register == register, revisions.c.number <= number
    )
    size, touched = connection.execute(asked).one()
    return size, not touched


def _kinds_held(connection: sa.Connection, register: str) -> list[str]:
    """The kinds that the register ever held, in the order of the sheets."""
    asked = [
        sa.select(sa.literal(kind)).where(sa.exists().where(table.c.register == register))
        for kind, table in VERSIONS.items()
    ]
    held = set(connection.scalars(sa.union_all(*asked)))
    return [kind for kind in VERSIONS if kind in held]


def versions_of(
    connection: sa.Connection, register: str, ref: str
) -> list[tuple[Revision, Record | None]]:
    """Every version of a record with its revision, oldest first; None: it was removed."""
    kind, _, name = ref.partition("/")
    table = VERSIONS.get(kind)
    if table is None:
        return []
    asked = sa.select(table).where(table.c.register == register, table.c.id == name)
    found = connection.execute(asked.order_by(table.c.revision)).all()
    numbered = {revision.number: revision for revision in all_revisions(connection, register)}
    return [
        (
            numbered[row.revision],
            None if row.deleted else RecordsOf(KINDS[kind]).of(table.c.keys(), [row])[0],
        )
        for row in found
    ]


# --- writing ----------------------------------------------------------------------------------


def add_register(connection: sa.Connection, register: str, now: datetime) -> None:
    """Make room for a register; the first is the default."""
    is_first = connection.scalar(sa.select(sa.func.count()).select_from(registers)) == 0
    new = {"slug": register, "is_default": is_first, "created_at": now}
    connection.execute(sa.insert(registers), new)


def is_locked(connection: sa.Connection, register: str) -> bool:
    """Let nobody else write the register until the transaction ends; whether there is one."""
    asked = sa.select(registers.c.slug).where(registers.c.slug == register).with_for_update()
    return connection.scalar(asked) is not None


def make_default(connection: sa.Connection, register: str) -> None:
    """Show this register where none is asked for."""
    connection.execute(sa.update(registers).values(is_default=registers.c.slug == register))


def add_revision(
    connection: sa.Connection,
    revision: Revision,
    changes: Sequence[Change],
    digests: Mapping[str, str],
) -> None:
    """Store a revision, a version of each record that it changed, and the kinds' digests."""
    connection.execute(sa.insert(revisions), asdict(revision))
    keep_digests(connection, revision, digests)
    kept: defaultdict[str, list[Record]] = defaultdict(list)
    gone: defaultdict[str, list[Record]] = defaultdict(list)
    for change in changes:
        record = change.record
        (kept if change.after is record else gone)[record.KIND].append(record)
    key = (revision.register, revision.number)
    for name, kind in KINDS.items():
        rows = [*rows_of(kind, kept[name], *key), *tombstones(kind, gone[name], *key)]
        if rows:
            connection.exec_driver_sql(_insert(VERSIONS[name], connection.dialect), rows)


def add_first_revision(
    connection: sa.Connection, begun: Revision, batches: Iterable[Sequence[Record]]
) -> Revision:
    """Store a register's first revision and its records, as they come; the revision, counted.

    Raises:
        StoreError: an id comes twice, or after a later one.
    """
    connection.execute(sa.insert(revisions), asdict(begun))
    digests, last = Digests(), dict[str, str]()
    added = 0
    for batch in batches:
        if not batch:
            continue
        kind = type(batch[0])
        _refuse_disorder([last.get(kind.KIND, ""), *(record.id for record in batch)], kind)
        last[kind.KIND] = batch[-1].id
        insert = _insert(VERSIONS[kind.KIND], connection.dialect)
        rows = list(rows_of(kind, batch, begun.register, begun.number))
        connection.exec_driver_sql(insert, rows)
        digests.add(kind, batch)
        added += len(batch)
    of_kinds = digests.by_kind()
    keep_digests(connection, begun, of_kinds)
    done = replace(begun, added=added, digest=over_all(of_kinds))
    key = (revisions.c.register == done.register, revisions.c.number == done.number)
    counted = {"added": done.added, "digest": done.digest}
    connection.execute(sa.update(revisions).where(*key).values(counted))
    return done


def _refuse_disorder(ids: Sequence[str], kind: type[Record]) -> None:
    for one, next_ in pairwise(ids):
        if one >= next_:
            raise StoreError(f"{kind.KIND}/{next_} comes after {kind.KIND}/{one}; sort them by id.")


def _insert(table: sa.Table, dialect: sa.Dialect) -> str:
    """The statement that inserts rows as they are, which is a third quicker than by name."""
    paramstyle = "qmark" if dialect.name == "sqlite" else "format"
    positional = type(dialect)(paramstyle=paramstyle)  # type: ignore[call-arg] # all dialects take it
    return str(sa.insert(table).compile(dialect=positional))
