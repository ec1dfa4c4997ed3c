"""What an indicator is, and how a function becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from inspect import getdoc

from coherence.evidence import NO_EVIDENCE, Evidence, Judgement, Published, Result
from coherence.graph import PolicyGraph
from coherence.scope import Scope
from coherence.words import Message, say
from data.garbage import nothing_is_garbage
from data.model import Statistic, UnitSet
from data.profile import Profile

VERSION = "1"
"""Version of the catalogue: values are compared over time only within one version."""


class Dimension(StrEnum):
    """The eight dimensions, in reading order."""

    VA = "Vertical alignment"
    CM = "Coordination mechanism and network"
    IN = "Institutionalisation"
    CG = "Coverage and gaps"
    OD = "Fragmentation, overlap, duplication"
    PA = "Participation"
    RC = "Resources and capacity"
    DM = "Data, M&E and accountability"


class Direction(StrEnum):
    """Which way a value is better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Measured:
    """What an indicator with a formula of its own found, in the catalogue's unit."""

    value: float | None
    evidence: Evidence = NO_EVIDENCE
    low: float | None = None
    high: float | None = None
    reason: Message | None = None
    beside: tuple[tuple[str, object], ...] = ()


Judge = Callable[[Scope], Iterable[Judgement]]
Formula = Callable[[Scope], Measured]
Banding = Callable[[Scope, Measured], str | None]
Beside = Callable[[Scope, Evidence], tuple[tuple[str, object], ...]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A named way of judging a unit."""

    code: str
    title: str
    dimension: Dimension
    measured_in: str
    """``%``, ``index 0–100``, ``ratio``, ``0–1``."""
    direction: Direction
    levels: str
    """At which levels it is a measure: letters of N, R, P, L, M."""
    weighs: str
    """What one judgement is about, in the plural: objectives, LGUs, pairs."""
    reference: str
    core: bool
    own_formula: bool
    goalposts: tuple[float, float]
    """The value that counts as 0 and the one that counts as 100 of ``normalised``."""
    bands: str
    """Key under ``bands`` of the profile."""
    judge: Callable[[Scope], object]
    banding: Banding | None = None
    besides: Beside | None = None

    @property
    def name(self) -> str:
        """The function's name: ``complete_chains``."""
        return str(getattr(self.judge, "__name__", self.code))

    @property
    def definition(self) -> str:
        """First paragraph of the function's docstring: the text that officials read."""
        return (getdoc(self.judge) or "").partition("\n\n")[0].replace("\n", " ")

    @property
    def formula(self) -> str:
        """What the docstring says after its first paragraph, a paragraph a line, in plain text."""
        rest = (getdoc(self.judge) or "").partition("\n\n")[2].replace("``", "")
        return "\n".join(" ".join(part.split()) for part in rest.split("\n\n"))

    def measures(self, scope: Scope) -> bool:
        """Whether the indicator is a measure of such a unit at all."""
        if scope.mechanism:
            return "M" in self.levels
        letters = {0: "N", 1: "R", 2: "P", 3: "L"}
        own = letters.get(min(scope.rank, 3)) if scope.rank is not None else None
        at_unit = own is not None and own in self.levels
        return at_unit or (self.levels == "M" and own in ("N", "R", "P", "L"))

    @nothing_is_garbage()
    def __call__(self, scope: Scope, keep: Callable[[str], bool] | None = None) -> Result:
        """The value for a unit; ``keep`` is a lens on the subjects that are judged."""
        published = tuple(published_for(scope, self.code))
        if not self.measures(scope):
            reason = say("{code} is not a measure of such a unit", code=self.code)
            return Result(
                self.code, None, None, None, None, 0, None, None, reason, NO_EVIDENCE, published
            )
        measured = self._measure(scope, keep)
        return self._conclude(scope, measured, published)

    def _measure(self, scope: Scope, keep: Callable[[str], bool] | None) -> Measured:
        found = self._judged(scope)
        if isinstance(found, Measured):
            return found
        evidence = found
        if keep is not None:
            evidence = evidence.where(keep)
        beside = self.besides(scope, evidence) if self.besides else ()
        if evidence.bounds is None:
            reason = say("nothing on record that could be judged ({what})", what=self.weighs)
            return Measured(None, evidence, reason=reason, beside=beside)
        low, high = sorted(self.in_unit(bound) for bound in evidence.bounds)
        mean, share = evidence.mean, evidence.availability or 0.0
        least = scope.profile.known_share
        if mean is None or round(share * 100, 9) < least:
            reason = say(
                "only {share:.0f} % could be judged: at least {low:.1f}, at most {high:.1f}",
                share=share * 100, low=low, high=high,
            )  # fmt: skip
            return Measured(None, evidence, low, high, reason, beside)
        return Measured(self.in_unit(mean), evidence, low, high, None, beside)

    def _judged(self, scope: Scope) -> Measured | Evidence:
        """What is found of a unit without a lens: found once, and looked at through every lens."""
        known = scope.once(_known)
        if self.judge not in known:
            found = self.judge(scope)
            if not isinstance(found, Measured | Evidence):
                found = Evidence.of(found)  # type: ignore[arg-type] # a judge yields judgements
            known[self.judge] = found
        return known[self.judge]

    def in_unit(self, mean: float) -> float:
        """A mean score, 0–1 with 1 coherent, in the catalogue's unit and direction."""
        return 100 * (mean if self.direction is Direction.HIGHER else 1 - mean)

    def normalise(self, value: float) -> float:
        """A value between its goalposts, 0 to 100, higher better, clipped."""
        worst, best = self.goalposts
        return min(100.0, max(0.0, 100 * (value - worst) / (best - worst)))

    def _conclude(self, scope: Scope, found: Measured, published: tuple[Published, ...]) -> Result:
        value, evidence = found.value, found.evidence
        band = None
        if value is not None:
            band = (self.banding or self._by_threshold)(scope, found)
        return Result(
            code=self.code,
            value=value,
            normalised=None if value is None else self.normalise(value),
            band=band,
            availability=evidence.availability,
            known=evidence.known,
            low=found.low,
            high=found.high,
            reason=found.reason,
            evidence=evidence,
            published=published,
            beside=found.beside,
        )

    def _by_threshold(self, scope: Scope, found: Measured) -> str | None:
        return None if found.value is None else band_of(scope.profile, self.bands, found.value)


def _known(_scope: Scope) -> dict[Callable[[Scope], object], Measured | Evidence]:
    return {}


def band_of(profile: Profile, key: str, value: float) -> str | None:
    """The band of a value by the profile's thresholds ``on_track`` and ``off_track``.

    Where ``on_track`` is the larger threshold more is better: on track from it on, off track
    below ``off_track``. Else less is better: on track up to it, off track above ``off_track``.
    """
    thresholds = profile.setting("bands", key)
    if not thresholds:
        return None
    good, bad = thresholds["on_track"], thresholds["off_track"]
    value = round(value, 9)
    if good >= bad:
        return "on_track" if value >= good else "off_track" if value < bad else "partial"
    return "on_track" if value <= good else "off_track" if value > bad else "partial"


def published_for(scope: Scope, code: str) -> Iterator[Published]:
    """Counts that a source published about the unit, or a unit set in it, under this code."""
    unit_sets = scope.snapshot.of(UnitSet)
    for statistic in scope.graph.once(_by_series).get(code, ()):
        kind, _, name = statistic.about.partition("/")
        place = unit_sets[name].territory if kind == "unit_set" and name in unit_sets else name
        if statistic.about != scope.unit and place not in scope.roots:
            continue
        value = statistic.value
        if value is None and statistic.numerator is not None and statistic.denominator:
            value = round(100 * statistic.numerator / statistic.denominator, 1)
        yield Published(
            statistic.about, statistic.measure or "", value, statistic.numerator,
            statistic.denominator, statistic.unit or "%", statistic.period or "",
            statistic.source or "", statistic.ref,
        )  # fmt: skip


def _by_series(graph: PolicyGraph) -> Mapping[str, list[Statistic]]:
    found: dict[str, list[Statistic]] = {}
    for statistic in graph.snapshot.of(Statistic).values():
        found.setdefault(statistic.series, []).append(statistic)
    return found


def indicator(
    code: str,
    *,
    title: str,
    measured_in: str = "%",
    direction: Direction = Direction.HIGHER,
    levels: str,
    weighs: str,
    reference: str,
    core: bool = False,
    own_formula: bool = False,
    goalposts: tuple[float, float] | None = None,
    bands: str = "un",
    banding: Banding | None = None,
    beside: Beside | None = None,
) -> Callable[[Callable[[Scope], object]], Indicator]:
    """Turn a judge or an own formula (returns `Measured`) into an `Indicator`.

    A judge yields `Judgement` in any order, or returns `Evidence` where there are very many.
    """
    usual = (0.0, 100.0) if direction is Direction.HIGHER else (100.0, 0.0)

    def name(judge: Callable[[Scope], object]) -> Indicator:
        return Indicator(
            code, title, Dimension[code[:2]], measured_in, direction, levels, weighs, reference,
            core, own_formula, goalposts or usual, bands, judge, banding, beside,
        )  # fmt: skip

    return name


def arrange(found: Iterable[Indicator]) -> Mapping[str, Indicator]:
    """Indicators by code, in reading order.

    Raises:
        ValueError: two different indicators claim one code.
    """
    order = list(Dimension)
    catalogue: dict[str, Indicator] = {}
    for entry in sorted(found, key=lambda i: (order.index(i.dimension), int(i.code[2:]))):
        if catalogue.setdefault(entry.code, entry) is not entry:
            raise ValueError(f"two indicators are called {entry.code!r}")
    return catalogue
