"""Scorecard: which LGUs and levels are on track on which indicator?"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from coherence.catalogue import Dimension, Indicator
from coherence.evidence import Published, Result
from coherence.frames import scorecard_frame
from coherence.indicators import CATALOGUE
from coherence.report import Report
from dashboard.components import badge, cites, toolbar
from dashboard.components.evidence import evidence_panel
from dashboard.figures.scorecard import scorecard_grid
from dashboard.screen import Content, Page, Screen

PAGE = Page("/scorecard", "Scorecard", "Which LGUs and levels are on track on which indicator?", 1)

STAGE_INDICATORS = 10
BAND_ORDER = {"off_track": 0, "partial": 1, "on_track": 2, None: 3}


def layout(screen: Screen) -> Content:
    """The unit's indicators by dimension, or its places beside each other; one opened in full."""
    measured = applicable(screen.report)
    bands = Counter(result.band for result in measured.values() if result.value is not None)
    without = sum(result.value is None for result in measured.values())
    if "places" in screen.address.option:
        body = _places(screen)
    else:
        body = _stage_list(screen, measured) if screen.stage else _desk_list(screen, measured)
    return Content(
        finding=screen.say(
            "{good} of {all} indicators are on track, {none} lack data",
            good=bands["on_track"], all=len(measured), none=without,
        ),
        lead=screen.say(
            "Each value opens down to the judgements, records and sources it rests on. "
            "What cannot be judged is shown as no data, never as zero."
        ),
        body=body,
        announce=screen.say(
            "{good} on track, {part} partial, {bad} off track, {none} without data",
            good=bands["on_track"], part=bands["partial"], bad=bands["off_track"], none=without,
        ),
    )  # fmt: skip


def applicable(report: Report) -> dict[str, Result]:
    """The indicators that are a measure of such a unit, by code."""
    return {
        code: report.result(code)
        for code, entry in CATALOGUE.items()
        if entry.measures(report.scope)
    }


# --- one unit -------------------------------------------------------------------------------------


def _desk_list(screen: Screen, measured: dict[str, Result]) -> Component:
    groups = []
    for dimension in Dimension:
        rows = {c: r for c, r in measured.items() if CATALOGUE[c].dimension is dimension}
        if rows:
            groups.append(_dimension(screen, dimension, rows))
    parts: list[Component] = [_modes(screen), html.Div(groups, className="dimensions")]
    opened = screen.address.open
    if opened in measured:
        parts.insert(1, detail(screen, CATALOGUE[opened], measured[opened]))
    return html.Div(parts)


def _modes(screen: Screen) -> Component:
    by_place = "places" in screen.address.option
    links = [
        dcc.Link(
            screen.say("This place"), href=screen.link(option=(), open=None),
            className="switch" + ("" if by_place else " on"),
        ),
        dcc.Link(
            screen.say("Places beside each other"), href=screen.link(option=("places",), open=None),
            className="switch" + (" on" if by_place else ""),
        ),
    ]  # fmt: skip
    return html.Div(
        [html.Div(links, className="switches"), toolbar(screen, "scorecard", switch=False)],
        className="toolbar",
    )


def _dimension(screen: Screen, dimension: Dimension, rows: dict[str, Result]) -> Component:
    lines = [_line(screen, CATALOGUE[code], result) for code, result in rows.items()]
    return html.Section(
        [html.H2(screen.say(dimension.value)), html.Ul(lines, className="score-lines")],
        className="dimension",
    )


def _line(screen: Screen, entry: Indicator, result: Result) -> Component:
    name = dcc.Link(
        [html.Span(entry.code, className="code"), html.Span(screen.say(entry.title))],
        href=screen.link(open=entry.code),
        className="score-name",
    )
    return html.Li(
        [
            name,
            html.Span(value_words(screen, entry, result), className="score-value"),
            badge(screen, result.band, _word(screen, result)),
        ]
    )


def _word(screen: Screen, result: Result) -> str | None:
    if result.value is None and result.low is not None:
        return screen.say("too little known")
    return None


def value_words(screen: Screen, entry: Indicator, result: Result) -> str:
    """A value as people read it; an interval where too little is known; "–" without any."""
    unit = " %" if entry.measured_in == "%" else ""
    if result.value is not None:
        return (
            f"{result.value:.1f}{unit}"
            if unit or entry.goalposts[1] > 2 or entry.goalposts[0] > 2
            else f"{result.value:.2f}"
        )
    if result.low is not None and result.high is not None:
        return screen.say(
            "{low:.0f} to {high:.0f}{unit}", low=result.low, high=result.high, unit=unit
        )
    return "–"


