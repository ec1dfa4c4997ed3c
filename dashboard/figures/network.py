"""The network on its level bands: who is linked to whom, downwards, upwards and across."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.labels import Label, Mark, place_labels, text_width
from dashboard.figures.network_sheet import AIR, DESK, STAGE, Sheet, Words, curves, heights, place
from dashboard.theme import DIMMED, STATES, STROKES, paper, template

BRING_TO_FRONT: Final = ("part", "seat", "across", "up", "down")
"""Links are drawn in this order: what runs up and down comes last, on top."""
CROWDED: Final = 300
"""From this many links on they are drawn thinner and paler."""
PALE: Final = 0.6
"""Opacity of crowded links."""
KEY_LINES: Final = 2


def network_bands(
    nodes: pd.DataFrame, links: pd.DataFrame, words: Words, **look: Any
) -> go.Figure:  # fmt: skip
    """`network_drawing` as a figure, for files."""
    return go.Figure(network_drawing(nodes, links, words, **look))


def network_drawing(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    words: Words,
    *,
    focus: Collection[str] | None = None,
    chosen: Sequence[str] = (),
    path: Collection[tuple[str, str]] = (),
    theme: str = "light",
    stage: bool = False,
    scale: float = 1.0,
) -> dict[str, Any]:
    """Actors on level bands, national on top; one trace per kind of link, one for the marks.

    Wants ``ref, name, label, short, x, band, word, shape, links, in_unit, broken`` and, of a
    gathered network, ``members`` per node; ``source, target, flow`` per link. Where ``focus``
    names nodes the rest is dimmed; ``chosen`` are filled, the pairs of ``path`` are highlighted.

    A plain dictionary: Plotly's own classes check every value, which takes a second for 1,500
    links.
    """
    sheet = STAGE.enlarged(scale) if stage else DESK
    placed = place(nodes, words, sheet)
    lit = placed["ref"].isin(placed["ref"] if focus is None else list(focus))
    drawing = _Drawing(placed.assign(lit=lit), links, words, sheet, theme)
    drawing.bands()
    drawing.links()
    drawing.path(path)
    drawing.marks(set(chosen))
    drawing.key()
    layout = drawing.axes(fixed=stage) | {
        "template": template(theme, stage=stage).to_plotly_json(),
        "shapes": drawing.shapes, "annotations": drawing.notes,
    }  # fmt: skip
    return {"data": drawing.traces, "layout": layout}


class _Drawing:
    """Traces, shapes and annotations, gathered part by part."""

    def __init__(
        self, placed: pd.DataFrame, links: pd.DataFrame, words: Words, sheet: Sheet, theme: str
    ) -> None:
        self.placed, self.all_links, self.words = placed, links, words
        self.sheet, self.theme, self.neutral = sheet, theme, paper(theme)
        self.gap = STATES["off_track"]
        self.at = {
            ref: (x, y)
            for ref, x, y in zip(placed["ref"], placed["at_x"], placed["at_y"], strict=True)
        }
        self.traces: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []

    def _add(self, **trace: Any) -> None:
        self.traces.append({"type": "scatter", "hoverinfo": "skip", "showlegend": False} | trace)

    def _note(self, lines: Sequence[str], **where: Any) -> None:
        font = {"size": self.sheet.text, "color": self.neutral.muted}
        text = "<br>".join(map(escape, lines))
        self.notes.append({"text": text, "showarrow": False, "font": font} | where)

    def bands(self) -> None:
        """Every second band is shaded; between two of them stands what runs down and up."""
        for number, (band, (top, bottom)) in enumerate(heights(self.words, self.sheet).items()):
            if number % 2 == 0:
                self.shapes.append(
                    {
                        "type": "rect", "xref": "x domain", "x0": 0, "x1": 1, "y0": top,
                        "y1": bottom, "layer": "below", "line": {"width": 0},
                        "fillcolor": self.neutral.raised,
                    }
                )  # fmt: skip
            if band in self.words.between:
                self._note(
                    self.words.between[band], xref="x domain", x=1, xanchor="left", xshift=8,
                    yref="y", y=bottom, align="left",
                )  # fmt: skip

    # --- links -----------------------------------------------------------------------------

    def links(self) -> None:
        """A trace a kind for the links in focus; the rest dimmed. Gaps hold the links apart.

        Crowded links are thin, coarsely dashed and, out of focus, straight and alike: a machine
        without graphics card draws 1,500 fine dashes five times as long as plain lines.
        """
        bright = set(self.placed["ref"][self.placed["lit"]])
        lit = self.all_links["source"].isin(bright) & self.all_links["target"].isin(bright)
        crowded = len(self.all_links) > CROWDED
        if crowded and not lit.all():
            self._dim(self.all_links[~lit])
        for flow in filter(self.words.flows.__contains__, BRING_TO_FRONT):
            mine = self.all_links["flow"] == flow
            stroke = STROKES[flow]
            fine = not crowded or lit.sum() <= CROWDED
            line = {
                "width": self.sheet.line if fine else min(1.0, self.sheet.line),
                "dash": stroke.dash if fine else stroke.coarse,
                "color": stroke.colour(self.theme), "shape": "spline",
            }  # fmt: skip
            if not crowded and (mine & ~lit).any():
                self._lines(self.all_links[mine & ~lit], line, opacity=DIMMED, legendgroup=flow)
            self._lines(
                self.all_links[mine & lit], line, opacity=1.0 if fine else PALE, showlegend=True,
                name=escape(self.words.flows[flow]), legendgroup=flow,
                legendrank=900 - BRING_TO_FRONT.index(flow),
            )  # fmt: skip

    def _lines(self, links: pd.DataFrame, line: dict[str, Any], **look: Any) -> None:
        xs, ys = curves(links, self.at, self.sheet)
        self._add(x=xs or [None], y=ys or [None], mode="lines", line=line, **look)

    def _dim(self, links: pd.DataFrame) -> None:
        """Crowded links out of focus, straight and in one trace."""
        xs: list[float | None] = []
        ys: list[float | None] = []
        for source, target in zip(links["source"], links["target"], strict=True):
            (x0, y0), (x1, y1) = self.at[source], self.at[target]
            xs += [x0, x1, None]
            ys += [y0, y1, None]
        line = {"width": 1, "color": self.neutral.muted}
        self._add(x=xs, y=ys, mode="lines", line=line, opacity=DIMMED)

    def path(self, path: Collection[tuple[str, str]]) -> None:
        """A broad band under the links that the path takes, one a step."""
        steps = {" ".join(sorted(step)) for step in path}
        ends = zip(self.all_links["source"], self.all_links["target"], strict=True)
        links = self.all_links.assign(pair=[" ".join(sorted(pair)) for pair in ends])
        taken = links[links["pair"].isin(steps)].drop_duplicates("pair")
        xs, ys = curves(taken, self.at, self.sheet)
        if xs:
            line = {"width": 4 * self.sheet.line, "color": self.neutral.accent, "shape": "spline"}
            self._add(x=xs, y=ys, mode="lines", opacity=0.55, line=line)

    # --- marks -----------------------------------------------------------------------------

    def marks(self, chosen: Collection[str]) -> None:
        """One mark a node, its shape and size, and its name where that fits."""
        placed, neutral = self.placed, self.neutral
        labels = self._labels()
        alone = placed["broken"] & ~placed["many"]
        fills = [
            neutral.accent if ref in chosen else self.gap.fill if broken else neutral.page
            for ref, broken in zip(placed["ref"], alone, strict=True)
        ]
        edges = [neutral.outline if inside else neutral.field for inside in placed["in_unit"]]
        hover = placed["hover"] if "hover" in placed else placed["name"].map(escape)
        self._add(
            x=placed["at_x"].tolist(), y=placed["at_y"].tolist(), mode="markers+text",
            text=[escape(label.text) for label in labels],
            textposition=[label.position for label in labels], textfont=self._font(),
            customdata=self._opens(), hoverinfo="text", hovertext=hover.tolist(),
            marker={
                "symbol": placed["shape"].tolist(), "size": placed["size"].round(1).tolist(),
                "color": fills, "line": {"color": edges, "width": self.sheet.line + 0.4},
                "opacity": [1.0 if on else DIMMED for on in placed["lit"]],
            },
        )  # fmt: skip
        self._signs()

    def _opens(self) -> list[str]:
        """What a click opens: the actor, or what a group says; "" for a group that says nothing."""
        if "opens" not in self.placed:
            return list(self.placed["ref"])
        return list(self.placed["opens"].where(self.placed["many"], self.placed["ref"]))

    def _font(self) -> dict[str, Any]:
        """Names have a rim of the page's colour, so that a line through them is no stroke."""
        page = self.neutral.page
        rim = [f"{x}px {y}px 0 {page}" for x in (-2, 0, 2) for y in (-2, 0, 2) if x or y]
        return {"size": self.sheet.text, "color": self.neutral.ink, "shadow": ", ".join(rim)}

    def _labels(self) -> list[Label]:
        """Names for those in focus, the broken and the most linked first; all are in the list."""
        wide, high = self.sheet.plot
        columns = ("at_x", "at_y", "size", "short", "label", "lit")
        marks = [
            Mark((x + AIR) * wide, y * high, size, short if lit else "", label if lit else "")
            for x, y, size, short, label, lit in zip(
                *(self.placed[name] for name in columns), strict=True
            )
        ]
        ranked = self.placed.assign(number=range(len(marks))).sort_values(
            ["broken", "links", "number"], ascending=[False, False, True]
        )
        return place_labels(
            marks, ranked["number"].tolist(), width=(1 + 2 * AIR) * wide, height=high,
            size=self.sheet.text,
        )  # fmt: skip

    def _signs(self) -> None:
        """How many a group has; the sign of a missing link up, in a mark or beside a group."""
        wide, high = self.sheet.plot
        lit, many, broken = (self.placed[name] for name in ("lit", "many", "broken"))
        groups = self.placed[many & lit]
        if len(groups):
            self._add(
                x=groups["at_x"].tolist(), y=groups["at_y"].tolist(), mode="text",
                text=[str(n) for n in groups["members"]], textfont=self._font(),
            )  # fmt: skip
        alone, beside = self.placed[broken & ~many & lit], self.placed[broken & many & lit]
        sign = {"symbol": self.gap.symbol, "opacity": 1}
        if len(alone):
            self._add(
                x=alone["at_x"].tolist(), y=alone["at_y"].tolist(), mode="markers",
                marker=sign | {"size": (0.5 * alone["size"]).tolist(), "color": self.gap.text},
            )  # fmt: skip
        if len(beside):
            rim = {"color": self.neutral.page, "width": 2}
            self._add(
                x=(beside["at_x"] + 0.5 * beside["size"] / wide).tolist(),
                y=(beside["at_y"] - 0.5 * beside["size"] / high).tolist(), mode="markers",
                marker=sign | {"size": self.sheet.mark, "color": self.gap.fill, "line": rim},
            )  # fmt: skip

    # --- at the foot -----------------------------------------------------------------------

    def key(self) -> None:
        """Which shape is which kind, the sign of a missing link up, what is dimmed."""
        kinds = _kinds(self.placed, 9)
        spots = self._spots([words for _, words in kinds])
        if spots[-1][1] > KEY_LINES * 1.42 * self.sheet.text:
            spots = self._spots([words for _, words in _kinds(self.placed, 1)])
        *signs, (_, y, _) = spots
        first = [self.gap.symbol] * bool(self.words.broken)
        fills = [self.gap.fill] * bool(self.words.broken) + [self.neutral.page] * len(kinds)
        self._add(
            x=[s[0] for s in signs], y=[s[1] for s in signs], mode="markers+text",
            text=["\u00a0" + escape(s[2]) for s in signs], textposition="middle right",
            xaxis="x2", yaxis="y2", cliponaxis=False,
            textfont={"size": self.sheet.text, "color": self.neutral.ink},
            marker={
                "symbol": first + [shape for shape, _ in kinds], "size": self.sheet.mark,
                "color": fills, "opacity": 1,
                "line": {"color": self.neutral.outline, "width": self.sheet.line},
            },
        )  # fmt: skip
        if self.words.note:
            self._note(
                [self.words.note], xref="x2", yref="y2", x=self.sheet.width, y=y, xanchor="right",
                yanchor="middle",
            )  # fmt: skip

    def _spots(self, words: Sequence[str]) -> list[tuple[float, float, str]]:
        """x, y and words: one entry after the other, and last the note."""
        sheet = self.sheet
        start, line = 0.75 * sheet.mark, 1.42 * sheet.text
        x, y = start, 0.75 * sheet.text
        found = []
        for entry in ([self.words.broken] if self.words.broken else []) + list(words):
            wide = sheet.mark + text_width("  " + entry, sheet.text)
            if x + wide > sheet.width and x > start:
                x, y = start, y + line
            found.append((x, y, entry))
            x += wide + 0.9 * sheet.text
        if self.words.note and x + text_width(self.words.note, sheet.text) > sheet.width:
            y += line
        return [*found, (x, y, self.words.note)]

    def axes(self, *, fixed: bool) -> dict[str, Any]:
        """Two pairs of axes: the bands, and under them the key in pixels."""
        sheet, names = self.sheet, self.words.bands
        stand = heights(self.words, sheet)
        inner = sheet.height - sheet.top
        foot = sheet.bottom / inner
        plain = {"showgrid": False, "showline": False, "zeroline": False, "automargin": False}
        key = {"visible": False, "fixedrange": True}
        return {
            "xaxis": {
                "visible": False, "range": [-AIR, 1 + AIR], "fixedrange": fixed, "anchor": "y",
                "domain": [sheet.left / sheet.width, 1 - sheet.right / sheet.width],
            },
            "yaxis": plain | {
                "tickvals": [(top + bottom) / 2 for top, bottom in stand.values()],
                "ticktext": [_wrapped(names[band]) for band in stand], "range": [1, 0],
                "fixedrange": fixed, "ticklabelstandoff": 6, "anchor": "x", "domain": [foot, 1],
            },
            "xaxis2": key | {"range": [0, sheet.width], "anchor": "y2", "domain": [0, 1]},
            "yaxis2": key | {"range": [sheet.bottom, 0], "anchor": "x2", "domain": [0, foot]},
            "legend": {
                "orientation": "h", "xref": "container", "x": 0, "yref": "container", "y": 1,
                "yanchor": "top", "itemsizing": "trace", "font": {"size": sheet.text},
                "itemwidth": 30,
            },
            "margin": {"l": 0, "r": 0, "t": sheet.top, "b": 0},
            "hovermode": "closest", "hoverdistance": 12, "dragmode": False if fixed else "pan",
        }  # fmt: skip


def _kinds(nodes: pd.DataFrame, most: int) -> list[tuple[str, str]]:
    """Shape and the words for the kinds that have it; beyond ``most`` "…" stands for the others."""
    found = []
    for shape in nodes["shape"].value_counts().index:
        kinds = nodes["word"][nodes["shape"] == shape].value_counts().index.tolist()
        found.append((str(shape), ", ".join(kinds[:most]) + (" …" if len(kinds) > most else "")))
    return found


def _wrapped(name: str) -> str:
    """A name of a level over two lines, where it has several words."""
    words = escape(name).split()
    if len(name) <= 10 or len(words) == 1:
        return " ".join(words)
    half = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(name) / 2))
    return " ".join(words[:half]) + "<br>" + " ".join(words[half:])
