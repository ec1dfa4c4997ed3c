"""Scenarios tried out for the screens: searched in the background, kept with what they were of."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Lock, Thread
from typing import Final

from coherence.actions import Action, Possible, action_named, possible_actions
from coherence.best_actions import BestActions, best_next_actions
from coherence.compare import Comparison, compare
from coherence.goals import Goal, NoGoal
from coherence.report import Report
from coherence.scenario import Edit, EditError, EndProgramme, MergeProgrammes, what_if
from coherence.words import Message, say
from data.model import Programme

log = logging.getLogger("tugma")

KEPT: Final = 24
"""Searches and comparisons that are kept."""
MOST: Final = 5
"""Actions of a list."""
END, MERGE = "end", "merge"
"""Kinds of a reader's own: ``end:P1`` and ``merge:P1--P2``."""


@dataclass
class Search:
    """A search for the best next actions, under way or done."""

    report: Report
    goal: Goal
    done: float = 0.0
    """How far it is, 0 to 1."""
    possible: Possible | None = None
    found: BestActions | None = None
    refused: str = ""
    """Why there is nothing to find, in a sentence."""
    over: Event = field(default_factory=Event)

    def run(self) -> None:
        """Search; what goes wrong becomes a sentence, its trace the log's."""
        try:
            self.possible = possible_actions(self.report, unknown=self.goal.low)
            self.found = best_next_actions(
                self.report, self.possible.actions, self.goal, most=MOST, told=self._hear
            )
        except NoGoal as nothing:
            self.refused = str(nothing)
        except Exception:
            log.exception("cannot search for the best next actions")
            self.refused = "this search failed; the fault is in the server's log"
        finally:
            self.over.set()

    def _hear(self, done: float) -> None:
        self.done = done


@dataclass(frozen=True)
class Tried:
    """Actions that were tried together, and what they change."""

    actions: tuple[Action, ...]
    after: Report
    changes: Comparison


_lock = Lock()
_searches: OrderedDict[object, Search] = OrderedDict()
_tried: OrderedDict[object, Tried] = OrderedDict()


def _of(report: Report) -> tuple[object, ...]:
    chosen, digest = report.selection, report.profile.digest
    return (report.edition.register, report.snapshot.digest, chosen, digest)


def search_for(report: Report, goal: Goal, wait: float | None) -> Search:
    """The search for a goal, begun when first asked for; waits so many seconds for its end."""
    key = (*_of(report), str(goal))
    with _lock:
        search = _searches.get(key)
        if search is None:
            search = _searches[key] = Search(report, goal)
            Thread(target=search.run, name="best next actions", daemon=True).start()
            while len(_searches) > KEPT:
                _searches.popitem(last=False)
    search.over.wait(wait)
    return search


def tried(report: Report, names: Sequence[str]) -> tuple[Tried | None, list[str]]:
    """The actions of these names taken together, and the names that cannot be taken."""
    key = (*_of(report), tuple(names))
    actions = {name: _named(report, name) for name in names}
    known = tuple(action for action in actions.values() if action)
    strange = [name for name, action in actions.items() if action is None]
    if key not in _tried and known:
        try:
            after = what_if(report, [edit for action in known for edit in action.edits])
        except EditError as fault:
            return None, [*strange, str(fault)]
        found = Tried(known, after, compare(report, after))
        with _lock:
            _tried[key] = found
            while len(_tried) > KEPT:
                _tried.popitem(last=False)
    return _tried.get(key), strange


def _named(report: Report, name: str) -> Action | None:
    """A proposed action, or a reader's own: a programme ended, two merged."""
    kind, _, subject = name.partition(":")
    programmes = report.snapshot.of(Programme)
    if kind == END and subject in programmes:
        day = report.selection.as_of - timedelta(days=1)
        title = say("End “{name}”", name=programmes[subject].title)
        return _own(name, EndProgramme(subject, day), title=title)
    kept, _, gone = subject.partition("--")
    if kind == MERGE and kept in programmes and gone in programmes and kept != gone:
        names = {"one": programmes[kept].title, "other": programmes[gone].title}
        title = say("Carry on “{one}” and “{other}” as one", **names)
        return _own(name, MergeProgrammes(kept, gone), title=title)
    return action_named(report, name)


def _own(name: str, edit: Edit, title: Message) -> Action:
    return Action(name, (edit,), kind=name.partition(":")[0], title=title)
