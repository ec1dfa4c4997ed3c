"""Network: who is connected to whom across levels, and where is the ladder broken?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from dash import html
from dash.development.base_component import Component

from coherence.measures import (
    between_lgus_and_nation,
    level_pairs,
    missing_rungs,
    reach,
    single_points,
)
from coherence.network_frames import focus, link_frame, node_frame
from dashboard.components import card, empty, record_link
from dashboard.components import table as plain_table
from dashboard.figures.network import network_bands
from dashboard.screen import Content, Page, Screen

PAGE = Page("/network", "Network", "Who is connected to whom, and where is the ladder broken?", 2)
SEED = 1


def layout(screen: Screen) -> Content:
    """The level bands, links counted by direction, and who holds them together."""
    network = reach(screen.report.scope)
    if not network.nodes:
        sentence = screen.say("No actor of this place is on record for this day.")
        return Content(finding=screen.say("No actors on record"), body=empty(sentence))
    missing = [c for c in missing_rungs(screen.report.scope)]
    body: list[Component] = [
        card(
            screen, figure(screen), table(screen), name="network",
            caption=screen.say("Actors by level and the links between them"),
            how=html.P(screen.say(HOW)), height=560 if screen.stage else 620,
        )
    ]  # fmt: skip
    if not screen.stage:
        body.append(
            html.Div(
                [
                    _balance(screen),
                    _go_betweens(screen),
                    _points(screen),
                    _missing(screen, missing),
                ],
                className="columns",
            )
        )
    title = screen.say("{missing} governments lack a link to the level above", missing=len(missing))
    if not missing:
        title = screen.say(
            "{actors} actors, {links} links", actors=len(network.nodes), links=len(network.edges)
        )
    return Content(
        finding=title, body=body,
        announce=screen.say("{actors} actors, {links} links", actors=len(network.nodes), links=len(network.edges)),
    )  # fmt: skip


HOW = (
    "Links are ties between actors, seats at mechanisms and parties to agreements that surely held "
    "on the day. A link that is not on record counts as none; the picture is of the recorded network."
)


def figure(screen: Screen) -> Any:
    """The network on its level bands."""
    report = screen.report
    network = reach(report.scope)
    bands = {rank: screen.say(level.name) for rank, level in report.profile.by_rank.items()}
    nodes = node_frame(report, network)
    off_ladder = nodes["rank"].isna()
    if off_ladder.any():
        bands[int(nodes.loc[off_ladder, "band"].min())] = screen.say("Outside the ladder")
    used = {int(b) for b in nodes["band"]}
    chosen = screen.address.open or ""
    return network_bands(
        nodes, link_frame(report, network), {r: w for r, w in bands.items() if r in used},
        focus=focus(network, chosen) if chosen else (), theme=screen.theme, stage=screen.stage,
    )  # fmt: skip


def table(screen: Screen) -> pd.DataFrame:
    """One row per link: from, to, kind, direction, stated by."""
    links = link_frame(screen.report)
    return pd.DataFrame(
        {
            screen.say("From"): [screen.name(ref) for ref in links["source"]],
            screen.say("To"): [screen.name(ref) for ref in links["target"]],
            screen.say("Link"): links["kind"],
            screen.say("Direction"): links["flow"],
            screen.say("Stated by"): links["stated_by"],
        }
    )


def _balance(screen: Screen) -> Component:
    """Links down and up between each two levels: mandate and money, reports and needs."""
    names = screen.report.profile.by_rank
    rows = [
        [
            screen.say(names[p.upper].name),
            screen.say(names[p.lower].name),
            p.down,
            p.up,
            p.across,
            p.edges,
        ]
        for p in level_pairs(screen.report.scope)
        if p.edges
    ]
    head = [
        screen.say(w)
        for w in ("Upper level", "Lower level", "Down", "Up", "Across", "Linked pairs")
    ]
    caption = screen.say("Links between levels")
    return html.Section([html.H2(caption), plain_table(screen, head, rows, caption=caption)])


def _go_betweens(screen: Screen) -> Component:
    found = between_lgus_and_nation(screen.report.scope, np.random.default_rng(SEED))
    lines = [
        html.Li(
            [
                record_link(screen, g.ref), " ",
                screen.say("passes on {share:.0f} % of the shortest LGU–national paths", share=100 * g.share),
            ]
        )
        for g in found.found[:8]
        if g.share >= 0.01
    ]  # fmt: skip
    none = html.P(screen.say("No path joins an LGU of this place to a national body."))
    return html.Section([html.H2(screen.say("Go-betweens")), html.Ul(lines) if lines else none])


def _points(screen: Screen) -> Component:
    lines = [
        html.Li(
            [
                record_link(screen, d.ref), ": ",
                screen.say("without it {count} actors are cut off", count=len(d.cut_off)),
            ]
        )
        for d in single_points(screen.report.scope)[:8]
    ]  # fmt: skip
    none = html.P(screen.say("Nobody alone holds the network together."))
    title = screen.say("Single points of failure")
    return html.Section([html.H2(title), html.Ul(lines) if lines else none])


def _missing(screen: Screen, missing: list[Any]) -> Component:
    names = screen.report.profile.by_rank
    lines = [
        html.Li(
            [
                record_link(screen, f"territory/{c.territory}"), ": ",
                screen.say("no link to the {level} level", level=screen.say(names[c.upper].name).lower()),
            ]
        )
        for c in missing[:12]
    ]  # fmt: skip
    none = html.P(screen.say("Every government on record has a link to the level above."))
    return html.Section([html.H2(screen.say("Missing rungs")), html.Ul(lines) if lines else none])
