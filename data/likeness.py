"""How alike words are: what somebody most likely meant, and what may be the same twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Final

WORTH_SAYING: Final = 0.5
"""Likeness from which a word is worth naming as what may have been meant."""
RARE_SPELLING: Final = 0.85
"""Likeness from which one word is taken for another spelling of the other."""
_SHORTLIST: Final = 20
_ALIKE: Final = 0.6


def likeness(first: str, second: str) -> float:
    """How alike two words are, from 0 to 1; what is below `WORTH_SAYING` counts as 0.

    >>> round(likeness("livelihood", "livelihod"), 2)
    0.95
    """
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < WORTH_SAYING or matcher.quick_ratio() < WORTH_SAYING:
        return 0.0
    return matcher.ratio()


class Nearest:
    """An index of ids and their names by three letters in a row."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._having: defaultdict[str, list[str]] = defaultdict(list)
        for name, words in names.items():
            for part in _threes(name) | _threes(words):
                self._having[part].append(name)

    def to(self, text: str, most: int = 3) -> list[str]:
        """The ids nearest to the text by id or name, the nearest first; if one is it, that one."""
        shared = Counter(name for part in _threes(text) for name in self._having.get(part, ()))
        wanted = text.casefold()
        scored = []
        for name, _ in shared.most_common(_SHORTLIST):
            words = self._names[name].casefold()
            score = max(likeness(wanted, name.casefold()), likeness(wanted, words))
            scored.append((-score, name))
        least = 1.0 if any(score == -1.0 for score, _ in scored) else _ALIKE
        return [name for score, name in sorted(scored)[:most] if -score >= least]


def _threes(text: str) -> set[str]:
    padded = f"  {text.casefold()} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
