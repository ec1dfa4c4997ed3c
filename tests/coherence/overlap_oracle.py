"""The overlap rules over all pairs, one by one: what the fast join must give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations

from coherence.coordination import coordination
from coherence.findings import OverlapClass
from coherence.pairs import Judged, Rulebook, Side, ground_of, is_listed, judge, missing, side
from coherence.scope import Scope
from data.model import Programme

OVERLAPS = (OverlapClass.OVERLAP, OverlapClass.DUPLICATION)


@dataclass
class Expected:
    """What a census must say, found pair by pair."""

    counts: Counter[str] = field(default_factory=Counter)
    overlapping: dict[tuple[str, str], tuple[OverlapClass, bool, bool, bool, int]] = field(
        default_factory=dict
    )
    """Pair → class, managed, complementary, settled, score."""
    co_present: set[tuple[str, str]] = field(default_factory=set)
    missing: Counter[str] = field(default_factory=Counter)
    """Programme → pairs that cannot be judged since a cell of it is missing."""
    listed: set[tuple[str, str]] = field(default_factory=set)


def expected(scope: Scope) -> Expected:
    """Every pair of the register by the definition."""
    found = Expected()
    rules = Rulebook.of(scope.graph)
    sides = [side(scope.graph, p) for p in scope.snapshot.of(Programme)]
    in_unit = [
        s
        for s in sides
        if s.programme.migration != "none" and s.active is not False and ground_of(scope, s.reach)
    ]
    every = len(in_unit) < rules.list_all_below
    for one, other in combinations(sides, 2):
        pair = judge(scope, one, other)
        if pair.co_present is None and not pair.complementary and not pair.standing.settled:
            found.counts["not_judged"] += 1
            found.missing.update(s.id for s in (one, other) if missing(s))
        if pair.co_present:
            _count(scope, found, one, other, pair)
            if is_listed(pair, rules, every_overlap=every):
                found.listed.add((one.id, other.id))
    return found


def _count(scope: Scope, found: Expected, one: Side, other: Side, pair: Judged) -> None:
    ground = scope.places.shared(ground_of(scope, one.reach), ground_of(scope, other.reach))
    assert one.lead is not None
    assert other.lead is not None
    bond = coordination(scope.graph).bond(one.lead, other.lead, ground)
    managed = bond is not None or pair.standing.managed
    if pair.complementary:
        found.counts["complementary"] += 1
    elif pair.standing.settled:
        found.counts["settled"] += 1
    else:
        found.counts["co_present"] += 1
        found.co_present.add((one.id, other.id))
        found.counts["fragmentation"] += pair.kind is not None
        found.counts["overlap"] += pair.kind in OVERLAPS
        found.counts["duplication"] += pair.kind is OverlapClass.DUPLICATION
        found.counts["managed"] += managed and pair.kind in OVERLAPS
    if pair.kind in OVERLAPS:
        assert pair.kind is not None
        found.overlapping[one.id, other.id] = (
            pair.kind, managed, pair.complementary, pair.standing.settled, pair.score,
        )  # fmt: skip
