"""Small registers of any shape that the model allows, drawn by Hypothesis.

A register is drawn as bytes, three for each record: its kind, and what decides what its fields
hold. So it is drawn fast, and a failing example shrinks by leaving out records. References point
to records that exist, those to the own kind only to earlier ones, as the rules for workbooks
demand. Whatever a field may hold can come up; what makes records meet comes up more often.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from data.columns import Column, Holds, PartialDate
from data.model import (
    KINDS,
    RECORD_KINDS,
    Actor,
    Alignment,
    Contribution,
    Instrument,
    Inventory,
    Mechanism,
    Membership,
    Need,
    Objective,
    Programme,
    Record,
    Register,
    Territory,
    columns_of,
)  # fmt: skip
from data.snapshot import Snapshot
from tests.builders import PROFILE, country

DAY, LATER = date(2020, 6, 30), date(2021, 12, 31)
STARTS = ("2015", "2018-03-15", "2019-06", "2020-01-20", "2020-01-20", "2020", "2020-07-01")
ENDS = ("2019-12", "2020", "2020-06-30", "2022-02-02", "2025", "2025")
EVENTS = ("2018", "2019-06-30", "2019-07-01", "2019-12", "2020-01-20", "2020-03-05", "2020-06-30",
          "2020-07-01", "2021-11-30")  # fmt: skip
"""Dates around the two days that registers are looked at."""
DATES = {
    **dict.fromkeys(("valid_from", "starts_on", "opened_on", "adopted_on", "observed_on"), STARTS),
    **dict.fromkeys(("valid_to", "ends_on", "basis_expires_on", "deadline"), ENDS),
    "complete_on": ("2019-06-30", "2019-12-01", "2020-05-05", "2020-06-01", "2021-03-01"),
    "period": ("2018", "2019", "2019", "2020", "2021"),
}
OFTEN_AT = ["R", "N", "P", "A"]
"""Places where more happens than elsewhere."""
RARE = ("valid_to", "ends_on", "succeeded_by", "independent", "lgus")
"""Mostly blank, or hardly anything would be in force."""

WORDS = ("desks for returnees", "loans", "orders and plans", "training of staff")
TEXTS = {
    ("assessment", "score"): ("0", "0.25", "0.5", "1", "5", "10", "na", "7.5"),
    ("objective", "measure"): ("m1", "m2"),
    ("objective", "unit"): ("%", "persons"),
    ("progress", "period"): ("2019-Q2", "2019-Q4", "2020-Q1", "2020-Q2"),
    ("report_due", "period"): ("2019-Q4", "2020-Q1", "2020-Q2"),
    ("statistic", "series"): ("IN2", "OFW", "rate:USD/PHP"),
}
CODES = {
    "grade": ["A", "B", "C", "B", "C", "C", "C", "D"],
    "migration": ["specific", "specific", "mainstreamed", "none"],
    "programme_status": ["implementation", "implementation", "closed", "implementation"],
}
"""Lists of which one code comes up more often than the others."""
FEW, MOST = 4, 30
"""How many codes of a list are used, so that records meet; and of some lists."""
WHOLE_LISTS = (
    "actor_kind", "checklist_item", "grade", "instrument_kind", "level", "record_kind", "tie_kind",
)  # fmt: skip

MADE = tuple(k for k in RECORD_KINDS if k is not Register)
OFTEN = (Actor, Instrument, Objective, Programme, Need, Contribution, Alignment, Membership)
POOL = (*MADE, *OFTEN, *OFTEN, Actor, Instrument, Inventory, Objective, Programme)
"""Record kinds as often as they are drawn."""
BYTES = 3
LEAST = (0, 20, 40, 60, 80, 80)
drawn_bytes = st.one_of([st.binary(min_size=n * BYTES, max_size=120 * BYTES) for n in LEAST])
"""Lengths of one range alone would mostly be short."""


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """The small country of `builders` and up to 120 records in it."""
    return made_of(draw(drawn_bytes))


@st.composite
def looked_at(draw: st.DrawFn) -> tuple[Snapshot, str, date]:
    """A snapshot, one of its units (``territory/…`` or ``mechanism/…``) and a day."""
    snapshot = draw(snapshots())
    tables = 2 * [f"mechanism/{name}" for name in snapshot.of(Mechanism)]
    places = [f"territory/{code}" for code in ("R", "R", "R", *"NPRARNPR", *snapshot.territories)]
    unit = draw(st.sampled_from([*places, *tables]))
    return snapshot, unit, draw(st.sampled_from([DAY, LATER]))


@lru_cache(maxsize=1024)
def made_of(drawn: bytes) -> Snapshot:
    """The register that some bytes stand for."""
    rows = [drawn[at : at + BYTES] for at in range(0, len(drawn) // BYTES * BYTES, BYTES)]
    return Snapshot(_records([(POOL[row[0] % len(POOL)], row) for row in rows]))


def _records(drawn: Sequence[tuple[type[Record], bytes]]) -> list[Record]:
    base = country()
    there = {record.KIND for record in base} | {kind.KIND for kind, _ in drawn}
    while bare := {kind for kind in there if not _can_be(KINDS[kind], there)}:
        there -= bare
    ids: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for record in base:
        ids[record.KIND].append(record.id)
    named = []
    for kind, row in drawn:
        if kind.KIND in there:
            name = f"{kind.KIND[:2]}{len(ids[kind.KIND])}"
            ids[kind.KIND].append(name)
            named.append((kind, name, row))
    return base + [_record(kind, name, random.Random(row), ids) for kind, name, row in named]


def _can_be(kind: type[Record], there: set[str]) -> bool:
    """Whether there is something for each of its obligatory references to point to."""
    wanted = [s.refers for s in columns_of(kind).values() if s.required and s.refers]
    return all(there & set(kinds) for kinds in wanted)


def _record(
    kind: type[Record], name: str, chance: random.Random, ids: dict[str, list[str]]
) -> Record:
    filled: dict[str, Any] = {"id": name}
    earlier = ids | {kind.KIND: ids[kind.KIND][: ids[kind.KIND].index(name)]}
    often_blank = chance.choice((0.1, 0.1, 0.4))
    for field_name, spec in columns_of(kind).items():
        blank = chance.random() < (0.8 if field_name in RARE else often_blank)
        if field_name != "id" and (spec.required or not blank):
            value = _value(kind, field_name, spec, chance, earlier)
            filled[field_name] = () if value is None and spec.holds.is_many else value
    _fit_level(filled, chance)
    return kind(**filled)


def _fit_level(filled: dict[str, Any], chance: random.Random) -> None:
    """Mostly what is of a place is of that place's level too."""
    place = filled.get("territory")
    if isinstance(filled.get("level"), str) and place in LEVELS and chance.random() < 0.8:
        filled["level"] = LEVELS[place]


