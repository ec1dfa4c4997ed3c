"""Which unit, which day: what was asked for, or the register's own default."""

from __future__ import annotations

from datetime import date

import pytest

from coherence.selection import (
    CLEAR,
    Lens,
    Selection,
    UnknownUnit,
    default_as_of,
    default_unit,
    settle,
)  # fmt: skip
from data.model import Actor, Mechanism, Register, Territory
from data.snapshot import Snapshot
from tests.builders import make, snapshot


def test_the_home_and_day_of_the_register_are_the_default() -> None:
    assert settle(snapshot()) == Selection("territory/R", date(2020, 6, 30), CLEAR)


def test_what_is_asked_for_goes_first() -> None:
    lens = Lens(levels=frozenset([2]))
    table = make(Mechanism, "T", name="T")
    assert settle(snapshot(table), "mechanism/T", date(2019, 1, 1), lens) == Selection(
        "mechanism/T", date(2019, 1, 1), lens
    )


@pytest.mark.parametrize("unit", ["territory/X", "mechanism/X", "actor/A", "R"])
def test_a_unit_that_is_not_on_record_is_refused_by_name(unit: str) -> None:
    held = snapshot(make(Actor, "A", name="A"))
    with pytest.raises(UnknownUnit, match=unit.replace("/", " ")):
        settle(held, unit)


def test_without_a_home_the_widest_place_is_the_unit() -> None:
    bare = Snapshot([make(Territory, "T", name="T", level="national")])
    assert default_unit(bare) == "territory/T"
    assert default_unit(Snapshot()) == ""
    assert settle(Snapshot()).unit == ""


def test_without_a_day_of_its_own_a_register_is_looked_at_on_its_newest() -> None:
    about = make(Register, "r", title="R", profile="philippines", observed_on=None)
    one = make(Actor, "a", name="A", observed_on="2018-03")
    two = make(Actor, "b", name="B", observed_on="2017-05-01")
    assert default_as_of(Snapshot([about, one, two])) == date(2018, 3, 31)
    assert default_as_of(Snapshot()) == date(2000, 12, 31)


def test_a_clear_lens_is_false() -> None:
    assert not CLEAR
    assert not Lens()
    assert Lens(services=frozenset(["legal"]))
    assert Lens(since=date(2020, 1, 1))
