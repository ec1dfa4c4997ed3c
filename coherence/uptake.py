"""Who takes an objective up at the next rung of the ladder, and what closes that question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from coherence.cells import named
from coherence.graph import FULLY_OR_HALF, PolicyGraph
from coherence.scope import Scope
from coherence.when import Held
from coherence.words import Message, say
from data.model import Alignment, Contribution, Instrument, Objective, Programme, Record


@dataclass(frozen=True, slots=True)
class Taker:
    """What carries out an objective one rung below it."""

    ref: str
    """``objective/…`` or ``programme/…``."""
    strength: float
    stated_by: tuple[str, ...]
    """The alignment or the contributions that say so."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether it is known that nothing more takes an objective up, why, and by what records."""

    known: bool
    reason: Message
    cites: tuple[str, ...] = ()


def ladder(scope: Scope) -> Ladder:
    """The ladder of a unit, made once."""
    return scope.once(Ladder)


class Ladder:
    """The objectives O(u) and programmes P(u) of a unit, rung by rung."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.graph = scope.graph
        self.places = scope.places
        self.objectives: Mapping[str, Objective] = {o.id: o for o in scope.objectives()}
        self.programmes: Mapping[str, Programme] = {p.id: p for p in scope.programmes}
        self._uncertain = {p.id for p in scope.uncertain_programmes}
        self.lowest = scope.graph.lowest
        self._ranks = sorted(rank for rank in scope.profile.by_rank if rank <= self.lowest)
        self._next = {above: below for above, below in pairwise(self._ranks)}
        self._below: dict[str, list[str]] = {}
        self._may: dict[str, list[str]] = {}

    # --- rungs -----------------------------------------------------------------------------

    def level(self, rank: int) -> str:
        """What a rung is called within a sentence."""
        return self.scope.profile.by_rank[rank].name.lower()

    def next_rank(self, rank: int) -> int | None:
        """The rung that the country has right below a rank."""
        known = self._next.get(rank)
        return next((r for r in self._ranks if r > rank), None) if known is None else known

    def home(self, record: Record) -> str | None:
        """The place that a record belongs to; a community counts as its city or municipality."""
        place = self.graph.territory_of(record)
        while place and (self.places.rank(place) or 0) > self.lowest:
            place = self.places.parent(place)
        return place

    def lower_places(self, objective: Objective) -> list[str]:
        """The places right below an objective's own that lie in the unit or above it."""
        home = self.home(objective) or ""
        if home not in self._below:
            near, places = self.scope.near, self.places
            self._below[home] = [p for p in places.children(home)
                                 if p in near and (places.rank(p) or 0) <= self.lowest]  # fmt: skip
        return self._below[home]

    def is_right_below(self, upper: Objective, lower: Objective | Programme) -> bool:
        """Whether a record stands on the next rung: of the country, or of its own place's ladder.

        An independent city stands right below its region.
        """
        above, own = self.graph.rank(upper), self.graph.rank(lower)
        if above is None or own is None or own <= above:
            return False
        if own == self.next_rank(above):
            return True
        parent = self.places.parent(self.home(lower) or "")
        return parent is not None and self.places.rank(parent) == above

    @cached_property
    def parents(self) -> Sequence[Objective]:
        """The objectives that something in the unit should take up: of its own places and the one
        right above it, as far as there is a rung below.
        """
        return [objective for objective in self.objectives.values() if self._is_parent(objective)]

    def _is_parent(self, objective: Objective) -> bool:
        rank = self.graph.rank(objective)
        if rank is None or rank >= self.lowest:
            return False
        ours = self.scope.territories
        below = self.lower_places(objective)
        return self.graph.territory_of(objective) in ours or any(p in ours for p in below)

    # --- who takes it up -------------------------------------------------------------------

    def takers(self, objective: Objective) -> list[Taker]:
        """What is aligned with an objective or contributes to it one rung below, strongest first.

        Whatever its strength: half and more takes the objective up.
        """
        found = [*self.objective_takers(objective)]
        for programme in self._contributing(objective):
            strength, refs = self.graph.align_programme(programme, objective.id)
            found.append(Taker(programme.ref, strength, refs))
        return sorted(found, key=lambda taker: (-taker.strength, taker.ref))

    def objective_takers(self, objective: Objective) -> list[Taker]:
        """The objectives that are aligned with an objective one rung below, strongest first."""
        found = [
            Taker(f"objective/{child}", score, (stated,))
            for child, (score, stated) in self._aligned(objective)
        ]
        return sorted(found, key=lambda taker: (-taker.strength, taker.ref))

    def is_taken_up(self, objective: Objective) -> bool:
        """Whether one of its takers is aligned with an objective, or contributes to it, by half."""
        if any(score >= FULLY_OR_HALF for _, (score, _) in self._aligned(objective)):
            return True
        given = self.graph.align_programme
        programmes = self._contributing(objective)
        return any(given(p, objective.id)[0] >= FULLY_OR_HALF for p in programmes)

    def best_aligned(self, objective: Objective) -> float:
        """How well the best objective one rung below is aligned with an objective, 0 to 1."""
        return max((score for _, (score, _) in self._aligned(objective)), default=0.0)

    def _aligned(self, objective: Objective) -> Iterator[tuple[str, tuple[float, str]]]:
        """The objectives one rung below that are aligned with one: (score, alignment) by id."""
        for child, stated in self.graph.aligned_down.get(objective.id, {}).items():
            lower = self.objectives.get(child)
            if lower and self.is_right_below(objective, lower):
                yield child, stated

    def reaches_last_rung(self, objective: Objective) -> bool:
        """Whether something of the last rung takes an objective up, past what is between."""
        rank, lowest = self.graph.rank, self.lowest
        for name, (score, _) in self.graph.aligned_down.get(objective.id, {}).items():
            lower = self.objectives.get(name)
            if lower and score >= FULLY_OR_HALF and rank(lower) == lowest:
                return True
        given = self.graph.align_programme
        return any(
            rank(programme) == lowest and given(programme, objective.id)[0] >= FULLY_OR_HALF
            for programme in self._contributors(objective.id)
        )

    def _contributing(self, objective: Objective) -> Iterator[Programme]:
        """The programmes among `_contributors` that stand one rung below the objective."""
        for programme in self._contributors(objective.id):
            if self.is_right_below(objective, programme):
                yield programme

    def _contributors(self, objective: str) -> Iterator[Programme]:
        """Programmes of the unit that contribute to an objective or to one aligned with it."""
        graph = self.graph
        near = {*graph.contributors.get(objective, ())}
        for child in graph.aligned_down.get(objective, ()):
            near.update(graph.contributors.get(child, ()))
        return (self.programmes[name] for name in near if name in self.programmes)

    def may_take_up(self, objective: Objective) -> list[str]:
        """What would take it up one rung below if it were known to hold, to reach or how much."""
        if objective.id not in self._may:
            graph = self.graph
            refs = {*graph.once(_unsure).get(objective.id, ())}
            for name, (strength, _) in graph.contributors.get(objective.id, {}).items():
                if name in self._uncertain and strength >= FULLY_OR_HALF:
                    refs.add(f"programme/{name}")
            self._may[objective.id] = [r for r in sorted(refs) if self._may_be_below(objective, r)]
        return self._may[objective.id]

    def _may_be_below(self, objective: Objective, ref: str) -> bool:
        record = self.graph.snapshot.get(ref)
        match record:
            case Objective():
                ours = self.graph.territory_of(record) in self.scope.near
            case Programme():
                ours = record.id in self.programmes or record.id in self._uncertain
            case _:
                return False
        counts = self.graph.counts(record) and self.graph.is_on_migration(record)
        return ours and counts and self.is_right_below(objective, record)

    # --- what closes the question ----------------------------------------------------------

    def is_settled(self, objective: Objective) -> bool:
        """Whether it is known that nothing (more) right below takes the objective up."""
        places = self.lower_places(objective)
        closed = bool(places) and all(closed_by(self.graph, place) for place in places)
        return closed and not self.may_take_up(objective)

    def settled(self, objective: Objective) -> Settled:
        """The same, with why, and by what records."""
        places = self.lower_places(objective)
        if may := self.may_take_up(objective):
            who = named(self.graph, may)
            return Settled(False, say("{who} may take it up", who=who), tuple(may))
        if not places:
            return Settled(False, say("no place below is on record"))
        closings = {place: closed_by(self.graph, place) for place in places}
        if left := [f"territory/{place}" for place, refs in closings.items() if not refs]:
            who = named(self.graph, left)
            return Settled(False, say("plans not read whole ({who})", who=who))
        lower = self.level(min(self.places.rank(place) or 0 for place in places))
        cites = dict.fromkeys(ref for refs in closings.values() for ref in refs)
        return Settled(True, say("no {lower} plan takes it up", lower=lower), tuple(cites))


