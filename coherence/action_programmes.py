"""Ways to mend what programmes do: whom they reach, where, with whom, and with whose money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import ceil, fsum
from typing import Any

from coherence.action_blanks import Blanks
from coherence.cells import Cell
from coherence.coverage import coverage_cells
from coherence.effort import (
    budget_by_place,
    delivered,
    local_parts,
    needs_by_place,
    share_in,
    shares,
)
from coherence.execution import execution
from coherence.fragmentation import find_cells
from coherence.graph import PolicyGraph
from coherence.institutions import says
from coherence.scope import Scope
from data.model import Funding, Programme

# --- coverage -------------------------------------------------------------------------------------


def short_supply(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The programmes that mean to reach some of those who need something in a place, not all."""
    cell = scope.once(_cells_of_needs).get(blanks["id"])
    supply = _supply(scope, cell) if cell else {}
    reached = fsum(supply.values())
    if cell and cell.quantity and 0 < reached < cell.quantity:
        times = cell.quantity / reached
        held = scope.snapshot.of(Programme)
        raised = {name: ceil((held[name].targeted or 0) * times) for name in supply}
        yield {"raised": tuple(raised.items())}


def _cells_of_needs(scope: Scope) -> Mapping[str, Cell]:
    """Need → the cell of coverage that it belongs to."""
    cells = coverage_cells(scope)
    return {need.partition("/")[2]: cell for cell in cells for need in cell.needs}


def _supply(scope: Scope, cell: Cell) -> dict[str, float]:
    """Programme → how many people it means to reach in the place of a cell; {}: not all known."""
    held = [scope.snapshot.get(ref) for ref in cell.providers]
    programmes = [p for p in held if isinstance(p, Programme) and p.targeted]
    if len(programmes) < len(held):
        return {}
    places = scope.places
    return {
        p.id: share_in(places, shares(places, p), cell.territory) * (p.targeted or 0)
        for p in programmes
    }


def providers(_: Scope, blanks: Blanks) -> Iterator[Blanks]:
    """Each programme whose target is raised."""
    for name, target in blanks["raised"]:
        yield {"provider": f"programme/{name}", "raised_target": target}


def phases(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """A part of the migration cycle, by its first phase."""
    profile, cycle = scope.profile, blanks["part"]
    listed = profile.codes("phase").items()
    for phase in [code for code, about in listed if about.about.get("cycle") == cycle][:1]:
        name = profile.label("cycle", cycle)
        yield {"phase": phase, "cycle_name": name, "key": f"{blanks['id']}--{cycle}"}


def splits_by_need(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The programmes that spend in a place and in others, with their money split by need."""
    yield from scope.once(_splits).get(blanks["id"], ())


def _splits(scope: Scope) -> Mapping[str, list[Blanks]]:
    """Local government → the programmes that could be split by need between it and others."""
    parts = local_parts(scope)
    needs = needs_by_place(scope, parts)
    known = set(budget_by_place(scope, ()).known)
    found: dict[str, list[Blanks]] = defaultdict(list)
    for programme in delivered(scope):
        own = [place for place in parts if scope.places.reaches(programme.territories, place)]
        total = fsum(needs.get(place, 0.0) for place in own)
        if len(own) < 2 or not total or programme.ref not in known:
            continue
        split = _percent({place: needs.get(place, 0.0) / total for place in own})
        if split != programme.budget_split and _is_all_within(scope, programme, own):
            blanks: Blanks = {
                "shared": programme.id, "split": split,
                "shared_name": scope.graph.called(programme.ref),
            }  # fmt: skip
            for place in own:
                found[place].append(blanks)
    return found


def _is_all_within(scope: Scope, programme: Programme, parts: list[str]) -> bool:
    """Whether a programme spends nothing outside these places."""
    within = scope.places.within
    inside = all(any(within(t, place) for place in parts) for t in programme.territories)
    return inside or any(t in scope.roots for t in programme.territories)


def _percent(parts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Shares of 1 as percent with two decimals that add up to 100."""
    percent = {place: round(100 * share, 2) for place, share in parts.items()}
    largest = max(percent, key=lambda place: (percent[place], place))
    percent[largest] = round(percent[largest] + 100 - fsum(percent.values()), 2)
    return tuple(sorted(percent.items()))


# --- overlap --------------------------------------------------------------------------------------


def leads_of_sector(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """Everybody who leads a programme of a sector in a place."""
    at = (blanks["id"], blanks["part"])
    leads = scope.once(_leads).get(at)
    if leads:
        name = scope.profile.label("sector", blanks["part"])
        yield {"leads": leads, "sector_name": name, "key": "--".join(at)}


def _leads(scope: Scope) -> Mapping[tuple[str, str], tuple[str, ...]]:
    cells = (found.cell for found in find_cells(scope))
    return {(cell.place, cell.sector): tuple(cell.leads) for cell in cells if len(cell.leads) > 1}


def divisions(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """Which of two programmes could leave the places that both serve, and where it would stay."""
    graph, held = scope.graph, scope.snapshot.of(Programme)
    one, other = (held.get(blanks.get(side, "")) for side in ("one", "other"))
    if one is None or other is None:
        return  # of very many pairs a judgement is about one programme and all of its pairs
    for stays, leaves in ((one, other), (other, one)):
        left = _without(graph, leaves, stays)
        if left and left != leaves.territories and not _meet(graph, leaves.open_to, stays):
            yield {
                "stays_name": graph.called(stays.ref), "leaves": leaves.ref,
                "leaves_name": graph.called(leaves.ref), "left_places": left,
            }  # fmt: skip
            return


def _without(graph: PolicyGraph, leaves: Programme, stays: Programme) -> tuple[str, ...]:
    return tuple(place for place in leaves.territories if not _meet(graph, (place,), stays))


def _meet(graph: PolicyGraph, places: tuple[str, ...], programme: Programme) -> bool:
    reach = graph.reach(programme)
    return any(graph.places.meet(place, other) for place in places for other in reach)


# --- money ----------------------------------------------------------------------------------------


def unspent(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """What was spent on a running programme in its latest completed year, were it all of it."""
    programme = scope.snapshot.of(Programme)[blanks["id"]]
    found = execution(scope.graph, programme)
    kinds = scope.profile.codes("funding_kind")
    rows = [row for row in found.rows if says(kinds, row.kind, "spent")]
    if rows and found.spent is not None and found.allotted and found.spent < found.allotted:
        rest = found.allotted - found.spent
        yield {"spent_row": rows[0].ref, "spent_in_full": (rows[0].amount or 0) + rest}


def funded(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The programme that a funding is for, and the place that would match it."""
    row = scope.snapshot.of(Funding)[blanks["id"]]
    programme = scope.snapshot.of(Programme).get(row.programme)
    if programme and row.amount:
        found: dict[str, Any] = {
            "funded_name": scope.graph.called(programme.ref),
            "funded_place": row.territory or blanks.get("place"),
        }
        yield found | {"money_in": row.currency or programme.currency or scope.profile.currency}
