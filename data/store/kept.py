"""The snapshots that were asked for last; a revision never changes, so neither do they."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from data.garbage import lasting
from data.snapshot import Snapshot

_MANY: Final = 50_000
"""From so many records on, it shows when all of them are searched for garbage again and again."""


class KeptSnapshots:
    """The last few snapshots by register and revision, for several threads."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._kept: OrderedDict[tuple[str, int], Snapshot] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def get(self, register: str, revision: int) -> Snapshot | None:
        """The snapshot, if it is kept."""
        with self._lock:
            found = self._kept.get((register, revision))
            if found is not None:
                self._kept.move_to_end((register, revision))
            return found

    def put(self, register: str, revision: int, snapshot: Snapshot) -> None:
        """Keep a snapshot, and forget the one that was not asked for the longest."""
        with self._lock:
            self._kept[register, revision] = snapshot
            self._kept.move_to_end((register, revision))
            while len(self._kept) > self._at_most:
                self._kept.popitem(last=False)

    def get_or_make(self, register: str, revision: int, make: Callable[[], Snapshot]) -> Snapshot:
        """The snapshot, made where it is not kept; of many who ask at once, one makes it."""
        found = self.get(register, revision)
        if found is None:
            with self._making:
                found = self.get(register, revision)
                if found is None:
                    found = make()
                    self.put(register, revision, found)
                    if len(found) >= _MANY:
                        lasting()
        return found
