"""Cells that hold a date: as exact as their author wrote it, and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import permutations
from typing import Final

from data.columns import PartialDate
from data.grids import Cell
from data.readers.outcome import LONGEST_GUESS, Outcome, did_you_mean, error, placeholder, warned

_FORM: Final = "a date must be YYYY-MM-DD"
_HOW: Final = "Write it like 2024-05-01, or 2024-05 or 2024 if no more is known."
_LOOSE: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_STAMP: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)Z?")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{4})")
_THREE: Final = re.compile(r"(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})")
_QUARTER: Final = re.compile(r"(?:q([1-4])\W*(\d{4}))|(?:(\d{4})\W*q([1-4]))", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_NUMBERS: Final = re.compile(r"\d+")
_MONTHS: Final = (  # English, Filipino, Spanish, French: by their first letters
    ("jan", "ene"), ("feb", "peb", "fév"), ("mar",), ("apr", "abr", "avr"), ("may", "mai"),
    ("jun", "hun", "juin"), ("jul", "hul", "juil"), ("aug", "ago", "aoû"), ("sep", "set"),
    ("oct", "okt"), ("nov", "nob"), ("dec", "dis", "dic", "déc"),
)  # fmt: skip
_EPOCH: Final = date(1899, 12, 30)
"""Day 0 of the number that a spreadsheet keeps for a date."""
_SERIALS: Final = range(14_000, 80_000)  # 1938 to 2119
_YEARS: Final = range(1800, 2200)


def parse_date(cell: Cell) -> Outcome:
    """A `PartialDate`, or the error with the likely dates."""
    match cell:
        case datetime():
            return _day(cell.date(), cell.time())
        case date():
            return _in_range(PartialDate(cell))
        case str():
            return _from_text(cell.strip())
        case bool() | time() | timedelta():
            return error("date", _FORM, _HOW)
    return _from_number(float(cell))


def _day(day: date, clock: time) -> Outcome:
    value = PartialDate(day)
    if clock == time():
        return _in_range(value)
    return warned(value, "time-of-day", "a date has no time of day", f"It is read as {value}.")


def _in_range(value: PartialDate) -> Outcome:
    if int(value[:4]) in _YEARS:
        return Outcome(value)
    return warned(value, "odd-year", f"{value[:4]} is an unlikely year", "Check the year.")


def _from_number(number: float) -> Outcome:
    if not number.is_integer():
        return error("date", _FORM, _HOW)
    whole = int(number)
    if whole in _YEARS:
        return Outcome(PartialDate(str(whole)))
    options: list[str] = []
    if whole in _SERIALS:
        options = [(_EPOCH + timedelta(days=whole)).isoformat()]
    elif len(str(whole)) == 8:
        text = str(whole)
        options = list(_valid([f"{text[:4]}-{text[4:6]}-{text[6:]}"]))
    return error("date", _FORM, did_you_mean(options, _HOW))


def _from_text(text: str) -> Outcome:
    try:
        return _in_range(PartialDate(text))
    except ValueError:
        pass
    if stamp := _STAMP.fullmatch(text):
        for value in _valid([stamp[1]]):
            is_midnight = not stamp[2].strip("0:.")
            return _day(date.fromisoformat(value), time() if is_midnight else time(1))
    if loose := _LOOSE.fullmatch(text):
        parts = [part.rjust(2, "0") for part in loose.groups() if part]
        for value in _valid(["-".join(parts)]):
            return warned(PartialDate(value), "date-form", _FORM, f"It is read as {value}.")
    if nothing := placeholder(text):
        return nothing
    return error("date", _FORM, _remedy(text))


def _remedy(text: str) -> str:
    likely = list(dict.fromkeys(_valid(_likely(text)))) if len(text) <= LONGEST_GUESS else []
    remedy = did_you_mean(likely, _HOW)
    if _MONTH_YEAR.fullmatch(text) and likely:
        remedy += f" Write {likely[0][:7]} if the day is not known."
    return remedy


def _valid(texts: Iterator[str] | list[str]) -> Iterator[str]:
    for text in texts:
        try:
            yield PartialDate(text)
        except ValueError:
            continue


def _likely(text: str) -> Iterator[str]:
    """What a date in another form may mean, the likeliest first; not all need exist."""
    if found := _QUARTER.search(text):
        quarter, year = found[1] or found[4], found[2] or found[3]
        yield f"{year}-{int(quarter) * 3 - 2:02}"
    elif found := _MONTH_YEAR.fullmatch(text):
        yield f"{found[2]}-{int(found[1]):02}-01"
    elif found := _THREE.fullmatch(text):
        first, second, third = found.groups()
        year, rest = (first, (third, second)) if len(first) == 4 else (third, (first, second))
        for day, month in permutations(rest):
            yield f"{_full_year(year)}-{int(month):02}-{int(day):02}"
        if max(map(len, found.groups())) == 2:
            yield f"{_full_year(first)}-{int(second):02}-{int(third):02}"
    elif found := _WORD.search(text):
        yield from _in_words(found[0].casefold(), _NUMBERS.findall(text))


def _in_words(word: str, numbers: list[str]) -> Iterator[str]:
    month = next((n for n, starts in enumerate(_MONTHS, 1) if word.startswith(starts)), None)
    if month is None:
        return
    if len(numbers) == 1:
        yield f"{_full_year(numbers[0])}-{month:02}"
    elif len(numbers) == 2:
        day, year = sorted(numbers, key=len) if len(numbers[0]) != len(numbers[1]) else numbers
        yield f"{_full_year(year)}-{month:02}-{int(day):02}"


def _full_year(digits: str) -> str:
    """Four digits of a year; of two, the one nearer to now."""
    if len(digits) > 2:
        return digits
    return f"{'19' if int(digits) >= 70 else '20'}{int(digits):02}"
