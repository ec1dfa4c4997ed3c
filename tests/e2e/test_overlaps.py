"""The Overlaps screen in a browser: readable from six metres, and any two programmes compared."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.screen import DESK, STAGE, as_lines, axe, settle, small_texts
from tests.e2e.test_gaps import NOT_FITTING

expect.set_options(timeout=30_000)  # a busy machine draws a page in ten seconds


@pytest.mark.parametrize("address", ["/overlaps?", "/overlaps?register=training&"])
def test_the_stage_is_readable_and_holds_everything(visit: Visit, address: str) -> None:
    page = visit(address + "view=stage", STAGE)
    expect(page.locator(".stage-pairs li").first).to_be_visible()
    assert not small_texts(page), as_lines(small_texts(page))
    assert page.evaluate(NOT_FITTING) == []


def test_a_pair_on_the_stage_is_readable_too(visit: Visit) -> None:
    page = visit("/overlaps?view=stage", STAGE)
    page.locator(".stage-pairs a").first.click()
    expect(page.locator(".score-part").first).to_be_visible()
    assert not small_texts(page), as_lines(small_texts(page))
    assert page.evaluate(NOT_FITTING) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, theme: str) -> None:
    page = visit(f"/overlaps?theme={theme}", DESK)
    page.get_by_role("link", name="compare side by side").first.click()
    expect(page.locator(".score-part").first).to_be_visible()
    found = axe(page)
    assert not found, as_lines(found)


def test_the_texts_of_the_chart_are_at_least_14_pixels(visit: Visit) -> None:
    page = visit("/overlaps", DESK)
    expect(page.locator(".pair-chart svg text").first).to_be_visible()
    small = [text for text in small_texts(page, 14) if "svg" in text.where or "g" in text.where]
    assert not small, as_lines(small)


def test_any_two_programmes_can_be_chosen_and_are_explained(visit: Visit) -> None:
    page = visit("/overlaps", DESK)
    page.locator("#pair-first").select_option(index=1)
    page.locator("#pair-second").select_option(index=5)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".score-total")).to_be_visible()
    assert "open=" in page.url


def test_nothing_scrolls_sideways_at_320_pixels(visit: Visit) -> None:
    page = visit("/overlaps", {"width": 320, "height": 900})
    expect(page.locator(".pairs li").first).to_be_visible()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
