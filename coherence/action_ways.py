"""The ways to mend a judgement by the names that a profile's list of actions calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coherence import action_chains, action_plans, action_programmes, action_tables
from coherence.action_blanks import Each, Part

EACH: Final[Mapping[str, Each]] = {
    "alignment": action_plans.alignments,
    "association": action_tables.associations,
    "blank_cells": action_plans.blank_cells,
    "budget": action_plans.budgets,
    "conflict": action_plans.conflicts,
    "division": action_programmes.divisions,
    "first_council": action_tables.first_council,
    "funded": action_programmes.funded,
    "item": action_tables.items,
    "leads_of_sector": action_programmes.leads_of_sector,
    "office_below": action_plans.office_below,
    "period": action_plans.periods,
    "phase": action_programmes.phases,
    "plan_above": action_plans.plan_above,
    "plan_below": action_plans.plans_below,
    "sector": action_plans.sector,
    "short_supply": action_programmes.short_supply,
    "split_by_need": action_programmes.splits_by_need,
    "stage": action_plans.stages,
    "unseated": action_tables.unseated,
    "unspent": action_programmes.unspent,
    "upper_objective": action_plans.upper_objective,
    "way_down": action_chains.ways_down,
}
"""How one judgement becomes several actions, or finds the records that mend it."""

PARTS: Final[Mapping[str, Part]] = {
    "contradiction": action_plans.contradictions,
    "held_meeting": action_tables.held_meetings,
    "member": action_tables.members,
    "missing_meeting": action_tables.missing_meetings,
    "new_rung": action_chains.new_rungs,
    "provider": action_programmes.providers,
    "rung": action_chains.rungs,
}
"""What a rule of an action is repeated for."""
