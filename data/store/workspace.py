"""What people keep beside the register: views, agendas, options, uploads, and what was printed.

None of it is revisioned; all of it lies in the same database, and so in its backup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from data.revisions import StoreError
from data.store.database import Database
from data.tables import WORKSPACE, publications


class Shelf(StrEnum):
    """The tables of the workspace."""

    VIEWS = "saved_views"
    AGENDAS = "agendas"
    OPTIONS = "scenario_options"
    UPLOADS = "pending_uploads"


@dataclass(frozen=True, slots=True)
class Publication:
    """What an export or the minutes printed, and what it rested on."""

    register: str
    revision: int
    kind: str
    """What was printed: ``pptx``, ``minutes`` …"""
    address: str
    """The selection, as the address bar writes it."""
    as_of: str
    catalogue_version: str
    profile_digest: str
    printed: Any
    """The values, as JSON holds them: an indicator's id → its value, or more."""
    at: datetime | None = None
    """In UTC; the store fills it in."""


@contextmanager
def _as_json(what: str) -> Iterator[None]:
    try:
        yield
    except (sa.exc.StatementError, TypeError, ValueError) as error:
        if isinstance(error, sa.exc.DBAPIError):
            raise
        raise StoreError(
            f"{what} cannot be kept; use text, numbers, lists and mappings only."
        ) from error


class Workspace:
    """The unrevisioned part of a store."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def put(self, shelf: Shelf, register: str, key: str, payload: Any) -> None:
        """Keep a payload (what JSON holds) under a key; what was there is replaced.

        Raises:
            StoreError: the payload is not what JSON holds.
        """
        table = WORKSPACE[shelf]
        row = {"register": register, "key": key, "payload": payload, "changed_at": self._clock()}
        with self._database.writing() as connection, _as_json(f"{shelf} {key!r}"):
            connection.execute(
                self._insert(table)
                .values(row)
                .on_conflict_do_update(
                    index_elements=["register", "key"],
                    set_={"payload": row["payload"], "changed_at": row["changed_at"]},
                )
            )

    def _insert(self, table: sa.Table) -> Any:
        """An insert that may replace; each kind of database has its own, loaded where needed."""
        if self._database.is_sqlite:
            from sqlalchemy.dialects import sqlite

            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)

    def get(self, shelf: Shelf, register: str, key: str) -> Any:
        """The payload under a key, or None."""
        table = WORKSPACE[shelf]
        asked = sa.select(table.c.payload).where(table.c.register == register, table.c.key == key)
        with self._database.reading() as connection:
            return connection.scalar(asked)

    def list(self, shelf: Shelf, register: str) -> dict[str, Any]:
        """Key → payload of a register, in the order of the keys."""
        table = WORKSPACE[shelf]
        asked = sa.select(table.c.key, table.c.payload).where(table.c.register == register)
        with self._database.reading() as connection:
            return dict(sorted(map(tuple, connection.execute(asked))))

    def drop(self, shelf: Shelf, register: str, key: str) -> None:
        """Keep nothing under a key any more."""
        table = WORKSPACE[shelf]
        with self._database.writing() as connection:
            connection.execute(
                sa.delete(table).where(table.c.register == register, table.c.key == key)
            )

    def publish(self, publication: Publication) -> int:
        """Remember what was printed; the number of the publication.

        Raises:
            StoreError: there is no such revision, or the values are not what JSON holds.
        """
        row = asdict(publication) | {"at": publication.at or self._clock()}
        with self._database.writing() as connection, _as_json("A publication"):
            made = connection.execute(sa.insert(publications).values(row))
            return int(made.inserted_primary_key[0])  # type: ignore[index] # one row was made

    def publications(self, register: str) -> dict[int, Publication]:
        """What was printed from a register by number, newest first."""
        asked = sa.select(publications).where(publications.c.register == register)
        with self._database.reading() as connection:
            found = connection.execute(asked.order_by(publications.c.id.desc())).mappings().all()
        return {
            row["id"]: Publication(**{name: row[name] for name in row if name != "id"})
            for row in found
        }
