"""The report as one JSON object; its shape is described by ``report.schema.json`` beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from coherence.evidence import Evidence, Judgement, Published, Result
from coherence.findings import Chain, Gap, Money, Overlap, Rung
from coherence.indicators import CATALOGUE
from coherence.report import Report
from coherence.words import Message, Translate, marked
from dashboard.exports.frameworks_json import frameworks_json, process_json
from dashboard.exports.interlinks_json import interlinks_object, suggestions_object
from dashboard.exports.plain import plain_number, plain_words

SCHEMA: Final = Path(__file__).with_name("report.schema.json")
ALL_UP_TO: Final = 10_000
"""Judgements of an indicator that are printed whole; above, only the worst."""
WORST: Final = 1_000


def report_object(
    report: Report, selection: str = "", translate: Translate = marked
) -> dict[str, Any]:
    """Everything that the report says, as plain JSON values.

    ``selection`` is the address string that was asked for.
    """
    return {
        name: list(value) if isinstance(value, Iterator) else value
        for name, value in _members(report, selection, translate)
    }


def _members(report: Report, selection: str, translate: Translate) -> Iterator[tuple[str, Any]]:
    """Each member of the object with its value; what may be long comes as an iterator."""
    edition = report.edition
    yield "register", edition.register
    yield "revision", edition.revision
    yield "digest", report.snapshot.digest
    yield "catalogue_version", report.catalogue_version
    yield "as_of", report.selection.as_of.isoformat()
    yield "selection", selection
    yield "of", report.selection.unit
    yield "illustrative", report.illustrative
    yield (
        "index",
        {
            "value": plain_number(report.index.value),
            "reason": plain_words(report.index.reason, translate),
            "low": plain_number(report.index.low),
            "high": plain_number(report.index.high),
            "dimensions": [dict(d) for d in report.index.dimensions],
        },
    )
    yield "indicators", (_indicator(r, translate) for r in report.results.values())
    yield "overlaps", (_overlap(o, translate) for o in report.overlaps)
    to_list = sum(report.listed_overlaps.values())
    if len(report.overlaps) < to_list:
        yield "overlaps_truncated", to_list
    yield "gaps", (_gap(g, translate) for g in report.gaps)
    yield "chains", (_chain(c, translate) for c in report.chains)
    yield "frameworks", frameworks_json(report, translate)
    yield "process", process_json(report, translate)
    yield "interlinks", interlinks_object(report, translate)
    yield "suggestions", suggestions_object(report)


def report_json(report: Report, selection: str = "", translate: Translate = marked) -> bytes:
    """The report as UTF-8 JSON, ending with a newline."""
    return b"".join(report_json_parts(report, selection, translate))


def report_json_parts(
    report: Report, selection: str = "", translate: Translate = marked
) -> Iterator[bytes]:
    """The same a piece at a time: no more than one indicator is held as text."""
    before = "{\n "
    for name, value in _members(report, selection, translate):
        yield f"{before}{_written(name)}: ".encode()
        before = ",\n "
        if not isinstance(value, Iterator):
            yield _written(value, 1).encode()
            continue
        begun = "["
        for item in value:
            yield f"{begun}\n  {_written(item, 2)}".encode()
            begun = ","
        yield b"[]" if begun == "[" else b"\n ]"
    yield b"\n}\n"


def _written(value: Any, depth: int = 0) -> str:
    """A value as JSON, as it stands so many levels within another."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return text.replace("\n", "\n" + " " * depth)


def _indicator(result: Result, translate: Translate) -> dict[str, Any]:
    entry = CATALOGUE[result.code]
    printed = _printed(result.evidence)
    found = {
        "code": result.code,
        "name": entry.name,
        "title": translate(entry.title),
        "dimension": entry.dimension.name,
        "value": plain_number(result.value),
        "measured_in": entry.measured_in,
        "direction": entry.direction.value,
        "normalised": plain_number(result.normalised),
        "band": result.band,
        "availability": plain_number(result.availability),
        "known": result.known,
        "low": plain_number(result.low),
        "high": plain_number(result.high),
        "reason": plain_words(result.reason, translate),
        "beside": {name: _plain(value, translate) for name, value in result.beside},
        "published": [_published(p) for p in result.published],
        "evidence": [_judgement(j, translate) for j in printed],
    }
    if len(printed) < len(result.evidence):
        found["truncated"] = len(result.evidence)
    return found


def _printed(evidence: Evidence) -> Sequence[Judgement]:
    if len(evidence) <= ALL_UP_TO:
        return list(evidence)
    return list(map(evidence.row, evidence.most_urgent(WORST)))


def _plain(value: object, translate: Translate) -> Any:
    match value:
        case Message():
            return value.worded(translate)
        case float():
            return plain_number(value)
        case dict():
            return {str(k): _plain(v, translate) for k, v in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(v, translate) for v in value]
        case None | bool() | int() | str():
            return value
        case _:
            return str(value)


def _published(count: Published) -> dict[str, Any]:
    return {
        "about": count.about,
        "measure": count.measure,
        "value": plain_number(count.value),
        "numerator": plain_number(count.numerator),
        "denominator": plain_number(count.denominator),
        "unit": count.unit,
        "period": count.period,
        "source": count.source,
        "cites": [count.cites],
    }


def _judgement(judgement: Judgement, translate: Translate) -> dict[str, Any]:
    return {
        "subject": judgement.subject,
        "score": plain_number(judgement.score),
        "weight": plain_number(judgement.weight),
        "reason": judgement.reason.worded(translate),
        "cites": list(judgement.cites),
    }


def _money(money: Money | None) -> dict[str, Any] | None:
    return None if money is None else {"amount": money.amount, "currency": money.currency}


def _overlap(found: Overlap, translate: Translate) -> dict[str, Any]:
    return {
        "first": found.first,
        "second": found.second,
        "class": found.kind.value,
        "complementary": found.complementary,
        "managed": found.managed,
        "verdict": found.verdict,
        "score": found.score,
        "parts": dict(found.parts),
        "reasons": [reason.worded(translate) for reason in found.reasons],
        "territories": list(found.territories),
        "levels": list(found.levels),
        "budget_exposed": _money(found.exposed),
        "cites": list(found.cites),
    }


def _gap(gap: Gap, translate: Translate) -> dict[str, Any]:
    return {
        "kind": gap.kind,
        "charbit": gap.charbit,
        "state": gap.state,
        "subject": gap.subject,
        "territory": gap.territory,
        "service": gap.service,
        "beneficiary_group": gap.group,
        "reason": gap.reason.worded(translate),
        "cites": list(gap.cites),
    }


def _rung(rung: Rung) -> dict[str, Any]:
    return {
        "ref": rung.ref,
        "level": rung.rank,
        "title": rung.title,
        "instrument": rung.instrument,
        "territory": rung.territory,
        "source": rung.source,
        "stated_by": rung.stated_by,
        "strength": plain_number(rung.strength),
    }


def _chain(chain: Chain, translate: Translate) -> dict[str, Any]:
    return {
        "from": chain.start,
        "to": chain.end,
        "complete": chain.complete,
        "known": chain.known,
        "rungs": [_rung(rung) for rung in chain.rungs],
        "missing_rung": chain.missing_rung,
        "reason": chain.reason.worded(translate),
        "cites": list(chain.cites),
    }
