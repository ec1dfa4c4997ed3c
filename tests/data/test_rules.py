"""What must hold in a register: each rule, on rows small enough to check by eye."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from data.columns import PartialDate
from data.issues import Issue, Severity
from data.model import (
    Actor,
    Alignment,
    Assessment,
    Contribution,
    Decision,
    Instrument,
    Interaction,
    Mechanism,
    Need,
    Objective,
    Programme,
    Progress,
    Record,
    Register,
    ReportDue,
    ServicePoint,
    SourceRef,
    Statistic,
    Submission,
    Territory,
    Tie,
    Variant,
    Verdict,
)
from data.profile import load_profile
from data.rules import RULES, Examined, check
from data.rules.circles import circles
from data.snapshot import Snapshot
from tests.builders import country, make

PROFILE = load_profile("philippines")
REGISTER, *PLACES = country()
COUNTRY = [dataclasses.replace(REGISTER, illustrative=False), *PLACES]


def issues(*records: Record, code: str = "", **more: Any) -> list[Issue]:
    found = check(Snapshot([*COUNTRY, *records]), PROFILE, **more)
    return [issue for issue in found if not code or issue.code == code]


def told(*records: Record, code: str, **more: Any) -> list[str]:
    """The issues of a rule, without where they stand."""
    return [f"{i.severity}: {i.problem}. {i.remedy}" for i in issues(*records, code=code, **more)]


def programme(id: str = "X", /, **fields: Any) -> Programme:
    return make(Programme, id, **({"title": f"Programme {id}"} | fields))


def actor(id: str, /, **fields: Any) -> Actor:
    return make(Actor, id, **({"name": f"Office {id}"} | fields))


def objective(id: str, /, instrument: str = "PLAN", **fields: Any) -> Objective:
    return make(Objective, id, title=f"Objective {id}", instrument=instrument, **fields)


def plan(id: str = "PLAN", /, **fields: Any) -> Instrument:
    return make(Instrument, id, title=f"Plan {id}", **fields)


def aligned(child: str, parent: str, **fields: Any) -> Alignment:
    return make(Alignment, child=child, parent=parent, **fields)


def test_a_register_in_order_gives_no_issue() -> None:
    assert issues(actor("O"), programme(lead="O", budget=5, currency="PHP")) == []


# --- where an issue stands ---


def test_a_record_of_a_workbook_is_named_by_its_cell() -> None:
    record = programme(at=SourceRef("toy.xlsx", "Programmes", 9), budget=-5, currency="PHP")
    (issue,) = issues(record)
    assert (issue.cell, issue.value, issue.severity) == ("Programmes!T9", "-5", Severity.ERROR)
    letters = {"programme": {"budget": "C"}}
    (issue,) = issues(record, letters=letters)
    assert issue.cell == "Programmes!C9"
    (issue,) = issues(record, letters={"programme": {"title": "A"}})
    assert issue.cell == "Programmes!9"


def test_a_record_from_elsewhere_is_named_by_its_ref() -> None:
    (issue,) = issues(programme(budget=-5, currency="PHP"))
    expected = 'programmes "-5": programme/X: an amount is not negative. Write it without the sign.'
    assert str(issue) == expected


def test_only_what_is_asked_about_is_judged_and_the_rest_may_be_referred_to() -> None:
    bad, other = programme("BAD", budget=-1, currency="PHP"), programme("OTHER", budget=-1)
    whole = Snapshot([*COUNTRY, bad, other])
    found = check(whole, PROFILE, judged=Snapshot([bad]))
    assert [issue.problem for issue in found] == ["programme/BAD: an amount is not negative"]


def test_a_rule_can_be_left_out() -> None:
    (rule,) = [rule for rule in RULES if rule.__name__ == "out_of_bounds"]
    assert issues(programme(budget=-1, currency="PHP"), without=(rule,)) == []


def test_every_rule_says_what_must_hold() -> None:
    assert all(rule.__doc__ for rule in RULES)
    assert len(set(RULES)) == len(RULES)


# --- who is who ---


def test_ids_that_differ_in_case_alone_are_an_error() -> None:
    first = actor("DOLE", at=SourceRef("f", "actors", 4))
    second = actor("Dole", at=SourceRef("f", "actors", 9))
    (issue,) = issues(first, second, code="duplicate-id")
    assert issue.cell == "actors!A9"
    assert issue.problem == "row 4 has the same id but for its case, DOLE"
    (issue,) = issues(first, actor("dole"), code="duplicate-id")
    assert "actor/dole has the same id" in issue.problem
    whole = Snapshot([first, second])
    assert check(whole, PROFILE, judged=Snapshot()) == ()


def test_a_reference_names_a_record_that_is_there() -> None:
    records = [
        programme(lead="NOBODY", territories=("A", "Atlantis"), budget_split=(("Mu", 5.0),)),
        make(Decision, "D", text="x", subject=("programme/X", "programme/Y", "ghost/1")),
    ]
    assert told(*records, code="unknown-reference") == [
        "error: programme/X: actor/NOBODY does not exist. Correct it, or add the record to actors.",
        "error: programme/X: territory/Atlantis does not exist. Correct it, or add the record to "
        "territories.",
        "error: programme/X: territory/Mu does not exist. Correct it, or add the record to "
        "territories.",
        "error: decision/D: ghost/1 does not exist. Correct it, or add the record.",
        "error: decision/D: programme/Y does not exist. Correct it, or add the record to "
        "programmes.",
    ]


def test_a_code_stands_in_the_list_of_the_profile() -> None:
    assert told(programme(status="closd", services=("skills", "q")), code="unknown-code") == [
        'error: programme/X: "q" is not in the list Services. Choose a code of the list.',
        'error: programme/X: "closd" is not in the list Status. Did you mean closed?',
    ]


def test_there_is_one_register_to_a_workbook() -> None:
    other = make(Register, "zzz", title="Another", profile="philippines", illustrative=True)
    assert told(other, code="several-registers") == [
        "error: register/zzz: there is one register to a workbook, and toy stands here too. Keep "
        "one row."
    ]


def test_a_register_says_whether_it_is_made_up() -> None:
    register = make(Register, "toy", title="A toy", profile="philippines")
    found = check(Snapshot([register]), PROFILE)
    assert [issue.code for issue in found] == ["illustrative"]


def test_a_link_joins_two() -> None:
    records = [
        actor("O"),
        make(Tie, from_actor="O", to_actor="O"),
        programme(),
        make(Verdict, first="X", second="X"),
        plan(),
        objective("1"),
        make(Interaction, first="1", second="1"),
    ]
    assert [issue.at.sheet for issue in issues(*records, code="self-link")] == [
        "ties", "verdicts", "interactions",
    ]  # fmt: skip


def test_a_variant_names_a_field_that_its_record_has() -> None:
    records = [
        programme(),
        make(Variant, record="programme/X", field_name="budget", value="1"),
        make(Variant, record="programme/X", field_name="Starts on", value="1"),
        make(Variant, record="programme/X", field_name="budgets", value="1"),
        make(Variant, record="programme/X", field_name="colour", value="1"),
    ]
    assert [i.remedy for i in issues(*records, code="unknown-field")] == [
        "Did you mean budget or budget_split?",
        "Write a column of its sheet.",
    ]


# --- what is nearly the same ---


def test_names_that_look_alike_are_proposed_with_both_rows() -> None:
    first = actor("A1", name="Department of Labor", at=SourceRef("f", "actors", 4))
    records = [
        first,
        actor("A2", name="department of labour", at=SourceRef("f", "actors", 7)),
        actor("A3", name="Department of Tourism"),
    ]
    (issue,) = issues(*records, code="alike")
    assert (issue.cell, issue.severity) == ("actors!B7", Severity.INFORMATION)
    assert issue.problem == 'the name looks like "Department of Labor" (row 4, A1)'


def test_the_same_name_in_another_place_is_another_office() -> None:
    assert issues(actor("A1", name="City Hall", territory="A"),
                  actor("A2", name="City Hall", territory="B"), code="alike") == []  # fmt: skip
    assert issues(actor("A1", name="Desk 1"), actor("A2", name="Desk 2"), code="alike") == []


def test_words_in_another_order_look_alike() -> None:
    found = issues(programme("A", title="Skills for returnees"),
                   programme("B", title="For returnees: skills"), code="alike")  # fmt: skip
    assert len(found) == 1


def test_a_word_written_once_like_one_written_often_is_a_rare_spelling() -> None:
    units = ["persons", "persons", "persons", "persns", "desks", "PERSONS"]
    needs = [
        make(Need, f"N{n}", territory="A", quantity=1.0, unit=unit) for n, unit in enumerate(units)
    ]
    assert told(*needs, code="rare-spelling") == [
        "warning: need/N3: this is a rare spelling of persons. Write persons if the same is meant.",
        "warning: need/N5: this is a rare spelling of persons. Write persons if the same is meant.",
    ]


def test_words_that_differ_in_a_number_are_not_the_same() -> None:
    rows = [
        make(Statistic, f"S{number}", about="territory/A", series=series)
        for number, series in enumerate(["series-10", "series-10", "series-10", "series-11"])
    ]
    assert issues(*rows, code="rare-spelling") == []


# --- what stands above what ---


def test_nothing_stands_above_itself() -> None:
    records = [
        actor("A1", part_of="A2"), actor("A2", part_of="A3"), actor("A3", part_of="A1"),
        actor("A4", part_of="A1"), actor("A5", succeeded_by="A5"),
    ]  # fmt: skip
    assert told(*records, code="cycle") == [
        "error: actor/A1: this runs in a circle: A1 → A2 → A3 → A1. Break it here.",
        "error: actor/A5: this runs in a circle: A5 → A5. Break it here.",
    ]


def test_alignments_do_not_run_in_a_circle() -> None:
    records = [plan(), objective("1"), objective("2"), objective("3"),
               aligned("1", "2"), aligned("2", "3"), aligned("3", "2")]  # fmt: skip
    assert told(*records, code="cycle") == [
        "error: alignment/2--3: this runs in a circle: 2 → 3 → 2. Break it here."
    ]


def test_a_circle_outside_what_is_asked_about_is_not_told() -> None:
    ring = [actor("A1", part_of="A2"), actor("A2", part_of="A1")]
    whole = Snapshot([*ring, actor("A3")])
    assert check(whole, PROFILE, judged=Snapshot([whole.of(Actor)["A3"]])) == ()
    links = [plan(), objective("1"), objective("2"), aligned("1", "2"), aligned("2", "1")]
    assert check(Snapshot(links), PROFILE, judged=Snapshot(links[:3])) == ()


def test_a_long_circle_is_shortened() -> None:
    ring = [actor(f"A{n:02}", part_of=f"A{(n + 1) % 12:02}") for n in range(12)]
    (told_once,) = told(*ring, code="cycle")
    assert told_once.endswith("A08 → A09 → …. Break it here.")


def test_every_circle_is_found_once() -> None:
    above = {"a": ["b", "c"], "b": ["a"], "c": ["d"], "d": ["c"], "e": ["a"]}
    assert sorted(circles(above)) == [["a", "b"], ["c", "d"]]
    assert list(circles({"a": ["b"], "b": ["c"], "x": ["b"]})) == []


def test_a_place_lies_in_one_of_a_wider_level() -> None:
    assert told(make(Territory, "Z", name="Zed", level="provincial", parent="A"),
                code="level-order") == [
        "error: territory/Z: its parent A is local, which is not above provincial. Correct level "
        "or parent."
    ]  # fmt: skip


def test_an_alignment_runs_upward() -> None:
    records = [plan("R", level="regional"), plan("L", level="local"), plan("N"),
               objective("r", "R"), objective("l", "L"), objective("n", "N"),
               aligned("l", "r"), aligned("r", "l"), aligned("n", "l")]  # fmt: skip
    (issue,) = issues(*records, code="alignment-direction")
    assert issue.problem.startswith("alignment/r--l: the child objective stands at a higher level")


def test_an_instrument_carries_out_one_above_it() -> None:
    records = [plan("R", level="regional"), plan("L", level="local", upper="R"),
               plan("N", level="national", upper="R")]  # fmt: skip
    (issue,) = issues(*records, code="instrument-direction")
    assert issue.problem == "instrument/N: what it carries out, Plan R, stands at a lower level"


# --- dates ---


@pytest.mark.parametrize(
    ("start", "end", "is_wrong"),
    [("2024-05", "2024-04", True), ("2024-05-02", "2024-05-01", True), ("2024-05", "2024", False),
     ("2024", "2024-03", False), ("2024", "2023", True)],
)  # fmt: skip
def test_what_ends_has_begun_where_that_is_certain(start: str, end: str, is_wrong: bool) -> None:
    found = issues(programme(starts_on=start, ends_on=end), code="end-before-start")
    assert bool(found) is is_wrong


def test_answers_come_after_what_they_answer() -> None:
    record = make(Submission, "S", to="instrument/PLAN", date="2024", answered_on="2023")
    assert told(plan(), record, code="end-before-start") == [
        "error: submission/S: this is before Date, 2024. Correct one of them."
    ]


def test_a_programme_that_has_ended_is_not_running() -> None:
    records = [
        programme("A", ends_on="2020-05", status="implementation"),
        programme("B", ends_on="2020-07", status="implementation"),
        programme("C", ends_on="2020-05", status="closed"),
        programme("D", ends_on="2020-05"),
    ]
    assert told(*records, code="ended-but-running") == [
        "warning: programme/A: it ended on 2020-05, before 2020-06-30. Close it, or correct its "
        "end."
    ]
    later = issues(*records, code="ended-but-running", as_of=PartialDate("2021"))
    assert len(later) == 2


def test_without_a_date_nothing_is_old() -> None:
    register = make(Register, "toy", title="A toy", profile="philippines", illustrative=False)
    old = programme(ends_on="1990", status="implementation", observed_on="1990")
    assert check(Snapshot([register, old]), PROFILE) == ()


def test_a_decision_that_was_done_says_so() -> None:
    records = [make(Decision, "D1", text="x", status="open", done_on="2020"),
               make(Decision, "D2", text="x", status="done", done_on="2020")]  # fmt: skip
    assert [issue.problem for issue in issues(*records, code="done-but-open")] == [
        "decision/D1: it was done on 2020"
    ]


def test_a_period_is_a_year_a_quarter_a_month_or_a_day() -> None:
    rows = [make(Progress, programme="X", period=p) for p in ("2026-Q3", "2026-09-30", "3Q26")]
    due = make(ReportDue, from_actor="O", to="actor/O", period="sometime")
    found = issues(programme(), actor("O"), *rows, due, code="period")
    assert [issue.value for issue in found] == ["sometime", "3Q26"]


def test_old_records_are_counted_by_sheet() -> None:
    records = [actor(f"A{n}", observed_on=day) for n, day in
               enumerate(["2019-06-29", "2019-06", "2019-05-31", None, "2018"])]  # fmt: skip
    records.append(programme(observed_on="2018"))
    assert [str(issue) for issue in issues(*records, code="old-records")] == [
        "actors: 3 records were observed more than 12 months before 2020-06-30. Confirm them where "
        "they still hold.",
        "programmes: 1 record was observed more than 12 months before 2020-06-30. Confirm them "
        "where they still hold.",
    ]
    assert issues(actor("A", observed_on="2019-02-27"), code="old-records",
                  as_of=PartialDate("2020-02-29")) != []  # fmt: skip


# --- numbers ---


def test_numbers_lie_between_their_bounds() -> None:
    records = [
        programme(budget=-1, currency="PHP", migration_share=101.0, targeted=-1),
        make(Mechanism, "M", name="A table", legal_basis=5),
    ]
    assert told(*records, code="out-of-bounds") == [
        "error: mechanism/M: this lies between 0 and 4. Correct it.",
        "error: programme/X: an amount is not negative. Write it without the sign.",
        "error: programme/X: this lies between 0 and 100. Correct it.",
        "error: programme/X: this is at least 0. Correct it.",
    ]


def test_shares_of_a_budget_add_up_to_the_whole_at_most() -> None:
    records = [
        programme("A", budget_split=(("A", 60.0), ("B", 50.0)), territories=("A", "B")),
        programme("B", budget_split=(("A", 33.4), ("B", 33.4), ("C", 33.4))),
        programme("C", budget_split=(("A", -5.0),)),
        programme("D", budget_split=(("A", 50.0),), territories=("B",)),
    ]
    found = [issue for issue in issues(*records) if issue.code.startswith("share")]
    assert [issue.problem for issue in found] == [
        "programme/A: the shares add up to 110 %",
        "programme/C: the share of A is negative",
        "programme/D: A has a share, but is not among the territories",
    ]


def test_scores_are_those_that_may_be_given() -> None:
    records = [
        plan(), objective("1"), objective("2"), objective("3"), programme(),
        aligned("1", "2", score=0.5), aligned("1", "3", score=0.7),
        make(Contribution, programme="X", objective="1", strength=0.0),
        make(Assessment, unit="territory/A", item="IN1.1", score="na"),
        make(Assessment, unit="territory/A", item="IN5.1", score="10"),
        make(Assessment, unit="territory/A", item="IN1.2", score="2"),
        make(Assessment, unit="territory/A", item="IN1.3", score="half"),
    ]  # fmt: skip
    assert [issue.problem.partition(": ")[2] for issue in issues(*records, code="score")] == [
        "an alignment is 0 (not aligned), 0.5 (partly) or 1 (fully)",
        "a contribution is above 0",
        "the score of IN1.2 is a number from 0 to 1, or na",
        "the score of IN1.3 is a number from 0 to 1, or na",
    ]


def test_an_amount_has_a_currency_and_a_quantity_a_unit() -> None:
    records = [
        programme(benefit_per_head=5), plan(), objective("1", target=5.0),
        make(Need, territory="A", quantity=5.0),
    ]  # fmt: skip
    found = [i for i in issues(*records) if i.code in {"no-currency", "no-unit"}]
    assert [(i.at.sheet, i.severity, i.remedy) for i in found] == [
        ("objectives", "warning", "Write what is counted: persons, desks, percent."),
        ("programmes", "warning", "Did you mean PHP?"),
        ("needs", "warning", "Write what is counted: persons, desks, percent."),
    ]


def test_the_parts_are_not_more_than_the_whole() -> None:
    records = [
        programme(targeted=10, targeted_f=6, targeted_m=5, reached=10, reached_f=5, budget=5,
                  spent=6, currency="PHP"),
        make(Progress, programme="X", period="2026-Q1", allotment=5, obligation=6, disbursement=7,
             currency="PHP"),
    ]  # fmt: skip
    assert [issue.problem.partition(": ")[2] for issue in issues(*records, code="parts")] == [
        "women and men are 11, more than all",
        "this is more than Budget, whole life (5)",
        "this is more than Allotment (5)",
        "this is more than Obligation (6)",
    ]


def test_a_fraction_in_a_percent_column_is_warned_of() -> None:
    rows = [make(Progress, programme="X", period=f"202{n}", utilisation=value)
            for n, value in enumerate([0.819, 81.9, 0.0])]  # fmt: skip
    assert [issue.remedy for issue in issues(programme(), *rows, code="percent")] == [
        "Did you mean 81.9?"
    ]


def test_a_budget_far_from_the_rest_is_worth_a_look() -> None:
    budgets = [900, 1000, 1100, 1200, 950, 1050, 1150, 1_000_000]
    records = [programme(f"P{n}", budget=b, currency="PHP") for n, b in enumerate(budgets)]
    (issue,) = issues(*records, code="outlier")
    assert issue.value == "1000000"
    assert issue.severity is Severity.INFORMATION
    assert issues(*records[1:], code="outlier") == []  # seven are too few to say
    same = [programme(f"P{n}", budget=5, currency="PHP") for n in range(9)]
    assert issues(*same, code="outlier") == []


# --- evidence and places ---


def test_an_alignment_says_where_it_can_be_read() -> None:
    records = [plan(), objective("1"), objective("2"), objective("3"),
               aligned("1", "2", source=None, method="asserted"),
               aligned("1", "3", source=None, method="text-suggested")]  # fmt: skip
    assert [issue.problem for issue in issues(*records, code="no-evidence")] == [
        "alignment/1--2: there is no evidence for this alignment"
    ]


def test_a_grade_that_rests_on_a_document_names_it() -> None:
    records = [actor("A1", grade="A", source=None), actor("A2", grade="C", source=None)]
    assert [issue.problem for issue in issues(*records, code="no-source")] == [
        "actor/A1: grade A rests on a document, and none is named"
    ]


def test_a_description_of_a_word_is_short() -> None:
    records = [programme("A", description="Skills"), programme("B", description="x" * 20)]
    assert len(issues(*records, code="short-description")) == 1


def test_a_place_wider_than_the_level_is_warned_of() -> None:
    records = [
        actor("O", level="local", territory="R"),
        programme(lead="O", territories=("A", "P")),
        make(Mechanism, "M", name="A table", level="regional", territories=("R",)),
        plan(level="provincial", territory="R"),
        make(ServicePoint, "S", name="A desk", territory="R"),
    ]
    assert [issue.problem for issue in issues(*records, code="coarse-place")] == [
        "actor/O: R (R) is wider than the level of this record",
        "instrument/PLAN: R (R) is wider than the level of this record",
        "programme/X: P (P) is wider than the level of this record",
    ]


def test_a_number_that_is_no_official_code_is_warned_of() -> None:
    place = make(Territory, "12345", name="Somewhere", level="local", parent="P")
    assert len(issues(place, code="territory-code")) == 1
    found = check(Snapshot([place]), load_profile("senegal"))
    assert "territory-code" not in {issue.code for issue in found}


def test_a_rule_may_be_asked_by_itself() -> None:
    register = Examined(Snapshot([*COUNTRY, programme(budget=-1)]), PROFILE)
    found = [issue for rule in RULES for issue in rule(register)]
    assert {issue.code for issue in found} == {"out-of-bounds", "no-currency"}
