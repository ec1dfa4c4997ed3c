"""The row of filters: place, level, sector, service, beneficiary, phase, period, revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from coherence.report import Report
from coherence.selection import CLEAR, Lens, default_as_of, default_unit
from coherence.words import marked
from dashboard.components import aria
from dashboard.query import LENS_KEYS, Address
from dashboard.screen import Screen
from data.columns import PartialDate
from data.model import Mechanism
from data.revisions import Revision

LISTS: Final = {
    "sector": (marked("Sector"), "sector"),
    "service": (marked("Service"), "service"),
    "group": (marked("Beneficiary"), "beneficiary_group"),
    "phase": (marked("Phase"), "phase"),
}
"""Key of the address → word on the chip, code list of the profile."""

INDENT: Final = "\N{NO-BREAK SPACE}" * 3
"""Before a place, for each step below the widest one; a space that stays."""


def chips(screen: Screen) -> Component:
    """All filters, showing what the address says."""
    many = [_choice(screen, key, *spec) for key, spec in LISTS.items()]
    shown = [_place(screen), _levels(screen), *many, _period(screen), _revision(screen)]
    if screen.address.lens or screen.address.as_of:
        shown.append(_clear(screen))
    return html.Div(shown, className="chips", role="search", **aria(label=screen.say("Filters")))


def _clear(screen: Screen) -> Component:
    href = screen.link(lens=CLEAR, as_of=None)
    return dcc.Link(screen.say("Clear filters"), href=href, className="chip-clear")


def _chip(label: str, chosen: Sequence[str], inside: Any, key: str) -> Component:
    """A chip that unfolds; it names one choice and counts several."""
    words = f"{label}: {chosen[0]}" if len(chosen) == 1 else label
    words = f"{label} · {len(chosen)}" if len(chosen) > 1 else words
    in_use = " in-use" if chosen else ""
    title = html.Summary(words, id={"chip": key}, className="chip-title" + in_use)
    return html.Details([title, html.Div(inside, className="chip-panel")], className="chip fold")


def _choice(screen: Screen, key: str, label: str, code_list: str) -> Component:
    codes = screen.report.profile.codes(code_list)
    chosen = sorted(getattr(screen.address.lens, LENS_KEYS[key]))
    words = {code.id: screen.say(code.label) for code in codes.values()}
    shorts = [screen.say(codes[c].short) if codes[c].short else words[c] for c in chosen]
    return _chip(screen.say(label), shorts, _checks(screen.say(label), key, words, chosen), key)


def _levels(screen: Screen) -> Component:
    chosen = [str(rank) for rank in sorted(screen.address.lens.levels)]
    levels = screen.report.profile.by_rank
    words = {str(rank): screen.say(level.name) for rank, level in levels.items()}
    label = screen.say("Level")
    shown = [words[rank] for rank in chosen]
    return _chip(label, shown, _checks(label, "level", words, chosen), "level")


def _checks(label: str, key: str, words: Mapping[str, str], chosen: list[str]) -> Any:
    options = [{"value": code, "label": word} for code, word in words.items()]
    boxes = dbc.Checklist(
        id={"filter": key}, options=options, value=chosen, className="chip-options"
    )
    return html.Div(boxes, role="group", **aria(label=label))


def _select(label: str, key: str, options: list[Any], value: str, kind: str = "") -> Component:
    choice = dbc.Select(id={"filter": key}, options=options, value=value)
    name = html.Span(label, className="chip-label")
    return html.Label([name, choice], className=f"chip-choice {kind}".strip())


# --- place ----------------------------------------------------------------------------------------


def _place(screen: Screen) -> Component:
    options = unit_options(screen.report, screen.say("Committees and councils"))
    return _select(screen.say("Place"), "unit", options, screen.report.selection.unit)


def unit_options(report: Report, heading: str = "Committees and councils") -> list[dict[str, Any]]:
    """Every territory as a tree by indentation, then the mechanisms under a heading.

    The one that is chosen stands at the edge, for it is also what the closed list shows.
    """
    places, chosen = report.graph.places, report.selection.unit

    def option(ref: str, name: str, depth: int) -> dict[str, Any]:
        return {"value": ref, "label": name if ref == chosen else INDENT * depth + name}

    home = [
        option(f"territory/{code}", places.territories[code].name, depth)
        for code, depth in _walk(report)
    ]
    tables = [option(m.ref, m.name, 1) for m in report.snapshot.of(Mechanism).values()]
    if tables:
        tables.insert(0, {"value": "", "label": heading, "disabled": True})
    return home + tables


def _walk(report: Report) -> list[tuple[str, int]]:
    places = report.graph.places
    return [
        (code, sum(1 for _ in places.above(code)))
        for root in places.territories
        if places.parent(root) is None
        for code in places.under(root)
    ]


# --- time -----------------------------------------------------------------------------------------


def _period(screen: Screen) -> Component:
    lens = screen.address.lens
    fields = [
        ("as_of", screen.say("As of"), screen.report.selection.as_of),
        ("from", screen.say("From"), lens.since),
        ("to", screen.say("To"), lens.until),
    ]
    inside = [
        html.Label(
            [
                html.Span(label),
                dbc.Input(
                    id={"filter": key},
                    type="date",
                    value=day.isoformat() if day else "",
                    debounce=True,
                ),
            ],
            className="chip-field",
        )
        for key, label, day in fields
    ]
    chosen = []
    if screen.address.as_of:
        chosen.append(screen.address.as_of.isoformat())
    if lens.since or lens.until:
        chosen.append(f"{lens.since or '…'} – {lens.until or '…'}")
    return _chip(screen.say("Period"), chosen, inside, "period")


def _revision(screen: Screen) -> Component:
    """The revisions to choose from, the newest first; alone where no store is at hand."""
    shown = screen.report.edition
    known = screen.editions.revisions(shown.register) if screen.editions else ()
    label = screen.say("Revision")
    if not known:
        text = f"r{shown.revision:04d}" if shown.revision else shown.register
        return html.Span([html.Span(label, className="chip-label"), " ", text])
    options = [{"value": str(r.number), "label": revision_words(r)} for r in known]
    return _select(label, "revision", options, str(shown.revision), "revision")


def revision_words(revision: Revision) -> str:
    """A revision in a list: its number, its day and why it was made."""
    return f"r{revision.number:04d} · {revision.at:%Y-%m-%d} · {revision.why}"


# --- what the filters ask for ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an address need not say, because it is so anyway."""

    register: str | None = None
    newest: int | None = None


