"""Places by indicators: each cell says its value in figures, its state by fill and glyph."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import DESK_SIZES, STAGE_SIZES, STATES, paper, template

STAGE_ROWS, STAGE_COLUMNS = 11, 7


def scorecard_grid(frame: pd.DataFrame, *, theme: str = "light", stage: bool = False) -> go.Figure:
    """One cell per place and indicator, places from top to bottom, indicators left to right.

    Wants ``unit, place, code, value, band, low, high``. A cell without a value says "–", or
    its interval where too little is known; a place that an indicator does not measure stays
    empty.
    """
    neutral, size = paper(theme), (STAGE_SIZES if stage else DESK_SIZES)
    codes = list(dict.fromkeys(frame["code"]))[: STAGE_COLUMNS if stage else None]
    units = list(dict.fromkeys(frame["unit"]))[: STAGE_ROWS if stage else None]
    shown = frame[frame["code"].isin(codes) & frame["unit"].isin(units)]
    names = dict(zip(frame["unit"], frame["place"].map(escape), strict=True))
    figure = go.Figure(layout={"template": template(theme, stage=stage)})
    for state, look in STATES.items():
        cells = shown[shown["band"].fillna("no_data") == state]
        column = cells["code"].map(codes.index)
        row = cells["unit"].map(units.index)
        figure.add_trace(
            go.Scatter(
                x=column.tolist(), y=row.tolist(), mode="markers+text", name=look.word,
                text=[_cell_text(cell) for cell in cells.itertuples()],
                textfont={"color": look.text, "size": size["small"]},
                marker={
                    "symbol": "square", "size": 44 if stage else 34, "color": look.fill,
                    "line": {"color": neutral.outline, "width": 1.5},
                },
                hovertext=[f"{names[c.unit]} · {c.code}" for c in cells.itertuples()],
                hoverinfo="text",
            )
        )  # fmt: skip
    figure.update_xaxes(
        tickvals=list(range(len(codes))), ticktext=codes, side="top", showgrid=False,
        range=[-0.6, len(codes) - 0.4],
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(units))), ticktext=[names[u] for u in units], showgrid=False,
        range=[len(units) - 0.4, -0.6],
    )  # fmt: skip
    figure.update_layout(legend={"orientation": "h", "y": -0.02, "font": {"size": size["small"]}})
    return figure


def _cell_text(cell: object) -> str:
    value, low, high = (getattr(cell, name) for name in ("value", "low", "high"))
    if pd.notna(value):
        return f"{value:.0f}" if abs(value) > 2 else f"{value:.1f}"
    if pd.notna(low) and pd.notna(high):
        return f"{low:.0f}–{high:.0f}"
    return "–"
