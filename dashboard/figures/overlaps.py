"""Overlap scores: what each pair of programmes shares."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import DESK_SIZES, IDENTITY, LIGHT, STAGE_SIZES, paper, template

PARTS = ("services", "groups", "phases", "sectors", "words")
DESK_PAIRS, STAGE_PAIRS = 10, 6
DESK_ROW = 48
"""Pixels of a bar with its two lines of label, at the desk."""
DESK_LABEL, STAGE_LABEL = 40, 30
"""Characters of a programme's name beside its bar."""
DARK_FILL = IDENTITY[0]
"""The one colour of the five that wants white text."""


def overlap_bars(
    frame: pd.DataFrame, *, theme: str = "light", stage: bool = False,
    words: Mapping[str, str] | None = None,
) -> go.Figure:  # fmt: skip
    """Stacked horizontal bars, the first pair of the frame on top, the whole score at the end.

    Wants ``first, second, score`` and the five parts in thousandths: ``services, groups, phases,
    sectors, words``. Only the first pairs are drawn; the table twin holds all of them. ``words``:
    what the parts and the axis (``score``) are called.
    """
    named = {**{part: part for part in PARTS}, "score": "score, in thousandths", **(words or {})}
    size = (STAGE_SIZES if stage else DESK_SIZES)["small"]
    shown = frame.head(STAGE_PAIRS if stage else DESK_PAIRS)
    rows = list(range(len(shown)))
    figure = go.Figure(layout={"template": template(theme, stage=stage)})
    for part, colour in zip(PARTS, IDENTITY, strict=True):
        ink = LIGHT.page if colour == DARK_FILL else LIGHT.ink
        values = [int(value) for value in shown[part]]
        figure.add_trace(
            go.Bar(
                y=rows, x=values, name=named[part], orientation="h",
                marker={"color": colour, "line": {"color": paper(theme).page, "width": 1}},
                text=[_inside(value, named[part], stage=stage) for value in values],
                textposition="inside", insidetextanchor="middle", constraintext="none",
                textangle=0, textfont={"size": size, "color": ink},
                hovertemplate=named[part] + ": %{x}<extra></extra>",
            )
        )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=[int(score) + 8 for score in shown["score"]], y=rows, mode="text",
            text=[f"<b>{score}</b>" for score in shown["score"]], textposition="middle right",
            showlegend=False, hoverinfo="skip", cliponaxis=False,
        )
    )  # fmt: skip
    label = STAGE_LABEL if stage else DESK_LABEL
    both = zip(shown["first"], shown["second"], strict=True)
    figure.update_layout(
        barmode="stack", bargap=0.3, margin={"t": 3 * size},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        yaxis={
            "range": [len(rows) - 0.5, -0.5], "tickvals": rows, "showgrid": False,
            "ticklabelstandoff": 8,
            "ticktext": [
                f"{escape(shortened(one, label))}<br>× {escape(shortened(other, label))}"
                for one, other in both
            ],
        },
        xaxis={"range": [0, 1060], "title": {"text": named["score"]}, "dtick": 250},
    )  # fmt: skip
    return figure


def height_of(pairs: int) -> int:
    """Pixels of the chart at the desk: a fixed height per pair, and axis and legend."""
    return 110 + DESK_ROW * max(1, min(pairs, DESK_PAIRS))


def shortened(text: str, most: int) -> str:
    """At most ``most`` characters, cut at a word where there is one near the end."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    whole, space, _ = cut.rpartition(" ")
    return (whole if space and len(whole) > most // 2 else cut).rstrip(" ,;:") + "…"


def _inside(value: int, name: str, *, stage: bool) -> str:
    """What a part of a bar has room for: its name and points, the points alone, or nothing."""
    wide = 1.7 if stage else 1
    if value >= (60 + 9 * len(name)) * wide:
        return f"{name} {value}"
    return str(value) if value >= 42 * wide else ""
