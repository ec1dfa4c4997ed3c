"""Under the network: what it was in other years, the links between levels, all of it as a list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from coherence.network_view import NetworkView
from dashboard.components import aria, table
from dashboard.components.network_panel import FLOW_TITLES, level_name, names_of
from dashboard.screen import Screen


def balance(screen: Screen, view: NetworkView) -> Component:
    """Links between each two levels, by the way they run."""
    rows = [
        [
            level_name(screen, row["upper"]), level_name(screen, row["lower"]),
            *(row[flow] for flow in FLOW_TITLES),
        ]
        for row in view.part.levels.to_dict("records")
    ]  # fmt: skip
    words = ("Upper level", "Lower level", "Down", "Up", "Across", "At one table", "Part of")
    caption = screen.say("Links between levels")
    head = [screen.say(word) for word in words]
    shown = table(screen, head, rows, caption=caption, numbers=range(2, len(words)))
    return html.Section([html.H2(caption), shown])


def listed(screen: Screen) -> Component:
    """Where everybody in the picture is listed by level; Enter on a name puts it in focus.

    The names are filled in from `told` by the browser: a component for each would cost a second.
    """
    title = screen.say("The same as a list")
    return html.Section([html.H2(title), html.Div(id="network-list", className="network-list")])


def told(screen: Screen, view: NetworkView) -> dict[str, Any]:
    """What the browser lists: names to choose from; per level its title and who stands on it.

    An actor is its reference, name and number of links in words; ``href`` opens whom
    ``actor/~`` is replaced by.
    """
    nodes, levels = view.nodes, []
    for band in sorted(set(nodes["band"])):
        members = nodes[nodes["band"] == band]
        columns = (members[name] for name in ("ref", "name", "links"))
        actors = [
            [ref, name, links_word(screen, links)]
            for ref, name, links in zip(*columns, strict=True)
        ]
        levels.append([f"{level_name(screen, band)} ({len(actors)})", actors])
    here = screen.link(open="actor/~")
    return {"levels": levels, "names": list(names_of(view)), "href": here}


def links_word(screen: Screen, count: int) -> str:
    """How many others somebody is linked to."""
    if not count:
        return screen.say("no link on record")
    return screen.say("1 link") if count == 1 else screen.say("{count} links", count=count)


def years(screen: Screen, pairs: Mapping[int, int]) -> list[Component]:
    """A step per year: how many pairs were linked at its end; a click goes there."""
    label = screen.say("Linked pairs on record at the end of each year")
    most = max(pairs.values(), default=0) or 1
    steps = [_year(screen, year, count, count / most) for year, count in pairs.items()]
    row = html.Div(steps, className="year-steps", role="group", **aria(label=label))
    return [html.H2(label), row]


HIGHEST = 36
"""Pixels of the bar of the year with the most."""


def _year(screen: Screen, year: int, count: int, share: float) -> Component:
    day, register = date(year, 12, 31), screen.report.snapshot.register
    is_default = register is not None and register.as_of is not None and register.as_of.last == day
    bar = html.Span(className="year-bar", style={"height": f"{max(2, HIGHEST * share):.0f}px"})
    inside = [
        html.Span(str(count), className="year-count"), bar,
        html.Span(str(year), className="year-name"),
    ]  # fmt: skip
    return dcc.Link(
        inside,
        href=screen.link(as_of=None if is_default else day),
        className="year on" if screen.report.selection.as_of == day else "year",
        title=screen.say("{year}: {count} linked pairs", year=year, count=count),
    )


# --- moving the picture without dragging it -------------------------------------------------------


def moves(screen: Screen) -> Component:
    """Buttons that do what the wheel and dragging do."""
    words = {
        "in": "Zoom in", "out": "Zoom out", "left": "Left", "right": "Right", "up": "Up",
        "down": "Down", "whole": "Whole picture",
    }  # fmt: skip
    buttons = [
        html.Button(screen.say(text), type="button", **_data(network=deed))
        for deed, text in words.items()
    ]
    said = screen.say("Move the picture")
    return html.Div(buttons, className="network-moves", role="group", **aria(label=said))


def _data(**values: str) -> Any:
    return {f"data-{name}": value for name, value in values.items()}
