"""Who is accountable for an objective or a programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from coherence.graph import PolicyGraph
from coherence.uptake import is_read
from data.model import Inventory, Objective, Participation, Programme


def accountable(graph: PolicyGraph, record: Objective | Programme) -> Mapping[str, str]:
    """Actor → the record that makes it accountable; successors stand for bodies that ended.

    The responsible actors of an objective; the lead of a programme and the participants that the
    profile calls accountable.
    """
    if isinstance(record, Objective):
        return {name: record.ref for a in record.responsible if (name := graph.successor(a))}
    stated = [(record.lead, record.ref)]
    stated += [(part.actor, part.ref) for part in graph.once(_parts).get(record.id, ())]
    found: dict[str, str] = {}
    for actor, ref in stated:
        if name := graph.successor(actor):
            found.setdefault(name, ref)
    return found


def _parts(graph: PolicyGraph) -> Mapping[str, Sequence[Participation]]:
    roles = graph.profile.codes("participation_role")
    found: dict[str, list[Participation]] = defaultdict(list)
    for part in graph.snapshot.of(Participation).values():
        role = roles.get(part.role or "")
        if role and role.about.get("accountable") and graph.counts(part):
            found[part.programme].append(part)
    return found


def nobody_else(graph: PolicyGraph, record: Objective | Programme) -> tuple[str, ...]:
    """What closes the question of who is accountable: that nobody is on record means nobody.

    The instrument of an objective, read whole; inventories of participations of every place of a
    programme. Else ().
    """
    if isinstance(record, Objective):
        instrument = graph.instrument(record)
        return (instrument.ref,) if instrument and is_read(graph, instrument) else ()
    found = [graph.inventory(Participation.KIND, place) for place in graph.reach(record)]
    closing = [inventory for inventory in found if isinstance(inventory, Inventory)]
    return tuple(i.ref for i in closing) if len(closing) == len(found) else ()
