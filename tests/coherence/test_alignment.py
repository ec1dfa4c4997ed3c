"""Vertical alignment, VA1 to VA7, on examples that can be counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from coherence.conflicts import compared_pairs
from coherence.evidence import Judgement, Result
from coherence.graph import PolicyGraph
from coherence.indicators import CATALOGUE
from coherence.scope import Scope
from coherence.selection import settle
from coherence.uptake import is_read, ladder
from data.model import Actor, Instrument, Interaction, Inventory, Record, Submission
from data.snapshot import Snapshot
from tests.builders import PROFILE, make, scope
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
from tests.strategies import looked_at

OFFICES = [
    make(Actor, f"office-{place}", name=f"Office of {place}", territory=place, level=level)
    for place, level in (("N", "national"), ("R", "regional"), ("P", "provincial"), ("A", "local"),
                         ("I", "local"))
]  # fmt: skip


def result(code: str, *records: Record, unit: str = "R") -> Result:
    return CATALOGUE[code](scope(*records, unit=unit))


def judged(found: Result) -> dict[str, float | None]:
    return {j.subject.partition("/")[2]: j.score for j in found.evidence}


def only(found: Result) -> Judgement:
    (judgement,) = found.evidence
    return judgement


def listed(territory: str, kinds: str) -> Inventory:
    return make(Inventory, territory=territory, kinds=kinds, complete_on="2020-03-01")


def without(*places: str) -> list[Record]:
    """Every plan but those of ``places``."""
    return plans(*(place for place in EVERYWHERE if place not in places))


@given(looked_at())
def test_whether_something_is_taken_up_is_what_the_list_of_takers_says(
    look: tuple[Snapshot, str, date],
) -> None:
    held, unit, day = look
    rungs = ladder(Scope(PolicyGraph(held, PROFILE, day), settle(held, unit, day)))
    for objective in rungs.parents:
        takers, aligned = rungs.takers(objective), rungs.objective_takers(objective)
        assert rungs.is_taken_up(objective) is any(t.strength >= 0.5 for t in takers)
        assert rungs.best_aligned(objective) == max((t.strength for t in aligned), default=0)
        assert rungs.is_settled(objective) is rungs.settled(objective).known


# --- VA1 ----------------------------------------------------------------------------------------


def test_two_of_four_objectives_are_taken_up_one_level_below() -> None:
    records = [*plans(), *promises("n1", "n2", "r1", "r2", "p1")]
    found = result("VA1", *records, carries("r1", "n1", 0.5), carries("p1", "r1"))
    assert judged(found) == {"n1": 1, "n2": 0, "r1": 1, "r2": 0, "p1": 0}
    assert found.value == pytest.approx(40)
    assert found.band == "partial"
    assert {name: str(figure) for name, figure in found.beside} == {
        "national to regional": "50 % of 2 known, 0 not known",
        "regional to provincial": "50 % of 2 known, 0 not known",
        "provincial to city or municipality": "0 % of 1 known, 0 not known",
        "national objectives that city or municipality takes up directly": "0",
    }


def test_an_alignment_below_a_half_takes_nothing_up() -> None:
    found = result("VA1", *plans(), *promises("n1", "r1"), carries("r1", "n1", 0.49))
    assert judged(found) == {"n1": 0, "r1": 0}
    assert str(next(iter(found.evidence)).reason) == "no regional plan takes it up"


def test_what_skips_a_level_is_counted_beside() -> None:
    records = [*plans(), *OFFICES, *promises("n1", "n2", "n3", "a1")]
    links = [carries("a1", "n1", 0.5), work("w", "office-A", "A"), serves("w", "n2", 0.5)]
    found = result("VA1", *records, *links, work("v", "office-P", "A"), serves("v", "n3"))
    assert judged(found) == {"n1": 0, "n2": 0, "n3": 0}
    name = "national objectives that city or municipality takes up directly"
    assert dict(found.beside)[name] == 2


def test_a_programme_one_level_below_takes_it_up() -> None:
    records = [*plans(), *OFFICES, *promises("r1"), work("w", "office-P", "P")]
    assert judged(result("VA1", *records, serves("w", "r1", 0.5))) == {"r1": 1}
    assert judged(result("VA1", *records, serves("w", "r1", 0.49))) == {"r1": 0}


def test_a_programme_takes_up_what_its_own_level_carries_out() -> None:
    records = [*plans(), *OFFICES, *promises("r1", "p1"), work("w", "office-P", "P")]
    found = result("VA1", *records, carries("p1", "r1", 0.5), serves("w", "p1"))
    assert str(found.evidence.reasons[1]) == "taken up by Promise p1, Work w"
    assert set(found.evidence.cites[1]) == {
        "objective/r1", "objective/p1", "programme/w", "alignment/p1--r1",
    }  # fmt: skip


def test_a_programme_outside_the_unit_takes_nothing_up() -> None:
    far = [*plans(), *OFFICES, *promises("r1"), serves("w", "r1")]
    assert judged(result("VA1", *far, work("w", "office-P", "Q"), unit="P")) == {"r1": 0}
    assert judged(result("VA1", *far, work("w", "office-P", "P"), unit="P")) == {"r1": 1}
    assert judged(result("VA1", *far, work("w", None, "P"), unit="P")) == {"r1": 0}


def test_an_independent_city_takes_up_its_region_right_away() -> None:
    records = [*plans(), *promises("r1", "r2", "i1", "a1")]
    found = result("VA1", *records, carries("i1", "r1"), carries("a1", "r2"))
    assert judged(found) == {"r1": 1, "r2": 0}
    assert str(found.evidence.reasons[1]) == "no provincial plan takes it up"
    name = "national objectives that city or municipality takes up directly"
    assert dict(found.beside)[name] == 0


def test_what_says_it_is_of_the_same_level_takes_nothing_up() -> None:
    records = [*without("P"), plan("P", level="regional"), *promises("r1", "p1")]
    assert judged(result("VA1", *records, carries("p1", "r1")))["r1"] == 0


def test_a_province_answers_for_the_region_above_it_but_not_for_the_country() -> None:
    records = [*plans(), *promises("n1", "r1", "p1", "q1", "a1"), carries("a1", "p1")]
    assert judged(result("VA1", *records, unit="P")) == {"r1": 0, "p1": 1}
    assert judged(result("VA1", *records, unit="N")) == {"n1": 0, "r1": 0, "p1": 1, "q1": 0}


def test_a_city_is_no_parent() -> None:
    assert not CATALOGUE["VA1"].measures(scope(*plans(), unit="A"))


def test_what_was_not_read_is_unknown() -> None:
    records = promises("n1", "r1", "p1", "a1")
    found = result("VA1", *plans(but={"Q": "part"}), *records, carries("r1", "n1"))
    assert judged(found) == {"n1": 1, "r1": None, "p1": 0}
    assert str(found.evidence.reasons[2]) == "not known: plans not read whole (Q)"
    assert str(dict(found.beside)["national to regional"]) == "100 % of 1 known, 0 not known"
    assert str(dict(found.beside)["regional to provincial"]) == "0 % of 0 known, 1 not known"


def test_an_inventory_of_objectives_and_alignments_makes_it_a_no() -> None:
    records = [plan("N"), plan("R"), *promises("r1")]
    assert judged(result("VA1", *records)) == {"r1": None}
    closed = only(result("VA1", *records, listed("R", "objective alignment")))
    assert closed.score == 0
    assert closed.cites == ("objective/r1", listed("R", "objective alignment").ref)


def test_a_programme_that_may_reach_the_unit_may_take_it_up() -> None:
    records = [*plans(), *OFFICES, *promises("r1"), serves("w", "r1")]
    nowhere = work("w", "office-P", "")
    found = only(result("VA1", *records, nowhere))
    assert found.score is None
    assert str(found.reason) == "not known: Work w may take it up"
    weak = [*plans(), *OFFICES, *promises("r1"), serves("w", "r1", 0.49), nowhere]
    assert judged(result("VA1", *weak)) == {"r1": 0}
    ended = work("w", "office-P", "P", ends_on="2019")
    assert judged(result("VA1", *records, ended)) == {"r1": 0}


def test_a_contribution_of_blank_strength_leaves_it_open() -> None:
    records = [*plans(), *OFFICES, *promises("r1"), serves("w", "r1", None)]
    assert judged(result("VA1", *records, work("w", "office-P", "P"))) == {"r1": None}
    assert judged(result("VA1", *records, work("w", "office-P", "P", migration="none"))) == {
        "r1": 0
    }
    assert judged(result("VA1", *records, work("w", "office-N", "P"))) == {"r1": 0}
    assert judged(result("VA1", *records, work("w", "office-P", "N"), unit="P")) == {"r1": None}


def test_a_link_from_what_is_not_on_record_takes_nothing_up() -> None:
    found = result("VA1", *plans(), *promises("r1"), carries("gone", "r1", None))
    assert judged(found) == {"r1": 0}


def test_a_plan_that_may_not_be_in_force_closes_nothing() -> None:
    records = [*without("P"), plan("P", valid_to="2020"), *promises("r1")]
    assert judged(result("VA1", *records)) == {"r1": None}
    assert judged(result("VA1", *records, unit="P")) == {"r1": None}


def test_a_half_that_may_be_in_force_leaves_it_open() -> None:
    records = [*without("P"), plan("P", valid_from="2020"), *promises("r1", "p1")]
    found = result("VA1", *records, carries("p1", "r1", 0.5))
    assert str(only(found).reason) == "not known: Promise p1 may take it up"
    closed = result("VA1", *records, carries("p1", "r1", 0.49), listed("R", "objective alignment"))
    assert judged(closed) == {"r1": 0}


def test_a_judgement_cites_the_three_strongest() -> None:
    lower = ("p1", "p2", "p3", "p4")
    links = [carries(name, "r1", 0.5 if name == "p1" else 1) for name in lower]
    found = result("VA1", *plans(), *promises("r1", *lower), *links)
    (judgement,) = (j for j in found.evidence if j.subject == "objective/r1")
    assert str(judgement.reason) == "taken up by Promise p2, Promise p3, Promise p4 and 1 more"
    assert judgement.cites == (
        "objective/r1", "objective/p2", "objective/p3", "objective/p4", "alignment/p2--r1",
    )  # fmt: skip


def test_only_an_instrument_can_have_been_read() -> None:
    assert not is_read(scope().graph, None)
    assert not is_read(scope().graph, plan("A", grade="D"))


def test_a_suggestion_neither_counts_nor_leaves_it_open() -> None:
    records = [*plans(), *promises("r1", "p1")]
    suggested = carries("p1", "r1", grade="D")
    by_wording = make(type(suggested), child="p1", parent="r1", score=None, method="text-suggested")
    assert judged(result("VA1", *records, suggested))["r1"] == 0
    assert judged(result("VA1", *records, by_wording))["r1"] == 0
    blank_and_guessed = carries("p1", "r1", None, grade="D")
    assert judged(result("VA1", *records, blank_and_guessed))["r1"] == 0


def test_without_objectives_there_is_no_value() -> None:
    found = result("VA1", *plans())
    assert found.value is None
    assert found.availability is None


# --- VA2 ----------------------------------------------------------------------------------------


def test_two_of_three_objectives_carry_out_something_higher() -> None:
    records = [*plans(), *promises("n1", "r1", "p1", "a1")]
    found = result("VA2", *records, carries("r1", "n1", 0.5), carries("a1", "n1"))
    assert judged(found) == {"r1": 1, "p1": 0, "a1": 1}
    assert found.value == pytest.approx(200 / 3)
    assert found.beside == (("local priorities without a counterpart above", 1),)


def test_what_carries_out_only_its_own_level_or_too_little_is_not_anchored() -> None:
    records = [*plans(), *promises("n1", "r1", "r2", "p1")]
    found = result("VA2", *records, carries("r1", "r2"), carries("p1", "n1", 0.49))
    assert judged(found) == {"r1": 0, "r2": 0, "p1": 0}


def test_an_objective_found_without_migration_is_no_anchor() -> None:
    roads = promise("n1", "N", migration="none")
    assert judged(result("VA2", *plans(), roads, *promises("r1"), carries("r1", "n1"))) == {"r1": 0}


def test_an_unanchored_objective_is_a_no_only_where_its_instrument_was_read() -> None:
    unread = [plan("N"), plan("R", "part"), *promises("n1", "r1")]
    assert only(result("VA2", *unread)).score is None
    assert only(result("VA2", *unread, listed("R", "alignment"))).score == 0
    assert only(result("VA2", *unread, listed("R", "objective"))).score is None


def test_a_link_upwards_of_unknown_strength_is_unknown() -> None:
    found = only(result("VA2", *plans(), *promises("n1", "r1"), carries("r1", "n1", None)))
    assert found.score is None
    assert str(found.reason) == "not known: it may carry out Promise n1"
    beside = only(result("VA2", *plans(), *promises("r1"), carries("r1", "gone", None)))
    assert beside.score == 0


def test_a_programme_is_anchored_by_its_contribution_or_through_its_own_level() -> None:
    records = [*plans(), *OFFICES, *promises("n1"), *ladder_of("r1", "p1")]
    direct = [work("v", "office-P", "P"), serves("v", "n1", 0.5)]
    through = [work("w", "office-P", "P"), serves("w", "p1", 0.5)]
    found = result("VA2", *records, *direct, *through)
    assert judged(found) == {"r1": 0, "p1": 1, "v": 1, "w": 1}
    assert str(found.evidence.reasons[-1]) == "through Promise p1: carries out Promise r1"


def test_a_programme_is_not_anchored_where_contributions_are_inventoried() -> None:
    records = [*plans(), *OFFICES, *promises("p1"), work("w", "office-P", "P"), serves("w", "p1")]
    assert judged(result("VA2", *records)) == {"p1": 0, "w": None}
    assert judged(result("VA2", *records, listed("R", "contribution"))) == {"p1": 0, "w": 0}
    unread = [*without("P"), plan("P", "no"), *OFFICES, *records[len(EVERYWHERE) + len(OFFICES) :]]
    assert judged(result("VA2", *unread, listed("R", "contribution"))) == {"p1": None, "w": None}


def test_a_programme_contributes_too_little_or_sideways() -> None:
    records = [*plans(), *OFFICES, *promises("n1", "r1"), work("w", "office-P", "P")]
    closed = listed("R", "contribution")
    assert judged(result("VA2", *records, closed, serves("w", "n1", 0.49)))["w"] == 0
    lower = [promise("a1", "A"), serves("w", "a1")]
    assert judged(result("VA2", *records, closed, *lower))["w"] == 0
    assert judged(result("VA2", *records, closed, serves("w", "n1", None)))["w"] is None
    roads = [promise("n9", "N", migration="none"), serves("w", "n9")]
    assert judged(result("VA2", *records, closed, *roads))["w"] == 0


def test_a_programme_belongs_where_its_lead_does_and_national_ones_are_not_asked() -> None:
    records = [*plans(), *OFFICES, work("w", "office-N", "P"), work("v", "office-R", "P")]
    assert judged(result("VA2", *records)) == {"v": None}
    assert judged(result("VA2", *records, unit="P")) == {}


# --- VA3 ----------------------------------------------------------------------------------------


def test_one_of_two_national_objectives_reaches_a_city() -> None:
    found = result(
        "VA3", *plans(), *ladder_of("n1", "r1", "p1", "a1"), *ladder_of("n2", "r2", "p2")
    )
    assert judged(found) == {"n1": 1, "n2": 0}
    assert found.value == 50
    assert found.beside == (("chains that end at the provincial level", 1),)


def test_a_chain_that_may_go_on_is_unknown() -> None:
    unread = plans(but={"B": "part"})
    found = result("VA3", *unread, *ladder_of("n1", "r1", "p1"), *promises("n2"))
    assert judged(found) == {"n1": None, "n2": 0}
    assert (found.low, found.high) == (0, 50)
    assert found.value is None


def test_chains_from_the_region_are_no_national_objectives() -> None:
    assert judged(result("VA3", *plans(), *ladder_of("r1", "p1", "a1"))) == {}


def test_a_lens_leaves_its_chains_out_of_the_figure_beside() -> None:
    records = [*plans(), *ladder_of("n1", "r1", "p1"), *ladder_of("n2", "r2", "p2")]
    found = CATALOGUE["VA3"](scope(*records), lambda subject: subject == "objective/n1")
    assert found.beside == (("chains that end at the provincial level", 1),)


# --- VA4 ----------------------------------------------------------------------------------------


def test_the_best_alignment_of_each_objective_is_averaged() -> None:
    records = [*plans(), *promises("n1", "n2", "r1", "r2", "p1")]
    links = [carries("r1", "n1", 0.5), carries("r2", "n1"), carries("r2", "n2", 0.5)]
    found = result("VA4", *records, *links, carries("p1", "r1", 0.25))
    assert judged(found) == {"n1": 1, "n2": 0.5, "r1": 0.25, "r2": 0, "p1": 0}
    assert found.value == pytest.approx(35)


def test_programmes_do_not_align() -> None:
    records = [*plans(), *OFFICES, *promises("r1"), work("w", "office-P", "P"), serves("w", "r1")]
    assert judged(result("VA4", *records)) == {"r1": 0}


def test_read_and_not_aligned_is_nothing_on_record() -> None:
    records = [*promises("n1", "r1"), carries("r1", "n1", 0)]
    whole = result("VA4", *plans(), *records)
    assert judged(whole)["n1"] == 0
    assert str(whole.evidence.reasons[0]) == "no regional plan takes it up"
    assert judged(result("VA4", *plans(but={"R": "part"}), *records))["n1"] is None


# --- VA5 ----------------------------------------------------------------------------------------


def pair(child: dict[str, object], parent: dict[str, object], *more: Record) -> Judgement | None:
    """The judgement on one aligned pair whose objectives share a measure, if it can be tested."""
    both = {"measure": "m"}
    records = [promise("r1", "R", **(both | child)), promise("n1", "N", **(both | parent))]
    found = result("VA5", *plans(), *OFFICES, *records, carries("r1", "n1", 0.5), *more)
    return next(iter(found.evidence), None)


def conflicts(child: dict[str, object], parent: dict[str, object], *more: Record) -> bool | None:
    found = pair(child, parent, *more)
    return None if found is None or found.score is None else not found.score


def test_relative_targets_conflict_beyond_five_percent_of_the_upper_one() -> None:
    def targets(child: float, parent: float) -> bool | None:
        return conflicts({"target": child, "unit": "percent"}, {"target": parent, "unit": "%"})

    assert targets(42, 40) is False
    assert targets(42.01, 40) is True
    assert targets(38, 40) is False
    assert targets(37.9, 40) is True
    assert targets(0, 0) is False
    assert targets(1, 0) is True


def test_units_are_converted_before_targets_are_compared() -> None:
    share = {"target": 0.4, "unit": "share"}
    assert conflicts(share, {"target": 40, "unit": "percent"}) is False
    assert conflicts(share, {"target": 400, "unit": "per 1,000"}) is False
    assert conflicts(share, {"target": 4, "unit": " Percent "}) is True
    assert conflicts(share, {"target": 40, "unit": "days"}) is None
    assert conflicts(share, {"target": 0.4}) is None
    assert conflicts({"unit": "share"}, {"target": 0.4, "unit": "share"}) is None


def test_absolute_targets_are_compared_for_the_same_place_alone() -> None:
    few, many = {"target": 40, "unit": "desks"}, {"target": 400, "unit": "Desks"}
    assert conflicts(few, many) is None
    same_place = plan("R", level="national")
    records = [
        promise("r1", "R", measure="m", **few), promise("r2", "R", measure="m", **many),
        carries("r1", "r2"),
    ]  # fmt: skip
    assert only(result("VA5", *without("R"), same_place, *records)).score == 0
    halfway = conflicts({"target": 40, "unit": "share"}, {"target": 40, "unit": "number"})
    assert halfway is None


def test_deadlines_conflict_where_they_surely_differ() -> None:
    def deadlines(child: str, parent: str) -> bool | None:
        return conflicts({"deadline": child}, {"deadline": parent})

    assert deadlines("2022", "2022") is False
    assert deadlines("2021-12-31", "2022") is True
    assert deadlines("2023", "2022-12-31") is True
    assert deadlines("2022-06", "2022") is None
    assert deadlines("2022-12-31", "2022") is None
    assert deadlines("2022", "2022-12-31") is None
    assert conflicts({"deadline": "2022"}, {}) is None


def test_bodies_conflict_where_none_is_responsible_for_both() -> None:
    def bodies(child: str, parent: str, *more: Record) -> bool | None:
        return conflicts({"responsible": child}, {"responsible": parent}, *more)

    assert bodies("office-R", "office-N") is True
    assert bodies("office-R office-N", "office-N") is False
    assert bodies("office-R", "") is None
    branch = make(Actor, "branch", name="Branch", part_of="office-N")
    assert bodies("branch", "office-N", branch) is False
    old = make(Actor, "old", name="Old", valid_to="2019", succeeded_by="office-N")
    assert bodies("old", "office-N", old) is False


def test_only_one_measure_can_have_two_targets_deadlines_or_bodies() -> None:
    late = {"deadline": "2022"}
    assert conflicts({**late, "measure": "a"}, {"deadline": "2025", "measure": "b"}) is None
    assert conflicts({**late, "measure": None}, {"deadline": "2025", "measure": None}) is None


def test_interactions_conflict_where_one_works_against_the_other() -> None:
    def weighed(first: str, second: str, score: int | None, assessor: str = "x", **more: object
                ) -> Interaction:  # fmt: skip
        return make(
            Interaction, first=first, second=second, score=score, assessor=assessor, **more
        )  # fmt: skip

    assert conflicts({}, {}, weighed("r1", "n1", -1)) is True
    assert conflicts({}, {}, weighed("n1", "r1", -1)) is True
    assert conflicts({}, {}, weighed("r1", "n1", 0)) is False
    assert conflicts({}, {}, weighed("r1", "n1", 3), weighed("n1", "r1", -1)) is True
    assert conflicts({}, {}, weighed("r1", "n1", 1), weighed("r1", "n1", -1, "y")) is False
    assert conflicts({}, {}, weighed("r1", "n1", None)) is None
    assert conflicts({}, {}, weighed("r1", "n1", -1, grade="D")) is None
    found = pair({}, {}, weighed("r1", "n1", -1))
    assert found is not None
    assert "interaction/r1--n1--x" in found.cites


def test_all_conflicts_of_a_pair_are_named_and_count_once() -> None:
    found = pair(
        {"deadline": "2022", "target": 20, "unit": "%"},
        {"deadline": "2025", "target": 40, "unit": "%"},
    )
    assert found is not None
    assert found.score == 0
    assert found.subject == "objective/r1 × objective/n1"
    assert str(found.reason) == (
        "different targets: 20 % against 40 %; different deadlines: 2022 against 2025"
    )
    fine = pair({"deadline": "2022"}, {"deadline": "2022"})
    assert fine is not None
    assert str(fine.reason) == "no conflict in 1 of 4 tests"


def many_pairs(conflicting: int, fine: int) -> list[Record]:
    """Objectives of R below one of N with a deadline; ``conflicting`` of them set another one."""
    held: list[Record] = [*plans(), promise("n1", "N", measure="m", deadline="2022")]
    for number in range(conflicting + fine):
        year = "2023" if number < conflicting else "2022"
        held.append(promise(f"r{number}", "R", measure="m", deadline=year))
        held.append(carries(f"r{number}", "n1"))
    return held


@pytest.mark.parametrize(
    ("cases", "band"),
    [(0, "on_track"), (1, "on_track"), (2, "partial"), (3, "partial"), (4, "off_track")],
)
def test_pairs_are_banded_by_their_count(cases: int, band: str) -> None:
    found = result("VA5", *many_pairs(cases, 16 - cases))
    assert found.value == pytest.approx(100 * cases / 16)
    assert found.band == band
    assert dict(found.beside)["conflicting pairs"] == cases


def test_pairs_without_a_test_stand_beside() -> None:
    records = [*many_pairs(1, 1), promise("r9", "R"), carries("r9", "n1")]
    found = result("VA5", *records)
    assert found.value == 50
    assert found.availability == 1
    assert dict(found.beside)["aligned pairs that no test could be made of"] == 1


def test_only_alignments_from_a_half_with_objectives_on_migration_are_pairs() -> None:
    roads = promise("n2", "N", migration="none")
    guess = promise("n3", "N", grade="D")
    links = [carries("r1", "n1", 0.49), carries("r1", "n2"), carries("r1", "n3")]
    records = [*plans(), *promises("n1", "n4", "r1"), roads, guess, *links]
    assert list(compared_pairs(scope(*records))) == []
    assert len(list(compared_pairs(scope(*records, carries("r1", "n4", 0.5))))) == 1


# --- VA6 ----------------------------------------------------------------------------------------


def test_half_of_a_plan_lies_within_the_plan_it_carries_out() -> None:
    upper = plan("N", valid_from="2017", valid_to="2020")
    late = plan("R", valid_from="2020-01-01", valid_to="2021-12-30", upper="plan-N")
    found = result("VA6", upper, late)
    assert judged(found) == {"plan-R": pytest.approx(366 / 730)}
    assert str(only(found).reason) == "50 % of its time lies within Plan of N"


def test_a_plan_within_its_upper_plan_is_wholly_in_step() -> None:
    upper = plan("N", valid_from="2017", valid_to="2022")
    within = plan("R", valid_from="2019", valid_to="2021", upper="plan-N")
    assert only(result("VA6", upper, within)).score == 1
    endless = plan("N", valid_from="2017")
    assert only(result("VA6", endless, within)).score == 1
    adopted = plan("N", adopted_on="2017", valid_to="2022")
    assert only(result("VA6", adopted, within)).score == 1
    earlier = plan("N", valid_from="2010", valid_to="2018")
    assert only(result("VA6", earlier, within)).score == 0
    one_day = plan("R", valid_from="2020-06-30", valid_to="2020-06-30", upper="plan-N")
    assert only(result("VA6", upper, one_day)).score == 1


def test_a_plan_without_an_upper_plan_is_out_of_step_where_it_was_read() -> None:
    dated = {"valid_from": "2019", "valid_to": "2021"}
    assert only(result("VA6", plan("R", **dated))).score == 0
    assert only(result("VA6", plan("R", "part", **dated))).score is None
    law = make(Instrument, "law", title="Law", kind="law", level="national", territory="N")
    assert only(result("VA6", law, plan("R", upper="law", **dated))).score == 0
    unclear = make(Instrument, "law", title="Law", level="national", valid_from="2010")
    assert only(result("VA6", unclear, plan("R", upper="law", **dated))).score is None


def test_a_plan_without_dates_is_unknown() -> None:
    upper = plan("N", valid_from="2017", valid_to="2022")
    assert only(result("VA6", upper, plan("R", valid_from="2019", upper="plan-N"))).score is None
    assert only(result("VA6", upper, plan("R", upper="plan-N"))).score is None
    dated = plan("R", valid_from="2019", valid_to="2021", upper="plan-N")
    assert only(result("VA6", plan("N"), dated)).score is None


def test_plans_and_investment_programmes_in_force_below_the_nation_are_asked() -> None:
    dated = {"valid_from": "2019", "valid_to": "2021", "title": "x", "territory": "R"}
    regional = {**dated, "level": "regional", "read": "whole"}
    kinds = {
        "budgets": {"kind": "investment-programme"}, "order": {"kind": "executive-order"},
        "old": {"kind": "plan", "valid_to": "2019"}, "roads": {"kind": "plan", "migration": "none"},
        "guess": {"kind": "plan", "grade": "D"}, "national": {"kind": "plan", "level": "national"},
        "unranked": {"kind": "plan", "level": "international"},
        "maybe": {"kind": "plan", "valid_to": "2020"},
    }  # fmt: skip
    held = [make(Instrument, name, **{**regional, **more}) for name, more in kinds.items()]
    assert judged(result("VA6", *held)) == {"budgets": 0}


# --- VA7 ----------------------------------------------------------------------------------------


def heard(sender: str | None, cited_in: str | None = "p. 3", **more: object) -> Submission:
    return make(Submission, to="instrument/plan-R", from_actor=sender, cited_in=cited_in, **more)


def feedback(*records: Record, **more: Any) -> float | None:
    """The score of the plan of R, adopted in 2018, with what was submitted to it."""
    dated: dict[str, Any] = {"adopted_on": "2018"}
    adopted = plan("R", **(dated | more))
    return only(result("VA7", *OFFICES, adopted, *records)).score


def test_an_instrument_is_refined_where_it_cites_an_input_from_below() -> None:
    assert feedback(heard("office-P")) == 1
    assert feedback(heard(None, level="local")) == 1
    assert feedback(heard(None, level="community")) == 1
    assert feedback(heard("office-P", date="2020-06-30")) == 1


def test_inputs_of_the_same_level_uncited_or_later_do_not_count() -> None:
    assert feedback(heard("office-R")) == 0
    assert feedback(heard("office-P", None)) == 0
    assert feedback(heard("office-P", date="2020-07")) == 0
    assert feedback(heard("office-P", grade="D")) == 0
    assert feedback(heard(None, level="international")) == 0
    unranked = make(Actor, "ngo", name="NGO")
    assert feedback(unranked, heard("ngo")) == 0
    assert feedback() == 0


def test_an_input_from_nowhere_is_unknown() -> None:
    assert feedback(heard(None)) is None
    assert feedback(heard(None), heard("office-P", "p. 9")) == 1
    assert feedback(heard(None, None)) == 0


def test_no_input_is_a_no_only_where_it_was_read_or_submissions_are_inventoried() -> None:
    assert feedback(read="part") is None
    assert feedback(listed("R", "submission"), read="part") == 0


def test_only_instruments_adopted_in_six_years_are_asked() -> None:
    assert feedback(adopted_on="2014-07-01") == 0
    assert feedback(adopted_on=None, valid_from="2014-07-01") == 0
    for more in (
        {"adopted_on": "2014-06-30"}, {"adopted_on": "2014"}, {"adopted_on": None},
        {"adopted_on": "2020-07"}, {"adopted_on": "2018", "migration": "none"},
        {"adopted_on": "2018", "grade": "D"}, {"adopted_on": "2018", "level": "international"},
        {"adopted_on": "2018", "level": "local"},
    ):  # fmt: skip
        assert judged(result("VA7", plan("R", **more))) == {}


def test_a_unit_answers_for_its_own_instruments_and_those_below() -> None:
    held = [plan(place, adopted_on="2018") for place in EVERYWHERE]
    assert set(judged(result("VA7", *held))) == {"plan-R", "plan-P", "plan-Q"}
    assert set(judged(result("VA7", *held, unit="P"))) == {"plan-P"}
    assert set(judged(result("VA7", *held, unit="N"))) == {"plan-N", "plan-R", "plan-P", "plan-Q"}


# --- the catalogue ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "levels", "core"),
    [
        ("VA1", "NRP", True), ("VA2", "RPL", True), ("VA3", "NR", True), ("VA4", "NRP", False),
        ("VA5", "NRPL", True), ("VA6", "RPL", False), ("VA7", "NRP", True),
        ("RC1", "NRPLM", True), ("RC2", "NRPLM", True), ("RC3", "NRPLM", False),
        ("RC4", "RPL", False), ("RC5", "PL", False),
        ("DM1", "NRPLM", True), ("DM2", "RPL", True), ("DM3", "NRPLM", False),
        ("DM4", "NRPLM", False), ("DM5", "M", True),
    ],
)  # fmt: skip
def test_an_indicator_is_of_its_levels_and_of_the_core_or_not(
    code: str, levels: str, core: bool
) -> None:
    entry = CATALOGUE[code]
    assert (entry.levels, entry.core, entry.own_formula) == (levels, core, code == "DM5")
