"""How far down an objective is carried, and what hangs loose."""

from __future__ import annotations

from pathlib import Path

import pytest

from coherence.chains import find_chains, find_missing_rungs, find_orphans, find_unfunded
from coherence.findings import Chain
from coherence.graph import PolicyGraph
from coherence.scope import Scope
from coherence.selection import settle
from data.model import Actor, Instrument, Inventory, Mechanism, Record, ServicePoint, Territory
from data.profile import load_profile
from data.readers.workbook import read_workbook
from data.snapshot import Snapshot
from tests.builders import DAY, make, scope
from tests.coherence.promised import (
    EVERYWHERE,
    carries,
    ladder_of,
    plan,
    plans,
    promise,
    promises,
    serves,
    work,
)

OFFICES = [
    make(Actor, f"office-{place}", name=f"Office of {place}", territory=place, level=level)
    for place, level in (("N", "national"), ("R", "regional"), ("P", "provincial"), ("A", "local"))
]


def chain(*records: Record, unit: str = "R") -> Chain:
    """The one chain that the records make."""
    (found,) = find_chains(scope(*records, unit=unit))
    return found


def refs(found: Chain) -> list[str]:
    return [rung.ref.partition("/")[2] for rung in found.rungs]


# --- complete -----------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["N", "R"])
def test_a_chain_is_complete_where_every_level_takes_it_up(unit: str) -> None:
    found = chain(*plans(), *ladder_of("n1", "r1", "p1", "a1"), unit=unit)
    assert refs(found) == ["n1", "r1", "p1", "a1"]
    assert found.complete
    assert found.known
    assert found.missing_rung is None
    assert (found.start, found.end) == ("objective/n1", "objective/a1")
    assert str(found.reason) == "complete: carried down to Promise a1"


def test_above_an_independent_city_no_province_is_missing() -> None:
    assert chain(*plans(), *ladder_of("n1", "r1", "i1")).complete


def test_above_a_city_of_a_province_the_province_is_missing() -> None:
    found = chain(*plans(), *ladder_of("n1", "r1", "a1"))
    assert not found.complete
    assert found.missing_rung == 2
    assert str(found.reason) == "skips provincial: no provincial plan takes it up"


def test_the_regional_level_is_the_hinge_and_cannot_be_skipped() -> None:
    found = chain(*plans(), *ladder_of("n1", "p1", "a1"))
    assert found.missing_rung == 1
    assert str(found.reason) == "skips regional: no regional plan takes it up"


def test_of_two_rungs_skipped_the_upper_one_is_named() -> None:
    assert chain(*plans(), *ladder_of("n1", "a1")).missing_rung == 1


def test_a_country_without_a_hinge_misses_none() -> None:
    ecuador = load_profile("ecuador")
    records = [
        make(Territory, code, name=code, level=level, parent=parent)
        for code, level, parent in (("N", "national", None), ("P", "provincial", "N"),
                                    ("A", "cantonal", "P"))
    ]  # fmt: skip
    held = [
        plan("N"), plan("P"), plan("A", level="cantonal"), *ladder_of("n1", "p1", "a1"), *records,
    ]  # fmt: skip
    graph = PolicyGraph(Snapshot(held), ecuador, DAY)
    (found,) = find_chains(Scope(graph, settle(graph.snapshot, "territory/N", DAY)))
    assert found.complete
    (stopped,) = find_chains(
        Scope(
            PolicyGraph(graph.snapshot.with_records([], ["alignment/a1--p1"]), ecuador, DAY),
            settle(graph.snapshot, "territory/N", DAY),
        )
    )
    assert stopped.missing_rung == 3
    assert str(stopped.reason) == "stops at provincial: no cantonal plan takes it up"


def test_the_hinge_is_asked_for_even_where_a_register_lists_no_region() -> None:
    held = Snapshot(
        [
            make(Territory, "N", name="N", level="national"),
            make(Territory, "P", name="P", level="provincial", parent="N"),
            *plans("N", "P"),
            *ladder_of("n1", "p1"),
        ]
    )
    graph = PolicyGraph(held, load_profile("philippines"), DAY)
    (found,) = find_chains(Scope(graph, settle(held, "territory/P", DAY)))
    assert not found.complete
    assert found.missing_rung == 1


