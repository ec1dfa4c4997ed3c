"""Opening a database, upgrading it, copying it, and what is said where it cannot be."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.model import Actor
from data.revisions import Stamp, StoreError
from data.snapshot import Snapshot
from data.store import Store, database
from data.store.addresses import explained, named, read_only_url
from data.store.digests import digests_at

STAMP = Stamp("DEPDev V", "Test")
BICOL = Snapshot([Actor(id="A", name="An office")])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Path of a register with one revision."""
    found = tmp_path / "register.sqlite"
    with Store(found) as store:
        store.write("bicol", BICOL, STAMP)
    return found


# --- where ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a b.sqlite", "100%.sqlite", "what?#.sqlite", "ñ.sqlite"])
def test_a_register_may_lie_under_any_name(tmp_path: Path, name: str):
    for read_only in (False, True):
        with Store(tmp_path / name, read_only=read_only) as store:
            if not read_only:
                store.write("bicol", BICOL, STAMP)
            assert store.snapshot("bicol") == BICOL
            assert store.where == str(tmp_path / name)
    assert (tmp_path / name).exists()


def test_an_address_of_sqlite_is_understood(tmp_path: Path):
    with Store(f"sqlite:///{tmp_path}/register.sqlite") as store:
        store.write("bicol", BICOL, STAMP)
    with Store(f"sqlite:///file:{tmp_path}/register.sqlite?mode=ro&uri=true", read_only=True) as it:
        assert it.snapshot("bicol") == BICOL


def test_the_folder_of_a_new_register_is_made(tmp_path: Path):
    Store(tmp_path / "registers" / "bicol.sqlite").close()
    assert (tmp_path / "registers" / "bicol.sqlite").exists()


def test_what_is_written_is_on_the_disk_and_references_are_checked(path: Path):
    with Store(path) as store, store._database.reading() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", 2, 1, 30_000]


# --- what cannot be opened --------------------------------------------------------------------

