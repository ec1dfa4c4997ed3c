"""Records by place, so that a unit finds its own without going through those of all others."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence, Set
from functools import partial
from typing import Generic, TypeVar

from data.model import Record

R = TypeVar("R", bound=Record)

NOWHERE = ""
"""The place of what is not known to be anywhere; to be asked for like any other."""


class ByPlace(Generic[R]):
    """Records with the places that each belongs to, in the order in which they were given."""

    def __init__(self, placed: Iterable[tuple[R, Collection[str]]]) -> None:
        self._records: list[R] = []
        """Those that belong anywhere at all."""
        self._at: dict[str, array[int]] = defaultdict(partial(array, "I"))
        for record, places in placed:
            if places:
                for place in places:
                    self._at[place].append(len(self._records))
                self._records.append(record)

    def within(self, places: Set[str]) -> Sequence[R]:
        """The records that belong to at least one of ``places``, in order."""
        if self._at.keys() <= places:
            return self._records
        found = {n for place in self._at.keys() & places for n in self._at[place]}
        return list(map(self._records.__getitem__, sorted(found)))
