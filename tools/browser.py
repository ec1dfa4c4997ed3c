"""Finds the browser that the tests drive; as a command, also installs it where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
HOW_TO_GET_ONE = (
    "No Chromium was found for the browser tests: install one (Debian: apt-get install chromium; "
    "Windows and macOS: Chrome or Edge), name one in TUGMA_BROWSER, or set TUGMA_NO_BROWSER=1 "
    "to leave these tests out."
)


def find_browser() -> str | None:
    """The path of a Chromium, Chrome or Edge on this machine, or None."""
    named = os.environ.get("TUGMA_BROWSER")
    if named:
        return shutil.which(named)
    on_path = (shutil.which(command) for command in COMMANDS)
    return next(filter(None, on_path), None) or next(
        (place for place in PLACES if Path(place).is_file()), None
    )


def is_left_out() -> bool:
    """Whether the caller chose to do without browser tests."""
    return os.environ.get("TUGMA_NO_BROWSER") == "1"


def install() -> bool:
    """Install Debian's chromium; False where there is no apt-get or no right to use it."""
    if shutil.which("apt-get") is None:
        return False
    as_root: list[str] = []
    if os.geteuid() != 0:
        as_root = ["sudo", "-n"]
        if shutil.which("sudo") is None or not _succeeds([*as_root, "true"], say=False):
            return False
    print("Installing chromium for the browser tests; once, about a minute ...", flush=True)
    _succeeds([*as_root, "apt-get", "update"])
    return _succeeds(
        [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "chromium"]
    )


def _succeeds(command: list[str], *, say: bool = True) -> bool:
    """Run quietly; what the command said is shown only where it failed."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if say and done.returncode != 0:
        print(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-2000:]}", flush=True)
    return done.returncode == 0


def main() -> int:
    """See to it that a browser is there. Never stops the tests that need none."""
    if not is_left_out() and find_browser() is None and not install():
        print(HOW_TO_GET_ONE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
