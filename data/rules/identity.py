"""Rules on who is who: ids, references, codes, and what may be the same twice."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from data.columns import Column, Holds
from data.issues import Issue
from data.model import (
    KINDS,
    RECORD_KINDS,
    Interaction,
    Record,
    Register,
    Tie,
    Variant,
    Verdict,
    columns_of,
)
from data.rules.examined import Examined, where
from data.sheets import fields_by_key, headers, key_of

_REFERENCES: Final = {Holds.REFERENCE, Holds.REFERENCES, Holds.ANY_REFERENCE, Holds.ANY_REFERENCES}


def references_of(record: Record) -> Iterator[tuple[str, str]]:
    """Every reference of a record, as its field and ``kind/id``."""
    for name, spec in columns_of(type(record)).items():
        value = getattr(record, name)
        if value and spec.holds in _REFERENCES:
            yield from ((name, ref) for ref in _refs(spec, value))
        elif value and spec.holds is Holds.SPLIT:
            yield from ((name, f"territory/{code}") for code, _ in value)


def _refs(spec: Column, value: str | tuple[str, ...]) -> Iterator[str]:
    names = (value,) if isinstance(value, str) else value
    if spec.holds in {Holds.ANY_REFERENCE, Holds.ANY_REFERENCES}:
        yield from names
    else:
        yield from (f"{spec.refers[0]}/{name}" for name in names)


def same_id_but_for_case(register: Examined) -> Iterator[Issue]:
    """Ids are unique whatever their case."""
    for kind in RECORD_KINDS:
        first: dict[str, Record] = {}
        for record in register.whole.of(kind).values():
            other = first.setdefault(record.id.casefold(), record)
            if other is record:
                continue
            late, early = sorted((record, other), key=lambda r: (not register.judges(r), -r.at.row))
            if register.judges(late):
                problem = f"{where(late, early)} has the same id but for its case, {early.id}"
                remedy = "Write it alike if it is the same, else give it an id of its own."
                yield register.error(late, "id", "duplicate-id", problem, remedy)


def unknown_references(register: Examined) -> Iterator[Issue]:
    """A reference names a record that is there."""
    for record in register.judged:
        for field, ref in references_of(record):
            if register.whole.get(ref) is None:
                kind = KINDS.get(ref.partition("/")[0])
                problem = f"{ref} does not exist"
                remedy = f"Correct it, or add the record{f' to {kind.SHEET}' if kind else ''}."
                yield register.error(record, field, "unknown-reference", problem, remedy)


def unknown_codes(register: Examined) -> Iterator[Issue]:
    """A code stands in the list of the country profile."""
    lists = register.profile.lists
    for kind in RECORD_KINDS:
        for field, spec in columns_of(kind).items():
            codes = lists.get(spec.codes) if spec.codes else None
            if codes is None:
                continue
            for record in register.of(kind):
                value = getattr(record, field) or ()
                for code in (value,) if isinstance(value, str) else value:
                    if code not in codes:
                        near = get_close_matches(code, codes, 1)
                        problem = f'"{code}" is not in the list {spec.label}'
                        remedy = (
                            f"Did you mean {near[0]}?" if near else "Choose a code of the list."
                        )
                        yield register.error(record, field, "unknown-code", problem, remedy)


def one_register(register: Examined) -> Iterator[Issue]:
    """A workbook is about one register, which says whether it is made up."""
    rows = list(register.whole.of(Register).values())
    for other in rows[1:]:
        if register.judges(other):
            problem = f"there is one register to a workbook, and {rows[0].id} stands here too"
            yield register.error(other, "id", "several-registers", problem, "Keep one row.")
    for record in register.of(Register):
        if record.illustrative is None:
            yield register.information(
                record, "illustrative", "illustrative", "nothing says whether this is made up",
                "Write yes for training data, else no.",
            )  # fmt: skip


def links_to_itself(register: Examined) -> Iterator[Issue]:
    """A link joins two."""
    sides: tuple[tuple[type[Record], str, str], ...] = (
        (Tie, "from_actor", "to_actor"), (Verdict, "first", "second"),
        (Interaction, "first", "second"),
    )  # fmt: skip
    for kind, one, other in sides:
        for record in register.of(kind):
            if getattr(record, one) == getattr(record, other):
                problem = "both sides of the link are the same"
                yield register.error(record, other, "self-link", problem, "Correct one of them.")


def unknown_fields(register: Examined) -> Iterator[Issue]:
    """A variant names a field that its record has."""
    for variant in register.of(Variant):
        kind = KINDS.get(variant.record.partition("/")[0])
        if kind is None or key_of(variant.field_name) in fields_by_key(kind):
            continue
        near = get_close_matches(variant.field_name, headers(kind).values(), 3)
        remedy = f"Did you mean {' or '.join(near)}?" if near else "Write a column of its sheet."
        problem = f"{kind.SHEET} has no such column"
        yield register.error(variant, "field_name", "unknown-field", problem, remedy)
