"""A small register in a store, for what needs more than a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.context import Context
from data.model import Actor
from data.store import Stamp, Store
from tests.builders import make, snapshot

STAMP = Stamp(office="Region R", why="a test")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The small country as the register ``toy``, with one office more at revision 2."""
    with Store(str(tmp_path / "toy.sqlite")) as opened:
        opened.write("toy", snapshot(), STAMP)
        office = make(Actor, "O", name="Office", acronym="OFF", level="regional", territory="R")
        opened.write("toy", snapshot(office), STAMP)
        yield opened


@pytest.fixture
def context(store: Store) -> Context:
    return Context(store)
