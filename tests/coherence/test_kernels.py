"""The compiled join hands back what numpy does: every pair, its points, its bond, every count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.field import lay_out
from coherence.kernels import compiled, plain
from coherence.kernels.tables import COLUMNS, PERHAPS, SURELY, Links, Postings, Rules, Task
from coherence.overlap_arrays import numbered, postings
from coherence.overlap_bonds import bonds
from data.model import Actor, Programme
from tests.builders import make, scope
from tests.coherence.landscapes import landscapes

WEIGHTS = (350, 300, 100, 100, 150)


def rows(chunks):
    """Every pair as a row of plain values, in order."""
    found = []
    for c in chunks:
        columns = (c.first, c.second, c.kind, c.joined, c.listed, c.bond)
        plain_columns = [column.tolist() for column in columns]
        found += zip(*plain_columns, map(tuple, c.parts.tolist()), strict=True)
    return sorted(found)


def both(task):
    """What either way hands back, with the counts."""
    size = len(task.sides.lead)
    one, other = np.zeros((size, COLUMNS), np.int64), np.zeros((size, COLUMNS), np.int64)
    return (rows(plain.join(task, one)), one.tolist()), (
        rows(compiled.join(task, other)), other.tolist()
    )  # fmt: skip


def task_of(held, rules):
    return Task(numbered(held.graph).sides, postings(held), bonds(held).led.links, rules)


@given(
    landscapes(),
    st.sampled_from(["N", "R", "P", "A"]),
    st.sampled_from([0, 100, 300, 550, 650]),
    st.permutations(WEIGHTS),
    st.booleans(),
    st.sampled_from([1, 24]),
)
def test_both_ways_hand_back_the_same(records, unit, threshold, weights, detailed, long):
    rules = Rules(tuple(weights), threshold, 600, detailed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "LONG", long)
        numpy, numba = both(task_of(scope(*records, unit=unit), rules))
    assert numba == numpy


@pytest.mark.parametrize("long", [1, 24])
def test_both_ways_hand_back_the_same_of_very_many(monkeypatch, long):
    """Long passes over many candidates, tiles that end amid them, leads that are linked."""
    monkeypatch.setattr(compiled, "TILE", 256)
    monkeypatch.setattr(compiled, "LONG", long)
    field = lay_out(1_500, seed=4)
    leads = int(field.task.sides.lead.max()) + 1
    chance = np.random.default_rng(7)
    keys = np.unique(chance.integers(0, leads * leads, 4 * leads))
    keys = keys[keys // leads < keys % leads]
    how = chance.choice([SURELY, PERHAPS], len(keys)).astype(np.uint8)
    rules = Rules(WEIGHTS, 550, 600, False)
    sides, post = field.task.sides, field.task.postings
    numpy, numba = both(Task(sides, post, Links.of(keys, how, leads), rules))
    assert numba == numpy
    assert numpy[0]


def test_more_rows_above_than_a_byte_counts_are_all_counted(monkeypatch):
    """300 programmes of the whole country meet each other one by one, all of the same code."""
    field = lay_out(300, seed=1)
    here = np.zeros(300, np.int32)
    post = Postings.at(np.arange(300, dtype=np.int32), here, here, 300)
    monkeypatch.setattr(compiled, "LONG", 1)
    sides, rules = field.task.sides, Rules(WEIGHTS, 550, 600, False)
    leads = int(sides.lead.max()) + 1
    numpy, numba = both(Task(sides, post, Links.none(leads), rules))
    assert numba == numpy


@pytest.mark.parametrize(("threshold", "pairs"), [(1000, 3), (1001, 0)])
def test_a_pair_on_the_threshold_is_listed(threshold, pairs):
    told = {"services": "skills", "groups": "women", "phases": "return", "sectors": "health"}
    records = [
        *(make(Actor, f"x{n}", name=f"x{n}") for n in range(3)),
        *(
            make(Programme, f"p{n}", title="same", lead=f"x{n}", territories="A", **told)
            for n in range(3)
        ),
    ]
    found = both(task_of(scope(*records), Rules(WEIGHTS, threshold, 600, False)))
    assert [sum(row[4] for row in listed) for listed, _ in found] == [pairs, pairs]
