"""Who coordinates with whom: a direct tie, a common table, or an agreement that binds both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from coherence.graph import PolicyGraph
from coherence.words import Message, marked, say
from data.model import Actor, Instrument, Mechanism, Membership, Tie


@dataclass(frozen=True, slots=True, order=True)
class Bond:
    """What two actors share, and who it is that shares it."""

    by_office: bool
    """Whether an office acts for one of them; a bond of their own comes first."""
    strength: int
    """0 a direct tie, 1 a table, 2 an agreement: the order in which one is named."""
    shared: str
    """The tie, mechanism or agreement, ``kind/id``."""
    one: str
    other: str
    """Actor ids."""
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coordination:
    """The bonds of a register in force on the graph's day; suggestions (grade D) are none."""

    graph: PolicyGraph
    tables: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Actor → the mechanism or agreement it shares with others → the records that say so."""
    tied: Mapping[str, Mapping[str, str]]
    """Actor → actors it has a direct tie with → the tie."""
    acting: Mapping[str, frozenset[str]]
    """Actor → the offices that act for it: itself, and all that are part of it."""
    _known: dict[tuple[str, str], tuple[Bond, ...]] = field(default_factory=dict)
    _seated: dict[str, Mapping[str, list[str]]] = field(default_factory=dict)

    def bonds(self, one: str, other: str) -> tuple[Bond, ...]:
        """Every bond of two leads or of offices that act for them, the closest first.

        An office that acts for both stands for the narrower of them: a body and its own office
        share nothing merely because the office sits at a table.
        """
        if one > other:
            one, other = other, one
        if (one, other) not in self._known:
            self._known[one, other] = tuple(sorted(self._find(one, other)))
        return self._known[one, other]

    def bond(self, one: str, other: str, ground: Collection[str]) -> Bond | None:
        """The closest bond of two leads in a place, or None.

        An office acts for its body where it works: its territory must meet ``ground``.
        """
        return next((b for b in self.bonds(one, other) if self._holds_in(b, ground)), None)

    def _holds_in(self, bond: Bond, ground: Collection[str]) -> bool:
        return not bond.by_office or all(self.works_in(a, ground) for a in (bond.one, bond.other))

    def works_in(self, actor: str, ground: Collection[str]) -> bool:
        """Whether an office's territory meets a place; one without a territory works anywhere."""
        record = self.graph.snapshot.of(Actor).get(actor)
        place = record.territory if record else None
        return place is None or self.graph.places.reaches(ground, place)

    def _find(self, one: str, other: str) -> Iterator[Bond]:
        mine, theirs = self._offices(one, other), self._offices(other, one)
        for a in mine:
            for b, tie in self.tied.get(a, {}).items():
                if b in theirs:
                    yield Bond((a, b) != (one, other), 0, tie, a, b, (tie,))
        shared: dict[str, list[str]] = defaultdict(list)
        for b in theirs:
            for table in self.tables.get(b, {}):
                shared[table].append(b)
        for a in mine:
            for table, stated in self.tables.get(a, {}).items():
                for b in shared.get(table, ()):
                    strength = 1 if table.startswith(Mechanism.KIND) else 2
                    said = tuple(sorted({*stated, *self.tables[b][table]}))
                    yield Bond((a, b) != (one, other), strength, table, a, b, said)

    def _offices(self, one: str, other: str) -> frozenset[str]:
        """Who acts for the first and not at the same time for a narrower second."""
        own = self.acting.get(one, frozenset({one}))
        others = self.acting.get(other, frozenset({other}))
        return own - others if other in own else own

    def who_share(self, one: str, other: str) -> set[tuple[str, str]]:
        """Who shares a bond of two leads, in id order: the one or its office, and the other's."""
        mine, theirs = (self.acting.get(lead, frozenset({lead})) for lead in (one, other))
        if other in mine or one in theirs:
            return {(bond.one, bond.other) for bond in self.bonds(one, other)}
        here, there = self._tables_of(one), self._tables_of(other)
        found = {(a, b) for table in here.keys() & there for a in here[table] for b in there[table]}
        for a in mine:
            found.update((a, b) for b in self.tied.get(a, {}) if b in theirs)
        return found

    def _tables_of(self, lead: str) -> Mapping[str, list[str]]:
        """Every table of a lead → who sits there: the lead or its offices."""
        if lead not in self._seated:
            seated: dict[str, list[str]] = defaultdict(list)
            for actor in self.acting.get(lead, (lead,)):
                for table in self.tables.get(actor, ()):
                    seated[table].append(actor)
            self._seated[lead] = seated
        return self._seated[lead]

    def linked(self, leads: Collection[str]) -> Mapping[tuple[str, str], bool]:
        """Every two of ``leads`` that may have a bond, in id order; all others have none.

        → whether it is surely one of their own, not of an office: that holds in any place.
        """
        found: dict[tuple[str, str], bool] = {}
        own = self._acts_for(leads)
        at_table: dict[str, dict[str, bool]] = defaultdict(dict)
        for actor, tables in self.tables.items():
            for lead, itself in own.get(actor, {}).items():
                for table in tables:
                    at_table[table][lead] = itself or at_table[table].get(lead, False)
        for present in at_table.values():
            for (one, mine), (other, theirs) in combinations(sorted(present.items()), 2):
                found[one, other] = (mine and theirs) or found.get((one, other), False)
        for actor, others in self.tied.items():
            for one, mine in own.get(actor, {}).items():
                for tied in others:
                    for other, theirs in own.get(tied, {}).items():
                        if one < other:
                            itself = mine and theirs
                            found[one, other] = itself or found.get((one, other), False)
        for pair in found.keys() & self._of_each_other:
            bonds = self.bonds(*pair)
            found[pair] = bool(bonds) and not bonds[0].by_office
        return found

    def _acts_for(self, leads: Collection[str]) -> Mapping[str, Mapping[str, bool]]:
        """Actor → the leads that it acts for → whether it is the lead itself."""
        acts_for: dict[str, dict[str, bool]] = {lead: {lead: True} for lead in leads}
        for body, offices in self.acting.items():
            if body in leads:
                for office in offices - {body}:
                    acts_for.setdefault(office, {})[body] = False
        return acts_for

    @property
    def _of_each_other(self) -> set[tuple[str, str]]:
        """Two actors each of which is recorded as an office of the other, in either order."""
        return {
            (one, other)
            for one, offices in self.acting.items()
            for other in offices
            if one != other and one in self.acting.get(other, ())
        }

    def explained(self, bond: Bond, one: str, other: str) -> Message:
        """The bond in words; ``one`` and ``other`` are the leads."""
        called = self.graph.called
        first, second = (called(f"actor/{a}") for a in (bond.one, bond.other))
        texts = (
            marked("{first} and {second} are tied to each other"),
            marked("{first} and {second} sit at {what}"),
            marked("{first} and {second} are parties to {what}"),
        )
        what = called(bond.shared)
        found = say(texts[bond.strength], first=first, second=second, what=what)
        if not bond.by_office:
            return found
        absent = [lead for lead in (one, other) if lead not in (bond.one, bond.other)]
        leads = [called(f"actor/{lead}") for lead in absent]
        if len(leads) == 1:
            return say("{how}, acting for {lead}", how=found, lead=leads[0])
        return say("{how}, acting for {one} and {other}", how=found, one=leads[0], other=leads[1])


