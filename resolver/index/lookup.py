"""Looks things up in an index without judging them: an entity by its id, names by what they begin with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import astuple

import numpy as np
from numpy.typing import NDArray

from resolver.index.names import NameIndex
from resolver.model import ENTITY_TYPES, EntityName, EntityRecord, EntityType, Suggestion
from resolver.names import readings
from resolver.text import clean, fold, script_of, split_tokens

_AFTER_ALL = "\U0010ffff"


def entity_record(index: NameIndex, entity_id: str) -> EntityRecord | None:
    """What the index knows of the entity with this id; None if there is none."""
    entity = index.entity_number(entity_id)
    if entity is None:
        return None
    names = tuple(
        EntityName(
            index.name_text(name), index.name_lang(name), script_of(index.name_text(name)),
            "alias" if at else "primary", index.is_weak(name),
        )
        for at, name in enumerate(index.names_of(entity))
    )  # fmt: skip
    return EntityRecord(
        entity_id, index.entity_name(entity), index.entity_type(entity), index.entity_description(entity), names,
        *astuple(index.contexts[entity]),
    )  # fmt: skip


def suggestions(
    index: NameIndex, text: str, type: EntityType | None, limit: int, offset: int = 0
) -> tuple[Suggestion, ...]:
    """Entities with a name that has a word beginning with each word of `text`, in any order, best first.

    The entity with the id `text` comes before all others; then names that begin with the first of the words, canonical
    names, short names.
    """
    shown = clean(text)
    names = _names(index, shown)
    if type is not None:
        names = names[index.types_of_names(names) == ENTITY_TYPES.index(type)]
    starts = _starts(index, names, shown)
    order = np.lexsort((names, index.lengths_of(names), ~index.are_canonical(names), ~starts))
    entities = index.entities_of(names[order])
    _, first = np.unique(entities, return_index=True)
    best = names[order][np.sort(first)].tolist()
    named = index.entity_number(shown)
    if named is not None and type in (None, index.entity_type(named)):
        best = [index.names_of(named)[0], *(name for name in best if index.entity_of(name) != named)]
    return tuple(_suggestion(index, name) for name in best[offset : offset + limit])


def _names(index: NameIndex, text: str) -> NDArray[np.int32]:
    """The names that have a word for every word of `text`, in any way to split it, ascending."""
    ways = {tuple(fold(word) for word in split_tokens(text))}
    ways.update(tuple(token.key for token in way.tokens) for way in readings(text))
    return np.unique(np.concatenate([_names_with_all(index, way) for way in ways]))


def _names_with_all(index: NameIndex, prefixes: Collection[str]) -> NDArray[np.int32]:
    found: NDArray[np.int32] | None = None
    for prefix in sorted(set(prefixes), key=len, reverse=True):  # the longest leaves the fewest
        names = np.unique(index.names_with_any(*_tokens(index, prefix)))
        found = names if found is None else np.intersect1d(found, names, assume_unique=True)
    return np.zeros(0, np.int32) if found is None else found


def _tokens(index: NameIndex, prefix: str) -> tuple[int, int]:
    """First and last (exclusive) token of the vocabulary that begin with `prefix`."""
    return bisect_left(index.vocabulary, prefix), bisect_left(index.vocabulary, prefix + _AFTER_ALL)


def _starts(index: NameIndex, names: NDArray[np.int32], text: str) -> NDArray[np.bool_]:
    """Which of the names begin with the first word of `text`."""
    words = split_tokens(text)
    if not words:
        return np.zeros(len(names), np.bool_)
    first, end = _tokens(index, fold(words[0]))
    tokens = index.first_tokens_of(names)
    starts: NDArray[np.bool_] = (tokens >= first) & (tokens < end)
    return starts


def _suggestion(index: NameIndex, name: int) -> Suggestion:
    entity = index.entity_of(name)
    return Suggestion(
        index.entity_id(entity), index.entity_name(entity), index.entity_type(entity),
        index.entity_description(entity), index.name_text(name),
    )  # fmt: skip
