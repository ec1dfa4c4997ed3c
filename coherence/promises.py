"""What a unit promises: whether it carries out something higher, and whether money stands by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from coherence.by_place import ByPlace
from coherence.cells import named
from coherence.evidence import Evidence, Said
from coherence.graph import FULLY_OR_HALF, PolicyGraph
from coherence.scope import Scope
from coherence.uptake import cited, is_read, unsure_links
from coherence.words import Message, marked, say
from data.model import Alignment, Contribution, Instrument, Inventory, Objective, Programme


class Found(NamedTuple):
    """What was found of a promise: 1 as it should be, 0 not so, None not known."""

    record: Objective | Programme
    score: float | None
    tell: Callable[[], Said]
    """Words it; not asked of most."""

    @property
    def reason(self) -> Message:
        """Why."""
        return self.tell().reason

    @property
    def cites(self) -> tuple[str, ...]:
        """The records that it rests on."""
        return self.tell().cites


def evidence_of(found: Sequence[Found]) -> Evidence:
    """A judgement on each promise."""
    return Evidence.told_later(
        [f.record.ref for f in found], [f.score for f in found], lambda row: found[row].tell()
    )


# --- upwards ------------------------------------------------------------------------------------


def anchoring(scope: Scope) -> Sequence[Found]:
    """Whether each objective and programme of the unit carries out something of a higher level.

    Of the levels below the national one; a programme belongs where its lead does.
    """
    graph = scope.graph
    led = graph.once(_led_from).within(scope.territories)
    programmes = [_anchored_programme(graph, p) for p in led if graph.rank(p)]
    return [*anchored_objectives(scope), *programmes]


def _led_from(graph: PolicyGraph) -> ByPlace[Programme]:
    """The programmes by the place of their lead."""
    places = ((p, graph.territory_of(p)) for p in graph.programmes())
    return ByPlace((p, () if place is None else (place,)) for p, place in places)


def anchored_objectives(scope: Scope) -> tuple[Found, ...]:
    """Whether each objective of the unit below the national level carries out a higher one."""
    return scope.once(_anchored_objectives)


def _anchored_objectives(scope: Scope) -> tuple[Found, ...]:
    graph = scope.graph
    return tuple(
        _anchored_objective(graph, objective)
        for objective in scope.own_objectives()
        if graph.rank(objective)
    )


def _anchored_objective(graph: PolicyGraph, objective: Objective) -> Found:
    for parent, (score, stated) in _strongest(graph.aligned_up.get(objective.id, {})):
        upper = graph.snapshot.of(Objective).get(parent)
        if upper and score >= FULLY_OR_HALF and _is_above(graph, upper, objective):
            return Found(objective, 1.0, partial(_carries_out, graph, objective, upper, stated))
    if doubtful := _doubtful(graph, objective):
        return doubtful
    closes = _closes_alignments(graph, objective)
    tell = partial(_carries_out_nothing, graph, objective, closes)
    return Found(objective, 0.0 if closes else None, tell)


def _carries_out(
    graph: PolicyGraph, objective: Objective, upper: Objective, stated: str
) -> Said:  # fmt: skip
    reason = say("carries out {name}", name=graph.called(upper.ref))
    return Said(reason, cited(objective.ref, upper.ref, stated))


def _closes_alignments(graph: PolicyGraph, objective: Objective) -> str | None:
    """What says that an objective carries out nothing but what is on record."""
    listed = graph.inventory(Alignment.KIND, graph.territory_of(objective) or "")
    if listed:
        return listed.ref
    return _home(objective) if is_read(graph, graph.instrument(objective)) else None


def _carries_out_nothing(graph: PolicyGraph, objective: Objective, closes: str | None) -> Said:
    if closes:
        reason = say("carries out no objective of a higher level")
        return Said(reason, cited(objective.ref, closes))
    reason = say("not known: {name} was not read whole", name=graph.called(_home(objective)))
    return Said(reason, (objective.ref,))


def _anchored_programme(graph: PolicyGraph, programme: Programme) -> Found:
    given = graph.contributions.get(programme.id, {})
    own: list[Objective] = []
    for name, (strength, stated) in _strongest(given):
        objective = graph.snapshot.of(Objective)[name]
        if strength < FULLY_OR_HALF or not graph.is_on_migration(objective):
            continue
        if _is_above(graph, objective, programme):
            tell = partial(_contributes, graph, programme, objective, stated)
            return Found(programme, 1.0, tell)
        if graph.rank(objective) == graph.rank(programme):
            own.append(objective)
    through = [_anchored_objective(graph, objective) for objective in own]
    for found in through:
        if found.score:
            return Found(programme, 1.0, partial(_contributes_through, graph, programme, found))
    if doubtful := _doubtful(graph, programme):
        return doubtful
    listed = graph.inventory(Contribution.KIND, graph.territory_of(programme) or "")
    if listed and all(found.score == 0 for found in through):
        return Found(programme, 0.0, partial(_contributes_nothing, programme, listed))
    return Found(programme, None, partial(_contributes_nothing, programme, None))


def _contributes(
    graph: PolicyGraph, programme: Programme, objective: Objective, stated: str
) -> Said:  # fmt: skip
    reason = say("contributes to {name}", name=graph.called(objective.ref))
    return Said(reason, cited(programme.ref, objective.ref, stated))


def _contributes_through(graph: PolicyGraph, programme: Programme, found: Found) -> Said:
    why, cites = found.tell()
    reason = say("through {own}: {why}", own=graph.called(found.record.ref), why=why)
    return Said(reason, cited(programme.ref, cites))


def _contributes_nothing(programme: Programme, listed: Inventory | None) -> Said:
    if listed:
        reason = say("contributes to no objective of a higher level")
        return Said(reason, cited(programme.ref, listed.ref))
    reason = say("not known: no inventory of contributions closes what it carries out")
    return Said(reason, (programme.ref,))


def _doubtful(graph: PolicyGraph, record: Objective | Programme) -> Found | None:
    """A link upwards of which the strength, or whether both ends hold, is not known."""
    uppers = (
        graph.snapshot.of(Objective)[name] for name in graph.once(_unsure_up).get(record.ref, ())
    )
    refs = [upper.ref for upper in uppers if _is_above(graph, upper, record)]
    return Found(record, None, partial(_may_carry_out, graph, record, refs)) if refs else None


def _may_carry_out(
    graph: PolicyGraph, record: Objective | Programme, refs: Sequence[str]
) -> Said:  # fmt: skip
    reason = say("not known: it may carry out {names}", names=named(graph, refs))
    return Said(reason, cited(record.ref, refs))


def _unsure_up(graph: PolicyGraph) -> Mapping[str, list[str]]:
    """Objective or programme → the objectives that it may carry out."""
    found: dict[str, list[str]] = defaultdict(list)
    for ref, objective in unsure_links(graph):
        if objective in graph.snapshot.of(Objective):
            found[ref].append(objective)
    return found


def _is_above(graph: PolicyGraph, upper: Objective, lower: Objective | Programme) -> bool:
    above, own = graph.rank(upper), graph.rank(lower)
    return (
        above is not None
        and own is not None
        and above < own
        and graph.is_on_migration(upper)
        and graph.counts(upper)
    )


def _strongest(links: Mapping[str, tuple[float, str]]) -> list[tuple[str, tuple[float, str]]]:
    return sorted(links.items(), key=lambda link: (-link[1][0], link[0]))


def _home(objective: Objective) -> str:
    return f"instrument/{objective.instrument}"


# --- money --------------------------------------------------------------------------------------


def budget_lines(scope: Scope) -> Sequence[Found]:
    """Whether each objective of the unit has a line in the investment programme of its place."""
    return scope.once(_budget_lines)


def _budget_lines(scope: Scope) -> Sequence[Found]:
    return [_budget_line(scope.graph, objective) for objective in scope.own_objectives()]


def _budget_line(graph: PolicyGraph, objective: Objective) -> Found:
    place = graph.territory_of(objective) or ""
    line = graph.snapshot.of(Instrument).get(objective.budget_instrument or "")
    if line and line.territory in (place, None) and holds_budgets(graph, line) is not False:
        held = graph.in_force(line)
        if held is not False:
            score = 1.0 if held else None
            return Found(objective, score, partial(_line_in_words, graph, objective, line))
    elif line is None and objective.budget_code:
        return Found(objective, None, partial(_code_in_words, objective))
    known = graph.once(_known)
    if place not in known:
        known[place] = _are_known(graph, place)
    tell = partial(_no_line_in_words, graph, objective, place)
    return Found(objective, 0.0 if known[place] else None, tell)


def _line_in_words(graph: PolicyGraph, objective: Objective, line: Instrument) -> Said:
    name, cites = graph.called(line.ref), cited(objective.ref, line.ref)
    if graph.in_force(line):
        return Said(say("has a line in {name}", name=name), cites)
    return Said(say("not known: whether {name} is in force", name=name), cites)


def _code_in_words(objective: Objective) -> Said:
    reason = say("not known: in which investment programme its line stands")
    return Said(reason, (objective.ref,))


def _no_line_in_words(graph: PolicyGraph, objective: Objective, place: str) -> Said:
    """No line is on record: known where the programmes of the place are read, or listed as none."""
    refs = [budget.ref for budget in graph.once(_budgets).get(place, ())]
    known, where = _are_known(graph, place), graph.called(f"territory/{place}")
    if refs:
        text = (
            marked("no line in {names}") if known
            else marked("not known: {names} was not read whole")
        )  # fmt: skip
        return Said(say(text, names=named(graph, refs)), cited(objective.ref, refs))
    listed = graph.inventory(Instrument.KIND, place)
    if listed:
        reason = say("{place} has no investment programme", place=where)
        return Said(reason, cited(objective.ref, listed.ref))
    reason = say("not known: no investment programme of {place} is on record", place=where)
    return Said(reason, (objective.ref,))


def _known(_graph: PolicyGraph) -> dict[str, bool]:
    return {}


def _are_known(graph: PolicyGraph, place: str) -> bool:
    """Whether what is on record of the budgets of a place is all that there is."""
    budgets = graph.once(_budgets).get(place, ())
    if not budgets:
        return graph.inventoried(Instrument.KIND, place)
    return any(map(graph.in_force, budgets)) and all(is_read(graph, b) for b in budgets)


def _budgets(graph: PolicyGraph) -> Mapping[str, list[Instrument]]:
    """Place → its investment programmes and budgets that are not out of force."""
    found: dict[str, list[Instrument]] = defaultdict(list)
    held = graph.held(Instrument)
    for name, instrument in graph.snapshot.of(Instrument).items():
        ended = held[name] is False
        if instrument.territory and holds_budgets(graph, instrument) and not ended:
            found[instrument.territory].append(instrument)
    return found


def holds_budgets(graph: PolicyGraph, instrument: Instrument) -> bool | None:
    """Whether an instrument is an investment programme or a budget; None: of no kind on record."""
    return graph.once(_budget_kinds).get(instrument.kind or "")


def _budget_kinds(graph: PolicyGraph) -> Mapping[str, bool]:
    kinds = graph.profile.codes("instrument_kind").values()
    return {kind.id: bool(kind.about.get("budget")) for kind in kinds}
