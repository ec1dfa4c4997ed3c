"""The register that ships: its eight stories, its sources, its places."""

from __future__ import annotations

import csv
import dataclasses
import itertools
import re
from datetime import date
from pathlib import Path

import pytest

from coherence.graph import PolicyGraph
from data.columns import PartialDate
from data.model import (
    Actor,
    Alignment,
    Contribution,
    Funding,
    Instrument,
    Mechanism,
    Meeting,
    Membership,
    Need,
    Objective,
    Programme,
    Progress,
    ServicePoint,
    Statistic,
    Territory,
    Tie,
    UnitSet,
    Variant,
)  # fmt: skip
from data.profile import load_profile
from data.readers.workbook import read_workbook
from data.snapshot import Snapshot
from tools.build_samples import FILES, WORKBOOK

BICOL, ILOILO, COUNTRY = "0500000000", "0603000000", "PH"
LEGAZPI, NAGA, CAMARINES_SUR = "0500506000", "0501724000", "0501700000"
PROFILE = load_profile("philippines")


@pytest.fixture(scope="module")
def bicol() -> Snapshot:
    return read_workbook(WORKBOOK).snapshot


@pytest.fixture(scope="module")
def graph(bicol: Snapshot) -> PolicyGraph:
    return PolicyGraph(bicol, PROFILE, as_of(bicol))


def as_of(snapshot: Snapshot) -> date:
    assert snapshot.register is not None
    assert snapshot.register.as_of is not None
    return date.fromisoformat(snapshot.register.as_of)


def reach(graph: PolicyGraph, programme: str, place: str) -> bool:
    found = graph.snapshot.of(Programme)[programme]
    return graph.places.reaches(graph.reach(found), place)


# --- the eight stories ------------------------------------------------------------------------


def test_two_programmes_share_acronym_service_and_groups_but_no_office(graph: PolicyGraph) -> None:
    pinas, pinay = (graph.snapshot.of(Programme)[i] for i in ("BPBH-OWWA", "BPBH-NRCO"))
    assert pinas.acronym == pinay.acronym == "BPBH"
    assert set(pinas.services) & set(pinay.services) == {"livelihood"}
    assert set(pinas.groups) & set(pinay.groups) == {"distressed", "returnees", "trafficked"}
    assert "women" in set(pinay.groups) - set(pinas.groups)
    assert (pinas.benefit_per_head, pinay.benefit_per_head) == (20_000, 10_000)
    assert graph.successor(pinas.lead) == "OWWA"
    assert graph.successor(pinay.lead) == "NRCO"
    assert graph.in_force(pinas)
    assert graph.in_force(pinay)
    assert reach(graph, "BPBH-OWWA", BICOL)
    assert reach(graph, "BPBH-NRCO", BICOL)


def test_ldap_and_lpor_stand_beside_them(bicol: Snapshot) -> None:
    beside = [bicol.of(Programme)[i] for i in ("LDAP", "LPOR")]
    assert [p.services for p in beside] == [("livelihood",)] * 2
    assert [p.benefit_per_head for p in beside] == [10_000] * 2


def test_national_and_provincial_scholarships_meet_in_iloilo_and_not_in_bicol(
    graph: PolicyGraph,
) -> None:
    national, local = (graph.snapshot.of(Programme)[i] for i in ("ODSP", "ORD305"))
    assert national.services == local.services == ("scholarship",)
    assert set(national.groups) & set(local.groups) == {"children"}
    assert graph.in_force(national)
    assert graph.in_force(local)
    assert reach(graph, "ODSP", ILOILO)
    assert reach(graph, "ORD305", ILOILO)
    assert not reach(graph, "ORD305", BICOL)


def test_help_desk_laws_are_objectives_and_duties_not_programmes(bicol: Snapshot) -> None:
    promises = {o.instrument for o in bicol.of(Objective).values() if o.measure == "ofw-help-desk"}
    assert {"RA-10022", "DILG-MC-2020-075", "RDC-VI-RES-66", "MOA-CN-2014"} <= promises
    assert bicol.of(Objective)["RA10691-PESO"].instrument == "RA-10691"
    assert not {"PESO", "OFW-HELP-DESK"} & set(bicol.of(Programme))


def test_every_local_government_of_bicol_owes_a_help_desk(graph: PolicyGraph) -> None:
    owed = [n for n in graph.snapshot.of(Need).values() if n.required]
    assert sorted(n.territory for n in owed) == sorted(graph.places.lgus(BICOL))
    assert {(n.service, n.required_by) for n in owed} == {("help-desk", "RA-10022")}
    assert all(graph.in_force(n) for n in owed)


