"""Questions to put to a page that is open in a browser."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1366, "height": 768}
STAGE: ViewportSize = {"width": 1280, "height": 720}

ALLOWLIST = Path(__file__).with_name("axe_allowlist.toml")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A fault of a library that we cannot mend, with the upstream issue that tracks it."""

    rule: str
    selector: str
    issue: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One element that breaks one accessibility rule."""

    rule: str
    impact: str
    where: str
    html: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SmallText:
    """A visible text and its height of type in pixels of the viewport."""

    text: str
    size: float
    where: str


def read_allowlist(path: Path = ALLOWLIST) -> tuple[Allowed, ...]:
    """The reviewed exceptions; an entry that lacks one of its three fields is refused."""
    entries = tomllib.loads(path.read_text("utf-8")).get("allow", [])
    return tuple(Allowed(**entry) for entry in entries)


def axe(page: Page, allowed: Iterable[Allowed] | None = None) -> list[Violation]:
    """What axe-core finds wrong with the page as it stands, less what the allowlist names.

    Covers WCAG 2.2 A and AA and axe's best practices.
    """
    exceptions = read_allowlist() if allowed is None else allowed
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    found = page.evaluate(_RUN_AXE, [{"rule": a.rule, "selector": a.selector} for a in exceptions])
    return [Violation(**one) for one in found]


def small_texts(page: Page, minimum: float = 24) -> list[SmallText]:
    """Every visible text that shows smaller than the minimum, smallest first.

    Measures HTML, the values of form fields and SVG, with all transforms and zooms that apply.
    Texts that only a screen reader meets, and texts drawn by CSS or on a canvas, are left out.
    """
    found = [SmallText(**one) for one in page.evaluate(_MEASURE_TEXTS)]
    return sorted((t for t in found if t.size < minimum - 0.05), key=lambda t: t.size)


def sizes(page: Page) -> dict[str, float]:
    """The size in pixels of every visible text, by text."""
    return {one["text"]: one["size"] for one in page.evaluate(_MEASURE_TEXTS)}


@dataclass(frozen=True, slots=True)
class Overflow:
    """A visible text that is cut off: it reaches out of what clips it, by so many pixels."""

    text: str
    by: float
    out_of: str


def overflowing(page: Page) -> list[Overflow]:
    """Every visible text that reaches out of the stage, or out of a part that clips it.

    Measures HTML and SVG by the letters' own boxes, in pixels of the viewport.
    """
    return [Overflow(**one) for one in page.evaluate(_FIND_OVERFLOWING)]


def colliding(page: Page) -> list[tuple[str, str]]:
    """Pairs of visible texts that are written over each other."""
    return [(one, other) for one, other in page.evaluate(_FIND_COLLIDING)]


def settle(page: Page) -> None:
    """Wait until the page is laid out: Dash has nothing under way and the network is at rest."""
    if page.url.startswith("http"):
        page.wait_for_load_state("networkidle")
    page.wait_for_function(
        """() => document.title !== "Updating..."
            && !document.querySelector("._dash-loading, [data-dash-is-loading=true]")"""
    )


def as_lines(found: Sequence[Any]) -> str:
    """One finding a line, for the message of a failed assertion."""
    return "\n".join(str(one) for one in found)


# Each visible text with the boxes of its lines, those of closed covers and menus left out.
_TEXT_BOXES = r"""
    const unseen = "script, style, noscript, template, title, option, .visually-hidden, [hidden],"
        + "details:not([open]) > :not(summary)";
    const nameOf = (e) =>
        e.localName + (e.id ? "#" + e.id : [...e.classList].map((c) => "." + c).join(""));
    const texts = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.data.replace(/\s+/g, " ").trim();
        const element = walk.currentNode.parentElement;
        if (!text || element.closest(unseen) || !element.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(walk.currentNode);
        const boxes = [...range.getClientRects()].filter((b) =>
            b.width > 1 && b.height > 1 && b.right > 0 && b.bottom > 0);
        if (boxes.length) texts.push({ text: text.slice(0, 60), element, boxes });
    }
