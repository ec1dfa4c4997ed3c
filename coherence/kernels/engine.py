"""Which way the overlap join takes: the result is the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Final, Literal

from coherence.kernels import plain
from coherence.kernels.tables import Chunk, Ints, Task
from data.told import Told, nobody

Engine = Literal["numpy", "numba"]

COMPILED: Final = "coherence.kernels.compiled"
WORTH_LOADING: Final = 2_000_000
"""With fewer candidates numpy is done before what is compiled is loaded: that takes half a second.
"""
WORTH_CALLING: Final = 20_000
"""With fewer candidates numpy takes no longer, even where what is compiled is there."""


def join(
    task: Task, tally: Ints, engine: Engine | None = None, told: Told = nobody
) -> Iterator[Chunk]:
    """Every pair that is wanted, in chunks; all pairs are counted in ``tally``.

    ``tally`` has a row per programme and the columns of `coherence.kernels.tables`. ``told``
    hears how far it is; what it raises ends the join.
    """
    chosen = engine or best_engine(task)
    if chosen == "numba":
        from coherence.kernels.compiled import join as compiled_join

        return compiled_join(task, tally, told=told)
    return plain.join(task, tally, told)


def best_engine(task: Task) -> Engine:
    """The compiled kernel where it is worth its loading and can be had, else numpy."""
    least = WORTH_CALLING if sys.modules.get(COMPILED) else WORTH_LOADING
    if task.postings.candidates < least:
        return "numpy"
    return "numba" if can_compile() else "numpy"


def can_compile() -> bool:
    """Whether numba can be had."""
    try:
        import_module(COMPILED)  # loads numba, which may be missing
    except ImportError:
        return False
    return True
