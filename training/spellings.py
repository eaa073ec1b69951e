"""Learns which letters of two spellings of a name stand for each other (`resolver.variants.letters`).

    python -m training.spellings [--shared DIR] [KEYS...]

Learned from the pairs of names in ../shared/train, from the share of the developer sets `cities` and `popolo` on which
no figures are reported, from the table of given names and from the bundled aliases; where these are few, from what the
romanisation systems make of the foreign words among them, too. What is measured with is kept out, and what tells how
far the models may be trusted (training/spelling_rates.py): the people of `well_known` and half of the others
(`tells_rates`) with all their names, and every pair of which one word is the surname of one of them.

Pairs are aligned by expectation maximisation over segments of one to six letters on the left and one or two on the
right, in which longer segments count several times, so that short ones are preferred. Pairs that no alignment explains
well go (wrong or translated: a few percent of the sources); of the others the n-grams of segments are counted.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from resolver.model import NameRow
from resolver.names.words import rows as name_rows
from resolver.romanize import romanize, systems
from resolver.sources import read_aliases
from resolver.sources.aliases import bundled_files
from resolver.text import fold, script_of, split_tokens
from resolver.threads import one_thread_each
from resolver.variants.letters import EDGE, MOST_LEFT, MOST_RIGHT, spelled_apart
from training.encoder.pairs import read_table, trained_on
from training.lists import in_training_share

SEED = 20_263
OUT = Path("resolver/variants/data")
WELL_KNOWN = 200
FROM_LATIN = (
    "ru", "uk", "be", "bg", "sr", "kk", "ar", "fa", "he", "ja", "ko", "zh", "el", "hy", "ka", "hi", "bn", "th", "ta",
    "pa", "gu", "te", "kn", "ml", "or", "si", "am",
)  # fmt: skip
FROM_RUSSIAN = (
    "uk", "be", "bg", "sr", "ar", "he", "ja", "ko", "el", "hy", "ka", "hi", "th", "fa", "zh", "kk", "am",
)  # fmt: skip
"""Languages whose spellings are led to from the Russian one too, which tells how a name is spoken."""
FROM_HINDI = ("bn", "ta", "pa", "gu", "te", "kn", "ml", "or", "si")
"""Languages whose spellings are led to from the Hindi one, whose letters theirs mostly correspond to."""
TOKENS = {"ru": "russian", "ar": "arabic", "he": "hebrew", "ja": "katakana", "ko": "korean", "zh": "chinese"}
FULL = {"he": "hebrew", "ko": "korean"}
OF_SCRIPT = {"Grek": "el", "Armn": "hy", "Geor": "ka", "Deva": "hi", "Beng": "bn", "Thai": "th", "Taml": "ta",
             "Hebr": "he", "Kana": "ja", "Hang": "ko", "Guru": "pa", "Gujr": "gu", "Telu": "te", "Knda": "kn",
             "Mlym": "ml", "Orya": "or", "Sinh": "si", "Ethi": "am"}  # fmt: skip
"""Scripts that one language alone of those learned is written in, as a label of the developer sets."""
SCRIPT_OF = {"ru": "Cyrl", "uk": "Cyrl", "be": "Cyrl", "bg": "Cyrl", "sr": "Cyrl", "kk": "Cyrl", "ar": "Arab",
             "fa": "Arab", "zh": "Hani", **{lang: script for script, lang in OF_SCRIPT.items()}}  # fmt: skip
ROMANISED = frozenset({"uk", "be", "bg", "sr", "kk", "el", "hy", "ka", "hi", "bn", "ta"})
"""Languages of which few pairs are known and that are read much as written: their words are romanised for more."""
LEARNED_ON = 10_000
"""Pairs that segments are learned on; all are counted."""
ROUNDS = 7
MOST_PAIRS = 70_000
TOO_UNLIKELY = 1.5
"""A pair whose segments are less likely on average than those of the middle pair by so much (natural logarithm) is
taken for wrong."""
LEAST_LETTER = 20
"""A Latin letter with a mark that is seen less often counts as the bare one."""
LEAST_TRIPLES = 2
"""Three segments in a row that are seen less often are left out, where there are many pairs."""
MANY = 5_000

Pair = tuple[str, str]
Cell = tuple[str, str]


def well_known(aliases: Iterable[NameRow], most: int = WELL_KNOWN) -> list[list[NameRow]]:
    """The people with names in the most scripts, which are measured with: the names of each, canonical first."""
    by_entity: defaultdict[str, list[NameRow]] = defaultdict(list)
    for row in aliases:
        if row.type == "person" and not row.weak:
            by_entity[row.entity_id].append(row)
    ranked = sorted(by_entity.values(), key=lambda rows: (-len({script_of(r.name) for r in rows}), rows[0].entity_id))
    return [sorted(rows, key=lambda row: row.role != "primary") for rows in ranked[:most]]


def tells_rates(entity_id: str) -> bool:
    """Whether a person of the aliases is kept for learning how often spellings are right."""
    return hashlib.sha256(f"spelling-rates:{entity_id}".encode()).digest()[0] % 2 == 0


@cache
def kept_apart() -> dict[str, list[NameRow]]:
    """The people of the aliases that nothing is learned from here: those measured with, and those who tell rates."""
    rows = list(read_aliases(bundled_files()))
    people = {some[0].entity_id: some for some in well_known(rows, len(rows))}
    measured = list(people)[:WELL_KNOWN]
    return {id: some for id, some in people.items() if id in measured or tells_rates(id)}


def pairs_of(key: str, shared: Path) -> list[Pair]:
    """The pairs of words that a model is learned from, each once, without the surnames that are measured with."""
    left, _, right = key.rpartition("-")
    found = [*_of_entities(left, right), *_of_developers(left, right, shared)]
    if not left:
        found += _of_sources(right, shared)
    barred = surnames_kept_apart()
    kept = (pair for a, b in found for pair in _words(a, b) if barred.isdisjoint(map(fold, pair)))
    script = SCRIPT_OF[left] if left else "Latn"
    split = ((spelled_apart(a), spelled_apart(b)) for a, b in kept if script_of(a) == script)
    fitting = {(a, b) for a, b in split if script_of(b) == SCRIPT_OF[right] and len(a) > 1 and (a + b).isprintable()}
    if right in ROMANISED and not left:
        fitting |= set(_romanised(right, {word for _, word in fitting}))
    ordered = sorted(fitting)
    return random.Random(SEED).sample(ordered, min(len(ordered), MOST_PAIRS))


@cache
def surnames_kept_apart() -> frozenset[str]:
    """The folded words of the names of those who are kept apart, but for given names."""
    given = {fold(text) for _, _, groups in name_rows("given_names") for text in groups.replace("/", " ").split()}
    return frozenset(fold(word) for some in kept_apart().values() for row in some for word in _split(row.name)) - given


def _romanised(lang: str, words: Iterable[str]) -> Iterator[Pair]:
    """Words in the script of a language as its systems write them, but for those that scholars use."""
    for system in systems(lang):
        if system.kind not in ("library", "scholarly"):
            for word in words:
                latin = "".join(filter(str.isalpha, fold(romanize(word, system.id))))
                if latin.isascii() and len(latin) > 1:
                    yield latin, word


def _split(name: str) -> list[str]:
    return split_tokens(name.replace("・", " ").replace("·", " "))


def _words(left: str, right: str) -> Iterator[Pair]:
    """The words of two names, one by one where both have equally many."""
    ours, theirs = _split(left), _split(right)
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)


def _of_sources(lang: str, shared: Path) -> Iterator[Pair]:
    train = shared / "train"
    if lang in TOKENS:
        yield from ((a, b) for a, b, *_ in read_table(train / f"wd_{TOKENS[lang]}.tsv"))
    if lang in FULL:
        yield from ((a, b) for a, b, *_ in read_table(train / f"wd_full_{FULL[lang]}.tsv"))
    if lang == "ar":
        yield from ((a, b) for a, b, *_ in read_table(train / "arabic_names.tsv"))
    if lang == "th":
        yield from ((a, b) for a, b, *_ in read_table(train / "thai_loanwords.tsv"))
    for country, _, _, _, local, romanised in read_table(train / "popular_names.tsv"):
        if {"GR": "el", "AM": "hy", "GE": "ka", "IR": "fa", "KZ": "kk", "BG": "bg", "UA": "uk"}.get(country) == lang:
            yield romanised, local


def _of_developers(left: str, right: str, shared: Path) -> Iterator[Pair]:
    """The names of one entity of the developer sets in two languages ("" is the listed Latin one)."""
    for names in _developers(shared).values():
        theirs = [text for lang, text in names if lang == right]
        yield from ((mine, text) for lang, mine in names if lang == left for text in theirs)


@cache
def _developers(shared: Path) -> dict[str, list[tuple[str, str]]]:
    """(language, name) of the entities of the developer sets that may be trained on."""
    named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in ("popolo", "cities"):
        listed = {row[0]: row[2] for row in read_table(shared / "eval" / name / "entities.tsv") if row[4] == "primary"}
        for query, expected, category, *_ in read_table(shared / "eval" / name / "queries.tsv"):
            id, *others = expected.split("|")
            spoken = category.split(":")[-1]
            lang = (
                spoken if spoken in SCRIPT_OF else OF_SCRIPT.get(script_of(query), "ru" if "cyrl" in category else "")
            )
            if category.startswith("cross_script") and lang and all(map(_may_be_trained_on, (id, *others))):
                named[id] = named[id] or [("", listed[id])]
                named[id].append((lang, query))
    return named


def _may_be_trained_on(entity_id: str) -> bool:
    return trained_on(entity_id) or in_training_share(entity_id)


def _of_entities(left: str, right: str) -> list[Pair]:
    """The names of one entity, or forms of one given name, in two languages ("" is any Latin spelling)."""
    named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_aliases(bundled_files()):
        if row.entity_id not in kept_apart() and not row.weak and row.type != "org":
            named[row.entity_id].append((row.lang.split("-")[0], row.name))
    for head, _, groups in name_rows("given_names"):
        for group in groups.split("; "):
            lang, *written = group.split(" ")
            named[f"given {head}"] += [(lang, text) for form in written for text in form.split("/")]
    found = []
    for id, names in named.items():
        mine = [t for lang, t in names if (lang == left if left else script_of(t) == "Latn" and lang in ("", "en"))]
        theirs = [text for lang, text in names if lang == right]
        # of several given names of a language only the first corresponds for sure
        found += [(a, b) for a in mine[:1] for b in (theirs[:1] if id.startswith("given ") else theirs)]
    return found


def plain_letters(pairs: Sequence[Pair], *, left: bool) -> list[Pair]:
    """The pairs with rare Latin letters as the bare ones."""
    seen = Counter(letter for a, _ in pairs for letter in a)
    least = LEAST_LETTER if left else 1
    table = {ord(letter): fold(letter) for letter, n in seen.items() if n < least and not letter.isascii()}
    return [(a.translate(table), b) for a, b in pairs]


def moves(left: str, right: str) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Each place in a pair, and how many letters may lie between it and the one before."""
    most = MOST_LEFT if script_of(right) == "Hani" else MOST_LEFT - 2
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            yield (
                i,
                j,
                [
                    (a, b)
                    for b in range(1, min(MOST_RIGHT, j) + 1)
                    for a in range(1, min(most, i) + 1)
                    if a < 4 or b == 1
                ],
            )


