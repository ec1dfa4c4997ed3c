"""Who has a seat at a mechanism, when it met, and who came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from coherence.graph import PolicyGraph
from coherence.when import Held, within_months
from data.model import Actor, Attendance, Mechanism, Meeting, Membership

YEAR = 12
"""Months over which meetings and attendance are looked at."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One or more seats of one holder at a mechanism, taken or vacant."""

    ref: str
    """The membership, ``kind/id``."""
    holder: str | None
    """Id of the actor, after succession; None where the seat is vacant or not named."""
    count: int
    rank: int | None
    """Rank of the holder's level, or of the level that a vacant seat is for."""
    kind: str | None
    """Kind of actor."""
    voting: bool | None


class Table:
    """A mechanism on the graph's day: its seats, and its meetings of the last twelve months."""

    def __init__(self, graph: PolicyGraph, mechanism: Mechanism) -> None:
        self.graph = graph
        self.mechanism = mechanism

    # --- seats -----------------------------------------------------------------------------

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """The seats surely in force, without those of observers and the secretariat, in order."""
        return tuple(self._seat(m) for m in self._memberships if self._is_seat(m))

    @cached_property
    def _memberships(self) -> list[Membership]:
        rows = self.graph.once(_memberships).get(self.mechanism.id, [])
        return [m for m in rows if self.graph.in_force(m) and self.graph.counts(m)]

    def _is_seat(self, membership: Membership) -> bool:
        role = self.graph.profile.codes("membership_role").get(membership.role or "")
        return role is None or bool(role.about.get("seat"))

    def _seat(self, membership: Membership) -> Seat:
        graph = self.graph
        holder = graph.snapshot.of(Actor).get(membership.actor or "")
        rank = graph.rank(holder) if holder else None
        level = graph.profile.rank(membership.level)
        return Seat(
            ref=membership.ref,
            holder=graph.successor(membership.actor),
            count=1 if membership.seats is None else membership.seats,
            rank=rank if rank is not None or level is None else min(level, graph.lowest),
            kind=(holder.kind if holder else None) or membership.kind,
            voting=membership.voting,
        )

    # --- meetings --------------------------------------------------------------------------

    @cached_property
    def all_meetings(self) -> tuple[Meeting, ...]:
        """Every meeting on record, the oldest first, those to come too."""
        rows = self.graph.once(_meetings).get(self.mechanism.id, [])
        counted = (m for m in rows if self.graph.counts(m))
        return tuple(sorted(counted, key=lambda m: (m.date, m.id)))

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Meetings surely held in the twelve months up to the graph's day."""
        return tuple(m for m in self.all_meetings if self.was_lately(m))

    def was_lately(self, meeting: Meeting) -> Held:
        """Whether a meeting was held in the twelve months up to the graph's day."""
        return within_months(meeting.date, self.graph.as_of, YEAR)

    # --- attendance ------------------------------------------------------------------------

    @cached_property
    def lists(self) -> Mapping[str, frozenset[str]]:
        """Meeting of the last twelve months with a list → ids of those who came, by id."""
        rows = self.graph.once(_attendances)
        return {m.id: rows[m.id] for m in self.meetings if m.id in rows}

    def came(self, seat: Seat, attended: Collection[str]) -> bool:
        """Whether a seat was taken at a meeting: by its holder, or an office that acts for it.

        An office with a seat of its own stands for that seat alone.
        """
        if seat.holder is None:
            return False
        holders = {s.holder for s in self.seats}
        return any(
            actor == seat.holder
            or (actor not in holders and seat.holder in self.graph.bodies(actor))
            for actor in attended
        )

    @cached_property
    def by_level(self) -> Mapping[int, tuple[float, int]]:
        """Rank → (seats taken in the mean of the meetings with a list, seats), seats above 0.

        Seats off the ladder belong to no level. Empty where no list is on record.
        """
        seats: dict[int, list[Seat]] = defaultdict(list)
        for seat in self.seats:
            if seat.rank is not None and seat.count:
                seats[seat.rank].append(seat)
        if not self.lists:
            return {}
        return {
            rank: (
                fmean(
                    sum(s.count for s in own if self.came(s, attended))
                    for attended in self.lists.values()
                ),
                sum(s.count for s in own),
            )
            for rank, own in sorted(seats.items())
        }

    def share_attended(self, seat: Seat) -> float:
        """Share of the meetings with a list that a seat was taken at; there must be one."""
        return fmean(self.came(seat, attended) for attended in self.lists.values())


def table(graph: PolicyGraph, mechanism: Mechanism) -> Table:
    """The table of a mechanism, laid once."""
    laid = graph.once(_laid)
    if mechanism.id not in laid:
        laid[mechanism.id] = Table(graph, mechanism)
    return laid[mechanism.id]


def closing(graph: PolicyGraph, kind: str, mechanism: Mechanism) -> tuple[str, ...]:
    """The inventories that close a record kind for a mechanism, all its places; () if open."""
    found = [graph.inventory(kind, place) for place in mechanism.territories]
    refs = [inventory.ref for inventory in found if inventory]
    return tuple(dict.fromkeys(refs)) if len(refs) == len(found) else ()


def _laid(_: PolicyGraph) -> dict[str, Table]:
    return {}


def _memberships(graph: PolicyGraph) -> Mapping[str, list[Membership]]:
    found: dict[str, list[Membership]] = defaultdict(list)
    for membership in graph.snapshot.of(Membership).values():
        found[membership.mechanism].append(membership)
    return found


def _meetings(graph: PolicyGraph) -> Mapping[str, list[Meeting]]:
    found: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in graph.snapshot.of(Meeting).values():
        found[meeting.mechanism].append(meeting)
    return found


def _attendances(graph: PolicyGraph) -> Mapping[str, frozenset[str]]:
    """Meeting → ids of the actors on its list, after succession."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in graph.snapshot.of(Attendance).values():
        if graph.counts(row):
            found[row.meeting].add(graph.successor(row.actor) or row.actor)
    return {meeting: frozenset(actors) for meeting, actors in found.items()}
