"""Which governments are joined to the next level up: the rungs of the ladder."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from coherence.measures.governments import offices_of
from coherence.measures.network import Network, is_table
from coherence.measures.recorded import reach_of
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
    offices: tuple[str, ...]
    """Who stands for the government; where it is joined, the one that is."""
    network: Network = field(repr=False, compare=False)
    to: str = ""
    """The actor or mechanism of the upper level, ``kind/id``."""
    through: str = ""
    """The mechanism or agreement at which they meet, or "" where they are joined directly."""

    @property
    def cites(self) -> tuple[str, ...]:
        """The records that join them; where none does, the offices on record."""
        if not self.joined:
            return self.offices
        path = (*self.offices, self.through, self.to) if self.through else (*self.offices, self.to)
        return tuple(ref for step in pairwise(path) for ref in self.network.cites(*step))


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
    network: Network, code: str, ranks: tuple[int, int], offices: tuple[str, ...]
) -> Connection:
    upper, near, names, own = ranks[1], network.near, network.names, network.ranks
    numbers = [(office, network.number[office]) for office in offices]
    for office, at in numbers:
        for other in near[at]:
            if own[names[other]] == upper:
                return Connection(code, *ranks, True, (office,), network, names[other])
    for office, at in numbers:
        for table in near[at]:
            for other in near[table] if is_table(names[table]) else ():
                if own[names[other]] == upper:
                    met = names[other], names[table]
                    return Connection(code, *ranks, True, (office,), network, *met)
    return Connection(code, *ranks, False if offices else None, offices, network)


def missing_rungs(scope: Scope) -> tuple[Connection, ...]:
    """The governments that no recorded link joins to the next level, and those not on record."""
    return tuple(c for c in upward_connections(scope) if not c.joined)
