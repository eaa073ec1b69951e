"""Generate further spellings of a name from rules: systems, receiving languages, sister scripts, slips."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from importlib import resources
from typing import Any

CYRILLIC = re.compile(r"[\u0400-\u04ff' -]+")


@lru_cache(maxsize=1)
def _receiving() -> dict[str, dict[str, str]]:
    """Language -> Cyrillic letter (or ending, or letter after a vowel) -> Latin spelling."""
    lines = [ln for ln in _data("cyrillic_receiving.tsv") if ln and not ln.startswith("##")]
    languages = lines[0].split("\t")[1:]
    out: dict[str, dict[str, str]] = {language: {} for language in languages}
    for line in lines[1:]:
        letter, *spellings = line.split("\t")
        for language, spelling in zip(languages, spellings, strict=True):
            out[language][letter] = "" if spelling == "-" else spelling
    return out


@lru_cache(maxsize=1)
def _alike() -> list[list[str]]:
    """Groups of Latin spellings that stand for each other."""
    return [ln.split() for ln in _data("latin_alike.tsv") if ln and not ln.startswith("##")]


def _data(name: str) -> list[str]:
    return resources.files("training.encoder").joinpath("data", name).read_text(encoding="utf-8").splitlines()


def _spell(word: str, table: dict[str, str]) -> str:
    tail = ""
    for length in (4, 3, 2):
        ending = word[-length:]
        if len(word) > length and f"-{ending}" in table:
            word, tail = word[:-length], table[f"-{ending}"]
            break
    out, before = [], ""
    for letter in word:
        soft = f"+{letter}"
        key = soft if soft in table and (before in "аеёиоуыэюяіїєьъ'" or not before) else letter
        out.append(table.get(key, table.get(letter, "")))
        before = letter
    return "".join(out) + tail


def receiving_spellings(name: str) -> set[str]:
    """Spellings of a Cyrillic name in the newspapers of other countries, lower case."""
    words = name.casefold().split()
    return {" ".join(_spell(w, table) for w in words) for table in _receiving().values()}


@lru_cache(maxsize=1)
def _systems() -> list[Any]:
    import iuliia

    return [
        getattr(iuliia, name) for name in sorted(dir(iuliia)) if name.isupper() and name not in ("UZ", "ALA_LC_ALT")
    ]


def russian_systems(name: str) -> set[str]:
    """Romanisations of a Russian name under every system that ``iuliia`` knows, lower case."""
    import iuliia

    return {iuliia.translate(name, schema).casefold() for schema in _systems()}


def indic_twin(name: str, rng: random.Random) -> list[str]:
    """A Devanagari or Bengali name spelled in two sister scripts, whose code charts run parallel."""
    import unicodedata

    start = next((low for low in (0x900, 0x980) if sum(low <= ord(c) < low + 0x80 for c in name) > len(name) / 2), 0)
    if not start:
        return []
    out = []
    for low in rng.sample([0xA00, 0xA80, 0xC00, 0xC80, 0xD00], 2):
        twin = "".join(chr(ord(c) - start + low) if start <= ord(c) < start + 0x80 else c for c in name)
        if all(unicodedata.name(c, "") for c in twin):
            out.append(twin)
    return out


def respell(word: str, rng: random.Random) -> str:
    """*word* with one to three letters spelled as another language would, or with a slip of the pen."""
    if rng.random() < 0.25:
        return _slip(word, rng)
    for _ in range(rng.randint(1, 3)):
        group = rng.choice(_alike())
        found = [(m.start(), s) for s in group if s != "-" for m in re.finditer(re.escape(s), word)]
        if found:
            at, old = rng.choice(found)
            new = rng.choice([s for s in group if s != old])
            word = word[:at] + ("" if new == "-" else new) + word[at + len(old) :]
    return word


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word)) if word else 0
    kind = rng.randrange(4)
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    if len(word) < 5:
        return word
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + letter + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at : at + 1] + word[at:]
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
