"""Vertical alignment: is what one level promises carried out by the next, and heard by it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean

from coherence.catalogue import Direction, Measured, indicator
from coherence.cells import named
from coherence.chains import find_chains
from coherence.conflicts import can_be_tested, compare, tested_pairs
from coherence.cycles import heard, in_step, plans_ahead, submissions
from coherence.descent import NATIONAL
from coherence.evidence import Evidence, Judgement, Said
from coherence.facets import PAIR
from coherence.graph import FULLY_OR_HALF
from coherence.promises import anchoring, evidence_of
from coherence.scope import Scope
from coherence.uptake import Taker, cited, ladder
from coherence.when import within_months
from coherence.words import Message, say
from data.model import Instrument, Objective

Figures = tuple[tuple[str, object], ...]


def _by_rung(scope: Scope, evidence: Evidence) -> Figures:
    """The value of each pair of levels, and how many national objectives reach the last one."""
    rungs = ladder(scope)
    parts: dict[int, list[float | None]] = defaultdict(list)
    for objective, score in zip(_judged(scope, evidence), evidence.scores, strict=True):
        rank = scope.graph.rank(objective)
        if rank is not None:
            parts[rank].append(score)
    figures: list[tuple[str, object]] = []
    for rank, scores in sorted(parts.items()):
        below = rungs.next_rank(rank)
        known = [score for score in scores if score is not None]
        if below is not None:
            share = say(
                "{share:.0f} % of {known} known, {unknown} not known",
                share=100 * fmean(known or [0]), known=len(known), unknown=len(scores) - len(known),
            )  # fmt: skip
            figures.append((f"{rungs.level(rank)} to {rungs.level(below)}", share))
    return tuple(figures)


def _judged(scope: Scope, evidence: Evidence) -> Iterator[Objective]:
    """The objectives that evidence is about."""
    objectives = scope.snapshot.of(Objective)
    return (objectives[ref.partition("/")[2]] for ref in evidence.subjects)


def _uptake_figures(scope: Scope, evidence: Evidence) -> Figures:
    """By pair of levels; and how many national objectives the last level takes up directly."""
    rungs, rank = ladder(scope), scope.graph.rank
    national = (o for o in _judged(scope, evidence) if rank(o) == NATIONAL)
    direct = sum(map(rungs.reaches_last_rung, national))
    name = f"{rungs.level(NATIONAL)} objectives that {rungs.level(rungs.lowest)} takes up directly"
    return (*_by_rung(scope, evidence), (name, direct))


@indicator(
    "VA1",
    title="Downward uptake",
    levels="NRP",
    weighs="objectives of an upper level",
    reference="SDG 17.14.1, domain 6; OECD/SIGMA (80 % carry-over); regulatory impact assessment",
    core=True,
    beside=_uptake_figures,
)
def downward_uptake(scope: Scope) -> Evidence:
    """Share of the objectives of each level that the next level takes up, with an objective of its
    own that is at least partly aligned or a programme that contributes at least half.

    ``100·Σ|{o ∈ O_l : ∃ c one rung below, align(c, o) ≥ 0.5}| / Σ|O_l|``, pooled over the pairs of
    adjacent levels that end in the unit: from the level right above it down to its cities and
    municipalities. An independent city stands right below its region. It is a no where all plans
    of the places below were read whole, or their objectives and alignments are inventoried.
    """
    rungs = ladder(scope)

    def score(objective: Objective) -> float | None:
        return 1.0 if rungs.is_taken_up(objective) else _left(scope, objective)

    def tell(row: int) -> Said:
        objective = rungs.parents[row]
        takers = [t for t in rungs.takers(objective) if t.strength >= FULLY_OR_HALF]
        return _taken_up(scope, objective, takers)

    return _of_parents(scope, score, tell)


def _of_parents(
    scope: Scope, score: Callable[[Objective], float | None], tell: Callable[[int], Said]
) -> Evidence:
    parents = ladder(scope).parents
    return Evidence.told_later([o.ref for o in parents], list(map(score, parents)), tell)


def _left(scope: Scope, objective: Objective) -> float | None:
    """Nothing on record takes it up: a no where that is known, else unknown."""
    return 0.0 if ladder(scope).is_settled(objective) else None


def _taken_up(scope: Scope, objective: Objective, takers: Sequence[Taker]) -> Said:
    """By whom it is taken up, the strongest first; by nobody: how that is known."""
    if takers:
        refs = [taker.ref for taker in takers]
        reason = say("taken up by {names}", names=named(scope.graph, refs))
        return Said(reason, cited(objective.ref, refs[:3], takers[0].stated_by))
    settled = ladder(scope).settled(objective)
    known = settled.reason if settled.known else say("not known: {why}", why=settled.reason)
    return Said(known, cited(objective.ref, settled.cites))


def _unanchored(_scope: Scope, evidence: Evidence) -> Figures:
    lone = sum(score == 0 for score in evidence.scores)
    return (("local priorities without a counterpart above", lone),)


@indicator(
    "VA2",
    title="Upward anchoring",
    levels="RPL",
    weighs="objectives and programmes below the national level",
    reference="DILG MC 2017-84 and Executive Order 27; regulatory impact assessment",
    core=True,
    beside=_unanchored,
)
def upward_anchoring(scope: Scope) -> Evidence:
    """Share of the objectives and programmes of the unit that carry out an objective of any higher
    level, at least partly. The rest is not bad: these are local priorities without a counterpart.

    ``100·Σ_c [max_{o : L(o) < L(c)} align(c, o) ≥ 0.5] / n``, c of the levels below the national
    one; a programme belongs where its lead does. It is a no for an objective whose instrument was
    read whole or whose place has its alignments inventoried, for a programme where contributions
    are inventoried.
    """
    return evidence_of(anchoring(scope))


def _chains_to_a_province(scope: Scope, evidence: Evidence) -> Figures:
    """How many chains end at a rung of local government that is not the last one."""
    levels, judged = scope.profile.by_rank, set(evidence.subjects)
    between = {r for r, lv in levels.items() if lv.counts_as_lgu and r < ladder(scope).lowest}
    ends = [
        max(rung.rank or 0 for rung in chain.rungs if rung.ref.startswith("objective/"))
        for chain in find_chains(scope)
        if chain.start in judged
    ]
    return tuple(
        (f"chains that end at the {ladder(scope).level(rank)} level", ends.count(rank))
        for rank in sorted(between)
    )


@indicator(
    "VA3",
    title="Complete vertical chains",
    levels="NR",
    weighs="national objectives",
    reference="JMDI case study 18 (2017): the regional level as the hinge; SDG 17.14.1, domain 6",
    core=True,
    beside=_chains_to_a_province,
)
def complete_chains(scope: Scope) -> Iterator[Judgement]:
    """Share of national objectives that are carried down, level by level, to an objective of at
    least one city or municipality.

    ``100·|{o ∈ O_0 : ∃ path c → … → o, L(c) = 3}| / |O_0|`` over alignments of at least 0.5, every
    step to a strictly higher level, one of them regional; the provincial step may be missing only
    where the ladder has none. It is a no where everything below each place that the chain reaches
    was read whole or inventoried.
    """
    for chain in find_chains(scope):
        if chain.rungs[0].rank == NATIONAL:
            score = 1.0 if chain.complete else 0.0 if chain.known else None
            yield Judgement(chain.start, score, chain.reason, cites=chain.cites)


@indicator(
    "VA4",
    title="Alignment strength",
    measured_in="index 0–100",
    levels="NRP",
    weighs="objectives of an upper level",
    reference="regulatory impact assessment; KNOMAD/OECD PICMD anchors",
    beside=_by_rung,
)
def alignment_strength(scope: Scope) -> Evidence:
    """Mean, over the objectives of each level, of how well the best objective of the next level is
    aligned: fully 1, partly 0.5, not at all 0.

    ``100·mean_{o ∈ O_l} max_{c ∈ O_{l+1}} align(c, o)``, pooled over the same pairs of levels as
    VA1, objectives alone. A zero rests on what makes a no there.
    """
    rungs = ladder(scope)

    def score(objective: Objective) -> float | None:
        return rungs.best_aligned(objective) or _left(scope, objective)

    def tell(row: int) -> Said:
        objective = rungs.parents[row]
        takers = [taker for taker in rungs.objective_takers(objective) if taker.strength > 0]
        return _taken_up(scope, objective, takers)

    return _of_parents(scope, score, tell)


# --- VA5 ----------------------------------------------------------------------------------------


def _by_cases(scope: Scope, found: Measured) -> str:
    """SIGMA's banding by the count of conflicting pairs."""
    cases = sum(score == 0 for score in found.evidence.scores)
    bands: Mapping[str, float] = scope.profile.setting("bands", "VA5")
    if cases <= bands["on_track_cases"]:
        return "on_track"
    return "off_track" if cases >= bands["off_track_cases"] else "partial"


