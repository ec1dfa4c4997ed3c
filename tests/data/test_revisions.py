"""What changed between two snapshots, and how the changes of two people are joined."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model import Actor, Decision, Instrument, Programme, SourceRef
from data.revisions import (
    Change,
    Conflict,
    FieldChange,
    How,
    after,
    dangling,
    differences,
    rebased,
)
from data.snapshot import Snapshot

LOANS = Programme(id="LOANS", title="Loans")
DESK = Programme(id="DESK", title="Help desk", lead="OWWA")
OWWA = Actor(id="OWWA", name="OWWA")
BASE = Snapshot([LOANS, DESK, OWWA])


def test_equal_snapshots_differ_in_nothing():
    moved = Snapshot(replace(record, at=SourceRef("x.xlsx", "s", 1)) for record in BASE)
    assert differences(BASE, moved) == []


def test_differences_come_in_the_order_of_sheets_and_ids():
    changed = Snapshot([replace(DESK, title="Desk"), replace(LOANS, title="Loan"), LOANS_TWO])
    assert [change.ref for change in differences(BASE, changed)] == [
        "actor/OWWA",
        "programme/DESK",
        "programme/LOANS",
        "programme/LOANS-2",
    ]


LOANS_TWO = Programme(id="LOANS-2", title="Second loans")


def test_making_the_differences_leads_to_the_other_snapshot():
    changed = Snapshot([replace(DESK, title="Desk"), LOANS_TWO])
    assert after(BASE, differences(BASE, changed)) == changed
    assert after(BASE, []) is BASE


def test_a_new_record_shows_what_it_was_filled_with():
    change = Change(None, DESK)
    assert change.how is How.ADDED
    assert change.fields == (
        FieldChange("title", None, "Help desk"),
        FieldChange("lead", None, "OWWA"),
    )


def test_a_removed_record_shows_what_it_had():
    change = Change(replace(LOANS, sectors=("health",)), None)
    assert (change.how, change.ref) == (How.REMOVED, "programme/LOANS")
    assert FieldChange("sectors", ("health",), ()) in change.fields


# --- joining ----------------------------------------------------------------------------------


def test_changes_to_different_records_are_joined():
    mine = BASE.with_records([replace(LOANS, title="Mine")])
    theirs = BASE.with_records([replace(DESK, title="Theirs")])
    (todo,) = rebased(BASE, mine, theirs)
    assert (todo.ref, todo.fields) == ("programme/LOANS", (FieldChange("title", "Loans", "Mine"),))


def test_the_same_record_changed_in_two_ways_is_a_conflict():
    mine = BASE.with_records([replace(LOANS, title="Mine")])
    theirs = BASE.with_records([replace(LOANS, title="Theirs")])
    with pytest.raises(Conflict, match="meanwhile changed programme/LOANS; look at") as conflict:
        rebased(BASE, mine, theirs)
    assert conflict.value.refs == ("programme/LOANS",)


def test_the_same_change_made_twice_is_no_conflict_and_nothing_to_do():
    both = BASE.with_records([replace(LOANS, title="Both")])
    assert rebased(BASE, both, both) == []


def test_a_record_that_one_changes_and_the_other_removes_is_a_conflict():
    mine = BASE.with_records([], without=["programme/LOANS"])
    theirs = BASE.with_records([replace(LOANS, title="Theirs")])
    with pytest.raises(Conflict, match="programme/LOANS"):
        rebased(BASE, mine, theirs)


def test_an_id_that_both_gave_to_a_new_record_is_a_conflict():
    mine = BASE.with_records([LOANS_TWO])
    theirs = BASE.with_records([replace(LOANS_TWO, title="Another")])
    with pytest.raises(Conflict, match="programme/LOANS-2"):
        rebased(BASE, mine, theirs)


def test_a_long_list_of_conflicts_is_cut_short_in_words_but_whole_in_refs():
    many = [Programme(id=f"P{n}", title="Old") for n in range(7)]
    base = Snapshot(many)
    mine = Snapshot(replace(programme, title="Mine") for programme in many)
    theirs = Snapshot(replace(programme, title="Theirs") for programme in many)
    with pytest.raises(Conflict, match="P4 and 2 more; look at") as conflict:
        rebased(base, mine, theirs)
    assert len(conflict.value.refs) == 7


def test_a_reference_to_what_the_other_side_removed_is_a_conflict():
    base = Snapshot([LOANS, OWWA])
    mine = base.with_records([replace(LOANS, lead="OWWA")])
    theirs = base.with_records([], without=["actor/OWWA"])
    with pytest.raises(Conflict, match="programme/LOANS refers to actor/OWWA, which has") as found:
        rebased(base, mine, theirs)
    assert found.value.refs == ("programme/LOANS",)


def test_a_reference_that_led_nowhere_before_does_not_hinder_joining():
    base = Snapshot([replace(LOANS, lead="NOWHERE"), DESK, OWWA])
    mine = base.with_records([replace(DESK, title="Mine")])
    theirs = base.with_records([replace(OWWA, name="Theirs")])
    assert [change.ref for change in rebased(base, mine, theirs)] == ["programme/DESK"]


def test_references_of_every_form_are_followed():
    decision = Decision(id="D1", text="t", owners=("OWWA", "DOLE"), subject=("programme/LOANS",),
                        meeting="M1")  # fmt: skip
    law = Instrument(id="RA", title="t")
    snapshot = Snapshot([OWWA, decision, law])
    assert sorted(dangling(snapshot)) == [
        ("decision/D1", "actor/DOLE"),
        ("decision/D1", "meeting/M1"),
        ("decision/D1", "programme/LOANS"),
    ]
