"""The vocabulary of an index: what is known of each word, and what leads to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.index.strings import label_array, offsets, strings
from resolver.index.vectors import vector_arrays
from resolver.kernels import N_GRAMS, Lists, kernels, places, texts_at
from resolver.names import Token
from resolver.tokens import Spelled, encode, first_letter, world_count
from resolver.tokens import known as known_of


@dataclass(frozen=True, slots=True)
class Studied:
    """Some words (n): how they are spelled, their vectors (n, d), in how many names of the world each stands, the first
    letter of each, whether it may be `akin` to others by what is known of names, and the letter groups of their
    spellings (s): `sizes` (s) of them each, one after the other."""

    spelled: Spelled
    vectors: NDArray[np.float32]
    world: NDArray[np.float64]
    first_letters: NDArray[np.uint8]
    akin: NDArray[np.bool_]
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
    every = np.arange(len(known.systems))
    texts = texts_at(known.texts, every)
    at, grams = kernels().grams(texts, texts_at(known.sounds, every))
    return Studied(
        spelled,
        encode([token.text for token in tokens]),
        np.array([world_count(token.text) for token in tokens]),
        np.array([first_letter(texts[at]) for at in np.asarray(known.spelling_at)[:-1].tolist()], np.uint8),
        np.array([known_of(token).is_any for token in tokens], np.bool_),
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
    return {
        **strings("vocab_letters", known.letters),
        "vocab_usual": known.usual,
        **label_array("vocab_script", spelled.script_names),
        "vocab_script": known.scripts,
        "vocab_first_letter": np.concatenate([part.first_letters for part in parts]),
        "vocab_spelling_at": offsets(known.spelling_at),
        "vocab_akin": np.concatenate([part.akin for part in parts]),
        **strings("spelling_text", known.texts),
        **strings("spelling_sound", known.sounds),
        **label_array("spelling_system", spelled.system_names),
        "spelling_system": known.systems,
        "spelling_token": offsets(np.repeat(np.arange(len(known)), np.diff(np.asarray(known.spelling_at)))),
        "spelling_size": sizes,
        **grouped("gram", np.concatenate([part.grams for part in parts]), spelling_of, N_GRAMS),
        **vector_arrays(np.concatenate([part.vectors for part in parts])),
    }


def grouped(name: str, keys: NDArray[Any], values: NDArray[Any], n_keys: int) -> dict[str, NDArray[Any]]:
    """The values of each key, ascending among those of the key, as the two arrays of this name."""
    starts = places(np.bincount(keys, minlength=n_keys))
    lists = Lists.of(starts, values[np.argsort(keys, kind="stable")].astype(np.int32))
    return {f"{name}_at": lists.at.kept, f"{name}_list": lists.coded}
