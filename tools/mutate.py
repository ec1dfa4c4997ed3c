"""Breaks the indicators on purpose, one small change at a time, and sees whether a test notices.

Each change (a "mutant") is tried in a process of its own that is forked with the libraries already
loaded and takes the changed module from memory, so no file is touched. Ready-made tools fell
short: mutmut passes over decorated functions, which is what every indicator is, and cosmic-ray
rewrites the files in place and loads all libraries anew for each mutant.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).parents[1]
LIBRARIES = ("pytest", "hypothesis", "psycopg", "networkx", "pandas", "scipy.sparse", "numba")
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt},
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And},
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult},
    **{ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.Pow: ast.Mult},
    **{ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr},
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change to one module; knows the first line that differs."""

    file: Path
    line: int
    before: str
    after: str
    code: CodeType

    def __str__(self) -> str:
        place = f"{self.file.relative_to(ROOT)}:{self.line}"
        return f"{place}\n    - {self.before.strip()}\n    + {self.after.strip()}"


def find_mutants(file: Path) -> Iterator[Mutant]:
    """Every change to a module that may alter what it computes."""
    tree = ast.parse(file.read_text("utf-8"))
    code_parts = [part for top in tree.body for part in ((top, top), *_code_in(top, top))]
    for statement, node in code_parts:
        for name, changed in _changes_of(node):
            kept, before = getattr(node, name), ast.unparse(statement).splitlines()
            setattr(node, name, changed)
            ast.fix_missing_locations(tree)
            after = ast.unparse(statement).splitlines()
            code = compile(tree, str(file), "exec", dont_inherit=True)
            setattr(node, name, kept)
            differing = next(pair for pair in zip(before, after, strict=False) if len({*pair}) > 1)
            yield Mutant(file, getattr(node, "lineno", statement.lineno), *differing, code)


def _code_in(whole: ast.AST, statement: ast.stmt) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """Every node inside another that does something, with its statement: no annotations."""
    for name, value in ast.iter_fields(whole):
        for node in value if isinstance(value, list) else [value]:
            if name in {"annotation", "returns"} or not isinstance(node, ast.AST):
                continue
            around = node if isinstance(node, ast.stmt) else statement
            yield around, node
            yield from _code_in(node, around)


def _changes_of(node: ast.AST) -> Iterator[tuple[str, object]]:
    """The ways to alter a node: a field and what to put there."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                yield "ops", [*ops[:at], SWAPS[type(op)](), *ops[at + 1 :]]
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op) if type(op) in SWAPS:
            yield "op", SWAPS[type(op)]()
        case ast.Constant(value=bool(value)):
            yield "value", not value
        case ast.Constant(value=int(value) | float(value)):
            yield "value", value + 1
        case ast.Name(id=name) if name in NAMES:
            yield "id", NAMES[name]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "operand", ast.UnaryOp(ast.Not(), operand)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield "test", ast.UnaryOp(ast.Not(), test)
        case ast.comprehension(ifs=ifs):
            for at, test in enumerate(ifs):
                yield "ifs", [*ifs[:at], ast.UnaryOp(ast.Not(), test), *ifs[at + 1 :]]


class ChangedModule(SourceFileLoader):
    """Imports one module in its changed form and leaves all others alone."""

    def __init__(self, mutant: Mutant) -> None:
        name = ".".join(mutant.file.relative_to(ROOT).with_suffix("").parts)
        super().__init__(name.removesuffix(".__init__"), str(mutant.file))
        self.code = mutant.code

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """The changed module's spec, else None."""
        ours = fullname == self.name
        return spec_from_file_location(fullname, self.path, loader=self) if ours else None

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        """The changed code instead of what the file says."""
        return self.code


def run_tests(tests: Sequence[str], mutant: Mutant | None) -> None:
    """End this process with pytest's exit code, which is 0 where no test noticed the change."""
    if mutant is not None:
        sys.meta_path.insert(0, ChangedModule(mutant))
        own = [str(p) for p in (ROOT / tests[0]).rglob(f"test_{mutant.file.stem}.py")]
        tests = [*own, *tests]
    pytest = importlib.import_module("pytest")
    quiet = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # loaded before the fork
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        if mutant is not None:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        os._exit(int(pytest.main([*quiet, *tests])))


def try_all(
    mutants: Sequence[Mutant], tests: Sequence[str], jobs: int, patience: float, until: float
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with its fate: killed, survived or timed out. Starts none when time is up."""
    fork = multiprocessing.get_context("fork")
    waiting = list(reversed(mutants))
    running: dict[int, tuple[ForkProcess, Mutant, float]] = {}
    while running or (waiting and time.monotonic() < until):
        while waiting and len(running) < jobs and time.monotonic() < until:
            process = fork.Process(target=run_tests, args=(tests, mutant := waiting.pop()))
            process.start()
            running[process.sentinel] = (process, mutant, time.monotonic() + patience)
        wait(list(running), timeout=1)
        for sentinel, (process, mutant, deadline) in list(running.items()):
            if process.is_alive() and time.monotonic() < deadline:
                continue
            fate = "timed out" if process.is_alive() else "killed"
            process.kill()
            process.join()
            yield mutant, "survived" if process.exitcode == 0 else fate
            del running[sentinel]


def main() -> int:
    """Try a sample of mutants and print those that no test noticed."""
    parser = argparse.ArgumentParser(prog="make mutate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", nargs="*", default=["coherence/indicators"])
    parser.add_argument("--tests", nargs="+", default=["tests/coherence"])
    parser.add_argument("--limit", type=int, default=200, help="mutants in the sample")
    parser.add_argument("--minutes", type=float, default=25, help="stop after so long")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    until = time.monotonic() + 60 * asked.minutes
    os.chdir(ROOT)
    os.environ["HYPOTHESIS_PROFILE"] = "mutate"
    for library in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(library)

    started = time.monotonic()
    fork = multiprocessing.get_context("fork")
    unchanged = fork.Process(target=run_tests, args=(asked.tests, None))
    unchanged.start()
    unchanged.join()
    if unchanged.exitcode != 0:
        print("The tests must pass on the unchanged code first.")
        return 1
    patience = 20 + 4 * (time.monotonic() - started)

    files = [
        f for name in asked.files for f in sorted((ROOT / name).rglob("*.py")) or [ROOT / name]
    ]
    mutants = [mutant for file in files for mutant in find_mutants(file)]
    sample = random.Random(asked.seed).sample(mutants, min(asked.limit, len(mutants)))
    fates = []
    for mutant, fate in try_all(sample, asked.tests, asked.jobs, patience, until):
        fates.append(fate)
        if fate != "killed":
            print(f"{fate}: {mutant}", flush=True)
    print(
        f"{len(fates) - fates.count('survived')} of {len(fates)} mutants were noticed"
        f" ({fates.count('timed out')} by running too long);"
        f" {len(mutants)} are possible, {len(sample)} were drawn."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
