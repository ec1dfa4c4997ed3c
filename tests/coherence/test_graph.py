"""What held, who is who, and what closes a question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coherence.graph import PolicyGraph
from data.model import (
    Actor,
    Alignment,
    Assessment,
    Contribution,
    Funding,
    Instrument,
    Inventory,
    Mechanism,
    Membership,
    Need,
    Objective,
    Programme,
    Record,
    Register,
    ServicePoint,
    Territory,
    Tie,
    UnitSet,
)  # fmt: skip
from data.snapshot import Snapshot
from tests.builders import DAY, PROFILE, country, graph, make


def ids(records: Any) -> list[str]:
    return [record.id for record in records]


def held(record: Record, *others: Record, as_of: date = DAY) -> bool | None:
    return graph(record, *others, as_of=as_of).in_force(record)


def undated(record: Record, as_of: str | None) -> bool | None:
    """A record without a date of its own, in a register that may have one."""
    rows = [r for r in country() if not isinstance(r, Register)]
    about = make(Register, "r", title="R", profile="philippines", as_of=as_of)
    return PolicyGraph(Snapshot([about, *rows, record]), PROFILE, DAY).in_force(record)


# --- in force ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Actor, Instrument, Mechanism, UnitSet])
def test_bodies_and_instruments_stay_in_force_until_they_end(kind: type[Record]) -> None:
    words = {"title": "X"} if kind is Instrument else {"name": "X"}
    assert held(make(kind, "x", observed_on="2001", **words)) is True
    assert held(make(kind, "x", valid_from="2020-07-01", **words)) is False
    assert held(make(kind, "x", valid_to="2020-06-29", **words)) is False
    assert held(make(kind, "x", valid_to="2020", **words)) is None
    assert held(make(kind, "x", observed_on="2020-07-01", **words)) is None


def test_an_instrument_starts_on_the_day_it_was_adopted_unless_it_says_otherwise() -> None:
    adopted = make(Instrument, "x", title="X", adopted_on="2020-07-01", observed_on="2019")
    assert held(adopted) is False
    from_before = make(Instrument, "x", title="X", adopted_on="2020-07-01", valid_from="2020-01")
    assert held(from_before) is True


def test_a_territory_always_holds_and_so_do_facts_about_others() -> None:
    assert held(make(Territory, "x", name="X", level="local", observed_on="2030")) is True
    assert held(make(Funding, programme="p", amount=1)) is True


def test_an_objective_is_in_force_with_its_instrument() -> None:
    aim = make(Objective, "o", title="O", instrument="i")
    assert held(aim, make(Instrument, "i", title="I")) is True
    assert held(aim, make(Instrument, "i", title="I", valid_to="2019")) is False
    assert held(aim) is None


@pytest.mark.parametrize(
    "record",
    [
        make(Programme, "p", title="P", observed_on="2017-06-30"),
        make(Need, territory="A", observed_on="2017-06-30"),
        make(Membership, mechanism="m", actor="a", observed_on="2017-06-30"),
        make(Tie, from_actor="a", to_actor="b", observed_on="2017-06-30"),
        make(ServicePoint, "s", name="S", territory="A", observed_on="2017-06-30"),
    ],
    ids=lambda record: record.KIND,
)
def test_what_has_no_end_is_known_for_36_months(record: Record) -> None:
    assert held(record) is True
    assert held(record, as_of=date(2020, 7, 1)) is None


def test_a_service_point_is_vouched_for_by_its_last_activity_too() -> None:
    def point(**more: Any) -> ServicePoint:
        return make(ServicePoint, "s", name="S", territory="A", opened_on="2010", **more)

    assert held(point(observed_on="2015")) is None
    assert held(point(observed_on="2015", last_active_on="2018")) is True
    assert held(point(observed_on="2019", last_active_on="2015")) is True
    assert held(point(observed_on=None, last_active_on="2018"), as_of=DAY) is True
    assert held(point(valid_to="2020-06-29")) is False


def test_what_is_undated_is_vouched_for_on_the_registers_day() -> None:
    bare = make(Programme, "p", title="P", observed_on=None)
    assert undated(bare, "2020-06-30") is True
    assert undated(bare, "2017-06-29") is None
    assert undated(bare, None) is None


@pytest.mark.parametrize("status", ["pipeline", "closed", "cancelled", "suspended"])
def test_a_stopped_programme_is_not_active_from_the_day_it_was_seen_so(status: str) -> None:
    def programme(seen: str | None) -> Programme:
        return make(Programme, "p", title="P", status=status, starts_on="2015", ends_on="2025",
                    observed_on=seen)  # fmt: skip

    assert held(programme("2020-06-30")) is False
    assert held(programme("2020-07-01")) is True
    assert held(programme("2020")) is None
    assert held(programme("2020-06")) is False


def test_a_running_programme_is_active_between_its_dates() -> None:
    def programme(**dates: Any) -> Programme:
        return make(Programme, "p", title="P", status="implementation", **dates)

    assert held(programme(starts_on="2019", ends_on="2020-06-30")) is True
    assert held(programme(starts_on="2019", ends_on="2020-06-29")) is False
    assert held(programme(starts_on="2020-07", ends_on="2021")) is False
    assert held(make(Programme, "p", title="P", starts_on="2019", ends_on="2021")) is True


def test_a_link_holds_while_both_its_ends_do() -> None:
    plan = make(Instrument, "i", title="I")
    over = make(Instrument, "j", title="J", valid_to="2019")
    upper = make(Objective, "u", title="U", instrument="i")
    lower = make(Objective, "l", title="L", instrument="j")
    link = make(Alignment, child="l", parent="u", score=1.0)
    assert held(link, plan, over, upper, lower) is False
    assert held(link, plan, make(Instrument, "j", title="J"), upper, lower) is True
    assert held(link, upper) is None
    work = make(Programme, "p", title="P", ends_on="2019")
    given = make(Contribution, programme="p", objective="u", strength=1.0)
    assert held(given, plan, upper, work) is False
    assert held(given, plan, upper, make(Programme, "p", title="P", starts_on="2019")) is True
    assert held(given, plan, upper) is None


# --- records ----------------------------------------------------------------------------------


def test_objectives_and_programmes_on_migration_are_not_none_and_no_guesses() -> None:
    seen = graph(
        make(Instrument, "i", title="I", level="regional"),
        make(Objective, "a", title="A", instrument="i"),
        make(Objective, "b", title="B", instrument="i", migration="none"),
        make(Objective, "c", title="C", instrument="i", grade="D"),
        make(Objective, "d", title="D", instrument="i", migration="mainstreamed"),
        make(Programme, "p", title="P"),
        make(Programme, "q", title="Q", migration="none"),
        make(Programme, "r", title="R", grade="D"),
        make(Programme, "s", title="S", status="closed"),
    )
    assert ids(seen.objectives()) == ["a", "d"]
    assert ids(seen.objectives(1)) == ["a", "d"]
    assert ids(seen.objectives(0)) == []
    assert ids(seen.programmes()) == ["p"]


def test_rank_is_the_level_of_the_instrument_of_the_lead_or_of_the_place() -> None:
    plan = make(Instrument, "i", title="I", level="regional")
    lead = make(Actor, "a", name="A", level="national")
    seen = graph(plan, lead)
    assert seen.rank(make(Objective, "o", title="O", instrument="i")) == 1
    assert seen.rank(make(Objective, "o", title="O", instrument="gone")) is None
    assert seen.rank(make(Programme, "p", title="P", lead="a")) == 0
    assert seen.rank(make(Programme, "p", title="P", lead="a", level="local")) == 3
    assert seen.rank(make(Programme, "p", title="P")) is None
    assert seen.rank(make(Need, territory="P")) == 2
    assert seen.rank(make(ServicePoint, "s", name="S", territory="A")) == 3
    assert seen.rank(make(Mechanism, "m", name="M", level="regional")) == 1
    assert seen.rank(make(Funding, programme="p")) is None


def test_a_community_ranks_as_its_city_and_international_bodies_not_at_all() -> None:
    assert graph().rank(make(Actor, "a", name="A", level="community")) == 3
    assert graph().rank(make(Actor, "a", name="A", level="international")) is None


def test_a_record_belongs_to_one_place_or_to_none() -> None:
    seen = graph(
        make(Instrument, "i", title="I", territory="R"), make(Actor, "a", name="A", territory="P")
    )
    assert seen.territory_of(make(Objective, "o", title="O", instrument="i")) == "R"
    assert seen.territory_of(make(Objective, "o", title="O", instrument="gone")) is None
    assert seen.territory_of(make(Programme, "p", title="P", lead="a")) == "P"
    assert seen.territory_of(make(Programme, "p", title="P")) is None
    assert seen.territory_of(make(Mechanism, "m", name="M", territories="R")) == "R"
    assert seen.territory_of(make(Mechanism, "m", name="M", territories="R P")) is None
    assert seen.territory_of(make(Need, territory="B")) == "B"
    assert seen.territory_of(seen.places.territories["Q"]) == "Q"
    assert seen.territory_of(make(Tie, from_actor="a", to_actor="b")) is None


def test_a_record_is_called_by_its_short_name_first() -> None:
    seen = graph(
        make(Actor, "a", name="Public Employment Service Office", acronym="PESO"),
        make(Instrument, "i", title="Executive Order 13", short_title="EO 13"),
        make(Programme, "p", title="Programme"),
        make(Tie, "t", from_actor="a", to_actor="a"),
    )
    assert [seen.called(ref) for ref in ("actor/a", "instrument/i", "programme/p", "tie/t")] == [
        "PESO", "EO 13", "Programme", "t",
    ]  # fmt: skip
    assert seen.called("actor/gone") == "gone"
    assert seen.called("gone") == "gone"


def test_a_body_is_followed_to_its_successor_once_it_has_surely_ended() -> None:
    seen = graph(
        make(Actor, "old", name="Old", valid_to="2015", succeeded_by="mid"),
        make(Actor, "mid", name="Mid", valid_to="2018", succeeded_by="new"),
        make(Actor, "new", name="New"),
        make(Actor, "maybe", name="M", valid_to="2020", succeeded_by="new"),
        make(Actor, "lost", name="L", valid_to="2015"),
        make(Actor, "one", name="One", valid_to="2015", succeeded_by="two"),
        make(Actor, "two", name="Two", valid_to="2015", succeeded_by="one"),
    )
    assert [seen.successor(a) for a in ("old", "mid", "new", "maybe", "lost", "gone", None)] == [
        "new", "new", "new", "maybe", "lost", "gone", None,
    ]  # fmt: skip
    assert seen.successor("one") in ("one", "two")


def test_an_office_is_part_of_bodies_the_nearest_first() -> None:
    seen = graph(
        make(Actor, "desk", name="D", part_of="field"),
        make(Actor, "field", name="F", part_of="head"),
        make(Actor, "head", name="H"),
        make(Actor, "x", name="X", part_of="y"),
        make(Actor, "y", name="Y", part_of="x"),
    )
    assert seen.bodies("desk") == ("field", "head")
    assert (seen.body("desk"), seen.body("head"), seen.body("gone")) == ("head", "head", "gone")
    assert seen.bodies("x") == ("y",)


def test_reach_joins_delivery_and_whose_people_may_use_it() -> None:
    assert graph().reach(make(Programme, "p", title="P", territories="A", open_to="R A")) == (
        "A", "R",
    )  # fmt: skip
    assert graph().reach(make(Programme, "p", title="P")) == ()


# --- what closes a question -------------------------------------------------------------------


def listed(place: str, kinds: str = "programme", on: str = "2020-01-15", **more: Any) -> Inventory:
    return make(Inventory, territory=place, kinds=kinds, complete_on=on, **more)


def test_an_inventory_closes_its_kinds_in_its_place_and_below() -> None:
    seen = graph(listed("P", "programme tie"))
    assert [seen.inventoried("programme", code) for code in "PABRI"] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert seen.inventoried("tie", "A")
    assert not seen.inventoried("actor", "A")
    assert not seen.inventoried("programme", "unheard of")


def test_an_inventory_is_fresh_for_twelve_months_and_no_guess() -> None:
    assert graph(listed("A", on="2019-07-01")).inventoried("programme", "A")
    assert not graph(listed("A", on="2019-06-30")).inventoried("programme", "A")
    assert not graph(listed("A", on="2020-07-01")).inventoried("programme", "A")
    assert not graph(listed("A", on="2020")).inventoried("programme", "A")
    assert not graph(listed("A", grade="D")).inventoried("programme", "A")


def test_the_closest_and_then_the_newest_inventory_is_named() -> None:
    old, new = listed("P", on="2020-01-01"), listed("P", on="2020-02-01")
    wide = listed("R", on="2020-03-01")
    seen = graph(old, new, wide)
    assert seen.inventory("programme", "A") == new
    assert seen.inventory("programme", "Q") == wide


def assessed(score: str | None, on: str | None = "2020-01-01", **more: Any) -> Assessment:
    filled = {"unit": "territory/A", "item": "IN5.1"} | more
    return make(Assessment, score=score, date=on, **filled)


def test_an_assessment_is_a_share_of_the_items_maximum() -> None:
    def share(score: str | None) -> object:
        found = graph(assessed(score)).assessed("territory/A", "IN5.1")
        assert found is not None
        return found[0]

    assert [share(s) for s in ("0", "5", "10", " 7.5 ", "99", "-1")] == [0, 0.5, 1, 0.75, 1, 0]
    assert [share(s) for s in ("na", "NA")] == ["na", "na"]
    assert [share(s) for s in (None, "good", "nan", "inf")] == [None, None, None, None]


def test_the_newest_assessment_up_to_the_day_counts() -> None:
    def score(*found: Assessment) -> object:
        latest = graph(*found).assessed("territory/A", "IN5.1")
        return latest[0] if latest else "none"

    old, new = assessed("2", "2019-01"), assessed("8", "2020-06-30")
    assert score(old, new) == 0.8
    assert score(old, assessed("8", "2020-07-01")) == 0.2
    assert score(old, assessed("8", "2020-06-30", grade="D")) == 0.2
    assert score(assessed("8", "2020")) == "none"
    assert score(assessed("8", None)) == 0.8  # on the day that its source vouches for
    assert score(assessed("8", unit="territory/B")) == "none"
    assert score(assessed("8", item="IN5.2")) == "none"


def test_what_is_computed_of_a_graph_is_computed_once() -> None:
    calls: list[PolicyGraph] = []

    def count(seen: PolicyGraph) -> int:
        calls.append(seen)
        return len(calls)

    seen = graph()
    assert [seen.once(count), seen.once(count)] == [1, 1]
    assert calls == [seen]
