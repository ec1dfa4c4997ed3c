"""Overlaps: who does the same thing for the same people in the same place?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

import pandas as pd
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from coherence.findings import Overlap, OverlapClass
from coherence.overlaps import OverlapCensus, census
from coherence.words import marked
from dashboard.components import (
    aria,
    card,
    cites,
    empty,
    frame_table,
    key_number,
    record_link,
    shows_table,
)
from dashboard.components.pair import CLASS_WORDS, PART_WORDS, class_tag, pair_chooser, pair_panel
from dashboard.context import Context
from dashboard.figures.overlaps import PARTS, height_of, overlap_bars, shortened
from dashboard.query import from_search, to_search
from dashboard.screen import Content, Page, Screen
from data.model import Programme

PAGE = Page(
    "/overlaps", "Overlaps", "Who does the same thing for the same people in the same place?", 3
)

LISTED: Final = 25
STAGE_PAIRS: Final = 6
STAGE_LINE: Final = 48
"""Characters of a line between the class and the money of a row."""
STAGE_NAME: Final = 34
"""Characters of a programme's name on the stage, which holds two in a row."""
MEANINGS: Final = {
    OverlapClass.DUPLICATION: marked("same service for the same people"),
    OverlapClass.OVERLAP: marked("same service, people or aims; with duplications"),
    OverlapClass.FRAGMENTATION: marked("same sector; with overlaps"),
}
COUNT_WORDS: Final = {
    OverlapClass.DUPLICATION: marked("Duplication"), OverlapClass.OVERLAP: marked("Overlap"),
    OverlapClass.FRAGMENTATION: marked("Fragmentation"),
}  # fmt: skip
MISSING_WORDS: Final = {
    "lead": marked("who leads it"), "activity": marked("whether it is active"),
    "reach": marked("where it works"),
}  # fmt: skip
HOW: Final = marked(
    "Programmes with different leads whose reach meets while both are active: a shared sector is "
    "fragmentation; a shared service or beneficiary group, or alike objectives, is an overlap; a "
    "shared service and a shared group is a duplication. Each count includes the stronger. The "
    "class decides; the score, in thousandths, only orders the list."
)


class Counts(NamedTuple):
    """How many pairs of the selection fall in each class; each includes the stronger."""

    duplication: int
    overlap: int
    fragmentation: int
    managed: int
    complementary: int
    settled: int

    def of(self, kind: OverlapClass) -> int:
        """The pairs of a class."""
        return int(getattr(self, kind.value))


def layout(screen: Screen) -> Content:
    """Counts by class, the explained scores, and the pairs; one opened side by side."""
    found = screen.report.overlaps
    whole = census(screen.report.scope)
    counts = counted(screen)
    content = Content(
        finding=finding(screen, counts, whole),
        lead=screen.say("An overlap is a candidate, not a fault, until people give a verdict."),
        body=[],
        announce=screen.say("{count} pairs listed", count=len(found)),
    )
    first, _, second = (screen.address.open or "").partition("~")
    opened = [pair_panel(screen, first, second)] if second else []
    if screen.stage:
        return replace(content, body=opened or _stage(screen, counts, whole, found))
    parts: list[Component] = [_counts(screen, counts), _apart(screen, counts, whole), *opened]
    if found:
        parts += [_chart(screen), _list(screen, found)]
    else:
        parts.append(empty(_nothing(screen)))
    if len(screen.report.snapshot.of(Programme)) > 1:
        parts.insert(-1 if found else len(parts), pair_chooser(screen))
    return replace(content, body=parts)


def _nothing(screen: Screen) -> str:
    if screen.report.selection.lens:
        return screen.say("No pair of programmes under these filters: clear them to see all.")
    return screen.say("No two programmes with different leads share a service or a group here.")


def finding(screen: Screen, counts: Counts, whole: OverlapCensus) -> str:
    """The title: how many overlaps there are, and how many of them are duplications."""
    if counts.overlap == 1:
        return screen.say("One overlap to look at")
    if counts.overlap and counts.duplication:
        return screen.say(
            "{count} overlaps, {same} of them duplications",
            count=counts.overlap, same=counts.duplication,
        )  # fmt: skip
    if counts.overlap:
        return screen.say("{count} overlaps, none of them a duplication", count=counts.overlap)
    if whole.not_judged:
        return screen.say("No overlap known; {count} pairs not judged", count=whole.not_judged)
    return screen.say("No overlaps on record")


