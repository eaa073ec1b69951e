"""One text on its way through `annotate`: its words, their senses, and what a word is in its place."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from resolver.annotate.lexicon import Lexicon, is_given, key_of
from resolver.annotate.senses import Sense, Senses
from resolver.annotate.words import Words, is_common, passages
from resolver.names.words import words as name_words
from resolver.tokens.rarity import world_count

_BORNE = 4
"""A word that so many names of the world hold is borne as a name."""


class Document:
    """One text: its words and their senses."""

    def __init__(self, lexicon: Lexicon, words: Words, senses: dict[frozenset[str], Senses]) -> None:
        self.lexicon = lexicon
        self.words = words
        self.senses: list[tuple[Sense, ...]] = []
        self._passage_ends: list[int] = []
        self._readers: list[Senses] = []
        for first, last, langs in passages(words):
            read = senses.get(langs)
            if read is None:
                read = senses[langs] = Senses(lexicon, langs)
            self._passage_ends.append(last)
            self._readers.append(read)
            self.senses += [read(word) for word in words.written[first:last]]
        self.hits = [at for at, found in enumerate(self.senses) if found]

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The distinct words of the text."""
        return frozenset(self.words.written)

    @cached_property
    def unknown(self) -> frozenset[str]:
        """The words with a capital letter that the lexicon does not have."""
        return frozenset[str]().union(*(read.unknown & self.distinct for read in set(self._readers)))

    @cached_property
    def _lower(self) -> frozenset[str]:
        """The words of the lexicon that the text also has without a capital letter, and not in a name."""
        words = self.words
        return frozenset(
            words.written[at] for at in self.hits
            if words.written[at][0].islower()
            and not (at and words.written[at - 1][0].isupper() and self.senses[at - 1] and words.linked(at - 1))
        )  # fmt: skip

    @cached_property
    def _capital_within(self) -> frozenset[str]:
        """The common words that have a capital letter within a sentence somewhere."""
        words = self.words
        return frozenset(
            words.written[at] for at in self.hits
            if words.written[at][0].isupper() and not words.starts_sentence(at) and not words.in_headline(at)
        )  # fmt: skip

    def capital(self, at: int) -> bool:
        """Whether a word starts with a capital letter, or its script has none."""
        return not self.words.written[at][0].islower()

    def may_be_plain(self, at: int) -> bool:
        """Whether a word may be no name but a common word that has its capital from its place."""
        word = self.words.written[at]
        lower = word.lower()
        if not word[0].isupper() or not (self.words.starts_sentence(at) or self.words.in_headline(at)):
            return False
        if lower in self._lower:
            return True
        return is_common(lower) and word not in self._capital_within

    def foreign_given(self, at: int) -> bool:
        """Whether a word is somebody's given name."""
        if not (0 <= at < len(self.words.written)) or not self.words.written[at][0].isupper():
            return False
        key = key_of(self.words.written[at])
        if len(key) < 2 or key in name_words("titles") or key in name_words("particles"):
            return False
        if is_given(key) or any(is_given(base) for base, _ in self._senses_at(at).bases(key)):
            return True
        word = self.words.written[at]
        return word in self.unknown and not is_common(word.lower()) and world_count(word) >= _BORNE

    def stands_alone(self, at: int) -> bool:
        """Whether no word with a capital letter beside this one makes a longer, unknown name of both."""
        written = self.words.written
        before = at > 0 and self.words.linked(at - 1) and self._unknown_name(at - 1)
        after = at + 1 < len(written) and self.words.linked(at) and self._unknown_name(at + 1)
        return not before and not after

    def hyphened(self, at: int) -> bool:
        """Whether a hyphen joins a word to another one with a capital letter."""
        words = self.words
        before = at > 0 and words.gap(at - 1) == "-" and words.written[at - 1][0].isupper()
        after = words.gap(at) == "-" and words.written[at + 1][0].isupper()
        return before or after

    def _unknown_name(self, at: int) -> bool:
        word = self.words.written[at]
        key = key_of(word)
        return (
            word[0].isupper() and not self.words.starts_sentence(at) and not is_common(word.lower())
            and key not in name_words("titles") and not (word.isupper() and len(word) > 1)
            and (word in self.unknown or self.foreign_given(at))
        )  # fmt: skip

    def _senses_at(self, at: int) -> Senses:
        return self._readers[bisect_right(self._passage_ends, at)]

    def bears_given_name(self, at: int) -> bool:
        """Whether a word is a given name of the list."""
        return any(sense.word in self.lexicon.givens for sense in self.senses[at])

    def of_another(self, at: int) -> bool:
        """Whether the word beside this one makes a person's name of both: Jack London, Paris Hilton."""
        words = self.words
        if at > 0 and words.gap(at - 1) == " " and not self.senses[at - 1] and self.foreign_given(at - 1):
            return not words.starts_sentence(at - 1) or not is_common(words.written[at - 1].lower())
        if words.gap(at) != " " or words.written[at + 1] not in self.unknown:
            return False
        first, second = words.written[at], words.written[at + 1]
        return (is_given(key_of(first)) or world_count(first) >= _BORNE) and (
            not is_common(second.lower()) and world_count(second) > 0
        )
