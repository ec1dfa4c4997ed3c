"""Beside the network: who holds it together, one actor or a path in words, and finding an actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from coherence.graph import Link
from coherence.measures import Connection, Departure
from coherence.network_frames import flow_of, kind_of, since_of
from coherence.network_view import NetworkView
from dashboard.components import record_link
from dashboard.screen import Screen, record_name

LISTED: Final = 5
NAMED: Final = 12
LEAST_SHARE: Final = 0.005
"""Of the shortest paths, 0–1: less is shown as none."""

FLOW_TITLES: Final = {
    "down": "Down: mandate, money, help",
    "up": "Up: reports, needs, lessons",
    "across": "Across",
    "seat": "At one table",
    "part": "Part of a body",
}


def focus_link(screen: Screen, ref: str, text: str | None = None) -> Component:
    """A name that puts its actor in focus."""
    return dcc.Link(text or screen.name(ref), href=screen.link(open=ref), className="focus-link")


def level_name(screen: Screen, band: int) -> str:
    """What a band is called."""
    if band > screen.report.graph.lowest:
        return screen.say("Outside the ladder")
    return screen.say(screen.report.profile.by_rank[band].name)


def _section(title: str, *inside: Any) -> Component:
    return html.Section([html.H2(title), *inside])


# --- nothing opened -------------------------------------------------------------------------------


def overview(screen: Screen, view: NetworkView) -> list[Component]:
    """Where the ladder is broken, who passes things on, without whom the network falls apart."""
    return [_broken(screen, view), _go_betweens(screen, view), _points(screen, view)]


def _broken(screen: Screen, view: NetworkView) -> Component:
    parts: list[Component] = []
    for rank in sorted({c.upper for c in view.broken}):
        lacking = [c for c in view.broken if c.upper == rank]
        rows: list[Component] = [html.Li(_government(screen, c)) for c in lacking[:NAMED]]
        if len(lacking) > NAMED:
            rows.append(html.Li(screen.say("and {count} more", count=len(lacking) - NAMED)))
        level = level_name(screen, rank).lower()
        said = screen.say("No link to the {level} level ({count})", level=level, count=len(lacking))
        parts += [html.P(said, className="muted"), html.Ul(rows, className="names")]
    if not parts and len(view.rungs) > view.unrecorded:
        sentence = screen.say("Every government on record has a link to the level above.")
        parts.append(html.P(sentence))
    if view.unrecorded:
        unknown = screen.say(
            "{count} of {all} governments have no actor on record: "
            "whether they are linked is not known.",
            count=view.unrecorded, all=len(view.rungs),
        )  # fmt: skip
        parts.append(html.P(unknown, className="muted"))
    return _section(screen.say("Missing rungs"), *parts)


def _government(screen: Screen, rung: Connection) -> Component:
    """A government without a link upwards, by its own actor and not by an office of that."""
    records = {ref: screen.report.snapshot.get(ref) for ref in rung.cites}
    own = [
        ref
        for ref, record in records.items()
        if f"actor/{getattr(record, 'part_of', None)}" not in records
    ]
    return focus_link(screen, (own or list(rung.cites))[0])


def _go_betweens(screen: Screen, view: NetworkView) -> Component:
    title = screen.say("Go-betweens")
    rows = [
        _ranked(screen, g.ref, _percent(g.share))
        for g in view.go_betweens[:LISTED]
        if g.share >= LEAST_SHARE
    ]
    if not rows:
        none = screen.say("No recorded path joins an LGU of this place to a national body.")
        return _section(title, html.P(none))
    said = screen.say("Share of the shortest LGU–national paths that each passes on")
    return _section(title, html.P(said, className="muted"), html.Ol(rows, className="names ranked"))


def _ranked(screen: Screen, ref: str, amount: str) -> Component:
    return html.Li([focus_link(screen, ref), html.Span(amount, className="amount")])


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _points(screen: Screen, view: NetworkView) -> Component:
    title = screen.say("Single points of failure")
    rows = [
        _ranked(screen, d.ref, screen.say("{count} cut off", count=len(d.cut_off)))
        for d in view.single_points[:LISTED]
    ]
    if not rows:
        return _section(title, html.P(screen.say("Nobody alone holds the network together.")))
    said = screen.say("How many actors lose the rest of the network if one leaves")
    return _section(title, html.P(said, className="muted"), html.Ol(rows, className="names ranked"))


# --- one actor opened -----------------------------------------------------------------------------


def opened(screen: Screen, view: NetworkView, ref: str) -> list[Component]:
    """One actor in words: its links, what it passes on, what opens if it leaves."""
    row: dict[Any, Any] = view.nodes[view.nodes["ref"] == ref].to_dict("records")[0]
    kind = f"{screen.say(row['kind'])} · {level_name(screen, row['band'])}"
    facts = [html.Li(sentence) for sentence in sentences(screen, view, ref)]
    more = record_link(screen, ref, screen.say("All that is on record"))
    head = _head(screen, record_name(screen.report, ref))
    about = [head, html.P(kind, className="muted"), html.Ul(facts, className="plain"), html.P(more)]
    return [
        html.Section(about),
        _leaving(screen, view.departure(ref)),
        *_neighbours(screen, view, ref),
    ]


def _head(screen: Screen, title: str) -> Component:
    close = dcc.Link(screen.say("Whole network"), href=screen.link(open=None), className="close")
    return html.Div([html.H2(title), close], className="detail-head")


def sentences(screen: Screen, view: NetworkView, ref: str) -> list[str]:
    """What the picture says of one actor, in words."""
    everybody = len(view.network.nodes)
    linked = len(view.network.neighbours[ref])
    said = [
        screen.say("Linked to {linked} of {others} others", linked=linked, others=everybody - 1),
        screen.say("{dimmed} of {all} dimmed", dimmed=view.dimmed, all=everybody),
    ]
    share = view.share(ref)
    if share >= LEAST_SHARE:
        paths = screen.say(
            "Passes on {share} of the shortest LGU–national paths", share=_percent(share)
        )
        said.append(paths)
    if any(ref in rung.cites for rung in view.broken):
        said.append(screen.say("No recorded link to the level above"))
    return said


def _leaving(screen: Screen, gone: Departure) -> Component:
    """Which gaps open if this one leaves."""
    places = screen.report.snapshot.territories
    lost = [places[code].short_name or places[code].name for code in gone.lgus]
    apart = [record_name(screen.report, ref, short=True) for ref in gone.cut_off]
    said = [
        screen.say(sentence, count=len(names), names=_some(screen, names))
        for names, sentence in (
            (lost, "{count} LGUs lose their way up to the nation: {names}"),
            (apart, "{count} are cut off from the rest: {names}"),
        )
        if names
    ]
    inside = html.Ul([html.Li(sentence) for sentence in said])
    none = html.P(screen.say("Nothing falls apart."))
    return _section(screen.say("If it leaves"), inside if said else none)


def _some(screen: Screen, names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return screen.say("{names} and {count} more", names=shown, count=len(names) - NAMED)


def _neighbours(screen: Screen, view: NetworkView, ref: str) -> Iterable[Component]:
    """Its links by the way they run, each with what states it."""
    by_flow: dict[str, list[Component]] = {flow: [] for flow in FLOW_TITLES}
    for other, links in view.network.neighbours[ref].items():
        for flow, rows in by_flow.items():
            mine = [link for link in links if flow_of(view.network, link) == flow]
            if mine:
                rows.append(html.Li([focus_link(screen, other), *_stated(screen, mine)]))
    for flow, rows in by_flow.items():
        if rows:
            title = f"{screen.say(FLOW_TITLES[flow])} ({len(rows)})"
            yield html.Section([html.H3(title), html.Ul(rows, className="names stated")])


def _stated(screen: Screen, links: Sequence[Link]) -> list[Component]:
    """What kind of link, since when, and which record and source say so."""
    shown: list[Component] = []
    for link in dict.fromkeys(links):
        words = [screen.say(kind_of(screen.report.profile, link))]
        since = since_of(screen.report, link)
        if since:
            words.append(screen.say("since {day}", day=since))
        elif link.kind != "part_of":
            words.append(screen.say("start not on record"))
        stated = screen.report.snapshot.get(link.cites)
        source = stated.source if stated and stated.source else screen.say("no source given")
        by = record_link(screen, link.cites, screen.say("record"))
        said: list[Any] = [", ".join(words), " · ", by, html.Span(source, className="source")]
        shown.append(html.Div(said))
    return shown


# --- a path ---------------------------------------------------------------------------------------


def path(screen: Screen, view: NetworkView, ends: tuple[str, str]) -> list[Component]:
    """The way from one actor to another, step by step, or where it breaks off."""
    names = [record_name(screen.report, ref, short=True) for ref in ends]
    head = _head(screen, screen.say("From {one} to {other}", one=names[0], other=names[1]))
    if not view.path:
        return [html.Section([head, *_break(screen, view, names)])]
    steps: list[Component] = [html.Li(focus_link(screen, view.path[0]))]
    for one, other in pairwise(view.path):
        links = view.network.neighbours[one][other]
        steps.append(html.Li([focus_link(screen, other), *_stated(screen, links)]))
    said = screen.say(
        "{steps} steps; {dimmed} of {all} dimmed",
        steps=len(view.path) - 1, dimmed=view.dimmed, all=len(view.network.nodes),
    )  # fmt: skip
    return [html.Section([head, html.P(said), html.Ol(steps, className="names stated path")])]


def _break(screen: Screen, view: NetworkView, names: Sequence[str]) -> list[Component]:
    """How far one gets from either end."""
    said = [screen.say("No recorded link leads from the one side to the other.")]
    for name, side in zip(names, view.sides, strict=True):
        ranks = [rank for ref in side if (rank := view.network.ranks[ref]) is not None]
        if len(side) == 1:
            said.append(screen.say("{name} has no link on record.", name=name))
        elif not ranks:
            sentence = "From {name} one gets to {count} others, none of them on the ladder."
            said.append(screen.say(sentence, name=name, count=len(side) - 1))
        else:
            sentence = "From {name} one gets to {count} others, up to the {level} level."
            level = level_name(screen, min(ranks)).lower()
            said.append(screen.say(sentence, name=name, count=len(side) - 1, level=level))
    return [html.P(sentence) for sentence in said]


# --- finding an actor -----------------------------------------------------------------------------


def finder(screen: Screen, view: NetworkView) -> Component:
    """Boxes to find an actor by name and, one being open, to ask for the way to another."""
    names = html.Datalist(id="network-names")
    found = [names, _box("find", screen.say("Find an actor"))]
    if view.chosen:
        name = record_name(screen.report, view.chosen, short=True)
        found.append(_box("path", screen.say("Way from {name} to", name=name)))
    return html.Div(found, className="network-find", role="search")


def _box(name: str, label: str) -> Component:
    field = dcc.Input(
        id={"network": name}, type="text", list="network-names", debounce=True, value="",
        className="form-control", autoComplete="off",
    )  # fmt: skip
    return html.Label([html.Span(label), field])


def names_of(view: NetworkView) -> dict[str, str]:
    """Name in the boxes → who is called so; of equal names each has its reference behind it."""
    found: dict[str, str] = {}
    names = sorted(zip(view.nodes["name"], view.nodes["ref"], strict=True))
    often = [name for name, _ in names]
    for name, ref in names:
        record = view.report.snapshot.get(ref)
        short = getattr(record, "acronym", None) or getattr(record, "short_title", None)
        shown = f"{name} ({short})" if short and short != name else name
        found[shown if often.count(name) == 1 and shown not in found else f"{name} ({ref})"] = ref
    return found
