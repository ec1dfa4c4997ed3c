"""Colours, type scale and the Plotly template; the only place where a colour is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import plotly.graph_objects as go

from coherence.words import marked


@dataclass(frozen=True, slots=True)
class State:
    """How a status looks: fill, text on it, and a drawn glyph; never colour alone."""

    word: str
    fill: str
    text: str
    symbol: str
    """Plotly marker that draws the glyph."""


STATES: Final[Mapping[str, State]] = {
    "on_track": State(marked("on track"), "#125E88", "#FFFFFF", "circle"),
    "partial": State(marked("partial"), "#F0B429", "#000000", "circle-open-dot"),
    "off_track": State(marked("off track"), "#7A1712", "#FFFFFF", "triangle-up"),
    "no_data": State(marked("no data"), "#E3E6EA", "#000000", "circle-open"),
}
"""Bands of an indicator and, under other words, states of coverage."""

COVERAGE_WORDS: Final = {
    "on_track": marked("covered"), "partial": marked("thin"), "off_track": marked("gap"),
    "no_data": marked("no data"),
}  # fmt: skip

IDENTITY: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
"""Okabe–Ito, for what is told apart by a shape or a label as well."""

SEQUENTIAL: Final = "Cividis"
DIVERGING: Final = "PuOr"
"""Plotly's colour scales for amounts, and for amounts around a middle."""

OUTLINE_WIDTH: Final = 1.5
"""Pixels of the outline that keeps a state's fill apart from the page."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The neutral colours of one theme."""

    ink: str
    muted: str
    page: str
    raised: str
    """Cards, bands and heads of tables: one step off the page."""
    soft: str
    """What is chosen: a chip in use, the open row."""
    line: str
    """Lines that only separate."""
    field: str
    """Edges of what can be operated: 3:1 against the page."""
    outline: str
    accent: str
    on_accent: str
    shadow: str


LIGHT: Final = Paper(
    ink="#212529", muted="#495057", page="#FFFFFF", raised="#F6F7F9", soft="#E2EEF6",
    line="#D5DAE0", field="#76808A", outline="#343A40", accent="#125E88", on_accent="#FFFFFF",
    shadow="rgba(33, 37, 41, 0.16)",
)  # fmt: skip
DARK: Final = Paper(
    ink="#F1F3F5", muted="#CED4DA", page="#16191D", raised="#20252B", soft="#1D3B4F",
    line="#3D444C", field="#8B949E", outline="#DEE2E6", accent="#7CC4EC", on_accent="#10181F",
    shadow="rgba(0, 0, 0, 0.6)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a kind of link is drawn; the line tells it apart before the colour does."""

    dash: str
    coarse: str
    """The same where there are very many: fewer and longer dashes."""
    light: str
    dark: str

    def colour(self, theme: str) -> str:
        """Its colour in ``light`` or ``dark``, 3:1 against the page."""
        return self.dark if theme == "dark" else self.light


STROKES: Final[Mapping[str, Stroke]] = {
    "down": Stroke("solid", "solid", "#0072B2", "#56B4E9"),
    "up": Stroke("9px,5px", "16px,8px", "#B35900", "#E69F00"),
    "across": Stroke("2px,4px", "4px,12px", "#343A40", "#F1F3F5"),
    "seat": Stroke("2px,4px", "4px,12px", "#868E96", "#8B949E"),
    "part": Stroke("12px,4px,2px,4px", "24px,8px,4px,8px", "#868E96", "#8B949E"),
}
"""Links of the network by the way they run: down, up, across, seats at tables, parts of a body."""

DIMMED: Final = 0.25
"""Opacity of what is out of focus."""

FONT: Final = '"Segoe UI", "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif'
"""Fonts that office machines have; none is fetched."""

DESK_SIZES: Final = {"text": 16, "small": 14, "title": 26, "key": 44}
STAGE_SIZES: Final = {"text": 28, "small": 24, "title": 38, "key": 84}
"""Pixels; the stage is measured at 1280 × 720."""

BLANK: Final = "#000000"
"""The stage while nobody is to look at it."""

STAGE_WIDTH, STAGE_HEIGHT, STAGE_BAR = 1280, 720, 56
"""The stage: its header and its footer are one bar each, the content has the rest."""


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
    stage = (
        f"--stage-width: {STAGE_WIDTH}px; --stage-height: {STAGE_HEIGHT}px; "
        f"--stage-bar: {STAGE_BAR}px; --outline-width: {OUTLINE_WIDTH}px; "
        f'--blank: {BLANK}; --icon: url("{icon()}");'
    )
    return (
        ":root {" + " ".join([_neutrals(LIGHT), *states, *sizes, stage, f"--font: {FONT};"]) + "}\n"
        '[data-bs-theme="dark"] {' + _neutrals(DARK) + "}"
    )


def _neutrals(of: Paper) -> str:
    return " ".join(f"--{name.replace('_', '-')}: {getattr(of, name)};" for name in Paper.__slots__)


def icon() -> str:
    """The product's sign, two halves that match, as the address of an SVG image."""
    upper, lower = STATES["on_track"].fill, STATES["partial"].fill
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
        f"<path fill='{upper}' d='M2 3h28v10H20v6h-8v-6H2z'/>"
        f"<path fill='{lower}' d='M2 29V15h8v6h12v-6h8v14z'/></svg>"
    )
    return "data:image/svg+xml," + quote(svg)


