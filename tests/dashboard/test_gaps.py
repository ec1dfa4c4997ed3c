"""The Gaps screen: what is known to be missing is seen first, what is not known is no gap."""

from __future__ import annotations

import json
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from coherence.coverage_frames import coverage_frame
from coherence.report import Report
from dashboard.figures.coverage import STAGE_COLUMNS, STAGE_ROWS, by_urgency, coverage_matrix
from dashboard.pages import gaps
from dashboard.query import from_search
from dashboard.screen import Screen
from data.model import Record
from tests.builders import report
from tests.coherence.serving import need, programme

PDOS: list[Record] = [
    need("R", "pdos", found="unserved", found_on="2015-04-23"),
    need("A"),
    programme("PDOS", open_to="N", services="pdos"),
]


def screen(search: str = "", held: Report | None = None) -> Screen:
    return Screen(held or report(*PDOS), from_search(search, "/gaps"))


def drawn(search: str = "", held: Report | None = None) -> str:
    """Everything that the screen's components hold, as text."""
    content = gaps.layout(screen(search, held))
    return json.dumps(content.body, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_title_names_the_one_service_that_nobody_delivers() -> None:
    finding = gaps.layout(screen()).finding
    assert finding == "Pre-departure orientation (PDOS): one need unserved"
    assert len(finding) <= 60


def test_a_title_of_several_services_counts_them() -> None:
    more = need("P", "legal", found="unserved", found_on="2015-04-23")
    assert gaps.layout(screen(held=report(*PDOS, more))).finding == "2 needs are found unserved"


def test_unknown_needs_are_said_to_be_unknown() -> None:
    shown = screen(held=report(need("P")))
    assert gaps.layout(shown).finding == "No gap is known; 2 cannot be judged"
    assert "state-off_track" not in drawn(held=report(need("P")))


@pytest.mark.parametrize("view", ["", "view=stage"])
def test_the_gap_is_called_out_with_what_serves_it_from_above(view: str) -> None:
    text = drawn(view)
    assert "callouts" in text
    assert "from above only: PDOS" in text


def test_a_cell_opens_what_is_needed_and_what_would_close_it() -> None:
    text = drawn("open=R@pdos")
    assert "What closes it" in text
    assert "a newer finding that it is served" in text
    assert "a test" in text  # the source


def test_a_cell_that_the_matrix_does_not_have_opens_nothing() -> None:
    assert "What closes it" not in drawn("open=R@nothing")
    assert "What closes it" not in drawn("open=record")


def test_every_cell_is_a_link_with_its_reason() -> None:
    text = drawn()
    assert text.count('"coverage-cell state-') == 4 * 2
    assert "found unserved on 2015-04-23" in text
    assert "columns that nobody asks for or serves on record are left out" in text


def test_the_columns_can_be_groups_or_phases() -> None:
    assert gaps.axis_of(screen("option=by-group")) == "group"
    assert gaps.axis_of(screen("option=by-phase")) == "phase"
    assert gaps.axis_of(screen()) == "service"
    assert len(gaps.table(screen("option=by-phase")))


def test_the_table_has_a_row_per_cell_in_words() -> None:
    table = gaps.table(screen())
    assert list(table.columns)[:4] == ["Place", "Asked for", "State", "Need on record"]
    gap = table[table["State"] == "gap"].iloc[0]
    assert (gap["Place"], gap["Need on record"], gap["From above"]) == ("R", "yes", 1)


def test_a_register_without_needs_has_no_gap_and_says_so() -> None:
    shown = screen(held=report())
    assert gaps.layout(shown).finding == "No gap on record"
    assert "Nothing is on record as missing here." in drawn(held=report())


def figure(**how: Any) -> Any:
    return coverage_matrix(coverage_frame(report(*PDOS)), **how)


def test_the_figure_draws_a_box_and_a_word_for_each_cell_at_once() -> None:
    shown = figure()
    boxes = [shape for shape in shown.layout.shapes if shape.type == "rect"]
    words = [word for trace in shown.data for word in trace.text]
    assert len(boxes) == len(words) == 4 * 14
    assert words.count("gap") == 1


def test_the_worst_column_stands_first() -> None:
    assert by_urgency(coverage_frame(report(*PDOS)))[0] == "pdos"
    assert figure().layout.xaxis.ticktext[0] == "PDOS"


def test_the_stage_has_at_most_nine_rows_of_seven_columns() -> None:
    shown = figure(stage=True)
    assert len(shown.layout.xaxis.ticktext) == STAGE_COLUMNS == 7
    assert len(shown.layout.yaxis.ticktext) <= STAGE_ROWS == 9
    assert min(trace.textfont.size for trace in shown.data) >= 24


def test_what_has_no_room_is_counted() -> None:
    words = {"left_out": "{places} of {all_places}, {columns} of {all_columns}"}
    notes = figure(words=words).layout.annotations
    assert notes[0].text == "4 of 4, 14 of 20"
