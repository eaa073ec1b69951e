"""A name in Chinese characters: how it is read, in Latin letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from resolver.match.readings import readings_of
from resolver.names.words import words
from resolver.text import clean, fold, script_of
from resolver.tokens import reranker
from resolver.variants.letters import letters

_LONGEST = 4
"""Characters of a Chinese name at most; a longer one is a foreign name in characters."""
_LONGEST_GIVEN = 2


class Reading(NamedTuple):
    """A reading of a name, the language that has it, the system that it is written under, and how much it is worth."""

    text: str
    lang: str
    system: str
    worth: float


def is_chinese(name: str) -> bool:
    """Whether a name in characters is a Chinese one: a surname and one or two characters more, which don't spell a
    foreign name that people bear."""
    text = clean(name)
    if not 1 < len(text) <= _LONGEST or not all(script_of(char) == "Hani" and char.isalpha() for char in text):
        return False
    _, *given = _parts(text)
    return len(given) == 1 and 0 < len(given[0]) <= _LONGEST_GIVEN and not _is_foreign(text)


def _parts(text: str) -> list[str]:
    """The surname and the given name of a Chinese name, with or without a gap; a Japanese surname is none here."""
    if " " in text:
        return text.split(" ")
    end = 2 if text[:2] in words("compound_surnames") and len(text) > 2 else 1
    return [text[:end], text[end:]]


def _is_foreign(text: str) -> bool:
    """Whether what characters spell by their sounds, as foreign names are spelled, is a name already."""
    model = letters("zh")
    spelled = [fold(latin) for latin, _ in model.leftward(text)[:1]] if model else []
    return bool(spelled) and bool(reranker().frequency(spelled)[0] > 0.0)


def read(name: str) -> Iterator[Reading]:
    """The readings of a Chinese name, the surname first: in pinyin, in Wade and Giles's letters, and in Cantonese; none
    under a system that does not know all characters."""
    table_of = reranker().letters
    parts = _parts(clean(name))
    wade_giles = {char: next(iter(readings_of(char, "Mandarin, Wade-Giles")), "") for part in parts for char in part}
    tables: list[tuple[str, str, float, Mapping[str, str]]] = [
        ("zh", "pinyin", 0.6, table_of.latin), ("zh", "Wade-Giles", 0.2, wade_giles),
        ("yue", "Cantonese", 0.1, table_of.cantonese),
    ]  # fmt: skip
    for lang, system, worth, table in tables:
        syllables = [[table.get(char, "") for char in part] for part in parts]
        if all(map(all, syllables)):
            yield Reading(" ".join("".join(part).capitalize() for part in syllables), lang, system, worth)


def simplified(name: str) -> str:
    """The name in simplified characters."""
    simple = reranker().letters.simplified
    return "".join(simple.get(char, char) for char in name)
