"""Institutionalisation: is coordination written down, staffed and funded, or borne by a project?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum

from coherence.answers import answered
from coherence.catalogue import indicator
from coherence.evidence import Evidence, Judgement
from coherence.functioning import functioning
from coherence.graph import PolicyGraph
from coherence.institutions import basis_ends, institutions, legal_basis
from coherence.scope import Scope
from coherence.uptake import cited
from coherence.words import Message, say
from data.model import Instrument, Mechanism, Statistic

Figures = tuple[tuple[str, object], ...]

LADDER = "IN1."
"""What the checklist items of the LGU ladder begin with."""
CARD = "IN5."
"""What those of the policy-coherence card begin with."""
FULL_BASIS = 4
"""The legal basis of a law or ordinance."""


def _items(scope: Scope, start: str) -> list[str]:
    return [item for item in scope.profile.codes("checklist_item") if item.startswith(start)]


# --- IN1 ----------------------------------------------------------------------------------------


def _weighted(scope: Scope, evidence: Evidence) -> Figures:
    """The same mean, each LGU weighed by its overseas workers where these are published."""
    workers = scope.graph.once(_overseas_workers)
    by_lgu = evidence.by(lambda subject: subject.partition("/")[2].partition("@")[0])
    known = {lgu: part.mean for lgu, part in by_lgu.items() if part.mean is not None}
    weights = {lgu: workers[lgu] for lgu in known if lgu in workers}
    least = scope.profile.known_share
    if not fsum(weights.values()) or 100 * len(weights) < least * len(known):
        return ()
    total = fsum(weight * (known[lgu] or 0.0) for lgu, weight in weights.items())
    return (("weighted by overseas workers", 100 * total / fsum(weights.values())),)


def _overseas_workers(graph: PolicyGraph) -> Mapping[str, float]:
    """Territory → its overseas workers by the newest statistic on or before the graph's day."""
    series = graph.profile.setting("rules", "overseas_workers", default="OFW")
    newest: dict[str, Statistic] = {}
    for statistic in graph.snapshot.of(Statistic).values():
        kind, _, place = statistic.about.partition("/")
        if kind != "territory" or statistic.series != series or statistic.value is None:
            continue
        if statistic.period is None or statistic.period.last > graph.as_of:
            continue
        known = newest.get(place)
        if known is None or (known.period, known.value) < (statistic.period, statistic.value):
            newest[place] = statistic
    return {place: found.value for place, found in newest.items() if found.value is not None}


@indicator(
    "IN1",
    title="LGU institutionalisation ladder",
    measured_in="index 0–100",
    levels="RPL",
    weighs="steps of the LGUs' ladder",
    reference="JMDI e-discussion; practice of Davao and Legazpi; OECD water governance scale",
    core=True,
    beside=_weighted,
)
def institutional_ladder(scope: Scope) -> Iterator[Judgement]:
    """How far the LGUs have come on seven steps: legal instrument, council, desk, objectives in the
    plan, a line in the investment programme, designated staff, and monitoring.

    ``100·Σ / (7 − n_na)`` for an LGU, each step 0, ¼, ½, ¾ or 1 as assessed; the plain mean of all
    LGUs of the unit, beside it weighted by overseas workers. A step without an assessment is 1
    where the records show it in force, 0 where an inventory or an instrument read whole closes it,
    else unknown.
    """
    at, items = institutions(scope), _items(scope, LADDER)
    for lgu in scope.lgus:
        steps = {item: found for item in items if (found := at.step(lgu, item))}
        for item, found in steps.items():
            subject = f"territory/{lgu}@{item}"
            yield Judgement(subject, found.score, found.reason, 1 / len(steps), found.cites)


# --- IN2, IN3 -----------------------------------------------------------------------------------


@indicator(
    "IN2",
    title="Legal coverage",
    levels="RP",
    weighs="LGUs",
    reference="JMDI case studies (2015–2017)",
    core=True,
)
def legal_coverage(scope: Scope) -> Iterator[Judgement]:
    """Share of the LGUs with an ordinance or executive order specific to migration in force.

    ``100·|LGUs with one in force| / |LGUs|`` over all LGUs of the unit. It is a no where
    instruments of the place are inventoried or the step was assessed as not in place. Published
    counts without names stand beside it, each with its own measure and date.
    """
    for lgu in scope.lgus:
        if found := institutions(scope).legal_cover(lgu):
            yield Judgement(f"territory/{lgu}", found.score, found.reason, cites=found.cites)