def template(theme: str = "light", *, stage: bool = False) -> go.layout.Template:
    """The Plotly template of a theme and density; the stage has no grid and larger text."""
    neutral, size = paper(theme), (STAGE_SIZES if stage else DESK_SIZES)
    axis: dict[str, Any] = {
        "automargin": True, "showgrid": not stage, "gridcolor": neutral.line, "zeroline": False,
        "linecolor": neutral.outline, "tickfont": {"size": size["small"], "color": neutral.ink},
        "title": {"font": {"size": size["small"], "color": neutral.muted}, "standoff": 12},
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
            "legend": {"font": {"size": size["small"], "color": neutral.ink}},
            "hoverlabel": {
                "font": {"family": FONT, "size": size["small"], "color": neutral.ink},
                "bgcolor": neutral.raised, "bordercolor": neutral.outline, "align": "left",
            },
        }
    )  # fmt: skip


def glyph_shapes(state: str, x: float, y: float, size: float) -> list[dict[str, Any]]:
    """A state's glyph, ``size`` pixels wide, around a point of the axes, as Plotly shapes.

    Half a disc and a dashed ring are more than a marker of Plotly's can be.
    """
    ink, half, bend = STATES[state].text, size / 2, size / 2 * 0.5523
    about = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": x, "yanchor": y}
    line = {"color": ink, "width": max(1.5, size / 9)}
    ring = {"type": "circle", "x0": -half, "x1": half, "y0": -half, "y1": half}
    if state == "on_track":
        return [{**about, **ring, "fillcolor": ink, "line": line}]
    if state == "no_data":
        return [{**about, **ring, "line": line | {"dash": "dot"}}]
    if state == "off_track":
        path = f"M0,{half} L{half},{-half} L{-half},{-half} Z"
        return [{**about, "type": "path", "path": path, "fillcolor": ink, "line": line}]
    filled = (
        f"M0,{half} C{-bend},{half} {-half},{bend} {-half},0 "
        f"C{-half},{-bend} {-bend},{-half} 0,{-half} Z"
    )
    disc = {**about, "type": "path", "path": filled, "fillcolor": ink, "line": line}
    return [{**about, **ring, "line": line}, disc]


GRAPH_CONFIG: Final = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "scrollZoom": False,
}
"""Shared by every chart: nothing is sent anywhere, and our own buttons export."""
