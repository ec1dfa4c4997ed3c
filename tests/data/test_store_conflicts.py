"""Two offices that change one register: joined where they can be, told where they cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model import Actor, Programme, Verdict
from data.revisions import Conflict, Stamp, StoreError
from data.snapshot import Snapshot
from data.store import Store

SECRETARIAT = Stamp("DEPDev V", "Inventory")
OWWA = Stamp("OWWA V", "Own programmes")
LOANS = Programme(id="LOANS", title="Loans")
DESK = Programme(id="DESK", title="Help desk")
BASE = Snapshot([LOANS, DESK])


@pytest.fixture
def shared(store: Store) -> Store:
    """A store whose register both offices have looked at, and which has changed since."""
    store.write("bicol", BASE, SECRETARIAT)
    store.write("bicol", Snapshot([replace(LOANS, title="Enterprise loans"), DESK]), SECRETARIAT)
    return store


def test_a_workbook_made_from_an_older_revision_keeps_what_others_changed_since(shared: Store):
    made = shared.write("bicol", Snapshot([LOANS, replace(DESK, title="Desk")]), OWWA, base=1)
    assert made is not None
    assert (made.number, made.base, made.changed) == (3, 1, 1)
    titles = [r.title for r in shared.snapshot("bicol").of(Programme).values()]
    assert titles == ["Desk", "Enterprise loans"]
    assert made.digest == shared.snapshot("bicol").digest


def test_the_same_record_changed_since_the_base_is_a_conflict_and_stores_nothing(shared: Store):
    mine = Snapshot([replace(LOANS, title="Small loans"), replace(DESK, title="Desk")])
    with pytest.raises(Conflict) as conflict:
        shared.write("bicol", mine, OWWA, base=1)
    assert conflict.value.refs == ("programme/LOANS",)
    assert shared.newest("bicol") == 2


def test_without_a_base_the_newest_revision_is_meant(shared: Store):
    shared.write("bicol", Snapshot([replace(LOANS, title="Small loans"), DESK]), OWWA)
    assert shared.changes("bicol", 2)[0].fields[0].after == "Small loans"


def test_an_edit_conflicts_only_where_the_same_record_changed(shared: Store):
    verdict = Verdict(id="V", first="DESK", second="LOANS", verdict="dismissed")
    assert shared.merge("bicol", [verdict], OWWA, base=1) is not None
    with pytest.raises(Conflict, match="programme/LOANS"):
        shared.merge("bicol", [replace(LOANS, title="Small loans")], OWWA, base=1)


def test_an_edit_that_only_repeats_the_base_leaves_what_others_changed(shared: Store):
    assert shared.merge("bicol", [LOANS], OWWA, base=1) is None
    assert shared.snapshot("bicol").get("programme/LOANS") == replace(
        LOANS, title="Enterprise loans"
    )


def test_a_record_that_is_referred_to_cannot_vanish_unseen(store: Store):
    store.write("bicol", Snapshot([LOANS, Actor(id="OWWA", name="OWWA")]), SECRETARIAT)
    store.merge("bicol", [replace(LOANS, lead="OWWA")], SECRETARIAT)
    with pytest.raises(Conflict, match="programme/LOANS refers to actor/OWWA"):
        store.merge("bicol", [], OWWA, base=1, without=["actor/OWWA"])


def test_two_may_make_the_same_change(shared: Store):
    renamed = replace(LOANS, title="Enterprise loans")
    assert shared.merge("bicol", [renamed], OWWA, base=1) is None


def test_a_base_that_is_not_there_is_named(shared: Store):
    with pytest.raises(StoreError, match="Register bicol has no revision 9; choose one"):
        shared.write("bicol", BASE, OWWA, base=9)
    with pytest.raises(StoreError, match="Register new has no revision 1; choose one"):
        shared.write("new", BASE, OWWA, base=1)
    assert [info.slug for info in shared.registers()] == ["bicol"]
