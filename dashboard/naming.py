"""What a record is called on screen; a link between records is called after what it joins."""

from __future__ import annotations

from typing import Any, Final

from coherence.report import Report
from coherence.words import Message, Translate, marked, say
from data.columns import Column, Holds
from data.model import Membership, Need, Record, columns_of

SHORT: Final = ("acronym", "short_name", "short_title")
FULL: Final = ("title", "name", "text")

JOINED: Final = {
    "membership": marked("{actor} at {mechanism}"),
    "meeting": marked("{mechanism}, {date}"),
    "attendance": marked("{actor} at {meeting}"),
    "submission": marked("Input to {to}"),
    "inventory": marked("Inventory of {territory}, {complete_on}"),
    "alignment": marked("{child} → {parent}"),
    "interaction": marked("{first} and {second}"),
    "funding": marked("Money for {programme}, {period}"),
    "participation": marked("{actor} in {programme}"),
    "contribution": marked("{programme} → {objective}"),
    "tie": marked("{from_actor} → {to_actor}"),
    "need": marked("Need in {territory}: {needed}"),
    "report_due": marked("Report of {from_actor} to {to}, {period}"),
    "progress": marked("Progress of {programme}, {period}"),
    "assessment": marked("{item}: {unit}"),
    "verdict": marked("Verdict on {first} and {second}"),
    "statistic": marked("{measure}, {about}, {period}"),
    "variant": marked("Other value of {field_name}: {record}"),
}
"""What a record without a name of its own is called: its fields, in a sentence."""

KIND_WORDS: Final = {
    "register": marked("Register"), "territory": marked("Territory"),
    "unit_set": marked("Unit set"), "actor": marked("Actor"), "mechanism": marked("Mechanism"),
    "membership": marked("Membership"), "meeting": marked("Meeting"),
    "attendance": marked("Attendance"), "submission": marked("Submission"),
    "inventory": marked("Inventory"), "instrument": marked("Instrument"),
    "objective": marked("Objective"), "alignment": marked("Alignment"),
    "interaction": marked("Interaction"), "programme": marked("Programme"),
    "funding": marked("Funding"), "participation": marked("Participation"),
    "contribution": marked("Contribution"), "tie": marked("Tie"),
    "service_point": marked("Service point"), "need": marked("Need"),
    "report_due": marked("Report due"), "progress": marked("Progress"),
    "assessment": marked("Assessment"), "verdict": marked("Verdict"),
    "decision": marked("Decision"), "statistic": marked("Statistic"), "variant": marked("Variant"),
}  # fmt: skip
"""One record of a kind."""


def record_name(
    report: Report, ref: str, *, short: bool = False, translate: Translate = marked
) -> str:
    """The name of a record; ``short`` prefers an acronym or short name of at most 16 characters."""
    record = report.snapshot.get(ref)
    if record is None:
        return ref.partition("/")[2] or ref
    for field_name in (*(SHORT if short else ()), *FULL):
        if value := getattr(record, field_name, None):
            return str(value)
    sentence = JOINED.get(record.KIND)
    if sentence is None:
        return record.id
    return Message(sentence, tuple(_blanks(report, record).items())).worded(translate)


def _blanks(report: Report, record: Record) -> dict[str, Any]:
    """Every field of a record in words; "–" where it is blank."""
    filled: dict[str, Any] = {
        name: _worded(report, spec, getattr(record, name))
        for name, spec in columns_of(type(record)).items()
    }
    if isinstance(record, Membership) and not record.actor:
        filled["actor"] = _seat(report, record)
    if isinstance(record, Need):
        asked = (filled[name] for name in ("service", "group", "phase"))
        filled["needed"] = ", ".join(words for words in asked if words != "–") or "–"
    return filled


def _worded(report: Report, spec: Column, value: Any) -> str:
    if value is None or value == ():
        return "–"
    if spec.holds is Holds.REFERENCE:
        return record_name(report, f"{spec.refers[0]}/{value}", short=True)
    if spec.holds is Holds.ANY_REFERENCE:
        is_variant = str(value).startswith("variant/")  # which could speak of itself
        return str(value) if is_variant else record_name(report, value, short=True)
    if spec.holds is Holds.CODE:
        return report.profile.label(spec.codes, value)
    return str(value)


def _seat(report: Report, seat: Membership) -> Message:
    """A seat without a named actor."""
    kind = report.profile.label("actor_kind", seat.kind)
    level = report.profile.label("level", seat.level)
    return say("Seat ({kind})", kind=say(kind or level)) if kind or level else say("Unnamed seat")
