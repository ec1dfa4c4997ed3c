"""What people keep beside the register, and what was printed from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from data.revisions import Stamp, StoreError
from data.snapshot import Snapshot
from data.store import Publication, Shelf, Store

AGENDA = {"items": [{"title": "Überlappungen – ñ", "address": "/overlaps?level=2,3"}], "n": None}


@pytest.mark.parametrize("shelf", Shelf)
def test_what_is_put_on_a_shelf_is_found_there(store: Store, shelf: Shelf):
    store.workspace.put(shelf, "bicol", "march", AGENDA)
    assert store.workspace.get(shelf, "bicol", "march") == AGENDA
    assert store.workspace.list(shelf, "bicol") == {"march": AGENDA}


def test_shelves_and_registers_are_apart_and_lists_in_order(store: Store):
    store.workspace.put(Shelf.AGENDAS, "bicol", "b", 2)
    store.workspace.put(Shelf.AGENDAS, "bicol", "a", 1)
    store.workspace.put(Shelf.AGENDAS, "ilocos", "c", 3)
    store.workspace.put(Shelf.VIEWS, "bicol", "d", 4)
    assert list(store.workspace.list(Shelf.AGENDAS, "bicol").items()) == [("a", 1), ("b", 2)]


def test_what_is_put_again_is_replaced(store: Store):
    store.workspace.put(Shelf.OPTIONS, "bicol", "x", [1])
    store.workspace.put(Shelf.OPTIONS, "bicol", "x", [2])
    assert store.workspace.list(Shelf.OPTIONS, "bicol") == {"x": [2]}


def test_what_is_dropped_is_gone(store: Store):
    store.workspace.put(Shelf.UPLOADS, "bicol", "x", {})
    store.workspace.drop(Shelf.UPLOADS, "bicol", "x")
    assert store.workspace.get(Shelf.UPLOADS, "bicol", "x") is None


@pytest.mark.parametrize(
    "payload", [float("nan"), {"when": datetime(2026, 3, 1, tzinfo=UTC)}, b"x"]
)
def test_what_json_does_not_hold_is_refused(store: Store, payload: object):
    with pytest.raises(StoreError, match="agendas 'x' cannot be kept; use text, numbers"):
        store.workspace.put(Shelf.AGENDAS, "bicol", "x", payload)


def test_what_was_printed_is_remembered_with_what_it_rested_on(store: Store):
    store.write("bicol", Snapshot(), Stamp("DEPDev V", "First"))
    printed = Publication(
        register="bicol",
        revision=1,
        kind="pptx",
        address="/scorecard?level=2,3",
        as_of="2015-12-31",
        catalogue_version="1",
        profile_digest="abc",
        printed={"CG1": 0.625, "CG2": None},
    )
    first = store.workspace.publish(printed)
    second = store.workspace.publish(replace(printed, kind="minutes"))
    found = store.workspace.publications("bicol")
    assert list(found) == [second, first]
    assert found[first] == replace(printed, at=datetime(2026, 3, 1, 12, 3, tzinfo=UTC))
    assert store.workspace.publications("ilocos") == {}


def test_only_a_revision_that_is_stored_can_be_printed(store: Store):
    printed = Publication("bicol", 1, "pptx", "/", "2015", "1", "abc", {})
    with pytest.raises(StoreError, match="refused"):
        store.workspace.publish(printed)
