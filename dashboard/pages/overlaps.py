"""Overlaps: who does the same thing for the same people in the same place?"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from coherence.findings import Overlap, OverlapClass
from dashboard.components import card, cites, empty, record_link
from dashboard.components.pair import pair_panel
from dashboard.figures.overlaps import overlap_bars
from dashboard.screen import Content, Page, Screen

PAGE = Page(
    "/overlaps", "Overlaps", "Who does the same thing for the same people in the same place?", 3
)

PARTS = ("services", "groups", "phases", "sectors", "words")


def layout(screen: Screen) -> Content:
    """Counts by class, the explained scores, and the pairs; one opened side by side."""
    found = screen.report.overlaps
    if not found:
        sentence = screen.say(
            "No two programmes with different leads share a service or a group here."
        )
        return Content(finding=screen.say("No overlaps on record"), body=empty(sentence))
    classes = Counter(o.kind for o in found)
    title = screen.say(
        "{same} duplications and {some} overlaps to look at",
        same=classes[OverlapClass.DUPLICATION], some=classes[OverlapClass.OVERLAP],
    )  # fmt: skip
    parts: list[Component] = [_counts(screen, classes)]
    first, _, second = (screen.address.open or "").partition("~")
    if second:
        parts.append(pair_panel(screen, first, second))
    parts.append(
        card(
            screen, figure(screen), table(screen), name="overlaps",
            caption=screen.say("Score of each pair by what its programmes share"),
            how=html.P(screen.say(HOW)),
        )
    )  # fmt: skip
    if not screen.stage:
        parts.append(html.Ol([_pair(screen, o) for o in found], className="pairs"))
    return Content(
        finding=title,
        lead=screen.say("An overlap is a candidate, not a fault, until people give a verdict."),
        body=parts,
        announce=screen.say("{count} pairs", count=len(found)),
    )


HOW = (
    "Programmes with different leads whose reach meets while both are active: a shared sector is "
    "fragmentation; a shared service or beneficiary group, or alike objectives, is an overlap; a "
    "shared service and a shared group is a duplication. The class decides; the score, in "
    "thousandths, only orders the list."
)


def _counts(screen: Screen, classes: Counter[OverlapClass]) -> Component:
    words = {
        OverlapClass.DUPLICATION: "duplication: same service for the same people",
        OverlapClass.OVERLAP: "overlap: same service or same people",
        OverlapClass.FRAGMENTATION: "fragmentation: same sector",
    }
    shown = [
        html.Li([html.Strong(str(classes[kind])), " ", html.Span(screen.say(text))])
        for kind, text in words.items()
        if classes[kind]
    ]
    return html.Ul(shown, className="class-counts")


def _pair(screen: Screen, o: Overlap) -> Component:
    head = [
        html.Span(screen.say(o.kind.value), className=f"tag tag-{o.kind.value}"),
        record_link(screen, f"programme/{o.first}"), " × ",
        record_link(screen, f"programme/{o.second}"),
    ]  # fmt: skip
    tags = [
        screen.say(word)
        for word, holds in (("managed", o.managed), ("complementary by design", o.complementary))
        if holds
    ]
    if o.exposed:
        tags.append(
            screen.say(
                "{currency} {amount:,} exposed",
                currency=o.exposed.currency,
                amount=o.exposed.amount,
            )
        )
    compare = dcc.Link(
        screen.say("Compare side by side"), href=screen.link(open=f"{o.first}~{o.second}")
    )
    return html.Li(
        [
            html.P(head, className="pair-head"),
            html.P("; ".join(screen.say(reason) for reason in o.reasons)),
            html.P([html.Span(tag, className="tag") for tag in tags] + [compare]),
            html.Details([html.Summary(screen.say("Rests on")), cites(screen, o.cites)]),
        ]
    )


def figure(screen: Screen) -> Any:
    """Stacked bars: the score of each pair by its five parts."""
    return overlap_bars(_bar_frame(screen), theme=screen.theme, stage=screen.stage)


def _bar_frame(screen: Screen) -> pd.DataFrame:
    rows = [
        {
            "pair": f"{screen.name(f'programme/{o.first}')} × {screen.name(f'programme/{o.second}')}",
            "class": o.kind.value,
            "score": o.score,
            **{part: o.parts.get(part, 0) for part in PARTS},
        }
        for o in screen.report.overlaps
    ]
    return pd.DataFrame(rows, columns=["pair", "class", "score", *PARTS])


def table(screen: Screen) -> pd.DataFrame:
    """One row per pair: both programmes, class, score and its parts, money exposed, reasons."""
    rows = [
        {
            "First": screen.name(f"programme/{o.first}"),
            "Second": screen.name(f"programme/{o.second}"),
            "Class": screen.say(o.kind.value),
            "Score": o.score,
            **{screen.say(part.capitalize()): o.parts.get(part, 0) for part in PARTS},
            "Managed": screen.say("yes") if o.managed else screen.say("no"),
            "Complementary": screen.say("yes") if o.complementary else screen.say("no"),
            "Exposed": o.exposed.amount if o.exposed else None,
            "Currency": o.exposed.currency if o.exposed else None,
            "Why": "; ".join(screen.say(reason) for reason in o.reasons),
        }
        for o in screen.report.overlaps
    ]
    return pd.DataFrame(rows)
