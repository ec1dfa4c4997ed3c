"""Small registers of any shape that the model allows, drawn by Hypothesis.

A register is a list of (record kind, number): the number decides what the record's fields hold,
so that a failing example shrinks by leaving out records. References point to records that exist,
those to the own kind only to earlier ones, as the rules for workbooks demand.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from data.columns import Column, Holds, PartialDate
from data.model import KINDS, RECORD_KINDS, Record, Register, columns_of
from data.snapshot import Snapshot
from tests.builders import PROFILE, country

DAYS = ("2015", "2018-03-15", "2019-06", "2019-07-01", "2019-12", "2020", "2020-01-20",
        "2020-06-30", "2020-07-01", "2022-02-02")  # fmt: skip
"""Around the day that the small country is looked at, 2020-06-30."""

WORDS = ("desks for returnees", "loans", "orders and plans", "training of staff")
TEXTS = {
    ("assessment", "score"): ("0", "0.25", "0.5", "1", "5", "10", "na", "7.5"),
    ("progress", "period"): ("2019-Q2", "2019-Q4", "2020-Q1", "2020-Q2"),
    ("report_due", "period"): ("2019-Q4", "2020-Q1", "2020-Q2"),
    ("statistic", "series"): ("IN2", "OFW", "rate:USD/PHP"),
}
FEW = 4
"""How many codes of a list are used, so that records meet."""

MADE = tuple(k for k in RECORD_KINDS if k is not Register)
drawn = st.tuples(st.sampled_from(MADE), st.integers(0, 2**32 - 1))
kinds_and_numbers = st.lists(drawn, max_size=10) | st.lists(drawn, min_size=20, max_size=60)
"""Few records or many: a list of one length alone would mostly be short."""


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """The small country of `builders` and up to sixty records in it."""
    return Snapshot(_records(draw(kinds_and_numbers)))


@st.composite
def looked_at(draw: st.DrawFn) -> tuple[Snapshot, str, date]:
    """A snapshot, one of its units (``territory/…`` or ``mechanism/…``) and a day."""
    snapshot = draw(snapshots())
    units = [r.ref for r in snapshot if r.KIND in ("territory", "mechanism")]
    return snapshot, draw(st.sampled_from(units)), draw(st.sampled_from([DAY, LATER]))


DAY, LATER = date(2020, 6, 30), date(2021, 12, 31)


def _records(drawn: Sequence[tuple[type[Record], int]]) -> list[Record]:
    base = country()
    there = {record.KIND for record in base} | {kind.KIND for kind, _ in drawn}
    while bare := {kind for kind in there if not _can_be(KINDS[kind], there)}:
        there -= bare
    ids: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for record in base:
        ids[record.KIND].append(record.id)
    numbered = []
    for kind, number in drawn:
        if kind.KIND in there:
            name = f"{kind.KIND[:2]}{len(ids[kind.KIND])}"
            ids[kind.KIND].append(name)
            numbered.append((kind, name, number))
    return base + [_record(kind, name, random.Random(n), ids) for kind, name, n in numbered]


def _can_be(kind: type[Record], there: set[str]) -> bool:
    """Whether there is something for each of its obligatory references to point to."""
    wanted = [s.refers for s in columns_of(kind).values() if s.required and s.refers]
    return all(there & set(kinds) for kinds in wanted)


def _record(
    kind: type[Record], name: str, chance: random.Random, ids: dict[str, list[str]]
) -> Record:
    filled: dict[str, Any] = {"id": name}
    earlier = ids | {kind.KIND: ids[kind.KIND][: ids[kind.KIND].index(name)]}
    for field_name, spec in columns_of(kind).items():
        blank = not spec.required and chance.random() < 0.25
        if field_name != "id" and not blank:
            value = _value(kind, field_name, spec, chance, earlier)
            filled[field_name] = () if value is None and spec.holds.is_many else value
    return kind(**filled)


def _value(
    kind: type[Record], name: str, spec: Column, chance: random.Random, ids: dict[str, list[str]]
) -> Any:
    if spec.holds in (Holds.REFERENCE, Holds.REFERENCES):
        return _several([i for k in spec.refers for i in ids[k]], spec, chance)
    if spec.holds in (Holds.ANY_REFERENCE, Holds.ANY_REFERENCES):
        refs = [f"{k}/{i}" for k in spec.refers or ids for i in ids[k]]
        return _several(refs, spec, chance)
    if spec.holds in (Holds.CODE, Holds.CODES):
        few = 40 if spec.codes in ("level", "actor_kind", "checklist_item") else FEW
        return _several(list(PROFILE.codes(spec.codes))[:few], spec, chance)
    if spec.holds is Holds.SPLIT:
        places = chance.sample(ids["territory"], min(2, len(ids["territory"])))
        return tuple((place, float(chance.choice((20, 50)))) for place in places)
    return _plain(kind, name, spec, chance)


def _several(choices: list[str], spec: Column, chance: random.Random) -> Any:
    if not choices:
        return None
    if spec.holds.is_many:
        return tuple(chance.sample(choices, min(len(choices), chance.randint(1, 2))))
    return chance.choice(choices)


def _plain(kind: type[Record], name: str, spec: Column, chance: random.Random) -> Any:
    low, high = spec.low or 0, spec.high if spec.high is not None else 40
    match spec.holds:
        case Holds.DATE:
            return PartialDate(chance.choice(DAYS))
        case Holds.FLAG:
            return chance.random() < 0.5
        case Holds.WHOLE | Holds.MONEY:
            return chance.randint(int(low), int(high))
        case Holds.NUMBER:
            return chance.choice((low, high, (low + high) / 2))
        case Holds.TEXTS:
            return (chance.choice(WORDS),)
        case _:
            return chance.choice(TEXTS.get((kind.KIND, name), WORDS))


# --- the same register, told differently -----------------------------------------------------


def renamed(snapshot: Snapshot) -> tuple[Snapshot, dict[str, str]]:
    """A register with other ids in the opposite order; and old → new reference."""
    new: dict[str, str] = {}
    for kind in KINDS:
        ids = [r.id for r in snapshot if kind == r.KIND]
        new |= {f"{kind}/{i}": f"n{len(ids) - n:03}" for n, i in enumerate(ids)}
    records = [_renamed(record, new) for record in snapshot]
    return Snapshot(records), {ref: f"{ref.partition('/')[0]}/{i}" for ref, i in new.items()}


def _renamed(record: Record, new: dict[str, str]) -> Record:
    changed: dict[str, Any] = {"id": new[record.ref]}
    for name, spec in columns_of(type(record)).items():
        value = getattr(record, name)
        if not value or name == "id":
            continue
        match spec.holds:
            case Holds.REFERENCE:
                changed[name] = _one(spec, value, new)
            case Holds.REFERENCES:
                changed[name] = tuple(_one(spec, v, new) for v in value)
            case Holds.ANY_REFERENCE:
                changed[name] = _any(value, new)
            case Holds.ANY_REFERENCES:
                changed[name] = tuple(_any(v, new) for v in value)
            case Holds.SPLIT:
                changed[name] = tuple((new[f"territory/{code}"], share) for code, share in value)
    return replace(record, **changed)


def _one(spec: Column, value: str, new: dict[str, str]) -> str:
    return next(new[f"{kind}/{value}"] for kind in spec.refers if f"{kind}/{value}" in new)


def _any(ref: str, new: dict[str, str]) -> str:
    return f"{ref.partition('/')[0]}/{new[ref]}"
