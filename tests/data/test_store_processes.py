"""Several programs, threads and forked workers use one database at once."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from data.model import Actor, Territory
from data.revisions import Conflict, Stamp
from data.snapshot import Snapshot
from data.store import Store

STAMP = Stamp("DEPDev V", "At the same time")
SPAWN = multiprocessing.get_context("spawn")
_start: Any = None


def _take(barrier: Any) -> None:
    global _start  # noqa: PLW0603 - each process is told once when all are there
    _start = barrier


def _at_once(processes: int, deed: Callable[..., Any], *arguments: Any) -> list[Any]:
    """What each of several processes returns that begin the same deed at the same moment."""
    with ProcessPoolExecutor(
        processes, mp_context=SPAWN, initializer=_take, initargs=(SPAWN.Barrier(processes),)
    ) as pool:
        futures = [pool.submit(deed, number, *arguments) for number in range(processes)]
        return [future.result(timeout=240) for future in futures]


def _add_actors(number: int, address: str, how_many: int) -> list[int]:
    _start.wait(180)
    with Store(address) as store:
        made = [
            store.merge("bicol", [Actor(id=f"{number}-{n}", name="An office")], STAMP)
            for n in range(how_many)
        ]
    return [revision.number for revision in made if revision is not None]


def _count_up(_number: int, address: str, how_often: int) -> None:
    _start.wait(180)
    with Store(address) as store:
        while how_often:
            base = store.newest("bicol")
            place = store.snapshot("bicol", base).territories["0500506000"]
            more = Territory(id=place.id, name=place.name, level="city", lgus=(place.lgus or 0) + 1)
            with suppress(Conflict):
                # None comes back where somebody else has just counted to the same number
                how_often -= store.merge("bicol", [more], STAMP, base=base) is not None


def _load_first(number: int, address: str) -> tuple[int, str]:
    _start.wait(180)
    with Store(address) as store:
        own = Snapshot([Actor(id="A", name=f"As process {number} has it")])
        revision = store.load_once("bicol", lambda: own, STAMP)
        return revision.number, revision.digest


def test_no_revision_is_lost_when_several_processes_write(address: str):
    made = _at_once(3, _add_actors, address, 8)
    assert sorted(chain(*made)) == list(range(1, 25))
    with Store(address) as store:
        assert store.newest("bicol") == 24
        assert len(store.snapshot("bicol")) == 24


def test_no_count_is_lost_when_several_processes_change_the_same_record(address: str):
    with Store(address) as store:
        start = Territory(id="0500506000", name="Legazpi", level="city", lgus=0)
        store.write("bicol", Snapshot([start]), STAMP)
        _at_once(3, _count_up, address, 6)
        assert store.snapshot("bicol").territories["0500506000"].lgus == 18
        assert store.newest("bicol") == 19


def test_processes_that_make_the_database_and_load_it_first_agree_on_one_revision(tmp_path: Path):
    address = str(tmp_path / "new.sqlite")
    found = _at_once(3, _load_first, address)
    assert len(set(found)) == 1
    with Store(address) as store:
        assert store.newest("bicol") == 1


@pytest.mark.postgres
def test_processes_that_make_the_tables_of_postgres_agree_on_one_revision(postgres_url: str):
    assert len(set(_at_once(3, _load_first, postgres_url))) == 1


def test_a_long_read_sees_one_state_while_others_write(store: Store, address: str):
    store.write("bicol", Snapshot([Actor(id="A", name="Before")]), STAMP)
    count = "SELECT count(*) FROM current_actors"
    with store._database.reading() as connection:
        if not store._database.is_sqlite:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert connection.exec_driver_sql(count).scalar() == 1
        with Store(address, wait=1) as other:
            other.merge("bicol", [Actor(id="B", name="New")], STAMP)
            assert other.newest("bicol") == 2
        assert connection.exec_driver_sql(count).scalar() == 1
    assert store.newest("bicol") == 2


def test_a_new_revision_of_another_program_is_seen_at_once(store: Store, address: str):
    store.write("bicol", Snapshot([Actor(id="A", name="Before")]), STAMP)
    assert len(store.snapshot("bicol")) == 1
    with Store(address) as other:
        other.merge("bicol", [Actor(id="B", name="New")], STAMP)
    assert len(store.snapshot("bicol")) == 2


def test_threads_that_ask_for_the_same_revision_get_the_same_snapshot(store: Store, address: str):
    store.write("bicol", Snapshot([Actor(id="A", name="A")]), STAMP)
    start = threading.Barrier(6)

    def ask(shared: Store) -> int:
        start.wait(60)
        return id(shared.snapshot("bicol"))

    with Store(address) as shared, ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, [shared] * 6))) == 1


def test_threads_may_open_a_new_database_at_once(tmp_path: Path):
    start = threading.Barrier(4)

    def first(number: int) -> int:
        start.wait(60)
        with Store(tmp_path / "new.sqlite") as opened:
            return opened.load_once("bicol", Snapshot, STAMP).number

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(first, range(4))) == [1, 1, 1, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts workers anew")
def test_a_forked_worker_opens_connections_of_its_own(store: Store):
    store.write("bicol", Snapshot([Actor(id="A", name="A")]), STAMP)
    forked = multiprocessing.get_context("fork")
    answers = forked.SimpleQueue()

    def work() -> None:
        store.merge("bicol", [Actor(id="B", name="B")], STAMP)
        answers.put(store.newest("bicol"))

    worker = forked.Process(target=work)
    worker.start()
    worker.join(60)
    assert answers.get() == 2
    assert len(store.snapshot("bicol")) == 2


def test_only_the_last_few_snapshots_are_kept(store: Store):
    for number in range(12):
        store.write("bicol", Snapshot([Actor(id="A", name=str(number))]), STAMP)
    newest = store.snapshot("bicol", 12)
    assert store.snapshot("bicol", 12) is newest
    assert store.snapshot("bicol", 1) is store.snapshot("bicol", 1)
    for number in range(2, 10):
        store.snapshot("bicol", number)
    assert store.snapshot("bicol", 12) is not newest
