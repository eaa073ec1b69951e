"""What stands beside a word: somebody else's given name, a hyphen, a word for what is called after people."""

from __future__ import annotations

from collections.abc import Callable

from resolver.annotate.data import articles, called_after, dates, inflected_last, told_languages
from resolver.annotate.document import Document
from resolver.annotate.lexicon import is_given, key_of
from resolver.annotate.words import is_common, is_small
from resolver.names.words import words as name_words
from resolver.tokens.rarity import world_count

_GAPS = frozenset(["", " ", ". ", " «", " „", ' "', " “", "-"])
_LONGEST_WORD = 4
_NOUNS_HAVE_CAPITALS = "de"


class Beside:
    """The neighbours of the words of one text. `is_taken` tells whether a word belongs to a mention by now."""

    def __init__(self, document: Document, is_taken: Callable[[int], bool]) -> None:
        self._document = document
        self._words = document.words
        self._is_taken = is_taken

    def somebody_else(self, first: int, last: int) -> bool:
        """Whether the words around those from `first` to before `last` make another person's name with them."""
        return self._given_before(first) or self.other_after(first, last)

    def stands_alone(self, first: int, last: int) -> bool:
        """Whether no word with a capital letter beside those from `first` to `last` makes a longer, unknown name."""
        words = self._words
        before = first > 0 and words.linked(first - 1) and self._unknown_name(first - 1)
        ends = last + 1 >= len(words.written) or not words.linked(last) or self._ends_name(last)
        # of two names, both in the nominative, one would be part of the other: s Dodikom Aleksandar Vučić
        ends = ends or (self._is_taken(last + 1) and self._is_inflected(last))
        after = not ends and self._unknown_name(last + 1)
        after = after and not (words.gap(last) == "-" and self.is_joined_noun(last + 1))
        return not before and not after

    def hyphened(self, first: int, last: int) -> list[int]:
        """The words with a capital letter that hyphens join to those from `first` to `last`."""
        words = self._words
        joined = [first - 1] if first and words.gap(first - 1) == "-" else []
        joined += [last + 1] if words.gap(last) == "-" else []
        return [at for at in joined if words.written[at][0].isupper()]

    def after_small(self, at: int) -> bool:
        """Whether a word with a small letter that is no title stands before this one: in Holland, but M. Hollande."""
        words = self._words
        if not at or not words.linked(at - 1):
            return False
        before = words.written[at - 1]
        return is_small(before) and key_of(before) not in name_words("titles")

    def goes_on(self, at: int) -> bool:
        """Whether a hyphen joins an unknown name to a word: Ivanov-Petrov."""
        words = self._words
        return words.gap(at) == "-" and words.written[at + 1] in self._document.unknown and self.is_name(at + 1)

    def in_date(self, at: int) -> bool:
        """Whether a word is the name of a month: in May, May 9."""
        words = self._words
        before = words.written[at - 1].lower() if at and words.linked(at - 1) else ""
        after = words.written[at + 1] if at + 1 < len(words.written) and words.linked(at) else ""
        telling = dates().get(words.written[at].lower(), {})
        number = before.isdigit() or after.isdigit()
        return any(self._may_be(at, lang) and (number or before in some) for lang, some in telling.items())

    def called_after(self, first: int, last: int, *, inflected: bool) -> str:
        """Whether words beside a name tell that something is called after a person: "always", "unless named" if it may
        be so by chance, "" if not. A name in its base form tells nothing in some languages."""
        words = self._words
        told = ""
        if first and words.gap(first - 1) in _GAPS:
            told = self._tells(first - 1, "before", inflected)
        if not told and last < len(words.written) and words.gap(last - 1) in _GAPS:
            told = self._tells(last, "after", inflected)
        return told

    def called_after_without_gaps(self, start: int, end: int) -> bool:
        """The same for letters of a script that writes words without gaps."""
        text, table = self._words.text, called_after()
        before = (text[max(0, start - size) : start] for size in range(1, _LONGEST_WORD + 1))
        after = (text[end : end + size] for size in range(1, _LONGEST_WORD + 1))
        return any((word, "before") in table for word in before) or any((word, "after") in table for word in after)

    def _tells(self, at: int, side: str, inflected: bool) -> str:
        word = self._words.written[at]
        for lang, when in called_after().get((word.lower(), side), ()):
            if lang in told_languages() and not self._may_be(at, lang):
                continue
            capital = word[0].isupper() and not self._words.starts_sentence(at)
            if when == "always" or capital:
                return "always"
            if when == "unless named" or (when == "inflected" and inflected):
                return "unless named"
        return ""

    def _may_be(self, at: int, lang: str) -> bool:
        langs = self._document.languages(at)
        return not langs or lang in langs

    def _given_before(self, first: int) -> bool:
        """Whether somebody else's given name stands before a word."""
        before, words = first - 1, self._words
        if before < 0 or not words.linked(before) or self._is_taken(before) or not self._document.foreign_given(before):
            return False
        return not (words.starts_sentence(before) and is_common(words.written[before].lower()))

    def other_after(self, first: int, last: int) -> bool:
        """Whether an unknown given name follows a surname, or an unknown surname what is a given name too."""
        words = self._words
        if last >= len(words.written) or words.gap(last - 1) != " " or self._is_taken(last) or words.in_headline(last):
            return False
        if self._ends_name(last - 1):
            return False
        word = words.written[last]
        if not word[0].isupper() or len(word) < 2 or is_common(word.lower()) or key_of(word) in name_words("titles"):
            return False
        if is_given(key_of(word)):
            return True
        given = is_given(key_of(words.written[first])) or self._document.bears_given_name(first)
        return given and (self._document.bears_surname(last) or word in self._document.unknown) and self.is_name(last)

    def _ends_name(self, at: int) -> bool:
        """Whether a word has a case ending of a language in which the last word of a name alone has one."""
        langs = {sense.detail.partition(":")[0] for sense in self._document.senses[at]}
        return self._is_inflected(at) and langs <= inflected_last()

    def _is_inflected(self, at: int) -> bool:
        """Whether a word is one of the list by a case ending alone."""
        senses = self._document.senses[at]
        return bool(senses) and all(sense.how == "case_ending" for sense in senses)

    def _unknown_name(self, at: int) -> bool:
        words = self._words
        word = words.written[at]
        return (
            word[0].isupper() and not words.starts_sentence(at) and not is_common(word.lower())
            and key_of(word) not in name_words("titles") and not (word.isupper() and len(word) > 1)
            and (self._document.foreign_given(at) or (word in self._document.unknown and self.is_name(at)))
        )  # fmt: skip

    def is_name(self, at: int) -> bool:
        """Whether a capital letter tells that a word is a name. Where nouns have one, the names of the world do."""
        if _NOUNS_HAVE_CAPITALS not in self._document.languages(at):
            return True
        return world_count(self._words.written[at]) > 0

    def is_joined_noun(self, at: int) -> bool:
        """Whether a word that a hyphen joins to a surname is a noun: die Merkel-Regierung, der Putin-Freund."""
        words = self._words
        if not self._may_be(at, _NOUNS_HAVE_CAPITALS):
            return False
        before = words.written[at - 2].lower() if at > 1 and words.gap(at - 2) == " " else ""
        behind_article = before in articles()[_NOUNS_HAVE_CAPITALS] and words.gap(at - 1) == "-"
        return behind_article or world_count(words.written[at]) == 0