def test_a_community_counts_as_its_city() -> None:
    village = [
        make(Territory, "V", name="V", level="community", parent="A"),
        make(Instrument, "plan-V", title="Plan of V", kind="plan", level="community",
             territory="V", read="whole"),
        promise("v1", "V"),
        carries("v1", "p1"),
    ]  # fmt: skip
    assert chain(*plans(), *ladder_of("n1", "r1", "p1"), *village).complete


def test_for_a_province_the_chain_ends_at_its_own_level() -> None:
    records = [*plans(), *ladder_of("n1", "r1", "p1")]
    assert chain(*records, unit="P").complete
    assert not chain(*records, unit="R").complete
    assert not chain(*records, unit="Q").complete


def test_for_a_city_its_province_must_take_it_up_too() -> None:
    assert chain(*plans(), *ladder_of("n1", "r1", "p1", "a1"), unit="A").complete
    skipped = chain(*plans(), *ladder_of("n1", "r1", "a1"), unit="A")
    assert not skipped.complete
    assert skipped.missing_rung == 2


def test_a_mechanism_asks_for_what_its_places_ask_for() -> None:
    records = [*plans(), *ladder_of("n1", "r1", "p1")]
    of_region = make(Mechanism, "CMD", name="CMD", level="regional", territories="R")
    of_province = make(Mechanism, "PMD", name="PMD", level="provincial", territories="P")
    assert not chain(*records, of_region, unit="mechanism/CMD").complete
    assert chain(*records, of_province, unit="mechanism/PMD").complete


# --- what stands at the end ---------------------------------------------------------------------


def test_a_chain_ends_with_the_programme_that_does_it() -> None:
    records = [*plans(), *OFFICES, *ladder_of("n1", "r1", "p1", "a1")]
    found = chain(*records, work("w", "office-A", "A"), serves("w", "a1", 0.5))
    assert refs(found) == ["n1", "r1", "p1", "a1", "w"]
    assert found.rungs[-1].strength == 0.5
    assert found.rungs[-1].stated_by == "contribution/w--a1"
    weak = chain(*records, work("w", "office-A", "A"), serves("w", "a1", 0.49))
    assert refs(weak) == ["n1", "r1", "p1", "a1"]


def test_a_programme_that_does_not_reach_the_unit_is_not_its_end() -> None:
    records = [*plans(), *OFFICES, *ladder_of("n1", "r1"), serves("w", "r1")]
    assert refs(chain(*records, work("w", "office-R", "Q"), unit="P")) == ["n1", "r1"]
    assert refs(chain(*records, work("w", "office-R", "P"), unit="P")) == ["n1", "r1", "w"]


def test_a_programme_of_its_own_makes_the_chain_of_a_province_complete() -> None:
    records = [*plans(), *OFFICES, *ladder_of("n1", "r1"), serves("w", "r1")]
    assert chain(*records, work("w", "office-P", "P"), unit="P").complete
    from_outside = chain(*records, work("w", "office-R", "P"), unit="P")
    assert not from_outside.complete
    assert from_outside.missing_rung == 2


def test_a_programme_of_a_city_does_not_make_the_chain_of_a_region_complete() -> None:
    records = [*plans(), *OFFICES, *ladder_of("n1", "r1", "p1"), serves("w", "p1")]
    found = chain(*records, work("w", "office-A", "A"))
    assert refs(found) == ["n1", "r1", "p1", "w"]
    assert not found.complete
    assert found.missing_rung == 3


def desk(place: str, based_on: str, **more: object) -> ServicePoint:
    return make(
        ServicePoint, "desk", name="The desk", kind="help-desk", territory=place,
        based_on=based_on, **more,
    )  # fmt: skip


