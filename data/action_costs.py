"""What actions cost, as whoever asks knows it: a file of costs, each with its source.

    currency = "PHP"                 # of those that name none; else the profile's

    [desk]                           # every action of a kind
    cost = 180_000
    source = "AIP 2026 of the province, p. 14"

    ["desk:0500506000"]              # one action by its name; it counts before its kind
    cost = 250_000
    source = "offer of the city engineer, 2026-03"

    [meetings]
    cost = 24_000
    per = "meeting"                  # times the records of this kind that the action makes
    source = "liquidation report of 2025"

What is left out stays not on record, which is not 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.model import KINDS
from data.profile import Profile

_KEYS: Final = frozenset({"cost", "currency", "source", "per"})


class CostError(ValueError):
    """A file of costs cannot be used; the message says which entry, and why."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an action costs, and where that is from."""

    amount: int
    """In whole units of the currency, above 0."""
    currency: str
    source: str
    """Document and page, address or office, and the year."""
    per: str = ""
    """The record kind that it is of one of; blank: of the whole action."""


def read_costs(profile: Profile, kinds: Collection[str], found: object) -> Mapping[str, Cost]:
    """Kind of action, or one action's name → its cost, from the tables of a file.

    Raises:
        CostError: an entry is about no kind of action, or states no cost above 0 or no source.
    """
    if not isinstance(found, Mapping):
        raise CostError("costs are a table for each kind of action: [desk] with cost and source")
    usual = found.get("currency", profile.currency)
    tables = {name: table for name, table in found.items() if name != "currency"}
    if not tables:
        raise CostError("it states no cost")
    return {name: _cost(profile, kinds, name, table, usual) for name, table in tables.items()}


def _cost(profile: Profile, kinds: Collection[str], name: str, table: Any, usual: Any) -> Cost:
    if name.partition(":")[0] not in kinds:
        raise CostError(f"[{name}]: there is no such kind of action; there is {', '.join(kinds)}")
    if not isinstance(table, Mapping) or set(table) - _KEYS:
        raise CostError(f"[{name}] takes cost, currency, source and per, nothing else")
    cost, per = table.get("cost"), table.get("per", "")
    currency = table.get("currency", usual)
    if isinstance(cost, bool) or not isinstance(cost, int) or cost <= 0:
        raise CostError(
            f"[{name}]: cost is a whole number above 0, not {cost!r}; leave it out if not known"
        )
    if currency not in profile.codes("currency"):
        raise CostError(f"[{name}]: the currency {currency!r} is not in the profile's list")
    if not str(table.get("source") or "").strip():
        raise CostError(f"[{name}] states no source: document and page, or office, and year")
    if per and per not in KINDS:
        raise CostError(f"[{name}]: per is a record kind such as meeting, not {per!r}")
    return Cost(cost, currency, str(table["source"]), per)
