"""Names of organisations written without gaps, in Chinese characters, Hangul or kana: where their words end."""

from __future__ import annotations

from functools import cache

from resolver.names.legal import legal_class
from resolver.names.organisations import compound_words
from resolver.text import script_of

_SCRIPTS = frozenset({"Hani", "Hang", "Jpan", "Kana", "Hira", "Thai", "Khmr", "Laoo"})
_BY_SOUND = frozenset({"Hang", "Kana", "Hira"})
"""Scripts in which a word of an organisation may be a part of any word spelled by its sound: 리스, leasing, of
크리스토퍼, Christopher."""
_SHORTEST = 4
"""Shorter names are people's, or one word."""


def split_compound(part: str) -> list[str]:
    """The words of an organisation's name: those that many have (see `organisation_words`), the longest first, and what
    stands between them; 中国石油化工 gives 中国 and 石油化工. A name without a word for what a body is or does
    stays whole, and so does one of which such words, spelled by sound, are not the greater part."""
    if part.isascii() or len(part) < _SHORTEST or script_of(part) not in _SCRIPTS or legal_class(part):
        return [part]
    known = compound_words()
    found: list[str] = []
    is_body, told = False, ""
    start = at = 0
    while at < len(part):
        end = next((end for end in range(min(len(part), at + _longest()), at + 1, -1) if part[at:end] in known), at)
        if end > at:
            found += [part[start:at], part[at:end]]
            is_body = is_body or known[part[at:end]]
            told += part[at:end]
            start = end
        at = max(end, at + 1)
    words = [word for word in (*found, part[start:]) if word]
    by_chance = script_of(told) in _BY_SOUND and 2 * len(told) <= len(part)
    return words if is_body and not by_chance else [part]


@cache
def _longest() -> int:
    return max(map(len, compound_words()))
