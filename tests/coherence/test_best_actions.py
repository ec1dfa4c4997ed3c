import pytest

from coherence.actions import Action, possible_actions
from coherence.best_actions import best_next_actions
from coherence.goals import Goal, NoGoal
from coherence.report import Edition, Report
from coherence.scenario import Baseline, Put, Remove, Set, apply, what_if
from coherence.selection import settle
from data.model import Instrument, Inventory, Need, Objective, Programme, Statistic
from data.synthetic import generate
from tests.builders import PROFILE, make, report

LOW = Goal.of("CG1:low")


def three_needs():
    """A, B and C each need legal help; nobody gives any, and all is on record."""
    needs = [make(Need, territory=place, service="legal", required=True) for place in "ABC"]
    listed = make(
        Inventory, territory="R", kinds=("programme", "service_point"), complete_on="2020-06-01"
    )
    return report(*needs, listed)


def helping(*places):
    fields = {"title": "Help", "services": ("legal",), "starts_on": "2019-01-01"}
    return Put(make(Programme, f"P{''.join(places)}", territories=places, **fields))


def test_the_action_that_adds_most_is_taken_first_and_nothing_twice():
    actions = [
        Action("again", (helping("A"),)),
        Action("third", (helping("C"),)),
        Action("both", (helping("A", "B"),)),
    ]
    found = best_next_actions(three_needs(), actions, LOW)
    assert found.start == 0.0
    assert [(s.action.name, round(s.gain, 2), round(s.total, 2)) for s in found.steps] == [
        ("both", 66.67, 66.67), ("third", 33.33, 100.0),
    ]  # fmt: skip


def test_what_an_action_adds_alone_is_told_beside_what_it_adds_now():
    actions = [Action("first", (helping("A", "B"),)), Action("second", (helping("B", "C"),))]
    _, later = best_next_actions(three_needs(), actions, LOW).steps
    assert (round(later.gain, 2), round(later.alone, 2)) == (33.33, 66.67)


def test_per_cost_the_cheap_one_comes_first_and_an_unknown_cost_last():
    actions = [
        Action("unpriced", (helping("A", "B"),)),
        Action("dear", (helping("B"),), cost=100, currency="PHP"),
        Action("cheap", (helping("C"),), cost=10, currency="PHP"),
    ]
    found = best_next_actions(three_needs(), actions, LOW, per_cost=True)
    assert [s.action.name for s in found.steps] == ["cheap", "dear", "unpriced"]


def test_costs_in_another_currency_are_weighed_by_the_rate_on_record_or_not_at_all():
    actions = [
        Action("pesos", (helping("A"),), cost=100, currency="PHP"),
        Action("dollars", (helping("B"),), cost=1, currency="USD"),
    ]
    unknown = best_next_actions(three_needs(), actions, LOW, per_cost=True)
    assert [s.action.name for s in unknown.steps] == ["pesos", "dollars"]
    assert unknown.priced == 1
    rate = make(Statistic, about="territory/N", series="rate:USD/PHP", value=50.0, period="2019")
    held = apply(three_needs().snapshot, [Put(rate)])
    found = Report(held, PROFILE, settle(held), Edition("toy"))
    known = best_next_actions(found, actions, LOW, per_cost=True)
    assert [s.action.name for s in known.steps] == ["dollars", "pesos"]
    assert known.priced == 2


def test_per_cost_the_list_says_how_many_have_a_cost_and_what_it_does_not_know():
    actions = [
        Action("cheap", (helping("A"),), cost=10, currency="PHP"), Action("dear", (helping("B"),))
    ]  # fmt: skip
    told = str(best_next_actions(three_needs(), actions, LOW, per_cost=True).guarantee)
    assert "each step adds most for its cost" in told
    assert "1 of 2 have a cost on record" in told
    assert told.endswith("whether another choice of as many adds more is not known")


def test_no_more_actions_are_named_than_asked_for():
    actions = [Action(place, (helping(place),)) for place in "ABC"]
    assert len(best_next_actions(three_needs(), actions, LOW, most=2).steps) == 2


def test_progress_runs_from_nothing_to_all_and_what_it_raises_stops_the_search():
    actions = [Action(place, (helping(place),)) for place in "ABC"]
    heard = []
    best_next_actions(three_needs(), actions, LOW, told=heard.append)
    assert heard[0] == 0.0
    assert heard[-1] == 1.0

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        best_next_actions(three_needs(), actions, LOW, told=stop)


def test_what_the_goal_does_not_rest_on_is_not_tried():
    actions = [Action("help", (helping("A"),)), Action("off", (Remove("inventory/none"),))]
    found = best_next_actions(three_needs(), actions, LOW)
    assert (found.bear, found.of) == (1, 2)


def test_the_guarantee_holds_where_a_second_record_adds_nothing_and_says_so_elsewhere():
    actions = [Action(place, (helping(place),)) for place in "ABC"]
    found = best_next_actions(three_needs(), actions, LOW)
    assert found.shrinks
    assert "more than 1.6 times as much" in str(found.guarantee)
    need = Put(make(Need, territory="I", service="legal", required=True))
    wider = best_next_actions(three_needs(), [Action("x", (helping("A"), need))], LOW)
    assert not wider.shrinks
    assert "not known" in str(wider.guarantee)


