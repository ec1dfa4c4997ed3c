"""Ways to mend what tables lack: seats, meetings, who comes, and items of a checklist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from coherence.action_blanks import Blanks, blanks_of_place
from coherence.institutions import institutions
from coherence.scope import Scope
from coherence.seats import Table, table
from coherence.voices import is_kind
from data.columns import PartialDate
from data.model import Actor, Mechanism, link_id


def associations(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """A migrant association of the mechanism's own places, or of the place, where on record."""
    graph = scope.graph
    near = blanks.get("territories") or (blanks.get("place"),)
    found = [
        actor.id
        for actor in graph.snapshot.of(Actor).values()
        if actor.territory in near and is_kind(graph, actor.kind, "migrant")
        if graph.in_force(actor)
    ]
    yield {"actor": found[0]} if found else {}


def first_council(scope: Scope, code: str, blanks: Blanks) -> Iterator[Blanks]:
    """A migrant association of a place that has no council on migration on record."""
    if not institutions(scope).mechanisms.get(blanks["id"]):
        yield from associations(scope, code, blanks)


def unseated(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The local governments right below a table's place that have an office and no seat at it.

    Of a place: the tables of the unit at which it could sit.
    """
    graph, places = scope.graph, scope.places
    if blanks["ref"].startswith(f"{Mechanism.KIND}/"):
        mechanism = scope.snapshot.of(Mechanism)[blanks["id"]]
        lower = (child for place in mechanism.territories for child in places.children(place))
        pairs = [(mechanism, place) for place in lower if places.is_lgu(place)]
    else:
        upper = places.parent(blanks["id"])
        pairs = [(m, blanks["id"]) for m in scope.mechanisms if upper in m.territories]
    for mechanism, place in pairs:
        found = blanks_of_place(graph, place)
        holders = {seat.holder for seat in table(graph, mechanism).seats}
        if found.get("office") and found["office"] not in holders:
            yield {
                **found, "table": mechanism.id, "table_name": graph.called(mechanism.ref),
                "key": f"{mechanism.id}--{place}",
            }  # fmt: skip


def items(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """A checklist item, what it is called and its full points."""
    item, profile = blanks["part"], scope.profile
    yield {
        "item": item, "item_name": profile.label("checklist_item", item),
        "item_maximum": profile.setting("checklists", item, "maximum"),
        "key": f"{blanks['id']}--{item}",
    }  # fmt: skip


# --- one action, several records -----------------------------------------------------------------


def _table(scope: Scope, blanks: Blanks) -> Table:
    return table(scope.graph, scope.snapshot.of(Mechanism)[blanks.get("table", blanks["id"])])


def missing_meetings(scope: Scope, blanks: Blanks) -> Iterator[Blanks]:
    """Days in the last months for the meetings that a mechanism must hold and did not."""
    at = _table(scope, blanks)
    missing = max(0, (at.mechanism.meetings_required_per_year or 1) - len(at.meetings))
    held = {meeting.date.first for meeting in at.all_meetings}
    free = (scope.as_of - timedelta(days=7 * week) for week in range(1, 52))
    for day in [day for day in free if day not in held][:missing]:
        on = PartialDate(day)
        yield {"on": on, "meeting": link_id(at.mechanism.id, on)}


def held_meetings(scope: Scope, blanks: Blanks) -> Iterator[Blanks]:
    """The meetings of the last twelve months."""
    yield from ({"meeting": meeting.id} for meeting in _table(scope, blanks).meetings)


def members(scope: Scope, blanks: Blanks) -> Iterator[Blanks]:
    """Who holds a seat at the mechanism."""
    holders = (seat.holder for seat in _table(scope, blanks).seats)
    yield from ({"member": holder} for holder in dict.fromkeys(filter(None, holders)))
