"""The indicators of coverage and gaps, CG1 to CG6, counted by hand."""

from __future__ import annotations

import pytest

from coherence.coverage import lgus_served
from coherence.effort import need_against_effort
from coherence.evidence import Result
from coherence.indicators import CATALOGUE
from data.model import Instrument, Objective, Record, Territory
from tests.builders import make, scope
from tests.coherence.serving import desk, inventory, need, programme


def result(code: str, *records: Record, unit: str = "R") -> Result:
    return CATALOGUE[code](scope(*records, unit=unit))


def test_service_coverage_counts_served_needs() -> None:
    found = result(
        "CG1",
        need("A"), need("B"), need("C"), need("I"), inventory("R"),
        programme("x", "A"), programme("y", "C"), desk("z", "C"), programme("o", open_to="I"),
    )  # fmt: skip
    assert found.value == 50
    assert found.band == "partial"
    told = {j.subject.split("/")[1][0]: str(j.reason) for j in found.evidence}
    assert told["A"] == "Legal help and case handling in A: lead-x alone delivers it"
    assert told["I"] == "Legal help and case handling in I: from above only: o"


def test_service_coverage_leaves_out_what_is_not_required_and_what_is_unknown() -> None:
    needs = [need("A", required=False), need("B", required=True), need("C")]
    found = result("CG1", *needs, programme("x", "A"), inventory("P"))
    assert [j.score for j in found.evidence] == [0, None]
    assert found.value is None
    assert (found.low, found.high) == (0, 50)


def test_need_weighted_coverage_weighs_by_people() -> None:
    records = [need("A", quantity=100.0), need("B", quantity=300.0), inventory("R")]
    assert result("CG2", *records, programme("x", "B", targeted=150)).value == 37.5
    assert result("CG2", *records, programme("x", "B", targeted=600)).value == 75
    assert result("CG2", *records, programme("x", "B")).value == 75
    assert result("CG2", *records, desk("y", "A")).value == 25


def test_need_weighted_coverage_spreads_targets_over_places() -> None:
    records = [need("A", quantity=100.0), need("B", quantity=100.0), inventory("R")]
    assert result("CG2", *records, programme("x", "P", targeted=100)).value == 50
    split = (("A", 80.0), ("B", 20.0))
    found = result("CG2", *records, programme("x", "A B", targeted=100, budget_split=split))
    assert sorted(j.score or 0 for j in found.evidence) == [0.2, 0.8]
    assert "80 of 100 meant to be reached" in " ".join(str(j.reason) for j in found.evidence)


def test_a_service_point_is_not_taken_for_a_programme_of_the_same_name() -> None:
    asked = need("A", quantity=100.0)
    assert result("CG2", asked, desk("x", "A"), programme("x", "Q", targeted=5)).value == 100


def test_need_weighted_coverage_asks_only_for_needs_with_people() -> None:
    assert result("CG2", need("A"), need("B", quantity=0.0)).value is None
    unserved = need("A", quantity=5.0, found="unserved")
    assert result("CG2", unserved, programme("x", open_to="A", targeted=5)).value == 0


def test_sector_breadth_counts_sectors_of_programmes_and_own_objectives() -> None:
    plan = make(Instrument, "plan", title="Plan", kind="plan", territory="R", level="regional",
                read="whole")  # fmt: skip
    above = make(Instrument, "pdp", title="PDP", kind="plan", territory="N", level="national")
    found = result(
        "CG3", plan, above, inventory("R", "programme"),
        make(Objective, "o", title="O", instrument="plan", theme="health"),
        make(Objective, "u", title="U", instrument="pdp", theme="urban"),
        programme("x", "A", sectors="education employment"),
        programme("y", open_to="R", sectors="security"),
    )  # fmt: skip
    assert found.value == pytest.approx(100 * 3 / 9)
    assert found.band == "off_track"
    assert {j.subject for j in found.evidence if j.score} == {
        "territory/R@education", "territory/R@employment", "territory/R@health",
    }  # fmt: skip


def test_a_missing_sector_is_known_only_where_programmes_and_promises_are_closed() -> None:
    active = programme("x", "A", sectors="health")
    plan = make(Instrument, "plan", title="Plan", kind="plan", territory="R", read="part")
    law = make(Instrument, "law", title="Law", kind="law", territory="R", read="whole")
    assert result("CG3", active, inventory("R", "programme")).known == 1
    assert result("CG3", active, law, inventory("R", "programme")).known == 1
    assert result("CG3", active, plan, inventory("R", "programme")).known == 1
    assert result("CG3", active, inventory("R", "programme objective")).known == 9
    assert result("CG3", active, inventory("R", "objective")).known == 1


