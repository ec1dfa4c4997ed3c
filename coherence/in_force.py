"""What held on a day, kind by kind: judged once for all records that say the same of their time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import product
from operator import attrgetter
from typing import Final

from coherence.when import Held, between, months_after
from data.columns import PartialDate
from data.model import (
    KINDS,
    Actor,
    Alignment,
    Contribution,
    Instrument,
    Mechanism,
    Membership,
    Need,
    Objective,
    Programme,
    Record,
    ServicePoint,
    Tie,
    UnitSet,
)
from data.profile import Profile
from data.snapshot import Snapshot

DATES: Final[Mapping[str, tuple[str, ...]]] = {
    **{kind.KIND: ("observed_on", "valid_from", "valid_to")
       for kind in (Actor, Mechanism, UnitSet, Membership, Tie, Need)},
    Instrument.KIND: ("observed_on", "valid_from", "valid_to", "adopted_on"),
    ServicePoint.KIND: ("observed_on", "opened_on", "valid_to", "last_active_on"),
    Programme.KIND: ("observed_on", "starts_on", "ends_on", "status"),
}  # fmt: skip
"""Kind → the fields that say whether one of its records held."""

ENDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    Objective.KIND: ((Instrument.KIND, "instrument"),),
    Alignment.KIND: ((Objective.KIND, "child"), (Objective.KIND, "parent")),
    Contribution.KIND: ((Programme.KIND, "programme"), (Objective.KIND, "objective")),
}
"""Kind → what it joins, each of which must hold for it to hold: kind and field."""


def both_held(one: Held, other: Held) -> Held:
    """Whether two things held together."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


_BOTH: Final = {pair: both_held(*pair) for pair in product((True, False, None), repeat=2)}


class InForce:
    """What of a register held on a day; kinds without a time of their own always do."""

    def __init__(self, snapshot: Snapshot, profile: Profile, day: date) -> None:
        self._snapshot = snapshot
        self._day = day
        self._entered = snapshot.register.as_of if snapshot.register else None
        self._months: int = profile.setting("rules", "open_ended_months", default=36)
        statuses = profile.lists["programme_status"].items()
        self._stopping = {code for code, of in statuses if not of.about.get("running", True)}
        rules = {
            Instrument.KIND: self._enacted, ServicePoint.KIND: self._open,
            Programme.KIND: self._active,
        }  # fmt: skip
        open_ended = {kind.KIND for kind in (Membership, Tie, Need)}
        self._rules: dict[str, _Told] = {}
        for kind in DATES:
            usual = partial(self._valid, months=self._months if kind in open_ended else None)
            self._rules[kind] = _Told(rules.get(kind, usual))
        self._alike = _Alike(day, self._months)
        self._held: dict[str, dict[str, Held]] = {kind: {} for kind in KINDS}
        self._whole = set[str]()

    def of(self, record: Record) -> Held:
        """Whether a record held."""
        known = self._held[record.KIND]
        if record.id not in known:
            known[record.id] = self._judge(record)
        return known[record.id]

    def of_all(self, kind: type[Record]) -> Mapping[str, Held]:
        """Id → whether it held, of every record of a kind."""
        known = self._held[kind.KIND]
        if kind.KIND not in self._whole:
            records = self._snapshot.of(kind)
            known.update(zip(records, self._judge_all(kind.KIND, records.values()), strict=True))
            self._whole.add(kind.KIND)
        return known

    def vouched(self, observed_on: PartialDate | None) -> PartialDate | None:
        """The date that a source vouches for; undated: the register's own date."""
        return observed_on or self._entered

    def _judge(self, record: Record) -> Held:
        kind = record.KIND
        if kind in self._rules:
            return self._rules[kind][next(self._said(kind, (record,)))]
        held: Held = True
        for end, field in ENDS.get(kind, ()):
            held = both_held(held, self._of_named(end, getattr(record, field)))
        return held

    def _judge_all(self, kind: str, records: Collection[Record]) -> Iterable[Held]:
        if kind in self._rules:
            return map(self._rules[kind].__getitem__, self._said(kind, records))
        if kind in ENDS:
            first, *second = (self._all_named(*end, records) for end in ENDS[kind])
            return map(_BOTH.__getitem__, zip(first, *second, strict=True)) if second else first
        return [True] * len(records)

    def _said(
        self, kind: str, records: Collection[Record]
    ) -> Iterator[tuple[str | None, ...]]:  # fmt: skip
        """What each record says of its time; of dates that are alike the first."""
        columns = [map(attrgetter(name), records) for name in DATES[kind]]
        if kind == ServicePoint.KIND:  # whose dates are compared with each other
            return zip(*columns, strict=True)
        dates = len(columns) - (kind == Programme.KIND)
        alike = (map(self._alike.__getitem__, column) for column in columns[:dates])
        return zip(*alike, *columns[dates:], strict=True)

    def _all_named(self, kind: str, field: str, records: Iterable[Record]) -> list[Held]:
        known, named = self._held[kind], self._of_named
        names = map(attrgetter(field), records)
        return [known[name] if name in known else named(kind, name) for name in names]

    def _of_named(self, kind: str, name: str) -> Held:
        """Whether what a field names held; not on record: not known."""
        known = self._held[kind]
        if name in known:
            return known[name]
        found = self._snapshot.of(KINDS[kind]).get(name)
        return None if found is None else self.of(found)

    # --- the rules -------------------------------------------------------------------------

    def _valid(
        self, seen: PartialDate | None, start: PartialDate | None, end: PartialDate | None,
        *, months: int | None = None,
    ) -> Held:  # fmt: skip
        return between(start, end, self._day, vouched=self.vouched(seen), open_months=months)

    def _enacted(
        self, seen: PartialDate | None, start: PartialDate | None, end: PartialDate | None,
        adopted: PartialDate | None,
    ) -> Held:  # fmt: skip
        return self._valid(seen, start or adopted, end)

    def _open(
        self, seen: PartialDate | None, start: PartialDate | None, end: PartialDate | None,
        active: PartialDate | None,
    ) -> Held:  # fmt: skip
        vouched = max(filter(None, (self.vouched(seen), active)), default=None)
        return between(start, end, self._day, vouched=vouched, open_months=self._months)

    def _active(
        self, seen: PartialDate | None, start: PartialDate | None, end: PartialDate | None,
        status: str | None,
    ) -> Held:  # fmt: skip
        vouched, stopped = self.vouched(seen), status in self._stopping
        if stopped and vouched and self._day >= vouched.last:
            return False
        held = between(start, end, self._day, vouched=vouched, open_months=self._months)
        if stopped and held and (vouched is None or self._day >= vouched.first):
            return None
        return held


class _Told(dict[tuple[str | None, ...], Held]):
    """What records say of their time → whether they held; a register says few different things."""

    def __init__(self, judge: Callable[..., Held]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, said: tuple[str | None, ...]) -> Held:
        held = self[said] = self._judge(*said)
        return held


class _Alike(dict[PartialDate | None, PartialDate | None]):
    """Date → the first date met that stands to a day as it does: all rules see them alike."""

    def __init__(self, day: date, months: int) -> None:
        super().__init__({None: None})
        self._day = day
        self._months = months
        self._first: dict[tuple[bool, ...], PartialDate] = {}

    def __missing__(self, found: PartialDate) -> PartialDate:
        day, first, last = self._day, found.first, found.last
        stands = (day < first, day > first, day < last, day > last,
                  day > months_after(first, self._months))  # fmt: skip
        alike = self[found] = self._first.setdefault(stands, found)
        return alike
