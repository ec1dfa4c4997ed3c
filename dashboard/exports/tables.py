"""Tables as files. Text that a spreadsheet would run as a formula stays text."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

import pandas as pd

from dashboard.exports.about import About

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def frame_csv(frame: pd.DataFrame, told: About) -> bytes:
    """UTF-8 CSV, marked so that spreadsheets read it right; unknown values are left empty.

    Title, selection, as-of, source and revision are columns of their own at the right, so that
    the file stays a plain table for other tools.
    """
    shown = frame.map(_inert)
    for label, value in told.lines().items():
        shown[f"about_{label}"] = _inert(value)
    return b"\xef\xbb\xbf" + shown.to_csv(index=False, lineterminator="\r\n").encode()


def _inert(value: Any) -> Any:
    """Text that would run is prefixed with an apostrophe, as spreadsheets themselves do."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def frames_xlsx(frames: Mapping[str, pd.DataFrame], told: About) -> bytes:
    """A workbook with a sheet per frame and a sheet ``about`` first; text is never a formula."""
    buffer = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        facts = pd.DataFrame(list(told.lines().items()), columns=["what", "value"])
        for name, frame in {"about": facts, **frames}.items():
            frame.to_excel(book, sheet_name=name[:31], index=False, freeze_panes=(1, 0))
            _widen(book.sheets[name[:31]], frame)
    return buffer.getvalue()


def _widen(sheet: Any, frame: pd.DataFrame) -> None:
    """Columns as wide as their content, up to a limit at which one still sees the next."""
    for position, name in enumerate(frame.columns):
        longest = max((len(str(value)) for value in frame[name]), default=0)
        sheet.set_column(position, position, min(60, max(len(str(name)), longest) + 2))
