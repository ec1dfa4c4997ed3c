"""Resources and capacity: does money, staff and a desk stand behind what is promised?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from statistics import fmean

from coherence.answers import answered
from coherence.catalogue import indicator
from coherence.evidence import Evidence, Judgement, Said
from coherence.execution import carried_out, execution
from coherence.graph import PolicyGraph
from coherence.money import Budget, amount_in, exchanged, latest_year, migration_share
from coherence.promises import budget_lines, evidence_of
from coherence.scope import Scope
from coherence.shapes import linear
from coherence.uptake import cited, ladder
from coherence.words import say
from data.model import Funding, Objective, Programme, ServicePoint

Figures = tuple[tuple[str, object], ...]


@indicator(
    "RC1",
    title="Budget linkage",
    levels="NRPLM",
    weighs="objectives",
    reference="Local Government Code, s. 305(i): budgets carry out plans; SDG 17.14.1, domain 8",
    core=True,
)
def budget_linkage(scope: Scope) -> Evidence:
    """Share of the unit's objectives that have a line in the investment programme of their place.

    ``100·n_bl/n``; the investment programme or budget is one of the same territory and in force. It
    is a no where all of them were read whole, or where instruments are inventoried and the place
    has none.
    """
    return evidence_of(budget_lines(scope))


# --- RC2 ----------------------------------------------------------------------------------------


def _ratio(scope: Scope, evidence: Evidence) -> Figures:
    """Σ allocation / Σ cost for each currency, over the objectives of which both are known."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for ref in evidence.subjects:
        objective = scope.snapshot.get(ref)
        if isinstance(objective, Objective) and objective.allocation is not None:
            total = sums[objective.currency or scope.profile.currency]
            total[0] += objective.allocation
            total[1] += objective.cost or 0
    return tuple(
        (f"allocated for each {currency} of cost", allocated / cost)
        for currency, (allocated, cost) in sorted(sums.items())
        if cost
    )


@indicator(
    "RC2",
    title="Funding adequacy",
    levels="NRPLM",
    weighs="objectives with a cost",
    reference="OECD/SIGMA: a gap is material where cost exceeds funds by 20 %",
    core=True,
    bands="RC2",
    beside=_ratio,
)
def funding_adequacy(scope: Scope) -> Evidence:
    """Share of the unit's costed objectives whose cost exceeds what is allocated by less than 20 %.

    ``100·|{o : cost < 1.2 × allocation}| / |costed|``, beside it Σ allocation / Σ cost of each
    currency. A blank allocation is unknown; a cost of nothing is always met.
    """
    gap = scope.profile.setting("rules", "material_cost_gap")
    costed = [(o, o.cost) for o in scope.own_objectives() if o.cost is not None]

    def score(cost: int, allocation: int | None) -> float | None:
        if allocation is None:
            return None
        return float(100 * cost < (100 + gap) * allocation or cost == 0)

    def tell(row: int) -> Said:
        objective, cost = costed[row]
        money = {"cost": cost, "currency": objective.currency or scope.profile.currency}
        if objective.allocation is None:
            reason = say("not known: what is allocated of {cost:,} {currency}", **money)
        else:
            allocation = objective.allocation
            reason = say(
                "{allocation:,} of {cost:,} {currency} allocated", allocation=allocation, **money
            )
        return Said(reason, (objective.ref,))

    return Evidence.told_later(
        [objective.ref for objective, _ in costed],
        [score(cost, objective.allocation) for objective, cost in costed],
        tell,
    )


# --- RC3 ----------------------------------------------------------------------------------------


