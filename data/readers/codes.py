"""Cells that hold a code: by its id or its label, and near misses with the likely one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from data.likeness import RARE_SPELLING, WORTH_SAYING, likeness
from data.profile import Code
from data.readers.outcome import (
    LONGEST_GUESS,
    Outcome,
    choice,
    did_you_mean,
    error,
    placeholder,
    warned,
)
from data.sheets import key_of

_MARGIN: Final = 0.05
"""How much less alike the second must be for the first to be beyond doubt."""
_SHARES_A_WORD: Final = 0.75
_LONG_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_FEW: Final = 8
"""Codes that a sentence may name one by one."""


def _words(text: str) -> set[str]:
    return {word for word in _LONG_WORD.findall(text.casefold()) if word != "and"}


class CodeList:
    """The codes of one list of the profile, found by id, label or short label."""

    def __init__(self, label: str, codes: Mapping[str, Code]) -> None:
        self._label = label
        self._codes = codes
        self._by_key: dict[str, str] = {}
        for names in (
            {code.id: code.id for code in codes.values()},
            {code.id: code.label for code in codes.values()},
            {code.id: code.short for code in codes.values()},
            {code.id: str(code.about.get("iati", "")) for code in codes.values()},
        ):
            for code, name in names.items():
                if key := key_of(name):
                    self._by_key.setdefault(key, code)

    def find(self, text: str) -> str | None:
        """The code that the text names, whatever the case, or None."""
        return text if text in self._codes else self._by_key.get(key_of(text))

    def parse(self, text: str) -> Outcome:
        """The code, with a warning for another spelling, or the error with the nearest ones."""
        found = self.find(text)
        if found is not None:
            return Outcome(found)
        if nothing := placeholder(text):
            return nothing
        ranked = self._ranked(text) if len(text) <= LONGEST_GUESS else []
        if ranked and ranked[0][0] >= RARE_SPELLING:
            (best, code), *others = ranked
            if not others or others[0][0] < best - _MARGIN:
                problem = f'"{text}" is a rare spelling'
                return warned(code, "rare-spelling", problem, f"It is read as {self._named(code)}.")
        near = [self._named(code) for score, code in ranked[:3] if score >= WORTH_SAYING]
        problem = f'"{text}" is not in the list {self._label}'
        return error("unknown-code", problem, did_you_mean(near, self._all()))

    def _ranked(self, text: str) -> list[tuple[float, str]]:
        wanted, words = key_of(text), _words(text)
        best: dict[str, float] = {
            code.id: _SHARES_A_WORD if words & _words(f"{code.id} {code.label}") else 0.0
            for code in self._codes.values()
        }
        for key, code in self._by_key.items():
            best[code] = max(best[code], likeness(wanted, key))
        return sorted(((score, code) for code, score in best.items()), key=lambda p: (-p[0], p[1]))

    def _named(self, code: str) -> str:
        label = self._codes[code].label
        return code if key_of(label) == key_of(code) else f"{code} ({label})"

    def _all(self) -> str:
        if len(self._codes) > _FEW:
            return "Choose one from the sheet lists of the template."
        return f"Choose {choice(self._codes)}."
