"""The loops of the overlap join, compiled by numba.

Rows of `Postings` are taken in tiles. What is looked at of a tile's rows is laid out column by
column, so that it stays near the processor, and every row that meets them passes over the tile
once. A long pass goes over bytes, many at a time: it leaves a byte of code for each candidate and
counts classes in bytes, which are emptied before they run over. What needs a closer look is then
taken one by one, and so are all the candidates of a short pass.

All of it stands in one file: what is kept on disk is made anew when this file changes.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

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
Reals = npt.NDArray[np.float32]

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
group; both; it may be listed; it is to be looked at by itself; how its leads are linked."""
COUNTED, MANAGED_LINE, SURE_BIT = 5, 4, 6
"""Lines of counts: the first four are those of the first bits of a code, the last of `SURE`."""
SEVERAL, UNSURE = 1, 2
"""What the state of a row says: its programme is in several places; it cannot be judged."""

LOW, ROW, PASSES, PAIRS, DOUBLES, LEAD = range(6)
"""Where a walk is: its tile, the next row that meets it, long passes since the counts were
emptied, pairs and duplications written, and the lead whose links are marked."""


class Places(NamedTuple):
    """`Postings`, as the loops take them."""

    owner: Small
    upto: Ints
    previous: Ints
    start: Ints
    rows: Small


class Programmes(NamedTuple):
    """`Sides`, as the loops take them."""

    lead: Small
    unsure: Flags
    bits: Bits
    word_start: Ints
    words: Small
    sketch: Bits
    """The words of a programme: a bit for each, which some may share."""
    served_start: Ints
    served: Small
    strengths: Ints
    upper_start: Ints
    uppers: Small
    serves: Bits
    leads_up: Bits


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
    """By list, codes in common and codes on either side: points."""
    threshold: int
    similar: int
    detailed: bool
    doubles: bool
    long: int
    """How many candidates a long pass has at least."""


class Tile(NamedTuple):
    """Rows side by side, and what a pass finds of them."""

    planes: Bytes
    """Their codes, a line for each byte."""
    lead: Small
    """One more than all leads where it is not known."""
    previous: Small
    state: Bytes
    serves: Bits
    leads_up: Bits
    together: Bits
    """What any row has of state, ``serves`` and ``leads_up``, and the latest previous row."""
    held: Bytes
    """How many codes there are, a line for each list."""
    common: Bytes
    """How many are in common, a line for each list."""
    own: Ints
    """How many the row above has, by list."""
    barred: Bytes
    open: Bytes
    link: Bytes
    worth: Reals
    """Points for codes in common."""
    code: Bytes
    codes: Bits
    """The same, eight at a time."""
    counts: Bytes
    """Candidates of late that are judged, share, are alike, double, and managed: five lines."""
    chosen: Small
    """Candidates to be looked at."""


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
    one: Small
    other: Small
    """The two sides of duplications that are neither listed nor joined."""
    tied: Kinds
    """Their bonds."""


class Notes(NamedTuple):
    """Where a walk is, and what it knows of leads."""

    at: Ints
    mark: Bytes
    """By lead: how it is linked with the one that is marked."""
    seen: Ints
    """By lead: the last tile that has a row of it."""


@compiled
def walk(
    places: Places, programmes: Programmes, linked: Linked, numbers: Numbers, tile: Tile,
    out: Out, notes: Notes, end: int,
) -> None:  # fmt: skip
    """Go on with a walk, to its end or until there is no room for more pairs."""
    at, size = notes.at, tile.lead.shape[0]
    room = min(out.first.shape[0], out.one.shape[0])
    while at[LOW] < end:
        low = at[LOW]
        high = min(low + size, end)
        if at[ROW] < 0:
            lay_out(places, programmes, numbers.masks, tile, notes, low, high)
            at[ROW] = 0
        row = at[ROW]
        while row < high:
            if places.upto[row] <= low:
                row = places.upto[row]  # no row at or below its place comes so far
                continue
            first, last = max(row + 1, low) - low, min(places.upto[row], high) - low
            if first < last:
                if max(at[PAIRS], at[DOUBLES]) + last - first > room:
                    at[ROW] = row
                    return
                meet(places, programmes, linked, numbers, tile, out, notes, row, first, last)
                if at[PASSES] == FULL:
                    empty(places.owner, tile.counts, out.tally, low, high)
                    at[PASSES] = 0
            row += 1
        empty(places.owner, tile.counts, out.tally, low, high)
        at[LOW], at[ROW], at[PASSES] = high, -1, 0


