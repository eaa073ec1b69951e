"""Pairs of organisations' names in two scripts, made as those of training/bodies.py are; what is their own are words
that the encoder was kept from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.body_words import GROWN, LEGAL, words
from training.encoder.pairs import LANGUAGES, held_out, read_table
from training.people import Pair, Rng, most_alike

CODES = {"arabic": "ar", "chinese": "zh", "hebrew": "he", "japanese": "ja", "katakana": "ja", "korean": "ko",
         "russian": "ru"}  # fmt: skip
LEGAL_ABROAD = {"ar": "شركة", "zh": "有限公司", "he": 'בע"מ', "ja": "株式会社", "ko": "주식회사", "ru": "ООО"}
UNSEGMENTED = ("zh", "ja", "ko")
HEADS_FIRST = ("ar", "he", "ru")
ENDINGS = {"ru": ("", "", "", "", "а", "ский", "ского", "ская", "ское")}
"""What a word that a body is called after may end in: Институт имени Будкера."""
MOST = 3_000
LEGAL_TOLD, ALIKE = 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Abroad:
    """A made-up organisation: what is its own in Latin letters and as its country writes it, and the heads of what it
    does and is."""

    lang: str
    latin: str
    native: str
    heads: tuple[str, ...]

    def at_home(self, rng: Rng) -> str:
        own = [rng.choice(words(self.lang).full[head]) for head in self.heads]
        native = self.native + rng.choice(ENDINGS.get(self.lang, ("",)))
        parts = [*own, native] if self.lang in HEADS_FIRST else [native, *own]
        legal = LEGAL_ABROAD[self.lang] if rng.random() < LEGAL_TOLD else ""
        gap = "" if self.lang in UNSEGMENTED else " "
        return gap.join([legal, *parts] if self.lang in HEADS_FIRST else [*parts, legal]).strip()

    def in_english(self, rng: Rng) -> str:
        own = [words("en").word(head, rng) for head in self.heads]
        parts = [*own, self.latin] if rng.random() < 0.2 else [self.latin, *own]
        return " ".join([*parts, rng.choice(LEGAL["en"]) if rng.random() < LEGAL_TOLD else ""]).strip()


def bodies_across(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """Pairs of names, about as many of one organisation as of two."""
    for language in LANGUAGES:
        table = read_table(train / f"wd_{language}.tsv")
        rows = sorted({(row[0].title(), row[1]) for row in table if held_out(row[1])})
        rows = [row for row in rows if len(row[0]) > 2 and len(row[1]) > 1]
        rows = rng.sample(rows, min(len(rows), MOST))
        for _ in range(count // len(LANGUAGES) // 2):
            body = _body(CODES[language], rows, rng)
            yield body.in_english(rng), body.at_home(rng), True
            other = _other(body, [latin for latin, _ in rows], rng)
            if other != body:
                yield other.in_english(rng), body.at_home(rng), False


def _body(lang: str, rows: Sequence[tuple[str, str]], rng: Rng) -> Abroad:
    latin, native = rng.choice(rows)
    return Abroad(lang, latin, native, tuple(rng.sample(_heads(lang, "field"), rng.choice([1, 1, 2]))
                                             + rng.sample(_heads(lang, "form"), rng.choice([0, 0, 1]))))  # fmt: skip


def _heads(lang: str, says: str) -> list[str]:
    """Those that both this language and English have a word for."""
    known, english = words(lang), words("en")
    return [head for head in known.heads[says] if known.full[head] and english.full.get(head)]


def _other(body: Abroad, cores: Sequence[str], rng: Rng) -> Abroad:
    """Another organisation, which has much in common with this one."""
    way = rng.choice(["core", "core", "head", "more", "less", "grown"])
    if way == "grown":
        return replace(body, latin=body.latin + rng.choice(GROWN))
    if way == "core":
        alike = most_alike(body.latin, tuple(cores)) if rng.random() < ALIKE else []
        return replace(body, latin=rng.choice(alike or list(cores)))
    if way == "less" and len(body.heads) > 1:
        return replace(body, heads=body.heads[1:])
    head = rng.choice(_heads(body.lang, "field"))
    if not (words(body.lang).synonyms(head) | words("en").synonyms(head)).isdisjoint(body.heads):
        return body
    return replace(body, heads=(*body.heads, head) if way == "more" else (head, *body.heads[1:]))
