"""The coordination network: who is in it, what joins it, and what its measures say."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from coherence.graph import Link, PolicyGraph
from coherence.measures import (
    Network,
    between_lgus_and_nation,
    brokerage,
    coordination,
    coordination_of,
    cut_off,
    go_betweens,
    if_it_leaves,
    level_pairs,
    missing_rungs,
    mixing,
    offices_of,
    permutation_p,
    positions,
    reach,
    reach_of,
    roles,
    runs,
    shape,
    shapes,
    single_points,
    structural_holes,
    upward_connections,
    ways_up,
)
from coherence.measures.levels import shuffled_levels
from coherence.scope import Scope
from coherence.selection import settle
from data.model import Actor, Instrument, Mechanism, Membership, Programme, Territory, Tie
from data.profile import Profile
from tests.builders import DAY, PROFILE, graph, make, scope, snapshot
from tests.strategies import looked_at

LEVELS = {"N": "national", "R": "regional", "P": "provincial", "Q": "provincial"}


def actor(id, place=None, **fields):
    level = LEVELS.get(place, "local") if place else None
    return make(Actor, id, **{"name": id, "territory": place, "level": level} | fields)


def tie(one, other, kind="information", **fields):
    return make(Tie, from_actor=one, to_actor=other, kind=kind, **fields)


def table(id, place, **fields):
    return make(
        Mechanism, id, **{"name": id, "territories": place, "level": LEVELS.get(place, "local")}
        | fields,
    )  # fmt: skip


def seat(mechanism, who, **fields):
    return make(Membership, mechanism=mechanism, actor=who, **fields)


def drawn(edges, ranks=None):
    """A network of single letters: ``"AB BC"`` joins A to B and B to C."""
    pairs = [tuple(f"actor/{letter}" for letter in pair) for pair in edges.split()]
    nodes = {node for pair in pairs for node in pair} | {f"actor/{n}" for n in ranks or ()}
    levels = {f"actor/{name}": rank for name, rank in (ranks or {}).items()}
    return Network(
        {node: levels.get(node) for node in nodes},
        [Link(a, b, "information", "across", f"tie/{a}-{b}", True) for a, b in pairs],
    )


def shuffled(nodes, links, seed):
    """A network drawn by chance, with ranks 0 to 3."""
    chance = random.Random(seed)
    names = [f"actor/n{i:02}" for i in range(nodes)]
    pairs = chance.sample(list(combinations(names, 2)), links)
    return Network(
        {name: chance.randrange(4) for name in names},
        [Link(a, b, "information", "across", f"tie/{a}", True) for a, b in pairs],
    )


def as_networkx(network):
    drawing = nx.Graph()
    drawing.add_nodes_from(network.nodes)
    drawing.add_edges_from(network.edges)
    return drawing


# --- who is in it -------------------------------------------------------------------------------


def test_a_network_holds_the_actors_of_the_unit_and_outsiders_joined_to_one_of_them():
    rows = [
        actor("city", "A"), actor("region", "R"), actor("agency", "N"), actor("far", "N"),
        tie("agency", "region"), tie("far", "agency"),
    ]  # fmt: skip

    assert list(coordination(scope(*rows)).nodes) == ["actor/agency", "actor/city", "actor/region"]


def test_links_between_two_outsiders_in_the_network_are_in_it_too():
    rows = [
        actor("region", "R"), actor("one", "N"), actor("other", "N"),
        tie("region", "one"), tie("region", "other"), tie("one", "other"),
    ]  # fmt: skip

    assert len(coordination(scope(*rows)).edges) == 3


def test_ties_seats_and_agreements_are_links_and_tables_are_nodes_of_their_level():
    rows = [
        actor("region", "R"), actor("city", "A"), table("CMD", "R"), seat("CMD", "region"),
        make(Instrument, "MOA", title="MOA", level="provincial", parties="region city"),
        tie("region", "city"),
    ]  # fmt: skip
    network = coordination(scope(*rows))

    assert network.ranks == {
        "actor/city": 3, "actor/region": 1, "instrument/MOA": 2, "mechanism/CMD": 1,
    }  # fmt: skip
    assert list(network.edges) == [
        ("actor/city", "actor/region"), ("actor/city", "instrument/MOA"),
        ("actor/region", "instrument/MOA"), ("actor/region", "mechanism/CMD"),
    ]  # fmt: skip
    assert list(network.direct.edges) == [("actor/city", "actor/region")]


def test_two_ties_between_two_actors_are_one_edge_that_cites_both():
    rows = [actor("a", "A"), actor("b", "B"), tie("a", "b"), tie("b", "a", "referral")]
    network = coordination(scope(*rows))

    assert len(network.edges) == 1
    assert network.cites("actor/b", "actor/a") == (
        "tie/a--b--information--_", "tie/b--a--referral--_",
    )  # fmt: skip


def test_a_tie_of_an_actor_with_itself_is_no_edge():
    assert not coordination(scope(actor("a", "A"), tie("a", "a"))).edges


def test_being_part_of_a_body_carries_reach_but_is_not_coordination():
    rows = [actor("DOLE", "N"), actor("DOLE-V", "R", part_of="DOLE")]
    unit = scope(*rows)

    assert list(coordination(unit).nodes) == ["actor/DOLE-V"]
    assert list(reach(unit).edges) == [("actor/DOLE", "actor/DOLE-V")]


@pytest.mark.parametrize(
    "fields",
    [
        {"valid_to": "2020-06-29"},  # ended
        {"valid_from": "2020-07-01"},  # not yet
        {"valid_to": "2020-06"},  # perhaps ended
        {"grade": "D"},  # a guess of the program
    ],
)
def test_a_tie_that_is_not_surely_in_force_and_counted_is_not_in_the_network(fields):
    rows = [actor("a", "A"), actor("b", "B"), tie("a", "b", **fields)]

    assert not coordination(scope(*rows)).edges


@pytest.mark.parametrize("fields", [{"valid_to": "2020-06-29"}, {"grade": "D"}])
def test_an_actor_that_ended_or_is_only_inferred_is_no_node(fields):
    assert not coordination(scope(actor("a", "A", **fields))).nodes


def test_a_mechanism_or_agreement_that_was_read_and_is_not_on_migration_is_no_node():
    rows = [
        actor("a", "A"), actor("b", "B"), table("peace", "R", migration="none"),
        seat("peace", "a"),
        make(Instrument, "MOA", title="MOA", migration="none", parties="a b"),
    ]  # fmt: skip

    assert list(coordination(scope(*rows)).nodes) == ["actor/a", "actor/b"]


def test_an_instrument_without_parties_or_out_of_force_is_no_node():
    rows = [
        actor("a", "A"),
        make(Instrument, "law", title="law", territory="R"),
        make(Instrument, "own", title="own", territory="R", parties="a"),
        make(Instrument, "old", title="old", territory="R", parties="a b", valid_to="2020-06-29"),
    ]

    assert list(coordination(scope(*rows)).nodes) == ["actor/a"]


def test_a_mechanism_of_several_places_lies_in_the_unit_of_any_of_them():
    rows = [table("both", "P Q", level="provincial"), table("east", "Q")]

    assert list(coordination(scope(*rows, unit="P")).nodes) == ["mechanism/both"]


@given(looked_at())
def test_the_network_is_what_the_links_of_the_register_say(look):
    held, _, day = look
    seen = PolicyGraph(held, PROFILE, day)
    carried, coordinating = reach_of(seen), coordination_of(seen)
    joining = [
        k for k in seen.links
        if k.held and k.source in carried.ranks and k.target in carried.ranks
        and k.source != k.target and seen.counts(held.get(k.cites))
    ]  # fmt: skip
    worked = [
        k for k in joining
        if k.cites.split("/")[0] in ("tie", "membership") or k.kind == "party"
    ]  # fmt: skip
    bodies = [k for k in joining if k.kind == "part_of" and not k.cites.startswith("tie/")]

    assert [k for k in coordinating.links] == worked
    assert sorted(carried.links) == sorted([*worked, *bodies])
    for node, rank in carried.ranks.items():
        assert seen.in_force(held.get(node))
        assert seen.rank(held.get(node)) == rank


def test_the_links_of_a_node_come_by_whom_they_join_it_to():
    network = drawn("BA CB AB BD CD")

    joined = [(k.source[-1], k.target[-1]) for k in network.links_at("actor/B")]
    assert joined == [("B", "A"), ("A", "B"), ("C", "B"), ("B", "D")]


# --- connection ---------------------------------------------------------------------------------


def test_components_are_listed_largest_first_and_isolates_by_name():
    network = drawn("AB BC DE", {"F": 1})

    assert [len(part) for part in network.components] == [3, 2, 1]
    assert network.isolates == ("actor/F",)


def test_a_path_is_the_shortest_and_of_equals_the_first_by_reference():
    network = drawn("AC AB BD CD DE")

    assert network.path("actor/A", "actor/E") == ("actor/A", "actor/B", "actor/D", "actor/E")
    assert network.path("actor/A", "actor/A") == ("actor/A",)


def test_there_is_no_path_between_two_components():
    assert drawn("AB CD").path("actor/A", "actor/D") == ()


def test_hops_count_from_the_nearest_start_and_leave_out_what_is_not_there():
    assert drawn("AB BC CD").hops(["actor/A", "actor/D", "actor/X"]) == {
        "actor/A": 0, "actor/B": 1, "actor/C": 1, "actor/D": 0,
    }  # fmt: skip


# --- who stands for a place ---------------------------------------------------------------------


def test_a_local_government_and_its_offices_stand_for_their_place():
    rows = [
        actor("city", "A", kind="city"), actor("PESO", "A", part_of="city"),
        actor("desk", "A", kind="national-agency", part_of="PESO"),
        actor("NGO", "A", kind="civil-society"), actor("field", "A", kind="national-agency"),
        actor("capitol", "P", kind="province"),
        actor("hospital", "A", kind="province", part_of="capitol", level="provincial"),
    ]  # fmt: skip

    assert offices_of(graph(*rows)) == {
        "A": ("actor/PESO", "actor/city", "actor/desk"),
        "P": ("actor/capitol",),
    }


def test_an_actor_of_no_stated_kind_stands_for_the_place_that_it_works_for():
    assert offices_of(graph(actor("x", "A"), actor("y", "A", level=None))) == {"A": ("actor/x",)}


def test_bodies_of_the_state_stand_for_a_region():
    rows = [actor("DOLE-V", "R", kind="regional-office"), actor("BU", "R", kind="academe")]

    assert offices_of(graph(*rows)) == {"R": ("actor/DOLE-V",)}


def test_a_community_counts_as_its_city():
    place = make(Territory, "A1", name="A1", level="community", parent="A")
    rows = [place, actor("village", "A1", kind="barangay", level="community")]

    assert offices_of(graph(*rows)) == {"A": ("actor/village",)}


def test_offices_that_are_part_of_each_other_end_no_search():
    rows = [
        actor("x", "A", kind="academe", part_of="y"),
        actor("y", "A", kind="academe", part_of="x"),
    ]

    assert offices_of(graph(*rows)) == {}


# --- rungs of the ladder ------------------------------------------------------------------------


def rung(unit, code):
    return next(c for c in upward_connections(unit) if c.territory == code)


def test_a_tie_with_the_next_level_up_joins_a_government():
    rows = [actor("city", "A"), actor("capitol", "P"), tie("capitol", "city", "funding")]
    found = rung(scope(*rows), "A")

    assert (found.joined, found.rank, found.upper, found.to) == (True, 3, 2, "actor/capitol")
    assert found.cites == ("tie/capitol--city--funding--_",)


def test_a_seat_at_a_table_of_the_next_level_joins_a_government():
    rows = [actor("city", "A"), table("PMDC", "P"), seat("PMDC", "city")]

    assert rung(scope(*rows), "A").to == "mechanism/PMDC"


def test_a_shared_table_of_any_level_joins_a_government_and_says_through_what():
    rows = [
        actor("city", "A"), actor("capitol", "P"), table("CMD", "R"),
        seat("CMD", "city"), seat("CMD", "capitol"),
    ]  # fmt: skip
    found = rung(scope(*rows), "A")

    assert (found.to, found.through) == ("actor/capitol", "mechanism/CMD")
    assert len(found.cites) == 2


def test_a_common_partner_who_is_no_table_joins_nobody():
    rows = [
        actor("city", "A"), actor("capitol", "P"), actor("NGO", "A", kind="civil-society"),
        tie("city", "NGO"), tie("capitol", "NGO"),
    ]  # fmt: skip
    found = rung(scope(*rows), "A")

    assert (found.joined, found.cites) == (False, ("actor/city",))


def test_a_link_that_skips_the_next_level_does_not_join():
    rows = [actor("city", "A"), actor("agency", "N"), tie("agency", "city")]

    assert rung(scope(*rows), "A").joined is False


def test_an_independent_city_hangs_on_its_region():
    rows = [actor("free", "I"), actor("office", "R"), tie("office", "free")]
    found = rung(scope(*rows), "I")

    assert (found.upper, found.joined) == (1, True)


def test_an_office_of_the_government_joins_it_upward():
    rows = [
        actor("city", "A", kind="city"), actor("PESO", "A", kind="city", part_of="city"),
        actor("capitol", "P"), tie("PESO", "capitol"),
    ]  # fmt: skip

    assert rung(scope(*rows), "A").joined is True


def test_a_regional_office_is_joined_to_the_body_it_is_part_of():
    rows = [actor("DOLE", "N"), actor("DOLE-V", "R", part_of="DOLE")]

    assert rung(scope(*rows), "R").to == "actor/DOLE"


def test_a_place_without_an_actor_is_unknown_and_among_the_missing_rungs():
    rows = [actor("a", "A"), actor("b", "B"), actor("capitol", "P"), tie("a", "capitol")]
    missing = {c.territory: c.joined for c in missing_rungs(scope(*rows, unit="P"))}

    assert missing == {"P": False, "B": False}
    assert {c.territory: c.joined for c in missing_rungs(scope(unit="P"))} == {
        "P": None, "A": None, "B": None,
    }  # fmt: skip


def test_the_country_and_communities_have_no_rung_of_their_own():
    place = make(Territory, "A1", name="A1", level="community", parent="A")
    codes = [c.territory for c in upward_connections(scope(place, unit="N"))]

    assert codes == ["R", "I", "P", "A", "B", "Q", "C"]


# --- ways up ------------------------------------------------------------------------------------


CHAIN = [
    actor("city", "A"), actor("capitol", "P"), actor("office", "R"), actor("agency", "N"),
    tie("city", "capitol"), tie("capitol", "office"), tie("office", "agency"),
]  # fmt: skip


def test_a_way_up_is_the_shortest_path_to_a_national_body_through_the_region():
    assert ways_up(scope(*CHAIN), 3)["A"] == (
        "actor/city", "actor/capitol", "actor/office", "actor/agency",
    )  # fmt: skip
    assert ways_up(scope(*CHAIN), 3)["P"] == ("actor/capitol", "actor/office", "actor/agency")


def test_a_way_up_that_is_too_long_is_none():
    assert ways_up(scope(*CHAIN), 2)["A"] == ()


def test_an_lgu_without_an_actor_has_an_unknown_way_up():
    assert ways_up(scope(*CHAIN), 3)["B"] is None


def test_a_direct_tie_with_the_nation_is_no_way_through_the_region():
    rows = [actor("city", "A"), actor("agency", "N"), tie("city", "agency")]

    assert ways_up(scope(*rows), 4)["A"] == ()


def test_a_way_up_ends_at_the_first_national_body_and_takes_no_step_back():
    rows = [
        actor("city", "A"), actor("agency", "N"), actor("office", "R", part_of="agency"),
        actor("other", "N"), tie("city", "agency"), tie("office", "other"),
    ]  # fmt: skip

    assert ways_up(scope(*rows), 4)["A"] == ()


def test_no_node_comes_twice_on_a_way_up():
    """city–hub–office–hub–agency would be four links, but walks back over the hub."""
    rows = [
        actor("city", "A"), actor("hub", "P"), actor("office", "R"), actor("agency", "N"),
        tie("city", "hub"), tie("hub", "office"), tie("hub", "agency"),
    ]  # fmt: skip

    assert ways_up(scope(*rows), 4)["A"] == ()


def test_an_agreement_of_the_national_level_is_no_national_body():
    rows = [
        actor("city", "A"), actor("office", "R"), tie("city", "office"),
        make(Instrument, "MOA", title="MOA", level="national", parties="office city"),
    ]  # fmt: skip

    assert ways_up(scope(*rows), 4)["A"] == ()


def test_a_regional_committee_is_a_way_through_the_region():
    rows = [
        actor("city", "A"), actor("agency", "N"), table("CMD", "R"),
        seat("CMD", "city"), seat("CMD", "agency"),
    ]  # fmt: skip

    assert ways_up(scope(*rows), 2)["A"] == ("actor/city", "mechanism/CMD", "actor/agency")


def test_a_province_keeps_its_way_up_through_those_outside_it():
    assert len(ways_up(scope(*CHAIN, unit="P"), 3)["A"]) == 4


def test_without_a_hinge_level_any_way_up_counts():
    levels = {key: dict(table) for key, table in PROFILE.tables["levels"].items()}
    del levels["regional"]["hinge"]
    flat = Profile("flat", {**PROFILE.tables, "levels": levels})
    rows = [actor("city", "A"), actor("agency", "N"), tie("city", "agency")]
    held = snapshot(*rows)
    unit = Scope(type(graph())(held, flat, DAY), settle(held))

    assert ways_up(unit, 1)["A"] == ("actor/city", "actor/agency")


def ways_by_definition(network, start, most, hinge=1):
    """Lengths of all simple paths to the first national node that pass a hinge node."""
    drawing, tops = as_networkx(network), {n for n, r in network.ranks.items() if r == 0}
    lengths = [
        len(path) - 1
        for path in nx.all_simple_paths(drawing, start, tops, cutoff=most)
        if any(network.ranks[n] == hinge for n in path) and not tops & set(path[:-1])
    ]
    return min(lengths, default=None)


@pytest.mark.parametrize("seed", range(12))
def test_ways_up_are_those_of_the_definition(seed):
    from coherence.measures import Reach

    network = shuffled(14, 20, seed)
    ways = Reach(network, 1)
    for node, rank in network.ranks.items():
        if rank in (2, 3):
            found = ways.way_up([node], 4)
            assert (len(found) - 1 if found else None) == ways_by_definition(network, node, 4)


@pytest.mark.parametrize("seed", range(4))
def test_ways_around_a_node_are_those_without_it(seed):
    from coherence.measures import Reach

    network = shuffled(12, 20, seed)
    for gone in network.nodes:
        around, without = Reach(network, 1), Reach(network.without(gone), 1)
        for node in network.nodes - {gone}:
            found = around.way_up([node], 4, gone)
            assert len(found) == len(without.way_up([node], 4))
        assert around.way_up([gone], 4, gone) == ()


# --- who stands between -------------------------------------------------------------------------


def chance():
    return np.random.default_rng(7)


def test_a_go_between_passes_on_its_share_of_the_shortest_paths():
    """From A and B to Z: A has two equal ways, by C or by D; B has one, by C."""
    network = drawn("AC AD CZ DZ BC")
    found = go_betweens(network, ["actor/A", "actor/B"], ["actor/Z"], chance())

    assert found.pairs == 2
    assert found.error == 0
    assert {g.ref[-1]: g.share for g in found.found} == {"C": 0.75, "D": 0.25}
    assert [g.ref[-1] for g in found.found] == ["C", "D"]


def test_pairs_that_no_path_joins_are_not_counted():
    found = go_betweens(drawn("AC CZ BX"), ["actor/A", "actor/B"], ["actor/Z"], chance())

    assert (found.pairs, [g.share for g in found.found]) == (1, [1.0])


def test_without_any_path_there_is_no_go_between():
    assert go_betweens(drawn("AB CD"), ["actor/A"], ["actor/D"], chance()).found == ()


def test_go_betweens_of_a_unit_join_its_lgus_to_national_bodies():
    found = between_lgus_and_nation(scope(*CHAIN), chance())

    assert found.pairs == 2  # the city and the province, to one agency
    assert {g.ref: g.share for g in found.found} == {"actor/office": 1.0, "actor/capitol": 0.5}


def test_with_many_starts_go_betweens_are_estimated_and_the_error_stated(monkeypatch):
    monkeypatch.setattr("coherence.measures.brokers.LARGE", 8)
    links = [Link(f"actor/{i:02}", "actor/hub", "tie", "up", f"tie/{i}", True) for i in range(20)]
    top = Link("actor/hub", "actor/top", "tie", "up", "tie/top", True)
    ranks = {link.source: 3 for link in links} | {"actor/hub": 1, "actor/top": 0}
    starts = [link.source for link in links]
    found = go_betweens(Network(ranks, [*links, top]), starts, ["actor/top"], chance())

    assert found.pairs == 8
    assert found.found[0].share == 1
    assert found.error == pytest.approx(0.48, abs=0.001)  # √(ln 40 / 16)


def test_cut_off_is_what_falls_from_the_largest_part():
    assert cut_off(drawn("AB BC CA CD DE")) == {
        "actor/C": ("actor/D", "actor/E"), "actor/D": ("actor/E",),
    }  # fmt: skip


def test_of_two_equal_parts_the_first_by_name_stays():
    assert cut_off(drawn("AB BC")) == {"actor/B": ("actor/C",)}
    assert cut_off(drawn("CA AB")) == {"actor/A": ("actor/C",)}


def test_of_two_equal_parts_the_one_with_the_first_name_stays_whatever_its_last():
    assert cut_off(drawn("AB BE AC CD"))["actor/A"] == ("actor/C", "actor/D")


def cut_off_by_definition(network):
    found = {}
    for node in network.nodes:
        whole = next(part for part in network.components if node in part)
        parts = network.among(set(whole) - {node}).components
        if len(parts) > 1:
            found[node] = tuple(sorted(n for part in parts[1:] for n in part))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_what_is_cut_off_is_what_the_definition_says(seed):
    network = shuffled(16, 18, seed)

    assert cut_off(network) == cut_off_by_definition(network)


def test_a_departure_says_who_is_cut_off_and_which_lgus_lose_their_way_up():
    rows = [*CHAIN, actor("b", "B"), tie("b", "capitol")]
    unit = scope(*rows)
    gone = if_it_leaves(unit, "actor/capitol")

    assert gone.cut_off == ("actor/b", "actor/city")
    assert gone.lgus == ("P", "A", "B")


def test_nothing_opens_where_others_take_over():
    rows = [*CHAIN, table("CMD", "R"), seat("CMD", "city"), seat("CMD", "agency")]
    gone = if_it_leaves(scope(*rows), "actor/office")

    assert (gone.cut_off, gone.lgus) == ((), ())


def test_single_points_are_listed_with_the_most_lgus_and_then_actors_lost_first():
    found = single_points(scope(*CHAIN, actor("x", "R"), tie("x", "office")))

    assert [(d.ref, d.lgus, len(d.cut_off)) for d in found] == [
        ("actor/office", ("P", "A"), 2),  # x and the agency, or x and the rest
        ("actor/capitol", ("P", "A"), 1),
    ]


# --- mixing of levels ---------------------------------------------------------------------------


def test_the_mixing_ratio_compares_links_between_levels_with_random_mixing():
    """Two of each of two levels: of 6 pairs 2 lie within, so chance gives 4 in 6."""
    found = mixing(drawn("AB AC AD", {"A": 1, "B": 1, "C": 2, "D": 2}))

    assert (found.nodes, found.links, found.external) == (4, 3, 2)
    assert found.random == pytest.approx(4 / 6)
    assert found.ratio == pytest.approx(1.0)
    assert found.ei == pytest.approx(1 / 3)
    assert found.ei_random == pytest.approx(1 / 3)


def test_nodes_off_the_ladder_do_not_mix():
    assert mixing(drawn("AB AX", {"A": 1, "B": 2})).links == 1


def test_mixing_is_undefined_without_links_or_with_one_level():
    assert mixing(drawn("", {"A": 1, "B": 2})).ratio is None
    assert mixing(drawn("AB", {"A": 1, "B": 1})).ratio is None
    assert mixing(drawn("", {"A": 1})).ei_random is None
    assert mixing(drawn("")).ei is None


def test_a_network_like_any_other_has_a_high_p_and_an_extreme_one_a_low_p():
    ranks = {letter: 1 + (letter > "E") for letter in "ABCDEFGHIJ"}
    within = drawn("AB BC CD DE EA FG GH HI IJ JF", ranks)
    any_mix = drawn("AF AB", ranks)

    assert permutation_p(within, chance()) < 0.02
    assert permutation_p(any_mix, chance()) > 0.5


def test_p_is_never_zero_and_undefined_where_the_ratio_is():
    ranks = {letter: 1 + (letter > "M") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    cliques = " ".join(a + b for a, b in combinations(sorted(ranks), 2) if ranks[a] == ranks[b])

    assert permutation_p(drawn(cliques, ranks), chance()) == 1 / 1001
    assert permutation_p(drawn("", ranks), chance()) is None
    assert permutation_p(drawn("AB", {"A": 1, "B": 1}), chance()) is None


@pytest.mark.parametrize(("nodes", "links"), [(20, 30), (30, 12)])
def test_p_does_not_hang_on_what_nodes_are_called(nodes, links):
    network = shuffled(nodes, links, 3)
    renamed = {node: f"actor/x{99 - i}" for i, node in enumerate(network.nodes)}
    other = Network(
        {renamed[n]: rank for n, rank in network.ranks.items()},
        [Link(renamed[k.target], renamed[k.source], *_rest(k)) for k in network.links],
    )

    assert permutation_p(network, chance()) == permutation_p(other, chance())


def test_every_order_of_levels_is_drawn_as_often_as_any_other():
    levels, chances = np.array([3, 1, 3, 2, 3]), chance()
    drawn_orders = np.concatenate([shuffled_levels(levels, chances) for _ in range(20)], axis=1)
    seen = Counter(map(tuple, drawn_orders.T.tolist()))

    assert len(seen) == 20  # 5! / 3!
    assert all(abs(count - 1_000) < 150 for count in seen.values())  # 5 standard deviations


@pytest.mark.parametrize("seed", range(4))
def test_p_is_near_the_share_of_all_orders_that_are_as_far_out(seed):
    network = shuffled(8, 9, seed)
    ends, levels = network.numbered_edges, network.levels
    found = mixing(network)
    orders = np.array(list(permutations(levels.tolist())))
    crossing = (orders[:, ends[:, 0]] != orders[:, ends[:, 1]]).sum(axis=1)
    off = abs(crossing - found.random * found.links)
    share = (off >= abs(found.external - found.random * found.links) - 1e-9).mean()

    assert permutation_p(network, chance()) == pytest.approx(share, abs=0.08)


def _rest(link):
    return link.kind, link.flow, link.cites, link.held


def test_p_is_the_share_of_shuffles_at_least_as_far_out():
    """One link between one of a level and three of another: half of all orders cross."""
    network = drawn("AB", {"A": 1, "B": 2, "C": 2, "D": 2})

    assert permutation_p(network, chance()) == 1  # crossing or not, both are ½ away


def test_a_shape_describes_a_star():
    found = shape(drawn("AB AC AD", {"A": 1, "B": 2, "C": 2, "D": 2, "E": 3}).without("actor/E"))

    assert (found.nodes, found.links, found.isolates, found.components) == (4, 3, 0, 1)
    assert found.density == 0.5
    assert found.centralisation == 1
    assert found.modularity == pytest.approx(-0.5)  # no link within; (3/6)² + (3/6)² expected


def test_a_shape_of_next_to_nothing_leaves_figures_out():
    found = shape(drawn(""))

    assert (found.density, found.centralisation, found.modularity) == (None, None, None)
    assert shape(drawn("AB")).centralisation is None
    assert shape(drawn("AB")).density == 1


def test_modularity_is_that_of_networkx():
    network = shuffled(15, 30, 1)
    levels = [set(network.at(rank)) for rank in range(4)]

    assert shape(network).modularity == pytest.approx(
        nx.algorithms.community.modularity(as_networkx(network), levels)
    )


def test_shapes_show_direct_ties_beside_those_through_mechanisms():
    rows = [actor("a", "A"), actor("b", "B"), table("CMD", "R"), seat("CMD", "a"), seat("CMD", "b")]
    found = shapes(scope(*rows))

    assert {name: s.links for name, s in found.items()} == {
        "direct and through mechanisms": 2, "direct": 0,
    }  # fmt: skip


# --- links between levels -----------------------------------------------------------------------


def test_level_pairs_count_links_density_and_direction():
    rows = [
        actor("a", "A"), actor("b", "B"), actor("capitol", "P"),
        tie("capitol", "a", "funding"), tie("a", "capitol", "reporting"),
        tie("capitol", "a", "information"), tie("a", "b", "mandate"),
    ]  # fmt: skip
    found = {(p.upper, p.lower): p for p in level_pairs(scope(*rows))}

    assert set(found) == {(2, 2), (2, 3), (3, 3)}
    assert (found[2, 3].edges, found[2, 3].density) == (1, 0.5)
    assert (found[2, 3].down, found[2, 3].up, found[2, 3].across) == (1, 1, 1)
    assert (found[3, 3].density, found[3, 3].across, found[3, 3].down) == (1.0, 1, 0)
    assert found[2, 2].density is None


def test_seats_make_density_but_have_no_direction():
    rows = [actor("a", "A"), table("CMD", "R"), seat("CMD", "a")]
    found = {(p.upper, p.lower): p for p in level_pairs(scope(*rows))}[1, 3]

    assert (found.edges, found.down, found.up, found.across) == (1, 0, 0, 0)


def test_a_link_off_the_ladder_runs_across():
    network = drawn("AB", {"A": 1})
    link = Link("actor/A", "actor/B", "funding", "down", "tie/x", True)

    assert runs(network, link) == "across"


# --- brokerage ----------------------------------------------------------------------------------


def test_roles_tell_brokers_by_the_levels_they_join():
    ranks = {"J": 1, "A": 1, "B": 1, "C": 2, "D": 2, "E": 3}
    found = roles(drawn("JA JB JC JD JE", ranks))["actor/J"]

    assert found.coordinator == 1  # A–B
    assert found.consultant == 1  # C–D
    assert found.gatekeeper == 6  # A, B with C, D, E
    assert found.liaison == 2  # C, D with E
    assert found.cross_level == 8


def test_closed_paths_and_ends_off_the_ladder_are_no_brokerage():
    found = roles(drawn("JA JC JX AC", {"J": 1, "A": 1, "C": 2}))

    assert found["actor/J"].cross_level == 0


def test_a_broker_off_the_ladder_is_a_liaison():
    assert roles(drawn("JA JC", {"A": 1, "C": 2}))["actor/J"].liaison == 1


@pytest.mark.parametrize("seed", range(6))
def test_roles_are_those_of_the_definition(seed):
    drawing = shuffled(12, 25, seed)
    ranks = drawing.ranks | {"actor/n03": None, "actor/n07": None}
    network = Network(ranks, drawing.links)
    found = roles(network)
    for node in network.nodes:
        ends = combinations([n for n in network.neighbours[node] if ranks[n] is not None], 2)
        opened = [(ranks[a], ranks[b]) for a, b in ends if b not in network.neighbours[a]]
        alike = [a for a, b in opened if a == b]
        assert found[node].coordinator == alike.count(ranks[node])
        assert found[node].consultant == len(alike) - alike.count(ranks[node])
        assert found[node].cross_level == len(opened) - len(alike)
        assert found[node].gatekeeper == sum(a != b and ranks[node] in (a, b) for a, b in opened)


def test_brokerage_counts_what_goes_through_a_mechanism_and_through_it_alone():
    rows = [
        actor("a", "A"), actor("office", "R"), actor("capitol", "P"), table("CMD", "R"),
        *(seat("CMD", who) for who in ("a", "office", "capitol")),
        actor("go", "A"), tie("go", "a"), tie("go", "office"),
    ]  # fmt: skip
    found = brokerage(scope(*rows), "mechanism/CMD")

    # a–office, a–capitol, office–capitol; a–office is also joined by go
    assert (found.through, found.alone) == (3, 2)
    # and go–a–CMD, go–office–CMD, a–go–office
    assert found.all == 6
    assert found.activity == 0.5
    assert found.exclusivity == pytest.approx(2 / 3)


def test_a_mechanism_of_no_level_may_broker_too():
    rows = [
        actor("a", "A"), actor("capitol", "P"), table("CMD", "R", level=None),
        seat("CMD", "a"), seat("CMD", "capitol"),
    ]  # fmt: skip

    assert brokerage(scope(*rows), "mechanism/CMD").through == 1


def test_brokerage_is_undefined_where_there_is_none():
    found = brokerage(scope(table("CMD", "R")), "mechanism/CMD")

    assert (found.activity, found.exclusivity) == (None, None)
    assert brokerage(scope(), "mechanism/none").through == 0


# --- structural holes ---------------------------------------------------------------------------


BORGATTI = "AB AF AG AE EG FG BG BD DG GC"


def test_structural_holes_are_those_of_borgattis_example():
    found = structural_holes(drawn(BORGATTI))

    assert round(found["actor/G"].constraint, 3) == 0.400
    assert round(found["actor/A"].constraint, 3) == 0.595
    assert round(found["actor/G"].effective_size, 2) == 4.67


def test_who_has_no_contacts_has_no_constraint():
    assert structural_holes(drawn("", {"A": 1}))["actor/A"].constraint is None
    assert structural_holes(drawn("", {"A": 1}))["actor/A"].effective_size == 0
    assert structural_holes(drawn("")) == {}


@pytest.mark.parametrize("seed", range(3))
def test_structural_holes_are_those_of_networkx(seed):
    network = shuffled(12, 20, seed)
    drawing = as_networkx(network)
    constraint, size = nx.constraint(drawing), nx.effective_size(drawing)
    for node, found in structural_holes(network).items():
        if network.neighbours[node]:
            assert found.constraint == pytest.approx(constraint[node])
            assert found.effective_size == pytest.approx(size[node])


# --- positions ----------------------------------------------------------------------------------


def test_positions_put_the_nation_on_top_and_those_off_the_ladder_below_all():
    rows = [actor("agency", "N"), actor("office", "R"), actor("a", "A"), actor("donor")]
    found = positions(scope(*rows, tie("donor", "a"), unit="N"))

    assert {ref[6:]: band for ref, (_, band) in found.items()} == {
        "agency": 0, "office": 1, "a": 3, "donor": 4,
    }  # fmt: skip


def test_a_band_is_spread_evenly_in_the_order_of_places():
    rows = [actor("z", "A"), actor("y", "B"), actor("x", "C"), actor("w", "I")]
    found = positions(scope(*rows))

    assert {ref[6:]: x for ref, (x, _) in found.items()} == {
        "w": 0.125, "z": 0.375, "y": 0.625, "x": 0.875,
    }  # fmt: skip


def test_a_place_stands_before_those_within_it():
    found = positions(scope(actor("a", "A", level=None), actor("p", "P", level=None)))

    assert sorted(found, key=found.get) == ["actor/p", "actor/a"]


def test_actors_of_a_place_stand_by_the_sector_of_most_of_their_programmes():
    rows = [
        actor("a", "R"), actor("b", "R"), actor("c", "R"),
        make(Programme, "1", title="1", lead="a", sectors="urban"),
        make(Programme, "2", title="2", lead="b", sectors="education urban"),
        make(Programme, "3", title="3", lead="b", sectors="education"),
    ]  # fmt: skip
    found = positions(scope(*rows))

    assert sorted("abc", key=lambda name: found[f"actor/{name}"]) == ["b", "a", "c"]


def test_a_new_actor_moves_others_aside_but_past_nobody():
    rows = [actor(f"x{i}", "R") for i in (1, 3, 5)]
    before, after = positions(scope(*rows)), positions(scope(*rows, actor("x2", "R")))

    assert sorted(before, key=before.get) == [
        n for n in sorted(after, key=after.get) if n in before
    ]


def test_outsiders_and_tables_have_their_side():
    rows = [
        actor("b", "A"), table("t", "A"), actor("out", "C"), tie("out", "b"), seat("t", "b"),
    ]  # fmt: skip
    found = positions(scope(*rows, unit="P"))

    assert sorted(found, key=found.get) == ["mechanism/t", "actor/b", "actor/out"]


def test_a_crowded_band_has_rows_and_no_two_nodes_share_a_place():
    rows = [actor(f"x{i:03}", "R") for i in range(100)]
    found = positions(scope(*rows))

    assert len(set(found.values())) == 100
    assert {band for _, band in found.values()} == {1.0, 1.25, 1.5}
    assert positions(scope(*rows[:40]))["actor/x039"] == (0.9875, 1.0)
    assert positions(scope(*rows[:41]))["actor/x001"][1] > 1


def test_positions_of_another_network_can_be_asked_for():
    unit = scope(*CHAIN)

    assert list(positions(unit, reach(unit).among({"actor/city"}))) == ["actor/city"]
