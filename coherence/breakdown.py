"""A result in its parts: by place, level, agency or sector of what was judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, get_args

from coherence.evidence import Evidence
from coherence.facets import PAIR
from coherence.graph import PolicyGraph
from coherence.pairs import sectors_of
from coherence.report import Report
from data.model import Actor, Programme, Record

By = Literal["territory", "level", "agency", "sector"]
WAYS: Final = get_args(By)

AGENCIES: Final = {
    "programme": "lead", "objective": "responsible", "instrument": "owner", "funding": "funder",
    "service_point": "operator", "report_due": "from_actor", "submission": "from_actor",
    "decision": "owners", "actor": "id", "inventory": "office", "membership": "actor",
}  # fmt: skip
"""Kind of record → the field that says which actor answers for it."""


def breakdown(report: Report, code: str, by: By) -> Mapping[str, Evidence]:
    """One indicator's evidence in parts, by key in settled order; "" where the key is not known.

    ``territory``: codes of the places right below the unit, and the unit's own for what lies in
    none of them; ``level``: ranks as text; ``agency``: ids of the actors that answer for a record
    (their successors where they have one); ``sector``: codes. What several agencies or sectors
    share stands in each of their parts, so those parts do not add up to the whole. A pair belongs
    to two records: an indicator that judges pairs has no parts.

    Raises:
        KeyError: the catalogue has no such code.
    """
    evidence = report.result(code).evidence
    if any(PAIR in subject for subject in evidence.subjects):
        return {}
    keys = _keys_of(report, by)
    parts: dict[str, list[int]] = {}
    for row, subject in enumerate(evidence.subjects):
        record = report.snapshot.get(subject.partition("@")[0])
        for key in keys(record, subject):
            parts.setdefault(key, []).append(row)
    return {key: evidence.picked(parts[key]) for key in _in_order(report, by, parts)}


def _keys_of(report: Report, by: By) -> Callable[[Record | None, str], Iterable[str]]:
    graph = report.graph
    if by == "territory":
        return _place_of(report)
    if by == "level":
        return lambda record, _: [_rank(graph, record)]
    if by == "agency":
        return lambda record, _: _agencies(graph, record)
    return lambda record, subject: _sectors(graph, record, subject)


def _place_of(report: Report) -> Callable[[Record | None, str], Iterable[str]]:
    graph, places = report.graph, report.graph.places
    below, own = _below(report), _own(report)

    def place(record: Record | None, _: str) -> Iterable[str]:
        at = graph.territory_of(record) if record else None
        return [next((code for code in below if at and places.within(at, code)), own)]

    return place


def _below(report: Report) -> list[str]:
    places = report.graph.places
    return [code for root in report.scope.roots for code in places.children(root)]


def _own(report: Report) -> str:
    return report.scope.roots[0] if report.scope.roots else ""


def _rank(graph: PolicyGraph, record: Record | None) -> str:
    rank = graph.rank(record) if record else None
    return "" if rank is None else str(rank)


def _agencies(graph: PolicyGraph, record: Record | None) -> Iterable[str]:
    """The actors that answer for a record, each once."""
    field = AGENCIES.get(record.KIND) if record else None
    held = getattr(record, field) if field else None
    named = (held,) if isinstance(held, str) else held or ()
    known = graph.snapshot.of(Actor)
    heirs = {graph.successor(name.removeprefix("actor/")) or "" for name in named}
    return sorted(heirs & known.keys()) or [""]


def _sectors(graph: PolicyGraph, record: Record | None, subject: str) -> Iterable[str]:
    code = subject.partition("@")[2]
    if code in graph.profile.codes("sector"):
        return [code]
    if isinstance(record, Programme):
        return sorted(sectors_of(graph, record)) or [""]
    return [getattr(record, "theme", None) or ""]


def _in_order(report: Report, by: By, parts: Iterable[str]) -> list[str]:
    """Places as the register orders them, all else by key; what is not known comes last."""
    places = [_own(report), *_below(report)] if by == "territory" else []
    rank = {code: at for at, code in enumerate(places)}
    return sorted(parts, key=lambda key: (not key, rank.get(key, 0), key))
