from dataclasses import replace

import pytest

from coherence.action_ways import EACH, PARTS
from coherence.actions import action_named, possible_actions, with_costs
from coherence.indicators import CATALOGUE
from coherence.report import Edition, Report
from coherence.scenario import MergeProgrammes, Put, Set, what_if
from coherence.selection import settle
from data.action_costs import Cost
from data.actions import action_kinds
from data.model import (
    Actor,
    Assessment,
    Instrument,
    Inventory,
    Mechanism,
    Meeting,
    Membership,
    Need,
    Objective,
    Programme,
    ServicePoint,
)
from data.profile import Profile, ProfileError, load_profile, profile_names
from data.synthetic import generate
from tests.builders import PROFILE, make, report


def by_name(found, kind):
    return {a.name: a for a in possible_actions(found, [kind]).actions}


def office(place, level="local", kind="city"):
    return make(Actor, f"GOV-{place}", name=f"Office of {place}", kind=kind, level=level,
                territory=place)  # fmt: skip


def listed(*kinds, place="R"):
    return make(Inventory, territory=place, kinds=kinds, complete_on="2020-06-01")


def test_a_desk_is_opened_in_each_lgu_known_to_have_none():
    open_desk = make(ServicePoint, "D", name="D", territory="A", kind="help-desk",
                     opened_on="2019-01-01")  # fmt: skip
    found = report(listed("service_point"), open_desk, office("B"))
    actions = by_name(found, "desk")
    assert sorted(actions) == ["desk:B", "desk:C", "desk:I", "desk:P", "desk:Q"]
    [desk, assessed] = (edit.record for edit in actions["desk:B"].edits)
    assert (desk.territory, desk.operator, desk.opened_on) == ("B", "GOV-B", "2020-06-30")
    assert (assessed.unit, assessed.item, assessed.score) == ("territory/B", "IN1.3", "1")
    assert [(m.code, m.subject, m.score) for m in actions["desk:B"].mends] == [
        ("RC4", "territory/B@desk", 0.0)
    ]
    assert str(actions["desk:B"]) == "Open a migration desk in B"


def test_where_it_is_not_known_whether_there_is_a_desk_none_is_proposed():
    assert by_name(report(), "desk") == {}


def test_a_desk_mends_the_judgement_that_it_cites():
    found = report(listed("service_point"))
    action = by_name(found, "desk")["desk:B"]
    after = what_if(found, action.edits).result("RC4").evidence
    assert dict(zip(after.subjects, after.scores, strict=True))["territory/B@desk"] == 1.0


def plans(**objective):
    """A plan of the region and one of its province P, an objective of one theme in each."""
    fields = {"kind": "plan", "read": "whole", "valid_from": "2019", "migration": "specific"}
    return [
        make(Instrument, "RDP", title="RDP", level="regional", territory="R", **fields),
        make(Instrument, "PLAN-P", title="Plan P", level="provincial", territory="P", **fields),
        make(Objective, "UP", title="Jobs for all", instrument="RDP", theme="employment"),
        make(Objective, "DOWN", title="Jobs in P", instrument="PLAN-P",
             **({"theme": "employment"} | objective)),
    ]  # fmt: skip


def test_an_objective_of_the_same_theme_right_below_is_aligned():
    found = report(*plans())
    [action] = by_name(found, "align").values()
    assert action.name == "align:DOWN--UP"
    assert {m.code for m in action.mends} == {"VA2"} | {
        m.code for m in action.mends if m.subject == "objective/UP"
    }
    assert what_if(found, action.edits).graph.aligned_up["DOWN"]["UP"][0] == 1.0


def test_an_objective_of_another_theme_is_not():
    assert by_name(report(*plans(theme="health")), "align") == {}


def test_a_budget_line_costs_what_the_objective_costs_and_nothing_is_made_up():
    held = plans(cost=5, currency="PHP")
    line = make(Instrument, "PDIP", title="PDIP", kind="investment-programme", level="provincial",
                territory="P", read="whole", valid_from="2019")  # fmt: skip
    actions = by_name(report(*held, line), "budget")
    assert list(actions) == ["budget:DOWN"]
    action = actions["budget:DOWN"]
    assert (action.cost, action.currency) == (5, "PHP")
    assert action.cost_source == "cost of objective/DOWN"
    assert action.edits == (Set("objective/DOWN", "budget_instrument", "PDIP"),)
    without = by_name(report(*plans(), line), "budget")["budget:DOWN"]
    assert (without.cost, without.currency) == (None, None)


