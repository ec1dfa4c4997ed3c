"""What the network screen draws: frames, groups, focus and paths, on a country that fits a hand."""

from __future__ import annotations

from coherence.network_frames import (
    FLOWS,
    fitting,
    level_frame,
    link_frame,
    node_frame,
    pairs_by_year,
)
from coherence.network_groups import gather
from coherence.network_view import NetworkView
from coherence.selection import Lens
from data.model import Actor, Instrument, Mechanism, Membership, Tie
from tests.builders import PROFILE, make, report

LEVELS = {"N": "national", "R": "regional", "P": "provincial", "Q": "provincial"}


def actor(id, place, kind=None, **fields):
    return make(
        Actor, id, name=f"Office {id}", territory=place, level=LEVELS.get(place, "local"),
        kind=kind, **fields,
    )  # fmt: skip


def tie(one, other, kind="information", **fields):
    return make(Tie, from_actor=one, to_actor=other, kind=kind, **fields)


def council(id, place, *members):
    table = make(
        Mechanism, id, name=f"Council {id}", territories=place, level=LEVELS.get(place, "local"),
        migration="specific",
    )  # fmt: skip
    return [table, *(make(Membership, mechanism=id, actor=who) for who in members)]


CHAIN = [
    actor("agency", "N", "national-agency", acronym="AGY"),
    actor("office", "R", "regional-office", part_of="agency"),
    actor("capitol", "P", "province"),
    actor("town", "A", "municipality"),
    actor("island", "C", "municipality"),
    tie("office", "capitol", "funding", valid_from="2019-05"),
    tie("town", "capitol", "reporting"),
]
"""town → capitol ← office, part of agency; nobody reaches island."""


def flows(*records, **fields):
    links = link_frame(report(*records, **fields))
    return {(row.source[6:], row.target.partition("/")[2]): row.flow for row in links.itertuples()}


# --- frames -------------------------------------------------------------------------------------


def test_ties_run_down_up_or_across_and_seats_and_parts_do_not_run_at_all():
    found = flows(*CHAIN, tie("town", "island"), *council("CMD", "R", "town"))

    assert found == {
        ("office", "agency"): "part",
        ("office", "capitol"): "down",
        ("town", "capitol"): "up",
        ("town", "island"): "across",
        ("town", "CMD"): "seat",
    }


def test_an_office_of_a_body_is_not_said_to_report():
    """Part of a body says that somebody belongs: it is no report, need or lesson."""
    assert "up" not in flows(*CHAIN[:2]).values()


def test_a_link_says_since_when_it_held_and_which_source_says_so():
    links = link_frame(report(*CHAIN)).set_index("kind")

    assert links.loc["Funding", "since"] == "2019-05"
    assert links.loc["Reporting", "since"] is None
    assert links.loc["Reporting", "stated_by"] == "tie/town--capitol--reporting--_"
    assert set(links["source_text"]) == {"a test"}


def test_an_agreement_holds_since_it_was_adopted():
    pact = make(
        Instrument, "MOA", title="Pact", kind="agreement", level="local", territory="A",
        parties="town b", adopted_on="2018-03-01", migration="specific",
    )  # fmt: skip
    links = link_frame(report(actor("town", "A"), actor("b", "B"), pact))

    assert links[["flow", "since"]].to_numpy().tolist() == [["seat", "2018-03-01"]] * 2


def test_nodes_are_sorted_by_band_and_those_off_the_ladder_stand_below_all():
    donor = make(Actor, "donor", name="Donor", kind="donor")
    nodes = node_frame(report(*CHAIN, donor, tie("donor", "town")))

    assert [(ref[6:], band) for ref, band in zip(nodes["ref"], nodes["band"], strict=True)] == [
        ("agency", 0), ("office", 1), ("capitol", 2), ("town", 3), ("island", 3), ("donor", 4),
    ]  # fmt: skip
    assert nodes.set_index("ref").loc["actor/agency", "in_unit"] == False  # noqa: E712
    assert nodes.set_index("ref")["links"]["actor/capitol"] == 2


def test_a_government_without_a_link_up_is_marked_and_an_office_of_it_is_not():
    rows = [*CHAIN, actor("desk", "C", "municipality", part_of="island")]
    nodes = node_frame(report(*rows))

    assert nodes["ref"][nodes["broken"]].tolist() == ["actor/island"]


def test_a_government_is_called_by_its_place_and_others_by_acronym_or_id():
    nodes = node_frame(report(*CHAIN)).set_index("ref")["label"]

    assert nodes["actor/town"] == "A"
    assert nodes["actor/agency"] == "AGY"
    assert nodes["actor/office"] == "Office office"


def test_a_name_that_does_not_fit_gives_way_to_the_id_and_at_last_is_cut():
    assert fitting(["Council of the Region", "RDC V"], 8, "x") == "RDC V"
    assert fitting(["Council of the Region"], 8, "RDC-V") == "RDC-V"
    assert fitting(["Council of the Region"], 8, "COUNCIL-REGION") == "Council…"


def test_a_part_of_the_network_keeps_the_places_of_the_whole():
    whole = NetworkView(report(*CHAIN, *council("CMD", "A", "town")))
    direct = NetworkView(whole.report, direct=True)
    both = whole.nodes.merge(direct.nodes, on="ref", suffixes=("", "_then"))

    assert len(both) == 5
    assert (both["x"] == both["x_then"]).all()


