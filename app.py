"""Composition root: settings → store → context → app. `server` is what a WSGI server serves."""

from __future__ import annotations

from dashboard.cli import main

if __name__ == "__main__":
    raise SystemExit(main(["serve"]))
