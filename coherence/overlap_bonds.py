"""Which pairs of programmes have leads that coordinate in the place where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from coherence.coordination import Bond, coordination
from coherence.graph import PolicyGraph
from coherence.kernels.tables import PERHAPS, SURELY, Flags, Ints, Kinds, Links, Small
from coherence.overlap_arrays import numbered
from coherence.pairs import ground_of
from coherence.scope import Scope
from data.model import Programme


class Led(NamedTuple):
    """Numbered programmes and who leads them."""

    programmes: Sequence[Programme]
    leads: Sequence[str]
    """Actor ids, in order."""
    lead: Ints
    """By programme: its lead's position in ``leads``; negative where it is not known."""
    links: Links
    """Leads that may coordinate."""

    @classmethod
    def of(
        cls, graph: PolicyGraph, programmes: Sequence[Programme], leads: Sequence[str], lead: Ints
    ) -> Led:
        """With the pairs of leads that may coordinate; `Coordination` says how."""
        number = {name: at for at, name in enumerate(leads)}
        together = coordination(graph)
        keys: dict[int, int] = {}
        for a, b in together.linked(number):
            if bonds := together.bonds(a, b):
                one, other = sorted((number[a], number[b]))
                keys[one * len(leads) + other] = PERHAPS if bonds[0].by_office else SURELY
        ascending = sorted(keys)
        how = np.array([keys[key] for key in ascending], np.uint8)
        links = Links.of(np.array(ascending, np.int64), how, len(leads))
        return cls(programmes, leads, lead, links)


class Bonds:
    """Which pairs of programmes have leads that coordinate, in the place where they meet.

    Of the programmes that may overlap, unless others are given.
    """

    def __init__(self, scope: Scope, led: Led | None = None) -> None:
        self.scope = scope
        self.led = led or scope.graph.once(_led)
        self.coordination = coordination(scope.graph)
        self._grounds: dict[int, tuple[str, ...]] = {}
        self._shared: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}
        self._known: dict[tuple[int, int, tuple[str, ...]], Bond | None] = {}

    def mask(self, first: Small | Ints, second: Small | Ints, how: Kinds | None = None) -> Flags:
        """Whether each pair is managed; ``how`` its leads are linked, where that is known."""
        if how is None:
            how = self.led.links.between(self.led.lead[first], self.led.lead[second])
        held: Flags = how == SURELY
        for row in np.flatnonzero(how == PERHAPS).tolist():
            held[row] = self.of(int(first[row]), int(second[row])) is not None
        return held

    def of(self, first: int, second: int) -> Bond | None:
        """What the leads of two programmes, both known, share; or None."""
        one, other = (int(self.led.lead[n]) for n in (first, second))
        asked = (min(one, other), max(one, other), self.ground(first, second))
        if asked not in self._known:
            leads = self.led.leads
            self._known[asked] = self.coordination.bond(leads[one], leads[other], asked[2])
        return self._known[asked]

    def ground(self, first: int, second: int) -> tuple[str, ...]:
        """Where two programmes meet inside the unit, the lowest common places."""
        own = self._ground(first), self._ground(second)
        if own not in self._shared:
            self._shared[own] = self.scope.places.shared(*own)
        return self._shared[own]

    def _ground(self, number: int) -> tuple[str, ...]:
        if number not in self._grounds:
            reach = self.scope.graph.reach(self.led.programmes[number])
            self._grounds[number] = ground_of(self.scope, reach)
        return self._grounds[number]


def bonds(scope: Scope) -> Bonds:
    """The bonds of a unit's programmes, those that may overlap."""
    return scope.once(Bonds)


def _led(graph: PolicyGraph) -> Led:
    found = numbered(graph)
    return Led.of(graph, found.programmes, found.leads, found.sides.lead.astype(np.int64))
