"""Acronyms: one word for the first letters of several. Data: function_words.tsv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from resolver.names.joins import Run
from resolver.names.legal import is_legal
from resolver.names.organisations import initials
from resolver.names.token import Token
from resolver.names.words import words
from resolver.text import script_of

SHORTEST_ACRONYM = 3
"""Shorter words are no acronyms."""
_MOST = 8
_LEGAL = 2
"""Legal forms of so many letters may be those of an acronym without standing beside its words."""
_LEAST_BLEND, _MOST_BLEND = 5, 20
_MOST_WORDS = 24
"""Words of a name that may be put together; bodies whose names are longer have acronyms."""
_PAIR = 2
_NONE: frozenset[str] = frozenset()
_OF_MANY_LANGUAGES = frozenset({"Latn"})
"""The script of so many languages that two letters are those of any two words in one of them."""
_ALPHABETS = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor"})


def acronym_run(token: Token, beside: Sequence[Token], others: Sequence[Token]) -> Run | None:
    """The words of another name whose first letters a token is, little words among them or left out; None if it is no
    acronym. It has three letters at least, all of them capital unless it is the only word of its name (`beside`, the
    token included)."""
    most = sum(len(o.key) if o.role == "legal" else 1 for o in others) + _LEGAL
    if most < len(token.key) or not may_be_acronym(token, beside):
        return None
    for start in range(len(others) - 1):
        for of_all in (False, True):
            end = _spelled_out(token.key, others, start, of_all)
            if end > start:
                return Run(start, end, tuple(others[start:end]))
    return None


def translated_run(token: Token, beside: Sequence[Token], others: Sequence[Token]) -> Run | None:
    """The words of another name that begin with a token's letters in one other language, in any order: ЧВК of Private
    Military Company, ФСБ of Federal Security Service. All are known words of organisations, or lands. Two letters that
    are not Latin are enough beside further words (`beside`, the token included). None if it is no such acronym."""
    letters = token.key
    short = len(beside) > 1 and script_of(token.text) not in _OF_MANY_LANGUAGES
    if not (_PAIR if short else SHORTEST_ACRONYM) <= len(letters) <= _MOST or token.role not in ("name", "legal"):
        return None
    if len(others) > _MOST_WORDS:
        return None
    told = [at for at, other in enumerate(others) if not _is_little(other)]
    for start in range(len(told) - len(letters) + 1):
        places = told[start : start + len(letters)]
        if _begin_so([others[at].key for at in places], letters):
            return Run(places[0], places[-1] + 1, tuple(others[places[0] : places[-1] + 1]))
    return None


def _begin_so(keys: Sequence[str], letters: str) -> bool:
    """Whether there is a language in which these words begin with these letters, one each."""
    told = [initials(key) for key in keys]
    langs = [frozenset[str]().union(*(some.get(letter, _NONE) for letter in letters)) for some in told]
    return any(_are_given(told, letters, lang) for lang in frozenset.intersection(*langs))


def _are_given(told: Sequence[Mapping[str, frozenset[str]]], letters: str, lang: str) -> bool:
    """Whether each of these words gives another of the letters in this language."""
    taken = {0}  # the sets of places that are taken, as bits: at most 70 of eight letters
    for some in told:
        fits = [1 << at for at, letter in enumerate(letters) if lang in some.get(letter, _NONE)]
        taken = {places | place for places in taken for place in fits if not places & place}
    return bool(taken)


def blend_run(token: Token, others: Sequence[Token]) -> Run | None:
    """The words of another name that a token begins as, one after the other, little words left out: Petrobras of
    Petróleo Brasileiro, KOMID of Korea Mining Development. Two letters of two words at least, three if there are two
    words only. None if it is no such word."""
    letters = token.key
    if not _LEAST_BLEND <= len(letters) <= _MOST_BLEND or len(others) > _MOST_WORDS:
        return None
    if token.role != "name" or script_of(token.text) not in _ALPHABETS:
        return None
    for start, first in enumerate(others[:-1]):
        if first.role == "name" and first.key[0] == letters[0]:
            end = _blended(letters, others, start)
            if end:
                return Run(start, end, tuple(others[start:end]))
    return None


def _blended(letters: str, tokens: Sequence[Token], start: int) -> int:
    """Where the words end, from `start` on, that these letters are the first ones of; 0 if they are not."""

    @cache  # there are too many ways to part the letters among the words for any to be tried twice
    def end(done: int, at: int, taken: int, of_two: int, of_three: int) -> int:
        """Where they end if so many letters are told, by so many words, of which so many gave two and three letters
        at least; what is more than tells anything is not counted."""
        if done == len(letters):
            return at if taken >= _PAIR and (of_three if taken == _PAIR else of_two) >= _PAIR else 0
        while taken and at < len(tokens) and _is_little(tokens[at]):
            at += 1
        if at == len(tokens) or tokens[at].role not in ("name", "legal"):
            return 0
        word = tokens[at].key
        for count in range(min(len(letters) - done, len(word) - 1), 0, -1):
            if letters.startswith(word[:count], done):
                twos, threes = min(of_two + (count > 1), _PAIR), min(of_three + (count > 2), _PAIR)
                found = end(done + count, at + 1, min(taken + 1, _PAIR + 1), twos, threes)
                if found:
                    return found
        return 0

    return end(0, start, 0, 0, 0)


def may_be_acronym(token: Token, beside: Sequence[Token]) -> bool:
    """Whether a token of a name looks like an acronym, whatever the other name is (see `acronym_run`)."""
    return (
        SHORTEST_ACRONYM <= len(token.key) <= _MOST
        and token.role == "name"
        and (token.text.isupper() or sum(other.role == "name" for other in beside) == 1)
        and script_of(token.text) in _ALPHABETS
    )


def _spelled_out(letters: str, tokens: Sequence[Token], start: int, of_all: bool) -> int:
    """Where the words end whose first letters these are, of all words or but for the little ones; `start` if these are
    not. A legal form at the end may stand with all of its letters (PDVSA), in full (COSCO), or not at all."""
    at = start
    for number, letter in enumerate(letters):
        while not of_all and start < at < len(tokens) and _is_little(tokens[at]):
            at += 1
        if number > 1 and at < len(tokens) and tokens[at].role == "legal" and tokens[at].key == letters[number:]:
            return at + 1
        of_form = letters[number:] if SHORTEST_ACRONYM <= number == len(letters) - _LEGAL else ""
        if of_form and _ends_legally(of_form, tokens[at:]):
            return at
        if at == len(tokens) or tokens[at].key[0] != letter:
            return start
        at += 1
    return at


def _ends_legally(letters: str, rest: Sequence[Token]) -> bool:
    """Whether letters are a legal form, and nothing follows but the same in full: COSCO, of a Company or none."""
    return is_legal(letters, typed=True) and all(o.role == "legal" and o.key.startswith(letters) for o in rest)


def _is_little(token: Token) -> bool:
    return token.role == "particle" or token.key in words("function_words")


def acronyms(tokens: Sequence[Token]) -> frozenset[str]:
    """What a name may be shortened to: the first letters of all its words, without the little ones, and without the
    legal form."""
    named = [token for token in tokens if token.role != "legal"]
    ways = (tokens, named, [t for t in tokens if not _is_little(t)], [t for t in named if not _is_little(t)])
    found = ("".join(token.key[0] for token in way) for way in ways)
    return frozenset(word for word in found if SHORTEST_ACRONYM <= len(word) <= _MOST and script_of(word) in _ALPHABETS)
