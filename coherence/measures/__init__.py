"""Measures of the coordination network: who works with whom, across which levels, through whom.

Everything is of the recorded network: a missing tie counts as none, and an LGU without an actor
on record is unknown.
"""

from __future__ import annotations

from coherence.measures.brokers import (
    Brokerage,
    GoBetween,
    GoBetweens,
    Holes,
    Roles,
    between_lgus_and_nation,
    brokerage,
    go_betweens,
    roles,
    structural_holes,
)
from coherence.measures.communities import Communities, communities
from coherence.measures.departures import Departure, cut_off, if_it_leaves, single_points
from coherence.measures.governments import offices_of
from coherence.measures.ladder import Connection, missing_rungs, upward_connections
from coherence.measures.layout import positions
from coherence.measures.levels import (
    LevelPair,
    Mixing,
    Shape,
    level_pairs,
    mixing,
    permutation_p,
    runs,
    shape,
    shapes,
)
from coherence.measures.network import Network, is_table
from coherence.measures.recorded import coordination, coordination_of, lies_in, reach, reach_of
from coherence.measures.ways import Reach, ways_up, without_way_up

__all__ = [
    "Network", "coordination", "reach", "coordination_of", "reach_of", "is_table", "lies_in",
    "Connection", "upward_connections", "missing_rungs", "offices_of",
    "Reach", "ways_up", "without_way_up", "LevelPair", "level_pairs", "runs",
    "Mixing", "mixing", "permutation_p", "Shape", "shape", "shapes",
    "GoBetween", "GoBetweens", "go_betweens", "between_lgus_and_nation",
    "Departure", "cut_off", "if_it_leaves", "single_points",
    "Roles", "roles", "Brokerage", "brokerage", "Holes", "structural_holes", "positions",
    "Communities", "communities",
]  # fmt: skip
