"""One cell of coverage: a place, what is asked for there, and what is known of who serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache, partial

from coherence.delivery import Delivery
from coherence.graph import PolicyGraph
from coherence.providers import Provider, Wants
from coherence.words import Message, say
from data.model import Inventory, Need, Programme, ServicePoint

DELIVERS = (Programme.KIND, ServicePoint.KIND)
"""The record kinds that deliver; only where both are inventoried is nobody known to."""


class State(StrEnum):
    """What is known of a cell."""

    SERVED = "served"
    THIN = "thin"
    """One office alone, only from above, or only part of the needs."""
    UNSERVED = "unserved"
    NO_DATA = "no data"
    """Nobody on record, but not known to be nobody."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place and what is asked for there: who serves it, or why we say that nobody does."""

    territory: str
    service: str | None
    group: str | None
    phase: str | None
    state: State
    why: Callable[[], Message] = field(compare=False)
    """Words the reason, which few of many cells are asked for."""
    providers: tuple[str, ...] = ()
    """Programmes and service points that deliver at the place or above it, ``kind/id``."""
    from_above: tuple[str, ...] = ()
    """Programmes that its people may use but that are not delivered there."""
    needs: tuple[str, ...] = ()
    """The needs on record, newest first; none: nothing is asked for on record."""
    in_parts: tuple[str, ...] = ()
    """Delivered only in parts of a local government."""
    closed_by: tuple[str, ...] = ()
    """What makes a no: inventories, and providers whose record is older than the finding."""
    quantity: float | None = None
    """How many need it, in the needs' own unit; None where that is not on record."""
    stands: bool = True
    """Whether its needs surely stand on the day; without a need on record there is no doubt."""
    required: bool = True
    """Whether it counts as a required cell: a need that is said to be no duty does not."""

    @property
    def reason(self) -> Message:
        """Why the state is what it is."""
        return self.why()

    @property
    def cites(self) -> tuple[str, ...]:
        """The records that the state rests on, ``kind/id``; the place itself where none does."""
        found = (
            *self.needs, *self.providers, *self.from_above, *self.in_parts, *self.closed_by,
        )  # fmt: skip
        return found or (f"territory/{self.territory}",)

    @property
    def score(self) -> float | None:
        """1 where somebody delivers, 0 where nobody does or only from above, None if unknown."""
        if self.state is State.NO_DATA:
            return None
        return float(self.state is State.SERVED or bool(self.providers))


def named(graph: PolicyGraph, refs: Sequence[str]) -> Message:
    """The first three of several records by name, and how many more there are."""
    shown = ", ".join(dict.fromkeys(graph.called(ref) for ref in refs[:3]))
    if len(refs) > 3:
        return say("{names} and {more} more", names=shown, more=len(refs) - 3)
    return say("{names}", names=shown)


def inventories_of(graph: PolicyGraph, place: str) -> tuple[Inventory, ...]:
    """The inventories that close who delivers in a place, oldest first; () leaves it open."""
    found = [graph.inventory(kind, place) for kind in DELIVERS]
    known = {i.ref: i for i in found if i is not None}
    oldest_first = sorted(known.values(), key=lambda i: (i.complete_on, i.ref))
    return tuple(oldest_first) if None not in found else ()


def needed(graph: PolicyGraph, rows: Sequence[Need]) -> Cell:
    """The cell of needs that are about the same; several rows differ in time."""
    rows = sorted(rows, key=_age, reverse=True)
    first = rows[0]
    wants = graph.once(_all_wants)(first.service, first.group, first.phase)
    found = _Found(graph, first.territory, wants, rows)
    stands = any(graph.in_force(need) for need in rows)
    return Cell(
        first.territory,
        first.service,
        first.group,
        first.phase,
        found.state if stands else State.NO_DATA,
        found.reason if stands else partial(_no_longer_known, graph, rows),
        found.providers,
        _refs(found.above),
        tuple(n.ref for n in rows),
        _refs(found.parts),
        found.closed_by(),
        next((n.quantity for n in rows if n.quantity is not None), None),
        stands,
        any(n.required is not False for n in rows),
    )


def _all_wants(_: PolicyGraph) -> Callable[..., Wants]:
    """What is asked for by service, group and phase: one object for the same codes."""
    return lru_cache(None)(lambda *codes: Wants(*(frozenset(filter(None, [c])) for c in codes)))


def _no_longer_known(graph: PolicyGraph, rows: Sequence[Need]) -> Message:
    seen = max((v for n in rows if (v := graph.vouched(n))), default="")
    return say("whether it is still needed is not on record (last confirmed {day})", day=seen)


def _age(need: Need) -> tuple[str, str, str, float, str]:
    """Later is newer; of two as old as each other the larger counts."""
    dates = (need.valid_from or "", need.found_on or "", need.observed_on or "")
    return (*dates, need.quantity or 0.0, need.id)


def unasked(graph: PolicyGraph, place: str, wants: Wants) -> Cell:
    """The cell of a place where no need is on record: who delivers, and never a gap.

    It stands under no code yet.
    """
    found = _Found(graph, place, wants, [])
    state, why = found.state, found.reason
    if state in (State.UNSERVED, State.NO_DATA):
        state = State.NO_DATA
        why = partial(_without_need, found)
    return Cell(
        place, None, None, None, state, why, found.providers, _refs(found.above),
        in_parts=_refs(found.parts), closed_by=found.closed_by(),
    )  # fmt: skip


def _without_need(found: _Found) -> Message:
    return say("no need on record; {what}", what=found.reason())


