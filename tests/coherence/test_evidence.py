"""Evidence, weighed: the mean, what is known of it, and what mending would add."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence.evidence import NO_EVIDENCE, Evidence, Judgement, Result, Said
from coherence.words import say


def judged(subject: str, score: float | None, weight: float = 1.0, why: str = "why") -> Judgement:
    return Judgement(subject, score, say(why), weight, (f"programme/{subject}",))


MIXED = Evidence.of(
    [judged("c", None, 2.0), judged("a", 1.0, 1.0), judged("b", 0.5, 3.0), judged("d", 0.0, 2.0)]
)


def test_the_mean_leaves_unknowns_out() -> None:
    assert MIXED.scored == 2.5
    assert MIXED.known_weight == 6
    assert MIXED.all_weight == 8
    assert MIXED.mean == pytest.approx(2.5 / 6)
    assert MIXED.availability == 0.75


def test_the_bounds_take_unknowns_for_all_no_and_all_yes() -> None:
    assert MIXED.bounds == (2.5 / 8, 4.5 / 8)


def test_without_a_judgement_there_is_no_mean_and_no_zero() -> None:
    assert NO_EVIDENCE.mean is None
    assert NO_EVIDENCE.availability is None
    assert NO_EVIDENCE.bounds is None
    assert NO_EVIDENCE.gains() == []
    unknown = Evidence.of([judged("a", None)])
    assert unknown.mean is None
    assert unknown.availability == 0
    assert unknown.bounds == (0, 1)
    assert unknown.gains() == []


def test_rows_are_in_settled_order() -> None:
    assert MIXED.subjects == ("a", "b", "c", "d")
    assert len(MIXED) == 4
    twice = [judged("a", 0.0, why="z"), judged("a", 1.0, why="y")]
    assert [str(j.reason) for j in Evidence.of(twice)] == ["y", "z"]
    assert Evidence.of(reversed(twice)) == Evidence.of(twice)


def later(*rows: Judgement, said: list[str] | None = None) -> Evidence:
    """The same judgements, worded on demand; ``said`` notes which were."""

    def tell(row: int) -> Said:
        if said is not None:
            said.append(rows[row].subject)
        return Said(rows[row].reason, rows[row].cites)

    columns = ([j.subject for j in rows], [j.score for j in rows])
    return Evidence.told_later(*columns, tell, [j.weight for j in rows])


def test_what_is_worded_on_demand_is_the_same_evidence() -> None:
    one, other = judged("b", 0.5, 3.0, why="first"), judged("a", None, why="second")
    assert later(one, other) == Evidence.of([one, other])
    assert later(other, one) == Evidence.of([one, other])
    assert hash(later(one, other)) == hash(Evidence.of([one, other]))
    assert later(one, other).worded.said == Evidence.of([one, other]).said
    twice = [judged("a", 0.0, why="z"), judged("a", 1.0, why="y")]
    assert later(*twice) == Evidence.of(twice)


def test_only_what_is_read_is_worded() -> None:
    said: list[str] = []
    evidence = later(*(judged(name, 0.0) for name in "cab"), said=said)
    assert evidence.mean == 0
    assert evidence.where("ab".__contains__).by(lambda subject: subject).keys() == {"a", "b"}
    assert said == []
    assert evidence.row(1) == judged("b", 0.0)
    assert evidence.said[1:][0] == evidence.said[1]
    assert set(said) == {"b"}


def test_the_most_urgent_are_the_worst_then_the_unknown_then_the_perfect() -> None:
    order = MIXED.most_urgent(4)
    assert [MIXED.subjects[row] for row in order] == ["d", "b", "c", "a"]
    assert MIXED.most_urgent(2) == order[:2]


def test_gains_are_largest_first_and_then_by_subject() -> None:
    gains = [(j.subject, gain) for j, gain in MIXED.gains()]
    assert gains == [("d", 2 / 6), ("b", 1.5 / 6)]
    level = Evidence.of([judged("b", 0.0), judged("a", 0.0), judged("c", 1.0)])
    assert [j.subject for j, _ in level.gains()] == ["a", "b"]


def test_where_and_by_split_the_rows() -> None:
    assert MIXED.where(lambda subject: subject in "ab").subjects == ("a", "b")
    parts = MIXED.by(lambda subject: "early" if subject in "ab" else "late")
    assert list(parts) == ["early", "late"]
    assert parts["late"].subjects == ("c", "d")


def test_shortfalls_are_in_points() -> None:
    found = Result("CG1", 50.0, 50.0, None, 0.75, 3, None, None, None, MIXED)
    assert [round(points, 6) for _, points in found.shortfalls()] == [33.333333, 25.0]
    assert [round(points, 6) for _, points in found.shortfalls(10)] == [3.333333, 2.5]


rows = st.lists(
    st.builds(
        judged,
        st.sampled_from("abcdef"),
        st.none() | st.floats(0, 1),
        st.floats(0.001, 1000),
    ),
    max_size=20,
)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_judgements_changes_no_number(found: list[Judgement], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = Evidence.of(found), Evidence.of(shuffled)
    assert (one.mean, one.bounds, one.availability) == (
        other.mean,
        other.bounds,
        other.availability,
    )


@given(rows)
def test_the_mean_lies_within_its_bounds(found: list[Judgement]) -> None:
    evidence = Evidence.of(found)
    if evidence.bounds is not None and evidence.mean is not None:
        low, high = evidence.bounds
        assert 0 <= low <= evidence.mean + 1e-12
        assert evidence.mean - 1e-12 <= high <= 1 + 1e-12


@given(rows)
def test_mending_everything_leads_to_one(found: list[Judgement]) -> None:
    evidence = Evidence.of(found)
    if evidence.mean is not None:
        total = sum(gain for _, gain in evidence.gains())
        assert evidence.mean + total == pytest.approx(1)
