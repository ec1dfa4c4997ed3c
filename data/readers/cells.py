"""From a cell to a value: one parser for each kind of column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from functools import partial
from typing import Final

from data.columns import Column, Holds
from data.grids import Cell
from data.model import ID_FORM
from data.profile import Profile
from data.readers.codes import CodeList
from data.readers.dates import parse_date
from data.readers.numbers import parse_money, parse_number, parse_whole
from data.readers.outcome import (
    Outcome,
    Parser,
    Remark,
    error,
    noted,
    placeholder,
    shown,
    warned,
)
from data.sheets import LONGEST_TEXT, key_of, separated

REFERENCES: Final = frozenset(
    {Holds.REFERENCE, Holds.REFERENCES, Holds.ANY_REFERENCE, Holds.ANY_REFERENCES, Holds.SPLIT}
)
"""Columns whose words mean something only once every id of the file is known."""

_YES: Final = frozenset({"yes", "y", "true", "t", "1", "x", "oo", "opo", "si", "sí", "oui"})
_NO: Final = frozenset({"no", "n", "false", "f", "0", "hindi", "non"})
_TICKS: Final = frozenset({"✓", "✔", "☑", "☒"})
_MARKUP: Final = re.compile(r"</?[a-zA-Z!][^>]*>")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NO_ID: Final = re.compile(r"[^A-Za-z0-9._-]+")
_OTHER_SEPARATORS: Final = re.compile(r"[;,\n]")
_MOST_PARTS: Final = 50
_BLANKS: Final = " \t\r\n\u00a0\u200b\ufeff"


def stripped(text: str) -> str:
    """A text without the blanks around it, visible or not."""
    return text.strip().strip(_BLANKS)


def parser_for(name: str, spec: Column, profile: Profile) -> Parser:
    """How the cells of a column are read; references stay words until all ids are known."""
    holds = spec.holds
    simple: dict[Holds, Parser] = {
        Holds.ID: parse_id,
        Holds.DATE: parse_date,
        Holds.WHOLE: parse_whole,
        Holds.NUMBER: partial(parse_number, percent="%" in spec.label or "ercent" in spec.hint),
        Holds.MONEY: parse_money,
        Holds.FLAG: parse_flag,
        Holds.TEXTS: lambda cell: _many(cell, _text),
        Holds.TEXT: partial(parse_text, may_be_date=name == "period"),
    }
    if holds in simple:
        return simple[holds]
    if holds in REFERENCES:
        return partial(_words, many=holds.is_many)
    codes = profile.lists.get(spec.codes)
    find = CodeList(spec.label, codes).parse if codes is not None else _text
    if holds is Holds.CODES:
        return lambda cell: _many(cell, find)
    return lambda cell: find(stripped(shown(cell)))


def parse_text(cell: Cell, *, may_be_date: bool = False) -> Outcome:
    """The text as it stands; markup is kept as text, what a spreadsheet made a date is said."""
    if isinstance(cell, date | time | timedelta) and not may_be_date:
        text = shown(cell)
        return warned(
            text, "date-in-text", "a spreadsheet made a date of this text",
            f"It is read as {text}; format the column as text.",
        )  # fmt: skip
    return _text(shown(cell))


def _text(text: str) -> Outcome:
    clean = stripped(_CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean) > LONGEST_TEXT:
        longest = f"{LONGEST_TEXT:,}"
        return error("long-text", f"a text has at most {longest} characters", "Shorten it.")
    if _CONTROLS.search(text):
        problem = "the text has characters that nobody can see"
        return warned(clean, "invisible", problem, "They are left out.")
    if "<" in clean and _MARKUP.search(clean):
        problem = "the text looks like HTML"
        return noted(clean, "markup", problem, "It is kept and shown as plain text.")
    return Outcome(clean)


def parse_id(cell: Cell) -> Outcome:
    """An id of the form that ids have."""
    if isinstance(cell, str) and ID_FORM.fullmatch(cell):
        return Outcome(cell)
    if isinstance(cell, date | time | timedelta):
        return _date_for_id()
    text = stripped(shown(cell))
    if ID_FORM.fullmatch(text):
        return Outcome(text)
    likely = _NO_ID.sub("-", text).strip("._-")[:64].strip("._-")
    remedy = f"Did you mean {likely}?" if likely else "Write a short id such as BPBH-OWWA."
    form = "an id has letters without accents, digits, dots, dashes and underscores, at most 64"
    return error("id", form, remedy)


def _date_for_id() -> Outcome:
    return error(
        "date-in-id", "a spreadsheet made a date of this id",
        "Format the column as text and type it again.",
    )  # fmt: skip


def parse_flag(cell: Cell) -> Outcome:
    """Yes or no, in the words of several languages."""
    if isinstance(cell, bool):
        return Outcome(cell)
    text = stripped(shown(cell))
    key = key_of(text)
    if key in _YES or text in _TICKS:
        return Outcome(True)
    if key in _NO:
        return Outcome(False)
    return placeholder(text) or error("flag", "this is neither yes nor no", "Write yes or no.")


def _words(cell: Cell, *, many: bool) -> Outcome:
    """References as their author wrote them."""
    if isinstance(cell, date | time | timedelta):
        return _date_for_id()
    text = stripped(shown(cell))
    return Outcome(tuple(separated(text)) if many else text)


def _many(cell: Cell, parse: Callable[[str], Outcome]) -> Outcome:
    """Several values of a cell, each read by itself."""
    return each(separated(stripped(shown(cell))), parse)


def each(words: Iterable[str], parse: Callable[[str], Outcome]) -> Outcome:
    """The values of several words, and all remarks; parted by commas they are warned of."""
    values: list[object] = []
    remarks: list[Remark] = []
    for word in words:
        outcomes = [parse(word)]
        if outcomes[0].value is None and (parted := _parted(word, parse)):
            outcomes = parted
            remarks += warned(
                None, "separator", "several values are separated by |",
                f"It is read as {'|'.join(str(one.value) for one in parted)}.",
            ).remarks  # fmt: skip
        for one in outcomes:
            remarks += one.remarks
            if one.value is not None:
                values.append(one.value)
    return Outcome(tuple(values), tuple(remarks))


def _parted(word: str, parse: Callable[[str], Outcome]) -> list[Outcome]:
    """The values of a word with commas or semicolons, if every one of them is beyond doubt."""
    parts = [part for part in map(stripped, _OTHER_SEPARATORS.split(word)) if part]
    if not 1 < len(parts) <= _MOST_PARTS:
        return []
    outcomes = [parse(part) for part in parts]
    clear = all(one.value is not None and not one.remarks for one in outcomes)
    return outcomes if clear else []
