"""Small made-up landscapes that put every rule of overlap to work, for Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from data.model import (
    Actor,
    Alignment,
    Contribution,
    Decision,
    Instrument,
    Mechanism,
    Membership,
    Objective,
    Programme,
    Record,
    Tie,
    Verdict,
)
from tests.builders import make

PLACES = ["N", "R", "P", "Q", "A", "B", "C", "I"]
ACTORS = ["X", "Y", "Z", "X-R", "OLD"]
OBJECTIVES = ["o1", "o2", "o3", "o4"]


def actors() -> list[Record]:
    """Three bodies, an office of X in the region, and one that Z has succeeded."""
    return [
        make(Actor, "X", name="X", level="national", territory="N"),
        make(Actor, "Y", name="Y", level="regional", territory="R"),
        make(Actor, "Z", name="Z", level="local", territory="A"),
        make(Actor, "X-R", name="X in R", level="regional", territory="R", part_of="X"),
        make(Actor, "OLD", name="Old", valid_from="2000", valid_to="2010", succeeded_by="Z"),
    ]


def plans() -> list[Record]:
    """Four objectives of one plan."""
    themes = ["health", "education", None, "health"]
    plan = make(Instrument, "plan", title="Plan", level="national", territory="N")
    return [
        plan,
        *(
            make(Objective, o, title=o, instrument="plan", theme=theme)
            for o, theme in zip(OBJECTIVES, themes, strict=True)
        ),
    ]


def _some(codes: list[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), max_size=most, unique=True).map(tuple)


@st.composite
def programmes(draw: Any, number: int) -> Programme:
    """A programme of any kind: unknown lead, activity or reach among them."""
    words = draw(st.lists(st.sampled_from(["skills", "loans", "women", "desk"]), max_size=4))
    return make(
        Programme,
        f"p{number}",
        title=" ".join(["Help", *words]),
        lead=draw(st.sampled_from([*ACTORS, *ACTORS, None])),
        sectors=draw(_some(["health", "education"], 2)),
        services=draw(_some(["skills", "legal", "health"], 2)),
        groups=draw(_some(["women", "families"], 1)),
        phases=draw(_some(["return", "family"], 2)),
        territories=draw(_some(PLACES, 3)),
        open_to=draw(st.just(()) | _some(PLACES, 1)),
        status=draw(st.sampled_from([None, None, None, "closed"])),
        starts_on=draw(st.sampled_from(["2019", "2019", "2019", "2020"])),
        parent=draw(st.none() | st.none() | st.sampled_from(["p0", "p1"]))
        if number > 1
        else None,
        related=draw(st.just(()) | st.just(()) | _some(["p0", "p2"], 1)) if number > 2 else (),
        migration=draw(st.sampled_from([None, "specific", "specific", "none"])),
        budget=draw(st.none() | st.integers(0, 500)),
    )


@st.composite
def landscapes(draw: Any, most: int = 12) -> list[Record]:
    """Programmes in the small country, with all that their pairs may share."""
    count = draw(st.integers(2, most))
    works = [draw(programmes(number)) for number in range(count)]
    names = [p.id for p in works]
    found: dict[str, Record] = {r.ref: r for r in (*actors(), *plans(), *works)}
    for record in draw(st.lists(_links(names), max_size=14)):
        found.setdefault(record.ref, record)
    return list(found.values())


def _links(names: list[str]) -> st.SearchStrategy[Record]:
    programme, objective = st.sampled_from(names), st.sampled_from(OBJECTIVES)
    actor, pair = st.sampled_from(ACTORS), st.lists(programme, min_size=2, max_size=2, unique=True)
    table = make(Mechanism, "M", name="Table", level="regional", territories="R")
    deal = make(Instrument, "deal", title="Deal", kind="agreement", parties="Y Z")
    return st.one_of(
        st.builds(
            lambda p, o, s: make(Contribution, programme=p, objective=o, strength=s),
            programme, objective, st.sampled_from([0.25, 0.5, 0.6, 1.0]),
        ),
        st.builds(
            lambda c, p, s: make(Alignment, child=c, parent=p, score=s),
            objective, objective, st.sampled_from([0.0, 0.25, 0.5, 1.0]),
        ),
        st.builds(lambda a, b: make(Tie, from_actor=a, to_actor=b, kind="referral"), actor, actor),
        st.builds(lambda a: make(Membership, mechanism="M", actor=a), actor),
        st.sampled_from([table, deal]),
        st.builds(
            lambda pq, v: make(Verdict, first=pq[0], second=pq[1], verdict=v),
            pair,
            st.sampled_from(["duplication", "coordinate", "complementary", "same", "dismissed"]),
        ),
        st.builds(
            lambda pq: make(
                Decision, f"d-{pq[0]}-{pq[1]}", text="Merge", kind="resolve", status="done",
                subject=[f"programme/{p}" for p in pq],
            ),
            pair,
        ),
    )  # fmt: skip
