"""From name rows to the arrays of an index: entity by entity, then word by word, in as many processes as asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from resolver.errors import InputError
from resolver.index.context import context_arrays
from resolver.index.entities import rows_by_entity
from resolver.index.joined import joined_arrays
from resolver.index.layout import FORMAT, IndexInfo, save
from resolver.index.parts import Describe, Gathering
from resolver.index.strings import label_array, labels, narrow, offsets, packed, sorted_strings, strings
from resolver.index.words import Studied, Study, grouped, word_arrays
from resolver.kernels import Packed, places, with_roles
from resolver.model import NameRow
from resolver.names import Token
from resolver.processes import Job, map_batches
from resolver.tokens import rarity_among

Progress = Callable[[str, int, int | None], None]
"""Is told what is counted (first "rows", then "entities", then "words"), how many of them were done since the last
call, and of how many in all, None where that is not known."""

_AT_ONCE = 1000
"""Entities, or words, that a process works on at a time."""
_BATCHES_HERE = 8
"""Shorter lists are not worth the time in which other processes begin."""

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")


def build_index(rows: Iterable[NameRow], out: Path, *, jobs: int = 1, progress: Progress | None = None) -> IndexInfo:
    """Builds an index of the rows at `out` (atomically) and returns what it holds.

    `jobs` processes work on it, of which this one only gathers what they find; where it is 1, this one does all. A
    list that does not fit into memory is sorted on disk. `progress` is told how far it is. Raises InputError if there
    is no usable name, IndexFormatError if `out` holds something else.
    """
    arrays, info = index_arrays(rows, jobs=jobs, progress=progress)
    save(arrays, info, out)
    return info


def index_arrays(
    rows: Iterable[NameRow], *, jobs: int = 1, progress: Progress | None = None
) -> tuple[dict[str, NDArray[Any]], IndexInfo]:
    """The arrays of an index and what it holds. The same rows in another order give the same index."""
    tell = progress or (lambda _what, _count, _of: None)
    found = Gathering(hashlib.sha256(f"resolver index {FORMAT}\n".encode()))
    groups = rows_by_entity(rows, lambda count: tell("rows", count, None))
    for (part,) in _worked(Describe(), groups, jobs):
        found.add(part)
        tell("entities", len(part.contexts), None)
    if not found.contexts:
        raise InputError("no usable name in the list", mend="Give at least one row with entity_id and name.")
    columns, texts, marks, words = found.whole()
    entities, names = len(columns["entity_type"]), len(columns["name_tokens"])
    entity_of = np.repeat(np.arange(entities), columns["entity_names"])
    name_of = np.repeat(np.arange(names, dtype=np.int32), columns["name_tokens"])
    studied: list[Studied] = []
    for (some,) in _worked(Study(), (Token(text, key, lang=lang) for key, text, lang in words), jobs):
        studied.append(some)
        tell("words", len(some.world), len(words))
    token_of, token_at = columns["name_token"], places(columns["name_tokens"])
    pairs = np.unique(token_of.astype(np.int64) * names + name_of)
    bearers = np.unique(token_of.astype(np.int64) * entities + entity_of[name_of]) // entities
    rarities = _rarities(studied, np.bincount(bearers, minlength=len(words)), entities)
    arrays = {
        **sorted_strings("entity_id", texts["entity_id"]),
        **strings("entity_description", texts["entity_description"]),
        "entity_type": columns["entity_type"],
        "entity_first_name": offsets(places(columns["entity_names"])),
        **context_arrays(found.contexts),
        "name_entity": offsets(entity_of),
        **strings("name_text", _respelled(texts["name_text"], token_at, token_of, [text for _, text, _ in words])),
        **{name: narrow(columns[name], len(some)) for name, some in marks.items()},
        **{key: array for name, some in marks.items() for key, array in label_array(name, some).items()},
        "name_weak": columns["name_weak"],
        **joined_arrays(columns["joined_hash"], columns["joined_name"]),
        "name_token_at": offsets(token_at),
        "name_token": with_roles(token_of, columns["name_role"]),
        "name_mass": np.bincount(name_of, rarities[token_of], names).astype(np.float16),
        **grouped("posting", (pairs // names).astype(np.int32), pairs % names, len(words)),
        **packed("vocab_key", (key for key, _, _ in words)),
        **packed("vocab_text", ("" if text == key.title() else text for key, text, _ in words)),
        **labels("vocab_lang", (lang for _, _, lang in words)),
        "vocab_rarity": rarities,
        **word_arrays(studied),
    }
    return arrays, IndexInfo(found.digest.hexdigest()[:32], entities, names, len(words))


def _worked(job: Job[_Item, _Found], items: Iterable[_Item], jobs: int) -> Iterator[list[_Found]]:
    """What comes of the items, some at a time; few of them are done here, before other processes would have begun."""
    batches = _batches(items)
    first = list(islice(batches, _BATCHES_HERE))
    return map_batches(job, chain(first, batches), jobs if len(first) == _BATCHES_HERE else 1)


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch


def _respelled(names: Packed, token_at: NDArray[np.int64], token_of: NDArray[np.int32], words: Sequence[str]) -> Packed:
    """The texts of names, "" for those that are their words with single spaces between them."""
    spelled = [word.encode("utf-8", "surrogatepass") for word in words]
    blob, at = names[0].tobytes(), np.asarray(names[1]).tolist()
    tokens, starts = token_of.tolist(), token_at.tolist()
    own = []
    for name in range(len(at) - 1):
        text = blob[at[name] : at[name + 1]]
        plain = b" ".join([spelled[token] for token in tokens[starts[name] : starts[name + 1]]])
        own.append(b"" if text == plain else text)
    return np.frombuffer(b"".join(own), np.uint8), places(map(len, own))


def _rarities(parts: Iterable[Studied], bearers: NDArray[np.int64], entities: int) -> NDArray[np.float32]:
    """How rare each word is, of which so many of the entities are bearers."""
    world = [count for part in parts for count in part.world.tolist()]
    each = zip(world, bearers.tolist(), strict=True)
    return np.array([rarity_among(*counts, entities) for counts in each], np.float32)
