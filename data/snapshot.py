"""A snapshot: everything a register held at one revision, as one immutable value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from data.model import KINDS, RECORD_KINDS, Record, Register, Territory, canonical

R = TypeVar("R", bound=Record)


class Snapshot:
    """Records by kind, in settled order; equal when their content is equal.

    Row order and the rows' places in a workbook change nothing, so a snapshot can be the key
    of a cache, and the digest of a kind tells what may be kept when another kind changes.

    Raises:
        ValueError: two records of a kind share an id.
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        sorted_in: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
        for record in records:
            if sorted_in[record.KIND].setdefault(record.id, record) is not record:
                raise ValueError(f"two records are called {record.ref}")
        self._by_kind = {kind: dict(sorted(found.items())) for kind, found in sorted_in.items()}

    def of(self, kind: type[R]) -> Mapping[str, R]:
        """The records of a kind by id, in id order."""
        return self._by_kind[kind.KIND]  # type: ignore[return-value] # a kind's dict holds its own class

    @property
    def territories(self) -> Mapping[str, Territory]:
        """The territories by code."""
        return self.of(Territory)

    def get(self, ref: str) -> Record | None:
        """The record that ``kind/id`` names, or None."""
        kind, _, name = ref.partition("/")
        return self._by_kind.get(kind, {}).get(name)

    def __iter__(self) -> Iterator[Record]:
        for found in self._by_kind.values():
            yield from found.values()

    def __len__(self) -> int:
        return sum(map(len, self._by_kind.values()))

    @property
    def register(self) -> Register | None:
        """What the register says of itself, where it does."""
        return next(iter(self.of(Register).values()), None)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Kind → SHA-256 of every field of every record of that kind."""
        return {
            kind.KIND: _digest(canonical(r) for r in self._by_kind[kind.KIND].values())
            for kind in RECORD_KINDS
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all kinds."""
        return _digest(f"{kind} {digest}" for kind, digest in self.digests.items())

    def with_records(self, changed: Iterable[Record], without: Iterable[str] = ()) -> Snapshot:
        """A copy where ``changed`` replace or join the records, without the refs ``without``."""
        gone = set(without)
        kept = {r.ref: r for r in self if r.ref not in gone}
        return Snapshot((kept | {r.ref: r for r in changed}).values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Snapshot({len(self)} records, {self.digest[:12]})"


def _digest(lines: Iterable[str]) -> str:
    sha = hashlib.sha256()
    for line in lines:
        sha.update(line.encode())
        sha.update(b"\x1e")
    return sha.hexdigest()
