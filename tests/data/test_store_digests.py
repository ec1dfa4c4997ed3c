"""The digests that are kept with a revision, so that reading it need not reckon them again.

That each of them is what reckoning gives is looked at wherever a test of the store reads
(`conftest.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
import sqlalchemy as sa

from data.model import Actor, Programme
from data.revisions import Stamp
from data.snapshot import Snapshot
from data.store import Store
from data.store.digests import digests_at, forget_digests
from data.tables import digests

STAMP = Stamp("DEPDev V", "Test")
OWWA = Actor(id="OWWA", name="OWWA")
DESK = Programme(id="DESK", title="Help desk")
BICOL = Snapshot([OWWA, DESK])
RENAMED = BICOL.with_records([replace(DESK, title="Desk")])


def _kept(store: Store, revision: int) -> Mapping[str, str]:
    with store._database.reading() as connection:
        return digests_at(connection, "bicol", revision)


@pytest.fixture
def twice(store: Store) -> Store:
    """A store whose second revision changed a programme."""
    store.write("bicol", BICOL, STAMP)
    store.write("bicol", RENAMED, STAMP)
    return store


def test_every_revision_keeps_the_digests_of_its_day(twice: Store):
    assert _kept(twice, 1) == BICOL.digests
    assert _kept(twice, 2) == RENAMED.digests


def test_a_register_in_batches_keeps_its_digests(store: Store):
    store.load_batches("bicol", [[OWWA], [DESK]], STAMP)
    assert _kept(store, 1) == BICOL.digests


def test_an_edit_on_what_another_program_wrote_keeps_its_digests(twice: Store, address: str):
    with Store(address) as other:
        other.merge("bicol", [Actor(id="DOLE", name="DOLE")], STAMP, without=["programme/DESK"])
    assert _kept(twice, 3) == Snapshot([OWWA, Actor(id="DOLE", name="DOLE")]).digests


def test_only_kinds_that_a_revision_changed_are_kept_with_it(twice: Store):
    with twice._database.reading() as connection:
        asked = sa.select(digests.c.revision, digests.c.kind).order_by(digests.c.revision)
        found = sorted(map(tuple, connection.execute(asked)))
    assert found == [(1, "actor"), (1, "programme"), (2, "programme")]


def test_what_an_older_program_added_is_reckoned_when_it_is_read(twice: Store, address: str):
    with twice._database.writing() as connection:  # it keeps no digests
        connection.execute(sa.delete(digests).where(digests.c.revision == 2))
    assert _kept(twice, 2) == {}
    with Store(address) as other:
        assert other.snapshot("bicol") == RENAMED
        assert other.snapshot("bicol", 1) == BICOL


def test_what_was_forgotten_is_kept_again_from_the_next_revision_on(twice: Store, address: str):
    with twice._database.writing() as connection:
        forget_digests(connection)
    with Store(address) as other:
        assert other.snapshot("bicol") == RENAMED
        other.write("bicol", BICOL, STAMP)
        assert (_kept(other, 2), _kept(other, 3)) == ({}, BICOL.digests)
