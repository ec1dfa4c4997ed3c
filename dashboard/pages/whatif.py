"""What-if: what changes if we merge, add or end this, and which few actions help most?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import dash_bootstrap_components as dbc
import pandas as pd
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from coherence.compare import ValueChange
from coherence.goals import INDEX, LOW, Goal, NoGoal
from coherence.indicators import CATALOGUE
from coherence.report import Report
from dashboard.components import card, empty, frame_table, key_number
from dashboard.components.frame import framed
from dashboard.components.scenario_list import (
    DO,
    best_list,
    chosen_names,
    consequences,
    guarantee,
    more_list,
    points,
    scenario_list,
)
from dashboard.context import Context
from dashboard.figures.whatif import before_after
from dashboard.pages import page_modules
from dashboard.query import Address, from_search, to_search
from dashboard.screen import Content, Page, Screen
from dashboard.trying import END, MERGE, Search, Tried, search_for, tried
from data.model import Programme

PAGE = Page(
    "/whatif", "What-if",
    "What changes if we merge, add, end this? Which few actions help most?", 9,
)  # fmt: skip

GOAL: Final = "goal-"
PATIENCE: Final = 3.0
"""Seconds that a page waits for a search before it shows how far that is."""
AGAIN: Final = 1500
"""Milliseconds between two looks at a search that is under way."""
MOST_NAMED: Final = 400
"""Programmes that are offered by name."""


def layout(screen: Screen) -> Content:
    """The few actions that help a goal most, and before and after of those that are chosen."""
    goal, wrong = asked_goal(screen)
    search = search_for(screen.report, goal, PATIENCE)
    found, strange = _scenario(screen, search)
    faults = [wrong] if wrong else []
    faults += [screen.say("“{name}” cannot be tried here.", name=name) for name in strange]
    finding = _finding(screen, search, found)
    return Content(
        finding=finding,
        lead=screen.say(
            "Each gain was measured on a copy of the register. Choose some and pass the address "
            "on: it carries the scenario. Nothing is stored."
        ),
        body=_body(screen, search, found, faults),
        announce=finding,
    )


def asked_goal(screen: Screen) -> tuple[Goal, str]:
    """The goal of the address, or the usual one; and what is wrong with what was asked for."""
    asked = [o.removeprefix(GOAL) for o in screen.address.option if o.startswith(GOAL)]
    if not asked:
        return usual_goal(screen.report), ""
    try:
        return Goal.of(asked[0]), ""
    except NoGoal as fault:
        return usual_goal(screen.report), f"{fault}."


def usual_goal(report: Report) -> Goal:
    """The index; where it has no value, the first core indicator that has one below 100."""
    if report.index.value is not None:
        return Goal()
    measured = [c for c, i in CATALOGUE.items() if i.core and i.measures(report.scope)]
    values = {code: report.result(code).normalised for code in measured}
    lacking = (code for code, value in values.items() if value is not None and value < 100)
    return Goal(next(lacking, "") or INDEX)


def _scenario(screen: Screen, search: Search) -> tuple[Tried | None, list[str]]:
    """The actions that are chosen; where none is, the best ones together."""
    names = chosen_names(screen)
    if not names and search.found:
        names = [step.action.name for step in search.found.steps]
    return tried(screen.report, names) if names else (None, [])


def _called(screen: Screen, goal: Goal) -> str:
    if goal.code == INDEX:
        return screen.say("the index")
    return f"{goal.code} ({screen.say('low end')})" if goal.low else goal.code


def _finding(screen: Screen, search: Search, found: Tried | None) -> str:
    goal = _called(screen, search.goal)
    if chosen_names(screen) and found:
        before, after = search.goal(screen.report), search.goal(found.after)
        if before is not None and after is not None:
            return screen.say(
                "Scenario: {goal} {before} → {after}", goal=_capital(goal),
                before=f"{before:.1f}", after=f"{after:.1f}",
            )  # fmt: skip
        return screen.plural(
            "Scenario of {count} action", "Scenario of {count} actions", len(found.actions)
        )
    if search.refused:
        return screen.say("There is nothing to raise here yet")
    if search.found is None:
        return screen.say("Trying out what could be done")
    if not search.found.steps:
        return screen.say("No action on the list raises {goal}", goal=goal)
    return screen.plural(
        "{count} action would add {points} to {goal}",
        "{count} actions would add {points} to {goal}",
        len(search.found.steps), points=points(search.found.total).lstrip("+"), goal=goal,
    )  # fmt: skip


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- the screen -----------------------------------------------------------------------------------


def _body(
    screen: Screen, search: Search, found: Tried | None, faults: list[str]
) -> list[Component]:
    mark = html.P(
        screen.say("SCENARIO, not the register: nothing is stored"), className="scenario-mark"
    )
    parts: list[Component] = [mark, *(html.P(fault, className="muted") for fault in faults)]
    if screen.stage:
        return [*parts, *_stage(screen, search, found)]
    parts += [_controls(screen, search.goal), _list(screen, search)]
    if found:
        parts += _before_and_after(screen, search.goal, found)
    return parts


def _list(screen: Screen, search: Search) -> Component:
    """The best next actions; while they are searched for, how far that is."""
    if search.refused:
        return empty(_capital(search.refused) + ".")
    if search.found is None or search.possible is None:
        tick = dcc.Interval(id="whatif-tick", interval=AGAIN)
        return html.Div([html.Div(_progress(screen, search), id="whatif-progress"), tick],
                        className="empty")  # fmt: skip
    if not search.found.steps:
        return html.Div([
            empty(screen.say("None of the {count} actions raises it.", count=search.found.of)),
            guarantee(screen, search.found, search.possible.left_out),
        ])  # fmt: skip
    more = None if screen.stage else more_list(screen, search.found, search.possible.actions)
    title = html.H2(screen.say("Best next actions"))
    return html.Section(
        [title, best_list(screen, search.found), more,
         guarantee(screen, search.found, search.possible.left_out)],
        className="card-box",
    )  # fmt: skip


def _progress(screen: Screen, search: Search) -> list[Component]:
    """How far a search is, in words and as a bar."""
    share = f"{100 * search.done:.0f}"
    words = screen.say("Trying out what could be done: {share} %", share=share)
    return [html.P(words), html.Progress(value=str(search.done), max="1", title=words)]


def _before_and_after(screen: Screen, goal: Goal, found: Tried) -> list[Component]:
    chosen = bool(chosen_names(screen))
    title = screen.say("Your scenario") if chosen else screen.say("All of these together")
    parts: list[Any] = [html.H2(title)]
    if chosen:
        parts.append(scenario_list(screen, found))
    parts.append(html.Div(_numbers(screen, goal, found), className="key-numbers"))
    frame = changes_frame(screen, found)
    if frame.empty:
        parts.append(html.P(screen.say("No value changes."), className="muted"))
    else:
        caption = screen.say("Values before and after, from 0 to 100, higher better")
        parts.append(
            card(
                screen, _figure(screen, frame), _table(screen, frame), name="whatif",
                caption=caption, height=110 + 30 * min(len(frame), 24),
            )
        )  # fmt: skip
    return [html.Section(parts, className="card-box"), consequences(screen, found)]


def _numbers(screen: Screen, goal: Goal, found: Tried) -> list[Component]:
    """The goal and the index, before and after."""
    shown = []
    for one in dict.fromkeys((goal, Goal())):
        before, after = one(screen.report), one(found.after)
        if before is None or after is None:
            continue
        path = "/index" if one.code == INDEX else "/scorecard"
        href = screen.link(path, open=None if one.code == INDEX else one.code)
        value, label = f"{before:.1f} → {after:.1f}", _capital(_called(screen, one))
        shown.append(key_number(value, label, href, note=points(after - before)))
    return shown


def _stage(screen: Screen, search: Search, found: Tried | None) -> list[Component]:
    if not chosen_names(screen):
        if search.found is None or not search.found.steps:
            return [_list(screen, search)]
        start, total = search.found.start, search.found.total
        together = screen.say(
            "together {points}: {before} → {after}", points=points(total),
            before=f"{start:.1f}", after=f"{start + total:.1f}",
        )  # fmt: skip
        return [
            html.Div(
                [
                    best_list(screen, search.found),
                    html.P(together, className="together"),
                    html.P(screen.say(search.found.in_short), className="together-how"),
                ],
                className="fill",
            )
        ]
    if found is None:
        return []
    frame = changes_frame(screen, found)
    if "table" in screen.address.option or frame.empty:
        return [html.Div(frame_table(screen, _table(screen, frame)), className="fill")]
    caption = screen.say("Values before and after, from 0 to 100, higher better")
    twin = _table(screen, frame)
    return [card(screen, _figure(screen, frame), twin, name="whatif", caption=caption)]


# --- chart and table ------------------------------------------------------------------------------


def changes_frame(screen: Screen, found: Tried) -> pd.DataFrame:
    """One row per indicator whose value changes, those that change most first.

    ``code, title, value_before, value_after, before, after, shown``; ``before`` and ``after`` on
    the scale of 0 to 100.
    """
    rows = [_row(screen, c) for c in found.changes.values if c.difference]
    rows.sort(key=lambda row: (-abs(row["after"] - row["before"]), row["code"]))
    columns = ("code", "title", "value_before", "value_after", "before", "after", "shown")
    return pd.DataFrame(rows, columns=list(columns))


def _row(screen: Screen, change: ValueChange) -> dict[str, Any]:
    entry = CATALOGUE[change.code]
    own = (change.before or 0.0, change.after or 0.0)
    before, after = map(entry.normalise, own)
    return {
        "code": change.code, "title": screen.say(entry.title), "value_before": own[0],
        "value_after": own[1], "before": before, "after": after,
        "shown": points(after - before).replace("-", "−"),
    }  # fmt: skip


def _figure(screen: Screen, frame: pd.DataFrame) -> Any:
    words = {"before": screen.say("Before"), "after": screen.say("After (scenario)")}
    if screen.stage:
        frame = frame.head(screen.rows(8))
    return before_after(frame, theme=screen.theme, stage=screen.stage, words=words)


def _table(screen: Screen, frame: pd.DataFrame) -> pd.DataFrame:
    heads = ("Code", "Indicator", "Before", "After (scenario)", "Difference")
    told = pd.DataFrame(
        {
            "Code": frame["code"], "Indicator": frame["title"],
            "Before": frame["value_before"].astype(float).round(4),
            "After (scenario)": frame["value_after"].astype(float).round(4),
            "Difference": (frame["value_after"] - frame["value_before"]).astype(float).round(4),
        }
    )  # fmt: skip
    return told.rename(columns={head: screen.say(head) for head in heads})


def _settled(screen: Screen) -> pd.DataFrame:
    """The changes, whatever time the search takes: a file cannot be looked at again."""
    found, _ = _scenario(screen, search_for(screen.report, asked_goal(screen)[0], None))
    if found is None:
        return pd.DataFrame(
            columns=["code", "title", "value_before", "value_after", "before", "after", "shown"]
        )
    return changes_frame(screen, found)


def figure(screen: Screen) -> Any:
    """Values before and after."""
    return _figure(screen, _settled(screen))


def table(screen: Screen) -> pd.DataFrame:
    """One row per indicator that changes: code, title, before, after, difference, in its unit."""
    return _table(screen, _settled(screen))


# --- choosing -------------------------------------------------------------------------------------


def _controls(screen: Screen, goal: Goal) -> Component:
    """The goal, and a programme to end or two to merge."""
    names = html.Datalist(
        [
            html.Option(value=p.id, label=p.title)
            for p in list(screen.report.snapshot.of(Programme).values())[:MOST_NAMED]
        ],
        id="whatif-programmes",
    )
    goals = dbc.Select(
        id={"whatif": "goal"}, options=_goals(screen, goal), value=str(goal), persistence=False
    )
    return html.Div(
        [
            _labelled(screen.say("Goal"), goals),
            _labelled(screen.say("End a programme"), _named(screen, "end")),
            _labelled(screen.say("Merge this programme"), _named(screen, "gone")),
            _labelled(screen.say("into"), _named(screen, "kept")),
            names,
        ],
        className="toolbar whatif-controls",
    )


def _labelled(words: str, control: Component) -> Component:
    return html.Label([html.Span(words, className="chip-label"), control], className="chip-choice")


def _named(screen: Screen, name: str) -> Component:
    box: Component = dbc.Input(
        id={"whatif": name}, list="whatif-programmes", debounce=True, value="",
        placeholder=screen.say("id"), autocomplete="off",
    )  # fmt: skip
    return box


def _goals(screen: Screen, now: Goal) -> Any:
    measured = [c for c, i in CATALOGUE.items() if i.measures(screen.report.scope)]
    found = [(INDEX, _capital(screen.say("the index")))]
    for code in measured:
        title = f"{code} {screen.say(CATALOGUE[code].title)}"
        result = screen.report.result(code)
        if result.normalised is not None:
            found.append((code, title))
        elif result.low is not None:
            found.append((f"{code}:{LOW}", f"{title} ({screen.say('low end')})"))
    if str(now) not in dict(found):
        found.append((str(now), str(now)))
    return [{"value": value, "label": label} for value, label in found]


def register(app: Dash, context: Context) -> None:
    """A goal or a programme chosen changes the address; a search that ends is shown."""

    @app.callback(
        Output("url", "search", allow_duplicate=True),
        Input({"whatif": ALL}, "value"),
        State({"whatif": ALL}, "id"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def choose(
        values: list[Any], ids: list[dict[str, str]], path: str | None, search: str | None
    ) -> Any:
        if not ctx.triggered_id or not ids:
            return no_update
        address = from_search(search, path or PAGE.path)
        given = {control["whatif"]: value for control, value in zip(ids, values, strict=True)}
        usual = str(usual_goal(context.report(address)))
        changed = chosen_address(address, given, usual)
        return no_update if changed == address else to_search(changed)

    @app.callback(
        Output("screen", "children", allow_duplicate=True),
        Output("whatif-progress", "children"),
        Input("whatif-tick", "n_intervals"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def look_again(_: int | None, path: str | None, search: str | None) -> Any:
        address = from_search(search, path or PAGE.path)
        screen = Screen(context.report(address), address, context)
        under_way = search_for(screen.report, asked_goal(screen)[0], 0)
        if not under_way.over.is_set():
            return no_update, _progress(screen, under_way)
        pages = [module.PAGE for module in page_modules()]
        return framed(screen, PAGE, pages, layout(screen), has_chart=True), no_update


def chosen_address(address: Address, given: dict[str, Any], usual: str) -> Address:
    """The address with the goal and the programmes that were chosen; the usual goal is left out."""
    options = {o for o in address.option if not o.startswith(GOAL)}
    goal = given.get("goal") or usual
    if goal != usual:
        options.add(GOAL + goal)
    if end := str(given.get("end") or "").strip():
        options.add(f"{DO}{END}:{end}")
    kept, gone = (str(given.get(name) or "").strip() for name in ("kept", "gone"))
    if kept and gone:
        options.add(f"{DO}{MERGE}:{kept}--{gone}")
    return replace(address, option=tuple(sorted(options)))
