"""Composite indices step by step, as the OECD/JRC Handbook orders them, on any table of units.

A table has one row per unit and one column per indicator; NaN is unknown and never zero. Every
step is a function of its own: `screened`, `imputed`, `treated`, `normalised`, then `composed`
over a tree of weights, and `robustness` of the result. Nothing here knows migration.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"a": [0.0, 50.0, 100.0], "b": [20.0, 40.0, 60.0]}, index=list("xyz"))
    >>> tree = Node("index", children=(Node("a"), Node("b")))
    >>> composed(normalised(table, "min-max"), tree)["index"].tolist()
    [0.0, 50.0, 100.0]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

Normalisation = Literal["goalposts", "min-max", "rank", "z-score", "distance"]
Weights = np.ndarray[tuple[int], np.dtype[np.float64]]
Aggregation = Literal["arithmetic", "geometric", "harmonic", "copeland"]

METHODS: Final[tuple[Aggregation, ...]] = ("arithmetic", "geometric", "harmonic", "copeland")

FLOOR: Final = 1.0
"""Lowest value that enters a geometric or harmonic mean, on a scale of 0 to 100."""


class CompositeError(ValueError):
    """A table and what is asked of it do not fit; the message names the column or the weight."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree of aggregation; a leaf is a column of the table."""

    name: str
    weight: float = 1.0
    """Relative to its siblings, above 0."""
    children: tuple[Node, ...] = ()

    def leaves(self) -> Iterator[str]:
        """The columns under the node, in order."""
        if not self.children:
            yield self.name
        for child in self.children:
            yield from child.leaves()

    def nodes(self) -> Iterator[Node]:
        """The node and all below it that are no leaves, parents first."""
        if self.children:
            yield self
            for child in self.children:
                yield from child.nodes()


# --- before: screening, imputation, outliers ----------------------------------------------------


def screened(table: pd.DataFrame, least: float = 0.65) -> pd.DataFrame:
    """The units of which at least the share ``least`` (0–1) of the columns is known."""
    return table[table.notna().mean(axis=1) >= least - 1e-12]


