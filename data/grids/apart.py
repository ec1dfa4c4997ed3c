"""Old and foreign workbooks, read by a process of their own.

Their size cannot be told before they are read, and where one asks for more memory than there
is, the process that reads it ends. So that is not the one that serves everybody else.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Final

from data.grids.grid import Cell, Grid
from data.grids.sheets_of import worksheets
from data.issues import UnreadableFile

_MOST_MEMORY: Final = 2 * 1024**3
_SECONDS: Final = 120
_COMMAND: Final = (
    "import pathlib, sys; from data.grids.apart import limit_memory, write_apart; "
    "limit_memory(); write_apart(pathlib.Path(sys.argv[1]))"
)
_ROOT: Final = Path(__file__).parents[2]


def read_apart(path: Path) -> tuple[Grid, ...]:
    """The worksheets of a workbook, read by another process.

    Raises:
        UnreadableFile: it is damaged or locked, or takes more memory or time than a workbook may.
    """
    command = [sys.executable, "-c", _COMMAND, str(path.resolve())]
    try:
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=_SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise UnreadableFile(
            f"{path.name} is damaged or larger than a workbook may be: open it in a spreadsheet, "
            "delete what stands far from the tables, and save it as an Excel workbook (.xlsx)"
        ) from None
    # written by the lines below and by nobody else
    told: str | list[tuple[str, list[list[Cell]]]] = pickle.loads(done.stdout)
    if isinstance(told, str):
        raise UnreadableFile(told)
    return tuple(Grid(name, rows) for name, rows in told)


def write_apart(path: Path) -> None:
    """Write the worksheets, or the sentence why not, to standard output."""
    told: object
    try:
        told = list(worksheets(path))
    except UnreadableFile as fault:
        told = str(fault)
    sys.stdout.buffer.write(pickle.dumps(told))


def limit_memory() -> None:
    """Let this process take no more memory than a workbook needs, where that can be done."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
