"""Ways to mend what plans promise: alignments, agreed targets, periods, voices, budget lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from coherence.action_blanks import Blanks, blanks_of_place
from coherence.conflicts import Conflict, Inconsistency, compare, target_in_step
from coherence.graph import FULLY_OR_HALF, PolicyGraph
from coherence.promises import holds_budgets
from coherence.scope import Scope
from coherence.uptake import is_plan, ladder
from coherence.voices import is_kind
from coherence.words import Message, marked, say
from data.columns import PartialDate
from data.model import Actor, Instrument, Interaction, Objective


def plans_in(graph: PolicyGraph, place: str | None) -> Sequence[Instrument]:
    """The development plans in force of a place, in order of id."""
    return graph.once(_plans).get(place or "", ())


def _plans(graph: PolicyGraph) -> Mapping[str, list[Instrument]]:
    found: dict[str, list[Instrument]] = defaultdict(list)
    for plan in graph.snapshot.of(Instrument).values():
        if plan.territory and is_plan(graph, plan) and graph.counts(plan) and graph.in_force(plan):
            found[plan.territory].append(plan)
    return found


# --- objectives -----------------------------------------------------------------------------------


def alignments(scope: Scope, code: str, blanks: Blanks) -> Iterator[Blanks]:
    """Objectives of one theme, one right below the other, that are not aligned by half yet.

    For VA4 also those that are aligned only in part.
    """
    at = ladder(scope)
    own = at.objectives.get(blanks["id"])
    if own is None or own.theme is None:
        return
    enough = 1.0 if code == "VA4" else FULLY_OR_HALF
    same = [o for o in at.objectives.values() if o.theme == own.theme]
    pairs = [(own, o) for o in same] if code == "VA2" else [(o, own) for o in same]
    for child, parent in pairs:
        home, above = at.home(child), at.home(parent)
        score = at.graph.aligned_up.get(child.id, {}).get(parent.id, (0.0, ""))[0]
        on_ladder = home and above in scope.places.above(home)
        if on_ladder and at.is_right_below(parent, child) and score < enough:
            yield {
                "child": child.id, "parent": parent.id, "child_name": child.title,
                "parent_name": parent.title, "key": f"{child.id}--{parent.id}",
            }  # fmt: skip


def plans_below(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """Plans in force right below an objective that have none of its theme."""
    at, graph = ladder(scope), scope.graph
    own = at.objectives.get(blanks["id"])
    for place in at.lower_places(own) if own else ():
        themes = {o.theme for o in at.objectives.values() if graph.territory_of(o) == place}
        if own is None or own.theme in themes or place not in scope.territories:
            continue
        for plan in plans_in(graph, place)[:1]:
            name = graph.called(plan.ref)
            key = f"{own.id}--{plan.id}"
            yield {**blanks_of_place(graph, place), "plan": plan.id, "plan_name": name, "key": key}


def upper_objective(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The nearest objective above a programme, in one of its sectors."""
    at, graph = ladder(scope), scope.graph
    programme = at.programmes.get(blanks["id"])
    rank = graph.rank(programme) if programme else None
    if programme is None or rank is None:
        return
    above = scope.places.above(at.home(programme) or "")
    fitting = [
        (own, objective)
        for objective in at.objectives.values()
        if objective.theme in programme.sectors and graph.territory_of(objective) in above
        if (own := graph.rank(objective)) is not None and own < rank
    ]
    nearest = sorted(fitting, key=lambda found: (-found[0], found[1].id))
    for _rank, objective in nearest[:1]:
        yield {"upper_objective": objective.id, "objective_name": objective.title}


