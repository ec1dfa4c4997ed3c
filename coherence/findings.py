"""What a report lists beside its indicators: overlaps, gaps and chains, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from coherence.words import Message


class OverlapClass(StrEnum):
    """GAO's three words, strongest first; each count includes the stronger."""

    DUPLICATION = "duplication"
    OVERLAP = "overlap"
    FRAGMENTATION = "fragmentation"


@dataclass(frozen=True, slots=True)
class Money:
    """A whole number of major units of one currency."""

    amount: int
    currency: str


class OverlapTold(NamedTuple):
    """What is said of a listed pair beside the figures by which it is listed."""

    reasons: tuple[Message, ...]
    territories: tuple[str, ...]
    exposed: Money | None
    unpriced: Message | None
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """Two programmes of different leads in one place at one time; ``first < second``."""

    first: str
    """Programme id."""
    second: str
    kind: OverlapClass
    complementary: bool
    """By design: parent and child, co-funded, or aligned objectives; outside every OD count."""
    managed: bool
    """The leads share a tie, a mechanism or an agreement in force, or the verdict says so."""
    score: int
    """Thousandths, 0–1000; orders the list, never decides the class."""
    parts: Mapping[str, int]
    """Thousandths by services, groups, phases, sectors, words."""
    levels: tuple[int | None, int | None]
    verdict: str | None
    """The verdict that holds."""
    old_verdict: str | None
    """A verdict on what the programmes were before they changed: the pair is open again."""
    settled: bool
    """Dismissed, entered twice, or decided and done: outside every OD count."""
    tell: Callable[[], OverlapTold] = field(compare=False, repr=False)
    """Words the rest, which of thousands of pairs a reader opens for a dozen."""

    @cached_property
    def _told(self) -> OverlapTold:
        return self.tell()

    @property
    def reasons(self) -> tuple[Message, ...]:
        """Why they are a pair, the strongest first."""
        return self._told.reasons

    @property
    def territories(self) -> tuple[str, ...]:
        """Where their reach meets, the lowest common places."""
        return self._told.territories

    @property
    def exposed(self) -> Money | None:
        """The money that may pay for the same thing twice; None: see ``unpriced``."""
        return self._told.exposed

    @property
    def unpriced(self) -> Message | None:
        """Why no money is named."""
        return self._told.unpriced

    @property
    def cites(self) -> tuple[str, ...]:
        """Every record that it rests on."""
        return self._told.cites


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One of the five parts of a pair's score."""

    name: str
    """services, groups, phases, sectors or words."""
    points: int
    """Thousandths of the whole score, 0 to ``most``."""
    most: int
    shared: tuple[str, ...]
    """The codes or words on both sides."""
    reason: Message


@dataclass(frozen=True, slots=True)
class PairExplained:
    """Why two programmes are flagged as a pair, or why they are not."""

    first: str
    """Programme id; ``first < second``."""
    second: str
    co_present: bool | None
    """Active in the same place with different leads; None: cannot be judged."""
    kind: OverlapClass | None
    """The class with the verdict heard; None where they share nothing that counts."""
    listed: bool
    complementary: bool
    managed: bool
    settled: bool
    score: int
    parts: tuple[ScorePart, ...]
    reasons: tuple[Message, ...]
    missing: tuple[Message, ...] = ()
    """The cells without which the pair cannot be judged."""
    territories: tuple[str, ...] = ()
    verdict: str | None = None
    old_verdict: str | None = None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing: where, what, for whom, and why we say so."""

    kind: str
    """uncovered_service, from_above, single_provider, unserved_lgu, missing_rung, orphan,
    unfunded_promise, paper_coherence."""
    charbit: str
    """administrative, information, policy, capacity, funding, objective, accountability."""
    territory: str | None
    service: str | None
    group: str | None
    reason: Message
    cites: tuple[str, ...] = ()
    subject: str = ""
    """What lacks, ``kind/id``."""
    state: str = "gap"
    """``gap``, ``thin`` (single provider, from above only) or ``unknown``."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a chain, from the upper end down."""

    ref: str
    """``objective/…``, ``programme/…`` or ``service_point/…``."""
    rank: int | None
    title: str
    instrument: str | None
    territory: str | None
    source: str | None
    stated_by: str | None
    """The alignment, contribution or field that joins this rung to the one above."""
    strength: float | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """An upper objective and how far down it is carried."""

    start: str
    """The upper end, ``objective/…``."""
    end: str
    """The lowest rung reached."""
    complete: bool
    rungs: tuple[Rung, ...]
    missing_rung: int | None
    """Rank of the first level at which nothing takes it up."""
    reason: Message
    cites: tuple[str, ...] = ()
    known: bool = True
    """Whether it is known to be complete or to break there; else what lies below was not read
    whole."""


@dataclass(frozen=True, slots=True)
class Index:
    """The headline index; null with a reason while dimensions are missing."""

    value: float | None
    reason: Message | None
    dimensions: tuple[Mapping[str, object], ...] = field(default=())
    low: float | None = None
    """What it is at least, and at most, once everything is known; None where nothing is asked."""
    high: float | None = None
