"""Who serves what where: the cells of coverage, and the matrix."""

from __future__ import annotations

from typing import Any

from coherence.cells import Cell, State
from coherence.coverage import coverage_cells, coverage_matrix
from coherence.delivery import Delivery, Wants
from coherence.scope import Scope
from coherence.selection import Lens
from data.model import Actor, Record
from tests.builders import graph, make, scope
from tests.coherence.serving import desk, inventory, need, programme


def cell(*records: Record, unit: str = "R") -> Cell:
    (found,) = coverage_cells(scope(*records, unit=unit))
    return found


def state(*records: Record, unit: str = "R") -> str:
    return cell(*records, unit=unit).state.value


# --- who delivers at a place ------------------------------------------------------------------


def test_two_offices_at_the_place_serve_it() -> None:
    found = cell(need("A"), programme("x", "A"), desk("y", "A"))
    assert found.state is State.SERVED
    assert found.providers == ("programme/x", "service_point/y")
    assert found.score == 1
    assert str(found.reason) == "2 offices deliver it: x, y"


def test_one_office_alone_serves_it_thinly_whatever_it_runs() -> None:
    lead = make(Actor, "peso", name="PESO")
    found = cell(need("A"), lead, programme("x", "A", lead="peso"), desk("y", "A", operator="peso"))
    assert found.state is State.THIN
    assert found.score == 1
    assert str(found.reason) == "PESO alone delivers it"


def test_an_office_and_its_successor_are_one() -> None:
    old = make(Actor, "old", name="Old", valid_to="2019", succeeded_by="new")
    new = make(Actor, "new", name="New")
    served = [programme("x", "A", lead="old"), programme("y", "A", lead="new")]
    assert state(need("A"), old, new, *served) == "thin"


def test_what_is_delivered_above_a_place_serves_it() -> None:
    assert cell(need("A"), programme("x", "R")).providers == ("programme/x",)
    assert cell(need("A"), programme("x", "N")).providers == ("programme/x",)


def test_what_is_delivered_beside_a_place_does_not_serve_it() -> None:
    assert state(need("A"), programme("x", "B C Q I")) == "no data"


def test_what_is_delivered_in_a_part_of_a_province_does_not_serve_the_province() -> None:
    found = cell(need("P"), programme("x", "A"))
    assert found.state is State.NO_DATA
    assert found.providers == ()
    assert found.in_parts == ("programme/x",)
    assert "only in parts of it: x" in str(found.reason)


def test_what_is_delivered_anywhere_in_a_region_or_the_country_serves_it() -> None:
    assert cell(need("R"), programme("x", "A")).providers == ("programme/x",)
    assert cell(need("N"), desk("y", "A"), unit="N").providers == ("service_point/y",)
    assert cell(need("R"), programme("x", "A")).in_parts == ()


def test_an_independent_city_is_not_served_by_what_its_province_delivers() -> None:
    assert state(need("I"), programme("x", "P")) == "no data"
    assert state(need("I"), programme("x", "R")) == "thin"


def test_what_is_only_open_to_a_place_is_from_above_and_scores_nothing() -> None:
    found = cell(need("A"), programme("x", open_to="N"), programme("y", open_to="A"))
    assert found.state is State.THIN
    assert found.providers == ()
    assert found.from_above == ("programme/x", "programme/y")
    assert found.score == 0
    assert str(found.reason) == "from above only: x, y"


def test_what_is_open_to_other_places_or_not_surely_active_is_not_from_above() -> None:
    assert state(need("A"), programme("x", open_to="B")) == "no data"
    asleep = programme("x", open_to="N", starts_on=None, ends_on=None, observed_on="2015")
    assert state(need("A"), asleep) == "no data"


def test_a_programme_that_ended_or_has_nothing_to_do_with_migration_serves_nobody() -> None:
    assert state(need("A"), programme("x", "A", ends_on="2020-01")) == "no data"
    assert state(need("A"), programme("x", "A", migration="none")) == "no data"
    assert state(need("A"), programme("x", "A", grade="D")) == "no data"
    assert state(need("A"), desk("y", "A", valid_to="2020-01")) == "no data"
    assert state(need("A"), desk("y", "A", grade="D")) == "no data"


# --- what is given ----------------------------------------------------------------------------


