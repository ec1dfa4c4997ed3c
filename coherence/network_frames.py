"""The unit's network as two tidy frames: who stands where, and which links run which way."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from coherence.measures import Network, is_table, positions, reach, runs
from coherence.report import Report
from data.model import Actor, Record

NODE_COLUMNS = ("ref", "name", "short", "x", "band", "rank", "kind", "shape", "links", "in_unit")
LINK_COLUMNS = ("source", "target", "flow", "kind", "stated_by")


def node_frame(report: Report, network: Network | None = None) -> pd.DataFrame:
    """One row per actor, mechanism or agreement: ``ref, name, short, x, band, rank, kind, shape,
    links, in_unit``. ``x`` runs from 0 to 1; ``band`` is the rank, rows within it as fractions.
    """
    shown = network or reach(report.scope)
    rows = []
    for ref, (x, band) in positions(report.scope, shown).items():
        record = report.snapshot.get(ref)
        kind, shape = _kind(report, ref, record)
        rows.append(
            (
                ref, _name(record, ref), _short(record, ref), x, band, shown.ranks[ref], kind, shape,
                len(shown.neighbours[ref]), _in_unit(report, record),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(NODE_COLUMNS))


def link_frame(report: Report, network: Network | None = None) -> pd.DataFrame:
    """One row per link: ``source, target, flow, kind, stated_by``.

    ``flow`` is down, up or across the ladder; a seat at a table and a party to an agreement run
    across.
    """
    shown = network or reach(report.scope)
    labels = report.profile.codes("tie_kind")
    rows = [
        (
            link.source, link.target, runs(shown, link),
            labels[link.kind].label if link.kind in labels else link.kind.replace("_", " "),
            link.cites,
        )
        for link in shown.links
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(LINK_COLUMNS)).drop_duplicates()


def focus(network: Network, ref: str) -> Collection[str]:
    """An actor and those it is linked to; everyone where it is not in the network."""
    if ref not in network.ranks:
        return set(network.nodes)
    return {ref, *network.neighbours[ref]}


def _kind(report: Report, ref: str, record: Record | None) -> tuple[str, str]:
    """What a node is, in words, and the shape that says so."""
    if is_table(ref):
        return (
            ("mechanism", "hexagon2") if ref.startswith("mechanism") else ("agreement", "diamond")
        )
    code = record.kind if isinstance(record, Actor) else None
    found = report.profile.codes("actor_kind").get(code or "")
    if found is None:
        return "actor", "circle"
    return found.label, str(found.about.get("shape", "circle"))


def _name(record: Record | None, ref: str) -> str:
    return str(getattr(record, "name", None) or getattr(record, "title", None) or ref)


def _short(record: Record | None, ref: str) -> str:
    acronym = getattr(record, "acronym", None) or getattr(record, "short_title", None)
    return str(acronym or _name(record, ref))


def _in_unit(report: Report, record: Record | None) -> bool:
    place = getattr(record, "territory", None)
    places = (place,) if isinstance(place, str) else getattr(record, "territories", ())
    return any(code in report.scope.territories for code in places)