def test_what_may_be_in_a_sector_leaves_the_sector_open() -> None:
    closed = inventory("R", "programme objective")
    health = programme("x", "A", sectors="health")
    blank = programme("y", "A")
    assert result("CG3", health, blank, closed).known == 1
    asleep = {"starts_on": None, "ends_on": None, "observed_on": "2015"}
    maybe = programme("y", "A", sectors="urban", **asleep)
    assert result("CG3", health, maybe, closed).known == 8
    far = programme("y", open_to="A", sectors="urban", **asleep)
    guess = programme("z", "A", sectors="urban", grade="D", **asleep)
    assert result("CG3", health, far, guess, closed).known == 9
    plan = make(Instrument, "plan", title="Plan", territory="R")
    vague = make(Objective, "o", title="O", instrument="plan")
    assert result("CG3", health, plan, vague, closed).known == 1


def test_the_breadth_of_sectors_says_what_it_rests_on() -> None:
    closed = inventory("R", "programme objective")
    health = programme("x", "A", sectors="health")
    asleep = {"starts_on": None, "ends_on": None, "observed_on": "2015"}
    maybe = programme("y", "A", sectors="urban", **asleep)

    def told(sector: str, *records: Record) -> tuple[str, tuple[str, ...]]:
        (found,) = (j for j in result("CG3", *records).evidence if j.subject.endswith(sector))
        return str(found.reason), found.cites

    assert told("health", health) == ("Health: x", ("programme/x",))
    assert told("urban", health, maybe, closed) == (
        "Urban development: nothing on record, but y may count", ("territory/R", "programme/y"),
    )  # fmt: skip
    assert told("education", health, closed) == (
        "Education: nothing, and all is inventoried or read whole", ("territory/R", closed.ref),
    )  # fmt: skip
    assert told("education", health) == (
        "Education: nothing on record, which is not known to be all", ("territory/R",),
    )  # fmt: skip


def test_cycle_coverage_joins_seven_phases_into_five() -> None:
    found = result(
        "CG4", inventory("R", "programme"),
        programme("x", "A", phases="pre-employment pre-departure"),
        programme("y", "N", phases="reintegration"),
    )  # fmt: skip
    assert found.value == 40
    assert [j.subject for j in found.evidence if j.score] == [
        "territory/R@before", "territory/R@return",
    ]  # fmt: skip
    assert result("CG4", programme("x", "A", phases="on-site")).known == 1


def test_unserved_units_are_those_with_needs_and_nobody() -> None:
    found = result(
        "CG5", need("A"), need("B"), need("C", quantity=0.0), need("I"), inventory("R"),
        programme("x", "A", "health"), desk("y", "I"),
    )  # fmt: skip
    assert found.value == pytest.approx(100 / 3)
    assert found.band == "off_track"
    assert {j.subject: j.score for j in found.evidence} == {
        "territory/A": 1, "territory/B": 0, "territory/I": 1,
    }  # fmt: skip


def served(*records: Record) -> dict[str, tuple[float | None, str]]:
    return {j.subject[-1]: (j.score, str(j.reason)) for j in lgus_served(scope(*records))}


def test_a_local_government_is_served_by_what_is_delivered_above_or_inside_it() -> None:
    assert served(need("P"), programme("x", "A"))["P"] == (1, "P: delivered there: x")
    assert served(need("A"), programme("x", "N"))["A"] == (1, "A: delivered there: x")
    assert served(need("A"), programme("x", open_to="A"), inventory("A"))["A"][0] == 0
    assert served(need("A"), programme("x", open_to="A"))["A"][0] is None
    assert served(need("R")) == {}


def test_a_local_government_is_unknown_where_activity_or_need_is() -> None:
    asleep = programme("x", "A", starts_on=None, ends_on=None, observed_on="2015")
    score, why = served(need("A"), asleep, inventory("A"))["A"]
    assert (score, why) == (None, "A: whether x is still active is not on record")
    score, why = served(need("A", observed_on="2015"), programme("x", "A"))["A"]
    assert (score, why) == (None, "A: whether its needs still stand is not on record")
    assert served(need("A", grade="D")) == {}
    one_stands = [need("A", observed_on="2015"), need("A", "pdos")]
    assert served(*one_stands, programme("x", "A"))["A"][0] == 1


