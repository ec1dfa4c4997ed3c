"""The loops of the overlap join, compiled by numba.

Rows of `Postings` are taken in tiles. What is looked at of a tile's rows is laid out side by side,
so that it stays near the processor, and every row that meets them passes over the tile once. A
long pass goes over bytes, many at a time: it leaves a byte of code for each candidate and counts
classes in bytes, which are emptied before they run over. What needs a closer look is queued, and
so are all candidates of a short pass; the queue is settled pair by pair.

All of it stands in one file: what is kept on disk is made anew when this file changes. Arrays are
taken out of their tuples where a function begins and handed on one by one: inside a loop numba
would count references to all that a tuple holds.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np

from coherence.kernels.compiling import compiled, inlined, ones, ones_of_byte
from coherence.kernels.tables import (
    BOTH_LACK,
    COMPLEMENTARY,
    DUPLICATION,
    FRAGMENTATION,
    MANAGED,
    NONE,
    NOT_JUDGED,
    OVERLAP,
    PERHAPS,
    SURELY,
    Bits,
    Flags,
    Ints,
    Kinds,
    Points,
    Small,
)

Bytes = Kinds
Index = int | np.integer[Any]
"""Numba asks of one without a sign nothing; of one with a sign, whether it counts from the end."""

BYTES: Final = 8
"""Of a word."""
FULL: Final = 255
"""What a byte can hold."""
ABREAST: Final = 64
"""Candidates that a long pass takes at a time; tiles have a multiple of them."""
SERVICES, GROUPS, PHASES, SECTORS, WORDS = range(5)
"""Parts of a score; before the last they are lists of codes."""

JUDGED, SHARES, ALIKE, DOUBLE, NEAR, OPEN, SURE, MAYBE = (1 << bit for bit in range(8))
"""What the code of a candidate says: it is a pair; it shares a code that counts; a service or a
group; both; it may be listed; it is to be judged by itself; how its leads are linked."""
COUNTED: Final = 5
"""How many of these are counted: the first four, and `SURE`."""
SEVERAL, UNSURE = 1, 2
"""What the state of a row says: its programme is in several places; it cannot be judged."""

LOW, ROW, PASSES, QUEUED, PAIRS, DOUBLES, LEAD = range(7)
"""Where a walk is: its tile, the next row that meets it, long passes since the counts were
emptied; candidates in the queue, pairs and duplications written; whose links are marked."""
NOTED: Final = 7


class Places(NamedTuple):
    """`Postings`, as the loops take them, and what is told of the programme of each row."""

    owner: Small
    upto: Ints
    previous: Ints
    start: Ints
    rows: Small
    """By programme: its rows."""
    lead: Small
    state: Bytes
    bits: Bits
    serves: Bits
    leads_up: Bits
    words: Small
    """How many words it has."""
    sketch: Bits
    """A bit for each word, which some may share."""


class Programmes(NamedTuple):
    """What of `Sides` is looked up by programme."""

    unsure: Flags
    served_start: Ints
    served: Small
    strengths: Ints
    upper_start: Ints
    uppers: Small
    word_start: Ints
    words: Small


class Linked(NamedTuple):
    """`Links`, as the loops take them."""

    start: Ints
    ids: Small
    how: Kinds


class Numbers(NamedTuple):
    """`Rules` and the bits of each list."""

    masks: Bits
    weights: Ints
    points: Points
    """By list, codes in common and codes on either side."""
    threshold: int
    similar: int
    detailed: bool
    long: int
    """How many candidates a long pass has at least."""


class Tile(NamedTuple):
    """Rows side by side."""

    planes: Bytes
    """Their codes, a line for each byte."""
    lead: Small
    """The last of all where it is not known."""
    previous: Small
    state: Bytes
    serves: Bits
    leads_up: Bits
    together: Bits
    """What any of them has of state, ``serves`` and ``leads_up``, and the latest previous row."""


class Glance(NamedTuple):
    """What a long pass finds of the rows of a tile."""

    common: Bytes
    """How many codes are in common, a line for each list."""
    barred: Bytes
    open: Bytes
    link: Bytes
    worth: Bytes
    code: Bytes
    codes: Bits
    """The same, eight at a time."""
    counts: Bytes
    """Of late, how often a row was judged, shared, was alike, double, and managed: five lines."""


class Queue(NamedTuple):
    """Candidates to be settled."""

    upper: Small
    lower: Small
    """Their rows."""
    code: Bytes


class Out(NamedTuple):
    """What a walk writes: counts by programme, and pairs."""

    tally: Small
    first: Small
    second: Small
    kind: Kinds
    joined: Flags
    parts: Points
    listed: Flags
    bond: Kinds


class Doubles(NamedTuple):
    """Duplications that are neither listed nor joined: there may be very many."""

    first: Small
    second: Small
    bond: Kinds


class Notes(NamedTuple):
    """Where a walk is, and what it knows of leads."""

    at: Ints
    mark: Bytes
    """By lead: how it is linked with the one whose links are marked."""
    seen: Ints
    """By lead: the last tile that has a row of it."""


@compiled
def walk(  # noqa: PLR0915 - one loop: what it would hand on, numba would count references to
    places: Places, programmes: Programmes, linked: Linked, numbers: Numbers, tile: Tile,
    glance: Glance, queue: Queue, out: Out, doubles: Doubles, notes: Notes, end: int,
) -> bool:  # fmt: skip
    """Go on with a walk; returns whether it is at its end, or has no room for more pairs."""
    owner, upto, leads, state, bits = (
        places.owner, places.upto, places.lead, places.state, places.bits,
    )  # fmt: skip
    serves, leads_up, masks, weights = (
        places.serves, places.leads_up, numbers.masks, numbers.weights,
    )  # fmt: skip
    common, barred, left_open, link, worth, code, codes, counts = glance
    planes, tile_leads, tile_previous, tile_state, tile_serves, tile_leads_up, together = tile
    link_start, linked_with, how = linked
    upper, lower, waiting = queue
    at, mark, seen = notes
    tally, threshold, long = out.tally, numbers.threshold, numbers.long
    size, most, room = len(tile_leads), len(upper), min(len(out.first), len(doubles.first))
    wanted = NEAR | DOUBLE | OPEN | MAYBE | (JUDGED if numbers.detailed else 0)
    while at[LOW] < end:
        low = at[LOW]
        high = min(low + size, end)
        if at[ROW] < 0:
            lay_out(places, tile, notes, low, high)
            at[ROW] = 0
        row = at[ROW]
        while row < high:
            if upto[row] <= low:
                row = upto[row]  # no row at or below its place comes so far
                continue
            first, last = max(row + 1, low) - low, min(upto[row], high) - low
            if at[QUEUED] + last - first >= most:
                at[ROW] = row
                if max(at[PAIRS], at[DOUBLES]) + at[QUEUED] > room:
                    return False
                settle(places, programmes, linked, numbers, queue, out, doubles, at)
            if last - first < long or state[row] & UNSURE:
                enqueue_all(upper, lower, waiting, at, row, first, last)
                row += 1
                continue
            # whole stretches of the tile are passed over, and what is no candidate is barred
            begin = np.uint64(first // ABREAST * ABREAST)
            stop = np.uint64(-(-last // ABREAST) * ABREAST)
            lead, several = leads[row], state[row] & SEVERAL
            share(bits, masks, planes, common, row, begin, stop)
            least = value(bits, masks, weights, threshold, common, worth, row, begin, stop)
            mixed = seen[lead] == low or together[3] > np.uint64(row + 1)
            bar(tile_leads, tile_previous, barred, mixed, lead, row, begin, stop)
            bar_outside(barred, first, last, begin, stop)
            leave_open(tile_state, left_open, several, begin, stop)
            either = serves[row] | leads_up[row]
            if (either & together[1]) | (serves[row] & together[2]):
                leave_touching(
                    tile_serves, tile_leads_up, left_open, serves[row], either, begin, stop
                )
            mark_links(link_start, linked_with, how, mark, at, lead)
            look_up(mark, tile_leads, link, at[LEAD] == lead, begin, stop)
            judge(common, barred, left_open, link, worth, code, counts, least, begin, stop)
            add_up(codes, tally, owner[row], begin, stop)
            enqueue(codes, wanted, upper, lower, waiting, at, row, begin, stop)
            at[PASSES] += 1
            if at[PASSES] == FULL:
                empty(owner, counts, tally, low, high)
                at[PASSES] = 0
            row += 1
        if at[PASSES]:
            empty(owner, counts, tally, low, high)
        at[LOW], at[ROW], at[PASSES] = high, -1, 0
    if max(at[PAIRS], at[DOUBLES]) + at[QUEUED] > room:
        return False
    settle(places, programmes, linked, numbers, queue, out, doubles, at)
    return True


@compiled
def lay_out(places: Places, tile: Tile, notes: Notes, low: int, high: int) -> None:
    """Lay out the rows of a tile."""
    leads, previous, state, seen = places.lead, places.previous, places.state, notes.seen
    bits, serves, leads_up = places.bits, places.serves, places.leads_up
    planes, unknown = tile.planes, len(seen) - 1
    tile_leads, tile_previous, tile_state, tile_serves, tile_leads_up, together = tile[1:]
    states, served, above, latest = 0, np.uint64(0), np.uint64(0), 0
    for k in range(high - low):
        row = low + k
        lead = leads[row] if leads[row] >= 0 else unknown
        seen[lead] = low
        tile_leads[k], tile_previous[k], tile_state[k] = lead, previous[row], state[row]
        tile_serves[k], tile_leads_up[k] = serves[row], leads_up[row]
        for word in range(bits.shape[1]):
            left = bits[row, word]
            for byte in range(word * BYTES, word * BYTES + BYTES):
                planes[byte, k] = left & np.uint64(FULL)
                left >>= np.uint64(BYTES)
        states |= state[row]
        served |= serves[row]
        above |= leads_up[row]
        latest = max(latest, previous[row] + 1)
    together[0], together[1], together[2], together[3] = states, served, above, latest


@compiled
def empty(owner: Small, counts: Bytes, tally: Small, low: int, high: int) -> None:
    """Add the counts of a tile to those of its programmes."""
    for k in range(high - low):
        j = owner[low + k]
        judged, shares = np.int32(counts[0, k]), np.int32(counts[1, k])
        alike, double = np.int32(counts[2, k]), np.int32(counts[3, k])
        tally[j, NONE] += judged - shares
        tally[j, FRAGMENTATION] += shares - alike
        tally[j, OVERLAP] += alike - double
        tally[j, DUPLICATION] += double
        tally[j, MANAGED] += counts[4, k]
    counts[:] = 0


# --- a long pass --------------------------------------------------------------------------------


@inlined
def share(
    bits: Bits, masks: Bits, planes: Bytes, common: Bytes, row: int, begin: Index, stop: Index
) -> None:
    """Count the codes that a programme has in common with each candidate, by list."""
    for part in range(WORDS):
        fresh = True
        for word in range(bits.shape[1]):
            left, byte = bits[row, word] & masks[part, word], word * BYTES
            while left:
                own = np.uint8(left & np.uint64(FULL))
                if own and fresh:
                    for k in range(begin, stop):
                        common[part, k] = ones_of_byte(np.uint8(own & planes[byte, k]))
                    fresh = False
                elif own:
                    for k in range(begin, stop):
                        common[part, k] += ones_of_byte(np.uint8(own & planes[byte, k]))
                left >>= np.uint64(BYTES)
                byte += 1
        if fresh:
            for k in range(begin, stop):
                common[part, k] = 0


@inlined
def value(
    bits: Bits, masks: Bits, weights: Ints, threshold: int, common: Bytes, worth: Bytes, row: int,
    begin: Index, stop: Index,
) -> int:  # fmt: skip
    """Value what is in common, never too low; returns from which value on a pair may be listed.

    Of a list of n codes, c in common are worth c/n of its weight at most. Values fit a byte.
    """
    codes, weight = 0, 0
    for part in range(WORDS):
        codes += count_codes(bits, masks, row, part)
        weight += weights[part]
    if codes >= FULL or weight == 0:
        for k in range(begin, stop):
            worth[k] = 0
        return 0
    scale = (FULL - codes) / weight
    services, groups, phases, sectors = (
        worth_of_code(weights[SERVICES] * scale, count_codes(bits, masks, row, SERVICES)),
        worth_of_code(weights[GROUPS] * scale, count_codes(bits, masks, row, GROUPS)),
        worth_of_code(weights[PHASES] * scale, count_codes(bits, masks, row, PHASES)),
        worth_of_code(weights[SECTORS] * scale, count_codes(bits, masks, row, SECTORS)),
    )
    for k in range(begin, stop):
        worth[k] = np.uint8(
            common[SERVICES, k] * services + common[GROUPS, k] * groups
            + common[PHASES, k] * phases + common[SECTORS, k] * sectors
        )  # fmt: skip
    return min(FULL, max(0, int((threshold - weights[WORDS]) * scale)))


@inlined
def count_codes(bits: Bits, masks: Bits, row: int, part: int) -> int:
    """How many codes of a list a row has."""
    count = 0
    for word in range(bits.shape[1]):
        count += ones(bits[row, word] & masks[part, word])
    return count


@inlined
def worth_of_code(weight: float, codes: int) -> np.uint8:
    """What each of so many codes is worth, rounded up."""
    return np.uint8(math.ceil(weight / codes)) if codes else np.uint8(0)


@inlined
def bar(
    leads: Small, previous: Small, barred: Bytes, mixed: bool, lead: int, row: int, begin: Index,
    stop: Index,
) -> None:  # fmt: skip
    """Bar candidates of the same lead, and those that a row in between has joined already."""
    if mixed:
        own, now = np.int32(lead), np.int32(row)
        for k in range(begin, stop):
            barred[k] = (leads[k] == own) | (previous[k] > now)
    else:
        for k in range(begin, stop):
            barred[k] = 0


@inlined
def bar_outside(barred: Bytes, first: int, last: int, begin: Index, stop: Index) -> None:
    """Bar what stands before the first candidate and from the last on."""
    for k in range(begin, np.uint64(first)):
        barred[k] = 1
    for k in range(np.uint64(last), stop):
        barred[k] = 1


@inlined
def leave_open(state: Bytes, left_open: Bytes, several: bool, begin: Index, stop: Index) -> None:
    """Leave open who lacks a cell, and several places on both sides."""
    states = np.uint8(UNSURE | SEVERAL) if several else np.uint8(UNSURE)
    for k in range(begin, stop):
        left_open[k] = state[k] & states


@inlined
def leave_touching(
    serves: Bits, leads_up: Bits, left_open: Bytes, own: np.uint64, either: np.uint64, begin: Index,
    stop: Index,
) -> None:  # fmt: skip
    """Leave open whose objectives may be alike, or joined by alignments."""
    for k in range(begin, stop):
        left_open[k] |= ((either & serves[k]) | (own & leads_up[k])) != 0


@inlined
def mark_links(start: Ints, ids: Small, how: Kinds, mark: Bytes, at: Ints, lead: int) -> None:
    """Mark whom a lead is linked with, and nobody else; unless there is nobody."""
    if at[LEAD] != lead and start[lead] < start[lead + 1]:
        if at[LEAD] >= 0:
            for link in range(start[at[LEAD]], start[at[LEAD] + 1]):
                mark[ids[link]] = 0
        for link in range(start[lead], start[lead + 1]):
            mark[ids[link]] = how[link]
        at[LEAD] = lead


@inlined
def look_up(
    mark: Bytes, leads: Small, link: Bytes, marked: bool, begin: Index, stop: Index
) -> None:
    """Look up how the lead of each candidate is linked with the one that is marked."""
    if marked:
        for k in range(begin, stop):
            link[k] = mark[np.uint32(leads[k])]
    else:
        for k in range(begin, stop):
            link[k] = 0


@inlined
def judge(
    common: Bytes, barred: Bytes, left_open: Bytes, link: Bytes, worth: Bytes, code: Bytes,
    counts: Bytes, least: int, begin: Index, stop: Index,
) -> None:  # fmt: skip
    """Write the codes of candidates and count them."""
    reach = np.uint8(least)
    for k in range(begin, stop):
        services, groups = common[SERVICES, k] != 0, common[GROUPS, k] != 0
        pair = barred[k] == 0
        undecided = pair & (left_open[k] != 0)
        judged = pair & (left_open[k] == 0)
        alike = judged & (services | groups)
        double = judged & services & groups
        shares = alike | (judged & (common[SECTORS, k] != 0))
        near = shares & (worth[k] >= reach)
        sure = alike & (link[k] == SURELY)
        maybe = alike & (link[k] == PERHAPS)
        counts[0, k] += judged
        counts[1, k] += shares
        counts[2, k] += alike
        counts[3, k] += double
        counts[4, k] += sure
        code[k] = (
            np.uint8(judged)
            | np.uint8(np.uint8(shares) << 1)
            | np.uint8(np.uint8(alike) << 2)
            | np.uint8(np.uint8(double) << 3)
            | np.uint8(np.uint8(near) << 4)
            | np.uint8(np.uint8(undecided) << 5)
            | np.uint8(np.uint8(sure) << 6)
            | np.uint8(np.uint8(maybe) << 7)
        )


@inlined
def add_up(codes: Bits, tally: Small, i: int, begin: Index, stop: Index) -> None:
    """Add the candidates of a pass to the counts of the row above, by class."""
    each = np.uint64(0x0101010101010101)
    judged, shares, alike, double, sure = 0, 0, 0, 0, 0
    for place in range(begin // np.uint64(BYTES), stop // np.uint64(BYTES)):
        eight = codes[place]
        judged += ones(eight & each)
        shares += ones((eight >> np.uint64(1)) & each)
        alike += ones((eight >> np.uint64(2)) & each)
        double += ones((eight >> np.uint64(3)) & each)
        sure += ones((eight >> np.uint64(6)) & each)
    tally[i, NONE] += judged - shares
    tally[i, FRAGMENTATION] += shares - alike
    tally[i, OVERLAP] += alike - double
    tally[i, DUPLICATION] += double
    tally[i, MANAGED] += sure


@inlined
def enqueue(
    codes: Bits, wanted: int, upper: Small, lower: Small, waiting: Bytes, at: Ints, row: int,
    begin: Index, stop: Index,
) -> None:  # fmt: skip
    """Put candidates that have any of some codes into the queue."""
    before, low = np.uint64(at[QUEUED]), np.uint64(at[LOW])
    count, each = before, np.uint64(wanted)
    for place in range(begin // np.uint64(BYTES), stop // np.uint64(BYTES)):
        eight = codes[place]
        if eight & (each * np.uint64(0x0101010101010101)):
            candidate = low + place * np.uint64(BYTES)
            for k in range(np.uint64(BYTES)):
                lower[count], waiting[count] = candidate + k, eight & np.uint64(FULL)
                count += np.uint64((eight & each) != 0)
                eight >>= np.uint64(BYTES)
    for k in range(before, count):
        upper[k] = row
    at[QUEUED] = count


@inlined
def enqueue_all(
    upper: Small, lower: Small, waiting: Bytes, at: Ints, row: int, first: int, last: int
) -> None:
    """Put all candidates of a row into the queue."""
    before, candidate = np.uint64(at[QUEUED]), at[LOW] + first
    for k in range(np.uint64(last - first)):
        upper[before + k], lower[before + k], waiting[before + k] = row, candidate + k, OPEN
    at[QUEUED] += last - first


# --- pair by pair -------------------------------------------------------------------------------


@compiled
def settle(  # noqa: PLR0915 - one loop: what it would hand on, numba would count references to
    places: Places, programmes: Programmes, linked: Linked, numbers: Numbers, queue: Queue,
    out: Out, doubles: Doubles, at: Ints,
) -> None:  # fmt: skip
    """Judge what is open in the queue, and write down the pairs that are wanted."""
    owner, previous, leads, state, bits = (
        places.owner, places.previous, places.lead, places.state, places.bits,
    )  # fmt: skip
    serves, leads_up, counts, sketch = (
        places.serves, places.leads_up, places.words, places.sketch,
    )  # fmt: skip
    word_start, words, weights = programmes.word_start, programmes.words, numbers.weights
    link_start, linked_with, how = linked
    masks, points, threshold, detailed = (
        numbers.masks, numbers.points, numbers.threshold, numbers.detailed,
    )  # fmt: skip
    tally, firsts, seconds, kinds, joins, parts, lists, bonds = out
    one, other, tied = doubles
    uppers, lowers, codes = queue
    found, double = at[PAIRS], at[DOUBLES]
    start, rows, upto, similar = places.start, places.rows, places.upto, numbers.similar
    served_start, served, strengths = (
        programmes.served_start, programmes.served, programmes.strengths,
    )  # fmt: skip
    upper_start, above = programmes.upper_start, programmes.uppers
    for step in range(np.uint64(at[QUEUED])):
        code, upper, lower = codes[step], np.uint32(uppers[step]), np.uint32(lowers[step])
        joined, bond, kind = False, 0, NONE
        if code & OPEN:
            if leads[upper] == leads[lower] or previous[lower] > upper:
                continue
            i, j = owner[upper], owner[lower]
            if state[upper] & state[lower] & SEVERAL and (
                met_before(start, rows, upto, i, j, upper)
                or met_before(start, rows, upto, j, i, upper)
            ):
                continue
            if leads_up[upper] & serves[lower]:
                joined = leads_up_to(served_start, served, upper_start, above, i, j)
            if serves[upper] & leads_up[lower] and not joined:
                joined = leads_up_to(served_start, served, upper_start, above, j, i)
            if (state[upper] | state[lower]) & UNSURE:
                if not joined:
                    note_unsure(tally, state[upper] & UNSURE, state[lower] & UNSURE, i, j)
                continue
            kind = class_of_bits(bits, masks, upper, lower)
            if (
                kind < OVERLAP
                and serves[upper] & serves[lower]
                and (similarity(served_start, served, strengths, i, j) >= similar)
            ):
                kind = OVERLAP
            if kind >= OVERLAP and link_start[leads[upper]] < link_start[leads[upper] + 1]:
                bond = bond_of(link_start, linked_with, how, leads[upper], leads[lower])
            count_pair(tally, i, j, COMPLEMENTARY if joined else kind)
            if bond == SURELY and not joined:
                count_pair(tally, i, j, MANAGED)
        else:
            kind = class_of_code(code)
            bond = SURELY if code & SURE else PERHAPS if code & MAYBE else 0
        first, second = min(owner[upper], owner[lower]), max(owner[upper], owner[lower])
        listed, scored = False, detailed or (kind > NONE and code & (OPEN | NEAR) != 0)
        if scored:
            score(bits, masks, points, parts, found, upper, lower)
            lacking, text = threshold - total(parts, found), 0
            if kind > NONE and (
                detailed or (
                    lacking <= weights[WORDS]
                    and lacking <= words_at_most(counts, sketch, weights[WORDS], upper, lower)
                )
            ):  # fmt: skip
                text = words_shared(word_start, words, weights[WORDS], first, second)
            parts[found, WORDS] = text
            listed = kind > NONE and text >= lacking
        if not (listed or detailed):
            if kind == DUPLICATION and not joined:
                one[double], other[double], tied[double] = first, second, bond
                double += 1
                continue
            if kind < DUPLICATION and (joined or bond != PERHAPS):
                continue
            for part in range(WORDS + 1):
                parts[found, part] = 0
        firsts[found], seconds[found], kinds[found], joins[found] = first, second, kind, joined
        bonds[found], lists[found] = bond, listed or (detailed and kind >= OVERLAP)
        found += 1
    at[QUEUED], at[PAIRS], at[DOUBLES] = 0, found, double


@inlined
def count_pair(tally: Small, i: int, j: int, column: int) -> None:
    """Count a pair on both sides."""
    tally[i, column] += 1
    tally[j, column] += 1


@inlined
def note_unsure(tally: Small, one_lacks: int, other_lacks: int, i: int, j: int) -> None:
    """Count a pair that cannot be judged under the sides that lack a cell."""
    if one_lacks:
        tally[i, NOT_JUDGED] += 1
    if other_lacks:
        tally[j, NOT_JUDGED] += 1
    if one_lacks and other_lacks:
        count_pair(tally, i, j, BOTH_LACK)


@inlined
def met_before(start: Ints, rows: Small, upto: Ints, one: int, other: int, row: Index) -> bool:
    """Whether a row of ``one`` before ``row`` has a row of ``other`` at or below its place."""
    for a in range(start[one], start[one + 1]):
        above = rows[a]
        if above >= row:
            return False
        for b in range(start[other], start[other + 1]):
            if above < rows[b] < upto[above]:
                return True
    return False


@inlined
def leads_up_to(
    start: Ints, served: Small, upper_start: Ints, uppers: Small, one: int, other: int
) -> bool:
    """Whether alignments lead from an objective of ``one`` alone up to one of ``other`` alone."""
    for a in range(start[one], start[one + 1]):
        own = served[a]
        if holds(served, start[other], start[other + 1], own):
            continue
        for u in range(upper_start[own], upper_start[own + 1]):
            upper = uppers[u]
            if holds(served, start[other], start[other + 1], upper) and not holds(
                served, start[one], start[one + 1], upper
            ):
                return True
    return False


@inlined
def holds(ids: Small, start: int, stop: int, wanted: int) -> bool:
    """Whether an ascending row holds a number."""
    for at in range(start, stop):
        if ids[at] >= wanted:
            return bool(ids[at] == wanted)
    return False


@compiled
def bond_of(start: Ints, ids: Small, how: Kinds, lead: int, wanted: int) -> int:
    """How two leads are linked; 0: not at all."""
    low, high = start[lead], start[lead + 1]
    while low < high:
        middle = (low + high) // 2
        if ids[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return int(how[low]) if low < start[lead + 1] and ids[low] == wanted else 0


@inlined
def class_of_bits(bits: Bits, masks: Bits, one: Index, other: Index) -> int:
    """The class of two rows by their codes."""
    services, groups, sectors = np.uint64(0), np.uint64(0), np.uint64(0)
    for word in range(bits.shape[1]):
        common = bits[one, word] & bits[other, word]
        services |= common & masks[SERVICES, word]
        groups |= common & masks[GROUPS, word]
        sectors |= common & masks[SECTORS, word]
    if services and groups:
        return DUPLICATION
    if services or groups:
        return OVERLAP
    return FRAGMENTATION if sectors else NONE


@inlined
def class_of_code(code: int) -> int:
    """The class of a candidate that a long pass has judged."""
    if code & DOUBLE:
        return DUPLICATION
    if code & ALIKE:
        return OVERLAP
    return FRAGMENTATION if code & SHARES else NONE


@inlined
def similarity(start: Ints, served: Small, strengths: Ints, one: int, other: int) -> int:
    """Σmin/Σmax of the strengths, in thousandths, rounded down."""
    a, b = start[one], start[other]
    least, most = 0, 0
    while a < start[one + 1] or b < start[other + 1]:
        if b == start[other + 1] or (a < start[one + 1] and served[a] < served[b]):
            most += strengths[a]
            a += 1
        elif a == start[one + 1] or served[b] < served[a]:
            most += strengths[b]
            b += 1
        else:
            least += min(strengths[a], strengths[b])
            most += max(strengths[a], strengths[b])
            a += 1
            b += 1
    return least * 1000 // most if most else 0


@inlined
def score(
    bits: Bits, masks: Bits, points: Points, parts: Points, at: int, one: Index, other: Index
) -> None:
    """Write down the points for what two rows share of each list."""
    for part in range(WORDS):
        common, either = 0, 0
        for word in range(bits.shape[1]):
            mine, theirs, mask = bits[one, word], bits[other, word], masks[part, word]
            common += ones(mine & theirs & mask)
            either += ones((mine | theirs) & mask)
        parts[at, part] = points[part, common, either]


@inlined
def total(parts: Points, at: int) -> int:
    """Points for the lists."""
    found = 0
    for part in range(WORDS):
        found += parts[at, part]
    return found


@inlined
def words_at_most(counts: Small, sketch: Bits, weight: int, one: Index, other: Index) -> int:
    """Points for words, at most.

    Common words set common bits; of a side's words no more than it has above its bits share one.
    """
    first, second = sketch[one], sketch[other]
    spare = min(counts[one] - ones(first), counts[other] - ones(second))
    shared = ones(first & second) + spare
    either = counts[one] + counts[other] - shared
    return weight * shared // either if either > 0 else weight


@inlined
def words_shared(start: Ints, words: Small, weight: int, one: int, other: int) -> int:
    """Points for the words on both sides."""
    a, b, shared = start[one], start[other], 0
    end, stop = start[one + 1], start[other + 1]
    either = end - a + stop - b
    while a < end and b < stop:
        mine, theirs = words[a], words[b]
        shared += mine == theirs
        a += mine <= theirs
        b += theirs <= mine
    return weight * shared // (either - shared) if either else 0


@compiled
def sketched(start: Ints, words: Small, sketch: Bits) -> None:
    """By programme: a bit for each of its words."""
    for programme in range(sketch.shape[0]):
        for at in range(start[programme], start[programme + 1]):
            sketch[programme] |= np.uint64(1) << np.uint64(words[at] % 64)
