"""Records to rows of the database and back, without loss, a column at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any, Final

from data.columns import SEPARATOR, Holds, PartialDate
from data.model import NOWHERE, Record, SourceRef, columns_of
from data.tables import VERSIONS, column_name

Row = tuple[Any, ...]


def rows_of(
    kind: type[Record], records: Sequence[Record], register: str, revision: int
) -> Iterator[Row]:
    """One row per record, values in the order of its table's columns."""
    cells: dict[str, Iterable[Any]] = {
        "register": repeat(register),
        "revision": repeat(revision),
        "deleted": repeat(False),
    }
    for name, column in columns_of(kind).items():
        held = map(attrgetter(name), records)
        written = _WRITTEN.get(column.holds)
        cells[column_name(kind, name)] = held if written is None else map(written, held)
    for part in _PLACE:
        cells[f"source_{part}"] = map(attrgetter(f"at.{part}"), records)
    # strict would not do: register, revision and deleted never end
    return zip(*(cells[name] for name in VERSIONS[kind.KIND].c.keys()), strict=False)  # noqa: SIM118 - no dict


def tombstones(
    kind: type[Record], records: Sequence[Record], register: str, revision: int
) -> Iterator[Row]:
    """One row per record that is no more: its key, that it is deleted, and blanks."""
    names = VERSIONS[kind.KIND].c.keys()
    for record in records:
        cells = {"register": register, "id": record.id, "revision": revision, "deleted": True}
        yield tuple(map(cells.get, names))


class RecordsOf:
    """Makes the records of a kind from rows that come a few at a time.

    What is said again is the same object: of a million programmes, few say anything new.
    """

    def __init__(self, kind: type[Record]) -> None:
        self.kind = kind
        # Each column has its own: most hold a few codes, which are found sooner among few.
        self._cells = {
            name: _Read(*_READ[column.holds])
            for name, column in columns_of(kind).items()
            if column.holds in _READ
        }
        self._texts = _Read(str, None)

    def of(self, columns: Iterable[str], rows: Sequence[Sequence[Any]]) -> list[Record]:
        """The record of each row, whose values stand in the order of ``columns``.

        Records are filled through their slots: that takes a sixth of the time of calling the
        class 20,000 times, and what the class would put in order was in order when it was written.
        """
        cells = dict(zip(columns, zip(*rows, strict=True), strict=False))  # no rows: no cells
        records: list[Record] = list(map(object.__new__, repeat(self.kind, len(rows))))
        if not records:
            return records
        _fill(records, self.kind, "at", self._places(*(cells[f"source_{p}"] for p in _PLACE)))
        for name in columns_of(self.kind):
            held: Iterable[Any] = cells[column_name(self.kind, name)]
            if name in self._cells:
                held = map(self._cells[name].__getitem__, held)
            _fill(records, self.kind, name, held)
        return records

    def _places(
        self, files: Sequence[str | None], sheets: Sequence[str | None], rows: Sequence[int | None]
    ) -> Iterable[SourceRef]:
        if not any(files) and not any(sheets) and not any(rows):
            return repeat(NOWHERE, len(rows))
        return (
            SourceRef(self._texts[file] or "", self._texts[sheet] or "", row or 0)
            for file, sheet, row in zip(files, sheets, rows, strict=True)
        )


class _Read(dict[Any, Any]):
    """What each cell means that was met so far."""

    def __init__(self, read: Callable[[str], Any], blank: Any) -> None:
        super().__init__({None: blank})
        self._read = read

    def __missing__(self, cell: str) -> Any:
        found = self[cell] = self._read(cell)
        return found


def _fill(records: list[Record], kind: type[Record], name: str, values: Iterable[Any]) -> None:
    deque(map(getattr(kind, name).__set__, records, values), maxlen=0)


_PLACE: Final = ("file", "sheet", "row")


# --- cells ------------------------------------------------------------------------------------


def _joined(values: tuple[str, ...]) -> str | None:
    return SEPARATOR.join(values) if values else None


def _split(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(text.split(SEPARATOR))))


def _joined_shares(shares: tuple[tuple[str, float], ...]) -> str | None:
    return _joined(tuple(f"{place}={share!r}".removesuffix(".0") for place, share in shares))


def _split_shares(text: str) -> tuple[tuple[str, float], ...]:
    pairs = (part.rpartition("=") for part in text.split(SEPARATOR))
    return tuple(sorted({(place, float(share)) for place, _, share in pairs}))


def _plain(date: PartialDate | None) -> str | None:
    return None if date is None else str.__str__(date)


_WRITTEN: Final[Mapping[Holds, Callable[[Any], Any]]] = {
    Holds.REFERENCES: _joined,
    Holds.ANY_REFERENCES: _joined,
    Holds.CODES: _joined,
    Holds.TEXTS: _joined,
    Holds.SPLIT: _joined_shares,
    Holds.DATE: _plain,
}
"""How a value is written; others are written as they are."""

_READ: Final[Mapping[Holds, tuple[Callable[[str], Any], Any]]] = {
    Holds.TEXT: (str, None),
    Holds.CODE: (str, None),
    Holds.REFERENCE: (str, None),
    Holds.ANY_REFERENCE: (str, None),
    Holds.REFERENCES: (_split, ()),
    Holds.ANY_REFERENCES: (_split, ()),
    Holds.CODES: (_split, ()),
    Holds.TEXTS: (_split, ()),
    Holds.SPLIT: (_split_shares, ()),
    Holds.DATE: (PartialDate, None),
}
"""How a cell is read, and what a blank one means."""
