"""Reading what a page laid out: its words, its links, its parts by class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def parts(laid: Any) -> Iterator[Component]:
    """Every component in what a page laid out, in reading order."""
    if isinstance(laid, list | tuple):
        for one in laid:
            yield from parts(one)
    elif isinstance(laid, Component):
        yield laid
        yield from parts(getattr(laid, "children", None))


def words(laid: Any) -> str:
    """All text that is written, joined by single spaces."""
    return " ".join(" ".join(_written(laid)).split())


def _written(laid: Any) -> Iterator[str]:
    if isinstance(laid, list | tuple):
        for one in laid:
            yield from _written(one)
    elif isinstance(laid, Component):
        yield from _written(getattr(laid, "children", None))
    elif laid is not None:
        yield str(laid)


def of_class(laid: Any, name: str) -> list[Component]:
    """The components that have a CSS class."""
    return [p for p in parts(laid) if name in (getattr(p, "className", None) or "").split()]


def links(laid: Any) -> dict[str, str]:
    """Words of each link → its address."""
    return {words(p): p.href for p in parts(laid) if getattr(p, "href", None)}