def _spending(scope: Scope, evidence: Evidence) -> Figures:
    """Spent of allotted for each currency, and how many programmes spent suspiciously much."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    over = 0
    most = scope.profile.setting("rules", "execution", "warning")
    judged = None if len(evidence) == len(carried_out(scope)) else set(evidence.subjects)
    for programme in carried_out(scope):
        found = execution(scope.graph, programme)
        if found.spent is not None and found.allotted:
            if judged is not None and programme.ref not in judged:
                continue
            total = sums[found.currency]
            total[0] += found.spent
            total[1] += found.allotted
            over += 100 * found.spent > most * found.allotted
    figures: list[tuple[str, object]] = [
        (f"spent of all that was allotted in {currency}, %", 100 * spent / allotted)
        for currency, (spent, allotted) in sorted(sums.items())
    ]
    return (*figures, (f"programmes that spent more than {most} %, to be checked", over))


@indicator(
    "RC3",
    title="Execution",
    levels="NRPLM",
    weighs="programmes",
    reference="OECD/SIGMA: no points below 25 %, all of them from 90 % on",
    beside=_spending,
)
def budget_execution(scope: Scope) -> Evidence:
    """How far the programmes of the unit spent what they were allotted in the latest completed year
    on record, or over their whole life once ended: 0 up to 25 %, 100 from 90 % on.

    ``x = 100·spent/allotted``; the score rises linearly from 25 to 90 %; the mean over programmes
    that are active, or ended in the latest completed year or since. Over 110 % is counted beside
    as a figure to check.
    """
    programmes = carried_out(scope)
    found = [execution(scope.graph, programme) for programme in programmes]
    refs = [programme.ref for programme in programmes]
    zero = scope.profile.setting("rules", "execution", "zero")
    full = scope.profile.setting("rules", "execution", "full")
    scores = [None if (x := f.share) is None else linear(x, zero, full) / 100 for f in found]
    return Evidence.told_later(
        refs, scores, lambda row: Said(found[row].reason, cited(refs[row], found[row].cites))
    )


# --- RC4 ----------------------------------------------------------------------------------------


@indicator(
    "RC4",
    title="Local capacity",
    levels="RPL",
    weighs="LGUs, each with a focal person, training and a desk",
    reference="Charbit's capacity gap (OECD 2011); JMDI",
)
def local_capacity(scope: Scope) -> Iterator[Judgement]:
    """How many of three things the LGUs of the unit have: a designated focal person, training in
    the last three years, and an open desk or centre.

    Mean over the LGUs of the mean of the three, as a percentage; what does not apply leaves the
    count. Focal person and training are assessed, and an assessment of training stands for three
    years; no desk needs an inventory of service points.
    """
    desks = _desks(scope)
    for code in scope.lgus:
        for item, short in (("RC4.focal", "focal"), ("RC4.trained", "trained")):
            yield from _assessed(scope, code, item, short)
        yield _desk(scope.graph, code, desks.get(code, []))


def _assessed(scope: Scope, code: str, item: str, short: str) -> Iterator[Judgement]:
    unit = f"territory/{code}"
    found = answered(scope.graph, unit, item)
    if found:
        yield Judgement(f"{unit}@{short}", found.score, found.reason, cites=found.cites)


def _desks(scope: Scope) -> dict[str, list[ServicePoint]]:
    """LGU → its desks and centres that are not known to have closed, those of no kind too."""
    kinds = scope.profile.codes("service_point_kind")
    found: dict[str, list[ServicePoint]] = defaultdict(list)
    for point in scope.service_points:
        kind = kinds.get(point.kind or "")
        place = ladder(scope).home(point)
        if place and scope.graph.counts(point) and (kind is None or kind.about.get("desk")):
            found[place].append(point)
    return found


def _desk(graph: PolicyGraph, code: str, points: list[ServicePoint]) -> Judgement:
    unit = f"territory/{code}"
    subject = f"{unit}@desk"
    for point in points:
        if point.kind and graph.in_force(point):
            reason = say("{name} is open", name=point.name)
            return Judgement(subject, 1.0, reason, cites=(unit, point.ref))
    if points:
        reason = say("not known: whether {name} is an open desk", name=points[0].name)
        return Judgement(subject, None, reason, cites=cited(unit, (p.ref for p in points)))
    if listed := graph.inventory(ServicePoint.KIND, code):
        return Judgement(subject, 0.0, say("no desk or centre is open"), cites=(unit, listed.ref))
    return Judgement(subject, None, say("no desk or centre is on record"), cites=(unit,))


# --- RC5 ----------------------------------------------------------------------------------------


@indicator(
    "RC5",
    title="Own-source commitment",
    levels="PL",
    weighs="money for migration and development",
    reference="analyst default: the risk that donors leave committees born of projects",
    bands="RC5",
)
def own_source(scope: Scope) -> Iterator[Judgement]:
    """Share of the money for migration and development in the LGU that comes from its own sources.

    ``100·Σ own / Σ all`` over the funding of the latest completed year on record of each programme,
    for the part that goes to the LGU, times the migration share. Other currencies are converted by
    a rate on record. An amount that is not known weighs as much as the average one.
    """
    known, unknown = [], []
    sources = scope.profile.codes("funding_source")
    for programme in scope.programmes:
        rows = latest_year(scope.graph, programme)
        if not rows:
            reason = say("not known: no yearly funding is on record")
            unknown.append(Judgement(programme.ref, None, reason, cites=(programme.ref,)))
        for row in rows:
            amount = _amount_here(scope, programme, row)
            cites = (row.ref, programme.ref)
            if amount is None:
                reason = say("not known: how much of it is for migration here")
                unknown.append(Judgement(row.ref, None, reason, cites=cites))
            elif amount:
                source = sources.get(row.funding_source or "")
                score = None if source is None else float(bool(source.about.get("own")))
                reason = say("from {source}", source=source.label if source else say("unknown"))
                known.append(Judgement(row.ref, score, reason, float(amount), cites))
    weight = fmean(judgement.weight for judgement in known) if known else 1.0
    yield from known
    for judgement in unknown:
        yield Judgement(judgement.subject, None, judgement.reason, weight, judgement.cites)


def _amount_here(scope: Scope, programme: Programme, row: Funding) -> Fraction | None:
    """What a funding brings to the unit, in the profile's currency; None where that is unknown."""
    share = migration_share(programme)
    if share is None or row.amount is None or row.period is None:
        return None
    currency = row.currency or programme.currency or scope.profile.currency
    amount = row.amount * share
    year = row.period.first.year
    held = Budget(amount, currency, year, ((row.territory, amount),), (row,))
    here = amount_in(scope.graph, programme, held, scope.roots)
    turned = exchanged(scope.graph, here, held, scope.profile.currency)
    return None if turned is None else turned[0]