def _cases(scope: Scope, evidence: Evidence) -> Figures:
    untested = sum(not can_be_tested(found) for _, found in tested_pairs(scope))
    return (
        ("conflicting pairs", evidence.scores.count(0)),
        ("aligned pairs that no test could be made of", untested),
    )


@indicator(
    "VA5",
    title="Inconsistency rate",
    direction=Direction.LOWER,
    levels="NRPL",
    weighs="aligned pairs of objectives",
    reference="OECD/SIGMA: two clear cases are incoherent; CrossGov",
    core=True,
    bands="VA5",
    banding=_by_cases,
    beside=_cases,
)
def inconsistency(scope: Scope) -> Evidence:
    """Share of aligned pairs of objectives that conflict: one works against the other, or they set
    different targets, different deadlines or different responsible bodies for the same measure.

    ``100·|{pairs : x ≥ 1}| / |pairs|``, over the pairs of which at least one of the four tests can
    be made; objectives of the unit with those that they carry out. Targets are compared in relative
    units or for the same place, and differ by more than 5 %. Banded by the count of pairs.
    """
    tested = [(pair, found) for pair, found in tested_pairs(scope) if can_be_tested(found)]

    def tell(row: int) -> Said:
        pair = compare(scope.graph, *tested[row][0])
        reason = say("no conflict in {tests} of 4 tests", tests=pair.tests)
        if pair.conflicts:
            reason = _joined([conflict.reason for conflict in pair.conflicts])
        return Said(reason, pair.cites)

    return Evidence.told_later(
        [f"{pair.child.ref}{PAIR}{pair.parent.ref}" for pair, _ in tested],
        [float(True not in found) for _, found in tested],
        tell,
    )


