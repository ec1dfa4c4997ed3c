"""Ways up to the national level, through the hinge: who has one, and on whom it hangs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from coherence.graph import PolicyGraph
from coherence.measures.governments import NATIONAL, offices_of
from coherence.measures.network import UNREACHED, Network
from coherence.measures.recorded import reach_of
from coherence.scope import Scope

FAR: Final = 1 << 30
"""More links than any way has."""


class Reach:
    """Shortest ways up to a national body through the hinge level, in one network.

    Where the country has no hinge level any way up counts.
    """

    def __init__(self, network: Network, hinge: int | None) -> None:
        self.network = network
        self.hinge = hinge
        self._near = network.near
        self._is_top = [rank == NATIONAL and not node.startswith("instrument/")
                        for node, rank in network.ranks.items()]  # fmt: skip

    @cached_property
    def _to_top(self) -> Sequence[int]:
        """How many links each node is away from a national body, or `FAR`."""
        away = self.network.away(n for n, is_top in enumerate(self._is_top) if is_top)
        return [FAR if links == UNREACHED else links for links in away]

    @cached_property
    def _over_hinge(self) -> Sequence[int]:
        """Links from a node to a hinge node and on to a national one: a bound, never too large."""
        if self.hinge is None:
            return self._to_top
        found = [FAR] * len(self._near)
        waiting: dict[int, list[int]] = defaultdict(list)
        for at, crosses in enumerate(self._crosses):
            if crosses and self._to_top[at] != FAR:
                waiting[self._to_top[at]].append(at)
        links = 0
        while waiting:
            for at in waiting.pop(links, ()):
                if found[at] == FAR:
                    found[at] = links
                    waiting[links + 1] += [n for n in self._near[at] if not self._is_top[n]]
            links += 1
        return found

    def way_up(
        self, starts: Iterable[str], most: int, avoiding: str | None = None
    ) -> tuple[str, ...]:
        """A shortest path of at most ``most`` links from one of ``starts``; () where none is.

        No node comes twice on it, and it ends at the first national body that it meets.
        """
        number, names = self.network.number, self.network.names
        avoided = UNREACHED if avoiding is None else number.get(avoiding, UNREACHED)
        known = [(number[s], self._crosses[number[s]]) for s in starts
                 if s in number and s != avoiding]  # fmt: skip
        bounds = [self._left[over][at] for at, over in known]
        for length in range(max(1, min(bounds, default=FAR)), most + 1):
            for (start, over), bound in zip(known, bounds, strict=True):
                if bound <= length and (found := self._walk((start,), length, over, avoided)):
                    return tuple(map(names.__getitem__, found))
        return ()

    @cached_property
    def _crosses(self) -> Sequence[bool]:
        """Whether a way over a node is one over the hinge."""
        hinge = self.hinge
        return [hinge is None or rank == hinge for rank in self.network.ranks.values()]

    @cached_property
    def _left(self) -> tuple[Sequence[int], Sequence[int]]:
        """The links that a way has at least before it, at a node before and after the hinge."""
        return self._over_hinge, self._to_top

    def _walk(self, path: tuple[int, ...], left: int, over: bool, avoided: int) -> tuple[int, ...]:
        """On from the end of a path, which has no more than ``left`` links before it."""
        at, left_before = path[-1], self._left
        if self._is_top[at]:
            return path
        for joined in self._near[at]:
            beyond = over or self._crosses[joined]
            fits = left_before[beyond][joined] < left
            if fits and joined not in path and joined != avoided:
                found = self._walk((*path, joined), left - 1, beyond, avoided)
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
