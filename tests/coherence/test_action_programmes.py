"""What could be done about programmes: whom they reach, where, with whom, with whose money."""

import pytest

from coherence.actions import possible_actions
from coherence.scenario import Set, what_if
from data.model import Actor, Funding, Inventory, Need, Programme
from tests.builders import make, report


def office(place):
    return make(Actor, f"GOV-{place}", name=f"Office of {place}", kind="city", level="local",
                territory=place)  # fmt: skip


def programme(name, places, **fields):
    filled = {"title": name, "starts_on": "2019-01-01"} | fields
    return make(Programme, name, territories=places, **filled)


def proposed(found, kind, **more):
    return {a.name: a for a in possible_actions(found, [kind], **more).actions}


def need(place, quantity, **fields):
    return make(Need, territory=place, service="legal", quantity=quantity, **fields)


def test_programmes_that_reach_some_reach_all_who_need_it():
    held = [need("A", 100), programme("X", "A", services=("legal",), targeted=20),
            programme("Y", "A", services=("legal",), targeted=30)]  # fmt: skip
    found = report(*held)
    assert found.result("CG2").value == 50.0
    [action] = proposed(found, "reach").values()
    assert action.edits == (
        Set("programme/X", "targeted", 40), Set("programme/Y", "targeted", 60),
    )  # fmt: skip
    assert what_if(found, action.edits).result("CG2").value == 100.0


def test_where_a_target_is_not_known_none_is_raised():
    held = [need("A", 100), programme("X", "A", services=("legal",))]
    assert proposed(report(*held), "reach", unknown=True) == {}


def test_a_shared_budget_is_split_by_need():
    held = [need("A", 30), need("B", 10), need("C", 0), need("I", 0),
            programme("X", "A B", services=("legal",), budget=100, currency="PHP")]  # fmt: skip
    found = report(*held, unit="P")
    [action] = proposed(found, "split").values()
    assert action.name == "split:X"
    assert action.edits == (Set("programme/X", "budget_split", (("A", 75.0), ("B", 25.0))),)
    assert found.result("CG6").value == pytest.approx(0.25)
    assert what_if(found, action.edits).result("CG6").value == pytest.approx(0.0)


def test_a_part_of_the_cycle_that_nothing_serves_gets_a_programme():
    listed = make(Inventory, territory="A", kinds=("programme",), complete_on="2020-06-01")
    found = report(office("A"), listed, programme("X", "A", phases=("return",)), unit="A")
    actions = proposed(found, "phase")
    assert len(actions) == 4
    assert what_if(found, actions["phase:A--family"].edits).result("CG4").value == 40.0


def working_side_by_side(**fields):
    """A city and two others in one sector of the city; nobody coordinates."""
    ngos = [make(Actor, name, name=name, kind="civil-society", territory="A") for name in "VW"]
    return report(
        office("A"), *ngos,
        *(programme(f"OF-{lead}", "A", lead=lead, sectors=("health",), **fields)
          for lead in ("GOV-A", "V", "W")),
    )  # fmt: skip


def test_all_who_work_on_a_sector_in_a_place_make_one_agreement():
    found = working_side_by_side()
    assert found.result("OD1").value == 100.0
    [action] = proposed(found, "convene").values()
    assert action.name == "convene:A--health"
    assert action.edits[0].record.parties == ("GOV-A", "V", "W")
    assert what_if(found, action.edits).result("OD1").value == 0.0


def alike(first, second, **fields):
    shared = {"services": ("legal",), "groups": ("returnees",)}
    ngo = make(Actor, "V", name="V", kind="civil-society", territory="A")
    return report(
        office("A"), ngo, programme("X", first, lead="GOV-A", **shared, **fields),
        programme("Y", second, lead="V", **shared),
    )  # fmt: skip


def test_one_of_two_that_do_the_same_leaves_the_places_that_both_serve():
    found = alike("A", "A B")
    [action] = proposed(found, "divide").values()
    assert Set("programme/Y", "territories", ("B",)) in action.edits
    assert str(action) == "Divide the places of “X” and “Y” between them"
    assert what_if(found, action.edits).overlaps == ()


def test_two_that_share_every_place_cannot_divide_them():
    assert proposed(alike("A", "A"), "divide") == {}
    assert proposed(alike("P", "A B"), "divide") == {}


def test_what_was_not_spent_of_an_allotment_is_spent():
    held = [
        programme("X", "A"),
        make(Funding, programme="X", period="2019", kind="enacted", amount=100, currency="PHP"),
        make(Funding, "S", programme="X", period="2019", kind="spent", amount=40, currency="PHP"),
    ]
    found = report(*held)
    [action] = proposed(found, "spend").values()
    assert action.edits == (Set("funding/S", "amount", 100),)
    assert what_if(found, action.edits).result("RC3").value == 100.0


def test_money_from_others_is_matched_with_as_much_of_ones_own_and_costs_that():
    donor = make(Funding, "D", programme="X", period="2019", kind="enacted", amount=100,
                 currency="PHP", funding_source="donor", territory="A")  # fmt: skip
    found = report(office("A"), programme("X", "A", lead="GOV-A"), donor, unit="A")
    assert found.result("RC5").value == 0.0
    [action] = proposed(found, "counterpart").values()
    assert (action.cost, action.currency) == (100, "PHP")
    assert action.cost_source == "amount of funding/D"
    assert what_if(found, action.edits).result("RC5").value == 50.0
