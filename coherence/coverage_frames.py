"""Coverage as a tidy frame: what is asked for where, and who serves it."""

from __future__ import annotations

import pandas as pd

from coherence.cells import Cell, State
from coherence.coverage import AXES, coverage_matrix
from coherence.report import Report

BANDS = {
    State.SERVED: "on_track", State.THIN: "partial", State.UNSERVED: "off_track",
    State.NO_DATA: "no_data",
}  # fmt: skip
"""State of a cell → how it is drawn."""

COLUMNS = (
    "territory", "place", "code", "label", "short", "state", "band", "asked", "providers",
    "from_above", "reason", "cites",
)  # fmt: skip


def coverage_frame(report: Report, by: str = "service") -> pd.DataFrame:
    """One row per cell of place × ``service``, ``group`` or ``phase``.

    ``territory, place, code, label, short, state, band, asked, providers, from_above, reason,
    cites``. ``asked``: whether a need is on record; ``providers`` and ``from_above`` are counts.
    """
    cells = coverage_matrix(report.scope, report.selection.lens, by)
    return pd.DataFrame([_row(report, cell, by) for cell in cells], columns=list(COLUMNS))


def _row(report: Report, cell: Cell, by: str) -> tuple[object, ...]:
    place = report.snapshot.territories[cell.territory]
    code = getattr(cell, by)
    known = report.profile.codes(AXES[by][0]).get(code or "")
    label = known.label if known else code or "Any"
    short = (known.short or known.label) if known else code or "Any"
    return (
        cell.territory, place.short_name or place.name, code, label, short, cell.state.value,
        BANDS[cell.state], bool(cell.needs), len(cell.providers), len(cell.from_above),
        str(cell.reason), " ".join(cell.cites),
    )  # fmt: skip