def test_the_missing_meetings_are_held_with_all_who_hold_a_seat():
    table = [
        make(Mechanism, "CMD", name="CMD", level="regional", territories="R",
             migration="specific", meetings_required_per_year=4, valid_from="2015"),
        office("A"),
        make(Membership, mechanism="CMD", actor="GOV-A", role="member", valid_from="2015"),
        make(Meeting, mechanism="CMD", date="2020-03-01"),
    ]  # fmt: skip
    found = report(*table)
    action = by_name(found, "meetings")["meetings:CMD"]
    made = [edit.record.KIND for edit in action.edits]
    assert (made.count("meeting"), made.count("attendance")) == (3, 3)
    assert found.result("CM5").value == 25.0
    assert what_if(found, action.edits).result("CM5").value == 100.0


def test_a_required_service_is_delivered_by_the_place_itself():
    need = make(Need, territory="A", service="legal", group="returnees", required=True)
    found = report(need, office("A"), listed("programme", "service_point"))
    [action] = by_name(found, "serve").values()
    [put] = action.edits
    assert (put.record.lead, put.record.services, put.record.groups, put.record.phases) == (
        "GOV-A", ("legal",), ("returnees",), (),
    )  # fmt: skip
    assert what_if(found, action.edits).result("CG1").value == 100.0


def test_a_focal_person_is_designated_where_an_assessment_found_none():
    held = make(Assessment, unit="territory/A", item="RC4.focal", score="0", date="2020-01-01")
    found = report(held)
    action = by_name(found, "focal")["focal:A"]
    scores = what_if(found, action.edits).result("RC4").evidence
    assert dict(zip(scores.subjects, scores.scores, strict=True))["territory/A@focal"] == 1.0


def two_alike():
    shared = {"services": ("legal",), "groups": ("returnees",), "territories": ("A",)}
    return [
        office("A"), make(Actor, "NGO", name="NGO", kind="civil-society", territory="A"),
        make(Programme, "X", title="X", lead="GOV-A", starts_on="2019-01-01", **shared),
        make(Programme, "Y", title="Y", lead="NGO", starts_on="2019-01-01", **shared),
    ]  # fmt: skip


def test_two_that_duplicate_each_other_are_agreed_on_decided_on_or_merged():
    found = report(*two_alike())
    [agreed] = by_name(found, "agreement").values()
    [decided] = by_name(found, "verdict").values()
    [merged] = by_name(found, "merge").values()
    assert agreed.edits[0].record.parties == ("GOV-A", "NGO")
    assert (decided.edits[0].record.first, decided.edits[0].record.second) == ("X", "Y")
    assert merged.edits == (MergeProgrammes("X", "Y"),)
    assert what_if(found, agreed.edits).result("OD4").value == 100.0
    assert what_if(found, merged.edits).overlaps == ()


def test_a_region_of_three_hundred_programmes_has_some_two_hundred_actions():
    held = generate(300, seed=1, profile=PROFILE)
    possible = possible_actions(Report(held, PROFILE, settle(held), Edition("made-up")))
    names = [action.name for action in possible.actions]
    assert len(names) == len(set(names)) >= 200
    assert {type(e) for a in possible.actions for e in a.edits} == {Put, Set, MergeProgrammes}
    assert possible.left_out["merge"] > 0


def test_an_action_is_found_by_its_name():
    found = report(listed("service_point"))
    assert action_named(found, "desk:B") == by_name(found, "desk")["desk:B"]
    assert action_named(found, "desk:N") is None
    assert action_named(found, "no:such") is None


def test_for_a_low_end_what_is_not_known_is_acted_on_as_well():
    [action] = [a for a in possible_actions(report(), ["desk"], unknown=True).actions
                if a.name == "desk:A"]  # fmt: skip
    assert [m.score for m in action.mends] == [None]


# --- what they cost ------------------------------------------------------------------------------