def test_two_kinds_of_table_stand_side_by_side(bicol: Snapshot) -> None:
    tables = bicol.of(Mechanism)
    against = {m.id for m in tables.values() if "anti-trafficking" in m.services}
    assert against == {"IACAT", "RIACAT-I"}
    assert not any(BICOL in tables[name].territories for name in against)
    assert tables["CMD-V"].part_of == "RDC-V-SDC"
    assert tables["RDC-V-SDC"].part_of == "RDC-V"
    assert {"CMD-IVA", "SCIMD-VI", "SCMD-VII", "SCMD-XI", "SCMD-II", "SCIMD"} <= set(tables)


def test_no_local_pre_departure_orientation_is_a_gap_that_lasts(graph: PolicyGraph) -> None:
    needs = [n for n in graph.snapshot.of(Need).values() if n.service == "pdos"]
    assert {n.territory: str(n.found_on) for n in needs} == {BICOL: "2015-04-23", LEGAZPI: "2023"}
    assert all(n.found == "unserved" and graph.in_force(n) for n in needs)
    assert not [
        p.id
        for p in graph.snapshot.of(Programme).values()
        if "pdos" in p.services and any(graph.places.within(t, BICOL) for t in p.territories)
    ]
    assert COUNTRY not in graph.snapshot.of(Programme)["PDOS-OWWA"].territories
    assert graph.snapshot.of(Programme)["PDOS-OWWA"].open_to == (COUNTRY,)


def test_medical_certification_was_found_unserved_in_2015(bicol: Snapshot) -> None:
    (medical,) = (n for n in bicol.of(Need).values() if n.service == "medical")
    assert (medical.territory, medical.found, medical.found_on) == (BICOL, "unserved", "2015-04-23")


def test_a_chain_runs_from_the_law_to_the_desk_in_iloilo(graph: PolicyGraph) -> None:
    rungs = ["EOILO-DESK", "RDC6-DESK", "RA10022-DESK"]
    for child, parent in itertools.pairwise(rungs):
        assert graph.aligned_up[child][parent][0] == 1
    objectives = graph.snapshot.of(Objective)
    assert [graph.rank(objectives[rung]) for rung in rungs] == [2, 1, 0]
    desk = graph.snapshot.of(ServicePoint)["BULIG-DESK"]
    assert (desk.territory, desk.based_on) == (ILOILO, "EO-ILOILO")
    assert graph.in_force(desk)
    order = graph.snapshot.of(Instrument)["EO-ILOILO"]
    assert (order.document, order.adopted_on) == (None, None)


def test_the_chain_goes_on_to_iloilo_city_right_below_the_region(graph: PolicyGraph) -> None:
    assert graph.aligned_up["EO092-DESK"]["RDC6-DESK"][0] == 1
    assert graph.places.parent("0631000000") == "0600000000"


def test_bicol_has_a_chain_of_its_own_since_2024(graph: PolicyGraph) -> None:
    for child, parent in itertools.pairwise(["MOACS-DESK", "RMC5-DESK", "RA10022-DESK"]):
        assert graph.aligned_up[child][parent][0] == 1


def test_the_migration_chapter_is_gone_or_unread(bicol: Snapshot) -> None:
    old, new, seal = (bicol.of(Instrument)[i] for i in ("RDP-V-2017", "RDP-V-2023", "RA-11292"))
    assert (old.migration, old.valid_from, old.valid_to) == ("specific", "2017", "2022")
    assert (new.migration, new.read) == (None, "part")
    assert seal.migration == "none"
    assert len(PROFILE.setting("sglg", "areas")) == 10


def test_a_project_is_behind_without_a_physical_figure(bicol: Snapshot) -> None:
    (row,) = (p for p in bicol.of(Progress).values() if p.programme == "MDI-WV")
    assert (row.period, row.time_elapsed, row.utilisation) == ("2015-Q4", 81.9, 67.1)
    assert (row.physical_target, row.physical_actual) == (None, None)
    project = bicol.of(Programme)["MDI-WV"]
    assert (project.budget, project.currency) == (250_000, "USD")


# --- published counts and conflicts -----------------------------------------------------------


