"""How fast overlaps are found, beside the same written straightforwardly in other engines.

    python -m benchmarks.overlaps [programmes] [--rounds 3]

Everybody is given the same arrays and must hand back the same listed pairs with the same scores;
polars and DuckDB take part where they are installed. The engines take turns, and the medians are
printed as ratios, since absolute times drift from machine to machine.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import pandas as pd

from coherence.kernels import compiled, plain
from coherence.kernels.tables import COLUMNS, Chunk, Postings, Rows, Rules, Sides, Task, starts

RULES: Final = Rules((350, 300, 100, 100, 150), 550, 600, False)
SIZES: Final = (("services", 20, 3), ("groups", 17, 2), ("phases", 7, 2), ("sectors", 9, 2))
"""Code list, its codes, and the most that a programme has of them."""
SHARES: Final = (0.002, 0.02, 0.08)
"""Of the country, of regions and of provinces; the rest is municipal."""
VOCABULARY: Final = 3_000

Listed = set[tuple[int, int, int]]
"""First and second programme, and score."""
Way = Callable[["Field"], Listed]


@dataclass(frozen=True)
class Field:
    """Programmes in a made-up country of 17 regions, 83 provinces and 1,634 towns."""

    task: Task
    places: pd.DataFrame
    """One row per programme and place: ``programme, place``."""
    above: pd.DataFrame
    """One row per place and place at or above it: ``place, upper``."""


def lay_out(programmes: int, seed: int = 1) -> Field:
    """A field of so many programmes."""
    rng = np.random.default_rng(seed)
    parent, last, rungs = _country()
    rung = rng.choice(4, programmes, p=[*SHARES, 1 - sum(SHARES)])
    home = np.empty(programmes, np.int64)
    for number, places in enumerate(rungs):
        home[rung == number] = rng.choice(places, int((rung == number).sum()))
    owner, place = [np.arange(programmes)], [home]
    several = np.flatnonzero((rung == 3) & (rng.random(programmes) < 0.15))
    for step in (1, 2):
        near = home[several] + step
        inside = near <= last[parent[home[several]]]
        owner.append(several[inside])
        place.append(near[inside])
    owners, at = np.concatenate(owner).astype(np.int32), np.concatenate(place).astype(np.int32)
    sides = _sides(programmes, rng)
    post = Postings.at(owners, at, last[at].astype(np.int32), programmes)
    above = [(p, p) for p in range(len(parent))]
    for p in range(1, len(parent)):
        upper = parent[p]
        while upper >= 0:
            above.append((p, int(upper)))
            upper = parent[upper]
    return Field(
        Task(sides, post, RULES),
        pd.DataFrame({"programme": owners, "place": at}),
        pd.DataFrame(above, columns=["place", "upper"]).astype(np.int32),
    )


def _country() -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Parent and last place below, by depth-first number; and the places of each rung."""
    parent, last, rung = [-1], [0], [0]
    province = town = 0
    for region in range(17):
        parent.append(0)
        rung.append(1)
        last.append(0)
        at_region = len(parent) - 1
        for _ in range(5 if region < 15 else 4):
            parent.append(at_region)
            rung.append(2)
            last.append(0)
            at_province, province = len(parent) - 1, province + 1
            for _ in range(20 if province < 57 else 19):
                parent.append(at_province)
                rung.append(3)
                last.append(len(parent) - 1)
                town += 1
            last[at_province] = len(parent) - 1
        last[at_region] = len(parent) - 1
    last[0] = len(parent) - 1
    rungs = [np.flatnonzero(np.array(rung) == r) for r in range(4)]
    return np.array(parent), np.array(last), rungs


