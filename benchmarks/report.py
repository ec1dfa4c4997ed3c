"""How long a whole report takes: cold, from the cache, and each of its parts.

    python -m benchmarks.report [300 20000 200000] [--rounds 3]

The unit is the whole country of a made-up register. Every size has a process of its own, so that
its peak of memory is its own; the first report of the process, which loads libraries too, is
printed apart. "Cached" is the same address asked a second time. Where sizes follow each other,
the growth of the time is printed beside the growth of the register.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from statistics import median
from typing import Final

from benchmarks.turns import seconds, table, verdict
from coherence.indicators import CATALOGUE
from coherence.report import Edition, Report
from coherence.selection import settle
from data.garbage import lasting
from data.profile import load_profile
from data.snapshot import Snapshot
from data.synthetic import generate

SLOWEST: Final = 10
"""How many parts have a line of their own."""

TARGETS: Final = {300: 0.15, 20_000: 3.0}
"""Programmes of a region and of a country → seconds that a cold report may take."""
CACHED: Final = 0.005
GROWTH: Final = 14.0

Seconds = list[float]
"""One of each round."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The reports on one register."""

    programmes: int
    records: int
    first: float
    """Seconds of the first report in the process."""
    cold: Seconds
    processor: Seconds
    """Seconds of processor time of the same reports."""
    cached: Seconds
    parts: Mapping[str, Seconds]
    memory: float
    """Most memory that the process took, the register's own included, in GiB; 0 if not known."""


def measure(programmes: int, rounds: int) -> Measured:
    """Report on a register of so many programmes, once to load libraries and ``rounds`` times."""
    profile = load_profile("philippines")
    snapshot = generate(programmes, seed=1, profile=profile)
    parts: dict[str, Seconds] = defaultdict(list)
    first, _ = _report(snapshot, defaultdict(list))
    lasting()  # as the server does once it is up
    cold, processor, cached = [], [], []
    for _ in range(rounds):
        began = time.process_time()
        took, report = _report(snapshot, parts)
        cold.append(took)
        processor.append(time.process_time() - began)
        cached.append(_asked_again(report))
    return Measured(
        programmes, len(snapshot), first, cold, processor, cached, parts, _peak()
    )  # fmt: skip


def _report(snapshot: Snapshot, parts: dict[str, Seconds]) -> tuple[float, Report]:
    """Ask for everything, and note what each part took."""
    profile = load_profile("philippines")
    country = next(t.ref for t in snapshot.territories.values() if t.parent is None)
    report = Report(snapshot, profile, settle(snapshot, country), Edition("made-up"))
    whole = time.perf_counter()
    for name, ask in _parts(report):
        began = time.perf_counter()
        ask()
        parts[name].append(time.perf_counter() - began)
    return time.perf_counter() - whole, report


def _asked_again(report: Report) -> float:
    """Seconds to ask for everything once more; in a function, lest it outlive the report."""
    began = time.perf_counter()
    for _, ask in _parts(report):
        ask()
    return time.perf_counter() - began


def _parts(report: Report) -> Sequence[tuple[str, Callable[[], object]]]:
    """What is shared stands first, so that it is not laid on whoever happens to ask first."""
    return [
        ("programmes of the unit", lambda: report.scope.programmes),
        *((code, lambda code=code: report.result(code)) for code in CATALOGUE),
        ("overlaps", lambda: report.overlaps),
        ("gaps", lambda: report.gaps),
        ("chains", lambda: report.chains),
        ("index", lambda: report.index),
    ]


def _peak() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30


def told(found: Measured) -> None:
    """Print what was measured of one register."""
    print(f"{found.programmes:,} programmes, {found.records:,} records, "
          f"at most {found.memory:.2f} GiB\n")  # fmt: skip
    slowest = sorted(found.parts.items(), key=lambda part: -median(part[1]))[:SLOWEST]
    rows = {
        "first report of the process": [found.first],
        "cold": found.cold,
        "cold, processor time": found.processor,
        "asked again": found.cached,
    } | dict(slowest)
    table(
        ("report", "median", "least", "most"),
        [(name, *map(seconds, (median(t), min(t), max(t)))) for name, t in rows.items()],
    )
    if found.programmes in TARGETS:
        target = TARGETS[found.programmes] * 1000
        verdict("milliseconds of a cold report", median(found.cold) * 1000, target, at_most=True)
    cached = median(found.cached) * 1000
    verdict("milliseconds of a report asked again", cached, CACHED * 1000, at_most=True)
    print(flush=True)


def growth(one: Measured, other: Measured) -> None:
    """Print how much longer a larger register takes."""
    larger = other.programmes / one.programmes
    longer = median(other.processor) / median(one.processor)
    print(f"{larger:.1f} × the programmes take {longer:.1f} × the processor time\n")
    if larger == 10:
        verdict("times as long for 10 × the programmes", longer, GROWTH, at_most=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every size and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report")
    parser.add_argument("programmes", nargs="*", type=int, default=[300, 20_000])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    found: list[Measured] = []
    for programmes in asked.programmes:
        alone = get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=alone) as process:
            found.append(process.submit(measure, programmes, asked.rounds).result())
        told(found[-1])
    for one, other in pairwise(found):
        growth(one, other)


if __name__ == "__main__":
    main()
