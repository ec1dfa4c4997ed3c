"""The overlap join in other engines: each is given its tables and hands back the listed pairs.

All of them compare bit sets, drop pairs that cannot reach the threshold by the same bounds, and
leave the words of the few that are left to the same compiled loop.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import combinations
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from benchmarks.field import RULES, SIZES, Field
from coherence.kernels.compiled import join as compiled_join
from coherence.kernels.compiling import compiled
from coherence.kernels.tables import COLUMNS, Chunk, Ints, Small

PARTS: Final = tuple(zip((name for name, _, _ in SIZES), RULES.weights[:4], strict=True))
WORDS: Final = RULES.weights[4]
LEAST: Final = RULES.threshold - WORDS


class Listed(NamedTuple):
    """Pairs by number of their programmes, ``first < second``, and their scores."""

    first: Ints
    second: Ints
    score: Ints

    def rows(self) -> set[tuple[int, int, int]]:
        """The same as a set."""
        return set(zip(*(column.tolist() for column in self), strict=True))


Deed = Callable[[], Listed]


# --- ours -----------------------------------------------------------------------------------


def numba(field: Field) -> Deed:
    """The join of the report, which counts every pair by class and names every duplication too."""
    size = len(field.task.sides.lead)
    return lambda: _of(compiled_join(field.task, np.zeros((size, COLUMNS), np.int64)))


def _of(chunks: Any) -> Listed:
    found: list[Chunk] = [chunk.where(chunk.listed) for chunk in chunks if chunk.listed.any()]
    columns = ((c.first, c.second, c.score) for c in found)
    joined = [np.concatenate(column) for column in zip(*columns, strict=True)]
    return Listed(*joined) if joined else Listed(*np.zeros((3, 0), np.int64))


# --- what all others share ------------------------------------------------------------------


def programmes(field: Field) -> pd.DataFrame:
    """One row per programme: ``programme, lead``, each list's bits, ``words, spare, sketch``."""
    sides = field.task.sides
    words = sides.words
    bits = {
        name: (sides.bits[:, 0] & mask).astype(np.int64)
        for (name, _, _), mask in zip(SIZES, sides.masks[:, 0], strict=True)
    }
    sketch = np.zeros(len(words.counts), np.int64)
    # 63 bits: not every engine counts the bits of what looks negative
    bit = np.int64(1) << (words.ids % 63).astype(np.int64)
    np.bitwise_or.at(sketch, np.repeat(np.arange(len(sketch)), words.counts), bit)
    return pd.DataFrame(
        {
            "programme": np.arange(len(sides.lead)), "lead": sides.lead, **bits,
            "sketch": sketch, "words": words.counts,
            "spare": words.counts - np.bitwise_count(sketch),
        }
    )  # fmt: skip


def postings(field: Field) -> pd.DataFrame:
    """One row per programme and place, with all that is known of the programme."""
    return field.places.merge(programmes(field), on="programme")


def worded(field: Field, first: Ints, second: Ints, points: Ints) -> Listed:
    """Pairs with their words counted, of which those on the list are kept, each once."""
    pairs = np.unique(np.column_stack([first, second, points]), axis=0)
    first, second, points = pairs.T if len(pairs) else np.zeros((3, 0), np.int64)
    words = field.task.sides.words
    score = points + _words(words.start, words.ids, first, second)
    keep = score >= RULES.threshold
    return Listed(first[keep], second[keep], score[keep])


@compiled
def _words(start: Ints, words: Small, first: Ints, second: Ints) -> Ints:
    points = np.zeros(len(first), np.int64)
    for pair in range(len(first)):
        a, b, shared = start[first[pair]], start[second[pair]], 0
        end, stop = start[first[pair] + 1], start[second[pair] + 1]
        either = end - a + stop - b
        while a < end and b < stop:
            shared += words[a] == words[b]
            step = words[a] <= words[b]
            b += words[b] <= words[a]
            a += step
        points[pair] = WORDS * shared // max(either - shared, 1)
    return points


def _sql(one: str, other: str) -> str:
    """Points of the four lists, and whether words may lift them to the list, in SQL.

    ``one`` and ``other`` say what a side's column is called: ``"l.{}"``.
    """

    def count(sign: str, name: str) -> str:
        return f"bit_count({one.format(name)} {sign} {other.format(name)})::bigint"

    points = " + ".join(
        f"{weight} * {count('&', name)} // greatest({count('|', name)}, 1)"
        for name, weight in PARTS
    )
    sides = [(one.format(name), other.format(name)) for name in ("spare", "words")]
    shared = f"({count('&', 'sketch')} + least({', '.join(sides[0])}))"
    words = f"{WORDS} * {shared} // greatest({' + '.join(sides[1])} - {shared}, 1)"
    return (
        f"{points} as points where {one.format('lead')} <> {other.format('lead')}"
        f" and {points} >= {LEAST} and {points} + {words} >= {RULES.threshold}"
    )


# --- others ---------------------------------------------------------------------------------


def python(field: Field) -> Deed:
    """Every pair of programmes, one after the other."""
    table = programmes(field)
    rows = list(table.itertuples(index=False, name=None))
    ways = {int(p): set(u) for p, u in field.above.groupby("place")["upper"]}
    at: dict[int, set[int]] = {}
    for programme, place in field.places.itertuples(index=False, name=None):
        at.setdefault(programme, set()).add(place)
    up = {p: set().union(*(ways[place] for place in places)) for p, places in at.items()}

    def deed() -> Listed:
        found = []
        for one, other in combinations(rows, 2):
            i, j = one[0], other[0]
            if one[1] == other[1] or not (at[i] & up[j] or at[j] & up[i]):
                continue
            points = sum(
                weight * (a & b).bit_count() // max((a | b).bit_count(), 1)
                for (_, weight), a, b in zip(PARTS, one[2:6], other[2:6], strict=True)
            )
            if points >= LEAST:
                found.append((i, j, points))
        return worded(field, *np.array(found, np.int64).reshape(-1, 3).T)

    return deed


