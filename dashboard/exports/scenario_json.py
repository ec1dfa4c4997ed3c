"""Before and after, and the best next actions, as plain JSON values."""

from __future__ import annotations

from typing import Any

from coherence.actions import Action
from coherence.best_actions import BestActions
from coherence.compare import Comparison, ValueChange
from coherence.findings import Gap, Overlap
from coherence.graph import Link
from coherence.indicators import CATALOGUE
from coherence.report import Report
from dashboard.exports.plain import plain_number


def scenario_object(before: Report, after: Report, found: Comparison) -> dict[str, Any]:
    """What a scenario changes: values, overlaps, gaps and links, with the records behind them."""
    return {"scenario": True, **_about(before), **_changes(before, after, found)}


def comparison_object(before: Report, after: Report, found: Comparison) -> dict[str, Any]:
    """What changed between two states of a register, each with its revision and day."""
    return {"before": _about(before), "after": _about(after), **_changes(before, after, found)}


def _changes(before: Report, after: Report, found: Comparison) -> dict[str, Any]:
    return {
        "index": {
            "before": plain_number(before.index.value),
            "after": plain_number(after.index.value),
        },
        "values": [_value(change) for change in found.values],
        "overlaps": {
            "new": [_overlap(o) for o in found.overlaps_new],
            "gone": [_overlap(o) for o in found.overlaps_gone],
        },
        "gaps": {
            "new": [_gap(g) for g in found.gaps_new], "gone": [_gap(g) for g in found.gaps_gone],
        },
        "links": {
            "new": [_link(k) for k in found.links_new],
            "gone": [_link(k) for k in found.links_gone],
        },
    }  # fmt: skip


def best_object(report: Report, found: BestActions) -> dict[str, Any]:
    """The best next actions, with what each adds, mends and costs."""
    return {
        "scenario": True,
        **_about(report),
        "goal": str(found.goal),
        "start": plain_number(found.start),
        "together": plain_number(found.total),
        "guarantee": str(found.guarantee),
        "actions": found.of,
        "bear_on_goal": found.bear,
        "set_aside": found.set_aside,
        "steps": [
            {
                "gain": plain_number(s.gain),
                "alone": plain_number(s.alone),
                "total": plain_number(s.total),
            }
            | _action(s.action)
            for s in found.steps
        ],
    }


def _about(report: Report) -> dict[str, Any]:
    return {
        "register": report.edition.register,
        "revision": report.edition.revision,
        "catalogue_version": report.catalogue_version,
        "of": report.selection.unit,
        "as_of": report.selection.as_of.isoformat(),
        "illustrative": report.illustrative,
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "action": action.name,
        "title": str(action),
        "assumes": action.assumes,
        "cost": action.cost,
        "currency": action.currency,
        "cost_source": action.cost_source,
        "mends": [
            {"code": m.code, "subject": m.subject, "reason": str(m.reason)} for m in action.mends
        ],
    }


def _value(change: ValueChange) -> dict[str, Any]:
    return {
        "code": change.code,
        "title": CATALOGUE[change.code].title,
        "before": plain_number(change.before),
        "after": plain_number(change.after),
        "causes": {why.value: plain_number(part) for why, part in change.causes.items()},
        "subjects": list(change.subjects),
        "cites": list(change.cites),
    }


def _overlap(found: Overlap) -> dict[str, Any]:
    return {
        "first": found.first, "second": found.second, "class": found.kind.value,
        "cites": list(found.cites),
    }  # fmt: skip


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "kind": gap.kind, "state": gap.state, "subject": gap.subject, "reason": str(gap.reason),
        "cites": list(gap.cites),
    }  # fmt: skip


def _link(link: Link) -> dict[str, Any]:
    return {
        "source": link.source, "target": link.target, "kind": link.kind, "stated_by": link.cites,
    }  # fmt: skip
