"""What the browser may load and run: our own files, and nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import flask

DIRECTIVES: Final[Mapping[str, str]] = {
    "default-src": "'self'",
    "script-src": "'self' {scripts}",
    "style-src": "'self' 'unsafe-inline'",  # Dash and Plotly write styles into elements
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
"""Content security policy; without 'unsafe-eval', which Plotly's WebGL traces would need."""


def add_security_headers(server: flask.Flask, scripts: Sequence[str]) -> None:
    """Send the policy with every answer; ``scripts`` are the hashes of the inline scripts."""
    policy = "; ".join(f"{name} {value}" for name, value in DIRECTIVES.items())
    headers = {
        "Content-Security-Policy": policy.format(scripts=" ".join(scripts)),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }

    def send(response: flask.Response) -> flask.Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    server.after_request(send)