def test_four_published_counts_keep_their_own_measures(bicol: Snapshot) -> None:
    found = {
        s.about: (s.series, s.numerator, s.denominator, s.period)
        for s in bicol.of(Statistic).values()
        if s.series in {"IN2", "IN3"}
    }
    assert found == {
        "unit_set/JMDI-BICOL-15": ("IN2", 8, 15, "2015"),
        "unit_set/WV-16": ("IN2", 10, 16, "2015"),
        "unit_set/CALABARZON-5": ("IN3", 4, 5, "2015"),
        "unit_set/ILOCOS-4": ("IN3", 3, 4, "2015"),
    }
    measures = {s.measure for s in bicol.of(Statistic).values() if s.series in {"IN2", "IN3"}}
    assert len(measures) == 4


def test_fifteen_unnamed_and_eighteen_named_local_governments(bicol: Snapshot) -> None:
    fifteen, eighteen = (bicol.of(UnitSet)[f"JMDI-BICOL-{n}"] for n in (15, 18))
    assert (fifteen.size, fifteen.members) == (15, ())
    assert eighteen.size == len(eighteen.members) == 18
    assert {LEGAZPI, NAGA, CAMARINES_SUR} <= set(eighteen.members)


def test_conflicts_are_kept_as_variants(bicol: Snapshot) -> None:
    found = {(v.record, v.field_name): v.value for v in bicol.of(Variant).values()}
    assert found["unit_set/JMDI-BICOL-15", "size"] == "18"
    assert found["programme/PDOS-OWWA", "starts_on"] == "1993"
    assert found["programme/MDI-WV", "budget"] == "248400"
    assert found["programme/RRPTP", "starts_on"] == "2022"
    assert all(v.reason for v in bicol.of(Variant).values())


def test_yearly_sums_are_funding_and_proposals_are_called_so(bicol: Snapshot) -> None:
    sums = {
        (f.programme, str(f.period), f.kind): f.amount
        for f in bicol.of(Funding).values()
        if f.territory is None
    }
    assert sums["AKSYON", "2023", "enacted"] == 1_200_000_000
    assert sums["AKSYON", "2024", "proposed"] == 2_800_000_000
    assert sums["BPBH-OWWA", "2018", "spent"] == 700_000_000
    assert sums["BPBH-OWWA", "2024", "proposed"] == 440_115_000


# --- who, and where ---------------------------------------------------------------------------


def test_agencies_that_became_others_say_so(bicol: Snapshot) -> None:
    actors = bicol.of(Actor)
    gone = ("POEA", "POLO", "ILAB", "NMP", "OUMWA", "OSWA")
    assert {actors[i].succeeded_by for i in gone} == {"DMW"}
    assert (actors["NEDA"].succeeded_by, actors["NEDA"].valid_to) == ("DEPDEV", "2025-04-10")
    assert (actors["NRCO"].part_of, actors["NRCO"].succeeded_by) == ("DMW", None)
    assert (actors["CFO"].part_of, actors["OWWA"].part_of) == ("OP", None)


def test_acronyms_fit_the_projector(bicol: Snapshot) -> None:
    acronyms = {a.ref: a.acronym for a in bicol.of(Actor).values()}
    acronyms |= {m.ref: m.acronym for m in bicol.of(Mechanism).values()}
    assert not [ref for ref, acronym in acronyms.items() if not acronym or len(acronym) > 8]
    assert not [p.id for p in bicol.of(Programme).values() if p.acronym and len(p.acronym) > 8]


def test_chairs_of_the_bicol_committee_are_offices_with_dates(bicol: Snapshot) -> None:
    seats = [m for m in bicol.of(Membership).values() if m.mechanism == "CMD-V"]
    assert {(m.actor, m.role, str(m.observed_on)) for m in seats if m.role} == {
        ("NEDA-V", "co-chair", "2015-04-23"),
        ("DOLE-V", "chair", "2018-12-08"),
        (None, "co-chair", "2019-03-06"),
    }


def test_the_council_has_its_seats_named_or_not(bicol: Snapshot) -> None:
    seats = [m for m in bicol.of(Membership).values() if m.mechanism == "RDC-V"]
    assert sum(m.seats or 1 for m in seats) == 6 + 7 + 3 + 6 + 24 + 15
    assert len([m for m in seats if m.actor]) == 6 + 7 + 3 + 3


def test_meetings_on_record_have_no_invented_attendance(bicol: Snapshot) -> None:
    assert bicol.of(Meeting)["IPOFMDCOM-2023-12"].date == "2023-12-07"
    assert "attendance" not in {record.KIND for record in bicol}


