"""Rows as they might be filled in: a few records that refer to each other, all made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.columns import PartialDate
from data.model import (
    RECORD_KINDS,
    Actor,
    Alignment,
    Contribution,
    Instrument,
    Mechanism,
    Membership,
    Need,
    Objective,
    Participation,
    Programme,
    Record,
    Register,
    ServicePoint,
    Territory,
    columns_of,
    link_id,
)
from data.profile import Profile
from data.sheets import EXAMPLES, header_of, headers, in_cell
from data.snapshot import Snapshot
from data.workbook_out.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def add_examples(book: Workbook, styles: Styles, profile: Profile) -> None:
    """Add a sheet of rows as they might be filled in, all of them made up."""
    sheet = book.add_worksheet(EXAMPLES)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 30, 24, styles.text)
    sheet.write_string(0, 0, "Worked examples, made up", styles.title)
    examples = worked_examples(profile)
    row = 2
    for kind in RECORD_KINDS:
        records = list(examples.of(kind).values())
        if not records:
            continue
        specs = columns_of(kind)
        filled = [n for n in headers(kind) if any(getattr(r, n) not in (None, ()) for r in records)]
        sheet.write_string(row, 0, kind.SHEET, styles.required)
        for place, name in enumerate(filled):
            sheet.write_string(row + 1, place, header_of(name, specs[name]), styles.name)
        for record in records:
            for place, name in enumerate(filled):
                value = in_cell(getattr(record, name), specs[name])
                sheet.write(row + 2, place, value, styles.text)
            row += 1
        row += 3


def worked_examples(profile: Profile) -> Snapshot:
    """A register of a few records that refer to each other, for any country."""
    ranks = sorted(profile.by_rank)
    nation = profile.by_rank[ranks[0]].id
    region = profile.by_rank[profile.hinge if profile.hinge is not None else ranks[1]].id
    local = next(level.id for level in reversed([*profile.levels.values()]) if level.counts_as_lgu)
    day, source = PartialDate("2026-03-31"), "Example, page 1"
    common: dict[str, Any] = {"grade": "B", "observed_on": day, "source": source}
    records: list[Record] = [
        Register(id="example", title="An example", home="EX-R", profile=profile.id, as_of=day,
                 illustrative=True, publisher="Example Planning Office", **common),
        Territory(id="EX", name="Exampleland", level=nation, **common),
        Territory(id="EX-R", name="Example Region", level=region, parent="EX", **common),
        Territory(id="EX-C", name="Example City", level=local, parent="EX-R", **common),
        Actor(id="EX-PLAN", name="Example Planning Office", acronym="EPO", kind="regional-office",
              level=region, territory="EX-R", aliases=("Example Economic Office",), **common),
        Actor(id="EX-CITY", name="Example City Government", kind="city", level=local,
              territory="EX-C", **common),
        Mechanism(id="EX-CMD", name="Example Committee on Migration", acronym="CMD", level=region,
                  territories=("EX-R",), migration="specific", legal_basis=2,
                  meetings_required_per_year=4, valid_from=PartialDate("2020"), **common),
        Membership(id=link_id("EX-CMD", "EX-PLAN", None, None, "chair", None),
                   mechanism="EX-CMD", actor="EX-PLAN", role="chair", voting=True, **common),
        Instrument(id="EX-RDP", title="Example Regional Plan", kind="plan", level=region,
                   territory="EX-R", owner="actor/EX-PLAN", read="whole", migration="mainstreamed",
                   valid_from=PartialDate("2023"), valid_to=PartialDate("2028"), **common),
        Instrument(id="EX-CDP", title="Example City Plan", kind="plan", level=local,
                   territory="EX-C", owner="actor/EX-CITY", upper="EX-RDP", read="whole",
                   valid_from=PartialDate("2024"), valid_to=PartialDate("2029"), **common),
        Objective(id="EX-RDP-1", instrument="EX-RDP", title="Returnees find decent work",
                  theme="employment", migration="specific", result="outcome", **common),
        Objective(id="EX-CDP-1", instrument="EX-CDP", title="A help desk serves returnees",
                  theme="employment", migration="specific", result="output", target=1.0,
                  unit="desk", **common),
        Alignment(id=link_id("EX-CDP-1", "EX-RDP-1"), child="EX-CDP-1", parent="EX-RDP-1",
                  score=1.0, method="reviewed", **common),
        Programme(id="EX-DESK", title="Example Help Desk for Returnees", acronym="DESK",
                  description="Counsels returning workers and refers them to training.",
                  lead="EX-CITY", level=local, sectors=("employment",),
                  services=("help-desk", "skills"), groups=("returnees", "families"),
                  phases=("reintegration",), territories=("EX-C",),
                  budget_split=(("EX-C", 100.0),), starts_on=PartialDate("2025-01"),
                  status="implementation", currency=profile.currency, budget=1_200_000,
                  migration="specific", targeted=400, targeted_f=220, targeted_m=180, **common),
        Participation(id=link_id("EX-DESK", "EX-PLAN", "extending"), programme="EX-DESK",
                      actor="EX-PLAN", role="extending", **common),
        Contribution(id=link_id("EX-DESK", "EX-CDP-1"), programme="EX-DESK", objective="EX-CDP-1",
                     strength=1.0, **common),
        ServicePoint(id="EX-DESK-1", name="Example Help Desk, City Hall", kind="help-desk",
                     territory="EX-C", operator="EX-CITY", services=("help-desk",),
                     opened_on=PartialDate("2025-03"), **common),
        Need(id=link_id("EX-C", "help-desk", "returnees", None, None), territory="EX-C",
             service="help-desk", group="returnees", quantity=400.0, unit="persons", **common),
    ]  # fmt: skip
    return Snapshot(records)
