"""Titles that are written together with the name that they follow (安倍首相), and words that belong to a title where
one stands beside them (prime minister, Datuk Seri). Data: titles.tsv, title_openers.tsv, title_followers.tsv."""

from __future__ import annotations

from functools import cache

from resolver.names.words import rows, words
from resolver.text import script_of

_ATTACHED_IN = frozenset({"Hani", "Hang", "Jpan", "Kana"})
"""Scripts that write a title together with the name."""
_LEAST_TITLE = 2
_WITH_NAME = 3
_OF = "of"
_LEAST_HANGUL = 2
"""A syllable of Hangul and two that may be a title are a name of three syllables mostly."""


def split_title(parts: list[str]) -> tuple[list[str], list[str]]:
    """The name, and the title, of an unsegmented name that ends with one, or that has some beside it; the name as it is
    and [] for all others."""
    if all(map(str.isascii, parts)):
        return parts, []
    beside = [part for part in parts if part in words("titles") and part in _attached()]
    if beside and len(parts) - len(beside) == 1:
        return [part for part in parts if part not in beside], beside
    if len(parts) != 1 or script_of(parts[0]) not in _ATTACHED_IN:
        return parts, []
    (word,) = parts
    least = _LEAST_HANGUL if script_of(word) == "Hang" else 1
    title = next((title for title in _attached() if word.endswith(title) and len(word) - len(title) >= least), "")
    return ([word.removesuffix(title)], [title]) if title else (parts, [])


def opens_title(keys: list[str]) -> bool:
    """Whether the first of three folded words belongs to the title that the second is, with a name behind it: the prime
    minister of India is not India."""
    return len(keys) == _WITH_NAME and keys[1] in _openers().get(keys[0], ()) and keys[2] != _OF


def follows_title(key: str, before: str) -> bool:
    """Whether a folded word belongs to the title that the one before it is."""
    return before in _followers().get(key, ())


@cache
def _followers() -> dict[str, frozenset[str]]:
    return {word: frozenset(before.split(" ")) for word, _, before in rows("title_followers")}


@cache
def _openers() -> dict[str, frozenset[str]]:
    return {word: frozenset(following.split(" ")) for word, _, following in rows("title_openers")}


@cache
def _attached() -> tuple[str, ...]:
    """The titles that are written so, longest first."""
    written = (title for title in words("titles") if len(title) >= _LEAST_TITLE and script_of(title) in _ATTACHED_IN)
    return tuple(sorted(written, key=lambda title: (-len(title), title)))
