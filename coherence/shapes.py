"""Published shapes that turn a share into a score."""

from __future__ import annotations


def linear(value: float, zero: float, full: float) -> float:
    """0 up to ``zero``, 100 from ``full`` on, and a straight line between them.

    >>> [linear(x, 25, 90) for x in (25, 57.5, 90)]
    [0.0, 50.0, 100.0]
    """
    return 100.0 * min(1.0, max(0.0, (value - zero) / (full - zero)))
