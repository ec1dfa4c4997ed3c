"""The pairwise rules, word for word: whether two programmes overlap, and how much.

This is the plain version, one pair at a time: it explains a pair, and the fast join over arrays
(`coherence.kernels`) is tested against it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coherence.findings import OverlapClass
from coherence.graph import FULLY_OR_HALF, PolicyGraph
from coherence.kernels.tables import PARTS
from coherence.scope import Scope
from coherence.verdicts import OPEN, Standing, pair_of, standings, words_of
from coherence.when import Held
from data.model import Actor, Objective, Programme

MILLIONTHS: Final = 1_000_000
"""Strengths are compared as whole numbers, so that no engine can round differently."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The numbers of the rules, from the profile."""

    weights: Mapping[str, int]
    threshold: int
    similar: int
    list_all_below: int

    @classmethod
    def of(cls, graph: PolicyGraph) -> Rulebook:
        """What the profile says, or the analyst defaults."""
        setting = graph.profile.setting
        defaults = {"services": 350, "groups": 300, "phases": 100, "sectors": 100, "words": 150}
        return cls(
            {part: setting("overlap", "weights", part, default=defaults[part]) for part in PARTS},
            setting("overlap", "threshold", default=550),
            setting("overlap", "objective_similarity", default=600),
            setting("overlap", "list_all_below", default=400),
        )


@dataclass(frozen=True, slots=True)
class Side:
    """A programme as a pair sees it."""

    programme: Programme
    lead: str | None
    """The lead or its successor; None: not known."""
    active: Held
    reach: tuple[str, ...]
    services: frozenset[str]
    groups: frozenset[str]
    phases: frozenset[str]
    sectors: frozenset[str]
    """Its own, and the themes of the objectives that it serves."""
    words: frozenset[str]
    objectives: Mapping[str, int]
    """Objective served → strength, in millionths."""

    @property
    def id(self) -> str:
        """The programme's id."""
        return self.programme.id

    def part(self, name: str) -> frozenset[str]:
        """What a part of the score compares."""
        found: frozenset[str] = getattr(self, name)
        return found


def side(graph: PolicyGraph, programme: str) -> Side:
    """A programme as a pair sees it.

    Raises:
        KeyError: the register has no such programme.
    """
    known = graph.once(_sides)
    if programme not in known:
        known[programme] = _side(graph, graph.snapshot.of(Programme)[programme])
    return known[programme]


def _sides(_graph: PolicyGraph) -> dict[str, Side]:
    return {}


def _side(graph: PolicyGraph, programme: Programme) -> Side:
    return Side(
        programme,
        lead_of(graph, programme),
        graph.in_force(programme),
        graph.reach(programme),
        frozenset(programme.services),
        frozenset(programme.groups),
        frozenset(programme.phases),
        sectors_of(graph, programme),
        words_of(programme),
        strengths_of(graph, programme),
    )


def lead_of(graph: PolicyGraph, programme: Programme) -> str | None:
    """The actor that leads a programme on the graph's day; None: not on record."""
    lead = graph.successor(programme.lead)
    return lead if lead in graph.snapshot.of(Actor) else None


def strengths_of(graph: PolicyGraph, programme: Programme) -> Mapping[str, int]:
    """Objectives in force that a programme serves, with the strength in millionths."""
    given = graph.contributions.get(programme.id, {})
    return {objective: round(strength * MILLIONTHS) for objective, (strength, _) in given.items()}


def sectors_of(graph: PolicyGraph, programme: Programme) -> frozenset[str]:
    """A programme's own sectors and the themes of the objectives it serves."""
    given = graph.contributions.get(programme.id)
    if not given:
        return frozenset(programme.sectors)
    objectives = graph.snapshot.of(Objective)
    served = (objectives.get(o) for o in given)
    return frozenset({*programme.sectors, *(o.theme for o in served if o and o.theme)})


# --- same place, same time, different leads -------------------------------------------------


def ground_of(scope: Scope, reach: tuple[str, ...]) -> tuple[str, ...]:
    """The part of a reach that lies in the unit."""
    return scope.places.shared(reach, scope.roots)


def co_present(scope: Scope, one: Side, other: Side) -> Held:
    """Whether two programmes work in a common place of the unit at the same time.

    Both are active, their reach meets inside the unit, their leads differ, and both are on
    migration. None: it cannot be judged, since lead, activity or reach is not known.
    """
    if not (on_migration(one) and on_migration(other)) or False in (one.active, other.active):
        return False
    if one.lead is not None and one.lead == other.lead:
        return False
    grounds = [ground_of(scope, s.reach) for s in (one, other)]
    if any(s.reach and not ground for s, ground in zip((one, other), grounds, strict=True)):
        return False
    if one.reach and other.reach and not scope.places.shared(*grounds):
        return False
    return None if missing(one) or missing(other) else True


def on_migration(one: Side) -> bool:
    """Whether a programme counts as migration and development."""
    return one.programme.migration != "none"


def missing(one: Side) -> tuple[str, ...]:
    """Which of lead, activity and reach is not known of a programme."""
    return _missing(one.lead, one.active, one.reach)


