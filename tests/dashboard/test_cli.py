"""The command line as somebody in an office types it."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import Workbook, load_workbook

from dashboard.cli import build_parser, main
from dashboard.commands.shipped import load_shipped
from dashboard.exports.report_json import SCHEMA
from data.store import Store

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "own.sqlite")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A default database, with the shipped registers in it."""
    path = str(tmp_path_factory.mktemp("shipped") / "tugma.sqlite")
    with Store(path) as store:
        load_shipped(store, lambda _: None)
    return path


@pytest.fixture
def default_db(shipped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUGMA_DB", shipped)


def plain_workbook(path: Path, **sheets: list[list[object]]) -> Path:
    """A hand-made workbook with machine names in row 1."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return plain_workbook(
        tmp_path / "small.xlsx",
        register=[["slug", "title", "home", "profile", "as_of"],
                  ["small", "A small one", "0500000000", "philippines", "2020-06-30"]],
        territories=[["code", "name", "level", "parent"],
                     ["0500000000", "Bicol", "regional", None]],
        actors=[["id", "name", "level", "territory"], ["A", "An office", "regional", "0500000000"]],
        programmes=[["id", "title", "lead", "starts_on"], ["P", "A programme", "A", "2019-01-01"]],
    )  # fmt: skip


# --- check --------------------------------------------------------------------------------------


def test_a_clean_workbook_is_checked_with_status_0(small, capsys):
    assert main(["check", str(small)]) == 0
    assert "0 errors" in capsys.readouterr().out


def test_errors_are_listed_with_their_cells_and_status_1(tmp_path, capsys):
    path = plain_workbook(
        tmp_path / "bad.xlsx",
        actors=[["id", "name"], ["A", "An office"]],
        programmes=[["id", "title", "lead", "starts_on"], ["P", "A programme", "B", "05-2024"]],
    )
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert 'programmes!C2 "B"' in said
    assert 'programmes!D2 "05-2024"' in said


def test_a_file_that_is_no_workbook_gets_one_sentence_and_status_2(tmp_path, capsys):
    picture = tmp_path / "picture.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    assert main(["check", str(picture)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said


def test_check_as_json_names_each_cell(tmp_path, capsys):
    path = plain_workbook(
        tmp_path / "bad.xlsx",
        actors=[["id", "name"], ["A", None]],
        programmes=[["id", "title"], ["P", "A programme"]],
    )
    assert main(["check", str(path), "--json"]) == 1
    issues = json.loads(capsys.readouterr().out)["issues"]
    assert "actors!B2" in [issue["cell"] for issue in issues]


def test_the_annotated_copy_has_a_sheet_of_issues(tmp_path):
    path = plain_workbook(
        tmp_path / "bad.xlsx",
        actors=[["id", "name"], ["A", None]],
        programmes=[["id", "title"], ["P", "A programme"]],
    )
    copy = tmp_path / "copy.xlsx"
    assert main(["check", str(path), "--annotated", str(copy)]) == 1
    assert "issues" in load_workbook(copy).sheetnames


# --- import and revisions -----------------------------------------------------------------------


def test_the_first_import_becomes_the_default_register(small, db, capsys):
    assert main(["import", str(small), "--db", db]) == 0
    assert main(["revisions", "--db", db, "--json"]) == 0
    out = capsys.readouterr().out
    listed = json.loads(out[out.index("[") :])
    assert [r["number"] for r in listed] == [1]
    assert listed[0]["added"] == 4


def test_importing_the_same_again_makes_no_revision(small, db, capsys):
    main(["import", str(small), "--db", db])
    capsys.readouterr()
    assert main(["import", str(small), "--db", db]) == 0
    assert "nothing differs" in capsys.readouterr().out


def test_a_refused_workbook_stores_nothing(small, db, tmp_path, capsys):
    main(["import", str(small), "--db", db])
    bad = plain_workbook(
        tmp_path / "bad.xlsx",
        register=[["slug", "title", "profile"], ["small", "A small one", "philippines"]],
        actors=[["id", "name"], ["A", "An office"], ["A", "The same id"]],
        programmes=[["id", "title"], ["P", "A programme"]],
    )
    assert main(["import", str(bad), "--db", db]) == 1
    assert "Nothing was stored" in capsys.readouterr().err
    main(["revisions", "--db", db])
    assert capsys.readouterr().out.count("\n") == 1


def test_an_absent_sheet_leaves_its_records_alone_and_a_present_one_is_the_whole_truth(
    small, db, tmp_path, capsys
):
    main(["import", str(small), "--db", db])
    part = plain_workbook(
        tmp_path / "part.xlsx",
        register=[["slug", "title", "home", "profile", "as_of"],
                  ["small", "A small one", "0500000000", "philippines", "2020-06-30"]],
        actors=[["id", "name", "level", "territory"], ["A", "An office", "regional", "0500000000"]],
        programmes=[["id", "title", "lead"], ["Q", "Another", "A"]],
    )  # fmt: skip
    assert main(["import", str(part), "--db", db, "--json"]) == 0
    done = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (done["added"], done["removed"]) == (1, 1)  # Q for P; the territory stays


def test_merge_only_adds_and_updates(small, db, tmp_path, capsys):
    main(["import", str(small), "--db", db])
    part = plain_workbook(
        tmp_path / "part.xlsx",
        register=[["slug", "title", "home", "profile", "as_of"],
                  ["small", "A small one", "0500000000", "philippines", "2020-06-30"]],
        actors=[["id", "name"], ["B", "A second office"]],
        programmes=[["id", "title", "lead"], ["Q", "Another", "A"]],
    )  # fmt: skip
    assert main(["import", str(part), "--merge", "--db", db, "--json"]) == 0
    done = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (done["added"], done["removed"]) == (2, 0)


def test_strict_refuses_warnings(tmp_path, db, capsys):
    path = plain_workbook(
        tmp_path / "warn.xlsx",
        register=[["slug", "title", "profile"], ["warn", "Warned", "philippines"]],
        actors=[["id", "name"], ["A", "An office"]],
        programmes=[["id", "title", "lead", "budget"], ["P", "A programme", "A", 100]],
    )
    assert main(["import", str(path), "--db", db, "--strict"]) == 1
    assert "--strict" in capsys.readouterr().err
    assert main(["import", str(path), "--db", db]) == 0
    assert "warning" in capsys.readouterr().out


def test_an_earlier_revision_is_restored_as_a_new_one(small, db, tmp_path, capsys):
    main(["import", str(small), "--db", db])
    more = plain_workbook(
        tmp_path / "more.xlsx",
        register=[["slug", "title", "home", "profile", "as_of"],
                  ["small", "A small one", "0500000000", "philippines", "2020-06-30"]],
        actors=[["id", "name"], ["B", "A second office"]],
        programmes=[["id", "title"], ["Q", "Another"]],
    )  # fmt: skip
    main(["import", str(more), "--merge", "--db", db])
    capsys.readouterr()
    assert main(["revisions", "--restore", "1", "--db", db, "--json"]) == 0
    first, _, last = json.loads(capsys.readouterr().out)
    assert first["number"] == 3
    assert first["digest"] == last["digest"]


# --- report and export --------------------------------------------------------------------------


@pytest.mark.usefixtures("default_db")
def test_the_report_follows_its_schema(capsys):
    assert main(["report", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(told)
    assert told["register"] == "bicol"
    assert told["of"] == "territory/0500000000"
    assert told["illustrative"] is False


@pytest.mark.usefixtures("default_db")
def test_the_training_register_says_that_it_is_illustrative(capsys):
    assert main(["report", "--json", "--register", "training"]) == 0
    assert json.loads(capsys.readouterr().out)["illustrative"] is True
    assert main(["report", "--register", "training"]) == 0
    assert "ILLUSTRATIVE" in capsys.readouterr().out


@pytest.mark.usefixtures("default_db")
@pytest.mark.parametrize(
    ("select", "named"),
    [
        ("territory=nowhere", "nowhere"),
        ("level=seven", "seven"),
        ("foo=1", "foo"),
        ("revision=99", "99"),
        ("sector=weather", "weather"),
    ],
)
def test_a_selection_that_cannot_be_is_one_sentence(select, named, capsys):
    assert main(["report", "--select", select]) == 2
    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 1


@pytest.mark.usefixtures("default_db")
def test_a_workbook_that_is_exported_and_imported_again_is_the_same_register(tmp_path, capsys):
    path, db = tmp_path / "bicol.xlsx", str(tmp_path / "b.sqlite")
    assert main(["export", "workbook", str(path)]) == 0
    assert main(["import", str(path), "--db", db]) == 0
    capsys.readouterr()
    main(["report", "--json", "--db", db])
    again = json.loads(capsys.readouterr().out)
    main(["report", "--json"])
    assert again["digest"] == json.loads(capsys.readouterr().out)["digest"]


@pytest.mark.usefixtures("default_db")
def test_the_tables_of_a_report_open_in_a_spreadsheet(tmp_path):
    path = tmp_path / "report.xlsx"
    assert main(["export", "xlsx", str(path)]) == 0
    book = load_workbook(path)
    assert {"about", "indicators", "overlaps", "gaps", "chains", "evidence"} <= set(book.sheetnames)
    about = {row[0].value: row[1].value for row in book["about"].iter_rows(min_row=2)}
    assert about["revision"] == "bicol r0001"


# --- template, generate, serve ------------------------------------------------------------------


def test_the_template_checks_clean(tmp_path, capsys):
    path = tmp_path / "my.xlsx"
    assert main(["template", str(path)]) == 0
    assert main(["check", str(path)]) == 0


def test_a_generated_register_can_be_imported(tmp_path, db, capsys):
    path = tmp_path / "made.xlsx"
    assert main(["generate", "30", str(path), "--seed", "7"]) == 0
    assert main(["import", str(path), "--db", db]) == 0


def test_a_taken_port_is_one_sentence_and_status_2(db, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), "--db", db]) == 2
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_a_database_that_is_none_is_one_sentence_and_status_2(tmp_path, capsys):
    path = tmp_path / "not.sqlite"
    path.write_text("this is no database, only text, and long enough to be told from one" * 20)
    assert main(["report", "--db", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "not.sqlite" in said


def test_every_command_explains_itself():
    for name in (
        "serve",
        "check",
        "import",
        "template",
        "report",
        "export",
        "revisions",
        "generate",
    ):
        run = subprocess.run(
            [sys.executable, "-m", "dashboard", name, "--help"], cwd=ROOT, capture_output=True,
            text=True, check=True, env=os.environ | {"COLUMNS": "100"},
        )  # fmt: skip
        assert "--db" in run.stdout


def test_the_parser_refuses_what_is_no_number(capsys):
    with pytest.raises(SystemExit):
        build_parser().parse_args(["serve", "--port", "70000"])
    assert "0 to 65535" in capsys.readouterr().err
