"""Made-up needs, the desks that serve them, and the lists that were declared complete."""

from __future__ import annotations

from collections.abc import Iterator

from data.model import Inventory, Need, ServicePoint
from data.synthetic.making import dice, keyed, on, vouched
from data.synthetic.places import Place
from data.synthetic.plans import Scene
from data.synthetic.words import Work, vocabulary

_LISTED = (
    "actor", "instrument", "mechanism", "meeting", "need", "programme", "service_point",
    "submission", "tie",
)  # fmt: skip
_EACH = 5


def needs(scene: Scene) -> Iterator[Need]:
    """Five needs in every town, by service, group and phase, some with the duty to serve them."""
    kinds = [kind for kind in vocabulary().kinds if kind.migration == "specific" and kind.phases]
    weights = [kind.weight**2 for kind in kinds]
    for place in scene.land.on(scene.land.deepest):
        chance = dice(scene.seed, "needs", place.slug)
        seen = set[tuple[str, str]]()
        for kind in chance.choices(kinds, weights, k=_EACH + 3):
            cell = kind.services[0], kind.groups[-1]
            if cell not in seen and len(seen) < _EACH:
                seen.add(cell)
                yield _need(scene, place, kind, len(seen), chance.randrange(20, 600))


def _need(scene: Scene, place: Place, kind: Work, number: int, persons: int) -> Need:
    chance = dice(scene.seed, "need", place.slug, number)
    found = "unserved" if place.will < 0.3 and number == 1 else None
    if place.will > 0.85 and number == 1:
        found = "served"
    required = chance.random() < 0.4
    return keyed(
        Need,
        territory=scene.land.id(place),
        service=kind.services[0],
        group=kind.groups[-1] if number != 3 else None,
        phase=kind.phases[0] if number % 2 else None,
        quantity=float(persons * 3) if place.will > 0.13 or number > 2 else None,
        unit="persons",
        required=True if required else None,
        required_by="LAW-N" if required else None,
        found=found,
        found_on=on("2025-05-14") if found else None,
        valid_from=on("2023"),
        **vouched(chance),
    )


def service_points(scene: Scene) -> Iterator[ServicePoint]:
    """A centre for every region, desks where the place has one; the idle and the closed too."""
    land, chance = scene.land, dice(scene.seed, "desks")
    for place in land.places:
        above_towns = place.rung < land.deepest
        if place.rung > 1 and not place.has_desk:
            continue
        # The centre of a region or province stands in one town, and serves whoever comes there.
        home = _capital(scene, place) if above_towns else place
        kind = "mobile" if place.rung == 0 else "one-stop" if above_towns else "help-desk"
        if place.rung == 1 or place.is_city:
            kind = "resource-centre"
        label = scene.profile.label("service_point_kind", kind)
        idle, closed = 0.4 < place.will < 0.5 or place.rung == 0, 0.5 < place.will < 0.54
        more = ("legal", "welfare") if place.will > 0.75 else ()
        yield ServicePoint(
            id=f"DESK-{place.slug}",
            name=f"{label} of {place.name}",
            kind=kind,
            territory=land.id(home),
            operator=scene.cast.of_place[place.number][-1 if place.rung > 1 else 1].id,
            based_on=f"ORD-{place.slug}" if place.rung > 1 and place.has_ordinance else "LAW-N",
            services=("help-desk", "information", *more),
            opened_on=on("2019" if above_towns else "2022-03"),
            last_active_on=on("2024-04-30" if idle or closed else "2025-11-28"),
            valid_to=on("2024-04-30") if closed else None,
            **vouched(chance),
        )


def _capital(scene: Scene, place: Place) -> Place:
    """The second town of a province, a region or the country, which is a city."""
    towns = scene.land.on(scene.land.deepest)
    inside = [town for town in towns if town.path[: place.rung] == place.path]
    return inside[min(1, len(inside) - 1)]


def inventories(scene: Scene) -> Iterator[Inventory]:
    """Which offices declared that they listed all; some so long ago that it closes nothing."""
    chance = dice(scene.seed, "inventories")
    for place in scene.land.places:
        if not place.lists_all and place.rung > 1:
            continue
        fresh = place.will > 0.33 or place.rung < 2
        yield keyed(
            Inventory,
            office=scene.cast.government(place),
            territory=scene.land.id(place),
            kinds=_LISTED,
            complete_on=on("2025-11-14" if fresh else "2024-02-09"),
            **vouched(chance, "C"),
        )