@inlined
def lay_out(
    places: Places,
    programmes: Programmes,
    masks: Bits,
    tile: Tile,
    notes: Notes,
    low: int,
    high: int,
) -> None:
    """Lay out the rows of a tile."""
    bits, unknown = programmes.bits, notes.seen.shape[0] - 1
    tile.together[:] = 0
    for k in range(high - low):
        j, previous = places.owner[low + k], places.previous[low + k]
        lead, state = programmes.lead[j], 0
        if places.start[j + 1] - places.start[j] > 1:
            state |= SEVERAL
        if programmes.unsure[j]:
            state |= UNSURE
        lead = lead if lead >= 0 else unknown
        notes.seen[lead] = low
        tile.lead[k], tile.previous[k], tile.state[k] = lead, previous, state
        tile.serves[k], tile.leads_up[k] = programmes.serves[j], programmes.leads_up[j]
        for word in range(bits.shape[1]):
            left = bits[j, word]
            for byte in range(word * BYTES, word * BYTES + BYTES):
                tile.planes[byte, k] = left & np.uint64(FULL)
                left >>= np.uint64(BYTES)
        for part in range(WORDS):
            held = 0
            for word in range(bits.shape[1]):
                held += ones(bits[j, word] & masks[part, word])
            tile.held[part, k] = held
        tile.together[0] |= np.uint64(state)
        tile.together[1] |= tile.serves[k]
        tile.together[2] |= tile.leads_up[k]
        tile.together[3] = max(tile.together[3], np.uint64(previous + 1))


@inlined
def empty(owner: Small, counts: Bytes, tally: Small, low: int, high: int) -> None:
    """Add the counts of a tile to those of its programmes."""
    for k in range(high - low):
        line = tally[owner[low + k]]
        judged, shares, alike, double = counts[0, k], counts[1, k], counts[2, k], counts[3, k]
        line[NONE] += judged - shares
        line[FRAGMENTATION] += shares - alike
        line[OVERLAP] += alike - double
        line[DUPLICATION] += double
        line[MANAGED] += counts[4, k]
    counts[:] = 0


# --- a row and its candidates in the tile -------------------------------------------------------


@inlined
def meet(
    places: Places, programmes: Programmes, linked: Linked, numbers: Numbers, tile: Tile,
    out: Out, notes: Notes, row: int, first: int, last: int,
) -> None:  # fmt: skip
    """Count the pairs of a row with some of the tile, and write down those that are wanted."""
    i, low = places.owner[row], notes.at[LOW]
    lead, unsure = programmes.lead[i], programmes.unsure[i]
    several = places.start[i + 1] - places.start[i] > 1
    has_links = not unsure and linked.start[lead] < linked.start[lead + 1]
    if has_links and notes.at[LEAD] != lead:
        mark_links(linked, notes, lead)
    if unsure or last - first < numbers.long:
        count = last - first
        for k in range(count):
            tile.chosen[k] = first + k
            tile.code[first + k] = OPEN
    else:
        count = glance(
            programmes, numbers, tile, out, notes, i, row, first, last, several, has_links
        )
    kept = MAYBE | (DOUBLE if numbers.doubles else 0) | (JUDGED if numbers.detailed else 0)
    for step in range(count):
        k = tile.chosen[step]
        code, j, joined = tile.code[k], places.owner[low + k], False
        kind, bond = NONE, 0
        if code & OPEN:
            if tile.lead[k] == lead or tile.previous[k] > row:
                continue
            if several and tile.state[k] & SEVERAL and not first_meeting(places, i, j, row):
                continue
            joined = are_joined(programmes, i, j)
            if unsure or tile.state[k] & UNSURE:
                if not joined:
                    note_unsure(out.tally, programmes.unsure, i, j)
                continue
            kind = class_of(programmes, numbers, i, j)
            if has_links and kind >= OVERLAP:
                bond = notes.mark[tile.lead[k]]
            count_pair(out.tally, i, j, COMPLEMENTARY if joined else kind)
            if bond == SURELY and not joined:
                count_pair(out.tally, i, j, MANAGED)
        elif not code & kept and not within_reach(programmes, numbers, tile, i, j, k):
            continue
        elif code & ALIKE:
            kind = DUPLICATION if code & DOUBLE else OVERLAP
            bond = SURELY if code & SURE else PERHAPS if code & MAYBE else 0
        elif code & SHARES:
            kind = FRAGMENTATION
        near = (code & (OPEN | NEAR)) != 0
        first_one, second_one = min(i, j), max(i, j)
        write(programmes, numbers, out, notes.at, first_one, second_one, kind, joined, bond, near)


