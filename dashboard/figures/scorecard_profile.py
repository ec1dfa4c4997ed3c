"""One place's indicators as a chart, each from 0 to 100 with the interval of what is not known."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.scorecard import state_of
from dashboard.theme import DESK_SIZES, OUTLINE_WIDTH, STAGE_SIZES, STATES, Paper, paper, template

LONGEST_COLUMN = 22
"""Indicators in one column; more stand in two."""
LABELS, BARS = 0.47, 0.39
"""Shares of a column's width; the values have the rest."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and sizes of a profile."""

    neutral: Paper
    small: int
    stage: bool

    def marker(self, state: str, size: float) -> dict[str, Any]:
        """A state's symbol, filled and outlined."""
        look = STATES[state]
        return {
            "symbol": look.symbol.split("-o")[0], "size": size, "color": look.fill,
            "line": {"color": self.neutral.outline, "width": OUTLINE_WIDTH},
        }  # fmt: skip


def scorecard_profile(
    frame: pd.DataFrame, *, theme: str = "light", stage: bool = False,
    words: Mapping[str, str] | None = None,
) -> go.Figure:  # fmt: skip
    """Each indicator of one place from 0 to 100, higher better, with the interval of the unknown.

    Wants ``code, title, normalised, band, low_normalised, high_normalised, shown``, one row per
    indicator from top to bottom; ``shown`` is the value in words. Without a value the interval
    stands alone; without that, ``shown``. ``words`` are the states' words.
    """
    size = (STAGE_SIZES if stage else DESK_SIZES)["small"]
    look = Look(paper(theme), size, stage)
    said = {state: state_look.word for state, state_look in STATES.items()} | dict(words or {})
    figure = go.Figure(layout={"template": template(theme, stage=stage)})
    rows = [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
    columns = 1 if len(rows) <= LONGEST_COLUMN else 2
    deep = max(1, math.ceil(len(rows) / columns))
    for number in range(columns):
        part = rows[number * deep : (number + 1) * deep]
        _column(figure, look, part, _Place(number, columns, deep))
    for state in STATES:
        marker = look.marker(state, size * 0.8)
        figure.add_trace(
            go.Scatter(x=[None], y=[None], mode="markers", name=said[state], marker=marker)
        )
    figure.update_layout(
        dragmode=False, margin={"l": 8, "r": 8, "t": 8, "b": 44},
        legend={
            "orientation": "h", "x": 0, "xref": "container", "y": 0, "yref": "container",
            "yanchor": "bottom",
        },
    )  # fmt: skip
    return figure


@dataclass(frozen=True, slots=True)
class _Place:
    """Which column of how many, and how many rows each has room for."""

    number: int
    columns: int
    deep: int

    @property
    def axis(self) -> str:
        return str(self.number + 1) if self.number else ""

    @property
    def left(self) -> float:
        """Where the bars begin, as a share of the figure's width."""
        return (self.number + LABELS) / self.columns

    @property
    def right(self) -> float:
        return self.left + BARS / self.columns


def _column(
    figure: go.Figure, look: Look, rows: Sequence[Mapping[str, Any]], place: _Place
) -> None:
    """One column of indicators: title, interval, marker, value."""
    axis = place.axis
    bare = {"showgrid": False, "showline": False, "fixedrange": True, "automargin": False}
    wide = 44 if place.columns == 1 else 42
    figure.update_layout(
        {
            f"xaxis{axis}": {
                **bare, "domain": [place.left, place.right], "range": [-3, 103],
                "showticklabels": False, "anchor": f"y{axis}",
            },
            f"yaxis{axis}": {
                **bare, "range": [place.deep - 0.4, -0.6], "anchor": f"x{axis}", "ticks": "",
                "tickvals": list(range(len(rows))), "tickfont": {"size": look.small},
                "ticktext": [_label(row, wide) for row in rows],
            },
        }
    )  # fmt: skip
    on = {"xaxis": f"x{axis}", "yaxis": f"y{axis}", "showlegend": False, "hoverinfo": "skip"}
    thick = 14 if look.stage else 8
    _bars(figure, on, [(0, 100, y) for y in range(len(rows))], look.neutral.line, thick)
    known = [
        (row["low_normalised"], row["high_normalised"], y)
        for y, row in enumerate(rows)
        if pd.notna(row["low_normalised"]) and pd.notna(row["high_normalised"])
    ]
    _bars(figure, on, known, look.neutral.field, thick / 2)
    for state in STATES:
        at = [
            (row["normalised"], y)
            for y, row in enumerate(rows)
            if state_of(row) == state and pd.notna(row["normalised"])
        ]
        figure.add_trace(
            go.Scatter(
                x=[x for x, _ in at], y=[y for _, y in at], mode="markers",
                marker=look.marker(state, 26 if look.stage else 14), **on,
            )
        )  # fmt: skip
    for y, row in enumerate(rows):
        figure.add_annotation(
            text=escape(str(row["shown"])), x=place.right + 0.01, xref="paper", y=y,
            yref=f"y{axis}", xanchor="left", showarrow=False, font={"size": look.small},
        )  # fmt: skip


def _label(row: Mapping[str, Any], wide: int) -> str:
    words = textwrap.shorten(f"{row['code']} {row['title']}", wide, placeholder=" …")
    return escape(words) + "  "


def _bars(
    figure: go.Figure, on: Mapping[str, Any], spans: Sequence[tuple[float, float, int]],
    colour: str, width: float,
) -> None:  # fmt: skip
    """Level bars from one value to another; (from, to, row) each."""
    xs = [x for low, high, _ in spans for x in (low, high, None)]
    ys = [y for *_, row in spans for y in (row, row, None)]
    line = {"color": colour, "width": width}
    figure.add_trace(go.Scatter(x=xs, y=ys, mode="lines", line=line, **on))
