"""The scorecard as a chart: places by indicators."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import (
    DESK_SIZES,
    OUTLINE_WIDTH,
    STAGE_SIZES,
    STATES,
    Paper,
    glyph_shapes,
    paper,
    template,
)

STAGE_ROWS, STAGE_COLUMNS = 10, 6
DESK_ROWS, DESK_COLUMNS = 18, 12
HEADING = 13
"""Characters in a line of a column's name."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What stands where in a grid: units from top to bottom, indicators from left to right."""

    units: Sequence[str]
    codes: Sequence[str]
    neutral: Paper
    text: int
    """Size of a cell's text in pixels."""
    small: int
    words: Mapping[str, str]
    """The states' words."""


def shown_of(frame: pd.DataFrame, *, stage: bool = False) -> tuple[list[str], list[str]]:
    """The units and the indicators of a scorecard frame that its grid has room for.

    Core indicators first, then those with most values; in the frame's order.
    """
    most_rows, most_columns = (STAGE_ROWS, STAGE_COLUMNS) if stage else (DESK_ROWS, DESK_COLUMNS)
    codes = list(dict.fromkeys(frame["code"]))
    values = frame.groupby("code")["value"].count()
    core = set(frame.loc[frame["core"], "code"]) if "core" in frame else set()
    wanted = sorted(codes, key=lambda c: (c not in core, -values[c], codes.index(c)))
    kept = sorted(wanted[:most_columns], key=codes.index)
    return list(dict.fromkeys(frame["unit"]))[:most_rows], kept


def scorecard_grid(
    frame: pd.DataFrame, *, theme: str = "light", stage: bool = False,
    words: Mapping[str, str] | None = None,
) -> go.Figure:  # fmt: skip
    """One cell per place and indicator, places from top to bottom, indicators left to right.

    Wants ``unit, place, code, title, value, band, low, high`` and, where known, ``core``. A cell
    without a value says its interval, or "–"; a place that an indicator does not measure has no
    cell. Where not all fit, a line underneath says how many there are. ``words`` are the states'
    words and ``left_out`` in the reader's language.
    """
    size = STAGE_SIZES if stage else DESK_SIZES
    said = {state: look.word for state, look in STATES.items()} | dict(words or {})
    units, codes = shown_of(frame, stage=stage)
    grid = Grid(
        units, codes, paper(theme), size["text"] if stage else size["small"], size["small"], said
    )
    figure = go.Figure(layout={"template": template(theme, stage=stage)})
    rows = [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
    shown = [row for row in rows if row["unit"] in set(units) and row["code"] in set(codes)]
    for state in STATES:
        _cells(figure, grid, state, [row for row in shown if state_of(row) == state])
    lines = _axes(figure, grid, rows)
    figure.update_layout(
        margin={"l": 8, "r": 8, "t": 12 + 1.35 * size["small"] * lines, "b": 48 if stage else 36},
        dragmode=False,
        legend={
            "orientation": "h", "x": 0, "xref": "container", "y": 0, "yref": "container",
            "yanchor": "bottom",
        },
    )  # fmt: skip
    all_units, all_codes = frame["unit"].nunique(), frame["code"].nunique()
    if (len(units), len(codes)) != (all_units, all_codes):
        text = said.get("left_out", "{units}/{all_units}, {codes}/{all_codes}").format(
            units=len(units), all_units=all_units, codes=len(codes), all_codes=all_codes
        )
        figure.add_annotation(
            text=escape(text), x=1, xref="paper", xanchor="right", y=0, yref="paper",
            yanchor="top", yshift=-8, showarrow=False,
            font={"size": grid.small, "color": grid.neutral.muted},
        )  # fmt: skip
    return figure


def _axes(figure: go.Figure, grid: Grid, rows: Iterable[Mapping[str, Any]]) -> int:
    """Name the columns and the rows; how many lines the longest name of a column has."""
    titles = {row["code"]: str(row["title"]) for row in rows}
    places = {row["unit"]: str(row["place"]) for row in rows}
    headings = [_heading(code, titles[code]) for code in grid.codes]
    bare = {"showgrid": False, "showline": False, "ticks": "", "fixedrange": True}
    figure.update_xaxes(
        **bare, tickvals=list(range(len(grid.codes))), ticktext=headings, tickangle=0,
        side="top", automargin=False, range=[-0.5, max(len(grid.codes), 1) - 0.5],
    )  # fmt: skip
    figure.update_yaxes(
        **bare, tickvals=list(range(len(grid.units))), tickfont={"size": grid.text},
        ticktext=[escape(places[unit]) + "  " for unit in grid.units],
        range=[max(len(grid.units), 1) - 0.5, -0.5],
    )  # fmt: skip
    return max((heading.count("<br>") + 1 for heading in headings), default=1)


def _heading(code: str, title: str, wide: int = HEADING) -> str:
    """An indicator's code and up to three short lines of its title; long words are hyphenated."""
    words = (
        word if len(word) <= wide else f"{word[: wide - 2]}- {word[wide - 2 :]}"
        for word in title.split()
    )
    lines = textwrap.wrap(" ".join(words), wide)
    if len(lines) > 3:
        lines = [*lines[:2], textwrap.shorten(" ".join(lines[2:]), wide, placeholder=" …")]
    return "<br>".join([f"<b>{escape(code)}</b>", *map(escape, lines)])


def _cells(figure: go.Figure, grid: Grid, state: str, cells: Sequence[Mapping[str, Any]]) -> None:
    """The boxes, glyphs and values of one state, and its place in the legend."""
    look, word = STATES[state], grid.words[state]
    at = [(grid.codes.index(cell["code"]), grid.units.index(cell["unit"])) for cell in cells]
    line = {
        "color": grid.neutral.outline, "width": OUTLINE_WIDTH,
        "dash": "dot" if state == "no_data" else "solid",
    }  # fmt: skip
    for x, y in at:
        box = {"x0": x - 0.47, "x1": x + 0.47, "y0": y - 0.42, "y1": y + 0.42}
        figure.add_shape(type="rect", **box, layer="below", fillcolor=look.fill, line=line)
        for shape in glyph_shapes(state, x - 0.34, y, grid.text * 0.68):
            figure.add_shape(**shape)
    texts = [cell_text(cell) for cell in cells]
    figure.add_trace(
        go.Scatter(
            x=[x + 0.07 for x, _ in at], y=[y for _, y in at], mode="text", text=texts,
            textfont={"color": look.text, "size": grid.text}, showlegend=False, hoverinfo="text",
            hovertext=[
                f"{escape(str(c['place']))}<br>{c['code']} {escape(str(c['title']))}: {t}, {word}"
                for c, t in zip(cells, texts, strict=True)
            ],
        )
    )  # fmt: skip
    marker = {
        "symbol": look.symbol.split("-o")[0], "size": grid.small * 0.8, "color": look.fill,
        "line": {"color": grid.neutral.outline, "width": OUTLINE_WIDTH},
    }  # fmt: skip
    figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", name=word, marker=marker))


def state_of(cell: Mapping[str, Any]) -> str:
    """A cell's band, or ``no_data``."""
    return cell["band"] if isinstance(cell["band"], str) else "no_data"


def cell_text(cell: Mapping[str, Any]) -> str:
    """A cell's value, or its interval, or "–"."""
    value, low, high = cell["value"], cell["low"], cell["high"]
    if pd.notna(value):
        return f"{value:.2f}" if abs(value) <= 2 and value != round(value) else f"{value:.0f}"
    if pd.notna(low) and pd.notna(high):
        return f"{low:.0f}–{high:.0f}"
    return "–"
