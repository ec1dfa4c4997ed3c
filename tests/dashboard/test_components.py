"""The pieces of pages follow the density of the screen and never hide anything silently."""

from __future__ import annotations

import pandas as pd
import pytest

from coherence.report import Edition, Report
from coherence.selection import Lens, settle
from dashboard.components import (
    badge,
    card,
    cites,
    export_links,
    frame_table,
    key_number,
    legend,
    table,
    toolbar,
    trend,
)
from dashboard.components.chips import INDENT, chips, unit_options
from dashboard.components.frame import banner, faults, footer, provenance, selection_words
from dashboard.figures.scorecard import scorecard_grid
from dashboard.query import from_search
from dashboard.screen import Screen
from data.model import Mechanism, Register
from data.snapshot import Snapshot
from tests.builders import PROFILE, country, make, report
from tests.dashboard.laid_out import links, of_class, parts, words


def screen(search: str = "", path: str = "/", held: Report | None = None) -> Screen:
    return Screen(held or report(), from_search(search, path))


def rows_of(laid: object) -> list[str]:
    return [words(p) for p in parts(laid) if type(p).__name__ == "Tr"]


# --- states ---------------------------------------------------------------------------------------


def test_a_state_is_told_by_fill_glyph_and_word() -> None:
    shown = badge(screen(), "off_track")

    assert words(shown) == "off track"
    assert "state-off_track" in shown.className
    assert of_class(shown, "glyph-off_track")


def test_no_state_is_no_data_and_not_a_gap() -> None:
    assert words(badge(screen(), None)) == "no data"


def test_the_legend_names_all_four_states() -> None:
    assert words(legend(screen())) == "on track partial off track no data"
    assert words(legend(screen(), coverage=True)) == "covered thin gap no data"


# --- tables ---------------------------------------------------------------------------------------


def test_a_long_table_is_cut_on_the_stage_and_says_by_how_much() -> None:
    rows = [[n] for n in range(20)]

    assert len(rows_of(table(screen(), ["n"], rows))) == 21
    on_stage = table(screen("view=stage"), ["n"], rows)
    assert len(rows_of(on_stage)) == 12
    assert "9 more rows at the desk" in words(on_stage)


def test_enlarged_text_leaves_room_for_fewer_rows() -> None:
    shown = table(screen("view=stage&scale=1.25"), ["n"], [[n] for n in range(20)])

    assert len(rows_of(shown)) == 9


def test_a_limit_at_the_desk_points_to_the_exports() -> None:
    shown = table(screen(), ["n"], [[n] for n in range(20)], most=5)

    assert "15 more rows in the exports" in words(shown)


def test_an_unknown_value_in_a_table_is_a_dash_and_never_zero() -> None:
    frame = pd.DataFrame({"Place": ["A", "B"], "Value": [0.0, None]})

    assert rows_of(frame_table(screen(), frame)) == ["Place Value", "A 0", "B –"]


def test_columns_of_numbers_stand_to_the_right() -> None:
    frame = pd.DataFrame({"Place": ["A"], "Value": [1.5], "Known": [True]})
    cells = [p for p in parts(frame_table(screen(), frame)) if type(p).__name__ == "Td"]

    assert [cell.className for cell in cells] == [None, "number", None]


def test_a_wide_table_keeps_eight_columns_on_the_stage() -> None:
    frame = pd.DataFrame({f"c{n}": [n] for n in range(12)})

    assert rows_of(frame_table(screen("view=stage"), frame))[0] == "c0 c1 c2 c3 c4 c5 c6 c7"


def test_a_table_can_be_reached_and_is_named_for_those_who_do_not_see_it() -> None:
    shown = table(screen(), ["n"], [[1]], caption="Numbers")

    assert (shown.tabIndex, shown.role) == ("0", "region")
    assert shown.to_plotly_json()["props"]["aria-label"] == "Numbers"


# --- charts and exports ---------------------------------------------------------------------------


def _card(search: str) -> object:
    frame = pd.DataFrame(columns=["unit", "place", "code", "title", "value", "band", "low", "high"])
    twin = pd.DataFrame({"Place": ["A"]})
    return card(screen(search), scorecard_grid(frame), twin, name="x", caption="A chart")


def test_a_card_shows_its_chart_or_its_table() -> None:
    assert "Place A" not in words(_card(""))
    assert "Place A" in words(_card("option=table"))


