"""Fit the letter models by script and the weights of the reranker's evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from resolver.encode.encoder import Encoder
from resolver.encode.rerank import FEATURES, Reranker, script_of
from resolver.encode.views import LATIN, ORIGINAL, LetterTable, views
from training.encoder.letters import Learned, learn
from training.encoder.pairs import WD_SETS, Pair, read_table

PLAIN = re.compile("[a-z]{2,24}")
MOST_PAIRS = 70_000
GENERATED = ("cross_script", "respelled", "cyrillic_systems", "indic_twins")


def _spelled(text: str, letters: LetterTable) -> tuple[str, str] | None:
    """Romanised and original spelling of a single word, if the former is of plain letters."""
    words = views(text, letters)
    if len(words) != 1:
        return None
    word = dict(words[0])
    latin = word.get(LATIN, "")
    return (latin, word.get(ORIGINAL, latin)) if PLAIN.fullmatch(latin) else None


def learn_letters(pairs: Iterable[Pair], letters: LetterTable, seed: int) -> dict[tuple[str, str], Learned]:
    """A model over romanised letters for each script, and one over the original letters of alphabets."""
    rng = np.random.default_rng(seed)
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for pair in pairs:
        if pair.source in GENERATED or (pair.source == "cyrillic_respelled" and rng.random() > 0.15):
            continue
        left, right = _spelled(pair.left, letters), _spelled(pair.right, letters)
        if left is None or right is None or len(right[1]) > 30:
            continue
        script = script_of(pair.right)
        found[script, "romanised"].append((right[0], left[0]))
        if script == "latn":
            found[script, "romanised"].append((left[0], right[0]))
        elif script not in ("hani", "other"):
            found[script, "original"].append((right[1], left[0]))
    models = {}
    for key, listed in sorted(found.items()):
        distinct = list(dict.fromkeys(listed))
        chosen = [distinct[i] for i in rng.permutation(len(distinct))[:MOST_PAIRS]]
        print(f"  letters of {key[0]} ({key[1]}): {len(chosen)} pairs", flush=True)
        models[key] = learn(chosen)
    return models


def letter_trigrams(latin: Iterable[str]) -> NDArray[np.float32]:
    """Log-probability (27, 27, 27) of a letter after two others in Latin names; 0 is the edge."""
    counts = np.full((27, 27, 27), 0.2)
    for text in latin:
        code = [0, 0, *(ord(c) - 96 for c in text), 0]
        for a, b, c in zip(code, code[1:], code[2:], strict=False):
            counts[a, b, c] += 1
    out: NDArray[np.float32] = np.log(counts / counts.sum(axis=2, keepdims=True)).astype(np.float32)
    return out


def count_names(train: Path, letters: LetterTable) -> Counter[str]:
    """How many persons of the full-name pairs bear each name, by its Latin letters."""
    full = {row[0] for name in ("hebrew", "korean") for row in read_table(train / f"wd_full_{name}.tsv")}
    out: Counter[str] = Counter()
    for person in full:
        words = {word[0][1] for word in views(person, letters) if word[0][0] == LATIN}
        out.update(words)
    return out


@dataclass(frozen=True, slots=True)
class Case:
    """A held-out token: the evidence for its nearest candidates, and which of them are right."""

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]


def cases(
    held: list[Pair], universe: list[str], encoder: Encoder, reranker: Reranker, most: int, seed: int
) -> dict[str, list[Case]]:
    """Up to *most* held-out tokens of each script with their 100 nearest of *universe*.

    Half of them are names that many bear: that is how names are asked for, though most names are rare.
    """
    number = {text: i for i, text in enumerate(universe)}
    answers: dict[str, set[int]] = defaultdict(set)
    for pair in held:
        if pair.source in WD_SETS:
            answers[pair.right].add(number[pair.left])
    by_script: dict[str, list[str]] = defaultdict(list)
    for token in sorted(answers):
        by_script[script_of(token)].append(token)
    vectors = np.concatenate([encoder.encode(universe[i : i + 4096]) for i in range(0, len(universe), 4096)])
    latin = [reranker.spellings(text)[0] for text in universe]
    rng, out = np.random.default_rng(seed), {}
    for script, tokens in by_script.items():
        mixed = [tokens[i] for i in rng.permutation(len(tokens))]
        usual = [token for token in mixed if reranker.frequency([latin[i] for i in sorted(answers[token])]).any()]
        rare = sorted(set(mixed).difference(usual), key=mixed.index)
        chosen = usual[: most // 2] + rare[: most // 2]
        found = []
        for token, cosines in zip(chosen, encoder.encode(chosen) @ vectors.T, strict=True):
            nearest = np.argpartition(-cosines, 100)[:100]
            right = np.isin(nearest, list(answers[token]))
            if right.any():
                found.append(Case(reranker.evidence(token, [latin[i] for i in nearest], cosines[nearest]), right))
        out[script] = found
    return out


def fit_weights(found: list[Case], penalty: float = 1e-3) -> dict[str, float]:
    """Weights under which the right candidates gain the most probability (softmax over each token's 100)."""
    features = np.stack([case.evidence for case in found])
    right = np.stack([case.right for case in found])
    spread = features.reshape(-1, len(FEATURES)).std(axis=0) + 1e-9
    scaled = features / spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = scaled @ weights
        score -= score.max(axis=1, keepdims=True)
        mass = np.exp(score)
        share, hit = mass / mass.sum(axis=1, keepdims=True), mass * right
        among = hit / (hit.sum(axis=1, keepdims=True) + 1e-300)
        value = -np.log(hit.sum(axis=1) / mass.sum(axis=1) + 1e-300).mean() + penalty * (weights**2).sum()
        slope = ((share - among)[:, :, None] * scaled).sum(axis=(0, 1)) / len(scaled) + 2 * penalty * weights
        return float(value), slope

    best = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B")
    return {name: round(float(w), 5) for name, w in zip(FEATURES, best.x / spread, strict=True)}