def imputed(table: pd.DataFrame, groups: pd.Series[str]) -> pd.DataFrame:
    """Unknown values filled with the mean of the unit's group, where that has any."""
    return table.fillna(table.groupby(groups).transform("mean"))


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to a column: how many values were drawn in, or that its logarithm was taken."""

    drawn_in: int = 0
    logged: bool = False


def treated(
    table: pd.DataFrame, *, most: int = 5, skew: float = 2.0, kurtosis: float = 3.5
) -> tuple[pd.DataFrame, Mapping[str, Treatment]]:
    """Outliers drawn in, column by column, by the winsorise-then-log rule.

    A column has outliers where |skewness| and kurtosis are both above their limits (the unbiased
    estimators G1 and G2). Up to ``most`` extreme values are set to the next one; where that does
    not help, the untouched column's logarithm is taken instead.
    """
    columns, done = {}, {}
    for name in table.columns:
        columns[name], done[str(name)] = _treat(table[name], most, skew, kurtosis)
    return pd.DataFrame(columns, index=table.index), done


def _treat(
    column: pd.Series[float], most: int, skew: float, kurtosis: float
) -> tuple[pd.Series[float], Treatment]:
    def is_wild(values: pd.Series[float]) -> bool:
        return abs(_skew(values)) > skew and float(values.kurt()) > kurtosis  # type: ignore[arg-type]

    known = column.astype(float)
    drawn = known
    for step in range(most + 1):
        if not is_wild(drawn):
            return drawn, Treatment(drawn_in=step)
        drawn = _draw_in(drawn)
    low, spread = known.min(), known.max() - known.min()
    logged = np.log((known - low + 0.01 * spread).to_numpy())
    return pd.Series(logged, index=known.index), Treatment(logged=True)


def _skew(values: pd.Series[float]) -> float:
    return float(values.skew())  # type: ignore[arg-type]


def _draw_in(column: pd.Series[float]) -> pd.Series[float]:
    """The extreme value on the long side set to the next one."""
    above = _skew(column) >= 0
    extreme = column.max() if above else column.min()
    inner = column[column != extreme]
    if inner.empty:
        return column
    return column.mask(column == extreme, inner.max() if above else inner.min())


# --- onto one scale -----------------------------------------------------------------------------


def normalised(
    table: pd.DataFrame,
    method: Normalisation = "goalposts",
    *,
    goalposts: Mapping[str, tuple[float, float]] | None = None,
    lower_is_better: Sequence[str] = (),
) -> pd.DataFrame:
    """Each column from 0 to 100, higher better (z-scores: mean 0, deviation 1).

    ``goalposts`` are (worst, best) per column and carry the direction themselves; the other
    methods turn the columns of ``lower_is_better`` round. ``distance`` is the share of the way
    from the worst unit to the best goalpost.

    Raises:
        CompositeError: a method needs goalposts that are not given, or they are equal.
    """
    posts = goalposts or {}
    columns = {}
    for name in table.columns:
        column = table[name].astype(float)
        if method != "goalposts" and name in lower_is_better:
            column = -column
        columns[name] = _on_scale(str(name), column, method, posts)
    return pd.DataFrame(columns, index=table.index)


def _on_scale(
    name: str,
    column: pd.Series[float],
    method: Normalisation,
    posts: Mapping[str, tuple[float, float]],
) -> pd.Series[float]:
    if method == "rank":
        known = column.notna().sum()
        places = column.rank(method="average") - 1
        return 100 * places / (known - 1) if known > 1 else column * np.nan
    if method == "z-score":
        deviation = column.std()
        return (column - column.mean()) / deviation if deviation else column * np.nan
    low, high = column.min(), column.max()
    if method in ("goalposts", "distance"):
        if name not in posts:
            raise CompositeError(f"{method} needs the goalposts (worst, best) of {name!r}")
        worst, best = posts[name]
        low, high = (worst, best) if method == "goalposts" else (low, best)
    if low == high:
        if method in ("goalposts", "distance"):
            raise CompositeError(f"the goalposts of {name!r} are equal, {low:g}")
        return column * np.nan
    return (100 * (column - low) / (high - low)).clip(0.0, 100.0)


# --- into one figure ----------------------------------------------------------------------------


def composed(
    table: pd.DataFrame,
    tree: Node,
    method: Aggregation = "arithmetic",
    *,
    least: float = 0.0,
) -> pd.DataFrame:
    """One column per node of the tree, level by level; unknown values are left out of a mean.

    A node is known where children of at least the share ``least`` (0–1) of its weight are.
    Copeland scores count, for each pair of units, the weight of the children on which one is
    better; they are scaled from 0 (worse than all) to 100.

    Raises:
        CompositeError: a leaf is no column, a weight is not above 0, or a name stands twice.
    """
    _check(table, tree)
    found = {str(name): table[name].astype(float) for name in table.columns}
    for node in reversed(list(tree.nodes())):
        values = pd.DataFrame({child.name: found[child.name] for child in node.children})
        weights = np.array([child.weight for child in node.children])
        found[node.name] = _joined(values, weights, method, least)
    return pd.DataFrame({node.name: found[node.name] for node in tree.nodes()})


def _check(table: pd.DataFrame, tree: Node) -> None:
    missing = [leaf for leaf in tree.leaves() if leaf not in table.columns]
    if missing:
        raise CompositeError(f"the tree asks for {missing[0]!r}, which is no column of the table")
    names = [*tree.leaves(), *(node.name for node in tree.nodes())]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise CompositeError(f"the tree names {twice!r} twice")
    for node in tree.nodes():
        for child in node.children:
            if not child.weight > 0:
                told = f"the weight of {child.name!r} is {child.weight:g}, not above 0"
                raise CompositeError(told)


def _joined(
    values: pd.DataFrame, weights: Weights, method: Aggregation, least: float
) -> pd.Series[float]:
    if method == "copeland":
        return _copeland(values, weights)
    known = values.notna().to_numpy()
    share = known @ weights
    grid = values.to_numpy(float)
    if method == "arithmetic":
        mean = np.nansum(grid * weights, axis=1) / np.where(share > 0, share, np.nan)
    else:
        lifted = np.maximum(grid, FLOOR)
        bent = np.log(lifted) if method == "geometric" else 1 / lifted
        inner = np.nansum(bent * weights, axis=1) / np.where(share > 0, share, np.nan)
        mean = np.exp(inner) if method == "geometric" else 1 / inner
    enough = (share > 0) & (share >= least * weights.sum() - 1e-12)
    return pd.Series(np.where(enough, mean, np.nan), index=values.index)


def _copeland(values: pd.DataFrame, weights: Weights) -> pd.Series[float]:
    grid = values.to_numpy(float)
    signs = np.sign(np.nan_to_num(grid[:, None, :] - grid[None, :, :]))
    better = signs @ weights
    wins = np.sign(better).sum(axis=1)
    others = max(len(values) - 1, 1)
    scores = 50 * (1 + wins / others)
    return pd.Series(np.where(np.isnan(grid).all(axis=1), np.nan, scores), index=values.index)


# --- how far it can be trusted ------------------------------------------------------------------


@dataclass(frozen=True)
class Robustness:
    """What other choices would have said."""

    intervals: pd.DataFrame
    """Per unit ``score, low, high, rank, best_rank, worst_rank``: 5 to 95 % of the draws."""
    without: pd.Series[float]
    """Per child of the root: mean absolute change of rank when it is left out."""
    methods: pd.DataFrame
    """Per unit its rank by each way of aggregation."""
    dominance: float
    """Share of pairs of units, 0–1, in which one is at least as good on every child."""


def robustness(
    table: pd.DataFrame,
    tree: Node,
    chance: np.random.Generator,
    *,
    noise: float = 0.25,
    draws: int = 1000,
) -> Robustness:
    """How scores and ranks move under weight noise (± ``noise``), leaving out, and other means.

    Differences inside the intervals are not meaningful.
    """
    by_child = composed(table, tree).join(table[[c.name for c in tree.children if not c.children]])
    values = by_child[[child.name for child in tree.children]]
    weights = np.array([child.weight for child in tree.children])
    return Robustness(
        _intervals(values, weights, chance, noise, draws),
        _left_out(values, weights),
        pd.DataFrame({m: _ranks(composed(table, tree, m)[tree.name]) for m in METHODS}),
        _dominance(values),
    )  # fmt: skip


def _ranks(scores: pd.Series[float]) -> pd.Series[float]:
    """1 is best; equals share the better rank."""
    return scores.rank(ascending=False, method="min")


def _intervals(
    values: pd.DataFrame, weights: Weights, chance: np.random.Generator, noise: float, draws: int
) -> pd.DataFrame:
    factors = chance.uniform(1 - noise, 1 + noise, size=(draws, len(weights)))
    known, grid = values.notna().to_numpy(), np.nan_to_num(values.to_numpy(float))
    drawn = factors * weights
    with np.errstate(invalid="ignore"):
        scores = pd.DataFrame((drawn @ grid.T) / (drawn @ known.T), columns=values.index)
    ranks = scores.rank(axis=1, ascending=False, method="min")
    score = _joined(values, weights, "arithmetic", 0.0)
    return pd.DataFrame(
        {
            "score": score, "low": scores.quantile(0.05), "high": scores.quantile(0.95),
            "rank": _ranks(score), "best_rank": ranks.quantile(0.05),
            "worst_rank": ranks.quantile(0.95),
        }
    )  # fmt: skip


def _left_out(values: pd.DataFrame, weights: Weights) -> pd.Series[float]:
    whole = _ranks(_joined(values, weights, "arithmetic", 0.0))
    changes = {}
    for number, name in enumerate(values.columns):
        rest = np.delete(weights, number)
        if len(rest):
            without = _ranks(_joined(values.drop(columns=name), rest, "arithmetic", 0.0))
            changes[str(name)] = float((without - whole).abs().mean())
    return pd.Series(changes, dtype=float)


def _dominance(values: pd.DataFrame) -> float:
    grid = values.dropna().to_numpy(float)
    if len(grid) < 2:
        return 0.0
    at_least = np.all(grid[:, None, :] >= grid[None, :, :], axis=2)
    either = np.logical_or(at_least, at_least.T)
    upper = np.triu_indices(len(grid), k=1)
    return float(np.mean(either[upper]))
