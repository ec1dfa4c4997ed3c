"""What every export says of itself: title, selection, as-of, source, revision, illustrative."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coherence.report import Report

ILLUSTRATIVE = "ILLUSTRATIVE data, made up for training: not facts"


@dataclass(frozen=True, slots=True)
class About:
    """The words that go into a file beside what it shows."""

    title: str
    """The finding."""
    selection: str
    as_of: str
    source: str
    register: str
    revision: int | None
    digest: str
    catalogue_version: str
    illustrative: bool

    def lines(self) -> Mapping[str, str]:
        """Label → value, in the order in which they are printed."""
        found = {
            "title": self.title,
            "selection": self.selection,
            "as_of": self.as_of,
            "source": self.source,
            "revision": f"{self.register} r{self.revision:04d}" if self.revision else self.register,
            "catalogue_version": self.catalogue_version,
            "digest": self.digest[:16],
        }
        return found | {"data": ILLUSTRATIVE if self.illustrative else "sourced facts"}

    def caption(self) -> str:
        """One line for under a chart."""
        revision = f" r{self.revision:04d}" if self.revision else ""
        line = f"{self.selection} · as of {self.as_of} · source: {self.source}{revision}"
        return f"{ILLUSTRATIVE} · {line}" if self.illustrative else line

    def file_name(self, what: str, suffix: str) -> str:
        """A name that says what the file is: ``bicol_2024-12-31_gaps_r0042.png``."""
        revision = f"_r{self.revision:04d}" if self.revision else ""
        words = (self.register, self.as_of, what)
        return "_".join(re.sub(r"[^A-Za-z0-9.-]+", "-", w) for w in words) + f"{revision}.{suffix}"


def about(report: Report, title: str, selection: str) -> About:
    """What an export of ``report`` says of itself under a finding as title."""
    return About(
        title=title,
        selection=selection,
        as_of=report.selection.as_of.isoformat(),
        source=report.title,
        register=report.edition.register,
        revision=report.edition.revision,
        digest=report.snapshot.digest,
        catalogue_version=report.catalogue_version,
        illustrative=report.illustrative,
    )
