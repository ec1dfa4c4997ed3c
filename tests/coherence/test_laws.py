"""Laws that hold for every indicator, on any register."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from coherence.catalogue import Indicator
from coherence.evidence import Evidence, Result
from coherence.facets import PAIR, lens_filter
from coherence.graph import PolicyGraph
from coherence.indicators import CATALOGUE
from coherence.scope import Scope
from coherence.selection import Lens, settle
from data.model import (
    Actor,
    Instrument,
    Mechanism,
    Meeting,
    Membership,
    Need,
    Objective,
    Programme,
    Record,
    ServicePoint,
    Statistic,
    Territory,
    Variant,
)  # fmt: skip
from data.snapshot import Snapshot
from tests.builders import DAY, PROFILE, country, make
from tests.strategies import looked_at, renamed

every_indicator = pytest.mark.parametrize("indicator", CATALOGUE.values(), ids=CATALOGUE)
SEED = 0 if settings().derandomize else random.SystemRandom().randrange(2**32)
"""Of this session: all indicators look at the same registers, which are built only once."""


def on_any_register(test: Any) -> Any:
    return seed(SEED)(settings(max_examples=settings().max_examples // 2, database=None)(test))


Look = tuple[Snapshot, str, date]


@lru_cache(maxsize=1024)
def scope_of(snapshot: Snapshot, unit: str, day: date) -> Scope:
    return Scope(PolicyGraph(snapshot, PROFILE, day), settle(snapshot, unit, day))


def figures(result: Result) -> tuple[Any, ...]:
    """What must not change with the names of things."""
    numbers = (result.value, result.normalised, result.availability, result.low, result.high)
    evidence = sorted((w, -1.0 if s is None else s) for w, s in weighed(result.evidence))
    rounded = [tuple(round(n, 9) for n in pair) for pair in evidence]
    return (*(n if n is None else round(n, 6) for n in numbers), result.band, rounded)


def weighed(evidence: Evidence) -> Iterator[tuple[float, float | None]]:
    return zip(evidence.weights, evidence.scores, strict=True)


def elsewhere() -> list[Record]:
    """Records of a place of its own that touches nobody else."""
    return [
        make(Territory, "Elsewhere", name="Elsewhere", level="local"),
        make(Actor, "e-actor", name="Elsewhere's city", level="local", territory="Elsewhere"),
        make(Mechanism, "e-table", name="Its table", level="local", territories="Elsewhere",
             migration="specific", legal_basis=4, meetings_required_per_year=4),
        make(Membership, mechanism="e-table", actor="e-actor", role="chair", voting=True),
        make(Meeting, mechanism="e-table", date="2020-03-01"),
        make(Instrument, "e-plan", title="Its plan", kind="plan", level="local",
             territory="Elsewhere", owner="actor/e-actor", read="whole"),
        make(Objective, "e-objective", title="Its aim", instrument="e-plan", theme="health"),
        make(Programme, "e-programme", title="Its programme", lead="e-actor", services="health",
             groups="women", territories="Elsewhere", budget=100, currency="PHP"),
        make(ServicePoint, "e-point", name="Its desk", territory="Elsewhere", services="health"),
        make(Need, territory="Elsewhere", service="health", quantity=10.0),
        make(Statistic, about="territory/Elsewhere", series="IN2", value=5.0, period="2020"),
        make(Variant, record="actor/e-actor", field_name="name", value="Another name"),
    ]  # fmt: skip


@lru_cache(maxsize=1024)
def with_elsewhere(snapshot: Snapshot) -> Snapshot:
    return snapshot.with_records(elsewhere())


# --- what an indicator says of itself --------------------------------------------------------


@every_indicator
def test_an_indicator_says_what_it_is_and_where_it_comes_from(indicator: Indicator) -> None:
    assert indicator.definition.endswith(".")
    assert indicator.formula
    assert indicator.reference
    assert indicator.title
    assert indicator.weighs
    assert indicator.levels
    assert set(indicator.levels) <= set("NRPLM")
    assert indicator.dimension.name == indicator.code[:2]
    assert PROFILE.setting("bands", indicator.bands)


def test_names_and_titles_are_not_given_twice() -> None:
    assert len({i.name for i in CATALOGUE.values()}) == len(CATALOGUE)
    assert len({i.title for i in CATALOGUE.values()}) == len(CATALOGUE)


# --- the value --------------------------------------------------------------------------------

RANGES: Mapping[str, tuple[float, float]] = {
    "%": (0, 100), "index 0–100": (0, 100), "0–1": (0, 1), "ratio": (0, float("inf")),
}  # fmt: skip


@every_indicator
@on_any_register
@given(look=looked_at())
def test_the_value_is_in_its_range_or_there_is_none(indicator: Indicator, look: Look) -> None:
    result = indicator(scope_of(*look))
    lowest, highest = RANGES[indicator.measured_in]
    for number in (result.value, result.low, result.high):
        assert number is None or lowest - 1e-9 <= number <= highest + 1e-9
    assert (result.normalised is None) == (result.value is None)
    assert result.normalised is None or 0 <= result.normalised <= 100
    assert result.band in (None, "on_track", "partial", "off_track")
    assert result.value is not None or (result.band is None and str(result.reason))
    if result.low is not None and result.high is not None:
        assert result.low <= result.high + 1e-9
        assert result.value is None or result.low - 1e-9 <= result.value <= result.high + 1e-9
    if result.availability is not None:
        assert 0 <= result.availability <= 1


@every_indicator
def test_without_data_there_is_no_value(indicator: Indicator) -> None:
    for unit in ("N", "R", "P", "A"):
        result = indicator(scope_of(Snapshot(country()), f"territory/{unit}", DAY))
        assert result.value is None
        assert result.normalised is None
        assert str(result.reason)
    assert indicator(scope_of(Snapshot(), "", DAY)).value is None


@every_indicator
@on_any_register
@given(look=looked_at(), chance=st.randoms(use_true_random=False))
def test_row_order_and_names_change_nothing(indicator: Indicator, look: Look, chance: Any) -> None:
    snapshot, unit, day = look
    result = indicator(scope_of(*look))
    rows = list(snapshot)
    chance.shuffle(rows)
    shuffled = indicator(scope_of(Snapshot(rows), unit, day))
    assert (shuffled.evidence, figures(shuffled)) == (result.evidence, figures(result))
    other, names = renamed(snapshot)
    assert figures(indicator(scope_of(other, names[unit], day))) == figures(result)


@every_indicator
@on_any_register
@given(look=looked_at())
def test_what_happens_elsewhere_changes_nothing(indicator: Indicator, look: Look) -> None:
    snapshot, unit, day = look
    result = indicator(scope_of(*look))
    more = indicator(scope_of(with_elsewhere(snapshot), unit, day))
    assert figures(more) == figures(result)


# --- the evidence -----------------------------------------------------------------------------


@every_indicator
@on_any_register
@given(look=looked_at())
def test_every_judgement_says_why_and_cites_what_exists(indicator: Indicator, look: Look) -> None:
    snapshot = look[0]
    for judgement in indicator(scope_of(*look)).evidence:
        assert judgement.score is None or 0 <= judgement.score <= 1
        assert judgement.weight > 0
        said = str(judgement.reason)
        assert said.strip()
        assert "{" not in said
        for part in judgement.subject.split(PAIR):
            assert snapshot.get(part.partition("@")[0]) is not None, judgement.subject
        for cited in judgement.cites:
            assert snapshot.get(cited) is not None, cited


WORDED_LATER = (
    "VA1", "VA2", "VA4", "CM2", "CM3", "PA3", "RC1", "RC2", "DM1", "DM3",
)  # fmt: skip
"""Indicators that score first and word a judgement when somebody reads it."""


@pytest.mark.parametrize("code", WORDED_LATER)
@on_any_register
@given(look=looked_at())
def test_words_said_later_say_of_the_unknown_alone_that_it_is_not_known(
    code: str, look: Look
) -> None:
    for judgement in CATALOGUE[code](scope_of(*look)).evidence:
        unknown = judgement.reason.text.startswith("not known")
        assert unknown is (judgement.score is None), judgement


@every_indicator
@on_any_register
@given(look=looked_at())
def test_the_parts_add_up_to_the_whole(indicator: Indicator, look: Look) -> None:
    result = indicator(scope_of(*look))
    evidence = result.evidence
    if indicator.own_formula or result.value is None:
        return
    parts = evidence.by(lambda subject: subject[-1])
    total = sum((p.mean or 0.0) * p.known_weight for p in parts.values())
    mean = total / sum(p.known_weight for p in parts.values())
    expected = 100 * mean if indicator.direction == "higher" else 100 * (1 - mean)
    assert result.value == pytest.approx(expected)


@every_indicator
@on_any_register
@given(look=looked_at())
def test_mending_a_judgement_adds_what_was_promised(indicator: Indicator, look: Look) -> None:
    result = indicator(scope_of(*look))
    if indicator.own_formula or result.value is None or result.normalised is None:
        return
    rows = list(result.evidence)
    for judgement, points in result.shortfalls():
        at = rows.index(judgement)
        mended = Evidence.of([*rows[:at], _mended(judgement), *rows[at + 1 :]])
        value = 100 * (mended.mean or 0.0)
        value = value if indicator.direction == "higher" else 100 - value
        assert points > 0
        assert indicator.normalise(value) - result.normalised == pytest.approx(points)


def _mended(judgement: Any) -> Any:
    return type(judgement)(
        judgement.subject, 1.0, judgement.reason, judgement.weight, judgement.cites
    )


LENSES = [
    Lens(levels=frozenset([1, 3])),
    Lens(services=frozenset(["information"]), groups=frozenset(["aspiring"])),
    Lens(sectors=frozenset(["health"]), phases=frozenset(["return"])),
    Lens(since=date(2019, 7, 1), until=date(2019, 12, 31)),
]


@every_indicator
@on_any_register
@given(look=looked_at(), lens=st.sampled_from(LENSES))
def test_a_lens_only_leaves_judgements_out(indicator: Indicator, look: Look, lens: Lens) -> None:
    scope = scope_of(*look)
    keep: Callable[[str], bool] | None = lens_filter(scope.graph, lens)
    assert keep is not None
    whole, part = indicator(scope), indicator(scope, keep)
    if not indicator.own_formula:
        assert list(part.evidence) == [j for j in whole.evidence if keep(j.subject)]
