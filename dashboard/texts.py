"""Texts pass through gettext from the first screen on; English is the source language."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

from coherence.words import Translate

LOCALES = Path(__file__).parent / "locale"
LANGUAGES = {"en": "English", "fil": "Filipino"}


@cache
def translator(lang: str) -> Translate:
    """What words a text in a language; where no translation is found, the English stays."""
    return gettext.translation("tugma", LOCALES, languages=[lang], fallback=True).gettext