def test_levels_are_counted_in_pairs_and_those_off_the_ladder_are_left_out():
    donor = make(Actor, "donor", name="Donor", kind="donor")
    held = report(*CHAIN, donor, tie("donor", "town", "funding"))
    found = level_frame(node_frame(held), link_frame(held))

    assert found.to_dict("records") == [
        {"upper": 0, "lower": 1, "down": 0, "up": 0, "across": 0, "seat": 0, "part": 1},
        {"upper": 1, "lower": 2, "down": 1, "up": 0, "across": 0, "seat": 0, "part": 0},
        {"upper": 2, "lower": 3, "down": 0, "up": 1, "across": 0, "seat": 0, "part": 0},
    ]


def test_years_are_counted_from_the_first_with_a_linked_pair():
    held = report(
        actor("a", "A", valid_from="2010"), actor("b", "B", valid_from="2010"),
        tie("a", "b", valid_from="2017-06-01"),
    )  # fmt: skip

    assert pairs_by_year(held.snapshot, PROFILE, "territory/R") == {
        2017: 1, 2018: 1, 2019: 1, 2020: 1,
    }  # fmt: skip


# --- groups -------------------------------------------------------------------------------------


TOWNS = [
    *CHAIN,
    actor("b", "B", "municipality"), actor("i", "I", "city"), actor("clinic", "I"),
    tie("town", "b"), tie("b", "capitol", "reporting"),
]  # fmt: skip
"""Under P the towns A and B, under Q the town C, and the independent city I with two actors."""


def gathered(most, apart=(), rows=TOWNS):
    view = NetworkView(report(*rows))
    return gather(view.report, view.nodes, view.links, most, apart)


def test_a_network_that_fits_is_not_gathered():
    found = gathered(8)

    assert (found.by, len(found.nodes), set(found.nodes["members"])) == ((), 8, {1})


def test_towns_are_gathered_by_province_and_a_lone_one_stays_itself():
    found = gathered(7)
    groups = found.nodes[found.nodes["members"] > 1].set_index("ref")

    assert found.by == ("place",)
    assert groups["members"].to_dict() == {"group/3-place-P": 2, "group/3-place-I": 2}
    assert groups["opens"].to_dict() == {
        "group/3-place-P": "territory/P", "group/3-place-I": "territory/I",
    }  # fmt: skip
    assert "actor/island" in set(found.nodes["ref"])


def test_links_within_a_group_are_gone_and_alike_ones_between_groups_are_one():
    links = gathered(7).links
    ours = links[links["source"] == "group/3-place-P"]

    assert ours[["target", "flow"]].to_numpy().tolist() == [["actor/capitol", "up"]]


def test_who_is_opened_is_never_gathered():
    found = gathered(7, apart={"actor/town"})

    assert "actor/town" not in found.group_of
    assert "actor/town" in set(found.nodes["ref"])


def test_no_two_groups_share_a_place():
    nodes = gathered(5).nodes

    assert not nodes.duplicated(["band", "x"]).any()


def test_a_group_is_marked_where_one_of_it_lacks_a_link_up():
    rows = [*CHAIN, actor("c2", "C", "municipality")]
    found = gathered(5, rows=rows).nodes.set_index("ref")

    assert found.loc["group/3-place-Q", ["members", "broken"]].tolist() == [2, True]


def test_everything_can_be_gathered_by_level_at_last():
    found = gathered(4)

    assert len(found.nodes) <= 4
    assert found.nodes["members"].sum() == 8


# --- focus and paths ----------------------------------------------------------------------------


def test_an_opened_actor_and_its_neighbours_are_in_focus_and_the_rest_is_counted():
    view = NetworkView(report(*CHAIN), "actor/capitol")

    assert {ref[6:] for ref in view.focus or ()} == {"capitol", "office", "town"}
    assert view.dimmed == 2


def test_nobody_is_dimmed_where_nobody_is_opened():
    view = NetworkView(report(*CHAIN))

    assert (view.focus, view.dimmed) == (None, 0)


def test_of_an_actor_the_id_is_enough():
    assert NetworkView(report(*CHAIN), "town").chosen == "actor/town"


def test_who_is_not_in_the_network_is_said_to_be_missing_and_opens_nothing():
    view = NetworkView(report(*CHAIN), "actor/nobody")

    assert (view.missing, view.chosen, view.dimmed) == (("actor/nobody",), None, 0)


def test_a_path_is_in_focus_with_everybody_on_it():
    view = NetworkView(report(*CHAIN), "town~agency")

    assert [ref[6:] for ref in view.path] == ["town", "capitol", "office", "agency"]
    assert view.dimmed == 1
    assert len(view.drawn_path) == 3


def test_a_broken_path_says_how_far_one_gets_from_either_end():
    view = NetworkView(report(*CHAIN), "island~agency")

    assert view.path == ()
    assert [len(side) for side in view.sides] == [1, 4]
    assert view.dimmed == 0


def test_a_lens_puts_those_in_focus_whom_it_lets_through():
    view = NetworkView(report(*CHAIN, lens=Lens(levels=frozenset({3}))))

    assert {ref[6:] for ref in view.focus or ()} == {"town", "island"}


def test_direct_ties_alone_leave_out_tables_and_this_place_alone_leaves_out_partners():
    held = report(*CHAIN, *council("CMD", "R", "town"))

    assert "mechanism/CMD" not in NetworkView(held, direct=True).network.nodes
    assert "actor/agency" not in NetworkView(held, inside=True).network.nodes
    assert "mechanism/CMD" in NetworkView(held, inside=True).network.nodes


def test_an_unrecorded_government_is_unknown_and_not_broken():
    view = NetworkView(report(*CHAIN))

    assert [c.territory for c in view.broken] == ["C"]
    assert view.unrecorded == 3  # Q, B and I


def test_counts_name_every_kind_of_link_those_without_any_too():
    counts = NetworkView(report(*CHAIN)).part.counts

    assert counts == {"down": 1, "up": 1, "across": 0, "seat": 0, "part": 1}
    assert tuple(counts) == FLOWS