def _sides(programmes: int, rng: np.random.Generator) -> Sides:
    bits, masks, at = np.zeros(programmes, np.uint64), [], 0
    for _, codes, most in SIZES:
        chance = 1 / np.arange(2, codes + 2)
        for _ in range(most):
            code = rng.choice(codes, programmes, p=chance / chance.sum())
            bits |= np.uint64(1) << (code + at).astype(np.uint64)
        masks.append(((1 << codes) - 1) << at)
        at += codes
    words = [
        np.unique((VOCABULARY * rng.random(14) ** 3).astype(np.int64)).tolist()
        for _ in range(programmes)
    ]
    nobody = Rows(starts(np.zeros(programmes, np.int64)), np.empty(0, np.int32))
    nothing = np.zeros(programmes, np.uint64)
    return Sides(
        rng.integers(0, max(10, programmes // 4), programmes).astype(np.int32),
        np.zeros(programmes, np.bool_), bits[:, None], np.array(masks, np.uint64)[:, None],
        Rows.of(words), nobody, np.empty(0, np.int64), nobody, nothing, nothing,
    )  # fmt: skip


# --- ours -----------------------------------------------------------------------------------


def _ours(join: Callable[..., Any], field: Field) -> Listed:
    tally = np.zeros((len(field.task.sides.lead), COLUMNS), np.int64)
    return {row for chunk in join(field.task, tally) for row in _listed(chunk)}


def _listed(chunk: Chunk) -> zip[tuple[int, int, int]]:
    found = chunk.where(chunk.listed)
    return zip(found.first.tolist(), found.second.tolist(), found.score.tolist(), strict=True)


def numba(field: Field) -> Listed:
    """The compiled kernel."""
    return _ours(compiled.join, field)


def numpy(field: Field) -> Listed:
    """The same without compiling."""
    return _ours(plain.join, field)


# --- others ---------------------------------------------------------------------------------


def _columns(field: Field) -> dict[str, np.ndarray]:
    sides = field.task.sides
    lists = {
        name: (sides.bits[:, 0] & mask).astype(np.int64)
        for (name, _, _), mask in zip(SIZES, sides.masks[:, 0], strict=True)
    }
    return {"programme": np.arange(len(sides.lead)), "lead": sides.lead, **lists}


def _worded(field: Field, first: np.ndarray, second: np.ndarray, points: np.ndarray) -> Listed:
    """The words of those pairs that they can lift to the threshold: ours, for everybody."""
    text = plain._words(field.task.sides, RULES, first, second)
    score = points + text
    keep = score >= RULES.threshold
    return set(
        zip(first[keep].tolist(), second[keep].tolist(), score[keep].tolist(), strict=True)
    )  # fmt: skip


LEAST: Final = RULES.threshold - RULES.weights[4]


def pandas(field: Field) -> Listed:
    """Merged by place and the places above it."""
    lower = field.places.merge(field.above, on="place")
    pairs = lower.merge(
        field.places, left_on="upper", right_on="place", suffixes=("", "_above")
    )  # fmt: skip
    columns = _columns(field)
    first = np.minimum(pairs["programme"], pairs["programme_above"]).to_numpy()
    second = np.maximum(pairs["programme"], pairs["programme_above"]).to_numpy()
    keep = columns["lead"][first] != columns["lead"][second]
    unique = pd.DataFrame({"first": first[keep], "second": second[keep]}).drop_duplicates()
    first, second = unique["first"].to_numpy(), unique["second"].to_numpy()
    points = np.zeros(len(first), np.int64)
    for (name, _, _), weight in zip(SIZES, RULES.weights[:4], strict=True):
        one, other = columns[name][first], columns[name][second]
        whole = np.bitwise_count(one | other).astype(np.int64)
        shared = np.bitwise_count(one & other).astype(np.int64)
        points += weight * shared // np.maximum(whole, 1)
    near = points >= LEAST
    return _worded(field, first[near], second[near], points[near])


def duckdb(field: Field) -> Listed:
    """One SQL statement over the same tables."""
    import duckdb as engine

    db = engine.connect()
    db.register("places", field.places)
    db.register("above", field.above)
    db.register("programmes", pd.DataFrame(_columns(field)))
    points = " + ".join(
        f"{w} * bit_count(a.{n} & b.{n})::bigint // greatest(bit_count(a.{n} | b.{n})::bigint, 1)"
        for (n, _, _), w in zip(SIZES, RULES.weights[:4], strict=True)
    )
    found = db.execute(f"""
        with met as (
            select distinct least(l.programme, u.programme) as first,
                            greatest(l.programme, u.programme) as second
            from places l join above using (place) join places u on u.place = above.upper
            where l.programme <> u.programme
        )
        select first, second, {points} as points
        from met join programmes a on a.programme = first
                 join programmes b on b.programme = second
        where a.lead <> b.lead and {points} >= {LEAST}
    """).fetchnumpy()
    return _worded(field, found["first"], found["second"], found["points"].astype(np.int64))


def polars(field: Field) -> Listed:
    """Joined lazily, bits counted in its own expressions."""
    import polars as pl

    places, above = pl.from_pandas(field.places).lazy(), pl.from_pandas(field.above).lazy()
    one = pl.DataFrame(_columns(field)).lazy()
    met = (
        places.join(above, on="place")
        .join(places, left_on="upper", right_on="place", suffix="_u")
        .select(
            pl.min_horizontal("programme", "programme_u").cast(pl.Int64).alias("first"),
            pl.max_horizontal("programme", "programme_u").cast(pl.Int64).alias("second"),
        )
        .filter(pl.col("first") != pl.col("second"))
        .unique()
    )
    points = pl.sum_horizontal(
        w
        * (pl.col(n) & pl.col(f"{n}_b")).bitwise_count_ones().cast(pl.Int64)
        // pl.max_horizontal((pl.col(n) | pl.col(f"{n}_b")).bitwise_count_ones().cast(pl.Int64), 1)
        for (n, _, _), w in zip(SIZES, RULES.weights[:4], strict=True)
    )
    found = (
        met.join(one, left_on="first", right_on="programme")
        .join(one, left_on="second", right_on="programme", suffix="_b")
        .filter(pl.col("lead") != pl.col("lead_b"))
        .select("first", "second", points.alias("points"))
        .filter(pl.col("points") >= LEAST)
        .collect()
    )
    return _worded(field, *(found[c].to_numpy() for c in ("first", "second", "points")))


# --- the race -------------------------------------------------------------------------------

WAYS: Final[dict[str, tuple[Way, int]]] = {
    "numba": (numba, 1_000_000), "numpy": (numpy, 200_000), "pandas": (pandas, 20_000),
    "duckdb": (duckdb, 200_000), "polars": (polars, 200_000),
}  # fmt: skip
"""How each does it, and up to how many programmes it is asked."""


def main() -> None:
    """Let all take turns and print what they took, beside ours."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overlaps")
    parser.add_argument("programmes", nargs="*", type=int, default=[300, 20_000])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    for programmes in asked.programmes:
        race(programmes, asked.rounds)


def race(programmes: int, rounds: int) -> None:
    """One size."""
    field = lay_out(programmes)
    ways = {
        name: way
        for name, (way, most) in WAYS.items()
        if programmes <= most and (name in ("numba", "numpy") or find_spec(name))
    }
    wanted = numba(field)
    print(f"{programmes:,} programmes, {field.task.postings.candidates:,} meetings, "
          f"{len(wanted):,} pairs listed")  # fmt: skip
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            wall, cpu = time.perf_counter(), time.process_time()
            found = way(field)
            took[name].append((time.perf_counter() - wall, time.process_time() - cpu))
            if found != wanted:
                raise SystemExit(f"{name} found {len(found ^ wanted)} other pairs")
    ours = statistics.median(wall for wall, _ in took["numba"])
    for name, times in took.items():
        wall = statistics.median(w for w, _ in times)
        cpu = statistics.median(c for _, c in times)
        print(f"  {name:8} {wall * 1000:10.1f} ms {wall / ours:8.1f} ×   {cpu:8.2f} s of processor")


if __name__ == "__main__":
    main()
