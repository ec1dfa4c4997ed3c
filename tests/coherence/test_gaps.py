"""What is missing, why we say so, and in which order it is listed."""

from __future__ import annotations

from typing import Any

from coherence.findings import Gap
from coherence.gaps import CHARBIT, STATES, find_gaps
from coherence.selection import Lens
from data.model import (
    Alignment,
    Contribution,
    Instrument,
    Objective,
    Programme,
    Record,
    ServicePoint,
)  # fmt: skip
from tests.builders import make, report, scope
from tests.coherence.serving import desk, inventory, need, programme


def gaps(*records: Record, unit: str = "R", **how: Any) -> list[Gap]:
    return list(find_gaps(scope(*records, unit=unit), **how))


def one(kind: str, *records: Record, unit: str = "R") -> Gap | None:
    found = [gap for gap in gaps(*records, unit=unit) if gap.kind == kind]
    assert len(found) <= 1
    return found[0] if found else None


def state(kind: str, *records: Record) -> str:
    found = one(kind, *records)
    return found.state if found else ""


# --- services ---------------------------------------------------------------------------------


def test_a_need_that_nobody_serves_is_a_gap_though_a_national_programme_is_open_to_all() -> None:
    asked = need("R", "pdos", phase="pre-departure", found="unserved", found_on="2015-04-23")
    owwa = programme("PDOS", open_to="N", services="pdos", phases="pre-departure")
    found = one("uncovered_service", asked, owwa)
    assert found is not None
    assert (found.state, found.charbit) == ("gap", "administrative")
    assert (found.territory, found.service, found.group) == ("R", "pdos", None)
    assert found.subject == asked.ref
    assert found.cites == (asked.ref, owwa.ref)
    assert str(found.reason) == (
        "Pre-departure orientation (PDOS), Pre-departure in R: "
        "found unserved on 2015-04-23; from above only: PDOS"
    )


def test_a_need_without_anybody_on_record_is_unknown() -> None:
    found = one("uncovered_service", need("A", group="women"))
    assert found is not None
    assert (found.state, found.territory, found.group) == ("unknown", "A", "women")


def test_one_office_alone_and_service_from_above_are_thin() -> None:
    alone = one("single_provider", need("A"), programme("x", "A"))
    above = one("from_above", need("A"), programme("x", open_to="N"))
    assert alone is not None
    assert above is not None
    assert (alone.state, above.state) == ("thin", "thin")
    assert gaps(need("A"), programme("x", "A"), programme("y", "A")) == []


def test_what_nobody_asks_for_is_no_gap() -> None:
    assert gaps(inventory("R"), programme("x", "A")) == []


def test_a_local_government_where_nobody_delivers_is_a_gap_once_it_is_inventoried() -> None:
    found = one("unserved_lgu", need("A"), inventory("A"))
    assert found is not None
    assert (found.state, found.territory, found.subject) == ("gap", "A", "territory/A")
    assert state("unserved_lgu", need("A")) == "unknown"
    assert state("unserved_lgu", need("A"), desk("y", "A", "health")) == ""


# --- promises on paper ------------------------------------------------------------------------

PLAN = make(Instrument, "plan", title="The plan", kind="plan", territory="R", level="regional")
MONEY = make(Instrument, "money", title="The money", kind="investment-programme", territory="R",
             level="regional", read="whole")  # fmt: skip
AIM = make(Objective, "aim", title="The aim", instrument="plan")
CLOSED = inventory("R")
DONE = programme("x", "A")


def contributes(objective: str, **more: Any) -> Contribution:
    filled = {"strength": 1.0} | more
    return make(Contribution, programme="x", objective=objective, **filled)


def on_paper(*records: Record) -> str:
    return state("paper_coherence", PLAN, AIM, MONEY, *records)


def test_a_promise_without_programme_budget_or_unit_is_on_paper_only() -> None:
    found = one("paper_coherence", PLAN, AIM, MONEY, CLOSED)
    assert found is not None
    assert (found.state, found.charbit, found.subject) == ("gap", "capacity", "objective/aim")
    assert found.territory == "R"
    assert str(found.reason) == (
        "The aim: no programme or service point on record; no line in The money"
    )
    assert "objective/aim" in found.cites
    assert CLOSED.ref in found.cites


def test_a_promise_on_paper_is_unknown_until_programmes_points_and_money_are_closed() -> None:
    assert on_paper() == "unknown"
    assert on_paper(inventory("R", "programme")) == "unknown"
    assert state("paper_coherence", PLAN, AIM, CLOSED) == "unknown"


def test_a_programme_a_service_point_or_a_budget_line_puts_a_promise_into_practice() -> None:
    assert on_paper(CLOSED, DONE, contributes("aim")) == ""
    assert on_paper(CLOSED, desk("y", "A", based_on="plan")) == ""
    lined = make(Objective, "aim", title="The aim", instrument="plan", budget_instrument="money")
    assert state("paper_coherence", PLAN, lined, MONEY, CLOSED) == ""


