"""What hangs on one actor: which parts of the network fall off, which LGUs lose their way up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coherence.measures.network import Network
from coherence.measures.recorded import reach
from coherence.measures.ways import without_way_up
from coherence.scope import Scope


@dataclass(frozen=True, slots=True)
class Departure:
    """What opens if an actor, a mechanism or an agreement leaves."""

    ref: str
    cut_off: tuple[str, ...]
    """Actors and tables that are then apart from the largest part left, in order."""
    lgus: tuple[str, ...]
    """Codes of LGUs that then have no way up to a national body through the hinge."""


def if_it_leaves(scope: Scope, node: str, most: int = 3) -> Departure:
    """What opens in the unit if ``node`` leaves; ways up count up to ``most`` links."""
    return Departure(node, scope.once(_cut_off).get(node, ()), without_way_up(scope, node, most))


def single_points(scope: Scope, most: int = 3) -> tuple[Departure, ...]:
    """Those without whom the unit's network falls apart, the most LGUs and actors lost first."""
    found = [if_it_leaves(scope, node, most) for node in scope.once(_cut_off)]
    return tuple(sorted(found, key=lambda d: (-len(d.lgus), -len(d.cut_off), d.ref)))


def _cut_off(scope: Scope) -> Mapping[str, tuple[str, ...]]:
    return cut_off(reach(scope))


def cut_off(network: Network) -> Mapping[str, tuple[str, ...]]:
    """Articulation point → the nodes apart from the largest part left once it is gone.

    One walk through the network (Tarjan 1972): a branch of the walk falls off with a node where
    no link leads from it to above the node.
    """
    found: dict[str, tuple[str, ...]] = {}
    for whole in network.components:
        walk = _Walk(network, whole[0])
        for number, node in enumerate(walk.order):
            fallen = [walk.order[a:b] for a, b in walk.falls_off(number)]
            if fallen and (lost := _all_but_largest(whole, node, fallen)):
                found[node] = lost
    return dict(sorted(found.items()))


def _all_but_largest(whole: Sequence[str], node: str, fallen: list[list[str]]) -> tuple[str, ...]:
    """What is not in the largest part once ``node`` is gone; of equals the first by name stays."""
    gone = {n for part in fallen for n in part}
    if len(whole) - 1 - len(gone) > max(map(len, fallen)):
        return tuple(sorted(gone))
    rest = [n for n in whole if n != node and n not in gone]
    parts = sorted(filter(None, (*fallen, rest)), key=lambda part: (-len(part), min(part)))
    return tuple(sorted(n for part in parts[1:] for n in part))


class _Walk:
    """A depth-first walk from one node: who was met when, and how far back links lead."""

    def __init__(self, network: Network, start: str) -> None:
        self.order = [start]
        number = {start: 0}
        above: list[int] = [-1]
        self.ends = [0]
        """First number after the branch that starts at a number."""
        self.back = [0]
        """The lowest number that a link from a branch leads back to."""
        ways: list[Iterator[str]] = [iter(network.neighbours[start])]
        path = [0]
        while path:
            at = path[-1]
            joined = next(ways[at], None)
            if joined is None:
                self.ends[at] = len(self.order)
                path.pop()
                if path:
                    self.back[path[-1]] = min(self.back[path[-1]], self.back[at])
            elif joined not in number:
                number[joined] = len(self.order)
                path.append(number[joined])
                self.order.append(joined)
                above.append(at)
                self.ends.append(0)
                self.back.append(number[joined])
                ways.append(iter(network.neighbours[joined]))
            elif number[joined] != above[at]:
                self.back[at] = min(self.back[at], number[joined])
        self.branches: list[list[int]] = [[] for _ in self.order]
        for node, upper in enumerate(above[1:], start=1):
            self.branches[upper].append(node)

    def falls_off(self, number: int) -> list[tuple[int, int]]:
        """The branches, as slices of the order, that lose the rest with this node."""
        return [(b, self.ends[b]) for b in self.branches[number] if self.back[b] >= number]
