from datetime import date

import pytest

from coherence.compare import Why, compare
from data.model import Actor, Inventory, Need, Programme, ServicePoint, Tie
from tests.builders import make, report


def need(place):
    return make(Need, territory=place, service="legal", required=True)


def listed_whole(place):
    return make(
        Inventory, territory=place, kinds=("programme", "service_point"), complete_on="2020-06-01"
    )


def desk(place):
    return make(
        ServicePoint, f"D{place}", name=place, territory=place, services=("legal",),
        opened_on="2019-01-01",
    )  # fmt: skip


def change_of(code, comparison):
    return next(v for v in comparison.values if v.code == code)


def test_nothing_changed_between_a_report_and_itself():
    one = report(need("A"), listed_whole("R"))
    same = compare(one, one)
    assert (same.values, same.gaps_new, same.gaps_gone, same.links_new) == ((), (), (), ())


def test_a_desk_that_opens_is_a_real_change_on_the_same_subjects():
    held = [need("A"), need("B"), listed_whole("R")]
    change = change_of("CG1", compare(report(*held), report(*held, desk("A"))))
    assert (change.before, change.after) == (0.0, 50.0)
    assert change.causes == {Why.REAL: 50.0}
    assert "service_point/DA" in change.cites


def test_the_same_difference_is_a_correction_where_the_revision_says_so():
    held = [need("A"), listed_whole("R")]
    change = change_of(
        "CG1", compare(report(*held), report(*held, desk("A")), stated=Why.CORRECTION)
    )
    assert change.causes == {Why.CORRECTION: 100.0}


def test_a_new_subject_is_told_from_a_real_change():
    held = [need("A"), desk("A"), listed_whole("R")]
    change = change_of("CG1", compare(report(*held), report(*held, need("B"))))
    assert (change.before, change.after) == (100.0, 50.0)
    assert change.causes == {Why.UNITS: -50.0}


def test_what_becomes_known_is_told_from_what_happened():
    held = [need(p) for p in "ABC"] + [desk("A"), desk("B"), listed_whole("A"), listed_whole("B")]
    change = change_of("CG1", compare(report(*held), report(*held, listed_whole("C"))))
    assert change.before == 100.0
    assert change.after == pytest.approx(200 / 3)
    assert change.causes == {Why.KNOWN: pytest.approx(-100 / 3)}


def test_the_causes_add_up_to_the_difference():
    held = [need(p) for p in "AB"] + [desk("A"), listed_whole("P")]
    later = [*held, desk("B"), need("C"), listed_whole("Q")]
    change = change_of("CG1", compare(report(*held), report(*later)))
    assert sum(change.causes.values()) == pytest.approx(change.difference)


def test_links_and_gaps_that_come_and_go_are_named():
    offices = [make(Actor, "X", name="X", territory="R"), make(Actor, "Y", name="Y", territory="R")]
    tie = make(Tie, from_actor="X", to_actor="Y", kind="mandate")
    found = compare(report(*offices), report(*offices, tie))
    assert [link.cites for link in found.links_new] == [tie.ref]
    back = compare(report(*offices, tie), report(*offices))
    assert [link.cites for link in back.links_gone] == [tie.ref]
    held = [need("A"), listed_whole("R")]
    closed = compare(report(*held), report(*held, desk("A")))
    assert [gap.kind for gap in closed.gaps_gone if gap.service == "legal"] == ["uncovered_service"]


def test_two_days_of_one_register_are_compared_as_well():
    ends = make(
        Programme, "X", title="X", services=("legal",), territories=("A",),
        starts_on="2019-01-01", ends_on="2020-03-31",
    )  # fmt: skip
    held = [need("A"), listed_whole("R"), ends]
    early, late = report(*held, as_of=date(2020, 3, 1)), report(*held, as_of=date(2020, 6, 30))
    assert change_of("CG1", compare(early, late)).after == 0.0
