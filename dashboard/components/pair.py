"""Two programmes side by side, whether they were flagged or not."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components import table
from dashboard.components.values import value
from dashboard.screen import Screen
from data.model import Programme, columns_of

COMPARED = (
    "lead", "level", "services", "groups", "phases", "sectors", "territories", "open_to",
    "starts_on", "ends_on", "status", "budget", "benefit_per_head", "description",
)  # fmt: skip


def pair_panel(screen: Screen, first: str, second: str) -> Component:
    """The fields that count for an overlap, side by side; what both share is marked."""
    programmes = screen.report.snapshot.of(Programme)
    if first not in programmes or second not in programmes:
        return html.P(screen.say("The address names a programme that is not on record."))
    one, other = programmes[first], programmes[second]
    specs = columns_of(Programme)
    rows = []
    for name in COMPARED:
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine in (None, ()) and theirs in (None, ()):
            continue
        shown = [
            value(screen, specs[name], name, p) if getattr(p, name) not in (None, ()) else "–"
            for p in (one, other)
        ]
        rows.append([screen.say(specs[name].label), *shown, screen.say(_shared(mine, theirs))])
    head = [screen.say("Field"), one.title, other.title, screen.say("Shared")]
    close = dcc.Link(screen.say("Close"), href=screen.link(open=None), className="close")
    title = html.H2(screen.say("Side by side"))
    caption = screen.say("Two programmes compared")
    return html.Section(
        [
            html.Div([title, close], className="detail-head"),
            table(screen, head, rows, caption=caption),
        ],
        className="detail",
    )


def _shared(mine: object, theirs: object) -> str:
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        common = set(mine) & set(theirs)
        return "yes" if common else "no" if mine and theirs else "not known"
    if mine is None or theirs is None:
        return "not known"
    return "yes" if mine == theirs else "no"
