"""Made-up instruments and objectives: what every place promised, and to whom it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from data.model import Instrument, Objective, Record
from data.profile import Profile
from data.synthetic.cast import Cast
from data.synthetic.committees import committee
from data.synthetic.making import dice, on, vouched
from data.synthetic.places import Land, Place
from data.synthetic.words import Topic, vocabulary


@dataclass
class Shelf:
    """The instruments of a register and their objectives."""

    instruments: list[Instrument] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)
    promised: dict[tuple[int, str], str] = field(default_factory=dict)
    """(number of the place, topic) → id of the objective in its plan."""

    @property
    def records(self) -> Iterator[Record]:
        """Instruments, then objectives."""
        yield from self.instruments
        yield from self.objectives


@dataclass(frozen=True)
class Scene:
    """What later parts of a made-up register are drawn on."""

    land: Land
    cast: Cast
    shelf: Shelf
    profile: Profile
    seed: int


def write(land: Land, cast: Cast, profile: Profile, seed: int) -> Shelf:
    """The plan and investment programme of every place, its ordinance, the laws of the country."""
    desk = _Desk(land, cast, profile, seed)
    for place in land.places:
        desk.instruments_of(place)
        desk.objectives_of(place)
    return desk.shelf


class _Desk:
    def __init__(self, land: Land, cast: Cast, profile: Profile, seed: int) -> None:
        self.land, self.cast, self.profile = land, cast, profile
        self.chance = dice(seed, "plans")
        self.money = dice(seed, "costs")
        self.shelf = Shelf()

    def instruments_of(self, place: Place) -> None:
        keep = self.shelf.instruments.append
        upper = f"PLAN-{self.land.upper(place).slug}" if place.path else None
        starts, ends = ("2023", "2028") if place.rung < 2 else ("2023", "2025")
        late = place.rung > 1 and 0.3 < place.will < 0.45
        if late:
            starts, ends = "2020", "2025"
        plan = self.instrument(
            place, "PLAN", f"Development Plan of {place.name} {starts}–{ends}", "plan",
            upper=None if place.will < 0.15 else upper,
            valid_from=on(f"{starts}-01-01"), valid_to=on(f"{ends}-12-31"),
            adopted_on=on(f"{starts}-02"), migration="mainstreamed",
            read="part" if 0.15 < place.will < 0.3 and place.rung > 1 else "whole",
        )  # fmt: skip
        keep(plan)
        keep(
            self.instrument(
                place, "INV", f"Investment Programme of {place.name} 2025", "investment-programme",
                upper=plan.id, valid_from=on("2025-01-01"), valid_to=on("2025-12-31"),
                adopted_on=on("2024-10"), migration="mainstreamed", read="whole",
            )
        )  # fmt: skip
        if place.rung == 0:
            keep(self.law("LAW-N", "Migrant Workers Act", "law", "2010-03-08"))
            keep(self.law("EO-N", "Order on a migration sub-committee", "executive-order", "2019"))
        elif place.rung == 1:
            keep(
                self.instrument(
                    place, "RES", f"Resolution creating the CMD of {place.name}", "resolution",
                    valid_from=on("2019"), adopted_on=on("2019-02"), migration="specific",
                    upper="EO-N", read="whole",
                )
            )  # fmt: skip
            self.agreement(place)
        elif place.has_ordinance:
            kind = "ordinance" if place.will > 0.6 else "executive-order"
            word = "Ordinance" if kind == "ordinance" else "Order"
            keep(
                self.instrument(
                    place, "ORD", f"{word} on migrants of {place.name}", kind, upper="LAW-N",
                    valid_from=on("2021"), adopted_on=on("2021-06"), migration="specific",
                    valid_to=on("2025-06-30") if 0.6 < place.will < 0.65 else None, read="whole",
                )
            )  # fmt: skip

    def instrument(self, place: Place, code: str, title: str, kind: str, **more: Any) -> Instrument:
        owner = "mechanism" if code == "ORD" and place.has_committee else "actor"
        holder = committee(place) if owner == "mechanism" else self.cast.government(place)
        return Instrument(
            id=f"{code}-{place.slug}", title=title, kind=kind, level=place.level,
            short_title=f"{code.title()} {place.slug}", territory=self.land.id(place),
            owner=f"{owner}/{holder}", published=place.will > 0.4,
            document=f"File {code}/{place.slug}", **more, **vouched(self.chance, "ABBC"),
        )  # fmt: skip

    def law(self, id_: str, title: str, kind: str, since: str) -> Instrument:
        country = self.land.places[0]
        made = self.instrument(
            country, id_.removesuffix("-N"), title, kind, valid_from=on(since),
            adopted_on=on(since), migration="specific", read="whole",
        )  # fmt: skip
        return replace(made, id=id_)

    def agreement(self, place: Place) -> None:
        """An agreement on help desks between a region's offices and some of its towns."""
        offices = self.cast.offices(place)
        towns = [p for p in self.land.on(self.land.deepest) if p.path[: place.rung] == place.path]
        parties = [office.id for office in offices[1:3]] or [offices[0].id]
        parties += [self.cast.government(town) for town in towns[:12] if town.will > 0.7]
        made = self.instrument(
            place, "AGR", f"Agreement on help desks in {place.name}", "agreement",
            parties=tuple(parties), valid_from=on("2023-05-01"), valid_to=on("2026-04-30"),
            adopted_on=on("2023-05-01"), migration="specific", upper="LAW-N", read="whole",
        )  # fmt: skip
        self.shelf.instruments.append(made)

    def objectives_of(self, place: Place) -> None:
        for number, topic in enumerate(vocabulary().topics):
            if promises(place, number, topic):
                made = self.objective(place, number, topic)
                self.shelf.objectives.append(made)
                self.shelf.promised[place.number, topic.id] = made.id

    def objective(self, place: Place, number: int, topic: Topic) -> Objective:
        chance, keen = self.chance, place.will > 0.35
        cost = self.money.randrange(5, 60) * 10 ** (6 - min(place.rung, 3)) * 10
        funded = chance.random() < 0.35 + place.will / 2
        share = chance.choice((1.0, 1.0, 0.9, 0.7)) if funded else chance.choice((0.4, 0.1, None))
        target = 60.0 if topic.unit == "percent" else 40.0
        # A measure that all share is one task with one deadline; the coldest places stray.
        straying = topic.shared and 0.3 < place.will < 0.4
        year = 2028 if topic.shared else (2028, 2028, 2026, 2025)[min(place.rung, 3)]
        line = f"INV-{place.slug}" if funded and keen else None
        return Objective(
            id=f"{topic.id}-{place.slug}",
            instrument=f"PLAN-{place.slug}",
            title=f"{topic.title} in {place.name}" if place.path else topic.title,
            theme=topic.sector,
            migration="mainstreamed" if topic.id == "CHO" else "specific",
            result="outcome" if place.rung < 2 or chance.random() < 0.6 else "output",
            indicator=topic.indicator if chance.random() < 0.3 + place.will else None,
            measure=topic.id if topic.shared else None,
            unit=topic.unit,
            baseline=20.0 if chance.random() < 0.2 + 0.8 * place.will else None,
            target=target / 2 if straying else target if keen or topic.shared else None,
            deadline=on(str(year)) if chance.random() < 0.4 + place.will else None,
            data_source="Yearly report of the office" if chance.random() < place.will else None,
            responsible=("WORK",) if topic.shared else self.responsible(place, number),
            budget_instrument=line,
            budget_code=self.budget_code(place, number) if line else None,
            currency=self.profile.currency,
            cost=cost if chance.random() < 0.9 else None,
            allocation=None if share is None else int(cost * share),
            sdg_target=topic.sdg,
            gcm_objective=topic.gcm,
            **vouched(chance, "ABBC"),
        )

    def responsible(self, place: Place, number: int) -> tuple[str, ...]:
        """One office, now and then two that dispute it, or none."""
        offices = self.cast.offices(place)
        roll = self.chance.random()
        if roll > 0.5 + place.will / 2:
            return ()
        first = offices[number % min(len(offices), 6)].id
        return (first, offices[0].id) if roll < 0.06 else (first,)

    def budget_code(self, place: Place, number: int) -> str:
        """A code of the form that the country's budget lines have, where its profile says so."""
        form = self.profile.setting("budget_code", "form")
        digits = iter(f"{place.number:05}{number + 1:03}" * 8)
        if form is None:
            return f"{place.slug}-{number + 1:03}"
        return re.sub(
            r"\\d(?:\{(\d+)\})?",
            lambda part: "".join(next(digits) for _ in range(int(part[1] or 1))),
            form,
        )


def promises(place: Place, number: int, topic: Topic) -> bool:
    """Whether a place's plan takes up a topic.

    The country promises all; a rung takes up what reaches it, a lukewarm place less.
    """
    if place.rung <= topic.reach or place.rung == 0:
        return place.rung < 2 or place.will > 0.2 + 0.18 * (number % 4)
    return False
