"""The overlap join in numpy: what runs where nothing is compiled, and on few programmes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coherence.kernels.tables import (
    BOTH_LACK,
    COLUMNS,
    COMPLEMENTARY,
    DUPLICATION,
    LISTS,
    MANAGED,
    NOT_JUDGED,
    OVERLAP,
    PERHAPS,
    SURELY,
    Bits,
    Chunk,
    Flags,
    Ints,
    Kinds,
    Points,
    Postings,
    Rows,
    Rules,
    Sides,
    Small,
    Task,
)
from data.told import Told, nobody

AT_ONCE = 1 << 20
"""How many candidates are held in memory at a time; a row is never cut."""


def join(task: Task, tally: Ints, told: Told = nobody) -> Iterator[Chunk]:
    """Every pair that is wanted; all pairs are counted in ``tally``, by programme."""
    for low, high in _spans(task.postings):
        told(low / len(task.postings.owner))
        yield _judge(task, tally, *_candidates(task.postings, low, high))


def _spans(postings: Postings) -> Iterator[tuple[int, int]]:
    """Rows to be taken together."""
    ahead = np.cumsum(postings.upto - np.arange(len(postings.owner)) - 1)
    low, done = 0, 0
    while low < len(ahead):
        high = max(low + 1, int(np.searchsorted(ahead, done + AT_ONCE, side="right")))
        yield low, high
        low, done = high, int(ahead[high - 1])


def _candidates(postings: Postings, low: int, high: int) -> tuple[Ints, Ints]:
    """Rows that meet: the upper place and the lower one."""
    rows = np.arange(low, high)
    counts = postings.upto[low:high] - rows - 1
    upper = np.repeat(rows, counts)
    within = np.arange(len(upper)) - np.repeat(np.cumsum(counts) - counts, counts)
    return upper, upper + 1 + within


def _judge(task: Task, tally: Ints, upper: Ints, lower: Ints) -> Chunk:
    sides, postings = task.sides, task.postings
    i, j = postings.owner[upper], postings.owner[lower]
    keep = (sides.lead[i] != sides.lead[j]) & (postings.previous[lower] <= upper)
    upper, lower = upper[keep], lower[keep]
    once = _first_meetings(postings, upper, lower)
    i, j = postings.owner[upper[once]], postings.owner[lower[once]]
    first, second = np.minimum(i, j), np.maximum(i, j)
    joined = _joined(sides, first, second)
    unsure = _count_unsure(sides, tally, first, second, joined)
    first, second, joined = first[~unsure], second[~unsure], joined[~unsure]
    common = sides.bits[first] & sides.bits[second]
    kind = _classes(sides, task.rules, first, second, common)
    bond = _bonds(task, first, second, kind)
    _count(tally, first, second, np.where(joined, COMPLEMENTARY, kind))
    sure = (bond == SURELY) & ~joined
    _count(tally, first[sure], second[sure], np.full(int(sure.sum()), MANAGED))
    pairs = Chunk(first, second, kind, joined, *_blank(len(first)), bond)
    return _wanted(task.rules, _listed(sides, task.rules, pairs, common))


def _count_unsure(sides: Sides, tally: Ints, first: Small, second: Small, joined: Flags) -> Flags:
    """Which pairs cannot be judged."""
    one, other = sides.unsure[first], sides.unsure[second]
    for side, lacks in ((first, one), (second, other)):
        tally[:, NOT_JUDGED] += np.bincount(side[lacks & ~joined], minlength=len(tally))
        tally[:, BOTH_LACK] += np.bincount(side[one & other & ~joined], minlength=len(tally))
    unsure: Flags = one | other
    return unsure


def _blank(count: int) -> tuple[Points, Flags]:
    return np.zeros((count, 5), np.int16), np.zeros(count, np.bool_)


def _bonds(task: Task, first: Small, second: Small, kind: Kinds) -> Kinds:
    """How the leads of overlaps and duplications are linked."""
    lead, bond = task.sides.lead, np.zeros(len(first), np.uint8)
    overlaps = np.flatnonzero(kind >= OVERLAP)
    bond[overlaps] = task.links.between(lead[first[overlaps]], lead[second[overlaps]])
    return bond


def _wanted(rules: Rules, chunk: Chunk) -> Chunk:
    """All of them where every pair is; else what is listed, doubles, or is to be settled."""
    if rules.detailed:
        return chunk
    unsettled = ~chunk.joined & (chunk.bond == PERHAPS)
    doubles = chunk.kind == DUPLICATION if rules.doubles else np.zeros(len(chunk), np.bool_)
    chunk.parts[~chunk.listed] = 0
    return chunk.where(chunk.listed | doubles | unsettled)


def _count(tally: Ints, first: Small, second: Small, column: Ints) -> None:
    for side in (first, second):
        cells = np.bincount(side.astype(np.int64) * COLUMNS + column, minlength=tally.size)
        tally += cells.reshape(tally.shape)


# --- one meeting of many --------------------------------------------------------------------


def _first_meetings(postings: Postings, upper: Ints, lower: Ints) -> Flags:
    """Whether no earlier row joins the same two programmes; one of one place meets but once."""
    counts = postings.of_owner.counts
    i, j = postings.owner[upper], postings.owner[lower]
    first = np.ones(len(upper), np.bool_)
    both = np.flatnonzero((counts[i] > 1) & (counts[j] > 1))
    if len(both):
        first[both] = ~(
            _met_before(postings, i[both], j[both], upper[both])
            | _met_before(postings, j[both], i[both], upper[both])
        )
    return first


def _met_before(postings: Postings, one: Small, other: Small, row: Ints) -> Flags:
    """Whether a row of ``one`` before ``row`` has a row of ``other`` at or below its place."""
    rows, size = postings.of_owner, len(postings.owner)
    keys = np.repeat(np.arange(len(rows.counts)), rows.counts) * size + rows.ids
    begins = rows.start[one]
    earlier = np.searchsorted(keys, one.astype(np.int64) * size + row) - begins
    case, position = _expanded(begins, earlier)
    above = rows.ids[position].astype(np.int64)
    base = other[case].astype(np.int64) * size
    met = np.searchsorted(keys, base + above + 1) < np.searchsorted(
        keys, base + postings.upto[above]
    )
    found = np.zeros(len(one), np.bool_)
    found[case[met]] = True
    return found


def _expanded(begins: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For each case its positions ``begins … begins + counts``: (number of the case, position)."""
    case = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(len(case)) - np.repeat(np.cumsum(counts) - counts, counts)
    return case, begins[case] + offset


