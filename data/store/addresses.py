"""Where a register is stored, and what is said where it cannot be opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import sqlalchemy as sa

from data.revisions import StoreError

_POSTGRES: Final = {"postgres", "postgresql"}


def to_url(address: str | Path, *, read_only: bool) -> sa.URL:
    """SQLAlchemy's address of a database; what is no address is the path of an SQLite file.

    Raises:
        StoreError: the address is wrong, or of a database that is not supported.
    """
    if isinstance(address, Path) or "://" not in address:
        return _file_url(Path(address), read_only=read_only)
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(
            "The address of the database cannot be read; write the path of a file, or "
            "postgresql://user:password@host:5432/database."
        ) from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        if url.query:
            return url
        return _file_url(Path(url.database or ":memory:"), read_only=read_only)
    if kind not in _POSTGRES:
        raise StoreError(
            f"Registers are stored in SQLite or PostgreSQL, not in {kind}; write the path of a "
            "file, or postgresql://user:password@host:5432/database."
        )
    return url.set(drivername="postgresql+psycopg") if "+" not in url.drivername else url


def _file_url(path: Path, *, read_only: bool) -> sa.URL:
    if str(path) == ":memory:":
        raise StoreError(
            "A register in memory would be gone when the program stops; write the path of a file."
        )
    if path.is_dir():
        raise StoreError(f"{path} is a folder; write the path of a file in it.")
    if not read_only:
        _make_folder(path)
        return sa.URL.create("sqlite", database=str(path))
    if not path.exists():
        raise StoreError(f"There is no register at {path}; check the path.")
    writable = os.access(path.parent, os.W_OK)
    return read_only_url(path, folder_is_writable=writable)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as reason:
        raise StoreError(
            f"There is no folder {path.parent} and it cannot be made ({reason.strerror}); "
            "check the path."
        ) from None


def read_only_url(path: Path, *, folder_is_writable: bool) -> sa.URL:
    """SQLite's address of a file that is only read.

    Where its folder cannot be written, SQLite has no place for what it shares between
    programs, and is told that nobody writes the file.
    """
    query = {"uri": "true", "mode": "ro"} | ({} if folder_is_writable else {"immutable": "1"})
    return sa.URL.create("sqlite", database=path.resolve().as_uri(), query=query)


def named(url: sa.URL) -> str:
    """A database as messages call it: without its password."""
    if url.get_backend_name() == "sqlite":
        path = url.database or ""
        return unquote(path.removeprefix("file://")) if path.startswith("file:") else path
    return url.render_as_string(hide_password=True)


def explained(error: Exception, where: str) -> StoreError:
    """What a driver's error means and how to mend it."""
    orig = getattr(error, "orig", None)
    said = str(orig or error).strip().splitlines()
    reason = said[0].rpartition("failed: ")[2] if said else type(error).__name__
    code = getattr(orig, "sqlite_errorname", None) or getattr(orig, "sqlstate", None) or ""
    for start, sentence in _SENTENCES:
        if code.startswith(start):
            return StoreError(sentence.format(where=where))
    if isinstance(error, sa.exc.TimeoutError):
        return StoreError(f"Too many people ask {where} at once; try again in a moment.")
    if isinstance(error, sa.exc.OperationalError) and not code:
        return StoreError(
            f"No database opens at {where} ({reason}); check the address and that the server runs."
        )
    return StoreError(f"The database at {where} refused ({reason}); nothing was stored.")


_SENTENCES: Final = (
    ("SQLITE_BUSY", "Another program is writing {where}; try again in a moment."),
    ("SQLITE_LOCKED", "Another program is writing {where}; try again in a moment."),
    ("SQLITE_NOTADB", "{where} is not a register's database; check the path."),
    ("SQLITE_CORRUPT", "{where} is damaged; put a backup in its place."),
    ("SQLITE_CANTOPEN", "{where} cannot be opened; check the path and who may use its folder."),
    ("SQLITE_READONLY", "{where} may not be written; check who may write the file and its folder."),
    ("SQLITE_PERM", "{where} may not be opened; check who may use the file."),
    ("SQLITE_FULL", "The disk that holds {where} is full; make room and try again."),
    ("SQLITE_IOERR", "The disk that holds {where} could not be read or written; check it."),
    ("25006", "{where} was opened for reading only; open it for writing."),
    ("42501", "{where} may not be written; ask its administrator for the right to."),
    ("53100", "The disk that holds {where} is full; make room and try again."),
    ("55P03", "Another program is writing {where}; try again in a moment."),
    ("57014", "{where} took too long to answer; try again in a moment."),
)
