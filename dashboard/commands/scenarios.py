"""whatif and actions: what a scenario changes, and which few actions would help most."""

from __future__ import annotations

import json
import tomllib
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from coherence.actions import Action, Possible, possible_actions, with_costs
from coherence.best_actions import BestActions, best_next_actions, price_of
from coherence.compare import compare
from coherence.goals import Goal, NoGoal
from coherence.report import Report
from coherence.scenario import EditError, what_if
from coherence.scenario_files import read_edits
from dashboard.commands.comparing import print_json, told_changes
from dashboard.commands.opening import asked_report, opened, progress, say
from dashboard.commands.workbooks import CANNOT, CLEAN
from dashboard.components.frame import selection_words
from dashboard.exports.scenario_json import best_object, scenario_object
from dashboard.query import Address
from data.action_costs import CostError, read_costs
from data.actions import action_kinds

SCENARIO = "SCENARIO, not the register: nothing is stored"


def whatif(options: Namespace) -> int:
    """Print what the edits of a file would change, before and after."""
    with opened(options) as store, progress("Looking at the register before and after"):
        before = asked_report(store, options)
        try:
            edits = read_edits(before, _read(options.file))
        except EditError as fault:
            say(f"{options.file}: {fault}.")
            return CANNOT
        after = what_if(before, edits)
        found = compare(before, after)
        if options.json:
            print_json(scenario_object(before, after, found))
        else:
            count = f"{len(edits)} edit{'' if len(edits) == 1 else 's'}"
            print("\n".join([*_heading(before), count, *told_changes(before, after, found)]))
    return CLEAN


def actions(options: Namespace) -> int:
    """Print the few actions that would raise a goal most."""
    try:
        goal = Goal.of(options.goal)
    except NoGoal as fault:
        say(f"--goal: {fault}.")
        return CANNOT
    with opened(options) as store:
        report = asked_report(store, options)
        possible = possible_actions(report, unknown=goal.low)
        try:
            actions = _priced(report, possible, options.costs)
        except (EditError, CostError) as fault:
            say(f"{options.costs}: {fault}.")
            return CANNOT
        if options.per_cost and not any(price_of(report, action) for action in actions):
            say(
                f"No action has a cost in {report.profile.currency} on record here, so none can be "
                "weighed against its cost; state what is known in a file: --costs FILE."
            )
            return CANNOT
        try:
            with progress("Trying out what could be done") as told:
                found = best_next_actions(
                    report, actions, goal, most=options.most, per_cost=options.per_cost, told=told
                )
        except NoGoal as fault:
            say(f"{fault}.")
            return CANNOT
        if options.json:
            print_json(best_object(report, found) | {"left_out": dict(possible.left_out)})
        else:
            print("\n".join([*_told_best(report, found), *_told_left_out(possible)]))
    return CLEAN


def _priced(report: Report, possible: Possible, file: Path | None) -> tuple[Action, ...]:
    """The possible actions with the costs of a file, where there is one."""
    if file is None:
        return possible.actions
    kinds = action_kinds(report.profile)
    return with_costs(possible.actions, read_costs(report.profile, kinds, _read(file)))


def _read(path: Path) -> object:
    """What a file of edits or costs holds, by its ending."""
    try:
        text = path.read_text("utf-8")
        if path.suffix.lower() == ".json":
            return json.loads(text)
        return tomllib.loads(text)
    except FileNotFoundError:
        raise EditError("there is no such file: check the name and the folder") from None
    except UnicodeDecodeError:
        raise EditError("it is not text in UTF-8") from None
    except json.JSONDecodeError as fault:
        raise EditError(f"it is not JSON: {fault.msg} in line {fault.lineno}") from None
    except tomllib.TOMLDecodeError as fault:
        raise EditError(f"it is not TOML: {fault}") from None


# --- as a page of plain text --------------------------------------------------------------------


def _heading(report: Report) -> Iterator[str]:
    yield SCENARIO
    edition = report.edition
    yield f"{report.title}, revision {edition.revision}, as of {report.selection.as_of}"
    yield f"of {', '.join(selection_words(report, Address()))}"
    if report.illustrative:
        yield "ILLUSTRATIVE data, made up for training: not facts"
    yield ""


def _told_best(report: Report, found: BestActions) -> Iterator[str]:
    yield from _heading(report)
    yield f"{found.goal} stands at {found.start:.2f} of 100"
    if not found.steps:
        yield f"None of {found.of} actions raises it; {found.bear} bear on it."
        return
    for number, step in enumerate(found.steps, start=1):
        yield f"{number}. +{step.gain:.2f} (alone +{step.alone:.2f})  {step.action}"
        yield f"   {_cost(step.action)}; {step.action.name}"
        if step.action.assumes:
            yield f"   assuming: {step.action.assumes}"
        for mended in step.action.mends[:1]:
            yield f"   mends {mended.code}: {mended.reason}"
    yield f"together +{found.total:.2f}: {found.start + found.total:.2f}"
    yield str(found.guarantee)


def _told_left_out(possible: Possible) -> Iterator[str]:
    """How many of which kind were not among those that the list was chosen from."""
    if possible.left_out:
        kinds = ", ".join(f"{count} {kind}" for kind, count in possible.left_out.items())
        yield f"not looked at, for of these kinds only the foremost are: {kinds}"


def _cost(action: Action) -> str:
    if action.cost is None:
        return "cost not on record"
    source = f" ({action.cost_source})" if action.cost_source else ""
    return f"costs {action.cost:,} {action.currency}{source}"
