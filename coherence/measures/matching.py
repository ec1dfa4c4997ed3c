"""Pairs chosen so that nobody is in two of them and their weights add up to the most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import networkx as nx
import numpy as np

Pair = tuple[str, str]

FEW: Final = 40
"""Up to so many pairs networkx is done before a solver is loaded."""


def heaviest_matching(weights: Mapping[Pair, int]) -> frozenset[Pair]:
    """The pairs of a maximum-weight matching; ``weights`` are whole and above 0.

    Exact: by Edmonds' blossoms where there are few pairs, else as an integer programme, which
    takes seconds where blossoms in Python take minutes. Source: Edmonds, J. (1965), "Maximum
    matching and a polyhedron with 0,1-vertices".
    """
    if len(weights) <= FEW:
        return frozenset(_by_blossoms(weights))
    return frozenset(_by_programme(weights))


def _by_blossoms(weights: Mapping[Pair, int]) -> Iterator[Pair]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from((one, other, w) for (one, other), w in weights.items())
    for one, other in nx.max_weight_matching(graph):
        yield (one, other) if (one, other) in weights else (other, one)


def _by_programme(weights: Mapping[Pair, int]) -> Iterator[Pair]:
    """Maximise Σ weight × chosen, where each name is in at most one chosen pair."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    pairs = list(weights)
    number = {name: at for at, name in enumerate(sorted({n for pair in pairs for n in pair}))}
    rows = np.array([number[name] for pair in pairs for name in pair])
    columns = np.repeat(np.arange(len(pairs)), 2)
    in_pair = csc_array((np.ones(len(rows)), (rows, columns)), (len(number), len(pairs)))
    found = milp(
        -np.array([float(weights[pair]) for pair in pairs]),
        constraints=LinearConstraint(in_pair, -np.inf, 1),
        integrality=np.ones(len(pairs), np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    assert found.x is not None, found.message  # choosing no pair at all is always allowed
    for at in np.flatnonzero(found.x > 0.5).tolist():
        yield pairs[at]
