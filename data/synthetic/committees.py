"""Made-up committees: who sits at which table, when they met and who came."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from data.model import Actor, Attendance, Mechanism, Meeting, Membership, Record
from data.synthetic.cast import Cast
from data.synthetic.making import dice, keyed, on, vouched
from data.synthetic.places import Land, Place

_DAYS = ("2025-03-20", "2025-06-19", "2025-09-18", "2025-12-11")
_LAST_YEAR = ("2024-06-13", "2024-12-12")
_MIGRANT = "migrant-association"


@dataclass
class Tables:
    """The committees of a register, what they are made of, and their meetings by committee."""

    records: list[Record] = field(default_factory=list)
    meetings: dict[str, list[Meeting]] = field(default_factory=dict)


def committee(place: Place) -> str:
    """Id of the committee on migration and development of a place."""
    return f"CMD-{place.slug}"


def has_committee(place: Place) -> bool:
    """Whether a place has a committee: the country and the rung below it always."""
    return place.rung < 2 or place.has_committee


def seat(land: Land, cast: Cast, seed: int) -> Tables:
    """The committees of every place, with seats, meetings of two years and attendance."""
    hall = _Hall(land, cast, dice(seed, "committees"))
    for place in land.places:
        if has_committee(place):
            hall.open(place)
        if place.rung == 1:
            hall.open_others(place)
    return hall.tables


class _Hall:
    def __init__(self, land: Land, cast: Cast, chance: random.Random) -> None:
        self.land, self.cast, self.chance = land, cast, chance
        self.tables = Tables()
        self.towns = land.on(land.deepest)

    def open(self, place: Place) -> None:
        """The committee on migration and development of a place, at work."""
        below = place.rung > 1
        expires = on("2026-06-30") if place.has_desk and place.rung == 1 else None
        made = Mechanism(
            id=committee(place),
            name=f"Committee on Migration and Development of {place.name}",
            acronym=f"CMD {place.slug}",
            level=place.level,
            territories=(self.land.id(place),),
            part_of=f"COU-{place.slug}" if place.rung == 1 else None,
            migration="specific",
            based_on=_basis(place),
            legal_basis=(3, 2)[place.rung] if not below else 4 if place.has_ordinance else 1,
            basis_expires_on=expires,
            meetings_required_per_year=2 if place.rung == 0 else 4,
            valid_from=on("2019" if place.rung < 2 else "2021"),
            **vouched(self.chance),
        )
        seats = list(self.seats(place, made))
        self.add(made, *seats)
        held = {0: 2, 1: 4}.get(place.rung, round(8 * (place.will - 0.5)))
        self.meet(place, made, seats, (*_LAST_YEAR, *_DAYS[4 - min(held, 4) :]))

    def open_others(self, place: Place) -> None:
        """The council above the committee, and the table against trafficking beside it."""
        common: dict[str, Any] = {
            "level": place.level,
            "territories": (self.land.id(place),),
            "legal_basis": 4,
            "valid_from": on("2014"),
            "meetings_required_per_year": 4,
        }
        council = Mechanism(
            id=f"COU-{place.slug}", name=f"Development Council of {place.name}",
            migration="mainstreamed", **common, **vouched(self.chance),
        )  # fmt: skip
        table = Mechanism(
            id=f"TRA-{place.slug}", name=f"Council against Trafficking of {place.name}",
            migration="specific", services=("anti-trafficking", "legal", "shelter"),
            groups=("trafficked", "women"), **common, **vouched(self.chance),
        )  # fmt: skip
        for made, codes, days in (
            (council, ("GOV", "PLAN", "LGOV", "SOCI"), _DAYS[1:]),
            (table, ("SOCI", "WORK", "CSON"), _DAYS[2:]),
        ):
            actors = [a for a in self.cast.of_place[place.number] if a.id.startswith(codes)]
            roles = ("chair", *("member",) * len(actors))
            seats = [self.taken(made, *pair) for pair in zip(actors, roles, strict=False)]
            self.add(made, *seats)
            self.meet(place, made, seats, days)

    def seats(self, place: Place, made: Mechanism) -> Iterator[Membership]:
        """The state by turns in the chair, the governments below, and those it is about."""
        offices, voices = self.cast.offices(place), self.cast.voices(place)
        roles = {0: "chair", 1: "co-chair", 4: "secretariat"}
        for number, actor in enumerate(offices):
            partner = actor.kind in {"international", "donor", "bank"}
            role = "observer" if partner else roles.get(number, "member")
            yield self.taken(made, actor, role, voting=not partner and number != 4)
        for lower in self.below(place):
            yield self.taken(made, self.cast.of_place[lower.number][0], "member")
        for actor in voices:
            yield self.taken(made, actor, "member", voting=actor.kind != "academe")
        if place.rung == 1:
            ministry = self.cast.of_place[0][1]
            yield self.taken(made, ministry, "member")
            vacant = {"level": place.level, "kind": "private-sector", "seats": 1}
            yield self.membership(made, "member", voting=True, **vacant)
        elif place.rung > 1 and not voices:
            unnamed = {"level": place.level, "kind": _MIGRANT, "seats": 1}
            yield self.membership(made, "member", voting=place.will > 0.8, **unnamed)

    def below(self, place: Place) -> list[Place]:
        """The places whose governments sit at the table of a place: eight of the keener ones."""
        if place.rung == self.land.deepest:
            return []
        lower = [p for p in self.land.on(place.rung + 1) if p.parent == place.number]
        if place.rung == 1:  # cities sit beside the provinces
            inside = [t for t in self.towns if t.path[:1] == place.path and t.is_city]
            lower += [t for t in inside if t not in lower]
        return [p for p in lower if p.will > 0.3][:8]

    def taken(self, made: Mechanism, actor: Actor, role: str, *, voting: bool = True) -> Membership:
        return self.membership(made, role, voting=voting, actor=actor.id)

    def membership(self, made: Mechanism, role: str, **more: object) -> Membership:
        return keyed(
            Membership, mechanism=made.id, role=role, valid_from=made.valid_from,
            **more, **vouched(self.chance),
        )  # fmt: skip

    def meet(
        self, place: Place, made: Mechanism, seats: list[Membership], days: tuple[str, ...]
    ) -> None:
        """Meetings on these days; the keener the place, the fuller the table."""
        seated = [seat.actor for seat in seats if seat.actor]
        held = self.tables.meetings.setdefault(made.id, [])
        for number, day in enumerate(days):
            meeting = keyed(
                Meeting, mechanism=made.id, date=on(day), minutes=f"Minutes {made.acronym} {day}",
                published=number % 3 < 2, **vouched(self.chance, seen=on(day)),
            )  # fmt: skip
            held.append(meeting)
            self.add(meeting)
            for actor in seated:
                if self.chance.random() < 0.45 + place.will / 2:
                    self.add(
                        keyed(Attendance, meeting=meeting.id, actor=actor, source=meeting.source)
                    )

    def add(self, *records: Record) -> None:
        self.tables.records.extend(records)


def _basis(place: Place) -> str | None:
    if place.rung == 0:
        return "EO-N"
    if place.rung == 1:
        return f"RES-{place.slug}"
    return f"ORD-{place.slug}" if place.has_ordinance else None