def learn_segments(pairs: Sequence[Pair]) -> dict[Cell, float]:
    """The natural logarithms of the probabilities of segments."""
    table = _first_guess(pairs)
    for _ in range(ROUNDS):
        counts: defaultdict[Cell, float] = defaultdict(float)
        for left, right in pairs:
            _expect(left, right, table, counts)
        total = sum(counts.values())
        table = {cell: math.log(n / total) for cell, n in counts.items() if n > 0.05}
    return table


def _first_guess(pairs: Sequence[Pair]) -> dict[Cell, float]:
    """Letters that stand at like places of many pairs."""
    both: Counter[Cell] = Counter()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for left, right in pairs:
        for i, j, steps in moves(left, right):
            if abs(i / len(left) - j / len(right)) < 0.25:
                for a, b in steps:
                    if a + b <= 3:
                        cell = left[i - a : i], right[j - b : j]
                        both[cell] += 1
                        ours[cell[0]] += 1
                        theirs[cell[1]] += 1
    total = sum(both.values())
    return {c: math.log(n / total) + 0.5 * math.log(n * total / (ours[c[0]] * theirs[c[1]])) for c, n in both.items()}


UNKNOWN = -14.0


def _price(table: dict[Cell, float], left: str, right: str) -> float:
    return table.get((left, right), UNKNOWN) * (len(left) + len(right) - 1)


