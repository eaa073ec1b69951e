"""Learns the weights and thresholds of `resolver.decide` and writes them with a card of what they were made from.

    python -m training.decision --shared ../shared

What is learned from is in training/lists.py. Loss: -log of the probability of the right entity, or of "none of them",
among the candidates (a softmax in which "none" has log-odds 0), with an L2 penalty. Pairs of names without a list have
weights of their own (training/pairs.py): a candidate has no rivals there. Lists of bare tokens teach only
which candidate is likeliest, so "none" is no choice there: how sure a bare surname is depends on the list that it is
asked of. Thresholds of searched names are set on the lists of politicians alone.

The weights of searched names were last restated for another share of unknown names (`UNKNOWN`), all others kept, and
then some were learned beside all others, from lists in which they tell something:

    python -m training.decision --only searched --features bias
    python -m training.decision --only searched \\
        --features characters_miscounted syllables_same acronym acronym_rarity acronym_letters \\
        --lists "people in characters" "by syllables" "organisations by their letters"

With `--features`, thresholds are set anew only where `bias` is learned.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, product, repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from resolver.decide import DecisionModel, QueryClass, query_class
from resolver.index import NameIndex
from resolver.match import Piece
from resolver.match.evidence import ACROSS_LEVELS, LEARNED_LEVELS, LEVELS
from resolver.model import EntityType
from resolver.names import ParsedName, readings
from resolver.pair import class_of, ordered, pair_evidence
from resolver.weigh import Weigher
from training.lists import BY_LETTERS, FEATURE_SIZES, KINDS, POLITICIANS, SIZES, TOKENS, TrainingList, lists
from training.pairs import MADE, PAIR_SIZES, made_pairs, pairs

SEED = 20_261
CANDIDATES = 25
PENALTY = 0.5
WEIGHTS = {TOKENS: 3.0}
"""How much an example of a list counts, 1 by default: only tokens teach the order of the many spellings of a sound."""
UNKNOWN = 1 / 3
"""How much an example of a name that is not listed counts. Half of the names asked here are unknown, and all of them
are like listed ones; most that people ask are listed or like none. So a score holds where one in four of the names that
are like a listed one is unknown. Of bodies asked for by their letters all unknown ones count: few of those that three
letters may mean stand in any one list."""
LIMITS = {"maxiter": 2000, "maxfun": 4000}
SEARCHED: tuple[QueryClass, ...] = ("full", "single")
PAIRED: tuple[QueryClass, ...] = ("pair", "single_pair", "body_pair")
CLASSES = SEARCHED + PAIRED
ERROR_TARGETS: dict[QueryClass, float] = {"full": 0.007, "single": 0.05}
"""The share of unknown names that may get a match: below the hundredth that is promised, since lists differ. A bare
surname may denote somebody else who bears it, and no figure can rule that out; users want the match all the same where
one entity alone bears a rare surname."""
LIKELIER = 0.5
"""Pairs are called the same that are so more likely than not. By F1, lower thresholds are as good; but a wrong merge is
worse than a missed one."""
LEAST_MARGIN = 0.2
CANDIDATE_SHARE = 0.25
"""From this share of the match threshold on, an entity is worth showing as a doubtful answer."""
SAYS_NOTHING = "beside_title"
"""A title must not change an answer; to the data it would be a given name here and there, as Sheikh is."""
SHARED = "beside_shared"
"""Nor does a title or legal form that two names have in common: made-up pairs have it as often as they are made so."""
NOT_POSITIVE = (
    "not_in",
    "beside_legal",
    "beside_particle",
    "beside_acronym",
    "both_sides",
    "one_side",
    "first_letter",
    "order",
    "short",
    "stands",
    "guarded",
    "other_given_name",
    "given_names_differ",
    "fathers_differ",
    "surnames_differ",
    "bynames_differ",
    "numbers_differ",
    "generations_differ",
    "genders_differ",
    "initials_differ",
    "sides_differ",
    "marks_differ",
    "characters_miscounted",
    "generation_added",
    "number_added",
    "first_left_over",
    "person_beside_organisation",
    "organisation_left_over",
    "organisation_within",
    "copied_",
    "characters_",
    "syllables_differ",
    "goes_on",
    "vowel_added",
    "starts_earlier",
    "starts_otherwise",
    "ends_otherwise",
    "differs_inside",
    "one_consonant",
    "last_vowel",
    "word_of_bodies",
)
NOT_NEGATIVE = (
    "cosine",
    "fit",
    "share",
    "letters",
    "romanised_across",
    "sound_across",
    "same_letters",
    "all_of",
    "initial",
    "numbers_agree",
    "given_name",
    "hypocoristic",
    "patronymic_kin",
    "abbreviation",
    "translation",
    "reading",
    "acronym",
    "spelled_alike",
    "syllables_same",
)
FOR_PAIRS = (
    "both_sides_left_over_more", "one_side_left_over", "copied_", "joined_arabic", "unlike_across", "untaught",
)  # fmt: skip
"""Features that only pairs without a list are weighed by: in a list the rarity of each word tells as much, and a first
look at a name knows nothing of them."""
WEIGHED_AS = {"translation": "given_name", "abbreviation": "given_name"}
"""For searched names, of whose lists few tell of organisations: what weighs as what is most like it, a name in the form
of another language."""
CHAINS = (LEVELS, LEARNED_LEVELS, ACROSS_LEVELS)
KIN = ("given_name", "hypocoristic", "patronymic_kin", "abbreviation", "translation", "acronym")
"""For pairs without a list: what is known to be one word never counts for more than the same word."""
UNTOLD = ("abbreviation", "abbreviation_rarity", "translation", "translation_rarity")
"""What is left at the weight of the same word in pairs without a list: a word of organisations is the same in all
languages. Nor do people's names tell what a script says of organisations."""
PAIR_CHAINS = (("named_pairs_0", "named_pairs_1", "named_pairs_2", "named_pairs_3"),)
"""The same for pairs without a list: more words in common never count for less."""
OUT = Path("resolver/decide/data/weights.json")


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one query: features as rows, and which of them are right (none if the name is unknown). `kind`
    is that of its list, `of` the class of the query as it is mostly read."""

    rows: list[dict[str, float]]
    right: list[int]
    kind: str
    of: QueryClass


def examples(source: TrainingList) -> list[Example]:
    """An example for each query that has candidates, which are those that the engine finds, in every reading."""
    found = list(_examples(source))
    print(f"{source.kind}: {len(source.rows)} names, {len(found)} of {len(source.queries)} queries", flush=True)
    return found


def _examples(source: TrainingList) -> Iterator[Example]:
    index = NameIndex.of(source.rows)
    ids = {row.entity_id for row in source.rows}
    weigher = Weigher(index, DecisionModel.shipped())
    for query, expected in source.queries:
        ways = readings(query)
        known = not ids.isdisjoint(expected)
        rows: list[dict[str, float]] = []
        right: list[int] = []
        for parsed in ways if ways[0].tokens else ():
            seen: set[int] = set()
            found = False
            for name, pieces in weigher.weigh(parsed, None):
                number = index.entity_of(name)
                if number in seen:
                    continue
                seen.add(number)
                fits = index.entity_id(number) in expected
                found = found or fits
                if fits:
                    right.append(len(rows))
                if fits or len(seen) <= CANDIDATES:
                    rows.append(added_up(pieces, query_class(parsed)))
                elif found or not known:
                    break
        if rows and (right or not known):
            yield Example(rows, right, source.kind, query_class(ways[0]))


def added_up(pieces: Iterable[Piece], of: QueryClass) -> dict[str, float]:
    """The features of a candidate, each marked with the class whose weight it has."""
    features: dict[str, float] = {}
    for piece in pieces:
        for feature, value in piece.features:
            features[f"{of}.{feature}"] = features.get(f"{of}.{feature}", 0.0) + value
    return features


def pair_examples(source: TrainingList) -> list[Example]:
    """An example for each of two names that stand side by side."""
    found = [_pair_example([query], [name], same, source.kind) for query, name, same in pairs(source, SEED)]
    print(f"{source.kind}: {len(source.rows)} names, {len(found)} pairs", flush=True)
    return found


def made_examples(kind: str, train: Path) -> list[Example]:
    """An example for each pair of a kind that is made."""
    made = made_pairs(kind, train, SEED)
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


def design(found: Sequence[Example], names: list[str]) -> Design:
    """The examples as a matrix with the features `names` as columns."""
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
        np.array([_counts(example) for example in found]),
        names,
    )


def _counts(example: Example) -> float:
    if example.of in PAIRED:
        return 1.0
    return WEIGHTS.get(example.kind, 1.0) * (1.0 if example.right or example.kind == BY_LETTERS else UNKNOWN)


def probabilities(log_odds: NDArray[np.float64], data: Design) -> NDArray[np.float64]:
    """The softmax within each example, with one more choice of log-odds 0 where that is open."""
    top = np.where(data.open, 0.0, -np.inf)
    np.maximum.at(top, data.group, log_odds)
    raised = np.exp(log_odds - top[data.group])
    total = np.bincount(data.group, raised) + np.exp(np.where(data.open, -top, -np.inf))
    result: NDArray[np.float64] = raised / total[data.group]
    return result


def fit(data: Design, kept: Mapping[str, float]) -> NDArray[np.float64]:
    """Weights that minimise the loss (L-BFGS-B); those in `kept` stay as they are.

    Those that may only speak against stay at or below 0, and of two pairs the more alike never counts less.
    """
    steps = cumulative(data.names)
    matrix = data.matrix @ csr_array(steps)
    start = np.linalg.solve(steps, np.array([kept.get(name, 0.0) for name in data.names]))
    rising = {level for levels in CHAINS for level in levels[1:]}
    rising_paired = {level for levels in PAIR_CHAINS for level in levels[1:]}

    def bounds(marked: str) -> tuple[float | None, float | None]:
        of, _, name = marked.partition(".")
        if name == SAYS_NOTHING or (of in PAIRED and name == SHARED) or (of in SEARCHED and name.startswith(FOR_PAIRS)):
            return 0.0, 0.0
        if name == "one_side_left_over_rarity":
            return 0.0, None
        if (of in PAIRED and name in UNTOLD) or (of == "body_pair" and name.startswith("untaught")):
            return 0.0, 0.0
        is_step = name.removesuffix("_rarity") in rising or (of in PAIRED and name in (*rising_paired, *LEVELS))
        floored = is_step or name.endswith("_0_rarity") or name.startswith(NOT_NEGATIVE)
        return 0.0 if floored else None, 0.0 if name.startswith(NOT_POSITIVE) else None

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
    learned: NDArray[np.float64] = steps @ best.x
    return learned


def cumulative(names: Sequence[str]) -> NDArray[np.float64]:
    """The matrix (features, steps) that adds up the steps between the levels of likeness, and keeps all else.

    Steps lead up from the least alike; for pairs without a list they lead down from the same word, to words of which it
    is known that they are one too."""
    matrix = np.eye(len(names))
    chains = [*product(CLASSES, CHAINS, ("", "_rarity")), *product(PAIRED, PAIR_CHAINS, ("",))]
    for of, levels, suffix in chains:
        marked = [f"{of}.{level}{suffix}" for level in levels]
        places = [names.index(name) for name in marked if name in names]
        if of in PAIRED and levels is LEVELS and not suffix and places:
            matrix[places, places[-1]] = 1.0
            for at, column in enumerate(places[:-1]):
                matrix[places[: at + 1], column] = -1.0
            continue
        for at, column in enumerate(places):
            matrix[places[at:], column] = 1.0
    for of, kin, suffix in product(PAIRED, KIN, ("", "_rarity")):
        if f"{of}.{kin}{suffix}" in names:
            own = names.index(f"{of}.{kin}{suffix}")
            matrix[own] = matrix[names.index(f"{of}.same{suffix}")]
            matrix[own, own] = -1.0
    return matrix


def summarise(data: Design, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], dict[str, float]]:
    """The best probability for each unknown name, and figures on the data given."""
    p = probabilities(data.matrix @ weights, data)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--jobs", type=int, default=1, help="processes, of up to 3 GB each (default: 1)")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument(
        "--only", choices=("searched", "paired"), help="learn these classes, keep the others as they are"
    )
    parser.add_argument("--features", nargs="+", default=(), help="learn these alone, keep all others as they are")
    parser.add_argument("--lists", nargs="+", choices=KINDS, default=KINDS, help="learn from these alone")
    options = parser.parse_args()
    before = json.loads(options.out.read_text("utf-8"))["classes"] if options.only or options.features else {}
    classes: dict[str, Class] = {}
    with ProcessPoolExecutor(options.jobs) as pool:
        for made, some in ((examples, SEARCHED), (pair_examples, PAIRED)):
            if options.only == ("paired" if some is SEARCHED else "searched"):
                classes |= {of: before[of] for of in some if of in before}
            else:
                sizes = PAIR_SIZES if some is PAIRED else SIZES | FEATURE_SIZES if options.features else SIZES
                chosen = {kind: each for kind, each in sizes.items() if kind in options.lists}
                sources = lists(options.shared, SEED, chosen)
                found = list(chain.from_iterable(pool.map(made, sources)))
                if some is PAIRED:
                    train = repeat(options.shared / "train")
                    found += chain.from_iterable(pool.map(made_examples, MADE, train))
                if options.features:
                    classes |= relearned(found, before, some, options.features)
                else:
                    classes |= learned(found, some)
    report = {"command": "python -m training.decision --shared ../shared", "seed": SEED,
              "data": "training/lists.py, training/pairs.py", "classes": classes}  # fmt: skip
    options.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


Class = dict[str, Any]
"""One class as it is written: weights, thresholds, and figures on what was held out."""


def learned(found: list[Example], some: Sequence[QueryClass]) -> dict[str, Class]:
    """Classes from four fifths of the examples, thresholds and figures from the rest."""
    rest, held_out = _split(found)
    names = sorted({feature for example in found for row in example.rows for feature in row})
    return _classes(held_out, names, fit(design(rest, names), {}), some)


def relearned(
    found: list[Example], before: Mapping[str, Class], some: Sequence[QueryClass], features: Sequence[str]
) -> dict[str, Class]:
    """The classes as they were `before`, but for these features; thresholds too, unless `bias` is one of them."""
    rest, held_out = _split(found)
    kept = {f"{of}.{name}": weight for of in some
            for name, weight in before[of]["weights"].items() if name not in features}  # fmt: skip
    told = {feature for example in found for row in example.rows for feature in row}
    names = sorted({name for name in told if name.partition(".")[2] in features}.union(kept))
    classes = _classes(held_out, names, fit(design(rest, names), kept), some)
    if "bias" not in features:
        for of in some:
            classes[of] |= {part: before[of][part] for part in ("thresholds", "held_out")}
    return classes


def _split(found: list[Example]) -> tuple[list[Example], list[Example]]:
    """What is learned from, and a fifth to look at."""
    random.Random(SEED).shuffle(found)
    fifth = len(found) // 5
    return found[fifth:], found[:fifth]


def _classes(
    examples: Sequence[Example], names: list[str], weights: NDArray[np.float64], some: Sequence[QueryClass]
) -> dict[str, Class]:
    """The classes of these weights, with thresholds and figures from the examples."""
    classes: dict[str, Class] = {}
    for of in some:
        figures, threshold = {}, LIKELIER
        held_out = [example for example in examples if example.of == of]
        for kind in sorted({example.kind for example in held_out}):
            unknown, figures[kind] = summarise(design([e for e in held_out if e.kind == kind], names), weights)
            if kind == POLITICIANS and of in ERROR_TARGETS:
                threshold = float(np.quantile(unknown, 1 - ERROR_TARGETS[of]))
        thresholds = {"match": round(threshold, 4), "candidate": round(CANDIDATE_SHARE * threshold, 4),
                      "margin": LEAST_MARGIN}  # fmt: skip
        print(of, thresholds, figures, flush=True)
        learned = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
        if of in SEARCHED:
            learned |= {f"{of}.{name}{suffix}": learned[f"{of}.{like}{suffix}"]
                        for name, like in WEIGHED_AS.items() for suffix in ("", "_rarity")}  # fmt: skip
        classes[of] = {
            "weights": {name.partition(".")[2]: learned[name] for name in sorted(learned) if name.startswith(f"{of}.")},
            "thresholds": thresholds,
            "held_out": figures,
        }
    return classes


if __name__ == "__main__":
    main()
