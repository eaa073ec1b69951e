"""Adjacent tokens as one word: many write Nur al-Din as Nurdin, Jong Un as Jongun, de la Cruz as Delacruz."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from resolver.names.organisations import organisation_words
from resolver.names.parse import ParsedName
from resolver.names.token import Token
from resolver.text import fold, script_of

_GAPS_SAY_LITTLE = frozenset({"Arab"})
"""Scripts of which many letters never join the next, so that a gap between words hardly shows."""

_NEVER_JOIN = frozenset("اأإآدذرزژوؤڈڑےةى")
"""Letters that never join the next."""
_LEAST_PART = 3

_TWO = 2
_WITH_THE_WORD_BEFORE = frozenset({"ul", "ur", "ud"})
"""The Arabic article as South Asia writes it, with the ending of the word before: Ziaur Rahman, Zia ur Rahman."""


@dataclass(frozen=True, slots=True)
class Run:
    """The tokens from `start` to `end` (exclusive) of a name, of which `parts` may be written as one word."""

    start: int
    end: int
    parts: tuple[Token, ...]

    @property
    def word(self) -> Token:
        """The parts as one token."""
        lang = self.parts[0].lang if len({part.lang for part in self.parts}) == 1 else ""
        return Token("".join(p.text for p in self.parts), "".join(p.key for p in self.parts), "name", lang)


def joined_runs(tokens: Sequence[Token]) -> Iterator[Run]:
    """The runs of tokens that may be written as one word.

    Two names are one word, in either order, without the particles between them; particles and the name that follows
    are one word too, and an article and the name before it where it goes with that.
    """
    for start, first in enumerate(tokens):
        if first.role not in ("name", "particle"):
            continue
        end = start + 1
        while end < len(tokens) and tokens[end].role == "particle":
            end += 1
        if end < len(tokens) and tokens[end].role == "name":
            if first.role == "name":
                if tokens[start + 1].key in _WITH_THE_WORD_BEFORE:
                    yield Run(start, start + 2, (first, tokens[start + 1]))
                yield Run(start, end + 1, (first, tokens[end]))
                if not _ends_name(first.text, tokens[end].text):
                    yield Run(start, end + 1, (tokens[end], first))
            else:
                yield Run(start, end + 1, tuple(tokens[start : end + 1]))


def _ends_name(first: str, second: str) -> bool:
    """Whether the second of two words is written as the end of the first (Hee-young), so that it never stands first."""
    return first[:1].isupper() and second[:1].islower()


def written_together(name: ParsedName) -> Iterator[tuple[Token, ParsedName]]:
    """A name in Arabic letters with two adjacent words as one, which in Latin letters they may be (هدايت الله,
    Hidayatullah), in each way: that one, and the name with it."""
    for at, (first, second) in enumerate(pairwise(name.tokens)):
        if first.role == second.role == "name" and {script_of(first.text), script_of(second.text)} <= _GAPS_SAY_LITTLE:
            yield _with_run(name, at)


def written_apart(name: ParsedName) -> Iterator[tuple[Token, ParsedName]]:
    """A name with a word in Arabic letters as two, where a letter stands inside that never joins the next, so that a
    gap may have been lost (ظاهرعويس, Dahir Aweys), in each way: that word, and the name with the two."""
    for at, token in enumerate(name.tokens):
        if token.role != "name" or len(token.text) < 2 * _LEAST_PART or script_of(token.text) != "Arab":
            continue
        for end in range(_LEAST_PART, len(token.text) - _LEAST_PART + 1):
            if token.text[end - 1] in _NEVER_JOIN:
                words = (Token(part, fold(part)) for part in (token.text[:end], token.text[end:]))
                yield token, replace(name, tokens=(*name.tokens[:at], *words, *name.tokens[at + 1 :]))


def syllables_together(name: ParsedName) -> Iterator[tuple[Token, ParsedName]]:
    """The same of a name in Latin letters, of which two words may be one in characters (Jong-un, 正恩)."""
    for at, (first, second) in enumerate(pairwise(name.tokens)):
        if len(name.tokens) > _TWO and first.key.isascii() and second.key.isascii():
            yield _with_run(name, at)


def characters_apart(name: ParsedName) -> Iterator[tuple[tuple[Token, ...], ParsedName]]:
    """A name of several words in characters with one of them, which is none that many organisations have, as a word a
    character (沈忠海運, Shen Zhong Shipping), in each way: these words, and the name with them."""
    for at, token in enumerate(name.tokens):
        apart = token.role == "name" and len(token.key) == _TWO < len(name.tokens) and script_of(token.text) == "Hani"
        if apart and not organisation_words(token.key):
            words = tuple(Token(character, character) for character in token.key)
            yield words, replace(name, tokens=(*name.tokens[:at], *words, *name.tokens[at + 1 :]))


def _with_run(name: ParsedName, at: int) -> tuple[Token, ParsedName]:
    """The word from this place on and the next as one, and the name with it."""
    word = Run(at, at + 2, name.tokens[at : at + 2]).word
    return word, replace(name, tokens=(*name.tokens[:at], word, *name.tokens[at + 2 :]))
