"""An open database: its transactions, its schema, and its errors in plain words."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event

from data.revisions import StoreError
from data.store.addresses import explained, named, to_url
from data.store.digests import forget_digests
from data.tables import views

MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"
SCHEMA_TABLE: Final = "tugma_schema"

_UPGRADING: Final = threading.Lock()
"""alembic keeps what it works on in module globals."""
_SCHEMA_LOCK: Final = 7_468_709
"""Number of the lock by which PostgreSQL lets one program at a time change tables or registers."""


def schema_version() -> int:
    """The schema that this program knows: the number of its newest migration."""
    return max(int(path.name[:4]) for path in MIGRATIONS.glob("versions/[0-9]*.py"))


class Database:
    """A database that is open, with the newest schema.

    Raises:
        StoreError: it cannot be opened, or was made by a newer version of the program.
    """

    def __init__(self, address: str | Path, *, read_only: bool, wait: float) -> None:
        url = to_url(address, read_only=read_only)
        self.where = named(url)
        self._read_only = read_only
        self._engine = _engine(url, read_only=read_only, wait=wait)
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite; else it is PostgreSQL."""
        return self._engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database."""
        with self._plainly(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is stored whole, or not at all where it raises."""
        if self._read_only:
            raise StoreError(f"{self.where} was opened for reading only; open it for writing.")
        writer = self._engine.execution_options(begins="BEGIN IMMEDIATE")
        with self._plainly(), writer.begin() as connection:
            yield connection

    def copy_to(self, path: Path) -> None:
        """Copy the database into a new file as it is now, while others may be writing it.

        Raises:
            StoreError: it is no file of SQLite, or the new file cannot be made.
        """
        if not self.is_sqlite:
            raise StoreError(f"{self.where} is no file; copy it with pg_dump.")
        outside = self._engine.execution_options(begins="")  # of a transaction, or SQLite refuses
        with self._plainly(), outside.connect() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))

    def lock_schema(self, connection: sa.Connection) -> None:
        """Let nobody else change tables or add registers until the transaction ends."""
        if not self.is_sqlite:  # there BEGIN IMMEDIATE has locked everything
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_SCHEMA_LOCK)))

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
            raise explained(error, self.where) from error

    # --- schema -------------------------------------------------------------------------------

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            found = self._schema_version(connection)
        if found == schema_version():
            return
        if self._read_only:
            raise StoreError(
                f"{self.where} holds no register of this version; open it for writing once."
            )
        with _UPGRADING, self._plainly():
            self._upgrade()

    def _schema_version(self, connection: sa.Connection) -> int:
        """Number of the migration that was run last, 0 on an empty database."""
        if not sa.inspect(connection).has_table(SCHEMA_TABLE):
            return 0
        found = connection.exec_driver_sql(f"SELECT version_num FROM {SCHEMA_TABLE}").scalar()
        if not str(found).isdigit() or int(found or 0) > schema_version():
            raise StoreError(
                f"{self.where} was written by a newer version of Tugma; update the program."
            )
        return int(found or 0)

    def _upgrade(self) -> None:
        """Run the migrations that are missing; of several programs, one does, the others wait."""
        # A migration may rebuild a table that others refer to; SQLite's pragma must come before.
        options = {"begins": "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE"}
        with self._engine.execution_options(**options).connect() as connection:
            if self.is_sqlite:
                connection.detach()  # closed afterwards: nobody else gets it without foreign keys
            with connection.begin():
                self.lock_schema(connection)
                if self._schema_version(connection) < schema_version():
                    _migrate(connection)


def _migrate(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    for name in sa.inspect(connection).get_view_names():
        if name in views():
            connection.exec_driver_sql(f"DROP VIEW {name}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    for view in views().values():
        connection.execute(view)
    forget_digests(connection)


# --- engine -----------------------------------------------------------------------------------


def _engine(url: sa.URL, *, read_only: bool, wait: float) -> sa.Engine:
    settings: dict[str, Any] = {"json_serializer": _to_json}
    if url.get_backend_name() == "sqlite":
        settings |= {"pool_size": 8, "max_overflow": 24, "connect_args": {"timeout": wait}}
    else:
        patience = f"-c lock_timeout={int(wait * 1000)}"
        settings["connect_args"] = {"connect_timeout": 10, "options": patience}
        settings["pool_pre_ping"] = True
    try:
        engine = sa.create_engine(url, **settings)
    except (ImportError, sa.exc.NoSuchModuleError):
        raise StoreError(
            f"The driver for {named(url)} is not installed; install psycopg with "
            'pip install "psycopg[binary]".'
        ) from None
    if engine.dialect.name == "sqlite":
        _settle_sqlite(engine, read_only=read_only, wait=wait)
    elif read_only:
        engine = engine.execution_options(postgresql_readonly=True)
    _forget_in_children(engine)
    return engine


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _settle_sqlite(engine: sa.Engine, *, read_only: bool, wait: float) -> None:
    """Transactions begin when they are told to, foreign keys hold, and a commit is on the disk."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions of its own
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        if not read_only:
            _keep_a_log(connection, wait)

    @event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        statements = connection.get_execution_options().get("begins", "BEGIN")
        for statement in filter(None, statements.split("; ")):
            connection.exec_driver_sql(statement)


def _keep_a_log(connection: Any, wait: float) -> None:
    """Switch to write-ahead logging, so that reading and writing do not wait for each other.

    It is kept in the file. Two programs that switch a new file at once are told that it is
    locked without being made to wait, so the wait is here.
    """
    until = time.monotonic() + wait
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _forget_in_children(engine: sa.Engine) -> None:
    """A forked process opens connections of its own: two must not share one."""
    if hasattr(os, "register_at_fork"):
        weak = weakref.ref(engine)

        def forget() -> None:
            if (found := weak()) is not None:
                found.dispose(close=False)

        os.register_at_fork(after_in_child=forget)