def pandas(field: Field) -> Deed:
    """Merged by place and the places above it."""
    table = postings(field)
    columns = {name: table[name].to_numpy() for name in table.columns}
    rows = field.places.assign(row=np.arange(len(field.places)))

    def deed() -> Listed:
        lower = rows.merge(field.above, on="place")
        pairs = lower.merge(rows, left_on="upper", right_on="place", suffixes=("", "_above"))
        a, b = pairs["row"].to_numpy(), pairs["row_above"].to_numpy()
        keep = columns["lead"][a] != columns["lead"][b]
        a, b = a[keep], b[keep]
        points = np.zeros(len(a), np.int64)
        for name, weight in PARTS:
            one, other = columns[name][a], columns[name][b]
            whole = np.bitwise_count(one | other).astype(np.int64)
            points += weight * np.bitwise_count(one & other).astype(np.int64) // whole.clip(1)
        near = points >= LEAST
        a, b, points = a[near], b[near], points[near]
        first, second = columns["programme"][a], columns["programme"][b]
        return worded(field, np.minimum(first, second), np.maximum(first, second), points)

    return deed


def duckdb(field: Field) -> Deed:
    """One SQL statement over tables of its own."""
    import duckdb as engine

    db = engine.connect()
    for name, frame in (("postings", postings(field)), ("above", field.above)):
        db.register("given", frame)
        db.execute(f"create table {name} as select * from given")
    points, wanted = _sql("l.{}", "u.{}").split(" where ")
    return lambda: _pairs(
        field,
        db.execute(f"""
            select least(l.programme, u.programme) as first,
                   greatest(l.programme, u.programme) as second, {points}
            from postings l join above using (place) join postings u on u.place = above.upper
            where {wanted}
        """).fetchnumpy(),
    )


def _pairs(field: Field, found: Any) -> Listed:
    columns = (np.asarray(found[name]) for name in ("first", "second", "points"))
    return worded(field, *(column.astype(np.int64) for column in columns))


def polars(field: Field) -> Deed:
    """Joined lazily and streamed, bits counted in its own expressions."""
    import polars as pl

    rows, above = pl.from_pandas(postings(field)), pl.from_pandas(field.above)

    def ones(both: Any) -> Any:
        return both.bitwise_count_ones().cast(pl.Int64)

    def pair(name: str) -> tuple[Any, Any]:
        return pl.col(name), pl.col(f"{name}_u")

    points = pl.sum_horizontal(
        weight * ones(a & b) // pl.max_horizontal(ones(a | b), 1)
        for (a, b), weight in ((pair(name), weight) for name, weight in PARTS)
    )
    shared = ones(pl.col("sketch") & pl.col("sketch_u")) + pl.min_horizontal(*pair("spare"))
    whole = pl.max_horizontal(pl.col("words") + pl.col("words_u") - shared, 1)

    def deed() -> Listed:
        found = (
            rows.lazy()
            .join(above.lazy(), on="place")
            .join(rows.lazy(), left_on="upper", right_on="place", suffix="_u")
            .filter(pl.col("lead") != pl.col("lead_u"))
            .with_columns(points.alias("points"))
            .filter(pl.col("points") >= LEAST)
            .filter(pl.col("points") + WORDS * shared // whole >= RULES.threshold)
            .select(
                pl.min_horizontal(*pair("programme")).alias("first"),
                pl.max_horizontal(*pair("programme")).alias("second"),
                "points",
            )
            .collect(engine="streaming")
        )
        return worded(field, *(found[c].to_numpy() for c in ("first", "second", "points")))

    return deed


def splink_same_place(field: Field) -> Deed:
    """Blocked by place alone, as records are linked as a rule."""
    return _splink(field, ("l.places = r.places",))


def splink_ancestors(field: Field) -> Deed:
    """Blocked by place and every place above it, either way round."""
    return _splink(field, ("l.places = r.uppers", "l.uppers = r.places"))


def _splink(field: Field, rules: tuple[str, ...]) -> Deed:
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink.blocking_rule_library import CustomRule
    from splink.comparison_library import ExactMatch

    logging.getLogger("splink").setLevel(logging.ERROR)
    table = programmes(field).rename(columns={"programme": "unique_id"})
    up = field.places.merge(field.above, on="place").groupby("programme")["upper"]
    table["places"] = field.places.groupby("programme")["place"].apply(list)
    table["uppers"] = up.apply(lambda codes: sorted(set(codes)))
    exploded = ["places"] if len(rules) == 1 else ["places", "uppers"]
    kept = ["lead", "services", "groups", "phases", "sectors", "sketch", "words", "spare"]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            CustomRule(rule, sql_dialect="duckdb", arrays_to_explode=exploded) for rule in rules
        ],
        comparisons=[ExactMatch("services")],
        additional_columns_to_retain=kept,
    )
    ids = "unique_id_l as first, unique_id_r as second"

    def deed() -> Listed:
        linker = Linker(table, settings, db_api=DuckDBAPI())
        pairs = linker.inference.deterministic_link()
        points, wanted = _sql("{}_l", "{}_r").split(" where ")
        name = pairs.physical_name
        found = linker.misc.query_sql(
            f"select {ids}, {points} from {name} where {wanted}", output_type="pandas"
        )
        return _pairs(field, found)

    return deed