"""

_FIND_OVERFLOWING = (
    "() => {"
    + _TEXT_BOXES
    + r"""
    const found = [];
    for (const { text, element, boxes } of texts) {
        for (let at = element; at; at = at.parentElement) {
            if (at === document.body) continue;  // what it hides, the window hides
            const root = at === document.documentElement;
            const style = getComputedStyle(at);
            const clips = root || at.id === "stage" || style.overflowX !== "visible";
            if (!clips || (at.ownerSVGElement && at.localName !== "svg")) continue;
            const room = root
                ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
                : at.getBoundingClientRect();
            const by = Math.max(...boxes.map((box) => Math.max(room.left - box.left,
                room.top - box.top, box.right - room.right, box.bottom - room.bottom)));
            if (by > 2) {
                found.push({ text, by: Math.round(by), out_of: nameOf(at) });
                break;
            }
        }
    }
    return found;
}"""
)

_FIND_COLLIDING = (
    "() => {"
    + _TEXT_BOXES
    + r"""
    const all = texts.flatMap(({ text, element, boxes }) =>
        boxes.map((box) => ({ text, element, box })));
    const found = [];
    all.forEach((one, i) => all.slice(i + 1).forEach((other) => {
        if (one.element === other.element) return;
        const [a, b] = [one.box, other.box];
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 2 && high > 0.35 * Math.min(a.height, b.height)) {
            found.push([one.text, other.text]);
        }
    }));
    return found;
}"""
)

_RUN_AXE = """
async (allowed) => {
    const answer = await axe.run(document, {
        resultTypes: ["violations"],
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    const isAllowed = (rule, target) => {
        const element = typeof target === "string" && document.querySelector(target);
        return element && allowed.some((a) => a.rule === rule && element.matches(a.selector));
    };
    return answer.violations.flatMap(({ id, impact, nodes, help }) =>
        nodes.filter(({ target }) => !(target.length === 1 && isAllowed(id, target[0])))
            .map(({ target, html, failureSummary }) => ({
                rule: id,
                impact: impact ?? "",
                where: target.flat().join(" >> "),
                html,
                remedy: failureSummary ?? help,
            })));
}
"""

_MEASURE_TEXTS = r"""
() => {
    const unseen = "script, style, noscript, template, title, desc, defs, metadata, option";

    const areaScale = (m) => Math.sqrt(Math.abs(m.a * m.d - m.b * m.c));

    // how much larger than its own pixels an element shows, all its ancestors considered
    const scaleOf = (element) => {
        let scale = element.currentCSSZoom ?? 1;
        for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
            if (at.ownerSVGElement) {
                // the whole way up to the outermost <svg>, its viewBox and the transforms in it
                let svg = at.ownerSVGElement;
                while (svg.ownerSVGElement) svg = svg.ownerSVGElement;
                const inside = svg.getScreenCTM().inverse().multiply(at.getScreenCTM());
                scale *= areaScale(inside) * viewBoxScale(svg);
                at = svg;
            }
            const style = getComputedStyle(at);
            if (style.transform !== "none") scale *= areaScale(new DOMMatrix(style.transform));
            if (style.scale !== "none") {
                const [x, y = x] = style.scale.split(" ").map(Number);
                scale *= Math.sqrt(Math.abs(x * y));
            }
        }
        return scale;
    };

    const viewBoxScale = (svg) => {
        const box = svg.viewBox.baseVal;
        if (!box || !box.width || !box.height) return 1;
        const x = svg.clientWidth / box.width, y = svg.clientHeight / box.height;
        const fit = svg.preserveAspectRatio.baseVal;
        if (fit.align === SVGPreserveAspectRatio.SVG_PRESERVEASPECTRATIO_NONE) {
            return Math.sqrt(x * y);
        }
        return fit.meetOrSlice === SVGPreserveAspectRatio.SVG_MEETORSLICE_SLICE
            ? Math.max(x, y) : Math.min(x, y);
    };

    const isShown = (element, box) => {
        if (!box.width || !box.height) return false;
        if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) return false;
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
            return false;
        }
        for (let at = element; at; at = at.parentElement) {
            if (at.matches(unseen)) return false;
            const style = getComputedStyle(at);
            const cut = style.clip !== "auto" || /inset\((50|100)%/.test(style.clipPath);
            const rect = at.getBoundingClientRect();
            if (cut && rect.width <= 2 && rect.height <= 2) return false;
        }
        return true;
    };

    const nameOf = (element) => {
        const names = [];
        for (let at = element; at && names.length < 4; at = at.parentElement) {
            const classes = [...at.classList].slice(0, 2).map((c) => "." + c).join("");
            names.unshift(at.localName + (at.id ? "#" + at.id : classes));
            if (at.id) break;
        }
        return names.join(" > ");
    };

    const found = [];
    const note = (text, element, box) => {
        text = text.replace(/\s+/g, " ").trim();
        if (!text || !isShown(element, box)) return;
        const size = parseFloat(getComputedStyle(element).fontSize);
        found.push({
            text: text.slice(0, 80),
            size: Math.round(size * scaleOf(element) * 100) / 100,
            where: nameOf(element),
        });
    };

    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walk.currentNode);
        note(walk.currentNode.data, walk.currentNode.parentElement, range.getBoundingClientRect());
    }
    const wordless = "[type=hidden], [type=checkbox], [type=radio], [type=range], [type=color]";
    for (const field of document.querySelectorAll("input, textarea, select")) {
        if (field.matches(wordless)) continue;
        const text = field.localName === "select"
            ? field.selectedOptions[0]?.textContent ?? "" : field.value || field.placeholder;
        note(text ?? "", field, field.getBoundingClientRect());
    }
    return found;
}
"""