class _Found:
    """What is on record about one question at one place."""

    def __init__(self, graph: PolicyGraph, place: str, wants: Wants, rows: Sequence[Need]) -> None:
        self.graph = graph
        self.place, self.wants = place, wants
        self.delivery = graph.once(Delivery)
        around = self.delivery.around(place, wants)
        self.sure, self.unsure, self.parts = around.sure, around.unsure, around.in_parts
        self.finding = _latest_finding(graph, rows)
        self.unserved = (
            self.finding is not None
            and not self.finding.served
            and not any(p.is_newer_than(self.finding.day, here=self._is_here(p)) for p in self.sure)
        )
        """Whether a finding says that nobody serves, and nothing later speaks against it."""
        doubted = self.sure if self.unserved else ()
        self.doubted = [p for p in doubted if self._is_here(p)]
        wider = [p for p in doubted if not self._is_here(p)]
        self.above = sorted([*around.open_to, *wider], key=lambda p: p.ref)

    def _is_here(self, provider: Provider) -> bool:
        return self.delivery.is_here(provider, self.place)

    @cached_property
    def closed(self) -> tuple[Inventory, ...]:
        """The inventories that close the question, once they are asked for."""
        return inventories_of(self.graph, self.place)

    @cached_property
    def state(self) -> State:
        """What is known of the cell."""
        if self.unserved:
            return State.UNSERVED
        if self.sure:
            one = self.sure[0].office
            alone = all(provider.office == one for provider in self.sure)
            return State.THIN if alone else State.SERVED
        if self.found_served:
            return State.SERVED
        if self.above:
            return State.THIN
        return State.UNSERVED if not self.unsure and self.closed else State.NO_DATA

    @property
    def found_served(self) -> bool:
        """Whether a finding says that somebody serves, and no later inventory that nobody does."""
        finding = self.finding
        return bool(finding and finding.served and not self._closed_after(finding.day))

    @property
    def providers(self) -> tuple[str, ...]:
        """Who delivers; nobody, where it is a no."""
        return () if self.unserved else _refs(self.sure)

    def reason(self) -> Message:
        """Why the state is what it is."""
        if self.unserved and self.finding:
            return self._and_beside(self._found_unserved(self.finding))
        if self.sure:
            return self._served()
        if self.finding and self.found_served:
            return say("found served on {day}; by whom is not on record", day=self.finding.on)
        return self._nobody()

    def _found_unserved(self, finding: _Finding) -> Message:
        why = say("found unserved on {day}", day=finding.on)
        if self.doubted:
            names = named(self.graph, _refs(self.doubted))
            return say("{what}; on record before then: {names}", what=why, names=names)
        return why

    def _served(self) -> Message:
        offices = sorted({p.office for p in self.sure})
        if len(offices) == 1:
            return say("{office} alone delivers it", office=self.graph.called(offices[0]))
        names = named(self.graph, _refs(self.sure))
        return say("{count} offices deliver it: {names}", count=len(offices), names=names)

    def _nobody(self) -> Message:
        if self.above:
            return say("from above only: {names}", names=named(self.graph, _refs(self.above)))
        if self.unsure:
            names = named(self.graph, _refs(self.unsure))
            return say("{names} may deliver it, which is not certain", names=names)
        if self.closed:
            day = self.closed[0].complete_on
            why = say("nobody delivers it, as the inventory of {day} shows", day=day)
            return self._and_beside(why)
        return self._and_beside(say("nobody on record, and the place has no fresh inventory"))

    def _and_beside(self, why: Message) -> Message:
        """A reason, with what serves but does not count."""
        if self.above:
            names = named(self.graph, _refs(self.above))
            why = say("{what}; from above only: {names}", what=why, names=names)
        if self.parts:
            names = named(self.graph, _refs(self.parts))
            why = say("{what}; only in parts of it: {names}", what=why, names=names)
        if not self.closed and (nowhere := self.delivery.nowhere(self.wants)):
            names = named(self.graph, _refs(nowhere))
            why = say("{what}; somewhere, not on record where: {names}", what=why, names=names)
        return why

    def _closed_after(self, day: date) -> bool:
        return bool(self.closed) and self.closed[0].complete_on.first > day

    def closed_by(self) -> tuple[str, ...]:
        """What makes the no, where it is one."""
        if self.unserved:
            return _refs(self.doubted)
        return tuple(i.ref for i in self.closed) if self.state is State.UNSERVED else ()


@dataclass(frozen=True, slots=True)
class _Finding:
    day: date
    on: str
    served: bool


def _latest_finding(graph: PolicyGraph, rows: Iterable[Need]) -> _Finding | None:
    """The newest finding up to the graph's day; of two of one day, that nobody serves."""
    words = graph.profile.codes("found")
    found = []
    for need in rows:
        code, on = words.get(need.found or ""), need.found_on or graph.vouched(need)
        if code is not None and on is not None and on.last <= graph.as_of:
            found.append(_Finding(on.last, on, bool(code.about["served"])))
    return max(found, key=lambda f: (f.day, not f.served), default=None)


def _refs(providers: Iterable[Provider]) -> tuple[str, ...]:
    return tuple(p.ref for p in providers)


def told(graph: PolicyGraph, cell: Cell) -> Message:
    """A cell as a sentence: what is asked for, where, and what is known of it."""
    profile = graph.profile
    labels = (
        profile.label("service", cell.service),
        profile.label("beneficiary_group", cell.group),
        profile.label("phase", cell.phase),
    )
    what = say("{labels}", labels=", ".join(filter(None, labels))) if any(labels) else say("help")
    place = graph.called(f"territory/{cell.territory}")
    return say("{what} in {place}: {why}", what=what, place=place, why=cell.reason)
