import numpy as np
import pytest

from coherence.interactions import (
    Compatibility,
    Sign,
    agreement,
    compatibility,
    cross_level_conflicts,
    direct_influence,
    scores_of,
    sign,
    total_influence,
    weighted_kappa,
)
from data.model import Instrument, Interaction, Objective
from tests.builders import graph, make

WEITZ = np.array([[0, 2, -1], [1, 0, 3], [0, -2, 0]], dtype=float)


def objectives():
    """U of the nation, V of the region, W of the region."""
    return [
        make(Instrument, "NP", title="N", level="national", territory="N"),
        make(Instrument, "RP", title="R", level="regional", territory="R"),
        make(Objective, "U", title="U", instrument="NP"),
        make(Objective, "V", title="V", instrument="RP"),
        make(Objective, "W", title="W", instrument="RP"),
    ]


def scored(first, second, score, assessor="DEPDev V"):
    return make(Interaction, first=first, second=second, score=score, assessor=assessor)


def test_the_published_example_of_second_order_influence_comes_out():
    assert direct_influence(WEITZ).tolist() == [1, 4, -2]
    assert total_influence(WEITZ).tolist() == [6.0, 1.5, -6.0]


def test_an_objective_does_not_influence_itself():
    assert total_influence(np.array([[5.0, 0.0], [0.0, 0.0]])).tolist() == [5.0, 0.0]


def test_one_table_has_three_skins():
    assert [sign(s) for s in (-1, 0, 2)] == [Sign.CONFLICT, Sign.NEUTRAL, Sign.SYNERGY]
    assert [compatibility(s) for s in (-3, 0, 1)] == [
        Compatibility.CONFLICTING, Compatibility.COMPATIBLE, Compatibility.COMPLEMENTARY,
    ]  # fmt: skip


def test_assessors_are_averaged_and_what_nobody_scored_is_marked_unknown():
    found = scores_of(graph(*objectives(), scored("U", "V", 2), scored("U", "V", 3, "DILG V")))
    assert found.objectives == ("U", "V")
    assert found.table.tolist() == [[0.0, 2.5], [0.0, 0.0]]
    assert found.known.tolist() == [[0.0, 1.0], [0.0, 0.0]]
    assert found.influence() == {"U": 2.5, "V": 0.0}


def test_only_conflicts_between_levels_are_cross_level_conflicts():
    found = cross_level_conflicts(
        graph(*objectives(), scored("U", "V", -2), scored("V", "W", -3), scored("W", "U", 1))
    )
    assert [(c.first, c.second, c.score, c.ranks) for c in found] == [("U", "V", -2.0, (0, 1))]


def test_without_interactions_there_is_nothing_to_say():
    assert scores_of(graph()).objectives == ()
    assert cross_level_conflicts(graph()) == ()
    assert agreement(graph()) == {}


def test_two_assessors_who_differ_by_one_point_agree_mostly():
    kappa = weighted_kappa([-3, 0, 3], [-3, 1, 3])
    assert 0.9 < kappa < 1


def test_opposite_assessors_agree_less_than_chance():
    assert weighted_kappa([-3, 3], [3, -3]) == pytest.approx(-1.0)


def test_kappa_is_unknown_without_common_ratings_or_without_variety():
    assert weighted_kappa([], []) is None
    assert weighted_kappa([1, 1], [1, 1]) is None


def test_agreement_is_told_for_each_two_assessors():
    rows = [
        scored("U", "V", 2), scored("U", "V", 2, "DILG V"),
        scored("V", "W", -1), scored("V", "W", -1, "DILG V"),
    ]  # fmt: skip
    assert agreement(graph(*objectives(), *rows)) == {("DEPDev V", "DILG V"): 1.0}
