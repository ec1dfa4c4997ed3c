"""A record's field as people read it: codes by their label, references by name or as links."""

from __future__ import annotations

from typing import Any

from dashboard.components import cites, record_link
from dashboard.screen import Screen
from data.columns import Column, Holds
from data.model import Record

MOST = 40
"""References of one field that are listed; the rest is counted."""


def value(screen: Screen, spec: Column, name: str, record: Record) -> Any:
    """A field's value as people read it: codes by their label, references as links."""
    held = getattr(record, name)
    match spec.holds:
        case Holds.REFERENCE | Holds.ANY_REFERENCE:
            return record_link(screen, _refs(spec, held)[0])
        case Holds.REFERENCES | Holds.ANY_REFERENCES:
            return cites(screen, _refs(spec, held), most=MOST)
    return plain_value(screen, spec, name, record)


def plain_value(screen: Screen, spec: Column, name: str, record: Record) -> str:  # noqa: PLR0911
    """A field's value in words alone."""
    held = getattr(record, name)
    profile = screen.report.profile
    match spec.holds:
        case Holds.CODE:
            return screen.say(profile.label(spec.codes, held))
        case Holds.CODES:
            return ", ".join(screen.say(profile.label(spec.codes, code)) for code in held)
        case Holds.REFERENCE | Holds.ANY_REFERENCE | Holds.REFERENCES | Holds.ANY_REFERENCES:
            return ", ".join(screen.name(ref) for ref in _refs(spec, held))
        case Holds.FLAG:
            return screen.say("yes") if held else screen.say("no")
        case Holds.MONEY:
            return f"{getattr(record, 'currency', None) or ''} {held:,}".strip()
        case Holds.WHOLE if name not in ("legal_basis", "revision"):
            return f"{held:,}"
        case Holds.NUMBER:
            return f"{held:,.10g}"
        case Holds.SPLIT:
            return ", ".join(
                f"{screen.name(f'territory/{code}')} {share:g} %" for code, share in held
            )
        case Holds.TEXTS:
            return ", ".join(held)
    return str(held)


def _refs(spec: Column, held: Any) -> list[str]:
    """What a field refers to, ``kind/id`` each."""
    many = [held] if isinstance(held, str) else list(held)
    is_any = spec.holds in (Holds.ANY_REFERENCE, Holds.ANY_REFERENCES)
    return many if is_any else [f"{spec.refers[0]}/{one}" for one in many]
