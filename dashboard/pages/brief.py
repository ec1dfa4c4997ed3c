"""Brief: are we more coherent than at the last meeting, and where must we act today?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from coherence.findings import Gap, OverlapClass
from coherence.report import Report
from dashboard.components import empty, key_number
from dashboard.screen import Content, Page, Screen, record_name

PAGE = Page(
    "/", "Brief", "Are we more coherent than at the last meeting, and where must we act today?", 0
)

DESK_ITEMS, STAGE_ITEMS = 10, 4


class Key(NamedTuple):
    """A large number and the screen behind it."""

    value: str
    label: str
    note: str
    path: str
    state: str


class Item(NamedTuple):
    """Something that asks for a decision."""

    kind: str
    text: str
    href: str


def layout(screen: Screen) -> Content:
    """Four large numbers, each opening its screen, and what needs a decision."""
    keys = list(key_figures(screen))
    items = list(decisions_needed(screen))
    most = STAGE_ITEMS if screen.stage else DESK_ITEMS
    return Content(
        finding=finding(screen),
        lead=screen.say("Each number opens the screen it comes from."),
        body=[_keys(screen, keys), _decisions(screen, items[:most], len(items))],
        announce=", ".join(f"{key.value} {key.label}" for key in keys),
    )


def finding(screen: Screen) -> str:
    """The title: what asks most for action."""
    report = screen.report
    name = record_name(report, report.selection.unit, short=True)
    gaps = open_gaps(report)
    if gaps:
        return screen.say("{place}: {count} gaps are open", place=name, count=len(gaps))
    if report.overlaps:
        return screen.say(
            "{place}: {count} overlaps to look at", place=name, count=len(report.overlaps)
        )
    return screen.say("{place}: nothing on record asks for a decision", place=name)


def open_gaps(report: Report) -> list[Gap]:
    """Gaps that are surely gaps: nobody serves, or a rung is missing."""
    return [gap for gap in report.gaps if gap.state == "gap"]


def key_figures(screen: Screen) -> Iterator[Key]:
    """Index, complete chains, uncovered needs, overlaps awaiting a verdict."""
    report = screen.report
    index = report.index
    if index.value is not None:
        yield Key(f"{index.value:.0f}", screen.say("coherence index"), "", "/scorecard", "on_track")
    else:
        tracked = [r for r in report.results.values() if r.band == "on_track"]
        valued = [r for r in report.results.values() if r.value is not None]
        note = screen.say("the index needs more data")
        label = screen.say("indicators on track")
        yield Key(f"{len(tracked)}/{len(valued)}", label, note, "/scorecard", "partial")
    complete = sum(chain.complete for chain in report.chains)
    yield Key(
        f"{complete}/{len(report.chains)}", screen.say("chains complete"),
        screen.say("from a national result down to a local one"), "/network", "on_track",
    )  # fmt: skip
    uncovered = [g for g in open_gaps(report) if g.kind == "uncovered_service"]
    note = screen.say("{count} more not known", count=_unknown_needs(report))
    yield Key(str(len(uncovered)), screen.say("needs nobody serves"), note, "/gaps", "off_track")
    waiting = awaiting_verdict(report)
    note = screen.say("of {count} pairs listed", count=len(report.overlaps))
    yield Key(str(waiting), screen.say("overlaps await a verdict"), note, "/overlaps", "partial")


def _unknown_needs(report: Report) -> int:
    return sum(g.kind == "uncovered_service" and g.state == "unknown" for g in report.gaps)


def awaiting_verdict(report: Report) -> int:
    """Overlap and duplication pairs, not complementary, that nobody has judged."""
    stronger = (OverlapClass.OVERLAP, OverlapClass.DUPLICATION)
    return sum(
        o.verdict is None and not o.complementary and o.kind in stronger for o in report.overlaps
    )


def decisions_needed(screen: Screen) -> Iterator[Item]:
    """What needs a decision: duplication first, then gaps, then broken chains."""
    report = screen.report
    for o in report.overlaps:
        if o.kind is OverlapClass.DUPLICATION and o.verdict is None and not o.complementary:
            first, second = (screen.name(f"programme/{p}") for p in (o.first, o.second))
            text = screen.say(
                "{first} and {second} do the same for the same people", first=first, second=second
            )
            yield Item(
                screen.say("Overlap"), text, screen.link("/overlaps", open=f"{o.first}~{o.second}")
            )
    for gap in open_gaps(report):
        place = screen.name(f"territory/{gap.territory}") + ": " if gap.territory else ""
        href = (
            screen.record_link(gap.subject)
            if gap.subject and "@" not in gap.subject
            else screen.link("/gaps")
        )
        yield Item(screen.say("Gap"), place + screen.say(gap.reason), href)


def _keys(screen: Screen, keys: list[Key]) -> Component:
    shown = [
        key_number(k.value, k.label, screen.link(k.path), note=k.note, state=k.state) for k in keys
    ]
    return html.Div(shown, className="key-numbers")


def _decisions(screen: Screen, items: list[Item], total: int) -> Component:
    if not items:
        sentence = screen.say("Nothing on record asks for a decision here.")
        return empty(sentence)
    rows = [
        html.Li(dcc.Link([html.Span(i.kind, className="tag"), html.Span(i.text)], href=i.href))
        for i in items
    ]
    title = screen.say("Needs your decision") + f" ({total})"
    return html.Section([html.H2(title), html.Ol(rows, className="decisions")])


def table(screen: Screen) -> pd.DataFrame:
    """One row per large number and per item that needs a decision."""
    keys = [(k.label, k.value, k.note) for k in key_figures(screen)]
    items = [(i.kind, i.text, "") for i in decisions_needed(screen)]
    return pd.DataFrame(keys + items, columns=["What", "Value", "Note"])
