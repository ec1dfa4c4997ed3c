"""Who serves what where: places by services, groups or phases."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import COVERAGE_WORDS, DESK_SIZES, STAGE_SIZES, STATES, paper, template

STAGE_ROWS, STAGE_COLUMNS = 9, 7


def coverage_matrix(frame: pd.DataFrame, *, theme: str = "light", stage: bool = False) -> go.Figure:
    """Places by services; each cell says its state in a word and a glyph, not by colour alone.

    Wants ``territory, place, code, short, band, asked, reason`` per cell. A cell without data
    keeps its place and reads "no data", which is not a gap. On the stage the columns with most
    gaps are shown.
    """
    neutral, size = paper(theme), (STAGE_SIZES if stage else DESK_SIZES)
    places, codes = shown_axes(frame, stage=stage)
    rows = frame[frame["territory"].isin(places) & frame["code"].fillna("").isin(codes)]
    figure = go.Figure(layout={"template": template(theme, stage=stage)})
    for band, look in STATES.items():
        cells = rows[rows["band"] == band]
        x = cells["code"].fillna("").map(codes.index)
        y = cells["territory"].map(places.index)
        for column, row in zip(x, y, strict=True):
            figure.add_shape(
                type="rect", x0=column - 0.47, x1=column + 0.47, y0=row - 0.45, y1=row + 0.45,
                fillcolor=look.fill, layer="below",
                line={
                    "color": neutral.outline, "width": 1.5,
                    "dash": "dot" if band == "no_data" else "solid",
                },
            )  # fmt: skip
        figure.add_trace(
            go.Scatter(
                x=x.tolist(), y=(y - 0.14).tolist(), mode="markers", name=COVERAGE_WORDS[band],
                marker={
                    "symbol": look.symbol, "size": 24 if stage else 12, "color": look.text,
                    "line": {"color": look.text, "width": 2},
                },
                hovertext=cells["reason"].map(escape).tolist(), hoverinfo="text", showlegend=False,
            )
        )  # fmt: skip
        figure.add_trace(
            go.Scatter(
                x=x.tolist(), y=(y + 0.22).tolist(), mode="text",
                text=[COVERAGE_WORDS[band]] * len(cells), showlegend=False, hoverinfo="skip",
                textfont={"color": look.text, "size": size["small"] if stage else 12},
            )
        )  # fmt: skip
    shorts = frame.drop_duplicates("code").set_index(frame["code"].fillna("").drop_duplicates())
    names = dict(zip(frame["territory"], frame["place"].map(escape), strict=True))
    figure.update_xaxes(
        tickvals=list(range(len(codes))), ticktext=[escape(shorts["short"][c]) for c in codes],
        side="top", showgrid=False, range=[-0.55, len(codes) - 0.45], showline=False,
        tickangle=0 if stage or len(codes) <= 9 else -40,
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(places))), ticktext=[names[p] for p in places], showgrid=False,
        range=[len(places) - 0.45, -0.55], showline=False,
    )  # fmt: skip
    return figure


def shown_axes(frame: pd.DataFrame, *, stage: bool) -> tuple[list[str], list[str]]:
    """Places and codes that are drawn: all at the desk, those with most gaps on the stage."""
    places = list(dict.fromkeys(frame["territory"]))
    codes = list(dict.fromkeys(frame["code"].fillna("")))
    if not stage:
        return places, codes
    weight = frame.assign(
        code=frame["code"].fillna(""),
        urgency=frame["band"].map({"off_track": 100, "partial": 10, "on_track": 1, "no_data": 0})
        + frame["asked"].astype(int),
    )
    by_code = weight.groupby("code")["urgency"].sum()
    kept = sorted(codes, key=lambda c: (-by_code[c], codes.index(c)))[:STAGE_COLUMNS]
    return places[:STAGE_ROWS], sorted(kept, key=codes.index)