def _expect(left: str, right: str, table: dict[Cell, float], counts: defaultdict[Cell, float]) -> None:
    """Adds how often each segment is to be expected in a pair."""
    n, m = len(left), len(right)
    ahead = np.full((n + 1, m + 1), -np.inf).tolist()
    back = np.full((n + 1, m + 1), -np.inf).tolist()
    ahead[0][0] = back[n][m] = 0.0
    edges = [
        (i - a, j - b, i, j, _price(table, left[i - a : i], right[j - b : j]))
        for i, j, steps in moves(left, right) for a, b in steps
    ]  # fmt: skip
    for i0, j0, i, j, price in edges:
        ahead[i][j] = _sum(ahead[i][j], ahead[i0][j0] + price)
    for i0, j0, i, j, price in reversed(edges):
        back[i0][j0] = _sum(back[i0][j0], back[i][j] + price)
    whole = ahead[n][m]
    if whole == -math.inf:
        return
    for i0, j0, i, j, price in edges:
        share = ahead[i0][j0] + price + back[i][j] - whole
        if share > -7.0:
            counts[left[i0:i], right[j0:j]] += math.exp(share)


def _sum(a: float, b: float) -> float:
    low, high = (a, b) if a < b else (b, a)
    return high if low == -math.inf or low < high - 30.0 else high + math.log1p(math.exp(low - high))


