"""One text on its way through `annotate`: its words, their senses, and what a word is in its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property

from resolver.annotate.data import every_language
from resolver.annotate.lexicon import Lexicon, is_given, key_of
from resolver.annotate.senses import Sense, Senses
from resolver.annotate.words import Words, is_common, is_small, passages
from resolver.names.words import words as name_words
from resolver.tokens.rarity import world_count

_BORNE = 4
"""A word that so many names of the world hold is borne as a name."""
_BORNE_FIRST = 6
"""The same for a word that starts a sentence, where any word has a capital letter."""
_NUMERAL = re.compile("[IVXLC]{2,}")
_OFTEN_BORNE = 16
"""A common word that so many names of the world hold is a name too: Frank, Hope."""


class Document:
    """One text: its words and their senses."""

    def __init__(self, lexicon: Lexicon, words: Words, senses: dict[frozenset[str], Senses]) -> None:
        self.lexicon = lexicon
        self.words = words
        self.senses: list[tuple[Sense, ...]] = []
        self._passage_ends: list[int] = []
        self._heard: dict[str, tuple[int, ...]] = {}
        self._readers: list[Senses] = []
        for first, last, langs in passages(words):
            read = senses.get(langs)
            if read is None:
                read = senses[langs] = Senses(lexicon, langs)
            self._passage_ends.append(last)
            self._readers.append(read)
            self.senses += map(read.__getitem__, words.written[first:last])
        self.hits = [at for at, found in enumerate(self.senses) if found]

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The distinct words of the text."""
        return frozenset(self.words.written)

    @cached_property
    def unknown(self) -> frozenset[str]:
        """The words with a capital letter that the lexicon does not have."""
        readers = {read.langs: read for read in self._readers}
        return frozenset[str]().union(*(read.unknown & self.distinct for read in readers.values()))

    @cached_property
    def _lower(self) -> Counter[str]:
        """How often the text has the words of the lexicon without a capital letter, and not in a name."""
        words = self.words
        return Counter(
            words.written[at] for at in self.hits
            if is_small(words.written[at])
            and not (at and words.written[at - 1][0].isupper() and self.senses[at - 1] and words.linked(at - 1))
        )  # fmt: skip

    @cached_property
    def _capital_within(self) -> Counter[str]:
        """How often words of the lexicon have a capital letter within a sentence."""
        words = self.words
        return Counter(
            words.written[at] for at in self.hits
            if words.written[at][0].isupper() and not words.starts_sentence(at) and not words.in_headline(at)
        )  # fmt: skip

    def capital(self, at: int) -> bool:
        """Whether a word starts with a capital letter, or its script has none."""
        return not is_small(self.words.written[at])

    def may_be_plain(self, at: int, *, named: bool = False) -> bool:
        """Whether a word may be no name but a common word that has its capital from its place. If the text has
        `named` somebody of that name, it is one if the text has it more often without a capital than with one."""
        word = self.words.written[at]
        lower = word.lower()
        if not word[0].isupper() or not (self.words.starts_sentence(at) or self.words.in_headline(at)):
            return False
        if lower in self._lower:
            return not named or is_common(lower) or self._lower[lower] > self._capital_within[word]
        return is_common(lower) and word not in self._capital_within

    def may_be_numeral(self, at: int) -> bool:
        """Whether a word is a Roman numeral by its letters and what stands before it: Louis XI, chapter XI, but XI AND
        PUTIN MEET."""
        words = self.words
        if not _NUMERAL.fullmatch(words.written[at]):
            return False
        if not at or not words.linked(at - 1):
            return at + 1 < len(words.written) and not words.written[at + 1].isupper()
        before = words.written[at - 1]
        return not before.isupper() or is_given(key_of(before))

    def foreign_given(self, at: int) -> bool:
        """Whether a word is somebody's given name, and no name of the list by itself."""
        if not (0 <= at < len(self.words.written)) or not self.words.written[at][0].isupper():
            return False
        word = self.words.written[at]
        key = key_of(word)
        if len(key) < 2 or key in name_words("titles") or key in name_words("particles"):
            return False
        bases = [base for base, _ in self._senses_at(at).bases(key)]
        if is_given(key) or any(map(is_given, bases)):
            return True
        if self._is_known(at):
            return False
        if is_common(word.lower()):
            return world_count(word) >= _OFTEN_BORNE
        return world_count(word) >= (_BORNE_FIRST if self.words.starts_sentence(at) else _BORNE)

    def languages(self, at: int) -> frozenset[str]:
        """The languages that the line of a word seems to be in; empty if nothing tells."""
        langs = self._senses_at(at).langs
        return frozenset() if langs == every_language() else langs

    def _senses_at(self, at: int) -> Senses:
        return self._readers[bisect_right(self._passage_ends, at)]

    def _is_known(self, at: int) -> bool:
        """Whether a word is a name of the list by itself, or a surname."""
        lexicon = self.lexicon
        exact = [sense.word for sense in self.senses[at] if not sense.how]
        return any(lexicon.is_name(word) or word in lexicon.bearers for word in exact)

    def heard(self, word: str) -> tuple[int, ...]:
        """The words of the list that sound like one which the list has too: Alexej, Alexey."""
        if word not in self._heard:
            self._heard[word] = tuple(self.lexicon.heard(word))
        return self._heard[word]

    def bears_surname(self, at: int) -> bool:
        """Whether a word is a surname of the list."""
        return any(sense.word in self.lexicon.bearers for sense in self.senses[at])

    def bears_given_name(self, at: int) -> bool:
        """Whether a word is a given name of the list."""
        return any(sense.word in self.lexicon.givens for sense in self.senses[at])

    def of_another(self, at: int) -> bool:
        """Whether the word beside this one makes a person's name of both: Jack London, Paris Hilton."""
        words = self.words
        if at > 0 and words.gap(at - 1) == " " and self.foreign_given(at - 1) and not self._is_known(at - 1):
            if at > 1 and words.gap(at - 2) == " " and self.bears_surname(at - 2):
                return False
            return not words.starts_sentence(at - 1) or not is_common(words.written[at - 1].lower())
        if words.gap(at) != " " or words.written[at + 1] not in self.unknown:
            return False
        first, second = words.written[at], words.written[at + 1]
        if is_common(second.lower()):
            return False
        if is_given(key_of(first)):
            after_small = at > 0 and is_common(words.written[at - 1].lower())
            return world_count(second) > 0 or not after_small
        return world_count(first) >= _BORNE and world_count(second) > 0
