"""The names of an index as running text is searched for them: a tree of names word by word, and what leads to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from resolver.annotate.listed import Listed
from resolver.annotate.unsegmented import Unsegmented, squeeze
from resolver.annotate.words import unsegmented_runs, words_of
from resolver.index import NameIndex
from resolver.names import given_names
from resolver.names.words import words as name_words
from resolver.romanize import romanize
from resolver.text import fold, script_of
from resolver.tokens import sound, spellings

LEAST_HEARD = 4
"""Shorter words sound like too many others."""
LEAST_MISTYPED = 5
_LONGEST_ACRONYM = 6
_LONGEST_NATIVE = 4
_JOINS_NOT = "\u200c"
_WORDS_JOINED = 2
_SIGNS = str.maketrans("", "", '."״')


class Lexicon:
    """The names of one index, those too weak to match alone left out. Words are numbered from 0; read-only."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self.words: dict[str, int] = {}
        """Folded word -> its number."""
        self.keys: list[str] = []
        self.bearers: dict[int, frozenset[int]] = {}
        """Surname -> the persons who bear it."""
        self.words_of: dict[int, set[int]] = defaultdict(set)
        """Person -> all words of all names."""
        self.givens: set[int] = set()
        self.scripts: dict[int, set[str]] = defaultdict(set)
        """Entity -> the scripts of its names."""
        self._edges: dict[tuple[int, int], int] = {}
        self._ends: dict[int, list[Listed]] = defaultdict(list)
        self.unsegmented = Unsegmented()
        self._heard: dict[str, list[int]] = defaultdict(list)
        self._near: dict[str, list[int]] = defaultdict(list)
        self._read()

    def step(self, node: int, word: int) -> int | None:
        """The node of the tree that a word leads to; the root is 0."""
        return self._edges.get((node, word))

    def is_name(self, word: int) -> bool:
        """Whether a word alone is a name of the list."""
        node = self._edges.get((0, word))
        return node is not None and node in self._ends

    def names_at(self, node: int) -> list[Listed]:
        """The names that end at a node."""
        return self._ends.get(node, [])

    def heard(self, word: str) -> list[int]:
        """The words that sound like `word` in some romanisation of both."""
        if len(word) < LEAST_HEARD:
            return []
        found = dict.fromkeys(n for s in spellings(word) for n in self._heard.get(sound(s.text), ()))
        return list(found)

    def near(self, key: str) -> list[int]:
        """The surnames that are spelled as a folded word is once each lacks at most one letter."""
        return list(dict.fromkeys(n for some in lacking_one(key) for n in self._near.get(some, ())))

    def text_of(self, listed: Listed) -> str:
        """A name as the list writes it."""
        return self._index.name_text(listed.name)

    def _read(self) -> None:
        index = self._index
        shouted = self._is_shouted()
        bearers: dict[int, set[int]] = defaultdict(set)
        texts: dict[int, str] = {}
        native: set[int] = set()
        foreign: set[int] = set()
        persons: list[tuple[int, list[int]]] = []
        for name in range(index.info.names):
            text, entity = index.name_text(name), index.entity_of(name)
            if index.is_weak(name):
                continue
            self.scripts[entity].add(script_of(text))
            if unsegmented_runs(text):
                person = index.entity_type(entity) == "person"
                listed = Listed(name, entity, (), acronym=False)
                self.unsegmented.add(listed, text, index.name_lang(name), person=person)
                if script_of(text) == "Hani":
                    (native if len(text) <= _LONGEST_NATIVE and squeeze(text) == text else foreign).add(entity)
                continue
            person = index.entity_type(entity) == "person"
            written = _in_spoken_order(text) if person else words_of(text).written
            acronym = not shouted and len(written) == 1 and text.isupper() and len(text) <= _LONGEST_ACRONYM
            for some in [written, *_otherwise_written(written, index.name_lang(name), acronym)]:
                numbers = [self._number(word, texts) for word in some if fold(word)]
                if not numbers:
                    continue
                self._add(Listed(name, entity, tuple(numbers), acronym))
                if person:
                    self.words_of[entity].update(numbers)
                    persons.append((entity, numbers))
                    if script_of(text) == "Hang" and len(numbers) == 1 and len(text) <= _LONGEST_NATIVE:
                        native.add(entity)
        native -= foreign
        for entity, numbers in persons:
            content = [n for n in numbers if self._is_content(n)]
            if len(content) > 1:
                bearers[content[0 if entity in native else -1]].add(entity)
                self.givens.update(content[1:] if entity in native else content[:-1])
        self.bearers = {word: frozenset(entities) for word, entities in bearers.items()}
        self._listen(texts)

    def _listen(self, texts: dict[int, str]) -> None:
        for number, text in texts.items():
            if len(text) >= LEAST_HEARD:
                for heard in dict.fromkeys(sound(s.text) for s in spellings(text)):
                    self._heard[heard].append(number)
        for number in self.bearers:
            if len(self.keys[number]) >= LEAST_MISTYPED:
                for some in lacking_one(self.keys[number]):
                    self._near[some].append(number)

    def _is_content(self, number: int) -> bool:
        key = self.keys[number]
        return (
            (len(key) > 1 or script_of(key) == "Hang")
            and key not in name_words("particles")
            and key not in name_words("suffixes")
        )

    def _is_shouted(self) -> bool:
        """Whether the list writes all names in capitals, so that these mark no acronym."""
        names = range(0, self._index.info.names, max(1, self._index.info.names // 1000))
        texts = [text for text in map(self._index.name_text, names) if " " in text]
        return sum(map(str.isupper, texts)) > len(texts) / 2

    def _number(self, word: str, texts: dict[int, str]) -> int:
        key = key_of(word)
        number = self.words.setdefault(key, len(self.keys))
        if number == len(self.keys):
            self.keys.append(key)
            texts[number] = word
        return number

    def _add(self, listed: Listed) -> None:
        node = 0
        for word in listed.words:
            node = self._edges.setdefault((node, word), len(self._edges) + 1)
        self._ends[node].append(listed)


def key_of(word: str) -> str:
    """A word as it is compared: folded, and without the signs of an abbreviation."""
    return fold(word.translate(_SIGNS))


def _otherwise_written(written: list[str], lang: str, acronym: bool) -> Iterator[list[str]]:
    """The words of a name as texts of its language have them too: Serbian in Latin letters, Persian with a space or
    with none where a letter ends that joins no other (\u200c)."""
    script = script_of(written[0]) if written else ""
    if lang == "sr" and script == "Cyrl" and not acronym:
        yield [romanize(word, "sr-gajica") for word in written]
    if script == "Arab" and any(_JOINS_NOT in word for word in written):
        yield [part for word in written for part in word.split(_JOINS_NOT)]
    elif script == "Arab" and len(written) == _WORDS_JOINED:
        yield ["".join(written)]


@lru_cache(maxsize=1 << 15)
def lacking_one(key: str) -> frozenset[str]:
    """The word, and the word without each of its letters: two words that share one are a slip of the pen apart."""
    return frozenset([key, *(key[:at] + key[at + 1 :] for at in range(len(key)))])


def is_given(key: str) -> bool:
    """Whether a folded word is known as a given name."""
    return bool(given_names(key))


def _in_spoken_order(text: str) -> list[str]:
    """The words of a person's name, the given names of "SURNAME, Given" first."""
    surname, comma, given = text.partition(",")
    return words_of(given).written + words_of(surname).written if comma else words_of(text).written