@inlined
def within_reach(
    programmes: Programmes, numbers: Numbers, tile: Tile, i: int, j: int, k: int
) -> bool:
    """Whether a candidate of a long pass may be listed, by its codes and then by its words."""
    lacking = numbers.threshold
    for part in range(WORDS):
        common = tile.common[part, k]
        either = tile.own[part] + tile.held[part, k] - common
        lacking -= numbers.points[part, common, either]
    return bool(lacking <= numbers.weights[WORDS] and lacking <= wording(programmes, numbers, i, j))


@inlined
def mark_links(linked: Linked, notes: Notes, lead: int) -> None:
    """Mark whom a lead is linked with, and nobody else."""
    before = notes.at[LEAD]
    if before >= 0:
        for at in range(linked.start[before], linked.start[before + 1]):
            notes.mark[linked.ids[at]] = 0
    for at in range(linked.start[lead], linked.start[lead + 1]):
        notes.mark[linked.ids[at]] = linked.how[at]
    notes.at[LEAD] = lead


@inlined
def count_pair(tally: Small, i: int, j: int, column: int) -> None:
    """Count a pair on both sides."""
    tally[i, column] += 1
    tally[j, column] += 1


@inlined
def note_unsure(tally: Small, unsure: Flags, i: int, j: int) -> None:
    """Count a pair that cannot be judged under the sides that lack a cell."""
    both = unsure[i] and unsure[j]
    for side in (i, j):
        tally[side, NOT_JUDGED] += unsure[side]
        tally[side, BOTH_LACK] += both


@compiled
def first_meeting(places: Places, i: int, j: int, row: int) -> bool:
    """Whether no row before ``row`` joins two programmes."""
    return not (met_before(places, i, j, row) or met_before(places, j, i, row))


@compiled
def met_before(places: Places, one: int, other: int, row: int) -> bool:
    """Whether a row of ``one`` before ``row`` has a row of ``other`` at or below its place."""
    for a in range(places.start[one], places.start[one + 1]):
        above = places.rows[a]
        if above >= row:
            return False
        for b in range(places.start[other], places.start[other + 1]):
            below = places.rows[b]
            if above < below < places.upto[above]:
                return True
    return False


# --- a long pass --------------------------------------------------------------------------------


@inlined
def glance(
    programmes: Programmes, numbers: Numbers, tile: Tile, out: Out, notes: Notes, i: int,
    row: int, first: int, last: int, several: bool, has_links: bool,
) -> int:  # fmt: skip
    """Count a row's candidates and choose those to be looked at; returns how many.

    Whole stretches of the tile are passed over; what is no candidate is barred. Each pass is a
    function of a few stretches of bytes: only then the compiler takes many at a time.
    """
    begin, stop = first // ABREAST * ABREAST, -(-last // ABREAST) * ABREAST
    for part in range(WORDS):
        share(programmes.bits, numbers, tile, i, part, begin, stop)
    least = value(programmes.bits, numbers, tile, i, begin, stop)
    barred = tile.barred[begin:stop]
    lead = programmes.lead[i]
    if notes.seen[lead] == notes.at[LOW] or tile.together[3] > np.uint64(row + 1):
        bar(tile.lead[begin:stop], tile.previous[begin:stop], lead, np.int32(row), barred)
    else:
        barred[:] = 0
    tile.barred[begin:first] = 1
    tile.barred[last:stop] = 1
    leave_open(tile, programmes.serves[i], programmes.leads_up[i], several, begin, stop)
    if has_links:
        link(notes.mark, tile.lead[begin:stop], tile.link[begin:stop])
    else:
        tile.link[begin:stop] = 0
    code = tile.code[begin:stop]
    judge(
        tile.common[SERVICES, begin:stop], tile.common[GROUPS, begin:stop],
        tile.common[SECTORS, begin:stop], barred, tile.open[begin:stop],
        tile.worth[begin:stop], least, code,
    )  # fmt: skip
    if has_links:
        judge_links(tile.link[begin:stop], code)
    for line in range(COUNTED):
        tick(
            code, np.uint8(line if line < MANAGED_LINE else SURE_BIT), tile.counts[line, begin:stop]
        )
    add_up(tile.codes, out.tally, i, np.uint64(begin), np.uint64(stop))
    notes.at[PASSES] += 1
    wanted = NEAR | OPEN | MAYBE
    wanted |= (DOUBLE if numbers.doubles else 0) | (JUDGED if numbers.detailed else 0)
    return choose(tile.codes, wanted, tile.chosen, np.uint64(begin), np.uint64(stop))


