"""What stands behind a framework's dimensions, and what a framework asks beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from coherence.checklists import UN_WORDS, Item, PackScore, pack_score, packs, un_code
from coherence.crosswalk import Framework
from coherence.frameworks import (
    FrameworkRow,
    Reading,
    paper_versus_practice,
    vertical_difference,
)  # fmt: skip
from coherence.indicators import CATALOGUE
from dashboard.components import cites, table
from dashboard.screen import Screen
from dashboard.theme import STATES

MOST_JUDGED: Final = 200_000
"""LGUs times programmes that are judged one by one on request; more, and one picks a part.

Of a region of 65 LGUs in a country of 20,000 programmes it takes 12 s, half of it for the country.
"""


def said(screen: Screen, row: FrameworkRow) -> str:
    """A dimension's figure and state in words, or what it may be, or why there is none."""
    if row.shown is not None:
        word = screen.say(STATES[row.band or "no_data"].word)
        return f"{row.shown:.0f} {word}"
    if row.interval is not None:
        low, high = row.interval
        bounds = screen.say("{low:.0f} to {high:.0f}", low=low, high=high)
        return f"{bounds}, {screen.say('too little known')}"
    if row.served:
        return screen.say("not for such a place")
    return screen.say("not measured here") if screen.stage else screen.say(row.reason or "")


def beside(screen: Screen, framework: Framework) -> list[Component]:
    """Paper versus practice, country and LGUs, and the checklist: what the framework asks of it."""
    found = [_paper(screen, framework), _vertical(screen, framework), _pack(screen, framework)]
    return [part for part in found if part is not None]


def behind(screen: Screen, rows: Sequence[FrameworkRow]) -> Component:
    """Dimension by dimension the indicators that it is read from, and why these."""
    parts: list[Component] = [html.H2(screen.say("What each dimension rests on"))]
    for row in rows:
        words = f"{screen.say(row.label)}: {said(screen, row)}"
        if not row.readings:
            reason = html.P(screen.say(row.reason or ""), className="muted")
            parts.append(html.Details([html.Summary(words), reason]))
            continue
        head = screen.words(
            "Indicator", "Value 0–100", "At least", "At most", "Why it speaks of it"
        )
        lines = [_reading(screen, reading) for reading in row.readings]
        caption = screen.say("Indicators of {name}", name=screen.say(row.label))
        shown = table(screen, head, lines, caption=caption, numbers=(1, 2, 3))
        parts.append(html.Details([html.Summary(words), shown]))
    return html.Section(parts, className="record-part framework-behind")


def _reading(screen: Screen, reading: Reading) -> list[Any]:
    served = reading.served
    entry = CATALOGUE[served.indicator]
    name = f"{entry.code} {screen.say(entry.title)}"
    link = dcc.Link(name, href=screen.link(option=(), open=entry.code))
    why = screen.say(served.why)
    if served.part:
        why = screen.say("{why}; only: {part}", why=why, part=part_words(screen, served.part))
    value = "–" if reading.value is None else f"{reading.value:.0f}"
    return [link, value, f"{reading.low:.0f}", f"{reading.high:.0f}", why]


LISTS: Final = {
    "sector": ("sector",), "service": ("service",), "phase": ("phase",),
    "item": ("checklist_item", "cycle", "sector"),
}  # fmt: skip


def part_words(screen: Screen, part: str) -> str:
    """The codes of a part by their names."""
    kind, _, codes = part.partition(":")
    profile = screen.report.profile
    return ", ".join(
        next(
            (screen.say(profile.label(name, code)) for name in LISTS[kind]
             if code in profile.codes(name)),
            code,
        )
        for code in codes.split("+")
    )  # fmt: skip


def _paper(screen: Screen, framework: Framework) -> Component | None:
    if not framework.levels:
        return None
    paper = paper_versus_practice(screen.report, framework.id)
    if paper.output is None or paper.outcome is None:
        sentence = screen.say("Paper versus practice cannot be told: too little is known.")
    else:
        sentence = screen.say(
            "Paper versus practice: outputs {output:.0f}, outcomes {outcome:.0f}, "
            "difference {difference:+.0f} points.",
            output=paper.output, outcome=paper.outcome, difference=paper.output - paper.outcome,
        )  # fmt: skip
    note = screen.say(
        "Outputs are plans, rules and institutions; outcomes are what reaches people. "
        "Above 0 there is more on paper than in practice."
    )
    return html.P([html.Strong(sentence), " ", note])


