"""The Vertical Coherence Index: a unit's core indicators by dimension, and one figure of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from coherence.catalogue import Dimension, Indicator
from coherence.composite import Aggregation
from coherence.composite.aggregation import FLOOR, joined, refuse_weight
from coherence.evidence import Result
from coherence.findings import Index
from coherence.words import Message, say

DIMENSIONS_NEEDED: Final = 6
"""Of eight; with fewer there is no index."""


def index_of(
    indicators: Mapping[str, Indicator],
    results: Mapping[str, Result],
    *,
    known_share: float = 65.0,
    method: Aggregation = "arithmetic",
    weights: Mapping[str, float] | None = None,
) -> Index:
    """The index of one unit, 0 to 100, or None with the reason.

    A dimension is the mean of its known core indicators, where at least ``known_share`` percent
    of them are known; the index is the mean of the known dimensions (equal weights unless
    ``weights`` by dimension code say otherwise), and needs six of eight. Indicators are on fixed
    goalposts, so the index of one unit does not depend on the others.
    """
    rows = [_dimension(d, indicators, results, known_share) for d in Dimension]
    return weighed(rows, method, weights)


def weighed(
    dimensions: Sequence[Mapping[str, Any]],
    method: Aggregation = "arithmetic",
    weights: Mapping[str, float] | None = None,
) -> Index:
    """The index of dimensions that are known already (`Index.dimensions`), weighed anew.

    A weight of 0 leaves a dimension out. ``low`` and ``high`` say what the index may be once
    everything is known: each judgement that could not be made counted as no, then as yes. Copeland
    scores compare units, and there is none of one unit.

    Raises:
        CompositeError: a weight is below 0 or not finite.
    """
    given = {str(row["code"]): (weights or {}).get(str(row["code"]), 1.0) for row in dimensions}
    counted = [row for row in dimensions if given[str(row["code"])] != 0]
    reason = _why_none(dimensions, counted, method)
    bounds = [_joined(counted, end, given, method) for end in ("low", "high")]
    if reason is not None:
        return Index(None, reason, tuple(dimensions), *bounds)
    value = _joined(counted, "value", given, method)
    assert value is not None  # six are known
    low, high = (value if bound is None else bound for bound in bounds)
    return Index(value, None, tuple(dimensions), min(low, value), max(high, value))


def _joined(
    rows: Sequence[Mapping[str, Any]], column: str, weights: Mapping[str, float],
    method: Aggregation,
) -> float | None:  # fmt: skip
    """One figure of what is known of a column of the dimensions; None where nothing is."""
    known = {str(row["code"]): float(row[column]) for row in rows if row[column] is not None}
    if not known or method == "copeland":
        return None
    for code in known:
        refuse_weight(code, weights[code])
    of_known = np.array([weights[code] for code in known])
    found = float(joined(np.array([list(known.values())]), of_known, method)[0])
    least, most = min(known.values()), max(FLOOR, *known.values())
    return min(most, max(least, found))  # roots are rounded: no mean lies outside its parts


def _dimension(
    dimension: Dimension, indicators: Mapping[str, Indicator], results: Mapping[str, Result],
    known_share: float,
) -> Mapping[str, object]:  # fmt: skip
    core = [code for code, i in indicators.items() if i.core and i.dimension is dimension]
    asked = [code for code in core if code in results]
    values = [v for code in asked if (v := results[code].normalised) is not None]
    enough = bool(asked) and 100 * len(values) >= known_share * len(asked)
    value = sum(values) / len(values) if enough else None
    ends = [_bounds(indicators[code], results[code]) for code in asked]
    low, high = (sum(end) / len(asked) for end in zip(*ends, strict=True)) if ends else (None, None)
    return {
        "code": dimension.name,
        "title": dimension.value,
        "value": value,
        "known": len(values),
        "core": len(asked),
        "low": low if value is None or low is None else min(low, value),
        "high": high if value is None or high is None else max(high, value),
    }


def _bounds(indicator: Indicator, result: Result) -> tuple[float, float]:
    """What an indicator may be on 0–100 once everything is known; anything, if nothing is."""
    if result.low is None or result.high is None:
        own = result.normalised
        return (0.0, 100.0) if own is None else (own, own)
    low, high = sorted((indicator.normalise(result.low), indicator.normalise(result.high)))
    return low, high


def _why_none(
    rows: Sequence[Mapping[str, Any]], counted: Sequence[Mapping[str, Any]], method: Aggregation
) -> Message | None:
    known = sum(row["value"] is not None for row in rows)
    if known < DIMENSIONS_NEEDED:
        return say(
            "only {known} of 8 dimensions can be shown; the index needs {needed}",
            known=known, needed=DIMENSIONS_NEEDED,
        )  # fmt: skip
    if not any(row["value"] is not None for row in counted):
        return say("every dimension that is known has the weight 0")
    if method == "copeland":
        return say("Copeland compares places with each other; one place has no such score")
    return None
