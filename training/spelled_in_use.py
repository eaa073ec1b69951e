"""Pairs of people's names in Latin letters whose surnames are spelled as an encyclopedia spells them: two spellings of
one foreign word, and words that look as much alike but are never spelled alike elsewhere. Made-up spellings are seldom
names that people bear; real ones are, as those of two people are. The encoder saw these words, as it did most that are
asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import OSA

from resolver.names import Token
from resolver.text import fold
from resolver.tokens import kin
from training.encoder.pairs import LANGUAGES, read_table
from training.people import Pair, Rng, countries, most_alike

OF = ("russian", "arabic")
"""The languages whose letters tell most of a word: kana write Kelly and Kerry alike."""
LEAST_LETTERS, LEAST_ALIKE = 4, 0.6
POOL = 20_000


def spelled_in_use(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """So many pairs, as many of one person as of two."""
    given = [word.latin for country in countries(train) for some in country.given.values() for word in some]
    abroad: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for latin, foreign, *_ in read_table(train / f"wd_{language}.tsv"):
            abroad[fold(latin)].add(foreign)
    one: list[tuple[str, str]] = []
    words: set[str] = set()
    for language in OF:
        spelled: dict[str, set[str]] = defaultdict(set)
        for latin, foreign, *_ in read_table(train / f"wd_{language}.tsv"):
            if latin.isascii() and latin.isalpha() and len(latin) >= LEAST_LETTERS:
                spelled[foreign].add(latin)
        words |= {word for some in spelled.values() for word in some}
        one += [pair for some in spelled.values() for pair in combinations(sorted(some), 2)
                if OSA.normalized_similarity(*pair) >= LEAST_ALIKE]  # fmt: skip
    one = sorted(set(one))
    pool = tuple(rng.sample(sorted(words), min(len(words), POOL)))
    for left, right in rng.sample(one, min(len(one), count // 2)):
        yield *_named(left, right, rng.choice(given), rng), True
        word = rng.choice(pool)
        others = [each for each in most_alike(word, pool) if abroad[each].isdisjoint(abroad[word])]
        others = [each for each in others if kin(Token(word, word), Token(each, each)) is None]
        if others:
            yield *_named(word, rng.choice(others), rng.choice(given), rng), False


def _named(left: str, right: str, given: str, rng: Rng) -> tuple[str, str]:
    one, other = rng.sample((left.title(), right.title()), 2)
    return f"{given} {one}", f"{given} {other}"
