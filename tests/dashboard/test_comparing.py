"""compare on the command line: two revisions or two days, and why they differ."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dashboard.cli import main
from data.model import Need
from data.profile import load_profile
from data.store import Cause, Stamp, Store
from data.synthetic import generate


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """Two revisions: the second mends what was found of every need."""
    path = str(tmp_path_factory.mktemp("compare") / "own.sqlite")
    held = generate(12, seed=3, profile=load_profile("philippines"))
    day = held.register.as_of
    mended = [replace(n, found="served", found_on=day) for n in held.of(Need).values()]
    with Store(path) as store:
        store.write("made-up", held, Stamp(office="An office", why="a test"))
        stamp = Stamp(office="An office", why="mended", cause=Cause.CORRECTION)
        store.merge("made-up", mended, stamp)
    return path


def told(capsys, *arguments):
    status = main(["compare", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_the_newest_revision_is_compared_with_the_one_before(database, capsys):
    status, out, _ = told(capsys, "--db", database)
    assert status == 0
    assert "before: revision 1" in out
    assert "after:  revision 2" in out
    assert "ILLUSTRATIVE" in out
    assert "CG1 " in out
    assert "correction +" in out


def test_in_json_each_value_has_its_causes_and_the_records_behind_it(database, capsys):
    status, out, _ = told(capsys, "1", "2", "--db", database, "--json")
    found = json.loads(out)
    assert status == 0
    assert [found[side]["revision"] for side in ("before", "after")] == [1, 2]
    change = next(value for value in found["values"] if value["code"] == "CG1")
    assert sum(change["causes"].values()) == pytest.approx(change["after"] - change["before"])
    assert set(change["causes"]) <= {"correction", "more or less is known"}
    assert any(ref.startswith("need/") for ref in change["cites"])


def test_two_days_of_one_revision_are_compared(database, capsys):
    arguments = ("2015-12-31", "2025-12-31", "--db", database, "--select", "revision=2")
    status, out, _ = told(capsys, *arguments)
    assert status == 0
    assert "before: revision 2, as of 2015-12-31" in out
    assert "after:  revision 2, as of 2025-12-31" in out
    assert "correction" not in out


def test_a_state_compared_with_itself_has_not_changed(database, capsys):
    status, out, _ = told(capsys, "2", "2", "--db", database, "--json")
    found = json.loads(out)
    assert status == 0
    assert found["values"] == []
    assert found["links"] == {"new": [], "gone": []}


def test_what_is_no_state_is_said_in_a_sentence(database, capsys):
    for words, said in (
        (["yesterday"], "'yesterday' is neither a revision (3) nor a day (2015-12-31)."),
        (["9"], "has no revision 9; its newest is 2."),
    ):
        status, out, err = told(capsys, *words, "--db", database)
        assert (status, out) == (2, "")
        assert said in err


def test_a_register_of_one_revision_says_what_can_be_compared(database, capsys):
    status, out, err = told(capsys, "--db", database, "--select", "revision=1")
    assert (status, out) == (2, "")
    assert err == "There is only one revision; name two days to compare: compare 2015-12-31.\n"
