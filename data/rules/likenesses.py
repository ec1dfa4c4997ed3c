"""Rules on words that are nearly the same: misspelt, or the same thing entered twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from data.issues import Issue
from data.likeness import RARE_SPELLING, Nearest, likeness
from data.model import (
    Actor,
    Assessment,
    Interaction,
    Mechanism,
    Need,
    Objective,
    Programme,
    Record,
    ServicePoint,
    Statistic,
    Territory,
    Verdict,
)
from data.rules.examined import Examined, where
from data.sheets import key_of

_REPEATED_WORDS: Final[tuple[tuple[type[Record], str], ...]] = (
    (Need, "unit"), (Objective, "unit"), (Objective, "measure"), (Statistic, "unit"),
    (Statistic, "series"), (Assessment, "assessor"), (Interaction, "assessor"),
    (Verdict, "decided_by"),
)  # fmt: skip
_OFTEN: Final = 3
_DIGITS: Final = re.compile(r"\d+")


def rare_spellings(register: Examined) -> Iterator[Issue]:
    """A word written once and nearly like one written often is most likely that one."""
    for kind, field in _REPEATED_WORDS:
        counts = Counter(getattr(record, field) for record in register.whole.of(kind).values())
        counts.pop(None, None)
        often = Nearest({word: "" for word, count in counts.items() if count >= _OFTEN})
        for record in register.of(kind):
            word = getattr(record, field)
            if word is None or counts[word] > 1:
                continue
            for likely in often.to(word, 1):
                same_digits = _DIGITS.findall(word) == _DIGITS.findall(likely)
                if same_digits and likeness(key_of(word), key_of(likely)) >= RARE_SPELLING:
                    problem = f"this is a rare spelling of {likely}"
                    remedy = f"Write {likely} if the same is meant."
                    yield register.warning(record, field, "rare-spelling", problem, remedy)


_NAMED: Final[tuple[tuple[type[Record], str, tuple[str, ...]], ...]] = (
    (Territory, "name", ("parent", "level")), (Actor, "name", ("territory",)),
    (Mechanism, "name", ("territories",)), (Programme, "title", ()),
    (ServicePoint, "name", ("territory",)),
)  # fmt: skip
"""Kinds whose names may tell that two are one, and what must be equal beside the name."""
_WORD: Final = re.compile(r"\w+")
_LONG: Final = 4


def names_alike(register: Examined) -> Iterator[Issue]:
    """Names that differ in order, case or one misspelt word only are proposed for merging."""
    for kind, field, beside in _NAMED:
        alike: defaultdict[tuple[object, ...], list[tuple[str, Record]]] = defaultdict(list)
        for record in register.whole.of(kind).values():
            words = frozenset(_WORD.findall(getattr(record, field).casefold()))
            place = tuple(getattr(record, name) for name in beside)
            alike[(words, *place)].append(("", record))
            for word in words:
                if len(word) >= _LONG and not word.isdecimal():
                    alike[(words - {word}, len(words), *place)].append((word, record))
        seen: set[frozenset[str]] = set()
        for found in alike.values():
            if len(found) > 1:
                yield from _pairs(register, field, found, seen)


def _pairs(
    register: Examined, field: str, found: list[tuple[str, Record]], seen: set[frozenset[str]]
) -> Iterator[Issue]:
    """Neighbours in the order of the word in which they differ, so that the cost stays small."""
    found.sort(key=lambda pair: (pair[0], pair[1].id))
    for (word, first), (other_word, second) in pairwise(found):
        pair = frozenset((first.id, second.id))
        if pair in seen or (word and likeness(word, other_word) < RARE_SPELLING):
            continue
        seen.add(pair)
        late, early = sorted((first, second), key=lambda r: (not register.judges(r), -r.at.row))
        if register.judges(late):
            name = getattr(early, field)
            problem = f'the name looks like "{name}" ({where(late, early)}, {early.id})'
            remedy = "Merge them if they are the same; else leave both."
            yield register.information(late, field, "alike", problem, remedy)
