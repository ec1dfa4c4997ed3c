"""Colours can be read, are written in one file, and no chart calls home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.theme import (
    DARK,
    GRAPH_CONFIG,
    LIGHT,
    STAGE_SIZES,
    STATES,
    Paper,
    css_variables,
    glyph_shapes,
    template,
)

ROOT = Path(__file__).parents[2]
PAPERS = pytest.mark.parametrize("paper", [LIGHT, DARK], ids=["light", "dark"])


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#125E88", "#FFFFFF") == pytest.approx(7.0, abs=0.05)


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_the_word_of_a_state_can_be_read_on_its_fill(state) -> None:
    assert contrast(state.text, state.fill) >= 6.99


@PAPERS
def test_a_state_stands_out_from_the_page_by_its_outline(paper: Paper) -> None:
    assert contrast(paper.outline, paper.page) >= 3
    assert all(contrast(s.fill, paper.page) >= 3 or paper.outline for s in STATES.values())


@PAPERS
def test_text_can_be_read_in_a_lit_room(paper: Paper) -> None:
    for ground in (paper.page, paper.raised):
        assert contrast(paper.ink, ground) >= 7
        assert contrast(paper.muted, ground) >= 7
    assert contrast(paper.accent, paper.page) >= 6.99
    assert contrast(paper.accent, paper.raised) >= 4.5
    assert contrast(paper.on_accent, paper.accent) >= 6.99


@PAPERS
def test_edges_of_what_can_be_operated_can_be_seen(paper: Paper) -> None:
    assert contrast(paper.field, paper.page) >= 3
    assert contrast(paper.field, paper.raised) >= 3


def test_states_stay_in_order_without_colour() -> None:
    greys = [_luminance(STATES[name].fill) for name in ("off_track", "on_track", "partial")]
    assert greys == sorted(greys)
    assert len({state.symbol for state in STATES.values()}) == len(STATES)


def test_no_text_of_the_stage_is_smaller_than_24_pixels() -> None:
    assert min(STAGE_SIZES.values()) == 24
    assert STAGE_SIZES["text"] == 28
    assert 36 <= STAGE_SIZES["title"] <= 40
    assert 72 <= STAGE_SIZES["key"] <= 96


def test_every_token_is_a_custom_property_in_both_themes() -> None:
    light, dark = css_variables().split('[data-bs-theme="dark"]')
    for name in Paper.__slots__:
        assert f"--{name.replace('_', '-')}:" in light
        assert f"--{name.replace('_', '-')}:" in dark


def _written_colours() -> Iterator[tuple[str, str]]:
    files = [*ROOT.glob("assets/*.css"), *ROOT.glob("assets/*.js"), *ROOT.glob("dashboard/**/*.py")]
    for file in files:
        if file.name != "theme.py":
            for line in file.read_text("utf-8").splitlines():
                for colour in re.findall(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|rgba?\(", line):
                    yield file.name, colour


def test_colours_are_written_in_one_file() -> None:
    assert list(_written_colours()) == []


def test_charts_send_nothing_anywhere() -> None:
    assert GRAPH_CONFIG["showSendToCloud"] is False
    assert GRAPH_CONFIG["plotlyServerURL"] == ""
    assert GRAPH_CONFIG["displaylogo"] is False


def test_charts_keep_their_labels_whole_and_the_stage_has_no_grid() -> None:
    desk, stage = template(), template(stage=True)
    assert desk.layout.yaxis.automargin is True
    assert (desk.layout.xaxis.showgrid, stage.layout.xaxis.showgrid) == (True, False)
    assert stage.layout.font.size == 24
    assert template("dark").layout.paper_bgcolor == DARK.page


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_a_glyph_of_its_own_shape(state: str) -> None:
    shapes = glyph_shapes(state, 0, 0, 20)
    others = [glyph_shapes(other, 0, 0, 20) for other in STATES if other != state]
    assert shapes
    assert shapes not in others
