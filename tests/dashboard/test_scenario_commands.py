import json

import pytest

from dashboard.cli import main
from data.model import Need
from data.profile import load_profile
from data.store import Stamp, Store
from data.synthetic import generate
from tests.builders import make, snapshot


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("scenario") / "own.sqlite")
    profile = load_profile("philippines")
    held = generate(12, seed=3, profile=profile)
    with Store(path) as store:
        store.write("made-up", held, Stamp(office="An office", why="a test"))
    return path


def edits(folder, text, name="edits.toml"):
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


MERGE = """[[edits]]
do = "merge"
kept = "P00001"
gone = "P00002"
"""


def test_a_scenario_is_printed_before_and_after_and_says_that_it_is_one(database, tmp_path, capsys):
    assert main(["whatif", edits(tmp_path, MERGE), "--db", database]) == 0
    told = capsys.readouterr().out
    assert told.startswith("SCENARIO, not the register")
    assert "1 edit" in told
    assert "gaps:" in told
    assert "→" in told


def test_a_scenario_in_json_names_the_records_behind_each_change(database, tmp_path, capsys):
    path = edits(tmp_path, '[{"do": "remove", "record": "programme/P00001"}]', "edits.json")
    assert main(["whatif", path, "--db", database, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["scenario"] is True
    assert any("programme/P00001" in change["cites"] for change in found["values"])
    assert {link["source"] for link in found["links"]["gone"]} & {"programme/P00001"}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("e.toml", "[[edits", "is not TOML"),
        ("e.json", "{", "is not JSON"),
        ("e.toml", "", "a list of edits"),
        ("e.toml", '[[edits]]\ndo = "remove"\nrecord = "programme/none"', "edit 1"),
    ],
)
def test_a_scenario_that_cannot_be_read_is_one_sentence_and_status_2(
    database, tmp_path, capsys, name, text, told
):
    assert main(["whatif", edits(tmp_path, text, name), "--db", database]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_a_file_that_is_not_there_is_one_sentence(database, capsys):
    assert main(["whatif", "no/such.toml", "--db", database]) == 2
    assert "no/such.toml" in capsys.readouterr().err


def test_the_best_next_actions_are_listed_with_gain_and_cost(database, capsys):
    assert main(["actions", "--goal", "RC4", "--most", "2", "--db", database]) == 0
    told = capsys.readouterr().out
    assert "RC4 stands at" in told
    assert "1. +" in told
    assert "cost not on record" in told
    assert "3. +" not in told


def test_the_best_next_actions_in_json_cite_the_judgements_they_mend(database, capsys):
    assert main(["actions", "--goal", "RC4", "--most", "1", "--db", database, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    [step] = found["steps"]
    assert found["goal"] == "RC4"
    assert step["gain"] == pytest.approx(found["together"])
    assert step["mends"][0]["code"] == "RC4"
    assert step["cost"] is None


COSTS = """["focal"]
cost = 1_500
source = "payroll of 2025"
"""


def test_the_readers_own_costs_are_weighed_and_named_with_their_source(database, tmp_path, capsys):
    path = edits(tmp_path, COSTS, "costs.toml")
    asked = ["actions", "--goal", "RC4", "--per-cost", "--costs", path, "--db", database]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert told.index("costs 1,500 PHP (payroll of 2025)") < told.index("cost not on record")
    assert "have a cost on record" in told
    assert main([*asked, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["steps"][0]
    assert (first["cost"], first["cost_source"]) == (1500, "payroll of 2025")


def test_where_nothing_has_a_cost_the_way_to_state_one_is_named(tmp_path, capsys):
    path = str(tmp_path / "small.sqlite")
    with Store(path) as store:
        unserved = make(
            Need, territory="A", service="legal", found="unserved", found_on="2020-01-01"
        )
        store.write("toy", snapshot(unserved), Stamp(office="An office", why="a test"))
    assert main(["actions", "--goal", "CG1", "--per-cost", "--db", path]) == 2
    assert "--costs FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [("[desk", "is not TOML"), ("[desks]\ncost = 1", "no such kind"), ("", "states no cost")],
)
def test_costs_that_cannot_be_read_are_one_sentence_and_status_2(
    database, tmp_path, capsys, text, told
):
    path = edits(tmp_path, text, "costs.toml")
    assert main(["actions", "--costs", path, "--db", database]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_how_many_of_a_kind_were_not_looked_at_is_told(tmp_path, capsys):
    path = str(tmp_path / "many.sqlite")
    held = generate(60, seed=1, profile=load_profile("philippines"))
    with Store(path) as store:
        store.write("made-up", held, Stamp(office="An office", why="a test"))
    assert main(["actions", "--goal", "RC4", "--most", "1", "--db", path]) == 0
    assert "of these kinds only the foremost are: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("goal", "told"), [("XX1", "no indicator 'XX1'"), ("VA1:high", "is no goal")]
)
def test_a_goal_that_is_none_is_one_sentence_and_status_2(database, capsys, goal, told):
    assert main(["actions", "--goal", goal, "--db", database]) == 2
    assert told in capsys.readouterr().err
