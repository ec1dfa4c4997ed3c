"""A figure for paper: its finding as title, its provenance under it, on white."""

from __future__ import annotations

import textwrap

import plotly.graph_objects as go

from dashboard.theme import DESK_SIZES, LIGHT, template


def captioned(figure: go.Figure, title: str, caption: str, *, width: int, height: int) -> go.Figure:
    """A copy of ``figure`` with title and caption inside, ``width`` × ``height`` pixels."""
    drawn = go.Figure(figure)
    size = DESK_SIZES
    lines = textwrap.wrap(caption, width // 8)
    old = drawn.layout.margin
    foot = 24 + 20 * len(lines)
    drawn.update_layout(
        template=template("light"), width=width, height=height, autosize=False,
        paper_bgcolor=LIGHT.page, plot_bgcolor=LIGHT.page,
        margin={
            "t": (old.t or 0) + 64, "b": (old.b or 0) + foot + 24,
            "l": max(old.l or 0, 24), "r": max(old.r or 0, 24),
        },
    )  # fmt: skip
    drawn.update_layout(
        title={
            "text": title, "font": {"size": size["title"], "color": LIGHT.ink},
            "x": 0, "xref": "container", "xanchor": "left", "pad": {"l": 24, "t": 8},
            "y": 1, "yref": "container", "yanchor": "top",
        }
    )  # fmt: skip
    drawn.add_annotation(
        text="<br>".join(lines), showarrow=False, xref="paper", yref="paper", x=0, y=0,
        xanchor="left", yanchor="top", yshift=-foot, align="left",
        font={"size": size["small"], "color": LIGHT.muted},
    )  # fmt: skip
    return drawn