def counted(screen: Screen) -> Counts:
    """The counts of the unit, or through the filters those of the pairs they let through."""
    whole, keep = census(screen.report.scope), screen.report.keep
    if keep is None:
        return Counts(
            whole.duplication, whole.overlap, whole.fragmentation, whole.managed,
            whole.complementary, whole.settled,
        )  # fmt: skip
    pairs = [
        p for p in whole.pairs if keep(f"programme/{p.first}") or keep(f"programme/{p.second}")
    ]
    open_pairs = [p for p in pairs if p.counts]
    return Counts(
        sum(p.kind is OverlapClass.DUPLICATION for p in open_pairs),
        sum(p.overlaps for p in open_pairs),
        sum(p.kind is not None for p in open_pairs),
        sum(p.overlaps and p.managed for p in open_pairs),
        sum(p.complementary for p in pairs),
        sum(p.standing.settled and not p.complementary for p in pairs),
    )


# --- counts ---------------------------------------------------------------------------------------


def _counts(screen: Screen, counts: Counts) -> Component:
    """GAO's three words; each opens the list of its own pairs."""
    numbers = []
    for kind in OverlapClass:
        option = _options(screen, f"only-{kind.value}", drop="only-")
        numbers.append(
            key_number(
                f"{counts.of(kind):,}", screen.say(COUNT_WORDS[kind]),
                screen.link(option=option, open=None), note=screen.say(MEANINGS[kind]),
            )
        )  # fmt: skip
    return html.Div(numbers, className="key-numbers three")


def _options(screen: Screen, *put: str, drop: str = "~") -> tuple[str, ...]:
    kept = {o for o in screen.address.option if not o.startswith(drop)}
    return tuple(sorted(kept | set(put)))


def _apart(screen: Screen, counts: Counts, whole: OverlapCensus) -> Component:
    """What stands beside the counts: managed ones, and what is in none of them."""
    rows = [
        (counts.managed, marked("managed"),
         marked("their leads coordinate, which is a strength"), "strength"),
        (counts.complementary, marked("complementary by design"),
         marked("parts of one whole; in no count"), ""),
        (counts.settled, marked("settled"), marked("by a verdict or a decision; in no count"), ""),
    ]  # fmt: skip
    items: list[Component] = [
        html.Li(
            [html.Strong(f"{count:,}"),
             html.Span(screen.say(word), className=f"tag {kind}".strip()),
             html.Span(screen.say(meaning), className="muted")]
        )
        for count, word, meaning, kind in rows
    ]  # fmt: skip
    if whole.not_judged:
        items.append(html.Li(_not_judged(screen, whole)))
    return html.Ul(items, className="apart")


def _not_judged(screen: Screen, whole: OverlapCensus) -> list[Component]:
    """The pairs that nobody can judge, and the cells without which they cannot be."""
    rows = [
        html.Li(
            [
                record_link(screen, f"programme/{missing.programme}"),
                ": " + ", ".join(screen.say(MISSING_WORDS[cell]) for cell in missing.cells),
                " " + screen.say("({count} pairs)", count=missing.pairs),
            ]
        )
        for missing in whole.missing
    ]  # fmt: skip
    missing = screen.say("Which cells are missing, in {count} programmes", count=len(rows))
    return [
        html.Strong(f"{whole.not_judged:,}"),
        html.Span(screen.say("cannot be judged"), className="tag unknown"),
        html.Span(screen.say("a cell is missing; in no count"), className="muted"),
        html.Details([html.Summary(missing), html.Ul(rows)]),
    ]


# --- the chart and its table ----------------------------------------------------------------------


def _chart(screen: Screen) -> Component:
    shown = _chosen(screen)
    title = html.H2(screen.say("What the first pairs share"))
    drawn = card(
        screen, None if shows_table(screen) else figure(screen), table(screen), name="overlaps",
        caption=screen.say("Score of each pair by what its programmes share"),
        how=html.P(screen.say(HOW)), height=height_of(len(shown)),
    )  # fmt: skip
    box = html.Div(
        drawn, className="table-box pair-chart", tabIndex="0", role="region",
        **aria(label=screen.say("Score of each pair")),
    )  # fmt: skip
    return html.Section([title, box])


def _chosen(screen: Screen) -> Sequence[Overlap]:
    """The listed pairs, of one class where the address asks for it."""
    wanted = {
        kind for kind in OverlapClass if f"only-{kind.value}" in screen.address.option
    }  # fmt: skip
    found = screen.report.overlaps
    return [o for o in found if o.kind in wanted] if wanted else found


def figure(screen: Screen) -> Any:
    """Stacked bars: the score of each pair by its five parts."""
    words = {part: screen.say(word) for part, word in PART_WORDS.items()}
    words["score"] = screen.say("score, in thousandths")
    return overlap_bars(_bar_frame(screen), theme=screen.theme, stage=screen.stage, words=words)


def _bar_frame(screen: Screen) -> pd.DataFrame:
    rows = [
        {
            "first": screen.name(f"programme/{o.first}"),
            "second": screen.name(f"programme/{o.second}"),
            "score": o.score,
            **{part: o.parts.get(part, 0) for part in PARTS},
        }
        for o in _chosen(screen)
    ]
    return pd.DataFrame(rows, columns=["first", "second", "score", *PARTS])


