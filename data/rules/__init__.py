"""What must hold in a register: small rules, each a generator of issues.

A rule is added by writing it and naming it in `RULES`. It sees the whole snapshot, wherever its
records came from, and judges those it is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, TypeAlias

from data.columns import PartialDate
from data.issues import Issue
from data.profile import Profile
from data.rules.amounts import (
    far_from_the_rest,
    fractions_for_percent,
    money_without_currency,
    out_of_bounds,
    parts_over_the_whole,
    quantities_without_unit,
    scores_that_exist,
    shares_over_the_whole,
)
from data.rules.circles import (
    alignments_downward,
    alignments_in_a_circle,
    instruments_downward,
    parents_in_a_circle,
    territories_below_their_parents,
)
from data.rules.evidence import (
    alignments_without_evidence,
    grades_without_source,
    places_too_coarse,
    short_descriptions,
    unofficial_codes,
)
from data.rules.examined import Examined
from data.rules.identity import (
    links_to_itself,
    one_register,
    references_of,
    same_id_but_for_case,
    unknown_codes,
    unknown_fields,
    unknown_references,
)
from data.rules.likenesses import names_alike, rare_spellings
from data.rules.times import (
    done_but_open,
    ended_but_running,
    ends_before_start,
    old_records,
    unclear_periods,
)
from data.sheets import in_sheet_order
from data.snapshot import Snapshot

__all__ = ["RULES", "Examined", "Rule", "check", "references_of"]

Rule: TypeAlias = Callable[[Examined], Iterator[Issue]]

RULES: Final[tuple[Rule, ...]] = (
    same_id_but_for_case, unknown_references, unknown_codes, one_register, links_to_itself,
    unknown_fields, parents_in_a_circle, alignments_in_a_circle, territories_below_their_parents,
    ends_before_start, out_of_bounds, shares_over_the_whole, scores_that_exist,
    alignments_downward, instruments_downward, ended_but_running, done_but_open, unclear_periods,
    money_without_currency, quantities_without_unit, parts_over_the_whole, fractions_for_percent,
    places_too_coarse, alignments_without_evidence, grades_without_source, unofficial_codes,
    rare_spellings, names_alike, far_from_the_rest, short_descriptions, old_records,
)  # fmt: skip
"""Every rule: those that block first, then those to be accepted, then those worth knowing."""


def check(
    snapshot: Snapshot,
    profile: Profile,
    *,
    judged: Snapshot | None = None,
    letters: Mapping[str, Mapping[str, str]] | None = None,
    as_of: PartialDate | None = None,
    without: Collection[Rule] = (),
) -> tuple[Issue, ...]:
    """Every issue of a register, in sheet order.

    ``judged`` are the records whose issues are wanted, where not all are; ``letters`` tells for
    each kind in which column of its file a field stood; ``as_of`` is the register's own date
    unless another is given; ``without`` names rules that have been seen to already.
    """
    register = Examined(snapshot, profile, judged=judged, letters=letters, as_of=as_of)
    return in_sheet_order(
        issue for rule in RULES if rule not in without for issue in rule(register)
    )
