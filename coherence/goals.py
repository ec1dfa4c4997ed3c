"""What is to rise: an indicator, its low end, or the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coherence.indicators import CATALOGUE
from coherence.reads import Changes
from coherence.report import Report
from coherence.scenario import Baseline
from data.model import KINDS

INDEX: Final = "index"
LOW: Final = "low"

COVERED_SHARES: Final[Mapping[str, frozenset[str]]] = {
    "CG1": frozenset({"need"}),
    "CG5": frozenset({"need", "territory"}),
    "IN2": frozenset({"territory"}),
    "IN3": frozenset({"territory", "mechanism"}),
    "RC1": frozenset({"objective", "instrument"}),
    "RC4": frozenset({"territory"}),
    "DM2": frozenset({"territory"}),
    "VA1": frozenset({"objective", "instrument", "territory"}),
}
"""Indicators that are a share of subjects with something → kinds whose records do more than that.

A subject has it from the first record that gives it; a second adds nothing. So what an action
adds only shrinks as others are taken, as long as all of them only add records, and none of a kind
that brings a new subject or counts only together with another record.
"""

FILLED: Final[Mapping[str, tuple[str, str]]] = {"RC1": ("objective", "budget_instrument")}
"""Indicators whose subjects have it by a field, the kind and the field: blank before."""


class NoGoal(ValueError):
    """There is nothing to raise; the message says why and what could be asked instead."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to rise, 0 to 100: an indicator's normalised value, its low end, or the index."""

    code: str = INDEX
    low: bool = False
    """Whether what is not known counts as 0: the lower end of what the value may be."""

    @classmethod
    def of(cls, text: str) -> Goal:
        """A goal as it is written: ``VA1``, ``VA1:low`` or ``index``.

        Raises:
            NoGoal: no such indicator, or the index was asked for its low end.
        """
        code, colon, end = text.partition(":")
        name = INDEX if code.lower() == INDEX else code.upper()
        if name != INDEX and name not in CATALOGUE:
            raise NoGoal(f"there is no indicator {code!r}; a goal is index, VA1 or VA1:low")
        if colon and (end != LOW or name == INDEX):
            raise NoGoal(f"{text!r} is no goal; a goal is index, VA1 or VA1:low")
        return cls(name, bool(colon))

    def __str__(self) -> str:
        return f"{self.code}:{LOW}" if self.low else self.code

    def __call__(self, report: Report) -> float | None:
        """Where it stands, 0 to 100, higher better; None is not known."""
        if self.code == INDEX:
            return report.index.value
        result = report.result(self.code)
        if not self.low:
            return result.normalised
        if result.low is None or result.high is None:
            return None
        return min(map(CATALOGUE[self.code].normalise, (result.low, result.high)))

    def codes(self, report: Report) -> tuple[str, ...]:
        """The indicators that it rests on."""
        if self.code != INDEX:
            return (self.code,)
        return tuple(c for c, i in CATALOGUE.items() if i.core and i.measures(report.scope))

    def only_adds(self, baseline: Baseline, changes: Changes) -> bool:
        """Whether changes do no more to the goal than to give subjects what it counts.

        Where that holds of all actions, what each adds shrinks as others are taken.
        """
        more = COVERED_SHARES.get(self.code)
        if more is None:
            return False
        held = baseline.report.snapshot
        for kind, name, differing in baseline.reads(self.code).met(changes):
            before = held.of(KINDS[kind]).get(name)
            if differing is None:
                fits = before is None and kind not in more
            else:
                given = {(kind, column) for column in differing} == {FILLED.get(self.code)}
                fits = given and not any(getattr(before, column) for column in differing)
            if not fits:
                return False
        return True
