"""The network on its level bands: who is linked to whom, downwards, upwards and across."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import DESK_SIZES, IDENTITY, STAGE_SIZES, paper, template

FLOWS: Mapping[str, tuple[str, str, str]] = {
    "down": ("down: mandate, money, assistance", "solid", IDENTITY[0]),
    "up": ("up: reports, needs, lessons", "dash", "#B35900"),
    "across": ("across: seats, agreements, exchange", "dot", "#6C757D"),
}
DIMMED = 0.25


def network_bands(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    bands: Mapping[int, str],
    *,
    focus: Collection[str] = (),
    theme: str = "light",
    stage: bool = False,
) -> go.Figure:
    """Actors on level bands, national on top; one trace per kind of link and per shape.

    Wants ``ref, short, name, x, band, kind, shape, links`` per node and ``source, target, flow,
    kind`` per link. ``bands`` names the ranks. Where ``focus`` names nodes, the rest is dimmed.
    """
    neutral, size = paper(theme), (STAGE_SIZES if stage else DESK_SIZES)
    figure = go.Figure(layout={"template": template(theme, stage=stage)})
    for rank in sorted(bands):
        _band(figure, rank, shade=bool(rank % 2), colour=neutral.raised)
    place = nodes.set_index("ref")[["x", "band"]]
    bright = set(focus)
    for flow, look in FLOWS.items():
        _links(figure, links[links["flow"] == flow], place, bright, look, width=3 if stage else 1.5)
    for shape, group in nodes.groupby("shape", sort=True):
        _nodes(figure, group, str(shape), bright, neutral, size, stage=stage)
    figure.update_xaxes(visible=False, range=[-0.02, 1.02], fixedrange=stage)
    ticks = sorted(bands)
    figure.update_yaxes(
        tickvals=[r + 0.2 for r in ticks], ticktext=[escape(bands[r]) for r in ticks],
        range=[max(ticks, default=3) + 0.9, min(ticks, default=0) - 0.45], showgrid=False,
        showline=False, fixedrange=stage,
    )  # fmt: skip
    figure.update_layout(
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "font": {"size": size["small"]}},
        hovermode="closest", dragmode=False if stage else "pan",
    )  # fmt: skip
    return figure


def _band(figure: go.Figure, rank: int, *, shade: bool, colour: str) -> None:
    if shade:
        figure.add_hrect(
            y0=rank - 0.4, y1=rank + 0.6, fillcolor=colour, line_width=0, layer="below"
        )


def _links(
    figure: go.Figure, links: pd.DataFrame, place: pd.DataFrame, bright: set[str],
    look: tuple[str, str, str], *, width: float,
) -> None:  # fmt: skip
    """Two traces at most: links in focus, and the rest dimmed; broken lines hold them apart."""
    words, dash, colour = look
    in_focus = links["source"].isin(bright) & links["target"].isin(bright)
    parts = [(links[in_focus], 1.0), (links[~in_focus], DIMMED)] if bright else [(links, 0.7)]
    for number, (part, opacity) in enumerate(parts):
        xs: list[float | None] = []
        ys: list[float | None] = []
        for row in part.itertuples():
            (x0, y0), (x1, y1) = place.loc[row.source], place.loc[row.target]
            xs += [x0, x1, None]
            ys += [y0, y1, None]
        figure.add_trace(
            go.Scatter(
                x=xs, y=ys, mode="lines", name=f"{words} ({len(links)})", hoverinfo="skip",
                line={"width": width, "dash": dash, "color": colour}, opacity=opacity,
                showlegend=number == 0,
            )
        )  # fmt: skip


def _nodes(
    figure: go.Figure, group: pd.DataFrame, shape: str, bright: set[str], neutral: Any,
    size: Mapping[str, int], *, stage: bool,
) -> None:  # fmt: skip
    shown = group["ref"].isin(bright) if bright else pd.Series(True, index=group.index)
    smallest = 24 if stage else 10
    figure.add_trace(
        go.Scatter(
            x=group["x"].tolist(), y=group["band"].tolist(), mode="markers+text",
            text=[escape(s) if on else "" for s, on in zip(group["short"], _labelled(group, shown, stage=stage), strict=True)],
            textposition="bottom center", textfont={"size": size["small"], "color": neutral.ink},
            customdata=group["ref"].tolist(),
            hovertext=[
                f"{escape(r.name_)}<br>{escape(r.kind)}, {r.links} links"
                for r in group.rename(columns={"name": "name_"}).itertuples()
            ],
            hoverinfo="text", name=", ".join(dict.fromkeys(group["kind"])), showlegend=False,
            marker={
                "symbol": shape, "color": neutral.page, "line": {"color": neutral.outline, "width": 2},
                "size": [smallest + min(16, 3 * n**0.5) for n in group["links"]],
                "opacity": [1.0 if on else DIMMED for on in shown],
            },
        )
    )  # fmt: skip


def _labelled(group: pd.DataFrame, shown: pd.Series, *, stage: bool) -> list[bool]:
    """Who gets a name beside the mark: those in focus, or those with most links."""
    if shown.all():
        least = group["links"].quantile(0.5 if not stage else 0.0)
        return (group["links"] >= max(least, 1)).tolist()
    return shown.tolist()
