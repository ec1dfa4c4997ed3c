"""Plans and what they promise in the small country, in few words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from data.model import Alignment, Contribution, Instrument, Objective, Programme, Record
from tests.builders import make

LEVEL = {
    "N": "national", "R": "regional", "P": "provincial", "Q": "provincial", "A": "local",
    "B": "local", "C": "local", "I": "local",
}  # fmt: skip
EVERYWHERE = tuple(LEVEL)


def plan(place: str, read: str | None = "whole", **more: Any) -> Instrument:
    """The plan of a place, called ``plan-A``, read whole unless said otherwise."""
    fields = {"title": f"Plan of {place}", "kind": "plan", "level": LEVEL[place]}
    return make(Instrument, f"plan-{place}", **{**fields, "territory": place, "read": read, **more})


def plans(*places: str, but: dict[str, str | None] | None = None) -> list[Record]:
    """The plans of ``places``, of all if none is named; ``but`` says how some are read."""
    unlike = but or {}
    return [plan(place, unlike.get(place, "whole")) for place in places or EVERYWHERE]


def promise(name: str, place: str, **more: Any) -> Objective:
    """An objective in the plan of a place."""
    fields = {"instrument": f"plan-{place}", "title": f"Promise {name}"}
    return make(Objective, name, **{**fields, **more})


def promises(*names: str) -> list[Record]:
    """Objectives called after their place in small letters: ``r1`` is in the plan of ``R``."""
    return [promise(name, name[0].upper()) for name in names]


def carries(child: str, parent: str, score: float | None = 1.0, **more: Any) -> Alignment:
    """One objective carries out another: ``carries("r1", "n1")``."""
    return make(Alignment, child=child, parent=parent, score=score, method="reviewed", **more)


def ladder_of(*names: str) -> list[Record]:
    """Objectives where each carries out the one before: ``ladder_of("n1", "r1", "p1")``."""
    steps = [carries(lower, upper) for upper, lower in pairwise(names)]
    return [*promises(*names), *steps]


def work(name: str, lead: str | None, territories: str, **more: Any) -> Programme:
    """A programme on migration, led by an actor, delivered in territories."""
    fields = {"title": f"Work {name}", "lead": lead, "territories": territories}
    return make(Programme, name, **{**fields, "migration": "specific", **more})


def serves(programme: str, objective: str, strength: float | None = 1.0) -> Contribution:
    """A programme contributes to an objective."""
    return make(Contribution, programme=programme, objective=objective, strength=strength)
