"""The vocabulary of made-up registers, read from ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """One result that plans promise, from the country down to the rung ``reach``."""

    id: str
    title: str
    sector: str
    indicator: str
    unit: str
    sdg: str
    gcm: str
    reach: int
    shared: bool = False
    """Whether it is one measure that all who promise it carry out together."""


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of programme, with the words and codes that its programmes share."""

    titles: tuple[str, ...]
    office: str
    """The agency whose work it mostly is."""
    about: str
    topic: str
    services: tuple[str, ...]
    groups: tuple[str, ...]
    phases: tuple[str, ...]
    sectors: tuple[str, ...]
    weight: int
    size: int
    """Whole-life budget of a local programme, in thousands of the country's currency."""
    head: int | None = None
    migration: str = "specific"
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An office or organisation that a made-up country has."""

    id: str
    name: str
    kind: str = "national-agency"


@dataclass(frozen=True)
class Vocabulary:
    """Everything in ``words.toml``."""

    agencies: tuple[Body, ...]
    national: tuple[Body, ...]
    regional: tuple[Body, ...]
    topics: tuple[Topic, ...]
    kinds: tuple[Work, ...] = field(repr=False)


@cache
def vocabulary() -> Vocabulary:
    """The words that come with the product."""
    text = (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return Vocabulary(
        agencies=tuple(Body(**entry) for entry in tables["agencies"]),
        national=tuple(Body(**entry) for entry in tables["national"]),
        regional=tuple(Body(**entry) for entry in tables["regional"]),
        topics=tuple(Topic(**entry) for entry in tables["topics"]),
        kinds=tuple(_work(entry) for entry in tables["kinds"]),
    )


def _work(entry: Mapping[str, Any]) -> Work:
    lists = ("titles", "services", "groups", "phases", "sectors")
    many = {name: tuple(entry.get(name, ())) for name in lists}
    return Work(**{"topic": "", **entry, **many})
