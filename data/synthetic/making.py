"""What all made-up records have in common: their day, their source, their chance, their id."""

from __future__ import annotations

import random
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

from data.columns import PartialDate
from data.model import Record, link_id

R = TypeVar("R", bound=Record)

AS_OF: Final = date(2025, 12, 31)
"""The day every made-up register asks about by default."""

TODAY: Final = AS_OF.toordinal()

SOURCE: Final = "Generated for training, not a fact"


def dice(seed: int, *names: object) -> random.Random:
    """A stream of chance of its own, so that a new record in one part moves none in another."""
    return random.Random("/".join(map(str, (seed, *names))))


@lru_cache(maxsize=20_000)
def day(ordinal: int) -> PartialDate:
    """The day with this proleptic Gregorian ordinal."""
    return PartialDate(date.fromordinal(ordinal))


@lru_cache
def on(text: str) -> PartialDate:
    """The date so written."""
    return PartialDate(text)


def vouched(
    chance: random.Random, grades: str = "ABCC", seen: PartialDate | None = None
) -> dict[str, Any]:
    """Grade, source and day of observation: ``seen``, or any in the last eleven months."""
    return {
        "grade": grades[chance.randrange(len(grades))],
        "observed_on": seen or day(TODAY - chance.randrange(330)),
        "source": SOURCE,
    }


def keyed(kind: type[R], /, **values: Any) -> R:
    """A link record with the id that its key fields give it."""
    return kind(id=link_id(*[values.get(name) for name in kind.KEY_FIELDS]), **values)
