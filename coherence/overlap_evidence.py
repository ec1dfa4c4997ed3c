"""The judgements on pairs that the overlap indicators rest on, as columns.

A unit of few programmes has one judgement a pair; a larger one has one a programme, which weighs
half of each pair it is a side of, so that the value is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coherence.evidence import Evidence, Said
from coherence.facets import PAIR
from coherence.overlap_census import Missing
from coherence.overlap_pairs import PairFound, Pairs
from coherence.overlap_words import labels, what_is_missing
from coherence.pairs import side
from coherence.scope import Scope
from coherence.words import Message, say


def of_pairs(pairs: Pairs, scores: Sequence[float], tell: Callable[[PairFound], Said]) -> Evidence:
    """A judgement on each pair."""
    refs = [f"programme/{name}" for name in pairs.ids]
    ends = zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
    subjects = [f"{refs[one]}{PAIR}{refs[other]}" for one, other in ends]
    return Evidence.told_later(subjects, scores, lambda row: tell(pairs[row]))


def of_programmes(
    names: Sequence[str], counts: Sequence[int], pairs: Sequence[int],
    scored: Callable[[int, int], float], tell: Callable[[int, int], Message],
) -> Evidence:  # fmt: skip
    """A judgement on each programme, at half the weight of its pairs.

    ``scored`` and ``tell`` say what it is worth that so many of so many pairs are so.
    """
    refs = [f"programme/{name}" for name in names]
    return Evidence.told_later(
        refs,
        list(map(scored, counts, pairs)),
        lambda row: Said(tell(counts[row], pairs[row]), (refs[row],)),
        [all / 2 for all in pairs],
    )


def with_missing(scope: Scope, judged: Evidence, missing: Sequence[Missing]) -> Evidence:
    """The judgements, and what cannot be judged under the programmes of which a cell is missing."""
    size = len(judged)

    def tell(row: int) -> Said:
        return judged.said[row] if row < size else _lacks(scope, missing[row - size])

    return Evidence.told_later(
        [*judged.subjects, *(f"programme/{lack.programme}" for lack in missing)],
        [*judged.scores, *(None for _ in missing)],
        tell,
        [*judged.weights, *(lack.weight for lack in missing)],
    )


def _lacks(scope: Scope, lack: Missing) -> Said:
    cell = next(what_is_missing(scope.graph, side(scope.graph, lack.programme), lack.cells))
    reason = say("{pairs} pairs cannot be judged: {first}", pairs=lack.pairs, first=cell)
    return Said(reason, (f"programme/{lack.programme}",))


class PairWords:
    """What a pair shares in a few words; the same words for pairs that share the same."""

    def __init__(self, scope: Scope) -> None:
        self.graph = scope.graph
        self._known: dict[tuple[object, ...], Message] = {}

    def said(self, pair: PairFound) -> Said:
        """Of a judgement on a co-present pair."""
        refs = (f"programme/{pair.first}", f"programme/{pair.second}")
        return Said(self.shared(pair), refs + pair.standing.cites)

    def shared(self, pair: PairFound) -> Message:
        """What both sides offer, whom both serve, and what people said of them."""
        one, other = side(self.graph, pair.first), side(self.graph, pair.second)
        services, groups = one.services & other.services, one.groups & other.groups
        sectors = one.sectors & other.sectors
        asked = (pair.kind, services, groups, sectors, pair.standing.current)
        if asked not in self._known:
            self._known[asked] = self._worded(pair, services, groups, sectors)
        return self._known[asked]

    def _worded(
        self, pair: PairFound, services: frozenset[str], groups: frozenset[str],
        sectors: frozenset[str],
    ) -> Message:  # fmt: skip
        offered, served = (
            labels(self.graph, "services", services), labels(self.graph, "groups", groups),
        )  # fmt: skip
        if pair.standing.current and pair.standing.finds:
            named = self.graph.profile.label("verdict", pair.standing.current)
            found = say("the committee found: {verdict}", verdict=named)
        elif services and groups:
            found = say("both offer {services} to {groups}", services=offered, groups=served)
        elif services:
            found = say("both offer {services}", services=offered)
        elif groups:
            found = say("both serve {groups}", groups=served)
        elif pair.overlaps:
            found = say("both serve nearly the same objectives")
        elif sectors:
            named = labels(self.graph, "sectors", sectors)
            found = say("both work in {sectors}, with no service or group in common", sectors=named)
        else:
            found = say("they share no service, beneficiary group or sector")
        return found
