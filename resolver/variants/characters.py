"""A name in Chinese characters: how it is read, in Latin letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from resolver.match.readings import readings_of
from resolver.names.parse import parse
from resolver.text import clean, script_of
from resolver.tokens import reranker

_LONGEST = 4
"""Characters of a Chinese name at most; a longer one is a foreign name in characters."""


class Reading(NamedTuple):
    """A reading of a name, the language that has it, the system that it is written under, and how much it is worth."""

    text: str
    lang: str
    system: str
    worth: float


def is_chinese(name: str) -> bool:
    """Whether a name is one of two to four characters, without the dot that parts foreign ones."""
    text = clean(name)
    return 1 < len(text) <= _LONGEST and all(script_of(char) == "Hani" and char.isalpha() for char in text)


def read(name: str) -> Iterator[Reading]:
    """The readings of a Chinese name, the surname first: in pinyin, in Wade and Giles's letters, and in Cantonese; none
    under a system that does not know all characters."""
    letters = reranker().letters
    words = [token.text for token in parse(clean(name)).tokens]
    wade_giles = {char: next(iter(readings_of(char, "Mandarin, Wade-Giles")), "") for word in words for char in word}
    tables: list[tuple[str, str, float, Mapping[str, str]]] = [
        ("zh", "pinyin", 0.6, letters.latin), ("zh", "Wade-Giles", 0.2, wade_giles),
        ("yue", "Cantonese", 0.1, letters.cantonese),
    ]  # fmt: skip
    for lang, system, worth, table in tables:
        syllables = [[table.get(char, "") for char in word] for word in words]
        if all(map(all, syllables)):
            yield Reading(" ".join("".join(word).capitalize() for word in syllables), lang, system, worth)


def simplified(name: str) -> str:
    """The name in simplified characters."""
    simple = reranker().letters.simplified
    return "".join(simple.get(char, char) for char in name)
