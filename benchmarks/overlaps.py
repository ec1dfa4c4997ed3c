"""How fast similar programmes in a common territory are found, beside other engines.

    python -m benchmarks.overlaps [--rounds 3] [--slow]

Everybody has its tables before the clock runs, takes its turn in every round, and must hand back
the same pairs with the same scores. Blocking by the same place alone cannot: its recall says how
much it misses. The most memory is that of a process of its own, tables included.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Final, NamedTuple

import numpy as np

from benchmarks import peers
from benchmarks.field import Field, lay_out
from benchmarks.peers import Deed, Listed
from benchmarks.turns import Took, alone, beside, in_turn, say_peak, seconds, table, timed, verdict

REGION, COUNTRY, LARGE, MILLION = 300, 20_000, 200_000, 1_000_000
TRIED: Final = 1_000
"""Programmes that plain Python compares, to reckon how long it would take for more."""


class Way(NamedTuple):
    """An engine: what it must have, what it is called, and up to how many programmes it goes."""

    needs: str
    called: str
    most: int
    most_slow: int


WAYS: Final[Mapping[str, Way]] = {
    "numba": Way("numba", "**ours, numba**", LARGE, MILLION),
    "pandas": Way("pandas", "pandas merge by place", REGION, COUNTRY),
    "duckdb": Way("duckdb", "DuckDB, bit sets", LARGE, MILLION),
    "polars": Way("polars", "polars, bit sets", LARGE, MILLION),
    "splink_same_place": Way("splink", "splink 4, same place only", COUNTRY, COUNTRY),
    "splink_ancestors": Way("splink", "splink 4, ancestors included", REGION, COUNTRY),
}
TARGETS: Final = {
    COUNTRY: {"splink_same_place": 20, "pandas": 50, "duckdb": 5, "polars": 2.5},
    LARGE: {"polars": 4, "duckdb": 5},
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Let all take turns and print what they took, beside ours."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("programmes", nargs="*", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slow", action="store_true", help="the slow engines, and a million")
    parser.add_argument("--alone", metavar="ENGINE", help="only this one, and only its memory")
    asked = parser.parse_args(arguments)
    if asked.alone:
        getattr(peers, asked.alone)(lay_out(asked.programmes[0]))()
        say_peak()
        return
    sizes = [REGION, COUNTRY, LARGE, *([MILLION] if asked.slow else [])]
    for programmes in asked.programmes or sizes:
        race(programmes, 1 if programmes >= MILLION else asked.rounds, slow=asked.slow)


def race(programmes: int, rounds: int, *, slow: bool) -> None:
    """One size."""
    field = lay_out(programmes)
    deeds = ready(field, slow=slow)
    wanted = deeds["numba"]().rows()
    print(
        f"### {programmes:,} programmes, {field.task.postings.candidates:,} meetings, "
        f"{len(wanted):,} pairs listed\n"
    )
    found: dict[str, Listed] = {}
    took = in_turn(deeds, rounds, found.__setitem__)
    memory = {name: alone("benchmarks.overlaps", name, programmes) for name in deeds}
    rows = [
        (
            WAYS[name].called,
            *beside(took[name], took["numba"]),
            *exactness(found[name].rows(), wanted),
            f"{memory[name]:.2f} GiB",
        )
        for name in deeds
    ]
    rows += others(field, took["numba"])
    table(("way", "time", "× ours (spread)", "processor", "recall", "precision", "memory"), rows)
    judge(programmes, took)
    if programmes == MILLION:
        verdict("GiB of ours", memory["numba"], 1.5, at_most=True)
        print(flush=True)


def ready(field: Field, *, slow: bool = False) -> dict[str, Deed]:
    """The engines that are installed and asked for at this size, with their tables laid out."""
    size = len(field.task.sides.lead)
    made = {}
    for name, way in WAYS.items():
        if size > (way.most_slow if slow else way.most):
            continue
        if find_spec(way.needs) is None:
            print(f"- {way.called} is not installed: pip install -r requirements-bench.txt")
            continue
        made[name] = getattr(peers, name)(field)
    return made


def exactness(
    found: set[tuple[int, int, int]], wanted: set[tuple[int, int, int]]
) -> tuple[str, str]:
    """Recall and precision."""
    both = len(found & wanted)
    return (
        f"{both / len(wanted):.4f}" if wanted else "–",
        f"{both / len(found):.4f}" if found else "–",
    )


def others(field: Field, ours: Sequence[Took]) -> list[tuple[str, ...]]:
    """Plain Python, reckoned from fewer programmes."""
    size, rows = len(field.task.sides.lead), []
    if size <= COUNTRY:
        few = min(size, TRIED)
        _, took = timed(peers.python(lay_out(few)))
        took = Took(*(spent * (size / few) ** 2 for spent in took))
        name = "plain Python" + (f" (reckoned from {few:,})" if few < size else "")
        rows.append((name, *beside([took], ours[:1]), "–", "–", "–"))
    return rows


def judge(programmes: int, took: Mapping[str, Sequence[Took]]) -> None:
    """Print which targets are met."""
    for name, target in TARGETS.get(programmes, {}).items():
        if name in took:
            ratios = [t.wall / o.wall for t, o in zip(took[name], took["numba"], strict=True)]
            verdict(f"{WAYS[name].called}, times ours", float(np.median(ratios)), target)
    if programmes == MILLION:
        own = took["numba"][0]
        print(f"- ours: {seconds(own.wall)}, {own.processor:.1f} s of processor time")
        for name in ("duckdb", "polars"):
            if name in took:
                times = took[name][0].processor / own.processor
                verdict(f"processor seconds of {WAYS[name].called}, times ours", times, 10)
    print(flush=True)


if __name__ == "__main__":
    main()
