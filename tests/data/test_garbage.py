"""When Python looks for garbage, and what it goes past."""

from __future__ import annotations

import gc

import pytest

from data.garbage import lasting, nothing_is_garbage


class Circle:
    """Garbage that only a search finds."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def as_before():
    yield
    gc.unfreeze()
    gc.enable()


def circles() -> int:
    return sum(isinstance(found, Circle) for found in gc.get_objects())


def test_nothing_is_searched_while_much_is_made():
    gc.collect()
    with nothing_is_garbage():
        for _ in range(5_000):
            Circle()
        assert circles() == 5_000
    assert gc.isenabled()
    gc.collect()
    assert circles() == 0


def test_who_switched_the_search_off_finds_it_off():
    gc.disable()
    with nothing_is_garbage():
        pass
    assert not gc.isenabled()


def test_what_lasts_is_gone_past_until_something_else_lasts():
    gc.collect()
    kept = Circle()
    lasting()
    assert gc.get_freeze_count() > 0
    del kept
    gc.collect()
    gc.unfreeze()
    assert circles() == 1, "the search went past it"
    gc.freeze()
    lasting()
    gc.unfreeze()
    assert circles() == 0, "it was let go of when something else came to last"
