"""Make the workbooks that ship from the plain files that are maintained, and say what they hold.

``python -m tools.build_samples`` reads ``data/samples/bicol/*.csv``, checks them by every rule
and writes ``data/samples/bicol.xlsx``, and so for each register of `SLUGS`; ``--check`` fails
where a workbook is older instead.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from data.model import RECORD_KINDS
from data.readers.reading import Reading
from data.readers.workbook import read_workbook
from data.snapshot import Snapshot
from data.workbook_out import write_workbook

SAMPLES: Final = Path(__file__).parents[1] / "data" / "samples"
SLUGS: Final = ("bicol", "imbabura")
FILES: Final = SAMPLES / "bicol"
"""One CSV file a sheet, machine names in the first row: the source."""
WORKBOOK: Final = SAMPLES / "bicol.xlsx"


def summary(reading: Reading) -> str:
    """How many records of each kind, how well evidenced, and every error and warning."""
    snapshot = reading.snapshot
    counts = {kind.SHEET: len(snapshot.of(kind)) for kind in RECORD_KINDS}
    grades = Counter(record.grade or "none" for record in snapshot)
    undated = sum(record.observed_on is None for record in snapshot)
    lines = [f"{count:6} {sheet}" for sheet, count in counts.items() if count]
    lines.append(f"{len(snapshot):6} in all; {undated} undated")
    lines.append("grades " + ", ".join(f"{grade} {n}" for grade, n in sorted(grades.items())))
    lines += map(str, (*reading.errors, *reading.warnings))
    return "\n".join(lines)


def is_current(written: Path, snapshot: Snapshot) -> bool:
    """Whether the workbook says what the files say."""
    return written.exists() and read_workbook(written).snapshot == snapshot


def build(files: Path, workbook: Path, *, check: bool) -> bool:
    """Whether the workbook now says what its files say; they are not to have errors."""
    reading = read_workbook(files)
    print(summary(reading))
    if reading.errors:
        return False
    if is_current(workbook, reading.snapshot):
        return True
    if check:
        print(f"{workbook.name} is older than its files; run python -m tools.build_samples.")
        return False
    write_workbook(workbook, reading.snapshot, reading.profile)
    print(f"{workbook} written")
    return True


def main(arguments: list[str] | None = None) -> int:
    """0 where all is well; 1 where files have errors or a workbook is older than its files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args(arguments).check
    built = [build(SAMPLES / slug, SAMPLES / f"{slug}.xlsx", check=check) for slug in SLUGS]
    return 0 if all(built) else 1


if __name__ == "__main__":
    sys.exit(main())
