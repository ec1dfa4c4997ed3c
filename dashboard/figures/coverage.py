"""Who serves what where: places by services, groups or phases."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import DESK_SIZES, STAGE_SIZES, STATES, glyph_shapes, paper, template

STAGE_ROWS, STAGE_COLUMNS = 9, 7
PAPER_ROWS, PAPER_COLUMNS = 18, 14
"""What an image of 1280 × 720 holds with words of 14 px."""
LONGEST_HEAD = 13
"""Characters of a column's title that stand on one line; longer ones are set aslant."""
URGENCY = {"off_track": 1000, "partial": 10, "on_track": 1, "no_data": 0}


def coverage_matrix(
    frame: pd.DataFrame, *, theme: str = "light", stage: bool = False,
    words: Mapping[str, str] | None = None,
) -> go.Figure:  # fmt: skip
    """Places by services; each cell says its state in a word and a glyph, not by colour alone.

    Wants ``territory, place, code, short, band, word, asked, reason`` per cell. A cell without
    data keeps its place and reads "no data", which is not a gap. The columns with most gaps and
    the first places are drawn; what has no room is counted under them, by the sentence
    ``words["left_out"]`` with {places}, {all_places}, {columns} and {all_columns}.
    """
    size = STAGE_SIZES if stage else DESK_SIZES
    places, codes = shown_axes(frame, stage=stage)
    rows = frame[frame["territory"].isin(places) & frame["code"].fillna("").isin(codes)]
    cells = [
        (codes.index(code), places.index(place), band, word, reason)
        for code, place, band, word, reason in zip(
            rows["code"].fillna(""), rows["territory"], rows["band"], rows["word"],
            rows["reason"], strict=True,
        )
    ]  # fmt: skip
    figure = go.Figure(
        layout={"template": template(theme, stage=stage), "shapes": _drawn(cells, theme, stage)}
    )
    for band, look in STATES.items():
        held = [cell for cell in cells if cell[2] == band]
        if held:
            figure.add_trace(_texts(held, look.text, size["small"]))
    _axes(figure, frame, places, codes, stage)
    figure.update_layout(margin={"t": 2 * size["small"]})
    left_out = _left_out(frame, places, codes, words)
    if left_out:
        figure.add_annotation(
            text=left_out, showarrow=False, xref="paper", yref="paper", x=0, y=0, yshift=-8,
            xanchor="left", yanchor="top", font={"size": size["small"]},
        )  # fmt: skip
        figure.update_layout(margin={"b": 2 * size["small"]})
    return figure


def shown_axes(frame: pd.DataFrame, *, stage: bool) -> tuple[list[str], list[str]]:
    """Places and codes that are drawn: the first places, the codes with most gaps, worst first."""
    rows, columns = (STAGE_ROWS, STAGE_COLUMNS) if stage else (PAPER_ROWS, PAPER_COLUMNS)
    return list(dict.fromkeys(frame["territory"]))[:rows], by_urgency(frame)[:columns]


def by_urgency(frame: pd.DataFrame) -> list[str]:
    """The codes (blank: any) by gaps, then by what is thin, asked for or covered."""
    codes = frame["code"].fillna("")
    weight = frame["band"].map(URGENCY) + 2 * frame["asked"].astype(int)
    total = weight.groupby(codes).sum()
    return sorted(dict.fromkeys(codes), key=lambda code: -total[code])


Shown = tuple[int, int, str, str, object]
"""Column, row, band, word and reason of a cell."""


def _drawn(cells: list[Shown], theme: str, stage: bool) -> list[dict[str, Any]]:
    """A box and a glyph for each cell; all at once, since adding them one by one is slow."""
    outline, shapes = paper(theme).outline, []
    for x, y, band, _, _ in cells:
        line = {"color": outline, "width": 1.5, "dash": "dot" if band == "no_data" else "solid"}
        box = {"x0": x - 0.47, "x1": x + 0.47, "y0": y - 0.44, "y1": y + 0.44}
        shapes.append(
            {"type": "rect", "layer": "below", "fillcolor": STATES[band].fill, "line": line, **box}
        )
        shapes += glyph_shapes(band, x - 0.34, y, 22 if stage else 12)
    return shapes


def _texts(cells: list[Shown], colour: str, size: int) -> go.Scatter:
    return go.Scatter(
        x=[x - 0.22 for x, *_ in cells], y=[y for _, y, *_ in cells], mode="text",
        text=[escape(word) for *_, word, _ in cells], textposition="middle right",
        hovertext=[escape(str(reason)) for *_, reason in cells], hoverinfo="text",
        textfont={"color": colour, "size": size}, showlegend=False,
    )  # fmt: skip


def _axes(
    figure: go.Figure, frame: pd.DataFrame, places: list[str], codes: list[str], stage: bool
) -> None:
    names = dict(zip(frame["territory"], frame["place"].map(escape), strict=True))
    shorts = dict(zip(frame["code"].fillna(""), frame["short"].map(escape), strict=True))
    aslant = not stage and len(codes) > 8 and any(len(shorts[c]) > LONGEST_HEAD for c in codes)
    figure.update_xaxes(
        tickvals=list(range(len(codes))), ticktext=[shorts[c] for c in codes], side="top",
        showgrid=False, range=[-0.55, len(codes) - 0.45], showline=False,
        tickangle=-40 if aslant else 0,
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(places))), ticktext=[names[p] for p in places], showgrid=False,
        range=[len(places) - 0.45, -0.55], showline=False,
    )  # fmt: skip


def _left_out(
    frame: pd.DataFrame, places: list[str], codes: list[str], words: Mapping[str, str] | None
) -> str:
    every = frame["territory"].nunique(), frame["code"].fillna("").nunique()
    if words is None or every == (len(places), len(codes)):
        return ""
    return words["left_out"].format(
        places=len(places), all_places=every[0], columns=len(codes), all_columns=every[1]
    )