def test_a_chain_ends_with_the_desk_that_the_last_instrument_set_up() -> None:
    found = chain(*plans(), *ladder_of("n1", "r1", "p1"), desk("P", "plan-P"), unit="P")
    assert refs(found) == ["n1", "r1", "p1", "desk"]
    assert found.complete
    last = found.rungs[-1]
    assert (last.rank, last.title, last.instrument) == (2, "The desk", "plan-P")
    assert (last.territory, last.stated_by, last.strength) == ("P", "service_point/desk", 1.0)


def test_a_desk_that_closed_or_lies_elsewhere_is_not_its_end() -> None:
    records = [*plans(), *ladder_of("n1", "r1", "p1")]
    closed = desk("P", "plan-P", valid_to="2020-02")
    forgotten = desk("P", "plan-P", observed_on="2010-01-01")
    guessed = desk("P", "plan-P", grade="D")
    for record in (closed, forgotten, guessed, desk("Q", "plan-P")):
        assert refs(chain(*records, record, unit="P")) == ["n1", "r1", "p1"]


def test_a_desk_in_a_city_does_not_spare_the_province_its_rung() -> None:
    found = chain(*plans(), *ladder_of("n1", "r1"), desk("A", "plan-R"), unit="P")
    assert refs(found) == ["n1", "r1", "desk"]
    assert not found.complete
    assert found.missing_rung == 2
    assert chain(*plans(), *ladder_of("n1", "r1"), desk("P", "plan-R"), unit="P").complete


# --- the best of several ------------------------------------------------------------------------


def test_a_complete_chain_is_better_than_a_stronger_one() -> None:
    weak = [carries("r1", "n1", 0.5), carries("p1", "r1", 0.5), carries("a1", "p1", 0.5)]
    strong = [carries("r2", "n1"), carries("a2", "r2")]
    found = chain(*plans(), *promises("n1", "r1", "p1", "a1", "r2", "a2"), *weak, *strong)
    assert refs(found) == ["n1", "r1", "p1", "a1"]


def test_a_chain_that_misses_less_is_better_than_one_that_skips_down() -> None:
    found = chain(*plans(), *ladder_of("n1", "r1"), promise("b1", "B"), carries("b1", "n1"))
    assert refs(found) == ["n1", "r1"]
    assert found.missing_rung == 2


def test_an_objective_of_a_province_is_better_than_a_programme_of_a_city() -> None:
    records = [*plans(), *OFFICES, *ladder_of("n1", "r1", "p1"), serves("w", "r1")]
    found = chain(*records, work("w", "office-A", "A"))
    assert refs(found) == ["n1", "r1", "p1"]
    assert found.missing_rung == 3


def test_of_those_that_miss_the_same_the_one_that_leads_further_down_is_better() -> None:
    records = [*plans(), *OFFICES, *ladder_of("n1", "r1"), promise("a1", "A"), serves("w", "r1")]
    links = [carries("a1", "r1"), work("w", "office-P", "P")]
    assert refs(chain(*records, *links)) == ["n1", "r1", "a1"]
    national = work("v", "office-N", "P")
    both = [*records[:-2], *records[-1:], work("w", "office-P", "P"), national, serves("v", "r1")]
    assert refs(chain(*both)) == ["n1", "r1", "w"]


def test_longer_is_better_than_stronger() -> None:
    found = chain(
        *plans(), *promises("n1", "r1", "p1"),
        carries("p1", "n1"), carries("r1", "n1", 0.5), carries("p1", "r1", 0.5),
    )  # fmt: skip
    assert refs(found) == ["n1", "r1", "p1"]


def test_one_that_somebody_carries_out_is_better_than_one_of_paper() -> None:
    records = [*plans(), *OFFICES, *promises("n1", "r1", "r2")]
    links = [carries("r1", "n1"), carries("r2", "n1", 0.5)]
    found = chain(*records, *links, work("w", "office-R", "R"), serves("w", "r2", 0.5))
    assert refs(found) == ["n1", "r2", "w"]
    as_long = [*plans(), *OFFICES, *ladder_of("n1", "p1", "a1"), promise("a2", "A")]
    done = [work("v", "office-A", "A"), serves("v", "a2", 0.5)]
    assert refs(chain(*as_long, carries("a2", "n1", 0.5), *done)) == ["n1", "a2", "v"]


