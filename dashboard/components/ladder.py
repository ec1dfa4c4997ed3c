"""A chain drawn as a ladder: rung under rung, and the first rung that is missing."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from coherence.findings import Chain, Rung
from dashboard.components import badge, record_link
from dashboard.screen import Screen


def ladder(screen: Screen, chain: Chain, *, here: str = "") -> Component:
    """The rungs of a chain from the upper end down; ``here`` (``kind/id``) is the one looked at.

    Where the chain stops, the rung that is missing stands in its place with the reason.
    """
    rungs = [_rung(screen, rung, here) for rung in chain.rungs]
    if not chain.complete:
        rungs.append(_missing(screen, chain))
    state, word = _state(screen, chain)
    reason = html.Span(screen.say(chain.reason))
    head = html.P([badge(screen, state, word), reason], className="ladder-head")
    return html.Div([head, html.Ol(rungs, className="ladder")])


def _state(screen: Screen, chain: Chain) -> tuple[str | None, str]:
    if chain.complete:
        return "on_track", screen.say("complete")
    if chain.known:
        return "off_track", screen.say("broken")
    return None, screen.say("not known")


def _level(screen: Screen, rank: int | None) -> Component:
    found = screen.report.profile.by_rank.get(rank) if rank is not None else None
    words = screen.say(found.name) if found else screen.say("Outside the ladder")
    return html.Span(words, className="rung-level")


def _rung(screen: Screen, rung: Rung, here: str) -> Component:
    of: list[Any] = []
    if rung.instrument:
        of.append(record_link(screen, f"instrument/{rung.instrument}"))
    if rung.territory:
        of += [", " if of else "", screen.name(f"territory/{rung.territory}")]
    words = [record_link(screen, rung.ref, rung.title)]
    if of:
        words.append(html.Span(of, className="rung-of"))
    if rung.stated_by:
        stated = record_link(screen, rung.stated_by, screen.say("how it is joined"))
        words.append(html.Span(stated, className="rung-of"))
    inside = [_level(screen, rung.rank), html.Span(words, className="rung-words")]
    return html.Li(inside, className="rung here" if rung.ref == here else "rung")


def _missing(screen: Screen, chain: Chain) -> Component:
    words = screen.say("nothing takes it up here") if chain.known else screen.say("not known")
    shown = badge(screen, "off_track" if chain.known else None, words)
    inside = [_level(screen, chain.missing_rung), html.Span(shown, className="rung-words")]
    return html.Li(inside, className="rung missing")
