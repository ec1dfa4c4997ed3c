"""Budgets, targets and needs by place."""

from __future__ import annotations

import pytest

from coherence.effort import (
    budget_by_place,
    local_parts,
    needs_by_place,
    share_in,
    shares,
    targets_by_place,
)  # fmt: skip
from data.model import Funding, Statistic
from tests.builders import graph, make, scope
from tests.coherence.serving import need, programme


def test_what_is_not_split_goes_evenly_to_cities_and_municipalities() -> None:
    places = graph().places
    assert shares(places, programme("x", "P C")) == (("C", 1 / 3), ("P", 2 / 3))
    assert shares(places, programme("x", "P A")) == (("P", 1),)
    assert shares(places, programme("x")) == ()


def test_what_a_split_leaves_open_goes_to_the_places_it_does_not_name() -> None:
    places = graph().places
    half = programme("x", "A B C", budget_split=(("A", 50.0),))
    assert shares(places, half) == (("A", 0.5), ("B", 0.25), ("C", 0.25))
    full = programme("x", "A B", budget_split=(("A", 100.0),))
    assert shares(places, full) == (("A", 1), ("B", 0))
    lost = programme("x", "A", budget_split=(("A", 40.0),))
    assert shares(places, lost) == (("A", 0.4),)


def test_a_place_gets_all_that_is_inside_it_and_its_part_of_what_is_above() -> None:
    places = graph().places
    placed = (("A", 0.5), ("R", 0.4), ("Q", 0.1))
    assert share_in(places, placed, "A") == pytest.approx(0.5 + 0.4 / 4)
    assert share_in(places, placed, "P") == pytest.approx(0.5 + 0.4 * 2 / 4)
    assert share_in(places, placed, "R") == pytest.approx(1)
    assert share_in(places, placed, "B") == pytest.approx(0.1)


def test_budgets_by_place_follow_funding_split_share_and_rate() -> None:
    rate = make(Statistic, about="territory/N", series="rate:USD/PHP", period="2019", value=50.0)
    seen = scope(
        rate,
        programme("x", "A B", budget=100, currency="PHP"),
        programme("y", "C", budget=2, currency="USD", migration="mainstreamed",
                  migration_share=50.0),
        programme("z", "R", currency="PHP"),
        make(Funding, programme="z", period="2019", kind="enacted", amount=40, territory="I",
             currency="PHP"),
        programme("u", "A"),
        programme("v", "A", budget=5, currency="EUR"),
        programme("w", open_to="A", budget=7, currency="PHP"),
    )  # fmt: skip
    found = budget_by_place(seen)
    assert {p: found.at[p] for p in "ABCIPR"} == {
        "A": 50, "B": 50, "C": 50, "I": 40, "P": 100, "R": 190,
    }  # fmt: skip
    assert found.known == ("programme/x", "programme/y", "programme/z")
    assert found.unknown == ("programme/u", "programme/v")
    assert found.share_known == 0.6
    assert set(found.at) == seen.territories
    assert budget_by_place(scope()).share_known is None


def test_targets_by_place_are_spread_like_budgets() -> None:
    found = targets_by_place(scope(programme("x", "R", targeted=40), programme("y", "A")), ["P"])
    assert found.at == {"P": 20}
    assert (found.known, found.unknown) == (("programme/x",), ("programme/y",))


def test_the_local_parts_of_a_unit_are_the_first_governments_below_it() -> None:
    assert local_parts(scope(unit="N")) == ("I", "P", "Q")
    assert local_parts(scope(unit="R")) == ("I", "P", "Q")
    assert local_parts(scope(unit="P")) == ("A", "B")
    assert local_parts(scope(unit="A")) == ()


def test_a_number_for_a_place_stands_for_all_within_it() -> None:
    seen = scope(
        need("P", quantity=10.0), need("A", quantity=99.0), need("A", "health", quantity=3.0),
        need("B", "health", quantity=4.0), need("C"), need("I", quantity=5.0, observed_on="2015"),
    )  # fmt: skip
    assert needs_by_place(seen, ["P", "Q", "I"]) == {"P": 17}
