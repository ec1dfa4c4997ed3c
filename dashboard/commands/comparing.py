"""compare: what changed between two revisions or two days, and why."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from coherence.compare import Comparison, ValueChange, Why, compare
from coherence.findings import Gap
from coherence.indicators import CATALOGUE
from coherence.report import Report
from dashboard.commands.opening import asked_address, opened, progress, say
from dashboard.commands.workbooks import CANNOT, CLEAN
from dashboard.components.frame import selection_words
from dashboard.context import Context, NothingToShow
from dashboard.exports.scenario_json import comparison_object
from dashboard.query import Address
from data.revisions import Cause
from data.store import Store

MOST_LISTED: Final = 12

STATED: Final = {
    Cause.CORRECTION: Why.CORRECTION,
    Cause.METHOD: Why.METHOD,
    Cause.NEW_UNITS: Why.UNITS,
}
"""What a revision says of itself → why a judgement on the same subject differs."""


def compare_states(options: Namespace) -> int:
    """Print what changed from one revision or day to another, and why."""
    with opened(options) as store, progress("Looking at both states"):
        context, address = Context(store), asked_address(options)
        after = context.report(_state(address, options.after))
        if options.before is None and after.edition.revision == 1:
            say("There is only one revision; name two days to compare: compare 2015-12-31.")
            return CANNOT
        earlier = options.before or str((after.edition.revision or 1) - 1)
        before = context.report(_state(address, earlier))
        found = compare(before, after, stated=_stated(store, before, after))
        if options.json:
            print_json(comparison_object(before, after, found))
        else:
            print("\n".join(_told(before, after, found)))
    return CLEAN


def _state(address: Address, text: str | None) -> Address:
    """The address of a state: the number of a revision, or a day; None is the address itself.

    Raises:
        NothingToShow: the text is neither.
    """
    if text is None:
        return address
    if text.isdecimal():
        return replace(address, revision=int(text))
    try:
        return replace(address, as_of=date.fromisoformat(text))
    except ValueError:
        raise NothingToShow(f"{text!r} is neither a revision (3) nor a day (2015-12-31).") from None


def _stated(store: Store, before: Report, after: Report) -> Why:
    """Why the register changed, where all revisions in between say the same; else it is real."""
    register = after.edition.register
    numbers = sorted((before.edition.revision or 0, after.edition.revision or 0))
    between = [r for r in store.revisions(register) if numbers[0] < r.number <= numbers[1]]
    causes = {STATED.get(r.cause, Why.REAL) for r in between}
    return causes.pop() if len(causes) == 1 else Why.REAL


def print_json(found: dict[str, Any]) -> None:
    """Print an object as JSON."""
    print(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))


# --- as a page of plain text --------------------------------------------------------------------


def _told(before: Report, after: Report, found: Comparison) -> Iterator[str]:
    yield after.title
    yield f"of {', '.join(selection_words(after, Address()))}"
    for word, report in (("before", before), ("after", after)):
        edition, day = report.edition, report.selection.as_of
        yield f"{word + ':':8}revision {edition.revision}, as of {day}"
    if after.illustrative:
        yield "ILLUSTRATIVE data, made up for training: not facts"
    yield ""
    yield from told_changes(before, after, found)


def told_changes(before: Report, after: Report, found: Comparison) -> Iterator[str]:
    """The index, every value that differs and why, then overlaps, gaps and links."""
    yield _changed("Index", before.index.value, after.index.value)
    for change in found.values:
        if change.before != change.after:
            title = f"{change.code:4} {CATALOGUE[change.code].title}"
            yield _changed(title, change.before, change.after) + _causes(change)
    same = sum(change.before == change.after for change in found.values)
    if same:
        yield f"{same} more with the same value on other evidence"
    for what, new, gone in (
        ("overlap", found.overlaps_new, found.overlaps_gone),
        ("gap", found.gaps_new, found.gaps_gone),
        ("link", found.links_new, found.links_gone),
    ):
        yield f"{what}s: {len(new)} new, {len(gone)} gone"
    yield from _listed("closed", before, found.gaps_gone)
    yield from _listed("opened", after, found.gaps_new)


def _listed(word: str, report: Report, gaps: Sequence[Gap]) -> Iterator[str]:
    for gap in gaps[:MOST_LISTED]:
        chain = gap.kind == "missing_rung"  # whose reason does not say of what
        about = f"{report.graph.called(gap.subject)}: " if chain else ""
        yield f"  {word}: {about}{gap.reason}"
    if len(gaps) > MOST_LISTED:
        yield f"  and {len(gaps) - MOST_LISTED} more {word}"


def _changed(title: str, before: float | None, after: float | None) -> str:
    told = ["no value" if value is None else f"{value:.2f}" for value in (before, after)]
    by = "" if before is None or after is None else f"  ({after - before:+.2f})"
    return f"{title:52} {told[0]:>9} → {told[1]:>9}{by}"


def _causes(change: ValueChange) -> str:
    """The parts of a difference, where it is more than one real change."""
    if set(change.causes) <= {Why.REAL}:
        return ""
    return "  " + ", ".join(f"{why.value} {part:+.2f}" for why, part in change.causes.items())
