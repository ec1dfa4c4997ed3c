"""Evidence as columns, and the one formula that turns it into a value, an interval and a gain.

>>> from coherence.words import say
>>> served, unserved, unknown = (
...     Judgement(name, score, say("seen")) for name, score in (("a", 1.0), ("b", 0.0), ("c", None))
... )
>>> evidence = Evidence.of([served, unserved, unknown])
>>> evidence.mean, [round(bound, 2) for bound in evidence.bounds]
(0.5, [0.33, 0.67])
>>> [(judgement.subject, gain) for judgement, gain in evidence.gains()]
[('b', 0.5)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from itertools import groupby, pairwise
from math import fsum
from operator import attrgetter, lt
from typing import NamedTuple, Self, overload

from coherence.words import Message


class Judgement(NamedTuple):
    """One judgement that an indicator rests on.

    ``score`` runs from 0 (incoherent) to 1 (coherent), or is None where the data do not allow
    a judgement. ``weight`` (above 0) says how much it counts. ``cites`` are the records it
    rests on, ``kind/id``; the subject is a record or a pair joined by `` × ``.
    """

    subject: str
    score: float | None
    reason: Message
    weight: float = 1.0
    cites: tuple[str, ...] = ()


class Said(NamedTuple):
    """Why a judgement was made, and the records it rests on."""

    reason: Message
    cites: tuple[str, ...] = ()


class Later(Sequence[Said]):
    """What is said of each judgement, worded when somebody reads it.

    Of a million judgements an official opens a dozen; equal to any sequence that says the same.
    """

    def __init__(self, tell: Callable[[int], Said], rows: Sequence[int]) -> None:
        """``tell`` words the judgement of that number; ``rows`` are the numbers in order."""
        self._tell = tell
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Said: ...
    @overload
    def __getitem__(self, at: slice) -> Later: ...
    def __getitem__(self, at: int | slice) -> Said | Later:
        if isinstance(at, slice):
            return Later(self._tell, self._rows[at])
        return self._tell(self._rows[at])

    def __iter__(self) -> Iterator[Said]:
        return map(self._tell, self._rows)

    def picked(self, rows: Sequence[int]) -> Later:
        """Those in some rows, in this order."""
        return Later(self._tell, [self._rows[at] for at in rows])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True)
class Evidence:
    """Judgements held as columns of equal length, in settled order (subject, then reason)."""

    subjects: tuple[str, ...] = ()
    scores: tuple[float | None, ...] = ()
    weights: tuple[float, ...] = ()
    said: Sequence[Said] = ()

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Self:
        """The columns of ``judgements``, in settled order."""
        return cls._of_rows(_settled(judgements))

    @classmethod
    def _of_rows(cls, rows: Sequence[Judgement]) -> Self:
        """The columns of judgements that are in settled order already."""
        if not rows:
            return cls()
        subjects, scores, reasons, weights, cites = zip(*rows, strict=True)
        return cls(subjects, scores, weights, tuple(map(Said, reasons, cites)))

    @classmethod
    def told_later(
        cls,
        subjects: Sequence[str],
        scores: Sequence[float | None],
        tell: Callable[[int], Said],
        weights: Sequence[float] | None = None,
    ) -> Self:
        """Judgements on different subjects, in any order; ``tell`` words the one in that row.

        It must say the same whenever it is asked. Without ``weights`` each counts 1.
        """
        size = len(subjects)
        weighs = (1.0,) * size if weights is None else tuple(weights)
        if all(map(lt, subjects, subjects[1:])):
            return cls(tuple(subjects), tuple(scores), weighs, Later(tell, range(size)))
        order = sorted(range(size), key=subjects.__getitem__)
        if any(subjects[a] == subjects[b] for a, b in pairwise(order)):
            rows = zip(subjects, scores, map(tell, range(size)), weighs, strict=True)
            return cls.of(Judgement(name, s, t.reason, w, t.cites) for name, s, t, w in rows)
        return cls(
            tuple(map(subjects.__getitem__, order)),
            tuple(map(scores.__getitem__, order)),
            tuple(map(weighs.__getitem__, order)),
            Later(tell, order),
        )

    def __len__(self) -> int:
        return len(self.subjects)

    def __iter__(self) -> Iterator[Judgement]:
        rows = zip(self.subjects, self.scores, self.said, self.weights, strict=True)
        return (Judgement(name, s, told.reason, w, told.cites) for name, s, told, w in rows)

    def row(self, at: int) -> Judgement:
        """The judgement in a row."""
        told = self.said[at]
        return Judgement(
            self.subjects[at], self.scores[at], told.reason, self.weights[at], told.cites
        )

    def picked(self, rows: Sequence[int]) -> Self:
        """The judgements in some rows, ascending."""
        said = self.said
        return type(self)(
            tuple(map(self.subjects.__getitem__, rows)),
            tuple(map(self.scores.__getitem__, rows)),
            tuple(map(self.weights.__getitem__, rows)),
            said.picked(rows) if isinstance(said, Later) else tuple(map(said.__getitem__, rows)),
        )

    def where(self, keep: Callable[[str], bool]) -> Self:
        """The judgements whose subject ``keep`` lets through."""
        return self.picked([row for row, subject in enumerate(self.subjects) if keep(subject)])

    @property
    def worded(self) -> Self:
        """The same with everything said, so that nothing is read of the register later."""
        return type(self)(self.subjects, self.scores, self.weights, tuple(self.said))

    @property
    def reasons(self) -> tuple[Message, ...]:
        """Why each judgement was made."""
        return tuple(told.reason for told in self.said)

    @property
    def cites(self) -> tuple[tuple[str, ...], ...]:
        """The records that each judgement rests on."""
        return tuple(told.cites for told in self.said)

    # --- the formula -----------------------------------------------------------------------

    @cached_property
    def known(self) -> int:
        """How many judgements could be made."""
        return len(self) - self.scores.count(None)

    @cached_property
    def known_weight(self) -> float:
        """Weight of the judgements that could be made."""
        return fsum(w for w, s in zip(self.weights, self.scores, strict=True) if s is not None)

    @cached_property
    def all_weight(self) -> float:
        """Weight of all judgements, the unknown ones too."""
        return fsum(self.weights)

    @cached_property
    def scored(self) -> float:
        """Σ weight × score over the judgements that could be made."""
        pairs = zip(self.weights, self.scores, strict=True)
        return fsum(w * s for w, s in pairs if s is not None)

    @property
    def mean(self) -> float | None:
        """Weighted mean score, 0–1, or None where nothing could be judged."""
        return self.scored / self.known_weight if self.known_weight else None

    @property
    def availability(self) -> float | None:
        """Share of the weight that could be judged, 0–1; None without any judgement."""
        return self.known_weight / self.all_weight if self.all_weight else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Mean score if every unknown were 0, and if every unknown were 1."""
        if not self.all_weight:
            return None
        unknown = self.all_weight - self.known_weight
        return self.scored / self.all_weight, (self.scored + unknown) / self.all_weight

    def gain(self, at: int) -> float:
        """What mending the judgement in a row would add to the mean, 0–1; unknown: nothing."""
        score = self.scores[at]
        return 0.0 if score is None else self.weights[at] * (1 - score) / self.known_weight

    def gains(self) -> list[tuple[Judgement, float]]:
        """What mending each imperfect judgement would add to the mean (0–1), largest first."""
        rows = [at for at, s in enumerate(self.scores) if s is not None and s < 1]
        rows.sort(key=lambda at: (-self.gain(at), self.subjects[at]))
        return [(self.row(at), self.gain(at)) for at in rows]

    def most_urgent(self, most: int) -> list[int]:
        """Rows of the first ``most`` judgements: the worst, then the unknown, then the perfect."""
        return nsmallest(most, range(len(self)), key=self._urgency)

    def _urgency(self, at: int) -> tuple[int, float, str]:
        score = self.scores[at]
        if score is None:
            return 1, 0.0, self.subjects[at]
        return (0 if score < 1 else 2), score, self.subjects[at]

    def by(self, key: Callable[[str], str]) -> dict[str, Self]:
        """Split by ``key`` of the subject; the weighted mean of the parts is that of the whole."""
        groups: dict[str, list[int]] = {}
        for row, subject in enumerate(self.subjects):
            groups.setdefault(key(subject), []).append(row)
        return {name: self.picked(rows) for name, rows in sorted(groups.items())}


