"""Who stands between others: go-betweens, roles of brokerage, structural holes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, repeat
from math import log, sqrt

import numpy as np

from coherence.measures.governments import NATIONAL, offices_of
from coherence.measures.network import OFF_LADDER, Ints, Network, ranked_edges
from coherence.measures.recorded import coordination, reach_of
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
    part = {number: i for i, numbers in enumerate(network.parts) for number in numbers}
    ends = Counter(part[network.number[t]] for t in targets)
    return sum(ends[part[network.number[s]]] for s in sources)


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
    counts = _role_counts(network).tolist()
    return {node: Roles(*row) for node, row in zip(network.nodes, counts, strict=True)}


def _role_counts(network: Network) -> Ints:
    """How often each node has each of the `Roles`, in their order."""
    nodes, own = np.arange(len(network.ranks)), network.levels
    ranks = max(own.max(initial=0), 0) + 1
    open_paths = _paths(network, ranks) - _closed_paths(network, ranks)
    within, between = np.diagonal(open_paths, axis1=1, axis2=2), open_paths.copy()
    between[:, np.arange(ranks), np.arange(ranks)] = 0
    on_ladder = own != OFF_LADDER
    coordinator = np.where(on_ladder, within[nodes, own], 0)
    gatekeeper = np.where(on_ladder, between[nodes, own].sum(1) + between[nodes, :, own].sum(1), 0)
    consultant = within.sum(1) - coordinator
    liaison = between.sum((1, 2)) - gatekeeper
    return np.stack((coordinator, consultant, gatekeeper, liaison), 1)


def _paths(network: Network, ranks: int) -> Ints:
    """Node → pairs of its neighbours by the ranks of both, the upper one first."""
    one, other = network.numbered_edges.T
    ends = np.concatenate((np.stack((one, other), 1), np.stack((other, one), 1)))
    ends = ends[network.levels[ends[:, 1]] != OFF_LADDER]
    sizes = np.zeros((len(network.ranks), ranks), np.int64)
    np.add.at(sizes, (ends[:, 0], network.levels[ends[:, 1]]), 1)
    pairs = np.triu(sizes[:, :, None] * sizes[:, None, :])
    alike = np.arange(ranks)
    pairs[:, alike, alike] = sizes * (sizes - 1) // 2
    return pairs


def _closed_paths(network: Network, ranks: int) -> Ints:
    """Node → pairs of its neighbours that are joined to each other, by the ranks of both."""
    contacts, ends = network.contacts, ranked_edges(network)
    between = [contacts[one] & contacts[other] for one, other in ends.tolist()]
    upper, lower = np.sort(network.levels[ends], axis=1).repeat(list(map(len, between)), axis=0).T
    brokers = np.fromiter(chain.from_iterable(between), np.int64, len(upper))
    found = np.zeros((len(network.ranks), ranks, ranks), np.int64)
    np.add.at(found, (brokers, upper, lower), 1)
    return found


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
    network, across = scope.once(_brokered)
    if broker not in network.ranks and broker in coordination(scope).ranks:
        network = coordination(scope).among({*network.nodes, broker})
        across = _across_levels(network)
    if broker not in network.ranks:
        return Brokerage(0, sum(across), 0)
    at, contacts, levels = network.number[broker], network.contacts, network.levels.tolist()
    ends = [n for n in network.near[at] if levels[n] != OFF_LADDER]
    alone = sum(
        levels[one] != levels[other]
        and other not in contacts[one]
        and contacts[one] & contacts[other] == {at}
        for one, other in combinations(ends, 2)
    )
    return Brokerage(across[at], sum(across), alone)


# --- structural holes -----------------------------------------------------------------------------


def _brokered(scope: Scope) -> tuple[Network, Sequence[int]]:
    network = coordination(scope).ranked
    return network, _across_levels(network)


def _across_levels(network: Network) -> Sequence[int]:
    """How many open two-paths between different levels each node joins."""
    found: list[int] = _role_counts(network)[:, 2:].sum(axis=1).tolist()
    return found


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
    sizes = map(_effective_size, repeat(network), range(len(constraints)))
    found = zip(network.nodes, constraints, sizes, strict=True)
    return {node: Holes(free if size else None, size) for node, free, size in found}


def _effective_size(network: Network, node: int) -> float:
    """Contacts − 2·ties among them / contacts (Borgatti's form)."""
    contacts = network.contacts[node]
    if not contacts:
        return 0.0
    twice = sum(len(network.contacts[other] & contacts) for other in contacts)
    return len(contacts) - twice / len(contacts)
