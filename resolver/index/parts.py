"""Some entities of a list as columns: what a process makes of their rows, and how such parts become one list."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.index.joined import joined_hashes
from resolver.kernels import Packed, Texts, strung
from resolver.model import ENTITY_TYPES, Context, NameRow
from resolver.names import ROLES, ParsedName, parse
from resolver.text import script_of

Word = tuple[str, str, str]
"""See `Part`."""

_OTHER = ENTITY_TYPES.index("other")


@dataclass(frozen=True, slots=True)
class Part:
    """Entities in order with their names, the canonical one of each first, and the words of these.

    `columns` have a row an entity, a name or a word (see `described`), `strings` as well. Some columns are numbers of
    their `labels`, words are numbers of `words`: folded key, least text that folds to it, and the language of the names
    it was met in, "" where that is not known or there are several. `content` says all that the rows said.
    """

    content: bytes
    columns: dict[str, NDArray[Any]]
    strings: dict[str, Packed]
    contexts: list[Context]
    labels: dict[str, list[str]]
    words: list[Word]


@dataclass(frozen=True, slots=True)
class Describe:
    """What a process does with the rows of entities."""

    def open(self) -> Callable[[Sequence[list[NameRow]]], list[Part]]:
        """See `resolver.processes.Job`."""
        return lambda groups: [described(groups)]


def described(groups: Iterable[list[NameRow]]) -> Part:
    """Entities, each given by its rows, in columns; those without a usable name are left out."""
    entities = [usable for group in groups if (usable := _usable(group))]
    first = [next(iter(names)) for names in entities]
    rows = [row for names in entities for row in names]
    parsed = [name for names in entities for name in names.values()]
    types = [_type(names) for names in entities]
    type_of = [ENTITY_TYPES[type] for type, names in zip(types, entities, strict=True) for _ in names]
    both = enumerate(zip(parsed, type_of, strict=True))
    joined = [(value, at) for at, (name, type) in both for value in joined_hashes(name.tokens, type)]
    words, token_of = _words(rows, parsed)
    marks = {"name_script": [script_of(row.name) for row in rows], "name_lang": [row.lang for row in rows]}
    labels = {column: sorted(set(texts)) for column, texts in marks.items()}
    columns: dict[str, NDArray[Any]] = {
        "entity_type": np.array(types, np.uint8),
        "entity_names": np.array([len(names) for names in entities], np.int32),
        **{column: _numbers(texts, labels[column]) for column, texts in marks.items()},
        "name_weak": np.array([row.weak for row in rows], np.bool_),
        "name_tokens": np.array([len(name.tokens) for name in parsed], np.int32),
        "name_token": np.array(token_of, np.int32),
        "name_role": np.array([ROLES.index(token.role) for name in parsed for token in name.tokens], np.uint8),
        "joined_hash": np.array([value for value, _ in joined], np.uint64),
        "joined_name": np.array([at for _, at in joined], np.int32),
    }
    strings: dict[str, Packed] = {
        "entity_id": Texts.of(row.entity_id for row in first).packed,
        "entity_description": Texts.of(_description(names) for names in entities).packed,
        "name_text": Texts.of(row.name for row in rows).packed,
    }
    contexts = [row.context for row in first]
    return Part(b"".join(map(_content, rows)), columns, strings, contexts, labels, words)


def _usable(group: Iterable[NameRow]) -> dict[NameRow, ParsedName]:
    """The rows of one entity that have a name, each name once, the canonical one first, with the names parsed."""
    group = set(group)
    if known := reduce(or_, (row.context for row in group)):
        group = {replace(row, context=known) for row in group}
    by_name: dict[str, NameRow] = {}
    for row in sorted(group, key=_canonical_first) if len(group) > 1 else group:
        by_name.setdefault(row.name, row)
    return {row: name for row in by_name.values() if (name := parse(row.name)).tokens}


def _canonical_first(row: NameRow) -> tuple[bool, bool, int, NameRow]:
    """Primary names first, then Latin ones, then the fullest; the order of input plays no part."""
    return row.role != "primary", script_of(row.name) != "Latn", -len(parse(row.name).tokens), row


def _words(rows: Sequence[NameRow], parsed: Sequence[ParsedName]) -> tuple[list[Word], list[int]]:
    """The distinct words of the names, as `Part.words` has them, and which of them each name has, name after name."""
    words: list[Word] = []
    place: dict[str, int] = {}
    token_of = []
    for row, name in zip(rows, parsed, strict=True):
        lang = row.lang.split("-")[0]
        for token in name.tokens:
            at = place.setdefault(token.key, len(place))
            token_of.append(at)
            if at == len(words):
                words.append((token.key, token.text, lang))
            else:
                words[at] = _met(words[at], token.text, lang)
    return words, token_of


def _met(word: Word, text: str, lang: str) -> Word:
    """A word that was met once more."""
    if word[2] == lang and word[1] <= text:
        return word
    return word[0], min(word[1], text), lang if lang == word[2] else ""


def _type(rows: Iterable[NameRow]) -> int:
    return next((ENTITY_TYPES.index(row.type) for row in rows if row.type in ENTITY_TYPES), _OTHER)


def _description(rows: Iterable[NameRow]) -> str:
    return next((row.description for row in rows if row.description), "")


def _content(row: NameRow) -> bytes:
    said = [row.entity_id, row.name, row.type, row.lang, row.role, str(row.weak), row.description]
    said += [repr(row.context)] if row.context else []
    return "\x1f".join(said).encode() + b"\n"


def _numbers(texts: Iterable[str], distinct: Sequence[str]) -> NDArray[np.int32]:
    """Each text as its place among the distinct ones."""
    number = {text: at for at, text in enumerate(distinct)}
    return np.array([number[text] for text in texts], np.int32)


class Gathering:
    """Parts that become one list, as they come. `digest` is that of all that their rows said."""

    def __init__(self, digest: hashlib._Hash) -> None:
        self.digest = digest
        self.contexts: list[Context] = []
        self._columns: defaultdict[str, list[NDArray[Any]]] = defaultdict(list)
        self._strings: defaultdict[str, list[Packed]] = defaultdict(list)
        self._labels: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._places: dict[str, int] = {}
        self._words: list[Word] = []
        self._names = 0

    def add(self, part: Part) -> None:
        """Takes in one more part."""
        self.digest.update(part.content)
        self.contexts += part.contexts
        words = np.array([self._place(word) for word in part.words], np.int32)
        columns = {
            **part.columns,
            **{name: self._labelled(name, part) for name in part.labels},
            "name_token": words[part.columns["name_token"]],
            "joined_name": part.columns["joined_name"] + np.int32(self._names),
        }
        self._names += len(part.columns["name_tokens"])
        for name, column in columns.items():
            self._columns[name].append(column)
        for name, packed in part.strings.items():
            self._strings[name].append(packed)

    def _labelled(self, name: str, part: Part) -> NDArray[np.int32]:
        """A column of numbers of labels, as those of the labels that were met so far."""
        met = self._labels[name]
        places = np.array([met.setdefault(label, len(met)) for label in part.labels[name]], np.int32)
        column: NDArray[np.int32] = places[part.columns[name]]
        return column

    def _place(self, word: Word) -> int:
        at = self._places.setdefault(word[0], len(self._places))
        if at == len(self._words):
            self._words.append(word)
        else:
            self._words[at] = _met(self._words[at], *word[1:])
        return at

    def whole(self) -> tuple[dict[str, NDArray[Any]], dict[str, Packed], dict[str, list[str]], list[Word]]:
        """The columns and strings of all parts, their labels and words in order."""
        columns = {name: np.concatenate(parts) for name, parts in self._columns.items()}
        strings = {name: strung(parts) for name, parts in self._strings.items()}
        labels, words = {name: sorted(met) for name, met in self._labels.items()}, sorted(self._words)
        for name, some in labels.items():
            columns[name] = _renumbered(columns[name], [self._labels[name][label] for label in some])
        columns["name_token"] = _renumbered(columns["name_token"], [self._places[word[0]] for word in words])
        return columns, strings, labels, words


def _renumbered(column: NDArray[Any], order: Sequence[int]) -> NDArray[Any]:
    """Numbers as they are when those of `order` are 0, 1, 2, ..."""
    number = np.empty(len(order), column.dtype)
    number[np.array(order)] = np.arange(len(order), dtype=column.dtype)
    renumbered: NDArray[Any] = number[column]
    return renumbered
