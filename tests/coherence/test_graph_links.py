"""How records are linked: who states it, which way it runs, and whether it holds."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx
import pytest

from coherence.graph import Link
from data.model import (
    Actor,
    Alignment,
    Contribution,
    Instrument,
    Mechanism,
    Membership,
    Objective,
    Participation,
    Programme,
    ServicePoint,
    Tie,
)  # fmt: skip
from tests.builders import graph, make

WEB = [
    make(Actor, "a", name="A", territory="R", part_of="b"),
    make(Actor, "b", name="B", succeeded_by="c"),
    make(Actor, "c", name="C"),
    make(Mechanism, "m", name="M", part_of="n", based_on="i"),
    make(Mechanism, "n", name="N"),
    make(Membership, "seat", mechanism="m", actor="a"),
    make(Membership, "vacant", mechanism="m"),
    make(Tie, "t", from_actor="b", to_actor="a", kind="mandate"),
    make(Tie, "u", from_actor="a", to_actor="b"),
    make(Instrument, "i", title="I", owner="actor/b", parties="a b", upper="j"),
    make(Instrument, "j", title="J", valid_to="2019"),
    make(Objective, "o", title="O", instrument="i", responsible="a", parent="q"),
    make(Objective, "q", title="Q", instrument="i"),
    make(Alignment, "al", child="o", parent="q", score=1.0),
    make(Programme, "p", title="P", lead="a", parent="r", territories="A", open_to="R"),
    make(Programme, "r", title="R"),
    make(Contribution, "co", programme="p", objective="o", strength=1.0),
    make(Participation, "pa", programme="p", actor="b"),
    make(ServicePoint, "s", name="S", territory="A", operator="a", based_on="i"),
]


def test_every_link_is_typed_directed_and_says_what_states_it() -> None:
    found = {(k.source, k.target, k.kind, k.flow, k.cites) for k in graph(*WEB).links}
    assert found == {
        ("actor/a", "territory/R", "located_in", "across", "actor/a"),
        ("actor/a", "actor/b", "part_of", "up", "actor/a"),
        ("actor/b", "actor/c", "succession", "across", "actor/b"),
        ("mechanism/m", "mechanism/n", "part_of", "up", "mechanism/m"),
        ("mechanism/m", "instrument/i", "based_on", "up", "mechanism/m"),
        ("actor/a", "mechanism/m", "membership", "across", "membership/seat"),
        ("actor/b", "actor/a", "mandate", "down", "tie/t"),
        ("actor/a", "actor/b", "tie", "across", "tie/u"),
        ("instrument/i", "actor/b", "owner", "across", "instrument/i"),
        ("instrument/i", "actor/a", "party", "across", "instrument/i"),
        ("instrument/i", "actor/b", "party", "across", "instrument/i"),
        ("instrument/i", "instrument/j", "carries_out", "up", "instrument/i"),
        ("objective/o", "instrument/i", "promised_in", "across", "objective/o"),
        ("objective/q", "instrument/i", "promised_in", "across", "objective/q"),
        ("objective/o", "actor/a", "responsible", "across", "objective/o"),
        ("objective/o", "objective/q", "part_of", "up", "objective/o"),
        ("objective/o", "objective/q", "alignment", "up", "alignment/al"),
        ("programme/p", "actor/a", "lead", "across", "programme/p"),
        ("programme/p", "programme/r", "part_of", "up", "programme/p"),
        ("programme/p", "territory/A", "delivered_in", "down", "programme/p"),
        ("programme/p", "territory/R", "open_to", "down", "programme/p"),
        ("programme/p", "objective/o", "contribution", "up", "contribution/co"),
        ("actor/b", "programme/p", "participation", "across", "participation/pa"),
        ("service_point/s", "actor/a", "operated_by", "across", "service_point/s"),
        ("service_point/s", "instrument/i", "based_on", "up", "service_point/s"),
        ("service_point/s", "territory/A", "delivered_in", "down", "service_point/s"),
    }
    assert list(graph(*WEB).links) == sorted(
        graph(*WEB).links, key=lambda k: (k.source, k.target, k.kind)
    )


def test_a_link_holds_while_what_it_joins_and_what_states_it_do() -> None:
    links: dict[tuple[str, str], Link] = {(k.source, k.kind): k for k in graph(*WEB).links}
    assert links["actor/a", "part_of"].held is True
    assert links["instrument/i", "carries_out"].held is False
    unknown = make(Actor, "d", name="D", part_of="gone")
    assert graph(unknown).links[0].held is None
    ended = make(Tie, "t", from_actor="a", to_actor="b", valid_to="2019")
    pair = [make(Actor, "a", name="A"), make(Actor, "b", name="B")]
    assert graph(*pair, ended).links[0].held is False


def test_the_links_of_a_record_go_out_and_come_in() -> None:
    found = graph(*WEB).links_of("mechanism/m")
    assert [(k.source, k.target) for k in found] == [
        ("mechanism/m", "instrument/i"), ("mechanism/m", "mechanism/n"), ("actor/a", "mechanism/m"),
    ]  # fmt: skip
    assert graph(*WEB).links_of("actor/unheard-of") == ()


def test_the_network_is_frozen_and_its_edges_carry_the_links() -> None:
    network = graph(*WEB).network
    assert network.number_of_edges() == len(graph(*WEB).links)
    edge = network.get_edge_data("actor/b", "actor/a")[0]
    assert edge["link"].kind == edge["kind"] == "mandate"
    with pytest.raises(nx.NetworkXError):
        network.add_node("actor/new")


def test_the_graph_leaves_as_graphml() -> None:
    written = graph(*WEB, make(Actor, "d", name="D", part_of="gone")).to_graphml({"title": "A toy"})
    read = nx.read_graphml(io.BytesIO(written), force_multigraph=True)
    assert read.graph["title"] == "A toy"
    assert read.nodes["actor/a"] == {"kind": "actor", "name": "A"}
    assert read.nodes["actor/gone"] == {"kind": "actor"}
    held = {(a, b): about["held"] for a, b, about in read.edges(data=True)}
    assert held["actor/a", "actor/b"] == "yes"
    assert held["instrument/i", "instrument/j"] == "no"
    assert held["actor/d", "actor/gone"] == "unknown"


# --- alignments and contributions -------------------------------------------------------------

PLANS = [
    make(Instrument, "pdp", title="PDP", level="national"),
    make(Instrument, "rdp", title="RDP", level="regional"),
    make(Objective, "top", title="Top", instrument="pdp"),
    make(Objective, "mid", title="Mid", instrument="rdp"),
    make(Objective, "own", title="Own", instrument="rdp"),
]


def aligned(child: str = "mid", parent: str = "top", **more: Any) -> Alignment:
    filled = {"score": 0.5, "method": "reviewed"} | more
    return make(Alignment, f"{child}-{parent}", child=child, parent=parent, **filled)


def test_alignments_run_both_ways_with_their_score_and_record() -> None:
    seen = graph(*PLANS, aligned())
    assert seen.aligned_up["mid"] == {"top": (0.5, "alignment/mid-top")}
    assert seen.aligned_down["top"] == {"mid": (0.5, "alignment/mid-top")}
    assert graph(*PLANS, aligned(score=0.0)).aligned_up["mid"]["top"][0] == 0


@pytest.mark.parametrize(
    "not_counted", [{"method": "text-suggested"}, {"grade": "D"}, {"score": None}]
)
def test_suggestions_and_unscored_alignments_do_not_count(not_counted: dict[str, Any]) -> None:
    assert not graph(*PLANS, aligned(**not_counted)).aligned_up


def test_an_alignment_without_a_method_counts_and_one_with_what_is_over_does_not() -> None:
    assert graph(*PLANS, aligned(method=None)).aligned_up
    over = make(Instrument, "rdp", title="RDP", level="regional", valid_to="2019")
    assert not graph(PLANS[0], over, *PLANS[2:], aligned()).aligned_up


def test_of_two_rows_on_a_pair_the_newer_counts_and_then_the_stronger() -> None:
    def two(first: str, second: str) -> float:
        rows = [
            make(Alignment, "x", child="mid", parent="top", score=1.0, observed_on=first),
            make(Alignment, "y", child="mid", parent="top", score=0.5, observed_on=second),
        ]
        return graph(*PLANS, *rows).aligned_up["mid"]["top"][0]

    assert [two("2019", "2020"), two("2020", "2019"), two("2020", "2020")] == [0.5, 1, 1]
    rows = [
        make(Contribution, name, programme="p", objective="mid", strength=strength)
        for name, strength in (("x", 0.9), ("y", 0.2))
    ]
    assert graph(*PLANS, WORK, *rows).contributions["p"]["mid"][0] == 0.9


def given(objective: str, strength: float | None, **more: Any) -> Contribution:
    return make(Contribution, f"p-{objective}", programme="p", objective=objective,
                strength=strength, **more)  # fmt: skip


WORK = make(Programme, "p", title="P", level="regional", starts_on="2019")


def test_contributions_run_both_ways_and_need_a_strength() -> None:
    seen = graph(*PLANS, WORK, given("mid", 0.7), given("top", None), given("own", 0.0))
    assert seen.contributions == {"p": {"mid": (0.7, "contribution/p-mid")}}
    assert seen.contributors == {"mid": {"p": (0.7, "contribution/p-mid")}}
    assert not graph(*PLANS, WORK, given("mid", 0.7, grade="D")).contributions


def test_a_programme_carries_out_what_it_contributes_to() -> None:
    seen = graph(*PLANS, WORK, given("mid", 0.7))
    assert seen.align_programme(WORK, "mid") == (0.7, ("contribution/p-mid",))
    assert seen.align_programme(WORK, "top") == (0.0, ())


def test_a_programme_carries_out_what_an_objective_of_its_level_is_aligned_to() -> None:
    seen = graph(*PLANS, WORK, given("mid", 0.5), aligned(score=1.0))
    assert seen.align_programme(WORK, "top") == (1.0, ("contribution/p-mid", "alignment/mid-top"))
    weak = graph(*PLANS, WORK, given("mid", 0.4), aligned(score=1.0))
    assert weak.align_programme(WORK, "top") == (0.0, ())
    local = make(Programme, "p", title="P", level="local", starts_on="2019")
    other = graph(*PLANS, local, given("mid", 1.0), aligned(score=1.0))
    assert other.align_programme(local, "top") == (0.0, ())


def test_the_stronger_way_counts() -> None:
    both = [given("top", 0.6), given("mid", 0.5), given("own", 1.0)]
    seen = graph(*PLANS, WORK, *both, aligned(score=0.5), aligned("own", score=1.0))
    assert seen.align_programme(WORK, "top") == (1.0, ("contribution/p-own", "alignment/own-top"))
    direct = graph(*PLANS, WORK, *both, aligned(score=0.5))
    assert direct.align_programme(WORK, "top") == (0.6, ("contribution/p-top",))
