"""The helpers of the browser tests can fail: each is shown a page that it must object to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.screen import (
    STAGE,
    Allowed,
    axe,
    colliding,
    overflowing,
    read_allowlist,
    sizes,
    small_texts,
)


def page_with(body: str, head: str = "") -> str:
    """The address of a page that stands in its own address."""
    return "data:text/html;charset=utf-8," + quote(
        f'<!doctype html><html lang="en"><head><title>Tugma</title>{head}</head>'
        f"<body><main><h1>Page</h1>{body}</main></body></html>"
    )


def test_a_page_without_faults_is_clean(visit):
    page = visit(page_with("<p>Nothing to see</p>"))

    assert page.inner_text("p") == "Nothing to see"
    visit.assert_clean()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>console.error('no such register')</script>", "console: no such register"),
        ("<script>throw new Error('out of order')</script>", "uncaught: .*out of order"),
        ("<img alt='' src='http://elsewhere.example/map.png'>", "asked another machine: .*map.png"),
        ("<img alt='' src='http://192.0.2.1/map.png'>", "asked another machine: .*map.png"),
        ("<script>new WebSocket('ws://elsewhere.example/x')</script>", "asked another .*ws://else"),
    ],
)
def test_a_page_that_errs_or_asks_another_machine_is_not_clean(visit, body, fault):
    visit(page_with(body))

    with pytest.raises(pytest.fail.Exception, match=fault):
        visit.assert_clean()
    visit.faults.clear()


def test_only_faults_that_happened_can_be_forgiven(visit):
    visit(page_with("<script>console.error('expected'); console.error('not expected')</script>"))

    visit.forgive("console: expected")
    assert len(visit.faults) == 1
    with pytest.raises(AssertionError, match="nothing matches"):
        visit.forgive("console: expected")
    visit.faults.clear()


def test_a_page_opens_at_the_size_of_the_desk_or_the_stage(visit):
    size = "() => [innerWidth, innerHeight]"

    assert visit(page_with("")).evaluate(size) == [1366, 768]
    assert visit(page_with(""), viewport=STAGE).evaluate(size) == [1280, 720]


def test_axe_finds_a_picture_without_a_text(visit):
    [violation] = axe(visit(page_with('<img id="map" src="data:,">')), allowed=())

    assert (violation.rule, violation.impact, violation.where) == ("image-alt", "critical", "#map")


def test_axe_works_under_a_strict_content_security_policy(visit):
    policy = (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; script-src 'self'; img-src data:\">"
    )

    assert axe(visit(page_with('<img src="data:,">', policy)), allowed=())


def test_an_exception_covers_its_rule_on_its_elements_and_nothing_else(visit):
    page = visit(page_with('<img class="a" src="data:,"><img class="b" src="data:,">'))

    def found(*allowed):
        return [v.where for v in axe(page, allowed)]

    assert found() == [".a", ".b"]
    assert found(Allowed("image-alt", ".a", "owner/library#1")) == [".b"]
    assert found(Allowed("label", ".a", "owner/library#1")) == [".a", ".b"]


def test_an_exception_without_an_upstream_issue_is_refused(tmp_path: Path):
    file = tmp_path / "allowlist.toml"
    file.write_text('[[allow]]\nrule = "label"\nselector = ".a"\n', encoding="utf-8")

    with pytest.raises(TypeError, match="issue"):
        read_allowlist(file)


def test_the_reviewed_exceptions_can_be_read():
    assert all("#" in allowed.issue or "://" in allowed.issue for allowed in read_allowlist())


@pytest.mark.parametrize(
    ("body", "size"),
    [
        ("<p style='font-size:20px'>text</p>", 20),
        ("<p style='font-size:20px; transform:scale(.5)'>text</p>", 10),
        (
            "<p style='font-size:20px; transform:rotate(90deg) scale(2);"
            " transform-origin:20px 20px'>text</p>",
            40,
        ),
        ("<p style='font-size:20px; scale:2; transform-origin:0 0'>text</p>", 40),
        ("<p style='font-size:20px; zoom:1.5'>text</p>", 30),
        ("<div style='zoom:1.5'><p style='font-size:20px; zoom:2'>text</p></div>", 60),
        (
            "<div style='zoom:2'><svg width='200' height='100' viewBox='0 0 400 200'>"
            "<text y='50' font-size='20'>text</text></svg></div>",
            20,
        ),
        (
            "<div style='transform:scale(2); transform-origin:0 0'>"
            "<span style='font-size:20px'>text</span></div>",
            40,
        ),
        ("<svg width='200' height='100'><text y='50' font-size='20'>text</text></svg>", 20),
        (
            "<svg width='200' height='100' viewBox='0 0 400 200'>"
            "<text y='50' font-size='20'>text</text></svg>",
            10,
        ),
        (
            "<svg width='200' height='100' viewBox='0 0 400 200'>"
            "<g transform='scale(3)'><text y='50' font-size='20'>text</text></g></svg>",
            30,
        ),
        (
            "<svg width='200' height='100'><g style='transform:scale(3)'>"
            "<text y='20' font-size='20'><tspan font-size='10'>text</tspan></text></g></svg>",
            30,
        ),
        (
            "<div style='transform:scale(.5)'><svg width='200' height='100' viewBox='0 0 400 200'>"
            "<text transform='rotate(30)' y='50' font-size='80'>text</text></svg></div>",
            20,
        ),
        ("<label>Name<input style='font-size:18px' value='text'></label>", 18),
        ("<label>Name<select style='font-size:18px'><option>text</option></select></label>", 18),
    ],
)
def test_a_text_is_measured_as_large_as_it_shows(visit, body, size):
    assert sizes(visit(page_with(body)))["text"] == pytest.approx(size, abs=0.05)


def test_small_texts_are_those_under_the_minimum_and_the_smallest_comes_first(visit):
    page = visit(
        page_with(
            "<p style='font-size:24px'>large enough</p>"
            "<p id='note' style='font-size:12px'>a note</p>"
            "<p style='font-size:23px'>nearly</p>"
        ),
        viewport=STAGE,
    )

    assert [(t.text, t.size) for t in small_texts(page)] == [("a note", 12), ("nearly", 23)]
    assert small_texts(page)[0].where == "p#note"
    assert small_texts(page, minimum=12) == []


def test_a_text_that_nobody_sees_is_not_measured(visit):
    hidden = [
        "display:none",
        "visibility:hidden",
        "opacity:0",
        "position:absolute; left:-9999px",
        "position:absolute; width:1px; height:1px; overflow:hidden; clip:rect(0,0,0,0)",
    ]
    page = visit(
        page_with("".join(f"<p style='font-size:10px; {style}'>text</p>" for style in hidden))
    )

    assert small_texts(page) == []


STAGE_BOX = "position:relative; width:400px; height:200px; overflow:hidden; font-size:20px"


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        ("<p style='margin:0'>inside</p>", []),
        ("<p style='position:absolute; top:190px; margin:0'>below</p>", ["below"]),
        ("<p style='position:absolute; left:380px'>beside</p>", ["beside"]),
        ("<p style='width:40px; overflow:hidden; white-space:nowrap'>cut off</p>", ["cut off"]),
        ("<svg width='100' height='40'><text x='80' y='30'>too far</text></svg>", ["too far"]),
        ("<details><summary>shut</summary><p style='margin:300px'>hidden</p></details>", []),
    ],
)
def test_a_text_that_is_cut_off_is_found(visit, body, cut):
    page = visit(page_with(f"<div id='stage' style='{STAGE_BOX}'>{body}</div>"))

    assert [one.text for one in overflowing(page)] == cut


def test_texts_over_each_other_are_found_and_those_beside_are_not(visit):
    place = "style='position:absolute; top:9px'"

    assert colliding(visit(page_with("<p>one</p><p>two</p><p><b>in</b> line</p>"))) == []
    over = visit(page_with(f"<p {place}>lower</p><p {place}>upper</p>"))
    assert ("lower", "upper") in colliding(over)
