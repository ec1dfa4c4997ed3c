"""Made-up answers of one plan to another: alignments, interactions and submissions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Final

from data.model import Alignment, Interaction, Submission
from data.synthetic.cast import Cast
from data.synthetic.committees import committee, has_committee
from data.synthetic.making import TODAY, day, dice, keyed, vouched
from data.synthetic.places import Land, Place
from data.synthetic.plans import Shelf
from data.synthetic.words import vocabulary

_STAGES: Final = ("diagnostic", "design", "implementation", "monitoring")
_BEFORE_THE_PLAN: Final = (date(2022, 2, 1).toordinal(), date(2022, 11, 1).toordinal())


def align(land: Land, shelf: Shelf, seed: int) -> Iterator[Alignment]:
    """Each objective with the one of its topic above; the less keen the place, the looser."""
    chance = dice(seed, "alignments")
    for turn, ((number, topic), child) in enumerate(shelf.promised.items()):
        place = land.places[number]
        if not place.path:
            continue
        parent = shelf.promised.get((land.upper(place).number, topic))
        roll = chance.random()
        if parent is None or roll > 0.5 + place.will:
            continue
        score = 1.0 if roll < place.will else 0.5
        if turn % 16 == 15:  # read beside each other, and they do not meet
            score = 0.0
        method, grades = ("text-suggested", "D") if roll % 0.1 < 0.01 else ("reviewed", "BB")
        if roll % 0.1 > 0.07:
            method, grades = "asserted", "C"
        yield keyed(
            Alignment, child=child, parent=parent, score=score, method=method,
            **vouched(chance, grades),
        )  # fmt: skip


def weigh(land: Land, shelf: Shelf, seed: int) -> Iterator[Interaction]:
    """How the country's objectives bear on each other, and a place's on the one above."""
    chance = dice(seed, "interactions")
    topics = [topic.id for topic in vocabulary().topics]
    tops = [shelf.promised[0, topic] for topic in topics if (0, topic) in shelf.promised]
    for first in tops:
        for second in tops:
            if first != second and chance.random() < 0.5:
                yield _interaction(first, second, chance.choice((-1, 0, 1, 1, 2, 2, 3)), seed)
    for place in land.places[1:]:
        lower = shelf.promised.get((place.number, "DEP"))
        upper = shelf.promised.get((land.upper(place).number, "DEP"))
        if lower and upper and (place.will < 0.25 or place.will > 0.6):
            score = -1 - place.number % 2 if place.will < 0.25 else 1 + place.number % 3
            yield _interaction(lower, upper, score, seed)


def _interaction(first: str, second: str, score: int, seed: int) -> Interaction:
    words = {-2: "Counteracts", -1: "Constrains", 0: "Bears little on", 1: "Enables"}
    chance = dice(seed, first, second)
    return keyed(
        Interaction, first=first, second=second, score=score, assessor="Planning Authority",
        confidence=chance.choice((0.5, 0.7, 0.9)),
        rationale=f"{words.get(score, 'Reinforces')} the other in the planners' judgement.",
        **vouched(chance, "BC"),
    )  # fmt: skip


def submit(land: Land, cast: Cast, seed: int) -> Iterator[Submission]:
    """What the places and their people told the plans above and their own plans and committees."""
    chance = dice(seed, "submissions")
    for place in land.places:
        voices = [voice.id for voice in cast.voices(place)]
        own = f"instrument/PLAN-{place.slug}"
        if place.path and place.will > 0.45 and place.path[-1] <= 4:
            page = f"page {10 + place.number % 80}" if place.will > 0.6 else None
            upper = f"instrument/PLAN-{land.upper(place).slug}"
            yield _sent(
                chance, place, upper, cast.government(place), "design", "resolution", cited_in=page
            )
        for voice in voices:
            for stage in _STAGES[: round(4 * place.will * chance.random())]:
                yield _sent(chance, place, own, voice, stage, "consultation")
        if voices and has_committee(place) and chance.random() < 0.5:
            table = f"mechanism/{committee(place)}"
            yield _sent(chance, place, table, voices[-1], "implementation", "petition")


def _sent(  # noqa: PLR0917 - a submission has as many sides
    chance: random.Random, place: Place, to: str, sender: str, stage: str, kind: str,
    cited_in: str | None = None,
) -> Submission:  # fmt: skip
    early = stage in {"diagnostic", "design"}
    sent = chance.randrange(*_BEFORE_THE_PLAN) if early else TODAY - chance.randrange(90, 700)
    answered = chance.random() < 0.45 + place.will / 2
    answer = chance.choice(("adopted", "adopted", "partly", "rejected")) if answered else None
    return keyed(
        Submission, to=to, from_actor=sender, date=day(sent), kind=kind, stage=stage,
        cited_in=cited_in, answer=answer, **vouched(chance, seen=day(sent)),
        reason="Outside the mandate of the plan" if answer == "rejected" else None,
        answered_on=day(sent + chance.randrange(10, 80)) if answered else None,
    )  # fmt: skip
