"""A snapshot as a graph of who works with whom, and the questions that are asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from io import BytesIO
from math import isfinite
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

import networkx as nx

from coherence.in_force import InForce, both_held
from coherence.place import Places
from coherence.when import Held, within_months
from data.columns import PartialDate
from data.model import (
    KINDS,
    Actor,
    Alignment,
    Assessment,
    Contribution,
    Instrument,
    Inventory,
    Mechanism,
    Membership,
    Need,
    Objective,
    Participation,
    Programme,
    Record,
    ServicePoint,
    Territory,
    Tie,
)
from data.profile import Profile
from data.snapshot import Snapshot

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph

T = TypeVar("T")
R = TypeVar("R", bound=Record)

FULLY_OR_HALF = 0.5
"""From this strength on, an objective carries out another one."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One directed, typed link between two records, and the record that states it."""

    source: str
    target: str
    kind: str
    """``tie`` kinds of the profile, or membership, participation, alignment, contribution, and of
    fields: part_of, succession, located_in, based_on, owner, party, carries_out, promised_in,
    responsible, lead, delivered_in, open_to, operated_by."""
    flow: str
    """``down``, ``up`` or ``across`` the ladder."""
    cites: str
    """The record that states the link, ``kind/id``."""
    held: Held = None


class PolicyGraph:
    """Read-only view of a snapshot as of a day.

    Nothing is removed for being out of force: `in_force` and `Link.held` say what held, what
    did not and what is unknown.
    """

    def __init__(self, snapshot: Snapshot, profile: Profile, as_of: date) -> None:
        self.snapshot = snapshot
        self.profile = profile
        self.as_of = as_of
        self.places = Places(snapshot.territories, profile)
        self._in_force = InForce(snapshot, profile, as_of)
        self._kept: dict[Callable[[PolicyGraph], Any], Any] = {}
        self._ranks: dict[str, dict[str, int | None]] = defaultdict(dict)

    def once(self, compute: Callable[[PolicyGraph], T]) -> T:
        """What ``compute`` makes of the graph: made when first asked for, then kept with it."""
        if compute not in self._kept:
            self._kept[compute] = compute(self)
        return self._kept[compute]  # type: ignore[no-any-return] # kept under what made it

    # --- time ------------------------------------------------------------------------------

    def in_force(self, record: Record) -> Held:
        """Whether a record held on the graph's day; a programme: whether it was active.

        By kind: what a link joins must hold as well as the link.
        """
        return self._in_force.of(record)

    def held(self, kind: type[Record]) -> Mapping[str, Held]:
        """`in_force` of every record of a kind, by id: for those who go through all of them."""
        return self._in_force.of_all(kind)

    def vouched(self, record: Record) -> PartialDate | None:
        """The date that a record's source vouches for; undated: the register's own date."""
        return self._in_force.vouched(record.observed_on)

    def counts(self, record: Record) -> bool:
        """Whether a record is more than a guess of the program: grade D is shown, not counted."""
        return record.grade != "D"

    # --- records ---------------------------------------------------------------------------

    def objectives(self, rank: int | None = None) -> Iterator[Objective]:
        """Objectives in force on migration and development, all or of one rank, in id order."""
        for objective in self._objectives:
            if rank is None or self.rank(objective) == rank:
                yield objective

    @cached_property
    def _objectives(self) -> tuple[Objective, ...]:
        held = self.held(Objective)
        return tuple(
            objective
            for name, objective in self.snapshot.of(Objective).items()
            if held[name] and objective.grade != "D" and objective.migration != "none"
        )

    def programmes(self) -> Iterator[Programme]:
        """Programmes surely active on migration and development, in id order."""
        return iter(self._programmes)

    @cached_property
    def _programmes(self) -> tuple[Programme, ...]:
        held = self.held(Programme)
        return tuple(
            programme
            for name, programme in self.snapshot.of(Programme).items()
            if held[name] and programme.grade != "D" and programme.migration != "none"
        )

    def is_on_migration(self, record: Objective | Instrument | Mechanism | Programme) -> bool:
        """Whether a record counts as migration and development: not read and found without it."""
        return record.migration != "none"

    def instrument(self, objective: Objective) -> Instrument | None:
        """The instrument that promises an objective."""
        return self.snapshot.of(Instrument).get(objective.instrument)

    def rank(self, record: Record) -> int | None:
        """Rank on the ladder: an objective has its instrument's, a programme its lead's.

        Rank 4 (community) counts as its city or municipality, 3. None: outside the ladder.
        """
        match record:
            case Objective():
                return self._rank_of(Instrument, record.instrument)
            case Programme() if not record.level:
                return self._rank_of(Actor, record.lead or "")
            case Territory() | Actor() | Mechanism() | Instrument() | Programme():
                return self._rungs.get(record.level or "")
            case ServicePoint() | Need():
                return self._rank_of(Territory, record.territory)
            case _:
                return None

    def _rank_of(self, kind: type[Actor | Instrument | Territory], name: str) -> int | None:
        known = self._ranks[kind.KIND]
        if name not in known:
            found = self.snapshot.of(kind).get(name)
            known[name] = self._rungs.get(found.level or "") if found else None
        return known[name]

    @cached_property
    def _rungs(self) -> Mapping[str, int]:
        """Level → its rank on the ladder; a level below the last rung has that one's."""
        levels = self.profile.levels.values()
        return {lv.id: min(lv.rank, self.lowest) for lv in levels if lv.rank is not None}

    @cached_property
    def lowest(self) -> int:
        """Rank of the last rung: cities and municipalities."""
        ranks = self.profile.by_rank
        return max((r for r, level in ranks.items() if level.counts_as_lgu), default=max(ranks))

    def territory_of(self, record: Record) -> str | None:
        """The place that a record belongs to, where it has exactly one."""
        match record:
            case Objective():
                instrument = self.instrument(record)
                return instrument.territory if instrument else None
            case Programme():
                lead = self.snapshot.of(Actor).get(record.lead or "")
                return lead.territory if lead else None
            case Territory():
                return record.id
            case Mechanism():
                return record.territories[0] if len(record.territories) == 1 else None
            case Actor() | Instrument() | ServicePoint() | Need():
                return record.territory
            case _:
                return None

    def called(self, ref: str) -> str:
        """What a record is called within a sentence: by acronym or short name where it has one."""
        record = self.snapshot.get(ref)
        for name in _names_of(record.KIND) if record else ():
            if found := getattr(record, name):
                return str(found)
        return ref.partition("/")[2] or ref

    def successor(self, actor: str | None) -> str | None:
        """The actor that carries on an actor's work on the graph's day, or the actor itself.

        A body is followed to its successor once its own validity has surely ended.
        """
        return self._carried_on.get(actor, actor) if actor else actor

    @cached_property
    def _carried_on(self) -> Mapping[str, str]:
        """Actors that name a successor → who carries on their work."""
        actors = self.snapshot.of(Actor).values()
        return {actor.id: self._heir(actor.id) for actor in actors if actor.succeeded_by}

    def _heir(self, actor: str) -> str:
        actors, seen = self.snapshot.of(Actor), set[str]()
        while actor not in seen and (found := actors.get(actor)):
            seen.add(actor)
            if not found.succeeded_by or self.in_force(found) is not False:
                break
            actor = found.succeeded_by
        return actor

    def bodies(self, actor: str) -> tuple[str, ...]:
        """The bodies that an office is part of, the nearest first; it acts for each of them."""
        actors, found = self.snapshot.of(Actor), [actor]
        while (at := actors.get(found[-1])) and at.part_of and at.part_of not in found:
            found.append(at.part_of)
        return tuple(found[1:])

    def body(self, actor: str) -> str:
        """The national or outermost body that an office is part of, or the actor itself."""
        return (actor, *self.bodies(actor))[-1]

    def reach(self, programme: Programme) -> tuple[str, ...]:
        """Where a programme is delivered or whose people may use it; () is unknown."""
        if not (programme.territories and programme.open_to):
            return programme.territories or programme.open_to
        return tuple(sorted({*programme.territories, *programme.open_to}))

    # --- what closes a question ------------------------------------------------------------

    @cached_property
    def _inventories(self) -> Mapping[tuple[str, str], Inventory]:
        """(Kind, territory) → the newest inventory that is still fresh on the graph's day."""
        months = self.profile.setting("rules", "inventory_months", default=12)
        newest: dict[tuple[str, str], Inventory] = {}
        for inventory in self.snapshot.of(Inventory).values():
            if self.counts(inventory) and within_months(inventory.complete_on, self.as_of, months):
                for kind in inventory.kinds:
                    known = newest.get((kind, inventory.territory))
                    if known is None or known.complete_on < inventory.complete_on:
                        newest[kind, inventory.territory] = inventory
        return newest

    def inventory(self, kind: str, territory: str) -> Inventory | None:
        """The inventory that closes a record kind in a place: its own, or one of a place above.

        None: what is not on record of that kind there is unknown, not absent.
        """
        for place in (territory, *self.places.above(territory)):
            if found := self._inventories.get((kind, place)):
                return found
        return None

    def inventoried(self, kind: str, territory: str) -> bool:
        """Whether an office vouched, within the profile's months, for all records of a kind."""
        return self.inventory(kind, territory) is not None

    @cached_property
    def _assessments(self) -> Mapping[tuple[str, str], Assessment]:
        """(Unit, item) → the newest assessment of a day that had surely come."""
        newest: dict[tuple[str, str], tuple[tuple[date, str], Assessment]] = {}
        for found in self.snapshot.of(Assessment).values():
            day = found.date or self.vouched(found)
            if day is None or day.last > self.as_of or not self.counts(found):
                continue
            order = (day.last, found.score or "")
            known = newest.get((found.unit, found.item))
            if known is None or known[0] < order:
                newest[found.unit, found.item] = (order, found)
        return {key: found for key, (_, found) in newest.items()}

    def assessed(self, unit: str, item: str) -> tuple[float | str | None, Assessment] | None:
        """The newest assessment of ``kind/id`` on a checklist item, on or before the graph's day.

        With its score as a share of the item's maximum, 0 to 1; ``"na"`` where the item does not
        apply; None where no score can be read. No assessment at all: None alone.
        """
        found = self._assessments.get((unit, item))
        if found is None:
            return None
        score = (found.score or "").strip().lower()
        if score == "na":
            return score, found
        most = self.profile.setting("checklists", item, "maximum")
        try:
            share = float(score) / most
        except (TypeError, ValueError, ZeroDivisionError):
            return None, found
        return (min(1.0, max(0.0, share)) if isfinite(share) else None), found

    # --- links -----------------------------------------------------------------------------

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every typed link of the register, in order, whatever its state of force."""
        return self.links_in(self.snapshot)

    def links_in(self, records: Iterable[Record]) -> tuple[Link, ...]:
        """The links that some records state, in order, whatever their state of force."""
        found = (link for record in records for link in self._stated_in(record))
        return tuple(sorted(found, key=attrgetter("source", "target", "kind", "cites")))

    def _stated_in(self, record: Record) -> Iterator[Link]:
        match record:
            case Tie():
                ends = f"actor/{record.from_actor}", f"actor/{record.to_actor}"
                yield self._link(*ends, record.kind or "tie", record, self.flow(record))
            case Membership():
                if record.actor:
                    ends = f"actor/{record.actor}", f"mechanism/{record.mechanism}"
                    yield self._link(*ends, "membership", record)
            case Participation():
                ends = f"actor/{record.actor}", f"programme/{record.programme}"
                yield self._link(*ends, "participation", record)
            case Alignment():
                ends = f"objective/{record.child}", f"objective/{record.parent}"
                yield self._link(*ends, "alignment", record, "up")
            case Contribution():
                ends = f"programme/{record.programme}", f"objective/{record.objective}"
                yield self._link(*ends, "contribution", record, "up")
            case _:
                for kind, target, flow in _field_links(record):
                    yield self._link(record.ref, target, kind, record, flow)

    def flow(self, tie: Tie) -> str:
        """Which way a tie of its kind runs along the ladder: ``down``, ``up`` or ``across``."""
        return self._flows.get(tie.kind or "", "across")

    @cached_property
    def _flows(self) -> Mapping[str, str]:
        kinds = self.profile.codes("tie_kind").values()
        return {kind.id: kind.about.get("flow", "across") for kind in kinds}

    def _link(
        self, source: str, target: str, kind: str, stated: Record, flow: str = "across"
    ) -> Link:
        ends = both_held(self._held_of(source), self._held_of(target))
        return Link(source, target, kind, flow, stated.ref, both_held(ends, self.in_force(stated)))

    def _held_of(self, ref: str) -> Held:
        record = self.snapshot.get(ref)
        return None if record is None else self.in_force(record)

    def links_of(self, ref: str) -> tuple[Link, ...]:
        """The links that start or end at a record, outgoing first."""
        return tuple(self._from.get(ref, ())) + tuple(self._into.get(ref, ()))

    @cached_property
    def _from(self) -> Mapping[str, list[Link]]:
        return _grouped(self.links, lambda link: link.source)

    @cached_property
    def _into(self) -> Mapping[str, list[Link]]:
        return _grouped(self.links, lambda link: link.target)

    @cached_property
    def network(self) -> Network:
        """Every record that has links as a frozen networkx multigraph; edges carry the `Link`."""
        network: Network = nx.MultiDiGraph()
        for link in self.links:
            network.add_edge(link.source, link.target, kind=link.kind, link=link)
        nx.freeze(network)
        return network

    def to_graphml(self, about: Mapping[str, str]) -> bytes:
        """The graph as GraphML, for Gephi, yEd and their like; ``about`` is kept with it.

        Nodes carry kind, name and level; links their kind, flow, whether they held (yes, no,
        unknown) and the record that states them.
        """
        drawn: Network = nx.MultiDiGraph()
        drawn.graph.update(about)
        for ref in self.network:
            record = self.snapshot.get(ref)
            drawn.add_node(ref, **(_told(record) if record else {"kind": ref.partition("/")[0]}))
        for link in self.links:
            held = {True: "yes", False: "no", None: "unknown"}[link.held]
            drawn.add_edge(
                link.source, link.target, kind=link.kind, flow=link.flow, held=held,
                stated_by=link.cites,
            )  # fmt: skip
        buffer = BytesIO()
        nx.write_graphml(drawn, buffer, named_key_ids=True)
        return buffer.getvalue()

    # --- alignments ------------------------------------------------------------------------

    @cached_property
    def aligned_up(self) -> Mapping[str, dict[str, tuple[float, str]]]:
        """Objective → its upper objectives with (score, alignment ref); counted ones only.

        Suggestions by wording and grade D are no alignments; scores run from 0 to 1. Of two rows
        on the same pair the newer counts, of two as old as each other the stronger.
        """
        found: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
        held, suggesting = self.held(Alignment), self.suggesting
        stated = (
            alignment
            for name, alignment in self.snapshot.of(Alignment).items()
            if alignment.score is not None and held[name]
            and alignment.grade != "D" and alignment.method not in suggesting
        )  # fmt: skip
        for alignment in _newest_last(stated, attrgetter("score")):
            score = alignment.score or 0.0
            found[alignment.child][alignment.parent] = (score, f"alignment/{alignment.id}")
        return found

    @cached_property
    def suggesting(self) -> Set[str]:
        """The methods whose alignments are suggestions and do not count."""
        methods = self.profile.codes("alignment_method").values()
        return {method.id for method in methods if not method.about.get("counts", True)}

    @cached_property
    def aligned_down(self) -> Mapping[str, dict[str, tuple[float, str]]]:
        """Objective → the lower objectives that carry it out, with (score, alignment ref)."""
        found: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
        for child, parents in self.aligned_up.items():
            for parent, stated in parents.items():
                found[parent][child] = stated
        return found

    @cached_property
    def contributions(self) -> Mapping[str, dict[str, tuple[float, str]]]:
        """Programme → its objectives with (strength, contribution ref); blank strength is out.

        Of two rows on the same pair the newer counts, of two as old as each other the stronger.
        """
        found: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
        held = self.held(Contribution)
        stated = (
            given
            for name, given in self.snapshot.of(Contribution).items()
            if given.strength and held[name] and given.grade != "D"
        )
        for given in _newest_last(stated, attrgetter("strength")):
            strength = given.strength or 0.0
            found[given.programme][given.objective] = (strength, f"contribution/{given.id}")
        return found

    @cached_property
    def contributors(self) -> Mapping[str, dict[str, tuple[float, str]]]:
        """Objective → the programmes that contribute to it, with (strength, contribution ref)."""
        found: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
        for programme, objectives in self.contributions.items():
            for objective, given in objectives.items():
                found[objective][programme] = given
        return found

    def align_programme(
        self, programme: Programme, objective: str
    ) -> tuple[float, tuple[str, ...]]:
        """align(p, o): how far a programme carries out an objective, 0 to 1, and what says so.

        Its contribution to it, or the alignment with it of an objective of the programme's own
        level to which it contributes at least half.
        """
        given = self.contributions.get(programme.id, {})
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        if objective in given:
            strength, ref = given[objective]
            best = (strength, (ref,))
        rank = self.rank(programme)
        for own, (strength, ref) in given.items():
            record = self.snapshot.of(Objective).get(own)
            if strength < FULLY_OR_HALF or record is None or self.rank(record) != rank:
                continue
            score, alignment = self.aligned_up.get(own, {}).get(objective, (0.0, ""))
            if score > best[0]:
                best = (score, (ref, alignment))
        return best


@cache
def _names_of(kind: str) -> tuple[str, ...]:
    """The fields that a kind of record may be called by, the shortest name first."""
    names = ("acronym", "short_name", "short_title", "name", "title")
    return tuple(name for name in names if hasattr(KINDS[kind], name))


def _newest_last(records: Iterable[R], amount: Callable[[R], float]) -> list[R]:
    """Records by the date that they are vouched for, those of one date by an amount."""
    found = sorted(records, key=amount)
    found.sort(key=lambda record: record.observed_on or "")
    return found


def _told(record: Record) -> dict[str, str]:
    """What GraphML says of a record: text alone, and nothing where nothing is known."""
    named = {name: getattr(record, name, None) for name in ("name", "title", "acronym", "level")}
    return {"kind": record.KIND} | {name: str(value) for name, value in named.items() if value}


def _field_links(record: Record) -> Iterator[tuple[str, str, str]]:
    """(kind, target, flow) of each link that a record states in a field of its own."""
    match record:
        case Actor():
            yield from _to("part_of", "actor", record.part_of, "up")
            yield from _to("succession", "actor", record.succeeded_by)
            yield from _to("located_in", "territory", record.territory)
        case Mechanism():
            yield from _to("part_of", "mechanism", record.part_of, "up")
            yield from _to("based_on", "instrument", record.based_on, "up")
        case Instrument():
            yield from _to("owner", "actor", record.owner)
            yield from _to("party", "actor", record.parties)
            yield from _to("carries_out", "instrument", record.upper, "up")
        case Objective():
            yield from _to("promised_in", "instrument", record.instrument)
            yield from _to("responsible", "actor", record.responsible)
            yield from _to("part_of", "objective", record.parent, "up")
        case Programme():
            yield from _to("lead", "actor", record.lead)
            yield from _to("part_of", "programme", record.parent, "up")
            yield from _to("delivered_in", "territory", record.territories, "down")
            yield from _to("open_to", "territory", record.open_to, "down")
        case ServicePoint():
            yield from _to("operated_by", "actor", record.operator)
            yield from _to("based_on", "instrument", record.based_on, "up")
            yield from _to("delivered_in", "territory", record.territory, "down")


def _to(
    kind: str, target_kind: str, ids: str | tuple[str, ...] | None, flow: str = "across"
) -> Iterator[tuple[str, str, str]]:
    many = (ids,) if isinstance(ids, str) else ids or ()
    for name in many:
        yield kind, name if "/" in name else f"{target_kind}/{name}", flow


def _grouped(links: Iterable[Link], key: Callable[[Link], str]) -> Mapping[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[key(link)].append(link)
    return found
