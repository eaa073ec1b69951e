"""What a spelling is read as under the romanisation systems, and so which spellings are read as a name is written."""

from __future__ import annotations

from functools import lru_cache

from resolver.romanize import romanize, systems
from resolver.text import fold
from resolver.variants.letters import Spellings

_CACHED = 1 << 16


@lru_cache(maxsize=_CACHED)
def readings(word: str, lang: str) -> frozenset[str]:
    """The folded Latin spellings of a word in lower case under the systems of its language."""
    romanised = (fold(romanize(word, system.id)) for system in systems(lang))
    return frozenset("".join(filter(str.isalnum, text)) for text in romanised)


def read_as(found: Spellings, wanted: frozenset[str], lang: str) -> dict[str, float]:
    """Of spellings in a language those that are read in one of the wanted ways, with their shares among these."""
    alike = {text: odds for text, odds in found.items() if odds > 0.0 and not wanted.isdisjoint(readings(text, lang))}
    whole = sum(alike.values())
    return {text: odds / whole for text, odds in alike.items()}
