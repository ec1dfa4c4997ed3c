"""The judgements on pairs that the overlap indicators rest on, as columns.

A unit of few programmes has one judgement a pair; a larger one has one a programme, which weighs
half of each pair it is a side of, so that the value is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from coherence.evidence import Evidence, Judgement
from coherence.facets import PAIR
from coherence.overlap_census import OverlapCensus, PairFound
from coherence.overlap_words import labels, what_is_missing
from coherence.pairs import side
from coherence.scope import Scope
from coherence.words import Message, say


def subject_of(pair: PairFound) -> str:
    """A pair as the subject of a judgement."""
    return f"programme/{pair.first}{PAIR}programme/{pair.second}"


def in_order(judgements: list[Judgement]) -> Evidence:
    """Judgements of different subjects as columns in settled order."""
    judgements.sort(key=lambda judgement: judgement.subject)
    return Evidence(
        tuple(j.subject for j in judgements),
        tuple(j.score for j in judgements),
        tuple(j.weight for j in judgements),
        tuple(j.reason for j in judgements),
        tuple(j.cites for j in judgements),
    )


def not_judged(scope: Scope, census: OverlapCensus) -> Iterator[Judgement]:
    """What cannot be judged, under the programme of which a cell is missing."""
    for lack in census.missing:
        ref = f"programme/{lack.programme}"
        cells = tuple(what_is_missing(scope.graph, side(scope.graph, lack.programme), lack.cells))
        reason = say(
            "{pairs} pairs cannot be judged: {first}", pairs=lack.pairs, first=cells[0]
        )  # fmt: skip
        yield Judgement(ref, None, reason, lack.weight, (ref,))


class PairWords:
    """What a pair shares in a few words; the same words for pairs that share the same."""

    def __init__(self, scope: Scope) -> None:
        self.graph = scope.graph
        self._known: dict[tuple[object, ...], Message] = {}

    def judged(self, pair: PairFound, score: float) -> Judgement:
        """A judgement on a co-present pair."""
        refs = (f"programme/{pair.first}", f"programme/{pair.second}")
        cites = refs + pair.standing.cites
        return Judgement(subject_of(pair), score, self.shared(pair), cites=cites)

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
