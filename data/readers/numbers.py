"""Cells that hold a number: whole, decimal or an amount of money."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from data.grids import Cell
from data.readers.outcome import LONGEST_GUESS, Outcome, error, placeholder, warned
from data.sheets import plain_number

_LARGEST: Final = 2**63 - 1
"""The largest whole number that a database keeps."""
_PLAIN: Final = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?(?:[eE][+-]?\d{1,3})?|[+-]?\.\d+"
)
_SPACES: Final = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'](?=\d{3}(?!\d))")
_CURRENCY: Final = re.compile(r"^\s*(?:[^\W\d_]{1,3}\s*\$|[^\W\d_]{1,4}\.?|[$€£¥₱₣])\s*(?=[\d.+-])"
                              r"|(?<=\d)\s*(?:[^\W\d_]{3}|[$€£¥₱₣])\s*$")  # fmt: skip
_SCALES: Final = (  # words and letters behind a number, and what they multiply it by
    ("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000),
    ("mn", 1_000_000), ("bn", 1_000_000_000), ("mil", 1_000_000),
    ("k", 1_000), ("m", 1_000_000), ("b", 1_000_000_000),
)  # fmt: skip
_SCALED: Final = re.compile(r"(-?[\d.,]*\d)\s*([^\W\d_]+)\.?")
_FIRST: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ENDING_COMMA: Final = re.compile(r"[+-]?\d+,\d{1,2}|[+-]?\d{1,3}(?:\.\d{3})+,\d+")


def parse_whole(cell: Cell) -> Outcome:
    """An int, or the error with the likely number."""
    form = "a whole number is wanted"
    number = _read(cell)
    if number is None:
        return _no_number(cell, form, whole=True)
    if number != number.to_integral_value():
        return error("whole-number", form, f"Did you mean {_rounded(number)}?")
    return _too_large(number) or Outcome(int(number))


def parse_number(cell: Cell, *, percent: bool = False) -> Outcome:
    """A float, or the error with the likely number; in a percent column ``81.9 %`` is 81.9."""
    if percent and isinstance(cell, str):
        cell = cell.strip().removesuffix("%").rstrip()
    if isinstance(cell, float) and math.isfinite(cell):
        return Outcome(cell)
    number = _read(cell)
    if number is None:
        return _no_number(cell, "a number is wanted")
    value = float(number)
    if math.isinf(value):
        return _TOO_LARGE
    return Outcome(value)


def parse_money(cell: Cell) -> Outcome:
    """An int in whole units of the currency; a sign or cents are remarked."""
    form = "an amount is a whole number of the currency's units"
    sign = ""
    if isinstance(cell, str) and _read(cell) is None:
        bare = _CURRENCY.sub("", cell.strip())
        if _read(bare) is not None:
            sign, cell = cell.strip(), bare
    number = _read(cell)
    if number is None:
        return _no_number(cell, form, whole=True)
    if too_large := _too_large(number):
        return too_large
    value = _rounded(number)
    if value != number:
        return warned(value, "cents", f"{form}, without cents", f"It is read as {value}.")
    if sign:
        return warned(
            value, "currency-in-amount", "the currency belongs in its own column",
            f"The amount is read as {value}.",
        )  # fmt: skip
    return Outcome(value)


_TOO_LARGE: Final = error("number", "the number is too large", "Check it.")


def _too_large(number: Decimal) -> Outcome | None:
    return _TOO_LARGE if abs(number) > _LARGEST else None


def _rounded(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_UP))


def _read(cell: Cell) -> Decimal | None:
    """The number that a cell says beyond doubt: thousands may be set off, nothing else."""
    match cell:
        case bool() | date() | time() | timedelta():
            return None
        case int():
            return Decimal(cell)
        case float():
            return Decimal(repr(cell)) if math.isfinite(cell) else None
    text = _SPACES.sub("", cell.strip().replace("−", "-"))
    return Decimal(text.replace(",", "")) if _PLAIN.fullmatch(text) else None


def _no_number(cell: Cell, form: str, *, whole: bool = False) -> Outcome:
    if not isinstance(cell, str):
        return error("number", form, "Format the cell as a number and type it again.")
    if nothing := placeholder(cell):
        return nothing
    likely = _likely(cell) if len(cell) <= LONGEST_GUESS else None
    if likely is None:
        return error("number", form, "Write digits only, like 1200.")
    meant = _rounded(likely) if whole else plain_number(float(likely))
    return error("number", form, f"Did you mean {meant}?")


def _likely(text: str) -> Decimal | None:
    """The number that a text most likely means."""
    bare = _SPACES.sub("", _CURRENCY.sub("", text.strip()).strip("~<>≈+ ").replace("−", "-"))
    if _ENDING_COMMA.fullmatch(bare):  # 81,9 and 1.200,50
        return Decimal(bare.replace(".", "").replace(",", "."))
    if scaled := _SCALED.search(bare):
        times = next((n for word, n in _SCALES if scaled[2].casefold().startswith(word)), 1)
        base = _read(scaled[1])
        if base is not None:
            return base * times
    first = _FIRST.search(bare)
    number = _read(first[0]) if first else None
    return -number if number and bare.startswith("(") else number  # as accountants write it
