"""What held on a day, judged all at once, beside the rules word for word."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coherence.graph import PolicyGraph
from coherence.in_force import both_held
from coherence.when import Held, between
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
)  # fmt: skip
from data.snapshot import Snapshot
from tests.builders import PROFILE, make, snapshot
from tests.strategies import DAY, LATER, snapshots

MONTHS = PROFILE.setting("rules", "open_ended_months")


def held_by_the_rules(snapshot: Snapshot, record: Record | None, day: date) -> Held:
    """The rules of the graph, one record at a time."""
    if record is None:
        return None
    entered = snapshot.register.as_of if snapshot.register else None
    vouched = record.observed_on or entered
    match record:
        case Actor() | Mechanism() | UnitSet():
            return between(record.valid_from, record.valid_to, day, vouched=vouched)
        case Instrument():
            start = record.valid_from or record.adopted_on
            return between(start, record.valid_to, day, vouched=vouched)
        case Membership() | Tie() | Need():
            return between(
                record.valid_from, record.valid_to, day, vouched=vouched, open_months=MONTHS
            )
        case ServicePoint():
            vouched = max(filter(None, (vouched, record.last_active_on)), default=None)
            return between(
                record.opened_on, record.valid_to, day, vouched=vouched, open_months=MONTHS
            )
        case Programme():
            status = PROFILE.codes("programme_status").get(record.status or "")
            stopped = status is not None and not status.about.get("running", True)
            if stopped and vouched and day >= vouched.last:
                return False
            found = between(
                record.starts_on, record.ends_on, day, vouched=vouched, open_months=MONTHS
            )
            unsure = stopped and found and (vouched is None or day >= vouched.first)
            return None if unsure else found
        case Objective():
            ends = [f"instrument/{record.instrument}"]
        case Alignment():
            ends = [f"objective/{record.child}", f"objective/{record.parent}"]
        case Contribution():
            ends = [f"programme/{record.programme}", f"objective/{record.objective}"]
        case _:
            return True
    every = [held_by_the_rules(snapshot, snapshot.get(end), day) for end in ends]
    return False if False in every else None if None in every else True


@given(snapshots(), st.sampled_from([DAY, LATER]))
def test_what_held_is_what_the_rules_say_of_each_record(snapshot: Snapshot, day: date) -> None:
    graph = PolicyGraph(snapshot, PROFILE, day)
    for kind in KINDS.values():
        records = snapshot.of(kind)
        told = {name: held_by_the_rules(snapshot, r, day) for name, r in records.items()}
        assert graph.held(kind) == told


@given(snapshots())
def test_one_record_asked_of_first_changes_nothing(snapshot: Snapshot) -> None:
    whole, single = PolicyGraph(snapshot, PROFILE, DAY), PolicyGraph(snapshot, PROFILE, DAY)
    for record in snapshot:
        assert single.in_force(record) == whole.held(type(record))[record.id]


def test_what_names_a_record_that_is_not_there_is_not_known_to_hold() -> None:
    lost = make(Objective, "o", title="O", instrument="gone")
    graph = PolicyGraph(snapshot(lost), PROFILE, DAY)
    assert graph.held(Objective) == {"o": None}


def test_two_hold_together_where_both_do_and_not_where_one_does_not() -> None:
    assert both_held(True, True) is True
    assert both_held(True, None) is None
    assert both_held(None, False) is False