def table(screen: Screen) -> pd.DataFrame:
    """One row per pair: both programmes, class, score and its parts, money exposed, reasons."""
    yes, no = screen.say("yes"), screen.say("no")
    rows = [
        {
            screen.say("First"): screen.name(f"programme/{o.first}"),
            screen.say("Second"): screen.name(f"programme/{o.second}"),
            screen.say("Class"): screen.say(CLASS_WORDS[o.kind]),
            screen.say("Score"): o.score,
            **{screen.say(part.capitalize()): o.parts.get(part, 0) for part in PARTS},
            screen.say("Managed"): yes if o.managed else no,
            screen.say("Complementary"): yes if o.complementary else no,
            screen.say("Verdict"): _verdict(screen, o),
            screen.say("Exposed"): o.exposed.amount if o.exposed else None,
            screen.say("Currency"): o.exposed.currency if o.exposed else None,
            screen.say("Why"): "; ".join(screen.say(reason) for reason in o.reasons),
        }
        for o in _chosen(screen)
    ]
    return pd.DataFrame(rows)


# --- the list -------------------------------------------------------------------------------------


def _list(screen: Screen, found: Sequence[Overlap]) -> Component:
    shown = _chosen(screen)
    heading = screen.say("Pairs to look at ({count})", count=len(shown))
    head: list[Component] = [html.H2(heading)]
    if len(shown) != len(found) or any(o.startswith("only-") for o in screen.address.option):
        every = screen.link(option=_options(screen, drop="only-"))
        head.append(dcc.Link(screen.say("All {count} pairs", count=len(found)), href=every))
    whole = "all" in screen.address.option
    cards = [_pair(screen, o) for o in (shown if whole else shown[:LISTED])]
    body: list[Component] = [html.Ol(cards, className="pairs")]
    if not shown:
        body = [html.P(screen.say("No pair of this class is on the list; the counts are of all."))]
    if len(shown) > LISTED and not whole:
        link = screen.link(option=_options(screen, "all"))
        words = screen.say("Show all {count} pairs", count=len(shown))
        body.append(dcc.Link(words, href=link, className="show-all"))
    return html.Section([html.Div(head, className="list-head"), *body], className="pair-list")


def _pair(screen: Screen, o: Overlap) -> Component:
    compare = dcc.Link(
        screen.say("Compare side by side"), href=screen.link(open=f"{o.first}~{o.second}"),
        title=screen.say("{first} × {second}: compare side by side",
                         first=screen.name(f"programme/{o.first}"),
                         second=screen.name(f"programme/{o.second}")),
    )  # fmt: skip
    facts: list[tuple[str, Any]] = [
        (marked("Leads"), [_side(screen, o.first, o.levels[0]), " · ",
                           _side(screen, o.second, o.levels[1])]),
        (marked("Where"), _where(screen, o)),
        (marked("Money exposed"), _money(screen, o)),
        (marked("Verdict"), _verdict(screen, o)),
    ]  # fmt: skip
    title = html.H3(
        [record_link(screen, f"programme/{o.first}"), " × ",
         record_link(screen, f"programme/{o.second}")]
    )  # fmt: skip
    return html.Li(
        [
            html.Div([*_tags(screen, o), html.Span(
                screen.say("score {score}", score=o.score), className="muted score")],
                className="pair-tags"),
            title,
            html.P(_sentence("; ".join(screen.say(reason) for reason in o.reasons))),
            html.Dl([html.Div([html.Dt(screen.say(words)), html.Dd(said)])
                     for words, said in facts], className="facts beside"),
            html.Div([compare, html.Details(
                [html.Summary(screen.say("Rests on")), cites(screen, o.cites)])],
                className="pair-foot"),
        ],
        className="card-box",
    )  # fmt: skip


def _tags(screen: Screen, o: Overlap) -> list[Component]:
    tags = [class_tag(screen, o.kind)]
    for word, holds, kind in (
        (marked("managed"), o.managed, "strength"),
        (marked("complementary by design"), o.complementary, ""),
        (marked("settled"), o.settled, ""),
        (marked("open again"), bool(o.old_verdict) and not o.verdict, "attention"),
    ):
        if holds:
            tags.append(html.Span(screen.say(word), className=f"tag {kind}".strip()))
    return tags


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _side(screen: Screen, programme: str, rank: int | None) -> Component:
    lead = screen.report.snapshot.of(Programme)[programme].lead
    if lead is None:
        return html.Span(screen.say("lead not known"))
    link = record_link(screen, f"actor/{lead}")
    level = screen.report.profile.by_rank.get(rank) if rank is not None else None
    return html.Span([link, f" ({screen.say(level.name)})"] if level else link)


