"""The unit's network as tidy frames: who stands where, which links run which way, since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import pandas as pd

from coherence.graph import Link, PolicyGraph
from coherence.measures import (
    Network,
    is_table,
    lies_in,
    positions,
    reach,
    runs,
    upward_connections,
)
from coherence.measures.governments import governed_by
from coherence.report import Report
from coherence.scope import Scope
from coherence.selection import Selection, default_as_of
from data.model import (
    Actor,
    Instrument,
    Mechanism,
    Membership,
    Record,
    Register,
    Territory,
    Tie,
)
from data.profile import Profile
from data.snapshot import Snapshot

NODE_COLUMNS: Final = (
    "ref", "name", "label", "short", "x", "band", "rank", "kind", "word", "shape", "links",
    "in_unit", "broken",
)  # fmt: skip
LINK_COLUMNS: Final = ("source", "target", "flow", "kind", "since", "stated_by", "source_text")

FLOWS: Final = ("down", "up", "across", "seat", "part")
"""Ties down, up and across the ladder; seats at tables and parties to agreements; parts of a
body. The last two say that somebody belongs, not which way anything runs."""

DESK_LETTERS, STAGE_LETTERS = 16, 8
"""Letters of a name beside a mark."""


def node_frame(report: Report, network: Network | None = None) -> pd.DataFrame:
    """One row per actor, mechanism or agreement: ``ref, name, label, short, x, band, rank, kind,
    word, shape, links, in_unit, broken``.

    ``label`` has at most 16 letters, ``short`` at most 8; ``word`` is a short word for the kind.
    ``x`` runs from 0 to 1 and is that of the unit's whole network, whatever part is shown;
    ``band`` is the rank, for those off the ladder the number below the lowest. ``broken``: a
    government that no recorded link joins to the level above.
    """
    shown = network or reach(report.scope)
    below_all = report.graph.lowest + 1
    places = positions(report.scope)
    broken = _without_link_up(report)
    rows = []
    for ref, rank in shown.ranks.items():
        record = report.snapshot.get(ref)
        kind, word, shape = _kind(report, ref, record)
        names, name_in_sheet = _names(report, record, ref), ref.partition("/")[2]
        rows.append(
            (
                ref, names[-1], fitting(names, DESK_LETTERS, name_in_sheet),
                fitting(names, STAGE_LETTERS, name_in_sheet),
                places[ref][0], below_all if rank is None else rank, rank, kind, word, shape,
                len(shown.neighbours[ref]), lies_in(report.scope, ref), ref in broken,
            )
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(NODE_COLUMNS))
    return frame.sort_values(["band", "x", "ref"], ignore_index=True)


def _without_link_up(report: Report) -> set[str]:
    """The governments that no recorded link joins to the level above, without their own parts."""
    found: set[str] = set()
    for rung in upward_connections(report.scope):
        if rung.joined is False:
            actors = {ref: report.snapshot.get(ref) for ref in rung.cites}
            found |= {
                ref
                for ref, record in actors.items()
                if f"actor/{getattr(record, 'part_of', None)}" not in actors
            }
    return found


def link_frame(report: Report, network: Network | None = None) -> pd.DataFrame:
    """One row per link: ``source, target, flow, kind, since, stated_by, source_text``.

    ``flow`` is one of `FLOWS`; ``since`` the date from which its record says that it holds, or
    None; ``stated_by`` the record that states it and ``source_text`` that record's own source.
    """
    shown = network or reach(report.scope)
    rows = []
    for link in shown.links:
        stated = report.snapshot.get(link.cites)
        rows.append(
            (
                link.source, link.target, flow_of(shown, link), kind_of(report.profile, link),
                since_of(report, link), link.cites, stated.source if stated else None,
            )
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(LINK_COLUMNS), dtype=object)
    return frame.drop_duplicates(ignore_index=True)


def flow_of(network: Network, link: Link) -> str:
    """Which of `FLOWS` a link is drawn as."""
    if link.kind in ("membership", "party"):
        return "seat"
    return "part" if link.kind == "part_of" else runs(network, link)


def kind_of(profile: Profile, link: Link) -> str:
    """What a link is called: the profile's word for a tie, else a word for what joins the two."""
    known = profile.codes("tie_kind").get(link.kind)
    if known:
        return known.label
    words = {"membership": "Seat", "party": "Party to the agreement", "part_of": "Part of"}
    return words.get(link.kind, link.kind.replace("_", " "))


