"""What if: edits on a copy of a register, and the few that would help most.

A scenario is a list of edits; `apply` gives the snapshot that would hold. It takes the same way
as any other snapshot, so before and after are two reports side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from coherence.report import Report
from coherence.selection import Selection
from coherence.words import Message, say
from data.columns import Holds, PartialDate
from data.model import Programme, Record, columns_of
from data.snapshot import Snapshot


class EditError(ValueError):
    """An edit cannot be made on this register; the message names the record."""


@dataclass(frozen=True, slots=True)
class Put:
    """Add a record or replace the one of the same id: open a desk, pass an ordinance, add a tie."""

    record: Record


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a record away, ``kind/id``."""

    ref: str


@dataclass(frozen=True, slots=True)
class Set:
    """Give one field of a record another value: a budget, a lead, a territory."""

    ref: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class EndProgramme:
    """End a programme on a day: on the day after it is not active any more."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class MergeProgrammes:
    """Carry on two programmes as one: ``kept`` takes over what ``gone`` does, for whom and where.

    Budgets of one currency add up; links of the one that goes become links of the one kept.
    """

    kept: str
    gone: str


Edit = Put | Remove | Set | EndProgramme | MergeProgrammes


def apply(snapshot: Snapshot, edits: Iterable[Edit]) -> Snapshot:
    """The register as it would be after the edits, in their order.

    Raises:
        EditError: an edit names a record or a field that is not there.
    """
    for edit in edits:
        snapshot = _apply(snapshot, edit)
    return snapshot


def _apply(snapshot: Snapshot, edit: Edit) -> Snapshot:
    match edit:
        case Put(record):
            return snapshot.with_records([record])
        case Remove(ref):
            _held(snapshot, ref)
            return snapshot.with_records([], without=[ref])
        case Set(ref, name, value):
            record = _held(snapshot, ref)
            if name not in columns_of(type(record)) or name == "id":
                raise EditError(f"{ref} has no field {name!r} that could be set")
            return snapshot.with_records([replace(record, **{name: value})])
        case EndProgramme(name, on):
            programme = _held(snapshot, f"programme/{name}")
            ends: dict[str, Any] = {"ends_on": PartialDate(on)}
            return snapshot.with_records([replace(programme, **ends)])
        case MergeProgrammes(kept, gone):
            return _merge(snapshot, kept, gone)


def _held(snapshot: Snapshot, ref: str) -> Record:
    record = snapshot.get(ref)
    if record is None:
        raise EditError(f"the register has no {ref}")
    return record


def _merge(snapshot: Snapshot, kept: str, gone: str) -> Snapshot:
    one, other = (_held(snapshot, f"programme/{name}") for name in (kept, gone))
    assert isinstance(one, Programme)
    assert isinstance(other, Programme)
    joined: dict[str, Any] = {
        name: tuple(sorted({*getattr(one, name), *getattr(other, name)}))
        for name in ("sectors", "services", "groups", "phases", "territories", "open_to")
    }
    same_money = one.currency == other.currency and None not in (one.budget, other.budget)
    budget = (one.budget or 0) + (other.budget or 0) if same_money else one.budget
    related = tuple(r for r in one.related if r != gone)
    merged = replace(one, budget=budget, budget_split=(), related=related, **joined)
    moved = {r.ref: r for r in _moved(snapshot, kept, gone)}
    old = [r.ref for r in snapshot if r.ref in moved or r.ref == other.ref]
    return snapshot.with_records([merged, *moved.values()], without=old)


def _moved(snapshot: Snapshot, kept: str, gone: str) -> Iterator[Record]:
    """Records that refer to the programme that goes, referring to the one kept; their ids stay."""
    for record in snapshot:
        if record.ref in (f"programme/{gone}", f"programme/{kept}"):
            continue
        changed = {
            name: _redirected(getattr(record, name), kept, gone)
            for name, spec in columns_of(type(record)).items()
            if "programme" in spec.refers and spec.holds in (Holds.REFERENCE, Holds.REFERENCES)
        }
        changed = {n: v for n, v in changed.items() if v != getattr(record, n)}
        if changed and not _points_at_itself(record, changed):
            yield replace(record, **changed)


def _redirected(value: Any, kept: str, gone: str) -> Any:
    if isinstance(value, tuple):
        return tuple(sorted({kept if v == gone else v for v in value}))
    return kept if value == gone else value


def _points_at_itself(record: Record, changed: dict[str, Any]) -> bool:
    """A verdict on the two that are now one says nothing any more."""
    values = {f.name: getattr(record, f.name) for f in fields(record)} | changed
    return "first" in values and values["first"] == values.get("second")


# --- the few that help most ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Action:
    """Something that could be done: its edits, what it is called, and what it costs if known."""

    name: str
    edits: tuple[Edit, ...]
    cost: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One of the best next actions, in the order in which they are taken."""

    action: Action
    gain: float
    """Points that it adds to the goal after the steps before it."""
    alone: float
    """Points that it would add by itself."""
    total: float
    """Points that all steps up to it add together."""


Goal = Callable[[Report], float | None]
"""What is to rise: an indicator's normalised value, the index, an interval's lower end."""


def best_next_actions(
    report: Report,
    actions: Sequence[Action],
    goal: Goal,
    *,
    most: int = 5,
    per_cost: bool = False,
    told: Callable[[float], None] = lambda _done: None,
) -> tuple[Step, ...]:
    """The few actions that raise the goal most, each with its marginal gain.

    Taken one at a time, always the one that adds most to those before it (or most per unit of
    cost; actions without a known cost then come last). For a goal whose gains only shrink as
    more is done (a covered share), this reaches at least 63 % of the best possible choice of as
    many actions (Nemhauser, Wolsey and Fisher 1978); for other goals it is a good guess and no
    guarantee. ``told`` hears how much is done, 0 to 1.
    """
    start = goal(report) or 0.0
    alone = {a.name: _gain(report, a.edits, goal, start) for a in actions}
    left, taken, total = list(actions), list[Step](), 0.0
    edits: tuple[Edit, ...] = ()
    while left and len(taken) < most:
        gains = {
            a.name: _gain(report, (*edits, *a.edits), goal, start) - total
            if taken
            else alone[a.name]
            for a in left
        }
        best = max(left, key=lambda a: (_worth(a, gains[a.name], per_cost), -actions.index(a)))
        if gains[best.name] <= 1e-9:
            break
        edits = (*edits, *best.edits)
        total += gains[best.name]
        taken.append(Step(best, gains[best.name], alone[best.name], total))
        left.remove(best)
        told(len(taken) / most)
    told(1.0)
    return tuple(taken)


def _gain(report: Report, edits: Iterable[Edit], goal: Goal, start: float) -> float:
    return (goal(what_if(report, edits)) or 0.0) - start


def _worth(action: Action, gain: float, per_cost: bool) -> tuple[float, float]:
    if not per_cost:
        return gain, 0.0
    return (gain / action.cost if action.cost else 0.0, gain)


def what_if(report: Report, edits: Iterable[Edit]) -> Report:
    """The report on the same selection of the register as it would be."""
    changed = apply(report.snapshot, edits)
    chosen = report.selection
    selection = Selection(chosen.unit, chosen.as_of, chosen.lens)
    return Report(changed, report.profile, selection, report.edition)


def told_guarantee(steps: Sequence[Step]) -> Message:
    """What may be said of a list of best next actions."""
    return say(
        "{count} actions together add {total:.1f} points; taken greedily, at least 63 % of the "
        "best choice where gains only shrink",
        count=len(steps), total=steps[-1].total if steps else 0.0,
    )  # fmt: skip
