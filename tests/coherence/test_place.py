"""What lies in what: the ladder of government, and the tree of statistics."""

from __future__ import annotations

from typing import Any

from coherence.place import Places
from data.model import Territory
from tests.builders import PROFILE, graph, make


def places(*more: Territory) -> Places:
    return graph(*more).places


def place(code: str, level: str, parent: str | None, **more: Any) -> Territory:
    return make(Territory, code, name=code, level=level, parent=parent, **more)


def test_an_independent_city_hangs_on_the_region_on_the_ladder() -> None:
    found = places()
    assert found.parent("I") == "R"
    assert found.parent("A") == "P"
    assert found.parent("N") is None
    assert found.parent("unheard of") is None
    assert found.children("R") == ["I", "P", "Q"]
    assert list(found.above("I")) == ["R", "N"]


def test_for_statistics_the_province_includes_its_independent_city() -> None:
    assert places().statistics_under("P") == ["A", "B", "I", "P"]
    assert places().under("P") == ["P", "A", "B"]


def test_a_place_whose_parent_is_not_listed_stands_alone() -> None:
    found = places(place("Far", "local", "Gone"))
    assert found.parent("Far") is None
    assert found.under("Far") == ["Far"]


def test_an_independent_city_without_anything_above_its_province_stands_alone() -> None:
    found = places(place("Top", "provincial", None), place("Own", "local", "Top", independent=True))
    assert found.parent("Own") is None


def test_places_are_in_depth_first_order() -> None:
    assert places().under("N") == ["N", "R", "I", "P", "A", "B", "Q", "C"]
    assert places().lgus("R") == ["I", "P", "A", "B", "Q", "C"]
    assert places().interval["P"] == (3, 5)


def test_within_is_at_or_under() -> None:
    found = places()
    assert found.within("A", "A")
    assert found.within("A", "N")
    assert not found.within("P", "A")
    assert not found.within("C", "P")
    assert not found.within("unheard of", "N")
    assert not found.within("A", "unheard of")


def test_ancestors_and_descendants_meet_and_siblings_do_not() -> None:
    found = places()
    assert found.meet("R", "A")
    assert found.meet("A", "R")
    assert not found.meet("A", "B")
    assert not found.meet("I", "P")
    assert found.reaches(["C", "P"], "A")
    assert not found.reaches(["C", "B"], "A")
    assert not found.reaches([], "A")


def test_widest_drops_what_lies_in_another_place_of_the_list() -> None:
    found = places()
    assert found.widest(["A", "P", "C", "unheard of", "A"]) == ("P", "C")
    assert found.widest(["B", "A"]) == ("A", "B")
    assert found.widest([]) == ()


def test_shared_ground_is_the_lower_place_of_each_meeting() -> None:
    found = places()
    assert found.shared(["R"], ["A", "C"]) == ("A", "C")
    assert found.shared(["A", "Q"], ["P", "C"]) == ("A", "C")
    assert found.shared(["A"], ["B"]) == ()


def test_local_governments_and_wide_places_are_told_by_level() -> None:
    found = places(place("Hamlet", "community", "A"), place("Body", "international", None))
    assert [found.is_lgu(code) for code in "NRPA"] == [False, False, True, True]
    assert [found.is_wide(code) for code in "NRPA"] == [True, True, False, False]
    assert (found.is_lgu("Hamlet"), found.is_wide("Hamlet")) == (False, False)
    assert (found.is_lgu("Body"), found.is_wide("Body")) == (False, False)
    assert (found.is_lgu("unheard of"), found.is_wide("unheard of")) == (False, False)
    assert [found.rank(code) for code in ("N", "A", "Hamlet", "Body", "unheard of")] == [
        0, 3, 4, None, None,
    ]  # fmt: skip


def test_size_counts_cities_and_municipalities() -> None:
    found = places()
    assert {code: found.size(code) for code in "NRPQAI"} == {
        "N": 4, "R": 4, "P": 2, "Q": 1, "A": 1, "I": 1,
    }  # fmt: skip
    assert found.size("unheard of") == 1


def test_size_takes_the_stated_number_where_not_all_are_listed() -> None:
    found = places(place("Z", "provincial", "R", lgus=17), place("ZA", "local", "Z"))
    assert found.size("Z") == 17
    assert found.size("R") == 4 + 17
    few = places(place("Z", "provincial", "R", lgus=1), place("ZA", "local", "Z"),
                 place("ZB", "local", "Z"))  # fmt: skip
    assert few.size("Z") == 2


def test_communities_do_not_add_to_the_size_of_what_they_lie_in() -> None:
    found = places(place("H1", "community", "A"), place("H2", "community", "A"))
    assert found.size("A") == 1
    assert found.size("H1") == 1
    assert found.size("P") == 2


def test_an_empty_province_counts_as_one() -> None:
    assert places(place("Z", "provincial", "R")).size("Z") == 1


def test_no_places_at_all_is_no_fault() -> None:
    nothing = Places({}, PROFILE)
    assert nothing.under("A") == []
    assert nothing.widest(["A"]) == ()
    assert list(nothing.above("A")) == []
