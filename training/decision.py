"""Learns the weights and thresholds of `resolver.decide` and writes them with a card of what they were made from.

    python -m training.decision --shared ../shared

Names: the EveryPolitician developer set (see its README), the quarter of the entities that `in_training_share` selects;
of these some stay out of the index and is asked for all the same, so that the model learns what an unknown name
looks like. Queries: these names varied by training/corrupt.py, and the other names that the set lists for those
entities. Nothing is read of any other evaluation set. Loss: -log of the probability of the right entity, or of "none of
them", among the candidates (a softmax in which "none" has log-odds 0), with an L2 penalty.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resolver.decide import DecisionModel
from resolver.engine import Engine, query_class
from resolver.index import NameIndex, NameRow
from resolver.match.evidence import LEARNED_LEVELS, LEVELS
from resolver.names import parse
from training.corrupt import last_word, twin, vary, vary_single

SEED = 20_261
QUERIES = 6_000
INDEX_SIZES = (400, 2_500, 20_000)
"""Entities of the lists that are searched: one model serves lists of any size."""
CANDIDATES = 12
PENALTY = 2.0
STEPS = 1500
TWINS = 0.2
"""For this share of the list a made-up relative or near namesake stands in it too."""
LEFT_OUT = 0.5
"""The share of the names trained on that stays out of the list and is asked for."""
ERROR_TARGETS = {"full": 0.01, "single": 0.07}
"""The share of unknown names that may get a match. A bare surname may denote somebody else who bears it, and no figure
can rule that out; users want the match all the same where one entity alone bears a rare surname."""
LEAST_MARGIN = 0.2
CANDIDATE_SHARE = 0.25
"""From this share of the match threshold on, an entity is worth showing as a doubtful answer."""
NOT_POSITIVE = (
    "not_in",
    "beside_title",
    "beside_legal",
    "beside_particle",
    "both_sides",
    "first_letter",
    "order",
    "short",
)
OUT = Path("resolver/decide/data/weights.json")


def in_training_share(entity_id: str) -> bool:
    """Whether an entity of a developer set may be trained on here: none that the encoder was trained on, whose vectors
    are better than those of names it never saw, and half of the others; the rest is for reporting."""
    digest = hashlib.sha256(f"encoder-split:{entity_id}".encode()).digest()
    return digest[0] % 2 == 1 and digest[1] % 2 == 0


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one query: features as rows, and which row is right (-1: none of them)."""

    rows: list[dict[str, float]]
    right: int


def read(path: Path) -> list[list[str]]:
    """The rows of a tab-separated file, gzipped or not, without its header."""
    file = path if path.exists() else path.with_name(path.name + ".gz")
    text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return [line.split("\t") for line in text.decode("utf-8").splitlines()[1:]]


def make_queries(
    entities: Sequence[list[str]], listed: Sequence[list[str]], rng: random.Random
) -> list[tuple[str, str]]:
    """(query, entity id) from the entities trained on: varied names, surnames alone, and listed other names."""
    mine = [row for row in entities if in_training_share(row[0])]
    ours = {row[0] for row in mine}
    queries = []
    for _ in range(QUERIES):
        row = rng.choice(mine)
        queries.append((vary(row[2], rng), row[0]))
        if rng.random() < 0.5:
            row = rng.choice(mine)
            queries.append((vary_single(row[2], rng), row[0]))
    for query, expected, _ in listed:
        ids = expected.split("|")
        if expected != "NIL" and ours.issuperset(ids):
            queries += [(query, ids[0]), (last_word(query, rng), ids[0])]
    return queries


def examples(index: NameIndex, queries: Iterable[tuple[str, str]], known: set[str]) -> dict[str, list[Example]]:
    """The examples of each query class. The candidates are those that the engine finds."""
    engine = Engine(index, DecisionModel.shipped())
    found: dict[str, list[Example]] = {"full": [], "single": []}
    for query, entity in queries:
        parsed = parse(query)
        if not parsed.tokens:
            continue
        rows: list[dict[str, float]] = []
        right = -1
        seen: set[int] = set()
        for name, pieces in engine.weigh(parsed, None):
            number = index.entity_of(name)
            if number in seen:
                continue
            seen.add(number)
            features: dict[str, float] = {}
            for piece in pieces:
                for feature, value in piece.features:
                    features[feature] = features.get(feature, 0.0) + value
            if index.entity_id(number) == entity:
                right = len(rows)
            rows.append(features)
            if len(rows) >= CANDIDATES and (right >= 0 or entity not in known):
                break
        if rows and (right >= 0 or entity not in known):
            found[query_class(parsed)].append(Example(rows, right))
    return found


@dataclass(frozen=True, slots=True)
class Design:
    """All candidates of all examples: matrix (candidates, features), example of each row, right row of each example."""

    matrix: NDArray[np.float64]
    group: NDArray[np.int64]
    right: NDArray[np.int64]
    names: list[str]


def design(found: Sequence[Example]) -> Design:
    names = sorted({feature for example in found for row in example.rows for feature in row})
    column = {name: at for at, name in enumerate(names)}
    total = sum(len(example.rows) for example in found)
    matrix = np.zeros((total, len(names)))
    group = np.zeros(total, np.int64)
    right = np.full(len(found), -1)
    at = 0
    for number, example in enumerate(found):
        for position, row in enumerate(example.rows):
            for feature, value in row.items():
                matrix[at, column[feature]] = value
            group[at] = number
            if position == example.right:
                right[number] = at
            at += 1
    return Design(matrix, group, right, names)


