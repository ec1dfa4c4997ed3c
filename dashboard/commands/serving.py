"""serve: the dashboard in a browser."""

from __future__ import annotations

import errno
import os
import socket
import sys
from argparse import Namespace
from typing import Any

from dashboard.commands.opening import opened, say
from dashboard.commands.workbooks import CANNOT, CLEAN
from dashboard.context import Context
from dashboard.settings import Settings
from dashboard.shell import create_app
from data.garbage import lasting
from data.store import Store

THREADS = 8


def serve(options: Namespace) -> int:
    """Serve the dashboard and print its address."""
    settings = Settings.from_environment()
    port = settings.port if options.port is None else options.port
    workers = options.workers or settings.workers
    with opened(options):
        pass  # the tables are made and the shipped registers loaded before the first visitor
    database = options.db or settings.database
    try:
        listening = _listen(settings.host, port)
    except OSError as fault:
        say(_why_not(fault, settings.host, port))
        return CANNOT
    host, taken = listening.getsockname()[:2]
    print(f"Tugma is served at http://{host}:{taken}  (Ctrl+C stops it)", flush=True)
    if workers > 1 and sys.platform != "win32":
        return _serve_workers(listening, database, workers)
    return _serve_one(listening, database)


def _listen(host: str, port: int) -> socket.socket:
    """The socket is taken before anything is promised; port 0 is any free one."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    listening.listen(128)
    return listening


def _why_not(fault: OSError, host: str, port: int) -> str:
    if fault.errno in (errno.EADDRINUSE, 10048):
        return f"Port {port} is taken by another program: choose another with --port {port + 1}."
    if fault.errno == errno.EACCES:
        return f"Port {port} is kept for the system: choose one from 1024 up, --port 8050."
    return f"Cannot serve at {host}:{port} ({fault.strerror}): choose another with --port."


def wsgi(database: str) -> Any:
    """The application over a database, as a WSGI callable."""
    server = create_app(Context(Store(database))).server
    lasting()
    return server


def _serve_one(listening: socket.socket, database: str) -> int:
    from waitress.server import create_server

    server = create_server(wsgi(database), sockets=[listening], threads=THREADS)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
    return CLEAN


def _serve_workers(listening: socket.socket, database: str, workers: int) -> int:
    """Several processes on one port; all ask the database for the newest revision."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    class Served(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            os.set_inheritable(listening.fileno(), True)
            self.cfg.set("bind", f"fd://{listening.fileno()}")
            self.cfg.set("workers", workers)
            self.cfg.set("threads", THREADS)
            self.cfg.set("timeout", 120)
            self.cfg.set("loglevel", "warning")

        def load(self) -> Any:
            return wsgi(database)

    Served().run()
    return CLEAN
