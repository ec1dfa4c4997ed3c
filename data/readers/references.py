"""References to other records: found by id whatever its case, never by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from data.likeness import Nearest
from data.model import KINDS, Record
from data.profile import Profile
from data.readers.outcome import LONGEST_GUESS, Outcome, did_you_mean, error, placeholder
from data.readers.territories import TerritoryCodes
from data.sheets import kind_called

_MOST_SUGGESTIONS: Final = 500
"""Unknown references that get a suggestion of their own; the rest name the sheet."""


class Registry:
    """Which ids there are, of every kind: those of the file and of the register beside it."""

    def __init__(self, profile: Profile) -> None:
        self.codes = TerritoryCodes(profile)
        self._ids: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        self._names: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        self._nearest: dict[str, Nearest] = {}
        self._suggested = 0

    def add(self, kind: str, record_id: str, name: str = "") -> None:
        """Let references find a record."""
        self._ids[kind].setdefault(record_id.casefold(), record_id)
        self._names[kind].setdefault(record_id, name)

    def add_record(self, record: Record) -> None:
        """Let references find a record of the register."""
        self.add(record.KIND, record.id, name_of(record))

    def has(self, kind: str) -> bool:
        """Whether any record of the kind is known."""
        return bool(self._ids[kind])

    def find(self, kind: str, text: str) -> str | None:
        """The id as its record writes it, or None."""
        return self._ids[kind].get(text.casefold())

    def resolve(self, text: str, kinds: tuple[str, ...]) -> Outcome:
        """The id that a reference to a record of one kind names."""
        (kind,) = kinds
        prefix, slash, rest = text.partition("/")
        called = kind_called(prefix) if slash else None
        return self._of_kind(rest.strip() if called is KINDS[kind] else text, kind)

    def _of_kind(self, text: str, kind: str) -> Outcome:
        found = self.find(kind, text)
        if found is not None:
            return Outcome(found)
        if kind == "territory":
            mended = self.codes.referred(text, lambda code: self.find(kind, code) is not None)
            if mended is not None:
                return mended
        return self._unknown(text, (kind,))

    def resolve_any(self, text: str, kinds: tuple[str, ...]) -> Outcome:
        """What a reference to one of several kinds names, as ``kind/id``; no kinds: of any."""
        kinds = kinds or tuple(KINDS)
        prefix, slash, rest = text.partition("/")
        if slash:
            called = kind_called(prefix.strip())
            if called is None or called.KIND not in kinds:
                return error(
                    "reference-kind", f'"{prefix}" is no kind of record that can stand here',
                    f"Write kind/id; the kind is {_some(kinds)}.",
                )  # fmt: skip
            return _prefixed(called.KIND, self._of_kind(rest.strip(), called.KIND))
        outcomes = {kind: self._of_kind(text, kind) for kind in kinds if self._could_be(kind, text)}
        if not outcomes:
            return self._unknown(text, kinds)
        if len(outcomes) > 1:
            options = [f"{kind}/{outcome.value or text}" for kind, outcome in outcomes.items()]
            return error(
                "ambiguous-reference", f'"{text}" names records of several kinds',
                did_you_mean(options, ""),
            )  # fmt: skip
        ((kind, outcome),) = outcomes.items()
        return _prefixed(kind, outcome)

    def _could_be(self, kind: str, text: str) -> bool:
        if self.find(kind, text) is not None:
            return True
        meant = self.codes.meant_by(text) if kind == "territory" else ()
        return any(self.find(kind, one.code) is not None for one in meant)

    def _unknown(self, text: str, kinds: tuple[str, ...]) -> Outcome:
        if nothing := placeholder(text):
            return nothing
        where = _some(tuple(KINDS[kind].SHEET for kind in kinds))
        problem = f'"{text}" is not an id in {where}'
        near: list[str] = []
        if self._suggested < _MOST_SUGGESTIONS and len(text) <= LONGEST_GUESS:
            self._suggested += 1
            near = [option for kind in kinds for option in self._near(kind, text, len(kinds) > 1)]
        otherwise = f"Correct it, or add the record to {where}."
        return error("unknown-reference", problem, did_you_mean(near[:3], otherwise))

    def _near(self, kind: str, text: str, with_kind: bool) -> list[str]:
        if not self.has(kind):
            return []
        if kind not in self._nearest:
            self._nearest[kind] = Nearest(self._names[kind])
        found = []
        for name in self._nearest[kind].to(text):
            words = self._names[kind][name]
            written = f"{kind}/{name}" if with_kind else name
            found.append(f"{written} ({words})" if words else written)
        return found


def name_of(record: Record) -> str:
    """What a record is called, or "" where it has no name of its own."""
    for field in ("name", "title"):
        if found := getattr(record, field, None):
            return str(found)
    return ""


def name_in(values: Mapping[str, object]) -> str:
    """The same, of a record still in the making."""
    return str(values.get("name") or values.get("title") or "")


def _prefixed(kind: str, outcome: Outcome) -> Outcome:
    if outcome.value is None:
        return outcome
    return Outcome(f"{kind}/{outcome.value}", outcome.remarks)


def _some(words: tuple[str, ...]) -> str:
    return "any sheet" if len(words) == len(KINDS) else " or ".join(words)