@indicator(
    "IN3",
    title="Structure coverage",
    levels="RP",
    weighs="LGUs",
    reference="JMDI case studies (2015–2017)",
    core=True,
)
def structure_coverage(scope: Scope) -> Iterator[Judgement]:
    """Share of the LGUs with a council that met, or a desk or resource centre that served, in the
    last twelve months.

    ``100·|LGUs with one functioning| / |LGUs|`` over all LGUs of the unit. It is a no where
    mechanisms, meetings and service points are inventoried, or were assessed as not in place.
    Published counts without names stand beside it, each with its own measure and date.
    """
    for lgu in scope.lgus:
        if found := functioning(institutions(scope), lgu):
            yield Judgement(f"territory/{lgu}", found.score, found.reason, cites=found.cites)


# --- IN4 ----------------------------------------------------------------------------------------


@indicator(
    "IN4",
    title="Legal anchoring of the mechanism",
    measured_in="index 0–100",
    levels="M",
    weighs="mechanisms",
    reference="SDG 17.14.1, domain 1",
)
def legal_anchoring(scope: Scope) -> Iterator[Judgement]:
    """How firmly the mechanism is anchored in law: informal 0, project-based 25, agreement or
    council resolution 50, executive order 75, law or ordinance 100.

    ``25 · legal basis``, minus 25, not below 0, where the basis ends within the next twelve months
    or has ended. Where the basis is not stated it follows from the instrument it rests on. Of a
    territory: the mean over its own mechanisms.
    """
    for mechanism in scope.mechanisms:
        instrument = scope.snapshot.of(Instrument).get(mechanism.based_on or "")
        cites = cited(mechanism.ref, instrument.ref if instrument else None)
        score, reason = _anchored(scope, mechanism)
        yield Judgement(mechanism.ref, score, reason, cites=cites)


def _anchored(scope: Scope, mechanism: Mechanism) -> tuple[float | None, Message]:
    basis, ends = legal_basis(scope.graph, mechanism), basis_ends(scope.graph, mechanism)
    if basis is None:
        return None, say("not known: no legal basis is on record")
    label = scope.profile.label("legal_basis", str(basis))
    if ends is None:
        return basis / FULL_BASIS, say("based on: {basis}", basis=label)
    reason = say("based on: {basis}, only until {day}", basis=label, day=ends)
    return max(0, basis - 1) / FULL_BASIS, reason


# --- IN5 ----------------------------------------------------------------------------------------


def _bars(scope: Scope, _: Evidence) -> Figures:
    """The points of each domain, or None, with what it is called and its maximum."""
    figures: list[tuple[str, object]] = []
    for item in _items(scope, CARD):
        most = _most(scope, item)
        found = answered(scope.graph, scope.unit, item)
        points = None if found is None or found.score is None else found.score * most
        label = scope.profile.label("checklist_item", item)
        figures.append((f"{label}, of {most:g}", points))
    return tuple(figures)


def _most(scope: Scope, item: str) -> float:
    return float(scope.profile.setting("checklists", item, "maximum"))


@indicator(
    "IN5",
    title="Policy-coherence mechanisms score",
    levels="NRPL",
    weighs="domains",
    reference="SDG indicator 17.14.1 (UNEP)",
    beside=_bars,
)
def coherence_card(scope: Scope) -> Iterator[Judgement]:
    """How many of the points of the eight domains of SDG indicator 17.14.1 the unit was given.

    ``100·Σ points / Σ maximum``; the maximum of a domain, 10 or in the newer form 12, is data of
    the country profile. Beside it the eight bars; what does not apply leaves the count.
    """
    if scope.snapshot.get(scope.unit) is None:
        return
    for item in _items(scope, CARD):
        if found := answered(scope.graph, scope.unit, item):
            subject, weight = f"{scope.unit}@{item}", _most(scope, item)
            yield Judgement(subject, found.score, found.reason, weight, found.cites)
