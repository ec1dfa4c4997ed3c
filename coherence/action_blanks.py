"""What the blanks of an action stand for: the record at hand, its place, its office, its pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from coherence.facets import PAIR
from coherence.graph import PolicyGraph
from coherence.institutions import basis_ends, legal_basis
from coherence.measures import offices_of
from coherence.scope import Scope
from coherence.when import months_after
from data.columns import PartialDate
from data.model import (
    Actor,
    Mechanism,
    Meeting,
    Need,
    Objective,
    Programme,
    Record,
    ReportDue,
    Submission,
    columns_of,
)

Blanks = Mapping[str, Any]
Each = Callable[[Scope, str, Blanks], Iterator[Blanks]]
"""(Unit, indicator, blanks of the judgement's subject) → further blanks, one set an action."""
Part = Callable[[Scope, Blanks], Iterator[Blanks]]
"""(Unit, blanks of an action) → further blanks, one set a record that it makes or changes."""


def blanks_of(scope: Scope, subject: str) -> Blanks | None:
    """What the blanks stand for where an action is about a judgement's subject.

    None where its record is not in the register.
    """
    graph, (ref, _, part) = scope.graph, subject.partition("@")
    if PAIR in ref:
        return _of_pair(graph, *ref.split(PAIR))
    record = graph.snapshot.get(ref)
    return None if record is None else {**blanks_of_record(graph, record), "part": part}


def blanks_of_record(graph: PolicyGraph, record: Record) -> Blanks:
    """The blanks of a record: its fields, its place and what its kind knows beside."""
    fields = {name: getattr(record, name) for name in columns_of(type(record))}
    own = {
        "ref": record.ref, "id": record.id, "name": _called(graph, record), "day": graph.as_of,
        "money_in": getattr(record, "currency", None) or graph.profile.currency,
    }  # fmt: skip
    place = blanks_of_place(graph, _place_of(graph, record))
    return {**fields, **place, **own, **_of_kind(graph, record)}


def _of_kind(graph: PolicyGraph, record: Record) -> Blanks:
    match record:
        case Objective() if None not in (record.cost, record.allocation):
            return {"short_of": (record.cost or 0) - (record.allocation or 0)}
        case Submission():
            return {"to_name": graph.called(record.to)}
        case Mechanism():
            return _of_basis(graph, record)
        case _:
            return {}


RESOLUTION, ORDER, ORDINANCE = 2, 3, 4
"""Legal bases of a mechanism."""


def _of_basis(graph: PolicyGraph, mechanism: Mechanism) -> Blanks:
    """Which legal bases would be firmer than a mechanism's own, and when that ends if soon.

    Only a local government passes ordinances.
    """
    basis, ends = legal_basis(graph, mechanism) or 0, basis_ends(graph, mechanism)
    level = graph.profile.levels.get(mechanism.level or "")
    is_local = level is not None and level.counts_as_lgu
    return {
        "below_resolution": basis < RESOLUTION,
        "below_order": basis < ORDER,
        "below_ordinance": basis < ORDINANCE and is_local,
        "basis_ends": ends,
        "basis_extended": PartialDate(months_after(graph.as_of, 36)),
    }


def _called(graph: PolicyGraph, record: Record) -> str:
    if not isinstance(record, Need):
        words = getattr(record, "title", None) or getattr(record, "text", None)
        return str(words or graph.called(record.ref))
    label = graph.profile.label
    words = (
        label("service", record.service), label("beneficiary_group", record.group),
        label("phase", record.phase),
    )  # fmt: skip
    return ", ".join(filter(None, words)) or record.id


def _place_of(graph: PolicyGraph, record: Record) -> str | None:
    match record:
        case Mechanism():
            return next(iter(record.territories), None)
        case Meeting():
            held_by = graph.snapshot.of(Mechanism).get(record.mechanism)
            return _place_of(graph, held_by) if held_by else None
        case ReportDue():
            sender = graph.snapshot.of(Actor).get(record.from_actor)
            return sender.territory if sender else None
        case _:
            return graph.territory_of(record)


def blanks_of_place(graph: PolicyGraph, place: str | None, prefix: str = "") -> dict[str, Any]:
    """The blanks of a place and of the office that stands for it, and of the place right above.

    With a ``prefix``, as in ``below_``, of the place alone.
    """
    territory = graph.snapshot.territories.get(place or "")
    if territory is None or place is None:
        return {}
    office = office_in(graph, place)
    name = "place" if not prefix else prefix.rstrip("_")
    found: dict[str, Any] = {
        name: place, f"{name}_name": territory.name, f"{prefix}level": territory.level,
        f"{prefix}office": office, f"{prefix}office_ref": f"actor/{office}" if office else None,
        f"{prefix}office_name": graph.called(f"actor/{office}") if office else None,
    }  # fmt: skip
    if prefix:
        return found
    return blanks_of_place(graph, graph.places.parent(place), "upper_") | found


def office_in(graph: PolicyGraph, place: str) -> str | None:
    """The government of a place: of its offices on record the one that is part of no other."""
    actors = graph.snapshot.of(Actor)
    names = [ref.partition("/")[2] for ref in offices_of(graph).get(place, ())]
    return min(names, key=lambda name: (actors[name].part_of is not None, name), default=None)


def _of_pair(graph: PolicyGraph, one: str, other: str) -> Blanks | None:
    """Two programmes and their leads, two objectives, or a place and the one right above it."""
    first, second = graph.snapshot.get(one), graph.snapshot.get(other)
    if first is None or second is None:
        return None
    if isinstance(first, Programme) and isinstance(second, Programme):
        return _of_programmes(graph, first, second)
    if isinstance(first, Objective) and isinstance(second, Objective):
        names = {"child_name": first.title, "parent_name": second.title}
        key = {"key": f"{first.id}--{second.id}", "parent_id": second.id}
        return {**blanks_of_record(graph, first), **names, **key}
    if first.KIND != "territory":
        return None
    return {**blanks_of_place(graph, first.id), "ref": one, "id": first.id, "day": graph.as_of}


def _of_programmes(graph: PolicyGraph, first: Programme, second: Programme) -> Blanks:
    found: dict[str, Any] = {
        "one": first.id, "other": second.id, "day": graph.as_of,
        "one_name": graph.called(first.ref), "other_name": graph.called(second.ref),
    }  # fmt: skip
    leads = sorted({graph.successor(p.lead) or "" for p in (first, second)})
    if len(leads) == 2 and all(leads):
        names = [graph.called(f"actor/{lead}") for lead in leads]
        found |= {"leads": "--".join(leads), "first": leads[0], "second": leads[1]}
        found |= {"first_name": names[0], "second_name": names[1]}
    return found
