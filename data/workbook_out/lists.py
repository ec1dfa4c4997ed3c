"""The sheet of code lists, from which the drop-downs of the others draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from data.model import RECORD_KINDS, columns_of
from data.profile import Profile, profile_names
from data.sheets import LISTS, letters
from data.workbook_out.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook

PROFILES = "profile"
"""The list of country profiles, beside the code lists of one."""


def lists_of(profile: Profile) -> Mapping[str, Mapping[str, str]]:
    """Every list that a column uses: code → label."""
    used = {spec.codes for kind in RECORD_KINDS for spec in columns_of(kind).values()} - {""}
    found = {
        name: {code.id: code.label for code in codes.values()}
        for name, codes in sorted(profile.lists.items())
        if name in used
    }
    return found | {PROFILES: dict.fromkeys(profile_names(), "")}


def ranges_of(lists: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """List → the range in which its codes stand."""
    ranges = {}
    for number, (name, codes) in enumerate(lists.items()):
        column = letters(2 * number)
        ranges[name] = f"={LISTS}!${column}$2:${column}${max(len(codes), 1) + 1}"
    return ranges


def add_lists(book: Workbook, styles: Styles, lists: Mapping[str, Mapping[str, str]]) -> None:
    """Add the sheet of code lists, code beside label."""
    sheet = book.add_worksheet(LISTS)
    sheet.freeze_panes(1, 0)
    for number, (name, codes) in enumerate(lists.items()):
        place = 2 * number
        sheet.set_column(place, place, 18, styles.text)
        sheet.set_column(place + 1, place + 1, 30, styles.text)
        sheet.write_string(0, place, name, styles.label)
        sheet.write_blank(0, place + 1, None, styles.label)
        for row, (code, label) in enumerate(codes.items(), start=1):
            sheet.write_string(row, place, code)
            sheet.write_string(row, place + 1, label)