def probabilities(log_odds: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """The softmax within each group, with one more choice of log-odds 0."""
    top = np.zeros(group[-1] + 1)
    np.maximum.at(top, group, log_odds)
    raised = np.exp(log_odds - top[group])
    total = np.bincount(group, raised) + np.exp(-top)
    result: NDArray[np.float64] = raised / total[group]
    return result


def fit(data: Design) -> NDArray[np.float64]:
    """Weights that minimise the loss (Adam, full batch).

    Those that may only speak against stay at or below 0, and of two pairs the more alike never counts less.
    """
    steps = cumulative(data.names)
    matrix = data.matrix @ steps
    weights = np.zeros(len(data.names))
    moment, scale = np.zeros_like(weights), np.zeros_like(weights)
    target = np.zeros(len(data.matrix))
    target[data.right[data.right >= 0]] = 1.0
    capped = np.array([name.startswith(NOT_POSITIVE) for name in data.names])
    rising = {*LEVELS[1:], *LEARNED_LEVELS[1:], "cosine", "cosine_across", "fit", "fit_across", "letters_across"}
    floor = np.array([name.removesuffix("_rarity") in rising or name.endswith("_0_rarity") for name in data.names])
    for step in range(1, STEPS + 1):
        error = probabilities(matrix @ weights, data.group) - target
        gradient = matrix.T @ error + PENALTY * weights
        moment = 0.9 * moment + 0.1 * gradient
        scale = 0.999 * scale + 0.001 * gradient**2
        rate = 0.05 * min(1.0, 2 * (1 - step / (STEPS + 1)))
        weights -= rate * (moment / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-9)
        weights[capped] = np.minimum(weights[capped], 0.0)
        weights[floor] = np.maximum(weights[floor], 0.0)
    learned: NDArray[np.float64] = steps @ weights
    return learned


def cumulative(names: Sequence[str]) -> NDArray[np.float64]:
    """The matrix (features, steps) that adds up the steps between the levels of likeness, and keeps all else."""
    matrix = np.eye(len(names))
    for levels, suffix in product((LEVELS, LEARNED_LEVELS), ("", "_rarity")):
        chain = [names.index(level + suffix) for level in levels if level + suffix in names]
        for at, column in enumerate(chain):
            matrix[chain[at:], column] = 1.0
    return matrix


def summarise(
    data: Design, weights: NDArray[np.float64], error_target: float
) -> tuple[dict[str, float], dict[str, float]]:
    """Thresholds that keep to the error target, and figures on the data given."""
    p = probabilities(data.matrix @ weights, data.group)
    best = np.zeros(data.group[-1] + 1)
    np.maximum.at(best, data.group, p)
    unknown = data.right < 0
    threshold = float(np.quantile(best[unknown], 1 - error_target))
    hit = np.array([p[r] == best[g] if r >= 0 else False for g, r in enumerate(data.right)])
    candidate = CANDIDATE_SHARE * threshold
    thresholds = {"match": round(threshold, 4), "candidate": round(candidate, 4), "margin": LEAST_MARGIN}
    figures = {
        "queries": len(best),
        "unknown": int(unknown.sum()),
        "accuracy": round(float(hit[~unknown].mean()), 4),
        "recall_at_threshold": round(float((hit & (best > threshold))[~unknown].mean()), 4),
    }
    return thresholds, figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    folder = options.shared / "eval" / "popolo"
    entities = read(folder / "entities.tsv")
    listed = read(folder / "queries.tsv")
    found: dict[str, list[Example]] = {"full": [], "single": []}
    for size in INDEX_SIZES:
        rng = random.Random(SEED + size)
        some = rng.sample(entities, min(size, len(entities)))
        left_out = {row[0] for row in some if in_training_share(row[0]) and rng.random() < LEFT_OUT}
        rows = [NameRow(r[0], r[2], r[1], role=r[4]) for r in some if r[0] not in left_out]
        twins = [NameRow(f"{r.entity_id}#", twin(r.name, rng.choice(rows).name, rng), r.type) for r in rows]
        index = NameIndex.of(rows + [row for row in twins if rng.random() < TWINS])
        known = {row[0] for row in some} - left_out
        for name, more in examples(index, make_queries(some, listed, rng), known).items():
            found[name] += more
    report = {"command": "python -m training.decision --shared ../shared", "seed": SEED,
              "data": "EveryPolitician developer set, a quarter of the entities", "classes": {}}  # fmt: skip
    classes: dict[str, object] = {}
    for name, mine in found.items():
        random.Random(SEED).shuffle(mine)
        fifth = len(mine) // 5
        train, held_out = design(mine[fifth:]), mine[:fifth]
        weights = fit(train)
        test = design(held_out)
        learned = dict(zip(train.names, weights, strict=True))
        thresholds, figures = summarise(test, np.array([learned.get(n, 0.0) for n in test.names]), ERROR_TARGETS[name])
        print(name, thresholds, figures)
        classes[name] = {
            "weights": {n: round(float(w), 4) for n, w in zip(train.names, weights, strict=True)},
            "thresholds": thresholds,
            "held_out": figures,
        }
    report["classes"] = classes
    options.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