def test_the_switch_keeps_the_other_options() -> None:
    shown = links(toolbar(screen("option=by-group"), "gaps"))

    assert shown["Table"] == "/?option=by-group,table"
    assert shown["Chart"] == "/?option=by-group"


def test_the_stage_has_no_buttons_over_its_chart() -> None:
    assert links(_card("view=stage")) == {}


def test_an_export_is_of_what_is_shown() -> None:
    shown = links(export_links(screen("territory=P&option=table"), "gaps", ("csv", "xlsx")))

    assert shown == {
        "CSV": "/export/gaps.csv?territory=P&option=table",
        "XLSX": "/export/gaps.xlsx?territory=P&option=table",
    }
    assert links(export_links(screen(), "gaps", ("png",))) == {"PNG": "/export/gaps.png"}


# --- records and numbers --------------------------------------------------------------------------


def test_records_beyond_the_limit_are_counted() -> None:
    refs = [f"territory/{code}" for code in "NRPQABC"]

    assert words(cites(screen(), refs, most=3)) == "N R P and 4 more"


def test_a_key_number_opens_its_screen() -> None:
    shown = key_number("3", "gaps", "/gaps", note="of 5", state="off_track")

    assert links(shown) == {"3 gaps of 5": "/gaps"}
    assert of_class(shown, "edge-off_track")


@pytest.mark.parametrize(("change", "way"), [(2, "up"), (-1, "down"), (0, "same")])
def test_a_trend_points_where_the_number_went(change: float, way: str) -> None:
    assert f"trend-{way}" in trend("words", change).className


# --- filters --------------------------------------------------------------------------------------


def test_places_stand_as_a_tree_and_the_chosen_one_at_the_edge() -> None:
    labels = [option["label"] for option in unit_options(report(unit="P"))]

    assert labels == [
        "N", INDENT + "R", INDENT * 2 + "I", "P", INDENT * 3 + "A", INDENT * 3 + "B",
        INDENT * 2 + "Q", INDENT * 3 + "C",
    ]  # fmt: skip


def test_committees_follow_the_places_under_a_heading() -> None:
    table_of_r = make(Mechanism, "CMD", name="Committee", level="regional", territories="R")
    *_, heading, committee = unit_options(report(table_of_r))

    assert heading["disabled"]
    assert committee == {"value": "mechanism/CMD", "label": INDENT + "Committee"}


def test_a_filter_names_one_choice_and_counts_several() -> None:
    one = screen("service=legal", held=report(lens=Lens(services=frozenset({"legal"}))))
    two = screen("service=legal,health")

    assert "Service: Legal" in words(chips(one))
    assert "Service · 2" in words(chips(two))


def test_filters_can_be_cleared_once_there_are_any() -> None:
    assert "Clear filters" not in words(chips(screen("territory=P")))
    assert (
        links(chips(screen("territory=P&level=2&as_of=2019")))["Clear filters"] == "/?territory=P"
    )


# --- what is said on every screen -----------------------------------------------------------------


def test_the_footer_says_selection_day_source_and_revision() -> None:
    lens = Lens(levels=frozenset({2}), services=frozenset({"legal"}))
    shown = screen(held=report(unit="P", lens=lens))

    assert words(footer(shown)) == (
        "P, Provincial, Legal help and case handling · as of 2020-06-30 · source: A toy r0001"
    )


def test_on_the_stage_many_filters_are_counted() -> None:
    services = frozenset(["legal", "health", "skills", "welfare", "livelihood"])
    held = report(lens=Lens(services=services))

    assert len(selection_words(held, from_search("view=stage"))) == 6
    assert provenance(held, from_search("view=stage"))[0] == "R, 5 filters"


def made_up() -> Report:
    register = make(
        Register, "toy", title="A toy", home="R", profile="philippines", as_of="2020-06-30",
        illustrative=True,
    )  # fmt: skip
    held = Snapshot([register, *country()[1:]])
    return Report(held, PROFILE, settle(held), Edition("toy", 1))


def test_made_up_data_say_so_at_the_desk_and_on_the_stage() -> None:
    assert banner(screen()) == []
    assert "not facts" in words(banner(screen(held=made_up())))
    assert "Illustrative: not facts" in words(footer(screen("view=stage", held=made_up())))


def test_faults_of_the_address_are_announced() -> None:
    [fault] = faults(screen("flavour=sweet"))

    assert fault.role == "alert"
    assert "flavour" in words(fault)
