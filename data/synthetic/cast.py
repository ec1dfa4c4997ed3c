"""Made-up offices and organisations: who there is in every place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.model import Actor
from data.profile import Profile
from data.synthetic.making import SOURCE, dice, on, vouched
from data.synthetic.places import Land, Place, rungs_of
from data.synthetic.words import Body, vocabulary

_GOVERNMENT = {1: "regional-council", 2: "province"}
_OLD_OFFICE = "EMIG"


@dataclass(frozen=True)
class Cast:
    """The actors of a register, by the place they work for."""

    of_place: tuple[tuple[Actor, ...], ...]
    """Those of each place, by its number; the first is its government."""
    retired: tuple[Actor, ...]
    """Offices that are no more."""
    non_state: frozenset[str]
    """Kinds of actor that are no body of the state."""

    def government(self, place: Place) -> str:
        """Id of the office that answers for a place; for the country its planning authority."""
        return self.of_place[place.number][0].id

    def offices(self, place: Place) -> list[Actor]:
        """The bodies of the state, banks and partners in a place, its government first."""
        return [a for a in self.of_place[place.number] if a.kind not in self.non_state]

    def voices(self, place: Place) -> list[Actor]:
        """The migrant associations, civic groups, academe and business of a place."""
        return [a for a in self.of_place[place.number] if a.kind in self.non_state]

    def __iter__(self) -> Iterator[Actor]:
        yield from self.retired
        for actors in self.of_place:
            yield from actors


def gather(land: Land, profile: Profile, seed: int) -> Cast:
    """The actors of a made-up country: about 12 for it, 11 a region, 3 a province, 2 a town."""
    crew = _Crew(land, profile, seed)
    kinds = profile.codes("actor_kind")
    return Cast(
        tuple(tuple(crew.of(place)) for place in land.places),
        (crew.retired(),),
        frozenset(id_ for id_, code in kinds.items() if code.about.get("non_state")),
    )


class _Crew:
    def __init__(self, land: Land, profile: Profile, seed: int) -> None:
        self.land, self.words = land, vocabulary()
        self.ranks = rungs_of(profile)
        self.chance = dice(seed, "cast")
        unranked = (level.id for level in profile.levels.values() if level.rank is None)
        self.outside = next(unranked, None)

    def of(self, place: Place) -> Iterator[Actor]:
        if place.rung == 0:
            for body in (*self.words.agencies, *self.words.national):
                international = body.kind in {"international", "donor"}
                yield self.body(body, place, body.id, outside=international)
            return
        yield self.government(place)
        if place.rung == 1:
            for agency in self.words.agencies:
                office = Body(agency.id, f"{agency.name}, {place.name}", "regional-office")
                yield self.body(office, place, f"{agency.id}-{place.slug}", part_of=agency.id)
            for body in self.words.regional:
                named = Body(body.id, f"{body.name} of {place.name}", body.kind)
                yield self.body(named, place, f"{body.id}-{place.slug}")
        else:
            yield from self.neighbours(place)

    def government(self, place: Place) -> Actor:
        rank = self.ranks[place.rung]
        kind = _GOVERNMENT.get(rank, "city" if place.is_city else "municipality")
        name = {1: f"Council of {place.name}"}.get(rank, f"Government of {place.name}")
        return self.body(Body("GOV", name, kind), place, f"GOV-{place.slug}")

    def neighbours(self, place: Place) -> Iterator[Actor]:
        """Who there is beside the government of a province or town, in turn."""
        families = Body("FAM", f"Migrants' families of {place.name}", "migrant-association")
        civic = Body("CIV", f"Civic circle of {place.name}", "civil-society")
        own = "province" if place.rung < self.land.deepest else "municipality"
        jobs = Body("JOB", f"Employment office of {place.name}", own)
        turn = place.path[-1] % 3
        chosen = [(jobs, families), (families, civic), (jobs, civic)][turn]
        for body in chosen if place.will > 0.5 or place.rung < self.land.deepest else chosen[:1]:
            part_of = f"GOV-{place.slug}" if body is jobs else None
            yield self.body(body, place, f"{body.id}-{place.slug}", part_of=part_of)

    def body(
        self, body: Body, place: Place, id_: str, *, part_of: str | None = None,
        outside: bool = False,
    ) -> Actor:  # fmt: skip
        return Actor(
            id=id_,
            name=body.name,
            acronym=id_ if len(body.id) == 4 else None,
            kind=body.kind,
            level=self.outside if outside else place.level,
            territory=None if outside else self.land.id(place),
            part_of=part_of,
            **vouched(self.chance),
        )

    def retired(self) -> Actor:
        """An office that became part of another, as offices do."""
        country = self.land.places[0]
        return Actor(
            id=_OLD_OFFICE, name="Bureau of Emigration", acronym=_OLD_OFFICE,
            kind="national-agency", level=country.level, territory=self.land.id(country),
            valid_from=on("1995"), valid_to=on("2022-02-02"), succeeded_by="WORK", grade="B",
            source=SOURCE,
        )  # fmt: skip
