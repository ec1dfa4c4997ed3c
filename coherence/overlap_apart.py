"""Pairs of which the records say more than arrays can: they are looked at one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from coherence.graph import PolicyGraph
from coherence.kernels.tables import Ints
from coherence.overlap_arrays import numbered
from coherence.pairs import side, uppers
from coherence.verdicts import standings


def pairs_apart(graph: PolicyGraph) -> Ints:
    """Pairs to be judged singly, as ascending keys ``first × programmes + second``.

    Recorded as parent and child or related, with a verdict or a decision, or joined by alignments
    while a reach is not known.
    """
    size = len(numbered(graph).programmes)
    pairs = {*graph.once(_special), *graph.once(_unplaced_and_joined)}
    return np.array(sorted(i * size + j for i, j in pairs), np.int64)


def _special(graph: PolicyGraph) -> tuple[tuple[int, int], ...]:
    found = numbered(graph)
    named = [
        (programme.id, other)
        for programme in found.programmes
        for other in (programme.parent, *programme.related)
        if other is not None
    ]
    numbers = (
        (found.number[one], found.number[other])
        for one, other in (*named, *standings(graph))
        if one in found.number and other in found.number
    )
    return tuple((min(pair), max(pair)) for pair in numbers if pair[0] != pair[1])


def _unplaced_and_joined(graph: PolicyGraph) -> tuple[tuple[int, int], ...]:
    return tuple(_find_unplaced(graph))


def _find_unplaced(graph: PolicyGraph) -> Iterator[tuple[int, int]]:
    """Pairs that alignments may join, of a programme without a known reach."""
    found = numbered(graph)
    unplaced = np.flatnonzero(~found.placed & (found.sides.objectives.counts > 0)).tolist()
    linked = _linked_objectives(graph) if unplaced else {}
    for i in unplaced:
        served = side(graph, found.programmes[i].id).objectives
        near = {other for objective in served for other in linked.get(objective, ())}
        names = {name for objective in near for name in graph.contributors.get(objective, ())}
        for j in {found.number[name] for name in names if name in found.number} - {i}:
            yield min(i, j), max(i, j)


def _linked_objectives(graph: PolicyGraph) -> Mapping[str, set[str]]:
    """Objective → those that a path of alignments joins it with, upwards and downwards."""
    linked: dict[str, set[str]] = {}
    for lower, above in uppers(graph).items():
        linked.setdefault(lower, set()).update(above)
        for upper in above:
            linked.setdefault(upper, set()).add(lower)
    return linked
