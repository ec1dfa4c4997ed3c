"""Every indicator can be asked in every country: with a rung missing, without a hinge, in XOF."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from coherence.indicators import CATALOGUE
from coherence.report import Edition, Report
from coherence.selection import settle
from data.model import Mechanism, Territory
from data.profile import Profile, load_profile, profile_names
from data.readers.workbook import read_workbook
from data.snapshot import Snapshot
from data.synthetic import generate, training_register

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def units(snapshot: Snapshot, profile: Profile) -> Iterator[Report]:
    """A report on every place and committee."""
    whole = Report(snapshot, profile, settle(snapshot), Edition("of-a-test"))
    for kind in (Territory, Mechanism):
        for record in snapshot.of(kind).values():
            yield whole.of_unit(record.ref)


def measured(snapshot: Snapshot, profile: Profile) -> dict[str, list[float]]:
    """Indicator → its values over all units that have one."""
    values: dict[str, list[float]] = {code: [] for code in CATALOGUE}
    for report in units(snapshot, profile):
        for code, indicator in CATALOGUE.items():
            value = indicator(report.scope).value
            if value is not None:
                values[code].append(value)
    return values


@cache
def of_training(name: str) -> dict[str, list[float]]:
    profile = load_profile(name)
    return measured(training_register(profile), profile)


@pytest.mark.parametrize("name", profile_names())
def test_the_training_register_of_every_country_serves_every_indicator(name: str) -> None:
    values = of_training(name)
    assert [code for code, found in values.items() if not found] == []


def test_where_the_training_register_was_made_for_values_differ_from_place_to_place() -> None:
    values = of_training("philippines")
    assert [code for code, found in values.items() if len(found) > 2 and len(set(found)) == 1] == []


def test_every_unit_of_imbabura_can_be_asked_for_every_indicator() -> None:
    reading = read_workbook(SAMPLES / "imbabura.xlsx")
    values = measured(reading.snapshot, reading.profile)
    assert all(0 <= value <= 100 for found in values.values() for value in found)


@pytest.mark.parametrize("name", profile_names())
def test_a_register_without_a_programme_can_be_asked_for_every_indicator(name: str) -> None:
    profile = load_profile(name)
    assert measured(generate(0, profile=profile), profile)
