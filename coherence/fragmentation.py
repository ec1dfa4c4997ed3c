"""Who works in the same sector of the same place, and whether any of them coordinate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, zip_longest
from typing import NamedTuple

from coherence.coordination import Bond, Coordination, coordination
from coherence.evidence import Said
from coherence.graph import PolicyGraph
from coherence.pairs import by_design, ground_of, lead_of, sectors_of, side
from coherence.scope import Scope
from coherence.verdicts import OPEN, pair_of, standings
from coherence.words import say
from data.model import Programme


@dataclass(frozen=True, slots=True)
class Cell:
    """A sector in the lowest place that a programme of the sector names."""

    sector: str
    place: str
    leads: Mapping[str, list[Programme]]
    """Lead → its programmes that reach the place."""
    unsure: tuple[Programme, ...]
    """Programmes that may belong here: lead or activity is not known."""


class CellFound(NamedTuple):
    """A cell judged, and what the judgement rests on: one of the others, or its leads alone."""

    cell: Cell
    score: float | None
    """Whether its leads coordinate, 1 or 0; None: it cannot be judged."""
    bond: Bond | None = None
    bound: tuple[str, str] = ("", "")
    """The leads that it joins."""
    complementary: tuple[Programme, Programme] | None = None
    doubt: Programme | None = None
    """A programme whose lead or activity is not known."""


@dataclass
class _Sector:
    sure: dict[str, list[tuple[str, Programme]]] = field(default_factory=lambda: defaultdict(list))
    """Place → known leads with their programmes that name it."""
    unsure: dict[str, list[Programme]] = field(default_factory=lambda: defaultdict(list))


def find_cells(scope: Scope) -> Iterator[CellFound]:
    """Every cell of the unit with at least one lead, by sector and place."""
    sectors = _sectors(scope)
    judge = _Judge(scope)
    for sector in sorted(sectors):
        for cell in _cells(scope, sector, sectors[sector]):
            yield judge.judged(cell)


def _sectors(scope: Scope) -> Mapping[str, _Sector]:
    graph, sectors = scope.graph, defaultdict[str, _Sector](_Sector)
    grounds: dict[tuple[str, ...], tuple[str, ...]] = {}
    for programmes, sure in ((scope.programmes, True), (scope.uncertain_programmes, False)):
        for programme in programmes:
            reach = graph.reach(programme)
            if reach not in grounds:
                grounds[reach] = ground_of(scope, reach)
            lead = lead_of(graph, programme) if sure else None
            for sector in sectors_of(graph, programme):
                held = sectors[sector]
                for place in grounds[reach]:
                    if lead is None:
                        held.unsure[place].append(programme)
                    else:
                        held.sure[place].append((lead, programme))
    return sectors


def _cells(scope: Scope, sector: str, found: _Sector) -> Iterator[Cell]:
    """The recorded places that have no other recorded place of the sector below them."""
    places, interval = scope.places, scope.places.interval
    ordered = sorted(found.sure, key=lambda code: interval[code][0])
    for place, following in zip_longest(ordered, ordered[1:]):
        if following is not None and places.within(following, place):
            continue
        leads: dict[str, list[Programme]] = defaultdict(list)
        for at in (place, *places.above(place)):
            for lead, programme in found.sure.get(at, ()):
                leads[lead].append(programme)
        near = [*places.under(place), *places.above(place)] if found.unsure else []
        unsure = {p.id: p for at in near for p in found.unsure.get(at, ())}
        yield Cell(sector, place, dict(sorted(leads.items())), tuple(unsure.values()))


class _Judge:
    def __init__(self, scope: Scope) -> None:
        self.graph: PolicyGraph = scope.graph
        self.coordination: Coordination = coordination(scope.graph)
        leads = {lead for p in scope.programmes if (lead := lead_of(scope.graph, p))}
        self.linked: dict[str, set[str]] = defaultdict(set)
        for one, other in self.coordination.linked(leads):
            self.linked[one].add(other)
            self.linked[other].add(one)

    def judged(self, cell: Cell) -> CellFound:
        """Whether at least two leads of a cell coordinate, or there is but one."""
        if found := self._bond(cell):
            return CellFound(cell, 1.0, *found)
        if len(cell.leads) > 1 and (both := self._complementary(cell)):
            return CellFound(cell, 1.0, complementary=both)
        if doubt := self._doubt(cell):
            return CellFound(cell, None, doubt=doubt)
        return CellFound(cell, float(len(cell.leads) == 1))

    def _bond(self, cell: Cell) -> tuple[Bond, tuple[str, str]] | None:
        for one in cell.leads:
            for other in sorted(self.linked.get(one, set()) & cell.leads.keys()):
                if one < other and (bond := self._bond_of(one, other, cell)):
                    return bond, (one, other)
        return None

    def _bond_of(self, one: str, other: str, cell: Cell) -> Bond | None:
        return self.coordination.bond(one, other, (cell.place,))

    def _complementary(self, cell: Cell) -> tuple[Programme, Programme] | None:
        """Two programmes of different leads that are no overlap, by design or by verdict."""
        for (_, mine), (_, theirs) in combinations(cell.leads.items(), 2):
            for one in mine:
                for other in theirs:
                    standing = standings(self.graph).get(pair_of(one.id, other.id), OPEN)
                    if standing.settled or standing.managed or self._by_design(one, other):
                        return one, other
        return None

    def _by_design(self, one: Programme, other: Programme) -> bool:
        return by_design(self.graph, side(self.graph, one.id), side(self.graph, other.id))

    def _doubt(self, cell: Cell) -> Programme | None:
        """A programme that could change the judgement, were its lead or activity known."""
        alone = len(cell.leads) == 1
        for programme in cell.unsure:
            lead = lead_of(self.graph, programme)
            if lead is None:
                return programme
            if lead not in cell.leads and not (alone and self._knows(lead, cell)):
                return programme
        return None

    def _knows(self, lead: str, cell: Cell) -> bool:
        return any(self._bond_of(lead, other, cell) for other in cell.leads)


def why(graph: PolicyGraph, found: CellFound) -> Said:
    """Why a cell is judged as it is, and what that rests on."""
    leads = found.cell.leads
    names = [programmes[0].ref for programmes in leads.values()]
    if found.bond:
        reason = coordination(graph).explained(found.bond, *found.bound)
        return Said(reason, (*names, *found.bond.cites))
    if found.complementary:
        refs = [programme.ref for programme in found.complementary]
        one, other = map(graph.called, refs)
        return Said(
            say("{one} and {other} complement each other", one=one, other=other), (*names, *refs)
        )
    if found.doubt:
        reason = say(
            "whether its leads coordinate is not known: lead or activity of {who} is missing",
            who=graph.called(found.doubt.ref),
        )  # fmt: skip
        return Said(reason, (*names, found.doubt.ref))
    called = ", ".join(graph.called(f"actor/{lead}") for lead in leads)
    if len(leads) == 1:
        return Said(say("one lead: {lead}", lead=called), tuple(names))
    reason = say(
        "{count} leads, of whom no two share a tie, a mechanism or an agreement: {leads}",
        count=len(leads), leads=called,
    )  # fmt: skip
    return Said(reason, tuple(names))
