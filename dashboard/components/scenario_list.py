"""The best next actions as a list, and what a scenario closes and opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from coherence.actions import Action
from coherence.best_actions import BestActions
from coherence.scenario import Put, Remove, Set
from dashboard.components import how_computed, record_link, table
from dashboard.screen import Screen
from dashboard.trying import Tried

DO = "do-"
"""What the options that choose an action begin with."""
MORE = 15
LISTED = 8


def chosen_names(screen: Screen) -> list[str]:
    """The actions that the address chooses."""
    return [o.removeprefix(DO) for o in screen.address.option if o.startswith(DO)]


def with_action(screen: Screen, name: str, *, on: bool) -> str:
    """The address with an action chosen or given up."""
    rest = {o for o in screen.address.option if o != DO + name}
    return screen.link(option=tuple(sorted(rest | ({DO + name} if on else set()))))


def points(value: float) -> str:
    """A gain in points, with its sign."""
    return f"{value:+.1f}" if abs(value) >= 0.05 else f"{value:+.2f}"


def cost_words(screen: Screen, action: Action) -> Any:
    """What an action costs and by which source, or that this is not on record."""
    if action.cost is None:
        return screen.say("not on record")
    amount = f"{action.currency} {action.cost:,}"
    if not action.cost_source:
        return amount
    return html.Div([html.Div(amount), html.Div(action.cost_source, className="muted small")])


def best_list(screen: Screen, found: BestActions) -> Component:
    """The few actions in order, each with what it adds after those before it."""
    rows = []
    for number, step in enumerate(found.steps, start=1):
        row = [str(number), _what(screen, step.action), points(step.gain)]
        if not screen.stage:
            row += [
                points(step.alone),
                cost_words(screen, step.action),
                _switch(screen, step.action),
            ]
        rows.append(row)
    head = screen.words("Rank", "Action", "Adds")
    if not screen.stage:
        head += screen.words("Alone", "Cost", "Scenario")
    caption = screen.say("The few actions that help most")
    return html.Div(
        table(screen, head, rows, caption=caption, numbers=(2, 3)), className="best-next"
    )


def more_list(screen: Screen, found: BestActions, actions: Sequence[Action]) -> Component | None:
    """What else would help, by what each adds alone."""
    taken = {step.action.name for step in found.steps}
    named = {a.name: a for a in actions}
    left = sorted(
        (n for n in found.alone if n not in taken), key=lambda n: (-found.alone[n], n)
    )  # fmt: skip
    if not left:
        return None
    rows = [
        [_what(screen, named[n]), points(found.alone[n]), cost_words(screen, named[n]),
         _switch(screen, named[n])]
        for n in left[:MORE]
    ]  # fmt: skip
    head = screen.words("Action", "Alone", "Cost", "Scenario")
    caption = screen.say("What else would help, each by itself")
    summary = screen.plural(
        "{count} other action would help by itself",
        "{count} others would help by themselves", len(left),
    )  # fmt: skip
    shown = table(screen, head, rows, caption=caption, numbers=(1,))
    return html.Details([html.Summary(summary), shown], className="how")


def guarantee(screen: Screen, found: BestActions, left_out: Mapping[str, int]) -> Component:
    """Exactly what may be said of the list, folded."""
    tried_out = screen.say(
        "{of} actions follow from what the report finds; {bear} of them change something that the "
        "goal rests on.",
        of=found.of, bear=found.bear,
    )  # fmt: skip
    said = screen.say(found.guarantee)
    parts = [html.P(tried_out), html.P(f"{said[:1].upper()}{said[1:]}.")]
    if left_out:
        kinds = ", ".join(f"{count} {kind}" for kind, count in left_out.items())
        parts.append(html.P(screen.say(
            "Not looked at, for of these kinds only the foremost are: {kinds}.", kinds=kinds
        )))  # fmt: skip
    parts.append(html.P(screen.say(
        "A cost is what the register or the country profile states; not on record is not 0."
    )))  # fmt: skip
    return how_computed(screen, parts)


def _what(screen: Screen, action: Action) -> Any:
    title = screen.say(action.title) if action.title else action.name
    if screen.stage:
        return title
    small: list[Any] = []
    if action.mends:
        first = action.mends[0]
        href = screen.link("/scorecard", open=first.code)
        small += [dcc.Link(first.code, href=href), f" {screen.say(first.reason)}"]
    if action.assumes:
        small.append(" · " + screen.say("assuming: {what}", what=screen.say(action.assumes)))
    return html.Div([html.Div(title), html.Div(small, className="muted small")])


def _switch(screen: Screen, action: Action) -> Component:
    on = action.name in chosen_names(screen)
    words = screen.say("Leave out") if on else screen.say("Try")
    title = f"{words}: {screen.say(action.title) if action.title else action.name}"
    href = with_action(screen, action.name, on=not on)
    return dcc.Link(words, href=href, className="try on" if on else "try", title=title)


# --- the scenario itself ------------------------------------------------------------------------


def scenario_list(screen: Screen, tried: Tried) -> Component:
    """The chosen actions, each with a way to give it up."""
    items = []
    for action in tried.actions:
        title = screen.say(action.title) if action.title else action.name
        drop = dcc.Link(
            screen.say("Leave out"), href=with_action(screen, action.name, on=False),
            className="try", title=f"{screen.say('Leave out')}: {title}",
        )  # fmt: skip
        items.append(html.Li([html.Span(title), " ", drop, _edits(screen, action)]))
    return html.Ul(items, className="scenario-actions")


def _edits(screen: Screen, action: Action) -> Component:
    """How many records the action adds and changes."""
    added = sum(isinstance(edit, Put) for edit in action.edits)
    changed = len({e.ref for e in action.edits if isinstance(e, Set | Remove)})
    changed += sum(not isinstance(edit, Put | Set | Remove) for edit in action.edits)
    words = screen.say(
        "records added: {added}, changed: {changed}", added=added, changed=changed
    )  # fmt: skip
    return html.Div(words, className="muted small")


def consequences(screen: Screen, tried: Tried) -> Component:
    """Gaps, overlaps and links that come and go, with the records behind them."""
    found = tried.changes
    parts: list[Component] = []
    gone = [_pair(screen, o.first, o.second) for o in found.overlaps_gone]
    new = [_pair(screen, o.first, o.second) for o in found.overlaps_new]
    lost, made = (
        [_joined(tried, k.source, k.target, k.cites) for k in links]
        for links in (found.links_gone, found.links_new)
    )
    groups: list[tuple[str, list[tuple[str, Sequence[str]]]]] = [
        (screen.say("Gaps closed"), [(screen.say(g.reason), g.cites) for g in found.gaps_gone]),
        (screen.say("Gaps opened"), [(screen.say(g.reason), g.cites) for g in found.gaps_new]),
        (screen.say("Overlaps gone"), gone),
        (screen.say("Overlaps new"), new),
        (screen.say("Links gone"), lost),
        (screen.say("Links new"), made),
    ]
    for title, entries in groups:
        if entries:
            parts.append(_group(screen, f"{title}: {len(entries)}", entries))
    if not parts:
        return html.P(screen.say("No gap, overlap or link comes or goes."), className="muted")
    return html.Div(parts, className="cards")


def _pair(screen: Screen, one: str, other: str) -> tuple[str, Sequence[str]]:
    """Two programmes by their links; one that the scenario takes away or makes by its name."""
    refs = (f"programme/{one}", f"programme/{other}")
    held = [ref for ref in refs if screen.report.snapshot.get(ref)]
    return "" if len(held) == len(refs) else f"{one} × {other}", refs


def _joined(tried: Tried, one: str, other: str, stated: str) -> tuple[str, Sequence[str]]:
    """Two records that are or were linked, by what they are called after the scenario."""
    called = tried.after.graph.called
    return f"{called(one)} – {called(other)}", (stated,)


def _group(screen: Screen, title: str, entries: list[tuple[str, Sequence[str]]]) -> Component:
    items = [html.Li(_entry(screen, words, refs)) for words, refs in entries[:LISTED]]
    if len(entries) > LISTED:
        more = screen.say("and {count} more", count=len(entries) - LISTED)
        items.append(html.Li(more, className="muted"))
    return html.Section([html.H3(title), html.Ul(items, className="cites")], className="card-box")


def _entry(screen: Screen, words: str, refs: Sequence[str]) -> list[Any]:
    """An entry and the records of the register as it is that it rests on, three at most."""
    held = [record_link(screen, ref) for ref in refs if screen.report.snapshot.get(ref)][:3]
    if not words:
        return [held[0], " × ", held[1]]
    return [words, *(part for link in held for part in (" · ", link))]
