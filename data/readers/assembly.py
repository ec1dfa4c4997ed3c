"""From rows to records: ids are settled first, then every reference finds its record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from data.columns import Column, Holds
from data.model import RECORD_KINDS, Record, SourceRef, columns_of, link_id
from data.readers.cells import REFERENCES, each
from data.readers.notes import Notes
from data.readers.numbers import parse_number
from data.readers.outcome import Outcome, error, shown
from data.readers.references import Registry, name_in
from data.readers.rows import Draft, Sheet
from data.snapshot import Snapshot


class Assembly:
    """Puts the records of a file together, with what is known of the register beside it."""

    def __init__(self, registry: Registry, known: Snapshot, notes: Notes) -> None:
        self._registry = registry
        self._known = known
        self._notes = notes
        self._found: dict[tuple[bool, tuple[str, ...]], dict[str, Outcome]] = {}
        self._rows: dict[tuple[str, str], int] = {}

    def assemble(self, sheets: Iterable[Sheet]) -> list[Record]:
        """Every record that could be read; what could not is noted."""
        in_order = sorted(sheets, key=lambda sheet: _DEPENDS[sheet.kind.KIND])
        for sheet in in_order:
            self._take_ids(sheet)
        for sheet in in_order:
            if sheet.kind.KEY_FIELDS:
                self._resolve(sheet, only=sheet.kind.KEY_FIELDS)
                self._make_ids(sheet)
        for sheet in in_order:
            rest = [name for name in columns_of(sheet.kind) if name not in sheet.kind.KEY_FIELDS]
            self._resolve(sheet, only=rest)
        return [record for sheet in in_order for record in self._records(sheet)]

    # --- ids ---

    def _take_ids(self, sheet: Sheet) -> None:
        """Let references find the rows that state their id."""
        for draft in sheet.drafts:
            if sheet.kind.KIND == "territory" and "id" in draft.values:
                self._mend_code(sheet, draft)
            if "id" in draft.values:
                self._take(sheet, draft, f'the id "{draft.values["id"]}"')

    def _mend_code(self, sheet: Sheet, draft: Draft) -> None:
        registry = self._registry
        outcome = registry.codes.own(
            draft.values["id"], lambda code: registry.find("territory", code) is not None
        )
        self._set(sheet, draft, "id", outcome)

    def _make_ids(self, sheet: Sheet) -> None:
        """Give links without an id the one of their key fields, or of the link in the register."""
        kind = sheet.kind
        known = {_key(record): record.id for record in self._known.of(kind).values()}
        for draft in sheet.drafts:
            if "id" in draft.values or "id" in draft.faulty or draft.faulty & set(kind.KEY_FIELDS):
                continue
            key = tuple(draft.values.get(name) for name in kind.KEY_FIELDS)
            draft.values["id"] = known.get(key) or link_id(*(str(v) if v else None for v in key))
            parts = ", ".join(str(part) for part in key if part)
            self._take(sheet, draft, f"the same link ({parts})")

    def _take(self, sheet: Sheet, draft: Draft, what: str) -> None:
        """Take an id as that of a row, unless another row has it."""
        kind, record_id = sheet.kind.KIND, str(draft.values["id"])
        first = self._rows.setdefault((kind, record_id.casefold()), draft.row)
        if first == draft.row:
            self._registry.add(kind, record_id, name_in(draft.values))
            return
        draft.faulty.add("id")
        fault = error(
            "duplicate-id", f"rows {first} and {draft.row} both have {what}",
            "Delete one of them, or give it an id of its own.",
        )  # fmt: skip
        self._note(sheet, draft, "id", fault)

    # --- references ---

    def _resolve(self, sheet: Sheet, only: Iterable[str]) -> None:
        specs = columns_of(sheet.kind)
        for name in only:
            if specs[name].holds not in REFERENCES or name not in sheet.letters:
                continue
            drafts = [draft for draft in sheet.drafts if name in draft.values]
            if self._nothing_to_find(sheet, name, specs[name], drafts):
                continue
            read = self._reader(specs[name])
            for draft in drafts:
                self._set(sheet, draft, name, read(draft.values[name]))

    def _nothing_to_find(self, sheet: Sheet, name: str, spec: Column, drafts: list[Draft]) -> bool:
        """Whether there is no record at all that a column could refer to; said once."""
        kinds = _kinds(spec)
        if not drafts or not kinds or any(self._registry.has(kind) for kind in kinds):
            return False
        where = " or ".join(_SHEET[kind] for kind in kinds)
        rows = f"{len(drafts)} rows refer" if len(drafts) > 1 else "this refers"
        fault = error(
            "unknown-reference", f"{rows} to {where}, of which there are none",
            f"Add the sheet {where}.",
        )  # fmt: skip
        self._note(sheet, drafts[0], name, fault)
        for draft in drafts:
            draft.faulty.add(name)
            del draft.values[name]
        return True

    def _reader(self, spec: Column) -> Callable[[Any], Outcome]:
        """How the words of a reference column become ids."""
        any_kind = spec.holds in {Holds.ANY_REFERENCE, Holds.ANY_REFERENCES}
        kinds = _kinds(spec)
        seen = self._found.setdefault((any_kind, kinds), {})
        resolve = self._registry.resolve_any if any_kind else self._registry.resolve

        def find(text: str) -> Outcome:
            outcome = seen.get(text)
            if outcome is None:
                outcome = seen[text] = resolve(text, kinds)
            return outcome

        if spec.holds is Holds.SPLIT:
            return lambda words: _split(words, find)
        return (lambda words: each(words, find)) if spec.holds.is_many else find

    # --- notes and records ---

    def _set(self, sheet: Sheet, draft: Draft, name: str, outcome: Outcome) -> None:
        """Take over a value; an error in it makes the field faulty."""
        if outcome.remarks:
            self._note(sheet, draft, name, outcome)
        if outcome.value is None:
            del draft.values[name]
        else:
            draft.values[name] = outcome.value

    def _note(self, sheet: Sheet, draft: Draft, name: str, outcome: Outcome) -> None:
        place = sheet.columns.get(name)
        has_cell = place is not None and place < len(draft.cells)
        value = shown(draft.cells[place]) if place is not None and has_cell else ""
        column = sheet.letters.get(name, "")
        self._notes.add(sheet.name, outcome, row=draft.row, column=column, value=value)
        if self._notes.is_faulty(sheet.name, draft.row, column):
            draft.faulty.add(name)

    def _records(self, sheet: Sheet) -> Iterator[Record]:
        """The records of the rows that have what a record must have."""
        needed = {name for name, spec in columns_of(sheet.kind).items() if spec.required} | {"id"}
        for draft in sheet.drafts:
            if needed <= draft.values.keys() and "id" not in draft.faulty:
                at = SourceRef(self._notes.file, sheet.name, draft.row)
                yield sheet.kind(at=at, **draft.values)


def _split(words: tuple[str, ...], find: Callable[[str], Outcome]) -> Outcome:
    """Shares by territory; each is written ``code=percent``."""
    shares: dict[str, float] = {}
    remarks = []
    for word in words:
        code, _, share = word.partition("=")
        place = find(code.strip())
        percent = parse_number(share, percent=True)
        if not share.strip():
            form = "a share is written code=percent"
            percent = error("share", form, "Write it like 0500506000=60|0501724000=40.")
        remarks += [*place.remarks, *percent.remarks]
        if place.value in shares:
            twice = f"{place.value} has two shares"
            remarks += error("share", twice, "Keep one of them.").remarks
        elif place.value is not None and percent.value is not None:
            shares[place.value] = percent.value
    return Outcome(tuple(shares.items()) or None, tuple(remarks))


def _kinds(spec: Column) -> tuple[str, ...]:
    """The kinds that a column may refer to; none stands for all."""
    return ("territory",) if spec.holds is Holds.SPLIT else spec.refers


def _key(record: Record) -> tuple[Any, ...]:
    return tuple(getattr(record, name) or None for name in record.KEY_FIELDS)


def _depends(kind: type[Record]) -> tuple[bool, int]:
    """Kinds whose keys may name any other record come last."""
    specs = columns_of(kind)
    names_any = any(
        specs[name].holds is Holds.ANY_REFERENCE and not specs[name].refers
        for name in kind.KEY_FIELDS
    )
    return names_any, RECORD_KINDS.index(kind)


_DEPENDS: Final = {kind.KIND: _depends(kind) for kind in RECORD_KINDS}
_SHEET: Final = {kind.KIND: kind.SHEET for kind in RECORD_KINDS}