def test_mismatch_is_half_the_sum_of_differences() -> None:
    records = [
        need("P", quantity=50.0), need("Q", quantity=30.0), need("I", quantity=20.0),
        programme("x", "P", budget=20, currency="PHP"),
        programme("y", "Q", budget=80, currency="PHP"),
    ]  # fmt: skip
    found = result("CG6", *records)
    assert found.value == pytest.approx(0.5)
    assert found.band == "off_track"
    assert found.normalised == pytest.approx(100 / 6)
    assert [(str(j.reason), round(j.score or 0, 9)) for j in found.evidence] == [
        ("I: 20 % of the need, 0 % of the effort", 0.8),
        ("P: 50 % of the need, 20 % of the effort", 0.7),
        ("Q: 30 % of the need, 80 % of the effort", 0.5),
    ]
    rows = need_against_effort(scope(*records)).rows
    assert [(r.territory, round(r.difference or 0, 9)) for r in rows] == [
        ("I", -0.2), ("P", -0.3), ("Q", 0.5),
    ]  # fmt: skip
    assert [(name, str(value)) for name, value in found.beside] == [
        ("effort counted in", "migration budget")
    ]


def test_effort_is_counted_in_people_where_too_few_budgets_are_known() -> None:
    needs = [need("P", quantity=50.0), need("Q", quantity=50.0), need("I", quantity=0.0)]
    known = programme("x", "P", budget=9, currency="PHP", targeted=30)
    found = result("CG6", *needs, known, programme("y", "Q", targeted=10))
    assert found.value == pytest.approx(0.25)
    assert str(dict(found.beside)["effort counted in"]) == "people to be reached"
    assert str(found.evidence.reasons[0]) == "I: 0 % of the need, 0 % of the effort"


def test_all_need_in_one_place_and_all_effort_in_another_are_wholly_apart() -> None:
    needs = [need("P", quantity=7.0), need("Q", quantity=0.0), need("I", quantity=0.0)]
    idle = programme("x", "P", budget=0, currency="PHP")
    found = result("CG6", *needs, idle, programme("y", "Q", budget=9, currency="PHP"))
    assert found.value == 1
    assert [str(reason) for reason in found.evidence.reasons] == [
        "I: 0 % of the need, 0 % of the effort",
        "P: 100 % of the need, 0 % of the effort",
        "Q: 0 % of the need, 100 % of the effort",
    ]


def test_a_place_whose_need_is_not_on_record_says_so() -> None:
    paid = (programme(name, place, budget=5, currency="PHP") for name, place in ("xP", "yQ"))
    found = result("CG6", need("P", quantity=5.0), need("Q", quantity=5.0), *paid)
    told = {j.subject[-1]: (j.score, str(j.reason)) for j in found.evidence}
    assert told["I"] == (None, "I: its need or what is done for it is not known")
    assert told["P"] == (1, "P: 50 % of the need, 50 % of the effort")


def test_without_a_programme_there_is_no_mismatch() -> None:
    found = result("CG6", need("P", quantity=5.0), need("Q", quantity=5.0))
    assert "too few programmes" in str(found.reason)


def test_mismatch_is_not_known_where_too_little_is() -> None:
    two = [need("P", quantity=50.0), need("Q", quantity=50.0)]
    paid = programme("x", "P", budget=9, currency="PHP")
    assert "too few programmes" in str(result("CG6", *two, programme("x", "P")).reason)
    assert result("CG6", *two, paid).value == pytest.approx(0.5)  # 2 of 3 places are 67 %
    few = result("CG6", two[0], paid)
    assert "too few places" in str(few.reason)
    assert [j.score for j in few.evidence] == [None, None, None]
    none = result("CG6", need("P", quantity=0.0), need("Q", quantity=0.0), paid)
    assert "no need, or no effort" in str(none.reason)
    idle = programme("x", "P", budget=0, currency="PHP")
    assert "no need, or no effort" in str(result("CG6", *two, idle).reason)


def test_the_core_of_coverage_is_three_indicators() -> None:
    own = {code: entry for code, entry in CATALOGUE.items() if code.startswith("CG")}
    assert [code for code, entry in own.items() if entry.core] == ["CG1", "CG2", "CG5"]
    assert [code for code, entry in own.items() if entry.own_formula] == ["CG6"]
    assert [entry.levels for entry in own.values()] == ["NRPL", "RPL", "NRPL", "RPL", "NRP", "NRP"]


def test_a_place_without_local_governments_below_it_has_no_mismatch() -> None:
    lone = make(Territory, "Far", name="Far", level="regional", parent="N")
    assert "no local governments" in str(result("CG6", lone, unit="Far").reason)
