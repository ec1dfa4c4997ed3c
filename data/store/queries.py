"""What the store asks the database about registers, and how it writes a revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data.model import KINDS, RECORD_KINDS, Record, Register
from data.revisions import Cause, Change, RegisterInfo, Revision
from data.snapshot import Snapshot
from data.store.rows import records_of, rows_of, tombstones
from data.tables import VERSIONS, newest_versions, registers, revisions, versions_at


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


def snapshot_at(connection: sa.Connection, register: str, number: int) -> Snapshot:
    """What the register held at a revision; one query for each kind that it ever held."""
    known = {"of": register, "at": number}
    records: list[Record] = []
    held = _kinds_held(connection, register)
    for kind in RECORD_KINDS:
        if kind.KIND in held:
            found = connection.execute(versions_at(VERSIONS[kind.KIND]), known)
            records.extend(records_of(kind, found.keys(), found.all()))
    return Snapshot(records)


def _kinds_held(connection: sa.Connection, register: str) -> set[str]:
    asked = [
        sa.select(sa.literal(kind)).where(sa.exists().where(table.c.register == register))
        for kind, table in VERSIONS.items()
    ]
    return set(connection.scalars(sa.union_all(*asked)))


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
            None if row.deleted else records_of(KINDS[kind], table.c.keys(), [row])[0],
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


def add_revision(connection: sa.Connection, revision: Revision, changes: Sequence[Change]) -> None:
    """Store a revision and a version of each record that it changed."""
    connection.execute(sa.insert(revisions), asdict(revision))
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


def _insert(table: sa.Table, dialect: sa.Dialect) -> str:
    """The statement that inserts rows as they are, which is a third quicker than by name."""
    paramstyle = "qmark" if dialect.name == "sqlite" else "format"
    positional = type(dialect)(paramstyle=paramstyle)  # type: ignore[call-arg] # all dialects take it
    return str(sa.insert(table).compile(dialect=positional))
