"""An overlap is managed where the leads, or offices that act for them, know of each other."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence.coordination import coordination
from coherence.overlaps import find_overlaps
from data.model import Actor, Instrument, Mechanism, Membership, Programme, Record, Tie
from tests.builders import graph, make, scope


def actor(name: str, **fields: Any) -> Actor:
    return make(Actor, name, **{"name": name, "territory": "N"} | fields)


def office(name: str, of: str, place: str | None, **fields: Any) -> Actor:
    return actor(name, part_of=of, territory=place, **fields)


LEADS = [actor("X"), actor("Y")]


def tie(one: str, other: str, **fields: Any) -> Tie:
    return make(Tie, from_actor=one, to_actor=other, kind="referral", **fields)


def table(*members: str, **fields: Any) -> list[Record]:
    mechanism = make(Mechanism, "M", **{"name": "The Table", "territories": "R"} | fields)
    return [mechanism, *(make(Membership, mechanism="M", actor=a) for a in members)]


def deal(*parties: str, **fields: Any) -> Instrument:
    return make(Instrument, "deal", title="The Deal", kind="agreement", parties=parties, **fields)


def told(*records: Record, ground: str = "A", leads: tuple[str, str] = ("X", "Y")) -> str | None:
    """How two leads coordinate in a place, in words."""
    found = coordination(graph(*LEADS, *records))
    bond = found.bond(*leads, (ground,))
    assert found.bond(*reversed(leads), (ground,)) == bond
    assert bond is None or set(found.linked(leads)) == {tuple(sorted(leads))}
    return str(found.explained(bond, *leads)) if bond else None


@st.composite
def webs(draw: st.DrawFn) -> list[Record]:
    """Bodies and their offices, some of each other, with ties and seats."""
    names = ["A", "B", "C", "D", "E"]
    parts = draw(st.tuples(*(st.sampled_from([None, *names]) for _ in names)))
    bodies = [
        make(Actor, name, name=name, territory=draw(st.sampled_from([None, "N", "A", "gone"])),
             part_of=part if part != name else None)
        for name, part in zip(names, parts, strict=True)
    ]  # fmt: skip
    who = st.sampled_from(names)
    found: dict[str, Record] = {body.ref: body for body in bodies}
    for record in [
        *table(*draw(st.lists(who, max_size=3))), deal(*draw(st.lists(who, max_size=3))),
        *(tie(*pair) for pair in draw(st.lists(st.tuples(who, who), max_size=3))),
    ]:  # fmt: skip
        found.setdefault(record.ref, record)
    return list(found.values())


@given(webs())
def test_who_shares_a_bond_and_whether_it_is_their_own_is_what_the_bonds_say(
    records: list[Record],
) -> None:
    found, names = coordination(graph(*records)), ["A", "B", "C", "D", "E"]
    linked = found.linked(names)
    for one, other in combinations(names, 2):
        bonds = found.bonds(one, other)
        assert found.who_share(one, other) == {(bond.one, bond.other) for bond in bonds}
        own = bool(bonds) and not bonds[0].by_office
        assert linked.get((one, other), False) == own
        assert not bonds or (one, other) in linked


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([tie("X", "Y")], "X and Y are tied to each other"),
        ([tie("Y", "X")], "X and Y are tied to each other"),
        (table("X", "Y"), "X and Y sit at The Table"),
        ([deal("X", "Y")], "X and Y are parties to The Deal"),
        ([deal("X", "Y"), *table("X", "Y"), tie("X", "Y")], "X and Y are tied to each other"),
        ([], None),
        (table("X"), None),
        ([deal("X")], None),
        ([tie("X", "X")], None),
    ],
)
def test_a_tie_a_table_and_an_agreement_are_bonds(records: list[Record], said: str | None) -> None:
    assert told(*records) == said


@pytest.mark.parametrize(
    "records",
    [
        [tie("X", "Y", valid_to="2019")],
        [tie("X", "Y", valid_from="2020")],
        [tie("X", "Y", grade="D")],
        table("X", "Y", valid_to="2019"),
        table("X", "Y", migration="none"),
        [deal("X", "Y", valid_to="2019")],
        [deal("X", "Y", migration="none")],
        [deal("X", "Y", grade="D")],
    ],
)
def test_what_is_over_unknown_guessed_or_not_about_migration_is_no_bond(
    records: list[Record],
) -> None:
    assert told(*records) is None


def test_a_bond_of_a_body_that_ended_is_none() -> None:
    assert told(actor("Z", valid_to="2019"), tie("X", "Z"), leads=("X", "Z")) is None


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([tie("X-R", "Y")], "X-R and Y are tied to each other, acting for X"),
        (table("X-R", "Y"), "X-R and Y sit at The Table, acting for X"),
        (
            [office("Y-P", "Y", "P"), *table("X-R", "Y-P")],
            "X-R and Y-P sit at The Table, acting for X and Y",
        ),
    ],
)
def test_an_office_acts_for_its_body(records: list[Record], said: str) -> None:
    assert told(office("X-R", "X", "R"), *records) == said


def test_an_office_acts_for_the_body_of_its_body() -> None:
    offices = [office("X-R", "X", "R"), office("X-A", "X-R", "A")]
    assert told(*offices, tie("X-A", "Y")) == "X-A and Y are tied to each other, acting for X"


def test_an_office_acts_only_where_it_works() -> None:
    there = [office("X-Q", "X", "Q"), tie("X-Q", "Y")]
    assert told(*there, ground="A") is None
    assert told(*there, ground="C") is not None
    assert told(*there, ground="R") is not None
    assert told(office("X-O", "X", None), tie("X-O", "Y")) is not None


def test_an_office_that_is_no_more_acts_for_nobody() -> None:
    assert told(office("X-R", "X", "R", valid_to="2019"), tie("X-R", "Y")) is None


def test_a_bond_of_the_leads_themselves_comes_first() -> None:
    records = [office("X-R", "X", "R"), tie("X-R", "Y"), deal("X", "Y")]
    assert told(*records) == "X and Y are parties to The Deal"


def test_a_body_and_its_office_share_nothing_because_the_office_sits_at_a_table() -> None:
    records = [office("X-R", "X", "R"), office("X-A", "X-R", "A"), *table("X-R", "X-A", "Y")]
    assert coordination(graph(*LEADS, *records)).bond("X", "X-R", ("A",)) is None


def test_a_body_and_its_office_may_have_a_tie_of_their_own() -> None:
    records = [office("X-R", "X", "R"), tie("X", "X-R")]
    assert told(*records, leads=("X", "X-R")) == "X and X-R are tied to each other"


def test_the_body_does_not_act_for_its_office() -> None:
    found = coordination(graph(*LEADS, office("X-R", "X", "R"), tie("X", "Y")))
    assert found.bond("X-R", "Y", ("A",)) is None


def test_the_records_behind_a_bond_are_cited() -> None:
    records = table("X", "Y")
    bond = coordination(graph(*LEADS, *records)).bond("X", "Y", ("A",))
    assert bond is not None
    assert bond.cites == (records[1].ref, records[2].ref)
    assert bond.shared == "mechanism/M"


@pytest.mark.parametrize(("place", "managed"), [("A", True), ("C", False)])
def test_each_overlap_asks_for_offices_in_its_own_place(place: str, managed: bool) -> None:
    programmes = [
        make(Programme, name, title=name, lead=lead, services="skills", territories=place)
        for name, lead in (("p", "X"), ("q", "Y"))
    ]
    records = [office("X-P", "X", "P"), tie("X-P", "Y"), *programmes]
    (found,) = find_overlaps(scope(*LEADS, *records))
    assert found.managed is managed


def test_offices_of_a_circle_are_found_once() -> None:
    records = [actor("Z", part_of="W"), actor("W", part_of="Z"), tie("Z", "X")]
    assert coordination(graph(*LEADS, *records)).bond("W", "X", ("A",)) is not None
