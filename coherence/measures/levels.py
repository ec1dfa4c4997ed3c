"""How far links cross levels: by pair of levels, and against random mixing of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb

import numpy as np

from coherence.graph import Link
from coherence.measures.network import OFF_LADDER, Ints, Network, ranked_edges
from coherence.measures.recorded import coordination
from coherence.scope import Scope

SHUFFLES = 1_000
_COUNTED_BY_A_BYTE = 255
"""Links looked at together, so that a byte holds how many of them cross levels."""


@dataclass(frozen=True, slots=True)
class Mixing:
    """How many links of a network join two levels, against random mixing of its levels."""

    nodes: int
    links: int
    external: int
    """Links between different levels."""
    random: float | None
    """Share of external links that random mixing would give, 0–1; None below two nodes."""

    @property
    def ratio(self) -> float | None:
        """External links against random mixing: 1 is what chance would give, more is better.

        None where there is no link, or all nodes are of one level.
        """
        return self.external / self.links / self.random if self.links and self.random else None

    @property
    def ei(self) -> float | None:
        """E-I index, −1 (all links within levels) to +1 (all between them); None without links."""
        return (2 * self.external - self.links) / self.links if self.links else None

    @property
    def ei_random(self) -> float | None:
        """The E-I index of random mixing: with unequal levels it is already positive."""
        return None if self.random is None else 2 * self.random - 1


def mixing(network: Network) -> Mixing:
    """How the links of a network's ranked nodes mix its levels (Krackhardt and Stern 1988)."""
    levels, ends = network.levels, ranked_edges(network)
    external = int((levels[ends[:, 0]] != levels[ends[:, 1]]).sum())
    sizes = np.bincount(levels[levels != OFF_LADDER]).tolist()
    nodes, within = sum(sizes), sum(comb(n, 2) for n in sizes)
    pairs = comb(nodes, 2)
    return Mixing(nodes, len(ends), external, 1 - within / pairs if pairs else None)


def permutation_p(network: Network, chance: np.random.Generator) -> float | None:
    """How often shuffled levels come at least as far from random mixing as the network does.

    Share of 1,000 shuffles, counting the network itself as one more, so never 0; both sides.
    Nodes are taken in an order that depends on the network's form alone, so renaming them
    changes nothing. None where there is no link, or all nodes are of one level.
    """
    found = mixing(network)
    if not found.links or not found.random:
        return None
    ranked = network.ranked
    one, other = _by_form(ranked)[ranked.numbered_edges].T
    drawn = shuffled_levels(ranked.levels, chance)
    external = np.zeros(SHUFFLES, np.int64)
    for at in range(0, len(one), _COUNTED_BY_A_BYTE):
        some = slice(at, at + _COUNTED_BY_A_BYTE)
        external += (drawn[one[some]] != drawn[other[some]]).sum(axis=0, dtype=np.uint8)
    expected = found.random * found.links
    far = abs(found.external - expected)
    beyond = int((np.abs(external - expected) >= far - 1e-9).sum())
    return (beyond + 1) / (SHUFFLES + 1)


def shuffled_levels(levels: Ints, chance: np.random.Generator) -> Ints:
    """1,000 random orders of some levels, a column each.

    The swaps of Fisher and Yates from the last to the first, each in all columns at once. Those of
    the most frequent level come last and need no place drawn: they fill what the others leave.
    """
    ranks, numbers = np.unique(levels, return_counts=True)
    in_order = np.repeat(ranks[np.argsort(numbers)], np.sort(numbers)).astype(np.int8)
    drawn = np.repeat(in_order[:, None], SHUFFLES, axis=1)
    cells, columns = drawn.reshape(-1), np.arange(SHUFFLES)
    for place in reversed(range(len(levels) - numbers.max(initial=0))):
        further = (chance.random(SHUFFLES) * (len(levels) - place)).astype(np.int64)
        other = (place + further) * SHUFFLES + columns
        moved = drawn[place].copy()
        drawn[place] = cells[other]
        cells[other] = moved
    return drawn