def missing_of(graph: PolicyGraph, programme: Programme) -> tuple[str, ...]:
    """The same of a programme of which nothing else is asked."""
    return _missing(
        lead_of(graph, programme), graph.in_force(programme), graph.reach(programme)
    )  # fmt: skip


def _missing(lead: str | None, active: Held, reach: tuple[str, ...]) -> tuple[str, ...]:
    cells = {"lead": lead is None, "activity": active is None, "reach": not reach}
    return tuple(name for name, absent in cells.items() if absent)


# --- what they share ------------------------------------------------------------------------


def similarity(one: Side, other: Side) -> int:
    """Σmin/Σmax of contribution strengths over the objectives of both, thousandths."""
    if one.objectives.keys().isdisjoint(other.objectives):
        return 0
    every = {*one.objectives, *other.objectives}
    pairs = [(one.objectives.get(o, 0), other.objectives.get(o, 0)) for o in every]
    most = sum(max(pair) for pair in pairs)
    return sum(min(pair) for pair in pairs) * 1000 // most if most else 0


def class_of(one: Side, other: Side, rules: Rulebook) -> OverlapClass | None:
    """The strongest class that two programmes fall in; None: they share nothing that counts."""
    service, group = one.services & other.services, one.groups & other.groups
    if service and group:
        return OverlapClass.DUPLICATION
    if service or group or similarity(one, other) >= rules.similar:
        return OverlapClass.OVERLAP
    return OverlapClass.FRAGMENTATION if one.sectors & other.sectors else None


def points(one: Side, other: Side, rules: Rulebook) -> Mapping[str, int]:
    """The score's five parts, thousandths: weight × shared ÷ either, each rounded down."""
    found = {}
    for part in PARTS:
        mine, theirs = one.part(part), other.part(part)
        either = len(mine | theirs)
        found[part] = rules.weights[part] * len(mine & theirs) // either if either else 0
    return found


# --- complementary by design ----------------------------------------------------------------


def recorded_together(one: Programme, other: Programme) -> bool:
    """Whether two programmes are parent and child, or recorded as related."""
    return (
        one.parent == other.id
        or other.parent == one.id
        or other.id in one.related
        or one.id in other.related
    )


def uppers(graph: PolicyGraph) -> Mapping[str, frozenset[str]]:
    """Objective → every objective that a path of alignments (at least partly) leads up to."""
    return graph.once(_uppers)


def _uppers(graph: PolicyGraph) -> Mapping[str, frozenset[str]]:
    steps = {
        child: [parent for parent, (score, _) in stated.items() if score >= FULLY_OR_HALF]
        for child, stated in graph.aligned_up.items()
    }
    found = {}
    for child, parents in steps.items():
        seen: set[str] = set()
        queue = deque(parents)
        while queue:
            at = queue.popleft()
            if at not in seen:
                seen.add(at)
                queue.extend(steps.get(at, ()))
        found[child] = frozenset(seen - {child})
    return found


def joined_by(graph: PolicyGraph, one: Side, other: Side) -> tuple[str, str] | None:
    """A (lower, upper) pair of objectives that a path of alignments joins, one of either side.

    Only objectives that the other side does not serve as well are different objectives.
    """
    if not one.objectives or not other.objectives:
        return None
    above = uppers(graph)
    for lower, upper in ((one, other), (other, one)):
        alone = upper.objectives.keys() - lower.objectives.keys()
        for objective in sorted(lower.objectives.keys() - upper.objectives.keys()):
            if met := above.get(objective, frozenset()) & alone:
                return objective, min(met)
    return None


def by_design(graph: PolicyGraph, one: Side, other: Side) -> bool:
    """Whether two programmes complement each other by design, outside every count."""
    return recorded_together(one.programme, other.programme) or bool(joined_by(graph, one, other))


# --- the pair -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair by the rules."""

    co_present: Held
    found: OverlapClass | None
    """By what is shared."""
    kind: OverlapClass | None
    """With the verdict heard."""
    complementary: bool
    standing: Standing
    points: Mapping[str, int]

    @property
    def score(self) -> int:
        """Thousandths."""
        return sum(self.points.values())


def judge(scope: Scope, one: Side, other: Side) -> Judged:
    """Two programmes by the rules, in a unit."""
    graph = scope.graph
    rules = graph.once(Rulebook.of)
    standing = standings(graph).get(pair_of(one.id, other.id), OPEN)
    found = class_of(one, other, rules)
    return Judged(
        co_present(scope, one, other),
        found,
        standing.finds or found,
        by_design(graph, one, other),
        standing,
        points(one, other, rules),
    )


def is_listed(pair: Judged, rules: Rulebook, *, every_overlap: bool) -> bool:
    """Whether a pair is in the list: from the threshold on, or every overlap of a small unit."""
    if pair.co_present is not True or pair.kind is None:
        return False
    stronger = pair.kind is not OverlapClass.FRAGMENTATION
    return pair.score >= rules.threshold or (every_overlap and stronger)
