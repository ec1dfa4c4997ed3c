"""Where each actor stands on the network screen: bands by level, and an order that lasts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from coherence.measures.network import Network, is_table
from coherence.measures.recorded import lies_in, reach
from coherence.scope import Scope
from data.model import Actor, Mechanism, Participation, Programme, Record

IN_A_ROW = 40
"""Nodes in one row of a band; more of them stand in several rows of it."""


def positions(scope: Scope, network: Network | None = None) -> dict[str, tuple[float, float]]:
    """Node → (x from 0 to 1, band from 0 national downwards), for the unit's network or another.

    The whole part of the band is the rank; those off the ladder stand below the lowest. A
    crowded band has rows: 3.0, 3.25 … No two nodes share a place, the nodes of a row are evenly
    spaced, and their order hangs on place, sector, kind and id alone: a new actor moves others
    aside but past nobody.
    """
    shown = network or reach(scope)
    bands: dict[int, list[str]] = defaultdict(list)
    off_ladder = scope.graph.lowest + 1
    for node, rank in shown.ranks.items():
        bands[off_ladder if rank is None else rank].append(node)
    sectors = scope.once(_sectors)
    found: dict[str, tuple[float, float]] = {}
    for band, nodes in bands.items():
        nodes.sort(key=lambda node: _order(scope, node, sectors))
        found.update(_spread(nodes, band))
    return dict(sorted(found.items()))


def _spread(nodes: list[str], band: int) -> dict[str, tuple[float, float]]:
    """Row by row in turn, so that neighbours in order stay neighbours on screen."""
    rows = -(-len(nodes) // IN_A_ROW)
    return {
        node: ((number + 0.5) / len(nodes), band + (number % rows) / (rows + 1))
        for number, node in enumerate(nodes)
    }


def _order(
    scope: Scope, node: str, sectors: Mapping[str, str]
) -> tuple[bool, int, str, bool, str, str]:
    """The unit's own first, then by place, sector, tables before actors, kind and id."""
    record = scope.snapshot.get(node)
    place = _place(record)
    number = scope.places.interval.get(place or "", (len(scope.places.interval), 0))[0]
    kind = (record.kind if isinstance(record, Actor) else None) or ""
    return (
        not lies_in(scope, node), number, sectors.get(node, "~"), not is_table(node), kind, node
    )  # fmt: skip


def _place(record: Record | None) -> str | None:
    if isinstance(record, Mechanism):
        return min(record.territories, default=None)
    place = getattr(record, "territory", None)
    return place if isinstance(place, str) else None


def _sectors(scope: Scope) -> Mapping[str, str]:
    """Actor → the sector most of its programmes are in; of equals the profile's first."""
    snapshot = scope.snapshot
    order = {code: number for number, code in enumerate(scope.profile.codes("sector"))}
    programmes = snapshot.of(Programme)
    part = {(p.id, p.lead) for p in programmes.values() if p.lead}
    part |= {(p.programme, p.actor) for p in snapshot.of(Participation).values()}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for programme, actor in part:
        if programme in programmes:
            counts[f"actor/{actor}"].update(programmes[programme].sectors)
    return {
        actor: min(found, key=lambda s: (-found[s], order.get(s, len(order)), s))
        for actor, found in counts.items()
        if found
    }
