"""What could be done about plans: chains, contradictions, periods, voices and results matrices."""

import pytest

from coherence.actions import possible_actions
from coherence.scenario import Set, what_if
from data.columns import PartialDate
from data.model import (
    Actor,
    Alignment,
    Contribution,
    Instrument,
    Interaction,
    Inventory,
    Objective,
    Programme,
    Submission,
)
from tests.builders import make, report

LEVELS = {"N": "national", "R": "regional", "P": "provincial", "A": "local", "B": "local"}


def plan(place, **fields):
    filled = {"kind": "plan", "read": "whole", "valid_from": "2019", "valid_to": "2022",
              "migration": "specific"} | fields  # fmt: skip
    return make(Instrument, f"PLAN-{place}", title=f"Plan {place}", level=LEVELS[place],
                territory=place, **filled)  # fmt: skip


def objective(place, **fields):
    filled = {"title": f"Jobs in {place}", "theme": "employment"} | fields
    return make(Objective, f"JOBS-{place}", instrument=f"PLAN-{place}", **filled)


def aligned(child, parent):
    return make(Alignment, child=f"JOBS-{child}", parent=f"JOBS-{parent}", score=1.0)


def proposed(found, kind, **more):
    return {a.name: a for a in possible_actions(found, [kind], **more).actions}


def scores(found, code):
    evidence = found.result(code).evidence
    return dict(zip(evidence.subjects, evidence.scores, strict=True))


# --- VA3: carried down to a city ------------------------------------------------------------------


def test_a_chain_that_stops_is_carried_down_over_every_rung_that_is_missing():
    found = report(plan("N"), plan("R"), plan("P"), plan("A"), objective("N"))
    assert found.result("VA3").value == 0.0
    action = proposed(found, "carry-down")["carry-down:JOBS-N--PLAN-A"]
    made = [edit.record for edit in action.edits]
    assert [r.instrument for r in made if r.KIND == "objective"] == ["PLAN-R", "PLAN-P", "PLAN-A"]
    assert [r.parent for r in made if r.KIND == "alignment"] == [
        "JOBS-N", "new--JOBS-N--PLAN-R", "new--JOBS-N--PLAN-P",
    ]  # fmt: skip
    assert str(action) == "Carry “Jobs in N” down to A"
    assert what_if(found, action.edits).result("VA3").value == 100.0


def test_where_a_plan_on_the_way_has_an_objective_of_the_theme_that_one_is_aligned():
    held = [*map(plan, "NRPA"), *map(objective, "NRP"), aligned("R", "N")]
    found = report(*held)
    action = proposed(found, "carry-down", unknown=True)["carry-down:JOBS-N--PLAN-A"]
    assert [edit.record.id for edit in action.edits] == [
        "new--JOBS-N--PLAN-A", "JOBS-P--JOBS-R", "new--JOBS-N--PLAN-A--JOBS-P",
    ]  # fmt: skip


def test_a_way_down_ends_at_an_objective_that_is_carried_down_already():
    held = [*map(plan, "NRPA"), *map(objective, "NRPA"), aligned("R", "N"), aligned("A", "P")]
    found = report(*held)
    [action] = proposed(found, "carry-down", unknown=True).values()
    assert [edit.record.id for edit in action.edits] == ["JOBS-P--JOBS-R"]
    assert what_if(found, action.edits).result("VA3").value == 100.0


def test_without_a_plan_on_the_way_there_is_no_way_down():
    assert proposed(report(*map(plan, "NRA"), objective("N")), "carry-down") == {}


def test_for_the_strength_of_alignment_what_is_aligned_in_part_is_aligned_in_full():
    partly = make(Alignment, child="JOBS-P", parent="JOBS-R", score=0.5)
    found = report(plan("R"), plan("P"), objective("R"), objective("P"), partly)
    action = proposed(found, "align")["align:JOBS-P--JOBS-R"]
    assert [(m.code, m.subject) for m in action.mends] == [("VA4", "objective/JOBS-R")]
    assert scores(what_if(found, action.edits), "VA4")["objective/JOBS-R"] == 1.0


# --- VA2: what a programme carries out ------------------------------------------------------------


