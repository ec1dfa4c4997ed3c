"""A verdict sticks until what it was given on changes; a decision that is done settles a pair."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence.overlaps import census, find_overlaps, fingerprint, why_not
from coherence.verdicts import standings, words_in, words_of
from data.columns import PartialDate
from data.model import (
    Actor,
    Contribution,
    Decision,
    Funding,
    Instrument,
    Objective,
    Programme,
    Record,
    Verdict,
)
from tests.builders import graph, make, scope

PAIR = ("p", "q")
BASE: list[Record] = [
    make(Actor, "X", name="X"),
    make(Actor, "Y", name="Y"),
    make(Instrument, "plan", title="Plan", territory="R", level="regional"),
    make(Objective, "o", title="Aim", instrument="plan"),
]
P = make(Programme, "p", title="Skills", lead="X", services="skills", groups="women",
         territories="A", phases="return", sectors="health", budget=10)  # fmt: skip
Q = make(Programme, "q", title="Loans", lead="Y", services="skills", groups="women",
         territories="A")  # fmt: skip


def verdict(code: str = "dismissed", **fields: Any) -> Verdict:
    told = {"first": "p", "second": "q", "verdict": code, "date": "2020-03-01"} | fields
    return make(Verdict, **told)


def printed(*records: Record) -> str:
    return fingerprint(graph(*BASE, *records), "p", "q")


def given_on(*records: Record, **fields: Any) -> Verdict:
    """A verdict on the pair as these records have it."""
    return verdict(fingerprint=printed(*records), **fields)


def standing(*records: Record, **fields: Any) -> tuple[str | None, str | None, bool]:
    found = standings(graph(*BASE, *records, **fields)).get(PAIR)
    return (found.current, found.former, found.settled) if found else (None, None, False)


@given(st.text() | st.text(st.characters(max_codepoint=127)))
def test_a_word_is_letters_digits_and_marks_whatever_their_case(text: str) -> None:
    whole = unicodedata.normalize("NFC", text)
    assert words_in(text) == re.findall(r"\w+", whole.casefold())


def test_a_fingerprint_is_the_same_whichever_side_is_named_first() -> None:
    held = graph(*BASE, P, Q)
    assert fingerprint(held, "p", "q") == fingerprint(held, "q", "p")
    assert len(fingerprint(held, "p", "q")) == 64


def test_sides_that_are_alike_are_not_mixed_up() -> None:
    both = P, replace(Q, services=("legal",))
    swapped = replace(P, services=("legal",)), Q
    assert printed(*both) != printed(*swapped)


@pytest.mark.parametrize(
    "change",
    [
        {"lead": "Y"}, {"services": ("legal",)}, {"groups": ()}, {"phases": ()}, {"sectors": ()},
        {"territories": ("A", "B")}, {"open_to": ("B",)}, {"starts_on": PartialDate("2018")},
        {"ends_on": PartialDate("2030")}, {"status": "implementation"}, {"title": "Skill"},
        {"description": "for all"},
    ],
)  # fmt: skip
def test_a_verdict_is_reopened_by_what_was_compared(change: dict[str, Any]) -> None:
    given = given_on(P, Q)
    assert standing(P, Q, given) == ("dismissed", None, True)
    changed = replace(P, **change)
    assert standing(changed, Q, given) == (None, "dismissed", False)


@pytest.mark.parametrize(
    "change",
    [
        {"budget": 99}, {"source": "another"}, {"grade": "A"}, {"title": "SKILLS!"},
        {"acronym": "S"}, {"migration_share": 5.0}, {"observed_on": PartialDate("2020-02")},
        {"territories": (), "open_to": ("A",)},
    ],
)  # fmt: skip
def test_a_verdict_is_not_reopened_by_money_sources_or_spelling(change: dict[str, Any]) -> None:
    changed = replace(P, **change)
    assert standing(changed, Q, given_on(P, Q)) == ("dismissed", None, True)


def test_contributions_reopen_a_verdict_and_guessed_ones_do_not() -> None:
    given = given_on(P, Q)
    contribution = make(Contribution, programme="p", objective="o", strength=0.5)
    assert standing(P, Q, contribution, given)[1] == "dismissed"
    assert standing(P, Q, replace(contribution, grade="D"), given)[1] is None
    assert standing(P, Q, make(Funding, programme="p", period="2019", amount=5), given)[1] is None


def test_the_day_that_is_asked_about_reopens_nothing() -> None:
    contribution = make(Contribution, programme="p", objective="o", strength=0.5)
    given = given_on(P, Q, contribution)
    later = PartialDate("2022-01-01").first
    assert standing(P, Q, contribution, given, as_of=later)[0] == "dismissed"


def test_a_verdict_entered_by_hand_without_a_fingerprint_holds() -> None:
    assert standing(replace(P, lead="Y"), Q, verdict()) == ("dismissed", None, True)


def test_a_reopened_pair_is_scored_as_found_with_the_old_verdict_beside_it() -> None:
    given = given_on(P, Q)
    changed = replace(P, phases=("family",))
    held = scope(*BASE, changed, Q, given)
    assert census(held).duplication == 1
    (found,) = find_overlaps(held)
    assert (found.verdict, found.old_verdict, found.settled) == (None, "dismissed", False)
    said = "open again: they have changed since the verdict of 2020-03-01 (Dismissed)"
    assert said in [str(r) for r in found.reasons]
    told = why_not(held, "p", "q")
    assert (told.verdict, told.old_verdict) == (None, "dismissed")


def test_the_newest_verdict_of_either_order_holds() -> None:
    newer = verdict("coordinate", first="q", second="p", date="2020-05")
    assert standing(P, Q, verdict(), newer)[0] == "coordinate"
    undated = verdict("same", date=None)
    assert standing(P, Q, verdict(), undated)[0] == "dismissed"


def test_a_verdict_of_a_later_day_is_not_heard_yet() -> None:
    assert standing(P, Q, verdict(date="2020-07-01")) == (None, None, False)
    assert standing(P, Q, verdict(date="2020-06-30"))[0] == "dismissed"


def test_a_verdict_on_a_programme_that_is_gone_is_passed_over() -> None:
    assert standing(P, verdict()) == (None, None, False)


def test_a_code_that_the_profile_does_not_know_changes_nothing() -> None:
    assert standing(P, Q, verdict("whatever")) == ("whatever", None, False)


# --- decisions ------------------------------------------------------------------------------


def decision(**fields: Any) -> Decision:
    told = {"text": "Merge", "kind": "resolve", "status": "done", "done_on": "2020-05-01",
            "subject": ("programme/p", "programme/q")} | fields  # fmt: skip
    return make(Decision, "d", **told)


@pytest.mark.parametrize(
    ("fields", "settled"),
    [
        ({}, True),
        ({"kind": None}, True),
        ({"kind": "fill"}, True),
        ({"kind": "request"}, False),
        ({"kind": "endorse"}, False),
        ({"status": "open"}, False),
        ({"status": None}, False),
        ({"status": "dropped"}, False),
        ({"done_on": "2020-06-30"}, True),
        ({"done_on": "2020-07-01"}, False),
        ({"done_on": "2020"}, False),
        ({"done_on": None}, True),
        ({"done_on": None, "observed_on": "2020-12-01"}, False),
        ({"subject": ("programme/p",)}, False),
        ({"subject": ("programme/p", "programme/q", "programme/r")}, False),
        ({"subject": ("programme/p", "programme/q", "actor/X")}, True),
    ],
)
def test_a_decision_settles_the_pair_it_is_about_once_it_is_done(
    fields: dict[str, Any], settled: bool
) -> None:
    third = replace(P, id="r")
    assert standing(P, Q, third, decision(**fields))[2] is settled


def test_a_decision_may_name_the_verdict() -> None:
    found = verdict("duplication")
    assert standing(P, Q, found, decision(subject=(found.ref,)))[2]
    assert not standing(P, Q, found)[2]


def test_a_reopened_verdict_reopens_what_was_decided_on_it() -> None:
    given = given_on(P, Q, code="duplication")
    assert standing(P, Q, given, decision()) == ("duplication", None, True)
    changed = replace(P, sectors=())
    assert standing(changed, Q, given, decision()) == (None, "duplication", False)


def test_a_verdict_and_a_decision_are_cited() -> None:
    found, done = verdict("duplication"), decision()
    assert standings(graph(*BASE, P, Q, found, done))[PAIR].cites == (found.ref, done.ref)


# --- words ----------------------------------------------------------------------------------


def test_words_are_compared_whatever_their_case_marks_and_composition() -> None:
    composed = make(Programme, "x", title="Niños: EDUCACIÓN", description="2020, niños")
    apart = make(Programme, "y", title="nin\u0303os 2020 educación")
    assert words_of(composed) == words_of(apart) == {"niños", "educación", "2020"}