def test_another_service_group_or_phase_does_not_serve_a_need() -> None:
    asked = need("A", group="women", phase="return")
    right = {"groups": "women", "phases": "return"}
    assert state(asked, programme("x", "A", **right)) == "thin"
    assert state(asked, programme("x", "A", "health", **right)) == "no data"
    assert state(asked, programme("x", "A", groups="children", phases="return")) == "no data"
    assert state(asked, programme("x", "A", groups="women", phases="family")) == "no data"


def test_general_population_is_no_joker() -> None:
    assert state(need("A", group="women"), programme("x", "A", groups="general")) == "no data"


def test_a_need_of_any_service_is_served_by_any() -> None:
    assert state(need("A", None), programme("x", "A", "health")) == "thin"


def test_a_blank_list_may_hold_what_is_asked_for() -> None:
    found = cell(need("A", group="women"), programme("x", "A"), inventory("A"))
    assert found.state is State.NO_DATA
    assert str(found.reason) == "x may deliver it, which is not certain"


def test_a_service_point_serves_every_group_and_phase() -> None:
    assert state(need("A", group="women", phase="return"), desk("y", "A")) == "thin"


def test_what_may_have_ended_leaves_it_open_even_where_all_is_inventoried() -> None:
    asleep = programme("x", "A", starts_on=None, ends_on=None, observed_on="2015")
    assert state(need("A"), asleep, inventory("A")) == "no data"


def test_a_programme_without_a_place_is_named_but_does_not_open_what_is_closed() -> None:
    found = cell(need("A"), programme("x"))
    assert "somewhere, not on record where: x" in str(found.reason)
    closed = cell(need("A"), programme("x"), inventory("A"))
    assert closed.state is State.UNSERVED
    assert "somewhere" not in str(closed.reason)


def test_four_providers_are_named_as_three_and_one_more() -> None:
    found = cell(need("A"), *(programme(x, "A") for x in "wxyz"))
    assert str(found.reason) == "4 offices deliver it: w, x, y and 1 more"


# --- what makes a no --------------------------------------------------------------------------


def test_nobody_on_record_is_unknown_until_both_kinds_are_inventoried() -> None:
    assert state(need("A")) == "no data"
    assert state(need("A"), inventory("A", "programme")) == "no data"
    assert state(need("A"), inventory("A", "service_point")) == "no data"
    found = cell(need("A"), inventory("A"))
    assert found.state is State.UNSERVED
    assert found.score == 0
    assert [ref.split("/")[0] for ref in found.closed_by] == ["inventory"]
    assert str(found.reason) == "nobody delivers it, as the inventory of 2020-01-01 shows"


def test_an_inventory_closes_what_lies_below_and_not_what_lies_above() -> None:
    assert state(need("A"), inventory("R")) == "unserved"
    assert state(need("P"), inventory("A")) == "no data"


def test_an_inventory_goes_stale_after_twelve_months() -> None:
    assert state(need("A"), inventory("A", on="2019-07-01")) == "unserved"
    assert state(need("A"), inventory("A", on="2019-06-30")) == "no data"
    assert state(need("A"), inventory("A", on="2020-07-01")) == "no data"


def test_found_unserved_is_a_no_and_what_is_from_above_is_said() -> None:
    found = cell(need("A", found="unserved", found_on="2015"), programme("x", open_to="N"))
    assert found.state is State.UNSERVED
    assert found.score == 0
    assert found.from_above == ("programme/x",)
    assert str(found.reason) == "found unserved on 2015; from above only: x"


def test_a_finding_of_later_or_of_none_on_record_says_nothing() -> None:
    assert state(need("A", found="unserved", found_on="2020-07")) == "no data"
    assert state(need("A", found="unserved", found_on="2020")) == "no data"
    assert state(need("A", found="unserved", found_on="2020-06")) == "unserved"
    assert state(need("A", found="unserved")) == "unserved"  # on the day its source vouches for


def test_found_unserved_gives_way_to_what_a_later_source_shows_at_the_place() -> None:
    unserved = need("A", found="unserved", found_on="2019-07")
    later = programme("x", "A", observed_on="2019-08-01")
    before = programme("x", "A", observed_on="2019-07-31")
    assert state(unserved, later) == "thin"
    found = cell(unserved, before)
    assert found.state is State.UNSERVED
    assert found.closed_by == ("programme/x",)
    assert str(found.reason) == "found unserved on 2019-07; on record before then: x"
    assert state(unserved, desk("y", "A", last_active_on="2019-08", observed_on="2018")) == "thin"


