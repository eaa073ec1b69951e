"""Several names of one bearer in a text: Ramadan Abdullah a.k.a. Abu Shallah. Data: also_known.tsv."""

from __future__ import annotations

import re
from functools import cache

from resolver.names.words import rows
from resolver.text import script_of, split_tokens

_EDGES = " ,，、;:()[]\"“”'«»"
_WITH_GAPS = frozenset({"Latn", "Cyrl"})
"""Scripts in which what follows is parted by a gap."""
_SHORT = 3
_SEVERAL = 2
_MOST = 6
"""Each is asked for like a name of its own."""


def names_in(text: str) -> list[str]:
    """The names in a text that has several, each with its own words; [] for all others."""
    if not _may_have_several(text):
        return []
    found = list(_between().finditer(text))
    if not found:
        return []
    parts = [part.strip(_EDGES) for part in _between().split(text)]
    words = [len(split_tokens(part)) for part in parts]
    # Aka is a surname too: in capitals, or where all is small, it stands between names of several words.
    is_told = all(not _may_be_name(one.group(), text) for one in found)
    return parts[:_MOST] if min(words) >= (1 if is_told else _SEVERAL) else []


def _may_have_several(text: str) -> bool:
    """A quick look: nearly all texts are one name."""
    words, without_gaps = _first_words()
    if not words.isdisjoint([word.strip(_EDGES) for word in text.lower().split(" ")]):
        return True
    return not text.isascii() and any(said in text for said in without_gaps)


@cache
def _first_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """The first words of what is parted by gaps, and all that is not."""
    said = {words for _, words in rows("also_known")}
    gapped = {words for words in said if script_of(words) in _WITH_GAPS}
    return frozenset(words.split(" ")[0].strip(_EDGES) for words in gapped), tuple(said - gapped)


def _may_be_name(said: str, text: str) -> bool:
    return said.isascii() and said.isalpha() and len(said) <= _SHORT and not (said.islower() and not text.islower())


@cache
def _between() -> re.Pattern[str]:
    said = sorted({words for _, words in rows("also_known")}, key=lambda words: (-len(words), words))
    return re.compile("|".join(map(_pattern, said)), re.IGNORECASE)


def _pattern(words: str) -> str:
    behind = r"(?!\w)[.:]?" if script_of(words) in _WITH_GAPS else ""
    return rf"(?<!\w){re.escape(words)}{behind}"
