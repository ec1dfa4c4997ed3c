"""One indicator opened: its value, its definition, its parts, and everything it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from coherence.catalogue import Indicator
from coherence.evidence import Judgement, Published, Result
from coherence.facets import PAIR
from coherence.words import Message
from dashboard.components import badge, cites, how_computed
from dashboard.components.earlier import history
from dashboard.components.evidence import evidence_panel, score_badge
from dashboard.components.numbers import band_word, number_words, value_words
from dashboard.components.parts import breakdowns
from dashboard.screen import Screen


def detail(screen: Screen, entry: Indicator, result: Result) -> Component:
    """What an indicator says, how it is computed, and everything it rests on."""
    close = dcc.Link(screen.say("Close"), href=screen.link(open=None), className="close")
    head = html.Div(
        [html.H2([html.Span(entry.code, className="code"), " ", screen.say(entry.title)]), close],
        className="detail-head",
    )
    said = [
        _value(screen, entry, result),
        html.P(screen.say(entry.definition)),
        *_published(screen, result.published),
        how_computed(screen, _how(screen, entry)),
    ]
    beside = [*_beside(screen, result), *breakdowns(screen, entry)]
    beside += history(screen, entry)
    both = [html.Div(said)] + ([html.Div(beside)] if beside else [])
    parts = [head, html.Div(both, className="columns"), evidence_panel(screen, entry, result)]
    return html.Section(parts, className="detail", id="detail")


STAGE_LINE = 80
"""About how many characters stand in a line of the stage."""
STAGE_MOST = 12
"""Judgements that can stand on the stage, at most."""


def stage_detail(screen: Screen, entry: Indicator, result: Result) -> Component:
    """An indicator on the projector: value, definition, and the first of what pulls it down."""
    close = dcc.Link(screen.say("Close"), href=screen.link(open=None), className="close")
    title = html.H2(f"{entry.code} {screen.say(entry.title)}")
    value = html.P(
        [
            html.Span(value_words(screen, entry, result), className="key-value"),
            badge(screen, result.band, band_word(screen, result)),
        ],
        className="detail-value",
    )
    definition = shorten(screen.say(entry.definition), 3 * STAGE_LINE, placeholder=" …")
    rows = [
        html.Li([score_badge(screen, judgement), html.Span(words)])
        for judgement, words in _fitting(screen, result, len(definition) // STAGE_LINE + 1)
    ]
    head = html.Div([title, close], className="detail-head")
    return html.Section(
        [head, value, html.P(definition), html.Ul(rows, className="stage-judgements")],
        className="stage-detail",
    )


def _fitting(screen: Screen, result: Result, lines: int) -> Iterator[tuple[Judgement, str]]:
    """The most urgent judgements, in at most two lines each, that stand under so many lines."""
    scale = screen.address.scale
    left, wide = 600 / scale - 170 - 37 * lines, int((STAGE_LINE - 14) / scale)
    for judgement in map(result.evidence.row, result.evidence.most_urgent(STAGE_MOST)):
        words = shorten(_about(screen, judgement), 2 * wide, placeholder=" …")
        left -= 15 + 37 * (len(words) // wide + 1)
        if left < 0:
            return
        yield judgement, words


def _about(screen: Screen, judgement: Judgement) -> str:
    """What is judged, and why so; the reason alone where it says what it is about."""
    reason = screen.say(judgement.reason)
    kind = judgement.subject.partition("/")[0]
    if PAIR in judgement.subject or kind not in ("objective", "programme", "instrument"):
        return reason
    return f"{screen.name(judgement.subject.partition('@')[0])}: {reason}"


def _value(screen: Screen, entry: Indicator, result: Result) -> Component:
    shown = [
        html.Span(value_words(screen, entry, result), className="key-value"),
        badge(screen, result.band, band_word(screen, result)),
    ]
    return html.Div(
        [
            html.P(shown, className="detail-value"),
            html.P(_known(screen, entry, result), className="muted"),
        ]
    )


def _known(screen: Screen, entry: Indicator, result: Result) -> str:
    """How much of it could be judged, and within what the value would lie if all were known."""
    if result.reason is not None:
        return screen.say(result.reason).capitalize() + "."
    if result.availability is None:
        return ""
    words = screen.say(
        "{known} of {all} {what} could be judged ({share} %).",
        known=result.known, all=len(result.evidence), what=screen.say(entry.weighs),
        share=f"{100 * result.availability:.0f}",
    )  # fmt: skip
    if result.low is None or result.high is None or result.low == result.high:
        return words
    low, high = number_words(entry, result.low), number_words(entry, result.high)
    rest = screen.say("Were the rest known, it would lie from {low} to {high}.", low=low, high=high)
    return f"{words} {rest}"


# --- as reported, beside, how ---------------------------------------------------------------------


def _published(screen: Screen, counts: tuple[Published, ...]) -> list[Component]:
    """Counts as their source reported them: their own measure and date, apart from the value."""
    if not counts:
        return []
    rows = [
        html.Li(
            [
                html.Strong(_count_words(count)), f" · {count.measure} · {count.period} · ",
                cites(screen, [count.cites]),
            ]
        )
        for count in counts
    ]  # fmt: skip
    title = html.H3(screen.say("As reported, measured in another way"))
    return [html.Div([title, html.Ul(rows)], className="published")]


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
    return [html.H3(screen.say("Beside the value")), html.Dl(rows, className="facts beside")]


def plain(screen: Screen, shown: Any) -> str:  # noqa: PLR0911 - one a kind of value
    """A figure beside a value, in words."""
    match shown:
        case None:
            return "–"
        case Message():
            return screen.say(shown)
        case bool():
            return screen.say("yes") if shown else screen.say("no")
        case int():
            return f"{shown:,}"
        case float():
            return f"{shown:,.0f}" if abs(shown) >= 1000 else f"{shown:.3g}"
        case dict():
            return ", ".join(f"{name}: {plain(screen, part)}" for name, part in shown.items())
        case list() | tuple():
            return ", ".join(plain(screen, part) for part in shown) or "–"
    return str(shown)


def _how(screen: Screen, entry: Indicator) -> list[Component]:
    lines = [screen.say(entry.formula)] if entry.formula else []
    bands = screen.report.profile.setting("bands", entry.bands, default={})
    if bands:
        lines.append(
            screen.say(
                "Bands: {limits}. Source: {source}",
                limits=_limits(screen, bands),
                source=bands.get("source", "–"),
            )
        )
    lines.append(screen.say("Reference: {reference}", reference=entry.reference))
    return [html.P(line) for line in lines]


def _limits(screen: Screen, bands: Mapping[str, Any]) -> str:
    limits = {name: value for name, value in bands.items() if name != "source"}
    if set(limits) != {"on_track", "off_track"}:
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in limits.items())
    good, bad = limits["on_track"], limits["off_track"]
    if good >= bad:
        return screen.say("on track from {good}, off track below {bad}", good=good, bad=bad)
    return screen.say("on track up to {good}, off track above {bad}", good=good, bad=bad)
