"""What a page gets to work with, and what it hands back to the shell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from coherence.report import Report
from coherence.words import Message, Translate
from dashboard.naming import record_name
from dashboard.query import Address
from dashboard.texts import plural_translator, translator
from data.revisions import Change, RegisterInfo, Revision

__all__ = ["Content", "Editions", "Page", "Screen", "record_name"]


@dataclass(frozen=True, slots=True)
class Page:
    """How a page appears in the address bar and the menu."""

    path: str
    title: str
    question: str
    order: int
    hidden: bool = False
    """Reached from other pages alone (a record)."""


class Editions(Protocol):
    """What else the database holds: other registers, other revisions of this one."""

    def registers(self) -> Sequence[RegisterInfo]:
        """Every register, the default one first."""
        ...

    def revisions(self, register: str) -> Sequence[Revision]:
        """Every revision of a register, newest first."""
        ...

    def history(self, register: str, ref: str) -> Sequence[tuple[Revision, Change]]:
        """What became of a record (``kind/id``), newest first."""
        ...

    def before(self, address: Address) -> Report | None:
        """The same selection one revision earlier, or None where there is none."""
        ...


@dataclass(frozen=True)
class Screen:
    """A report, the address that asked for it, and the reader's language."""

    report: Report
    address: Address
    editions: Editions | None = None
    """Other states of the database; None where there is the report alone (tests, commands)."""

    @property
    def stage(self) -> bool:
        """Whether the screen is projected: 1280 × 720, no text under 24 px."""
        return self.address.stage

    @property
    def theme(self) -> str:
        """``light`` or ``dark``."""
        return self.address.theme

    @property
    def _(self) -> Translate:
        """Words a text in the reader's language."""
        return translator(self.address.lang)

    def say(self, text: str | Message, **values: object) -> str:
        """A sentence in the reader's language, its blanks filled."""
        if isinstance(text, Message):
            return text.worded(self._)
        return self._(text).format(**values) if values else self._(text)

    def words(self, *texts: str) -> list[str]:
        """Several words in the reader's language: the heads of a table."""
        return [self._(text) for text in texts]

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """A sentence that depends on a number, which fills ``{count}``."""
        text = plural_translator(self.address.lang)(one, many, count)
        return text.format(count=count, **values)

    def link(self, path: str | None = None, **changes: object) -> str:
        """The address of another page (or of this one, changed) with the selection kept."""
        return self.address.to(path, **changes)

    def record_link(self, ref: str) -> str:
        """The address of a record's page."""
        return self.address.to(f"/record/{ref}")

    def name(self, ref: str) -> str:
        """What a record is called: short on the stage, in full at the desk."""
        return record_name(self.report, ref, short=self.stage, translate=self._)

    def rows(self, most: int) -> int:
        """How many rows of ``most`` the stage still holds when ``?scale=`` enlarges its text."""
        return max(1, int(most / max(1.0, self.address.scale)))


@dataclass(frozen=True)
class Content:
    """A page laid out: the finding as its title, what shows it, and a sentence for the ear."""

    finding: str
    """At most 60 characters; the title of the screen."""
    body: Any
    """Dash components."""
    lead: str = ""
    """One or two sentences under the title, at the desk."""
    announce: str = ""
    """Read aloud after each change: "12 of 15 LGUs, 3 gaps"."""
    wide: bool = field(default=False)
    """Whether the desk uses the whole width of the window (a network, a large grid)."""
