"""Numbers in names, and the words that tell one generation from another. Data: suffixes.tsv,
number_words.tsv."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from resolver.names.parse import ParsedName
from resolver.names.token import Token
from resolver.names.words import rows
from resolver.text import fold

_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"\d{4}")
_MISREAD = re.compile(r"(?<!\d)[01](?=[^\W\d_]{3})")
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_VALUES = MappingProxyType({"i": 1, "v": 5, "x": 10})
_LARGEST = 10**9
_ALSO_NAMES = frozenset({"vi", "xi"})
"""Numerals that are names too: Xi Jinping, Vi Nguyen."""


def numbers(name: ParsedName) -> tuple[int, ...]:
    """The numbers in a name, in order: digits (of any script) and ordinals in any token, Roman numerals up to 39 behind
    the first, and "two" as the last. A zero or one before three letters is a letter misread. A single I, V or X counts
    only as the last token, or before the land of a ruler (Charles V of France), since it is mostly an initial."""
    found = []
    tokens = name.tokens
    for at, token in enumerate(tokens):
        if _is_beside(token):
            continue
        digits = _DIGITS.findall(_MISREAD.sub("", token.key))
        if digits:
            found += [int(run) for run in digits if len(run) < len(str(_LARGEST))]
        elif at and _is_roman(token, at, tokens, name.text):
            found.append(_roman(token.key))
        elif token.key in _counting("ordinal"):
            found.append(_counting("ordinal")[token.key])
        elif at and token.key in _counting("cardinal") and _ends(at, tokens):
            found.append(_counting("cardinal")[token.key])
    return tuple(found)


def years(name: ParsedName) -> frozenset[int]:
    """The years in which somebody was born or died, as far as they are said beside the name."""
    return frozenset(int(t.key) for t in name.tokens if _is_beside(t) and _YEAR.fullmatch(t.key))


def _is_beside(token: Token) -> bool:
    """Whether a token is a number of a date that is said beside the name."""
    return token.role == "lifetime" and token.key.isdecimal()


def number_words(name: ParsedName) -> tuple[str, ...]:
    """The words of a name that are nothing but a number: SM1TH, which a machine misread, is none, nor is what may be an
    initial."""
    return tuple(
        token.text
        for at, token in enumerate(name.tokens)
        if (token.key.isdecimal() and not _is_beside(token))
        or (at and len(token.key) > 1 and _is_roman(token, at, name.tokens, name.text))
    )


def suffixes(name: ParsedName) -> frozenset[str]:
    """What generation a name says it is of: "junior", "senior", "grandson", "nephew"; mostly empty. The first token
    is none."""
    return frozenset(
        filter(None, (generation(t.key) for t in name.tokens[1:] if t.key not in _small() or t.text.islower()))
    )


def generation(key: str) -> str:
    """What generation a folded token tells (see `suffixes`); "" for other words."""
    return _suffixes().get(key, "")


@cache
def _suffixes() -> dict[str, str]:
    return {fold(word): meaning for word, _, meaning, _ in rows("suffixes")}


@cache
def _small() -> frozenset[str]:
    """Words that tell a generation where they are written small, and are names elsewhere."""
    return frozenset(fold(word) for word, _, _, role in rows("suffixes") if role == "small")


@cache
def _counting(what: str) -> dict[str, int]:
    """The words that count as the given kind of number."""
    return {fold(word): int(number) for word, _, number, counts in rows("number_words") if counts == what}


def _ends(at: int, tokens: tuple[Token, ...]) -> bool:
    """Whether nothing but a legal form follows."""
    return all(token.role == "legal" for token in tokens[at + 1 :])


def _is_roman(token: Token, at: int, tokens: tuple[Token, ...], text: str) -> bool:
    key = token.key
    if not key or not _ROMAN.fullmatch(key):
        return False
    ends = _ends(at, tokens) or tokens[at + 1].key == "of"
    if len(key) == 1:
        return ends and token.text.isupper() and not text.endswith(".") and len(tokens[at - 1].key) > 1
    if key in _ALSO_NAMES:
        return ends and token.text.isupper() and not text.isupper()
    return token.text.isupper() or token.text.islower()


def _roman(key: str) -> int:
    values = [_VALUES[sign] for sign in key]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
