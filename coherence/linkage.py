"""What the coordination network says of each link, government, LGU, actor and mechanism."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np

from coherence.evidence import Evidence, Judgement, Said
from coherence.facets import PAIR
from coherence.means import Valued
from coherence.measures import (
    Connection,
    brokerage,
    coordination,
    lies_in,
    offices_of,
    reach,
    reach_of,
    upward_connections,
    ways_up,
    without_way_up,
)
from coherence.scope import Scope
from coherence.uptake import cited
from coherence.words import Message, say
from data.model import Actor, Mechanism

ENOUGH_BROKERAGE = 0.5
"""The share of brokerage that scores in full: beyond it more only means more dependence."""


def level_name(scope: Scope, rank: int) -> str:
    """What a level is called within a sentence."""
    return scope.profile.by_rank[rank].name.lower()


def most_links(scope: Scope) -> int:
    """k: how many links a way up to the national level may have."""
    return int(scope.profile.setting("rules", "reach_links", default=3))


# --- links and governments ----------------------------------------------------------------------


def mixed_links(scope: Scope) -> Evidence:
    """Every link between nodes of the ladder: 1 where it joins two levels."""
    network = coordination(scope).ranked
    names, ends = network.names, network.numbered_edges.tolist()
    levels = np.sort(network.levels[network.numbered_edges], axis=1)

    def tell(row: int) -> Said:
        upper, lower = (level_name(scope, rank) for rank in levels[row].tolist())
        one, other = ends[row]
        return Said(_mixes(upper, lower), network.cites(names[one], names[other]))

    return Evidence.told_later(
        [f"{names[one]}{PAIR}{names[other]}" for one, other in ends],
        (levels[:, 0] != levels[:, 1]).astype(float).tolist(),
        tell,
    )


def _mixes(upper: str, lower: str) -> Message:
    """Whether a link joins two levels, in words."""
    if upper == lower:
        return say("stays within one level: {level}", level=upper)
    return say("joins two levels: {upper} and {lower}", upper=upper, lower=lower)


def connected_governments(scope: Scope) -> Evidence:
    """Every government below the country: 1 where a link joins it to the next level up.

    Each pair of adjacent levels weighs 1 in all.
    """
    found = upward_connections(scope)
    sizes = Counter((c.upper, c.rank) for c in found)
    units = [f"territory/{connection.territory}" for connection in found]

    def tell(row: int) -> Said:
        reason = _connection_in_words(scope, found[row])
        return Said(reason, cited(units[row], found[row].cites))

    return Evidence.told_later(
        units,
        [None if c.joined is None else float(c.joined) for c in found],
        tell,
        [1 / sizes[c.upper, c.rank] for c in found],
    )


def connected_by_level_pair(scope: Scope) -> list[list[bool | None]]:
    """For each pair of adjacent levels, whether each government below is joined (None: unknown)."""
    found: dict[tuple[int, int], list[bool | None]] = {}
    for connection in upward_connections(scope):
        found.setdefault((connection.upper, connection.rank), []).append(connection.joined)
    return [found[pair] for pair in sorted(found)]


def _connection_in_words(scope: Scope, connection: Connection) -> Message:
    level, called = level_name(scope, connection.upper), scope.graph.called
    if connection.joined is None:
        return say("not known: no actor of its government is on record")
    if not connection.joined:
        return say("no link on record with the next level up: {level}", level=level)
    if not connection.through:
        return say("joined to {actor} ({level})", actor=called(connection.to), level=level)
    return say(
        "meets {actor} ({level}) at {table}",
        actor=called(connection.to), level=level, table=called(connection.through),
    )  # fmt: skip


def reaching_lgus(scope: Scope) -> Evidence:
    """Every LGU: 1 where it has a way up to a national body through the hinge."""
    ways = ways_up(scope, most_links(scope))
    lgus = list(ways)
    scores = [None if way is None else float(bool(way)) for way in ways.values()]
    units = [f"territory/{lgu}" for lgu in lgus]
    return Evidence.told_later(units, scores, lambda row: _way_in_words(scope, lgus[row]))


def _way_in_words(scope: Scope, lgu: str) -> Said:
    most, unit = most_links(scope), f"territory/{lgu}"
    way = ways_up(scope, most)[lgu]
    if way is None:
        return Said(say("not known: no actor of it is on record"), (unit,))
    if way:
        path = " – ".join(scope.graph.called(node) for node in way)
        steps = (reach_of(scope.graph).cites(*step) for step in pairwise(way))
        return Said(say("by {path}", path=path), cited(unit, *steps))
    reason = say("no way up of at most {most} links is on record", most=most)
    return Said(reason, cited(unit, offices_of(scope.graph)[lgu]))


def joined_actors(scope: Scope) -> Evidence:
    """Every actor of the unit: the share of the others that recorded links join it to."""
    network = reach(scope)
    names, actor = network.names, f"{Actor.KIND}/"
    is_ours = [node.startswith(actor) and lies_in(scope, node) for node in network.nodes]
    others = sum(is_ours) - 1
    ours: list[str] = []
    joined: list[int] = []
    for part in network.parts:
        own = [names[at] for at in part if is_ours[at]]
        ours += own
        joined += [len(own) - 1] * len(own)

    def tell(row: int) -> Said:
        ref = ours[row]
        steps = (network.cites(ref, names[other]) for other in network.near[network.number[ref]])
        reason = say("joined to {count} of {all} others", count=joined[row], all=others)
        return Said(reason, cited(ref, *steps))

    scores = [count / others if others else None for count in joined]
    return Evidence.told_later(ours, scores, tell)


# --- mechanisms ---------------------------------------------------------------------------------


def brokering_mechanism(scope: Scope, mechanism: Mechanism) -> Valued:
    """A of a mechanism: its share of the open contacts between levels; None: not known."""
    network = coordination(scope)
    joined = network.links_at(mechanism.ref) if mechanism.ref in network.ranks else []
    cites = cited(mechanism.ref, (link.cites for link in joined))
    carried = brokerage(scope, mechanism.ref)
    if not joined or carried.activity is None:
        reason = (
            say("no open contact between levels is on record")
            if joined
            else say("not known: nobody who surely sits at it is on record")
        )
        return Judgement(mechanism.ref, None, reason, cites=cites), None
    reason = say(
        "joins {through} of {all} open contacts between levels, {alone} of them alone",
        through=carried.through, all=carried.all, alone=carried.alone,
    )  # fmt: skip
    score = min(1.0, carried.activity / ENOUGH_BROKERAGE)
    return Judgement(mechanism.ref, score, reason, cites=cites), carried.activity


def dependence(scope: Scope, mechanism: Mechanism) -> float | None:
    """1 − CM3 without a mechanism / CM3, 0–1: the share of LGUs that would lose their way up.

    None where no LGU has one, or too few LGUs are known.
    """
    ways = ways_up(scope, most_links(scope))
    known = [way for way in ways.values() if way is not None]
    least = scope.profile.known_share
    reached = sum(bool(way) for way in known)
    if not reached or 100 * len(known) < least * len(ways):
        return None
    return len(without_way_up(scope, mechanism.ref, most_links(scope))) / reached
