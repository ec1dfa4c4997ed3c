"""Addresses become reports; what cannot be shown is said, with what there is instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.context import Context, NothingToShow
from dashboard.query import from_search
from data.model import Territory
from data.store import Store
from tests.builders import make, snapshot
from tests.dashboard.conftest import STAMP


def test_the_default_is_the_first_register_at_its_newest_revision(context: Context) -> None:
    report = context.report(from_search(""))

    assert (report.edition.register, report.edition.revision) == ("toy", 2)
    assert report.selection.unit == "territory/R"


def test_an_address_asked_for_again_gives_the_same_report(context: Context) -> None:
    assert context.report(from_search("?territory=P")) is context.report(
        from_search("?territory=P&view=stage&open=CG1")
    )


def test_an_earlier_revision_is_as_it_was(context: Context) -> None:
    assert context.report(from_search("?revision=1")).snapshot.get("actor/O") is None
    assert context.report(from_search("?revision=2")).snapshot.get("actor/O") is not None


def test_a_new_revision_is_seen_at_once(context: Context, store: Store) -> None:
    context.report(from_search(""))
    store.write("toy", snapshot(), STAMP)

    assert context.report(from_search("")).edition.revision == 3


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("register=none", "no register called 'none'"),
        ("revision=9", "no revision 9; its newest is 2"),
        ("revision=0", "no revision 0"),
        ("territory=X", "no territory X"),
        ("mechanism=X", "no mechanism X"),
        ("sector=weather", "'weather' is not a sector; there is education"),
        ("group=giants", "'giants' is not a beneficiary_group"),
        ("level=9", "There is no level 9; there is 0 National"),
    ],
)
def test_what_cannot_be_shown_is_said_with_what_there_is(
    context: Context, search: str, said: str
) -> None:
    with pytest.raises(NothingToShow, match=said):
        context.report(from_search(search))


def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    with (
        Store(str(tmp_path / "empty.sqlite")) as empty,
        pytest.raises(NothingToShow, match="import a workbook first"),
    ):
        Context(empty).report(from_search(""))


def test_before_is_the_same_selection_one_revision_earlier(context: Context) -> None:
    before = context.before(from_search("?territory=P"))

    assert before is not None
    assert before.edition.revision == 1
    assert before.selection == context.report(from_search("?territory=P")).selection


def test_nothing_comes_before_the_first_revision(context: Context) -> None:
    assert context.before(from_search("?revision=1")) is None


def test_a_unit_that_did_not_exist_yet_has_no_before(context: Context, store: Store) -> None:
    new = make(Territory, "D", name="D", level="local", parent="P")
    store.write("toy", snapshot(new), STAMP)

    assert context.before(from_search("?territory=D")) is None
    assert context.report(from_search("?territory=D")).selection.as_of == date(2020, 6, 30)