@inlined
def share(
    bits: Bits, numbers: Numbers, tile: Tile, i: int, part: int, begin: int, stop: int
) -> None:
    """Count the codes of a list that a programme has in common with each candidate."""
    common, fresh = tile.common[part, begin:stop], True
    for word in range(bits.shape[1]):
        left = bits[i, word] & numbers.masks[part, word]
        byte = word * BYTES
        while left:
            own = np.uint8(left & np.uint64(FULL))
            if own and fresh:
                count_common(own, tile.planes[byte, begin:stop], common)
                fresh = False
            elif own:
                count_more(own, tile.planes[byte, begin:stop], common)
            left >>= np.uint64(BYTES)
            byte += 1
    if fresh:
        common[:] = 0


@compiled
def count_common(own: np.uint8, plane: Bytes, common: Bytes) -> None:
    """Note how many bits of a byte each candidate has as well."""
    for k in range(common.shape[0]):
        common[k] = ones_of_byte(np.uint8(own & plane[k]))


@compiled
def count_more(own: np.uint8, plane: Bytes, common: Bytes) -> None:
    """Add how many bits of another byte each candidate has as well."""
    for k in range(common.shape[0]):
        common[k] += ones_of_byte(np.uint8(own & plane[k]))


@inlined
def value(bits: Bits, numbers: Numbers, tile: Tile, i: int, begin: int, stop: int) -> np.float32:
    """Value the codes in common; returns from which value on a pair may be listed.

    In points that are not rounded down yet, so that none is too low; what single precision may
    lose of them is allowed for.
    """
    worth = tile.worth[begin:stop]
    worth[:] = 0
    for part in range(WORDS):
        own = count_codes(bits, numbers, i, part)
        tile.own[part] = own
        if own:
            weight = np.float32(numbers.weights[part])
            common, held = tile.common[part, begin:stop], tile.held[part, begin:stop]
            add_points(weight, np.float32(own), common, held, worth)
    return np.float32(numbers.threshold - numbers.weights[WORDS]) - np.float32(0.25)


@compiled
def add_points(
    weight: np.float32, own: np.float32, common: Bytes, held: Bytes, worth: Reals
) -> None:
    """Add what the codes of a list that are in common are worth."""
    for k in range(worth.shape[0]):
        shared = np.float32(common[k])
        worth[k] += weight * shared / (own + np.float32(held[k]) - shared)


@inlined
def count_codes(bits: Bits, numbers: Numbers, i: int, part: int) -> int:
    """How many codes of a list a programme has."""
    count = 0
    for word in range(bits.shape[1]):
        count += ones(bits[i, word] & numbers.masks[part, word])
    return count


@compiled
def bar(lead: Small, previous: Small, own: int, row: np.int32, barred: Bytes) -> None:
    """Bar candidates of the same lead, and those that a place before has joined already."""
    mine = np.int32(own)
    for k in range(barred.shape[0]):
        barred[k] = (lead[k] == mine) | (previous[k] > row)


@compiled
def link(mark: Bytes, lead: Small, linked: Bytes) -> None:
    """Note how the lead of each candidate is linked."""
    for k in range(linked.shape[0]):
        linked[k] = mark[lead[k]]


@inlined
def leave_open(
    tile: Tile, serves: np.uint64, leads_up: np.uint64, several: bool, begin: int, stop: int
) -> None:
    """Leave open what bytes cannot say: several places, cells that lack, objectives."""
    states = np.uint8(UNSURE | SEVERAL if several else UNSURE)
    if tile.together[0] & np.uint64(states):
        of_state(states, tile.state[begin:stop], tile.open[begin:stop])
    else:
        tile.open[begin:stop] = 0
    either = serves | leads_up
    if (either & tile.together[1]) | (serves & tile.together[2]):
        for k in range(begin, stop):
            touches = (either & tile.serves[k]) | (serves & tile.leads_up[k])
            tile.open[k] |= touches != 0


@compiled
def of_state(states: np.uint8, state: Bytes, found: Bytes) -> None:
    """Note which candidates are in one of some states."""
    for k in range(found.shape[0]):
        found[k] = state[k] & states


