from datetime import date

import pytest

from coherence.scenario import (
    Action,
    EditError,
    EndProgramme,
    MergeProgrammes,
    Put,
    Remove,
    Set,
    apply,
    best_next_actions,
    what_if,
)
from data.model import Actor, Contribution, Instrument, Need, Objective, Programme
from tests.builders import make, report, snapshot


def programme(id, **fields):
    return make(Programme, id, title=id, **({"starts_on": "2019-01-01"} | fields))


def test_an_edit_leaves_the_register_it_was_made_on_alone():
    held = snapshot(programme("X"))
    changed = apply(held, [Remove("programme/X")])
    assert held.get("programme/X") is not None
    assert changed.get("programme/X") is None


def test_a_budget_is_changed():
    changed = apply(snapshot(programme("X", budget=5)), [Set("programme/X", "budget", 7)])
    assert changed.of(Programme)["X"].budget == 7


def test_edits_are_made_in_order():
    edits = [Put(programme("X", budget=1)), Set("programme/X", "budget", 2)]
    assert apply(snapshot(), edits).of(Programme)["X"].budget == 2


def test_a_programme_that_is_ended_is_active_on_its_last_day_and_not_after():
    ended = apply(snapshot(programme("X")), [EndProgramme("X", date(2020, 6, 29))])
    assert ended.of(Programme)["X"].ends_on == "2020-06-29"


def test_two_programmes_carried_on_as_one_keep_what_both_did():
    held = snapshot(
        programme("X", services=("legal",), territories=("A",), budget=5, currency="PHP"),
        programme("Y", services=("skills",), territories=("B",), budget=7, currency="PHP"),
    )
    merged = apply(held, [MergeProgrammes("X", "Y")]).of(Programme)
    assert list(merged) == ["X"]
    assert merged["X"].services == ("legal", "skills")
    assert merged["X"].territories == ("A", "B")
    assert merged["X"].budget == 12


def test_links_of_the_one_that_goes_become_links_of_the_one_kept():
    held = snapshot(
        make(Instrument, "PLAN", title="A plan", level="regional", territory="R"),
        make(Objective, "O", title="A result", instrument="PLAN"),
        programme("X"), programme("Y"),
        make(Contribution, programme="Y", objective="O", strength=1.0),
    )  # fmt: skip
    [given] = apply(held, [MergeProgrammes("X", "Y")]).of(Contribution).values()
    assert given.programme == "X"


def test_budgets_in_two_currencies_are_not_added():
    held = snapshot(
        programme("X", budget=5, currency="PHP"), programme("Y", budget=7, currency="USD")
    )
    assert apply(held, [MergeProgrammes("X", "Y")]).of(Programme)["X"].budget == 5


@pytest.mark.parametrize(
    "edit",
    [
        Remove("programme/none"),
        Set("programme/none", "budget", 1),
        Set("actor/A", "no_such_field", 1),
        EndProgramme("none", date(2020, 1, 1)),
        MergeProgrammes("none", "nor"),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused_by_name(edit):
    held = snapshot(make(Actor, "A", name="A"))
    with pytest.raises(EditError, match="no"):
        apply(held, [edit])


# --- the few that help most ---------------------------------------------------------------------


def needs():
    return [make(Need, territory=place, service="legal", required=True) for place in "ABC"]


def helping(place):
    return programme(f"P{place}", services=("legal",), territories=(place,))


def covered(found):
    """A toy goal: how many of the three places have a programme of their own."""
    served = {t for p in found.snapshot.of(Programme).values() for t in p.territories}
    return float(len(served))


def test_the_action_that_adds_most_is_taken_first_and_nothing_twice():
    both = Action("both", (Put(helping("A")), Put(helping("B"))))
    again = Action("again", (Put(helping("A")),))
    third = Action("third", (Put(helping("C")),))
    steps = best_next_actions(report(*needs()), [again, third, both], covered)
    assert [(s.action.name, s.gain, s.total) for s in steps] == [("both", 2, 2), ("third", 1, 3)]


def test_what_an_action_adds_alone_is_told_beside_what_it_adds_now():
    first = Action("first", (Put(helping("A")), Put(helping("B"))))
    second = Action("second", (Put(helping("B")), Put(helping("C"))))
    _, later = best_next_actions(report(*needs()), [first, second], covered)
    assert (later.gain, later.alone) == (1, 2)


def test_per_cost_the_cheap_one_comes_first():
    dear = Action("dear", (Put(helping("A")), Put(helping("B"))), cost=100, currency="PHP")
    cheap = Action("cheap", (Put(helping("C")),), cost=10, currency="PHP")
    steps = best_next_actions(report(*needs()), [dear, cheap], covered, per_cost=True)
    assert [s.action.name for s in steps] == ["cheap", "dear"]


def test_no_more_actions_are_named_than_asked_for():
    actions = [Action(place, (Put(helping(place)),)) for place in "ABC"]
    heard = []
    steps = best_next_actions(report(*needs()), actions, covered, most=2, told=heard.append)
    assert len(steps) == 2
    assert heard == [0.5, 1.0, 1.0]


def test_the_report_of_a_scenario_is_of_the_same_selection():
    before = report(*needs())
    after = what_if(before, [Put(helping("A"))])
    assert after.selection == before.selection
    assert len(after.snapshot) == len(before.snapshot) + 1
