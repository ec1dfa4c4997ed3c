"""SIGMA's four tests of whether two aligned objectives contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from statistics import fmean
from typing import NamedTuple

from coherence.graph import FULLY_OR_HALF, PolicyGraph
from coherence.scope import Scope
from coherence.uptake import cited
from coherence.when import Held
from coherence.words import Message, say
from data.model import Interaction, Objective


class Inconsistency(StrEnum):
    """SIGMA's four types."""

    OBJECTIVES = "contradictory objectives"
    TARGET = "different target"
    DEADLINE = "different deadline"
    BODY = "different responsible body"


class Conflict(NamedTuple):
    """What one test found: that two objectives conflict, and how."""

    kind: Inconsistency
    reason: Message
    cites: tuple[str, ...] = ()


class Compared(NamedTuple):
    """An aligned pair after the tests that could be made."""

    child: Objective
    parent: Objective
    tests: int
    """How many of the four could be made."""
    conflicts: tuple[Conflict, ...]
    cites: tuple[str, ...]


class Aligned(NamedTuple):
    """An objective, one that it carries out, and the alignment that says so."""

    child: Objective
    parent: Objective
    stated: str


Outcomes = tuple[Held, ...]
"""Whether two objectives conflict by each of the four tests; None where it cannot be made."""


def compared_pairs(scope: Scope) -> Iterator[Compared]:
    """Every objective of the unit with each objective that it carries out, in order of ids."""
    return (compare(scope.graph, *pair) for pair, _ in tested_pairs(scope))


def tested_pairs(scope: Scope) -> Sequence[tuple[Aligned, Outcomes]]:
    """The same pairs, and what the tests find, without words."""
    return scope.once(_tested_pairs)


def _tested_pairs(scope: Scope) -> Sequence[tuple[Aligned, Outcomes]]:
    graph, objectives = scope.graph, scope.snapshot.of(Objective)
    found = []
    for child in scope.own_objectives():
        for name, (score, stated) in sorted(graph.aligned_up.get(child.id, {}).items()):
            parent = objectives[name]
            counts = graph.counts(parent) and graph.is_on_migration(parent)
            if score >= FULLY_OR_HALF and counts:
                pair = Aligned(child, parent, stated)
                found.append((pair, outcomes(graph, child, parent)))
    return found


def outcomes(graph: PolicyGraph, child: Objective, parent: Objective) -> Outcomes:
    """What the four tests find of a pair; those after the first are of one measure alone."""
    found = _work_against(graph, child, parent)
    if child.measure is None or child.measure != parent.measure:
        return found, None, None, None
    return (
        found, _targets_differ(graph, child, parent), _deadlines_differ(child, parent),
        _bodies_differ(graph, child, parent),
    )  # fmt: skip


def can_be_tested(found: Outcomes) -> bool:
    """Whether at least one of the tests could be made."""
    return found.count(None) < len(found)


def compare(graph: PolicyGraph, child: Objective, parent: Objective, stated: str) -> Compared:
    """The four tests on one pair: interaction, target, deadline, responsible body."""
    found = outcomes(graph, child, parent)
    conflicts = [
        tell(graph, child, parent) for differ, tell in zip(found, _TELL, strict=True) if differ
    ]
    cites = cited(child.ref, parent.ref, stated, *(conflict.cites for conflict in conflicts))
    made = len(found) - found.count(None)
    return Compared(child, parent, made, tuple(conflicts), cites)


# --- the tests ----------------------------------------------------------------------------------


def _work_against(graph: PolicyGraph, child: Objective, parent: Objective) -> Held:
    """Pursuing one works against the other: in the mean of the assessors, in either direction."""
    means = [fmean([score for score, _ in way]) for way in _ways(graph, child, parent)]
    return min(means) < 0 if means else None


def _tell_interaction(graph: PolicyGraph, child: Objective, parent: Objective) -> Conflict:
    refs = tuple(ref for way in _ways(graph, child, parent) for _, ref in way)
    return Conflict(Inconsistency.OBJECTIVES, say("one works against the other"), refs)


Weighed = list[tuple[int, str]]
"""What assessors found of a pair, and the records that say so."""


def _ways(graph: PolicyGraph, child: Objective, parent: Objective) -> list[Weighed]:
    """How assessors weighed the pair, in one direction and in the other."""
    weighed = graph.once(_interactions)
    both = (child.id, parent.id), (parent.id, child.id)
    return [weighed[pair] for pair in both if pair in weighed]