def test_what_no_longer_runs_or_is_a_guess_puts_nothing_into_practice() -> None:
    ended = programme("x", "A", ends_on="2020-01")
    assert on_paper(CLOSED, ended, contributes("aim")) == "gap"
    assert on_paper(CLOSED, DONE, contributes("aim", grade="D")) == "gap"
    assert on_paper(CLOSED, DONE, contributes("aim", strength=0.0)) == "gap"
    assert on_paper(CLOSED, desk("y", "A", based_on="plan", valid_to="2019")) == "gap"
    assert on_paper(CLOSED, desk("y", "A", based_on="plan", grade="D")) == "gap"
    assert on_paper(CLOSED, desk("y", "A")) == "gap"


def test_a_programme_that_may_have_ended_leaves_a_promise_unknown() -> None:
    asleep = programme("x", "A", starts_on=None, ends_on=None, observed_on="2015")
    found = one("paper_coherence", PLAN, AIM, MONEY, CLOSED, asleep, contributes("aim"))
    assert found is not None
    assert found.state == "unknown"
    assert "not certain to be active: x" in str(found.reason)
    assert "programme/x" in found.cites


def test_what_is_done_for_a_part_or_a_lower_objective_is_done_for_the_promise() -> None:
    part = make(Objective, "part", title="Part", instrument="plan", parent="aim")
    assert on_paper(CLOSED, part, DONE, contributes("part")) == ""
    local = make(Instrument, "local", title="Local", territory="A", level="local")
    lower = make(Objective, "lower", title="Lower", instrument="local")

    def aligned(score: float) -> str:
        link = make(Alignment, child="lower", parent="aim", score=score)
        found = gaps(PLAN, AIM, MONEY, CLOSED, local, lower, link, DONE, contributes("lower"))
        return next((g.state for g in found if g.subject == "objective/aim"
                     and g.kind == "paper_coherence"), "")  # fmt: skip

    assert aligned(0.5) == ""
    assert aligned(0.4) == "gap"


def test_a_service_point_of_a_lower_plan_serves_the_promise_above() -> None:
    local = make(Instrument, "local", title="Local", territory="A", level="local")
    lower = make(Objective, "lower", title="Lower", instrument="local")
    link = make(Alignment, child="lower", parent="aim", score=1.0)
    assert on_paper(CLOSED, local, lower, link, desk("y", "A", based_on="local")) == ""


# --- the list ---------------------------------------------------------------------------------


def test_chains_and_money_bring_their_gaps_along() -> None:
    pdp = make(Instrument, "pdp", title="PDP", kind="plan", territory="N", level="national")
    top = make(Objective, "top", title="Top", instrument="pdp")
    kinds = {gap.kind for gap in gaps(pdp, top, PLAN, AIM)}
    assert kinds == {"missing_rung", "orphan", "unfunded_promise", "paper_coherence"}


def test_known_gaps_come_before_thin_and_unknown_ones_then_by_kind_and_place() -> None:
    found = gaps(
        need("B"), need("A"), inventory("A"),
        need("I"), programme("x", "I"),
        need("Q", "pdos"), need("Q", "legal"), desk("y", "Q"),
        PLAN, AIM,
    )  # fmt: skip
    assert [(g.state, g.kind, g.territory, g.service) for g in found] == [
        ("gap", "uncovered_service", "A", "legal"),
        ("gap", "unserved_lgu", "A", None),
        ("thin", "single_provider", "I", "legal"),
        ("thin", "single_provider", "Q", "legal"),
        ("unknown", "uncovered_service", "B", "legal"),
        ("unknown", "uncovered_service", "Q", "pdos"),
        ("unknown", "unserved_lgu", "B", None),
        ("unknown", "missing_rung", "R", None),
        ("unknown", "orphan", "R", None),
        ("unknown", "unfunded_promise", "R", None),
        ("unknown", "paper_coherence", "R", None),
    ]
    assert {g.kind for g in found} < set(CHARBIT)
    assert {g.state for g in found} == set(STATES)


def test_a_lens_leaves_gaps_out() -> None:
    records = [need("A"), need("B", "pdos"), PLAN, AIM]
    pdos = Lens(services=frozenset(["pdos"]))
    assert [g.service for g in gaps(*records, lens=pdos) if g.service] == ["pdos"]
    province = Lens(levels=frozenset([2]))
    assert gaps(*records, lens=province) == []
    assert report(*records, lens=province).gaps == ()
    assert len(report(*records).gaps) == len(gaps(*records))


def test_an_empty_country_has_no_gaps() -> None:
    assert gaps() == []
    assert (
        gaps(make(Programme, "x", title="X"), make(ServicePoint, "y", name="Y", territory="A"))
        == []
    )