def test_bicol_is_whole(bicol: Snapshot) -> None:
    places = bicol.of(Territory)
    provinces = [t for t in places.values() if t.parent == BICOL]
    local = [t for t in places.values() if t.parent in {p.id for p in provinces}]
    cities = [t for t in local if t.name.startswith("City of ")]
    assert (len(provinces), len(cities), len(local) - len(cities)) == (6, 7, 107)
    assert sum(t.population or 0 for t in provinces) == 6_064_426
    assert sum(t.population or 0 for t in local) == 6_064_426
    assert places[BICOL].population == 6_064_426
    assert all(t.latitude and t.longitude for t in (*provinces, *local))


def test_naga_counts_to_camarines_sur_and_hangs_on_the_region(graph: PolicyGraph) -> None:
    naga = graph.snapshot.of(Territory)[NAGA]
    assert (naga.parent, naga.independent) == (CAMARINES_SUR, True)
    assert graph.places.parent(NAGA) == BICOL
    assert graph.places.size(BICOL) == 114


def test_there_is_one_country_and_eighteen_regions(bicol: Snapshot) -> None:
    levels = [t.level for t in bicol.of(Territory).values()]
    assert (levels.count("national"), levels.count("regional")) == (1, 18)
    assert bicol.of(Territory)[ILOILO].name == "Iloilo"
    assert not [code for code in bicol.of(Territory) if code.endswith("99999")]


# --- how we know ------------------------------------------------------------------------------


def test_every_row_has_a_source_and_a_grade(bicol: Snapshot) -> None:
    assert not [r.ref for r in bicol if not r.source or r.grade not in {"A", "B", "C"}]


def test_sources_are_documents_and_addresses(bicol: Snapshot) -> None:
    odd = re.compile(r"seed:|github:|file:|own knowledge|(^|\s)/\w+/", re.IGNORECASE)
    assert not [r.ref for r in bicol if odd.search(r.source or "")]


@pytest.mark.parametrize(
    "word",
    ["iDEEA", "Negosyo", "DBP", "Development Bank", "Remit4Change", "RA 11862", "Balik Scientist"],
)
def test_what_no_source_confirmed_is_not_shipped(bicol: Snapshot, word: str) -> None:
    whole = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    shipped = (value for r in bicol for value in dataclasses.asdict(r).values())
    assert not [value for value in shipped if isinstance(value, str) and whole.search(value)]


def test_derived_figures_are_not_shipped(bicol: Snapshot) -> None:
    counts = [s for s in bicol.of(Statistic).values() if s.series == "OFW" and s.period == "2007"]
    assert [s.about for s in counts] == [f"territory/{COUNTRY}"]


def test_alignments_are_reviews_of_documents(bicol: Snapshot) -> None:
    rows = bicol.of(Alignment).values()
    assert {(a.method, a.grade) for a in rows} == {("reviewed", "B")}


def test_the_register_says_what_it_is(bicol: Snapshot) -> None:
    register = bicol.register
    assert register is not None
    assert (register.id, register.home, register.illustrative) == ("bicol", BICOL, False)
    assert register.as_of_reason


def test_its_date_is_the_year_end_on_which_most_facts_hold(bicol: Snapshot) -> None:
    kinds = (
        Actor, Mechanism, Membership, Instrument, Objective, Alignment, Programme, Contribution,
        Tie, ServicePoint,
    )  # fmt: skip

    stated = bicol.register
    assert stated is not None

    def held(year: int) -> int:
        day = date(year, 12, 31)
        register = dataclasses.replace(stated, as_of=PartialDate(day))
        graph = PolicyGraph(bicol.with_records([register]), PROFILE, day)
        return sum(graph.in_force(r) is True for kind in kinds for r in bicol.of(kind).values())

    assert max(range(2014, 2027), key=held) == as_of(bicol).year


def test_the_workbook_says_what_the_files_say(bicol: Snapshot) -> None:
    assert read_workbook(FILES).snapshot == bicol


@pytest.mark.parametrize("path", sorted(FILES.glob("*.csv")), ids=lambda path: path.stem)
def test_files_are_plain_and_have_no_empty_rows(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert len(set(header)) == len(header)
    assert all(len(row) == len(header) and any(row) for row in rows)
    assert not [cell for row in rows for cell in row if cell != cell.strip()]
