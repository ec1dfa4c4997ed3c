"""Whole workbooks: the empty template, and a register as it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from data.issues import UnwritableFile
from data.model import RECORD_KINDS
from data.profile import Profile
from data.snapshot import Snapshot
from data.workbook_out.examples import add_examples
from data.workbook_out.lists import add_lists, lists_of, ranges_of
from data.workbook_out.readme import add_readme
from data.workbook_out.sheet import add_sheet
from data.workbook_out.styles import Styles, styles_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_CREATED: Final = datetime(2000, 1, 1)


def write_template(path: Path | IO[bytes], profile: Profile) -> None:
    """Write an empty workbook: headers, drop-downs, code lists, instructions, worked examples.

    Raises:
        UnwritableFile: the file cannot be written.
    """

    def fill(book: Workbook, styles: Styles) -> None:
        add_readme(book, styles, profile, None)
        _add_kinds(book, styles, Snapshot(), profile)
        add_examples(book, styles, profile)

    _save(path, fill)


def write_workbook(path: Path | IO[bytes], snapshot: Snapshot, profile: Profile) -> None:
    """Write every record of a register; reading the file gives an equal snapshot.

    Every kind has a sheet, also where it has no records, so the file is the whole truth. A
    register that is illustrative says so on its README and in the header of every printed page.

    Raises:
        UnwritableFile: the file cannot be written, or a text is longer than a cell.
    """

    def fill(book: Workbook, styles: Styles) -> None:
        register = snapshot.register
        add_readme(book, styles, profile, register)
        _add_kinds(book, styles, snapshot, profile)
        if register is not None and register.illustrative:
            for sheet in book.worksheets():
                sheet.set_header('&C&"Arial,Bold"ILLUSTRATIVE: made up for training')

    _save(path, fill)


def _add_kinds(book: Workbook, styles: Styles, snapshot: Snapshot, profile: Profile) -> None:
    lists = lists_of(profile)
    ranges = ranges_of(lists)
    for kind in RECORD_KINDS:
        add_sheet(book, styles, kind, snapshot.of(kind).values(), ranges)
    add_lists(book, styles, lists)


def _save(target: Path | IO[bytes], fill: Callable[[Workbook, Styles], None]) -> None:
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"created": _CREATED, "author": "", "comments": "Written by Tugma"})
    fill(book, styles_of(book))
    book.close()
    save_bytes(target, content.getvalue())


def save_bytes(target: Path | IO[bytes], content: bytes) -> None:
    """Put a finished file where it belongs.

    Raises:
        UnwritableFile: it cannot be written there.
    """
    if not isinstance(target, Path):
        target.write(content)
        return
    try:
        target.write_bytes(content)
    except OSError as fault:
        raise UnwritableFile(
            f"{target} cannot be written ({fault.strerror}): close it in other programs, or "
            "choose another folder"
        ) from None
