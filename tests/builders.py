"""A country small enough to check in one's head, and short words to write records with.

``N`` the country · ``R`` its region · ``P`` and ``Q`` provinces · ``A`` and ``B`` cities under P,
``C`` a city under Q, ``I`` an independent city that statistics count to P. Everything is vouched
for on 2020-01-01 and looked at on 2020-06-30, unless a test says otherwise.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypeVar

from coherence.graph import PolicyGraph
from coherence.report import Edition, Report
from coherence.scope import Scope
from coherence.selection import CLEAR, Lens, settle
from data.columns import Holds, PartialDate
from data.model import Record, Register, Territory, columns_of, link_id
from data.profile import load_profile
from data.snapshot import Snapshot

PROFILE: Final = load_profile("philippines")
DAY: Final = date(2020, 6, 30)
R = TypeVar("R", bound=Record)


def make(kind: type[R], id: str | None = None, /, **fields: Any) -> R:
    """A record with what every record needs filled in; dates may be given as text."""
    filled: dict[str, Any] = {
        "observed_on": "2020-01-01",
        "grade": "B",
        "source": "a test",
    } | fields
    for name, spec in columns_of(kind).items():
        value = filled.get(name)
        if spec.holds is Holds.DATE and value is not None:
            filled[name] = PartialDate(value)
        if spec.holds.is_many and isinstance(value, str):
            filled[name] = tuple(value.split())
    if id is None:
        id = link_id(*(str(filled[k]) if filled.get(k) else None for k in kind.KEY_FIELDS))
    return kind(id=id, **filled)


def country() -> list[Record]:
    """The register's own row and the places N, R, P, Q, A, B, C and I."""
    rows = [
        ("N", "national", None), ("R", "regional", "N"), ("P", "provincial", "R"),
        ("Q", "provincial", "R"), ("A", "local", "P"), ("B", "local", "P"), ("C", "local", "Q"),
    ]  # fmt: skip
    places: list[Record] = [
        make(Territory, code, name=code, level=level, parent=parent) for code, level, parent in rows
    ]
    places.append(make(Territory, "I", name="I", level="local", parent="P", independent=True))
    register = make(
        Register, "toy", title="A toy", home="R", profile="philippines", as_of="2020-06-30"
    )
    return [register, *places]


def snapshot(*records: Record) -> Snapshot:
    """The small country with ``records`` in it."""
    return Snapshot([*country(), *records])


def graph(*records: Record, as_of: date = DAY) -> PolicyGraph:
    """The small country with ``records`` in it, as a graph."""
    return PolicyGraph(snapshot(*records), PROFILE, as_of)


def scope(*records: Record, unit: str = "R", as_of: date = DAY) -> Scope:
    """A unit of the small country: a territory's code, or ``mechanism/id``."""
    held = snapshot(*records)
    ref = unit if "/" in unit else f"territory/{unit}"
    return Scope(PolicyGraph(held, PROFILE, as_of), settle(held, ref, as_of))


def report(*records: Record, unit: str = "R", as_of: date = DAY, lens: Lens = CLEAR) -> Report:
    """A report on a unit of the small country."""
    held = snapshot(*records)
    ref = unit if "/" in unit else f"territory/{unit}"
    return Report(held, PROFILE, settle(held, ref, as_of, lens), Edition("toy", 1))
