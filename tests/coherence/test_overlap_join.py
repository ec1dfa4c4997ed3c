"""The fast join gives what the definition gives, whichever way it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence.kernels.engine import Engine
from coherence.overlap_census import OverlapCensus
from coherence.overlap_count import take_census
from data.model import Record
from tests.builders import scope
from tests.coherence.landscapes import landscapes
from tests.coherence.overlap_oracle import Expected, expected

ENGINES: list[Engine] = ["numpy", "numba"]
UNITS = ["N", "R", "P", "A", "I"]


def same(census: OverlapCensus, wanted: Expected) -> None:
    names = ("co_present", "fragmentation", "overlap", "duplication", "managed", "complementary",
             "settled", "not_judged")  # fmt: skip
    assert {name: getattr(census, name) for name in names} == {
        name: wanted.counts[name] for name in names
    }
    overlapping = {
        (p.first, p.second): (p.kind, p.managed, p.complementary, p.standing.settled, p.score)
        for p in census.pairs
        if p.overlaps
    }
    assert overlapping == wanted.overlapping
    assert {(p.first, p.second) for p in census.pairs if p.listed} == wanted.listed
    assert {m.programme: m.pairs for m in census.missing} == wanted.missing
    if census.detailed:
        assert {(p.first, p.second) for p in census.pairs if p.counts} == wanted.co_present


@pytest.mark.parametrize("engine", ENGINES)
@given(records=landscapes(), unit=st.sampled_from(UNITS))
def test_the_join_gives_what_the_definition_gives(
    engine: Engine, records: list[Record], unit: str
) -> None:
    held = scope(*records, unit=unit)
    same(take_census(held, engine=engine), expected(held))
