"""From a path to the cells of every sheet, or one plain sentence why not."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree import ElementTree as ET

from data.grids.apart import read_apart
from data.grids.delimited import read_delimited
from data.grids.grid import Grid, Grids
from data.grids.scan import Scan, check_span, scan_sheet
from data.grids.sheets_of import worksheets
from data.grids.sniff import DELIMITED, MOST_BYTES, FileKind, damaged, file_kind
from data.issues import UnreadableFile

_MACROS: Final = (
    "macros",
    "the workbook contains macros, which are never run and not kept",
    "Save it as .xlsx if nobody needs them.",
)
_NEVER_COMPUTED: Final = (
    "not-computed",
    "a program wrote formulas into this workbook and no spreadsheet has computed them",
    "Open it in a spreadsheet, save it and send it again.",
)
_UNCHECKED: Final = (
    "old-format",
    "in this format, failed formulas look like blank cells",
    "Save it as .xlsx to be sure.",
)
_BROKEN: Final = (
    ET.ParseError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError,
    NotImplementedError,
)  # fmt: skip
"""What Python's own readers raise at a part that breaks off or was tampered with."""
_VBA_STREAM: Final = "_VBA_PROJECT".encode("utf-16-le")


def open_grids(path: Path) -> Grids:
    """Every sheet of the file, cell by cell.

    Raises:
        UnreadableFile: it is no workbook and no CSV, or it is damaged, locked or too large.
    """
    kind = file_kind(path)
    try:
        return _READERS[kind](path)
    except UnreadableFile:
        raise
    except _BROKEN as fault:
        raise damaged(path.name) from fault


def _open_xlsx(path: Path) -> Grids:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        parts = _sheet_parts(archive)
        for name in names:
            if name.endswith((".xml", ".rels")) and name not in parts.values():
                _part(archive, name, path.name)
        scans: dict[str, Scan] = {}
        for sheet, part in parts.items():
            if part in names:
                xml = _part(archive, part, path.name)
                check_span(xml, path.name, sheet)
                scans[sheet] = scan_sheet(xml)
        stale = b'fullCalcOnLoad="1"' in _part(archive, "xl/workbook.xml", path.name)
    doubts = [_MACROS] if any(name.endswith("vbaProject.bin") for name in names) else []
    if stale and any(scan.formulas > len(scan.broken) for scan in scans.values()):
        doubts.append(_NEVER_COMPUTED)
    return Grids(path.name, tuple(_sheets(path, scans)), tuple(doubts))


def _part(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    """The content of a part, its length and checksum verified, without a document type."""
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise damaged(file)
    return content


def _sheet_parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet name → the part of the archive that holds it."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id", ""): link.get("Target", "") for link in relations}
    found = {}
    for element in ET.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[element.get("name", "")] = str(PurePosixPath(path))
    return found


def _open_xls(path: Path) -> Grids:
    macros = [_MACROS] if _VBA_STREAM in path.read_bytes() else []
    return Grids(path.name, read_apart(path), (*macros, _UNCHECKED))


def _open_ods(path: Path) -> Grids:
    return Grids(path.name, read_apart(path), (_UNCHECKED,))


def _sheets(path: Path, scans: Mapping[str, Scan]) -> Iterator[Grid]:
    """The worksheets with what was found in their XML; rows reach down to every broken cell."""
    for name, rows in worksheets(path):
        scan = scans.get(name, Scan())
        lowest = max((row for row, _ in scan.broken), default=0)
        rows.extend([] for _ in range(lowest - len(rows)))
        yield Grid(name, rows, scan.broken, scan.formulas, scan.merged)


def _open_delimited(path: Path) -> Grids:
    return Grids(path.name, (read_delimited(path.name, path.stem, path.read_bytes()),))


def _open_zip(path: Path) -> Grids:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if PurePosixPath(n).suffix.lower() in DELIMITED]
        sheets = tuple(
            read_delimited(name, PurePosixPath(name).stem, archive.read(name))
            for name in names
            if not PurePosixPath(name).name.startswith(".")
        )
    return Grids(path.name, sheets)


def _open_folder(path: Path) -> Grids:
    files = sorted(f for f in path.iterdir() if f.suffix.lower() in DELIMITED and f.is_file())
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise UnreadableFile(
            f"{path.name} holds more than {MOST_BYTES // 1_000_000} MB of CSV files: split it by "
            "office"
        )
    return Grids(
        path.name, tuple(read_delimited(file.name, file.stem, file.read_bytes()) for file in files)
    )


_READERS: Final[Mapping[FileKind, Callable[[Path], Grids]]] = {
    FileKind.XLSX: _open_xlsx,
    FileKind.XLS: _open_xls,
    FileKind.ODS: _open_ods,
    FileKind.DELIMITED: _open_delimited,
    FileKind.DELIMITED_ZIP: _open_zip,
    FileKind.FOLDER: _open_folder,
}
