"""The Overlaps screen: counts that are exact, pairs that explain themselves."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from coherence.report import Report
from coherence.selection import Lens
from dashboard.figures.overlaps import PARTS, height_of, overlap_bars, shortened
from dashboard.pages import overlaps
from dashboard.query import from_search
from dashboard.screen import Screen
from data.model import Actor, Programme, Record, Tie, Verdict
from tests.builders import make, report


def works(id: str, lead: str | None, **fields: Any) -> Programme:
    told = {"title": id, "services": "skills", "groups": "women", "territories": "A"} | fields
    return make(Programme, id, lead=lead, **told)


OFFICES: list[Record] = [
    make(Actor, name, name=f"Office {name}", level="regional", territory="R") for name in "XYZ"
]
PAIR = [*OFFICES, works("p", "X"), works("q", "Y")]
TIED = make(
    Tie, from_actor="X", to_actor="Y", kind="joint-planning", valid_from="2019", valid_to="2025"
)


def screen(search: str = "", held: Report | None = None) -> Screen:
    return Screen(held or report(*PAIR), from_search(search, "/overlaps"))


def drawn(search: str = "", held: Report | None = None) -> str:
    content = overlaps.layout(screen(search, held))
    return json.dumps(content.body, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_each_count_includes_the_stronger_class() -> None:
    assert overlaps.counted(screen())[:3] == (1, 1, 1)
    third = works("r", "Z", groups="youth")
    assert overlaps.counted(screen(held=report(*PAIR, third)))[:3] == (1, 3, 3)


@pytest.mark.parametrize(
    ("records", "finding"),
    [
        (PAIR, "One overlap to look at"),
        ([*PAIR, works("r", "Z")], "3 overlaps, 3 of them duplications"),
        ([*PAIR[:4], works("q", None)], "No overlap known; 1 pairs not judged"),
        ([], "No overlaps on record"),
    ],
)
def test_the_title_says_what_there_is_to_look_at(records: list[Record], finding: str) -> None:
    assert overlaps.layout(screen(held=report(*records))).finding == finding


def test_a_pair_says_who_leads_where_for_how_much_and_that_it_awaits_a_verdict() -> None:
    text = drawn()
    for words in ("Office X", "Office Y", "Both offer Skills", "awaits a verdict", "not known: "):
        assert words in text


def test_a_verdict_stands_in_the_list() -> None:
    verdict = make(Verdict, first="p", second="q", verdict="coordinate", date="2020-02-01")
    assert overlaps.table(screen(held=report(*PAIR, verdict)))["Verdict"].tolist() == [
        "Overlap to coordinate"
    ]


def test_what_cannot_be_judged_names_the_missing_cell() -> None:
    text = drawn(held=report(*PAIR[:4], works("q", None)))
    assert "cannot be judged" in text
    assert "who leads it" in text


def test_managed_overlaps_are_a_strength() -> None:
    assert "their leads coordinate, which is a strength" in drawn()


def test_any_two_programmes_open_side_by_side_with_the_reason() -> None:
    assert "Flagged" in drawn("open=p~q")
    apart = report(*PAIR, works("r", "Z", territories="C"))
    assert "Not flagged" in drawn("open=p~r", apart)
    unknown = report(*PAIR, works("r", None))
    assert "Cannot be judged" in drawn("open=p~r", unknown)


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [("p~gone", "not on record"), ("p~p", "one and the same programme")],
)
def test_a_pair_that_is_none_is_said_to_be_none(pair: str, sentence: str) -> None:
    assert sentence in drawn(f"open={pair}")


def test_twenty_five_pairs_stand_in_the_list_until_all_are_asked_for() -> None:
    many = report(
        *(make(Actor, f"a{i}", name=f"a{i}", level="regional", territory="R") for i in range(8)),
        *(works(f"p{i}", f"a{i}") for i in range(8)),
    )
    assert drawn(held=many).count('"card-box"') == 25
    assert "Show all 28 pairs" in drawn(held=many)
    assert drawn("option=all", many).count('"card-box"') == 28


def test_one_class_can_be_asked_for() -> None:
    mixed = report(*PAIR, works("r", "Z", groups="youth"))
    assert len(overlaps.table(screen("option=only-duplication", mixed))) == 1
    assert len(overlaps.table(screen(held=mixed))) == 3


def test_filters_leave_the_pairs_of_what_they_ask_for() -> None:
    lens = Lens(groups=frozenset({"youth"}))
    shown = screen(held=report(*PAIR, works("r", "Z", groups="youth"), lens=lens))
    assert overlaps.counted(shown)[:2] == (0, 2)


def test_the_stage_holds_six_pairs() -> None:
    many = report(
        *(make(Actor, f"a{i}", name=f"a{i}", level="regional", territory="R") for i in range(5)),
        *(works(f"p{i}", f"a{i}") for i in range(5)),
    )
    assert drawn("view=stage", many).count('"stage-facts"') == 6


def bars(**how: Any) -> Any:
    row = {"first": "A <b>bold</b> name", "second": "Q", "score": 623, "services": 350,
           "groups": 100, "phases": 100, "sectors": 50, "words": 23}  # fmt: skip
    return overlap_bars(pd.DataFrame([row] * 12), **how)


def test_a_bar_has_five_parts_and_its_whole_score() -> None:
    shown = bars()
    assert [trace.name for trace in shown.data[:5]] == list(PARTS)
    assert shown.data[5].text[0] == "<b>623</b>"
    assert shown.data[0].text[0] == "services 350"
    assert shown.data[4].text[0] == ""


def test_at_most_ten_bars_are_drawn_and_names_are_no_markup() -> None:
    labels = bars().layout.yaxis.ticktext
    assert len(labels) == 10
    assert labels[0] == "A &lt;b&gt;bold&lt;/b&gt; name<br>× Q"
    assert height_of(12) == height_of(10) > height_of(3)


def test_a_long_name_is_cut_at_a_word() -> None:
    assert shortened("Livelihood grants for returnees", 20) == "Livelihood grants…"
    assert shortened("short", 20) == "short"