def test_an_actions_own_cost_counts_before_that_of_its_kind_and_the_rest_stays_unknown():
    actions = possible_actions(report(listed("service_point")), ["desk"]).actions
    costs = {"desk:B": Cost(9, "PHP", "an offer"), "desk": Cost(5, "PHP", "the AIP")}
    priced = {a.name: (a.cost, a.cost_source) for a in with_costs(actions, costs)}
    assert priced["desk:B"] == (9, "an offer")
    assert priced["desk:C"] == (5, "the AIP")
    unpriced = with_costs(actions, {"focal": Cost(5, "PHP", "the AIP")})
    assert {a.cost for a in unpriced} == {None}


def test_a_cost_of_one_record_is_taken_as_often_as_the_action_makes_one():
    table = make(Mechanism, "CMD", name="CMD", level="regional", territories="R",
                 migration="specific", meetings_required_per_year=4, valid_from="2015")  # fmt: skip
    found = report(table, make(Meeting, mechanism="CMD", date="2020-03-01"))
    [action] = with_costs(
        possible_actions(found, ["meetings"]).actions,
        {"meetings": Cost(100, "PHP", "a bill", per="meeting")},
    )
    assert (action.cost, action.currency) == (300, "PHP")


def test_a_cost_of_a_record_that_an_action_does_not_make_is_none():
    actions = possible_actions(report(listed("service_point")), ["desk"]).actions
    [action, *_] = with_costs(actions, {"desk": Cost(100, "PHP", "a bill", per="meeting")})
    assert action.cost is None


# --- the profile's list ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_lists_actions_about_indicators_and_parts_that_there_are(name):
    kinds = action_kinds(load_profile(name))
    assert len(kinds) >= 45
    for kind in kinds.values():
        assert {place.partition("@")[0] for place in kind.mends} <= set(CATALOGUE)
        assert not kind.each or kind.each in EACH
        assert {part for rule in kind.rules for part in rule.each} <= set(PARTS)


def with_action(**changes):
    entry = {
        "title": "Do", "mends": "CG1",
        "does": [{"makes": "tie", "with": {"from_actor": "{office}", "to_actor": "{other}"}}],
    }  # fmt: skip
    entry |= changes
    found = {key: value for key, value in entry.items() if value is not None}
    return Profile("test", {**PROFILE.tables, "actions": {"do": found}})


def rule(**fields):
    return [{"makes": "tie", "with": {"from_actor": "a", "to_actor": "b"} | fields}]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": None}, "states no 'title'"),
        ({"does": None}, "states no 'does'"),
        ({"colour": "red"}, "'colour', which means nothing"),
        ({"cost": 0, "currency": "PHP", "cost_source": "x"}, "not known"),
        ({"cost": 9}, "comes with its currency and cost_source"),
        ({"cost": 9, "currency": "XXX", "cost_source": "x"}, "'XXX' is not in"),
        ({"of": "thing"}, "no record kind 'thing'"),
        ({"cost_per": "thing"}, "no record kind 'thing'"),
        ({"does": [{"makes": "thing"}]}, "no record kind 'thing'"),
        ({"does": [{"with": {}}]}, "either makes, changes or merges"),
        ({"does": rule(colour="red")}, "a tie has no field 'colour'"),
        ({"does": rule(kind="love")}, "kind has no code 'love'"),
        ({"does": [{"makes": "tie", "with": {"from_actor": "a"}}]}, "needs a 'to_actor'"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_by_name(changes, problem):
    with pytest.raises(ProfileError, match=problem):
        action_kinds(with_action(**changes))


def test_a_cost_with_its_source_is_taken_over():
    profile = with_action(cost=9, currency="PHP", cost_source="the budget of 2025")
    kind = action_kinds(profile)["do"]
    assert (kind.cost, kind.currency, kind.cost_source) == (9, "PHP", "the budget of 2025")


def test_a_country_leaves_an_action_of_the_common_list_out_by_an_empty_entry():
    profile = Profile("test", {**PROFILE.tables, "actions": {"desk": {}}})
    assert action_kinds(profile) == {}
    found = report(listed("service_point"))
    other = Report(found.snapshot, profile, found.selection, replace(found.edition))
    assert possible_actions(other).actions == ()
