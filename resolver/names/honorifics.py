"""Titles that are written together with the name that they follow: 安倍首相. Data: titles.tsv."""

from __future__ import annotations

from functools import cache

from resolver.names.words import words
from resolver.text import script_of

_ATTACHED_IN = frozenset({"Hani", "Hang", "Jpan", "Kana"})
"""Scripts that write a title together with the name."""
_LEAST_TITLE = 2
_LEAST_HANGUL = 2
"""A syllable of Hangul and two that may be a title are a name of three syllables mostly."""


def split_title(parts: list[str]) -> tuple[list[str], list[str]]:
    """The name, and the title, of an unsegmented name that ends with one; the name as it is and [] for all others."""
    if len(parts) != 1 or script_of(parts[0]) not in _ATTACHED_IN:
        return parts, []
    (word,) = parts
    least = _LEAST_HANGUL if script_of(word) == "Hang" else 1
    title = next((title for title in _attached() if word.endswith(title) and len(word) - len(title) >= least), "")
    return ([word.removesuffix(title)], [title]) if title else (parts, [])


@cache
def _attached() -> tuple[str, ...]:
    """The titles that are written so, longest first."""
    written = (title for title in words("titles") if len(title) >= _LEAST_TITLE and script_of(title) in _ATTACHED_IN)
    return tuple(sorted(written, key=lambda title: (-len(title), title)))
