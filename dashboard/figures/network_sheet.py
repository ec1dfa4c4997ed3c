"""Where everything of the network stands: bands, rows, sizes and curves, in shares of the plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from dashboard.theme import DESK_SIZES, STAGE_SIZES

AIR: Final = 0.03
"""Share of the width that is left free beside the first and the last mark."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pixels that a figure is laid out for; a larger window only gives it more air."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    text: float
    line: float
    mark: float
    """The smallest mark."""
    largest: float
    in_row: int
    """Marks of a row before a band takes another one."""
    rows: tuple[int, int, int, int]
    """At most so many rows on the band on top, on those between, the lowest, and the outside."""
    shares: tuple[float, float, float, float]
    """How high these bands are, against each other."""

    @property
    def plot(self) -> tuple[float, float]:
        """Width and height of what the marks have."""
        wide = (self.width - self.left - self.right) / (1 + 2 * AIR)
        return wide, self.height - self.top - self.bottom

    def enlarged(self, scale: float) -> Sheet:
        """The same where everything shows ``scale`` times as large, so with less room.

        Text and marks give way half as much as the room does.
        """
        less = scale**-0.5
        return replace(
            self, width=int(self.width / scale), height=int(self.height / scale),
            left=int(self.left * less), right=int(self.right * less), top=int(self.top * less),
            bottom=int(self.bottom * less), text=self.text * less, line=self.line * less,
            mark=self.mark * less, largest=self.largest * less, in_row=int(self.in_row * less),
        )  # fmt: skip


DESK: Final = Sheet(
    960, 520, left=104, right=70, top=30, bottom=48, text=DESK_SIZES["small"], line=1.6, mark=12,
    largest=26, in_row=11, rows=(2, 2, 3, 1), shares=(1.0, 1.2, 1.6, 0.65),
)  # fmt: skip
STAGE: Final = Sheet(
    1216, 584, left=170, right=120, top=38, bottom=68, text=STAGE_SIZES["small"], line=3, mark=24,
    largest=30, in_row=8, rows=(1, 2, 2, 1), shares=(1.0, 1.95, 1.4, 0.95),
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """Everything that the figure says, worded; nothing in it is marked up."""

    bands: Mapping[int, str]
    """Band → the name of its level; every band is drawn, whether somebody stands on it or not."""
    flows: Mapping[str, str]
    """Flow → its line in the legend, with the number of links."""
    between: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Band → lines that say what runs between it and the next one."""
    broken: str = ""
    """What the sign of a missing link up says; "" where none is missing."""
    note: str = ""
    """Stands at the foot: what is gathered, what is dimmed."""
    outside: int = -1
    """The band that is off the ladder."""

    def part(self, band: int) -> int:
        """0 for the band on top, 1 for those between, 2 for the lowest, 3 for the outside."""
        ladder = sorted(b for b in self.bands if b != self.outside)
        if band == self.outside:
            return 3
        if band == ladder[0]:
            return 0
        return 2 if band == ladder[-1] else 1


def heights(words: Words, sheet: Sheet) -> dict[int, tuple[float, float]]:
    """Band → where it begins and ends, 0 top to 1 bottom: the same for every selection."""
    shares = {band: sheet.shares[words.part(band)] for band in sorted(words.bands)}
    total, found, top = sum(shares.values()), {}, 0.0
    for band, share in shares.items():
        found[band] = (top, top + share / total)
        top += share / total
    return found


def place(nodes: pd.DataFrame, words: Words, sheet: Sheet) -> pd.DataFrame:
    """Nodes with ``at_x, at_y`` (0 to 1 of the plot), ``size`` in pixels and ``many`` of a group.

    A crowded band has rows; neighbours in order stand in neighbouring rows.
    """
    nodes = nodes.assign(many=nodes["members"] > 1 if "members" in nodes else False)
    parts = [
        _on_band(members, height, sheet, sheet.rows[words.part(band)])
        for band, height in heights(words, sheet).items()
        if len(members := nodes[nodes["band"] == band])
    ]
    empty = nodes.assign(at_x=0.0, at_y=0.0, size=0.0)
    return pd.concat(parts, ignore_index=True) if parts else empty


def _on_band(
    members: pd.DataFrame, height: tuple[float, float], sheet: Sheet, most_rows: int
) -> pd.DataFrame:
    top, bottom = height
    rows = min(most_rows, -(-len(members) // sheet.in_row))
    row = pd.Series(range(len(members)), index=members.index) % rows
    pitch = (bottom - top) / rows
    largest = min(sheet.largest, max(6.0, 0.9 * sheet.plot[0] * rows / len(members)))
    smallest = min(sheet.mark, largest)
    size = smallest + 3.2 * (members["links"].clip(lower=1) - 1) ** 0.5
    # the mark stands above the middle of its row: its name is below
    above = min(0.5 * sheet.text / sheet.plot[1], 0.2 * pitch)
    room = 2 * (0.5 * pitch - above) * sheet.plot[1] - 4 * sheet.line
    numbered = max(1.5 * sheet.text, min(1.9 * sheet.text, room))
    size = size.clip(upper=largest).where(~members["many"], numbered)
    return members.assign(at_x=members["x"], at_y=top + pitch * (row + 0.5) - above, size=size)


_BOW: Final = {"down": 1.0, "up": -1.0, "across": 0.4}
"""To which side links bow, so that money down and reports up between two actors are both seen."""

Curve = tuple[list[float | None], list[float | None]]


def curves(links: pd.DataFrame, at: Mapping[str, tuple[float, float]], sheet: Sheet) -> Curve:
    """Each link as start, middle and end, then a gap; within a row it arches over those between."""
    wide, high = sheet.plot
    xs: list[float | None] = []
    ys: list[float | None] = []
    for source, target, flow in zip(links["source"], links["target"], links["flow"], strict=True):
        (x0, y0), (x1, y1) = sorted((at[source], at[target]))
        dx, dy = (x1 - x0) * wide, (y1 - y0) * high
        length = max(1.0, (dx * dx + dy * dy) ** 0.5)
        if abs(dy) < 0.5 * sheet.mark:
            bow = -min(0.16 * length, 1.9 * sheet.mark)
        else:
            bow = _BOW.get(flow, 0.0) * min(14.0, 0.06 * length)
        xs += [x0, (x0 + x1) / 2 - bow * dy / length / wide, x1, None]
        ys += [y0, max((y0 + y1) / 2 + bow * dx / length / high, 4 / high), y1, None]
    return xs, ys
