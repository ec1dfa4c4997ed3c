"""What an address shows: a page, or a page that says what is wrong; never a trace."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import flask
import pytest
from flask.testing import FlaskClient

from dashboard.context import Context
from dashboard.pages import page_modules
from dashboard.query import from_search
from dashboard.screen import Content, Page, Screen
from dashboard.shell import Shown, create_app, filtered, show_address
from data.store import Store
from tests.builders import snapshot
from tests.dashboard.conftest import STAMP
from tests.dashboard.laid_out import links, parts, words


def shown(context: Context, address: str, modules: list[ModuleType] | None = None) -> Shown:
    path, _, search = address.partition("?")
    return show_address(context, modules or page_modules(), from_search(search, path))


@pytest.fixture
def client(context: Context) -> Iterator[FlaskClient]:
    server: flask.Flask = create_app(context).server
    with server.test_client() as asking:
        yield asking


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", page_modules(), ids=lambda module: module.__name__)
def test_every_page_of_the_menu_has_a_finding_that_fits(
    context: Context, module: ModuleType
) -> None:
    if module.PAGE.hidden:
        pytest.skip("reached from other pages")
    for view in ("desk", "stage"):
        screen = Screen(context.report(from_search("")), from_search(f"view={view}"), context)
        content: Content = module.layout(screen)
        assert 0 < len(content.finding) <= 60


def test_the_document_is_called_after_the_finding(context: Context) -> None:
    page = shown(context, "/scorecard")
    finding = next(words(p) for p in parts(page.screen) if type(p).__name__ == "H1")

    assert page.dress["title"] == f"{finding} · Tugma"


def test_the_stage_has_neither_menu_bar_nor_filters_of_the_desk(context: Context) -> None:
    desk, stage = shown(context, "/"), shown(context, "/?view=stage")

    assert desk.head is not None
    assert desk.filters is not None
    assert (stage.head, stage.filters) == (None, None)


def test_the_view_changes_and_everything_else_stays(context: Context) -> None:
    desk = shown(context, "/scorecard?territory=P&service=legal&open=CG1&theme=dark")

    to_stage = links(desk.head)["Stage"]
    assert to_stage == "/scorecard?territory=P&service=legal&open=CG1&view=stage&theme=dark"
    assert links(shown(context, to_stage).screen)["Desk"] == to_stage.replace("&view=stage", "")


def test_a_menu_link_keeps_the_selection(context: Context) -> None:
    menu = links(shown(context, "/?territory=P&view=desk").head)

    assert menu["Scorecard"] == "/scorecard?territory=P"


# --- what cannot be shown ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/nowhere", "No screen has the address /nowhere."),
        ("/?register=none", "There is no register called 'none' in this database."),
        ("/?revision=9", "Register 'toy' has no revision 9; its newest is 2."),
        ("/gaps?territory=X", "no territory X"),
        ("/?sector=weather", "'weather' is not a sector"),
        ("/record/actor/none", "The register toy holds no record actor/none at revision 2."),
        ("/record/actor/O?revision=1", "holds no record actor/O at revision 1."),
        ("/record", "holds no record –"),
    ],
)
@pytest.mark.parametrize("view", ["desk", "stage"])
def test_a_bad_address_gets_a_sentence_and_a_way_on(
    context: Context, address: str, said: str, view: str
) -> None:
    page = shown(context, address + ("&" if "?" in address else "?") + f"view={view}")

    assert said in words(page.screen)
    assert said in page.said or view
    assert "Go to the first screen" in links(page.screen)


def test_a_bad_place_still_has_the_registers_menu_and_filters(context: Context) -> None:
    page = shown(context, "/?territory=X&theme=dark")

    assert links(page.head)["Scorecard"] == "/scorecard?theme=dark"
    assert page.filters is not None


def test_without_the_register_the_registers_are_listed(context: Context) -> None:
    assert links(shown(context, "/?register=none").screen)["A toy"] == "/?register=toy"


def test_an_empty_database_says_what_to_do(tmp_path) -> None:
    with Store(str(tmp_path / "empty.sqlite")) as empty:
        assert "import a workbook first" in words(shown(Context(empty), "/").screen)


def test_a_word_that_nobody_knows_is_named_above_the_page(context: Context) -> None:
    for view in ("desk", "stage"):
        page = shown(context, f"/?flavour=sweet&view={view}")
        assert "The address says “flavour”, which no screen knows" in words(page.screen)


def test_a_page_that_fails_gives_a_sentence_and_its_trace_to_the_log(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    broken = ModuleType("broken")

    def layout(screen: Screen) -> Content:
        raise ZeroDivisionError("a secret of ours")

    broken.PAGE, broken.layout = Page("/", "Broken", "Why?", 0), layout  # type: ignore[attr-defined]
    page = shown(context, "/", [broken])

    assert "the fault is in the server's log" in words(page.screen)
    assert "secret" not in words(page.screen)
    assert "a secret of ours" in caplog.text


# --- filters ----------------------------------------------------------------------------------


def asked(context: Context, address: str, **filters: object) -> tuple[str, str] | None:
    """What the filters ask for when they stand as the address says, but for ``filters``."""
    path, _, search = address.partition("?")
    report = context.report(from_search(search, path))
    as_shown = {
        "register": report.edition.register, "revision": str(report.edition.revision),
        "unit": report.selection.unit, "as_of": report.selection.as_of.isoformat(),
    }  # fmt: skip
    return filtered(context, from_search(search, path), as_shown | filters)


def test_filters_as_they_were_laid_out_ask_for_nothing(context: Context) -> None:
    assert asked(context, "/") is None
    assert asked(context, "/?territory=P&revision=1") is None


def test_a_filter_changes_the_address(context: Context) -> None:
    assert asked(context, "/gaps", unit="territory/P") == ("?territory=P", "/gaps")
    assert asked(context, "/gaps", service=["legal"]) == ("?service=legal", "/gaps")
    assert asked(context, "/", level=["0", "2"]) == ("?level=0,2", "/")
    assert asked(context, "/", **{"from": "2015-01-01"}) == ("?from=2015-01-01", "/")
    assert asked(context, "/", as_of="2019-12-31") == ("?as_of=2019-12-31", "/")
    assert asked(context, "/", revision="1") == ("?revision=1", "/")


def test_what_is_so_by_default_leaves_the_address(context: Context) -> None:
    assert asked(context, "/?territory=P", unit="territory/R") == ("", "/")
    assert asked(context, "/?revision=1", revision="2") == ("", "/")
    assert asked(context, "/?as_of=2019-12-31", as_of="2020-06-30") == ("", "/")


def test_another_register_keeps_the_view_alone(context: Context, store: Store) -> None:
    store.write("other", snapshot(), STAMP)
    address = "/gaps?territory=P&service=legal&theme=dark"

    assert asked(context, address, register="other") == ("?register=other&theme=dark", "/gaps")
    assert asked(context, "/?register=other", register="toy") == ("", "/")


def test_the_filters_lead_out_of_a_bad_address(context: Context) -> None:
    bad = from_search("territory=X")

    assert filtered(context, bad, {"unit": "territory/P"}) == ("?territory=P", "/")
    assert filtered(context, bad, {"unit": "territory/R", "as_of": "2020-06-30"}) is None


# --- the document and its headers -----------------------------------------------------------------


def test_the_first_byte_knows_theme_language_and_view(client: FlaskClient) -> None:
    page = client.get("/?theme=dark&view=stage&scale=1.25").get_data(as_text=True)

    assert '<html lang="en" data-bs-theme="dark" data-view="stage" style="--scale: 1.25">' in page


def test_nothing_in_an_address_is_written_into_the_document(client: FlaskClient) -> None:
    page = client.get('/?lang="><script>alert(1)</script>&theme=<b>').get_data(as_text=True)

    assert "alert(1)" not in page
    assert "<b>" not in page


def test_only_our_own_files_may_run(client: FlaskClient) -> None:
    headers = client.get("/").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))

    assert policy["script-src"].startswith("'self' 'sha256-")
    assert "unsafe" not in policy["script-src"]
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_document_names_no_other_host(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True).replace("http://www.w3.org/2000/svg", "")

    assert "http://" not in page
    assert "https://" not in page
