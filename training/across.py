"""Pairs of people's names in two scripts, made of words that the encoder was kept from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.encoder.pairs import LANGUAGES, held_out, read_table
from training.people import Pair, Rng, Word, alike

SEPARATORS = {"chinese": "·", "japanese": "・", "katakana": "・"}
COMPOUND = 0.25
"""The share of Arabic names with a word that Latin letters write together with the next."""
TAILS = (("الله", ("ullah", "allah", "ollah", "ulla")), ("الدين", ("uddin", "eddin", "eddine", "addin")))


def across_scripts(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """Names of two words that the encoder was kept from, in two scripts."""
    for language in LANGUAGES:
        rows = sorted({(row[0], row[1]) for row in read_table(train / f"wd_{language}.tsv") if held_out(row[1])})
        rows = [row for row in rows if len(row[0]) > 2 and len(row[1]) > 1]
        pool = [Word("", row[0]) for row in rng.sample(rows, min(len(rows), 3000))]
        gap = SEPARATORS.get(language, " ")
        for _ in range(count // len(LANGUAGES) // 2):
            (one, foreign), (two, strange) = rng.choice(rows), rng.choice(rows)
            if language == "arabic" and rng.random() < COMPOUND:
                tail, latin = rng.choice(TAILS)
                one, foreign = f"{one}{rng.choice(latin)}", f"{foreign} {tail}"
            yield f"{one} {two}".title(), f"{foreign}{gap}{strange}", True
            other = alike(Word("", two), pool, rng) if rng.random() < 0.7 else rng.choice(pool)
            if other:
                words = [one, other.latin] if rng.random() < 0.5 else [other.latin, one]
                back = f"{foreign}{gap}{strange}" if words[0] == one else f"{strange}{gap}{foreign}"
                yield " ".join(words).title(), back, False
