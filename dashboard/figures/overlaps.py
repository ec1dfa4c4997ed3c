"""Overlap scores: what each pair of programmes shares."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import DESK_SIZES, IDENTITY, STAGE_SIZES, template

PARTS = ("services", "groups", "phases", "sectors", "words")
DESK_PAIRS, STAGE_PAIRS = 15, 8


def overlap_bars(frame: pd.DataFrame, *, theme: str = "light", stage: bool = False) -> go.Figure:
    """Stacked horizontal bars, the first pair of the frame on top.

    Wants ``pair, class, score`` and the five parts in thousandths: ``services, groups, phases,
    sectors, words``. Only the first pairs are drawn; the table twin holds all of them.
    """
    size = STAGE_SIZES if stage else DESK_SIZES
    shown = frame.head(STAGE_PAIRS if stage else DESK_PAIRS)
    figure = go.Figure(layout={"template": template(theme, stage=stage)})
    labels = shown["pair"].map(escape).tolist()
    for part, colour in zip(PARTS, IDENTITY, strict=True):
        figure.add_trace(
            go.Bar(
                y=labels, x=shown[part].tolist(), name=part, orientation="h",
                marker={"color": colour}, text=[str(v) if v >= 60 else "" for v in shown[part]],
                textposition="inside", insidetextanchor="middle",
                hovertemplate="%{y}<br>" + part + ": %{x}<extra></extra>",
            )
        )  # fmt: skip
    figure.update_layout(
        barmode="stack", bargap=0.35, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        yaxis={"autorange": "reversed", "tickfont": {"size": size["small"]}},
        xaxis={"range": [0, 1000], "title": {"text": "score, thousandths"}},
    )  # fmt: skip
    return figure