WRONG: dict[str, tuple[Callable[[Path], str | Path], str]] = {
    "a folder": (lambda folder: folder, "is a folder; write the path of a file in it"),
    "far away": (lambda folder: folder / "a" / "b" / "c.sqlite", "There is no folder .* be made"),
    "in a file": (lambda folder: folder / "notes.txt" / "c.sqlite", "cannot be|There is no folder"),
    "no database": (lambda folder: folder / "notes.txt", "is not a register's database; check"),
    "in memory": (lambda _: ":memory:", "in memory would be gone when the program stops"),
    "nowhere": (lambda _: "sqlite://", "in memory would be gone when the program stops"),
    "no address": (lambda _: "postgresql://host:port/x", "cannot be read; write the path of a"),
    "another kind": (lambda _: "mysql://host/x", "in SQLite or PostgreSQL, not in mysql; write"),
    "no driver": (lambda _: "postgresql+psycopg2://host/x", "not installed; install psycopg with"),
    "no such kind": (lambda _: "sqlite+nothing:///x?y=1", "is not installed; install psycopg"),
    "no server": (
        lambda _: "postgresql://127.0.0.1:1/x",
        "No database opens .*tion refused",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_opened_is_said_in_one_sentence(tmp_path: Path, case: str):
    (tmp_path / "notes.txt").write_text("Minutes of the meeting, no database at all.\n" * 50)
    address, said = WRONG[case]
    with pytest.raises(StoreError, match=said) as error:
        Store(address(tmp_path), wait=0.1)
    assert str(error.value).count("\n") == 0
    assert str(error.value).endswith(".")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_a_folder_that_may_not_be_written_is_named():
    with pytest.raises(StoreError, match=r"/proc/register.sqlite cannot be opened; check the path"):
        Store("/proc/register.sqlite")


def test_a_damaged_file_is_named(path: Path):
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged; put a backup in its place"):
        Store(path).registers()


def test_a_locked_register_is_said_to_be_written_by_somebody_else(path: Path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store(path, wait=0.1) as store:
        assert store.snapshot("bicol") == BICOL
        with pytest.raises(StoreError, match=r"Another program is writing .*; try again"):
            store.merge("bicol", [Actor(id="B", name="B")], STAMP)
    other.close()


def test_a_file_that_somebody_keeps_reading_in_the_old_way_is_named(tmp_path: Path):
    other = sqlite3.connect(tmp_path / "new.sqlite", isolation_level=None)
    other.execute("CREATE TABLE notes (text)")
    other.execute("BEGIN")
    other.execute("SELECT * FROM notes").fetchall()
    with pytest.raises(StoreError, match="Another program is writing"):
        Store(tmp_path / "new.sqlite", wait=0.1)
    other.close()


def test_a_full_disk_is_named(path: Path):
    many = [Actor(id=f"A{n}", name="x" * 500) for n in range(500)]
    with Store(path) as store:
        with store._database.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(StoreError, match=r"The disk that holds .* is full; make room"):
            store.merge("bicol", many, STAMP)
        assert store.newest("bicol") == 1


def test_too_many_at_once_are_asked_to_try_again():
    said = explained(sa.exc.TimeoutError("QueuePool limit"), "register.sqlite")
    assert str(said) == "Too many people ask register.sqlite at once; try again in a moment."


def test_a_password_is_never_shown():
    with pytest.raises(StoreError) as error:
        Store("postgresql://secretary:hunter2@127.0.0.1:1/x")
    assert "hunter2" not in str(error.value)
    assert "secretary:***@127.0.0.1:1/x" in str(error.value)


@pytest.mark.postgres
def test_a_missing_database_of_a_server_is_named(postgres_url: str):
    with pytest.raises(StoreError, match=r'database ".*_not" does not exist'):
        Store(postgres_url + "_not")


# --- reading only -----------------------------------------------------------------------------


def test_a_register_opened_for_reading_is_not_written(address: str):
    with Store(address) as store:
        store.write("bicol", BICOL, STAMP)
    with Store(address, read_only=True) as store:
        assert store.snapshot("bicol") == BICOL
        with pytest.raises(StoreError, match="was opened for reading only; open it for writing"):
            store.write("bicol", Snapshot(), STAMP)


def test_the_database_itself_refuses_what_is_opened_for_reading(address: str):
    said = "may not be written; check who|was opened for reading only"
    with (
        Store(address, read_only=True) as store,
        pytest.raises(StoreError, match=said),
        store._database.reading() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM registers")


def test_a_register_to_read_must_be_there(tmp_path: Path):
    with pytest.raises(StoreError, match=r"There is no register at .*; check the path"):
        Store(tmp_path / "nothing.sqlite", read_only=True)
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(StoreError, match="holds no register of this version; open it for writing"):
        Store(tmp_path / "empty.sqlite", read_only=True)


def test_a_register_in_a_folder_that_nobody_writes_is_read_without_files_beside_it(path: Path):
    url = read_only_url(path, folder_is_writable=False)
    with Store(url.render_as_string(), read_only=True) as store:
        assert store.snapshot("bicol") == BICOL
        assert [found.name for found in path.parent.iterdir()] == ["register.sqlite"]
    assert named(url) == str(path)


# --- versions of the schema -------------------------------------------------------------------

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "{next:04d}"
down_revision = "{last:04d}"


def upgrade() -> None:
    for table, column in (("revisions", "why"), ("actors", "name")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, type_=sa.String(2000))
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program has one more migration, which rebuilds tables that others refer to."""
    folder = tmp_path / "50% more" / "migrations"
    (folder / "versions").mkdir(parents=True)
    now = database.MIGRATIONS
    for old in [*now.glob("env.py"), *now.glob("versions/*.py")]:
        (folder / old.relative_to(now)).write_text(old.read_text())
    last = database.schema_version()
    made = folder / "versions" / f"{last + 1:04d}_next.py"
    made.write_text(NEXT.format(last=last, next=last + 1))
    monkeypatch.setattr(database, "MIGRATIONS", folder)


def test_an_older_database_is_brought_up_to_date_and_loses_nothing(
    address: str, request: pytest.FixtureRequest
):
    with Store(address) as store:
        store.write("bicol", BICOL, STAMP)
    request.getfixturevalue("next_version")
    with Store(address) as store:
        assert store.snapshot("bicol") == BICOL
        with store._database.reading() as connection:
            assert digests_at(connection, "bicol", 1) == {}  # a column of theirs may be new
        store.merge("bicol", [Actor(id="B", name="B")], STAMP)
        with store._database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM current_actors").scalar() == 2
    with (
        Store(address) as store,
        pytest.raises(StoreError, match="refused"),
        store._database.writing() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM revisions")


def test_a_database_of_a_newer_version_asks_for_a_newer_program(
    address: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
):
    now = database.MIGRATIONS
    request.getfixturevalue("next_version")
    Store(address).close()
    monkeypatch.setattr(database, "MIGRATIONS", now)
    with pytest.raises(StoreError, match="was written by a newer version of Tugma; update the"):
        Store(address)


# --- copies -----------------------------------------------------------------------------------


def test_a_backup_holds_everything(path: Path, tmp_path: Path):
    with Store(path) as store:
        store.backup_to(tmp_path / "backup.sqlite")
    with Store(tmp_path / "backup.sqlite") as copy:
        assert copy.snapshot("bicol") == BICOL


def test_a_backup_overwrites_no_file(path: Path):
    with Store(path) as store, pytest.raises(StoreError, match="output file already exists"):
        store.backup_to(path)


@pytest.mark.postgres
def test_a_backup_of_postgres_is_made_by_its_own_tool(postgres_url: str, tmp_path: Path):
    with Store(postgres_url) as store, pytest.raises(StoreError, match="copy it with pg_dump"):
        store.backup_to(tmp_path / "backup.sqlite")