def detail(screen: Screen, entry: Indicator, result: Result) -> Component:
    """One indicator opened: what it says, how it is computed, and everything it rests on."""
    close = dcc.Link(screen.say("Close"), href=screen.link(open=None), className="close")
    head = html.Div(
        [html.H2(f"{entry.code} {screen.say(entry.title)}"), close], className="detail-head"
    )
    facts = html.P(
        [
            html.Span(value_words(screen, entry, result), className="key-value"),
            badge(screen, result.band, _word(screen, result)),
            html.Span(screen.say(result.reason) if result.reason else "", className="muted"),
        ],
        className="detail-value",
    )
    parts = [
        head,
        facts,
        html.P(screen.say(entry.definition)),
        *_published(screen, result.published),
        *_beside(screen, result),
    ]
    parts += [_how(screen, entry), evidence_panel(screen, entry, result)]
    return html.Section(parts, className="detail", id="detail")


def _published(screen: Screen, counts: tuple[Published, ...]) -> list[Component]:
    """Counts as their source reported them: their own measure and date, apart from the value."""
    return [
        html.P(
            [
                html.Strong(screen.say("As reported: ")),
                _count_words(count),
                f" · {count.measure} · {count.period} · ",
                cites(screen, [count.cites]),
            ],
            className="published",
        )
        for count in counts
    ]


def _count_words(count: Published) -> str:
    share = f"{count.value:g} {count.unit}" if count.value is not None else ""
    if count.numerator is None or count.denominator is None:
        return share
    return f"{count.numerator:g} / {count.denominator:g} = {share}"


def _beside(screen: Screen, result: Result) -> list[Component]:
    if not result.beside:
        return []
    rows = [
        html.Div([html.Dt(screen.say(name)), html.Dd(plain(screen, shown))])
        for name, shown in result.beside
    ]
    return [html.Dl(rows, className="facts beside")]


def plain(screen: Screen, shown: Any) -> str:
    """A figure beside a value, in words."""
    match shown:
        case None:
            return "–"
        case bool():
            return screen.say("yes") if shown else screen.say("no")
        case float():
            return f"{shown:.3g}"
        case dict():
            return ", ".join(f"{name}: {plain(screen, part)}" for name, part in shown.items())
        case list() | tuple():
            return ", ".join(plain(screen, part) for part in shown) or "–"
    return str(shown)


def _how(screen: Screen, entry: Indicator) -> Component:
    bands = screen.report.profile.setting("bands", entry.bands, default={})
    limits = ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in bands.items() if k != "source")
    lines = [
        html.P(entry.formula),
        html.P(
            screen.say("Bands: {limits} ({source})", limits=limits, source=bands.get("source", ""))
        )
        if bands
        else None,
        html.P(screen.say("Reference: {reference}", reference=entry.reference)),
    ]
    return html.Details(
        [html.Summary(screen.say("How is this computed?")), *[x for x in lines if x]]
    )


# --- on the stage ---------------------------------------------------------------------------------


def _stage_list(screen: Screen, measured: dict[str, Result]) -> Component:
    """The ten indicators that ask for attention first: core ones, worst band first."""
    order = sorted(
        measured,
        key=lambda c: (
            not CATALOGUE[c].core,
            BAND_ORDER[measured[c].band],
            list(measured).index(c),
        ),
    )
    lines = [_line(screen, CATALOGUE[code], measured[code]) for code in order[:STAGE_INDICATORS]]
    return html.Ul(lines, className="score-lines stage-lines")


# --- places beside each other ------------------------------------------------------------------


def _places(screen: Screen) -> Component:
    from dashboard.components import card

    return html.Div(
        [
            *([] if screen.stage else [_modes(screen)]),
            card(
                screen, figure(screen), table(screen), name="scorecard",
                caption=screen.say("Indicators of the places inside, one row a place"),
            ),
        ]
    )  # fmt: skip


def figure(screen: Screen) -> Any:
    """Places by indicators, each cell with its value and glyph."""
    return scorecard_grid(scorecard_frame(screen.report), theme=screen.theme, stage=screen.stage)


def table(screen: Screen) -> pd.DataFrame:
    """One row per place and indicator: place, level, indicator, value, band, known share."""
    frame = scorecard_frame(screen.report)
    columns = {
        "place": "Place", "level": "Level", "code": "Code", "title": "Indicator", "value": "Value",
        "measured_in": "Unit", "band": "Band", "low": "At least", "high": "At most",
        "availability": "Known share",
    }  # fmt: skip
    return frame.reindex(columns=list(columns)).rename(
        columns={k: screen.say(v) for k, v in columns.items()}
    )
