"""What a mayor wants on one page: where the place stands, who serves, what is missing."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from coherence.cells import Cell, State
from coherence.coverage import coverage_cells
from coherence.indicators import CATALOGUE
from coherence.report import Report
from coherence.words import marked
from dashboard.components import badge, record_link, table
from dashboard.components.record_parts import gap_list, section
from dashboard.components.score_table import applicable, by_urgency, score_table
from dashboard.screen import Screen
from data.model import Instrument

CELL_STATES: Final = {
    State.SERVED: ("on_track", marked("served")), State.THIN: ("partial", marked("thin")),
    State.UNSERVED: ("off_track", marked("gap")), State.NO_DATA: ("no_data", marked("not known")),
}  # fmt: skip
MOST: Final = 40
"""Rows of a list on the page; the screens behind hold all of them."""


def place_parts(screen: Screen, report: Report) -> list[Component]:
    """The parts of a place's page; ``report`` is the place's own."""
    own = Screen(report, screen.address, screen.editions)
    found = [_standing(own), _missing(own), _needs(own), _programmes(own), _promises(own)]
    return [part for part in found if part is not None]


def _standing(screen: Screen) -> Component | None:
    """Its core indicators, and those of the rest that have a value, the worst first."""
    found = {
        code: result
        for code, result in applicable(screen.report).items()
        if result.value is not None or CATALOGUE[code].core
    }
    if not found:
        return None
    place = screen.report.selection.unit.partition("/")[2]
    rows = list(by_urgency(found).items())
    half = -(-len(rows) // 2)
    title = screen.say("Where it stands")
    halves = [
        score_table(screen, dict(part), caption=caption, place=place)
        for part, caption in (
            (rows[:half], title), (rows[half:], screen.say("Where it stands, continued"))
        )
        if part
    ]  # fmt: skip
    return section(screen.say("Where it stands"), html.Div(halves, className="columns"))


def _missing(screen: Screen) -> Component | None:
    found = [gap for gap in screen.report.gaps if gap.kind != "uncovered_service"]
    return gap_list(screen, found[:MOST]) if found else None


def _needs(screen: Screen) -> Component | None:
    """What is needed there and who serves it, gaps first."""
    cells = coverage_cells(screen.report.scope, screen.report.selection.lens)
    if not cells:
        return None
    order = [State.UNSERVED, State.THIN, State.NO_DATA, State.SERVED]
    ordered = sorted(cells, key=lambda cell: order.index(cell.state))
    rows = [_need(screen, cell) for cell in ordered[:MOST]]
    head = screen.words("Need", "State", "Why", "Who")
    shown = table(screen, head, rows, caption=screen.say("Needs and who serves them"))
    return section(screen.say("Needs and who serves them"), shown, count=len(cells))


def _need(screen: Screen, cell: Cell) -> list[object]:
    profile = screen.report.profile
    words = [
        screen.say(profile.label(name, code))
        for name, code in (
            ("service", cell.service), ("beneficiary_group", cell.group), ("phase", cell.phase)
        )
        if code
    ]  # fmt: skip
    state, word = CELL_STATES[cell.state]
    reason = screen.say(cell.reason)
    who = [html.Div(record_link(screen, ref)) for ref in (*cell.providers, *cell.from_above)[:4]]
    asked = ", ".join(words) or screen.say("help")
    return [
        record_link(screen, cell.needs[0], asked) if cell.needs else asked,
        badge(screen, state, screen.say(word)), reason, html.Div(who) if who else "–",
    ]  # fmt: skip


def _programmes(screen: Screen) -> Component | None:
    """The running programmes that reach it."""
    found = screen.report.scope.programmes
    if not found:
        return None
    profile = screen.report.profile
    rows = [
        [
            record_link(screen, programme.ref),
            record_link(screen, f"actor/{programme.lead}") if programme.lead else "–",
            ", ".join(screen.say(profile.label("service", code)) for code in programme.services)
            or "–",
        ]
        for programme in found[:MOST]
    ]
    head = screen.words("Programme", "Led by", "Services")
    shown = table(screen, head, rows, caption=screen.say("Programmes that reach it"))
    return section(screen.say("Programmes that reach it"), shown, count=len(found))


def _promises(screen: Screen) -> Component | None:
    """Its own plans, ordinances and agreements."""
    report = screen.report
    own = [
        found
        for found in report.snapshot.of(Instrument).values()
        if found.territory in report.scope.roots
    ]
    if not own:
        return None
    rows = [
        [
            record_link(screen, found.ref),
            screen.say(report.profile.label("instrument_kind", found.kind)) or "–",
            f"{found.valid_from or found.adopted_on or '–'} – {found.valid_to or ''}".strip(" –")
            or "–",
        ]
        for found in own[:MOST]
    ]
    head = screen.words("Instrument", "Kind", "Period")
    shown = table(screen, head, rows, caption=screen.say("Plans, ordinances and agreements"))
    return section(screen.say("Plans, ordinances and agreements"), shown, count=len(own))
