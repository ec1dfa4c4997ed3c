"""Two reports beside each other: what changed, by how much, and why.

>>> from coherence import Set, report_on, what_if
>>> from data.example import worked_example
>>> before = report_on(worked_example())
>>> after = what_if(before, [Set("objective/HELP", "allocation", 100)])
>>> change = next(v for v in compare(before, after).values if v.code == "RC2")
>>> change.before, change.after, change.subjects
(50.0, 100.0, ('objective/HELP',))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from coherence.catalogue import Indicator
from coherence.evidence import Evidence, Result
from coherence.findings import Gap, Overlap
from coherence.graph import Link
from coherence.indicators import CATALOGUE
from coherence.report import Report


class Why(StrEnum):
    """Why a value differs; told apart so that a better world is not taken for a better count."""

    REAL = "real change"
    CORRECTION = "correction"
    METHOD = "method"
    UNITS = "new units"
    KNOWN = "more or less is known"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """An indicator before and after, in the catalogue's unit."""

    code: str
    before: float | None
    after: float | None
    causes: Mapping[Why, float]
    """Cause → its part of the difference, in points of the value; they add up to it."""
    subjects: tuple[str, ...]
    """Subjects whose judgement differs, or if none does what it rests on, in order."""
    cites: tuple[str, ...]
    """Records that those judgements rest on, before or after."""

    @property
    def difference(self) -> float | None:
        """After less before; None where either is not known."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two reports on the same unit."""

    values: tuple[ValueChange, ...]
    """Indicators whose value, interval or judgements differ, in reading order."""
    overlaps_new: tuple[Overlap, ...]
    overlaps_gone: tuple[Overlap, ...]
    gaps_new: tuple[Gap, ...]
    gaps_gone: tuple[Gap, ...]
    links_new: tuple[Link, ...]
    links_gone: tuple[Link, ...]


def compare(before: Report, after: Report, *, stated: Why = Why.REAL) -> Comparison:
    """What changed from one report to another: two revisions, two days, or a scenario.

    ``stated`` is why a judgement on the same subject differs, as the later revision says: where it
    mends mistakes of the earlier one, that is a correction and no real change.
    """
    overlaps = _sets(
        {(o.first, o.second, o.kind): o for o in before.overlaps},
        {(o.first, o.second, o.kind): o for o in after.overlaps},
    )
    gaps = _sets({_of_gap(g): g for g in before.gaps}, {_of_gap(g): g for g in after.gaps})
    links = _sets({_of_link(k): k for k in _held(before)}, {_of_link(k): k for k in _held(after)})
    values = _values(before, after, stated)
    return Comparison(tuple(values), *overlaps, *gaps, *links)


K = TypeVar("K")
V = TypeVar("V")


def _sets(old: Mapping[K, V], new: Mapping[K, V]) -> tuple[tuple[V, ...], tuple[V, ...]]:
    """What is new and what is gone, in the order of either side."""
    added = tuple(value for key, value in new.items() if key not in old)
    return added, tuple(value for key, value in old.items() if key not in new)


def _of_gap(gap: Gap) -> tuple[object, ...]:
    return (gap.kind, gap.state, gap.territory, gap.service, gap.group, gap.subject)


def _of_link(link: Link) -> tuple[str, str, str]:
    return (link.source, link.target, link.kind)


def _held(report: Report) -> Iterator[Link]:
    return (link for link in report.graph.links if link.held)


# --- values -------------------------------------------------------------------------------------


def _values(before: Report, after: Report, same_subjects: Why) -> Iterator[ValueChange]:
    same_method = (before.catalogue_version, before.profile.digest) == (
        after.catalogue_version, after.profile.digest,
    )  # fmt: skip
    for code, entry in CATALOGUE.items():
        one, other = before.result(code), after.result(code)
        differing = _differing(one.evidence, other.evidence)
        if not differing and (one.value, one.low) == (other.value, other.low):
            continue
        differing = differing or _resting_elsewhere(one.evidence, other.evidence)
        causes = _causes(entry, one, other, same_subjects) if same_method else _method(one, other)
        yield ValueChange(
            code, one.value, other.value, causes, tuple(differing), _cited(one, other, differing)
        )


def _differing(one: Evidence, other: Evidence) -> list[str]:
    def told(evidence: Evidence) -> dict[str, set[tuple[float | None, float]]]:
        found: dict[str, set[tuple[float | None, float]]] = {}
        rows = zip(evidence.subjects, evidence.scores, evidence.weights, strict=True)
        for subject, score, weight in rows:
            found.setdefault(subject, set()).add((score, weight))
        return found

    old, new = told(one), told(other)
    return sorted(subject for subject in {*old, *new} if old.get(subject) != new.get(subject))


def _resting_elsewhere(one: Evidence, other: Evidence) -> list[str]:
    """Subjects judged alike on other records: a formula of its own may still tell them apart."""

    def resting(evidence: Evidence) -> set[tuple[str, tuple[str, ...]]]:
        return {(judgement.subject, judgement.cites) for judgement in evidence}

    return sorted({subject for subject, _ in resting(one) ^ resting(other)})


def _cited(one: Result, other: Result, subjects: list[str]) -> tuple[str, ...]:
    wanted = frozenset(subjects)
    both = (found.evidence.where(wanted.__contains__) for found in (one, other))
    return tuple(sorted({ref for part in both for cites in part.cites for ref in cites}))


def _method(one: Result, other: Result) -> Mapping[Why, float]:
    if one.value is None or other.value is None:
        return {}
    return {Why.METHOD: other.value - one.value}


def _causes(
    entry: Indicator, one: Result, other: Result, same_subjects: Why
) -> Mapping[Why, float]:
    """The difference in steps: same subjects known both times, then what became known, then units.

    Each step is the value over more of the later evidence; so the parts add up exactly. For an
    indicator with a formula of its own the whole difference is the cause at hand.
    """
    if one.value is None or other.value is None:
        return {}
    if entry.own_formula or not one.evidence or not other.evidence:
        return {same_subjects: other.value - one.value}
    both = set(one.evidence.subjects) & set(other.evidence.subjects)
    known = both & _known(one.evidence) & _known(other.evidence)
    steps = [
        _value(entry, one.evidence),
        _value(entry, one.evidence.where(both.__contains__)),
        _value(entry, one.evidence.where(known.__contains__)),
        _value(entry, other.evidence.where(known.__contains__)),
        _value(entry, other.evidence.where(both.__contains__)),
        _value(entry, other.evidence),
    ]
    if any(step is None for step in steps):
        return {same_subjects: other.value - one.value}
    a, b, c, d, e, f = (step or 0.0 for step in steps)
    parts = {same_subjects: d - c, Why.KNOWN: (c - b) + (e - d), Why.UNITS: (b - a) + (f - e)}
    return {why: part for why, part in parts.items() if abs(part) > 1e-9}


def _known(evidence: Evidence) -> set[str]:
    pairs = zip(evidence.subjects, evidence.scores, strict=True)
    return {subject for subject, score in pairs if score is not None}


def _value(entry: Indicator, evidence: Evidence) -> float | None:
    mean = evidence.mean
    return None if mean is None else entry.in_unit(mean)