def changed_address(
    address: Address, report: Report, shown: Mapping[str, Any], default: Defaults | None = None
) -> Address:
    """The address that the filters ask for; what is so by default is left out.

    Another register has other places and codes: going to it keeps the view alone.
    """
    default = default or Defaults(newest=report.edition.revision)
    register = shown.get("register") or report.edition.register
    if register != report.edition.register:
        asked = None if register == default.register else register
        return Address(
            address.path if not address.path.startswith("/record") else "/", register=asked,
            view=address.view, theme=address.theme, lang=address.lang, scale=address.scale,
        )  # fmt: skip
    lens = Lens(
        levels=frozenset(int(rank) for rank in shown.get("level") or ()),
        **{name: frozenset(shown.get(key) or ()) for key, name in LENS_KEYS.items()},
        since=_day(shown.get("from")),
        until=_day(shown.get("to")),
    )
    unit = str(shown.get("unit") or report.selection.unit)
    kind, _, name = unit.partition("/")
    is_home = unit == default_unit(report.snapshot)
    as_of = _day(shown.get("as_of"))
    revision = shown.get("revision")
    asked_revision = int(revision) if revision else address.revision
    return replace(
        address,
        revision=None if asked_revision == default.newest else asked_revision,
        lens=lens,
        territory=name if kind == "territory" and not is_home else None,
        mechanism=name if kind == "mechanism" else None,
        as_of=None if as_of == default_as_of(report.snapshot) else as_of,
    )


def _day(text: str | None) -> Any:
    try:
        return PartialDate(text).first if text else None
    except ValueError:
        return None
