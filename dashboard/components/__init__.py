"""Pieces that pages are made of: badges, key numbers, tables, cards with a chart and its table.

All of them follow the density of the screen by themselves: what is 16 px at the desk is 28 px on
the stage, a chart fills what the stage has left, a table there has at most 12 rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from numbers import Real
from typing import Any, Final

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.screen import Screen
from dashboard.theme import COVERAGE_WORDS, GRAPH_CONFIG, STATES

EXPORT_FORMATS: Final = ("png", "svg", "csv", "xlsx")
STAGE_ROWS: Final = 12
"""Rows of a table that the stage can hold, its head included."""
STAGE_COLUMNS: Final = 8


def aria(**said: str) -> Any:
    """ARIA attributes, for components whose types know only attributes of their own."""
    return {f"aria-{name}": value for name, value in said.items()}


def graph_config() -> Any:
    """The configuration that every chart shares."""
    return dict(GRAPH_CONFIG)


# --- states ---------------------------------------------------------------------------------------


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


def legend(screen: Screen, *, coverage: bool = False) -> Component:
    """The four states with their words, for above a grid whose cells show glyphs alone."""
    shown = coverage_badge if coverage else badge
    return html.Ul([html.Li(shown(screen, state)) for state in STATES], className="legend")


# --- large numbers --------------------------------------------------------------------------------


def key_number(
    value: str, label: str, href: str, *, note: Any = "", state: str = "", trend: Any = None
) -> Component:
    """A large number that opens the screen behind it; ``trend`` stands between label and note.

    ``state`` (a key of `STATES`) marks it by colour and glyph; the label says in words what it is.
    """
    mark = html.Span(glyph(state), className=f"key-mark state-{state}") if state else None
    return dcc.Link(
        [
            mark,
            html.Span(value, className="key-value"),
            html.Span(label, className="key-label"),
            html.Span(trend, className="key-trend") if trend is not None else None,
            html.Span(note, className="key-note") if note else None,
        ],
        href=href,
        className=f"key-number {f'edge-{state}' if state else ''}".strip(),
    )


def trend(words: str, change: float) -> Component:
    """A change in words behind a drawn arrow: up, down, or level where nothing changed."""
    way = "up" if change > 0 else "down" if change < 0 else "same"
    return html.Span(words, className=f"trend trend-{way}")


# --- records --------------------------------------------------------------------------------------


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


# --- tables ---------------------------------------------------------------------------------------


def table(
    screen: Screen, head: Sequence[str], rows: Iterable[Sequence[Any]], *, caption: str = "",
    numbers: Collection[int] = (), most: int | None = None,
) -> Component:  # fmt: skip
    """A plain accessible table.

    ``numbers`` are the positions of columns set to the right. ``most`` limits the rows; the
    stage holds 11 at most. Rows left out are counted underneath. ``caption`` names the table for
    those who do not see it and must differ from others on the screen.
    """
    all_rows = list(rows)
    limit = len(all_rows) if most is None else most
    if screen.stage:
        limit = min(limit, screen.rows(STAGE_ROWS) - 1)
    body = [html.Tr([_cell(cell, i in numbers) for i, cell in enumerate(r)]) for r in all_rows]
    parts: list[Component] = [
        html.Caption(caption, className="visually-hidden"),
        html.Thead(html.Tr([_head(title, i in numbers) for i, title in enumerate(head)])),
        html.Tbody(body[:limit]),
    ]
    whole = html.Table(parts, className="table tugma-table")
    reachable: Any = {}
    if not screen.stage:  # it scrolls sideways in a narrow window
        reachable = {"tabIndex": "0", "role": "region"}
        reachable |= aria(label=caption or screen.say("Table"))
    inside: list[Component] = [whole]
    if len(all_rows) > limit:
        inside.append(html.P(_left_out(screen, len(all_rows) - limit), className="muted more"))
    return html.Div(inside, className="table-box", **reachable)


def _left_out(screen: Screen, count: int) -> str:
    if screen.stage:
        return screen.say("{count} more rows at the desk", count=count)
    return screen.say("{count} more rows in the exports", count=count)


def _head(title: str, is_number: bool) -> Component:
    return html.Th(title, scope="col", className="number" if is_number else None)


def _cell(shown: Any, is_number: bool) -> Component:
    return html.Td(shown, className="number" if is_number else None)


def frame_table(screen: Screen, frame: pd.DataFrame, *, caption: str = "") -> Component:
    """The table twin of a chart: the frame as it is exported, unknown values as "–".

    Columns of numbers stand to the right. On the stage the first eight columns are shown.
    """
    if screen.stage:
        frame = frame.iloc[:, :STAGE_COLUMNS]
    numbers = [i for i, name in enumerate(frame.columns) if _holds_numbers(frame[name])]
    rows = frame.astype(object).map(_plain).itertuples(index=False)
    return table(screen, [str(c) for c in frame.columns], rows, caption=caption, numbers=numbers)


def _holds_numbers(column: pd.Series[Any]) -> bool:
    known = column.dropna()
    return len(known) > 0 and all(isinstance(v, Real) and not isinstance(v, bool) for v in known)


def _plain(value: Any) -> Any:
    if value is None or value != value:  # noqa: PLR0124 - not a number differs from itself
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else value


# --- a chart, its table twin and its exports ------------------------------------------------------


def shows_table(screen: Screen) -> bool:
    """Whether the reader asked for the table instead of the chart."""
    return "table" in screen.address.option


def card(
    screen: Screen, figure: Any, twin: pd.DataFrame, *, name: str, caption: str, how: Any = None,
    graph_id: str = "chart", height: int | None = None,
) -> Component:  # fmt: skip
    """A chart with its table twin, "How is this computed?" and our own export buttons.

    ``name`` is the export's (the page's) name in ``/export/name.png``, ``caption`` what the
    chart shows, for those who do not see it. ``height`` is in pixels at the desk (default 450);
    on the stage the chart fills what is left.
    """
    shown = (
        frame_table(screen, twin, caption=caption)
        if shows_table(screen)
        else chart(screen, figure, caption=caption, graph_id=graph_id, height=height)
    )
    parts = [shown] if screen.stage else [toolbar(screen, name), shown]
    if how is not None and not screen.stage:
        parts.append(how_computed(screen, how))
    return html.Div(parts, className="card-figure")


def chart(
    screen: Screen, figure: Any, *, caption: str, graph_id: str = "chart", height: int | None = None
) -> Component:
    """A chart alone, said in one sentence for those who do not see it."""
    style: Any = {} if screen.stage else {"height": f"{height or 450}px"}
    graph = dcc.Graph(id=graph_id, figure=figure, config=graph_config(), style=style)
    return html.Div(graph, role="img", **aria(label=caption))


def how_computed(screen: Screen, how: Any) -> Component:
    """What is behind a figure, folded until somebody asks."""
    summary = html.Summary(screen.say("How is this computed?"))
    return html.Details([summary, html.Div(how)], className="how")


def switches(choices: Sequence[tuple[str, str, bool]], label: str) -> Component:
    """A row of links of which one is on: (words, address, whether it is the one shown)."""
    links = [
        dcc.Link(words, href=href, className="switch on" if is_on else "switch")
        for words, href, is_on in choices
    ]
    return html.Div(links, className="switches", role="group", **aria(label=label))


def toolbar(
    screen: Screen, name: str, *, switch: bool = True, formats: Sequence[str] = EXPORT_FORMATS
) -> Component:
    """Chart or table (unless there is but one of them), and the exports of what is shown."""
    if not switch:
        return html.Div(export_links(screen, name, formats), className="toolbar")
    options = set(screen.address.option)
    on_table = shows_table(screen)
    both = [
        (screen.say("Chart"), screen.link(option=tuple(sorted(options - {"table"}))), not on_table),
        (screen.say("Table"), screen.link(option=tuple(sorted(options | {"table"}))), on_table),
    ]
    shown = switches(both, screen.say("Chart or table"))
    return html.Div([shown, export_links(screen, name, formats)], className="toolbar")


def export_links(screen: Screen, name: str, formats: Sequence[str] = EXPORT_FORMATS) -> Component:
    """One link per format; each address gives the same file to anybody who has it."""
    search = screen.address.to(path=None).partition("?")[2]
    links = [
        html.A(fmt.upper(), href=f"/export/{name}.{fmt}?{search}".rstrip("?"), download="")
        for fmt in formats
    ]
    words = screen.say("Save as")
    return html.Div(
        [html.Span(words, className="muted"), *links],
        className="exports", role="group", **aria(label=words),
    )  # fmt: skip


def empty(sentence: str, *, href: str = "", action: str = "") -> Component:
    """What stands where there is nothing to show: why, and what to do about it."""
    link = dcc.Link(action, href=href) if href else None
    return html.Div([html.P(sentence), link] if link else [html.P(sentence)], className="empty")