@compiled
def judge(
    services: Bytes, groups: Bytes, sectors: Bytes, barred: Bytes, undecided: Bytes,
    worth: Reals, reach: np.float32, code: Bytes,
) -> None:  # fmt: skip
    """Write the codes of candidates, but for how their leads are linked."""
    for k in range(code.shape[0]):
        pair = barred[k] == 0
        left_open = pair & (undecided[k] != 0)
        judged = pair & (undecided[k] == 0)
        alike = judged & ((services[k] != 0) | (groups[k] != 0))
        double = judged & (services[k] != 0) & (groups[k] != 0)
        shares = alike | (judged & (sectors[k] != 0))
        near = shares & (worth[k] >= reach)
        code[k] = (
            np.uint8(judged)
            | np.uint8(np.uint8(shares) << 1)
            | np.uint8(np.uint8(alike) << 2)
            | np.uint8(np.uint8(double) << 3)
            | np.uint8(np.uint8(near) << 4)
            | np.uint8(np.uint8(left_open) << 5)
        )


@compiled
def judge_links(linked: Bytes, code: Bytes) -> None:
    """Write how the leads of overlaps are linked into their codes."""
    for k in range(code.shape[0]):
        alike = (code[k] & np.uint8(ALIKE)) != 0
        sure, maybe = alike & (linked[k] == SURELY), alike & (linked[k] == PERHAPS)
        code[k] |= np.uint8(np.uint8(sure) << 6) | np.uint8(np.uint8(maybe) << 7)


@compiled
def tick(code: Bytes, bit: np.uint8, counts: Bytes) -> None:
    """Count the candidates whose code has a bit."""
    for k in range(counts.shape[0]):
        counts[k] += (code[k] >> bit) & np.uint8(1)


