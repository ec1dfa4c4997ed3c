"""The Gaps screen in a browser: readable from six metres, and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.screen import DESK, STAGE, as_lines, axe, settle, small_texts

expect.set_options(timeout=30_000)  # a busy machine draws a page in ten seconds

NOT_FITTING = """() => [...document.querySelectorAll(".stage-body, .stage-body *")]
    .filter((e) => e.checkVisibility() && e.getClientRects().length)
    .filter((e) => {
        const box = e.getBoundingClientRect(), stage = document.querySelector(".stage-body");
        const room = stage.getBoundingClientRect();
        return box.right > room.right + 1 || box.bottom > room.bottom + 1;
    })
    .map((e) => e.localName + "." + e.className + ": " + e.textContent.slice(0, 40))"""
"""Elements of the stage that reach out of it."""


@pytest.mark.parametrize("address", ["/gaps", "/gaps?register=training&option=by-group"])
def test_the_stage_is_readable_and_holds_everything(visit: Visit, address: str) -> None:
    joined = address + ("&" if "?" in address else "?")
    page = visit(joined + "view=stage", STAGE)
    expect(page.locator(".coverage-cell").first).to_be_visible()
    assert not small_texts(page), as_lines(small_texts(page))
    assert page.evaluate(NOT_FITTING) == []


def test_the_gap_that_is_served_from_above_is_seen_at_first_sight(visit: Visit) -> None:
    page = visit("/gaps", DESK)
    callout = page.locator(".callouts li").first
    expect(callout).to_be_in_viewport()
    expect(callout).to_contain_text("Pre-departure orientation")
    expect(callout).to_contain_text("from above only")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, theme: str) -> None:
    page = visit(f"/gaps?open=0500000000@pdos&theme={theme}", DESK)
    expect(page.get_by_text("What closes it")).to_be_visible()
    found = axe(page)
    assert not found, as_lines(found)


def test_a_cell_opens_by_keyboard_and_closes_again(visit: Visit) -> None:
    page = visit("/gaps?register=training", DESK)
    page.locator(".coverage-cell.state-off_track").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("What closes it")).to_be_visible()
    assert "@" in page.url
    page.get_by_role("link", name="Close").click()
    expect(page.get_by_text("What closes it")).to_have_count(0)


def test_nothing_scrolls_sideways_at_320_pixels(visit: Visit) -> None:
    page = visit("/gaps", {"width": 320, "height": 900})
    expect(page.locator(".coverage-cell").first).to_be_visible()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