def test_found_unserved_gives_way_to_a_wider_programme_only_where_it_started_later() -> None:
    unserved = need("A", found="unserved", found_on="2018-12-31")
    found = cell(unserved, programme("x", "N", starts_on="2018", observed_on="2020-01"))
    assert found.state is State.UNSERVED
    assert found.from_above == ("programme/x",)
    assert state(unserved, programme("x", "N", starts_on="2019")) == "thin"


def test_the_newest_finding_counts_and_of_one_day_the_one_that_nobody_serves() -> None:
    def two(first: str, second: str) -> str:
        return state(
            need("A", valid_from="2018", found="unserved", found_on=first),
            need("A", valid_from="2019", found="served", found_on=second),
        )

    assert two("2019-01", "2019-02") == "served"
    assert two("2019-02", "2019-01") == "unserved"
    assert two("2019-01", "2019-01") == "unserved"


def test_found_served_counts_though_nobody_is_named_until_a_later_inventory() -> None:
    served = need("A", found="served", found_on="2019-12-31")
    found = cell(served)
    assert (found.state, found.score, found.providers) == (State.SERVED, 1, ())
    assert state(served, inventory("A", on="2019-12-31")) == "served"
    assert state(served, inventory("A", on="2020-01-01")) == "unserved"


def test_a_need_that_may_no_longer_stand_is_not_judged() -> None:
    old = need("A", found="unserved", observed_on="2015")
    found = cell(old, inventory("A"))
    assert found.state is State.NO_DATA
    assert not found.stands
    assert "last confirmed 2015" in str(found.reason)
    assert coverage_cells(scope(need("A", valid_to="2019"))) == ()
    assert coverage_cells(scope(need("A", grade="D"))) == ()


def test_rows_about_the_same_need_are_one_cell_with_the_newest_number() -> None:
    found = cell(
        need("A", valid_from="2018", quantity=5.0), need("A", valid_from="2019", quantity=7.0)
    )
    assert found.quantity == 7
    assert len(found.needs) == 2
    assert found.needs[0].endswith("2019")


def test_of_rows_without_dates_of_their_own_the_later_observed_then_the_larger_counts() -> None:
    later = need("A", "legal", observed_on="2020-02-01", quantity=3.0)
    earlier = make(type(later), "n2", territory="A", service="legal", quantity=9.0)
    assert cell(later, earlier).quantity == 3
    larger = make(type(later), "0", territory="A", service="legal", quantity=9.0,
                  observed_on="2020-02-01")  # fmt: skip
    assert cell(later, larger).quantity == 9
    found = make(type(later), "n9", territory="A", service="legal", found="served",
                 found_on="2019", quantity=1.0, observed_on="2018")  # fmt: skip
    assert cell(later, found).quantity == 1


def test_cells_of_one_service_come_by_group() -> None:
    found = coverage_cells(scope(need("A", "pdos"), need("A", group="women"), need("A")))
    assert [(c.service, c.group) for c in found] == [
        ("legal", None), ("legal", "women"), ("pdos", None),
    ]  # fmt: skip


def test_three_providers_are_all_named() -> None:
    found = cell(need("A"), *(programme(x, "A") for x in "xyz"))
    assert str(found.reason) == "3 offices deliver it: x, y, z"


def test_a_joined_cell_stands_where_any_of_its_needs_does() -> None:
    found = matrix(scope(need("A", observed_on="2015"), need("B", required=False)))["P", "legal"]
    assert found.stands
    assert found.required
    assert not matrix(scope(need("A", required=False), need("B", required=False)))[
        "P", "legal"
    ].required


def test_cells_come_by_place_depth_first_then_by_service() -> None:
    found = coverage_cells(scope(need("Q"), need("B", "pdos"), need("B", "legal"), need("R")))
    assert [(c.territory, c.service) for c in found] == [
        ("R", "legal"), ("B", "legal"), ("B", "pdos"), ("Q", "legal"),
    ]  # fmt: skip


def test_a_lens_leaves_cells_out() -> None:
    records = [need("A"), need("P", "pdos", group="women")]
    seen = scope(*records)
    assert [c.territory for c in coverage_cells(seen, Lens(services=frozenset(["pdos"])))] == ["P"]
    assert [c.territory for c in coverage_cells(seen, Lens(levels=frozenset([3])))] == ["A"]
    assert [c.territory for c in coverage_cells(seen, Lens(groups=frozenset(["women"])))] == ["P"]
    assert len(coverage_cells(seen, Lens(sectors=frozenset(["health"])))) == 2


