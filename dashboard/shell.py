"""The application: routes an address to a page, and what is around it."""

from __future__ import annotations

import logging
from dataclasses import replace
from types import ModuleType
from typing import Any, Final, NamedTuple

import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from flask_bootstrap import Bootstrap5

from coherence.selection import CLEAR
from dashboard.components import aria
from dashboard.components.chips import Defaults, changed_address, chips
from dashboard.components.frame import desk_header, framed, problem, problem_body
from dashboard.context import Context, NothingToShow
from dashboard.exporting import add_export_route
from dashboard.pages import page_modules
from dashboard.policy import add_security_headers
from dashboard.query import Address, from_search, to_search
from dashboard.screen import Content, Page, Screen
from dashboard.settings import ROOT
from dashboard.texts import translator
from dashboard.theme import css_variables, icon

log = logging.getLogger("tugma")

BOOTSTRAP: Final = "/bootstrap/static/css/bootstrap.min.css"
INDEX: Final = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}" data-view="{view}" style="--scale: {scale:g}">
<head>
{metas}
<title>Tugma</title>
<link rel="icon" href="{icon}">
<link rel="stylesheet" href="{bootstrap}">
<style>{tokens}</style>
{css}
</head>
<body>
{app_entry}
{config}{scripts}{renderer}
</body>
</html>"""
NO_PAGE: Final = Page("", "", "", 0)


class Shown(NamedTuple):
    """What an address shows."""

    screen: Component
    head: Component | None
    filters: Component | None
    said: str
    """The sentence that is read aloud."""
    dress: dict[str, Any]
    """Title, language and scale of the document."""
    skip: str
    """The words of the link that skips to the content."""


class Tugma(Dash):
    """Dash, with the theme and language of the address on the very first byte."""

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """The document around the application; nothing in it comes from another host."""
        query = flask.request.query_string.decode() if flask.has_request_context() else ""
        address = from_search(query)
        wanted = ("metas", "css", "app_entry", "config", "scripts", "renderer")
        return INDEX.format(
            lang=address.lang, theme=address.theme, view=address.view, scale=address.scale,
            bootstrap=BOOTSTRAP, tokens=css_variables(), icon=icon(),
            **{name: parts.get(name, "") for name in wanted},
        )  # fmt: skip


def create_app(context: Context) -> Dash:
    """Build the application; the only function that knows every page."""
    app = Tugma(
        "tugma",
        title="Tugma",
        update_title="",
        assets_folder=str(ROOT / "assets"),
        suppress_callback_exceptions=True,
        serve_locally=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.server.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app.server)
    modules = page_modules()
    app.layout = _layout()
    _route(app, context, modules)
    _filter(app, context)
    add_export_route(app.server, context, modules)
    for module in modules:
        if hasattr(module, "register"):
            module.register(app, context)
    _clientside(app)
    # the hashes are taken last, when every callback has brought its inline scripts
    add_security_headers(app.server, app.csp_hashes())
    return app


def _layout() -> Component:
    return html.Div(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            html.A("Skip to content", href="#main", className="skip-link", id="skip"),
            html.Div(id="head"),
            html.Div(id="filters"),
            html.Div(id="screen"),
            html.Div(id="live", className="visually-hidden", role="status", **aria(live="polite")),
            dcc.Store(id="dress"),
            dcc.Store(id="applied"),
        ],
        id="tugma",
    )


# --- from an address to what it shows -------------------------------------------------------------


def _route(app: Dash, context: Context, modules: list[ModuleType]) -> None:
    @app.callback(
        Output("screen", "children"),
        Output("head", "children"),
        Output("filters", "children"),
        Output("live", "children"),
        Output("dress", "data"),
        Output("skip", "children"),
        Input("url", "pathname"),
        Input("url", "search"),
    )
    def show(path: str | None, search: str | None) -> Shown:
        address = from_search(search, path or "/")
        return show_address(context, modules, address)


def show_address(context: Context, modules: list[ModuleType], address: Address) -> Shown:
    """What an address shows; never raises."""
    _ = translator(address.lang)
    try:
        near, wrong = sound_address(context, address)
        if near is None:
            return _alone(context, address, _("This cannot be shown"), wrong)
        return _shown(context, modules, near, wrong)
    except Exception:
        return _failed(context, address)


def sound_address(context: Context, address: Address) -> tuple[Address | None, str]:
    """The address if there is a report on it, else the closest one and why it is another.

    The closest is the register at its newest revision, through no lens; None where there is no
    such register.
    """
    try:
        context.report(address)
    except NothingToShow as nothing:
        near = replace(
            address, revision=None, as_of=None, territory=None, mechanism=None, lens=CLEAR
        )
        try:
            context.report(near)
        except NothingToShow:
            return None, str(nothing)
        return near, str(nothing)
    return address, ""


def _shown(context: Context, modules: list[ModuleType], address: Address, wrong: str) -> Shown:
    """The page of an address, or in its frame a page that says what is wrong with it."""
    screen = Screen(context.report(address), address, context)
    module = next((m for m in modules if _serves(m.PAGE, address.path)), None)
    page: Page = module.PAGE if module else NO_PAGE
    try:
        if wrong:
            raise NothingToShow(wrong)
        content: Content = module.layout(screen) if module else _no_such_screen(screen)
    except NothingToShow as nothing:
        content = _problem(screen, screen.say("This cannot be shown"), str(nothing))
    pages: list[Page] = [m.PAGE for m in modules]
    body = framed(screen, page, pages, content, has_chart=hasattr(module, "figure"))
    said = content.announce or content.finding
    dress = _dress(address, content.finding)
    skip = screen.say("Skip to content")
    if screen.stage:
        return Shown(body, None, None, said, dress, skip)
    return Shown(body, desk_header(screen, page, pages), chips(screen), said, dress, skip)


def _serves(page: Page, path: str) -> bool:
    clean = path.rstrip("/") or "/"
    return clean == page.path or (page.hidden and clean.startswith(page.path + "/"))


def _no_such_screen(screen: Screen) -> Content:
    sentence = screen.say("No screen has the address {path}.", path=screen.address.path)
    return _problem(screen, screen.say("There is no such screen"), sentence)


def _problem(screen: Screen, title: str, sentence: str) -> Content:
    body = html.Div(problem_body(screen.address, sentence), className="problem")
    return Content(title, body, announce=f"{title}. {sentence}")


def _failed(context: Context, address: Address) -> Shown:
    """The last door: a fault of ours becomes a sentence, its trace the log's."""
    log.exception("cannot show %s%s", address.path, to_search(address))
    _ = translator(address.lang)
    sentence = _("This screen failed; the fault is in the server's log.")
    return _alone(context, address, _("Something went wrong"), sentence)