def _by_form(network: Network) -> Ints:
    """The place of each node in an order that depends on form and levels alone.

    By level, and those without a link first: they are all alike, and in the search for the order
    of the others they would take most of the time.
    """
    import igraph

    joined = np.zeros(len(network.ranks), bool)
    joined[network.numbered_edges] = True
    edges = (np.cumsum(joined) - 1)[network.numbered_edges]
    linked = igraph.Graph(n=int(joined.sum()), edges=edges.tolist())
    own = np.full(len(joined), -1)
    levels = network.levels[joined].tolist()
    own[joined] = np.argsort(linked.canonical_permutation(color=levels))
    return np.argsort(np.lexsort((own, network.levels)))


@dataclass(frozen=True, slots=True)
class Shape:
    """Figures that describe a network and score nothing."""

    nodes: int
    links: int
    isolates: int
    components: int
    density: float | None
    """Share of possible links that are there, 0–1."""
    centralisation: float | None
    """Freeman's by degree: 0 all alike, 1 a star; None below three nodes."""
    modularity: float | None
    """Newman's, by level: how far links stay within levels, beyond chance; None without links."""
    mixing: Mixing


def shape(network: Network) -> Shape:
    """What describes a network; ask it of ``network`` and beside it of ``network.direct``."""
    n, m = len(network.nodes), len(network.numbered_edges)
    degrees = list(map(len, network.near))
    spread = n * max(degrees, default=0) - sum(degrees)
    return Shape(
        nodes=n,
        links=m,
        isolates=len(network.isolates),
        components=len(network.components),
        density=m / comb(n, 2) if n > 1 else None,
        centralisation=spread / ((n - 1) * (n - 2)) if n > 2 else None,
        modularity=_modularity(network.ranked),
        mixing=mixing(network),
    )


def shapes(scope: Scope) -> dict[str, Shape]:
    """The unit's network ``direct and through mechanisms``, and beside it ``direct`` alone."""
    network = coordination(scope)
    return {"direct and through mechanisms": shape(network), "direct": shape(network.direct)}


def _modularity(network: Network) -> float | None:
    between = network.levels[network.numbered_edges]
    m = len(between)
    if not m:
        return None
    within = Counter(between[between[:, 0] == between[:, 1], 0].tolist())
    degree = Counter(between.ravel().tolist())
    return sum(within[rank] / m - (degree[rank] / (2 * m)) ** 2 for rank in degree)


# --- links between levels ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LevelPair:
    """The links between two levels, or within one, of a unit's network."""

    upper: int
    """Rank; within one level the same as ``lower``."""
    lower: int
    edges: int
    """Pairs of nodes that are joined, mechanisms and agreements included."""
    density: float | None
    """Share of all possible pairs that are joined, 0–1; None where there can be none."""
    down: int
    """Ties that run down: mandate, money, assistance."""
    up: int
    """Ties that run up: reporting, needs, lessons."""
    across: int


def level_pairs(scope: Scope) -> tuple[LevelPair, ...]:
    """One row per pair of levels present in the unit's network, upper level first."""
    network = coordination(scope).ranked
    counts = Counter(network.levels.tolist())
    edges = Counter(_levels(network, network.numbered_edges))
    flows: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for link, between in zip(network.links, _levels(network, network.link_ends), strict=True):
        if link.cites.startswith("tie/"):
            flows[between][runs(network, link)] += 1
    found = []
    for upper, lower in combinations_with_replacement(sorted(counts), 2):
        here, n = (upper, lower), counts[upper]
        possible = n * (n - 1) // 2 if upper == lower else n * counts[lower]
        density = edges[here] / possible if possible else None
        flow = flows[here]
        found.append(
            LevelPair(upper, lower, edges[here], density, flow["down"], flow["up"], flow["across"])
        )
    return tuple(found)


def _levels(network: Network, ends: Ints) -> Iterator[tuple[int, int]]:
    """The levels that each pair of nodes joins, the upper one first."""
    upper, lower = np.sort(network.levels[ends], axis=1).T.tolist()
    return zip(upper, lower, strict=True)


def runs(network: Network, link: Link) -> str:
    """``down``, ``up`` or ``across``: links within a level, or off the ladder, run across."""
    source, target = network.ranks[link.source], network.ranks[link.target]
    if source is None or target is None or source == target:
        return "across"
    return link.flow
