"""Coordination: are the levels joined, do they meet, and does it hang on one table?"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

import numpy as np

from coherence.catalogue import Direction, Measured, indicator
from coherence.evidence import Evidence, Judgement
from coherence.linkage import (
    ENOUGH_BROKERAGE,
    brokering_mechanism,
    connected_by_level_pair,
    connected_governments,
    dependence,
    joined_actors,
    level_name,
    mixed_links,
    most_links,
    reaching_lgus,
)
from coherence.means import mean_of
from coherence.measures import (
    brokerage,
    coordination,
    level_pairs,
    mixing,
    permutation_p,
    reach,
    ways_up,
)
from coherence.scope import Scope
from coherence.seats import closing, table
from coherence.sittings import blau, regularity, weakest_level
from coherence.uptake import cited
from coherence.words import say
from data.model import Meeting

Figures = tuple[tuple[str, object], ...]

FEWEST_LINKS = 5
"""With fewer links a ratio to random mixing says nothing."""
SEED = 1710
"""Of the shuffles that a p-value rests on: the same network gives the same p."""


@indicator(
    "CM1",
    title="Cross-level linkage",
    measured_in="ratio",
    levels="NR",
    weighs="links between actors, mechanisms and agreements",
    reference="Krackhardt and Stern; Hamilton et al. 2018",
    core=True,
    own_formula=True,
    goalposts=(0.0, 1.25),
    bands="CM1",
)
def cross_level_linkage(scope: Scope) -> Measured:
    """How many of the recorded links join two levels of government, compared with what chance would
    give: 1 is random mixing, more is better.

    ``(m_ext/m) / (1 − Σ n_g(n_g−1)/(n(n−1)))`` over the nodes of the ladder, of each level g; not
    defined below five links. Beside it the E-I index, the same of random mixing, and how often
    1,000 seeded shuffles of the levels come as far from it. A missing tie counts as none.
    """
    network = coordination(scope)
    found, evidence = mixing(network), mixed_links(scope)
    if found.links < FEWEST_LINKS:
        reason = say("not defined: only {count} links on record", count=found.links)
        return Measured(None, evidence, reason=reason)
    if found.ratio is None:
        return Measured(None, evidence, reason=say("not defined: all are of one level"))
    beside: Figures = (
        ("E-I index", found.ei),
        ("E-I index of random mixing", found.ei_random),
        ("p-value", permutation_p(network, np.random.default_rng(SEED))),
    )
    return Measured(found.ratio, evidence, beside=beside)


# --- CM2 ----------------------------------------------------------------------------------------


def _densities(scope: Scope) -> Figures:
    """Share of possible links that are recorded, by pair of levels, in percent."""
    return tuple(
        (
            f"density, {level_name(scope, p.upper)} – {level_name(scope, p.lower)}, %",
            100 * p.density,
        )
        for p in level_pairs(scope)
        if p.density is not None
    )


@indicator(
    "CM2",
    title="Upward connection of lower-level governments",
    levels="NRP",
    weighs="governments below the country",
    reference="Charbit's information and policy gaps (OECD 2011); SDG 17.14.1, domain 6",
    own_formula=True,
)
def upward_connection(scope: Scope) -> Measured:
    """Share of the regions, provinces, cities and municipalities that have a recorded link, or a
    table in common, with the next level above them.

    ``100·mean over adjacent pairs of levels (a, b) of |{v: L(v) = b, ∃w: L(w) = a, tie(v, w)}| /
    n_b``: each pair of levels weighs the same. An independent city stands right below its region;
    an office acts for the government that it is part of. A government without an actor on record
    is unknown, a missing tie counts as none; too little known of one level is too little known.
    Beside it the density of links by pair of levels.
    """
    evidence = connected_governments(scope)
    beside = _densities(scope)
    pairs = connected_by_level_pair(scope)
    if not pairs:
        reason = say("no government below the country is on record")
        return Measured(None, evidence, reason=reason, beside=beside)
    low = 100 * fmean(sum(map(bool, joined)) / len(joined) for joined in pairs)
    high = 100 * fmean(sum(j is not False for j in joined) / len(joined) for joined in pairs)
    known = [[j for j in joined if j is not None] for joined in pairs]
    least = 100 * min(len(part) / len(whole) for part, whole in zip(known, pairs, strict=True))
    if least < scope.profile.known_share:
        reason = say(
            "of one level only {least:.0f} % could be judged: at least {low:.1f}, "
            "at most {high:.1f}",
            least=least, low=low, high=high,
        )  # fmt: skip
        return Measured(None, evidence, low, high, reason, beside)
    return Measured(100 * fmean(map(fmean, known)), evidence, low, high, None, beside)


# --- CM3 ----------------------------------------------------------------------------------------


def _other_lengths(scope: Scope, evidence: Evidence) -> Figures:
    """The same share of the LGUs judged with one link less and one more."""
    most = most_links(scope)
    judged = {subject.partition("/")[2] for subject in evidence.subjects}
    ways = [way for lgu, way in ways_up(scope, most + 1).items() if lgu in judged]
    known = [len(way) - 1 for way in ways if way is not None]
    if not known:
        return ()
    return tuple(
        (f"with at most {k} links, %", 100 * fmean(0 < links <= k for links in known))
        for k in (most - 1, most + 1)
    )


@indicator(
    "CM3",
    title="Vertical reach",
    levels="RP",
    weighs="LGUs",
    reference="JMDI case study 18 (2017): the region as the hinge",
    core=True,
    beside=_other_lengths,
)
def vertical_reach(scope: Scope) -> Evidence:
    """Share of the LGUs that reach a national body over at most three recorded links, one of them
    at the regional level.

    ``100·|{v ∈ LGU(u): shortest path over a regional node ≤ k}| / |LGU(u)|`` with k = 3; beside it
    k = 2 and 4. A mechanism or agreement is a node; being part of a body is a link. An LGU without
    an actor on record is unknown, a missing tie counts as none.
    """
    return reaching_lgus(scope)


# --- CM4 ----------------------------------------------------------------------------------------


def _brokerage_band(scope: Scope, found: Measured) -> str | None:
    """By activity and dependence together; None where dependence would decide and is unknown."""
    rule, hangs = scope.profile.setting("bands", "CM4"), dict(found.beside).get("dependence")
    activity = round(found.value or 0.0, 9)
    if activity < rule["least"]:
        return "off_track"
    if not isinstance(hangs, float):
        return None
    if activity > rule["most"]:
        return "off_track" if hangs > rule["dependence_off"] else "partial"
    return "on_track" if hangs <= rule["dependence"] else "partial"


@indicator(
    "CM4",
    title="Committee brokerage and dependence",
    measured_in="0–1",
    levels="M",
    weighs="mechanisms",
    reference="Hamilton, Hileman and Bodin 2020; Gould and Fernandez",
    core=True,
    own_formula=True,
    goalposts=(0.0, ENOUGH_BROKERAGE),
    bands="CM4",
    banding=_brokerage_band,
)
def committee_brokerage(scope: Scope) -> Measured:
    """How much of the contact between levels that have no direct link runs through the mechanism,
    and how much would be lost without it.

    A = its open cross-level two-paths / all such paths of the unit's network; scored up to 0.5. An
    open two-path joins two nodes of different levels that have no link of their own. Beside it
    exclusivity X, the share of its own that nobody else joins, and dependence ``1 − CM3 without it
    / CM3``. On track where A is 0.2–0.6 and dependence at most 0.6; off track where A is below 0.2,
    or above 0.6 with dependence above 0.8. Of a territory: the mean over its own mechanisms.
    """
    found = [brokering_mechanism(scope, mechanism) for mechanism in scope.mechanisms]
    judged = {judgement.subject for judgement, activity in found if activity is not None}
    brokers = [mechanism for mechanism in scope.mechanisms if mechanism.ref in judged]
    figures = {
        "exclusivity": [brokerage(scope, broker.ref).exclusivity for broker in brokers],
        "dependence": [dependence(scope, broker) for broker in brokers],
    }
    known = {name: [v for v in values if v is not None] for name, values in figures.items()}
    beside = tuple((name, fmean(values)) for name, values in known.items() if values)
    return mean_of(scope, found, 1.0, beside=beside)


# --- CM5 ----------------------------------------------------------------------------------------


@indicator(
    "CM5",
    title="Meeting regularity",
    levels="M",
    weighs="mechanisms",
    reference="Terms of reference of the mechanism; OECD/SIGMA (one documented meeting a year)",
    core=True,
    bands="CM5",
)
def meeting_regularity(scope: Scope) -> Iterator[Judgement]:
    """How many of the meetings that it must hold in a year the mechanism is on record to have held
    in the last twelve months.

    ``100·min(1, held/required)``. No documented meeting in twelve months is 0 whatever is required,
    where one of the last three years is on record or meetings are inventoried; where nobody kept
    such a record it is unknown. Of a territory: the mean over its own mechanisms.
    """
    for mechanism in scope.mechanisms:
        at = table(scope.graph, mechanism)
        score, reason = regularity(at)
        seen = at.meetings or at.all_meetings[-1:]
        closed = () if at.meetings else closing(scope.graph, Meeting.KIND, mechanism)
        cites = cited(mechanism.ref, (m.ref for m in seen), closed)
        yield Judgement(mechanism.ref, score, reason, cites=cites)


# --- CM6 ----------------------------------------------------------------------------------------


BALANCES = (("balance of levels among those who came", 0), ("balance of levels among seats", 1))


def _balance(scope: Scope, _: Evidence) -> Figures:
    """Mean over the mechanisms of Blau's balance, 0 one level alone to 1 all alike."""
    levels = sum(rank <= scope.graph.lowest for rank in scope.profile.by_rank)
    tables = [table(scope.graph, mechanism).by_level for mechanism in scope.mechanisms]
    figures: list[tuple[str, object]] = []
    for name, part in BALANCES:
        sizes = [[level[part] for level in by_level.values()] for by_level in tables]
        if found := [blau(seats, levels) for seats in sizes if sum(seats)]:
            figures.append((name, fmean(found)))
    return tuple(figures)


