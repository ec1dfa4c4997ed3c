"""Rules on how we know, and where: sources, descriptions, and places that fit the level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.issues import Issue
from data.model import (
    RECORD_KINDS,
    Actor,
    Alignment,
    Instrument,
    Mechanism,
    Programme,
    Record,
    Territory,
)
from data.rules.examined import Examined

_SEEN: Final = frozenset({"A", "B"})
_SHORT: Final = 20
"""Characters below which a description says next to nothing."""


def alignments_without_evidence(register: Examined) -> Iterator[Issue]:
    """Who says that one objective carries out another also says where that can be read."""
    methods = register.profile.codes("alignment_method")
    for link in register.of(Alignment):
        method = methods.get(link.method or "")
        is_suggestion = method is not None and method.about.get("counts") is False
        if link.source is None and not is_suggestion:
            problem = "there is no evidence for this alignment"
            remedy = "Name the documents and the pages."
            yield register.warning(link, "source", "no-evidence", problem, remedy)


def grades_without_source(register: Examined) -> Iterator[Issue]:
    """What was seen in a document names it."""
    for kind in RECORD_KINDS:
        for record in register.of(kind):
            if record.grade in _SEEN and record.source is None and kind is not Alignment:
                problem = f"grade {record.grade} rests on a document, and none is named"
                remedy = "Name it with the page, or grade it C."
                yield register.warning(record, "source", "no-source", problem, remedy)


def short_descriptions(register: Examined) -> Iterator[Issue]:
    """A description of a word or two helps nobody."""
    for programme in register.of(Programme):
        if programme.description is not None and len(programme.description) < _SHORT:
            problem = "the description is very short"
            remedy = "Say what is done, for whom and where."
            yield register.information(
                programme, "description", "short-description", problem, remedy
            )


_PLACED: Final[tuple[tuple[type[Record], str], ...]] = (
    (Programme, "territories"), (Actor, "territory"), (Mechanism, "territories"),
    (Instrument, "territory"),
)  # fmt: skip


def places_too_coarse(register: Examined) -> Iterator[Issue]:
    """A local body or programme has a local place, not the whole region."""
    places = register.whole.of(Territory)
    for kind, field in _PLACED:
        for record in register.of(kind):
            own = register.rank(_level_of(register, record))
            if own is None:
                continue
            value = getattr(record, field) or ()
            for code in (value,) if isinstance(value, str) else value:
                place = places.get(code)
                rank = register.rank(place.level) if place is not None else None
                if place is not None and rank is not None and rank < own:
                    problem = f"{place.name} ({code}) is wider than the level of this record"
                    remedy = "Name the places themselves, or correct the level."
                    yield register.warning(record, field, "coarse-place", problem, remedy)


def _level_of(register: Examined, record: Record) -> str | None:
    level: str | None = getattr(record, "level", None)
    if level is None and isinstance(record, Programme):
        lead = register.whole.of(Actor).get(record.lead or "")
        return lead.level if lead else None
    return level


def unofficial_codes(register: Examined) -> Iterator[Issue]:
    """A territory's number has the form of the country's official codes."""
    form = register.profile.territory_code
    if form is None:
        return
    name = register.profile.setting("territory_code", "name", default="official")
    for place in register.of(Territory):
        if place.id.isdecimal() and not form.fullmatch(place.id):
            problem = f"this is not of the form of a {name} code"
            yield register.warning(place, "id", "territory-code", problem, "Check its digits.")
