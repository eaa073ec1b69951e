"""Words that many organisations have in their names, over languages and abbreviated, and what lands they name. Data:
organisation_words.tsv, lands.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from resolver.facts.countries import country_names
from resolver.names.words import rows
from resolver.text import fold, script_of

_SHORT = "~"
_UNSEGMENTED = frozenset({"Hani", "Hang", "Jpan", "Kana", "Hira"})
_OF_BODIES = frozenset({"form", "field"})
_TELLING_APART = frozenset({"side", "land"})
_LEAST_LAND, _LEAST_OTHER = 4, 2
"""Shorter names of lands in Latin letters are codes, in other scripts parts of names."""


@dataclass(frozen=True, slots=True)
class OrganisationWord:
    """A word as written: the head of its line (of a land: its code), what it says ("form", "field", "side", "place",
    "word", see the data, or "land"), the language ("" if not told), and whether it is an abbreviation."""

    head: str
    says: str
    lang: str
    text: str
    short: bool


def organisation_words(key: str) -> tuple[OrganisationWord, ...]:
    """What a folded token may be as a word of organisations; () if it is none."""
    return _words().get(key, ())


def same_word(left: str, right: str) -> tuple[OrganisationWord, OrganisationWord] | None:
    """Two folded tokens as one word, abbreviated or in two languages; None if they are not. Two abbreviations of
    different letters are no word in common, nor is one in another language: too many words begin so."""
    for mine in organisation_words(left):
        for theirs in organisation_words(right):
            both_short, one_short = mine.short and theirs.short, mine.short or theirs.short
            if mine.head == theirs.head and not both_short and (mine.lang == theirs.lang or not one_short):
                return mine, theirs
    return None


def sides(key: str) -> frozenset[str]:
    """The heads of the words for one of several (north, first, a land) that a folded token may be."""
    return frozenset(word.head for word in organisation_words(key) if word.says in _TELLING_APART)


@cache
def compound_words() -> Mapping[str, bool]:
    """The words that stand in unsegmented names, of two characters at least, and whether each tells that it is a body's
    name: bank, but not China."""
    written = ((key, some) for key, some in _words().items() if len(key) > 1 and script_of(key) in _UNSEGMENTED)
    return MappingProxyType({key: any(word.says in _OF_BODIES for word in some) for key, some in written})


@cache
def _words() -> dict[str, tuple[OrganisationWord, ...]]:
    found: dict[str, list[OrganisationWord]] = {}
    for head, says, groups in (*rows("organisation_words"), *((code, "land", of) for code, of in rows("lands"))):
        for group in groups.split("; "):
            lang, *written = group.split(" ")
            for text in written:
                word = OrganisationWord(head, says, lang, text.removeprefix(_SHORT), text.startswith(_SHORT))
                found.setdefault(fold(word.text), []).append(word)
    for text, lang, number, _ in rows("number_words"):
        found.setdefault(fold(text), []).append(OrganisationWord(number, "number", lang, text, False))
    for name, codes in country_names():
        if len(name) >= (_LEAST_LAND if name.isascii() else _LEAST_OTHER) and not name[-1].isdecimal():
            found.setdefault(name, []).extend(OrganisationWord(code, "land", "", name, False) for code in codes)
    return {key: tuple(some) for key, some in found.items()}
