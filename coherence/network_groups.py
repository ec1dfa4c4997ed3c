"""A network too large for a screen: actors gathered by province, agency family or kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pandas as pd

from coherence.network_frames import DESK_LETTERS, STAGE_LETTERS, fitting
from coherence.place import Places
from coherence.report import Report
from data.model import Actor, Mechanism, Record

GROUP_COLUMNS: Final = ("members", "opens")


class Key(NamedTuple):
    """What the members of a group share."""

    band: int
    by: str
    """``place``, ``alone`` (without any link), ``family``, ``kind`` or ``band``."""
    of: str
    """Code of the place, id of the body, word for the kind, or ""."""


@dataclass(frozen=True)
class Gathered:
    """A network small enough to be shown, and what had to be put together for it."""

    nodes: pd.DataFrame
    """As `network_frames.node_frame`, with ``members`` (1 for an actor of its own) and ``opens``
    (what a click on a group shows: the ``kind/id`` of a place or a body, or "")."""
    links: pd.DataFrame
    """As `network_frames.link_frame`, between groups; one row a pair of ends and flow."""
    by: tuple[str, ...] = ()
    """What was put together by, as `Key.by`; () where nothing was."""
    group_of: Mapping[str, str] = field(default_factory=dict)
    """Node → the group that it is in."""


def gather(
    report: Report, nodes: pd.DataFrame, links: pd.DataFrame, most: int, apart: Collection[str] = ()
) -> Gathered:
    """At most ``most`` marks: only as many actors as must are gathered, the lowest level first.

    Those in ``apart`` stay by themselves. First towns by province, then provincial offices,
    then those without a link, then national and regional bodies by family, then places by region,
    then all by kind, then whole levels; where even that does not do, the rest stays as it is.
    """
    keys: dict[str, Key] = {}
    for step in _steps(report):
        if _marks(nodes, keys) <= most:
            break
        for row in nodes.to_dict("records"):
            found = step(row)
            if found is not None and row["ref"] not in apart:
                keys[row["ref"]] = found
    return _drawn(report, nodes, links, _without_single(keys))


def _marks(nodes: pd.DataFrame, keys: Mapping[str, Key]) -> int:
    return len({keys.get(ref, ref) for ref in nodes["ref"]})


def _without_single(keys: Mapping[str, Key]) -> dict[str, Key]:
    """A group of one is no group."""
    sizes: dict[Key, int] = {}
    for key in keys.values():
        sizes[key] = sizes.get(key, 0) + 1
    return {ref: key for ref, key in keys.items() if sizes[key] > 1}


# --- steps, the mildest first -------------------------------------------------------------------

Step = Callable[[Mapping[Any, Any]], Key | None]
"""Of a row of the node frame: which group it is then in, or None."""


def _steps(report: Report) -> Iterator[Step]:
    graph, lowest = report.graph, report.graph.lowest
    local = [r for r, level in report.profile.by_rank.items() if level.counts_as_lgu]
    widest = min(local, default=lowest)

    def by_place(bands: Collection[int], rank: int) -> Step:
        def step(row: Mapping[Any, Any]) -> Key | None:
            place = _place_at(graph.places, graph.snapshot.get(row["ref"]), rank)
            return Key(row["band"], "place", place) if row["band"] in bands and place else None

        return step

    def by_family(row: Mapping[Any, Any]) -> Key | None:
        record = graph.snapshot.get(row["ref"])
        if not isinstance(record, Actor) or row["band"] >= widest:
            return None
        code = report.profile.codes("actor_kind").get(record.kind or "")
        is_state = code is not None and code.about.get("state")
        return Key(row["band"], "family", graph.body(record.id)) if is_state else None

    yield by_place([lowest], widest)
    yield by_place(range(widest, lowest), widest)
    yield lambda row: None if row["links"] else Key(row["band"], "alone", "")
    yield by_family
    yield by_place(range(widest, lowest + 1), widest - 1)
    yield lambda row: Key(row["band"], "kind", row["kind"])
    yield lambda row: Key(row["band"], "band", "")


def _place_at(places: Places, record: Record | None, rank: int) -> str:
    """The place of a rank that a record's own place lies in; its own where it is wider."""
    code: Any = getattr(record, "territory", None)
    if isinstance(record, Mechanism):
        code = min(record.territories, default=None)
    own = code
    while code is not None and (places.rank(code) or 0) > rank:
        own, code = code, places.parent(code)
    if code is None or places.rank(code) != rank:
        return own or ""  # an independent city stands beside the provinces, under its region
    return str(code)


# --- drawn --------------------------------------------------------------------------------------


def _drawn(
    report: Report, nodes: pd.DataFrame, links: pd.DataFrame, keys: Mapping[str, Key]
) -> Gathered:
    group_of = {ref: f"group/{key.band}-{key.by}-{key.of}" for ref, key in keys.items()}
    ends = links.assign(
        source=links["source"].replace(group_of), target=links["target"].replace(group_of)
    )
    between = ends[ends["source"] != ends["target"]]
    single = between.drop_duplicates(["source", "target", "flow"], ignore_index=True)
    joined: dict[str, set[str]] = {}
    for row in single.itertuples():
        joined.setdefault(str(row.source), set()).add(str(row.target))
        joined.setdefault(str(row.target), set()).add(str(row.source))
    own = nodes[~nodes["ref"].isin(group_of)].assign(members=1, opens="")
    rows = []
    for ref, members in nodes[nodes["ref"].isin(group_of)].groupby(nodes["ref"].map(group_of)):
        rows.append(_group(report, str(ref), keys[members["ref"].iloc[0]], members))
    shown = pd.concat([own, pd.DataFrame(rows, columns=own.columns)] if rows else [own])
    shown = shown.sort_values(["band", "x", "ref"], ignore_index=True)
    shown["links"] = [len(joined.get(ref, ())) for ref in shown["ref"]]
    if rows:
        place = shown.groupby("band").cumcount()
        shown["x"] = (place + 0.5) / shown.groupby("band")["ref"].transform("size")
    by = tuple(dict.fromkeys(key.by for key in keys.values()))
    return Gathered(shown, single, by, group_of)


def _group(report: Report, ref: str, key: Key, members: pd.DataFrame) -> dict[str, Any]:
    usual = members[members["shape"] == members["shape"].mode().iloc[0]].iloc[0]
    first = {str(column): value for column, value in usual.items()}
    names, opens = _called(report, key, first["word"])
    return {
        **first,
        "ref": ref,
        "name": names[-1],
        "label": fitting(names, DESK_LETTERS, names[0]),
        "short": fitting(names, STAGE_LETTERS, names[0]),
        "x": members["x"].mean(),
        "in_unit": bool(members["in_unit"].any()),
        "broken": bool(members["broken"].any()),
        "members": len(members),
        "opens": opens,
    }


def _called(report: Report, key: Key, word: str) -> tuple[list[str], str]:
    """What a group may be called, its full name last, and what a click on it shows."""
    match key.by:
        case "place":
            place = report.graph.places.territories[key.of]
            return [n for n in (place.short_name, place.name) if n], place.ref
        case "family":
            body = report.snapshot.get(f"actor/{key.of}")
            names = [getattr(body, "acronym", None), getattr(body, "name", None), key.of]
            return [str(n) for n in names if n][:2], f"actor/{key.of}"
        case "kind":
            return [word, key.of] if len(key.of) > STAGE_LETTERS else [key.of], ""
        case "alone":
            return ["No link"], ""
    level = report.profile.by_rank.get(key.band)
    return [level.name if level else "Outside the ladder"], ""
