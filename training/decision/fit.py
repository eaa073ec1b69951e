"""The fit: a softmax among the candidates of a name and "none of them", with constraints on the weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from training.decision.constraints import PAIRED, bounds, cumulative
from training.decision.examples import Example
from training.lists import TOKENS

PENALTY = 0.5
LIMITS = {"maxiter": 2000, "maxfun": 4000}


@dataclass(frozen=True, slots=True)
class Design:
    """All candidates of all examples: sparse matrix (candidates, features), the example of each row, whether it is
    right; and whether "none of them" is a choice in each example, and how much it counts."""

    matrix: csr_array
    group: NDArray[np.int64]
    right: NDArray[np.bool_]
    open: NDArray[np.bool_]
    weight: NDArray[np.float64]
    names: list[str]


def design(found: Sequence[Example], names: list[str], counts: Callable[[Example], float] = lambda _: 1.0) -> Design:
    """The examples as a matrix with the features `names` as columns; `counts` tells how much each counts."""
    column = {name: at for at, name in enumerate(names)}
    sizes = [len(example.rows) for example in found]
    rows = [row for example in found for row in example.rows]
    cells = [(at, column[name], value) for at, row in enumerate(rows) for name, value in row.items() if name in column]
    at, of, values = (np.array(part) for part in zip(*cells, strict=True))
    matrix = csr_array((values, (at, of)), shape=(len(rows), len(names)))
    right = np.array([position in example.right for example in found for position in range(len(example.rows))])
    return Design(
        matrix,
        np.repeat(np.arange(len(found)), sizes),
        right,
        np.array([example.kind != TOKENS or example.of in PAIRED for example in found]),
        np.array([counts(example) for example in found]),
        names,
    )


def probabilities(log_odds: NDArray[np.float64], data: Design) -> NDArray[np.float64]:
    """The softmax within each example, with one more choice of log-odds 0 where that is open."""
    top = np.where(data.open, 0.0, -np.inf)
    np.maximum.at(top, data.group, log_odds)
    raised = np.exp(log_odds - top[data.group])
    total = np.bincount(data.group, raised) + np.exp(np.where(data.open, -top, -np.inf))
    result: NDArray[np.float64] = raised / total[data.group]
    return result


def fit(data: Design, kept: Mapping[str, float]) -> dict[str, float]:
    """Weights that minimise the loss (L-BFGS-B) within their bounds; those in `kept` stay as they are."""
    steps = cumulative(data.names)
    matrix = data.matrix @ csr_array(steps)
    start = np.linalg.solve(steps, np.array([kept.get(name, 0.0) for name in data.names]))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        p = probabilities(matrix @ weights, data)
        among = p * data.right
        error = p - among / np.maximum(np.bincount(data.group, among), 1e-300)[data.group]
        error *= data.weight[data.group]
        value = -(data.weight * np.log(right_mass(data, p) + 1e-300)).sum() + PENALTY / 2 * (weights**2).sum()
        return float(value), matrix.T @ error + PENALTY * weights

    limits = [(at, at) if name in kept else bounds(name) for name, at in zip(data.names, start.tolist(), strict=True)]
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options=LIMITS)
    print(f"{best.nit} steps, loss {best.fun / (data.group[-1] + 1):.4f}: {best.message}", flush=True)
    learned: list[float] = (steps @ best.x).tolist()
    return dict(zip(data.names, learned, strict=True))


def summarise(data: Design, weights: Mapping[str, float]) -> tuple[NDArray[np.float64], dict[str, float]]:
    """The best probability for each unknown name, and figures on the data given."""
    p = probabilities(data.matrix @ np.array([weights.get(name, 0.0) for name in data.names]), data)
    groups = data.group[-1] + 1
    best, best_right, known = np.zeros(groups), np.zeros(groups), np.zeros(groups, np.bool_)
    np.maximum.at(best, data.group, p)
    np.maximum.at(best_right, data.group, p * data.right)
    known[data.group[data.right]] = True
    hit = known & (best_right == best)
    figures = {
        "queries": int(groups),
        "unknown": int((~known).sum()),
        "accuracy": round(float(hit[known].mean()), 4) if known.any() else 0.0,
        "log_loss": round(float(-np.log(right_mass(data, p) + 1e-300).mean()), 4),
    }
    return best[~known], figures


def right_mass(data: Design, p: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability given to what is right, for each example."""
    right, all_of_it = np.bincount(data.group, p * data.right), np.bincount(data.group, p)
    known = np.bincount(data.group, data.right) > 0
    mass: NDArray[np.float64] = np.where(known, right, 1 - all_of_it)
    return mass