@indicator(
    "CM6",
    title="Attendance and level balance",
    levels="M",
    weighs="mechanisms",
    reference="JMDI's multi-level approach (2017); quorum rules",
    core=True,
    bands="CM6",
    beside=_balance,
)
def attendance(scope: Scope) -> Iterator[Judgement]:
    """How many of its seats the weakest level of government takes at the meetings of the last
    twelve months: a mechanism is only as multi-level as the level that stays away.

    ``100·min over levels of (seats attended / seats)``: the mean of the meetings with a list over
    all seats in force, vacant ones too, without observers and the secretariat. An office that is
    part of a member stands in for it. Without a list it is unknown. Of a territory: the mean over
    its own mechanisms; beside it Blau's balance ``(1 − Σp²)/(1 − 1/k)`` over the k levels.
    """
    for mechanism in scope.mechanisms:
        at = table(scope.graph, mechanism)
        score, reason = weakest_level(at)
        lists = (f"{Meeting.KIND}/{meeting}" for meeting in at.lists)
        yield Judgement(mechanism.ref, score, reason, cites=cited(mechanism.ref, lists))


# --- CM7 ----------------------------------------------------------------------------------------


@indicator(
    "CM7",
    title="Network fragmentation",
    measured_in="0–1",
    direction=Direction.LOWER,
    levels="NRP",
    weighs="actors",
    reference="Borgatti",
    own_formula=True,
    goalposts=(1.0, 0.0),
    bands="CM7",
)
def fragmentation(scope: Scope) -> Measured:
    """The share of pairs of the unit's actors that no chain of recorded links joins: 0 all hang
    together, 1 nobody does.

    ``F = 1 − Σ s_k(s_k−1) / (n(n−1))`` over the n actors of the unit in parts of s_k. Being part of
    a body, a common table and actors outside the unit join too. A missing tie counts as none.
    Beside it the isolates by name.
    """
    evidence = joined_actors(scope)
    if evidence.mean is None:
        reason = say("not defined: fewer than two actors on record")
        return Measured(None, evidence, reason=reason)
    called, isolates = scope.graph.called, set(reach(scope).isolates)
    alone = ", ".join(called(actor) for actor in evidence.subjects if actor in isolates)
    return Measured(1 - evidence.mean, evidence, beside=(("isolates", alone),) if alone else ())
