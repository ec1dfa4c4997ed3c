"""Record: what do we know about X, and how do we know it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash import html
from dash.development.base_component import Component

from coherence.graph import Link
from coherence.when import Held
from dashboard.components import badge, cites, record_link, table
from dashboard.components.values import value
from dashboard.context import NothingToShow
from dashboard.screen import Content, Page, Screen, record_name
from data.model import KINDS, Record, Territory, Variant, columns_of

PAGE = Page(
    "/record", "Record", "What do we know about it, and how do we know it?", 90, hidden=True
)

HELD_WORDS = {True: "in force", False: "not in force", None: "not known whether in force"}
HELD_STATES = {True: "on_track", False: "off_track", None: "no_data"}


def layout(screen: Screen) -> Content:
    """Facts, source, links, overlaps, gaps and chains of one record."""
    record = asked_record(screen)
    held = screen.report.graph.in_force(record)
    parts = [
        _facts(screen, record, held), _links(screen, record), _overlaps(screen, record),
        _gaps(screen, record), _chains(screen, record), _variants(screen, record),
    ]  # fmt: skip
    name = record_name(screen.report, record.ref)
    kind = screen.say(KINDS[record.KIND].TITLE)
    return Content(
        finding=name if len(name) <= 60 else name[:59] + "…",
        lead=f"{kind} · {record.id}",
        body=html.Div([p for p in parts if p is not None], className="record"),
    )


def asked_record(screen: Screen) -> Record:
    """The record of ``/record/kind/id``; a bare id is looked for in every kind.

    Raises:
        NothingToShow: no such record at this revision.
    """
    asked = screen.address.path.removeprefix("/record").strip("/")
    snapshot = screen.report.snapshot
    found = snapshot.get(asked)
    if found is None and asked and "/" not in asked:
        found = next((r for kind in KINDS if (r := snapshot.get(f"{kind}/{asked}"))), None)
    if found is None:
        raise NothingToShow(f"The register holds no record {asked or 'without a name'}.")
    return found


def _section(screen: Screen, title: str, inside: Any, *, count: int | None = None) -> Component:
    words = screen.say(title) + (f" ({count})" if count is not None else "")
    return html.Section([html.H2(words), inside])


# --- facts and how we know them -----------------------------------------------------------------


def _facts(screen: Screen, record: Record, held: Held) -> Component:
    rows = [
        html.Div([html.Dt(screen.say(spec.label)), html.Dd(value(screen, spec, name, record))])
        for name, spec in columns_of(type(record)).items()
        if getattr(record, name) not in (None, ())
        and name not in ("source", "grade", "observed_on")
    ]
    state = badge(screen, HELD_STATES[held], screen.say(HELD_WORDS[held]))
    return html.Section(
        [html.P(state), html.Dl(rows, className="facts"), _how_known(screen, record)],
        className="record-facts",
    )


def _how_known(screen: Screen, record: Record) -> Component:
    """Source, grade, date and the row it was read at."""
    grade = screen.report.profile.label("grade", record.grade) or screen.say(
        "ungraded, counts as C"
    )
    observed = record.observed_on or screen.say("undated")
    words = [
        (screen.say("Source"), _source(record.source) or screen.say("none given")),
        (screen.say("Evidence grade"), grade),
        (screen.say("Last confirmed"), observed),
        (screen.say("Sheet and row"), str(record.at) or screen.say("entered by hand")),
    ]
    rows = [html.Div([html.Dt(label), html.Dd(shown)]) for label, shown in words]
    return html.Dl(rows, className="facts how-known")


def _source(text: str | None) -> Any:
    """Addresses in a source as links, which open only when somebody clicks."""
    if not text:
        return None
    parts = [
        html.A(word, href=word, rel="noreferrer", target="_blank")
        if word.startswith(("http://", "https://"))
        else word
        for word in text.split()
    ]
    spaced: list[Any] = []
    for part in parts:
        spaced += [part, " "]
    return html.Span(spaced)


# --- what it is linked to ------------------------------------------------------------------------


def _links(screen: Screen, record: Record) -> Component | None:
    links = screen.report.graph.links_of(record.ref)
    if not links:
        return None
    rows = [_link_row(screen, record, link) for link in links[:200]]
    head = [screen.say(w) for w in ("Link", "With", "Direction", "Held", "Stated by")]
    shown = table(screen, head, rows, caption=screen.say("Links"))
    return _section(screen, "Links", shown, count=len(links))


def _link_row(screen: Screen, record: Record, link: Link) -> list[Any]:
    outgoing = link.source == record.ref
    other = link.target if outgoing else link.source
    label = screen.report.profile.label("tie_kind", link.kind)
    arrow = screen.say("to") if outgoing else screen.say("from")
    word = label if label != link.kind else link.kind.replace("_", " ")
    held = screen.say({True: "yes", False: "no", None: "unknown"}[link.held])
    return [
        screen.say(word),
        html.Span([arrow, " ", record_link(screen, other)]),
        screen.say(link.flow),
        badge(screen, HELD_STATES[link.held], held),
        record_link(screen, link.cites, link.cites),
    ]


def _overlaps(screen: Screen, record: Record) -> Component | None:
    found = [o for o in screen.report.overlaps if record.id in (o.first, o.second)]
    if record.KIND != "programme" or not found:
        return None
    rows = [
        [
            record_link(screen, f"programme/{o.second if o.first == record.id else o.first}"),
            screen.say(o.kind.value), f"{o.score / 1000:.2f}",
            "; ".join(screen.say(reason) for reason in o.reasons),
        ]
        for o in found
    ]  # fmt: skip
    head = [screen.say(w) for w in ("With", "Class", "Score", "Why")]
    shown = table(screen, head, rows, caption=screen.say("Overlaps"))
    return _section(screen, "Overlaps", shown, count=len(found))


def _gaps(screen: Screen, record: Record) -> Component | None:
    def concerns(gap: Any) -> bool:
        return record.ref in gap.cites or (
            isinstance(record, Territory) and gap.territory == record.id
        )

    found = [gap for gap in screen.report.gaps if concerns(gap)]
    if not found:
        return None
    rows = [html.Li([screen.say(gap.reason), " ", cites(screen, gap.cites)]) for gap in found[:50]]
    return _section(screen, "Gaps", html.Ul(rows), count=len(found))


def _chains(screen: Screen, record: Record) -> Component | None:
    found = [c for c in screen.report.chains if any(r.ref == record.ref for r in c.rungs)]
    if not found:
        return None
    shown = [
        html.Li(
            [
                html.Ol([html.Li(record_link(screen, r.ref)) for r in c.rungs]),
                html.P(screen.say(c.reason)),
            ]
        )
        for c in found
    ]
    return _section(screen, "Chains", html.Ul(shown, className="chains"), count=len(found))


def _variants(screen: Screen, record: Record) -> Component | None:
    rows = [
        [v.field_name, v.value or "–", v.reason or "–", _source(v.source) or "–"]
        for v in _variants_of(screen, record)
    ]
    if not rows:
        return None
    head = [
        screen.say(w)
        for w in ("Field", "Another source says", "Why the record keeps its own", "Source")
    ]
    shown = table(screen, head, rows, caption=screen.say("Differing sources"))
    return _section(screen, "Differing sources", shown, count=len(rows))


def _variants_of(screen: Screen, record: Record) -> Iterator[Variant]:
    for variant in screen.report.snapshot.of(Variant).values():
        if variant.record == record.ref:
            yield variant