def _unsure(graph: PolicyGraph) -> Mapping[str, list[str]]:
    """Objective → what may take it up, as far as that is not known."""
    found: dict[str, list[str]] = defaultdict(list)
    for ref, objective in unsure_links(graph):
        found[objective].append(ref)
    return found


def unsure_links(graph: PolicyGraph) -> Iterator[tuple[str, str]]:
    """What may carry out which objective: its strength or whether both hold is not known."""
    held, suggesting = graph.held(Alignment), graph.suggesting
    for name, link in graph.snapshot.of(Alignment).items():
        unsure = _is_unsure(held[name], link.score) and link.method not in suggesting
        if unsure and graph.counts(link):
            yield f"objective/{link.child}", link.parent
    held = graph.held(Contribution)
    for name, given in graph.snapshot.of(Contribution).items():
        if _is_unsure(held[name], given.strength) and graph.counts(given):
            yield f"programme/{given.programme}", given.objective


def _is_unsure(held: Held, strength: float | None) -> bool:
    if held is None:
        return strength is None or strength >= FULLY_OR_HALF
    return held and strength is None


def closed_by(graph: PolicyGraph, place: str) -> tuple[str, ...]:
    """What says that all objectives of a place and what they carry out are on record; () is open.

    Either inventories of objectives and of alignments, or its plans in force: at least one, and
    none of its plans or instruments on migration left unread.
    """
    known = graph.once(_closings)
    if place not in known:
        listed = [graph.inventory(kind, place) for kind in (Objective.KIND, Alignment.KIND)]
        if all(listed):
            known[place] = tuple(dict.fromkeys(i.ref for i in listed if i))
        else:
            known[place] = graph.once(_plans_read).get(place, ())
    return known[place]


