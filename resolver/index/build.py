"""From name rows to the arrays of an index."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.errors import InputError
from resolver.index.context import context_arrays
from resolver.index.layout import FORMAT, IndexInfo, save
from resolver.index.strings import narrow, pack_strings, text_hash
from resolver.index.vectors import vector_arrays
from resolver.kernels import N_GRAMS, Packed, kernels, texts_at
from resolver.model import ENTITY_TYPES, NameRow
from resolver.names import ROLES, ParsedName, Token, parse
from resolver.text import script_of
from resolver.tokens import Spelled, encoder, first_letter, rarity

_PROGRESS_EVERY = 1000


def build_index(rows: Iterable[NameRow], out: Path, *, progress: Callable[[int], None] | None = None) -> IndexInfo:
    """Builds an index of the rows at `out` (atomically) and returns what it holds.

    `progress` is called with the number of names read since the last call. Raises InputError if there is no usable
    name, IndexFormatError if `out` holds something else.
    """
    arrays, info = index_arrays(rows, progress=progress)
    save(arrays, info, out)
    return info


def index_arrays(
    rows: Iterable[NameRow], *, progress: Callable[[int], None] | None = None
) -> tuple[dict[str, NDArray[Any]], IndexInfo]:
    """The arrays of an index and what it holds. The same rows in another order give the same index."""
    found = _by_entity(rows, progress or (lambda _: None))
    if not found:
        raise InputError("no usable name in the list", mend="Give at least one row with entity_id and name.")
    entities = [list(group) for group in found]
    kept = [row for group in entities for row in group]
    parsed = [name for group in found for name in group.values()]
    arrays: dict[str, NDArray[Any]] = {
        **_entity_arrays(entities),
        **context_arrays([rows[0].context for rows in entities]),
        **_name_arrays(entities, kept, parsed),
        **_token_arrays(parsed, kept, np.repeat(np.arange(len(entities)), [len(rows) for rows in entities])),
    }
    content = hashlib.sha256(f"resolver index {FORMAT}\n".encode())
    for row in kept:
        fields = [row.entity_id, row.name, row.type, row.lang, row.role, str(row.weak), row.description]
        fields += [repr(row.context)] if row.context else []
        content.update("\x1f".join(fields).encode() + b"\n")
    tokens = len(arrays["vocab_rarity"])
    return arrays, IndexInfo(content.hexdigest()[:32], len(entities), len(kept), tokens)


def _by_entity(rows: Iterable[NameRow], progress: Callable[[int], None]) -> list[dict[NameRow, ParsedName]]:
    """The distinct usable rows of each entity with their names parsed, canonical name first, entities by id."""
    groups: dict[str, set[NameRow]] = {}
    for at, row in enumerate(rows, 1):
        if at % _PROGRESS_EVERY == 0:
            progress(_PROGRESS_EVERY)
        groups.setdefault(row.entity_id, set()).add(row)
    entities = []
    for _, group in sorted(groups.items()):
        if known := reduce(or_, (row.context for row in group)):
            group = {replace(row, context=known) for row in group}
        by_name: dict[str, NameRow] = {}
        for row in sorted(group, key=_canonical_first) if len(group) > 1 else group:
            by_name.setdefault(row.name, row)
        usable = {row: name for row in by_name.values() if (name := parse(row.name)).tokens}
        if usable:
            entities.append(usable)
    return entities


def _canonical_first(row: NameRow) -> tuple[bool, bool, int, NameRow]:
    """Primary names first, then Latin ones, then the fullest; the order of input plays no part."""
    return row.role != "primary", script_of(row.name) != "Latn", -len(parse(row.name).tokens), row


def _entity_arrays(entities: Sequence[Sequence[NameRow]]) -> dict[str, NDArray[Any]]:
    types = [next((ENTITY_TYPES.index(r.type) for r in rows if r.type in ENTITY_TYPES), ENTITY_TYPES.index("other"))
             for rows in entities]  # fmt: skip
    ids, id_at = pack_strings(rows[0].entity_id for rows in entities)
    texts, text_at = pack_strings(next((r.description for r in rows if r.description), "") for rows in entities)
    first_name = np.zeros(len(entities) + 1, np.int32)
    np.cumsum([len(rows) for rows in entities], out=first_name[1:])
    return {
        "entity_id_blob": ids,
        "entity_id_at": id_at,
        "entity_description_blob": texts,
        "entity_description_at": text_at,
        "entity_type": np.array(types, np.uint8),
        "entity_first_name": first_name,
    }


def _name_arrays(
    entities: Sequence[Sequence[NameRow]], kept: Sequence[NameRow], parsed: Sequence[ParsedName]
) -> dict[str, NDArray[Any]]:
    texts, text_at = pack_strings(row.name for row in kept)
    langs, lang_at = pack_strings(row.lang for row in kept)
    scripts = [script_of(row.name) for row in kept]
    distinct = sorted(set(scripts))
    joined = [(text_hash(text), at) for at, name in enumerate(parsed) for text in _joined_forms(name)]
    hashes, owners = (np.array(column) for column in zip(*joined, strict=True))
    order = np.argsort(hashes, kind="stable")
    return {
        "name_text_blob": texts,
        "name_text_at": text_at,
        "name_lang_blob": langs,
        "name_lang_at": lang_at,
        "name_entity": np.repeat(np.arange(len(entities), dtype=np.int32), [len(rows) for rows in entities]),
        **_packed("script_of_name", distinct),
        "name_script": np.array([distinct.index(script) for script in scripts], np.uint8),
        "name_weak": np.array([row.weak for row in kept], np.bool_),
        "joined_hash": hashes[order].astype(np.int64),
        "joined_name": owners[order].astype(np.int32),
    }


def _joined_forms(name: ParsedName) -> set[str]:
    """The name as one word, with its last token in its place and in front."""
    keys = [token.key for token in name.tokens]
    return {name.joined, "".join([*keys[-1:], *keys[:-1]])}


def _token_arrays(
    parsed: Sequence[ParsedName], kept: Sequence[NameRow], entity_of: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """Vocabulary (sorted by key), the tokens of each name, the names of each token, and the spellings by gram."""
    texts: dict[str, str] = {}
    langs: dict[str, set[str]] = {}
    for name, row in zip(parsed, kept, strict=True):
        for token in name.tokens:
            texts[token.key] = min(token.text, texts.get(token.key, token.text))
            langs.setdefault(token.key, set()).add(row.lang.split("-")[0])
    keys = sorted(texts)
    number = {key: at for at, key in enumerate(keys)}
    token_of = np.array([number[t.key] for name in parsed for t in name.tokens], np.int32)
    role_of = np.array([ROLES.index(t.role) for name in parsed for t in name.tokens], np.uint8)
    name_at = np.zeros(len(parsed) + 1, np.int64)
    np.cumsum([len(name.tokens) for name in parsed], out=name_at[1:])
    name_of = np.repeat(np.arange(len(parsed), dtype=np.int32), np.diff(name_at))
    pairs = np.unique(token_of.astype(np.int64) * len(parsed) + name_of)
    posting_at, posting_name = _group((pairs // len(parsed)).astype(np.int32), pairs % len(parsed), len(keys))
    key_blob, key_at = pack_strings(keys)
    text_blob, text_at = pack_strings(texts[key] for key in keys)
    n_entities = int(entity_of[-1]) + 1
    bearers = np.unique(token_of.astype(np.int64) * n_entities + entity_of[name_of]) // n_entities
    counts = np.bincount(bearers, minlength=len(keys))
    rarities = np.array(
        [rarity(texts[key], int(n), n_entities) for key, n in zip(keys, counts, strict=True)], np.float32
    )
    # A token met in several languages, or without one, may be read in any.
    lang_of = [next(iter(langs[key])) if len(langs[key]) == 1 else "" for key in keys]
    lang_blob, lang_at = pack_strings(lang_of)
    return {
        "vocab_lang_blob": lang_blob,
        "vocab_lang_at": lang_at,
        "vocab_key_blob": key_blob,
        "vocab_key_at": key_at,
        "vocab_text_blob": text_blob,
        "vocab_text_at": text_at,
        "vocab_rarity": rarities,
        "name_mass": np.bincount(name_of, rarities[token_of], len(parsed)).astype(np.float32),
        "name_token_at": name_at,
        "name_token": token_of,
        "name_role": role_of,
        "posting_at": posting_at,
        "posting_name": posting_name,
        **vector_arrays(encoder().encode([texts[key] for key in keys])),
        **_spelling_arrays([Token(texts[key], key, lang=lang) for key, lang in zip(keys, lang_of, strict=True)]),
    }


def _spelling_arrays(tokens: Sequence[Token]) -> dict[str, NDArray[Any]]:
    """What tokens are compared by. Every distinct spelling of every token is a row; grams lead to spellings."""
    spelled = Spelled.of(tokens)
    known = spelled.known
    places = np.arange(len(known.systems))
    texts = texts_at(known.texts, places)
    at, found = kernels().grams(texts, texts_at(known.sounds, places))
    sizes = np.diff(at).astype(np.uint8)
    spelling_of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    gram_at, gram_spelling = _group(found, spelling_of, N_GRAMS)
    return {
        **_strings("vocab_letters", known.letters),
        "vocab_usual": known.usual,
        "vocab_length": known.lengths,
        "vocab_start": known.starts,
        **_packed("script", spelled.script_names),
        "vocab_script": known.scripts,
        "vocab_first_letter": np.array([first_letter(texts[at]) for at in known.spelling_at[:-1].tolist()], np.uint8),
        "vocab_spelling_at": known.spelling_at,
        **_strings("spelling_text", known.texts),
        **_strings("spelling_sound", known.sounds),
        **_packed("system", spelled.system_names),
        "spelling_system": known.systems,
        "spelling_token": np.repeat(np.arange(len(tokens), dtype=np.int32), np.diff(known.spelling_at)),
        "spelling_size": sizes,
        "gram_at": gram_at,
        "gram_spelling": gram_spelling,
    }


def _strings(name: str, packed: Packed) -> dict[str, NDArray[Any]]:
    blob, at = packed
    return {f"{name}_blob": blob, f"{name}_at": narrow(at)}


def _packed(name: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    blob, at = pack_strings(texts)
    return {f"{name}_blob": blob, f"{name}_at": at}


def _group(keys: NDArray[np.int32], values: NDArray[Any], n_keys: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Compressed rows: the values of key k are result[1][result[0][k]:result[0][k + 1]], in their order."""
    starts = np.zeros(n_keys + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=n_keys), out=starts[1:])
    return starts, values[np.argsort(keys, kind="stable")].astype(np.int32)
