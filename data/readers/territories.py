"""Official territory codes that a spreadsheet or an older edition has changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from data.profile import Profile
from data.readers.outcome import Outcome, choice, error, warned


class Meant(NamedTuple):
    """A code that a changed one may mean, and what happened to it."""

    code: str
    rule: str
    what: str


class TerritoryCodes:
    """The country's official codes: their form, and how a lost zero or an old code reads."""

    def __init__(self, profile: Profile) -> None:
        self._form = profile.territory_code
        self._name = str(profile.setting("territory_code", "name", default="code"))
        in_use = profile.setting("territory_code", "in_use")
        self._in_use = re.compile(in_use) if in_use else self._form
        legacy = profile.setting("territory_code", "legacy_form")
        self._legacy = re.compile(legacy) if legacy else None
        self._legacy_to = profile.setting("territory_code", "legacy_to")

    def meant_by(self, text: str) -> list[Meant]:
        """What a code of too few digits may mean; nothing where it has the right form."""
        if (
            self._form is None
            or self._in_use is None
            or not text.isdecimal()
            or self._form.fullmatch(text)
        ):
            return []
        found = []
        if self._in_use.fullmatch(f"0{text}"):
            found.append(Meant(f"0{text}", "lost-zero", "lost its leading zero"))
        if newer := self._newer(text):
            found.append(Meant(newer, "legacy-code", f"is the older form of a {self._name} code"))
        if newer := self._newer(f"0{text}"):
            what = f"is the older form of a {self._name} code and lost its leading zero"
            found.append(Meant(newer, "legacy-code", what))
        return found

    def _newer(self, text: str) -> str | None:
        if self._legacy is None or self._legacy_to is None or not self._legacy.fullmatch(text):
            return None
        code = self._legacy.sub(self._legacy_to, text)
        return code if self._in_use and self._in_use.fullmatch(code) else None

    def own(self, text: str, is_known: Callable[[str], bool]) -> Outcome:
        """The code of a territory's own row, mended where only one thing can be meant."""
        meant = self.meant_by(text)
        if not meant or is_known(text):
            return Outcome(text)
        known = [one for one in meant if is_known(one.code)]
        return self._settled(text, known or meant)

    def referred(self, text: str, is_known: Callable[[str], bool]) -> Outcome | None:
        """The known territory that a changed code means; None where it means none."""
        known = [one for one in self.meant_by(text) if is_known(one.code)]
        return self._settled(text, known) if known else None

    def _settled(self, text: str, meant: list[Meant]) -> Outcome:
        codes = sorted({one.code for one in meant})
        if len(codes) > 1:
            return error(
                "lost-zero", f"the {self._name} code {text} may have lost its leading zero or be "
                "an older one", f"Write {choice(codes)}, as text.",
            )  # fmt: skip
        code, rule, what = meant[0]
        remedy = f"It is read as {code}; format the column as text to keep it."
        return warned(code, rule, f"{text} {what}", remedy)
