import pytest

from coherence.catalogue import Dimension
from coherence.evidence import Result
from coherence.index import index_of
from coherence.indicators import CATALOGUE
from tests.builders import report


def results(**normalised):
    return {
        code: Result(code, value, value, None, 1.0, 1, value, value, None)
        for code, value in normalised.items()
    }


VA_CORE = [c for c, e in CATALOGUE.items() if e.core and e.dimension is Dimension.VA]


def all_core(value):
    return results(**{code: value for code, entry in CATALOGUE.items() if entry.core})


def test_a_unit_that_scores_80_everywhere_has_an_index_of_80():
    index = index_of(CATALOGUE, all_core(80.0))
    assert index.value == pytest.approx(80.0)
    assert [d["code"] for d in index.dimensions] == [d.name for d in Dimension]


def test_dimensions_count_alike_however_many_indicators_they_have():
    found = all_core(100.0) | results(
        **{c: 0.0 for c, e in CATALOGUE.items() if e.core and e.dimension is Dimension.VA}
    )
    present = sum(any(e.core and e.dimension is d for e in CATALOGUE.values()) for d in Dimension)
    assert index_of(CATALOGUE, found).value == pytest.approx(100 * (present - 1) / present)


def test_a_dimension_under_65_percent_known_is_not_shown():
    found = all_core(80.0) | results(**dict.fromkeys(VA_CORE[:2]))  # 3 of 5 known: 60 %
    va = index_of(CATALOGUE, found).dimensions[0]
    assert (va["value"], va["known"], va["core"]) == (None, 3, 5)


def test_extended_indicators_stay_outside_the_headline():
    extended = {c: 0.0 for c, e in CATALOGUE.items() if not e.core}
    assert index_of(CATALOGUE, all_core(80.0) | results(**extended)).value == pytest.approx(80.0)


def test_with_fewer_than_six_dimensions_there_is_no_index_but_a_reason():
    found = {c: r for c, r in all_core(80.0).items() if CATALOGUE[c].dimension is Dimension.VA}
    index = index_of(CATALOGUE, found)
    assert index.value is None
    assert "1 of 8" in str(index.reason)


def test_a_geometric_index_lets_weakness_show():
    found = all_core(100.0) | results(
        **{c: 0.0 for c, e in CATALOGUE.items() if e.core and e.dimension is Dimension.VA}
    )
    assert index_of(CATALOGUE, found, method="geometric").value < index_of(CATALOGUE, found).value


def test_an_empty_register_has_no_index():
    assert report().index.value is None
