"""Fit the letter models by script and the weights of the reranker's evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from resolver.encode import kana
from resolver.encode.encoder import Encoder
from resolver.encode.rerank import FEATURES, Reranker, script_of
from resolver.encode.views import LATIN, ORIGINAL, LetterTable, views
from training.encoder.letters import Learned, learn
from training.encoder.pairs import WD_SETS, Pair, held_out, read_table
from training.encoder.people import PEOPLE

PLAIN = re.compile("[a-z]{2,24}")
MOST_PAIRS = 70_000
FEW = ("chinese", "hebrew", "korean")
"""Languages in which the names of few people are written: a name that is, is likely one that is asked for."""
CALLED = 4
"""How many people count as much as one of whom it is known that a language of `FEW` writes the name."""
PRIOR = 1.7
"""How much more the frequency of a name weighs than is best for the order of the evidence alone. The decision weighs
letters twice, by how well they fit and by the share among all candidates, and only the latter knows the frequency."""
SELDOM = {("cyrillic_respelled", "cyrl"): 0.15, ("japanese_names", "kana"): 0.15}
"""The share of the pairs of a source that letter models learn from: what is made by rules is all alike, and names of
Japanese are mostly asked for in characters, those in kana are of others."""
GENERATED = ("cross_script", "respelled", "cyrillic_systems", "indic_twins")


def _spelled(text: str, letters: LetterTable) -> tuple[str, str] | None:
    """Romanised and original spelling of a single word, if the former is of plain letters or sounds of kana."""
    if (sounds := kana.spelled(text, letters.latin)) is not None:
        return sounds
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
        if pair.source in GENERATED or rng.random() > SELDOM.get((pair.source, script_of(pair.right)), 1.0):
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
    """How often each name, by its Latin letters, is met: once for each person of the English Wikipedia, and `CALLED`
    times for each person of the full-name pairs and for each of the languages of `FEW` that has a token for it, unless
    the encoder was kept from that."""
    full = {row[0] for name in ("hebrew", "korean") for row in read_table(train / f"wd_full_{name}.tsv")}
    called: Counter[str] = Counter()
    for person in full:
        called.update(_latin(person, letters))
    for language in FEW:
        rows = read_table(train / f"wd_{language}.tsv")
        tokens = {row[0] for row in rows if not held_out(row[1])}
        called.update({word for token in tokens for word in _latin(token, letters)})
    out = Counter({name: int(people) for name, people in read_table(PEOPLE)})
    out.update({name: CALLED * many for name, many in called.items()})
    return out


def _latin(name: str, letters: LetterTable) -> set[str]:
    return {word[0][1] for word in views(name, letters) if word[0][0] == LATIN}


@dataclass(frozen=True, slots=True)
class Case:
    """A held-out token: the evidence for its nearest candidates, which of them are right, and whether it is a name that
    many bear."""

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    usual: bool


def cases(
    held: list[Pair], universe: list[str], encoder: Encoder, reranker: Reranker, most: int, seed: int
) -> dict[str, list[Case]]:
    """Up to *most* held-out tokens of each script with their 100 nearest of *universe*."""
    number = {text: i for i, text in enumerate(universe)}
    answers: dict[str, set[int]] = defaultdict(set)
    for pair in held:
        if pair.source in WD_SETS:
            answers[pair.right].add(number[pair.left])
    by_script: dict[str, list[str]] = defaultdict(list)
    for token in sorted(answers):
        by_script[script_of(token)].append(token)
    vectors = np.concatenate([encoder.encode(universe[i : i + 4096]) for i in range(0, len(universe), 4096)])
    latin = [reranker.latin(text) for text in universe]
    rng, out = np.random.default_rng(seed), {}
    for script, tokens in by_script.items():
        chosen = [tokens[i] for i in rng.permutation(len(tokens))[:most]]
        found = []
        for token, cosines in zip(chosen, encoder.encode(chosen) @ vectors.T, strict=True):
            nearest = np.argpartition(-cosines, 100)[:100]
            right = np.isin(nearest, list(answers[token]))
            if right.any():
                evidence = reranker.evidence(token, [latin[i] for i in nearest], cosines[nearest])
                found.append(Case(evidence, right, reranker.is_usual([latin[i] for i in answers[token]])))
        out[script] = found
    return out


def shares(found: Mapping[str, Sequence[Case]]) -> NDArray[np.float64]:
    """How much each case counts, script by script, in all 1: each script as much as any other, and in each the names
    that many bear as much as the rest, for that is how names are asked for, though most are rare."""
    parts = []
    for some in found.values():
        usual = np.array([case.usual for case in some])
        parts.append(np.where(usual, 0.5 / max(usual.sum(), 1), 0.5 / max((~usual).sum(), 1)))
    weights = np.concatenate(parts)
    out: NDArray[np.float64] = weights / weights.sum()
    return out


def fit_weights(found: Mapping[str, Sequence[Case]], penalty: float = 1e-3) -> dict[str, float]:
    """Weights under which the right candidates gain the most probability (softmax over each token's 100)."""
    every = [case for some in found.values() for case in some]
    features, right = np.stack([case.evidence for case in every]), np.stack([case.right for case in every])
    counts = shares(found)
    spread = features.reshape(-1, len(FEATURES)).std(axis=0) + 1e-9
    scaled = features / spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = scaled @ weights
        score -= score.max(axis=1, keepdims=True)
        mass = np.exp(score)
        share, hit = mass / mass.sum(axis=1, keepdims=True), mass * right
        among = hit / (hit.sum(axis=1, keepdims=True) + 1e-300)
        value = -(counts * np.log(hit.sum(axis=1) / mass.sum(axis=1) + 1e-300)).sum() + penalty * (weights**2).sum()
        slope = np.einsum("n,nc,ncf->f", counts, share - among, scaled) + 2 * penalty * weights
        return float(value), slope

    best = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B")
    found_weights = dict(zip(FEATURES, best.x / spread, strict=True))
    found_weights["frequency"] *= PRIOR
    return {name: round(float(weight), 5) for name, weight in found_weights.items()}
