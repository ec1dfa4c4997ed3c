"""The application: routes an address to a page, and what is around it."""

from __future__ import annotations

import logging
from types import ModuleType
from typing import Any, Final, NamedTuple

import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from flask_bootstrap import Bootstrap5

from dashboard.components import aria
from dashboard.components.chips import changed_address, chips
from dashboard.components.frame import desk_header, framed, problem
from dashboard.context import Context, NothingToShow
from dashboard.exporting import add_export_route
from dashboard.pages import page_modules
from dashboard.query import Address, from_search, to_search
from dashboard.screen import Content, Page, Screen
from dashboard.settings import ROOT
from dashboard.texts import translator
from dashboard.theme import css_variables

log = logging.getLogger("tugma")

BOOTSTRAP: Final = "/bootstrap/static/css/bootstrap.min.css"
INDEX: Final = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}" data-view="{view}">
<head>
{metas}
<title>Tugma</title>
{favicon}
<link rel="stylesheet" href="{bootstrap}">
<style>{tokens}</style>
{css}
</head>
<body>
{app_entry}
{config}{scripts}{renderer}
</body>
</html>"""


class Shown(NamedTuple):
    """What an address shows."""

    screen: Component
    head: Component | None
    filters: Component | None
    said: str
    """The sentence that is read aloud."""


class Tugma(Dash):
    """Dash, with the theme and language of the address on the very first byte."""

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """The document around the application; nothing in it comes from another host."""
        query = flask.request.query_string.decode() if flask.has_request_context() else ""
        address = from_search(query)
        wanted = ("metas", "favicon", "css", "app_entry", "config", "scripts", "renderer")
        return INDEX.format(
            lang=address.lang, theme=address.theme, view=address.view, bootstrap=BOOTSTRAP,
            tokens=css_variables(), **{name: parts.get(name, "") for name in wanted},
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
    add_export_route(app, context, modules)
    for module in modules:
        if hasattr(module, "register"):
            module.register(app, context)
    _clientside(app)
    return app


def _layout() -> Component:
    return html.Div(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            html.A("Skip to content", href="#main", className="skip-link"),
            html.Div(id="head"),
            html.Div(id="filters"),
            html.Div(id="screen"),
            html.Div(id="live", className="visually-hidden", role="status", **aria(live="polite")),
            dcc.Store(id="applied"),
        ],
        id="tugma",
    )


def _route(app: Dash, context: Context, modules: list[ModuleType]) -> None:
    @app.callback(
        Output("screen", "children"),
        Output("head", "children"),
        Output("filters", "children"),
        Output("live", "children"),
        Input("url", "pathname"),
        Input("url", "search"),
    )
    def show(path: str | None, search: str | None) -> Shown:
        address = from_search(search, path or "/")
        return show_address(context, modules, address)


def show_address(context: Context, modules: list[ModuleType], address: Address) -> Shown:
    """What an address shows; never raises."""
    _ = translator(address.lang)
    pages: list[Page] = [module.PAGE for module in modules]
    module = next((m for m in modules if _serves(m.PAGE, address.path)), None)
    if module is None:
        sentence = _("No screen has the address {path}.").format(path=address.path)
        return _failed(address, _("There is no such screen"), sentence)
    try:
        screen = Screen(context.report(address), address)
        content: Content = module.layout(screen)
        body = framed(screen, module.PAGE, pages, content)
        said = content.announce or content.finding
        if screen.stage:
            return Shown(body, None, None, said)
        return Shown(body, desk_header(screen, module.PAGE, pages), chips(screen), said)
    except NothingToShow as nothing:
        return _failed(address, _("This cannot be shown"), str(nothing))
    except Exception:  # the last door: a fault of ours becomes a sentence, its trace the log's
        log.exception("cannot show %s%s", address.path, to_search(address))
        sentence = _("This screen failed; the fault is in the server's log.")
        return _failed(address, _("Something went wrong"), sentence)


def _failed(address: Address, title: str, sentence: str) -> Shown:
    return Shown(problem(address, title, sentence), None, None, sentence)


def _serves(page: Page, path: str) -> bool:
    clean = path.rstrip("/") or "/"
    return clean == page.path or (page.hidden and clean.startswith(page.path + "/"))


def _filter(app: Dash, context: Context) -> None:
    @app.callback(
        Output("url", "search"),
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
            return no_update
        address = from_search(search, path or "/")
        try:
            report = context.report(address)
        except NothingToShow:
            return no_update
        shown = {control["filter"]: value for control, value in zip(ids, values, strict=True)}
        asked = to_search(changed_address(address, report, shown))
        return no_update if asked == to_search(address) else asked


def _clientside(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("tugma", "dress"),
        Output("applied", "data"),
        Input("url", "search"),
        Input("screen", "children"),
    )
