import pytest

from data.action_costs import Cost, CostError, read_costs
from tests.builders import PROFILE

KINDS = ("desk", "meetings")
SOURCE = "AIP 2026, p. 14"


def test_a_cost_has_the_files_currency_its_own_or_the_profiles():
    costs = {"desk": {"cost": 5, "source": SOURCE}}
    assert read_costs(PROFILE, KINDS, costs) == {"desk": Cost(5, "PHP", SOURCE)}
    dollars = read_costs(PROFILE, KINDS, {"currency": "USD", **costs})
    assert dollars["desk"].currency == "USD"
    own = {"desk:A": {"cost": 5, "currency": "EUR", "source": SOURCE}}
    assert read_costs(PROFILE, KINDS, {"currency": "USD", **own})["desk:A"].currency == "EUR"


def test_a_cost_may_be_of_one_of_the_records_that_an_action_makes():
    table = {"cost": 5, "source": SOURCE, "per": "meeting"}
    assert read_costs(PROFILE, KINDS, {"meetings": table})["meetings"].per == "meeting"


def desk(**fields):
    return {"desk": {"cost": 5, "source": SOURCE} | fields}


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        ([], "a table for each kind"),
        ({}, "states no cost"),
        ({"currency": "PHP"}, "states no cost"),
        ({"desks": {"cost": 5, "source": SOURCE}}, "no such kind of action; there is desk"),
        ({"desk": 5}, "takes cost, currency, source and per"),
        (desk(unit="desk"), "takes cost, currency, source and per"),
        (desk(cost=0), "whole number above 0, not 0"),
        (desk(cost=True), "whole number above 0"),
        (desk(cost=1.5), "whole number above 0"),
        (desk(currency="XXX"), "'XXX' is not in"),
        (desk(source=" "), "states no source"),
        (desk(per="thing"), "per is a record kind"),
    ],
)
def test_a_cost_that_cannot_be_used_is_refused_by_name(found, problem):
    with pytest.raises(CostError, match=problem):
        read_costs(PROFILE, KINDS, found)
