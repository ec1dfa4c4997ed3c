"""Pairs that are counted apart, by the records: what the join made of them is taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from coherence.kernels.plain import Judge, blame, count, meeting
from coherence.kernels.tables import DUPLICATION, MANAGED, OVERLAP, Chunk, Flags, Ints, Task
from coherence.overlap_apart import Apart, pairs_apart
from coherence.overlap_arrays import Numbered
from coherence.overlap_bonds import Bonds
from coherence.overlap_pairs import CLASSES
from coherence.verdicts import Standing

_NUMBERS: Final = {kind: number for number, kind in CLASSES.items()}


class Spoken(NamedTuple):
    """Pairs counted apart that are named."""

    pairs: Chunk
    managed: Flags
    standings: tuple[Standing, ...]
    settled: int
    """How many pairs are in no class, since they were dismissed, or decided and done."""


def count_apart(task: Task, tally: Ints, found: Numbered, bonds: Bonds) -> Spoken:
    """Take back what a tally makes of the pairs apart, then count them by what the records say."""
    apart = pairs_apart(bonds.scope.graph)
    judge = Judge(task)
    pairs = judge.classed(apart.first.astype(np.int32), apart.second.astype(np.int32))
    settled = np.array([standing.settled for standing in apart.standings], np.bool_)
    met, lacking = _met(task, found, pairs), task.sides.unsure | ~found.placed
    known = ~(lacking[pairs.first] | lacking[pairs.second])
    unknown = np.flatnonzero(met & ~known)
    _count_unknown(
        tally, found, pairs.where(unknown), (apart.together | settled)[unknown]
    )  # fmt: skip
    sure = np.flatnonzero(met & known)
    pairs = pairs.where(sure)
    count(tally, pairs, -1)
    return _heard(judge, tally, pairs, _part(apart, sure), bonds)


def _met(task: Task, found: Numbered, pairs: Chunk) -> Flags:
    """Which pairs are of different leads and meet in the unit, or may: one's reach is not known."""
    lead, placed, first, second = task.sides.lead, found.placed, pairs.first, pairs.second
    both = placed[first] & placed[second]
    may = (task.postings.of_owner.counts > 0) | ~placed
    met: Flags = may[first] & may[second] & (lead[first] != lead[second])
    asked = np.flatnonzero(met & both)
    met[asked] = meeting(task.postings, first[asked], second[asked])
    return met


def _count_unknown(tally: Ints, found: Numbered, pairs: Chunk, outside: Flags) -> None:
    """Pairs that cannot be judged; the join leaves out only those that alignments join."""
    lacking, placed = found.sides.unsure | ~found.placed, found.placed
    first, second = pairs.first, pairs.second
    taken = ~(pairs.joined & placed[first] & placed[second])
    blame(tally, lacking, first[taken], second[taken], -1)
    counted = ~(pairs.joined | outside)
    blame(tally, lacking, first[counted], second[counted])


def _part(apart: Apart, rows: Ints) -> Apart:
    standings = tuple(apart.standings[row] for row in rows.tolist())
    return Apart(apart.first[rows], apart.second[rows], apart.together[rows], standings)


def _heard(judge: Judge, tally: Ints, found: Chunk, apart: Apart, bonds: Bonds) -> Spoken:
    """Pairs with their verdicts heard, counted."""
    said = apart.standings
    kind = found.kind.copy()
    for row, standing in enumerate(said):
        if standing.finds is not None:
            kind[row] = _NUMBERS[standing.finds]
    overlaps = np.flatnonzero(kind >= OVERLAP)
    managed = np.array([standing.managed for standing in said], np.bool_)
    managed[overlaps] |= bonds.mask(found.first[overlaps], found.second[overlaps])
    pairs = replace(found, kind=kind, joined=found.joined | apart.together)
    settled = np.array([standing.settled for standing in said], np.bool_) & ~pairs.joined
    counted = pairs.where(~settled)
    count(tally, replace(counted, bond=np.zeros(len(counted), np.uint8)))
    held = managed & (kind >= OVERLAP) & ~settled & ~pairs.joined
    for side in (pairs.first, pairs.second):
        tally[:, MANAGED] += np.bincount(side[held], minlength=len(tally))
    pairs = judge.scored(pairs, every_word=True)
    named = np.flatnonzero(pairs.listed | judge.rules.detailed | (kind == DUPLICATION))
    return Spoken(
        pairs.where(named), managed[named], tuple(said[row] for row in named.tolist()),
        int(settled.sum()),
    )  # fmt: skip