def test_stronger_is_better_and_the_first_id_breaks_a_tie() -> None:
    records = [*plans(), *promises("n1", "r1", "r2")]
    stronger = chain(*records, carries("r1", "n1", 0.5), carries("r2", "n1", 0.6))
    assert refs(stronger) == ["n1", "r2"]
    assert stronger.rungs[-1].strength == 0.6
    assert refs(chain(*records, carries("r1", "n1"), carries("r2", "n1"))) == ["n1", "r1"]


def test_the_order_of_rows_changes_nothing() -> None:
    records = [
        *plans(),
        *ladder_of("n1", "r1", "p1", "a1"),
        promise("r2", "R"),
        carries("r2", "n1"),
    ]
    assert chain(*records) == chain(*reversed(records))


# --- what is no step ----------------------------------------------------------------------------


def test_only_alignments_from_a_half_are_steps() -> None:
    records = [*plans(), *promises("n1", "r1")]
    assert refs(chain(*records, carries("r1", "n1", 0.5))) == ["n1", "r1"]
    assert refs(chain(*records, carries("r1", "n1", 0.49))) == ["n1"]


def test_every_step_goes_to_a_lower_level() -> None:
    found = chain(*plans(), *ladder_of("n1", "r1", "r2", "p1"))
    assert refs(found) == ["n1", "r1"]


def test_objectives_beside_the_unit_are_left_out() -> None:
    found = chain(*plans(), *ladder_of("n1", "r1", "q1"), unit="P")
    assert refs(found) == ["n1", "r1"]


def test_an_instrument_outside_the_ladder_starts_no_chain() -> None:
    treaty = make(
        Instrument, "treaty", title="Treaty", level="international", territory="N", read="whole"
    )
    held = [*plans(), treaty, promise("t1", "N", instrument="treaty"), *ladder_of("n1", "r1")]
    assert [c.start for c in find_chains(scope(*held, carries("n1", "t1")))] == ["objective/n1"]


# --- where it stops -----------------------------------------------------------------------------


def test_it_is_broken_where_all_below_was_read_whole() -> None:
    found = chain(*plans(), *ladder_of("n1", "r1"))
    assert str(found.reason) == "stops at regional: no provincial plan takes it up"
    assert found.missing_rung == 2
    assert found.known
    assert {"instrument/plan-P", "instrument/plan-Q", "instrument/plan-I"} <= set(found.cites)


@pytest.mark.parametrize("extent", ["part", "no", None])
def test_it_is_unknown_where_a_plan_below_was_not_read_whole(extent: str | None) -> None:
    found = chain(*plans(but={"Q": extent}), *ladder_of("n1", "r1"))
    assert not found.known
    assert found.missing_rung == 2
    assert str(found.reason) == "unknown: plans not read whole (Q); on record it stops at regional"


def test_a_rung_skipped_is_unknown_where_its_plan_was_not_read() -> None:
    found = chain(*plans(but={"R": "part"}), *ladder_of("n1", "p1", "a1"))
    assert str(found.reason) == "unknown: plans not read whole (R); on record it skips regional"


def test_it_is_unknown_where_another_branch_may_go_on() -> None:
    records = [*promises("n1", "r1", "p1", "q1"), carries("r1", "n1"), carries("p1", "r1")]
    found = chain(*plans(but={"C": "part"}), *records, carries("q1", "r1", 0.5))
    assert refs(found) == ["n1", "r1", "p1"]
    assert (
        str(found.reason) == "unknown: plans not read whole (C); on record it stops at provincial"
    )
    assert chain(*plans(), *records, carries("q1", "r1", 0.5)).known


