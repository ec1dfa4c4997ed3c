"""A made-up country full of programmes, as arrays and tables, for everybody to race on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from coherence.kernels.tables import Links, Postings, Rows, Rules, Sides, Task, starts

RULES: Final = Rules((350, 300, 100, 100, 150), 550, 600, False)
SIZES: Final = (("services", 20, 3), ("groups", 17, 2), ("phases", 7, 2), ("sectors", 9, 2))
"""Code list, its codes, and the most that a programme has of them."""
SHARES: Final = (0.002, 0.02, 0.08)
"""Of the country, of regions and of provinces; the rest is municipal."""
VOCABULARY: Final = 3_000


@dataclass(frozen=True)
class Field:
    """Programmes in a made-up country of 17 regions, 83 provinces and 1,634 towns."""

    task: Task
    places: pd.DataFrame
    """One row per programme and place: ``programme, place``."""
    above: pd.DataFrame
    """One row per place and place at or above it: ``place, upper``."""


def lay_out(programmes: int, seed: int = 1) -> Field:
    """A field of so many programmes."""
    rng = np.random.default_rng(seed)
    parent, last, rungs = country()
    rung = rng.choice(4, programmes, p=[*SHARES, 1 - sum(SHARES)])
    home = np.empty(programmes, np.int64)
    for number, places in enumerate(rungs):
        home[rung == number] = rng.choice(places, int((rung == number).sum()))
    owner, place = [np.arange(programmes)], [home]
    several = np.flatnonzero((rung == 3) & (rng.random(programmes) < 0.15))
    for step in (1, 2):
        near = home[several] + step
        inside = near <= last[parent[home[several]]]
        owner.append(several[inside])
        place.append(near[inside])
    owners, at = np.concatenate(owner).astype(np.int32), np.concatenate(place).astype(np.int32)
    sides = _sides(programmes, rng)
    post = Postings.at(owners, at, last[at].astype(np.int32), programmes)
    above = [(p, p) for p in range(len(parent))]
    for p in range(1, len(parent)):
        upper = parent[p]
        while upper >= 0:
            above.append((p, int(upper)))
            upper = parent[upper]
    return Field(
        Task(sides, post, Links.none(int(sides.lead.max()) + 1), RULES),
        pd.DataFrame({"programme": owners, "place": at}),
        pd.DataFrame(above, columns=["place", "upper"]).astype(np.int32),
    )


def country() -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Parent and last place below, by depth-first number; and the places of each rung."""
    parent, last, rung = [-1], [0], [0]
    province = town = 0
    for region in range(17):
        parent.append(0)
        rung.append(1)
        last.append(0)
        at_region = len(parent) - 1
        for _ in range(5 if region < 15 else 4):
            parent.append(at_region)
            rung.append(2)
            last.append(0)
            at_province, province = len(parent) - 1, province + 1
            for _ in range(20 if province < 57 else 19):
                parent.append(at_province)
                rung.append(3)
                last.append(len(parent) - 1)
                town += 1
            last[at_province] = len(parent) - 1
        last[at_region] = len(parent) - 1
    last[0] = len(parent) - 1
    rungs = [np.flatnonzero(np.array(rung) == r) for r in range(4)]
    return np.array(parent), np.array(last), rungs


def _sides(programmes: int, rng: np.random.Generator) -> Sides:
    bits, masks, at = np.zeros(programmes, np.uint64), [], 0
    for _, codes, most in SIZES:
        chance = 1 / np.arange(2, codes + 2)
        for _ in range(most):
            code = rng.choice(codes, programmes, p=chance / chance.sum())
            bits |= np.uint64(1) << (code + at).astype(np.uint64)
        masks.append(((1 << codes) - 1) << at)
        at += codes
    words = [
        np.unique((VOCABULARY * rng.random(14) ** 3).astype(np.int64)).tolist()
        for _ in range(programmes)
    ]
    nobody = Rows(starts(np.zeros(programmes, np.int64)), np.empty(0, np.int32))
    nothing = np.zeros(programmes, np.uint64)
    return Sides(
        rng.integers(0, max(10, programmes // 4), programmes).astype(np.int32),
        np.zeros(programmes, np.bool_), bits[:, None], np.array(masks, np.uint64)[:, None],
        Rows.of(words), nobody, np.empty(0, np.int64), nobody, nothing, nothing,
    )  # fmt: skip
