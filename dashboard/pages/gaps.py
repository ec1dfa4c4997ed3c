"""Gaps: where does nobody serve a need, and what is promised without means?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from coherence.coverage_frames import coverage_frame
from coherence.findings import Gap
from dashboard.components import badge, card, cites, empty
from dashboard.figures.coverage import coverage_matrix
from dashboard.screen import Content, Page, Screen

PAGE = Page("/gaps", "Gaps", "Where does nobody serve a need?", 4)

AXES = {"service": "By service", "group": "By beneficiary group", "phase": "By phase"}
STATE_BANDS = {"gap": "off_track", "thin": "partial", "unknown": "no_data"}
STATE_WORDS = {"gap": "gap", "thin": "thin", "unknown": "not known"}
KINDS = {
    "uncovered_service": "Needs that nobody serves",
    "from_above": "Served only from above",
    "single_provider": "One provider alone",
    "unserved_lgu": "LGUs that nobody serves",
    "missing_rung": "Chains with a missing rung",
    "orphan": "Without a counterpart above",
    "unfunded_promise": "Promises without a budget line",
    "paper_coherence": "On paper alone",
}
CHARBIT = (
    "administrative", "information", "policy", "capacity", "funding", "objective", "accountability",
)  # fmt: skip
LISTED = 25


def layout(screen: Screen) -> Content:
    """The coverage matrix, the seven gaps of Charbit, and the list of what is missing."""
    gaps = screen.report.gaps
    known = [gap for gap in gaps if gap.state == "gap"]
    parts: list[Component] = []
    if not screen.stage:
        parts.append(_axes(screen))
    parts.append(
        card(
            screen, figure(screen), table(screen), name="gaps",
            caption=screen.say("Places by what is asked for, and who serves it"),
            how=html.P(screen.say(HOW)), height=600 if screen.stage else 480,
        )
    )  # fmt: skip
    if not screen.stage:
        parts += [_charbit(screen, gaps), _list(screen, gaps)]
    return Content(
        finding=finding(screen, known, gaps),
        lead=screen.say(
            "Nobody on record is not yet a gap: a gap needs somebody's word that the place was "
            "listed whole, or a finding that the need is unserved."
        ),
        body=parts,
        announce=screen.say("{gaps} gaps, {all} entries", gaps=len(known), all=len(gaps)),
    )


HOW = (
    "A need is covered where an active programme or service point delivers in the place or above "
    "it. A programme that its people may only use elsewhere serves it from above, which is thin. "
    "Without an inventory of the place, or a finding, nobody on record reads as no data."
)


def finding(screen: Screen, known: Sequence[Gap], gaps: Sequence[Gap]) -> str:
    """The title: the needs that surely nobody serves, or how little is known."""
    unserved = [gap for gap in known if gap.kind == "uncovered_service"]
    if unserved:
        return screen.say("{count} needs are found unserved", count=len(unserved))
    if known:
        return screen.say("{count} gaps are known", count=len(known))
    if gaps:
        return screen.say("No gap is known; {count} cannot be judged", count=len(gaps))
    return screen.say("No gap on record")


def _axis(screen: Screen) -> str:
    return next((axis for axis in AXES if f"by-{axis}" in screen.address.option), "service")


def _axes(screen: Screen) -> Component:
    others = {o for o in screen.address.option if not o.startswith("by-")}
    links = [
        dcc.Link(
            screen.say(words),
            href=screen.link(
                option=tuple(others | ({f"by-{axis}"} if axis != "service" else set()))
            ),
            className="switch" + (" on" if axis == _axis(screen) else ""),
        )
        for axis, words in AXES.items()
    ]
    return html.Div(links, className="switches")


def figure(screen: Screen) -> Any:
    """The coverage matrix of the unit and the places right below it."""
    frame = coverage_frame(screen.report, _axis(screen))
    return coverage_matrix(frame, theme=screen.theme, stage=screen.stage)


def table(screen: Screen) -> pd.DataFrame:
    """One row per cell: place, what is asked, state, providers, reason."""
    frame = coverage_frame(screen.report, _axis(screen))
    columns = {
        "place": "Place", "label": "Asked for", "state": "State", "asked": "Need on record",
        "providers": "Providers", "from_above": "From above", "reason": "Why", "cites": "Rests on",
    }  # fmt: skip
    named = {name: screen.say(words) for name, words in columns.items()}
    return frame[list(columns)].rename(columns=named)


def _charbit(screen: Screen, gaps: Sequence[Gap]) -> Component:
    """How many entries stand under each of the seven gaps, by what is known of them."""
    counts = Counter((gap.charbit, gap.state) for gap in gaps)
    rows = [
        html.Li(
            [
                html.Strong(screen.say(name.capitalize())),
                *(
                    badge(screen, STATE_BANDS[state], f"{counts[name, state]} {screen.say(word)}")
                    for state, word in STATE_WORDS.items()
                    if counts[name, state]
                ),
            ]
        )
        for name in CHARBIT
        if any(counts[name, state] for state in STATE_WORDS)
    ]
    title = html.H2(screen.say("By Charbit's seven gaps"))
    return html.Section([title, html.Ul(rows, className="charbit")])


def _list(screen: Screen, gaps: Sequence[Gap]) -> Component:
    if not gaps:
        return empty(screen.say("Nothing is on record as missing here."))
    sections = []
    for kind, words in KINDS.items():
        found = [gap for gap in gaps if gap.kind == kind]
        if found:
            sections.append(_kind(screen, words, found))
    return html.Div(sections, className="gap-list")


def _kind(screen: Screen, words: str, found: Sequence[Gap]) -> Component:
    rows = [
        html.Li(
            [
                badge(screen, STATE_BANDS[gap.state], screen.say(STATE_WORDS[gap.state])),
                html.Span(screen.say(gap.reason)),
                cites(screen, gap.cites, most=4),
            ]
        )
        for gap in found[:LISTED]
    ]
    more = len(found) - LISTED
    rest = [html.P(screen.say("and {count} more in the exports", count=more))] if more > 0 else []
    title = f"{screen.say(words)} ({len(found)})"
    known = any(gap.state == "gap" for gap in found)
    return html.Details([html.Summary(title), html.Ul(rows), *rest], open=known)