def _settled(judgements: Iterable[Judgement]) -> list[Judgement]:
    """By subject, reason and records; a reason is worded only where subjects are the same."""
    subject = attrgetter("subject")
    found: list[Judgement] = []
    for _, same in groupby(sorted(judgements, key=subject), key=subject):
        rows = list(same)
        found += rows if len(rows) == 1 else sorted(rows, key=lambda j: (str(j.reason), j.cites))
    return found


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Published:
    """A count that a source published about a set of units: shown as reported, never merged."""

    about: str
    """``unit_set/…`` or ``territory/…``."""
    measure: str
    value: float | None
    numerator: float | None
    denominator: float | None
    unit: str
    period: str
    source: str
    cites: str
    """The statistic, ``statistic/id``."""


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator's value for a unit, with everything it rests on.

    ``value``, ``low`` and ``high`` are in the catalogue's unit and direction; ``normalised``
    runs from 0 to 100, higher always better. ``value`` is None where under the known share
    (65 %) of the evidence could be judged: then ``low`` and ``high`` say "at least, at most".
    """

    code: str
    value: float | None
    normalised: float | None
    band: str | None
    """``on_track``, ``partial``, ``off_track`` or None."""
    availability: float | None
    known: int
    """How many judgements could be made."""
    low: float | None
    high: float | None
    reason: Message | None
    """Why there is no value, or what the value has beside it."""
    evidence: Evidence = field(repr=False, default=NO_EVIDENCE)
    published: tuple[Published, ...] = ()
    beside: tuple[tuple[str, object], ...] = ()
    """Named figures shown beside the value: a count, a p-value, an E-I index."""

    def shortfalls(self, per_point: float = 100.0) -> Sequence[tuple[Judgement, float]]:
        """Imperfect judgements and the points of ``normalised`` that mending each would add."""
        return [(j, gain * per_point) for j, gain in self.evidence.gains()]
