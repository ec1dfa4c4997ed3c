"""The registers that ship with the product, loaded into the default database at first use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from coherence.catalogue import VERSION
from data.profile import Profile, load_profile
from data.snapshot import Snapshot
from data.store import Stamp, Store

SAMPLES: Final = Path(__file__).resolve().parents[2] / "data" / "samples"
SHIPPED: Final = ("bicol", "training", "imbabura")
"""In the order of loading: the first is what a newcomer sees."""


def load_shipped(store: Store, told: Callable[[str], None] = lambda _: None) -> None:
    """Load the shipped registers that the database does not hold yet; safe to call at once twice.

    A register that somebody has changed since is left as it is.
    """
    for slug in SHIPPED:
        path = SAMPLES / f"{slug}.xlsx"
        if store.newest(slug) is None and path.exists():
            told(f"Loading the shipped register {slug} ...")
            snapshot = _read(path)
            store.load_once(slug, lambda held=snapshot: held, _stamp(snapshot))  # type: ignore[misc]


def _read(path: Path) -> Snapshot:
    from data.readers import read_workbook

    return read_workbook(path).snapshot


def _stamp(snapshot: Snapshot) -> Stamp:
    register = snapshot.register
    profile: Profile = load_profile(register.profile if register else "common")
    return Stamp(
        office="Tugma", why="shipped with the product", profile_digest=profile.digest,
        catalogue_version=VERSION,
    )  # fmt: skip
