"""Every indicator can be raised by an action of the list: what its edits do, measured again."""

import pytest

from coherence.actions import possible_actions
from coherence.goals import Goal
from coherence.indicators import CATALOGUE
from coherence.report import Edition, Report
from coherence.scenario import apply, what_if
from coherence.scenario_files import read_edits
from coherence.selection import settle
from data.actions import action_kinds
from data.model import KINDS, Actor, Inventory, Mechanism, Need, Territory, Tie, columns_of
from data.profile import load_profile, profile_names
from data.synthetic import generate
from tests.builders import PROFILE, make, report

RAISED_BY = {
    "VA1": "adopt", "VA2": "align", "VA3": "carry-down", "VA4": "adopt", "VA5": "reconcile",
    "VA6": "period", "VA7": "submit",
    "CM1": "invite", "CM2": "tie", "CM3": "tie", "CM4": "invite", "CM5": "meetings",
    "CM6": "attend", "CM7": "tie",
    "IN1": "council", "IN2": "ordinance", "IN3": "desk", "IN4": "order", "IN5": "coherence-card",
    "CG1": "serve", "CG2": "reach", "CG3": "sector", "CG4": "phase", "CG5": "desk", "CG6": "split",
    "OD1": "convene", "OD2": "divide", "OD3": "verdict", "OD4": "agreement", "OD5": "responsible",
    "OD6": "verdict",
    "PA1": "civil-seats", "PA2": "seat", "PA3": "consult", "PA4": "answer",
    "RC1": "budget", "RC2": "fund", "RC3": "spend", "RC4": "training", "RC5": "counterpart",
    "DM1": "matrix", "DM2": "data", "DM3": "exchange", "DM4": "publish", "DM5": "carry-out",
}  # fmt: skip
"""Indicator → a kind of action that raises it. None is left out: all 45 can be acted on."""

REGISTER = generate(40, seed=2, profile=PROFILE)


def made_up(unit=None):
    return Report(REGISTER, PROFILE, settle(REGISTER, unit), Edition("made-up"))


def offices(*places):
    """The governments of some places of the small country."""
    kinds = {"N": "national-agency", "R": "regional-office", "P": "province", "Q": "province"}
    levels = {"N": "national", "R": "regional", "P": "provincial", "Q": "provincial"}
    return [
        make(Actor, f"GOV-{place}", name=f"Office of {place}", kind=kinds.get(place, "city"),
             level=levels.get(place, "local"), territory=place)
        for place in places
    ]  # fmt: skip


def all_is_on_record():
    return make(Inventory, territory="R", kinds=tuple(KINDS), complete_on="2020-06-01")


def nothing_is_done():
    """Needs in A and B, offices everywhere, all on record and so nothing of what could be there."""
    needs = [make(Need, territory=place, service="legal", quantity=5) for place in "AB"]
    return report(*needs, *offices(*"NRPQABCI"), all_is_on_record())


def unjoined_cities():
    """The region reports to the nation and its provinces to the region; no city reports."""
    ties = [("R", "N"), ("P", "R"), ("Q", "R")]
    return report(
        *offices(*"NRPQABCI"),
        *(make(Tie, from_actor=f"GOV-{a}", to_actor=f"GOV-{b}", kind="reporting") for a, b in ties),
    )


def register_for(code):
    if code in ("CM2", "CM3", "CM7"):
        return unjoined_cities()
    if code in ("IN2", "IN3", "CG4", "CG5", "DM3"):
        return nothing_is_done()
    province = next(t.id for t in REGISTER.of(Territory).values() if t.level == "provincial")
    return made_up(f"territory/{province}" if code == "RC5" else None)


def test_every_indicator_of_the_catalogue_is_raised_by_some_kind():
    assert set(RAISED_BY) == set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_an_indicator_rises_when_its_action_is_tried_out(code):
    found, goal = register_for(code), Goal.of(code)
    actions = possible_actions(found, [RAISED_BY[code]]).actions
    before = goal(found)
    after = [goal(what_if(found, action.edits)) for action in actions]
    assert max(value for value in after if value is not None) > before


@pytest.mark.parametrize("name", profile_names())
def test_all_that_the_actions_of_a_country_make_could_stand_in_its_register(name):
    """Codes, references and bounds as in a file of edits; in every kind of unit."""
    profile = load_profile(name)
    held = generate(30, seed=1, profile=profile)
    first = {t.level: t.ref for t in held.of(Territory).values()}
    first |= {f"mechanism {m.level}": m.ref for m in held.of(Mechanism).values()}
    kinds = set()
    for unit in first.values():
        found = Report(held, profile, settle(held, unit), Edition("made-up"))
        for action in possible_actions(found, unknown=True).actions:
            assert read_edits(found, [{"do": "action", "name": action.name}]) == action.edits
            kinds.add(action.kind)
            for record in changed_by(held, action):
                assert codes_of(profile, record) == []
    assert len(kinds) >= len(action_kinds(profile)) - 8


def changed_by(held, action):
    after = apply(held, action.edits)
    refs = {getattr(e, "ref", None) or e.record.ref for e in action.edits if not hasattr(e, "kept")}
    return [after.get(ref) for ref in refs]


def codes_of(profile, record):
    """The codes of a record that its profile does not know."""
    return [
        (record.ref, name, code)
        for name, spec in columns_of(type(record)).items()
        if spec.codes and (value := getattr(record, name))
        for code in (value if isinstance(value, tuple) else (value,))
        if code not in profile.codes(spec.codes)
    ]
