"""The people whom pairs of names are made up for: words that a country has for names, and who bears which."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from resolver.names.gendered import gender_form
from resolver.text import fold
from resolver.tokens import sound
from training.encoder.pairs import read_table

Pair = tuple[str, str, bool]
Rng = random.Random

ALIKE = 6
"""A namesake's other word is one of so many that are most like it."""
LEAST_ALIKE = 55.0


@dataclass(frozen=True, slots=True)
class Word:
    """A name as its country writes it, and in Latin letters."""

    local: str
    latin: str


@dataclass(frozen=True, slots=True)
class Country:
    given: dict[str, list[Word]]
    surnames: list[Word]


@dataclass(frozen=True, slots=True)
class Person:
    """Given name, another given name, surname, another surname of the same country; `pool` are surnames of any."""

    given: Word
    middle: Word
    surname: Word
    second: Word
    gender: str
    country: Country
    pool: Sequence[Word]


def countries(train: Path) -> list[Country]:
    """Those of which given names and surnames are known; others lend them to each other."""
    given: dict[str, dict[str, list[Word]]] = defaultdict(lambda: defaultdict(list))
    surnames: dict[str, list[Word]] = defaultdict(list)
    for code, kind, gender, _, local, latin in read_table(train / "popular_names.tsv"):
        word = Word(local or latin, latin or local)
        if " " in word.latin or not word.latin:
            continue
        (given[code][gender or "M"] if kind == "given" else surnames[code]).append(word)
    every = sorted(set(given) & set(surnames))
    return [Country(given[code], surnames[code]) for code in every if len(surnames[code]) > 5]


def person(some: Sequence[Country], pool: Sequence[Word], rng: Rng) -> Person:
    country = rng.choice(some)
    gender = rng.choice(sorted(country.given))
    names = country.given[gender]
    return Person(rng.choice(names), rng.choice(names), rng.choice(country.surnames), rng.choice(country.surnames),
                  gender, country, pool)  # fmt: skip


def latin(p: Person) -> list[str]:
    return [p.given.latin, p.surname.latin]


def alike(word: Word, pool: Sequence[Word], rng: Rng) -> Word | None:
    """Another of the names that looks much like it."""
    found = most_alike(word.latin, tuple(dict.fromkeys(other.latin for other in pool)))
    return Word("", rng.choice(found)) if found else None


@cache
def most_alike(word: str, pool: tuple[str, ...]) -> list[str]:
    found = process.extract(
        word, pool, scorer=OSA.normalized_similarity, limit=ALIKE + 1, score_cutoff=LEAST_ALIKE / 100
    )
    # Aliyev and Aliev are one name, and no namesakes; nor is a man's surname another than his sister's.
    others = [other for other, _, _ in found if not gender_form(fold(other), fold(word))]
    return [other for other in others if sound(fold(other)) != sound(fold(word))][:ALIKE]
