"""Colours, type scale and the Plotly template; the only place where a colour is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go


@dataclass(frozen=True, slots=True)
class State:
    """How a status looks: fill, text on it, and a drawn glyph; never colour alone."""

    word: str
    fill: str
    text: str
    symbol: str
    """Plotly marker that draws the glyph."""


STATES: Final[Mapping[str, State]] = {
    "on_track": State("on track", "#125E88", "#FFFFFF", "circle"),
    "partial": State("partial", "#F0B429", "#000000", "circle-open-dot"),
    "off_track": State("off track", "#7A1712", "#FFFFFF", "triangle-up"),
    "no_data": State("no data", "#E3E6EA", "#000000", "circle-open"),
}
"""Bands of an indicator and, under other words, states of coverage."""

COVERAGE_WORDS: Final = {
    "on_track": "covered", "partial": "thin", "off_track": "gap", "no_data": "no data",
}  # fmt: skip

IDENTITY: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
"""Okabe–Ito, for what is told apart by a shape or a label as well."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The neutral colours of one theme."""

    ink: str
    muted: str
    page: str
    raised: str
    line: str
    outline: str
    accent: str


LIGHT: Final = Paper("#212529", "#495057", "#FFFFFF", "#F8F9FA", "#CED4DA", "#343A40", "#125E88")
DARK: Final = Paper("#F1F3F5", "#CED4DA", "#16191D", "#212529", "#495057", "#DEE2E6", "#7CC4EC")

FONT: Final = '"Segoe UI", "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif'
"""Fonts that office machines have; none is fetched."""

DESK_SIZES: Final = {"text": 16, "small": 14, "title": 24, "key": 40}
STAGE_SIZES: Final = {"text": 28, "small": 24, "title": 38, "key": 80}
"""Pixels; the stage is measured at 1280 × 720."""


def paper(theme: str) -> Paper:
    """The neutral colours of ``light`` or ``dark``."""
    return DARK if theme == "dark" else LIGHT


def css_variables() -> str:
    """Every token as CSS custom properties, light first, dark under its attribute."""
    states = [
        line
        for name, state in STATES.items()
        for line in (f"--state-{name}: {state.fill}; --state-{name}-text: {state.text};",)
    ]
    sizes = [f"--desk-{k}: {v}px; --stage-{k}: {STAGE_SIZES[k]}px;" for k, v in DESK_SIZES.items()]
    return (
        ":root {" + " ".join([_neutrals(LIGHT), *states, *sizes, f"--font: {FONT};"]) + "}\n"
        '[data-bs-theme="dark"] {' + _neutrals(DARK) + "}"
    )


def _neutrals(of: Paper) -> str:
    return " ".join(f"--{name}: {getattr(of, name)};" for name in Paper.__slots__)


def template(theme: str = "light", *, stage: bool = False) -> go.layout.Template:
    """The Plotly template of a theme and density; the stage has no grid and larger text."""
    neutral, size = paper(theme), (STAGE_SIZES if stage else DESK_SIZES)
    axis: dict[str, Any] = {
        "automargin": True, "showgrid": not stage, "gridcolor": neutral.line, "zeroline": False,
        "linecolor": neutral.outline, "tickfont": {"size": size["small"], "color": neutral.ink},
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": size["small"], "color": neutral.ink},
            "title": {"font": {"size": size["title"]}, "x": 0, "xanchor": "left"},
            "xaxis": axis,
            "yaxis": axis,
            "colorway": list(IDENTITY),
            "margin": {"l": 16, "r": 16, "t": 16, "b": 16},
            "paper_bgcolor": neutral.page,
            "plot_bgcolor": neutral.page,
            "hoverlabel": {"font": {"family": FONT, "size": size["small"]}},
        }
    )


GRAPH_CONFIG: Final = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "scrollZoom": False,
}
"""Shared by every chart: nothing is sent anywhere, and our own buttons export."""
