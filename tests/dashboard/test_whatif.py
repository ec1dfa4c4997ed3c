"""What-if: the few actions that help most, and before and after of those that are chosen."""

from __future__ import annotations

import pytest

from coherence.library import report_on
from coherence.report import Report
from dashboard.components.scenario_list import points
from dashboard.figures.whatif import before_after
from dashboard.pages import whatif
from dashboard.query import Address, from_search, to_search
from dashboard.screen import Screen
from dashboard.trying import search_for, tried
from data.example import worked_example
from data.model import Need
from tests.builders import make, report
from tests.coherence.serving import desk, inventory, need
from tests.dashboard.laid_out import links, of_class, words

GOAL = "?option=goal-CG1"


@pytest.fixture(scope="module")
def held() -> Report:
    return report_on(worked_example())


@pytest.fixture(autouse=True)
def whole_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page here waits until its search is done."""
    monkeypatch.setattr(whatif, "PATIENCE", 60)


def screen(search: str, held: Report) -> Screen:
    return Screen(held, from_search(search, "/whatif"))


def laid(search: str, held: Report) -> object:
    return whatif.layout(screen(search, held)).body


# --- the list -------------------------------------------------------------------------------------


def test_the_few_actions_that_help_most_are_listed_with_gain_cost_and_evidence(
    held: Report,
) -> None:
    content = whatif.layout(screen(GOAL, held))

    assert content.finding == "1 action would add 50.0 to CG1"
    [row] = [words(t) for t in of_class(content.body, "best-next")]
    assert "Serve “Skills training and certification, Returnees” in Mabuhay" in row
    assert "+50.0" in row
    assert "not on record" in row
    assert "nobody delivers it" in row


def test_a_cost_on_record_is_shown_with_its_source(held: Report) -> None:
    shown = words(laid("?option=goal-RC1", held))

    assert "cost of objective/" in shown


def test_what_may_be_said_of_the_list_is_said_at_the_desk_and_on_the_stage(held: Report) -> None:
    desk = words(laid(GOAL, held))
    assert "measured on a changed copy of the register" in desk
    assert "not on record is not 0" in desk

    assert "exact gains; " in words(laid("?view=stage&option=goal-CG1", held))


def test_every_view_says_that_it_is_a_scenario(held: Report) -> None:
    for search in ("", GOAL, "?view=stage", "?option=do-serve:N2"):
        [mark] = of_class(laid(search, held), "scenario-mark")
        assert words(mark) == "SCENARIO, not the register: nothing is stored"


def test_the_index_is_the_usual_goal(held: Report) -> None:
    assert str(whatif.usual_goal(held)) == "index"
    assert "to the index" in whatif.layout(screen("", held)).finding


def test_without_an_index_the_first_core_indicator_that_could_rise_is_the_goal() -> None:
    half = report(need("A"), need("B"), desk("D", "A"), inventory("A"), inventory("B"))

    assert str(whatif.usual_goal(half)) == "CG1"


def test_where_nothing_has_a_value_the_page_says_why() -> None:
    content = whatif.layout(screen("", report()))

    assert content.finding == "There is nothing to raise here yet"
    assert "The index has no value" in words(content.body)


def test_a_goal_that_is_none_is_named_and_the_usual_one_shown(held: Report) -> None:
    content = whatif.layout(screen("?option=goal-XX9", held))

    assert "there is no indicator 'XX9'" in words(content.body)
    assert "to the index" in content.finding


def test_a_search_under_way_shows_how_far_it_is(held: Report) -> None:
    search = search_for(held, whatif.Goal.of("RC1"), 60)
    search.found = None

    told = words(whatif._list(screen("?option=goal-RC1", held), search))

    assert told.startswith("Trying out what could be done: ")


# --- a scenario -----------------------------------------------------------------------------------


def test_an_action_is_chosen_and_given_up_by_its_address(held: Report) -> None:
    offered = links(laid(GOAL, held))
    assert offered["Try"].endswith("option=do-serve:N2,goal-CG1")

    chosen = links(laid("?option=do-serve:N2,goal-CG1", held))
    assert chosen["Leave out"].endswith("option=goal-CG1")


def test_what_is_chosen_is_shown_before_and_after(held: Report) -> None:
    content = whatif.layout(screen("?option=do-serve:N2", held))

    assert content.finding == "Scenario: The index 67.3 → 72.6"
    assert "records added: 1, changed: 0" in words(content.body)
    assert "Gaps closed: 1" in words(content.body)


def test_a_programme_is_ended_and_two_are_merged(held: Report) -> None:
    ended, strange = tried(held, ["end:CLINIC"])
    assert strange == []
    assert ended is not None
    assert ended.after.result("CG1").value == 0.0

    merged, _ = tried(held, ["merge:CLINIC--ADVICE"])
    assert merged is not None
    assert [(o.first, o.second) for o in merged.changes.overlaps_gone] == [("ADVICE", "CLINIC")]


def test_what_cannot_be_tried_is_named(held: Report) -> None:
    told = words(laid("?option=do-end:NOTHING,do-serve:N2", held))

    assert "“end:NOTHING” cannot be tried here." in told


def test_a_scenario_that_contradicts_itself_is_named(held: Report) -> None:
    found, strange = tried(held, ["merge:CLINIC--ADVICE", "end:ADVICE"])

    assert found is None
    assert strange == ["the register has no programme/ADVICE"]


# --- chart, table, address ------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_value_that_changes_in_its_own_unit(held: Report) -> None:
    shown = whatif.table(screen("?option=do-serve:N2", held))

    assert list(shown.columns) == ["Code", "Indicator", "Before", "After (scenario)", "Difference"]
    rows = {code: (before, after) for code, _, before, after, _ in shown.itertuples(index=False)}
    assert rows["CG1"] == (50.0, 100.0)
    assert rows["CG2"] == (75.0, 100.0)


def test_the_chart_joins_before_and_after_on_one_scale(held: Report) -> None:
    drawn = whatif.figure(screen("?option=do-serve:N2", held))
    before, after = drawn.data[1], drawn.data[2]

    assert (before.name, after.name) == ("Before", "After (scenario)")
    at = [text.startswith("CG1 ") for text in drawn.layout.yaxis.ticktext].index(True)
    assert (before.x[at], after.x[at]) == (50.0, 100.0)


def test_where_nothing_changes_the_chart_and_the_table_are_empty() -> None:
    empty = screen("", report())

    assert whatif.table(empty).empty
    assert len(before_after(whatif._settled(empty)).data) == 3


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ({"goal": "CG1"}, ("goal-CG1",)),
        ({"goal": "index"}, ()),
        ({"goal": "index", "end": "P1"}, ("do-end:P1",)),
        ({"goal": "index", "kept": "P1", "gone": ""}, ()),
        ({"goal": "index", "kept": "P1", "gone": "P2"}, ("do-merge:P1--P2",)),
    ],
)
def test_what_is_chosen_goes_into_the_address(
    given: dict[str, str], options: tuple[str, ...]
) -> None:
    changed = whatif.chosen_address(Address(path="/whatif"), given, "index")

    assert changed.option == options
    assert from_search(to_search(changed), "/whatif").option == options


@pytest.mark.parametrize(
    ("value", "told"), [(0.64, "+0.6"), (-1.26, "-1.3"), (0.004, "+0.00"), (12.0, "+12.0")]
)
def test_points_carry_their_sign(value: float, told: str) -> None:
    assert points(value) == told


def test_the_stage_shows_the_list_or_the_chart_of_what_is_chosen(held: Report) -> None:
    plain = laid("?view=stage&option=goal-CG1", held)
    assert "Cost" not in words(plain)
    assert "together +50.0: 50.0 → 100.0" in words(plain)

    chosen = laid("?view=stage&option=do-serve:N2,table", held)
    assert "CG1 Service coverage 50 100 50" in words(chosen)


def test_a_need_without_an_office_to_lead_it_is_no_action() -> None:
    lonely = report(make(Need, territory="A", service="legal", required=True), inventory("A"))

    found = whatif.layout(screen("?option=goal-CG1:low", lonely))

    assert found.finding == "No action on the list raises CG1 (low end)"
