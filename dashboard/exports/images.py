"""Charts as images, drawn by the machine's own Chromium; nothing is fetched."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import threading
from typing import Any, Final

from dashboard.exports.about import ILLUSTRATIVE, About
from dashboard.figures.captioned import captioned

WIDTH, HEIGHT, SCALE = 1280, 720, 2
"""Pixels; an exported chart does not depend on the window."""

NO_BROWSER: Final = (
    "Images need Chromium or Chrome, and none was found on this machine: install it "
    "(Debian: apt-get install chromium) or set BROWSER_PATH to it, then ask again."
)
_lock = threading.Lock()
_running = False


class NoBrowser(RuntimeError):
    """No Chromium or Chrome was found; the message says how to get one."""


def figure_image(figure: Any, told: About, fmt: str) -> bytes:
    """A Plotly figure as ``png`` (at 2×) or ``svg``, with title, selection and source inside.

    Raises:
        NoBrowser: there is no Chromium or Chrome on this machine.
    """
    import kaleido

    warning = ILLUSTRATIVE if told.illustrative else ""
    drawn = captioned(
        figure, told.title, told.caption(), width=WIDTH, height=HEIGHT, warning=warning
    )
    options = {
        "format": fmt,
        "width": WIDTH,
        "height": HEIGHT,
        "scale": SCALE if fmt == "png" else 1,
    }
    with _lock:
        _start()
        image: bytes = kaleido.calc_fig_sync(drawn, opts=options)
    return image


def _start() -> None:
    """One browser for the life of the process; starting one takes three seconds."""
    global _running  # noqa: PLW0603 - kaleido's server is one per process too
    if _running:
        return
    import kaleido

    path = browser_path()
    if path is None:
        raise NoBrowser(NO_BROWSER)
    os.environ.setdefault("BROWSER_PATH", path)
    kaleido.start_sync_server(
        n=1, page_generator=kaleido.PageGenerator(mathjax=False), silence_warnings=True
    )
    atexit.register(kaleido.stop_sync_server, silence_warnings=True)
    _running = True


def browser_path() -> str | None:
    """Where a Chromium or Chrome is, or None."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named if os.path.exists(named) else None
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found or importlib.util.find_spec("choreographer") is None:
        return found
    from choreographer.browsers.chromium import Chromium

    return Chromium.find_browser(skip_local=True) if hasattr(Chromium, "find_browser") else None