def _where(screen: Screen, o: Overlap) -> str:
    names = [screen.name(f"territory/{code}") for code in o.territories]
    if not names:
        return screen.say("not known")
    if len(names) > 3:
        first = ", ".join(names[:3])
        return screen.say("{names} and {count} more", names=first, count=len(names) - 3)
    return ", ".join(names)


def _money(screen: Screen, o: Overlap) -> str:
    if o.exposed:
        return f"{o.exposed.currency} {o.exposed.amount:,}"
    if o.unpriced:
        return screen.say("not known: {why}", why=screen.say(o.unpriced))
    return screen.say("not known")


def _verdict(screen: Screen, o: Overlap) -> str:
    def label(code: str) -> str:
        return screen.say(screen.report.profile.label("verdict", code))

    if o.verdict:
        return label(o.verdict)
    if o.old_verdict:
        return screen.say("awaits a new verdict; before: {old}", old=label(o.old_verdict))
    return screen.say("none needed") if o.complementary else screen.say("awaits a verdict")


# --- on the stage ---------------------------------------------------------------------------------


def _stage(
    screen: Screen, counts: Counts, whole: OverlapCensus, found: Sequence[Overlap]
) -> list[Component]:
    strip: list[Component] = [
        _stage_count(screen, counts.of(kind), CLASS_WORDS[kind], f"sign-{kind.value}")
        for kind in OverlapClass
    ]
    strip.append(_stage_count(screen, counts.managed, marked("managed")))
    if whole.not_judged:
        strip.append(_stage_count(screen, whole.not_judged, marked("not judged")))
    parts: list[Component] = [html.Ul(strip, className="stage-counts")]
    if not found:
        return [*parts, empty(_nothing(screen))]
    shown = _chosen(screen)[: screen.rows(STAGE_PAIRS)]
    if shows_table(screen):
        return [*parts, _stage_table(screen)]
    rows = [_stage_row(screen, o) for o in shown]
    return [*parts, html.Ol(rows, className="stage-pairs")]


def _stage_count(screen: Screen, count: int, word: str, sign: str = "") -> Component:
    drawn = html.Span(className=f"class-sign {sign}", **aria(hidden="true")) if sign else None
    said = html.Span([drawn, screen.say(word)], className="count-word")
    return html.Li([html.Strong(f"{count:,}"), said])


def _stage_row(screen: Screen, o: Overlap) -> Component:
    names = (_stage_name(screen, o.first), _stage_name(screen, o.second))
    both = f"{names[0]} × {names[1]}"
    said: list[Component] = [dcc.Link(both, href=screen.link(open=f"{o.first}~{o.second}"))]
    if len(both) <= STAGE_LINE:
        said.append(html.Span(shortened(_shared(screen, o), STAGE_LINE), className="muted small"))
    money = _money(screen, o) if o.exposed else screen.say("money not known")
    state = screen.say("managed") if o.managed else screen.say("not managed")
    if o.complementary:
        state = screen.say("by design")
    return html.Li(
        [
            class_tag(screen, o.kind), html.Span(said, className="stage-both"),
            html.Span([html.Strong(money), html.Span(state, className="muted")],
                      className="stage-facts"),
        ]
    )  # fmt: skip


def _shared(screen: Screen, o: Overlap) -> str:
    """The leads, and the first thing that both programmes share."""
    programmes = screen.report.snapshot.of(Programme)
    leads = [programmes[name].lead for name in (o.first, o.second)]
    names = [screen.name(f"actor/{lead}") for lead in leads if lead]
    why = screen.say(o.reasons[0]) if o.reasons else ""
    return f"{', '.join(names)}: {why}" if names else why


def _stage_name(screen: Screen, programme: str) -> str:
    return shortened(screen.name(f"programme/{programme}"), STAGE_NAME)


def _stage_table(screen: Screen) -> Component:
    frame = table(screen).iloc[:, :4]
    for column in frame.columns[:2]:
        frame[column] = [shortened(str(name), STAGE_NAME) for name in frame[column]]
    return frame_table(screen, frame.head(9), caption=screen.say("The first pairs"))


# --- a choice of two ------------------------------------------------------------------------------


def register(app: Dash, _context: Context) -> None:
    """The button beside the two lists opens the pair that they name."""

    @app.callback(
        Output("url", "search", allow_duplicate=True),
        Input("pair-compare", "n_clicks"),
        State("pair-first", "value"),
        State("pair-second", "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def compare(
        clicks: int | None, first: str | None, second: str | None, path: str | None,
        search: str | None,
    ) -> Any:  # fmt: skip
        if not clicks or not first or not second:
            return no_update
        return to_search(replace(from_search(search, path or "/"), open=f"{first}~{second}"))