def since_of(report: Report, link: Link) -> str | None:
    """From when its record says that a seat, a tie or an agreement held; None where it does not."""
    stated = report.snapshot.get(link.cites)
    if link.kind == "part_of" or stated is None:
        return None
    adopted = stated.adopted_on if isinstance(stated, Instrument) else None
    return getattr(stated, "valid_from", None) or adopted


def level_frame(nodes: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of levels with links: ``upper, lower, down, up, across, seat, part``.

    Ranks of the ladder, the upper one first; links that end off the ladder are left out.
    """
    rank = nodes.set_index("ref")["rank"]
    ends = pd.DataFrame({"a": links["source"].map(rank), "b": links["target"].map(rank)})
    counted = pd.DataFrame(
        {"upper": ends.min(axis=1), "lower": ends.max(axis=1), "flow": links["flow"]}
    )[ends.notna().all(axis=1)]
    table = pd.crosstab([counted["upper"], counted["lower"]], counted["flow"])
    table = table.reindex(columns=list(FLOWS), fill_value=0).reset_index()
    table.columns.name = None
    return table.astype({"upper": int, "lower": int})


# --- over time ----------------------------------------------------------------------------------

_JOINING: Final = (Register, Territory, Actor, Mechanism, Membership, Instrument, Tie)
"""All that the network is made of; the rest of a register may be long."""

YEARS: Final = 15
"""The last years that are counted."""


def pairs_by_year(snapshot: Snapshot, profile: Profile, unit: str) -> Mapping[int, int]:
    """Year → linked pairs of the unit's network on its last day, from the first year with any.

    At most `YEARS` years, up to that of the register's own date.
    """
    return dict(_pairs_by_year(snapshot, profile, unit))


@lru_cache(maxsize=64)
def _pairs_by_year(snapshot: Snapshot, profile: Profile, unit: str) -> tuple[tuple[int, int], ...]:
    last = default_as_of(snapshot).year
    joining = Snapshot(record for kind in _JOINING for record in snapshot.of(kind).values())
    found = []
    for year in range(last - YEARS + 1, last + 1):
        day = date(year, 12, 31)
        scope = Scope(PolicyGraph(joining, profile, day), Selection(unit, day))
        found.append((year, len(reach(scope).edges)))
    first = next((number for number, (_, pairs) in enumerate(found) if pairs), len(found) - 1)
    return tuple(found[first:])


# --- what a mark is called ----------------------------------------------------------------------


def _kind(report: Report, ref: str, record: Record | None) -> tuple[str, str, str]:
    """What a node is, in words, in a short word, and the shape that says so."""
    if is_table(ref):
        if ref.startswith("mechanism"):
            return "Committee or council", "Committee", "hexagon2"
        return "Agreement", "Agreement", "bowtie"
    code = record.kind if isinstance(record, Actor) else None
    found = report.profile.codes("actor_kind").get(code or "")
    if found is None:
        return "Actor of unknown kind", "Unknown", "circle-dot"
    word = "Local gov." if found.about.get("lgu") else found.short or found.label
    return found.label, word, str(found.about.get("shape", "circle"))


def _names(report: Report, record: Record | None, ref: str) -> list[str]:
    """What a node may be called, the shortest usual name first, its full name last."""
    full = str(getattr(record, "name", None) or getattr(record, "title", None) or ref)
    short = getattr(record, "acronym", None) or getattr(record, "short_title", None)
    place = None
    if isinstance(record, Actor):
        territory = report.graph.places.territories.get(governed_by(report.graph, record) or "")
        is_government = territory is not None and report.graph.places.is_lgu(territory.id)
        if territory is not None and is_government and record.part_of is None:
            place = territory.short_name or territory.name
    return [name for name in (short, place) if name] + [full]


def fitting(names: list[str], letters: int, otherwise: str) -> str:
    """The first name of at most so many letters, else ``otherwise`` if it fits, else the first
    one, cut.
    """
    for name in (*names, otherwise):
        if len(name) <= letters:
            return name
    return names[0][: letters - 1].rstrip(" -,") + "…"
