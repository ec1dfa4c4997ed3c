"""Pieces that pages are made of: badges, key numbers, tables, cards with a chart and its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.screen import Screen
from dashboard.theme import COVERAGE_WORDS, GRAPH_CONFIG, STATES

EXPORT_FORMATS: Final = ("png", "svg", "csv", "xlsx")
STAGE_ROWS: Final = 12
"""Rows of a table that the stage can hold."""


def aria(**said: str) -> Any:
    """ARIA attributes, for components whose types know only attributes of their own."""
    return {f"aria-{name}": value for name, value in said.items()}


def graph_config() -> Any:
    """The configuration that every chart shares."""
    return dict(GRAPH_CONFIG)


def glyph(state: str) -> Component:
    """The drawn sign of a state; its word always stands beside it, so it is hidden from readers."""
    return html.Span(className=f"glyph glyph-{state}", **aria(hidden="true"))


def badge(screen: Screen, state: str | None, word: str | None = None) -> Component:
    """A state as fill, glyph and word. None is "no data"."""
    known = state or "no_data"
    text = word or screen.say(STATES[known].word)
    return html.Span([glyph(known), html.Span(text)], className=f"badge-state state-{known}")


def coverage_badge(screen: Screen, state: str) -> Component:
    """A state of coverage: covered, thin, gap or no data."""
    return badge(screen, state, screen.say(COVERAGE_WORDS[state]))


def key_number(value: str, label: str, href: str, *, note: str = "", state: str = "") -> Component:
    """A large number that opens the screen behind it."""
    return dcc.Link(
        [
            html.Span(value, className="key-value"),
            html.Span(label, className="key-label"),
            html.Span(note, className="key-note") if note else None,
        ],
        href=href,
        className=f"key-number {f'edge-{state}' if state else ''}",
    )


def record_link(screen: Screen, ref: str, text: str | None = None) -> Component:
    """A record's name as a link to its page."""
    return dcc.Link(text or screen.name(ref), href=screen.record_link(ref))


def cites(screen: Screen, refs: Sequence[str], most: int = 6) -> Component:
    """The records that something rests on, as links; the rest counted, never hidden silently."""
    shown = [html.Li(record_link(screen, ref)) for ref in refs[:most]]
    if len(refs) > most:
        more = screen.say("and {count} more", count=len(refs) - most)
        shown.append(html.Li(more, className="muted"))
    return html.Ul(shown, className="cites")


def table(
    screen: Screen, head: Sequence[str], rows: Iterable[Sequence[Any]], *, caption: str = ""
) -> Component:
    """A plain accessible table; on the stage at most 12 rows, the rest counted."""
    all_rows = list(rows)
    shown = all_rows[:STAGE_ROWS] if screen.stage else all_rows
    body = [html.Tr([html.Td(cell) for cell in row]) for row in shown]
    parts: list[Component] = [
        html.Caption(caption, className="visually-hidden"),
        html.Thead(html.Tr([html.Th(title, scope="col") for title in head])),
        html.Tbody(body),
    ]
    whole = html.Table(parts, className="table tugma-table")
    if len(shown) == len(all_rows):
        return html.Div(
            whole,
            className="table-box",
            tabIndex="0",
            role="region",
            **aria(label=caption or "Table"),
        )
    rest = screen.say("{count} more rows at the desk", count=len(all_rows) - len(shown))
    return html.Div([whole, html.P(rest, className="muted")], className="table-box")


def frame_table(screen: Screen, frame: pd.DataFrame, *, caption: str = "") -> Component:
    """The table twin of a chart: the frame as it is exported, unknown values as "–"."""
    rows = frame.astype(object).where(frame.notna(), "–").itertuples(index=False)
    return table(screen, [str(c) for c in frame.columns], rows, caption=caption)


def shows_table(screen: Screen) -> bool:
    """Whether the reader asked for the table instead of the chart."""
    return "table" in screen.address.option


def card(
    screen: Screen,
    figure: Any,
    twin: pd.DataFrame,
    *,
    name: str,
    caption: str,
    how: Any = None,
    graph_id: str = "chart",
    height: int | None = None,
) -> Component:
    """A chart with its table twin, "How is this computed?" and our own export buttons.

    ``name`` is the export's (the page's) name in ``/export/name.png``.
    """
    if shows_table(screen):
        shown = frame_table(screen, twin, caption=caption)
    else:
        style = {"height": f"{height}px"} if height else None
        shown = html.Div(
            dcc.Graph(id=graph_id, figure=figure, config=graph_config(), style=style),
            role="img",
            **aria(label=caption),
        )
    parts = [shown] if screen.stage else [toolbar(screen, name), shown]
    if how is not None and not screen.stage:
        parts.append(html.Details([html.Summary(screen.say("How is this computed?")), how]))
    return html.Div(parts, className="card-figure")


def toolbar(screen: Screen, name: str, *, switch: bool = True) -> Component:
    """Chart or table, and the exports of what is shown."""
    if not switch:
        return export_links(screen, name)
    options = set(screen.address.option)
    chart = screen.link(option=tuple(options - {"table"}))
    as_table = screen.link(option=tuple(options | {"table"}))
    on_table = shows_table(screen)
    switches = html.Div(
        [
            dcc.Link(
                screen.say("Chart"), href=chart, className=f"switch {'' if on_table else 'on'}"
            ),
            dcc.Link(
                screen.say("Table"), href=as_table, className=f"switch {'on' if on_table else ''}"
            ),
        ],
        className="switches",
    )
    return html.Div([switches, export_links(screen, name)], className="toolbar")


def export_links(screen: Screen, name: str, formats: Sequence[str] = EXPORT_FORMATS) -> Component:
    """One link per format; each address gives the same file to anybody who has it."""
    search = screen.address.to(path=None).partition("?")[2]
    links = [
        html.A(fmt.upper(), href=f"/export/{name}.{fmt}?{search}".rstrip("?"), download="")
        for fmt in formats
    ]
    return html.Div(
        [html.Span(screen.say("Save as"), className="muted"), *links], className="exports"
    )


def empty(sentence: str, *, href: str = "", action: str = "") -> Component:
    """What stands where there is nothing to show: why, and what to do about it."""
    link = dcc.Link(action, href=href) if href else None
    return html.Div([html.P(sentence), link] if link else [html.P(sentence)], className="empty")
