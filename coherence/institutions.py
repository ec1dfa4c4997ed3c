"""What the records show of an LGU's institutions, step by step of the ladder of IN1.

A step is in place (1) where a record in force shows it, not in place (0) only where something
closes the question: an inventory of the place, or an instrument read whole. Else it is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from coherence.answers import Answer, answered
from coherence.graph import PolicyGraph
from coherence.measures import offices_of
from coherence.scope import Scope
from coherence.uptake import cited, is_read
from coherence.when import months_after
from coherence.words import Message, marked, say
from data.columns import PartialDate
from data.model import Actor, Instrument, Mechanism, Objective, Record, ServicePoint
from data.profile import Code

R = TypeVar("R", bound=Record)


def institutions(scope: Scope) -> Institutions:
    """The institutions on record of every LGU of the register."""
    return scope.graph.once(Institutions)


class Institutions:
    """Instruments, mechanisms and desks by the LGU that they belong to."""

    def __init__(self, graph: PolicyGraph) -> None:
        self.graph = graph

    # --- by LGU ----------------------------------------------------------------------------

    @cached_property
    def instruments(self) -> Mapping[str, list[Instrument]]:
        """LGU → instruments of its territory, or that an actor of it owns; not out of force."""
        return self._by_lgu(Instrument, self._places_of_instrument)

    @cached_property
    def mechanisms(self) -> Mapping[str, list[Mechanism]]:
        """LGU → mechanisms of its places on migration and development; not out of force."""
        return self._by_lgu(
            Mechanism, lambda m: m.territories if self.graph.is_on_migration(m) else ()
        )

    @cached_property
    def desks(self) -> Mapping[str, list[ServicePoint]]:
        """LGU → desks and centres in it, not known to have closed."""
        kinds = self.graph.profile.codes("service_point_kind")
        return self._by_lgu(
            ServicePoint,
            lambda p: (p.territory,) if says(kinds, p.kind, "desk") else (),
        )

    @cached_property
    def objectives(self) -> Mapping[str, list[Objective]]:
        """Instrument → its objectives on migration and development in force."""
        found: dict[str, list[Objective]] = defaultdict(list)
        for objective in self.graph.objectives():
            found[objective.instrument].append(objective)
        return found

    def _by_lgu(
        self, kind: type[R], places: Callable[[R], Iterable[str | None]]
    ) -> Mapping[str, list[R]]:
        graph = self.graph
        found: dict[str, list[R]] = defaultdict(list)
        for record in graph.snapshot.of(kind).values():
            if not graph.counts(record) or graph.in_force(record) is False:
                continue
            homes = {home for place in places(record) if (home := self._home(place))}
            for lgu in homes:
                if graph.rank(record) in (None, graph.places.rank(lgu)):
                    found[lgu].append(record)
        return found

    def _is(self, instrument: Instrument, what: str) -> bool:
        return says(self.graph.profile.codes("instrument_kind"), instrument.kind, what)

    def _home(self, place: str | None) -> str | None:
        """The LGU that a place is; a community counts as its city or municipality."""
        places = self.graph.places
        while place and (places.rank(place) or 0) > self.graph.lowest:
            place = places.parent(place)
        return place if place and places.is_lgu(place) else None

    def _places_of_instrument(self, instrument: Instrument) -> tuple[str | None, ...]:
        if instrument.territory:
            return (instrument.territory,)
        owner = self.graph.snapshot.get(instrument.owner or "")
        return (owner.territory,) if isinstance(owner, Actor) else ()

    # --- steps 1 to 3: instrument, council, desk -------------------------------------------

    def legal_instrument(self, lgu: str) -> Answer:
        """Whether an order or ordinance specific to migration is in force in the LGU."""
        legal = [i for i in self.instruments.get(lgu, ()) if self._is(i, "legal")]
        specific = [i for i in legal if i.migration == "specific"]
        unclear = [i for i in legal if i.migration is None]
        return self._shown(
            lgu, Instrument.KIND, specific, unclear,
            yes=marked("{name} is in force"),
            maybe=marked("not known: whether {name} is on migration and in force"),
            no=marked("no order or ordinance on migration is in force"),
        )  # fmt: skip

    def council(self, lgu: str) -> Answer:
        """Whether the LGU has a council or committee on migration and development."""
        return self._shown(
            lgu, Mechanism.KIND, self.mechanisms.get(lgu, ()), (),
            yes=marked("{name} is set up"),
            maybe=marked("not known: whether {name} is still there"),
            no=marked("it has no council or committee"),
        )  # fmt: skip

    def desk(self, lgu: str) -> Answer:
        """Whether a desk or centre is open in the LGU."""
        return self._shown(
            lgu, ServicePoint.KIND, self.desks.get(lgu, ()), (),
            yes=marked("{name} is open"), maybe=marked("not known: whether {name} is still open"),
            no=marked("no desk or centre is open"),
        )  # fmt: skip

    def _shown(
        self, lgu: str, kind: str, records: Iterable[Record], unclear: Iterable[Record], *,
        yes: str, maybe: str, no: str,
    ) -> Answer:  # fmt: skip
        """By records in force; those that may be keep an inventory from making it a no."""
        graph, unit = self.graph, f"territory/{lgu}"
        doubtful = list(unclear)
        for record in records:
            if graph.in_force(record):
                reason = say(yes, name=graph.called(record.ref))
                return Answer(1.0, reason, (unit, record.ref))
            doubtful.append(record)
        if doubtful:
            reason = say(maybe, name=graph.called(doubtful[0].ref))
            return Answer(None, reason, cited(unit, (r.ref for r in doubtful)))
        return self._closed(lgu, kind, say(no))

    def _closed(self, lgu: str, kind: str, no: Message) -> Answer:
        unit, listed = f"territory/{lgu}", self.graph.inventory(kind, lgu)
        if listed:
            return Answer(0.0, no, (unit, listed.ref))
        return Answer(None, say("not on record, and so not known"), (unit,))

    # --- steps 4 and 5: plan and investment programme --------------------------------------

    def plan_objectives(self, lgu: str) -> Answer:
        """Whether a plan of the LGU holds objectives on migration and development."""
        own = self.instruments.get(lgu, ())
        plans = [i for i in own if self._is(i, "plan") and not self._is(i, "budget")]
        held = {plan.id: self.objectives.get(plan.id, []) for plan in plans}
        return self._promised(lgu, plans, held, no=marked("{name} has no objective on migration"))

    def investment_line(self, lgu: str) -> Answer:
        """Whether an investment programme or budget of the LGU has a line for an objective."""
        budgets = [i for i in self.instruments.get(lgu, ()) if self._is(i, "budget")]
        held = {b.id: [*self.objectives.get(b.id, []), *self._lines.get(b.id, [])] for b in budgets}
        return self._promised(lgu, budgets, held, no=marked("{name} has no line on migration"))

    @cached_property
    def _lines(self) -> Mapping[str, list[Objective]]:
        """Investment programme or budget → objectives elsewhere that have a line in it."""
        found: dict[str, list[Objective]] = defaultdict(list)
        for objective in self.graph.objectives():
            if objective.budget_instrument:
                found[objective.budget_instrument].append(objective)
        return found

    def _promised(
        self, lgu: str, instruments: list[Instrument], held: Mapping[str, list[Objective]], *,
        no: str,
    ) -> Answer:  # fmt: skip
        graph, unit = self.graph, f"territory/{lgu}"
        for instrument in instruments:
            if graph.in_force(instrument) and held[instrument.id]:
                objective = held[instrument.id][0]
                reason = say(
                    "{title}, in {name}",
                    title=graph.called(objective.ref), name=graph.called(instrument.ref),
                )  # fmt: skip
                return Answer(1.0, reason, (unit, instrument.ref, objective.ref))
        if not instruments:
            return self._closed(lgu, Instrument.KIND, say("it has no such plan"))
        cites = cited(unit, (i.ref for i in instruments))
        name = graph.called(instruments[0].ref)
        listed = graph.inventory(Objective.KIND, lgu)
        if all(graph.in_force(i) and (listed or is_read(graph, i)) for i in instruments):
            return Answer(0.0, say(no, name=name), cited(cites, listed.ref if listed else None))
        return Answer(None, say("not known: {name} was not read whole", name=name), cites)

    # --- assessed --------------------------------------------------------------------------

    def assessed(self, lgu: str, item: str) -> Answer | None:
        """What the newest assessment of the LGU, or of an office of its government, says.

        None where the item does not apply; a score of None where nobody assessed it.
        """
        graph = self.graph
        units = (f"territory/{lgu}", *offices_of(graph).get(lgu, ()))
        known = next((unit for unit in units if graph.assessed(unit, item)), units[0])
        return answered(graph, known, item)

    def step(self, lgu: str, item: str) -> Answer | None:
        """A step of the ladder: as assessed, else as the records show; None: does not apply."""
        found = self.assessed(lgu, item)
        if found is None or found.score is not None:
            return found
        shows = self._shows.get(item)
        shown = shows(lgu) if shows else found
        if shown is None or shown is found:
            return shown
        label = self.graph.profile.label("checklist_item", item)
        return shown._replace(reason=say("{step}: {what}", step=label, what=shown.reason))

    @cached_property
    def _shows(self) -> Mapping[str, Callable[[str], Answer | None]]:
        """Checklist item → what the records show of it; the others only an assessment tells."""
        return {
            "IN1.1": self.legal_instrument,
            "IN1.2": self.council,
            "IN1.3": self.desk,
            "IN1.4": self.plan_objectives,
            "IN1.5": self.investment_line,
            "IN1.6": lambda lgu: self.assessed(lgu, "RC4.focal"),
        }

    def legal_cover(self, lgu: str) -> Answer | None:
        """Whether the LGU has a legal instrument: by record, else where fully or not assessed so.

        None where it does not apply to it.
        """
        shown, found = self.legal_instrument(lgu), self.assessed(lgu, "IN1.1")
        if shown.score or found is None:
            return shown if shown.score else None
        if found.score in (0.0, 1.0):
            return found
        if found.score is None:
            return shown
        return Answer(None, say("not known: only partly in place"), cited(shown.cites, found.cites))


def legal_basis(graph: PolicyGraph, mechanism: Mechanism) -> int | None:
    """The legal basis of a mechanism, 0 informal to 4 law; else that of what it rests on."""
    if mechanism.legal_basis is not None:
        return mechanism.legal_basis
    rests_on = graph.snapshot.of(Instrument).get(mechanism.based_on or "")
    kind = graph.profile.codes("instrument_kind").get((rests_on.kind if rests_on else None) or "")
    return kind.about.get("basis") if kind else None


def basis_ends(graph: PolicyGraph, mechanism: Mechanism) -> PartialDate | None:
    """When the legal basis of a mechanism ends, or has ended; None: not within twelve months."""
    rests_on = graph.snapshot.of(Instrument).get(mechanism.based_on or "")
    ends = mechanism.basis_expires_on or (rests_on.valid_to if rests_on else None)
    return None if ends is None or ends.first > months_after(graph.as_of, 12) else ends


def says(kinds: Mapping[str, Code], code: str | None, what: str) -> bool:
    """Whether the profile says ``what`` of a code of the list ``kinds``."""
    found = kinds.get(code or "")
    return bool(found and found.about.get(what))
