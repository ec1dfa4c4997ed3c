"""Where names stand beside marks, so that none covers another and none is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

_WIDTHS: Final = {
    letter: width
    for width, letters in {
        0.22: "ijl|'’",
        0.28: "fItí!,./:; []·\u00a0",
        0.33: "r()-",
        0.5: "cksvxyzJ",
        0.61: "FTZ",
        0.67: "ABEKPSVXYÁÉ&",
        0.72: "wCDHNRUÑÚ",
        0.78: "GOQÓ",
        0.83: "mM",
        0.94: "W%",
        1.0: "…→—@",
    }.items()
    for letter in letters
}
"""Widths of Arial's letters and of those with its metrics, in ems; all others have 0.56."""
_AIR: Final = 1.06
"""Other fonts of office machines are wider by so much."""


def text_width(text: str, size: float) -> float:
    """About how many pixels a text of a size takes, rather more than less."""
    return sum(_WIDTHS.get(letter, 0.56) for letter in text) * size * _AIR


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the plot, in pixels from its top left corner, and what it may be called."""

    x: float
    y: float
    size: float
    name: str = ""
    """What it is usually called beside a mark; "" for a mark that gets no name."""
    better: str = ""
    """A longer name, for where there is room."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a mark is called and where that stands, in Plotly's words."""

    text: str = ""
    position: str = "bottom center"


LEAST: Final = 4
"""Letters of a name that is cut because nothing more fits."""
_SIDES: Final = ("bottom center", "top center", "middle right", "middle left")
_GAP: Final = 2.0


def place_labels(
    marks: Sequence[Mark], order: Sequence[int], *, width: float, height: float, size: float
) -> list[Label]:
    """A label per mark, or an empty one where no name fits.

    ``order`` says who chooses first. A name stands below its mark, else above, right or left of
    it; it covers no mark and no other name and lies within the plot. First everybody is called as
    usual, then by a better name where there is room, and at last, where there is none, by the
    beginning of its name.
    """
    plot = _Plot(marks, width, height, size)
    named = [number for number in order if marks[number].name]
    without = [number for number in named if not plot.try_name(number, marks[number].name)]
    for number in named:
        if marks[number].better not in ("", marks[number].name):
            plot.try_name(number, marks[number].better)
    for number in without:
        if not plot.labels[number].text:
            plot.try_name(number, marks[number].name[:LEAST].rstrip(" -") + "…")
    return plot.labels


class _Plot:
    """What of the plot is taken: a box per mark, then a box per name."""

    def __init__(self, marks: Sequence[Mark], width: float, height: float, size: float) -> None:
        self.marks, self.width, self.height, self.size = marks, width, height, size
        self.labels = [Label() for _ in marks]
        half = np.array([m.size / 2 for m in marks])[:, None]
        at = np.array([(m.x, m.y) for m in marks]).reshape(-1, 2)
        names = np.full((len(marks), 4), np.nan)  # nothing meets what is not a number
        self.taken = np.concatenate([np.hstack([at - half, at + half]), names])

    def try_name(self, number: int, name: str) -> bool:
        """Write a name beside a mark, in place of the one it has; False where none fits."""
        own = len(self.marks) + number
        for side in _SIDES:
            left, top, right, bottom = box = _box(self.marks[number], name, side, self.size)
            if left < 0 or top < 0 or right > self.width or bottom > self.height:
                continue
            met = (
                (self.taken[:, 0] < right) & (self.taken[:, 2] > left)
                & (self.taken[:, 1] < bottom) & (self.taken[:, 3] > top)
            )  # fmt: skip
            met[[number, own]] = False
            if not met.any():
                self.taken[own] = box
                self.labels[number] = Label(name, side)
                return True
        return False


def _box(mark: Mark, text: str, side: str, size: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a name; Plotly sets it 1 px + 5/8 of the mark away."""
    wide, tall = text_width(text, size), size * 1.1
    away = mark.size / 1.6 + 1
    match side:
        case "bottom center":
            left, top = mark.x - wide / 2, mark.y + away
        case "top center":
            left, top = mark.x - wide / 2, mark.y - away - tall
        case "middle right":
            left, top = mark.x + away, mark.y - tall / 2
        case _:
            left, top = mark.x - away - wide, mark.y - tall / 2
    return left - _GAP, top - _GAP / 2, left + wide + _GAP, top + tall + _GAP / 2