def best_cut(left: str, right: str, table: dict[Cell, float]) -> tuple[float, list[Cell]]:
    """The likeliest segments of a pair, and how likely they are on average; none where there is no way."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i, j, steps in moves(left, right):
        ways = [
            (best[i - a, j - b][0] + _price(table, left[i - a : i], right[j - b : j]), (a, b))
            for a, b in steps if (i - a, j - b) in best
        ]  # fmt: skip
        if ways:
            best[i, j] = max(ways)
    i, j = len(left), len(right)
    if (i, j) not in best:
        return -math.inf, []
    score = best[i, j][0]
    cut = []
    while i or j:
        a, b = best[i, j][1]
        cut.append((left[i - a : i], right[j - b : j]))
        i, j = i - a, j - b
    return score / sum(len(a) + len(b) - 1 for a, b in cut), cut[::-1]


def learn(key: str, shared: Path) -> None:
    """Learns and writes one model."""
    pairs = plain_letters(pairs_of(key, shared), left="-" not in key)
    table = learn_segments(pairs[:LEARNED_ON])
    judged = [best_cut(left, right, table) for left, right in pairs]
    least = median(likely for likely, _ in judged) - TOO_UNLIKELY
    cuts = [cut for likely, cut in judged if likely >= least]
    seen = Counter(cell for cut in cuts for cell in cut)
    kept = [cell for cell, n in seen.most_common() if n >= (2 if len(cuts) > MANY else 1)]
    segments = [("", ""), *kept]
    number = {cell: at for at, cell in enumerate(segments)}
    counts: tuple[Counter[tuple[int, ...]], ...] = (Counter(), Counter(), Counter())
    for cut in cuts:
        if all(cell in number for cell in cut):
            row = [EDGE, EDGE, *(number[cell] for cell in cut), EDGE]
            for at in range(2, len(row)):
                for length in (1, 2, 3):
                    counts[length - 1][tuple(row[at - length + 1 : at + 1])] += 1
    arrays: dict[str, Any] = {}
    for length, some in enumerate(counts, 1):
        few = LEAST_TRIPLES if length == 3 and len(cuts) > MANY else 1
        grams = sorted((gram, n) for gram, n in some.items() if n >= few)
        arrays[f"grams{length}"] = np.array([gram for gram, _ in grams], np.uint16)
        arrays[f"counts{length}"] = np.array([n for _, n in grams], np.uint32)
    text = "\n".join("\t".join(cell) for cell in segments)
    OUT.mkdir(exist_ok=True)
    np.savez_compressed(OUT / f"{key}.npz", segments=np.frombuffer(text.encode(), np.uint8), **arrays)
    sizes = [len(arrays[f"counts{length}"]) for length in (1, 2, 3)]
    print(f"{key}: {len(pairs)} pairs, {len(cuts)} counted, {sizes} n-grams", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", nargs="*", metavar="KEYS")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    one_thread_each()
    onward = [*(f"ru-{lang}" for lang in FROM_RUSSIAN), *(f"hi-{lang}" for lang in FROM_HINDI)]
    for key in options.keys or [*FROM_LATIN, *onward]:
        learn(key, options.shared)


if __name__ == "__main__":
    main()
