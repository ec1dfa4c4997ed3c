"""What the network screen shows: which part, who is in focus, which way leads to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from coherence.measures import (
    Connection,
    Departure,
    GoBetween,
    Network,
    between_lgus_and_nation,
    if_it_leaves,
    lies_in,
    reach,
    single_points,
    upward_connections,
)
from coherence.network_frames import FLOWS, level_frame, link_frame, node_frame
from coherence.network_groups import Gathered, gather
from coherence.report import Report
from coherence.scope import Scope

SEED = 1
"""Of the draw by which go-betweens of a very large network are estimated."""


class Part:
    """A unit's network or a part of it, in frames; the same whoever is opened in it."""

    def __init__(self, report: Report, *, direct: bool, inside: bool) -> None:
        self._report = report
        network = reach(report.scope)
        if direct:
            network = network.direct
        if inside:
            network = network.among([n for n in network.nodes if lies_in(report.scope, n)])
        self.network: Network = network

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """`node_frame` of the part."""
        return node_frame(self._report, self.network)

    @cached_property
    def links(self) -> pd.DataFrame:
        """`link_frame` of the part."""
        return link_frame(self._report, self.network)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Flow → links, those without any too."""
        found = Counter(self.links["flow"])
        return {flow: found[flow] for flow in FLOWS}

    @cached_property
    def levels(self) -> pd.DataFrame:
        """`level_frame` of the part."""
        return level_frame(self.nodes, self.links)


def _parts(_: Scope) -> dict[tuple[bool, bool], Part]:
    return {}


class NetworkView:
    """A unit's network, or the part of it that is asked for, with one actor or a path opened.

    ``opened`` is a ``kind/id`` or two with ``~`` between them (of an actor the id is enough).
    ``direct`` leaves out mechanisms and agreements, ``inside`` those who only work with the unit;
    more than ``most`` marks are gathered.
    """

    def __init__(
        self, report: Report, opened: str = "", *, direct: bool = False, inside: bool = False,
        most: int = 450,
    ) -> None:  # fmt: skip
        self.report = report
        self.most = most
        parts = report.scope.once(_parts)
        if (direct, inside) not in parts:
            parts[direct, inside] = Part(report, direct=direct, inside=inside)
        self.part = parts[direct, inside]
        self.network = self.part.network
        asked = [ref if "/" in ref else f"actor/{ref}" for ref in opened.split("~")[:2] if ref]
        self.missing = tuple(ref for ref in asked if ref not in self.network.ranks)
        """Opened, but not in the part that is shown."""
        self.opened = () if self.missing else tuple(asked)

    @property
    def nodes(self) -> pd.DataFrame:
        """`node_frame` of what is shown, every actor by itself."""
        return self.part.nodes

    @property
    def links(self) -> pd.DataFrame:
        """`link_frame` of what is shown, every link by itself."""
        return self.part.links

    # --- what is in focus ------------------------------------------------------------------

    @property
    def chosen(self) -> str | None:
        """The one actor that is opened, where it is one."""
        return self.opened[0] if len(self.opened) == 1 else None

    @property
    def ends(self) -> tuple[str, str] | None:
        """The two between which a path is asked for."""
        return (self.opened[0], self.opened[1]) if len(self.opened) == 2 else None

    @cached_property
    def path(self) -> tuple[str, ...]:
        """A shortest path between the two that are opened; () where there is none."""
        return self.network.path(*self.ends) if self.ends else ()

    @cached_property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where no path leads: everyone whom the one end reaches, and everyone the other does."""
        if not self.ends:
            return (), ()
        one, other = (tuple(sorted(self.network.hops([end]))) for end in self.ends)
        return one, other

    @cached_property
    def focus(self) -> frozenset[str] | None:
        """Who is in focus; None where everybody is.

        The opened one and its neighbours, the path (or, broken, both ends of it); else, through a
        lens, those whom it lets through.
        """
        if self.chosen:
            return frozenset({self.chosen, *self.network.neighbours[self.chosen]})
        if self.ends:
            return frozenset(self.path or {*self.sides[0], *self.sides[1]})
        keep = self.report.keep
        return None if keep is None else frozenset(n for n in self.network.nodes if keep(n))

    @property
    def dimmed(self) -> int:
        """How many are out of focus."""
        return 0 if self.focus is None else len(self.network.nodes) - len(self.focus)

    # --- what is drawn ---------------------------------------------------------------------

    @cached_property
    def drawn(self) -> Gathered:
        """What is drawn: at most ``most`` marks, those opened and those on the path never gathered.

        Nothing else moves when somebody is opened: neighbours stay in their groups.
        """
        apart = {*self.opened, *self.path}
        return gather(self.report, self.nodes, self.links, self.most, apart)

    @property
    def drawn_focus(self) -> frozenset[str] | None:
        """`focus` in terms of what is drawn: a group is in focus where a member is."""
        if self.focus is None:
            return None
        return frozenset(self.drawn.group_of.get(ref, ref) for ref in self.focus)

    @property
    def drawn_path(self) -> tuple[tuple[str, str], ...]:
        """The steps of the path, between what is drawn."""
        refs = [self.drawn.group_of.get(ref, ref) for ref in self.path]
        return tuple((a, b) for a, b in pairwise(refs) if a != b)

    # --- the ladder ------------------------------------------------------------------------

    @cached_property
    def rungs(self) -> tuple[Connection, ...]:
        """Every government of the unit: joined to the level above, not joined, or unknown."""
        return upward_connections(self.report.scope)

    @property
    def broken(self) -> tuple[Connection, ...]:
        """Governments on record that no recorded link joins to the level above."""
        return tuple(c for c in self.rungs if c.joined is False)

    @property
    def unrecorded(self) -> int:
        """Governments without any actor on record: whether they are joined is not known."""
        return sum(c.joined is None for c in self.rungs)

    # --- who holds it together -------------------------------------------------------------

    @property
    def go_betweens(self) -> tuple[GoBetween, ...]:
        """Who passes on what between the unit's LGUs and national bodies, the busiest first."""
        return self.report.scope.once(_go_betweens)

    @property
    def single_points(self) -> tuple[Departure, ...]:
        """Those without whom the unit's network falls apart, the worst first."""
        return self.report.scope.once(single_points)

    def share(self, ref: str) -> float:
        """Of the shortest paths from LGUs to national bodies, the share that one passes on, 0–1."""
        return next((g.share for g in self.go_betweens if g.ref == ref), 0.0)

    def departure(self, ref: str) -> Departure:
        """What opens if one leaves."""
        return if_it_leaves(self.report.scope, ref)


def _go_betweens(scope: Scope) -> tuple[GoBetween, ...]:
    return between_lgus_and_nation(scope, np.random.default_rng(SEED)).found
