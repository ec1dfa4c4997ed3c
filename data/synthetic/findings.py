"""Made-up verdicts on pairs of programmes, and the decisions of the committees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from data.model import Decision, Meeting, Programme, Verdict
from data.synthetic.committees import committee
from data.synthetic.making import dice, keyed, on, vouched
from data.synthetic.plans import Scene

_VERDICTS = ("duplication", "coordinate", "complementary", "duplication", "dismissed", "same")
_REASONS = {
    "duplication": "Same service for the same people in the same place",
    "coordinate": "Both stay; one referral form from now on",
    "complementary": "One starts where the other ends",
    "dismissed": "Different people in practice",
    "same": "Entered by the office and by its partner",
}


def verdicts(scene: Scene, programmes: list[Programme]) -> Iterator[Verdict]:
    """A verdict on every third pair that shares place, service and group under two leads."""
    chance = dice(scene.seed, "verdicts")
    region = scene.land.on(1)[0]
    for number, (first, second) in enumerate(pairs(programmes)):
        if number % 3:
            continue
        word = _VERDICTS[number // 3 % len(_VERDICTS)]
        yield keyed(
            Verdict, first=first.id, second=second.id, verdict=word, reason=_REASONS[word],
            decided_by=f"Committee on Migration and Development of {region.name}",
            date=on("2025-09-18"), **vouched(chance, "B"),
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
    """What the committees of the regions resolved: done, open, late and dropped."""
    found = [pair for _, pair in zip(range(4), pairs(programmes), strict=False)]
    for region in scene.land.on(1):
        held = meetings.get(committee(region), [])
        for number, meeting in enumerate(held):
            for turn, kind in enumerate(("resolve", "fill", "fix", "request", "endorse")):
                if (number + turn) % 2 == 0:
                    yield _decision(scene, meeting, kind, number * 5 + turn, found)


def _decision(
    scene: Scene, meeting: Meeting, kind: str, number: int,
    found: list[tuple[Programme, Programme]],
) -> Decision:  # fmt: skip
    chance = dice(scene.seed, "decision", meeting.id, kind)
    towns = scene.land.on(scene.land.deepest)
    town = towns[number % len(towns)]
    pair = found[number % len(found)] if found else ()
    text, subject = {
        "resolve": (
            "Merge the two programmes or draw a line between them",
            tuple(programme.ref for programme in pair),
        ),
        "fill": (f"Open a help desk in {town.name}", (f"territory/{scene.land.id(town)}",)),
        "fix": (
            f"Put migration into the next plan of {town.name}",
            (f"instrument/PLAN-{town.slug}",),
        ),
        "request": (
            f"Ask {town.name} for its inventory of programmes",
            (f"actor/{scene.cast.government(town)}",),
        ),
        "endorse": (
            "Endorse the migration chapter of the plan",
            (f"instrument/PLAN-{scene.land.on(1)[0].slug}",),
        ),
    }[kind]
    year, month = (int(part) for part in meeting.date[:7].split("-"))
    due = f"{year + (month + 4) // 13}-{(month + 3) % 12 + 1:02}-28"
    # By turns done in time, done late, in progress, open and, once in a while, dropped.
    status = ("done", "done", "in-progress", "done", "open")[number % 5]
    status = "dropped" if number % 17 == 16 else status
    if due > "2025-12" and status == "done":
        status = "open"
    late = number % 5 == 1
    done_on = f"{due[:4]}-12-20" if late else f"{due[:8]}0{1 + number % 9}"
    return Decision(
        id=f"D-{meeting.id}-{kind}",
        meeting=meeting.id,
        text=text,
        kind=kind,
        subject=subject,
        owners=(scene.cast.offices(scene.land.on(1)[0])[number % 4].id,),
        due=on(due),
        status=status,
        done_on=on(done_on) if status == "done" else None,
        as_of=meeting.date,
        **vouched(chance, "AB"),
    )
