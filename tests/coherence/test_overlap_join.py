"""The fast join gives what the definition gives, whichever way it takes."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence.graph import PolicyGraph
from coherence.kernels import compiled, engine, plain
from coherence.kernels.engine import Engine, best_engine
from coherence.kernels.tables import COLUMNS, Rules, Task
from coherence.overlap_arrays import numbered, postings
from coherence.overlap_bonds import bonds
from coherence.overlap_census import OverlapCensus
from coherence.overlap_count import take_census
from coherence.scope import Scope
from coherence.selection import settle
from data.model import Actor, Programme, Record
from data.profile import Profile
from data.snapshot import Snapshot
from data.told import Cancelled
from tests.builders import DAY, PROFILE, country, make, scope
from tests.coherence.landscapes import landscapes
from tests.coherence.overlap_oracle import Expected, expected

ENGINES: list[Engine] = ["numpy", "numba"]
every_engine = pytest.mark.parametrize("way", ENGINES)
UNITS = ["N", "R", "P", "A", "I"]


def same(census: OverlapCensus, wanted: Expected) -> None:
    """A census says what the definition says."""
    names = (
        "co_present", "fragmentation", "overlap", "duplication", "managed", "complementary",
        "settled", "not_judged",
    )  # fmt: skip
    assert {name: getattr(census, name) for name in names} == {
        name: wanted.counts[name] for name in names
    }
    assert {(p.first, p.second) for p in census.pairs if p.listed} == wanted.listed
    assert {m.programme: m.pairs for m in census.missing} == wanted.missing
    overlapping = {
        (p.first, p.second): (p.kind, p.managed, p.complementary, p.standing.settled, p.score)
        for p in census.pairs
        if p.overlaps and (census.detailed or p.listed)
    }
    named = wanted.overlapping if census.detailed else wanted.listed
    assert overlapping == {p: found for p, found in wanted.overlapping.items() if p in named}
    if census.detailed:
        assert {(p.first, p.second) for p in census.pairs if p.counts} == wanted.co_present


def with_overlap(**settings: Any) -> Profile:
    """The profile with other numbers for overlaps."""
    return Profile("other", {**PROFILE.tables, "overlap": settings})


def scope_in(profile: Profile, records: list[Record], unit: str = "R") -> Scope:
    held = Snapshot([*country(), *records])
    return Scope(PolicyGraph(held, profile, DAY), settle(held, f"territory/{unit}", DAY))


@every_engine
@given(records=landscapes(), unit=st.sampled_from(UNITS))
def test_the_join_gives_what_the_definition_gives(
    way: Engine, records: list[Record], unit: str
) -> None:
    held = scope(*records, unit=unit)
    same(take_census(held, way), expected(held))


@every_engine
@given(records=landscapes(), threshold=st.sampled_from([0, 100, 300, 500, 550, 650, 1000]))
def test_a_large_unit_lists_from_the_threshold_on(
    way: Engine, records: list[Record], threshold: int
) -> None:
    profile = with_overlap(threshold=threshold, list_all_below=0)
    held = scope_in(profile, records)
    census = take_census(held, way)
    assert not census.detailed
    same(census, expected(held))


def offices(count: int) -> list[Record]:
    return [make(Actor, f"x{n}", name=f"x{n}") for n in range(count)]


def many(count: int, **fields: Any) -> list[Record]:
    """So many programmes of different leads in A, all of the same service and group."""
    told = {"services": "skills", "groups": "women", "territories": "A"} | fields
    return [make(Programme, f"p{n:03}", title="t", lead=f"x{n}", **told) for n in range(count)]


@every_engine
def test_pairs_of_a_small_unit_are_named_and_those_of_a_large_one_counted(way: Engine) -> None:
    records = [*offices(4), *many(4)]
    small = take_census(scope_in(with_overlap(list_all_below=5), records), way)
    large = take_census(scope_in(with_overlap(list_all_below=4), records), way)
    assert (small.detailed, large.detailed) == (True, False)
    assert small.by_programme == large.by_programme
    assert small.by_programme["p000"] == (3, 3, 3, 0)


@every_engine
def test_codes_may_need_more_than_one_word(way: Engine) -> None:
    services = [f"s{n:02}" for n in range(70)]
    records = [
        *offices(3),
        make(Programme, "a", title="a", lead="x0", territories="A", services=services),
        make(Programme, "b", title="b", lead="x1", territories="A", services=services[65:]),
        make(Programme, "c", title="c", lead="x2", territories="A", services=services[:1]),
    ]
    held = scope(*records)
    assert numbered(held.graph).sides.bits.shape == (3, 2)
    census = take_census(held, way)
    assert [(p.first + p.second, p.points[0], p.overlaps) for p in census.pairs] == [
        ("ab", 350 * 5 // 70, True), ("ac", 350 // 70, True), ("bc", 0, False)
    ]  # fmt: skip
    same(census, expected(held))


def task_of(held: Scope) -> Task:
    rules = Rules((350, 300, 100, 100, 150), 550, 600, True)
    return Task(numbered(held.graph).sides, postings(held), bonds(held).led.links, rules)


def test_few_candidates_are_left_to_numpy_and_many_to_the_compiled_kernel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task = task_of(scope(*offices(4), *many(4)))
    assert task.postings.candidates == 6
    assert best_engine(task) == "numpy"
    monkeypatch.setattr(engine, "WORTH_CALLING", 6)
    assert best_engine(task) == "numba"
    monkeypatch.setattr(engine, "WORTH_CALLING", 7)
    assert best_engine(task) == "numpy"


@pytest.mark.parametrize(("least", "chosen"), [(6, "numba"), (7, "numpy")])
def test_where_nothing_compiled_is_loaded_it_takes_more_candidates_to_load_it(
    monkeypatch: pytest.MonkeyPatch, least: int, chosen: Engine
) -> None:
    task = task_of(scope(*offices(4), *many(4)))
    monkeypatch.setattr(engine, "WORTH_CALLING", 0)
    monkeypatch.setattr(engine, "WORTH_LOADING", least)
    monkeypatch.setattr(engine, "can_compile", lambda: True)
    monkeypatch.delitem(sys.modules, engine.COMPILED)
    assert best_engine(task) == chosen


def test_where_nothing_can_be_compiled_numpy_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WORTH_LOADING", 0)
    monkeypatch.setitem(sys.modules, engine.COMPILED, None)
    assert best_engine(task_of(scope(*offices(2), *many(2)))) == "numpy"


def test_a_full_buffer_is_handed_over_and_the_join_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = scope(*offices(40), *many(40, territories="A B"))
    whole = take_census(held, "numba")
    monkeypatch.setattr(compiled, "ROOM", 1)
    monkeypatch.setattr(compiled, "TILE", 64)
    chunks = list(compiled.join(task_of(held), np.zeros((40, COLUMNS), np.int64)))
    assert len(chunks) > 5
    assert take_census(held, "numba") == whole
    assert len(whole.pairs) == 780


def test_numpy_takes_few_candidates_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    held = scope(*offices(9), *many(9, territories="A P"))
    whole = take_census(held, "numpy")
    monkeypatch.setattr(plain, "AT_ONCE", 3)
    assert take_census(held, "numpy") == whole


@every_engine
def test_a_unit_without_programmes_has_no_pairs(way: Engine) -> None:
    census = take_census(scope(), way)
    assert (census.programmes, census.co_present, census.pairs) == (0, 0, ())


@every_engine
@given(seed=st.integers(0, 50))
def test_two_programmes_that_meet_in_many_places_meet_once(way: Engine, seed: int) -> None:
    places = ["N R P", "A B C", "P C", "A Q", "R", "I A", "B Q I", "A"]
    reaches = [places[(seed * (n + 3) + n * n) % len(places)] for n in range(8)]
    records = [
        *offices(8),
        *(
            make(Programme, f"p{n}", title="t", lead=f"x{n}", services="skills", territories=reach)
            for n, reach in enumerate(reaches)
        ),
    ]
    held = scope(*records)
    same(take_census(held, way), expected(held))


@every_engine
def test_the_join_tells_how_far_it_is_and_can_be_stopped(
    way: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "AT_ONCE", 3)
    held = scope(*offices(9), *many(9))
    heard: list[float] = []

    def stop(done: float) -> None:
        heard.append(done)
        if done > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        take_census(held, way, stop)
    assert heard == sorted(heard)
    assert 0.3 < heard[-1] < 1


def test_pairs_are_made_objects_only_where_they_are_asked_for() -> None:
    pairs = take_census(scope(*offices(3), *many(3))).pairs
    first, second, third = pairs
    assert (len(pairs), pairs[0], pairs[-1], list(pairs[1:])) == (3, first, third, [second, third])
    assert pairs.at(np.array([2, 0])) == (third, first)
    with pytest.raises(IndexError):
        pairs[3]
