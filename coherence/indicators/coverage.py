"""Coverage and gaps: is everybody who needs something served, and does effort follow need?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import fsum
from operator import attrgetter
from typing import Final, NamedTuple, TypeVar

from coherence.catalogue import Direction, Measured, indicator
from coherence.cells import Cell, named, told
from coherence.coverage import coverage_cells, lgus_served
from coherence.effort import Difference, delivered, need_against_effort, share_in, shares
from coherence.evidence import Evidence, Judgement, Said
from coherence.scope import Scope
from coherence.uptake import cited
from coherence.words import Message, say
from data.model import Objective, Programme, Record
from data.profile import Code


@indicator(
    "CG1",
    title="Service coverage",
    levels="NRPL",
    weighs="needs",
    reference="OCHA, who does what where (3W, 4W)",
    core=True,
)
def service_coverage(scope: Scope) -> Evidence:
    """Share of the services that people need in a place and that somebody delivers there.

    100·Σ r·[∃p]/Σ r over the needs on record (place × service × group × phase; blank is any),
    r = 0 where a need is said not to be required. Somebody is an active programme or an open
    service point that delivers at the place or above it; in a region or a country, anywhere in
    it. A programme that is only open to its people counts as served from above, which scores 0.
    """
    cells = [cell for cell in coverage_cells(scope) if cell.required]
    return Evidence.told_later(
        [cell.needs[0] for cell in cells],
        [cell.score for cell in cells],
        lambda row: Said(told(scope.graph, cells[row]), cells[row].cites),
    )


@indicator(
    "CG2",
    title="Need-weighted coverage",
    levels="RPL",
    weighs="needs with a known number of people",
    reference="OCHA, Joint Intersectoral Analysis Framework: response against need",
    core=True,
)
def need_weighted_coverage(scope: Scope) -> Iterator[Judgement]:
    """Share of the people in need whom programmes mean to reach in their place.

    100·Σ n·min(1, supply/n)/Σ n over the needs with a number n. Supply is what the programmes
    that deliver there target, by their recorded split, else evenly over cities and
    municipalities; where one of them names no target, being served at all counts as enough.
    """
    for cell in coverage_cells(scope):
        if cell.quantity:
            score, why = _supplied(scope, cell, cell.quantity)
            yield Judgement(cell.needs[0], score, why, weight=cell.quantity, cites=cell.cites)


def _supplied(scope: Scope, cell: Cell, need: float) -> tuple[float | None, Message]:
    found = [scope.snapshot.get(ref) for ref in cell.providers]
    targets = [
        (p, p.targeted) for p in found if isinstance(p, Programme) and p.targeted is not None
    ]
    why = told(scope.graph, cell)
    if not cell.score or not found or len(targets) < len(found):
        return cell.score, why
    supply = fsum(
        share_in(scope.places, shares(scope.places, p), cell.territory) * targeted
        for p, targeted in targets
    )
    score = min(1.0, supply / need)
    return score, say("{what}; {supply:.0f} of {need:.0f} meant to be reached",
                      what=why, supply=supply, need=need)  # fmt: skip


@indicator(
    "CG3",
    title="Sector breadth",
    levels="NRPL",
    weighs="sectors",
    reference="EU-IOM, Mainstreaming Migration into International Cooperation and Development",
    bands="CG3",
)
def sector_breadth(scope: Scope) -> Evidence:
    """Share of the nine sectors in which a programme or an objective takes up migration.

    100·|sectors with ≥ 1 programme delivered in the unit or objective of its own|/9. A sector is
    known to be without any where the programmes of the place are inventoried and its objectives
    are too, or every plan of its own is read whole.
    """
    themes = _by_codes(scope.own_objectives(), lambda o: (o.theme,) if o.theme else ())
    closed = _inventories(scope, Programme.KIND), _promises_closed(scope)
    works, rows = _Works(scope, "sectors"), []
    for code, sector in scope.profile.codes("sector").items():
        found = [*works.naming([code]), *themes.get(code, ())]
        doubt = [*works.perhaps_naming([code]), *themes.get(_BLANK, ())]
        rows.append(_Breadth(sector, found, doubt))
    return _broad(scope, rows, closed)


@indicator(
    "CG4",
    title="Migration-cycle coverage",
    levels="RPL",
    weighs="phases of the migration cycle",
    reference="KNOMAD/OECD, Policy and Institutional Coherence for Migration and Development",
)
def cycle_coverage(scope: Scope) -> Evidence:
    """Share of the migration cycle's five phases in which a programme serves the place.

    100·covered/5 over before departure, at destination, return and reintegration, families left
    behind, and diaspora and remittance investment; a programme counts where it is delivered in
    the unit. A phase is known to be without any where the place's programmes are inventoried.
    """
    closed = (_inventories(scope, Programme.KIND),)
    works, rows = _Works(scope, "phases"), []
    for cycle, joined in scope.profile.codes("cycle").items():
        phases = scope.profile.codes("phase").items()
        wanted = [p for p, code in phases if code.about.get("cycle") == cycle]
        rows.append(_Breadth(joined, works.naming(wanted), works.perhaps_naming(wanted)))
    return _broad(scope, rows, closed)


Refs = tuple[str, ...]
R = TypeVar("R", bound=Record)

_BLANK: Final = ""
"""Stands for the code of a record that names none."""


def _by_codes(records: Iterable[R], codes_of: Callable[[R], Sequence[str]]) -> dict[str, list[R]]:
    """Code → the records that name it, in their order."""
    found: dict[str, list[R]] = defaultdict(list)
    for record in records:
        for code in codes_of(record) or (_BLANK,):
            found[code].append(record)
    return found


class _Works:
    """Programmes delivered in a unit by the codes that they name in a field."""

    def __init__(self, scope: Scope, field: str) -> None:
        near = (
            p
            for p in scope.uncertain_programmes
            if any(scope.places.reaches(p.territories, root) for root in scope.roots)
        )
        self._sure = _by_codes(delivered(scope), attrgetter(field))
        self._unsure = _by_codes(near, attrgetter(field))

    def naming(self, codes: Sequence[str]) -> Sequence[Programme]:
        """Those that surely name one of the codes, in id order."""
        return _either(self._sure, codes)

    def perhaps_naming(self, codes: Sequence[str]) -> Sequence[Programme]:
        """Those that may: what they name, or whether they are active, is not known."""
        return [*self._sure.get(_BLANK, ()), *_either(self._unsure, [_BLANK, *codes])]


def _either(by_code: Mapping[str, list[Programme]], codes: Sequence[str]) -> Sequence[Programme]:
    if len(codes) == 1:
        return by_code.get(codes[0], ())
    found = {p.id: p for code in codes for p in by_code.get(code, ())}
    return [found[name] for name in sorted(found)]


class _Breadth(NamedTuple):
    """A sector or a part of the cycle, the records that take it up, and those that may."""

    code: Code
    found: Sequence[Record]
    doubt: Sequence[Record]


def _inventories(scope: Scope, kind: str) -> Refs:
    """The inventories that close a record kind in the whole unit; () leaves it open."""
    found = [scope.graph.inventory(kind, root) for root in scope.roots]
    return tuple(sorted({i.ref for i in found if i})) if all(found) else ()


def _promises_closed(scope: Scope) -> Refs:
    """What shows that all objectives of the unit are on record; () leaves it open."""
    if listed := _inventories(scope, Objective.KIND):
        return listed
    kinds, read = scope.profile.codes("instrument_kind"), scope.profile.codes("read")
    plans = [
        i for i in scope.instruments() if (k := kinds.get(i.kind or "")) and k.about.get("plan")
    ]
    whole = [i.ref for i in plans if (r := read.get(i.read or "")) and r.about.get("closes")]
    return tuple(whole) if len(whole) == len(plans) else ()


def _broad(scope: Scope, rows: Sequence[_Breadth], closed: tuple[Refs, ...]) -> Evidence:
    nothing = 0.0 if all(closed) else None

    def tell(row: int) -> Said:
        return _why_broad(scope, rows[row], closed)

    return Evidence.told_later(
        [f"{scope.unit}@{row.code.id}" for row in rows],
        [1.0 if row.found else None if row.doubt else nothing for row in rows],
        tell,
    )


def _why_broad(scope: Scope, row: _Breadth, closed: tuple[Refs, ...]) -> Said:
    label = row.code.label
    refs = tuple(record.ref for record in row.found or row.doubt)
    if row.found:
        return Said(say("{what}: {names}", what=label, names=named(scope.graph, refs)), refs)
    if row.doubt:
        names = named(scope.graph, refs)
        why = say("{what}: nothing on record, but {names} may count", what=label, names=names)
        return Said(why, (scope.unit, *refs))
    if all(closed):
        why = say("{what}: nothing, and all is inventoried or read whole", what=label)
        return Said(why, cited(scope.unit, *closed))
    why = say("{what}: nothing on record, which is not known to be all", what=label)
    return Said(why, (scope.unit,))


@indicator(
    "CG5",
    title="Unserved local governments",
    direction=Direction.LOWER,
    levels="NRP",
    weighs="local governments with a need on record",
    reference="OCHA, who does what where (3W)",
    core=True,
    bands="CG5",
)
def unserved_units(scope: Scope) -> Evidence:
    """Share of the local governments with people in need where nobody delivers anything.

    100·|LGUs with n > 0 and no active programme|/|LGUs with n > 0|; a need without a number
    counts as n > 0, an open service point as a programme. What is delivered above or inside a
    local government serves it; what is only open to its people does not, but leaves it unknown
    until the place is inventoried.
    """
    return lgus_served(scope)


@indicator(
    "CG6",
    title="Need–effort mismatch",
    measured_in="0–1",
    direction=Direction.LOWER,
    levels="NRP",
    weighs="local governments",
    reference="OCHA, need against funding; Charbit (2011), administrative gap",
    own_formula=True,
    goalposts=(0.6, 0.0),
    bands="CG6",
)
def need_effort_mismatch(scope: Scope) -> Measured:
    """How differently need and effort are spread over local governments: 0 alike, 1 apart.

    D = ½·Σ|n/Σn − b/Σb| over the local governments next below the unit. b is the migration
    budget delivered there where at least the known share (65 %) of programmes have one, else
    the people their programmes target. Each place's signed difference stands with it.
    """
    found = need_against_effort(scope)
    evidence = Evidence.of(_difference(scope, row) for row in found.rows)
    known = [row.difference for row in found.rows if row.difference is not None]
    if found.missing:
        return Measured(None, evidence, reason=found.missing)
    value = fsum(map(abs, known)) / 2
    return Measured(value, evidence, beside=(("effort counted in", found.counted_in),))


def _difference(scope: Scope, row: Difference) -> Judgement:
    place = f"territory/{row.territory}"
    name = scope.graph.called(place)
    if row.need is None or row.effort is None:
        why = say("{place}: its need or what is done for it is not known", place=name)
        return Judgement(place, None, why, cites=(place,))
    why = say(
        "{place}: {need:.0f} % of the need, {effort:.0f} % of the effort",
        place=name, need=100 * row.need, effort=100 * row.effort,
    )  # fmt: skip
    return Judgement(place, 1 - abs(row.effort - row.need), why, cites=(place,))