# --- the matrix -------------------------------------------------------------------------------


def matrix(seen: Scope, **how: Any) -> dict[tuple[str, str | None], Cell]:
    axis = how.get("by", "service")
    return {(c.territory, getattr(c, axis)): c for c in coverage_matrix(seen, **how)}


def test_the_matrix_has_a_cell_for_every_place_and_service() -> None:
    found = matrix(scope())
    services = scope().profile.codes("service")
    assert len(found) == 4 * len(services)
    assert {place for place, _ in found} == {"R", "P", "Q", "I"}
    assert {c.state for c in found.values()} == {State.NO_DATA}
    assert found["P", "legal"].cites == ("territory/P",)


def test_a_cell_without_a_need_says_who_delivers_and_is_never_a_gap() -> None:
    found = matrix(scope(programme("x", "P"), inventory("R")), places=["P", "Q", "A"])
    assert found["P", "legal"].state is State.THIN
    assert found["A", "legal"].state is State.THIN
    assert found["Q", "legal"].state is State.NO_DATA
    assert str(found["Q", "legal"].reason).startswith("no need on record; nobody delivers it")
    assert (found["P", "legal"].group, found["P", "legal"].phase) == (None, None)


def test_a_need_is_counted_in_the_closest_row_that_holds_it() -> None:
    seen = scope(need("A", quantity=10.0), need("B", quantity=5.0), need("R"), inventory("A"))
    usual = matrix(seen)
    assert usual["P", "legal"].quantity == 15
    assert len(usual["P", "legal"].needs) == 2
    assert len(usual["R", "legal"].needs) == 1
    named = matrix(seen, places=["A", "Q"])
    assert named["A", "legal"].quantity == 10
    assert named["Q", "legal"].needs == ()


def test_several_needs_in_one_cell_are_told_together() -> None:
    def joined(*records: Record) -> Cell:
        return matrix(scope(need("A"), need("B"), *records))["P", "legal"]

    two = [programme("x", "A"), programme("y", "A")]
    assert joined(inventory("R")).state is State.UNSERVED
    assert joined().state is State.NO_DATA
    assert joined(*two).state is State.THIN
    assert joined(*two, programme("z", "B")).state is State.THIN
    assert joined(programme("x", "P"), programme("y", "P")).state is State.SERVED
    assert joined(inventory("A")).state is State.UNSERVED
    mixed = joined(*two, inventory("B"))
    assert mixed.state is State.THIN
    assert mixed.providers == ("programme/x", "programme/y")
    assert str(mixed.reason) == "of 2 needs 1 served, 0 thinly, 1 unserved, 0 unknown"


def test_the_matrix_goes_by_group_and_by_phase_too() -> None:
    records = [need("R", group="women", phase="return"), programme("x", "R", groups="women")]
    by_group = matrix(scope(*records), by="group")
    assert by_group["R", "women"].needs
    assert by_group["P", "women"].state is State.THIN
    assert by_group["P", "children"].state is State.NO_DATA
    by_phase = matrix(scope(*records), by="phase")
    assert by_phase["R", "return"].state is State.NO_DATA
    assert str(by_phase["R", "return"].reason) == "x may deliver it, which is not certain"


def test_needs_of_any_service_stand_under_a_blank_code() -> None:
    found = matrix(scope(need("P", None), programme("x", "P", "health")))
    assert found["P", None].state is State.THIN
    assert str(found["Q", None].reason) == "no such need on record"
    assert ("P", None) not in matrix(scope(need("P")))


def test_a_lens_narrows_columns_and_what_is_asked_for() -> None:
    lens = Lens(services=frozenset(["legal"]), groups=frozenset(["women"]))
    seen = scope(programme("x", "P", groups="children"), programme("y", "Q", groups="women"))
    found = matrix(seen, lens=lens)
    assert {service for _, service in found} == {"legal"}
    assert found["P", "legal"].state is State.NO_DATA
    assert found["Q", "legal"].state is State.THIN


def test_everybody_who_delivers_in_or_over_a_place_is_found_closest_first() -> None:
    held = graph(programme("x", "N"), programme("y", "P"), desk("z", "A"), programme("o", "Q"))
    assert [p.ref for p in held.once(Delivery).anybody("P")] == [
        "programme/y", "programme/x", "service_point/z",
    ]  # fmt: skip
    assert held.once(Delivery).nowhere(Wants()) == ()
