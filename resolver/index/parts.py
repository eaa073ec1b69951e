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

from resolver.index.strings import text_hash
from resolver.kernels import Packed, Texts, strung
from resolver.model import ENTITY_TYPES, Context, NameRow
from resolver.names import ROLES, ParsedName, acronyms, parse
from resolver.text import script_of

_OTHER = ENTITY_TYPES.index("other")


@dataclass(frozen=True, slots=True)
class Part:
    """Entities in order with their names, the canonical one of each first, and the words of these.

    `columns` have a row an entity, a name or a word (see `described`), `strings` as well. Scripts are numbers of
    `scripts`, words of `words`: folded key, least text that folds to it, and the language of the names it was met in,
    "" where that is not known or there are several. `content` says all that the rows said.
    """

    content: bytes
    columns: dict[str, NDArray[Any]]
    strings: dict[str, Packed]
    contexts: list[Context]
    scripts: list[str]
    words: list[tuple[str, str, str]]


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
    script_names = [script_of(row.name) for row in rows]
    scripts = sorted(set(script_names))
    both = zip(parsed, rows, strict=True)
    joined = [(text_hash(text), at) for at, (name, row) in enumerate(both) for text in _joined_forms(name, row.type)]
    words, token_of = _words(rows, parsed)
    columns: dict[str, NDArray[Any]] = {
        "entity_type": np.array([_type(names) for names in entities], np.uint8),
        "entity_names": np.array([len(names) for names in entities], np.int32),
        "name_script": np.array([scripts.index(script) for script in script_names], np.uint8),
        "name_weak": np.array([row.weak for row in rows], np.bool_),
        "name_tokens": np.array([len(name.tokens) for name in parsed], np.int32),
        "name_token": np.array(token_of, np.int32),
        "name_role": np.array([ROLES.index(token.role) for name in parsed for token in name.tokens], np.uint8),
        "joined_hash": np.array([value for value, _ in joined], np.int64),
        "joined_name": np.array([at for _, at in joined], np.int32),
    }
    strings = {
        "entity_id": Texts.of(row.entity_id for row in first).packed,
        "entity_description": Texts.of(_description(names) for names in entities).packed,
        "name_text": Texts.of(row.name for row in rows).packed,
        "name_lang": Texts.of(row.lang for row in rows).packed,
    }
    contexts = [row.context for row in first]
    return Part(b"".join(map(_content, rows)), columns, strings, contexts, scripts, words)


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


def _words(rows: Sequence[NameRow], parsed: Sequence[ParsedName]) -> tuple[list[tuple[str, str, str]], list[int]]:
    """The distinct words of the names, as `Part.words` has them, and which of them each name has, name after name."""
    words: list[tuple[str, str, str]] = []
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


def _met(word: tuple[str, str, str], text: str, lang: str) -> tuple[str, str, str]:
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


def _joined_forms(name: ParsedName, type: str) -> set[str]:
    """The name as one word, with its last token in its place and in front; and what it is shortened to, if it is none
    of a person."""
    keys = [token.key for token in name.tokens]
    forms = {name.joined, "".join([*keys[-1:], *keys[:-1]])}
    return forms if type == "person" else forms | acronyms(name.tokens)


class Gathering:
    """Parts that become one list, as they come. `digest` is that of all that their rows said."""

    def __init__(self, digest: hashlib._Hash) -> None:
        self.digest = digest
        self.contexts: list[Context] = []
        self._columns: defaultdict[str, list[NDArray[Any]]] = defaultdict(list)
        self._strings: defaultdict[str, list[Packed]] = defaultdict(list)
        self._scripts: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._words: list[tuple[str, str, str]] = []
        self._names = 0

    def add(self, part: Part) -> None:
        """Takes in one more part."""
        self.digest.update(part.content)
        self.contexts += part.contexts
        scripts = np.array([self._scripts.setdefault(script, len(self._scripts)) for script in part.scripts], np.uint8)
        words = np.array([self._place(word) for word in part.words], np.int32)
        columns = {
            **part.columns,
            "name_script": scripts[part.columns["name_script"]],
            "name_token": words[part.columns["name_token"]],
            "joined_name": part.columns["joined_name"] + np.int32(self._names),
        }
        self._names += len(part.columns["name_tokens"])
        for name, column in columns.items():
            self._columns[name].append(column)
        for name, packed in part.strings.items():
            self._strings[name].append(packed)

    def _place(self, word: tuple[str, str, str]) -> int:
        at = self._places.setdefault(word[0], len(self._places))
        if at == len(self._words):
            self._words.append(word)
        else:
            self._words[at] = _met(self._words[at], *word[1:])
        return at

    def whole(self) -> tuple[dict[str, NDArray[Any]], dict[str, Packed], list[str], list[tuple[str, str, str]]]:
        """The columns and strings of all parts, their scripts and words in order."""
        columns = {name: np.concatenate(parts) for name, parts in self._columns.items()}
        strings = {name: strung(parts) for name, parts in self._strings.items()}
        scripts, words = sorted(self._scripts), sorted(self._words)
        columns["name_script"] = _renumbered(columns["name_script"], [self._scripts[script] for script in scripts])
        columns["name_token"] = _renumbered(columns["name_token"], [self._places[word[0]] for word in words])
        return columns, strings, scripts, words


def _renumbered(column: NDArray[Any], order: Sequence[int]) -> NDArray[Any]:
    """Numbers as they are when those of `order` are 0, 1, 2, ..."""
    number = np.empty(len(order), column.dtype)
    number[np.array(order)] = np.arange(len(order), dtype=column.dtype)
    renumbered: NDArray[Any] = number[column]
    return renumbered
