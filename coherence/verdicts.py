"""What the committee found of a pair of programmes, and whether that still holds."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coherence.findings import OverlapClass
from coherence.graph import PolicyGraph
from data.model import Contribution, Decision, Programme, Verdict

_WORD = re.compile(r"\w+")
_PLAIN = {
    code: chr(code).lower() if chr(code).isalnum() or chr(code) == "_" else " "
    for code in range(128)
}
"""What of ASCII is a word, in small letters, and a blank for all else."""

Pair = tuple[str, str]
"""Two programme ids, the lower one first."""


def pair_of(one: str, other: str) -> Pair:
    """Two programme ids in order."""
    return (one, other) if one < other else (other, one)


def words_of(programme: Programme) -> frozenset[str]:
    """The distinct words of title and description, whatever their case and punctuation.

    >>> sorted(words_of(Programme(id="x", title="Skills, skills and SKILLS for Bicol’s women")))
    ['and', 'bicol', 'for', 's', 'skills', 'women']
    """
    return frozenset(words_in(f"{programme.title} {programme.description or ''}"))


def words_in(text: str) -> list[str]:
    """The words of a text as they come, in small letters."""
    if text.isascii():
        return text.translate(_PLAIN).split()
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


# --- the fingerprint ------------------------------------------------------------------------


def fingerprint(graph: PolicyGraph, one: str, other: str) -> str:
    """SHA-256 of what a verdict on two programmes rests on; equal whichever is named first.

    Lead, services, groups, phases, sectors, reach, dates, status, contributions and words of
    either side, as recorded; neither money nor sources, nor the day that is asked about.

    Raises:
        KeyError: the register has no such programme.
    """
    sides = graph.once(_prints)
    sha = hashlib.sha256()
    for name in pair_of(one, other):
        if name not in sides:
            sides[name] = _print(graph, graph.snapshot.of(Programme)[name])
        sha.update(sides[name].encode())
        sha.update(b"\x1d")
    return sha.hexdigest()


def _prints(_graph: PolicyGraph) -> dict[str, str]:
    return {}


def _print(graph: PolicyGraph, programme: Programme) -> str:
    compared = (
        programme.lead, programme.services, programme.groups, programme.phases,
        programme.sectors, graph.reach(programme), programme.starts_on, programme.ends_on,
        programme.status, graph.once(_given).get(programme.id, ()), sorted(words_of(programme)),
    )  # fmt: skip
    return "\x1f".join(map(repr, compared))


def _given(graph: PolicyGraph) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Programme → its contributions as recorded, whether or not they hold on the graph's day."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for given in graph.snapshot.of(Contribution).values():
        if given.strength and graph.counts(given):
            found[given.programme].append((given.objective, given.strength))
    return {programme: sorted(rows) for programme, rows in found.items()}


# --- what holds -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """What people have said of a pair, as it stands on the graph's day."""

    verdict: Verdict | None = None
    """The newest one, whether or not it holds."""
    holds: bool = False
    """Whether the pair still is what the verdict was given on."""
    done: Decision | None = None
    """A decision on the pair that is done."""
    finds: OverlapClass | None = None
    """The class that the verdict makes of the pair; None: as found."""
    managed: bool = False
    settled: bool = False
    """Outside every count: dismissed, entered twice, or decided and done."""

    @property
    def current(self) -> str | None:
        """Code of the verdict that holds."""
        return self.verdict.verdict if self.verdict and self.holds else None

    @property
    def former(self) -> str | None:
        """Code of a verdict that no longer holds: the pair is open again."""
        return self.verdict.verdict if self.verdict and not self.holds else None

    @property
    def cites(self) -> tuple[str, ...]:
        """The verdict and the decision."""
        return tuple(r.ref for r in (self.verdict, self.done) if r is not None)


OPEN = Standing()


def standings(graph: PolicyGraph) -> Mapping[Pair, Standing]:
    """Every pair of which something was said; any other pair is `OPEN`."""
    return graph.once(_standings)


def _standings(graph: PolicyGraph) -> Mapping[Pair, Standing]:
    verdicts, done = _newest_verdicts(graph), _done(graph)
    pairs = sorted({*verdicts, *done})
    return {pair: _standing(graph, pair, verdicts.get(pair), done.get(pair)) for pair in pairs}


def _standing(
    graph: PolicyGraph, pair: Pair, verdict: Verdict | None, done: Decision | None
) -> Standing:
    """A verdict without a fingerprint, written into a workbook by hand, holds as it is.

    Where the verdict does not hold, a decision that is done does not settle the pair either:
    it was taken on what the programmes were before.
    """
    if verdict is None:
        return Standing(done=done, settled=done is not None)
    holds = not verdict.fingerprint or verdict.fingerprint == fingerprint(graph, *pair)
    if not holds:
        return Standing(verdict)
    code = graph.profile.codes("verdict").get(verdict.verdict or "")
    about = code.about if code else {}
    return Standing(
        verdict,
        True,
        done,
        OverlapClass(about["finds"]) if "finds" in about else None,
        bool(about.get("managed")),
        bool(about.get("settles")) or done is not None,
    )


def _newest_verdicts(graph: PolicyGraph) -> Mapping[Pair, Verdict]:
    known = graph.snapshot.of(Programme)
    found: dict[Pair, Verdict] = {}
    for verdict in graph.snapshot.of(Verdict).values():
        if verdict.date and verdict.date.first > graph.as_of:
            continue
        if verdict.first not in known or verdict.second not in known:
            continue
        pair = pair_of(verdict.first, verdict.second)
        before = found.get(pair)
        if before is None or (before.date or "") <= (verdict.date or ""):
            found[pair] = verdict
    return found


def _done(graph: PolicyGraph) -> Mapping[Pair, Decision]:
    """Pair → a decision that is surely done and about exactly these two programmes.

    It names both programmes, or a verdict on them. Kinds that by the profile settle nothing
    (a request for data, an endorsement) leave the pair as it was.
    """
    kinds, states = graph.profile.codes("decision_kind"), graph.profile.codes("decision_status")
    found: dict[Pair, Decision] = {}
    for decision in graph.snapshot.of(Decision).values():
        state, kind = states.get(decision.status or ""), kinds.get(decision.kind or "")
        settles = kind is None or kind.about.get("settles", True)
        when = decision.done_on or graph.vouched(decision)
        if state is None or not state.about.get("done") or not settles:
            continue
        if when is None or when.last <= graph.as_of:
            for pair in _pairs_in(graph, decision):
                found.setdefault(pair, decision)
    return found


def _pairs_in(graph: PolicyGraph, decision: Decision) -> list[Pair]:
    records = [graph.snapshot.get(ref) for ref in decision.subject]
    named = sorted(r.id for r in records if isinstance(r, Programme))
    pairs = [pair_of(r.first, r.second) for r in records if isinstance(r, Verdict)]
    return [*pairs, *combinations(named, 2)] if len(named) == 2 else pairs
