"""Coverage: what is asked for where, and who delivers it.

A cell is a place with a service, a beneficiary group and a phase, any of them blank for "any".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from coherence.cells import Cell, State, inventories_of, named, needed, unasked
from coherence.delivery import Delivery
from coherence.evidence import Evidence, Said
from coherence.facets import lens_filter
from coherence.graph import PolicyGraph
from coherence.providers import Provider, Wants
from coherence.scope import Scope
from coherence.selection import CLEAR, Lens
from coherence.words import Message, say
from data.model import Need

AXES: Mapping[str, tuple[str, str]] = {
    "service": ("service", "services"),
    "group": ("beneficiary_group", "groups"),
    "phase": ("phase", "phases"),
}
"""Axis of the matrix → its code list, and the part of a lens or of `Wants` that it fills."""


def coverage_cells(scope: Scope, lens: Lens = CLEAR) -> tuple[Cell, ...]:
    """The cells of a unit that a need is on record for, by place (depth first) and codes."""
    cells, keep = scope.once(_all_cells), lens_filter(scope.graph, lens)
    return cells if keep is None else tuple(c for c in cells if any(map(keep, c.needs)))


def _all_cells(scope: Scope) -> tuple[Cell, ...]:
    rows: dict[tuple[str, str, str, str], list[Need]] = {}
    for need in scope.needs:
        key = (need.territory, need.service or "", need.group or "", need.phase or "")
        rows.setdefault(key, []).append(need)
    order = scope.places.interval
    keys = sorted(rows, key=lambda key: (order[key[0]][0], key[1:]))
    return tuple(needed(scope.graph, rows[key]) for key in keys)


def coverage_matrix(
    scope: Scope, lens: Lens = CLEAR, by: str = "service", places: Sequence[str] | None = None
) -> tuple[Cell, ...]:
    """One cell for each place and code of an axis (`AXES`), whether or not a need is on record.

    The places are the unit and what lies right below it, unless ``places`` names others. A need
    belongs to the closest of them that holds it, so that what is not a row of its own is counted
    further up. Needs of any service (group, phase) stand under a blank code.
    """
    code_list, part = AXES[by]
    rows = tuple(places) if places is not None else _usual_rows(scope)
    wanted = getattr(lens, part)
    codes = [c for c in scope.profile.codes(code_list) if not wanted or c in wanted]
    found: dict[tuple[str, str | None], list[Cell]] = {}
    for cell in coverage_cells(scope, lens):
        at = (cell.territory, *scope.places.above(cell.territory))
        if row := next((place for place in at if place in rows), None):
            found.setdefault((row, getattr(cell, by)), []).append(cell)
    codes += sorted({code for _, code in found if code and code not in codes})
    blank = [None] if any(code is None for _, code in found) else []
    return tuple(
        _joined(place, by, code, cells)
        if (cells := found.get((place, code)))
        else _unasked(scope.graph, place, by, code, lens)
        for place in rows
        for code in [*codes, *blank]
    )


def lgus_served(scope: Scope) -> Evidence:
    """For each local government with a need on record: whether anybody delivers in it at all.

    What its people may use elsewhere is no delivery, but does not show that nobody delivers.
    """
    return scope.once(_lgus_served)


def _lgus_served(scope: Scope) -> Evidence:
    graph = scope.graph
    needs_at: dict[str, list[Need]] = {}
    for need in scope.needs:
        if need.quantity != 0:
            needs_at.setdefault(need.territory, []).append(need)
    codes = [code for code in scope.lgus if code in needs_at]
    around = [_around(graph, code) for code in codes]
    scores = [
        _is_served(graph, code, needs_at[code], found)
        for code, found in zip(codes, around, strict=True)
    ]

    def tell(row: int) -> Said:
        code, found = codes[row], around[row]
        why, cites = _why_served(graph, code, needs_at[code], found)
        place = f"territory/{code}"
        about = (place, *sorted(n.ref for n in needs_at[code]), *cites)
        return Said(say("{place}: {why}", place=graph.called(place), why=why), about)

    return Evidence.told_later([f"territory/{code}" for code in codes], scores, tell)


def _around(graph: PolicyGraph, code: str) -> tuple[Provider, ...]:
    """The first three who surely deliver in a place; where nobody does, all who may."""
    sure: dict[str, Provider] = {}
    may: dict[str, Provider] = {}
    for provider in graph.once(Delivery).anybody(code):
        (sure if provider.sure else may)[provider.ref] = provider
        if len(sure) == 3:
            break
    return tuple((sure or may).values())


def _is_served(
    graph: PolicyGraph, code: str, needs: Sequence[Need], around: Sequence[Provider]
) -> float | None:
    if not any(graph.in_force(need) for need in needs):
        return None
    if around:
        return 1.0 if around[0].sure else None
    return 0.0 if inventories_of(graph, code) else None


def _why_served(
    graph: PolicyGraph, code: str, needs: Sequence[Need], around: Sequence[Provider]
) -> Said:
    refs = tuple(p.ref for p in around)
    if not any(graph.in_force(need) for need in needs):
        return Said(say("whether its needs still stand is not on record"))
    if around and around[0].sure:
        return Said(say("delivered there: {names}", names=named(graph, refs)), refs)
    if around:
        names = named(graph, refs)
        return Said(say("whether {names} is still active is not on record", names=names), refs)
    if closed := inventories_of(graph, code):
        day = closed[0].complete_on
        why = say("nobody delivers there, as the inventory of {day} shows", day=day)
        return Said(why, tuple(i.ref for i in closed))
    return Said(say("nobody on record, and the place has no fresh inventory"))


def _usual_rows(scope: Scope) -> tuple[str, ...]:
    below = (child for root in scope.roots for child in scope.places.children(root))
    return tuple(dict.fromkeys((*scope.roots, *below)))


def _joined(place: str, by: str, code: str | None, cells: Sequence[Cell]) -> Cell:
    """One cell for all the needs of a row under one code."""
    if len(cells) == 1:
        return replace(cells[0], territory=place)
    counts = {state: sum(cell.state is state for cell in cells) for state in State}
    known = [cell.state for cell in cells if cell.state is not State.NO_DATA]
    state = State.THIN
    if not known or set(known) == {State.UNSERVED}:
        state = known[0] if known else State.NO_DATA
    elif counts[State.SERVED] == len(cells):
        state = State.SERVED
    quantities = [cell.quantity for cell in cells if cell.quantity is not None]
    whole = Cell(
        place, None, None, None, state,
        partial(
            say,
            "of {all} needs {served} served, {thin} thinly, {unserved} unserved, {unknown} unknown",
            all=len(cells), served=counts[State.SERVED], thin=counts[State.THIN],
            unserved=counts[State.UNSERVED], unknown=counts[State.NO_DATA],
        ),
        providers=_merged(cells, "providers"),
        from_above=_merged(cells, "from_above"),
        in_parts=_merged(cells, "in_parts"),
        needs=_merged(cells, "needs"),
        closed_by=_merged(cells, "closed_by"),
        quantity=sum(quantities) if quantities else None,
        stands=any(cell.stands for cell in cells),
        required=any(cell.required for cell in cells),
    )  # fmt: skip
    return _under(whole, by, code)


def _under(cell: Cell, by: str, code: str | None) -> Cell:
    """A cell under one code of one axis."""
    codes = {axis: code if axis == by else None for axis in AXES}
    return replace(cell, service=codes["service"], group=codes["group"], phase=codes["phase"])


def _merged(cells: Iterable[Cell], part: str) -> tuple[str, ...]:
    return tuple(sorted({ref for cell in cells for ref in getattr(cell, part)}))


def _unasked(graph: PolicyGraph, place: str, by: str, code: str | None, lens: Lens) -> Cell:
    """The cell of a place where no need is on record: who delivers, and never a gap."""
    if code is None:
        return Cell(place, None, None, None, State.NO_DATA, _no_such_need)
    asked_for = {"service": lens.services, "group": lens.groups, "phase": lens.phases}
    asked_for[by] = frozenset([code])
    wants = Wants(asked_for["service"], asked_for["group"], asked_for["phase"])
    return _under(unasked(graph, place, wants), by, code)


def _no_such_need() -> Message:
    return say("no such need on record")
