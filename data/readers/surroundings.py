"""What a file does to the register around it: what it lacks, empties or leaves without a target."""

from __future__ import annotations

from collections.abc import Collection

from data.model import KINDS
from data.readers.notes import Notes
from data.readers.outcome import error, noted, warned
from data.readers.references import Registry
from data.readers.rows import Sheet
from data.rules import references_of
from data.sheets import OBLIGATORY
from data.snapshot import Snapshot


def note_surroundings(
    sheets: list[Sheet],
    present: Collection[str],
    known: Snapshot,
    registry: Registry,
    notes: Notes,
) -> None:
    """Note what a file that replaces sheets does to the register; ``present`` are its kinds."""
    _note_absent(present, known, notes)
    _note_emptied(sheets, known, notes)
    _note_forsaken(known, frozenset(sheet.kind.KIND for sheet in sheets), registry, notes)


def _note_absent(present: Collection[str], known: Snapshot, notes: Notes) -> None:
    """A workbook without actors or programmes is no register, unless one already holds them."""
    for kind in OBLIGATORY:
        if kind not in present and not known.of(KINDS[kind]):
            sheet = KINDS[kind].SHEET
            remedy = "Add it, if need be with its header alone, or import into a register."
            notes.add(sheet, error("missing-sheet", "this sheet is missing", remedy))


def _note_emptied(sheets: list[Sheet], known: Snapshot, notes: Notes) -> None:
    for sheet in sheets:
        if sheet.drafts:
            continue
        if held := len(known.of(sheet.kind)):
            problem = f"the sheet is empty, so all {held} records of the register would go"
            remedy = "Delete the sheet to leave them alone."
            notes.add(sheet.name, warned(None, "emptied-sheet", problem, remedy))
        elif sheet.kind.KIND in OBLIGATORY:
            problem = "there is no row yet"
            notes.add(sheet.name, noted(None, "empty-sheet", problem, "Fill it from row 4 down."))


def _note_forsaken(
    known: Snapshot, kinds: frozenset[str], registry: Registry, notes: Notes
) -> None:
    """Records that stay in the register refer to rows that a new sheet does not have any more."""
    for record in known:
        if record.KIND in kinds:
            continue
        for _, ref in references_of(record):
            kind, _, name = ref.partition("/")
            if kind in kinds and registry.find(kind, name) is None:
                problem = f"{record.ref} of the register refers to {name}, which is not here"
                remedy = f"Put the row back, or send the sheet {record.SHEET} as well."
                notes.add(KINDS[kind].SHEET, error("still-referenced", problem, remedy), value=name)
