"""The tables of the database: one typed table per record kind, derived from its declaration.

Versions of records are only ever inserted. A row says what a record was from its revision on,
``deleted`` that it was no more; the newest row up to a revision is the record at that revision.
The views ``current_<table>`` show other tools the newest state. Columns carry the names of the
fields; a field whose name the versions need is called after its kind (``decision_revision``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.schema import CreateView
from sqlalchemy.types import TypeEngine

from data.columns import Holds
from data.model import RECORD_KINDS, Record, columns_of

METADATA: Final = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

SLUG: Final = sa.String(64)

_TYPES: Final[Mapping[Holds, TypeEngine[Any]]] = {
    Holds.ID: sa.String(64),
    Holds.DATE: sa.String(10),  # 2015, 2015-04 or 2015-04-23
    Holds.WHOLE: sa.BigInteger(),
    Holds.MONEY: sa.BigInteger(),
    Holds.NUMBER: sa.Double(),
    Holds.FLAG: sa.Boolean(),
}
"""Everything else is text; several values stand in one text, as in the workbook's cell."""

_TAKEN: Final = frozenset(
    {"register", "revision", "deleted", "source_file", "source_sheet", "source_row"}
)


class UtcTime(sa.TypeDecorator[datetime]):
    """A moment, always in UTC; SQLite forgets the zone, so it is put back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment in UTC, whatever the dialect."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment in UTC; a dialect that keeps no zone was given UTC."""
        if value is None or dialect.name == "sqlite":
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


# --- registers and their revisions ------------------------------------------------------------

registers = sa.Table(
    "registers",
    METADATA,
    sa.Column("slug", SLUG, primary_key=True),
    sa.Column("is_default", sa.Boolean, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
)

revisions = sa.Table(
    "revisions",
    METADATA,
    sa.Column("register", SLUG, sa.ForeignKey("registers.slug"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("base", sa.Integer),
    sa.Column("office", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("cause", sa.String(32), nullable=False),
    sa.Column("profile_digest", sa.String(64), nullable=False),
    sa.Column("catalogue_version", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("removed", sa.Integer, nullable=False),
)

digests = sa.Table(
    "digests",
    METADATA,
    sa.Column("register", SLUG, primary_key=True),
    sa.Column("kind", sa.String(32), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.ForeignKeyConstraint(["register", "revision"], ["revisions.register", "revisions.number"]),
)
"""Of the records of a kind, from a revision on; none where it was not reckoned."""

# --- what is not revisioned -------------------------------------------------------------------

publications = sa.Table(
    "publications",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("register", SLUG, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("as_of", sa.String(10), nullable=False),
    sa.Column("catalogue_version", sa.String(64), nullable=False),
    sa.Column("profile_digest", sa.String(64), nullable=False),
    sa.Column("printed", sa.JSON, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.ForeignKeyConstraint(["register", "revision"], ["revisions.register", "revisions.number"]),
)


def _workspace(name: str) -> sa.Table:
    """A table of payloads by key; its register need not be stored yet (an upload, an option)."""
    return sa.Table(
        name,
        METADATA,
        sa.Column("register", SLUG, primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("changed_at", UtcTime, nullable=False),
    )


WORKSPACE: Final[Mapping[str, sa.Table]] = MappingProxyType(
    {
        name: _workspace(name)
        for name in ("saved_views", "agendas", "scenario_options", "pending_uploads")
    }
)
"""The workspace tables by name."""

# --- one table per record kind ----------------------------------------------------------------


def column_name(kind: type[Record], field: str) -> str:
    """Name of the column that holds a field."""
    return f"{kind.KIND}_{field}" if field in _TAKEN else field


def _versions(kind: type[Record]) -> sa.Table:
    fields = columns_of(kind)
    return sa.Table(
        kind.SHEET,
        METADATA,
        sa.Column("register", SLUG, primary_key=True),
        sa.Column("id", _TYPES[Holds.ID], primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        *(
            sa.Column(column_name(kind, name), _TYPES.get(column.holds, sa.Text()))
            for name, column in fields.items()
            if name != "id"
        ),
        sa.Column("source_file", sa.Text),
        sa.Column("source_sheet", sa.Text),
        sa.Column("source_row", sa.Integer),
        sa.ForeignKeyConstraint(
            ["register", "revision"], ["revisions.register", "revisions.number"]
        ),
    )


VERSIONS: Final[Mapping[str, sa.Table]] = MappingProxyType(
    {kind.KIND: _versions(kind) for kind in RECORD_KINDS}
)
"""The table of versions by record kind."""


def newest_versions(table: sa.Table) -> sa.Select[Any]:
    """What each record of each register is now: the newest version of each, if not deleted."""
    newest = (
        sa.select(table.c.register, table.c.id, sa.func.max(table.c.revision).label("revision"))
        .group_by(table.c.register, table.c.id)
        .subquery("newest")
    )
    meet = sa.and_(
        table.c.register == newest.c.register,
        table.c.id == newest.c.id,
        table.c.revision == newest.c.revision,
    )
    return _alive(table).join_from(table, newest, meet)


@cache
def only_versions(table: sa.Table) -> sa.Select[Any]:
    """What was stored of the register ``:of`` up to its revision ``:at``, if not deleted."""
    return _alive(table).where(table.c.register == _OF, table.c.revision <= _AT)


@cache
def versions_at(table: sa.Table) -> sa.Select[Any]:
    """What each record of the register ``:of`` was at its revision ``:at``."""
    same = table.alias("same")
    # Asked for each record: an index answers, where databases have ways to join that take hours.
    newest = sa.select(sa.func.max(same.c.revision)).where(
        same.c.register == table.c.register, same.c.id == table.c.id, same.c.revision <= _AT
    )
    return only_versions(table).where(table.c.revision == newest.scalar_subquery())


_OF: Final = sa.bindparam("of", type_=SLUG)
_AT: Final = sa.bindparam("at", type_=sa.Integer())


def _alive(table: sa.Table) -> sa.Select[Any]:
    shown = [column for column in table.c if column.name != "deleted"]
    return sa.select(*shown).where(table.c.deleted.is_(sa.false()))


@cache
def views() -> Mapping[str, CreateView]:
    """The statement that makes each view, by its name."""
    made = [CreateView(newest_versions(t), f"current_{t.name}") for t in VERSIONS.values()]
    return {view.table.name: view for view in made}
