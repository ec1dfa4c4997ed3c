"""Two programmes side by side, whether they were flagged or not, and why."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from coherence.findings import OverlapClass, PairExplained, ScorePart
from coherence.overlaps import why_not
from coherence.words import marked
from dashboard.components import aria, cites, table
from dashboard.components.values import value
from dashboard.screen import Screen
from data.model import Programme, columns_of

COMPARED = (
    "lead", "level", "services", "groups", "phases", "sectors", "territories", "open_to",
    "starts_on", "ends_on", "status", "budget", "benefit_per_head", "description",
)  # fmt: skip
PART_WORDS = {
    "services": marked("services"), "groups": marked("groups"), "phases": marked("phases"),
    "sectors": marked("sectors"), "words": marked("words"),
}  # fmt: skip
CLASS_WORDS = {
    OverlapClass.DUPLICATION: marked("duplication"), OverlapClass.OVERLAP: marked("overlap"),
    OverlapClass.FRAGMENTATION: marked("fragmentation"),
}  # fmt: skip
STAGE_REASONS = 4


def class_tag(screen: Screen, kind: OverlapClass) -> Component:
    """One of GAO's three words behind its drawn sign."""
    sign = html.Span(className=f"class-sign sign-{kind.value}", **aria(hidden="true"))
    return html.Span([sign, screen.say(CLASS_WORDS[kind])], className=f"class-tag is-{kind.value}")


def pair_chooser(screen: Screen) -> Component:
    """Two lists of all programmes and a button that compares them."""
    programmes = screen.report.snapshot.of(Programme).values()
    options: Any = sorted(
        ({"value": p.id, "label": p.title} for p in programmes), key=lambda o: o["label"].lower()
    )
    first, _, second = (screen.address.open or "").partition("~")
    known = {option["value"] for option in options}
    fields = [
        html.Label(
            [
                html.Span(screen.say(words), className="chip-label"),
                dbc.Select(id=name, options=options, value=chosen if chosen in known else None,
                           placeholder=screen.say("Choose a programme")),
            ]
        )
        for name, words, chosen in (
            ("pair-first", marked("One programme"), first),
            ("pair-second", marked("The other"), second),
        )
    ]  # fmt: skip
    button = html.Button(screen.say("Compare"), id="pair-compare", className="action", n_clicks=0)
    title = html.H2(screen.say("Why flagged, or why not? Any two programmes"))
    return html.Section([title, html.Div([*fields, button], className="chooser")])


def pair_panel(screen: Screen, first: str, second: str) -> Component:
    """Why a pair is flagged or not, its score in five parts, and both programmes' fields."""
    programmes = screen.report.snapshot.of(Programme)
    if first not in programmes or second not in programmes:
        return html.P(screen.say("The address names a programme that is not on record."))
    if first == second:
        return html.P(screen.say("These are one and the same programme: choose two."))
    explained = why_not(screen.report.scope, first, second)
    one, other = programmes[explained.first], programmes[explained.second]
    names = (screen.name(one.ref), screen.name(other.ref))
    close = dcc.Link(screen.say("Close"), href=screen.link(open=None), className="close")
    title = html.H2(screen.say("{one} and {other}", one=names[0], other=names[1]))
    parts: list[Component] = [
        html.Div([title, close], className="detail-head"),
        html.Div(_said(screen, explained), className="verdict-line"),
    ]
    why = [*explained.reasons, *explained.missing]
    reasons = why[:STAGE_REASONS] if screen.stage else why
    told = html.Ul([html.Li(screen.say(reason)) for reason in reasons], className="reasons")
    score = html.Div([_score(screen, explained), *map(_part(screen), explained.parts)])
    parts.append(html.Div([html.Div(told), score], className="columns explained"))
    if not screen.stage:
        parts += [
            table(screen, _head(screen, *names), _rows(screen, one, other),
                  caption=screen.say("Two programmes compared")),
            html.Details([html.Summary(screen.say("Rests on")), cites(screen, explained.cites)]),
        ]  # fmt: skip
    return html.Section(parts, className="detail", **aria(label=screen.say("Side by side")))


def _said(screen: Screen, pair: PairExplained) -> list[Component]:
    """The answer in a line: flagged or not, and what is made of it."""
    if pair.co_present is None:
        answer = screen.say("Cannot be judged: a cell is missing")
    elif pair.listed and pair.settled:
        answer = screen.say("Was flagged, and is settled")
    elif pair.listed and pair.complementary:
        answer = screen.say("Complementary by design: shown apart")
    elif pair.listed:
        answer = screen.say("Flagged")
    else:
        answer = screen.say("Not flagged")
    parts: list[Component] = [html.Strong(answer)]
    if pair.kind and pair.co_present:
        parts.append(class_tag(screen, pair.kind))
    if pair.managed:
        parts.append(html.Span(screen.say("leads coordinate"), className="tag strength"))
    for words, verdict in (
        (marked("verdict: {verdict}"), pair.verdict),
        (marked("before: {verdict}"), pair.old_verdict),
    ):  # fmt: skip
        if verdict:
            label = screen.say(screen.report.profile.label("verdict", verdict))
            parts.append(html.Span(screen.say(words, verdict=label), className="tag"))
    return parts


def _score(screen: Screen, pair: PairExplained) -> Component:
    words = screen.say("Score {score} of 1,000", score=f"{pair.score:,}")
    return html.P(html.Strong(words), className="score-total")


def _part(screen: Screen) -> Any:
    def drawn(part: ScorePart) -> Component:
        share = 100 * part.points / part.most if part.most else 0
        bar = html.Div(
            html.Div(style={"width": f"{share:.0f}%"}, className=f"fill-{part.name}"),
            className="part-bar", **aria(hidden="true"),
        )  # fmt: skip
        points = screen.say("{points} of {most}", points=part.points, most=part.most)
        inside = [html.Span(screen.say(PART_WORDS[part.name]), className="part-name"), bar,
                  html.Span(points, className="part-points")]  # fmt: skip
        if not screen.stage:
            inside.append(html.Span(screen.say(part.reason), className="part-why muted"))
        return html.Div(inside, className="score-part")

    return drawn


def _head(screen: Screen, one: str, other: str) -> list[str]:
    return [screen.say("Field"), one, other, screen.say("Shared")]


def _rows(screen: Screen, one: Programme, other: Programme) -> list[list[Any]]:
    specs, rows = columns_of(Programme), []
    for name in COMPARED:
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine in (None, ()) and theirs in (None, ()):
            continue
        shown = [
            value(screen, specs[name], name, p) if getattr(p, name) not in (None, ()) else "–"
            for p in (one, other)
        ]
        rows.append([screen.say(specs[name].label), *shown, screen.say(_shared(mine, theirs))])
    return rows


def _shared(mine: object, theirs: object) -> str:
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        common = set(mine) & set(theirs)
        return "yes" if common else "no" if mine and theirs else "not known"
    if mine is None or theirs is None:
        return "not known"
    return "yes" if mine == theirs else "no"