def test_a_place_without_a_plan_on_record_leaves_it_open() -> None:
    rest = [place for place in EVERYWHERE if place != "I"]
    assert not chain(*plans(*rest), *ladder_of("n1", "r1")).known


def test_an_unread_order_on_migration_leaves_its_place_open() -> None:
    order = make(
        Instrument, "order", title="Order", kind="executive-order", level="provincial",
        territory="P", migration="specific", read="no",
    )  # fmt: skip
    records = [*plans(), *ladder_of("n1", "r1")]
    assert not chain(*records, order).known
    of_roads = make(Instrument, "order", title="Order", kind="ordinance", level="provincial",
                    territory="P", read="no")  # fmt: skip
    assert chain(*records, of_roads).known


def test_an_instrument_that_has_ended_is_not_asked() -> None:
    old = make(Instrument, "old", title="Old plan", kind="plan", level="provincial",
               territory="P", read="no", valid_to="2019")  # fmt: skip
    records = [*plans(), *ladder_of("n1", "r1")]
    assert chain(*records, old).known
    lone = [plan("P", valid_to="2019"), *plans("N", "R", "Q", "I"), *ladder_of("n1", "r1")]
    assert not chain(*lone).known


def test_a_plan_found_without_migration_counts_as_read() -> None:
    without = plan("P", "part", migration="none")
    others = plans(*(place for place in EVERYWHERE if place != "P"))
    assert chain(*others, without, *ladder_of("n1", "r1")).known


def test_an_investment_programme_does_not_stand_for_a_plan() -> None:
    others = plans(*(place for place in EVERYWHERE if place != "P"))
    budget = plan("P", kind="investment-programme")
    assert not chain(*others, budget, *ladder_of("n1", "r1")).known


def test_inventories_of_objectives_and_alignments_close_it_too() -> None:
    def listed(kinds: str) -> Inventory:
        return make(Inventory, territory="R", kinds=kinds, complete_on="2020-03-01")

    records = [plan("N"), plan("R", None), *ladder_of("n1", "r1")]
    assert chain(*records, listed("objective alignment")).known
    assert not chain(*records, listed("objective")).known
    assert not chain(*records, listed("alignment")).known


def test_a_link_of_unknown_strength_leaves_it_open() -> None:
    records = [*plans(), *ladder_of("n1", "r1"), promise("p1", "P")]
    found = chain(*records, carries("p1", "r1", None))
    assert str(found.reason) == "unknown: Promise p1 may take it up; on record it stops at regional"


def test_a_link_to_what_may_not_be_in_force_leaves_it_open() -> None:
    later = plan("P", valid_from="2020")
    others = plans(*(place for place in EVERYWHERE if place != "P"))
    records = [*ladder_of("n1", "r1"), promise("p1", "P"), carries("p1", "r1")]
    assert not chain(*others, later, *records).known


def test_a_place_with_nothing_listed_below_leaves_it_open() -> None:
    held = Snapshot(
        [
            make(Territory, "N", name="N", level="national"),
            make(Territory, "R", name="R", level="regional", parent="N"),
            *plans("N", "R"),
            *ladder_of("n1", "r1"),
        ]
    )
    graph = PolicyGraph(held, load_profile("philippines"), DAY)
    (found,) = find_chains(Scope(graph, settle(held, "territory/R", DAY)))
    assert found.missing_rung == 2
    assert (
        str(found.reason) == "unknown: no place below is on record; on record it stops at regional"
    )


def test_without_a_national_objective_the_widest_level_starts_and_none_is_complete() -> None:
    found = chain(*plans(), *ladder_of("r1", "p1", "a1"))
    assert refs(found) == ["r1", "p1", "a1"]
    assert not found.complete
    assert found.missing_rung == 0
    assert not found.known
    assert str(found.reason) == "starts at regional: no national objective above it is on record"
    stopped = chain(*plans(), *ladder_of("r1", "p1"))
    assert stopped.missing_rung == 3
    assert str(stopped.reason) == "stops at provincial: no city or municipality plan takes it up"