# --- classes --------------------------------------------------------------------------------


def _shares(common: Bits, mask: Bits) -> Flags:
    shared: Flags = np.any(common & mask, axis=1)
    return shared


def _classes(
    sides: Sides, rules: Rules, first: Small, second: Small, common: Bits
) -> Kinds:  # fmt: skip
    services, groups, _, sectors = (_shares(common, mask) for mask in sides.masks)
    kind = sectors.astype(np.uint8)
    alike = services | groups
    open_cases = np.flatnonzero(~alike & (sides.serves[first] & sides.serves[second] != 0))
    if len(open_cases):
        near = _similarity(sides, first[open_cases], second[open_cases]) >= rules.similar
        alike[open_cases[near]] = True
    kind[alike] = OVERLAP
    kind[services & groups] = DUPLICATION
    return kind


def _found(rows: Rows, row: Small | Ints, number: Small, most: int) -> tuple[Flags, Ints]:
    """Whether ``number`` stands in ``row``, and where."""
    keys = np.repeat(np.arange(len(rows.counts)), rows.counts) * most + rows.ids
    wanted = row.astype(np.int64) * most + number
    at = np.searchsorted(keys, wanted)
    hit = at < len(keys)
    hit[hit] = keys[at[hit]] == wanted[hit]
    return hit, at


def _similarity(sides: Sides, first: Small, second: Small) -> Ints:
    """Σmin/Σmax of the strengths, in thousandths, rounded down."""
    rows = sides.objectives
    case, position = _expanded(rows.start[first], rows.counts[first])
    most = len(sides.uppers.counts)
    hit, at = _found(rows, second[case], rows.ids[position], most)
    least = np.minimum(sides.strengths[position[hit]], sides.strengths[at[hit]])
    shared = np.zeros(len(first), np.int64)
    np.add.at(shared, case[hit], least)
    totals = np.zeros(len(rows.counts), np.int64)
    np.add.at(totals, np.repeat(np.arange(len(totals)), rows.counts), sides.strengths)
    either = totals[first] + totals[second] - shared
    similarity: Ints = shared * 1000 // np.maximum(either, 1)
    return similarity


def _joined(sides: Sides, first: Small, second: Small) -> Flags:
    """Whether a path of alignments joins an objective of the one side alone to one of the other."""
    found = np.zeros(len(first), np.bool_)
    for one, other in ((first, second), (second, first)):
        maybe = np.flatnonzero(sides.leads_up[one] & sides.serves[other])
        if len(maybe):
            found[maybe] |= _leads_up_to(sides, one[maybe], other[maybe])
    return found


def _leads_up_to(sides: Sides, one: Small, other: Small) -> Flags:
    rows, most = sides.objectives, len(sides.uppers.counts)
    case, position = _expanded(rows.start[one], rows.counts[one])
    own = rows.ids[position]
    alone = ~_found(rows, other[case], own, most)[0]
    case, own = case[alone], own[alone]
    step, position = _expanded(sides.uppers.start[own], sides.uppers.counts[own])
    upper, case = sides.uppers.ids[position], case[step]
    met = _found(rows, other[case], upper, most)[0] & ~_found(rows, one[case], upper, most)[0]
    found = np.zeros(len(one), np.bool_)
    found[case[met]] = True
    return found


# --- scores ---------------------------------------------------------------------------------


def _listed(sides: Sides, rules: Rules, chunk: Chunk, common: Bits) -> Chunk:
    """The pairs that are wanted, with their points."""
    either = sides.bits[chunk.first] | sides.bits[chunk.second]
    for part, mask in enumerate(sides.masks):
        shared = np.bitwise_count(common & mask).sum(axis=1, dtype=np.int64)
        whole = np.bitwise_count(either & mask).sum(axis=1, dtype=np.int64)
        chunk.parts[:, part] = rules.weights[part] * shared // np.maximum(whole, 1)
    overlaps, text = chunk.kind >= OVERLAP, len(LISTS)
    within_reach = chunk.score + rules.weights[text] >= rules.threshold
    worded = (chunk.kind > 0) & (within_reach | rules.detailed)
    chunk.parts[worded, text] = _words(sides, rules, chunk.first[worded], chunk.second[worded])
    chunk.listed[:] = worded & ((chunk.score >= rules.threshold) | (overlaps & rules.detailed))
    return chunk


def _words(sides: Sides, rules: Rules, first: Small, second: Small) -> Ints:
    rows = sides.words
    case, position = _expanded(rows.start[first], rows.counts[first])
    most = int(rows.ids.max(initial=0)) + 1
    hit, _ = _found(rows, second[case], rows.ids[position], most)
    shared = np.bincount(case[hit], minlength=len(first))
    either = rows.counts[first] + rows.counts[second] - shared
    points: Ints = rules.weights[len(LISTS)] * shared // np.maximum(either, 1)
    return points
