"""What could be done about what a report finds: every action that the country profile lists.

An action is made for a judgement that is not what it should be, cites it, and carries the edits
that doing it would make on a copy of the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import fsum
from typing import Any

from coherence.action_blanks import Blanks, blanks_of
from coherence.action_ways import EACH, PARTS
from coherence.evidence import Judgement
from coherence.facets import PAIR
from coherence.indicators import CATALOGUE
from coherence.report import Report
from coherence.scenario import Edit, MergeProgrammes, Put, Set
from coherence.words import Message, say
from data.action_costs import Cost
from data.actions import BLANK, ActionKind, Rule, action_kinds
from data.columns import Holds, PartialDate
from data.model import KINDS, Programme, Record, columns_of, link_id


@dataclass(frozen=True, slots=True)
class Mended:
    """A judgement that an action is about."""

    code: str
    subject: str
    score: float | None
    reason: Message
    short: float = 0.0
    """How much it falls short of what it should be, times its weight."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that could be done: its edits, what it is called, and what it costs if known."""

    name: str
    """Tells it from the others, and stands in addresses: ``desk:0500506000``."""
    edits: tuple[Edit, ...]
    cost: int | None = None
    """In whole units of the currency; None is not on record, never 0."""
    currency: str | None = None
    cost_source: str = ""
    """Where the cost is from."""
    kind: str = ""
    """The profile's entry."""
    title: Message | None = None
    assumes: str = ""
    """What is taken for granted when it is tried out."""
    mends: tuple[Mended, ...] = ()
    """The judgements that it is about."""

    def __str__(self) -> str:
        return str(self.title) if self.title else self.name


@dataclass(frozen=True, slots=True)
class Possible:
    """The actions that a report gives rise to, and how many of a kind were left out."""

    actions: tuple[Action, ...]
    left_out: Mapping[str, int]


def possible_actions(
    report: Report, kinds: Iterable[str] | None = None, *, unknown: bool = False
) -> Possible:
    """What could be done in the report's unit: all kinds of the profile, or those asked for.

    In the profile's order; of one kind those first that mend the most judgements, pairs of
    programmes as the list of overlaps has them, then those whose judgements fall shortest.
    ``unknown``: also about what is not known to be missing, as for a goal that is a low end.

    Raises:
        ProfileError: the profile's list of actions cannot be used.
    """
    listed = action_kinds(report.profile)
    asked = listed if kinds is None else {k: listed[k] for k in kinds if k in listed}
    found: list[Action] = []
    left_out: dict[str, int] = {}
    for kind in asked.values():
        own = _of_kind(report, kind, unknown=unknown or kind.unknown)
        found += own[: kind.most]
        if kind.most is not None and len(own) > kind.most:
            left_out[kind.id] = len(own) - kind.most
    return Possible(tuple(found), left_out)


def action_named(report: Report, name: str) -> Action | None:
    """The action of a name (``desk:0500506000``), whether or not it is among the foremost."""
    kind = action_kinds(report.profile).get(name.partition(":")[0])
    own = _of_kind(report, kind, unknown=True) if kind else ()
    return next((action for action in own if action.name == name), None)


def _of_kind(report: Report, kind: ActionKind, *, unknown: bool) -> list[Action]:
    cases: dict[str, list[tuple[Blanks, Mended]]] = {}
    for code, judgement in _imperfect(report, kind, unknown=unknown):
        short = judgement.weight * (1 - (judgement.score or 0.0))
        mended = Mended(code, judgement.subject, judgement.score, judgement.reason, short)
        for key, blanks in _cases(report, kind, mended):
            cases.setdefault(key, []).append((blanks, mended))
    found = [a for key, held in cases.items() if (a := _action(report, kind, key, held))]
    of_pairs = any(_is_pair(m.subject) for a in found for m in a.mends)
    order = _order_of_pairs(report) if of_pairs else {}
    last = len(order)

    def foremost(action: Action) -> tuple[int, int, float, str]:
        place = min(order.get(m.subject, last) for m in action.mends)
        return -len(action.mends), place, -fsum(m.short for m in action.mends), action.name

    return sorted(found, key=foremost)


def _imperfect(
    report: Report, kind: ActionKind, *, unknown: bool
) -> Iterator[tuple[str, Judgement]]:
    """The judgements that the kind is about and that are not what they should be."""
    for place in kind.mends:
        code, _, part = place.partition("@")
        if not CATALOGUE[code].measures(report.scope):
            continue
        for judgement in report.result(code).evidence:
            ref, _, own = judgement.subject.partition("@")
            fits = (not part or own == part) and (not kind.of or ref.partition("/")[0] in kind.of)
            lacking = unknown if judgement.score is None else judgement.score < 1
            if fits and lacking:
                yield code, judgement


def _is_pair(subject: str) -> bool:
    """Whether a judgement is about two programmes."""
    return PAIR in subject and subject.startswith(f"{Programme.KIND}/")


def _order_of_pairs(report: Report) -> Mapping[str, int]:
    pairs = (f"programme/{o.first}{PAIR}programme/{o.second}" for o in report.overlaps)
    return {pair: number for number, pair in enumerate(pairs)}


def _cases(report: Report, kind: ActionKind, mended: Mended) -> Iterator[tuple[str, Blanks]]:
    """The actions that a judgement gives rise to, each by its key, with its blanks filled."""
    blanks = blanks_of(report.scope, mended.subject)
    if blanks is None or not all(blanks.get(name) for name in kind.needs):
        return
    more = EACH[kind.each](report.scope, mended.code, blanks) if kind.each else iter([{}])
    for found in more:
        filled = {**blanks, **found}
        own = filled.get("id") or mended.subject.replace("programme/", "").replace(PAIR, "--")
        key = filled.get(kind.together) if kind.together else filled.get("key", own)
        if key:
            yield str(key).replace("/", "-"), filled