def test_a_lone_objective_of_a_city_starts_a_chain_of_its_own() -> None:
    found = chain(*plans(), *promises("a1"))
    assert found.missing_rung == 0
    assert refs(found) == ["a1"]


def test_seen_from_a_community_the_chain_of_its_city_goes_no_further() -> None:
    village = make(Territory, "V", name="V", level="community", parent="A")
    found = chain(*plans(), village, *ladder_of("n1", "r1", "p1", "a1"), unit="V")
    assert not found.complete
    assert found.missing_rung == 3


def test_without_objectives_there_is_no_chain() -> None:
    assert find_chains(scope(*plans())) == ()


# --- rungs --------------------------------------------------------------------------------------


def test_each_rung_says_where_it_stands_and_what_joins_it() -> None:
    records = [*plans(), *promises("n1"), promise("r1", "R", source=None)]
    found = chain(*records, carries("r1", "n1", 0.5))
    top, lower = found.rungs
    assert (top.rank, top.title, top.instrument, top.territory) == (0, "Promise n1", "plan-N", "N")
    assert (top.stated_by, top.strength) == (None, None)
    assert (lower.stated_by, lower.strength) == ("alignment/r1--n1", 0.5)
    assert lower.source == "a test"
    assert found.cites[:3] == ("objective/n1", "objective/r1", "alignment/r1--n1")


# --- gaps ---------------------------------------------------------------------------------------


def test_incomplete_chains_are_gaps_and_unknown_where_they_are_not_known() -> None:
    records = [*ladder_of("n1", "r1"), *ladder_of("n2", "r2", "p2", "a2")]
    (gap,) = find_missing_rungs(scope(*plans(), *records))
    assert (gap.kind, gap.charbit, gap.state) == ("missing_rung", "objective", "gap")
    assert (gap.subject, gap.territory) == ("objective/n1", "R")
    (gap,) = find_missing_rungs(scope(*plans(but={"P": "no"}), *records))
    assert gap.state == "unknown"


def test_orphans_carry_out_nothing_higher() -> None:
    records = [*plans(but={"B": "part"}), *ladder_of("n1", "r1"), *promises("a1", "b1")]
    known, unknown = find_orphans(scope(*records))
    assert (known.kind, known.charbit, known.state) == ("orphan", "objective", "gap")
    assert (known.subject, known.territory) == ("objective/a1", "A")
    assert (unknown.subject, unknown.state) == ("objective/b1", "unknown")
    assert find_orphans(scope(*records, unit="Q")) == ()


def test_unfunded_promises_have_no_budget_line() -> None:
    budget = make(Instrument, "aip-A", title="AIP", kind="investment-programme", level="local",
                  territory="A", read="whole")  # fmt: skip
    lined = promise("a1", "A", budget_instrument="aip-A", budget_code="3000")
    found = find_unfunded(scope(*plans(), budget, lined, *promises("a2", "b1"), unit="P"))
    assert [(gap.kind, gap.charbit, gap.subject, gap.state) for gap in found] == [
        ("unfunded_promise", "funding", "objective/a2", "gap"),
        ("unfunded_promise", "funding", "objective/b1", "unknown"),
    ]


# --- the story on record ------------------------------------------------------------------------


def test_the_law_on_help_desks_is_carried_down_to_the_desk_of_iloilo() -> None:
    held = read_workbook(Path(__file__).parents[2] / "data" / "samples" / "bicol.xlsx").snapshot
    iloilo = settle(held, "territory/0603000000")
    graph = PolicyGraph(held, load_profile("philippines"), iloilo.as_of)
    found = {c.start: c for c in find_chains(Scope(graph, iloilo))}["objective/RA10022-DESK"]
    assert found.complete
    assert [rung.instrument for rung in found.rungs] == [
        "RA-10022", "RDC-VI-RES-66", "EO-ILOILO", "EO-ILOILO",
    ]  # fmt: skip
    assert found.end == "service_point/BULIG-DESK"
    assert all(rung.source for rung in found.rungs)
