"""Pairs of which the records say more than arrays can: they are found and counted apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from coherence.graph import PolicyGraph
from coherence.kernels.tables import Flags, Ints
from coherence.overlap_arrays import numbered
from coherence.pairs import uppers
from coherence.verdicts import OPEN, Standing, standings


class Apart(NamedTuple):
    """Pairs in ascending order, and what the records say of them."""

    first: Ints
    second: Ints
    """Numbers of programmes; ``first < second``."""
    together: Flags
    """Whether they are recorded as parent and child, or as related."""
    standings: tuple[Standing, ...]
    """What was said of them; of most nothing."""


def pairs_apart(graph: PolicyGraph) -> Apart:
    """Pairs to be counted apart.

    Recorded as parent and child or related, with a verdict or a decision, or joined by alignments
    while a reach is not known.
    """
    return graph.once(_pairs_apart)


def _pairs_apart(graph: PolicyGraph) -> Apart:
    together, said = set(_recorded(graph)), dict(_said(graph))
    pairs = sorted({*together, *said, *_unplaced_and_joined(graph)})
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    return Apart(
        first, second, np.array([pair in together for pair in pairs], np.bool_),
        tuple(said.get(pair, OPEN) for pair in pairs),
    )  # fmt: skip


Pair = tuple[int, int]


def _recorded(graph: PolicyGraph) -> Iterator[Pair]:
    """Pairs recorded as parent and child, or as related."""
    found = numbered(graph)
    for one, programme in enumerate(found.programmes):
        if programme.parent is None and not programme.related:
            continue
        for name in (programme.parent, *programme.related):
            other = found.number.get(name or "", one)
            if other != one:
                yield min(one, other), max(one, other)


def _said(graph: PolicyGraph) -> Iterator[tuple[Pair, Standing]]:
    """Pairs with a verdict or a decision, and what was said."""
    number = numbered(graph).number
    for (one, other), standing in standings(graph).items():
        if one in number and other in number and one != other:
            yield (number[one], number[other]), standing


def _unplaced_and_joined(graph: PolicyGraph) -> Iterator[Pair]:
    """Pairs that alignments may join, of a programme without a known reach."""
    found = numbered(graph)
    unplaced = np.flatnonzero(~found.placed & (found.sides.objectives.counts > 0)).tolist()
    linked = _linked_objectives(graph) if unplaced else {}
    for i in unplaced:
        served = graph.contributions[found.programmes[i].id]
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