def _closings(_graph: PolicyGraph) -> dict[str, tuple[str, ...]]:
    return {}


def _plans_read(graph: PolicyGraph) -> Mapping[str, tuple[str, ...]]:
    """Place → its plans, where all that could hold objectives on migration was read whole."""
    read: dict[str, list[str]] = defaultdict(list)
    unread = set()
    held_all = graph.held(Instrument)
    for name, instrument in graph.snapshot.of(Instrument).items():
        held = held_all[name]
        if not instrument.territory or held is False:
            continue
        if is_plan(graph, instrument):
            if not is_read(graph, instrument):
                unread.add(instrument.territory)
            elif held:
                read[instrument.territory].append(instrument.ref)
        elif instrument.migration and not is_read(graph, instrument):
            unread.add(instrument.territory)
    return {place: tuple(refs) for place, refs in read.items() if place not in unread}


def is_plan(graph: PolicyGraph, instrument: Instrument) -> bool:
    """Whether an instrument is a development plan, not an investment programme or a budget."""
    return instrument.kind in graph.once(_plan_kinds)


def _plan_kinds(graph: PolicyGraph) -> Set[str]:
    kinds = graph.profile.codes("instrument_kind").values()
    return {kind.id for kind in kinds if kind.about.get("plan") and not kind.about.get("budget")}


def is_read(graph: PolicyGraph, instrument: Instrument | None) -> bool:
    """Whether what is not on record of an instrument is not in it.

    It was read whole, or read and found without migration.
    """
    if instrument is None:
        return False
    closes = instrument.read in graph.once(_closing_extents)
    return graph.counts(instrument) and (closes or not graph.is_on_migration(instrument))


def _closing_extents(graph: PolicyGraph) -> Set[str]:
    extents = graph.profile.codes("read").values()
    return {extent.id for extent in extents if extent.about.get("closes")}


def cited(*refs: str | Iterable[str] | None) -> tuple[str, ...]:
    """References in the order given, each once, blanks left out."""
    found: dict[str, None] = {}
    for ref in refs:
        if isinstance(ref, str):
            found[ref] = None
        elif ref is not None:
            found.update(dict.fromkeys(ref))
    return tuple(found)