def test_the_guarantee_is_of_the_actions_that_only_add_where_the_others_add_nothing():
    """To take a programme away, and with it what another one gives, is no addition."""
    held = apply(three_needs().snapshot, [helping("I")])
    found = Report(held, PROFILE, settle(held), Edition("toy"))
    ended = Action("end", (Remove("programme/PI"),))
    actions = [Action(place, (helping(place),)) for place in "ABC"]
    best = best_next_actions(found, [*actions, ended], LOW)
    assert (best.shrinks, best.only_add) == (True, 3)
    assert "of the 3 actions that only add to it" in str(best.guarantee)


def test_where_a_change_that_is_no_addition_helps_nothing_is_promised():
    """A programme that moves gives one place and takes from another."""
    held = apply(three_needs().snapshot, [helping("I")])
    found = Report(held, PROFILE, settle(held), Edition("toy"))
    moved = Action("move", (Set("programme/PI", "territories", ("A", "B")),))
    best = best_next_actions(found, [moved, Action("C", (helping("C"),))], LOW)
    assert [s.action.name for s in best.steps] == ["move", "C"]
    assert not best.shrinks


def test_a_budget_line_that_was_blank_is_an_addition_and_one_that_changes_is_none():
    line = make(Instrument, "INV", title="Inv", kind="investment-programme", level="regional",
                territory="R", valid_from="2019", read="whole")  # fmt: skip
    plan = make(Instrument, "PLAN", title="Plan", kind="plan", level="regional", territory="R",
                valid_from="2019", read="whole")  # fmt: skip
    blank = make(Objective, "BLANK", title="Blank", instrument="PLAN")
    lined = make(Objective, "LINED", title="Lined", instrument="PLAN", budget_instrument="PLAN")
    baseline, goal = Baseline(report(line, plan, blank, lined)), Goal.of("RC1")
    for name, adds in (("BLANK", True), ("LINED", False)):
        _, changes = baseline.after([Set(f"objective/{name}", "budget_instrument", "INV")])
        assert goal.only_adds(baseline, changes) is adds


def test_where_no_action_bears_on_the_goal_the_list_says_so():
    found = best_next_actions(three_needs(), [Action("off", (Remove("inventory/none"),))], LOW)
    assert str(found.guarantee) == "none of the 1 actions changes what it rests on"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("XX1", "no indicator"), ("VA1:high", "no goal"), ("index:low", "no goal")],
)
def test_a_goal_that_is_none_is_named(text, problem):
    with pytest.raises(NoGoal, match=problem):
        Goal.of(text)


@pytest.mark.parametrize("text", ["VA1", "OD4:low", "index"])
def test_a_goal_is_written_as_it_is_read(text):
    assert str(Goal.of(text)) == text
    assert Goal.of(text.lower()) == Goal.of(text)


def test_a_goal_without_a_value_to_start_from_is_refused_and_the_low_end_named():
    unread = report(make(Need, territory="A", service="legal", required=True))
    with pytest.raises(NoGoal, match="CG1:low"):
        best_next_actions(unread, [], Goal.of("CG1"))
    assert best_next_actions(unread, [], LOW).steps == ()


def test_the_low_end_of_an_indicator_where_less_is_better_is_its_worst_end():
    held = three_needs()
    result = held.result("CG5")
    assert (result.low, result.high) == (100.0, 100.0)
    assert Goal.of("CG5:low")(held) == 0.0


# --- against the plain way, on a made-up register -------------------------------------------------

REGISTER = generate(40, seed=2, profile=PROFILE)


def made_up():
    return Report(REGISTER, PROFILE, settle(REGISTER), Edition("made-up"))


def plainly(found, actions, goal, most):
    """The greedy way word for word: every action tried in every round on a report made anew."""
    edits, names = (), []
    now = goal(found)
    for _ in range(most):
        tried = {
            a.name: (goal(what_if(found, (*edits, *a.edits))) or 0.0) - now
            for a in actions
            if a.name not in names
        }
        best = max(tried, key=lambda name: tried[name], default=None)
        if best is None or tried[best] <= 1e-9:
            break
        names.append(best)
        now += tried[best]
        edits = (*edits, *next(a for a in actions if a.name == best).edits)
    return now - goal(found)


@pytest.mark.parametrize("code", ["IN2", "RC4", "CG1", "VA1:low", "RC1"])
def test_where_gains_shrink_the_quick_way_adds_what_the_plain_way_adds(code):
    found, goal = made_up(), Goal.of(code)
    actions = possible_actions(found).actions
    quick = best_next_actions(found, actions, goal, most=3)
    assert quick.total == pytest.approx(plainly(found, actions, goal, 3))


def test_every_gain_of_the_index_is_what_a_report_made_anew_says():
    found, goal = made_up(), Goal.of("index")
    actions = possible_actions(found).actions
    best = best_next_actions(found, actions, goal, most=2)
    edits = tuple(edit for step in best.steps for edit in step.action.edits)
    assert len(best.steps) == 2
    assert goal(what_if(found, edits)) == pytest.approx(best.start + best.total)
    assert best.set_aside == 0 or str(best.set_aside) in str(best.guarantee)