def _interactions(graph: PolicyGraph) -> Mapping[tuple[str, str], Weighed]:
    found: dict[tuple[str, str], Weighed] = defaultdict(list)
    for weighed in graph.snapshot.of(Interaction).values():
        if weighed.score is not None and graph.counts(weighed):
            found[weighed.first, weighed.second].append((weighed.score, weighed.ref))
    return found


def _targets_differ(graph: PolicyGraph, child: Objective, parent: Objective) -> Held:
    """Targets of one measure further apart than the tolerance, in percent of the upper one.

    Comparable are units of one base: relative ones always, others for the same place alone.
    """
    if child.target is None or parent.target is None:
        return None
    own, upper = _unit(graph, child), _unit(graph, parent)
    if own is None or upper is None or own.base != upper.base:
        return None
    relative = own.relative and upper.relative
    if not relative and graph.territory_of(child) != graph.territory_of(parent):
        return None
    mine, theirs = child.target * own.factor, parent.target * upper.factor
    return round(abs(mine - theirs) * 100 - graph.once(_tolerance) * abs(theirs), 9) > 0


def _tell_targets(_graph: PolicyGraph, child: Objective, parent: Objective) -> Conflict:
    numbers = {"child": child.target, "parent": parent.target}
    units = {"unit": child.unit, "other": parent.unit}
    reason = say(
        "different targets: {child:g} {unit} against {parent:g} {other}", **numbers, **units
    )
    return Conflict(Inconsistency.TARGET, reason)


def _tolerance(graph: PolicyGraph) -> float:
    return float(graph.profile.setting("rules", "target_tolerance", default=5))


def target_in_step(graph: PolicyGraph, child: Objective, parent: Objective) -> float | None:
    """The target of the upper of two objectives in the unit of the lower one; None: not known."""
    own, upper = _unit(graph, child), _unit(graph, parent)
    if parent.target is None or own is None or upper is None or own.base != upper.base:
        return None
    return parent.target * upper.factor / own.factor


class _Unit(NamedTuple):
    base: str
    factor: float
    relative: bool


def _unit(graph: PolicyGraph, objective: Objective) -> _Unit | None:
    """A unit of the profile by its name, one that stands for itself, or None where it is blank."""
    known, written = graph.once(_units), objective.unit
    if written not in known:
        name = (written or "").strip().lower()
        about = graph.profile.setting("units", name, default={}) if name else {}
        unit = _Unit(about.get("base", name), about.get("factor", 1), bool(about.get("relative")))
        known[written] = unit if name else None
    return known[written]


def _units(_graph: PolicyGraph) -> dict[str | None, _Unit | None]:
    return {}


def _deadlines_differ(child: Objective, parent: Objective) -> Held:
    """Deadlines that surely differ; of a year against a day in it that is not known."""
    if child.deadline is None or parent.deadline is None:
        return None
    if child.deadline == parent.deadline:
        return False
    apart = (
        child.deadline.first > parent.deadline.last or parent.deadline.first > child.deadline.last
    )
    return apart or None


def _tell_deadlines(_graph: PolicyGraph, child: Objective, parent: Objective) -> Conflict:
    days = {"child": child.deadline, "parent": parent.deadline}
    reason = say("different deadlines: {child} against {parent}", **days)
    return Conflict(Inconsistency.DEADLINE, reason)


def _bodies_differ(graph: PolicyGraph, child: Objective, parent: Objective) -> Held:
    """No body in common that is responsible; an office acts for the body it is part of."""
    if not child.responsible or not parent.responsible:
        return None
    return {_body(graph, a) for a in child.responsible}.isdisjoint(
        _body(graph, a) for a in parent.responsible
    )


def _body(graph: PolicyGraph, actor: str) -> str:
    known = graph.once(_bodies)
    if actor not in known:
        known[actor] = graph.body(graph.successor(actor) or actor)
    return known[actor]


def _bodies(_graph: PolicyGraph) -> dict[str, str]:
    return {}


def _tell_bodies(graph: PolicyGraph, child: Objective, parent: Objective) -> Conflict:
    names = {
        side: ", ".join(graph.called(f"actor/{actor}") for actor in objective.responsible)
        for side, objective in (("child", child), ("parent", parent))
    }
    reason = say("different bodies responsible: {child} against {parent}", **names)
    return Conflict(Inconsistency.BODY, reason)


_TELL = (_tell_interaction, _tell_targets, _tell_deadlines, _tell_bodies)
"""What words the conflict that each test found."""
