"""The Vertical Coherence Index: a unit's core indicators by dimension, and one figure of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from coherence.catalogue import Dimension, Indicator
from coherence.composite import Aggregation, Node, composed
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
    known = {str(row["code"]): row["value"] for row in rows if row["value"] is not None}
    reason = _why_none(len(known))
    if reason is not None:
        return Index(None, reason, tuple(rows))
    given = weights or {}
    tree = Node("index", children=tuple(Node(code, given.get(code, 1.0)) for code in known))
    table = pd.DataFrame({code: [value] for code, value in known.items()}, dtype=float)
    return Index(float(composed(table, tree, method)["index"].iloc[0]), None, tuple(rows))


def _dimension(
    dimension: Dimension, indicators: Mapping[str, Indicator], results: Mapping[str, Result],
    known_share: float,
) -> Mapping[str, object]:  # fmt: skip
    core = [code for code, i in indicators.items() if i.core and i.dimension is dimension]
    asked = [code for code in core if code in results]
    values = [v for code in asked if (v := results[code].normalised) is not None]
    enough = bool(asked) and 100 * len(values) >= known_share * len(asked)
    return {
        "code": dimension.name,
        "title": dimension.value,
        "value": sum(values) / len(values) if enough else None,
        "known": len(values),
        "core": len(asked),
    }


def _why_none(known: int) -> Message | None:
    if known >= DIMENSIONS_NEEDED:
        return None
    return say(
        "only {known} of 8 dimensions can be shown; the index needs {needed}",
        known=known, needed=DIMENSIONS_NEEDED,
    )  # fmt: skip
