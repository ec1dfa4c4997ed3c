"""The judgements behind a value: worst first, each with its reason, its records and its gain."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from coherence.catalogue import Indicator
from coherence.evidence import Judgement, Result
from coherence.facets import PAIR
from dashboard.components import badge, cites, record_link, table
from dashboard.screen import Screen

SHOWN = 50


def evidence_panel(screen: Screen, entry: Indicator, result: Result) -> Component:
    """A table of judgements: imperfect ones first, then the unknown, then what is in order."""
    ordered = sorted(result.evidence, key=_urgency)
    shortfalls = [] if entry.own_formula else result.shortfalls()
    gains = {(judgement.subject, judgement.reason): points for judgement, points in shortfalls}
    head = [screen.say(w) for w in ("About", "Judgement", "Why", "Rests on", "Mending adds")]
    rows = [
        [
            subject_link(screen, judgement.subject),
            _score(screen, judgement),
            screen.say(judgement.reason),
            cites(screen, judgement.cites, most=4),
            _gain(gains.get((judgement.subject, judgement.reason))),
        ]
        for judgement in ordered[:SHOWN]
    ]
    if not rows:
        return html.P(screen.say("There is no judgement to show."), className="muted")
    shown = table(screen, head, rows, caption=screen.say("Judgements behind the value"))
    if len(ordered) > SHOWN:
        rest = screen.say(
            "{shown} of {all} judgements; the exports hold all of them.",
            shown=SHOWN, all=len(ordered),
        )  # fmt: skip
        return html.Div([shown, html.P(rest, className="muted")])
    return shown


def _urgency(judgement: Judgement) -> tuple[float, str]:
    score = judgement.score
    return (0.999 if score is None else score, judgement.subject)


def _score(screen: Screen, judgement: Judgement) -> Component:
    score = judgement.score
    if score is None:
        return badge(screen, None, screen.say("unknown"))
    state = "on_track" if score >= 1 else "off_track" if score <= 0 else "partial"
    word = {"on_track": "yes", "off_track": "no", "partial": f"{100 * score:.0f} %"}[state]
    return badge(screen, state, screen.say(word))


def _gain(points: float | None) -> str:
    return f"+{points:.1f}" if points else ""


def subject_link(screen: Screen, subject: str) -> Component:
    """What a judgement is about, as links: a record, a pair of them, or a cell of a place."""
    parts = [_one(screen, part) for part in subject.split(PAIR)]
    spaced = [piece for part in parts for piece in (part, " × ")][:-1]
    return html.Span(spaced)


def _one(screen: Screen, part: str) -> Component:
    ref, _, cell = part.partition("@")
    if screen.report.snapshot.get(ref) is None:
        return html.Span(part)
    label = screen.report.profile.label("service", cell) if cell else ""
    name = screen.name(ref) + (f" · {screen.say(label)}" if label else "")
    return record_link(screen, ref, name)
