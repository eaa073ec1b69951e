"""What is learned from: queries with the candidates that the engine finds for them, and pairs of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from resolver.decide import DecisionModel, QueryClass, query_class
from resolver.index import NameIndex
from resolver.match import Piece
from resolver.model import EntityType
from resolver.names import ParsedName, readings
from resolver.pair import class_of, ordered, pair_evidence
from resolver.tokens import reranker
from resolver.weigh import Weigher
from training.decision.constraints import PAIRED, SEARCHED
from training.lists import NAMESAKES, TOKENS, TrainingList
from training.pairs import made_pairs, pairs

CANDIDATES = 12
MANY_CANDIDATES = 30
"""The same for bare tokens: there are more spellings of one sound than a dozen."""

Weights = Mapping[str, float]
"""Weights by features, each marked with its class: "full.bias"."""


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one query: features as rows, and which of them are right (none if the name is unknown). `kind`
    is that of its list, `of` the class of the query as it is mostly read, `usual` whether it is a token that many
    bear."""

    rows: list[dict[str, float]]
    right: list[int]
    kind: str
    of: QueryClass
    usual: bool = False


def model_of(weights: Weights) -> DecisionModel:
    """The model of these weights, without thresholds."""
    found: dict[str, dict[str, float]] = {of: {} for of in (*SEARCHED, *PAIRED)}
    for marked, weight in weights.items():
        of, _, name = marked.partition(".")
        found[of][name] = weight
    return DecisionModel(found, {})


def searched_examples(source: TrainingList, first: Weights) -> list[Example]:
    """An example for each query that has candidates, which are those that the engine finds, in every reading: those
    that look best first by the weights `first`, or that share most with the query where there are none."""
    found = list(_searched(source, first))
    print(f"{source.kind}: {len(source.rows)} names, {len(found)} of {len(source.queries)} queries", flush=True)
    return found


def _searched(source: TrainingList, first: Weights) -> Iterator[Example]:
    index = NameIndex.of(source.rows)
    ids = {row.entity_id for row in source.rows}
    weigher = Weigher(index, model_of(first))
    tokens = source.kind == TOKENS
    most = MANY_CANDIDATES if tokens else CANDIDATES
    for query, expected in source.queries:
        ways = readings(query)
        known = not ids.isdisjoint(expected)
        if source.kind == NAMESAKES:
            example = _answered(weigher, query, expected)
            if example.rows and (example.right or not known):
                yield example
            continue
        rows: list[dict[str, float]] = []
        right: list[int] = []
        for parsed in ways if ways[0].tokens else ():
            seen: set[int] = set()
            found = False
            for name in weigher.candidates(parsed) if first else weigher.searcher.candidates(parsed).tolist():
                number = index.entity_of(name)
                if number in seen:
                    continue
                seen.add(number)
                fits = index.entity_id(number) in expected
                found = found or fits
                if fits:
                    right.append(len(rows))
                if fits or len(seen) <= most:
                    rows.append(added_up(weigher.evidence(parsed, name), query_class(parsed)))
                elif found or not known:
                    break
        if rows and (right or not known):
            usual = tokens and reranker().is_usual(sorted(expected))
            yield Example(rows, right, source.kind, query_class(ways[0]), usual)


def _answered(weigher: Weigher, query: str, expected: frozenset[str]) -> Example:
    """An example of the entities that the engine would answer with, each by the one of its names that fits best: the
    more names it has, the better the best of them fits by chance."""
    ways = readings(query)
    weigher.searcher.meet(token for way in ways for token in way.tokens)
    fits = sorted(weigher.fits(ways, None).items(), key=lambda one: -one[1].log_odds)
    chosen = [(weigher.searcher.index.entity_id(entity) in expected, fit) for entity, fit in fits]
    chosen = [one for at, one in enumerate(chosen) if one[0] or at < CANDIDATES]
    rows = [added_up(weigher.shown(fit), query_class(fit.query)) for _, fit in chosen]
    return Example(rows, [at for at, (fits, _) in enumerate(chosen) if fits], NAMESAKES, query_class(ways[0]))


def added_up(pieces: Iterable[Piece], of: QueryClass) -> dict[str, float]:
    """The features of a candidate, each marked with the class whose weight it has."""
    features: dict[str, float] = {}
    for piece in pieces:
        for feature, value in piece.features:
            features[f"{of}.{feature}"] = features.get(f"{of}.{feature}", 0.0) + value
    return features


def pair_examples(source: TrainingList, seed: int, searched: Weights) -> list[Example]:
    """An example for each of two names that stand side by side, as names are found by the weights of those searched."""
    sides = pairs(source, seed, model_of(searched))
    found = [_pair_example([query], [name], same, source.kind) for query, name, same in sides]
    print(f"{source.kind}: {len(source.rows)} names, {len(found)} pairs", flush=True)
    return found


def made_examples(kind: str, train: Path, seed: int) -> list[Example]:
    """An example for each pair of a kind that is made."""
    made = made_pairs(kind, train, seed)
    found = [_pair_example(left, right, same, kind, type) for left, right, same, type in made]
    print(f"{kind}: {len(found)} pairs", flush=True)
    return found


def _pair_example(
    left: Sequence[ParsedName], right: Sequence[ParsedName], same: bool, kind: str, type: EntityType | None = None
) -> Example:
    """One pair in all its readings, of which any may be the right one."""
    rows = [added_up(pair_evidence(one, other, type), class_of(one, other, type))
            for one, other in (ordered(*both) for both in product(left, right))]  # fmt: skip
    return Example(rows, list(range(len(rows))) if same else [], kind, class_of(left[0], right[0], type))
