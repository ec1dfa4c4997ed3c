"""A browser, the running application, and pages that fail a test by themselves.

A test asks for `visit` and opens addresses with it. Whatever the page then writes to the console
as an error, and whatever it asks of another machine, fails the test at its end.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    sync_playwright,
)

from tests.e2e.screen import DESK, settle
from tools.browser import HOW_TO_GET_ONE, find_browser, is_left_out

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # other machines are out of reach, so that a stray request fails at once and alike everywhere
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
HOME = {"127.0.0.1", "localhost"}
WITHOUT_HOST = {"data", "blob", "about"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and {"browser", "visit"} & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker("browser")


# For the package, not the session: while Playwright runs, no asyncio loop can be run beside it,
# and the tests of other packages may want one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the test fails, or is skipped if that was asked for."""
    path = find_browser()
    if is_left_out():
        pytest.skip("TUGMA_NO_BROWSER=1 leaves the browser tests out.")
    if path is None:
        pytest.fail(HOW_TO_GET_ONE, pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real application, started as a process of its own on a new register."""
    folder = tmp_path_factory.mktemp("server")
    port = _free_port()
    environment = os.environ | {
        "TUGMA_DB": str(folder / "tugma.sqlite"),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    log = folder / "log.txt"
    with log.open("w", encoding="utf-8") as said:
        application = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _answers(application, port):
                pytest.fail(f"app.py does not serve:\n{log.read_text('utf-8')[-3000:]}", False)
            yield f"http://127.0.0.1:{port}"
        finally:
            application.terminate()
            try:
                application.wait(10)
            except subprocess.TimeoutExpired:
                application.kill()
                application.wait()


class Visit:
    """Opens pages and keeps a record of what went wrong in them."""

    def __init__(self, browser: Browser, request: pytest.FixtureRequest) -> None:
        self._browser = browser
        self._request = request
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(self, address: str = "/", viewport: ViewportSize = DESK) -> Page:
        """A new page, open and settled, at a path of the application or a whole address."""
        if address.startswith("/"):
            address = self._request.getfixturevalue("server") + address
        context = self._browser.new_context(viewport=viewport, accept_downloads=True)
        context.set_default_timeout(30_000)
        self._contexts.append(context)
        context.on("request", lambda request: self._note_request(request.url))
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))
        page = context.new_page()
        page.on("websocket", lambda socket: self._note_request(socket.url))
        page.goto(address)
        settle(page)
        return page

    def forgive(self, pattern: str) -> None:
        """Drop the faults that match a regular expression, of which there must be one."""
        kept = [fault for fault in self.faults if not re.search(pattern, fault)]
        assert len(kept) < len(self.faults), f"nothing matches {pattern!r} in {self.faults}"
        self.faults[:] = kept

    def assert_clean(self) -> None:
        """Fail the test where a page logged an error or asked another machine for anything."""
        if self.faults:
            pytest.fail("The page is not clean:\n" + "\n".join(self.faults), pytrace=False)

    def close(self) -> None:
        """Close all pages."""
        for context in self._contexts:
            context.close()

    def keep_screenshots(self, name: str) -> None:
        """Save what the pages show, for whoever looks into the failure, in test-results/."""
        for number, context in enumerate(self._contexts):
            for page in context.pages:
                file = re.sub(r"[^\w.-]+", "-", f"{name}-{number}") + ".png"
                page.screenshot(path=ROOT / "test-results" / file)

    def _note_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in WITHOUT_HOST and parts.hostname not in HOME:
            self.faults.append(f"asked another machine: {url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens pages; fails the test where one logs an error or asks another machine for anything."""
    visit = Visit(browser, request)
    failures_before = request.session.testsfailed
    yield visit
    if request.session.testsfailed > failures_before or visit.faults:
        visit.keep_screenshots(request.node.name)
    visit.close()
    visit.assert_clean()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(application: subprocess.Popen[bytes], port: int, tries: int = 600) -> bool:
    """Whether the application answers before it ends or two minutes are over."""
    for _ in range(tries):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
            return True
        except OSError:
            try:
                application.wait(0.2)
                return False
            except subprocess.TimeoutExpired:
                continue
    return False
