"""What may be set from outside: which database, which address, how many workers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = ROOT / "var" / "tugma.sqlite"


class SettingsError(ValueError):
    """A setting cannot be used; the message names it and what it may be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings from the environment, or their defaults."""

    database: str = str(DEFAULT_DATABASE)
    """A path of an SQLite file or any SQLAlchemy address (``TUGMA_DB``)."""
    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 1

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read ``TUGMA_DB``, ``TUGMA_HOST``, ``PORT`` and ``TUGMA_WORKERS``.

        Raises:
            SettingsError: a port or a number of workers is not a whole number.
        """
        return cls(
            database=environment.get("TUGMA_DB") or str(DEFAULT_DATABASE),
            host=environment.get("TUGMA_HOST") or "127.0.0.1",
            port=_whole(environment, "PORT", 8050, low=0, high=65535),
            workers=_whole(environment, "TUGMA_WORKERS", 1, low=1, high=64),
        )


def _whole(environment: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(f"{name} is {text!r}; it must be a whole number from {low} to {high}")
    return int(text)