def _action(
    report: Report, kind: ActionKind, key: str, cases: list[tuple[Blanks, Mended]]
) -> Action | None:
    """The action, or None where a blank that it needs is not known."""
    edits: dict[Edit, None] = {}
    try:
        for blanks, _ in cases:
            edits.update(dict.fromkeys(_edits(report, kind, key, blanks)))
        title = _title(kind.title, cases[0][0])
    except _NotKnown:
        return None
    mends = tuple(dict.fromkeys(mended for _, mended in cases))
    action = Action(f"{kind.id}:{key}", tuple(edits), kind=kind.id, title=title,
                    assumes=kind.assumes, mends=mends)  # fmt: skip
    return _priced(action, kind, cases[0][0])


class _NotKnown(Exception):
    """A blank that an action needs has no value."""


def _title(text: str, blanks: Blanks) -> Message:
    names = BLANK.findall(text)
    if any(blanks.get(name) is None for name in names):
        raise _NotKnown
    return say(text, **{name: blanks[name] for name in names})


def _priced(action: Action, kind: ActionKind, blanks: Blanks) -> Action:
    """With its cost, where the profile or the record at hand says so with its currency."""
    cost, currency = _filled(kind.cost, blanks), _filled(kind.currency, blanks)
    if not isinstance(cost, int) or cost <= 0 or not currency:
        return action
    source = _filled(kind.cost_source, blanks) or ""
    return costing(action, Cost(cost, currency, source, kind.cost_per))


def costing(action: Action, cost: Cost) -> Action:
    """The action with what it costs; a cost per record times as many as it makes."""
    made = [edit.record.KIND for edit in action.edits if isinstance(edit, Put)]
    times = made.count(cost.per) if cost.per else 1
    if not times:
        return action
    return replace(
        action, cost=cost.amount * times, currency=cost.currency, cost_source=cost.source
    )


def with_costs(actions: Iterable[Action], costs: Mapping[str, Cost]) -> tuple[Action, ...]:
    """The actions with what they cost: by an action's own name, else by that of its kind.

    An action without either keeps what the register or the profile says of it.
    """
    return tuple(
        costing(action, found) if (found := costs.get(a) or costs.get(action.kind)) else action
        for action in actions
        for a in (action.name,)
    )


# --- rules to edits ------------------------------------------------------------------------------


def _edits(report: Report, kind: ActionKind, key: str, blanks: Blanks) -> Iterator[Edit]:
    known = dict(blanks)
    for rule in kind.rules:
        if rule.unless and known.get(rule.unless):
            continue
        loops = [list(PARTS[part](report.scope, known)) for part in rule.each]
        for parts in product(*loops):
            filled = known | {name: value for part in parts for name, value in part.items()}
            for edit in _edit(report, rule, (kind.id, key), filled):
                yield edit
                if isinstance(edit, Put) and not rule.each:
                    known[rule.what] = edit.record.id


def _edit(report: Report, rule: Rule, key: tuple[str, str], blanks: Blanks) -> Iterator[Edit]:
    if rule.deed == "makes":
        yield Put(_made(report, rule, key, blanks))
        return
    what = _filled(rule.what, blanks)
    if what is None:
        raise _NotKnown
    if rule.deed == "merges":
        kept, _, gone = str(what).partition("|")
        yield MergeProgrammes(kept, gone)
        return
    record = report.snapshot.get(str(what))
    if record is None:
        raise _NotKnown
    for name, value in _values(type(record), rule.values, blanks).items():
        yield Set(record.ref, name, value)


def _made(report: Report, rule: Rule, key: tuple[str, str], blanks: Blanks) -> Record:
    cls = KINDS[rule.what]
    values = _values(cls, rule.values, blanks)
    for name, spec in columns_of(cls).items():
        if spec.required and name != "id" and not values.get(name):
            raise _NotKnown
    keys = [values.get(name) for name in cls.KEY_FIELDS]
    own = link_id(*(str(k) if k else None for k in keys)) if keys else link_id("new", *key)
    id = values.pop("id", own)
    day = PartialDate(report.selection.as_of)
    return cls(id=id, grade="C", observed_on=day, source="What-if", **values)


def _values(kind: type[Record], texts: Mapping[str, Any], blanks: Blanks) -> dict[str, Any]:
    """The fields of a record with their blanks filled; what is not known is left out.

    A text without anything in it empties its field.
    """
    found: dict[str, Any] = {}
    for name, text in texts.items():
        spec = columns_of(kind)[name]
        many = [v for t in (text if isinstance(text, list) else [text])
                if (v := _filled(t, blanks)) is not None]  # fmt: skip
        if text == "":
            found[name] = () if spec.holds.is_many else None
        elif many:
            found[name] = _value(spec.holds, many)
    return found


def _value(holds: Holds, many: list[Any]) -> Any:
    if holds is Holds.SPLIT:
        return many[0]
    if holds.is_many:
        flat = (v for value in many for v in (value if isinstance(value, tuple) else (value,)))
        return tuple(sorted(set(flat)))
    if holds is Holds.DATE and not isinstance(many[0], PartialDate):
        return PartialDate(many[0])
    return str(many[0]) if holds is Holds.TEXT else many[0]


def _filled(text: Any, blanks: Blanks) -> Any:
    """A text with its blanks filled; a blank alone gives its value as it is. None: not known."""
    if not isinstance(text, str):
        return text
    alone = BLANK.fullmatch(text)
    if alone:
        return blanks.get(alone[1])
    names = BLANK.findall(text)
    if any(blanks.get(name) is None for name in names):
        return None
    return text.format(**{name: blanks[name] for name in names})
