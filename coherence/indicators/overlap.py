"""Fragmentation, overlap, duplication: who does the same thing, and do they know of each other?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from operator import truediv

import numpy as np

from coherence.catalogue import Direction, Measured, band_of, indicator
from coherence.evidence import Evidence, Said
from coherence.exposure import Spent, exposure
from coherence.findings import OverlapClass
from coherence.fragmentation import find_cells, why
from coherence.graph import PolicyGraph
from coherence.kernels.tables import DUPLICATION, OVERLAP
from coherence.mandates import accountable, nobody_else
from coherence.overlap_arrays import numbered
from coherence.overlap_bonds import bonds
from coherence.overlap_census import OverlapCensus
from coherence.overlap_evidence import PairWords, of_pairs, of_programmes, with_missing
from coherence.overlap_money import purse
from coherence.overlap_pairs import PairFound, Pairs
from coherence.overlap_words import why_managed
from coherence.overlaps import census
from coherence.pairs import side
from coherence.scope import Scope
from coherence.uptake import cited
from coherence.words import Message, say
from data.model import Objective, Programme

Figures = tuple[tuple[str, object], ...]

MANDATED = (Objective, Programme)
"""What somebody is to be accountable for."""


def _counted_apart(found: OverlapCensus) -> Figures:
    return (
        ("complementary by design", found.complementary),
        ("settled", found.settled),
        ("cannot be judged", found.not_judged),
    )


# --- OD1 ----------------------------------------------------------------------------------------


@indicator(
    "OD1",
    title="Uncoordinated fragmentation",
    direction=Direction.LOWER,
    levels="NRPL",
    weighs="sectors of places",
    reference="GAO-15-49SP (fragmentation); Charbit (2011), policy gap",
    core=True,
    bands="OD1",
)
def uncoordinated_fragmentation(scope: Scope) -> Evidence:
    """Share of sectors in places where two or more leads work and no two of them coordinate.

    ``100·|cells with ≥ 2 leads, no two of whom share a tie, mechanism or agreement| / |cells with
    ≥ 1 lead|``; a cell is a sector in the lowest place that a programme of the sector names, with
    all programmes that reach it. Leads whose programmes complement each other count as
    coordinated; a programme without a known lead or activity leaves a cell open that it could
    change.
    """
    cells = list(find_cells(scope))

    def tell(row: int) -> Said:
        reason, cites = why(scope.graph, cells[row])
        return Said(reason, cited(cites))

    return Evidence.told_later(
        [f"territory/{found.cell.place}@{found.cell.sector}" for found in cells],
        [found.score for found in cells],
        tell,
    )


# --- OD2, OD3 -----------------------------------------------------------------------------------


def _true_of_pairs(scope: Scope, kind: OverlapClass) -> Evidence:
    """Each co-present pair: 0 where it is of the class or stronger.

    Where there are too many pairs, each programme: the share of its pairs, at half their weight.
    """
    found = census(scope)
    duplications = kind is OverlapClass.DUPLICATION
    if found.detailed:
        counted = scope.once(_counted_pairs)
        bad = counted.kind >= (DUPLICATION if duplications else OVERLAP)
        judged = of_pairs(counted, (~bad).astype(float).tolist(), scope.once(PairWords).said)
    else:
        company = found.by_programme.values()
        judged = of_programmes(
            list(found.by_programme),
            [c.duplication if duplications else c.overlap for c in company],
            [c.co_present for c in company],
            lambda bad, pairs: 1 - bad / pairs,
            _duplicates if duplications else _overlaps,
        )
    return with_missing(scope, judged, found.missing)


def _counted_pairs(scope: Scope) -> Pairs:
    pairs = census(scope).pairs
    return pairs.at(np.flatnonzero(pairs.counts))


def _duplicates(count: int, pairs: int) -> Message:
    return say("duplicates {count} of {pairs} programmes in its places", count=count, pairs=pairs)


def _overlaps(count: int, pairs: int) -> Message:
    return say(
        "overlaps with {count} of {pairs} programmes in its places", count=count, pairs=pairs
    )


def _beside_overlaps(scope: Scope, _evidence: Evidence) -> Figures:
    found = census(scope)
    return (
        ("programmes", found.programmes),
        ("co-present pairs", found.co_present),
        ("fragmentation", found.fragmentation),
        ("overlap", found.overlap),
        ("duplication", found.duplication),
        *_counted_apart(found),
    )


def _never_red_alone(scope: Scope, found: Measured) -> str | None:
    """Off track only where the overlaps are not managed either."""
    if found.value is None:
        return None
    band = band_of(scope.profile, "OD2", found.value)
    managed = managed_overlap(scope)
    return "partial" if band == "off_track" and managed.band == "on_track" else band


@indicator(
    "OD2",
    title="Overlap rate",
    direction=Direction.LOWER,
    levels="NRPLM",
    weighs="pairs of programmes",
    reference="GAO-15-49SP (overlap)",
    bands="OD2",
    banding=_never_red_alone,
    beside=_beside_overlaps,
)
def overlap_rate(scope: Scope) -> Evidence:
    """Share of pairs of programmes in the same place that offer the same or serve the same people.

    ``100·|overlaps and duplications| / |co-present pairs|``: a shared service, a shared beneficiary
    group or objectives alike by 60 %. Co-present are two active programmes of different leads whose
    reach meets in the unit; it is never off track where managed overlap is on track.
    """
    return _true_of_pairs(scope, OverlapClass.OVERLAP)


def _beside_duplications(scope: Scope, evidence: Evidence) -> Figures:
    found, names = census(scope), scope.profile.by_rank

    def called(rank: int | None) -> str:
        return "–" if rank is None else names[rank].name

    levels = tuple(
        (f"{called(upper)} × {called(lower)}", count)
        for (upper, lower), count in found.levels.items()
    )
    return (
        ("duplication candidates", _candidates(evidence)), *levels, *_counted_apart(found)
    )  # fmt: skip


def _candidates(evidence: Evidence) -> int:
    rows = zip(evidence.scores, evidence.weights, strict=True)
    return round(sum(weight * (1 - score) for score, weight in rows if score is not None))


def _by_count_for_an_lgu(scope: Scope, found: Measured) -> str | None:
    """For a local government by the count of candidates, above by the rate."""
    if found.value is None:
        return None
    bands: Mapping[str, float] = scope.profile.setting("bands", "OD3", default={})
    local = not scope.mechanism and all(map(scope.places.is_lgu, scope.roots))
    if not local or "on_track_count" not in bands:
        return band_of(scope.profile, "OD3", found.value)
    count = _candidates(found.evidence)
    if count <= bands["on_track_count"]:
        return "on_track"
    return "off_track" if count >= bands["off_track_count"] else "partial"


@indicator(
    "OD3",
    title="Duplication candidates",
    direction=Direction.LOWER,
    levels="NRPLM",
    weighs="pairs of programmes",
    reference="GAO-15-49SP (duplication)",
    core=True,
    bands="OD3",
    banding=_by_count_for_an_lgu,
    beside=_beside_duplications,
)
def duplication(scope: Scope) -> Evidence:
    """Share of pairs of programmes in the same place that offer the same to the same people.

    ``100·|pairs with a shared service and a shared group| / |co-present pairs|``. A candidate until
    people give a verdict: an overlap to coordinate is none, and what was dismissed, entered twice
    or decided and done leaves the count. Bands by count for a local government, by rate above.
    """
    return _true_of_pairs(scope, OverlapClass.DUPLICATION)


# --- OD4 ----------------------------------------------------------------------------------------


def _beside_managed(scope: Scope, _evidence: Evidence) -> Figures:
    found = census(scope)
    return (("managed", found.managed), ("overlapping", found.overlap), *_counted_apart(found))


@indicator(
    "OD4",
    title="Managed overlap",
    levels="NRPLM",
    weighs="overlapping pairs of programmes",
    reference="GAO-15-49SP, step 4; case study 18 (JMDI 2017): turn overlap into synergy",
    core=True,
    beside=_beside_managed,
)
def managed_overlap(scope: Scope) -> Evidence:
    """Share of overlapping pairs of programmes whose leads coordinate.

    ``100·managed / overlapping``: the leads, or offices that act for them in the place, share a
    direct tie, a mechanism or an agreement in force, or the verdict is complementary by intention.
    """
    return scope.once(_managed_overlap)


def _managed_overlap(scope: Scope) -> Evidence:
    found = census(scope)
    if found.detailed:
        counted = scope.once(_counted_pairs)
        overlaps = counted.at(np.flatnonzero(counted.kind >= OVERLAP))
        scores = overlaps.managed.astype(float).tolist()
        return of_pairs(overlaps, scores, partial(_why_managed, scope))
    some = {name: company for name, company in found.by_programme.items() if company.overlap}
    managed = [company.managed for company in some.values()]
    pairs = [company.overlap for company in some.values()]
    return of_programmes(list(some), managed, pairs, truediv, _coordinates)


def _coordinates(count: int, pairs: int) -> Message:
    return say("leads coordinate in {count} of its {pairs} overlaps", count=count, pairs=pairs)


def _why_managed(scope: Scope, pair: PairFound) -> Said:
    graph, number = scope.graph, numbered(scope.graph).number
    one, other = side(graph, pair.first), side(graph, pair.second)
    bond = bonds(scope).of(number[pair.first], number[pair.second])
    reason = why_managed(graph, one, other, bond, pair.standing)
    refs = (one.programme.ref, other.programme.ref)
    return Said(reason, cited(*refs, pair.standing.cites, bond.cites if bond else ()))


# --- OD5 ----------------------------------------------------------------------------------------


def _clarity(scope: Scope, evidence: Evidence) -> Figures:
    known = [
        len(accountable(scope.graph, record))
        for subject, score in zip(evidence.subjects, evidence.scores, strict=True)
        if score == 0 and isinstance(record := scope.snapshot.get(subject), MANDATED)
    ]
    return (
        ("orphans", sum(count == 0 for count in known)),
        ("contested", sum(count > 1 for count in known)),
    )


@indicator(
    "OD5",
    title="Mandate clarity",
    levels="NRPLM",
    weighs="objectives and programmes",
    reference="IATI organisation role 2; OECD/SIGMA: one responsible body",
    bands="OD5",
    beside=_clarity,
)
def mandate_clarity(scope: Scope) -> Evidence:
    """Share of the unit's objectives and programmes for which exactly one actor is accountable.

    ``100·[#accountable = 1] / n``: responsible actors of an objective, lead and accountable
    participants of a programme. Nobody on record is a no only where the instrument was read whole,
    or the participations of the programme's places are inventoried; else it is unknown.
    """
    records: list[Objective | Programme] = [*scope.own_objectives(), *scope.programmes]
    return Evidence.told_later(
        [record.ref for record in records],
        [_mandated(scope.graph, record) for record in records],
        lambda row: _why_mandated(scope.graph, records[row]),
    )


def _mandated(graph: PolicyGraph, record: Objective | Programme) -> float | None:
    """1 where exactly one is accountable, 0 where several are or surely nobody; None: unknown."""
    count = len(accountable(graph, record))
    if count == 0 and not nobody_else(graph, record):
        return None
    return float(count == 1)


def _why_mandated(graph: PolicyGraph, record: Objective | Programme) -> Said:
    found = accountable(graph, record)
    cites = cited(record.ref, found.values())
    named = ", ".join(graph.called(f"actor/{actor}") for actor in sorted(found))
    if len(found) == 1:
        return Said(say("{who} is accountable", who=named), cites)
    if found:
        reason = say("contested: {count} are accountable: {who}", count=len(found), who=named)
        return Said(reason, cites)
    if closing := nobody_else(graph, record):
        reason = say("nobody is accountable, and what is on record is complete")
        return Said(reason, cited(record.ref, closing))
    return Said(say("nobody accountable is on record"), cites)


# --- OD6 ----------------------------------------------------------------------------------------


@indicator(
    "OD6",
    title="Budget exposed to duplication",
    direction=Direction.LOWER,
    levels="NRPLM",
    weighs="programmes",
    reference="GAO-15-49SP (cost of duplication); matching after Edmonds (1965)",
    own_formula=True,
    bands="OD6",
)
def exposed_budget(scope: Scope) -> Measured:
    """Share of the money spent in the unit that may pay for the same thing twice.

    Maximum-weight matching on open duplications, weight ``min(b_i·s_i, b_j·s_j)`` with ``s_i =
    |T_i ∩ T_j| / |T_i|`` or the recorded split, over ``Σ b``, all inside the unit; matching keeps a
    programme from being counted twice. In the profile's currency, by rates on record. Of more than
    20,000 duplications a good choice is taken, and what the best cannot exceed is said beside.
    """
    found = exposure(scope)
    evidence = Evidence.told_later(
        [spent.programme.ref for spent in found.spent],
        list(map(_unexposed, found.spent)),
        lambda row: _why_exposed(scope, found.spent[row]),
    )
    beside: Figures = (
        ("exposed", int(found.exposed)),
        ("of", int(found.total)),
        ("currency", scope.profile.currency),
        ("duplications", found.duplications),
        ("duplications of unknown cost", found.unpriced),
    )
    if found.at_most > found.exposed:
        beside += (("exposed at most", int(found.at_most)),)
    share = 100 * (evidence.availability or 0.0)
    if not found.spent:
        reason = say("nothing on record that could be judged ({what})", what=say("programmes"))
    elif share < scope.profile.known_share:
        reason = say("the budget is known of only {share:.0f} % of the programmes", share=share)
    elif not found.total:
        reason = say("no money is spent here, by the budgets on record")
    else:
        return Measured(float(100 * found.exposed / found.total), evidence, beside=beside)
    return Measured(None, evidence, reason=reason, beside=beside)


def _unexposed(spent: Spent) -> float | None:
    """Which part of a programme's money no duplicate exposes; None: its money is not known."""
    if spent.amount is None:
        return None
    return float(1 - spent.worst / spent.amount) if spent.partner and spent.worst else 1.0


def _why_exposed(scope: Scope, spent: Spent) -> Said:
    ref, currency = spent.programme.ref, scope.profile.currency
    if spent.amount is None:
        return Said(say("its budget, or the rate of its currency, is not known"), (ref,))
    partner = spent.partner and f"programme/{spent.partner}"
    cites = cited(ref, purse(scope).spending_cites(spent.programme), partner)
    if not partner or not spent.worst:
        return Said(say("no money of it is exposed to a duplication"), cites)
    reason = say(
        "{exposed:,} of {amount:,} {currency} is exposed to doing the same as {partner}",
        exposed=int(spent.worst), amount=int(spent.amount), currency=currency,
        partner=scope.graph.called(partner),
    )  # fmt: skip
    return Said(reason, cites)