@inlined
def add_up(codes: Bits, tally: Small, i: int, begin: np.uint64, stop: np.uint64) -> None:
    """Add the candidates of a pass to the counts of the row above, by class."""
    one = np.uint64(0x0101010101010101)
    judged = shares = alike = double = sure = np.uint64(0)
    for at in range(begin // np.uint64(BYTES), stop // np.uint64(BYTES)):
        eight = codes[at]
        judged += ones(eight & one)
        shares += ones(eight & (one << np.uint64(1)))
        alike += ones(eight & (one << np.uint64(2)))
        double += ones(eight & (one << np.uint64(3)))
        sure += ones(eight & (one << np.uint64(6)))
    tally[i, NONE] += judged - shares
    tally[i, FRAGMENTATION] += shares - alike
    tally[i, OVERLAP] += alike - double
    tally[i, DUPLICATION] += double
    tally[i, MANAGED] += sure


@inlined
def choose(codes: Bits, wanted: int, chosen: Small, begin: np.uint64, stop: np.uint64) -> int:
    """Note which candidates have any of some codes; returns how many."""
    count = 0
    every = np.uint64(wanted) * np.uint64(0x0101010101010101)
    for at in range(begin // np.uint64(BYTES), stop // np.uint64(BYTES)):
        eight = codes[at] & every
        if eight:
            for k in range(at * np.uint64(BYTES), at * np.uint64(BYTES) + np.uint64(BYTES)):
                chosen[count] = k
                count += (eight & np.uint64(FULL)) != 0
                eight >>= np.uint64(BYTES)
    return count


# --- a pair -------------------------------------------------------------------------------------


@inlined
def are_joined(programmes: Programmes, i: int, j: int) -> bool:
    """Whether a path of alignments joins different objectives of two programmes."""
    serves, leads_up = programmes.serves, programmes.leads_up
    if (leads_up[i] & serves[j]) | (serves[i] & leads_up[j]):
        return bool(leads_up_to(programmes, i, j) or leads_up_to(programmes, j, i))
    return False


@compiled
def leads_up_to(programmes: Programmes, one: int, other: int) -> bool:
    """Whether alignments lead from an objective of ``one`` alone up to one of ``other`` alone."""
    start, served = programmes.served_start, programmes.served
    for a in range(start[one], start[one + 1]):
        own = served[a]
        if holds(served, start[other], start[other + 1], own):
            continue
        for u in range(programmes.upper_start[own], programmes.upper_start[own + 1]):
            upper = programmes.uppers[u]
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


@inlined
def class_of(programmes: Programmes, numbers: Numbers, i: int, j: int) -> int:
    """The class of two programmes that can be judged."""
    bits, masks = programmes.bits, numbers.masks
    services, groups, sectors = np.uint64(0), np.uint64(0), np.uint64(0)
    for word in range(bits.shape[1]):
        common = bits[i, word] & bits[j, word]
        services |= common & masks[SERVICES, word]
        groups |= common & masks[GROUPS, word]
        sectors |= common & masks[SECTORS, word]
    if services and groups:
        return DUPLICATION
    if services or groups:
        return OVERLAP
    if programmes.serves[i] & programmes.serves[j] and (
        similarity(programmes, i, j) >= numbers.similar
    ):
        return OVERLAP
    return FRAGMENTATION if sectors else NONE


@compiled
def similarity(programmes: Programmes, one: int, other: int) -> int:
    """Σmin/Σmax of the strengths, in thousandths, rounded down."""
    start, served, strengths = (
        programmes.served_start, programmes.served, programmes.strengths,
    )  # fmt: skip
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
def write(
    programmes: Programmes, numbers: Numbers, out: Out, at: Ints, first: int, second: int,
    kind: int, joined: bool, bond: int, near: bool,
) -> None:  # fmt: skip
    """Write down a pair if it is wanted; ``near`` if it may be listed."""
    listed, text, count = False, 0, at[PAIRS]
    if numbers.detailed or (near and kind):
        total, parts = 0, out.parts[count]
        for part in range(WORDS):
            parts[part] = points(programmes.bits, numbers, first, second, part)
            total += parts[part]
        lacking = numbers.threshold - total
        if kind and (numbers.detailed or lacking <= wording(programmes, numbers, first, second)):
            text = words_shared(programmes, numbers, first, second)
        parts[WORDS] = text
        listed = kind > NONE and text >= lacking
        listed |= numbers.detailed and kind >= OVERLAP
    if not (listed or numbers.detailed):
        if kind == DUPLICATION and numbers.doubles and not joined:
            double = at[DOUBLES]
            out.one[double], out.other[double], out.tied[double] = first, second, bond
            at[DOUBLES] += 1
            return
        double = kind == DUPLICATION and numbers.doubles
        if not double and (joined or bond != PERHAPS):
            return
        out.parts[count, :] = 0
    out.first[count], out.second[count] = first, second
    out.kind[count], out.joined[count] = kind, joined
    out.listed[count], out.bond[count] = listed, bond
    at[PAIRS] += 1


@inlined
def points(bits: Bits, numbers: Numbers, one: int, other: int, part: int) -> int:
    """Points for what two programmes share of a list."""
    common, either = 0, 0
    for word in range(bits.shape[1]):
        mask = numbers.masks[part, word]
        common += ones(bits[one, word] & bits[other, word] & mask)
        either += ones((bits[one, word] | bits[other, word]) & mask)
    return int(numbers.points[part, common, either])


@inlined
def wording(programmes: Programmes, numbers: Numbers, one: int, other: int) -> int:
    """Points for words, at most.

    Common words set common bits; of a side's words no more than it has above its bits share one.
    """
    start = programmes.word_start
    mine, theirs = start[one + 1] - start[one], start[other + 1] - start[other]
    first, second = programmes.sketch[one], programmes.sketch[other]
    shared = ones(first & second) + min(mine - ones(first), theirs - ones(second))
    either = mine + theirs - shared
    if either <= 0:
        return int(numbers.weights[WORDS])
    return int(numbers.weights[WORDS] * shared // either)


@compiled
def words_shared(programmes: Programmes, numbers: Numbers, one: int, other: int) -> int:
    """Points for the words on both sides."""
    start, words = programmes.word_start, programmes.words
    a, b, shared = start[one], start[other], 0
    either = start[one + 1] - a + start[other + 1] - b
    end, stop = start[one + 1], start[other + 1]
    while a < end and b < stop:  # without a branch: which side is behind cannot be foretold
        mine, theirs = words[a], words[b]
        shared += mine == theirs
        a += mine <= theirs
        b += theirs <= mine
    return int(numbers.weights[WORDS] * shared // (either - shared)) if either else 0


@compiled
def sketched(start: Ints, words: Small) -> Bits:
    """By programme: a bit for each of its words."""
    sketch = np.zeros(start.shape[0] - 1, np.uint64)
    for programme in range(sketch.shape[0]):
        for at in range(start[programme], start[programme + 1]):
            sketch[programme] |= np.uint64(1) << np.uint64(words[at] % 64)
    return sketch
