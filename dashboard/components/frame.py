"""What stands around a page's content: header, banner, footer, the stage, and error pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import dcc, html
from dash.development.base_component import Component

from coherence.report import Report
from dashboard.components import aria
from dashboard.query import Address
from dashboard.screen import Content, Page, Screen, record_name
from dashboard.texts import LANGUAGES, translator


def framed(screen: Screen, page: Page, pages: Sequence[Page], content: Content) -> Component:
    """A page's content in its frame; on the stage with its header, at the desk the menu stands
    above the filters and is no part of it.
    """
    if not screen.stage:
        inside = [desk_main(screen, content), footer(screen)]
        return html.Div(inside, className="desk", id="desk")
    inside = [
        stage_header(screen, page, pages, content),
        stage_main(screen, content),
        footer(screen),
    ]
    return html.Div(inside, className="stage", id="stage")


def desk_header(screen: Screen, page: Page, pages: Sequence[Page]) -> Component:
    """Brand, menu and the switches of view, theme and language."""
    brand = dcc.Link("Tugma", href=screen.link("/"), className="brand")
    inside = [brand, _menu(screen, page, pages), _switches(screen.address)]
    return html.Header(inside, className="top")


def stage_header(screen: Screen, page: Page, pages: Sequence[Page], content: Content) -> Component:
    """The finding as title, and a menu that stays folded."""
    menu = html.Details(
        [html.Summary(screen.say("Menu")), _menu(screen, page, pages), _switches(screen.address)],
        className="stage-menu",
    )
    return html.Header([html.H1(content.finding), menu], className="stage-top")


def _menu(screen: Screen, page: Page, pages: Sequence[Page]) -> Component:
    links = [
        dcc.Link(
            screen.say(other.title),
            href=screen.link(other.path),
            className="menu-link" + (" current" if other is page else ""),
            title=screen.say(other.question),
        )
        for other in pages
        if not other.hidden
    ]
    return html.Nav(links, **aria(label=screen.say("Screens")))


def _switches(address: Address) -> Component:
    _ = translator(address.lang)
    other_view = "desk" if address.stage else "stage"
    other_theme = "light" if address.theme == "dark" else "dark"
    links = [
        dcc.Link(_("Desk") if address.stage else _("Stage"), href=address.to(view=other_view)),
        dcc.Link(
            _("Light") if address.theme == "dark" else _("Dark"), href=address.to(theme=other_theme)
        ),
    ]
    for code, name in LANGUAGES.items():
        if code != address.lang:
            links.append(dcc.Link(html.Span(name, lang=code), href=address.to(lang=code)))
    return html.Div(links, className="view-switches")


def desk_main(screen: Screen, content: Content) -> Component:
    """Title, lead and body."""
    faults = [html.P(fault, className="fault", role="alert") for fault in screen.address.faults]
    lead = [html.P(content.lead, className="lead")] if content.lead else []
    return html.Main(
        [*banner(screen), *faults, html.H1(content.finding), *lead, html.Div(content.body)],
        id="main",
        tabIndex="-1",
    )


def stage_main(screen: Screen, content: Content) -> Component:
    """Body alone; the title stands in the header."""
    return html.Main(
        [*banner(screen), html.Div(content.body, className="stage-body")], id="main", tabIndex="-1"
    )


def banner(screen: Screen) -> list[Component]:
    """Says on every screen that the data are made up, where they are."""
    if not screen.report.illustrative:
        return []
    text = screen.say("Illustrative data, made up for training: not facts")
    return [html.P(text, className="illustrative", role="note")]


def selection_words(report: Report, address: Address) -> list[str]:
    """What is selected, in words: the unit, then each part of the lens."""
    say, profile, lens = translator(address.lang), report.profile, report.selection.lens
    parts = [record_name(report, report.selection.unit, short=address.stage)]
    parts += [say(profile.by_rank[rank].name) for rank in sorted(lens.levels)]
    for code_list, codes in (
        ("sector", lens.sectors), ("service", lens.services),
        ("beneficiary_group", lens.groups), ("phase", lens.phases),
    ):  # fmt: skip
        parts += [say(profile.label(code_list, code)) for code in sorted(codes)]
    if lens.since or lens.until:
        parts.append(f"{lens.since or '…'} – {lens.until or '…'}")
    return parts


def provenance(report: Report, address: Address) -> list[str]:
    """Selection · as-of · source · revision: what every screen and export carries."""
    say = translator(address.lang)
    edition = report.edition
    revision = f" r{edition.revision:04d}" if edition.revision else ""
    words = [
        ", ".join(selection_words(report, address)),
        say("as of {day}").format(day=report.selection.as_of.isoformat()),
        say("source: {title}").format(title=report.title if not address.stage else edition.register)
        + revision,
    ]
    return words


def footer(screen: Screen) -> Component:
    """What is shown, as of when, from which source and revision."""
    return html.Footer(
        " · ".join(provenance(screen.report, screen.address)), className="provenance"
    )


def problem(address: Address, title: str, sentence: str) -> Component:
    """A page that says what is wrong with an address, and leads home."""
    _ = translator(address.lang)
    clean = replace(Address(), view=address.view, theme=address.theme, lang=address.lang)
    return html.Div(
        html.Main(
            [
                html.H1(title),
                html.P(sentence, className="lead"),
                dcc.Link(_("Go to the first screen"), href=clean.to("/"), className="button"),
            ],
            id="main",
            tabIndex="-1",
            className="problem",
        ),
        className="stage" if address.stage else "desk",
        id="stage" if address.stage else "desk",
    )
