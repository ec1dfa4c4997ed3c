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
    flagged = {
        (f.first, f.second): (f.kind, f.managed, f.complementary, f.standing.settled, f.score)
        for f in census.flagged
        if f.kind != "fragmentation"
    }
    assert flagged == wanted.flagged
    assert {(f.first, f.second) for f in census.flagged if f.listed} == wanted.listed
    assert sum(m.pairs for m in census.missing) == census.not_judged


@pytest.mark.parametrize("engine", ENGINES)
@given(records=landscapes(), unit=st.sampled_from(UNITS))
def test_the_join_gives_what_the_definition_gives(
    engine: Engine, records: list[Record], unit: str
) -> None:
    held = scope(*records, unit=unit)
    same(take_census(held, engine=engine), expected(held))
