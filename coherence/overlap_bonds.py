"""Which pairs of programmes have leads that coordinate in the place where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from coherence.coordination import Bond, coordination
from coherence.graph import PolicyGraph
from coherence.kernels.tables import (
    PERHAPS,
    SURELY,
    Flags,
    Ints,
    Kinds,
    Links,
    Small,
    expanded,
)
from coherence.overlap_arrays import numbered
from coherence.pairs import ground_of
from coherence.place import Span
from coherence.scope import Scope
from data.model import Actor, Programme

NOWHERE: Final[Span] = (-1, -2)
EVERYWHERE: Final[Span] = (-2, 1 << 62)
"""Places by number, as if they were one; even who is nowhere in particular is everywhere."""


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
        size = len(leads)
        found = sorted(
            (number[one] * size + number[other], SURELY if own else PERHAPS)
            for (one, other), own in coordination(graph).linked(number).items()
        )
        keys, how = np.array(found, np.int64).reshape(-1, 2).T
        return cls(programmes, leads, lead, Links.of(keys, how.astype(np.uint8), size))


class Bonds:
    """Which pairs of programmes have leads that coordinate, in the place where they meet.

    Of the programmes that may overlap, unless others are given.
    """

    def __init__(self, scope: Scope, led: Led | None = None) -> None:
        self.scope = scope
        self.led = led or scope.graph.once(_led)
        self.coordination = coordination(scope.graph)
        self._grounds: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._shared: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}
        self._known: dict[tuple[int, int, tuple[str, ...]], Bond | None] = {}

    def mask(self, first: Small | Ints, second: Small | Ints, how: Kinds | None = None) -> Flags:
        """Whether each pair is managed; for many pairs at once.

        ``how`` says how their leads are linked, where that is known already.
        """
        if how is None:
            how = self.led.links.between(self.led.lead[first], self.led.lead[second])
        held: Flags = how == SURELY
        perhaps = np.flatnonzero(how == PERHAPS)
        if len(perhaps):
            held[perhaps] = self._settled(first[perhaps], second[perhaps])
        return held

    def _settled(self, first: Small | Ints, second: Small | Ints) -> Flags:
        """Whether each pair is managed, of leads that perhaps coordinate.

        Two programmes of one place each meet in the lower one, if at all: there both offices of a
        bond must work.
        """
        numbers, back = np.unique(np.concatenate((first, second)), return_inverse=True)
        spots = np.array([self._spot(number) for number in numbers.tolist()], np.int64)[back]
        one, other = spots.reshape(2, -1, 2)
        single = np.minimum(one[:, 0], other[:, 0]) >= 0
        held = np.zeros(len(first), np.bool_)
        for row in np.flatnonzero(~single).tolist():
            held[row] = self.of(int(first[row]), int(second[row])) is not None
        lower = np.where((one[:, :1] < other[:, :1]), other, one)
        lower[np.minimum(one[:, 1], other[:, 1]) < lower[:, 0]] = NOWHERE
        keys, back = np.unique(self._keys(first[single], second[single]), return_inverse=True)
        where = [self._where(key) for key in keys.tolist()]
        offices = np.array([spans for bonds in where for spans in bonds], np.int64).reshape(-1, 4)
        counts = np.array([len(bonds) for bonds in where], np.int64)
        case, bond = expanded((np.cumsum(counts) - counts)[back], counts[back])
        spans, (begin, end) = offices[bond], lower[single][case].T
        work = (spans[:, 0] <= end) & (begin <= spans[:, 1])
        work &= (spans[:, 2] <= end) & (begin <= spans[:, 3])
        held[np.flatnonzero(single)[case[work]]] = True
        return held

    def _where(self, key: int) -> list[tuple[int, int, int, int]]:
        """By bond of two leads: where both who share it work, places by first and last number."""
        names, interval = self.led.leads, self.scope.places.interval
        one, other = divmod(key, len(names))
        actors = self.scope.snapshot.of(Actor)
        found = []
        for sharing in self.coordination.who_share(names[one], names[other]):
            mine, theirs = (
                EVERYWHERE if place is None else interval.get(place)
                for place in (actors[actor].territory for actor in sharing)
            )
            if mine and theirs:
                found.append((*mine, *theirs))
        return found

    def _spot(self, number: int) -> Span:
        """The one place of a programme in the unit, and the last below it; -1: it has several."""
        ground = self._ground(number)
        return self.scope.places.interval[ground[0]] if len(ground) == 1 else (-1, -1)

    def _keys(self, first: Small | Ints, second: Small | Ints) -> Ints:
        a, b = self.led.lead[first], self.led.lead[second]
        keys: Ints = np.minimum(a, b) * len(self.led.leads) + np.maximum(a, b)
        return keys

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
        reach = self.scope.graph.reach(self.led.programmes[number])
        if reach not in self._grounds:
            self._grounds[reach] = ground_of(self.scope, reach)
        return self._grounds[reach]


def bonds(scope: Scope) -> Bonds:
    """The bonds of a unit's programmes, those that may overlap."""
    return scope.once(Bonds)


def _led(graph: PolicyGraph) -> Led:
    found = numbered(graph)
    return Led.of(graph, found.programmes, found.leads, found.sides.lead.astype(np.int64))
