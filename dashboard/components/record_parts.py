"""The parts of a record's page: facts, how we know them, links, findings, sources, history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from coherence.findings import Gap
from coherence.graph import Link
from coherence.when import Held
from coherence.words import marked
from dashboard.components import badge, cites, record_link, table
from dashboard.components.ladder import ladder
from dashboard.components.values import value
from dashboard.naming import KIND_WORDS
from dashboard.screen import Screen
from data.columns import Column
from data.model import Record, Territory, Variant, columns_of
from data.revisions import Change, FieldChange, How

HELD_WORDS: Final = {
    True: marked("in force"), False: marked("not in force"),
    None: marked("not known whether in force"),
}  # fmt: skip
ANSWERS: Final = {True: marked("yes"), False: marked("no"), None: marked("unknown")}
HELD_STATES: Final = {True: "on_track", False: "off_track", None: "no_data"}
HOW_WORDS: Final = {
    How.ADDED: marked("added"), How.CHANGED: marked("changed"), How.REMOVED: marked("removed"),
}  # fmt: skip
SHOWN: Final = 25
"""Rows of a part that are shown before "Show all"."""


def section(title: str, inside: Any, *, count: int | None = None) -> Component:
    """A part of the page under its title (worded already) and count."""
    words = title + (f" ({count})" if count is not None else "")
    return html.Section([html.H2(words), inside], className="record-part")


# --- facts and how we know them -------------------------------------------------------------------


LASTING: Final = (
    "actor", "mechanism", "membership", "instrument", "objective", "alignment", "programme",
    "contribution", "tie", "service_point", "need",
)  # fmt: skip
"""Kinds that begin and end; the others are facts of a day, or do not pass."""


def held_badge(screen: Screen, record: Record) -> Component | None:
    """Whether the record held on the day that is looked at; None where that is no question."""
    if record.KIND not in LASTING:
        return None
    held: Held = screen.report.graph.in_force(record)
    return badge(screen, HELD_STATES[held], screen.say(HELD_WORDS[held]))


def filled_fields(record: Record) -> dict[str, Column]:
    """The fields that say something, without those that say how it is known."""
    return {
        name: spec
        for name, spec in columns_of(type(record)).items()
        if getattr(record, name) not in (None, ())
        and name not in ("source", "grade", "observed_on")
    }


def facts(screen: Screen, record: Record) -> Component:
    """Every field that is filled, by its label."""
    rows = [
        html.Div([html.Dt(screen.say(spec.label)), html.Dd(value(screen, spec, name, record))])
        for name, spec in filled_fields(record).items()
    ]
    return html.Dl(rows, className="facts")


def how_known(screen: Screen, record: Record) -> Component:
    """Source, grade, date and the row it was read at."""
    grade = screen.say(screen.report.profile.label("grade", record.grade))
    words = [
        (screen.say("Source"), source_words(record.source) or screen.say("none given")),
        (screen.say("Evidence grade"), grade or screen.say("ungraded, counts as C")),
        (screen.say("Last confirmed"), record.observed_on or screen.say("undated")),
        (screen.say("Sheet and row"), str(record.at) or screen.say("entered by hand")),
    ]
    rows = [html.Div([html.Dt(label), html.Dd(shown)]) for label, shown in words]
    title = html.H2(screen.say("How we know it"))
    return html.Section([title, html.Dl(rows)], className="how-known")


def source_words(text: str | None) -> Any:
    """Addresses in a source as links, which open only when somebody clicks."""
    if not text:
        return None
    parts: list[Any] = []
    for word in text.split():
        address = word.rstrip(".,;)")
        if address.startswith(("http://", "https://")):
            link = html.A(address, href=address, rel="noreferrer", target="_blank")
            parts += [link, word[len(address) :] + " "]
        else:
            parts.append(word + " ")
    return html.Span(parts)


# --- what it is linked to -------------------------------------------------------------------------


def links(screen: Screen, record: Record) -> Component | None:
    """Who and what it is joined to, which way, and which record says so."""
    found = screen.report.graph.links_of(record.ref)
    if not found:
        return None
    shown = found if "links" in screen.address.option else found[:SHOWN]
    rows = [_link_row(screen, record, link) for link in shown]
    head = screen.words("Link", "With", "Direction", "Held", "Stated by")
    parts = [table(screen, head, rows, caption=screen.say("Links"))]
    if len(shown) < len(found):
        parts.append(_all(screen, "links", len(found)))
    return section(screen.say("Links"), html.Div(parts), count=len(found))


def _all(screen: Screen, option: str, count: int) -> Component:
    asked = tuple(sorted({*screen.address.option, option}))
    words = screen.say("Show all {count}", count=count)
    return html.P(dcc.Link(words, href=screen.link(option=asked)), className="no-print")


def _link_row(screen: Screen, record: Record, link: Link) -> list[Any]:
    outgoing = link.source == record.ref
    other = link.target if outgoing else link.source
    label = screen.report.profile.label("tie_kind", link.kind)
    arrow = screen.say("to") if outgoing else screen.say("from")
    word = label if label != link.kind else link.kind.replace("_", " ")
    held = screen.say(ANSWERS[link.held])
    return [
        screen.say(word), html.Span([arrow, " ", record_link(screen, other)]),
        screen.say(link.flow), badge(screen, HELD_STATES[link.held], held),
        _stated(screen, record, link.cites),
    ]  # fmt: skip


def _stated(screen: Screen, record: Record, ref: str) -> Component:
    if ref == record.ref:
        return html.Span(screen.say("this record"), className="muted")
    kind = screen.say(KIND_WORDS[ref.partition("/")[0]])
    return html.Span([html.Span(kind + ": ", className="muted"), record_link(screen, ref)])


# --- findings that it is part of ------------------------------------------------------------------


def chains(screen: Screen, record: Record) -> Component | None:
    """The chains it is a rung of, each drawn as a ladder."""
    found = [c for c in screen.report.chains if any(r.ref == record.ref for r in c.rungs)]
    if not found:
        return None
    shown = html.Div([ladder(screen, c, here=record.ref) for c in found], className="ladders")
    return section(screen.say("Chains"), shown, count=len(found))


def overlaps(screen: Screen, record: Record) -> Component | None:
    """The programmes it overlaps with, and why."""
    if record.KIND != "programme":
        return None
    found = [o for o in screen.report.overlaps if record.id in (o.first, o.second)]
    if not found:
        return None
    shown = found if "overlaps" in screen.address.option else found[:SHOWN]
    rows = []
    for o in shown:
        other = f"programme/{o.second if o.first == record.id else o.first}"
        pair = screen.link("/overlaps", open=f"{o.first}~{o.second}")
        reasons = "; ".join(screen.say(reason) for reason in o.reasons)
        verdict = screen.report.profile.label("verdict", o.verdict) or marked("awaited")
        rows.append(
            [
                record_link(screen, other), screen.say(o.kind.value), f"{o.score / 1000:.2f}",
                reasons, screen.say(verdict), dcc.Link(screen.say("Compare"), href=pair),
            ]
        )  # fmt: skip
    head = screen.words("With", "Class", "Score", "Why", "Verdict", "Side by side")
    parts = [table(screen, head, rows, caption=screen.say("Overlaps"), numbers=(2,))]
    if len(shown) < len(found):
        parts.append(_all(screen, "overlaps", len(found)))
    return section(screen.say("Overlaps"), html.Div(parts), count=len(found))


def gaps(screen: Screen, record: Record) -> Component | None:
    """What is missing that rests on this record, known gaps first."""
    found = [gap for gap in screen.report.gaps if _concerns(gap, record)]
    return gap_list(screen, found) if found else None


def _concerns(gap: Gap, record: Record) -> bool:
    return record.ref in gap.cites or (isinstance(record, Territory) and gap.territory == record.id)


GAP_STATES: Final = {
    "gap": ("off_track", marked("gap")), "thin": ("partial", marked("thin")),
    "unknown": ("no_data", marked("not known")),
}  # fmt: skip


def gap_list(screen: Screen, found: Sequence[Gap]) -> Component:
    """Gaps with their state, reason and records."""
    shown = found if "gaps" in screen.address.option else found[:SHOWN]
    rows = []
    for gap in shown:
        state, word = GAP_STATES[gap.state]
        rows.append(
            [badge(screen, state, screen.say(word)), _gap_words(screen, gap), _rest(screen, gap)]
        )
    head = screen.words("State", "What is missing", "Rests on")
    parts = [table(screen, head, rows, caption=screen.say("What is missing"))]
    if len(shown) < len(found):
        parts.append(_all(screen, "gaps", len(found)))
    return section(screen.say("What is missing"), html.Div(parts), count=len(found))


def _gap_words(screen: Screen, gap: Gap) -> Any:
    reason = screen.say(gap.reason)
    if gap.kind in ("missing_rung", "orphan", "unfunded_promise"):
        return [record_link(screen, gap.subject), ": " + reason]
    return reason


def _rest(screen: Screen, gap: Gap) -> Component:
    return cites(screen, gap.cites, most=3)


# --- other sources, and what was before -----------------------------------------------------------


def variants(screen: Screen, record: Record) -> Component | None:
    """What other sources say of it, and why the record keeps its own."""
    specs = columns_of(type(record))
    rows = [
        [
            screen.say(specs[v.field_name].label) if v.field_name in specs else v.field_name,
            v.value or "–", v.reason or "–", source_words(v.source) or "–",
        ]
        for v in screen.report.snapshot.of(Variant).values()
        if v.record == record.ref
    ]  # fmt: skip
    if not rows:
        return None
    head = screen.words("Field", "Another source says", "Why the record keeps its own", "Source")
    shown = table(screen, head, rows, caption=screen.say("Differing sources"))
    return section(screen.say("Differing sources"), shown, count=len(rows))


def history(screen: Screen, record: Record) -> Component | None:
    """The revisions that touched the record, newest first, with each field before and after."""
    register = screen.report.edition.register
    told = screen.editions.history(register, record.ref) if screen.editions else ()
    if not told:
        return None
    rows = [
        [
            dcc.Link(f"r{rev.number:04d}", href=screen.link(revision=rev.number)),
            f"{rev.at:%Y-%m-%d}", rev.office, rev.why, screen.say(HOW_WORDS[change.how]),
            _changes(screen, change),
        ]
        for rev, change in told
    ]  # fmt: skip
    head = screen.words("Revision", "Day", "Office", "Why", "What", "Fields")
    shown = table(screen, head, rows, caption=screen.say("History"))
    return section(screen.say("History"), shown, count=len(rows))


def _changes(screen: Screen, change: Change) -> Any:
    if change.how is not How.CHANGED:
        return "–"
    specs = columns_of(type(change.record))
    return html.Ul(
        [
            html.Li(
                [
                    html.Strong(screen.say(specs[f.name].label) + ": "),
                    _before(screen, f, change, specs[f.name]), " → ",
                    _after(screen, f, change, specs[f.name]),
                ]
            )
            for f in change.fields
        ],
        className="changes",
    )  # fmt: skip


def _before(screen: Screen, field: FieldChange, change: Change, spec: Column) -> Any:
    return _shown(screen, field.before, change.before, field.name, spec)


def _after(screen: Screen, field: FieldChange, change: Change, spec: Column) -> Any:
    return _shown(screen, field.after, change.after, field.name, spec)


def _shown(screen: Screen, held: Any, record: Record | None, name: str, spec: Column) -> Any:
    if held in (None, ()) or record is None:
        return screen.say("blank")
    return value(screen, spec, name, record)
