"""Rules on what stands above what: no circles, and the ladder runs one way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from data.issues import Issue
from data.model import (
    Actor,
    Alignment,
    Instrument,
    Mechanism,
    Objective,
    Programme,
    Record,
    Territory,
)
from data.rules.examined import Examined

_UPWARD: Final[tuple[tuple[type[Record], str], ...]] = (
    (Territory, "parent"), (Actor, "part_of"), (Actor, "succeeded_by"), (Mechanism, "part_of"),
    (Instrument, "upper"), (Objective, "parent"), (Programme, "parent"),
)  # fmt: skip


def parents_in_a_circle(register: Examined) -> Iterator[Issue]:
    """Nothing stands above itself."""
    for kind, field in _UPWARD:
        records = register.whole.of(kind)
        above = {
            record.id: [getattr(record, field)]
            for record in records.values()
            if getattr(record, field)
        }
        for circle in circles(above):
            shown = next((records[name] for name in circle if register.judges(records[name])), None)
            if shown is not None:
                yield _in_a_circle(register, shown, field, circle)


def alignments_in_a_circle(register: Examined) -> Iterator[Issue]:
    """No objective carries out itself, over whatever others."""
    above: defaultdict[str, list[str]] = defaultdict(list)
    links = {}
    for link in register.whole.of(Alignment).values():
        above[link.child].append(link.parent)
        links[link.child, link.parent] = link
    for circle in circles(above):
        steps = zip(circle, [*circle[1:], circle[0]], strict=True)
        shown = next((links[step] for step in steps if register.judges(links[step])), None)
        if shown is not None:
            yield _in_a_circle(register, shown, "parent", circle)


def _in_a_circle(register: Examined, record: Record, field: str, circle: Sequence[str]) -> Issue:
    path = " → ".join([*circle[:10], "…"] if len(circle) > 10 else [*circle, circle[0]])
    return register.error(
        record, field, "cycle", f"this runs in a circle: {path}", "Break it here."
    )


def circles(above: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Circles in a graph of what each node points to, at least one where there is any.

    >>> list(circles({"a": ["b"], "b": ["a"], "c": ["a"]}))
    [['a', 'b']]
    """
    done: set[str] = set()
    for start in sorted(above):
        path: list[str] = []
        place: dict[str, int] = {}
        waiting: list[Iterator[str]] = [iter([start])]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
                if path:
                    left = path.pop()
                    del place[left]
                    done.add(left)
            elif node in place:
                circle = path[place[node] :]
                lowest = circle.index(min(circle))
                yield circle[lowest:] + circle[:lowest]
            elif node not in done:
                place[node] = len(path)
                path.append(node)
                waiting.append(iter(sorted(above.get(node, ()))))


def territories_below_their_parents(register: Examined) -> Iterator[Issue]:
    """A place lies in one of a wider level."""
    for place in register.of(Territory):
        parent = register.whole.of(Territory).get(place.parent or "")
        own, upper = register.rank(place.level), register.rank(parent.level if parent else None)
        if parent is not None and own is not None and upper is not None and own <= upper:
            problem = (
                f"its parent {parent.name} is {parent.level}, which is not above {place.level}"
            )
            yield register.error(place, "level", "level-order", problem, "Correct level or parent.")


def alignments_downward(register: Examined) -> Iterator[Issue]:
    """The child of an alignment stands at the same level as its parent or below."""
    for link in register.of(Alignment):
        child, parent = (_rank_of(register, name) for name in (link.child, link.parent))
        if child is not None and parent is not None and child < parent:
            problem = "the child objective stands at a higher level than its parent"
            remedy = "Exchange them, if they are the wrong way round."
            yield register.warning(link, "child", "alignment-direction", problem, remedy)


def instruments_downward(register: Examined) -> Iterator[Issue]:
    """An instrument carries out one of the same level or of a wider one."""
    for instrument in register.of(Instrument):
        upper = register.whole.of(Instrument).get(instrument.upper or "")
        own, above = register.rank(instrument.level), register.rank(upper.level if upper else None)
        if upper is not None and own is not None and above is not None and own < above:
            problem = f"what it carries out, {upper.title}, stands at a lower level"
            remedy = "Correct the level, or what it carries out."
            yield register.warning(instrument, "upper", "instrument-direction", problem, remedy)


def _rank_of(register: Examined, objective: str) -> int | None:
    found = register.whole.of(Objective).get(objective)
    instrument = register.whole.of(Instrument).get(found.instrument) if found else None
    return register.rank(instrument.level) if instrument else None
