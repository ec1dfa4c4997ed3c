"""A country is a profile and a register: no code knows the Philippines, or any other country."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COUNTRY_WORDS = ("philippin", "psgc", "bicol", "barangay", "ecuador", "imbabura", "senegal")
DEFAULTS = {"settings.py", "cli.py", "shipped.py"}
"""Where the product may say which register it opens with."""


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

    So may the ``example`` and ``hint`` of a column; and `SYNONYMS` are the words that people
    write over columns, in any country.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    examples = set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            examples.add(id(node.value))
        if isinstance(node, ast.keyword) and node.arg in {"example", "hint"}:
            examples.update(id(inside) for inside in ast.walk(node.value))
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "SYNONYMS":
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