LEVELS = {t.id: t.level for t in country() if isinstance(t, Territory)}


def _value(
    kind: type[Record], name: str, spec: Column, chance: random.Random, ids: dict[str, list[str]]
) -> Any:
    if spec.holds in (Holds.REFERENCE, Holds.REFERENCES):
        near = OFTEN_AT if spec.refers == ("territory",) and chance.random() < 0.4 else None
        return _several(near or [i for k in spec.refers for i in ids[k]], spec, chance)
    if spec.holds in (Holds.ANY_REFERENCE, Holds.ANY_REFERENCES):
        refs = [f"{k}/{i}" for k in spec.refers or ids for i in ids[k]]
        return _several(refs, spec, chance)
    if spec.holds in (Holds.CODE, Holds.CODES):
        codes = CODES.get(spec.codes) or list(PROFILE.codes(spec.codes))
        return _several(codes[: MOST if spec.codes in WHOLE_LISTS else FEW], spec, chance)
    if spec.holds is Holds.SPLIT:
        places = chance.sample(ids["territory"], 2)
        return tuple((place, float(chance.choice((20, 50)))) for place in places)
    return _plain(kind, name, spec, chance)


def _several(choices: list[str], spec: Column, chance: random.Random) -> Any:
    if not choices:
        return None
    if spec.holds.is_many:
        if spec.codes == "record_kind":  # an inventory of everything, or of something
            return tuple(choices) if chance.random() < 0.6 else tuple(chance.sample(choices, 9))
        return tuple(chance.sample(choices, min(len(choices), chance.randint(1, 2))))
    return chance.choice(choices)


def _plain(kind: type[Record], name: str, spec: Column, chance: random.Random) -> Any:
    low, high = spec.low or 0, spec.high if spec.high is not None else 40
    match spec.holds:
        case Holds.DATE:
            return PartialDate(chance.choice(DATES.get(name, EVENTS)))
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


@lru_cache(maxsize=1024)
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
