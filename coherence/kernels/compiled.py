"""The overlap join compiled by numba: the same pairs and counts as `coherence.kernels.plain`.

The rows of `Postings` are cut into spans of about equal work, which threads of their own walk over
one after the other; what a walk has no more room for is handed over before it goes on.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from queue import SimpleQueue
from typing import Final

import numpy as np

from coherence.kernels.tables import (
    COLUMNS,
    DUPLICATION,
    LISTS,
    PARTS,
    Chunk,
    Ints,
    Postings,
    Rules,
    Sides,
    Small,
    Task,
)
from coherence.kernels.walk import (
    BYTES,
    DOUBLES,
    LOW,
    PAIRS,
    PASSES,
    ROW,
    Linked,
    Notes,
    Numbers,
    Out,
    Places,
    Programmes,
    Tile,
    sketched,
    walk,
)
from data.told import Told, nobody

TILE: Final = 2_048
"""Rows that are laid out together; a multiple of `ABREAST`."""
ROOM: Final = 1 << 16
"""Pairs in one chunk, at most."""
LONG: Final = 2
"""With fewer candidates it is sooner done to look at each."""
SPANS_PER_THREAD: Final = 4
MEETINGS: Final = 1 << 25
"""In one span, at most, so that threads do not run far ahead of who takes the pairs."""


def join(
    task: Task, tally: Ints, threads: int | None = None, told: Told = nobody
) -> Iterator[Chunk]:
    """Every pair that is wanted; all pairs are counted in ``tally``, by programme."""
    workers = threads or min(8, os.cpu_count() or 1)
    cuts = spans(task.postings, workers)
    walkers: SimpleQueue[_Walker] = SimpleQueue()
    given = _Given(task)
    for _ in range(min(workers, len(cuts))):
        walkers.put(_Walker(given))

    def run(span: tuple[int, int]) -> list[Chunk]:
        walker = walkers.get()
        try:
            return list(walker.over(*span))
        finally:
            walkers.put(walker)

    with ThreadPoolExecutor(workers) as pool:
        try:
            for done, chunks in enumerate(_in_order(pool, run, cuts, 2 * workers)):
                told(done / len(cuts))
                yield from chunks
        except BaseException:  # who does not want to wait does not wait for spans not begun
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    while not walkers.empty():
        np.add(tally, walkers.get().out.tally, out=tally)


def _in_order(
    pool: ThreadPoolExecutor,
    run: Callable[[tuple[int, int]], list[Chunk]],
    cuts: list[tuple[int, int]],
    ahead: int,
) -> Iterator[list[Chunk]]:
    """What each span gives, with no more than so many at work ahead of who takes it."""
    running: deque[Future[list[Chunk]]] = deque()
    for cut in cuts:
        running.append(pool.submit(run, cut))
        if len(running) > ahead:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


def spans(postings: Postings, threads: int) -> list[tuple[int, int]]:
    """Rows cut into spans of about equal work, that is of rows above that meet them."""
    size = len(postings.owner)
    if not size:
        return []
    passed = np.cumsum(np.bincount(postings.upto, minlength=size + 1)[:size])
    work = np.cumsum(np.arange(size) - passed + 1)
    most = max(threads * SPANS_PER_THREAD, int(work[-1]) // MEETINGS)
    cuts = np.searchsorted(work, np.linspace(0, work[-1], most + 1)[1:-1])
    return list(pairwise(sorted({0, *cuts.tolist(), size})))


class _Given:
    """A task as the loops take it."""

    def __init__(self, task: Task) -> None:
        post = task.postings
        self.places = Places(
            post.owner, post.upto, post.previous, post.of_owner.start, post.of_owner.ids
        )
        self.programmes = _programmes(task.sides)
        self.linked = Linked(task.links.start, task.links.ids, task.links.how)
        self.numbers = _numbers(task.sides, task.rules)


def _programmes(sides: Sides) -> Programmes:
    words = sides.words
    return Programmes(
        sides.lead, sides.unsure, np.ascontiguousarray(sides.bits), words.start, words.ids,
        sketched(words.start, words.ids), sides.objectives.start, sides.objectives.ids,
        sides.strengths, sides.uppers.start, sides.uppers.ids, sides.serves, sides.leads_up,
    )  # fmt: skip


def _numbers(sides: Sides, rules: Rules) -> Numbers:
    most = int(np.bitwise_count(sides.masks).sum(axis=1).max(initial=0)) + 1
    shared, either = np.ogrid[:most, :most]
    points = [weight * shared // np.maximum(either, 1) for weight in rules.weights[: len(LISTS)]]
    return Numbers(
        np.ascontiguousarray(sides.masks), np.array(rules.weights, np.int64),
        np.array(points, np.int16), rules.threshold, rules.similar, rules.detailed,
        rules.doubles, LONG,
    )  # fmt: skip


class _Walker:
    """What one thread writes on; spans one after the other."""

    def __init__(self, given: _Given) -> None:
        self.given = given
        self.tile = _tile(given.programmes.bits.shape[1], TILE)
        self.out = _out(len(given.programmes.lead), max(ROOM, TILE))
        leads = len(given.linked.start)  # one more than there are
        self.notes = Notes(
            np.full(6, -1, np.int64), np.zeros(leads, np.uint8), np.full(leads, -1, np.int64)
        )

    def over(self, begin: int, end: int) -> Iterator[Chunk]:
        """The pairs of a span."""
        given, at = self.given, self.notes.at
        at[[LOW, ROW, PASSES]] = begin, -1, 0
        while at[LOW] < end:
            at[[PAIRS, DOUBLES]] = 0
            walk(
                given.places, given.programmes, given.linked, given.numbers, self.tile, self.out,
                self.notes, end,
            )  # fmt: skip
            if at[PAIRS]:
                yield self._pairs(at[PAIRS])
            if at[DOUBLES]:
                yield self._doubles(at[DOUBLES])

    def _pairs(self, count: int) -> Chunk:
        out = self.out
        return Chunk(
            out.first[:count].copy(), out.second[:count].copy(), out.kind[:count].copy(),
            out.joined[:count].copy(), out.parts[:count].copy(), out.listed[:count].copy(),
            out.bond[:count].copy(),
        )  # fmt: skip

    def _doubles(self, count: int) -> Chunk:
        out = self.out
        kind = np.broadcast_to(np.uint8(DUPLICATION), count)
        no, nothing = np.broadcast_to(False, count), np.broadcast_to(np.int16(0), (count, 5))
        return Chunk(
            out.one[:count].copy(), out.other[:count].copy(), kind, no, nothing, no,
            out.tied[:count].copy(),
        )  # fmt: skip


def _tile(words: int, size: int) -> Tile:
    def line(kind: type, *lines: int) -> np.ndarray:
        return np.zeros((*lines, size), kind)

    code = line(np.uint8)
    return Tile(
        planes=line(np.uint8, words * BYTES), lead=line(np.int32), previous=line(np.int32),
        state=line(np.uint8), serves=line(np.uint64), leads_up=line(np.uint64),
        together=np.zeros(4, np.uint64), held=line(np.uint8, len(LISTS)),
        common=line(np.uint8, len(LISTS)), own=np.zeros(len(LISTS), np.int64),
        barred=line(np.uint8), open=line(np.uint8), link=line(np.uint8), worth=line(np.float32),
        code=code, codes=code.view(np.uint64), counts=line(np.uint8, 5),
        chosen=np.zeros(size + BYTES, np.int32),
    )  # fmt: skip


def _out(programmes: int, room: int) -> Out:
    def numbers() -> Small:
        return np.empty(room, np.int32)

    return Out(
        tally=np.zeros((programmes, COLUMNS), np.int32), first=numbers(), second=numbers(),
        kind=np.empty(room, np.uint8), joined=np.empty(room, np.bool_),
        parts=np.empty((room, len(PARTS)), np.int16), listed=np.empty(room, np.bool_),
        bond=np.empty(room, np.uint8), one=numbers(), other=numbers(),
        tied=np.empty(room, np.uint8),
    )  # fmt: skip
