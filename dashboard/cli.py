"""The command line: every command, what it wants, and one sentence for whatever goes wrong."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dashboard.commands.workbooks import CANNOT
from dashboard.context import NothingToShow
from dashboard.settings import SettingsError
from data.issues import UnreadableFile
from data.profile import ProfileError, profile_names
from data.store import Cause, StoreError

log = logging.getLogger("tugma")
STOPPED = 130
"""Exit status of a command that was stopped with Ctrl-C, as shells have it."""
EXPORTS = ("workbook", "xlsx", "csv", "json", "graphml", "png", "svg")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; its exit status: 0 done, 1 errors to mend, 2 cannot be done, 130 stopped."""
    options = build_parser().parse_args(argv)
    try:
        return int(_command(options.command)(options))
    except (StoreError, UnreadableFile, NothingToShow, ProfileError, SettingsError) as known:
        print(known, file=sys.stderr)
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        print(f"{where}{fault.strerror or fault}; choose another place.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; nothing was half stored.", file=sys.stderr)
        return STOPPED
    except Exception as fault:  # the last door: a fault of ours is one sentence too
        if os.environ.get("TUGMA_DEBUG"):
            raise
        print(
            f"Tugma failed on a fault of its own ({type(fault).__name__}: {fault}); "
            "run again with TUGMA_DEBUG=1 and report what it prints.",
            file=sys.stderr,
        )
    return CANNOT


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """The function of a command; only its own modules are loaded, so that all start fast."""
    if name == "serve":
        from dashboard.commands.serving import serve

        return serve
    if name in ("report", "export"):
        from dashboard.commands import reports

        return {"report": reports.report, "export": reports.export}[name]
    if name == "generate":
        from dashboard.commands.generating import generate

        return generate
    if name == "compare":
        from dashboard.commands.comparing import compare_states

        return compare_states
    if name in ("whatif", "actions"):
        from dashboard.commands import scenarios

        return {"whatif": scenarios.whatif, "actions": scenarios.actions}[name]
    from dashboard.commands import workbooks

    return {
        "check": workbooks.check, "import": workbooks.import_, "template": workbooks.template,
        "revisions": workbooks.revisions,
    }[name]  # fmt: skip


def build_parser() -> argparse.ArgumentParser:
    """The parser; its help is what the README shows."""
    parser = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Tugma: link actors and programmes across levels, find overlaps and gaps, "
        "score coherence, decide.",
        epilog="Exit status: 0 done (warnings are printed), 1 errors to mend, 2 cannot be done, "
        "130 stopped.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = _add(commands, "serve", "serve the dashboard and print its address")
    serve.add_argument("--port", type=_port, metavar="N", help="default 8050, or PORT; 0 takes any")
    serve.add_argument("--workers", type=_positive, metavar="N", help="processes; default 1")

    check = _add(commands, "check", "list every issue of a workbook with its cell and remedy")
    check.add_argument("file", type=Path, help="a workbook (.xlsx) or a CSV of one sheet")
    check.add_argument("--merge", action="store_true", help="check it as a part of the register")
    check.add_argument("--annotated", type=Path, metavar="OUT", help="the same file, commented")

    import_ = _add(commands, "import", "store a workbook as a new revision of its register")
    import_.add_argument("file", type=Path, help="a workbook (.xlsx) or a CSV of one sheet")
    import_.add_argument("--merge", action="store_true", help="only add and update: a part of it")
    import_.add_argument("--strict", action="store_true", help="refuse warnings as well")
    import_.add_argument("--office", help="the office that publishes it, never a person")
    import_.add_argument("--why", help="a sentence for the list of revisions")
    import_.add_argument("--cause", choices=[c.value for c in Cause], default=Cause.IMPORT.value)

    template = _add(commands, "template", "write an empty workbook with drop-downs and examples")
    template.add_argument("file", type=Path)
    _profile(template)

    _add(commands, "report", "print what the register says; --json prints everything")

    export = _add(commands, "export", "write the selection to a file")
    export.add_argument("format", choices=EXPORTS)
    export.add_argument("file", type=Path)
    export.add_argument(
        "--screen", metavar="NAME",
        help="whose chart or table: brief, scorecard, network, overlaps, gaps (default scorecard)",
    )  # fmt: skip

    compare = _add(commands, "compare", "print what changed between two states, and why")
    compare.add_argument(
        "before", nargs="?", metavar="BEFORE",
        help="a revision (3) or a day (2015-12-31); default the revision before AFTER",
    )  # fmt: skip
    compare.add_argument(
        "after", nargs="?", metavar="AFTER",
        help="a revision or a day; default what --select asks for, else the newest revision",
    )  # fmt: skip

    whatif = _add(commands, "whatif", "print what a scenario would change, before and after")
    whatif.add_argument(
        "file", type=Path, metavar="EDITS",
        help="a .toml or .json list of edits: put, set, remove, end, merge, action",
    )  # fmt: skip

    actions = _add(commands, "actions", "print the few actions that would help a goal most")
    actions.add_argument(
        "--goal", default="index", metavar="GOAL",
        help="index (default), an indicator (VA1), or its low end with unknown as no (VA1:low)",
    )  # fmt: skip
    actions.add_argument("--most", type=_positive, default=5, metavar="N", help="default 5")
    actions.add_argument(
        "--per-cost", action="store_true",
        help="most gain per cost first; those without a cost on record last",
    )  # fmt: skip
    actions.add_argument(
        "--costs", type=Path, metavar="FILE",
        help="a .toml or .json of what actions cost, each with its source: [desk] cost, source",
    )  # fmt: skip

    revisions = _add(commands, "revisions", "list a register's revisions, newest first")
    revisions.add_argument("--restore", type=_positive, metavar="N", help="make N the newest again")
    revisions.add_argument("--office", help="the office that restores, never a person")

    generate = _add(commands, "generate", "write an illustrative register of N programmes")
    generate.add_argument("programmes", type=_positive, metavar="N")
    generate.add_argument(
        "file", type=Path, help="a workbook (.xlsx), or a database (.db), as above 100,000"
    )
    generate.add_argument("--seed", type=int, default=0, help="the same seed, the same register")
    _profile(generate)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
    command.add_argument(
        "--db", metavar="PATH-or-ADDRESS",
        help="an SQLite file or an SQLAlchemy address; starts empty where it is new "
        "(without it: the default database, with the shipped registers)",
    )  # fmt: skip
    command.add_argument("--register", metavar="SLUG", help="which register; default the first")
    command.add_argument(
        "--select",
        metavar="ADDRESS",
        help='what the address bar says: "territory=0500500000&level=2"',
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    return command


def _profile(command: argparse.ArgumentParser) -> None:
    command.add_argument("--profile", choices=profile_names(), default="philippines")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)
