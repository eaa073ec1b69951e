"""Splits a cleaned text into tokens."""

from __future__ import annotations

import unicodedata
from functools import cache

from resolver.text.letters import Letters

_INSIDE = frozenset("'’ʼ‘`ʹʺ\u200c\u200d\u0f0b")


def split_tokens(text: str) -> list[str]:
    """The runs of letters, marks, digits and apostrophes of `text`, as written; runs without letter or digit are left
    out. Hyphens, dots, commas and middle dots separate."""
    if text.isalpha() and text.isascii():
        return [text]
    tokens = text.translate(_apart()).split()
    return [token for token in tokens if token.isalnum() or any(map(str.isalnum, token))]


@cache
def _apart() -> Letters:
    return Letters(lambda char: char if _is_inside(char) else " ")


def _is_inside(char: str) -> bool:
    return char in _INSIDE or char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")
