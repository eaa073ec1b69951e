"""From a cleaned text to tokens with roles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from resolver.model import EntityType
from resolver.names.words import words
from resolver.text import clean, fold, repair_lookalikes, script_of, split_tokens

Role = Literal["name", "initial", "title", "particle", "legal"]

_INITIAL_SCRIPTS = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor"})
# Abd ("servant") is written together with the article and the following name of God in many ways.
_ABD = re.compile(r"abd(?:[aeiou]|ou)(?:l|r|sh|s|z|d|n|t)(?=[a-z]{4})(?!lah|la[iy]|lo)")
_ABD_ALONE = re.compile(r"abd(?:[aeiou]|ou)(?:l|r|sh|s|z|d|n|t)")
_LONGEST_UNSEGMENTED = 4
_LONGEST_SURNAME = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a name: `text` as written, `key` folded for comparison, its role, and the language it is known to be
    written in (an ISO 639 code, "" if unknown)."""

    text: str
    key: str
    role: Role = "name"
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name in tokens. `joined` is the folded text without any gap: it is equal for names that differ by spacing,
    hyphens, case and diacritics only."""

    text: str
    tokens: tuple[Token, ...]
    joined: str

    @property
    def content(self) -> tuple[Token, ...]:
        """The tokens that tell who it is: names and initials."""
        return tuple(t for t in self.tokens if t.role in ("name", "initial"))


@lru_cache(maxsize=1 << 14)
def parse(text: str, type: EntityType | None = None) -> ParsedName:
    """Splits a name. A name without letters or digits gives no tokens. Where `type` is known, words that only stand
    beside names of another type (titles for persons, legal forms for organisations and the rest) are plain name."""
    return _parse(text, type, None)


def readings(text: str, type: EntityType | None = None) -> list[ParsedName]:
    """The ways a name may be split, `parse` first: an unsegmented name of Han characters or Hangul may be one word, or
    have its surname end after the first, second or third character."""
    first = parse(text, type)
    found = {tuple(t.key for t in first.tokens): first}
    word = _unsegmented(split_tokens(first.text))
    for cut in range(min(len(word), _LONGEST_SURNAME + 1)):
        other = _parse(text, type, cut)
        found.setdefault(tuple(t.key for t in other.tokens), other)
    return list(found.values())


def _parse(text: str, type: EntityType | None, cut: int | None) -> ParsedName:
    """`cut` is how many characters the surname of an unsegmented name has: 0 for one word, None for the likeliest."""
    shown = clean(text)
    parts = split_tokens(shown)
    word = _unsegmented(parts)
    if word:
        parts = _cut(word, _likely_cut(word) if cut is None else cut)
    else:
        parts = [part for raw in parts for part in _split_abd(repair_lookalikes(raw))]
    tokens = [Token(part, fold(part)) for part in parts]
    tokens = [token for token in tokens if token.key]
    joined = "".join(t.key for t in tokens)
    return ParsedName(shown, _with_roles(_acronym(tokens), type), joined)


def _unsegmented(parts: list[str]) -> str:
    """The only word of a name in Han characters or Hangul that may be surname and given name in one; else ""."""
    if len(parts) == 1 and script_of(parts[0]) in ("Hani", "Hang") and 2 <= len(parts[0]) <= _LONGEST_UNSEGMENTED:
        return parts[0]
    return ""


def _likely_cut(word: str) -> int:
    return 2 if len(word) > 2 and word[:2] in words("compound_surnames") else 1


def _cut(word: str, at: int) -> list[str]:
    return [word[:at], word[at:]] if at else [word]


def _split_abd(token: str) -> list[str]:
    """Splits Abd from what follows."""
    if script_of(token) == "Latn":
        key = fold(token)
        found = _ABD.match(key)
        if found and len(key) == len(token):
            return [token[: found.end()], token[found.end() :]]
    return [token]


def _acronym(tokens: list[Token]) -> list[Token]:
    """U.S. is one word, not two initials."""
    if len(tokens) > 1 and all(len(t.key) == 1 and t.key.isalpha() for t in tokens):
        scripts = {script_of(t.key) for t in tokens}
        if len(scripts) == 1 and scripts <= _INITIAL_SCRIPTS:
            return [Token("".join(t.text for t in tokens), "".join(t.key for t in tokens))]
    return tokens


def _with_roles(tokens: list[Token], type: EntityType | None) -> tuple[Token, ...]:
    """Gives each token its role; if nothing would be left as the name itself, all are name."""
    if len(tokens) == 1:
        return tuple(tokens)
    roles = [Token(t.text, "abd" if _ABD_ALONE.fullmatch(t.key) else t.key, _role(t.key, type)) for t in tokens]
    if not any(t.role == "name" for t in roles):
        return tuple(tokens)
    return tuple(roles)


def _role(key: str, type: EntityType | None) -> Role:
    if key in words("titles") and type in (None, "person"):
        return "title"
    if key in words("particles"):
        return "particle"
    if key in words("legal_forms") and type != "person":
        return "legal"
    if len(key) == 1 and script_of(key) in _INITIAL_SCRIPTS:
        return "initial"
    return "name"
