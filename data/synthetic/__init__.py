"""Made-up registers of any size, for training, tests and benchmarks; never facts."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from data.columns import PartialDate
from data.model import Record, Register
from data.profile import Profile
from data.snapshot import Snapshot
from data.synthetic.answers import align, submit, weigh
from data.synthetic.cast import Cast, gather
from data.synthetic.committees import seat
from data.synthetic.draw import THROUGHOUT, Drawn, draw
from data.synthetic.findings import decisions, verdicts
from data.synthetic.follow_up import assessments, reports_due, statistics, unit_sets, variants
from data.synthetic.making import AS_OF, SOURCE
from data.synthetic.needs import inventories, needs, service_points
from data.synthetic.places import Land, lay_out, rungs_of
from data.synthetic.plans import Scene, write
from data.synthetic.progress import report
from data.synthetic.ties import link
from data.synthetic.works import carry_out

__all__ = ["generate", "training_register", "generate_arrays"]

PER_TOWN: Final = 14
"""Programmes per town: the same at every size, so that pairs grow with n and not with n²."""

_TOWNS_PER_PROVINCE: Final = 12
_PROVINCES_PER_REGION: Final = 5


def generate(programmes: int, *, seed: int = 0, profile: Profile) -> Snapshot:
    """A plausible register of so many programmes; equal for equal seed and profile.

    Raises:
        ValueError: a negative number is asked for.
    """
    title = f"Illustrative register of {programmes:,} programmes"
    about = _register(f"made-up-{programmes}", title, profile)
    return _snapshot(about, programmes, _counts(programmes, PER_TOWN, profile), seed, profile)


def training_register(profile: Profile, seed: int = 63) -> Snapshot:
    """The register to learn with: a region of three provinces, 15 towns and 60 programmes.

    With the seed given, what is measured comes out good, middling and bad by turns.
    """
    about = _register("training", "Illustrative register for training", profile)
    counts = (1, 3, 15)[4 - len(rungs_of(profile)) :]
    # Nothing is delivered all over the region, so that a town that nobody serves can be found.
    return _snapshot(about, 60, counts, seed, profile, throughout=(0.0, 0.0, 0.2))


def generate_arrays(
    programmes: int, *, seed: int = 0, profile: Profile, per_town: int = PER_TOWN
) -> tuple[Land, Cast, Drawn]:
    """The places, actors and programmes alone, the latter as arrays: for a million of them.

    With ``per_town`` left alone they are the places, actors and programmes of `generate`.
    """
    land = lay_out(profile, seed, _counts(programmes, per_town, profile))
    cast = gather(land, profile, seed)
    return land, cast, draw(programmes, land, list(map(len, cast.of_place)), profile, seed)


def _counts(programmes: int, per_town: int, profile: Profile) -> Sequence[int]:
    """How many regions, provinces and towns so many programmes are shared out to."""
    if programmes < 0:
        raise ValueError("a register cannot hold fewer than no programmes")
    counts = [max(1, round(programmes / per_town))]
    for each in (_TOWNS_PER_PROVINCE, _PROVINCES_PER_REGION):
        counts.append(math.ceil(counts[-1] / each))
    counts = counts[: len(rungs_of(profile)) - 1]
    rule = profile.setting("territory_code", "made_up")
    if rule:
        counts[-1] = min(counts[-1], rule["last"] - rule["first"] + 1)
    return counts[::-1]


def _register(slug: str, title: str, profile: Profile) -> Register:
    return Register(
        id=slug,
        title=title,
        profile=profile.id,
        as_of=PartialDate(AS_OF),
        as_of_reason="The end of the made-up year that its quarterly reports cover",
        illustrative=True,
        source=SOURCE,
    )


def _snapshot(
    about: Register, programmes: int, counts: Sequence[int], seed: int, profile: Profile,
    *, throughout: Sequence[float] = THROUGHOUT,
) -> Snapshot:  # fmt: skip
    land = lay_out(profile, seed, counts)
    cast = gather(land, profile, seed)
    scene = Scene(land, cast, write(land, cast, profile, seed), profile, seed)
    each = list(map(len, cast.of_place))
    drawn = draw(programmes, land, each, profile, seed, throughout=throughout)
    home = replace(about, home=land.id(land.on(1)[0]))
    with _nothing_is_garbage():
        return Snapshot([home, *_records(scene, drawn)])


@contextmanager
def _nothing_is_garbage() -> Iterator[None]:
    """While so many records are made, looking for garbage among them costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _records(scene: Scene, drawn: Drawn) -> Iterator[Record]:
    """Every record but the register's own."""
    land, cast, shelf, seed = scene.land, scene.cast, scene.shelf, scene.seed
    tables = seat(land, cast, seed)
    works = carry_out(scene, drawn)
    yield from land.records()
    yield from cast
    yield from tables.records
    yield from shelf.records
    yield from works.records
    yield from link(land, cast, seed)
    yield from align(land, shelf, seed)
    yield from weigh(land, shelf, seed)
    yield from submit(land, cast, seed)
    yield from report(scene, works.programmes)
    for part in (
        needs, service_points, inventories, reports_due, assessments, unit_sets, statistics,
        variants,
    ):  # fmt: skip
        yield from part(scene)
    yield from verdicts(scene, works.programmes)
    yield from decisions(scene, tables.meetings, works.programmes)
