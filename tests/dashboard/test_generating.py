"""Illustrative registers of any size, as somebody types for them."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from coherence.report import Edition, Report
from coherence.selection import settle
from dashboard.cli import build_parser, main
from dashboard.commands.generating import generate
from dashboard.exports import report_json
from data.model import Participation, Programme
from data.profile import load_profile
from data.snapshot import Snapshot
from data.store import Store
from data.synthetic import generate_batches
from data.told import Cancelled

ROOT = Path(__file__).parents[2]


def test_a_large_register_is_a_database_that_holds_every_record_of_the_batches(tmp_path: Path):
    path = tmp_path / "large.db"
    options = build_parser().parse_args(["generate", "120", str(path), "--seed", "3"])
    assert generate(options, workbook_up_to=100) == 0
    assert [left.name for left in tmp_path.iterdir()] == ["large.db"]
    batches = generate_batches(120, seed=3, profile=load_profile("philippines"))
    with Store(path, read_only=True) as store:
        stored = store.snapshot("made-up-120")
        assert store.default_register() == "made-up-120"
    assert stored == Snapshot(record for batch in batches for record in batch)
    assert stored.register is not None
    assert stored.register.illustrative


def test_a_small_register_can_be_a_database_too_with_partners_for_each_programme(tmp_path: Path):
    path = tmp_path / "small.sqlite"
    assert main(["generate", "30", str(path)]) == 0
    with Store(path, read_only=True) as store:
        stored = store.snapshot("made-up-30")
    assert len(stored.of(Programme)) == 30
    assert {p.programme for p in stored.of(Participation).values()} == set(stored.of(Programme))


def test_the_report_of_a_generated_database_is_asked_for_by_its_file(tmp_path: Path, capsys):
    path = tmp_path / "made.db"
    assert main(["generate", "30", str(path)]) == 0
    assert main(["report", "--db", str(path)]) == 0
    assert "ILLUSTRATIVE data" in capsys.readouterr().out


def test_a_workbook_of_too_many_programmes_is_refused_in_one_sentence(tmp_path: Path, capsys):
    assert main(["generate", "100001", str(tmp_path / "large.xlsx")]) == 2
    said = capsys.readouterr().err
    assert said == (
        "A workbook holds up to 100,000 programmes; write a database instead: large.db.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_there_already_is_left_alone(tmp_path: Path, capsys):
    path = tmp_path / "made.db"
    path.write_text("somebody's")
    assert main(["generate", "30", str(path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_text() == "somebody's"


@pytest.mark.parametrize("name", ["made.xlsx", "made.db"])
def test_a_place_where_nothing_can_be_written_is_named_as_it_was_typed(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").write_text("no folder")
    assert main(["generate", "30", str(tmp_path / "file" / name)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "unready" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a child otherwise there")
def test_ctrl_c_ends_with_one_sentence_and_leaves_no_file(tmp_path: Path):
    run = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "generate", "500000", str(tmp_path / "large.db")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not any(tmp_path.iterdir()) and run.poll() is None:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate()
    assert (run.returncode, out, err) == (130, "", "Stopped; nothing was half stored.\n")
    assert list(tmp_path.iterdir()) == []


def test_the_json_of_very_many_programmes_holds_the_worst_and_the_foremost_and_says_of_how_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(report_json, "ALL_UP_TO", 300)
    monkeypatch.setattr(report_json, "WORST", 20)
    path = tmp_path / "large.db"
    options = build_parser().parse_args(["generate", "1200", str(path)])
    assert generate(options, workbook_up_to=100) == 0
    capsys.readouterr()
    assert main(["report", "--json", "--db", str(path)]) == 0
    found = json.loads(capsys.readouterr().out)
    schema = Draft202012Validator(json.loads(report_json.SCHEMA.read_text("utf-8")))
    assert [(list(e.path), e.message[:80]) for e in schema.iter_errors(found)] == []
    clarity = next(i for i in found["indicators"] if i["code"] == "OD5")
    scores = [judgement["score"] for judgement in clarity["evidence"]]
    assert len(scores) == 20 < clarity["known"] <= clarity["truncated"]
    imperfect = [score for score in scores if score is not None and score < 1]
    unknown = scores.count(None)
    assert imperfect == sorted(imperfect)
    assert scores[0] == 0
    assert scores == [*imperfect, *[None] * unknown, *[1] * (20 - unknown - len(imperfect))]
    assert "overlaps_truncated" not in found or len(found["overlaps"]) == 10_000


def test_a_report_tells_how_far_it_is_and_goes_on_where_it_was_stopped():
    snapshot = generate_batches(60, profile=load_profile("philippines"))
    held = Snapshot(record for batch in snapshot for record in batch)
    found = Report(held, load_profile("philippines"), settle(held), Edition("made-up"))

    def stop(done: float) -> None:
        if done > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        found.prepare(stop)
    heard: list[float] = []
    found.prepare(heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(1.0)
    assert found.results["VA1"] is found.result("VA1")
