"""A record's field as people read it: codes by their label, references as links."""

from __future__ import annotations

from typing import Any

from dashboard.components import cites, record_link
from dashboard.screen import Screen
from data.columns import Column, Holds
from data.model import Record


def value(screen: Screen, spec: Column, name: str, record: Record) -> Any:  # noqa: PLR0911
    """A field's value as people read it: codes by their label, references as links."""
    held = getattr(record, name)
    profile = screen.report.profile
    match spec.holds:
        case Holds.CODE:
            return screen.say(profile.label(spec.codes, held))
        case Holds.CODES:
            return ", ".join(screen.say(profile.label(spec.codes, code)) for code in held)
        case Holds.REFERENCE:
            return record_link(screen, f"{spec.refers[0]}/{held}")
        case Holds.REFERENCES:
            return cites(screen, [f"{spec.refers[0]}/{one}" for one in held])
        case Holds.ANY_REFERENCE:
            return record_link(screen, held)
        case Holds.ANY_REFERENCES:
            return cites(screen, held)
        case Holds.FLAG:
            return screen.say("yes") if held else screen.say("no")
        case Holds.MONEY:
            return f"{getattr(record, 'currency', None) or ''} {held:,}".strip()
        case Holds.WHOLE if name not in ("legal_basis", "revision"):
            return f"{held:,}"
        case Holds.SPLIT:
            return ", ".join(
                f"{screen.name(f'territory/{code}')} {share:g} %" for code, share in held
            )
        case Holds.TEXTS:
            return ", ".join(held)
    return str(held)
