"""Programmes and their places as arrays, for the overlap join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
from typing import TypeVar

import numpy as np

from coherence.graph import PolicyGraph
from coherence.kernels.tables import LISTS, Bits, Flags, Ints, Postings, Rows, Sides, Small
from coherence.pairs import MILLIONTHS, lead_of, uppers
from coherence.scope import Scope
from coherence.verdicts import words_in
from data.model import Objective, Programme

T = TypeVar("T", bound=Hashable)

WORD = 64


@dataclass(frozen=True)
class Numbered:
    """The programmes of a graph that may take part in a pair, numbered in id order."""

    programmes: tuple[Programme, ...]
    number: Mapping[str, int]
    leads: tuple[str, ...]
    """Actor ids by the number in ``sides.lead``."""
    ranks: tuple[int | None, ...]
    sides: Sides
    places: Rows
    """By programme: its places by depth-first number, none of them inside another."""
    last: Small
    """By place: number of the last place below it."""
    placed: np.ndarray
    """Whether a reach is on record at all."""


def numbered(graph: PolicyGraph) -> Numbered:
    """The arrays of a graph, made once: programmes on migration that are not surely inactive."""
    return graph.once(_numbered)


def _numbered(graph: PolicyGraph) -> Numbered:
    held = graph.held(Programme)
    programmes = tuple(
        programme
        for name, programme in graph.snapshot.of(Programme).items()
        if held[name] is not False and graph.is_on_migration(programme)
    )
    leads, lead = _leads(graph, programmes)
    sure = np.fromiter((held[p.id] is True for p in programmes), np.bool_, len(programmes))
    spans = sorted(graph.places.interval.values())
    return Numbered(
        programmes,
        {p.id: at for at, p in enumerate(programmes)},
        leads,
        _ranks(graph, programmes),
        _sides(graph, programmes, lead, sure),
        _places(graph, programmes),
        np.array([last for _, last in spans], np.int32),
        np.fromiter(
            (bool(p.territories or p.open_to) for p in programmes), np.bool_, len(programmes)
        ),
    )


def _leads(graph: PolicyGraph, programmes: Sequence[Programme]) -> tuple[tuple[str, ...], Small]:
    """The leads in order, and who leads each programme: a negative number if not known."""
    known: dict[str | None, str | None] = {}
    for programme in programmes:
        if programme.lead not in known:
            known[programme.lead] = lead_of(graph, programme)
    leads = tuple(sorted({name for name in known.values() if name is not None}))
    of_lead: dict[str | None, int] = {name: number for number, name in enumerate(leads)}
    number = {recorded: of_lead.get(name, -1) for recorded, name in known.items()}
    lead = np.fromiter((number[p.lead] for p in programmes), np.int32, len(programmes))
    unknown = np.flatnonzero(lead < 0)
    lead[unknown] = -1 - unknown
    return leads, lead


def _ranks(graph: PolicyGraph, programmes: Sequence[Programme]) -> tuple[int | None, ...]:
    """A programme's rank goes by its level, and where that is blank by its lead."""
    says = list(map(attrgetter("level", "lead"), programmes))
    some = dict(zip(says, programmes, strict=True))
    known = {said: graph.rank(programme) for said, programme in some.items()}
    return tuple(map(known.__getitem__, says))


def _places(graph: PolicyGraph, programmes: Sequence[Programme]) -> Rows:
    """Places by programme, the widest ones; few programmes have a reach of their own."""
    interval = graph.places.interval
    alike, kind = _alike(map(graph.reach, programmes), len(programmes))
    widest = [
        [interval[code][0] for code in graph.places.widest(reach)]
        for reach in alike
    ]  # fmt: skip
    return Rows.of(widest).at(kind)


def _alike(said: Iterable[T], size: int) -> tuple[list[T], Ints]:
    """What is said, each once, and which of it each says: of a million few have their own."""
    known: dict[T, int] = defaultdict(count().__next__)
    kind = np.fromiter(map(known.__getitem__, said), np.int64, size)
    return list(known), kind


def _sides(
    graph: PolicyGraph, programmes: Sequence[Programme], lead: Small, sure: Flags
) -> Sides:  # fmt: skip
    codes, kind = _alike(_codes(graph, programmes), len(programmes))
    bits, masks = _bits(codes)
    number = {objective: at for at, objective in enumerate(graph.snapshot.of(Objective))}
    above = uppers(graph)
    upper_rows = Rows.of([[number[u] for u in above.get(o, ())] for o in number])
    objectives, strengths = _served(graph, programmes, number)
    own = np.uint64(1) << (np.arange(len(number), dtype=np.uint64) % np.uint64(WORD))
    return Sides(
        lead,
        ~sure | (lead < 0),
        bits[kind],
        masks,
        _word_rows(programmes),
        objectives,
        strengths,
        upper_rows,
        _either(objectives, own),
        _either(objectives, _either(upper_rows, own)),
    )