def _vertical(screen: Screen, framework: Framework) -> Component | None:
    """National less the mean of the LGUs, asked for on its own: it judges each LGU."""
    if not framework.profile_only or not screen.report.scope.lgus:
        return None
    title = html.H2(screen.say("Country and local governments"))
    options = set(screen.address.option)
    if "vertical" not in options:
        href = screen.link(option=tuple(sorted(options | {"vertical"})))
        ask = dcc.Link(screen.say("Compare the country with the mean of its LGUs here"), href=href)
        return html.Section([title, html.P(ask)], className="record-part")
    scope = screen.report.scope
    if len(scope.lgus) * len(scope.programmes) > MOST_JUDGED:
        words = screen.say(
            "{lgus} LGUs and {programmes} programmes are too many to judge one by one here; "
            "choose a province.",
            lgus=len(scope.lgus), programmes=len(scope.programmes),
        )  # fmt: skip
        return html.Section([title, html.P(words)], className="record-part")
    found = vertical_difference(screen.report, framework.id)
    rows = [
        [screen.say(one.label), *(_points(v) for v in (one.national, one.local)),
         "–" if one.difference is None else f"{one.difference:+.0f}", f"{one.known}/{one.lgus}"]
        for one in found
    ]  # fmt: skip
    head = screen.words("Dimension", "Country", "Mean of LGUs", "Difference", "LGUs known")
    note = screen.say(
        "Over the indicators that are a measure of both; above 0 the country is ahead."
    )
    shown = table(screen, head, rows, caption=screen.say("Country less LGUs"), numbers=(1, 2, 3, 4))
    return html.Section([title, html.P(note, className="muted"), shown], className="record-part")


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _pack(screen: Screen, framework: Framework) -> Component | None:
    """The framework's own checklist as it was filled in, item by item."""
    pack, unit = packs(screen.report.profile).get(framework.pack), screen.report.selection.unit
    if pack is None or unit.partition("/")[0] not in pack.units:
        return None
    found = pack_score(screen.report.graph, unit, pack)
    title = screen.say("Its own checklist: {score}", score=pack_words(screen, found))
    return html.Section(_filled_in(screen, found, title), className="record-part")


def checklists(screen: Screen, ref: str) -> Component | None:
    """The checklists that somebody filled in for ``kind/id``; None where there is none."""
    every = packs(screen.report.profile).values()
    about = [pack for pack in every if ref.partition("/")[0] in pack.units]
    scores = [pack_score(screen.report.graph, ref, pack) for pack in about]
    shown = [
        _filled_in(screen, found, f"{screen.say(found.pack.title)}: {pack_words(screen, found)}")
        for found in scores
        if found.whole.known
    ]
    if not shown:
        return None
    return html.Section([html.H2(screen.say("Checklists")), *shown], className="record-part")


def _filled_in(screen: Screen, found: PackScore, title: str) -> Component:
    rows = [
        [
            screen.say(item.label),
            screen.say("does not apply") if item.answer is None else _answer(item),
            cites(screen, item.answer.cites[1:]) if item.answer else "–",
        ]
        for domain in found.domains
        for item in domain.items
    ]
    head = screen.words("Item", "Score", "Evidence")
    caption = screen.say("Checklist: {title}", title=screen.say(found.pack.title))
    shown = table(screen, head, rows, caption=caption, numbers=(1,))
    parts: list[Any] = [html.P(screen.say(found.pack.source), className="muted")]
    if found.pack.own_wording:
        note = screen.say(
            "Domains and scale are the source's; the items are short words of this product."
        )
        parts.append(html.P(note, className="muted"))
    return html.Details([html.Summary(title), *parts, shown])


def _answer(item: Item) -> str:
    if item.answer is None or item.answer.score is None:
        return "–"
    return f"{item.answer.score * item.maximum:g} / {item.maximum:g}"


def pack_words(screen: Screen, found: PackScore) -> str:
    """A checklist's score in words, with the published code of SDG 10.7.2 where it is that."""
    whole = found.whole
    known = screen.say("{known} of {total} items", known=whole.known, total=whole.total)
    if whole.value is None:
        return f"{screen.say(whole.reason or '')} ({known})"
    words = f"{whole.value:.1f} ({known})"
    if found.pack.id == "sdg-10-7-2":
        code = un_code(screen.report.profile, whole.value)
        words += f", {code}: {screen.say(UN_WORDS[code])}"
    return words
