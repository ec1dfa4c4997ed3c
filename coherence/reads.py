"""What a result was made of: the records and fields that were read to reach it.

A result is a pure function of what it reads. So where a register changes only in what was not
read, the result is the same and need not be made again: the same steps meet the same values.

    >>> from data.example import worked_example
    >>> from data.model import Programme
    >>> def budgets(held):
    ...     return sum(p.budget for p in held.of(Programme).values())
    >>> found, reads = traced(worked_example(), budgets)
    >>> found, reads.listed, reads.columns["programme"]
    (160, {'programme'}, {'budget'})
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from data.model import KINDS, Record, columns_of
from data.snapshot import OfKind, Snapshot

T = TypeVar("T")
R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class Reads:
    """What was read of each record kind."""

    listed: set[str] = field(default_factory=set)
    """Kinds that were gone through: any record that comes or goes may matter."""
    sought: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Kind → ids that were looked for, found or not."""
    columns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Kind → fields whose value was read, of whichever record."""

    def meets(self, changes: Changes) -> bool:
        """Whether anything that was read differs; where not, the result is the same."""
        return any(True for _ in self.met(changes))

    def met(self, changes: Changes) -> Iterator[tuple[str, str, frozenset[str] | None]]:
        """What was read and differs: kind, id and those of its fields; None: the whole record."""
        for kind, changed in changes.items():
            listed, sought, columns = kind in self.listed, self.sought[kind], self.columns[kind]
            for name, differing in changed.items():
                read = None if differing is None else differing & columns
                if (listed or name in sought) and (read is None or read):
                    yield kind, name, read


Changes = Mapping[str, Mapping[str, frozenset[str] | None]]
"""Kind → id → the fields that differ; None where the record is on one side alone."""


def changes_between(one: Snapshot, other: Snapshot) -> Changes:
    """In what two registers differ, record by record."""
    found: dict[str, dict[str, frozenset[str] | None]] = {}
    for name, kind in KINDS.items():
        old, new = one.of(kind), other.of(kind)
        if old is new:
            continue
        unlike = [ref for ref in {*old, *new} if old.get(ref) is not new.get(ref)]
        changed = {ref: _differing(old.get(ref), new.get(ref)) for ref in unlike}
        if differing := {ref: what for ref, what in changed.items() if what != frozenset()}:
            found[name] = differing
    return found


def _differing(old: Record | None, new: Record | None) -> frozenset[str] | None:
    """The fields that differ, or None where one of the two is missing."""
    if old is None or new is None:
        return None
    return frozenset(n for n in columns_of(type(old)) if getattr(old, n) != getattr(new, n))


def traced(snapshot: Snapshot, compute: Callable[[Snapshot], T]) -> tuple[T, Reads]:
    """What ``compute`` makes of a register, and what it read of it.

    It must make everything anew from the snapshot it is given: what was kept from elsewhere
    would be read unseen.
    """
    reads = Reads()
    return compute(_TracedSnapshot(snapshot, reads)), reads


class _TracedSnapshot(Snapshot):
    """A snapshot that notes what is read of it."""

    def __init__(self, snapshot: Snapshot, reads: Reads) -> None:
        self._by_kind = {
            name: OfKind(kind, _TracedTable(name, snapshot.of(kind), reads))
            for name, kind in KINDS.items()
        }


class _TracedTable(dict[str, Record]):
    """The records of a kind, noting which were looked for and whether it was gone through."""

    def __init__(self, kind: str, records: Mapping[str, Record], reads: Reads) -> None:
        noting = _noting(KINDS[kind])
        columns = reads.columns[kind]
        super().__init__((name, noting(record, columns)) for name, record in records.items())
        self._kind = kind
        self._reads = reads

    def _list(self) -> None:
        self._reads.listed.add(self._kind)

    def __getitem__(self, name: str) -> Record:
        self._reads.sought[self._kind].add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self._reads.sought[self._kind].add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self._reads.sought[self._kind].add(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self._list()
        return super().__iter__()

    def __len__(self) -> int:
        self._list()
        return super().__len__()

    def keys(self) -> Any:
        self._list()
        return super().keys()

    def values(self) -> Any:
        self._list()
        return super().values()

    def items(self) -> Any:
        self._list()
        return super().items()


def _noting(kind: type[Record]) -> Callable[[Record, set[str]], Record]:
    """What makes a copy of a record of ``kind`` that notes the fields read of it."""
    if kind not in _NOTING:
        _NOTING[kind] = _make_noting(kind)
    return _NOTING[kind]


_NOTING: dict[type[Record], Callable[[Record, set[str]], Record]] = {}


def _make_noting(kind: type[Record]) -> Callable[[Record, set[str]], Record]:
    read = object.__getattribute__
    names = [f.name for f in fields(kind)]
    of_interest = frozenset(columns_of(kind))

    def noted_read(self: Any, name: str) -> Any:
        if name in of_interest:
            read(self, "_noted").add(name)
        return read(self, name)

    cls: type[Any] = type(kind.__name__, (kind,), {
        "__slots__": ("_noted",), "__getattribute__": noted_read, "__module__": __name__,
    })  # fmt: skip

    def copied(record: Record, noted: set[str]) -> Record:
        copy: Record = object.__new__(cls)
        for name in names:
            object.__setattr__(copy, name, getattr(record, name))
        object.__setattr__(copy, "_noted", noted)
        return copy

    return copied
