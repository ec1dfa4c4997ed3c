"""Resources and capacity, RC1 to RC5, on examples that can be counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coherence.evidence import Judgement, Result
from coherence.indicators import CATALOGUE
from coherence.shapes import linear
from data.model import (
    Actor,
    Assessment,
    Funding,
    Instrument,
    Inventory,
    Record,
    ServicePoint,
    Statistic,
    Territory,
)
from tests.builders import DAY, make, scope
from tests.coherence.promised import LEVEL, plan, plans, promise, promises, work


def result(code: str, *records: Record, unit: str = "R", as_of: date = DAY) -> Result:
    return CATALOGUE[code](scope(*records, unit=unit, as_of=as_of))


def judged(found: Result) -> dict[str, float | None]:
    return {j.subject.partition("/")[2]: j.score for j in found.evidence}


def only(found: Result) -> Judgement:
    (judgement,) = found.evidence
    return judgement


def listed(territory: str, kinds: str) -> Inventory:
    return make(Inventory, territory=territory, kinds=kinds, complete_on="2020-03-01")


# --- RC1 ----------------------------------------------------------------------------------------


def aip(place: str = "A", read: str | None = "whole", **more: object) -> Instrument:
    """The investment programme of a place."""
    fields: dict[str, object] = {"title": "AIP", "kind": "investment-programme", "read": read}
    fields |= {"level": LEVEL[place], "territory": place}
    return make(Instrument, f"aip-{place}", **(fields | more))


def lined(name: str = "a1", **more: object) -> Record:
    """An objective of A with a line in the AIP of A."""
    return promise(name, "A", **({"budget_instrument": "aip-A"} | more))


def line(*records: Record) -> Judgement:
    return only(result("RC1", plan("A"), *records))


def test_two_of_three_objectives_have_a_budget_line() -> None:
    records = [*plans("A"), aip(), lined("a1"), lined("a2", budget_code="3000"), *promises("a3")]
    found = result("RC1", *records)
    assert judged(found) == {"a1": 1, "a2": 1, "a3": 0}
    assert found.value == pytest.approx(200 / 3)
    assert found.band == "partial"


def test_objectives_of_the_places_above_are_not_asked() -> None:
    records = [*plans("N", "R", "A"), aip(), lined(), *promises("n1", "r1")]
    assert judged(result("RC1", *records, unit="A")) == {"a1": 1}
    assert judged(result("RC1", *records, unit="N")) == {"a1": 1, "n1": None, "r1": None}


def test_a_line_counts_in_a_programme_of_the_same_place_in_force() -> None:
    assert line(aip(), lined()).score == 1
    assert line(aip(territory=None), lined()).score == 1
    assert line(aip(kind=None), lined()).score == 1
    assert line(aip("B"), lined(budget_instrument="aip-B")).score is None
    assert line(aip(kind="plan", title="x"), lined()).score is None
    assert line(aip(valid_to="2019"), lined()).score is None
    assert line(aip(valid_to="2020"), lined()).score is None


def test_where_the_line_stands_must_be_known() -> None:
    unplaced = line(aip(), promise("a1", "A", budget_code="3000"))
    assert unplaced.score is None
    assert str(unplaced.reason) == "not known: in which investment programme its line stands"


def test_no_line_is_a_no_where_every_investment_programme_was_read_whole() -> None:
    (bare,) = promises("a1")
    assert line(aip(), bare).score == 0
    assert line(aip(read="part"), bare).score is None
    assert line(aip(read="part", migration="none"), bare).score == 0
    assert line(aip(valid_to="2020"), bare).score is None
    second = make(Instrument, "aip-2", title="LDIP", kind="budget", territory="A", read="no")
    assert line(aip(), second, bare).score is None
    assert line(aip(), make(Instrument, "o", title="o", territory="A", read="no"), bare).score == 0


def test_no_line_is_a_no_where_instruments_are_inventoried_and_there_is_no_programme() -> None:
    (bare,) = promises("a1")
    none = line(listed("A", "instrument"), bare)
    assert none.score == 0
    assert str(none.reason) == "A has no investment programme"
    assert line(listed("A", "objective"), bare).score is None
    assert line(listed("A", "instrument"), aip(read="no"), bare).score is None
    ended = line(listed("A", "instrument"), aip(valid_to="2019"), lined())
    assert ended.score == 0


# --- RC2 ----------------------------------------------------------------------------------------


def test_a_gap_of_a_fifth_is_material() -> None:
    def enough(cost: int, allocation: int | None) -> float | None:
        found = result("RC2", plan("A"), promise("a1", "A", cost=cost, allocation=allocation))
        return only(found).score

    assert enough(119, 100) == 1
    assert enough(120, 100) == 0
    assert enough(100, 100) == 1
    assert enough(1, 0) == 0
    assert enough(0, 0) == 1
    assert enough(100, None) is None


def test_objectives_without_a_cost_are_not_asked() -> None:
    records = [
        promise("a1", "A", cost=100, allocation=100), promise("a2", "A", cost=300, allocation=100),
        promise("a3", "A", allocation=100),
    ]  # fmt: skip
    found = result("RC2", plan("A"), *records)
    assert judged(found) == {"a1": 1, "a2": 0}
    assert found.value == 50
    assert found.band == "partial"
    assert str(found.evidence.reasons[0]) == "100 of 100 PHP allocated"
    assert dict(found.beside) == {"allocated for each PHP of cost": 0.5}
    in_dollars = promise("a1", "A", cost=100, currency="USD")
    assert str(only(result("RC2", plan("A"), in_dollars)).reason) == (
        "not known: what is allocated of 100 USD"
    )


def test_sums_of_two_currencies_stand_apart() -> None:
    records = [
        promise("a1", "A", cost=100, allocation=50, currency="PHP"),
        promise("a2", "A", cost=100, allocation=80, currency="USD"),
        promise("a3", "A", cost=100, currency="USD"), promise("a4", "A", cost=0, allocation=0),
    ]  # fmt: skip
    assert result("RC2", plan("A"), *records).beside == (
        ("allocated for each PHP of cost", 0.5),
        ("allocated for each USD of cost", 0.8),
    )
    free = promise("a1", "A", cost=0, allocation=9)
    assert result("RC2", plan("A"), free).beside == ()


@pytest.mark.parametrize(
    ("enough", "band"), [(5, "on_track"), (4, "on_track"), (3, "partial"), (2, "off_track")]
)
def test_four_of_five_objectives_with_enough_are_on_track(enough: int, band: str) -> None:
    held = [promise(f"a{n}", "A", cost=100, allocation=100 if n < enough else 10) for n in range(5)]
    assert result("RC2", plan("A"), *held).band == band


# --- RC3 ----------------------------------------------------------------------------------------


def paid(kind: str | None, amount: int | None, period: str = "2019", **more: Any) -> Funding:
    fields: dict[str, Any] = {"programme": "w", "period": period, "kind": kind}
    return make(Funding, **(fields | {"amount": amount} | more))


def test_the_reference_values_of_sigma() -> None:
    assert [linear(x, 25, 90) for x in (0, 25, 57.5, 90, 120)] == [0, 0, 50, 100, 100]


@pytest.mark.parametrize(("spent", "score"), [(25, 0), (575, 0.5), (900, 1), (1200, 1)])
def test_execution_is_scored_between_25_and_90_percent(spent: int, score: float) -> None:
    allotted = 100 if spent == 25 else 1000
    found = result("RC3", work("w", None, "A"), paid("enacted", allotted), paid("spent", spent))
    assert only(found).score == pytest.approx(score)
    assert found.value == pytest.approx(100 * score)


def test_the_latest_completed_year_on_record_counts() -> None:
    records = [work("w", None, "A"), paid("enacted", 100), paid("spent", 90)]
    earlier = [paid("enacted", 100, "2018"), paid("spent", 10, "2018")]
    running = [paid("enacted", 100, "2020"), paid("spent", 10, "2020")]
    found = only(result("RC3", *records, *earlier, *running))
    assert found.score == 1
    assert str(found.reason) == "spent 90 of 100 PHP of 2019"
    assert set(found.cites) == {"programme/w", records[1].ref, records[2].ref}
    assert only(result("RC3", *records, *earlier, *running, as_of=date(2020, 12, 31))).score == 0


def test_a_revised_budget_replaces_the_enacted_one_and_a_proposed_one_is_none() -> None:
    w = work("w", None, "A")
    found = result("RC3", w, paid("proposed", 900), paid("enacted", 500), paid("revised", 100),
                   paid("spent", 90))  # fmt: skip
    assert only(found).score == 1
    assert only(result("RC3", w, paid("proposed", 100), paid("spent", 90))).score is None


def test_what_was_spent_or_allotted_must_be_on_record_in_one_currency() -> None:
    w, enacted = work("w", None, "A"), paid("enacted", 100)
    assert only(result("RC3", w)).score is None
    assert only(result("RC3", w, enacted)).score is None
    assert only(result("RC3", w, enacted, paid("spent", None))).score is None
    assert only(result("RC3", w, paid("enacted", None), paid("spent", 9))).score is None
    assert only(result("RC3", w, enacted, paid("spent", 90, currency="USD"))).score is None
    assert only(result("RC3", w, paid("enacted", 0), paid("spent", 9))).score is None
    assert only(result("RC3", w, enacted, paid("spent", 0))).score == 0


def test_an_ended_programme_is_judged_over_its_whole_life() -> None:
    def ended(on: str, place: str = "A", **more: object) -> dict[str, float | None]:
        money: dict[str, object] = {"budget": 200, "spent": 180}
        return judged(result("RC3", work("w", None, place, ends_on=on, **(money | more))))

    assert ended("2019-12-31") == {"w": 1}
    assert ended("2019-01-01") == {"w": 1}
    assert ended("2018-12-31") == {}
    assert ended("2020-06-29") == {"w": 1}
    assert ended("2019", spent=None) == {"w": None}
    assert ended("2019", budget=None) == {"w": None}
    assert ended("2019", budget=0) == {"w": None}
    assert ended("2019", migration="none") == {}
    assert ended("2019", grade="D") == {}
    assert ended("2019", "") == {}
    last_day = work("w", None, "A", ends_on="2020-06-30", budget=200, spent=180)
    assert str(only(result("RC3", last_day)).reason) == "not known: no yearly budget is on record"


def test_sums_and_suspicious_figures_stand_beside() -> None:
    records = [
        work("w", None, "A"), paid("enacted", 100), paid("spent", 111),
        work("v", None, "A"), paid("enacted", 100, programme="v"),
        paid("spent", 110, programme="v"),
        work("u", None, "A", ends_on="2019", budget=100, spent=50, currency="USD"),
        work("t", None, "A"),
    ]  # fmt: skip
    found = result("RC3", *records)
    assert found.beside == (
        ("spent of all that was allotted in PHP, %", 110.5),
        ("spent of all that was allotted in USD, %", 50),
        ("programmes that spent more than 110 %, to be checked", 1),
    )
    through_a_lens = CATALOGUE["RC3"](scope(*records), lambda subject: subject == "programme/u")
    name, _ = through_a_lens.beside[0]
    assert name == "spent of all that was allotted in USD, %"


# --- RC4 ----------------------------------------------------------------------------------------


def answer(item: str, score: str, on: str = "2020-02-01", unit: str = "territory/A") -> Assessment:
    return make(Assessment, unit=unit, item=item, score=score, date=on)


def capacity(*records: Record, unit: str = "A") -> dict[str, float | None]:
    return judged(result("RC4", *records, unit=unit))


def test_two_of_three_means_of_a_city_are_there() -> None:
    desk = make(ServicePoint, "d", name="Desk", kind="help-desk", territory="A")
    records = [answer("RC4.focal", "1"), answer("RC4.trained", "0"), desk]
    found = result("RC4", *records, unit="A")
    assert judged(found) == {"A@focal": 1, "A@trained": 0, "A@desk": 1}
    assert found.value == pytest.approx(200 / 3)
    assert str(found.evidence.reasons[0]) == "Desk is open"


def test_every_local_government_of_a_region_is_asked() -> None:
    found = result("RC4", *(answer(f"RC4.{i}", "1") for i in ("focal", "trained")))
    assert len(found.evidence) == 3 * 6
    assert found.value is None
    assert found.availability == pytest.approx(2 / 18)


def test_an_old_answer_on_training_does_not_stand_any_more() -> None:
    assert capacity(answer("RC4.trained", "1", "2017-07-01"))["A@trained"] == 1
    assert capacity(answer("RC4.trained", "1", "2017-06-30"))["A@trained"] is None
    assert capacity(answer("RC4.focal", "1", "2010"))["A@focal"] == 1
    assert capacity(answer("RC4.focal", "1", "2020-07"))["A@focal"] is None


def test_what_does_not_apply_leaves_the_count() -> None:
    assert capacity(answer("RC4.focal", "na")) == {"A@trained": None, "A@desk": None}
    assert capacity(answer("RC4.focal", "perhaps"))["A@focal"] is None


def test_the_newest_answer_counts() -> None:
    answers = [answer("RC4.focal", "1", "2018"), answer("RC4.focal", "0", "2019")]
    assert capacity(*answers)["A@focal"] == 0
    assert capacity(*reversed(answers))["A@focal"] == 0


def test_a_desk_must_be_open_and_one() -> None:
    def desk(**more: object) -> float | None:
        fields: dict[str, object] = {"name": "D", "kind": "help-desk", "territory": "A"}
        return capacity(make(ServicePoint, "d", **(fields | more)))["A@desk"]

    assert desk() == 1
    assert desk(kind="resource-centre") == 1
    assert desk(kind="mobile") is None
    assert desk(kind=None) is None
    assert desk(territory="B") is None
    assert desk(territory="P") is None
    assert desk(valid_to="2019") is None
    assert desk(observed_on="2010-01-01") is None
    assert desk(grade="D") is None


def test_no_desk_is_a_no_where_service_points_are_inventoried() -> None:
    closed = listed("P", "service_point")
    assert capacity(closed)["A@desk"] == 0
    assert capacity(listed("P", "programme"))["A@desk"] is None
    mobile = make(ServicePoint, "m", name="M", kind="mobile", territory="A")
    assert capacity(closed, mobile)["A@desk"] == 0
    doubtful = make(ServicePoint, "m", name="M", territory="A")
    assert capacity(closed, doubtful)["A@desk"] is None


def test_a_desk_in_a_community_is_its_citys() -> None:
    village = make(Territory, "V", name="V", level="community", parent="A")
    desk = make(ServicePoint, "d", name="Desk", kind="help-desk", territory="V")
    assert capacity(village, desk)["A@desk"] == 1


# --- RC5 ----------------------------------------------------------------------------------------


def own(amount: int | None, source: str | None, name: str = "w", **more: Any) -> Funding:
    return paid("enacted", amount, funding_source=source, programme=name, **more)


def test_a_quarter_of_the_money_is_the_citys_own() -> None:
    records = [work("w", None, "A"), own(25, "own"), own(50, "national"), own(25, "donor")]
    found = result("RC5", *records, unit="A")
    assert found.value == 25
    assert found.band == "partial"
    assert [str(reason) for reason in found.evidence.reasons] == [
        "from Donor", "from National", "from Own source",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "band"), [(50, "on_track"), (49, "partial"), (20, "partial"), (19, "off_track")]
)
def test_half_is_on_track_and_less_than_a_fifth_off(share: int, band: str) -> None:
    records = [work("w", None, "A"), own(share, "own"), own(100 - share, "donor")]
    assert result("RC5", *records, unit="A").band == band


def test_only_the_part_that_goes_to_the_place_and_to_migration_counts() -> None:
    both = work("w", None, "A B", migration="mainstreamed", migration_share=50)
    there = own(70, "donor", territory="B")
    records = [both, own(100, "own", territory="A"), there, work("v", None, "A B"),
               own(100, "national", "v")]  # fmt: skip
    found = result("RC5", *records, unit="A")
    assert sorted(found.evidence.weights) == [50, 50]
    assert found.value == 50


def test_other_currencies_are_converted_by_a_rate_on_record() -> None:
    records = [work("w", None, "A"), own(2, "donor", currency="USD"), own(100, "own")]
    unknown = result("RC5", *records, unit="A")
    assert judged(unknown) == {records[1].id: None, records[2].id: 1}
    assert sorted(unknown.evidence.weights) == [100, 100]
    rate = make(Statistic, about="territory/N", series="rate:USD/PHP", value=50.0, period="2019")
    assert result("RC5", *records, rate, unit="A").value == 50


def test_unknown_amounts_weigh_as_much_as_the_average() -> None:
    known = [work("w", None, "A"), own(30, "own"), own(10, "donor")]
    silent = [work("v", None, "A")]
    found = result("RC5", *known, *silent, unit="A")
    assert sorted(found.evidence.weights) == [10, 20, 30]
    assert found.availability == pytest.approx(40 / 60)
    assert found.value == 75
    assert only(result("RC5", *silent, unit="A")).weight == 1
    shy = work("u", None, "A", migration="mainstreamed")
    assert only(result("RC5", shy, own(10, "own", "u"), unit="A")).score is None


def test_money_of_unknown_source_is_unknown_and_nothing_weighs_nothing() -> None:
    found = result("RC5", work("w", None, "A"), own(10, None), unit="A")
    assert only(found).score is None
    assert only(found).weight == 10
    assert str(only(found).reason) == "from unknown"
    empty = result("RC5", work("w", None, "A"), own(0, "own"), unit="A")
    assert len(empty.evidence) == 0


def test_offices_have_no_say_in_where_money_counts() -> None:
    office = make(Actor, "o", name="O", territory="B", level="local")
    found = result("RC5", office, work("w", "o", "A"), own(10, "own"), unit="B")
    assert len(found.evidence) == 0
