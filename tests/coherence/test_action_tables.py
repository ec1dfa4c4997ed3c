"""What could be done about tables: seats, councils, their legal basis, and checklists."""

import pytest

from coherence.actions import possible_actions
from coherence.scenario import Set, what_if
from data.columns import PartialDate
from data.model import Actor, Assessment, Instrument, Mechanism, Meeting, Membership
from tests.builders import make, report


def committee(level="regional", places="R", **fields):
    return make(Mechanism, "CMD", name="CMD", level=level, territories=places,
                migration="specific", valid_from="2015", **fields)  # fmt: skip


def office(place, level="provincial", kind="province"):
    return make(Actor, f"GOV-{place}", name=place, kind=kind, level=level, territory=place)


def proposed(found, kind, **more):
    return {a.name: a for a in possible_actions(found, [kind], **more).actions}


def test_those_right_below_that_have_an_office_and_no_seat_are_invited():
    seat = make(Membership, mechanism="CMD", actor="GOV-P", role="member", valid_from="2015")
    held = [committee(), seat, make(Meeting, mechanism="CMD", date="2020-03-01")]
    offices = [office("P"), office("Q"), office("A", "local", "city")]
    agency = make(Actor, "DOLE", name="DOLE", kind="national-agency", level="national",
                  territory="N")  # fmt: skip
    at_the_table = make(Membership, mechanism="CMD", actor="DOLE", role="member",
                        valid_from="2015")  # fmt: skip
    found = report(*held, *offices, agency, at_the_table)
    actions = proposed(found, "invite")
    assert list(actions) == ["invite:CMD--Q"]
    [membership, attendance] = (edit.record for edit in actions["invite:CMD--Q"].edits)
    assert (membership.actor, membership.voting) == ("GOV-Q", True)
    assert (attendance.meeting, attendance.actor) == ("CMD--2020-03-01", "GOV-Q")


def test_a_table_is_founded_on_something_firmer_than_it_is():
    kinds = {
        0: ["resolution", "order", "charter"], 1: ["resolution", "order", "charter"],
        2: ["order", "charter"], 3: ["charter"], 4: [],
    }  # fmt: skip
    for basis, better in kinds.items():
        held = committee("local", "A", legal_basis=basis)
        found = report(held, unit="A")
        named = [k for k in ("resolution", "order", "charter", "extend") if proposed(found, k)]
        assert named == better


def test_a_regional_table_is_not_founded_on_an_ordinance():
    assert proposed(report(committee(legal_basis=3)), "charter") == {}


@pytest.mark.parametrize(("kind", "value"), [("resolution", 50.0), ("order", 75.0)])
def test_a_new_basis_takes_the_place_of_one_that_is_about_to_end(kind, value):
    found = report(committee(legal_basis=1, basis_expires_on="2020-12-31"))
    assert found.result("IN4").value == 0.0
    [action] = proposed(found, kind).values()
    assert Set("mechanism/CMD", "basis_expires_on", None) in action.edits
    assert what_if(found, action.edits).result("IN4").value == value


def test_a_basis_that_is_about_to_end_is_extended():
    order = make(Instrument, "EO", title="EO", kind="executive-order", level="regional",
                 territory="R", valid_to="2020-12-31")  # fmt: skip
    found = report(order, committee(based_on="EO"))
    assert found.result("IN4").value == 50.0
    [action] = proposed(found, "extend").values()
    assert action.edits == (Set("mechanism/CMD", "basis_expires_on", PartialDate("2023-06-30")),)
    assert what_if(found, action.edits).result("IN4").value == 75.0


def test_a_basis_that_lasts_is_not_extended():
    assert proposed(report(committee(legal_basis=3)), "extend") == {}


def without_council(place):
    return make(Assessment, unit=f"territory/{place}", item="IN1.2", score="0", date="2020-01-01")


def test_a_council_is_created_with_its_order_a_seat_for_migrants_and_a_first_meeting():
    found = report(office("A", "local", "city"), without_council("A"), unit="A")
    [action] = proposed(found, "council").values()
    made = [edit.record.KIND for edit in action.edits]
    assert made == [
        "instrument", "mechanism", "actor", "membership", "membership", "meeting", "attendance",
        "attendance", "assessment",
    ]  # fmt: skip
    after = what_if(found, action.edits)
    assert after.result("PA2").value == 100.0
    scores = after.result("IN1").evidence
    assert dict(zip(scores.subjects, scores.scores, strict=True))["territory/A@IN1.2"] == 1.0


def test_where_there_is_a_council_none_is_created_whatever_was_assessed():
    held = [office("A", "local", "city"), without_council("A"), committee("local", "A")]
    assert proposed(report(*held, unit="A"), "council") == {}


def test_a_domain_of_the_coherence_card_gets_its_full_points():
    half = make(Assessment, unit="territory/R", item="IN5.6", score="5", date="2020-01-01")
    found = report(half)
    actions = proposed(found, "coherence-card")
    assert list(actions) == ["coherence-card:R--IN5.6"]
    [put] = actions["coherence-card:R--IN5.6"].edits
    assert (put.record.unit, put.record.item, put.record.score) == ("territory/R", "IN5.6", "10")
    assert "Alignment across levels of government" in str(actions["coherence-card:R--IN5.6"])


def test_civil_society_gets_two_voting_seats():
    seats = [
        make(Membership, mechanism="CMD", level="regional", kind="regional-office", seats=6,
             role="member", voting=True, valid_from="2015"),
    ]  # fmt: skip
    found = report(committee(), *seats)
    [action] = proposed(found, "civil-seats").values()
    assert what_if(found, action.edits).result("PA1").value == 25.0
