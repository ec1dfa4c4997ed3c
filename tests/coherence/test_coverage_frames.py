"""Coverage as frames: one row per cell, and Charbit's seven gaps."""

from __future__ import annotations

from typing import Any

from coherence.coverage_frames import CHARBIT, charbit_frame, coverage_cell, coverage_frame
from coherence.gaps import CHARBIT as BY_KIND
from coherence.selection import Lens
from data.model import Actor, Record
from tests.builders import make, report
from tests.coherence.serving import desk, inventory, need, programme

PDOS: list[Record] = [
    need("R", "pdos", found="unserved", found_on="2015-04-23"),
    programme("PDOS", open_to="N", services="pdos"),
]


def row_of(place: str, code: str, *records: Record) -> dict[Any, Any]:
    """One cell of the frame of some records."""
    rows: list[dict[Any, Any]] = coverage_frame(report(*records)).to_dict("records")
    return next(r for r in rows if (r["territory"], r["code"]) == (place, code))


def test_the_rows_are_the_unit_and_what_lies_right_below_it() -> None:
    frame = coverage_frame(report(*PDOS))
    assert list(dict.fromkeys(frame["territory"])) == ["R", "I", "P", "Q"]
    assert frame["code"].nunique() == len(frame) / 4


def test_a_local_gap_that_a_national_programme_only_reaches_from_above_says_both() -> None:
    row = row_of("R", "pdos", *PDOS)
    assert (row["band"], row["word"], row["asked"], row["from_above"]) == (
        "off_track", "gap", True, 1,
    )  # fmt: skip
    assert "from above only: PDOS" in str(row["reason"])


def test_nobody_on_record_is_no_data_and_not_a_gap() -> None:
    assert row_of("P", "legal", need("P"))["word"] == "no data"
    assert "off_track" not in set(coverage_frame(report(need("P")))["band"])


def test_the_word_says_in_which_way_a_cell_is_thin() -> None:
    alone = desk("one", "P", operator="X"), make(Actor, "X", name="X", level="local", territory="P")
    assert _word("P", need("P"), *alone) == "alone"
    assert _word("P", need("P"), programme("far", open_to="N")) == "above"
    two = need("A"), need("B"), desk("one", "A"), desk("two", "A"), inventory("B")
    assert _word("P", *two) == "partly"


def _word(place: str, *records: Record) -> str:
    return str(row_of(place, "legal", *records)["word"])


def test_a_lens_leaves_the_services_it_asks_for() -> None:
    frame = coverage_frame(report(*PDOS, lens=Lens(services=frozenset({"pdos"}))))
    assert set(frame["code"]) == {"pdos"}


def test_a_cell_is_found_by_place_and_code() -> None:
    held = report(*PDOS)
    cell = coverage_cell(held, "service", "R", "pdos")
    assert cell is not None
    assert cell.from_above == ("programme/PDOS",)
    assert coverage_cell(held, "service", "R", "nothing") is None
    assert coverage_cell(held, "service", "C", "pdos") is None


def test_needs_of_any_service_stand_under_a_blank_code() -> None:
    held = report(need("R", None))
    cell = coverage_cell(held, "service", "R", "")
    assert cell is not None
    assert len(cell.needs) == 1


def test_each_of_the_seven_gaps_has_its_indicators_and_its_entries() -> None:
    frame = charbit_frame(report(*PDOS))
    assert list(frame["gap"]) == list(CHARBIT)
    assert set(BY_KIND.values()) <= set(CHARBIT)
    known = dict(zip(frame["gap"], frame["known"], strict=True))
    assert known["administrative"] == 1
    assert sum(known.values()) == 1


def test_a_gap_that_nothing_speaks_of_has_no_width() -> None:
    frame = charbit_frame(report())
    funding = frame[frame["gap"] == "funding"]
    assert funding["judged"].tolist() == [0]
    assert funding["severity"].isna().all()
    known = frame["severity"].dropna()
    assert known.between(0, 100).all()
