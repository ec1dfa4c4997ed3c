"""The few actions that would help most, and what may be said of such a list.

>>> from coherence import possible_actions, report_on
>>> from data.example import worked_example
>>> report = report_on(worked_example())
>>> best = best_next_actions(report, possible_actions(report).actions, Goal.of("CG1"))
>>> [(str(step.action), step.gain) for step in best.steps]
[('Serve “Skills training and certification, Returnees” in Mabuhay', 50.0)]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import fsum
from typing import Final

from coherence.actions import Action
from coherence.evidence import Result
from coherence.goals import INDEX, LOW, Goal, NoGoal
from coherence.money import Budget, exchanged
from coherence.report import Report
from coherence.scenario import Baseline, Edit, EditError
from coherence.words import Message, say
from data.garbage import nothing_is_garbage

PAIRWISE: Final = frozenset({"OD1", "OD2", "OD3", "OD4", "OD6"})
"""Indicators that look at programmes two by two: dear to make anew for every candidate."""

LOOKED_AT: Final = 30
"""How many that bear on overlaps are tried, those first that promise most."""

AGAIN: Final = 12
"""How many of the foremost are tried again in each later round, where gains need not shrink."""


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


@dataclass(frozen=True, slots=True)
class BestActions:
    """The few actions that help most, and how far the list can be trusted."""

    goal: Goal
    start: float
    """Where the goal stands, 0 to 100."""
    steps: tuple[Step, ...]
    alone: Mapping[str, float]
    """Action → the points that it would add by itself; those that add nothing are left out."""
    bear: int
    """How many actions bear on the goal: they change something that it rests on."""
    of: int
    """How many actions there were; the others surely add nothing."""
    set_aside: int
    """How many that bear on it were not tried: what they mend of the overlaps promised less."""
    shrinks: bool
    """Whether the gains of those that help are known to shrink, so that the guarantee holds."""
    only_add: int
    """How many actions only add to what the goal counts, or do nothing to it: it holds of these."""
    all_again: bool
    """Whether in every round all that were tried and could be best were tried again."""
    priced: int | None = None
    """How many of those tried have a cost to weigh; None: it was not asked for."""

    @property
    def total(self) -> float:
        """Points that all steps add together."""
        return self.steps[-1].total if self.steps else 0.0

    @property
    def in_short(self) -> Message:
        """What may be said of the list in a line, for the projector."""
        if self.shrinks:
            return say(
                "exact gains; no choice of as many that only add gives more than 1.6 times as much"
            )
        return say("exact gains; whether another choice of as many adds more is not known")

    @property
    def guarantee(self) -> Message:
        """Exactly what may be said of the list."""
        if self.shrinks:
            return self._bound
        if not self.bear:
            return say("none of the {count} actions changes what it rests on", count=self.of)
        parts = [say("every gain is exact, measured on a changed copy of the register")]
        if self.set_aside:
            parts.append(say(
                "of those that bear on overlaps the {tried} most promising were tried and {left} "
                "were not", tried=LOOKED_AT, left=self.set_aside,
            ))  # fmt: skip
        parts.append(self._steps_in_words)
        if self.priced is not None:
            parts.append(say(
                "{priced} of {tried} have a cost on record, the others come last by their gain",
                priced=self.priced, tried=self.bear - self.set_aside,
            ))  # fmt: skip
        parts.append(say("whether another choice of as many adds more is not known"))
        first, *rest = parts
        for part in rest:
            first = say("{first}; {next}", first=first, next=part)
        return first

    @property
    def _bound(self) -> Message:
        if self.only_add == self.of:
            return say(
                "every gain is exact, measured on a changed copy of the register; no other choice "
                "of as many of the {count} actions adds more than 1.6 times as much (greedy, gains "
                "that only shrink)",
                count=self.of,
            )  # fmt: skip
        return say(
            "every gain is exact, measured on a changed copy of the register; no other choice of "
            "as many of the {count} actions that only add to it adds more than 1.6 times as much "
            "(greedy, gains that only shrink); the other {others} add nothing by themselves",
            count=self.only_add, others=self.of - self.only_add,
        )  # fmt: skip

    @property
    def _steps_in_words(self) -> Message:
        """In what sense each step is the best one."""
        if not self.priced and self.all_again:
            return say("each step adds most of all that were tried, after those before it (greedy)")
        if not self.priced:
            return say(
                "the first step adds most of all that were tried, each later one most of the "
                "{count} that were foremost till then (greedy)",
                count=AGAIN,
            )  # fmt: skip
        if self.all_again:
            return say(
                "each step adds most for its cost of all that were tried, after those before it "
                "(greedy)"
            )
        return say(
            "the first step adds most for its cost of all that were tried, each later one most of "
            "the {count} that were foremost till then (greedy)",
            count=AGAIN,
        )  # fmt: skip


Told = Callable[[float], None]
"""Hears how much is done, 0 to 1; raising stops the search."""


def best_next_actions(
    report: Report,
    actions: Sequence[Action],
    goal: Goal,
    *,
    most: int = 5,
    per_cost: bool = False,
    told: Told = lambda _done: None,
    baseline: Baseline | None = None,
) -> BestActions:
    """The few actions that raise the goal most, each with what it adds after those before it.

    Taken one at a time, always the one that adds most to those before it (or most per unit of
    cost in the profile's currency; actions without such a cost then come last). Where gains are
    known to shrink (`Goal.only_adds`), what an action added before bounds what it adds now, so only
    the foremost are tried again (Minoux 1978) and the list is that of the plain greedy way: at
    least 63 % of the best choice of as many (Nemhauser, Wolsey and Fisher 1978; not per cost). Else
    the foremost are tried again in every round. Only indicators that an edit touches are made anew;
    those that look at pairs of programmes only for the actions that promise most, by what the
    judgements they mend would add.
    ``told`` hears how much is done; what it raises stops the search.

    Raises:
        NoGoal: the goal has no value to start from.
    """
    start = goal(report)
    if start is None:
        raise NoGoal(_why_none(report, goal))
    with nothing_is_garbage():
        search = _Search(goal, baseline or Baseline(report), told, most, per_cost=per_cost)
        tried, set_aside = search.first_round(actions, start)
        adding = [c for c in tried if c.only_adds]
        shrinks = bool(adding) and not per_cost and all(
            c.alone > -TINY if c.only_adds else c.alone <= TINY for c in tried
        )  # fmt: skip
        steps, all_again = search.choose(tried, start, shrinks=shrinks)
    told(1.0)
    return BestActions(
        goal, start, steps, {c.action.name: c.alone for c in tried if c.alone > TINY},
        len(tried) + set_aside, len(actions), set_aside,
        shrinks, len(actions) - len(tried) + len(adding), all_again,
        sum(c.price is not None for c in tried) if per_cost else None,
    )  # fmt: skip


TINY: Final = 1e-9
"""Points below which a gain is none."""


def price_of(report: Report, action: Action) -> Fraction | None:
    """What an action costs in the profile's currency; None: no cost, or no rate, is on record."""
    if not action.cost or not action.currency:
        return None
    amount = Fraction(action.cost)
    held = Budget(amount, action.currency, None, (), ())
    turned = exchanged(report.graph, amount, held, report.profile.currency)
    return turned[0] if turned else None


def _why_none(report: Report, goal: Goal) -> str:
    if goal.code == INDEX:
        reason = report.index.reason
        return f"the index has no value: {reason}" if reason else "the index has no value"
    why = report.result(goal.code).reason
    other = "" if goal.low else f"; its low end may be asked for: {goal.code}:{LOW}"
    return f"{goal} has no value to start from ({why or 'not known'}){other}"


@dataclass(slots=True)
class _Candidate:
    action: Action
    alone: float
    gain: float
    touches: frozenset[str]
    """Indicators of the goal that it may alter."""
    only_adds: bool
    """Whether it does no more to the goal than to give subjects what it counts."""
    price: Fraction | None
    """What it costs in the profile's currency; None: not on record, or in another one."""
    stale: bool = field(default=False)
    """Whether a step was taken since that may have changed its gain."""

    def worth(self, per_cost: bool) -> tuple[float, float]:
        if not per_cost:
            return self.gain, 0.0
        return (self.gain / float(self.price) if self.price else 0.0, self.gain)


class _Search:
    """The state of a search: where it stands, and how much of it is done."""

    def __init__(
        self, goal: Goal, baseline: Baseline, told: Told, most: int, *, per_cost: bool
    ) -> None:
        self.goal = goal
        self.at = baseline
        self.told = told
        self.most = most
        self.per_cost = per_cost
        self.codes = goal.codes(baseline.report)
        self._of_code: dict[str, Mapping[str, float]] = {}

    def first_round(self, actions: Sequence[Action], start: float) -> tuple[list[_Candidate], int]:
        """The actions that bear on the goal, each tried by itself, and how many were set aside."""
        for number, code in enumerate(self.codes):
            self.told(0.1 * number / len(self.codes))
            self.at.reads(code)
        found, dear = [], []
        for number, action in enumerate(actions):
            self.told(0.1 + 0.3 * number / len(actions))
            try:
                after, changes = self.at.after(action.edits)
            except EditError:
                continue  # it is about a record that the register does not hold
            touches = self.at.touched(changes, self.codes)
            if not touches:
                continue
            fits, price = self.goal.only_adds(self.at, changes), price_of(self.at.report, action)
            if touches & PAIRWISE:
                promised = self._promised(action)
                dear.append(_Candidate(action, 0.0, promised, touches, fits, price))
            elif (value := self.goal(after)) is not None:
                gain = value - start
                found.append(_Candidate(action, gain, gain, touches, fits, price))
        dear.sort(key=lambda c: c.gain, reverse=True)
        for number, candidate in enumerate(dear[:LOOKED_AT]):
            self.told(0.4 + 0.3 * number / LOOKED_AT)
            own = self._gain(candidate.action.edits, start)
            if own is not None:
                candidate.alone = candidate.gain = own
                found.append(candidate)
        return found, len(dear[LOOKED_AT:])

    def _promised(self, action: Action) -> float:
        """Where the goal would stand if of the pairs just the judgements were mended that the
        action is about; everything else is made anew.
        """
        report = self.at.report

        def hoped(code: str) -> Result | None:
            if code not in PAIRWISE:
                return None
            mended = {m.subject for m in action.mends if m.code == code}
            result = report.result(code)
            if result.normalised is None or not mended:
                return result
            points = fsum(self._shortfalls(code).get(subject, 0.0) for subject in mended)
            return replace(result, normalised=min(100.0, result.normalised + points))

        after, _ = self.at.after(action.edits, hoped=hoped)
        return self.goal(after) or 0.0

    def _shortfalls(self, code: str) -> Mapping[str, float]:
        """Subject → points of the normalised value that mending its judgement would add."""
        if code not in self._of_code:
            found = self.at.report.result(code).evidence
            gains = (100 * found.gain(at) for at in range(len(found)))
            self._of_code[code] = dict(zip(found.subjects, gains, strict=True))
        return self._of_code[code]

    def _gain(self, edits: tuple[Edit, ...], now: float) -> float | None:
        """Points that the edits add to where the search stands; None: the goal is lost."""
        try:
            value = self.goal(self.at.after(edits)[0])
        except EditError:  # a step before it took the record away
            return None
        return None if value is None else value - now

    def choose(
        self, found: list[_Candidate], start: float, *, shrinks: bool
    ) -> tuple[tuple[Step, ...], bool]:
        """The steps, and whether all candidates that could be best were looked at in each."""
        left = [c for c in found if c.gain > TINY]
        steps: list[Step] = []
        now, all_again = start, shrinks or len(left) == len(found)
        while left and len(steps) < self.most:
            left.sort(key=lambda c: c.worth(self.per_cost), reverse=True)
            best = self._foremost(left, now, shrinks=shrinks)
            if best.gain <= TINY:
                break
            all_again = all_again and (shrinks or not any(c.stale for c in left))
            now += best.gain
            steps.append(Step(best.action, best.gain, best.alone, now - start))
            left.remove(best)
            if len(steps) < self.most and left:
                self._take(best, left)
            self.told(0.7 + 0.3 * len(steps) / self.most)
        return tuple(steps), all_again

    def _take(self, best: _Candidate, left: list[_Candidate]) -> None:
        self.at = self.at.moved(best.action.edits)
        for candidate in left:
            candidate.stale = candidate.stale or bool(candidate.touches & best.touches)

    def _foremost(self, left: list[_Candidate], now: float, *, shrinks: bool) -> _Candidate:
        """The candidate that adds most now; ``left`` is in the order of what was known."""
        per_cost = self.per_cost
        best: _Candidate | None = None
        for number, candidate in enumerate(left):
            behind = best is not None and candidate.worth(per_cost) <= best.worth(per_cost)
            if (behind and shrinks) or (best is not None and number >= AGAIN):
                break
            if candidate.stale:
                self.told(0.7)
                gain = self._gain(candidate.action.edits, now)
                candidate.gain, candidate.stale = (0.0 if gain is None else gain), False
            if best is None or candidate.worth(per_cost) > best.worth(per_cost):
                best = candidate
        assert best is not None
        return best
