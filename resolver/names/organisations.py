"""Words that many organisations have in their names, over languages and abbreviated. Data: organisation_words.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from resolver.names.words import rows
from resolver.text import fold

_SHORT = "~"


@dataclass(frozen=True, slots=True)
class OrganisationWord:
    """A word as written: the head of its line, what it says ("form", "field" or "side", see the data), the language,
    and whether it is an abbreviation."""

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
    """The heads of the words for one of several (north, first) that a folded token may be."""
    return frozenset(word.head for word in organisation_words(key) if word.says == "side")


@cache
def _words() -> dict[str, tuple[OrganisationWord, ...]]:
    found: dict[str, list[OrganisationWord]] = {}
    for head, says, groups in rows("organisation_words"):
        for group in groups.split("; "):
            lang, *written = group.split(" ")
            for text in written:
                word = OrganisationWord(head, says, lang, text.removeprefix(_SHORT), text.startswith(_SHORT))
                found.setdefault(fold(word.text), []).append(word)
    return {key: tuple(some) for key, some in found.items()}
