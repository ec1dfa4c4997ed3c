"""A unit's own sets: T(u), P(u), O(u), LGU(u), its mechanisms, needs and points."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given

from coherence.by_place import ByPlace
from coherence.graph import PolicyGraph
from coherence.scope import Scope, scope_of
from coherence.selection import Lens, settle
from data.model import (
    Actor,
    Instrument,
    Mechanism,
    Need,
    Objective,
    Programme,
    Record,
    ServicePoint,
)  # fmt: skip
from data.snapshot import Snapshot
from tests.builders import PROFILE, make, scope
from tests.strategies import looked_at


def ids(records: Any) -> list[str]:
    return [record.id for record in records]


def programme(name: str, where: str = "", **more: Any) -> Programme:
    filled = {"title": name, "starts_on": "2019", "ends_on": "2025"} | more
    return make(Programme, name, territories=where, **filled)


def plan(name: str, place: str, level: str, **more: Any) -> list[Record]:
    home = make(Instrument, name, title=name, level=level, territory=place, **more)
    return [home, make(Objective, f"o-{name}", title=name, instrument=name)]


def test_a_territory_stands_for_itself_and_all_below_it() -> None:
    seen = scope(unit="P")
    assert seen.roots == ("P",)
    assert seen.rank == 2
    assert seen.territories == {"P", "A", "B"}
    assert seen.above == {"R", "N"}
    assert seen.lgus == ("P", "A", "B")
    assert seen.mechanism is None


def test_a_mechanism_stands_for_its_territories_and_has_itself() -> None:
    table = make(Mechanism, "T", name="T", level="provincial", territories="P Q")
    seen = scope(table, unit="mechanism/T")
    assert seen.mechanism == table
    assert seen.roots == ("P", "Q")
    assert seen.rank == 2
    assert seen.territories == {"P", "A", "B", "Q", "C"}
    assert seen.above == {"R", "N"}
    assert seen.lgus == ("P", "A", "B", "Q", "C")
    assert seen.mechanisms == (table,)


def test_overlapping_roots_count_a_local_government_once() -> None:
    table = make(Mechanism, "T", name="T", territories="R P")
    assert scope(table, unit="mechanism/T").lgus == ("P", "A", "B", "I", "Q", "C")


def test_a_mechanism_without_a_place_has_no_territory() -> None:
    table = make(Mechanism, "T", name="T")
    seen = scope(table, unit="mechanism/T")
    assert (seen.roots, seen.territories, seen.lgus, seen.rank) == ((), frozenset(), (), None)
    assert seen.programmes == ()


def test_the_programmes_of_a_unit_are_active_and_reach_it() -> None:
    records = [
        programme("here", "A"), programme("above", "N"), programme("open", open_to="B"),
        programme("beside", "Q"), programme("nowhere"), programme("over", "A", ends_on="2019"),
        programme("none", "A", migration="none"), programme("guess", "A", grade="D"),
        programme("asleep", "A", starts_on=None, ends_on=None, observed_on="2015"),
    ]  # fmt: skip
    seen = scope(*records, unit="P")
    assert ids(seen.programmes) == ["above", "here", "open"]
    assert ids(seen.uncertain_programmes) == ["asleep", "nowhere"]


def test_uncertain_programmes_may_belong_to_the_unit() -> None:
    asleep = {"starts_on": None, "ends_on": None, "observed_on": "2015"}
    records = [
        programme("a", "Q", **asleep), programme("b", **asleep), programme("c", grade="D"),
        programme("d", migration="none"), programme("e", ends_on="2019"),
    ]  # fmt: skip
    assert ids(scope(*records, unit="P").uncertain_programmes) == ["b"]


def test_objectives_are_those_in_the_unit_and_above_it() -> None:
    records = [
        *plan("pdp", "N", "national"), *plan("rdp", "R", "regional"),
        *plan("cdp", "A", "local"), *plan("other", "Q", "provincial"),
        *plan("old", "R", "regional", valid_to="2019"),
        *plan("hall", "", "regional"),
    ]  # fmt: skip
    seen = scope(*records, unit="P")
    assert ids(seen.objectives()) == ["o-cdp", "o-pdp", "o-rdp"]
    assert ids(seen.objectives(1)) == ["o-rdp"]
    assert ids(seen.own_objectives()) == ["o-cdp"]
    assert ids(seen.own_objectives(2)) == []


def test_instruments_of_a_unit_may_be_of_unknown_force_but_not_over_or_guessed() -> None:
    records = [
        make(Instrument, "law", title="Law", territory="A"),
        make(Instrument, "later", title="L", territory="A", observed_on="2021"),
        make(Instrument, "over", title="O", territory="A", valid_to="2019"),
        make(Instrument, "guess", title="G", territory="A", grade="D"),
        make(Instrument, "far", title="F", territory="Q"),
    ]  # fmt: skip
    assert ids(scope(*records, unit="P").instruments()) == ["later", "law"]


def test_a_unit_owns_the_mechanisms_on_exactly_its_places() -> None:
    def table(name: str, places: str, **more: Any) -> Mechanism:
        filled = {"migration": "specific"} | more
        return make(Mechanism, name, name=name, territories=places, **filled)

    records = [
        table("own", "P"), table("wide", "P Q"), table("low", "A"),
        table("mixed", "P", migration="mainstreamed"), table("blank", "P", migration=None),
        table("over", "P", valid_to="2019"), table("guess", "P", grade="D"),
    ]  # fmt: skip
    assert ids(scope(*records, unit="P").mechanisms) == ["own"]


def test_points_needs_and_actors_are_those_at_or_under_the_unit() -> None:
    def point(name: str, place: str, **more: Any) -> ServicePoint:
        return make(ServicePoint, name, name=name, territory=place, **more)

    def actor(name: str, place: str | None, **more: Any) -> Actor:
        return make(Actor, name, name=name, territory=place, **more)

    records = [
        point("p1", "A"), point("p2", "Q"), point("p3", "A", valid_to="2019"),
        point("p4", "A", grade="D"), point("p5", "A", observed_on="2015"),
        make(Need, "n1", territory="B"), make(Need, "n2", territory="R"),
        make(Need, "n3", territory="B", grade="D"),
        make(Need, "n4", territory="B", valid_to="2019"),
        actor("a1", "P"), actor("a2", None), actor("a3", "A", valid_to="2019"),
        actor("a4", "A", grade="D"), actor("a5", "A", observed_on="2021"),
    ]  # fmt: skip
    seen = scope(*records, unit="P")
    assert ids(seen.service_points) == ["p1", "p5"]
    assert ids(seen.needs) == ["n1"]
    assert ids(seen.actors) == ["a1"]


def test_what_is_computed_of_a_unit_is_computed_once() -> None:
    calls: list[Scope] = []

    def count(seen: Scope) -> int:
        calls.append(seen)
        return len(calls)

    seen = scope()
    assert [seen.once(count), seen.once(count)] == [1, 1]
    assert calls == [seen]


def test_a_unit_is_the_same_object_through_every_lens() -> None:
    graph = scope().graph
    through = settle(graph.snapshot, "territory/P", graph.as_of, Lens(services=frozenset({"s"})))
    clear = settle(graph.snapshot, "territory/P", graph.as_of)
    other = settle(graph.snapshot, "territory/R", graph.as_of)
    held = scope_of(graph, clear)
    assert scope_of(graph, through) is held
    assert scope_of(graph, other) is not held


# --- beside the definitions ---------------------------------------------------------------------


@given(looked_at())
def test_a_unit_finds_by_place_what_one_finds_by_going_through_all(
    look: tuple[Snapshot, str, date],
) -> None:
    held, unit, day = look
    graph = PolicyGraph(held, PROFILE, day)
    seen = Scope(graph, settle(held, unit, day))
    ours, around = seen.territories, seen.territories | seen.above

    def may_hold(record: Record) -> bool:
        return graph.counts(record) and graph.in_force(record) is not False

    def concerns(programme: Programme) -> bool:
        return graph.is_on_migration(programme) and may_hold(programme)

    programmes = [p for p in held.of(Programme).values() if concerns(p)]
    known = [p for p in programmes if graph.in_force(p)]
    assert ids(seen.programmes) == ids(p for p in known if seen.reached_by(p))
    assert ids(seen.uncertain_programmes) == [
        p.id
        for p in programmes
        if not graph.reach(p) or (not graph.in_force(p) and seen.reached_by(p))
    ]
    assert ids(seen.objectives()) == [
        o.id for o in graph.objectives() if graph.territory_of(o) in around
    ]
    assert ids(seen.own_objectives()) == [
        o.id for o in graph.objectives() if graph.territory_of(o) in ours
    ]
    for kind, found in (
        (Instrument, seen.instruments()), (Need, seen.needs), (ServicePoint, seen.service_points),
    ):  # fmt: skip
        records = held.of(kind).values()
        assert ids(found) == [r.id for r in records if r.territory in ours and may_hold(r)]
    actors = [a for a in held.of(Actor).values() if a.territory in ours and graph.counts(a)]
    assert ids(seen.actors) == [a.id for a in actors if graph.in_force(a)]
    owned = [i.id for i in held.of(Instrument).values() if i.owner == unit]
    placed = [i.id for i in held.of(Instrument).values() if i.territory in ours]
    assert ids(seen.own_instruments) == (owned if seen.mechanism else placed)


def test_records_by_place_come_once_and_in_order() -> None:
    found = ByPlace([(programme("b"), "QA"), (programme("a"), ""), (programme("c"), "AP")])
    assert ids(found.within({"A", "P"})) == ["b", "c"]
    assert ids(found.within({"P"})) == ["c"]
    assert ids(found.within({"A", "P", "Q", "R"})) == ["b", "c"]
    assert ids(found.within({"R"})) == []
