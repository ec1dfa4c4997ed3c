"""Middle floor: what a register says about the coherence of policy across levels.

A first result takes five lines; a register comes from a workbook (`data.readers.read_workbook`),
a database (`data.store.Store`) or, as here, from the example that ships:

    >>> from coherence import report_on
    >>> from data.example import worked_example
    >>> report = report_on(worked_example())
    >>> report.result("CG1").value
    50.0

Everything else hangs on the report: every indicator's result with its evidence, the index, and
what is listed beside them.

    >>> round(report.index.value, 2)
    67.26
    >>> [f"{j.subject} {j.score:g}: {j.reason}" for j in report.result("RC1").evidence]
    ['objective/HELP 0: no line in Investment Program of Mabuhay',
     'objective/JOBS 1: has a line in Investment Program of Mabuhay']
    >>> [(o.first, o.second, o.kind.value, o.managed) for o in report.overlaps]
    [('ADVICE', 'CLINIC', 'overlap', True)]
    >>> [gap.kind for gap in report.gaps if gap.state == "gap"]
    ['uncovered_service', 'orphan', 'orphan', 'unfunded_promise', 'paper_coherence']

The public names are those of ``__all__``, and `coherence.compare.compare`; each is loaded when it
is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from coherence.actions import Action, possible_actions, with_costs
    from coherence.best_actions import BestActions, best_next_actions
    from coherence.catalogue import Indicator
    from coherence.compare import Comparison
    from coherence.evidence import Evidence, Judgement, Result
    from coherence.findings import Chain, Gap, Index, Overlap
    from coherence.goals import Goal
    from coherence.graph import PolicyGraph
    from coherence.indicators import CATALOGUE
    from coherence.library import report_on
    from coherence.report import Edition, Report
    from coherence.scenario import (
        EndProgramme,
        MergeProgrammes,
        Put,
        Remove,
        Set,
        apply,
        what_if,
    )
    from coherence.selection import Lens, Selection, settle

__all__ = [
    # a register looked at
    "report_on", "Report", "Edition", "settle", "Selection", "Lens", "PolicyGraph",
    # what it says
    "CATALOGUE", "Indicator", "Result", "Evidence", "Judgement", "Overlap", "Gap", "Chain",
    "Index",
    # what if
    "Comparison", "what_if", "apply", "Put", "Set", "Remove", "EndProgramme",
    "MergeProgrammes", "possible_actions", "Action", "with_costs", "best_next_actions",
    "BestActions", "Goal",
]  # fmt: skip

_HOME: Final = {
    "library": ("report_on",),
    "report": ("Report", "Edition"),
    "selection": ("settle", "Selection", "Lens"),
    "graph": ("PolicyGraph",),
    "indicators": ("CATALOGUE",),
    "catalogue": ("Indicator",),
    "evidence": ("Result", "Evidence", "Judgement"),
    "findings": ("Overlap", "Gap", "Chain", "Index"),
    "compare": ("Comparison",),
    "scenario": ("what_if", "apply", "Put", "Set", "Remove", "EndProgramme", "MergeProgrammes"),
    "actions": ("possible_actions", "Action", "with_costs"),
    "best_actions": ("best_next_actions", "BestActions"),
    "goals": ("Goal",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"coherence.{module}"), name)
    raise AttributeError(f"coherence has no {name!r}")