def _alone(context: Context, address: Address, title: str, sentence: str) -> Shown:
    """A problem without menu or filters: there is no register that these could speak of."""
    _ = translator(address.lang)
    body = problem(address, title, sentence, _ways(context, address))
    skip = _("Skip to content")
    return Shown(body, None, None, f"{title}. {sentence}", _dress(address, title), skip)


def _ways(context: Context, address: Address) -> list[tuple[str, str]]:
    """The registers that there are; none where the database itself cannot be read."""
    base = replace(Address(), view=address.view, theme=address.theme, lang=address.lang)
    try:
        known = context.registers()
    except Exception:
        log.exception("cannot list the registers")
        return []
    return [(info.title, base.to("/", register=info.slug)) for info in known]


def _dress(address: Address, title: str) -> dict[str, Any]:
    return {"title": f"{title} · Tugma", "lang": address.lang, "scale": address.scale}


# --- filters, and what needs no server ------------------------------------------------------------


def _filter(app: Dash, context: Context) -> None:
    @app.callback(
        Output("url", "search"),
        Output("url", "pathname"),
        Input({"filter": ALL}, "value"),
        State({"filter": ALL}, "id"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def change(
        values: list[Any], ids: list[dict[str, str]], path: str | None, search: str | None
    ) -> Any:
        """The address that the filters ask for, unless it is the one shown."""
        if not ctx.triggered_id or not ids:
            return no_update, no_update
        address = from_search(search, path or "/")
        shown = {control["filter"]: value for control, value in zip(ids, values, strict=True)}
        return filtered(context, address, shown) or (no_update, no_update)


def filtered(context: Context, address: Address, shown: dict[str, Any]) -> tuple[str, str] | None:
    """Search string and path that the filters ask for, or None where they are so already."""
    near, _ = sound_address(context, address)
    if near is None:
        return None
    report = context.report(near)
    register = report.edition.register
    default = Defaults(context.store.default_register(), context.store.newest(register))
    changed = changed_address(near, report, shown, default)
    if near is not address and changed == near:  # the filters were laid out, nobody touched them
        return None
    if (to_search(changed), changed.path) == (to_search(address), address.path):
        return None
    return to_search(changed), changed.path


def _clientside(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("tugma", "dress"),
        Output("applied", "data"),
        Input("url", "search"),
        Input("dress", "data"),
    )