def _served(
    graph: PolicyGraph, programmes: Sequence[Programme], number: Mapping[str, int]
) -> tuple[Rows, Ints]:
    """Objectives by programme, and the strengths with which they are served."""
    given = graph.contributions
    found = [
        (at, number[objective], strength)
        for at, programme in enumerate(programmes)
        if programme.id in given
        for objective, (strength, _) in given[programme.id].items()
    ]
    programme, objective, strength = np.array(found, np.float64).reshape(-1, 3).T
    order = np.lexsort((objective, programme))
    rows = Rows.sorted(programme.astype(np.int64), objective.astype(np.int64), len(programmes))
    return rows, np.rint(strength[order] * MILLIONTHS).astype(np.int64)


Codes = tuple[tuple[str, ...], ...]
"""Codes by list, in the order of `LISTS`."""


def _codes(graph: PolicyGraph, programmes: Sequence[Programme]) -> Iterator[Codes]:
    """The codes of each programme, with the themes of the objectives that it serves."""
    given, objectives = graph.contributions, graph.snapshot.of(Objective)
    theme = {name: objective.theme for name, objective in objectives.items()}
    recorded = map(attrgetter("id", *LISTS), programmes)
    for name, services, groups, phases, own in recorded:
        sectors = own
        if name in given:
            themes = {found for o in given[name] if (found := theme.get(o))}
            if not themes.issubset(own):
                sectors = tuple(sorted(themes.union(own)))
        yield services, groups, phases, sectors


def _either(rows: Rows, signature: Bits) -> Bits:
    """The bits that any number of a row sets; 0 for an empty row."""
    found = np.zeros(len(rows.counts), np.uint64)
    np.bitwise_or.at(found, np.repeat(np.arange(len(found)), rows.counts), signature[rows.ids])
    return found


def _bits(coded: Sequence[Codes]) -> tuple[Bits, Bits]:
    """Codes as bits, one row each, and the bits of each list.

    Only codes on record take a bit: the lists of the common profile fit one word of 64.
    """
    used = [sorted({code for row in coded for code in row[part]}) for part in range(len(LISTS))]
    total = sum(map(len, used))
    width = max(1, -(-total // WORD))
    masks = np.zeros((len(LISTS), width), np.uint64)
    bit: list[dict[str, int]] = []
    at = 0
    for part, codes in enumerate(used):
        bit.append({code: at + step for step, code in enumerate(codes)})
        for place in range(at, at + len(codes)):
            masks[part, place // WORD] |= np.uint64(1 << place % WORD)
        at += len(codes)
    whole = [
        sum(1 << bit[part][code] for part in range(len(LISTS)) for code in row[part])
        for row in coded
    ]
    low = (1 << WORD) - 1
    words = [[number >> WORD * word & low for word in range(width)] for number in whole]
    return np.array(words, np.uint64).reshape(len(coded), width), masks


def _word_rows(programmes: Sequence[Programme]) -> Rows:
    """Words of title and description, which are read apart: many share one of the two."""
    number: dict[str, int] = defaultdict(count().__next__)
    size = len(programmes)
    titles, title = _alike(map(attrgetter("title"), programmes), size)
    descriptions, description = _alike(map(attrgetter("description"), programmes), size)
    both, kind = np.unique(title * len(descriptions) + description, return_inverse=True)
    first, second = (
        Rows.of([list(map(number.__getitem__, words_in(text or ""))) for text in texts])
        for texts in (titles, descriptions)
    )
    one, other = np.divmod(both, max(1, len(descriptions)))
    return first.at(one).beside(second.at(other)).at(kind)


def postings(scope: Scope) -> Postings:
    """The programmes that reach into the unit, with their places there.

    A place that the unit lies in counts as the unit itself: pairs meet inside the unit.
    """
    found = numbered(scope.graph)
    owner = np.repeat(np.arange(len(found.programmes), dtype=np.int32), found.places.counts)
    place = found.places.ids
    owners: list[Ints | Small] = []
    places: list[Ints | Small] = []
    for root in scope.places.widest(scope.roots):
        first, last = scope.places.interval[root]
        inside = (place >= first) & (place <= last)
        around = (place < first) & (found.last[place] >= last)
        owners += [owner[inside], owner[around]]
        places += [place[inside], np.full(int(around.sum()), first, np.int32)]
    if not owners:
        empty = np.empty(0, np.int32)
        return Postings.at(empty, empty, empty, len(found.programmes))
    at = np.concatenate(places).astype(np.int32)
    whose = np.concatenate(owners).astype(np.int32)
    return Postings.at(whose, at, found.last[at], len(found.programmes))
