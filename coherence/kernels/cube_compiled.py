"""The coverage cube compiled by numba: the same counts as `coherence.kernels.cube`.

Programmes are laid out by place first, so that the cells of one place stay near the processor
while they are counted.
"""

from __future__ import annotations

import math

import numpy as np

from coherence.kernels.compiling import compiled, ones
from coherence.kernels.cube import Spread
from coherence.kernels.tables import Bits, Ints, Small, starts


def coverage_cube(spread: Spread) -> Small:
    """Counts by place × service × group × level."""
    cube = np.zeros((len(spread.parent), *spread.shape), np.int32)
    cells = cube.reshape(len(spread.parent), math.prod(spread.shape))
    rows = spread.places.start, spread.places.ids, spread.level, spread.last
    start = starts(_rows_at(*rows))
    by_place = _by_place(*rows, spread.services, spread.groups, start)
    _count(cells, start, *by_place, spread.shape[1], spread.shape[2])
    _add_from_above(cells, spread.parent)
    return cube


@compiled
def _rows_at(start: Ints, places: Small, level: Small, last: Small) -> Ints:
    """How many programmes that have a level are delivered at each place, at their widest."""
    counts = np.zeros(last.shape[0], np.int64)
    for programme in range(level.shape[0]):
        covered = -1
        for row in range(start[programme], start[programme + 1]):
            if level[programme] >= 0 and places[row] > covered:
                covered = last[places[row]]
                counts[places[row]] += 1
    return counts


@compiled
def _by_place(  # noqa: PLR0917 - calls with arrays of arrays cost
    start: Ints,
    places: Small,
    level: Small,
    last: Small,
    services: Bits,
    groups: Bits,
    begins: Ints,
) -> tuple[Bits, Bits, Small]:
    """Services, groups and level of those programmes, by place."""
    at = begins[:-1].copy()
    given = np.empty(begins[-1], np.uint64)
    served = np.empty(begins[-1], np.uint64)
    rung = np.empty(begins[-1], np.int32)
    for programme in range(level.shape[0]):
        covered = -1
        for row in range(start[programme], start[programme + 1]):
            place = places[row]
            if level[programme] >= 0 and place > covered:
                covered = last[place]
                here = at[place]
                given[here] = services[programme]
                served[here] = groups[programme]
                rung[here] = level[programme]
                at[place] += 1
    return given, served, rung


@compiled
def _count(  # noqa: PLR0917 - the same
    cube: Small,
    start: Ints,
    given: Bits,
    served: Bits,
    rung: Small,
    groups: int,
    levels: int,
) -> None:
    """Count the programmes of each place."""
    one = np.uint64(1)
    for place in range(cube.shape[0]):
        cells = cube[place]
        for row in range(start[place], start[place + 1]):
            left = given[row]
            while left:
                service = ones((left & (~left + one)) - one)
                left &= left - one
                to = served[row]
                while to:
                    group = ones((to & (~to + one)) - one)
                    to &= to - one
                    cells[(service * groups + group) * levels + rung[row]] += 1


@compiled
def _add_from_above(cube: Small, parent: Small) -> None:
    """Counts at a place and above it, from counts at each place; a parent comes first."""
    for place in range(parent.shape[0]):
        upper = parent[place]
        if upper >= 0:
            for cell in range(cube.shape[1]):
                cube[place, cell] += cube[upper, cell]
