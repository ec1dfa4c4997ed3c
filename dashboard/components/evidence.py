"""The judgements behind a value: worst first, each with its reason, its records and its gain."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from coherence.catalogue import Indicator
from coherence.evidence import Judgement, Result
from coherence.facets import PAIR
from dashboard.components import badge, cites, record_link, table
from dashboard.screen import Screen

SHOWN, ALL_SHOWN = 12, 500
"""Judgements shown at first, and after "Show all"; the exports hold all of them."""


def evidence_panel(screen: Screen, entry: Indicator, result: Result) -> Component:
    """A table of judgements: imperfect ones first, then the unknown, then what is in order."""
    evidence = result.evidence
    most = ALL_SHOWN if "evidence" in screen.address.option else SHOWN
    shown = evidence.most_urgent(most)
    gains = {} if entry.own_formula else {at: 100 * evidence.gain(at) for at in shown}
    gains = {at: points for at, points in gains.items() if points}
    head = screen.words("About", "Judgement", "Why", "Rests on")
    if gains:
        head.append(screen.say("Mending adds"))
    rows = [
        [
            subject_link(screen, judgement.subject),
            score_badge(screen, judgement),
            screen.say(judgement.reason),
            cites(screen, judgement.cites, most=4),
            *([_gain(gains.get(at))] if gains else []),
        ]
        for at, judgement in zip(shown, map(evidence.row, shown), strict=True)
    ]
    title = html.H3(screen.say("What it rests on"))
    if not rows:
        words = screen.say("Nothing on record could be judged ({what}).", what=entry.weighs)
        return html.Div([title, html.P(words, className="muted")])
    caption = screen.say("Judgements behind the value")
    parts = [title, table(screen, head, rows, caption=caption, numbers=(4,) if gains else ())]
    if len(evidence) > most:
        parts.append(_more(screen, most, len(evidence)))
    if gains:
        note = screen.say("Mending adds: points of 100, for this judgement alone.")
        parts.append(html.P(note, className="muted small"))
    return html.Div(parts, className="evidence")


def _more(screen: Screen, shown: int, all: int) -> Component:
    words = screen.say("{shown} of {all} judgements.", shown=shown, all=all)
    if shown == ALL_SHOWN:
        return html.P(words + " " + screen.say("The exports hold all of them."), className="muted")
    option = tuple(sorted({*screen.address.option, "evidence"}))
    return html.P([words, " ", dcc.Link(screen.say("Show all"), href=screen.link(option=option))])


def score_badge(screen: Screen, judgement: Judgement) -> Component:
    """A judgement as a state: yes, no, partly in percent, or unknown."""
    score = judgement.score
    if score is None:
        return badge(screen, None, screen.say("unknown"))
    state = "on_track" if score >= 1 else "off_track" if score <= 0 else "partial"
    words = {
        "on_track": screen.say("yes"), "off_track": screen.say("no"), "partial": f"{score:.0%}",
    }  # fmt: skip
    return badge(screen, state, words[state])


def _gain(points: float | None) -> str:
    return f"+{points:.1f}" if points else ""


def subject_link(screen: Screen, subject: str) -> Component:
    """What a judgement is about, as links: a record, a pair of them, or a cell of a place."""
    parts = [_one(screen, part) for part in subject.split(PAIR)]
    spaced = [piece for part in parts for piece in (part, PAIR)][:-1]
    return html.Span(spaced)


def _one(screen: Screen, part: str) -> Component:
    ref, _, cell = part.partition("@")
    profile = screen.report.profile
    if screen.report.snapshot.get(ref) is None:
        return html.Span(_code_words(screen, part))
    label = profile.label("service", cell) if cell else ""
    name = screen.name(ref) + (f" · {screen.say(label)}" if label else "")
    return record_link(screen, ref, name)


def _code_words(screen: Screen, part: str) -> str:
    """A subject that is no record but a code of a list (a sector, a phase of the cycle)."""
    kind, _, code = part.rpartition("/")
    labels = (screen.report.profile.label(name, code) for name in (kind, "sector", "cycle"))
    return screen.say(next((label for label in labels if label != code), part))
