"""Revisions: stored, shown, compared, restored; in SQLite and in PostgreSQL."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from data.model import Actor, Alignment, Objective, Programme, Register, SourceRef, Territory
from data.revisions import Cause, FieldChange, How, Stamp, StoreError
from data.snapshot import Snapshot
from data.store import Store
from data.tables import VERSIONS, views
from data.told import Cancelled

STAMP = Stamp("DEPDev V", "Inventory of March")
LOANS = Programme(id="LOANS", title="Loans for returnees", budget=500_000)
DESK = Programme(id="DESK", title="Help desk")
LEGAZPI = Territory(id="0500506000", name="Legazpi", level="city", population=209_533)
BICOL = Snapshot([LOANS, DESK, LEGAZPI])


# --- storing ----------------------------------------------------------------------------------


def test_what_was_written_is_read_back(store: Store):
    store.write("bicol", BICOL, STAMP)
    assert store.snapshot("bicol") == BICOL


def test_another_program_reads_what_was_written(store: Store, address: str):
    store.write("bicol", BICOL, STAMP)
    with Store(address) as other:
        assert other.snapshot("bicol") == BICOL


def test_a_revision_says_who_made_it_when_why_and_what_it_did(store: Store):
    stamp = Stamp("DEPDev V", "New population", Cause.CORRECTION, "profile", "catalogue 1")
    store.write("bicol", BICOL, STAMP)
    made = store.write("bicol", Snapshot([replace(LOANS, budget=1), LEGAZPI]), stamp)
    assert made is not None
    assert (made.number, made.base, made.office, made.why) == (2, 1, "DEPDev V", "New population")
    assert (made.cause, made.profile_digest) == (Cause.CORRECTION, "profile")
    assert made.catalogue_version == "catalogue 1"
    assert made.at == datetime(2026, 3, 1, 12, 3, tzinfo=UTC)
    assert (made.added, made.changed, made.removed) == (0, 1, 1)
    assert made.digest == store.snapshot("bicol").digest
    assert store.revisions("bicol")[0] == made


def test_a_snapshot_without_changes_makes_no_revision(store: Store):
    store.write("bicol", BICOL, STAMP)
    assert store.write("bicol", Snapshot([DESK, LEGAZPI, LOANS]), STAMP) is None
    assert store.newest("bicol") == 1


def test_a_resorted_workbook_makes_no_revision_and_no_version(store: Store):
    store.write("bicol", Snapshot([replace(DESK, at=SourceRef("a.xlsx", "programmes", 2))]), STAMP)
    moved = replace(DESK, at=SourceRef("b.xlsx", "programmes", 90))
    assert store.write("bicol", Snapshot([moved]), STAMP) is None
    store.write("bicol", Snapshot([moved, LOANS]), STAMP)
    assert len(store.history("bicol", "programme/DESK")) == 1


def test_where_a_record_was_read_is_read_back(store: Store, address: str):
    at = SourceRef("bicol.xlsx", "programmes", 14)
    store.write("bicol", Snapshot([replace(DESK, at=at)]), STAMP)
    with Store(address) as other:
        (found,) = other.snapshot("bicol")
    assert found.at == at


def test_only_the_records_that_changed_get_a_version(store: Store, address: str):
    store.write("bicol", BICOL, STAMP)
    store.write("bicol", Snapshot([replace(LOANS, budget=1), DESK, LEGAZPI]), STAMP)
    assert _count(address, "programmes") == 3
    assert _count(address, "territories") == 1


def test_kinds_that_the_workbook_does_not_hold_are_left_alone(store: Store):
    store.write("bicol", BICOL, STAMP)
    made = store.write("bicol", Snapshot([LOANS]), STAMP, kinds={"programme"})
    assert made is not None
    assert made.removed == 1
    assert store.snapshot("bicol") == Snapshot([LOANS, LEGAZPI])


def test_records_of_kinds_that_are_not_named_are_not_stored(store: Store):
    store.write("bicol", Snapshot([LOANS, LEGAZPI]), STAMP, kinds={"programme"})
    assert store.snapshot("bicol") == Snapshot([LOANS])


def test_an_edit_adds_changes_and_removes_what_it_names_and_leaves_the_rest(store: Store):
    store.write("bicol", BICOL, STAMP)
    edited = replace(LEGAZPI, short_name="Legazpi")
    made = store.merge("bicol", [edited, Actor(id="OWWA-V", name="OWWA V")], STAMP,
                       without=["programme/DESK"])  # fmt: skip
    assert made is not None
    assert (made.added, made.changed, made.removed) == (1, 1, 1)
    assert len(store.snapshot("bicol")) == 3


def test_the_first_revision_of_a_register_may_hold_nothing(store: Store):
    made = store.write("empty", Snapshot(), STAMP)
    assert made is not None
    assert (made.number, made.base, made.added) == (1, None, 0)
    assert len(store.snapshot("empty")) == 0


def test_a_new_method_is_a_revision_though_no_record_changed(store: Store):
    stamp = Stamp("DEPDev V", "Bands of 2026", Cause.METHOD, catalogue_version="2")
    store.write("bicol", BICOL, STAMP)
    made = store.write("bicol", BICOL, stamp)
    assert made is not None
    assert (made.number, made.added, made.changed, made.removed) == (2, 0, 0, 0)
    assert store.write("bicol", BICOL, stamp) is None


def test_a_removed_record_can_come_back(store: Store):
    store.write("bicol", Snapshot([DESK]), STAMP)
    store.write("bicol", Snapshot(), STAMP)
    store.write("bicol", Snapshot([DESK]), STAMP)
    assert [len(store.snapshot("bicol", number)) for number in (1, 2, 3)] == [1, 0, 1]


def test_a_register_that_comes_in_batches_is_stored_like_any_other(store: Store):
    batches = [[DESK], [LOANS], [LEGAZPI]]
    made = store.load_batches("poured", batches, STAMP)
    written = store.write("bicol", BICOL, STAMP)
    assert written is not None
    assert store.snapshot("poured") == BICOL
    assert (made.digest, made.added) == (written.digest, written.added)
    assert store.revisions("poured") == [made]


def test_a_register_in_batches_is_stored_once_and_changed_like_any_other(store: Store):
    store.load_batches("poured", [[DESK]], STAMP)
    with pytest.raises(StoreError, match="There is a register poured already"):
        store.load_batches("poured", [[LOANS]], STAMP)
    store.write("poured", BICOL, STAMP)
    assert store.snapshot("poured") == BICOL
    assert store.snapshot("poured", 1) == Snapshot([DESK])


def test_batches_out_of_order_are_refused_and_nothing_is_stored(store: Store):
    with pytest.raises(StoreError, match="programme/DESK comes after programme/LOANS"):
        store.load_batches("poured", [[LOANS], [DESK]], STAMP)
    with pytest.raises(StoreError, match="programme/DESK comes after programme/DESK"):
        store.load_batches("poured", [[DESK, DESK]], STAMP)
    assert store.newest("poured") is None


def test_who_stops_the_batches_leaves_nothing_behind(store: Store):
    def stopped():
        yield [DESK]
        raise Cancelled

    with pytest.raises(Cancelled):
        store.load_batches("poured", stopped(), STAMP)
    assert store.registers() == []


def test_a_register_that_only_grew_is_read_as_it_was_at_any_revision(store: Store, address: str):
    store.merge("bicol", [LOANS], STAMP)
    store.merge("bicol", [DESK, LEGAZPI], STAMP)
    with Store(address) as other:
        assert other.snapshot("bicol", 1) == Snapshot([LOANS])
        assert other.snapshot("bicol", 2) == BICOL


def test_every_revision_of_a_long_history_is_read_as_it_was_written(store: Store, address: str):
    chance = random.Random(1)
    states = [Snapshot()]
    for number in range(1, 16):
        put = [Actor(id=chance.choice("ABCDE"), name=f"As of {number}")]
        gone = [f"actor/{chance.choice('ABCDE')}"] * chance.randint(0, 1)
        states.append(states[-1].with_records(put, gone))
        store.write("bicol", states[-1], STAMP)
        store.write("beside", states[number // 2], STAMP)
    with Store(address) as other:
        assert [other.snapshot("bicol", number) for number in range(1, 16)] == states[1:]


def test_reading_tells_how_far_it_is_and_can_be_stopped(store: Store, address: str):
    store.write("bicol", BICOL, STAMP)
    heard: list[float] = []

    def stop(done: float) -> None:
        raise Cancelled

    with Store(address) as other:
        with pytest.raises(Cancelled):
            other.snapshot("bicol", told=stop)
        assert other.snapshot("bicol", told=heard.append) == BICOL
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


# --- registers --------------------------------------------------------------------------------


def test_an_empty_database_has_no_register(store: Store):
    assert (store.registers(), store.default_register(), store.newest("bicol")) == ([], None, None)


def test_the_first_register_stored_is_the_default(store: Store):
    store.write("western-visayas", BICOL, STAMP)
    store.write("bicol", BICOL, STAMP)
    assert store.default_register() == "western-visayas"
    assert [info.slug for info in store.registers()] == ["western-visayas", "bicol"]


def test_another_register_can_be_made_the_default(store: Store):
    store.write("western-visayas", BICOL, STAMP)
    store.write("bicol", BICOL, STAMP)
    store.make_default("bicol")
    assert store.default_register() == "bicol"
    assert [info.is_default for info in store.registers()] == [True, False]


def test_a_register_is_called_as_its_own_sheet_says(store: Store):
    store.write("bicol", Snapshot([Register(id="bicol", title="Bicol", profile="x")]), STAMP)
    store.write("other", BICOL, STAMP)
    assert [(info.title, info.newest) for info in store.registers()] == [("Bicol", 1), ("other", 1)]


def test_registers_do_not_see_each_other(store: Store):
    store.write("bicol", Snapshot([LOANS]), STAMP)
    store.write("ilocos", Snapshot([replace(LOANS, title="Loans of Ilocos")]), STAMP)
    store.write("ilocos", Snapshot([DESK]), STAMP)
    assert store.snapshot("bicol") == Snapshot([LOANS])
    assert (store.newest("bicol"), store.newest("ilocos")) == (1, 2)


def test_a_register_needs_a_name_that_fits_an_address(store: Store):
    with pytest.raises(StoreError, match="A register cannot be called 'a b'; use up to 64"):
        store.write("a b", BICOL, STAMP)


def test_the_first_load_happens_once(store: Store):
    first = store.load_once("bicol", lambda: BICOL, STAMP)
    again = store.load_once("bicol", Snapshot, STAMP)
    assert (first, again.number) == (again, 1)
    assert store.snapshot("bicol") == BICOL


# --- the past ---------------------------------------------------------------------------------


def test_every_earlier_revision_can_be_shown(store: Store, address: str):
    steps = [Snapshot([LOANS]), Snapshot([LOANS, DESK]), Snapshot([replace(LOANS, budget=9)])]
    for step in steps:
        store.write("bicol", step, STAMP)
    with Store(address) as other:
        assert [other.snapshot("bicol", number) for number in (1, 2, 3)] == steps


def test_a_revision_that_is_not_there_is_named(store: Store):
    store.write("bicol", BICOL, STAMP)
    with pytest.raises(StoreError, match="Register bicol has no revision 7"):
        store.snapshot("bicol", 7)


def test_a_register_that_is_not_there_is_named(store: Store):
    with pytest.raises(StoreError, match="There is no register nowhere; import its workbook"):
        store.snapshot("nowhere")


def test_restoring_is_a_new_revision(store: Store):
    store.write("bicol", BICOL, STAMP)
    store.write("bicol", Snapshot([DESK]), STAMP)
    made = store.restore("bicol", 1, Stamp("DEPDev V", "Imported by mistake", Cause.RESTORE))
    assert made is not None
    assert (made.number, made.cause, made.added) == (3, Cause.RESTORE, 2)
    assert store.snapshot("bicol") == BICOL
    assert store.snapshot("bicol", 2) == Snapshot([DESK])


def test_restoring_what_holds_already_changes_nothing(store: Store):
    store.write("bicol", BICOL, STAMP)
    assert store.restore("bicol", 1, STAMP) is None


def test_changes_between_two_revisions_are_told_by_record_and_field(store: Store):
    store.write("bicol", Snapshot([LOANS, DESK]), STAMP)
    store.write("bicol", Snapshot([replace(LOANS, budget=1), LEGAZPI]), STAMP)
    added, removed, changed = store.changes("bicol", since=1)
    assert (added.ref, added.how) == ("territory/0500506000", How.ADDED)
    assert (removed.ref, removed.how) == ("programme/DESK", How.REMOVED)
    assert (changed.ref, changed.how) == ("programme/LOANS", How.CHANGED)
    assert changed.fields == (FieldChange("budget", 500_000, 1),)


def test_changes_since_the_beginning_are_all_records(store: Store):
    store.write("bicol", BICOL, STAMP)
    store.write("bicol", Snapshot(), STAMP)
    assert [change.how for change in store.changes("bicol", 0, 1)] == [How.ADDED] * 3


def test_the_history_of_a_record_is_told_newest_first(store: Store):
    store.write("bicol", Snapshot([DESK]), STAMP)
    store.write("bicol", Snapshot([DESK, LOANS]), STAMP)
    store.write("bicol", Snapshot([LOANS]), STAMP)
    told = store.history("bicol", "programme/DESK")
    assert [(revision.number, change.how) for revision, change in told] == [
        (3, How.REMOVED),
        (1, How.ADDED),
    ]
    assert told[0][1].before == DESK


@pytest.mark.parametrize("ref", ["programme/NOWHERE", "nothing/DESK", "DESK"])
def test_a_record_that_never_was_has_no_history(store: Store, ref: str):
    store.write("bicol", BICOL, STAMP)
    assert store.history("bicol", ref) == []


# --- integrity --------------------------------------------------------------------------------


def test_nothing_is_half_stored(store: Store, address: str):
    store.write("bicol", BICOL, STAMP)
    with sa.create_engine(_url(address), poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql("DROP VIEW current_alignments")
        connection.exec_driver_sql("DROP TABLE alignments")  # so that storing must fail midway
    link = Alignment(id="A--B", child="A", parent="B")
    both = [Objective(id="A", title="A", instrument="I"), link]
    with pytest.raises(StoreError, match="nothing was stored"):
        store.merge("bicol", both, STAMP)
    assert store.newest("bicol") == 1
    assert _count(address, "objectives") == 0


def test_a_version_without_its_revision_is_refused(store: Store):
    row = {"register": "bicol", "id": "X", "revision": 1, "deleted": False}
    with pytest.raises(StoreError, match="refused"), store._database.writing() as connection:
        connection.execute(sa.insert(VERSIONS["actor"]), row)


def test_a_revision_without_its_register_is_refused(store: Store):
    store.write("bicol", BICOL, STAMP)
    copied = "INSERT INTO revisions SELECT 'nowhere', 1, base, office, at, why, cause, "
    rest = "profile_digest, catalogue_version, digest, added, changed, removed FROM revisions"
    with pytest.raises(StoreError, match="refused"), store._database.writing() as connection:
        connection.exec_driver_sql(copied + rest)


def test_other_tools_read_the_newest_state_in_views(store: Store, address: str):
    store.write("bicol", Snapshot([LOANS, DESK]), STAMP)
    store.write("bicol", Snapshot([replace(LOANS, services=("loan", "grant"))]), STAMP)
    store.write("ilocos", Snapshot([DESK]), STAMP)
    with sa.create_engine(_url(address), poolclass=sa.NullPool).connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT register, id, revision, services FROM current_programmes ORDER BY register"
        ).all()
        for view in views():
            connection.exec_driver_sql(f"SELECT * FROM {view}").all()
    assert list(map(tuple, found)) == [("bicol", "LOANS", 2, "grant|loan"),
                                       ("ilocos", "DESK", 1, None)]  # fmt: skip


def _url(address: str) -> str:
    return address if "://" in address else f"sqlite:///{address}"


def _count(address: str, table: str) -> int:
    with sa.create_engine(_url(address), poolclass=sa.NullPool).connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
