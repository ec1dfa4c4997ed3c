"""What a committee could do, as its country profile lists it: the records that doing it makes.

Every entry of ``[actions.*]`` says which judgements it mends, and which records it adds or
changes, as templates with blanks in braces. What the blanks mean is known to whoever fills them;
here it is checked that the kinds, fields and codes exist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from data.columns import Holds
from data.model import KINDS, columns_of
from data.profile import Profile, ProfileError

BLANK: Final = re.compile(r"\{(\w+)\}")

DEEDS: Final = ("makes", "changes", "merges")
_KEYS: Final = frozenset(
    {"title", "assumes", "mends", "of", "needs", "unknown", "each", "together", "most", "cost",
     "cost_per", "currency", "cost_source", "does"}
)  # fmt: skip
_RULE_KEYS: Final = frozenset({*DEEDS, "with", "each", "unless"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One record that an action adds, changes, or merges with another."""

    deed: str
    """``makes`` a record of a kind, ``changes`` one named by a blank, ``merges`` two programmes."""
    what: str
    """A record kind, a reference with blanks, or the blanks of the one kept and the one gone."""
    values: Mapping[str, Any]
    """Field → value, texts with blanks."""
    each: tuple[str, ...] = ()
    """Done once for each of these: ``missing_meeting``, ``member``."""
    unless: str = ""
    """Left out where this blank has a value."""


@dataclass(frozen=True, slots=True)
class ActionKind:
    """One kind of thing that could be done about what is missing."""

    id: str
    title: str
    """With blanks: ``Open a desk in {place_name}``."""
    assumes: str
    """What is taken for granted when it is tried out, as a sentence."""
    mends: tuple[str, ...]
    """Indicators whose imperfect judgements it is about: ``RC4@desk`` is the desks of RC4."""
    of: tuple[str, ...]
    """Kinds of record that those judgements must be about; empty is any."""
    needs: tuple[str, ...]
    """Blanks without which it cannot be done: ``office``, who would do it."""
    unknown: bool
    """Whether it is also about what is not known to be missing."""
    each: str
    """How one judgement becomes several actions: ``alignment``, ``plan_below``."""
    together: str
    """The blank that joins several judgements to one action."""
    most: int | None
    """At most so many, those first that stand for the most judgements; None: all."""
    rules: tuple[Rule, ...]
    cost: int | str | None = None
    """In whole units of the currency, or a blank of the subject; None: not on record, never 0."""
    currency: str | None = None
    cost_source: str | None = None

    cost_per: str = ""
    """The record kind that the cost is of one of; blank: of the whole action."""


def action_kinds(profile: Profile) -> Mapping[str, ActionKind]:
    """The kinds of action that a profile lists, by id, in its order.

    Raises:
        ProfileError: an entry lacks something, or names a record kind, field or code that is not.
    """
    tables = profile.setting("actions", default={})
    found = {name: _kind(profile, name, table) for name, table in tables.items() if table}
    return MappingProxyType(found)


def _kind(profile: Profile, name: str, table: Mapping[str, Any]) -> ActionKind:
    where = f"[actions.{name}] of profile {profile.id!r}"
    if odd := sorted(set(table) - _KEYS):
        raise ProfileError(f"{where} has {odd[0]!r}, which means nothing there")
    for key in ("title", "mends", "does"):
        if not table.get(key):
            raise ProfileError(f"{where} states no {key!r}")
    cost, currency = table.get("cost"), table.get("currency")
    if isinstance(cost, int) and (cost <= 0 or not currency or not table.get("cost_source")):
        raise ProfileError(
            f"{where}: a cost is above 0 and comes with its currency and cost_source; "
            "leave it out where it is not known"
        )
    if currency and "{" not in currency and currency not in profile.codes("currency"):
        raise ProfileError(f"{where}: the currency {currency!r} is not in the profile's list")
    return ActionKind(
        name, table["title"], table.get("assumes", ""), _many(table["mends"]),
        _kinds(where, table.get("of", [])), _many(table.get("needs", [])),
        bool(table.get("unknown", False)),
        table.get("each", ""), table.get("together", ""), table.get("most"),
        tuple(_rule(profile, where, rule) for rule in table["does"]),
        cost, currency, table.get("cost_source"),
        next(iter(_kinds(where, table.get("cost_per", []))), ""),
    )  # fmt: skip


def _many(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _kinds(where: str, names: str | list[str]) -> tuple[str, ...]:
    for name in _many(names):
        if name not in KINDS:
            raise ProfileError(f"{where}: there is no record kind {name!r}")
    return _many(names)


def _rule(profile: Profile, where: str, rule: Mapping[str, Any]) -> Rule:
    deeds = [deed for deed in DEEDS if deed in rule]
    if len(deeds) != 1 or set(rule) - _RULE_KEYS:
        raise ProfileError(f"{where}: a rule either makes, changes or merges, with fields: {rule}")
    deed, values = deeds[0], rule.get("with", {})
    if deed == "makes":
        [kind] = _kinds(where, rule["makes"])
        _check_fields(profile, where, kind, values)
    return Rule(
        deed, str(rule[deed]), MappingProxyType(dict(values)), _many(rule.get("each", [])),
        rule.get("unless", ""),
    )  # fmt: skip


def _check_fields(profile: Profile, where: str, kind: str, values: Mapping[str, Any]) -> None:
    columns = columns_of(KINDS[kind])
    for name, value in values.items():
        if name not in columns:
            raise ProfileError(f"{where}: a {kind} has no field {name!r}")
        spec = columns[name]
        if spec.holds not in (Holds.CODE, Holds.CODES):
            continue
        for code in value if isinstance(value, list) else [value]:
            if not BLANK.search(code) and code not in profile.codes(spec.codes):
                raise ProfileError(f"{where}: {name} has no code {code!r}")
    for name, spec in columns.items():
        if spec.required and name != "id" and name not in values:
            raise ProfileError(f"{where}: a {kind} needs a {name!r}")
