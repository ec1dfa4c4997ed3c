"""A country is a profile and a register: no code knows the Philippines, or any other country."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.model import Actor, Instrument, Programme, Territory
from data.profile import load_profile
from data.readers.reading import Reading
from data.readers.workbook import read_workbook

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"
COUNTRY_WORDS = ("philippin", "psgc", "bicol", "barangay", "ecuador", "imbabura", "senegal")
DEFAULTS = {"settings.py", "cli.py", "shipped.py"}
"""Where the product may say which register it opens with."""
EXEMPT = {"DEFAULT_PROFILE", "SYNONYMS"}


def modules() -> list[Path]:
    """Every module of the three floors, but for those that hold the defaults."""
    return sorted(
        path
        for floor in ("data", "coherence", "dashboard")
        for path in (ROOT / floor).rglob("*.py")
        if path.name not in DEFAULTS
    )


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every name and literal; comments and docstrings may give examples.

    So may the ``example`` and ``hint`` of a column. A ``DEFAULT_PROFILE`` has to name one, and
    `SYNONYMS` are the words that people write over columns, in any country.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    examples = set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            examples.add(id(node.value))
        if isinstance(node, ast.keyword) and node.arg in {"example", "hint"}:
            examples.update(id(inside) for inside in ast.walk(node.value))
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) in EXEMPT:
            examples.update(id(inside) for inside in ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in examples:
                yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_knows_a_country(path: Path) -> None:
    found = [
        f"line {line}: {text!r}"
        for line, text in spoken(path)
        if any(word in text.casefold() for word in COUNTRY_WORDS)
    ]
    assert found == []


@pytest.fixture(scope="module")
def imbabura() -> Reading:
    return read_workbook(SAMPLES / "imbabura")


def test_ecuador_has_no_rung_between_country_and_province_and_so_no_hinge() -> None:
    ecuador = load_profile("ecuador")
    assert list(ecuador.by_rank) == [0, 2, 3, 4]
    assert ecuador.hinge is None
    assert [level.id for level in ecuador.levels.values() if level.counts_as_lgu] == [
        "provincial",
        "cantonal",
    ]
    assert ecuador.currency == "USD"
    assert ecuador.setting("words", "lgus") == "GAD"


def test_senegal_has_the_region_as_its_hinge() -> None:
    senegal = load_profile("senegal")
    assert senegal.by_rank[1].id == "regional"
    assert senegal.hinge == 1


def test_the_register_of_imbabura_reads_without_an_error_or_a_warning(imbabura: Reading) -> None:
    assert [*map(str, imbabura.errors), *map(str, imbabura.warnings)] == []
    assert imbabura.profile == load_profile("ecuador")


def test_its_places_are_a_province_and_its_six_cantons(imbabura: Reading) -> None:
    places = imbabura.snapshot.of(Territory).values()
    assert Counter(place.level for place in places) == {
        "national": 1, "provincial": 5, "cantonal": 7, "parroquial": 2,
    }  # fmt: skip
    assert [p.name for p in places if p.parent == "10"] == [
        "Ibarra", "Antonio Ante", "Cotacachi", "Otavalo", "Pimampiro", "San Miguel de Urcuquí",
    ]  # fmt: skip
    assert imbabura.snapshot.of(Territory)["04"].name == "Carchi"


def test_a_code_that_lost_its_zero_is_read_as_the_province_that_it_means(
    tmp_path: Path, imbabura: Reading
) -> None:
    (tmp_path / "actors.csv").write_text("id,name,level,territory\nGAD-C,GAD Carchi,provincial,4\n")
    reading = read_workbook(tmp_path / "actors.csv", known=imbabura.snapshot)
    assert reading.snapshot.of(Actor)["GAD-C"].territory == "04"
    assert [issue.code for issue in reading.warnings] == ["lost-zero"]


def test_every_row_names_an_address_or_a_file_at_which_it_was_read(imbabura: Reading) -> None:
    unsourced = [
        record.ref
        for record in imbabura.snapshot
        if record.KIND != "register" and not re.search(r"https?://|github ", record.source or "")
    ]
    assert unsourced == []


def test_it_is_no_illustration_and_says_what_it_does_not_know(imbabura: Reading) -> None:
    register = imbabura.snapshot.register
    assert register is not None
    assert register.illustrative is False
    assert imbabura.snapshot.of(Programme)["JMDI-ZN"].lead is None
    assert imbabura.snapshot.of(Programme)["INTEGRA"].territories == ()
    assert imbabura.snapshot.of(Instrument)["PND-2017"].read == "no"


def test_money_is_in_dollars(imbabura: Reading) -> None:
    programme = imbabura.snapshot.of(Programme)["DPE-MH-2012"]
    assert (programme.budget, programme.currency) == (115_000, "USD")


def test_the_workbook_of_imbabura_says_what_its_files_say(imbabura: Reading) -> None:
    assert read_workbook(SAMPLES / "imbabura.xlsx").snapshot == imbabura.snapshot
