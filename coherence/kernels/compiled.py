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
    Kinds,
    Postings,
    Rules,
    Sides,
    Small,
    Task,
)
from coherence.kernels.walk import (
    BYTES,
    COUNTED,
    DOUBLES,
    LOW,
    NOTED,
    PAIRS,
    PASSES,
    QUEUED,
    ROW,
    SEVERAL,
    UNSURE,
    Doubles,
    Glance,
    Linked,
    Notes,
    Numbers,
    Out,
    Places,
    Programmes,
    Queue,
    Tile,
    sketched,
    walk,
)
from data.told import Told, nobody

TILE: Final = 2_048
"""Rows that are laid out together; a multiple of 64."""
ROOM: Final = 1 << 16
"""Pairs in one chunk, at most."""
LONG: Final = 24
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
        sides = task.sides
        self.places = _places(task)
        self.programmes = Programmes(
            sides.unsure, sides.objectives.start, sides.objectives.ids, sides.strengths,
            sides.uppers.start, sides.uppers.ids, sides.words.start, sides.words.ids,
        )  # fmt: skip
        self.linked = Linked(task.links.start, task.links.ids, task.links.how)
        self.numbers = _numbers(sides, task.rules)


def _places(task: Task) -> Places:
    sides, post, words = task.sides, task.postings, task.sides.words
    owner, rows = post.owner, post.of_owner
    several = rows.counts > 1
    sketch = np.zeros(len(sides.lead), np.uint64)
    sketched(words.start, words.ids, sketch)
    return Places(
        owner, post.upto, post.previous, rows.start, rows.ids, sides.lead[owner],
        (SEVERAL * several | UNSURE * sides.unsure)[owner].astype(np.uint8),
        sides.bits[owner], sides.serves[owner], sides.leads_up[owner],
        words.counts[owner].astype(np.int32), sketch[owner],
    )  # fmt: skip


def _numbers(sides: Sides, rules: Rules) -> Numbers:
    most = int(np.bitwise_count(sides.masks).sum(axis=1).max(initial=0)) + 1
    shared, either = np.ogrid[:most, :most]
    points = [weight * shared // np.maximum(either, 1) for weight in rules.weights[: len(LISTS)]]
    return Numbers(
        np.ascontiguousarray(sides.masks), np.array(rules.weights, np.int64),
        np.array(points, np.int16), rules.threshold, rules.similar, rules.detailed, LONG,
    )  # fmt: skip


class _Walker:
    """What one thread works with; it goes over spans one after the other."""

    def __init__(self, given: _Given) -> None:
        self.given = given
        self.tile, self.glance = _tile(given.places.bits.shape[1], TILE), _glance(TILE)
        queued = 2 * TILE
        room = max(ROOM, queued)
        self.queue = Queue(_small(queued), _small(queued), _bytes(queued))
        self.out = _out(len(given.programmes.unsure), room)
        self.doubles = Doubles(_small(room), _small(room), _bytes(room))
        leads = len(given.linked.start)  # one more than there are
        self.notes = Notes(
            np.full(NOTED, -1, np.int64), _bytes(leads), np.full(leads, -1, np.int64)
        )

    def over(self, begin: int, end: int) -> Iterator[Chunk]:
        """The pairs of a span."""
        given, at = self.given, self.notes.at
        at[[LOW, ROW, PASSES, QUEUED]] = begin, -1, 0, 0
        ended = False
        while not ended:
            at[[PAIRS, DOUBLES]] = 0
            ended = walk(
                given.places, given.programmes, given.linked, given.numbers, self.tile, self.glance,
                self.queue, self.out, self.doubles, self.notes, end,
            )  # fmt: skip
            if at[PAIRS]:
                yield self._pairs(slice(at[PAIRS]))
            if at[DOUBLES]:
                yield self._doubles(slice(at[DOUBLES]))

    def _pairs(self, found: slice) -> Chunk:
        out = self.out
        return Chunk(
            out.first[found].copy(), out.second[found].copy(), out.kind[found].copy(),
            out.joined[found].copy(), out.parts[found].copy(), out.listed[found].copy(),
            out.bond[found].copy(),
        )  # fmt: skip

    def _doubles(self, found: slice) -> Chunk:
        first, second = self.doubles.first[found].copy(), self.doubles.second[found].copy()
        kind = np.broadcast_to(np.uint8(DUPLICATION), len(first))
        no = np.broadcast_to(np.False_, len(first))
        parts = np.broadcast_to(np.int16(0), (len(first), len(PARTS)))
        return Chunk(first, second, kind, no, parts, no, self.doubles.bond[found].copy())


def _small(size: int) -> Small:
    return np.zeros(size, np.int32)


def _bytes(*size: int) -> Kinds:
    return np.zeros(size, np.uint8)


def _tile(words: int, size: int) -> Tile:
    serves, leads_up = np.zeros((2, size), np.uint64)
    return Tile(
        _bytes(words * BYTES, size), _small(size), _small(size), _bytes(size), serves, leads_up,
        np.zeros(4, np.uint64),
    )  # fmt: skip


def _glance(size: int) -> Glance:
    code = _bytes(size)
    return Glance(
        _bytes(len(LISTS), size), _bytes(size), _bytes(size), _bytes(size), _bytes(size), code,
        code.view(np.uint64), _bytes(COUNTED, size),
    )  # fmt: skip


def _out(programmes: int, room: int) -> Out:
    return Out(
        np.zeros((programmes, COLUMNS), np.int32), _small(room), _small(room), _bytes(room),
        np.empty(room, np.bool_), np.empty((room, len(PARTS)), np.int16), np.empty(room, np.bool_),
        _bytes(room),
    )  # fmt: skip