def test_a_programme_carries_out_the_nearest_objective_above_it_in_one_of_its_sectors():
    found = report(
        plan("N"), plan("R"), objective("N"), objective("R"),
        make(Actor, "GOV-A", name="A", kind="city", level="local", territory="A"),
        make(Programme, "X", title="X", lead="GOV-A", territories=("A",), sectors=("employment",),
             starts_on="2019-01-01"),
        make(Inventory, territory="A", kinds=(Contribution.KIND,), complete_on="2020-06-01"),
    )  # fmt: skip
    [action] = proposed(found, "contribute").values()
    [put] = action.edits
    assert (put.record.programme, put.record.objective) == ("X", "JOBS-R")
    assert scores(what_if(found, action.edits), "VA2")["programme/X"] == 1.0


# --- VA5: contradictions --------------------------------------------------------------------------


def pair(child, parent, *more):
    """An objective of P that carries out one of R, both of one measure."""
    same = {"measure": "jobs"}
    return report(
        plan("R"), plan("P"), objective("R", **same, **parent), objective("P", **same, **child),
        aligned("P", "R"), *more,
    )  # fmt: skip


def test_a_shared_measure_gets_the_deadline_of_the_upper_objective():
    found = pair({"deadline": "2021"}, {"deadline": "2022-06"})
    [action] = proposed(found, "reconcile").values()
    assert str(action) == "Agree on one deadline for “Jobs in P” and “Jobs in R”"
    assert action.edits == (Set("objective/JOBS-P", "deadline", PartialDate("2022-06")),)
    assert found.result("VA5").value == 100.0
    assert what_if(found, action.edits).result("VA5").value == 0.0


def test_a_target_is_agreed_in_the_unit_of_the_lower_objective():
    found = pair({"target": 10.0, "unit": "per 1,000"}, {"target": 5.0, "unit": "%"})
    [action] = proposed(found, "reconcile").values()
    assert action.edits == (Set("objective/JOBS-P", "target", pytest.approx(50.0)),)
    assert what_if(found, action.edits).result("VA5").value == 0.0


def test_one_body_is_made_responsible_through_its_office_that_is_nearest():
    bodies = [
        make(Actor, "DOLE", name="DOLE", kind="national-agency", level="national", territory="N"),
        make(Actor, "DOLE-P", name="DOLE P", kind="regional-office", level="provincial",
             territory="P", part_of="DOLE"),
        make(Actor, "GOV-P", name="P", kind="province", level="provincial", territory="P"),
    ]  # fmt: skip
    found = pair({"responsible": ("GOV-P",)}, {"responsible": ("DOLE",)}, *bodies)
    [action] = proposed(found, "reconcile").values()
    assert action.edits == (Set("objective/JOBS-P", "responsible", ("DOLE-P",)),)
    assert what_if(found, action.edits).result("VA5").value == 0.0


def test_all_that_contradicts_is_agreed_at_once():
    weighed = make(Interaction, "I1", first="JOBS-P", second="JOBS-R", score=-2)
    found = pair({"deadline": "2021"}, {"deadline": "2022"}, weighed)
    [action] = proposed(found, "reconcile").values()
    assert "one direction and one deadline" in str(action)
    assert Set("interaction/I1", "score", 0) in action.edits
    assert what_if(found, action.edits).result("VA5").value == 0.0


# --- VA6: periods ---------------------------------------------------------------------------------


def test_the_period_of_a_plan_is_brought_into_that_of_the_plan_that_it_carries_out():
    found = report(plan("R"), plan("P", upper="PLAN-R", valid_from="2018", valid_to="2023"))
    [action] = proposed(found, "period").values()
    assert action.edits == (
        Set("instrument/PLAN-P", "valid_from", PartialDate("2019")),
        Set("instrument/PLAN-P", "valid_to", PartialDate("2022")),
    )
    assert scores(what_if(found, action.edits), "VA6")["instrument/PLAN-P"] == 1.0


def test_a_plan_is_not_bent_to_one_that_has_ended_and_never_out_of_force():
    ended = plan("R", valid_from="2010", valid_to="2019")
    found = report(ended, plan("P", upper="PLAN-R"))
    assert proposed(found, "period") == {}


