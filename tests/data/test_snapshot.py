"""A snapshot: settled order, one record an id, and digests that are never of something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model import Actor, Programme
from data.snapshot import Snapshot

OWWA = Actor(id="OWWA", name="OWWA")
DOLE = Actor(id="DOLE", name="DOLE")
DESK = Programme(id="DESK", title="Help desk")
TOLD = {"actor": "as it was told"}


def test_records_stand_by_kind_and_id_however_they_come():
    assert list(Snapshot([OWWA, DESK, DOLE])) == [DOLE, OWWA, DESK]
    assert list(Snapshot([DOLE, OWWA, DESK])) == [DOLE, OWWA, DESK]


def test_two_records_of_a_kind_cannot_share_an_id():
    with pytest.raises(ValueError, match="two records are called actor/OWWA"):
        Snapshot([OWWA, DOLE, replace(OWWA, name="Another")])


def test_the_same_record_twice_is_one():
    assert list(Snapshot([OWWA, DESK, OWWA])) == [OWWA, DESK]


def test_a_digest_that_is_known_is_not_reckoned_and_the_others_are():
    held = Snapshot([OWWA, DESK], digests=TOLD)
    assert held.digests == Snapshot([OWWA, DESK]).digests | TOLD
    assert held.digest != Snapshot([OWWA, DESK]).digest


def test_a_copy_keeps_the_known_digest_of_a_kind_that_stays_as_it_is():
    copy = Snapshot([OWWA, DESK], digests=TOLD).with_records([replace(DESK, title="Desk")])
    assert copy.digests["actor"] == TOLD["actor"]


def test_a_copy_reckons_the_digest_of_a_kind_that_was_touched():
    held = Snapshot([OWWA, DESK], digests=TOLD)
    assert held.with_records([DOLE]).digests == Snapshot([OWWA, DOLE, DESK]).digests
    assert held.with_records([], without=["actor/OWWA"]).digests == Snapshot([DESK]).digests
