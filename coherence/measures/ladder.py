"""Which governments are joined to the next level up: the rungs of the ladder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from coherence.measures.governments import offices_of
from coherence.measures.network import Network, is_table, reach_of
from coherence.scope import Scope


@dataclass(frozen=True, slots=True)
class Connection:
    """Whether a government is joined to the next level above it, and by what."""

    territory: str
    rank: int
    upper: int
    """Rank of the next place above it on the ladder."""
    joined: bool | None
    """None: no actor of the government is on record."""
    to: str = ""
    """The actor or mechanism of the upper level, ``kind/id``."""
    through: str = ""
    """The mechanism or agreement at which they meet, or "" where they are joined directly."""
    cites: tuple[str, ...] = ()


def upward_connections(scope: Scope) -> tuple[Connection, ...]:
    """One per government of the unit below the country, depth first: the rungs of its ladder."""
    return scope.once(_upward_connections)


def _upward_connections(scope: Scope) -> tuple[Connection, ...]:
    graph, places = scope.graph, scope.places
    network, offices = reach_of(graph), offices_of(graph)
    found = []
    for code in sorted(scope.territories, key=lambda c: places.interval[c]):
        rank, above = places.rank(code), places.parent(code)
        upper = places.rank(above) if above else None
        if rank is None or upper is None or rank > graph.lowest:
            continue
        found.append(_connection(network, code, (rank, upper), offices.get(code, ())))
    return tuple(found)


def _connection(
    network: Network, code: str, ranks: tuple[int, int], offices: Collection[str]
) -> Connection:
    rank, upper = ranks
    for office in offices:
        for other in network.neighbours[office]:
            if network.ranks[other] == upper:
                cites = network.cites(office, other)
                return Connection(code, rank, upper, True, other, cites=cites)
    for office in offices:
        for table in filter(is_table, network.neighbours[office]):
            for other in network.neighbours[table]:
                if network.ranks[other] == upper:
                    cites = network.cites(office, table) + network.cites(table, other)
                    return Connection(code, rank, upper, True, other, table, cites)
    return Connection(code, rank, upper, False if offices else None, cites=tuple(offices))


def missing_rungs(scope: Scope) -> tuple[Connection, ...]:
    """The governments that no recorded link joins to the next level, and those not on record."""
    return tuple(c for c in upward_connections(scope) if not c.joined)