def test_a_plan_without_one_above_it_carries_out_that_of_the_place_right_above():
    found = report(plan("R"), plan("P"))
    actions = proposed(found, "plan-above")
    assert actions["plan-above:PLAN-P"].edits == (Set("instrument/PLAN-P", "upper", "PLAN-R"),)
    assert str(actions["plan-above:PLAN-P"]) == "Have Plan P say that it carries out Plan R"


def test_an_investment_programme_carries_out_the_plan_of_its_own_place():
    line = make(Instrument, "PDIP", title="PDIP", kind="investment-programme", read="whole",
                level="provincial", territory="P", valid_from="2019")  # fmt: skip
    actions = proposed(report(plan("R"), plan("P", upper="PLAN-R"), line), "plan-above")
    assert actions["plan-above:PDIP"].edits == (Set("instrument/PDIP", "upper", "PLAN-P"),)


# --- VA7, PA3: voices -----------------------------------------------------------------------------


def test_a_resolution_from_below_is_submitted_cited_and_answered():
    province = make(Actor, "GOV-P", name="P", kind="province", level="provincial", territory="P")
    found = report(plan("R", adopted_on="2019-01-01"), province)
    [action] = proposed(found, "submit").values()
    assert action.edits[0].record.from_actor == "GOV-P"
    after = what_if(found, action.edits)
    assert after.result("VA7").value == 100.0
    assert after.result("PA4").value == 100.0


def test_nobody_below_no_submission():
    assert proposed(report(plan("R", adopted_on="2019-01-01")), "submit") == {}


def test_a_consultation_is_held_at_each_stage_that_heard_nobody_with_migrants_first():
    heard = make(Submission, to="instrument/PLAN-R", sender_kind="academe", stage="design",
                 date="2020-01-01")  # fmt: skip
    outside = [
        make(Actor, "A-CSO", name="CSO", kind="civil-society", level="regional", territory="R"),
        make(Actor, "MIG", name="Migrants", kind="migrant-association", level="regional",
             territory="R"),
    ]  # fmt: skip
    listed = make(Inventory, territory="R", kinds=("submission",), complete_on="2020-06-01")
    found = report(plan("R"), heard, *outside, listed)
    actions = proposed(found, "consult")
    stages = ("diagnostic", "implementation", "monitoring")
    assert sorted(actions) == [f"consult:PLAN-R--{stage}" for stage in stages]
    assert actions["consult:PLAN-R--diagnostic"].edits[0].record.from_actor == "MIG"
    assert found.result("PA3").value == 25.0
    after = what_if(found, actions["consult:PLAN-R--diagnostic"].edits)
    assert after.result("PA3").value == 50.0


# --- CG3, DM1 -------------------------------------------------------------------------------------


def test_a_sector_without_anything_is_taken_up_by_the_plan_of_the_unit():
    listed = make(Inventory, territory="R", kinds=("programme",), complete_on="2020-06-01")
    found = report(plan("R"), objective("R"), listed)
    actions = proposed(found, "sector")
    assert len(actions) == 8
    action = actions["sector:PLAN-R--health"]
    assert str(action) == "Take migration up under “Health” in Plan R"
    assert what_if(found, action.edits).result("CG3").value == pytest.approx(100 * 2 / 9)


def test_the_blank_cells_of_a_results_matrix_are_filled_and_no_other():
    found = report(plan("R"), objective("R", indicator="Jobs", target=5.0, baseline=1.0))
    [action] = proposed(found, "matrix").values()
    filled = {edit.field: edit.value for edit in action.edits}
    assert filled == {"deadline": PartialDate("2022"), "data_source": "To be agreed"}


def test_a_blank_target_of_a_shared_measure_is_that_of_the_upper_objective():
    found = pair({"unit": "%"}, {"target": 40.0, "unit": "%", "deadline": "2021"})
    action = proposed(found, "matrix")["matrix:JOBS-P"]
    filled = {edit.field: edit.value for edit in action.edits}
    assert (filled["target"], filled["deadline"]) == (40.0, PartialDate("2021"))
    assert what_if(found, action.edits).result("VA5").value == 0.0
