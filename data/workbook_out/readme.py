"""The first sheet of a workbook: what it is, and how it is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.model import RECORD_KINDS, Register
from data.profile import Profile
from data.sheets import EXAMPLES, FIRST_ROW, README
from data.workbook_out.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_HOW = (
    "Each sheet holds one kind of record; only actors and programmes are obligatory.",
    f"Row 1 says what a column is, row 2 is its name (a * marks what must be filled), row 3 is "
    f"its HXL tag. Write from row {FIRST_ROW} down and leave rows 1 to 3 as they are.",
    "What is not known stays blank. A blank is not a zero and not a no.",
    "Codes come from the drop-downs and from the sheet lists; their labels are understood too.",
    "Several values in one cell are separated by a bar: skills|legal.",
    "Dates are written 2024-05-01, or 2024-05 or 2024 if no more is known.",
    "Amounts are whole units of the currency, not thousands.",
    "Codes of places are text, so that 0500506000 keeps its zero; the columns are set so.",
    "A record is referred to by its id. Ids have letters, digits, dots, dashes and underscores.",
    "Links such as memberships need no id of their own.",
    "A sheet that is sent replaces all records of its kind; delete a sheet to leave them alone.",
    "Offices are named, never persons.",
    f"The sheets {EXAMPLES}, lists and {README} are not read.",
)


def add_readme(book: Workbook, styles: Styles, profile: Profile, register: Register | None) -> None:
    """Add the first sheet: what the workbook is, how to fill it, and what its sheets hold."""
    sheet = book.add_worksheet(README)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24, styles.prose)
    sheet.set_column(1, 1, 100, styles.prose)
    title = register.title if register else "Workbook of a register"
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, "Country profile")
    sheet.write_string(1, 1, f"{profile.id} ({profile.name})")
    row = 3
    if register is not None and register.illustrative:
        sheet.write_string(2, 0, "ILLUSTRATIVE", styles.loud)
        sheet.write_string(2, 1, "Made up for training; no figure here is a fact.", styles.loud)
    for number, sentence in enumerate(_HOW, start=1):
        sheet.write_string(row, 0, f"{number}.")
        sheet.write_string(row, 1, sentence)
        row += 1
    row += 1
    sheet.write_string(row, 0, "Sheet", styles.label)
    sheet.write_string(row, 1, "What a row is", styles.label)
    for kind in RECORD_KINDS:
        row += 1
        sheet.write_url(row, 0, f"internal:'{kind.SHEET}'!A{FIRST_ROW}", string=kind.SHEET)
        sheet.write_string(row, 1, (kind.__doc__ or "").strip().partition("\n")[0])
