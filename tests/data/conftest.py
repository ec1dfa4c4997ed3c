"""A store to test, in each kind of database that it supports."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from data.snapshot import Snapshot
from data.store import Store, queries


@pytest.fixture(autouse=True)
def _digests_that_are_read_are_reckoned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test reads carries just the digests that its records have.

    Snapshots are equal by their digests, which the database itself has kept.
    """
    read = queries.snapshot_at

    def compared(*asked: Any, **more: Any) -> Snapshot:
        found = read(*asked, **more)
        assert found.digests == Snapshot(found).digests
        return found

    monkeypatch.setattr(queries, "snapshot_at", compared)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with all tables and no register, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "register.sqlite"
    Store(path).close()
    return path


@pytest.fixture(scope="session")
def empty_postgres() -> Iterator[tuple[psycopg.Connection, str]]:
    """A PostgreSQL server, and the address of a database of it with all tables and no register.

    The server is the one that answers at TUGMA_TEST_POSTGRES, else on this machine.
    """
    server = os.environ.get("TUGMA_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        pytest.skip("No PostgreSQL server answers; name one in TUGMA_TEST_POSTGRES.")
    name = f"tugma_test_{uuid.uuid4().hex}"
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        Store(_beside(server, name)).close()
        yield connection, _beside(server, name)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a database without registers: a file, and PostgreSQL where a server answers."""
    if request.param == "sqlite":
        path = request.getfixturevalue("tmp_path") / "register.sqlite"
        yield str(shutil.copy(request.getfixturevalue("empty_file"), path))
        return
    connection, template = request.getfixturevalue("empty_postgres")
    name = f"tugma_test_{uuid.uuid4().hex}"
    connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template.rpartition("/")[2]}"')
    yield _beside(template, name)
    connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _beside(address: str, database: str) -> str:
    return f"{address.rpartition('/')[0]}/{database}"


class Clock:
    """Stands at noon of 1 March 2026 and goes one minute on whenever somebody looks."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A store without registers."""
    with Store(address, clock=Clock(), wait=5) as opened:
        yield opened
