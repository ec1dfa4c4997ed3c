"""Made-up verdicts on pairs of programmes, and the decisions of the committees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from data.model import Decision, Meeting, Programme, Verdict
from data.synthetic.committees import committee
from data.synthetic.making import dice, keyed, on, vouched
from data.synthetic.places import Place
from data.synthetic.plans import Scene

_VERDICTS = ("duplication", "coordinate", "complementary", "dismissed", "same")
_REASONS = {
    "duplication": "Same service for the same people in the same place",
    "coordinate": "Both stay; one referral form from now on",
    "complementary": "One starts where the other ends",
    "dismissed": "Different people in practice",
    "same": "Entered by the office and by its partner",
}


def verdicts(scene: Scene, programmes: list[Programme]) -> Iterator[Verdict]:
    """A verdict on every second pair that shares place, service and group under two leads."""
    chance = dice(scene.seed, "verdicts")
    region = scene.land.on(1)[0]
    for number, (first, second) in enumerate(pairs(programmes)):
        if number % 2:
            continue
        word = _VERDICTS[number // 2 % len(_VERDICTS)]
        yield keyed(
            Verdict, first=first.id, second=second.id, verdict=word, reason=_REASONS[word],
            decided_by=f"Committee on Migration and Development of {region.name}",
            date=on("2025-09-18"), **vouched(chance, "B", on("2025-09-18")),
        )  # fmt: skip


def pairs(programmes: list[Programme]) -> Iterator[tuple[Programme, Programme]]:
    """Pairs of programmes with the same first place, a common service and group, and two leads."""
    by_place = defaultdict[str, list[Programme]](list)
    for programme in programmes:
        if programme.territories and programme.lead:
            by_place[programme.territories[0]].append(programme)
    for found in by_place.values():
        for first, second in combinations(found, 2):
            if (
                first.lead != second.lead
                and set(first.services) & set(second.services)
                and set(first.groups) & set(second.groups)
            ):
                yield first, second


def decisions(
    scene: Scene, meetings: dict[str, list[Meeting]], programmes: list[Programme]
) -> Iterator[Decision]:
    """What the committees of the regions resolved: done, late, in progress, open and dropped."""
    found, number = pairs(programmes), 0
    for region in scene.land.on(1):
        towns = [t for t in scene.land.on(scene.land.deepest) if t.path[:1] == region.path]
        for turn, meeting in enumerate(meetings.get(committee(region), [])):
            for kind in _KINDS[turn % 2 :: 2]:
                made = _decision(scene, region, meeting, kind, number)
                subject = _subject(made, region, towns, next(found, ()), turn)
                if subject is not None:
                    text, refs = subject
                    yield replace(made, text=text, subject=refs)
                    number += 1


_KINDS = ("resolve", "fill", "fix", "request", "endorse")


def _decision(scene: Scene, region: Place, meeting: Meeting, kind: str, number: int) -> Decision:
    """By turns done in time, done late, in progress, open and, once in a while, dropped."""
    chance = dice(scene.seed, "decision", meeting.id, kind)
    year, month = (int(part) for part in meeting.date[:7].split("-"))
    due = f"{year + (month + 4) // 13}-{(month + 3) % 12 + 1:02}-28"
    status = ("done", "done", "in-progress", "done", "open")[number % 5]
    status = "dropped" if number % 17 == 16 else status
    if due > "2025-12" and status == "done":
        status = "open"
    done_on = f"{due[:4]}-12-20" if number % 5 == 1 else f"{due[:8]}0{1 + number % 9}"
    return Decision(
        id=f"D-{meeting.id}-{kind}",
        meeting=meeting.id,
        text=kind,
        kind=kind,
        owners=(chance.choice(scene.cast.offices(region)).id,),
        due=on(due),
        status=status,
        done_on=on(done_on) if status == "done" else None,
        as_of=meeting.date,
        **vouched(chance, "AB", meeting.date),
    )


def _subject(
    made: Decision, region: Place, towns: list[Place], pair: tuple[Programme, ...], turn: int
) -> tuple[str, tuple[str, ...]] | None:
    """Words and records of a decision; None where there is nothing to decide.

    What is done shows: the town has its desk, its objectives, its inventory by now.
    """
    by_will = sorted(towns, key=lambda town: town.will, reverse=made.status == "done")
    town = by_will[turn % len(by_will)]
    if made.kind == "resolve":
        refs = tuple(programme.ref for programme in pair)
        return ("Merge the two programmes or draw a line between them", refs) if refs else None
    if made.kind == "endorse":
        return "Endorse the migration chapter of the plan", (f"instrument/PLAN-{region.slug}",)
    if made.kind == "fix":
        plan = f"instrument/PLAN-{town.slug}"
        return f"Put migration into the next plan of {town.name}", (plan,)
    words = "Open a help desk in {}" if made.kind == "fill" else "Ask {} for its inventory"
    return words.format(town.name), (f"actor/GOV-{town.slug}",)
