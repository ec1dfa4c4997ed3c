"""Coverage as tidy frames: what is asked for where and who serves it, and Charbit's seven gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from coherence.cells import Cell, State
from coherence.coverage import AXES, coverage_matrix
from coherence.indicators import CATALOGUE
from coherence.report import Report
from coherence.words import marked

BANDS = {
    State.SERVED: "on_track", State.THIN: "partial", State.UNSERVED: "off_track",
    State.NO_DATA: "no_data",
}  # fmt: skip
"""State of a cell → how it is drawn."""

COLUMNS = (
    "territory", "place", "code", "label", "short", "state", "band", "word", "asked", "providers",
    "from_above", "reason", "cites",
)  # fmt: skip

CHARBIT: Mapping[str, tuple[str, ...]] = {
    "administrative": ("CG6",),
    "information": ("DM3", "DM2"),
    "policy": ("OD1",),
    "capacity": ("RC4",),
    "funding": ("RC1", "RC2", "RC3"),
    "objective": ("VA1", "VA2", "VA3", "VA4", "VA5"),
    "accountability": ("DM4", "DM5", "OD5"),
}
"""Each of Charbit's seven gaps → the indicators that say how wide it is."""

CHARBIT_COLUMNS = ("gap", "severity", "judged", "indicators", "known", "thin", "unknown")


def coverage_frame(report: Report, by: str = "service") -> pd.DataFrame:
    """One row per cell of place × ``service``, ``group`` or ``phase``.

    ``territory, place, code, label, short, state, band, word, asked, providers, from_above,
    reason, cites``. ``word`` is the state in at most eight characters; ``asked``: whether a need
    is on record; ``providers`` and ``from_above`` are counts.
    """
    cells = coverage_matrix(report.scope, report.selection.lens, by)
    return pd.DataFrame([_row(report, cell, by) for cell in cells], columns=list(COLUMNS))


def coverage_cell(report: Report, by: str, territory: str, code: str | None) -> Cell | None:
    """One cell of the matrix, or None where the matrix has no such row or column."""
    cells = coverage_matrix(report.scope, report.selection.lens, by)
    wanted = (territory, code or None)
    return next((c for c in cells if (c.territory, getattr(c, by)) == wanted), None)


def word_of(cell: Cell) -> str:
    """A cell's state in a word: of thin ones, which way they are thin."""
    if cell.state is State.SERVED:
        return marked("covered")
    if cell.state is State.UNSERVED:
        return marked("gap")
    if cell.state is State.NO_DATA:
        return marked("no data")
    if not cell.providers:
        return marked("above")
    return marked("alone") if len(cell.needs) <= 1 else marked("partly")


def charbit_frame(report: Report) -> pd.DataFrame:
    """One row per gap of Charbit's: ``gap, severity, judged, indicators, known, thin, unknown``.

    ``severity`` is 100 less the mean of the normalised indicators, 0 (none) to 100, None where
    none of them can be judged; ``judged`` of ``indicators`` could be. The last three count the
    entries of the list of gaps.
    """
    counts = Counter((gap.charbit, gap.state) for gap in report.gaps)
    rows = []
    for name, codes in CHARBIT.items():
        measured = [c for c in codes if c in CATALOGUE and CATALOGUE[c].measures(report.scope)]
        found = [report.result(code).normalised for code in measured]
        known = [value for value in found if value is not None]
        severity = 100 - sum(known) / len(known) if known else None
        tally = (counts[name, state] for state in ("gap", "thin", "unknown"))
        rows.append((name, severity, len(known), len(measured), *tally))
    return pd.DataFrame(rows, columns=list(CHARBIT_COLUMNS))


def _row(report: Report, cell: Cell, by: str) -> tuple[object, ...]:
    place = report.snapshot.territories[cell.territory]
    code = getattr(cell, by)
    known = report.profile.codes(AXES[by][0]).get(code or "")
    label = known.label if known else code or marked("Any")
    short = (known.short or known.label) if known else code or marked("Any")
    return (
        cell.territory, place.short_name or place.name, code, label, short, cell.state.value,
        BANDS[cell.state], word_of(cell), bool(cell.needs), len(cell.providers),
        len(cell.from_above), cell.reason, " ".join(cell.cites),
    )  # fmt: skip
