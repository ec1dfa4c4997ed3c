"""Who stands between others: go-betweens, roles of brokerage, structural holes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb, log, sqrt

import numpy as np

from coherence.measures.governments import NATIONAL, offices_of
from coherence.measures.network import Network, coordination, reach_of
from coherence.scope import Scope

LARGE = 1_000
"""From this many starting points on, betweenness is estimated from as many drawn by chance."""


# --- go-betweens --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GoBetween:
    """An actor or mechanism on the shortest paths between others."""

    ref: str
    share: float
    """Of the shortest paths between the ends, the share that it passes on, 0–1."""


@dataclass(frozen=True, slots=True)
class GoBetweens:
    """Everyone on the shortest paths between two groups, the busiest first."""

    found: tuple[GoBetween, ...]
    pairs: int
    """Pairs of ends that a path joins; of a sample, those in it."""
    error: float
    """Half the width of a 95 % interval of each share (Hoeffding); 0 where all were counted."""


def between_lgus_and_nation(scope: Scope, chance: np.random.Generator) -> GoBetweens:
    """Who passes on what between the unit's LGUs and national bodies."""
    network, offices = reach_of(scope.graph), offices_of(scope.graph)
    lgus = [office for lgu in scope.lgus for office in offices.get(lgu, ())]
    tops = [n for n in network.at(NATIONAL) if not n.startswith("instrument/")]
    return go_betweens(network, lgus, tops, chance)


def go_betweens(
    network: Network, starts: Iterable[str], ends: Iterable[str], chance: np.random.Generator
) -> GoBetweens:
    """Who lies on the shortest paths from ``starts`` to ``ends`` (Freeman's betweenness).

    Each pair counts once, shared evenly among its shortest paths. With `LARGE` or more starts
    the shares are estimated from as many drawn without replacement.
    """
    sources, targets = sorted(set(starts)), sorted(set(ends) - set(starts))
    error = 0.0
    if len(sources) > LARGE:
        sources = sorted(chance.choice(sources, LARGE, replace=False).tolist())
        error = sqrt(log(2 / 0.05) / (2 * LARGE))
    pairs = _joined(network, sources, targets)
    if not pairs:
        return GoBetweens((), 0, error)
    number = network.number
    # igraph counts each pair of an undirected graph half from either end
    passed = network.as_igraph.betweenness(
        directed=False, sources=[number[s] for s in sources], targets=[number[t] for t in targets]
    )
    found = [
        GoBetween(node, 2 * through / pairs)
        for node, through in zip(network.nodes, passed, strict=True)
        if through > 0
    ]
    return GoBetweens(tuple(sorted(found, key=lambda g: (-g.share, g.ref))), pairs, error)


def _joined(network: Network, sources: Iterable[str], targets: Iterable[str]) -> int:
    """How many pairs lie in one component."""
    part = {node: i for i, nodes in enumerate(network.components) for node in nodes}
    ends = Counter(part[t] for t in targets)
    return sum(ends[part[s]] for s in sources)


# --- brokerage between levels --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Roles:
    """How many open two-paths a broker joins, by the levels of its ends (Gould–Fernandez 1989).

    An open two-path joins two nodes that have no link of their own. Links have no direction
    here, so representative and gatekeeper are one role.
    """

    coordinator: int = 0
    """All three of one level."""
    consultant: int = 0
    """Both ends of one level, the broker of another."""
    gatekeeper: int = 0
    """One end of the broker's level, the other of another."""
    liaison: int = 0
    """Three different levels."""

    @property
    def cross_level(self) -> int:
        """Two-paths whose ends are of different levels."""
        return self.gatekeeper + self.liaison


def roles(network: Network) -> Mapping[str, Roles]:
    """Node → its roles; ends off the ladder are left out, a broker off it is of no end's level."""
    closed = _closed(network)
    return {node: _roles(network, node, closed[node]) for node in network.nodes}


def _closed(network: Network) -> Mapping[str, Counter[tuple[int, int]]]:
    """Node → its neighbours that are joined to each other, by the ranks of both."""
    found: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    for one, other in network.edges:
        a, b = network.ranks[one], network.ranks[other]
        if a is None or b is None:
            continue
        for broker in network.neighbours[one].keys() & network.neighbours[other].keys():
            found[broker][min(a, b), max(a, b)] += 1
    return found


def _roles(network: Network, node: str, closed: Counter[tuple[int, int]]) -> Roles:
    own = network.ranks[node]
    sizes = Counter(network.ranks[other] for other in network.neighbours[node])
    ranks = sorted(rank for rank in sizes if rank is not None)
    counts: Counter[str] = Counter()
    for i, a in enumerate(ranks):
        for b in ranks[i:]:
            pairs = comb(sizes[a], 2) if a == b else sizes[a] * sizes[b]
            if a == b:
                role = "coordinator" if a == own else "consultant"
            else:
                role = "gatekeeper" if own in (a, b) else "liaison"
            counts[role] += pairs - closed[a, b]
    return Roles(**counts)


@dataclass(frozen=True, slots=True)
class Brokerage:
    """How much of a network's brokerage between levels one mechanism carries."""

    through: int
    """Open cross-level two-paths through it."""
    all: int
    """Open cross-level two-paths through anyone."""
    alone: int
    """Of its own, those that nobody else joins."""

    @property
    def activity(self) -> float | None:
        """A: its share of all open cross-level two-paths, 0–1; None where there is none."""
        return self.through / self.all if self.all else None

    @property
    def exclusivity(self) -> float | None:
        """X: the share of its own that nobody else joins, 0–1; None where it has none."""
        return self.alone / self.through if self.through else None


def brokerage(scope: Scope, broker: str) -> Brokerage:
    """What ``broker`` carries of the brokerage in the unit's network of ranked nodes."""
    network, counts = scope.once(_ranked_roles)
    if broker not in network.ranks and broker in coordination(scope).ranks:
        network = coordination(scope).among({*network.nodes, broker})
        counts = roles(network)
    ends = [n for n in network.neighbours.get(broker, ()) if network.ranks[n] is not None]
    alone = sum(
        network.ranks[one] != network.ranks[other]
        and other not in network.neighbours[one]
        and network.neighbours[one].keys() & network.neighbours[other].keys() == {broker}
        for one, other in combinations(ends, 2)
    )
    through = counts[broker].cross_level if broker in counts else 0
    return Brokerage(through, sum(r.cross_level for r in counts.values()), alone)


# --- structural holes -----------------------------------------------------------------------------


def _ranked_roles(scope: Scope) -> tuple[Network, Mapping[str, Roles]]:
    network = coordination(scope).ranked
    return network, roles(network)


@dataclass(frozen=True, slots=True)
class Holes:
    """How free an actor is to broker between its contacts (Burt 1992)."""

    constraint: float | None
    """Higher is less free; None without contacts."""
    effective_size: float
    """Contacts less the average number of their links to each other."""


def structural_holes(network: Network) -> Mapping[str, Holes]:
    """Node → constraint and effective size, all links alike."""
    if not network.nodes:
        return {}
    constraints = network.as_igraph.constraint()
    return {
        node: Holes(
            constraint if network.neighbours[node] else None, _effective_size(network, node)
        )
        for node, constraint in zip(network.nodes, constraints, strict=True)
    }


def _effective_size(network: Network, node: str) -> float:
    """Contacts − 2·ties among them / contacts (Borgatti's form)."""
    contacts = network.neighbours[node].keys()
    if not contacts:
        return 0.0
    twice = sum(len(network.neighbours[other].keys() & contacts) for other in contacts)
    return len(contacts) - twice / len(contacts)
