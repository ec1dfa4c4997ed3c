"""What reading a cell gives: a value, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple, TypeAlias

from data.grids import Cell
from data.issues import Severity
from data.sheets import key_of, plain_number


class Remark(NamedTuple):
    """One thing to say about a cell; an `Issue` once it is known where the cell stands."""

    severity: Severity
    code: str
    problem: str
    remedy: str


class Outcome(NamedTuple):
    """The value of a cell, None where it could not be read, and the remarks on it."""

    value: Any
    remarks: tuple[Remark, ...] = ()


Parser: TypeAlias = Callable[[Cell], Outcome]

LONGEST_GUESS: Final = 80
"""Characters of a cell beyond which nobody guesses what was meant."""
_PLACEHOLDERS: Final = frozenset(
    {"na", "none", "nil", "null", "nan", "tbd", "tba", "tbc", "unknown", "notavailable",
     "notapplicable", "nodata", "wala"}
)  # fmt: skip


def error(code: str, problem: str, remedy: str) -> Outcome:
    """No value, because of an error."""
    return Outcome(None, (Remark(Severity.ERROR, code, problem, remedy),))


def warned(value: object, code: str, problem: str, remedy: str) -> Outcome:
    """A value that somebody is to accept."""
    return Outcome(value, (Remark(Severity.WARNING, code, problem, remedy),))


def noted(value: object, code: str, problem: str, remedy: str) -> Outcome:
    """A value with something worth knowing."""
    return Outcome(value, (Remark(Severity.INFORMATION, code, problem, remedy),))


def shown(cell: Cell) -> str:
    """A cell as its author sees it, near enough to find it again."""
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            return plain_number(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return cell


def placeholder(text: str) -> Outcome | None:
    """An error where the text only says that nothing is known, else None."""
    key = key_of(text)
    if key and key not in _PLACEHOLDERS:
        return None
    return error("placeholder", "this says that nothing is known", "Leave the cell blank.")


def choice(options: Iterable[str]) -> str:
    """Several options as words: ``a``, ``a or b``, ``a, b or c``."""
    *most, last = options
    return f"{', '.join(most)} or {last}" if most else last


def did_you_mean(options: Iterable[str], otherwise: str) -> str:
    """``Did you mean a or b?``, or the other sentence where there are no options."""
    known = list(options)
    return f"Did you mean {choice(known)}?" if known else otherwise
