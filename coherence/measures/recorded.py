"""The network that a register records: the whole of it, and what of it is around a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from coherence.graph import Link, PolicyGraph
from coherence.measures.network import Network
from coherence.scope import Scope
from data.model import Actor, Instrument, Mechanism, Membership, Tie

Node = Actor | Mechanism | Instrument
Stated = tuple[str, str, str, str, str]
"""Source, target, kind, what states it, and flow of a link: links in their order."""


# --- of a register ---------------------------------------------------------------------------


def coordination_of(graph: PolicyGraph) -> Network:
    """The recorded network of the whole register: ties, memberships and parties in force."""
    return graph.once(_whole_coordination)


def reach_of(graph: PolicyGraph) -> Network:
    """The same and, in it, offices joined to the bodies that they are part of."""
    return graph.once(_whole_reach)


def _whole_coordination(graph: PolicyGraph) -> Network:
    tables = (f"{Actor.KIND}/", f"{Mechanism.KIND}/")
    links = (k for k in graph.once(_links) if not k.cites.startswith(tables))
    return Network(graph.once(_ranks), links)


def _whole_reach(graph: PolicyGraph) -> Network:
    return Network(graph.once(_ranks), graph.once(_links))


def _nodes(graph: PolicyGraph) -> Mapping[str, Node]:
    """Actors, M&D mechanisms and M&D agreements surely in force, by reference."""
    snapshot, counts, on_migration = graph.snapshot, graph.counts, graph.is_on_migration
    held = graph.held(Actor)
    actors = {f"actor/{name}": actor for name, actor in snapshot.of(Actor).items()
              if held[name] and counts(actor)}  # fmt: skip
    held = graph.held(Mechanism)
    tables = {f"mechanism/{name}": table for name, table in snapshot.of(Mechanism).items()
              if held[name] and counts(table) and on_migration(table)}  # fmt: skip
    agreements = {f"instrument/{name}": agreed for name, agreed in snapshot.of(Instrument).items()
                  if len(agreed.parties) > 1 and on_migration(agreed) and counts(agreed)
                  and graph.in_force(agreed)}  # fmt: skip
    return actors | tables | agreements


def _ranks(graph: PolicyGraph) -> Mapping[str, int | None]:
    return {ref: graph.rank(record) for ref, record in graph.once(_nodes).items()}


def _links(graph: PolicyGraph) -> tuple[Link, ...]:
    """Links in force between nodes: those that coordinate, and to what a node is part of."""
    nodes = graph.once(_nodes)
    stated = sorted(k for k in _stated(graph) if k[0] in nodes and k[1] in nodes)
    return tuple(Link(source, target, kind, flow, cites, True)
                 for source, target, kind, cites, flow in stated)  # fmt: skip


def _stated(graph: PolicyGraph) -> Iterator[Stated]:
    snapshot, counts = graph.snapshot, graph.counts
    held = graph.held(Tie)
    for name, tie in snapshot.of(Tie).items():
        if held[name] and counts(tie):
            ends = f"actor/{tie.from_actor}", f"actor/{tie.to_actor}"
            yield *ends, tie.kind or Tie.KIND, f"tie/{name}", graph.flow(tie)
    held = graph.held(Membership)
    for name, seat in snapshot.of(Membership).items():
        if held[name] and counts(seat) and seat.actor:
            ends = f"actor/{seat.actor}", f"mechanism/{seat.mechanism}"
            yield *ends, Membership.KIND, f"membership/{name}", "across"
    for ref, node in graph.once(_nodes).items():
        if isinstance(node, Instrument):
            for party in node.parties:
                yield ref, f"actor/{party}", "party", ref, "across"
        elif node.part_of:
            yield ref, f"{node.KIND}/{node.part_of}", "part_of", ref, "up"


# --- of a unit -------------------------------------------------------------------------------


def coordination(scope: Scope) -> Network:
    """G of a unit: its actors, mechanisms and agreements, those joined to them, and all links."""
    return scope.once(_coordination)


def reach(scope: Scope) -> Network:
    """G of a unit with offices joined to the bodies that they are part of."""
    return scope.once(_reach)


def _coordination(scope: Scope) -> Network:
    return _around(scope, coordination_of(scope.graph))


def _reach(scope: Scope) -> Network:
    return _around(scope, reach_of(scope.graph))


def _around(scope: Scope, whole: Network) -> Network:
    inside = scope.once(_inside)
    if len(inside) == len(whole.ranks):
        return whole
    near, number, names = whole.near, whole.number, whole.names
    joined = {names[other] for node in inside for other in near[number[node]]}
    return whole.among(joined | inside)


def lies_in(scope: Scope, node: str) -> bool:
    """Whether a node belongs to T(u): it works for, or meets for, a place of the unit."""
    return node in scope.once(_inside)


def _inside(scope: Scope) -> Set[str]:
    """The nodes of the register's network that belong to T(u)."""
    at = scope.graph.once(_nodes_at)
    return {node for place in scope.territories for node in at.get(place, ())}


def _nodes_at(graph: PolicyGraph) -> Mapping[str, Sequence[str]]:
    """Place → the nodes that work for it, or meet for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for ref, node in graph.once(_nodes).items():
        for place in node.territories if isinstance(node, Mechanism) else (node.territory,):
            if place:
                found[place].append(ref)
    return found
