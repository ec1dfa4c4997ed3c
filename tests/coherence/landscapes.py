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


def _some(codes: list[str], least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), min_size=least, max_size=most, unique=True).map(tuple)


def _mostly(usual: st.SearchStrategy[Any], rare: st.SearchStrategy[Any]) -> Any:
    return st.integers(0, 7).flatmap(lambda roll: rare if roll == 7 else usual)


def programme(number: int) -> st.SearchStrategy[Programme]:
    """A programme of any kind; now and then its lead, its activity or its reach is not known."""
    nothing: st.SearchStrategy[Any] = st.none()
    none: st.SearchStrategy[Any] = st.just(())
    return st.builds(
        lambda title, **fields: make(Programme, f"p{number}", title=title, **fields),
        title=st.lists(st.sampled_from(["skills", "loans", "women", "desk"]), max_size=4).map(
            lambda words: " ".join(["Help", *words])
        ),
        lead=_mostly(st.sampled_from(ACTORS), nothing),
        sectors=_some(["health", "education"], 0, 1),
        services=_some(["skills", "legal", "health"], 0, 2),
        groups=_some(["women", "families"], 0, 1),
        phases=_some(["return", "family"], 0, 2),
        territories=_mostly(_some(PLACES, 1, 3), none),
        open_to=_mostly(none, _some(PLACES, 1, 1)),
        status=_mostly(nothing, st.just("closed")),
        starts_on=_mostly(st.just("2019"), st.just("2020")),
        parent=_mostly(nothing, st.sampled_from(["p0", "p1"])) if number > 1 else nothing,
        related=_mostly(none, _some(["p0", "p2"], 1, 1)) if number > 2 else none,
        migration=_mostly(st.sampled_from([None, "specific"]), st.just("none")),
    )


@st.composite
def landscapes(draw: st.DrawFn, most: int = 9) -> list[Record]:
    """Programmes in the small country, with all that their pairs may share."""
    count = draw(st.integers(2, most))
    works = [draw(programme(number)) for number in range(count)]
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
