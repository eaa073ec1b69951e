"""The vocabulary of an index: what is known of each word, and what leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.index.strings import narrow, pack_strings
from resolver.index.vectors import vector_arrays
from resolver.kernels import N_GRAMS, Packed, kernels, texts_at
from resolver.names import Token
from resolver.tokens import Spelled, encoder, first_letter, world_count


@dataclass(frozen=True, slots=True)
class Studied:
    """Some words (n): how they are spelled, their vectors (n, d), in how many names of the world each stands, the first
    letter of each, and the letter groups of their spellings (s): `sizes` (s) of them each, one after the other."""

    spelled: Spelled
    vectors: NDArray[np.float32]
    world: NDArray[np.float64]
    first_letters: NDArray[np.uint8]
    sizes: NDArray[np.uint8]
    grams: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Study:
    """What a process does with words."""

    def open(self) -> Callable[[Sequence[Token]], list[Studied]]:
        """See `resolver.processes.Job`."""
        return lambda tokens: [studied(tokens)]


def studied(tokens: Sequence[Token]) -> Studied:
    """What is known of some words of a vocabulary."""
    spelled = Spelled.of(tokens)
    known = spelled.known
    places = np.arange(len(known.systems))
    texts = texts_at(known.texts, places)
    at, grams = kernels().grams(texts, texts_at(known.sounds, places))
    return Studied(
        spelled,
        encoder().encode([token.text for token in tokens]),
        np.array([world_count(token.text) for token in tokens]),
        np.array([first_letter(texts[at]) for at in known.spelling_at[:-1].tolist()], np.uint8),
        np.diff(at).astype(np.uint8),
        grams.astype(np.uint16),
    )


def word_arrays(parts: Sequence[Studied]) -> dict[str, NDArray[Any]]:
    """The arrays of a vocabulary that was studied in parts. Every distinct spelling of every token is a row; grams lead
    to spellings."""
    spelled = Spelled.together([part.spelled for part in parts])
    known = spelled.known
    sizes = np.concatenate([part.sizes for part in parts])
    spelling_of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    gram_at, gram_spelling = grouped(np.concatenate([part.grams for part in parts]), spelling_of, N_GRAMS)
    return {
        **strings("vocab_letters", known.letters),
        "vocab_usual": known.usual,
        "vocab_length": known.lengths,
        "vocab_start": known.starts,
        **packed("script", spelled.script_names),
        "vocab_script": known.scripts,
        "vocab_first_letter": np.concatenate([part.first_letters for part in parts]),
        "vocab_spelling_at": known.spelling_at,
        **strings("spelling_text", known.texts),
        **strings("spelling_sound", known.sounds),
        **packed("system", spelled.system_names),
        "spelling_system": known.systems,
        "spelling_token": np.repeat(np.arange(len(known), dtype=np.int32), np.diff(known.spelling_at)),
        "spelling_size": sizes,
        "gram_at": gram_at,
        "gram_spelling": gram_spelling,
        **vector_arrays(np.concatenate([part.vectors for part in parts])),
    }


def strings(name: str, these: Packed) -> dict[str, NDArray[Any]]:
    """Strings as the two arrays of this name."""
    blob, at = these
    return {f"{name}_blob": blob, f"{name}_at": narrow(at)}


def packed(name: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The same of texts that are not packed yet."""
    blob, at = pack_strings(texts)
    return {f"{name}_blob": blob, f"{name}_at": at}


def grouped(keys: NDArray[Any], values: NDArray[Any], n_keys: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Compressed rows: the values of key k are result[1][result[0][k]:result[0][k + 1]], in their order."""
    starts = np.zeros(n_keys + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=n_keys), out=starts[1:])
    return starts, values[np.argsort(keys, kind="stable")].astype(np.int32)
