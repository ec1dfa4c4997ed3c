"""Texts pass through gettext from the first screen on; English is the source language.

A language is offered where its catalogue lies compiled under ``dashboard/locale``.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from coherence.words import Translate

LOCALES: Final = Path(__file__).parent / "locale"
NAMES: Final = {"en": "English", "fil": "Filipino", "es": "Español", "fr": "Français"}
"""What each language calls itself."""


def offered(folder: Path = LOCALES) -> dict[str, str]:
    """Code → name of English and of every language that has a compiled catalogue."""
    return {
        code: name
        for code, name in NAMES.items()
        if code == "en" or (folder / code / "LC_MESSAGES" / "tugma.mo").exists()
    }


LANGUAGES: Final = offered()


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("tugma", LOCALES, languages=[lang], fallback=True)


@cache
def translator(lang: str) -> Translate:
    """What words a text in a language; where no translation is found, the English stays."""
    return _catalogue(lang).gettext


@cache
def plural_translator(lang: str) -> Callable[[str, str, int], str]:
    """What words a text that depends on a number: (one, many, number) → text."""
    return _catalogue(lang).ngettext