def sector(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The plan of the unit that could take a sector up."""
    graph = scope.graph
    for plan in plans_in(graph, blanks["id"])[:1]:
        name = graph.profile.label("sector", blanks["part"])
        yield {
            "sector": blanks["part"], "sector_name": name, "plan": plan.id,
            "plan_name": graph.called(plan.ref), "key": f"{plan.id}--{blanks['part']}",
        }  # fmt: skip


def budgets(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The first investment programme or budget in force in the place."""
    graph, place = scope.graph, blanks.get("place")
    for found in graph.snapshot.of(Instrument).values():
        if found.territory == place and holds_budgets(graph, found) and graph.in_force(found):
            yield {"budget": found.id, "budget_name": graph.called(found.ref)}
            return


TO_BE_AGREED: Final = "To be agreed"


def blank_cells(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """What to put in the blank cells of an objective's results matrix.

    The target and the deadline of an objective that it carries out, where both are of one measure,
    so that they do not contradict each other; else figures that stand for any.
    """
    graph = scope.graph
    own = graph.snapshot.of(Objective)[blanks["id"]]
    upper, plan = _upper_of_measure(graph, own), graph.instrument(own)
    target = target_in_step(graph, own, upper) if upper else None
    deadline = (upper.deadline if upper else None) or (plan.valid_to if plan else None)
    held: dict[str, Any] = {
        "indicator": TO_BE_AGREED, "data_source": TO_BE_AGREED, "baseline": 0.0,
        "target": 1.0 if target is None else target,
        "deadline": deadline or PartialDate(str(graph.as_of.year)),
        "responsible": blanks.get("office"),
    }  # fmt: skip
    yield {f"blank_{k}": v for k, v in held.items() if getattr(own, k) in (None, (), "")}


def _upper_of_measure(graph: PolicyGraph, own: Objective) -> Objective | None:
    """The first objective of the same measure that an objective carries out."""
    uppers = graph.snapshot.of(Objective)
    links = sorted(graph.aligned_up.get(own.id, {}).items()) if own.measure else ()
    aligned = (uppers[name] for name, (score, _) in links if score >= FULLY_OR_HALF)
    return next((upper for upper in aligned if upper.measure == own.measure), None)


# --- two objectives that contradict each other ----------------------------------------------------

AGREED: Final[Mapping[Inconsistency, str]] = {
    Inconsistency.OBJECTIVES: marked("one direction"),
    Inconsistency.TARGET: marked("one target"),
    Inconsistency.DEADLINE: marked("one deadline"),
    Inconsistency.BODY: marked("one responsible body"),
}


def conflicts(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """What two aligned objectives would have to agree on, all of it together."""
    graph = scope.graph
    child, parent = (graph.snapshot.of(Objective)[blanks[k]] for k in ("id", "parent_id"))
    found = {conflict.kind: conflict for conflict in compare(graph, child, parent, "").conflicts}
    if not found:
        return
    filled: dict[str, Any] = {"agreed": _joined([say(AGREED[kind]) for kind in found])}
    if Inconsistency.DEADLINE in found:
        filled["agreed_deadline"] = parent.deadline
    if Inconsistency.TARGET in found:
        filled["agreed_target"] = target_in_step(graph, child, parent)
    if Inconsistency.BODY in found:
        filled["agreed_office"] = _joint_office(graph, child, parent)
    if contrary := found.get(Inconsistency.OBJECTIVES):
        filled["contrary"] = _negative(graph, contrary)
    yield filled


def contradictions(_: Scope, blanks: Blanks) -> Iterator[Blanks]:
    """The assessments by which one objective works against the other."""
    yield from ({"interaction": ref} for ref in blanks.get("contrary", ()))


def _negative(graph: PolicyGraph, found: Conflict) -> tuple[str, ...]:
    held = ((ref, graph.snapshot.get(ref)) for ref in found.cites)
    return tuple(ref for ref, r in held if isinstance(r, Interaction) and (r.score or 0) < 0)


def _joined(words: list[Message]) -> Message:
    first, *rest = words
    for word in rest:
        first = say("{first} and {next}", first=first, next=word)
    return first


def _joint_office(graph: PolicyGraph, child: Objective, parent: Objective) -> str:
    """The nearest office of a body that the upper objective makes responsible, or that body."""
    bodies = {graph.body(graph.successor(actor) or actor) for actor in parent.responsible}
    place = graph.territory_of(child) or ""
    near = {code: steps for steps, code in enumerate((place, *graph.places.above(place)))}
    offices = [
        actor
        for actor in graph.snapshot.of(Actor).values()
        if actor.territory in near and graph.body(actor.id) in bodies and graph.in_force(actor)
    ]
    nearest = sorted(offices, key=lambda a: (near[a.territory or ""], a.id))
    return nearest[0].id if nearest else parent.responsible[0]


# --- periods and the plan above -------------------------------------------------------------------


def periods(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The part of a plan's period that lies in that of the plan in force that it carries out."""
    graph = scope.graph
    plan = graph.snapshot.of(Instrument)[blanks["id"]]
    upper = graph.snapshot.of(Instrument).get(plan.upper or "")
    if upper is None or not graph.in_force(upper):
        return
    agreed: dict[str, PartialDate] = {}
    own_start, start = (i.valid_from or i.adopted_on for i in (plan, upper))
    if start and (own_start is None or own_start.first < start.first):
        agreed["agreed_from"] = start
    if upper.valid_to and (plan.valid_to is None or plan.valid_to.last > upper.valid_to.last):
        agreed["agreed_to"] = upper.valid_to
    if agreed:
        yield {**agreed, "upper_plan_name": graph.called(upper.ref)}


def plan_above(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The plan that a plan without an upper one could carry out.

    Of an investment programme that of its own place, of a plan that of the place right above.
    """
    graph = scope.graph
    instruments = graph.snapshot.of(Instrument)
    plan = instruments[blanks["id"]]
    upper = instruments.get(plan.upper or "")
    if plan.territory is None or (upper and (is_plan(graph, upper) or holds_budgets(graph, upper))):
        return
    own = holds_budgets(graph, plan)
    place = plan.territory if own else graph.places.parent(plan.territory)
    for found in plans_in(graph, place)[:1]:
        yield {"upper_plan": found.id, "upper_plan_name": graph.called(found.ref)}


# --- voices ---------------------------------------------------------------------------------------


def office_below(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """The first government below an instrument's place, the widest first."""
    graph = scope.graph
    instrument = graph.snapshot.of(Instrument)[blanks["id"]]
    under = scope.places.under(instrument.territory or "")[1:]
    for place in sorted(under, key=lambda code: (scope.places.rank(code) or 0, code)):
        found = blanks_of_place(graph, place, "below_")
        office = graph.snapshot.of(Actor).get(found.get("below_office") or "")
        rank, own = (graph.rank(office) if office else None), graph.rank(instrument)
        if rank is not None and own is not None and rank > own:
            yield found
            return


def stages(scope: Scope, _: str, blanks: Blanks) -> Iterator[Blanks]:
    """Who outside government could be heard at a stage of a plan: migrants of its place first."""
    graph, stage = scope.graph, blanks["part"]
    kinds = graph.profile.codes("actor_kind")
    outside = [
        actor
        for actor in graph.snapshot.of(Actor).values()
        if actor.territory == blanks.get("place") and graph.in_force(actor)
        if is_kind(graph, actor.kind, "non_state")
    ]
    outside.sort(key=lambda actor: (not is_kind(graph, actor.kind, "migrant"), actor.id))
    migrants = next((code for code, kind in kinds.items() if kind.about.get("migrant")), None)
    speaker = {"speaker": outside[0].id} if outside else {"speaker_kind": migrants}
    yield {
        **speaker, "stage": stage, "stage_name": graph.profile.label("plan_stage", stage),
        "key": f"{blanks['id']}--{stage}",
    }  # fmt: skip
