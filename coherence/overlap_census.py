"""What a count of all pairs of a unit says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coherence.findings import OverlapClass
from coherence.kernels.tables import PARTS
from coherence.verdicts import OPEN, Standing


@dataclass(frozen=True, slots=True)
class Missing:
    """A programme of which a cell is missing, and how many pairs cannot be judged for it."""

    programme: str
    cells: tuple[str, ...]
    """lead, activity, reach."""
    pairs: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """A pair that overlaps or is listed."""

    first: str
    """Programme id; ``first < second``."""
    second: str
    kind: OverlapClass
    managed: bool
    complementary: bool
    listed: bool
    points: tuple[int, ...]
    """Thousandths, in the order of `PARTS`."""
    standing: Standing = OPEN

    @property
    def score(self) -> int:
        """Thousandths."""
        return sum(self.points)

    @property
    def counts(self) -> bool:
        """Whether the pair is in the counts: neither complementary by design nor settled."""
        return not self.complementary and not self.standing.settled

    @property
    def parts(self) -> Mapping[str, int]:
        """Thousandths by part of the score."""
        return dict(zip(PARTS, self.points, strict=True))


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many pairs of one programme, or of a unit, fall in each class."""

    co_present: int
    overlap: int
    """Duplications among them."""
    duplication: int
    managed: int
    """Overlaps and duplications whose leads coordinate."""


@dataclass(frozen=True, slots=True)
class OverlapCensus:
    """How many pairs of a unit fall in each class; exact over all pairs.

    Each class includes the stronger ones. Pairs that are complementary by design, settled by a
    verdict or a decision, or cannot be judged are counted apart and in no class.
    """

    unit: str
    programmes: int
    """That reach into the unit and may take part in a pair."""
    co_present: int
    fragmentation: int
    overlap: int
    duplication: int
    managed: int
    """Overlaps and duplications whose leads coordinate."""
    complementary: int
    settled: int
    not_judged: int
    missing: tuple[Missing, ...]
    levels: Mapping[tuple[int | None, int | None], int]
    """Duplications by the ranks of the two leads, the higher level first."""
    flagged: tuple[Flagged, ...]
    """The pairs that are listed, and every overlap where ``detailed``, in id order."""
    detailed: bool
    """Whether the unit is small enough for every overlap to be named."""
    by_programme: Mapping[str, Pairs]
    """Programme → the pairs it is a side of; only programmes that have any."""
