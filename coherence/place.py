"""Places: what lies in what, on the ladder of government and for statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cached_property

from data.model import Territory
from data.profile import Profile

Span = tuple[int, int]
"""Number of a place in depth-first order, and of the last place below it."""


def _meet(one: Span, other: Span) -> bool:
    """Whether two spans share a place; of two places one then lies in the other."""
    return one[0] <= other[1] and other[0] <= one[1]


class Places:
    """The territories of a register as two trees over the same places.

    On the *ladder* an independent city hangs on the nearest unit that is no local government
    (its region); for *statistics* every place hangs on its recorded parent.
    """

    def __init__(self, territories: Mapping[str, Territory], profile: Profile) -> None:
        self.territories = territories
        self._profile = profile
        self._above: dict[str, tuple[str, ...]] = {}

    def rank(self, code: str) -> int | None:
        """Rank of the territory's level: 0 the country, rising downwards."""
        return self._ranks.get(code)

    @cached_property
    def _ranks(self) -> Mapping[str, int | None]:
        rank = self._profile.rank
        return {code: rank(place.level) for code, place in self.territories.items()}

    def is_lgu(self, code: str) -> bool:
        """Whether the territory is a province, city or municipality: a local government."""
        return code in self._lgus

    @cached_property
    def _lgus(self) -> Set[str]:
        levels = {level.id for level in self._profile.levels.values() if level.counts_as_lgu}
        return {code for code, place in self.territories.items() if place.level in levels}

    def is_wide(self, code: str) -> bool:
        """Whether the territory is wider than any local government: a region or the country."""
        own, levels = self.rank(code), self._profile.by_rank.items()
        return own is not None and all(own < rank for rank, lv in levels if lv.counts_as_lgu)

    def parent(self, code: str) -> str | None:
        """The next place up the ladder, or None for the country and for unknown codes."""
        return self._parents.get(code)

    @cached_property
    def _parents(self) -> Mapping[str, str | None]:
        return {code: self._find_parent(code) for code in self.territories}

    def _find_parent(self, code: str) -> str | None:
        place = self.territories.get(code)
        above = place.parent if place else None
        while place and place.independent and above and self.is_lgu(above):
            above = self.territories[above].parent
        return above if above in self.territories else None

    @cached_property
    def _below(self) -> Mapping[str | None, list[str]]:
        below: dict[str | None, list[str]] = {}
        for code, parent in self._parents.items():
            below.setdefault(parent, []).append(code)
        return below

    def children(self, code: str) -> list[str]:
        """Places right below on the ladder, in code order."""
        return self._below.get(code, [])

    @cached_property
    def interval(self) -> Mapping[str, Span]:
        """Code → (number in depth-first order, number of the last place below it).

        ``b`` lies at or under ``a`` exactly where a's first ≤ b's first ≤ a's last.
        """
        spans: dict[str, Span] = {}
        number = 0
        stack: list[tuple[str, bool]] = [(root, False) for root in reversed(self._roots)]
        first: dict[str, int] = {}
        while stack:
            code, left = stack.pop()
            if left:
                spans[code] = (first[code], number - 1)
                continue
            first[code], number = number, number + 1
            stack.append((code, True))
            stack.extend((child, False) for child in reversed(self.children(code)))
        return spans

    @cached_property
    def _roots(self) -> list[str]:
        return self._below.get(None, [])

    def within(self, inner: str, outer: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies under it on the ladder; unknown codes do not."""
        a, b = self.interval.get(outer), self.interval.get(inner)
        return a is not None and b is not None and a[0] <= b[0] <= a[1]

    def meet(self, one: str, other: str) -> bool:
        """Whether two places share ground: they are the same, or one lies in the other."""
        a, b = self.interval.get(one), self.interval.get(other)
        return a is not None and b is not None and _meet(a, b)

    def reaches(self, reach: Iterable[str], unit: str) -> bool:
        """Whether any place of ``reach`` shares ground with ``unit``."""
        interval = self.interval
        own = interval.get(unit)
        if own is None:
            return False
        return any((span := interval.get(place)) and _meet(span, own) for place in reach)

    def widest(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The places that lie in no other one of ``codes``, depth first; unknown ones left out."""
        kept: list[str] = []
        interval = self.interval
        known = {code for code in codes if code in interval}
        if len(known) < 2:
            return tuple(known)
        for code in sorted(known, key=lambda c: interval[c][0]):
            if not kept or not self.within(code, kept[-1]):
                kept.append(code)
        return tuple(kept)

    def shared(self, one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
        """The ground that two reaches share: the lower place of each meeting, widest ones only."""
        others = tuple(other)
        lower = [
            a if self.within(a, b) else b for a in one for b in others if self.meet(a, b)
        ]  # fmt: skip
        return self.widest(lower)

    def under(self, code: str) -> list[str]:
        """The place itself and all below it on the ladder, in depth-first order."""
        span = self.interval.get(code)
        return self._in_order[span[0] : span[1] + 1] if span else []

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.interval, key=lambda code: self.interval[code][0])

    def above(self, code: str) -> tuple[str, ...]:
        """The places above on the ladder, nearest first."""
        found = self._above.get(code)
        if found is None:
            parent = self.parent(code)
            found = () if parent is None else (parent, *self.above(parent))
            self._above[code] = found
        return found

    def lgus(self, code: str) -> list[str]:
        """The local governments at or under a place, in depth-first order."""
        return [t for t in self.under(code) if self.is_lgu(t)]

    def statistics_under(self, code: str) -> list[str]:
        """The place and all below it by recorded parent: a province with its independent city."""
        found, queue = [], [code]
        while queue:
            at = queue.pop()
            found.append(at)
            queue.extend(self._recorded_below.get(at, ()))
        return sorted(found)

    @cached_property
    def _recorded_below(self) -> Mapping[str, list[str]]:
        below: dict[str, list[str]] = {}
        for place in self.territories.values():
            if place.parent:
                below.setdefault(place.parent, []).append(place.id)
        return below

    def size(self, code: str) -> int:
        """|T|: how many cities and municipalities a place holds, from ``lgus`` or the listed ones.

        A city or municipality itself, and a place below it, count as one.
        """
        return self._sizes.get(code, 1)

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        lowest = max(
            (lv.rank or 0 for lv in self._profile.levels.values() if lv.counts_as_lgu), default=0
        )
        sizes: dict[str, int] = {}
        for code in reversed(self._in_order):
            place, rank = self.territories[code], self.rank(code)
            if rank is not None and rank >= lowest:
                sizes[code] = 1
            else:
                listed = sum(
                    sizes[child]
                    for child in self.children(code)
                    if (self.rank(child) or 0) <= lowest
                )
                sizes[code] = max(place.lgus or 0, listed) or 1
        return sizes
