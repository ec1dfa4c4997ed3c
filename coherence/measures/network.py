"""The coordination network: who works with whom, directly or at a common table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, KeysView, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain, compress, pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from coherence.graph import Link

if TYPE_CHECKING:
    import igraph

Pair = tuple[str, str]
"""Two nodes, ``kind/id`` each, the lower one first."""
Ints = npt.NDArray[np.integer[Any]]

TABLES = ("mechanism", "instrument")
"""Kinds of node that join actors to each other: mechanisms and agreements."""
OFF_LADDER: Final = -1
"""The level, as a number, of a node that stands on none."""
UNREACHED: Final = -1
"""How far away a node is that no link leads to."""


class Network:
    """Actors, mechanisms and agreements and the links between them; at most one edge a pair.

    Committees stay nodes of their own: turning one into links between all its members would
    inflate every measure. Only what surely held is in it; what is not on record counts as none.
    Measures work on the nodes' numbers; names are for those who read.
    """

    def __init__(self, ranks: Mapping[str, int | None], links: Iterable[Link]) -> None:
        self.ranks: Mapping[str, int | None] = dict(sorted(ranks.items()))
        self.links = tuple(
            k for k in links if k.source != k.target and k.source in ranks and k.target in ranks
        )

    @property
    def nodes(self) -> KeysView[str]:
        """Every node, ``kind/id``, in order."""
        return self.ranks.keys()

    @cached_property
    def edges(self) -> Mapping[Pair, tuple[Link, ...]]:
        """Pairs of nodes that are joined, in order, with the links that join them."""
        found: dict[Pair, list[Link]] = defaultdict(list)
        for link in self.links:
            found[pair_of(link)].append(link)
        return {pair: tuple(found[pair]) for pair in sorted(found)}

    @cached_property
    def neighbours(self) -> Mapping[str, Mapping[str, tuple[Link, ...]]]:
        """Node → the nodes that it is joined to, in order, with the links that join them."""
        found: dict[str, dict[str, tuple[Link, ...]]] = {node: {} for node in self.nodes}
        for (one, other), links in self.edges.items():
            found[one][other] = links
            found[other][one] = links
        return found  # edges are in order, so that lower neighbours came first, each kind in order

    def cites(self, one: str, other: str) -> tuple[str, ...]:
        """The records that join two neighbours, ``kind/id``."""
        return tuple(dict.fromkeys(link.cites for link in self.edges[_in_order(one, other)]))

    def links_at(self, node: str) -> list[Link]:
        """The links of a node, by the node at their other end."""
        at = self.number[node]
        rows = np.flatnonzero((self.link_ends == at).any(axis=1))
        other = self.link_ends[rows].sum(axis=1) - at
        return [self.links[row] for row in rows[np.argsort(other, kind="stable")].tolist()]

    def among(self, nodes: Collection[str]) -> Network:
        """The part of the network that these nodes and the links between them make up."""
        kept = self.nodes & nodes
        if len(kept) == len(self.ranks):
            return self
        ranks = {node: rank for node, rank in self.ranks.items() if node in kept}
        inside = np.fromiter((node in kept for node in self.nodes), bool, len(self.ranks))
        source, target = self.link_ends.T
        return Network(ranks, compress(self.links, (inside[source] & inside[target]).tolist()))

    def without(self, *gone: str) -> Network:
        """The network after some nodes have left."""
        return self.among(self.nodes - set(gone))

    @cached_property
    def direct(self) -> Network:
        """Actors and the ties between them alone, without mechanisms and agreements."""
        return self.among([n for n in self.nodes if not is_table(n)])

    @cached_property
    def ranked(self) -> Network:
        """The nodes that stand on the ladder: the others belong to no level."""
        return self.among([n for n, rank in self.ranks.items() if rank is not None])

    def at(self, rank: int) -> list[str]:
        """The nodes of one rank, in order."""
        return [node for node, own in self.ranks.items() if own == rank]

    # --- by number -------------------------------------------------------------------------

    @cached_property
    def names(self) -> Sequence[str]:
        """The node of each number."""
        return list(self.ranks)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Node → its place in the order of nodes."""
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def levels(self) -> Ints:
        """The rank of each node, or `OFF_LADDER`."""
        ranks = (OFF_LADDER if rank is None else rank for rank in self.ranks.values())
        return np.fromiter(ranks, np.int16, len(self.ranks))

    @cached_property
    def link_ends(self) -> Ints:
        """Source and target of every link, a row a link."""
        number = self.number
        ends = chain.from_iterable((number[k.source], number[k.target]) for k in self.links)
        return np.fromiter(ends, np.int64, 2 * len(self.links)).reshape(-1, 2)

    @cached_property
    def numbered_edges(self) -> Ints:
        """The two nodes of every edge, a row an edge, in order."""
        lower, upper = np.sort(self.link_ends, axis=1).T
        return np.stack(np.divmod(np.unique(lower * len(self.ranks) + upper), len(self.ranks)), 1)

    @cached_property
    def near(self) -> Sequence[Sequence[int]]:
        """The nodes that each node is joined to, in order."""
        one, other = self.numbered_edges.T
        start, end = np.concatenate((one, other)), np.concatenate((other, one))
        order = np.lexsort((end, start))
        ends = end[order].tolist()
        until = np.cumsum(np.bincount(start, minlength=len(self.ranks))).tolist()
        return [ends[a:b] for a, b in pairwise((0, *until))]

    @cached_property
    def contacts(self) -> Sequence[Set[int]]:
        """The same as sets: whom each node is joined to."""
        return list(map(frozenset, self.near))

    @cached_property
    def as_igraph(self) -> igraph.Graph:
        """The same nodes and edges, numbered, for the algorithms that are heavy."""
        import igraph

        return igraph.Graph(n=len(self.ranks), edges=self.numbered_edges.tolist())

    # --- connection ------------------------------------------------------------------------

    def away(self, starts: Iterable[int]) -> Sequence[int]:
        """How many links each node is away from the nearest of ``starts``, or `UNREACHED`."""
        near, found = self.near, [UNREACHED] * len(self.ranks)
        edge, links = list(starts), 0
        for start in edge:
            found[start] = 0
        while edge:
            links += 1
            reached, edge = edge, []
            for at in reached:
                for joined in near[at]:
                    if found[joined] == UNREACHED:
                        found[joined] = links
                        edge.append(joined)
        return found

    def hops(self, starts: Iterable[str]) -> dict[str, int]:
        """How many links each node is away from the nearest of ``starts``; unreached ones lack."""
        away = self.away(self.number[start] for start in starts if start in self.ranks)
        return {node: n for node, n in zip(self.nodes, away, strict=True) if n != UNREACHED}

    @cached_property
    def components(self) -> tuple[tuple[str, ...], ...]:
        """The parts that hang together, largest first; a node without a link is one of its own."""
        names = self.names
        parts = [tuple(map(names.__getitem__, part)) for part in self.parts]
        return tuple(sorted(parts, key=lambda part: (-len(part), part)))

    @cached_property
    def parts(self) -> Sequence[Sequence[int]]:
        """The parts that hang together, each in order, by their first node."""
        near, found = self.near, list[list[int]]()
        known = bytearray(len(self.ranks))
        for start in range(len(known)):
            if not known[start]:
                known[start] = 1
                part = [start]
                for at in part:  # it grows as it is gone through
                    for joined in near[at]:
                        if not known[joined]:
                            known[joined] = 1
                            part.append(joined)
                found.append(sorted(part))
        return found

    @property
    def isolates(self) -> tuple[str, ...]:
        """The nodes without any link, in order."""
        return tuple(node for node, near in zip(self.nodes, self.near, strict=True) if not near)

    def path(self, start: str, end: str) -> tuple[str, ...]:
        """A shortest path, both ends included; () where there is none.

        Of several the one whose nodes come first by reference.
        """
        if not {start, end} <= self.nodes:
            return ()
        away, at = self.away([self.number[end]]), self.number[start]
        if away[at] == UNREACHED:
            return ()
        found = [at]
        while away[at]:
            at = next(joined for joined in self.near[at] if away[joined] == away[at] - 1)
            found.append(at)
        return tuple(map(self.names.__getitem__, found))


def ranked_edges(network: Network) -> Ints:
    """The numbered edges between two nodes of the ladder."""
    ends = network.numbered_edges
    is_ranked = (network.levels[ends] != OFF_LADDER).all(axis=1)
    return np.compress(is_ranked, ends, axis=0)


def pair_of(link: Link) -> Pair:
    """The two ends of a link, the lower one first."""
    return _in_order(link.source, link.target)


def _in_order(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def is_table(node: str) -> bool:
    """Whether a node is a mechanism or an agreement, at which actors meet."""
    return node.partition("/")[0] in TABLES
