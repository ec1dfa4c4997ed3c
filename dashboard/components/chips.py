"""The row of filters: place, level, sector, service, beneficiary, phase, period, revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from coherence.report import Report
from coherence.selection import Lens
from dashboard.components import aria
from dashboard.query import LENS_KEYS, Address
from dashboard.screen import Screen
from data.columns import PartialDate
from data.model import Mechanism

LISTS: Final = {
    "sector": ("Sector", "sector"),
    "service": ("Service", "service"),
    "group": ("Beneficiary", "beneficiary_group"),
    "phase": ("Phase", "phase"),
}
"""Key of the address → word on the chip, code list of the profile."""


def chips(screen: Screen) -> Component:
    """All filters, showing what the address says."""
    many = [_choice(screen, key, *spec) for key, spec in LISTS.items()]
    return html.Div(
        [_place(screen), _levels(screen), *many, _period(screen), _edition(screen)],
        className="chips",
        role="group",
        **aria(label=screen.say("Filters")),
    )


def _chip(screen: Screen, label: str, chosen: int, inside: list[Any], key: str) -> Component:
    words = f"{screen.say(label)} · {chosen}" if chosen else screen.say(label)
    title = html.Summary(words, id={"chip": key}, className="chip-title")
    return html.Details([title, html.Div(inside, className="chip-panel")], className="chip")


def _choice(screen: Screen, key: str, label: str, code_list: str) -> Component:
    profile, lens = screen.report.profile, screen.address.lens
    chosen = sorted(getattr(lens, LENS_KEYS[key]))
    options = [
        {"value": code.id, "label": screen.say(code.label)}
        for code in profile.codes(code_list).values()
    ]
    return _chip(screen, label, len(chosen), [_checks(key, options, chosen)], key)


def _levels(screen: Screen) -> Component:
    chosen = [str(rank) for rank in sorted(screen.address.lens.levels)]
    options = [
        {"value": str(rank), "label": screen.say(level.name)}
        for rank, level in screen.report.profile.by_rank.items()
    ]
    return _chip(screen, "Level", len(chosen), [_checks("level", options, chosen)], "level")


def _checks(key: str, options: list[dict[str, str]], chosen: list[str]) -> Any:
    return dbc.Checklist(
        id={"filter": key}, options=options, value=chosen, className="chip-options"
    )


def _place(screen: Screen) -> Component:
    report = screen.report
    select = dbc.Select(
        id={"filter": "unit"},
        options=unit_options(report),
        value=report.selection.unit,
        className="chip-select",
    )
    return html.Label([html.Span(screen.say("Place"), className="chip-label"), select])


def unit_options(report: Report) -> list[dict[str, str]]:
    """Every territory as a tree by indentation, then the mechanisms."""
    places = report.graph.places
    home = [
        {"value": f"territory/{code}", "label": f"{' ' * depth}{places.territories[code].name}"}
        for code, depth in _walk(report)
    ]
    tables = [{"value": m.ref, "label": m.name} for m in report.snapshot.of(Mechanism).values()]
    return home + tables


def _walk(report: Report) -> list[tuple[str, int]]:
    places = report.graph.places
    return [
        (code, sum(1 for _ in places.above(code)))
        for root in places.territories
        if places.parent(root) is None
        for code in places.under(root)
    ]


def _period(screen: Screen) -> Component:
    lens = screen.address.lens
    fields = [
        ("as_of", "As of", screen.report.selection.as_of),
        ("from", "From", lens.since),
        ("to", "To", lens.until),
    ]
    inside = [
        html.Label(
            [
                html.Span(screen.say(label)),
                dbc.Input(
                    id={"filter": key},
                    type="date",
                    value=day.isoformat() if day else "",
                    debounce=True,
                ),
            ]
        )
        for key, label, day in fields
    ]
    chosen = sum(bool(day) for day in (screen.address.as_of, lens.since, lens.until))
    return _chip(screen, "Period", chosen, inside, "period")


def _edition(screen: Screen) -> Component:
    shown = screen.report.edition
    text = f"{shown.register} r{shown.revision:04d}" if shown.revision else shown.register
    return html.Span(
        [html.Span(screen.say("Revision"), className="chip-label"), text], className="chip-fixed"
    )


def changed_address(address: Address, report: Report, shown: Mapping[str, Any]) -> Address:
    """The address that the filters ask for; what equals the register's default is left out."""
    lens = Lens(
        levels=frozenset(int(rank) for rank in shown.get("level") or ()),
        **{name: frozenset(shown.get(key) or ()) for key, name in LENS_KEYS.items()},
        since=_day(shown.get("from")),
        until=_day(shown.get("to")),
    )
    kind, _, name = str(shown.get("unit") or "").partition("/")
    home = report.snapshot.register.home if report.snapshot.register else None
    as_of = _day(shown.get("as_of"))
    default = report.snapshot.register.as_of if report.snapshot.register else None
    return replace(
        address,
        lens=lens,
        territory=name if kind == "territory" and name != home else None,
        mechanism=name if kind == "mechanism" else None,
        as_of=None if default and as_of == default.last else as_of,
    )


def _day(text: str | None) -> Any:
    try:
        return PartialDate(text).first if text else None
    except ValueError:
        return None
