"""Ways up to the national level, through the hinge: who has one, and on whom it hangs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from heapq import heapify, heappop, heappush

from coherence.graph import PolicyGraph
from coherence.measures.governments import NATIONAL, offices_of
from coherence.measures.network import Network, reach_of
from coherence.scope import Scope


class Reach:
    """Shortest ways up to a national body through the hinge level, in one network.

    Where the country has no hinge level any way up counts.
    """

    def __init__(self, network: Network, hinge: int | None) -> None:
        self.network = network
        self.hinge = hinge
        self.tops = {n for n in network.at(NATIONAL) if not n.startswith("instrument/")}

    @cached_property
    def _to_top(self) -> Mapping[str, int]:
        return self.network.hops(self.tops)

    @cached_property
    def _over_hinge(self) -> Mapping[str, int]:
        """Node → links to a hinge node and on to a national one: a bound, never too large."""
        if self.hinge is None:
            return self._to_top
        queue = [(self._to_top[n], n) for n in self.network.at(self.hinge) if n in self._to_top]
        heapify(queue)
        found: dict[str, int] = {}
        while queue:
            away, at = heappop(queue)
            if at in found:
                continue
            found[at] = away
            for joined in self.network.neighbours[at]:
                if joined not in found and joined not in self.tops:
                    heappush(queue, (away + 1, joined))
        return found

    def way_up(
        self, starts: Iterable[str], most: int, avoiding: str | None = None
    ) -> tuple[str, ...]:
        """A shortest path of at most ``most`` links from one of ``starts``; () where none is.

        No node comes twice on it, and it ends at the first national body that it meets.
        """
        known = [s for s in starts if s in self._over_hinge and s != avoiding]
        for length in range(1, most + 1):
            for start in known:
                found = self._walk((start,), length, avoiding)
                if found:
                    return found
        return ()

    def _walk(self, path: tuple[str, ...], left: int, avoiding: str | None) -> tuple[str, ...]:
        at = path[-1]
        over = self.hinge is None or any(self.network.ranks[n] == self.hinge for n in path)
        if at in self.tops:
            return path if over else ()
        bound = self._to_top if over else self._over_hinge
        if bound.get(at, left + 1) > left:
            return ()
        for joined in self.network.neighbours[at]:
            if joined not in path and joined != avoiding:
                found = self._walk((*path, joined), left - 1, avoiding)
                if found:
                    return found
        return ()


Ways = Mapping[str, tuple[str, ...] | None]


def ways_up(scope: Scope, most: int) -> Ways:
    """LGU → a shortest way up to a national body of at most ``most`` links, through the hinge.

    () where the recorded network has none, None where no actor of the LGU is on record.
    """
    kept = scope.once(_ways_kept)
    if most not in kept:
        reach, offices = scope.graph.once(_reach), offices_of(scope.graph)
        kept[most] = {
            lgu: reach.way_up(offices[lgu], most) if lgu in offices else None for lgu in scope.lgus
        }
    return kept[most]


def without_way_up(scope: Scope, node: str, most: int) -> tuple[str, ...]:
    """Codes of the LGUs that have a way up of at most ``most`` links, but none without ``node``."""
    reach, offices = scope.graph.once(_reach), offices_of(scope.graph)
    on_the_way = scope.once(_on_the_way)
    if most not in on_the_way:
        on_the_way[most] = _lgus_by_node(scope, most)
    touched = on_the_way[most].get(node, ())
    return tuple(lgu for lgu in touched if not reach.way_up(offices[lgu], most, node))


def _lgus_by_node(scope: Scope, most: int) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for lgu, way in ways_up(scope, most).items():
        for node in way or ():
            found[node].append(lgu)
    return found


def _on_the_way(_: Scope) -> dict[int, Mapping[str, list[str]]]:
    return {}


def _ways_kept(_: Scope) -> dict[int, Ways]:
    return {}


def _reach(graph: PolicyGraph) -> Reach:
    return Reach(reach_of(graph), graph.profile.hinge)