def coordination(graph: PolicyGraph) -> Coordination:
    """The bonds of a graph, found once."""
    return graph.once(_coordination)


def _coordination(graph: PolicyGraph) -> Coordination:
    tables: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for actor, table, stated in _seats(graph):
        tables[actor][table].add(stated)
    return Coordination(
        graph,
        {a: {t: tuple(sorted(s)) for t, s in found.items()} for a, found in tables.items()},
        _ties(graph),
        _acting(graph),
    )


def _seats(graph: PolicyGraph) -> Iterator[tuple[str, str, str]]:
    """(Actor, mechanism or agreement, the record that says so); what surely held, no guesses."""
    held, actors, tables = graph.held(Membership), graph.held(Actor), graph.held(Mechanism)
    sitting = {
        name: table.ref
        for name, table in graph.snapshot.of(Mechanism).items()
        if tables[name] and graph.is_on_migration(table)
    }
    for name, seat in graph.snapshot.of(Membership).items():
        sits = held[name] and seat.mechanism in sitting and graph.counts(seat)
        if seat.actor and sits and actors.get(seat.actor):
            yield seat.actor, sitting[seat.mechanism], seat.ref
    for agreement in graph.snapshot.of(Instrument).values():
        if len(agreement.parties) < 2 or not graph.is_on_migration(agreement):
            continue
        if graph.counts(agreement) and graph.in_force(agreement):
            for party in filter(actors.get, agreement.parties):
                yield party, agreement.ref, agreement.ref


def _ties(graph: PolicyGraph) -> Mapping[str, Mapping[str, str]]:
    tied: dict[str, dict[str, str]] = defaultdict(dict)
    held, actors = graph.held(Tie), graph.held(Actor)
    for name, tie in graph.snapshot.of(Tie).items():
        one, other = tie.from_actor, tie.to_actor
        both = one != other and actors.get(one) and actors.get(other)
        if both and held[name] and graph.counts(tie):
            tied[one].setdefault(other, tie.ref)
            tied[other].setdefault(one, tie.ref)
    return tied


def _acting(graph: PolicyGraph) -> Mapping[str, frozenset[str]]:
    """Every actor with offices → itself and the offices in force that are part of it."""
    actors, held = graph.snapshot.of(Actor), graph.held(Actor)
    found: dict[str, set[str]] = {}
    for actor in actors.values():
        if actor.part_of and held[actor.id]:
            for body in _bodies(actors, actor):
                found.setdefault(body, {body}).add(actor.id)
    return {body: frozenset(offices) for body, offices in found.items()}


def _bodies(actors: Mapping[str, Actor], office: Actor) -> Iterable[str]:
    """What an office is part of, the nearest body first."""
    seen = {office.id}
    at = office.part_of
    while at and at not in seen:
        seen.add(at)
        yield at
        found = actors.get(at)
        at = found.part_of if found else None
