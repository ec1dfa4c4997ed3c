"""How loops are compiled, and the counting of bits that numba has no word for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])

LOOPS: Final[Any] = {"nogil": True, "boundscheck": False, "error_model": "numpy"}


def compiled(function: F) -> F:
    """Compile once and keep it on disk where a folder can be written to; let go of the GIL."""
    try:
        made: Any = numba.njit(cache=True, **LOOPS)(function)
    except RuntimeError:  # no folder to keep it in
        made = numba.njit(**LOOPS)(function)
    return cast("F", made)


def inlined(function: F) -> F:
    """Compile as a part of whatever calls it: a call with arrays of arrays costs."""
    made: Any = numba.njit(forceinline=True, **LOOPS)(function)
    return cast("F", made)


def _count_bits(kind: Any, told: Any) -> Any:
    def ones(_context: Any, _word: Any) -> Any:
        def code(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
            return builder.ctpop(given[0])

        return told(kind), code

    return intrinsic(ones)


ones: Final[Callable[[Any], int]] = _count_bits(types.uint64, types.int64)
"""How many bits of a word are set."""
ones_of_byte: Final[Callable[[Any], np.uint8]] = _count_bits(types.uint8, types.uint8)
"""How many bits of a byte are set."""
