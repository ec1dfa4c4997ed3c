"""The cells of a workbook, as calamine reads them. Only here is it known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.grids.grid import Cell
from data.grids.sniff import damaged, locked


def worksheets(path: Path) -> Iterator[tuple[str, list[list[Cell]]]]:
    """Each worksheet by name, with its rows; blank ones are kept so that numbers hold.

    Raises:
        UnreadableFile: the workbook is damaged or locked.
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
    )

    try:
        with CalamineWorkbook.from_path(path) as book:
            for about in book.sheets_metadata:
                if about.typ is SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(about.name)
                    yield about.name, sheet.to_python(skip_empty_area=False)
    except PasswordError:
        raise locked(path.name) from None
    except CalamineError:
        raise damaged(path.name) from None
    except BaseException as fault:
        if type(fault).__name__ == "PanicException":  # how Rust says that it met the unforeseen
            raise damaged(path.name) from None
        raise