def _joined(reasons: list[Message]) -> Message:
    first, *rest = reasons
    for reason in rest:
        first = say("{first}; {next}", first=first, next=reason)
    return first


# --- VA6, VA7 -----------------------------------------------------------------------------------


@indicator(
    "VA6",
    title="Planning cycles in step",
    levels="RPL",
    weighs="plans and investment programmes",
    reference="SDG 17.14.1, domain 6 (time frames)",
)
def cycles_in_step(scope: Scope) -> Iterator[Judgement]:
    """How much of the time of each plan and investment programme lies within that of the plan it
    carries out, on average; nothing where it carries out none.

    ``100·mean_i( days(i ∩ parent(i)) / days(i) )``, parent = what the plan is recorded to carry
    out. A year alone means the whole of it, for plans are dated in years. A blank parent is a no
    where the plan was read whole.
    """
    graph = scope.graph
    for plan in scope.instruments():
        counts = graph.counts(plan) and graph.is_on_migration(plan)
        if counts and graph.rank(plan) and plans_ahead(graph, plan) and graph.in_force(plan):
            yield in_step(graph, plan)


@indicator(
    "VA7",
    title="Bottom-up feedback",
    levels="NRP",
    weighs="instruments of upper levels",
    reference="JMDI case study 18 (2017): national policies can be refined; SDG 17.14.1, domain 6",
    core=True,
)
def bottom_up_feedback(scope: Scope) -> Iterator[Judgement]:
    """Share of the instruments of the unit's upper levels, adopted in the last six years, that cite
    at least one input from a lower level.

    ``100·|{i : ∃ submission from a level below L(i) with a page that cites it}| / |i|``, i of every
    level above the last. It is a no where the instrument was read whole or submissions are
    inventoried.
    """
    graph = scope.graph
    months = 12 * scope.profile.setting("rules", "feedback_window_years")
    inputs = graph.once(submissions)
    for instrument in scope.of_place(Instrument):
        rank, adopted = graph.rank(instrument), instrument.adopted_on or instrument.valid_from
        if rank is None or rank >= graph.lowest:
            continue
        counts = graph.counts(instrument) and graph.is_on_migration(instrument)
        if counts and within_months(adopted, scope.as_of, months):
            yield heard(graph, instrument, rank, inputs.get(instrument.ref, []))
