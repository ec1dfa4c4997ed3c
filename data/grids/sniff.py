"""What kind of file somebody handed in, told by its first bytes before anything parses it.

Everything that is no workbook gets one plain sentence: what it is, and how to mend it.
"""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path
from typing import Final

from data.issues import UnreadableFile

MOST_BYTES: Final = 300_000_000
"""Bytes of a file unpacked; beyond lies a mistake or an attack."""
DELIMITED: Final = frozenset({".csv", ".tsv", ".txt"})

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_ENCRYPTED_SHEETS: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOK: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))

# Bytes at the start of a file, the offset they stand at, and what such a file is.
_OTHERS: Final = (
    (b"\x89PNG", 0, "a picture (PNG)"),
    (b"\xff\xd8\xff", 0, "a picture (JPEG)"),
    (b"GIF8", 0, "a picture (GIF)"),
    (b"BM", 0, "a picture (BMP)"),
    (b"II*\x00", 0, "a picture (TIFF)"),
    (b"MM\x00*", 0, "a picture (TIFF)"),
    (b"WEBP", 8, "a picture (WebP)"),
    (b"ftyp", 4, "a picture or a film"),
    (b"%PDF", 0, "a PDF document"),
    (b"{\\rtf", 0, "a text document (RTF)"),
    (b"Rar!", 0, "an archive (RAR)"),
    (b"7z\xbc\xaf", 0, "an archive (7z)"),
    (b"\x1f\x8b", 0, "an archive (gzip)"),
    (b"SQLite format 3", 0, "a database (SQLite)"),
)
_SAVE_AS: Final = "open it in a spreadsheet and save it as an Excel workbook (.xlsx)"


class FileKind(StrEnum):
    """The forms that a register may come in."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DELIMITED = "csv"
    DELIMITED_ZIP = "zip of csv"
    FOLDER = "folder of csv"


def file_kind(path: Path) -> FileKind:
    """What a file is, by its content; only text goes by its ending.

    Raises:
        UnreadableFile: there is none, it cannot be opened, or it is something else.
    """
    if path.name.startswith("~$"):
        raise UnreadableFile(
            f"{path.name} is only the mark that a spreadsheet has the workbook open: choose "
            f"{path.name[2:]}"
        )
    try:
        if path.is_dir():
            return _folder(path)
        if not path.exists():
            raise UnreadableFile(f"{path} does not exist: check the name and the folder")
        if not path.is_file():
            raise UnreadableFile(f"{path.name} is not a file: choose a workbook (.xlsx)")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except PermissionError:
        raise UnreadableFile(
            f"{path.name} may not be opened: close it in other programs, or ask for the right "
            "to read it"
        ) from None
    if size > MOST_BYTES:
        raise _too_large(path.name)
    return _by_content(path, start)


def _folder(path: Path) -> FileKind:
    if any(entry.suffix.lower() in DELIMITED for entry in path.iterdir()):
        return FileKind.FOLDER
    raise UnreadableFile(
        f"{path.name} is a folder without CSV files: choose a workbook (.xlsx), or a folder with "
        "programmes.csv, actors.csv and the like"
    )


def _by_content(path: Path, start: bytes) -> FileKind:
    if not start:
        raise UnreadableFile(f"{path.name} is empty (0 bytes): ask its sender for the file again")
    if start.startswith((_ZIP, _EMPTY_ZIP)):
        return _inside_zip(path)
    if start.startswith(_OLE):
        return _inside_ole(path)
    for magic, offset, name in _OTHERS:
        if start[offset : offset + len(magic)] == magic:
            raise UnreadableFile(
                f"{path.name} is {name}, not a workbook: send the workbook (.xlsx)"
            )
    return _text(path, start)


def _text(path: Path, start: bytes) -> FileKind:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table")):
        raise UnreadableFile(f"{path.name} is a web page with a table: {_SAVE_AS}")
    if head.startswith(b"<?xml"):
        raise UnreadableFile(f"{path.name} is an XML file, not a workbook: {_SAVE_AS}")
    if not start.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in start:
        raise UnreadableFile(
            f"{path.name} is no workbook, or a damaged one: {_SAVE_AS}, or ask its sender for it "
            "again"
        )
    if path.suffix.lower() not in DELIMITED:
        raise UnreadableFile(
            f"{path.name} is a text file, not a workbook: name it after its sheet, such as "
            f"programmes.csv, or {_SAVE_AS}"
        )
    return FileKind.DELIMITED


def _inside_ole(path: Path) -> FileKind:
    content = path.read_bytes()
    if _ENCRYPTED_SHEETS in content:
        raise locked(path.name)
    if any(mark in content for mark in _OLD_WORKBOOK):
        return FileKind.XLS
    raise UnreadableFile(f"{path.name} is an older Office file, but not a workbook: {_SAVE_AS}")


def _inside_zip(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            manifest = "META-INF/manifest.xml"
            kept = b"encryption-data" in archive.read(manifest) if manifest in names else False
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
        raise damaged(path.name) from None
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _too_large(path.name)
    if kept or any(entry.flag_bits & 1 for entry in entries):
        raise locked(path.name)
    return _by_entries(path.name, names)


def _by_entries(name: str, entries: set[str]) -> FileKind:
    if "xl/workbook.xml" in entries:
        return FileKind.XLSX
    if "xl/workbook.bin" in entries:
        raise UnreadableFile(f"{name} is a binary workbook (.xlsb): {_SAVE_AS}")
    if "content.xml" in entries:
        return FileKind.ODS
    if any(Path(entry).suffix.lower() in DELIMITED for entry in entries):
        return FileKind.DELIMITED_ZIP
    if any(entry.startswith(("word/", "ppt/")) for entry in entries):
        raise UnreadableFile(
            f"{name} is a text document or slides, not a workbook: send the workbook (.xlsx)"
        )
    raise UnreadableFile(
        f"{name} is a zip archive without a workbook in it: send the workbook (.xlsx) itself"
    )


def locked(name: str) -> UnreadableFile:
    """The sentence for a file with a password."""
    return UnreadableFile(
        f"{name} is protected by a password: open it, take the password away and save it again"
    )


def damaged(name: str) -> UnreadableFile:
    """The sentence for a file that breaks off or cannot be unpacked."""
    return UnreadableFile(
        f"{name} is damaged or only a part of the file: copy or download it again, or open it in "
        "a spreadsheet and save it anew"
    )


def _too_large(name: str) -> UnreadableFile:
    limit = MOST_BYTES // 1_000_000
    return UnreadableFile(
        f"{name} is larger than {limit} MB unpacked: delete empty rows and pictures, or split it "
        "by office"
    )
