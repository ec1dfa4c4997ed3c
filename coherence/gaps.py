"""What is missing: services, whole places, rungs of chains, money, and means behind promises.

>>> from coherence import report_on
>>> from data.example import worked_example
>>> gap = find_gaps(report_on(worked_example()).scope)[0]
>>> gap.kind, gap.charbit, gap.service, gap.state
('uncovered_service', 'administrative', 'skills', 'gap')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from coherence.cells import Cell, State, inventories_of, named, told
from coherence.chains import find_missing_rungs, find_orphans, find_unfunded
from coherence.coverage import coverage_cells, lgus_served
from coherence.facets import lens_filter
from coherence.findings import Gap
from coherence.graph import FULLY_OR_HALF, PolicyGraph
from coherence.promises import Found, budget_lines
from coherence.scope import Scope
from coherence.selection import CLEAR, Lens
from coherence.words import Message, say
from data.garbage import nothing_is_garbage
from data.model import Contribution, Objective, ServicePoint

CHARBIT: Mapping[str, str] = {
    "uncovered_service": "administrative",
    "from_above": "administrative",
    "single_provider": "administrative",
    "unserved_lgu": "administrative",
    "missing_rung": "objective",
    "orphan": "objective",
    "unfunded_promise": "funding",
    "paper_coherence": "capacity",
}
"""Kind of gap → which of Charbit's seven gaps it belongs to; in the order of the list."""

STATES = ("gap", "thin", "unknown")
"""What is known of a gap; in the order of the list."""


@nothing_is_garbage()
def find_gaps(scope: Scope, lens: Lens = CLEAR) -> tuple[Gap, ...]:
    """What is missing in a unit, through a lens: known gaps first, then thin, then unknown.

    Within a state by kind, then by place (depth first), then by service and subject.
    """
    keep = lens_filter(scope.graph, lens)
    found = [
        *_services(scope, lens),
        *(
            gap
            for gap in (
                *_unserved_lgus(scope),
                *find_missing_rungs(scope),
                *find_orphans(scope),
                *find_unfunded(scope),
                *_on_paper(scope),
            )
            if keep is None or keep(gap.subject)
        ),
    ]
    kinds, order = list(CHARBIT), scope.places.interval

    def rank(gap: Gap) -> tuple[object, ...]:
        place = order.get(gap.territory or "", (-1, -1))[0]
        codes = (gap.service or "", gap.group or "", gap.subject)
        return (STATES.index(gap.state), kinds.index(gap.kind), place, *codes)

    return tuple(sorted(found, key=rank))


def _services(scope: Scope, lens: Lens) -> Iterator[Gap]:
    """Needs that nobody serves, one office alone, or only somebody from above."""
    for cell in coverage_cells(scope, lens):
        kind, state = _kind(cell)
        if kind:
            yield _gap(
                kind, cell.territory, told(scope.graph, cell), cell.cites, cell.needs[0], state,
                cell.service, cell.group,
            )  # fmt: skip


def _kind(cell: Cell) -> tuple[str, str]:
    """Kind and state of the gap that a cell is, or two blanks."""
    if cell.state is State.THIN:
        return ("single_provider" if cell.providers else "from_above", "thin")
    if cell.state is State.SERVED:
        return "", ""
    return "uncovered_service", "gap" if cell.state is State.UNSERVED else "unknown"


def _gap(  # noqa: PLR0917 - a gap has so many parts
    kind: str, place: str | None, reason: Message, cites: tuple[str, ...], subject: str,
    state: str, service: str | None = None, group: str | None = None,
) -> Gap:  # fmt: skip
    return Gap(kind, CHARBIT[kind], place, service, group, reason, cites, subject, state)


def _unserved_lgus(scope: Scope) -> Iterator[Gap]:
    """Local governments with people in need and nobody on record who delivers anything."""
    served = lgus_served(scope)
    for row, score in enumerate(served.scores):
        if score != 1:
            judged = served.row(row)
            place = judged.subject.partition("/")[2]
            state = "gap" if score == 0 else "unknown"
            yield _gap("unserved_lgu", place, judged.reason, judged.cites, judged.subject, state)


# --- promises that exist on paper -----------------------------------------------------------


def _on_paper(scope: Scope) -> Iterator[Gap]:
    """Objectives in force that no programme, no budget line and no service point stands behind."""
    below, given, points = (
        _carried_by(scope.graph), _contributions(scope.graph), _points_by_basis(scope.graph)
    )  # fmt: skip
    objectives = scope.snapshot.of(Objective)
    for found in budget_lines(scope):
        objective = found.record
        if found.score == 1 or not isinstance(objective, Objective):
            continue
        promises = _all_below(objective.id, below)
        doers = [given.get(name, {}) for name in promises]
        served = any(points.get(objectives[name].instrument) for name in promises)
        if served or any(True in held.values() for held in doers):
            continue
        doubtful = tuple(sorted({f"programme/{name}" for held in doers for name in held}))
        yield _paper_gap(scope.graph, found, doubtful)


def _paper_gap(graph: PolicyGraph, found: Found, doubtful: tuple[str, ...]) -> Gap:
    ref = found.record.ref
    place = graph.territory_of(found.record)
    closed = inventories_of(graph, place or "")
    state = "gap" if closed and found.score == 0 and not doubtful else "unknown"
    reason = say(
        "{what}: no programme or service point on record; {budget}",
        what=graph.called(ref), budget=found.reason,
    )  # fmt: skip
    if doubtful:
        names = named(graph, doubtful)
        reason = say("{what}; not certain to be active: {names}", what=reason, names=names)
    cites = dict.fromkeys((ref, *found.cites, *doubtful, *(i.ref for i in closed)))
    return _gap("paper_coherence", place, reason, tuple(cites), ref, state)


def _carried_by(graph: PolicyGraph) -> Mapping[str, list[str]]:
    """Objective → its parts and the objectives that carry it out at least half."""
    found: dict[str, list[str]] = defaultdict(list)
    for objective in graph.objectives():
        if objective.parent:
            found[objective.parent].append(objective.id)
    for upper, lower in graph.aligned_down.items():
        found[upper] += [name for name, (score, _) in lower.items() if score >= FULLY_OR_HALF]
    return found


def _all_below(objective: str, below: Mapping[str, list[str]]) -> set[str]:
    seen, queue = {objective}, [objective]
    while queue:
        fresh = [name for name in below.get(queue.pop(), ()) if name not in seen]
        seen.update(fresh)
        queue += fresh
    return seen


def _contributions(graph: PolicyGraph) -> Mapping[str, dict[str, bool | None]]:
    """Objective → programme → whether it surely contributes, of those not known to have ended."""
    found: dict[str, dict[str, bool | None]] = defaultdict(dict)
    for given in graph.snapshot.of(Contribution).values():
        held = graph.in_force(given)
        if held is not False and graph.counts(given) and given.strength != 0:
            found[given.objective][given.programme] = held
    return found


def _points_by_basis(graph: PolicyGraph) -> Mapping[str, list[str]]:
    """Instrument → the service points based on it that are not known to be closed."""
    found: dict[str, list[str]] = defaultdict(list)
    for point in graph.snapshot.of(ServicePoint).values():
        if point.based_on and graph.counts(point) and graph.in_force(point) is not False:
            found[point.based_on].append(point.ref)
    return found
