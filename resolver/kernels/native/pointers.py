"""Arrays as the compiled kernels take them: by their addresses, alone or in structures (those of kernels.h, likeness.c
and pairs.c)."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.grams import KnownSpellings
from resolver.kernels.likeness import AskedTokens, KnownTokens, Letters, Packed, Scale
from resolver.kernels.lists import Lists
from resolver.kernels.offsets import At, Offsets, kind_of
from resolver.kernels.pairs import PairWeights
from resolver.kernels.rough import Longs, NameTokens
from resolver.kernels.shares import NameShares
from resolver.kernels.texts import Texts
from resolver.kernels.vectors import KnownVectors

_P, _N, _D = ctypes.c_void_p, ctypes.c_int64, ctypes.c_double


class _Strings(ctypes.Structure):
    _fields_ = (("blob", _P), ("at", _P), ("kind", _N))

    @classmethod
    def of(cls, packed: Packed) -> _Strings:
        blob, at = packed
        return cls(ptr(blob), *places_at(at))


class _Words(ctypes.Structure):
    _fields_ = (("count", _N), ("blob", _P), ("starts", _P), ("ends", _P))

    @classmethod
    def of(cls, texts: Texts) -> _Words:
        return cls(len(texts), *texts_at(texts))


class _Letters(ctypes.Structure):
    _fields_ = (("at", _P), ("starts", _P), ("ends", _P), ("latin", _P), ("value", _P))

    @classmethod
    def of(cls, letters: Letters, ends: tuple[Longs, Longs]) -> _Letters:
        return cls(*(ptr(array) for array in (letters.at, *ends, letters.latin, letters.value)))


class TokensAt(ctypes.Structure):
    _fields_ = (
        *((name, _Strings) for name in ("keys", "letters", "texts", "sounds")),
        ("spelling_at", _P),
        ("spelling_kind", _N),
        *((name, _P) for name in ("systems", "scripts", "usual")),
    )

    @classmethod
    def of(cls, known: KnownTokens) -> TokensAt:
        strings = (_Strings.of(some) for some in (known.keys, known.letters, known.texts, known.sounds))
        return cls(
            *strings,
            *places_at(known.spelling_at),
            ptr(known.systems),
            ptr(known.scripts),
            ptr(known.usual),
        )


class AskedAt(ctypes.Structure):
    kept: object
    """Arrays that are made for it, which live as long."""
    _fields_ = (
        *((name, _Words) for name in ("keys", "spelled", "heard", "own")),
        *((name, _Letters) for name in ("romanised", "original")),
        *((name, _P) for name in ("spelled_at", "own_at", "starts", "beside", "own_cosines", "trigrams", "weights")),
        *((name, _N) for name in ("count", "scripts")),
        *((name, _D) for name in ("skipped", "cut", "cosine_cut", "sound_from", "least")),
    )

    @classmethod
    def of(cls, asked: AskedTokens, on: Scale) -> AskedAt:
        letters = (asked.romanised, asked.original)
        ends = [_ends(some) for some in letters]
        found = cls(
            *(_Words.of(texts) for texts in (asked.keys, asked.spelled, asked.heard, asked.own)),
            *(_Letters.of(some, of) for some, of in zip(letters, ends, strict=True)),
            ptr(asked.spelled_at), ptr(asked.own_at), ptr(asked.starts), ptr(asked.beside),
            ptr(asked.own_cosines), ptr(asked.trigrams), ptr(asked.weights), len(asked),
            asked.beside.shape[2], asked.skipped, on.cut, on.cosine_cut, on.sound_from, on.least,
        )  # fmt: skip
        found.kept = ends
        return found


class RoomAt(ctypes.Structure):
    _fields_ = (("longest", _N), *((name, _P) for name in ("segments", "lengths", "row", "past", "each", "places")))


class PairWeightsAt(ctypes.Structure):
    _fields_ = (
        *((name, _P) for name in ("levels", "cosine_bands", "letter_bands", "told", "single")),
        *((name, _N) for name in ("cosines", "letters")),
        *((name, _D) for name in ("worst_fit", "best_fit", "worst_share", "longest", "far", "rarity_scale")),
    )

    @classmethod
    def of(cls, weights: PairWeights) -> PairWeightsAt:
        w = weights
        return cls(
            *map(ptr, (w.levels, w.cosine_bands, w.letter_bands, w.told, w.single)), len(w.cosine_bands),
            len(w.letter_bands), w.worst_fit, w.best_fit, w.worst_share, w.longest, w.far, w.rarity_scale,
        )  # fmt: skip


def _ends(letters: Letters) -> tuple[Longs, Longs]:
    """Where the cells of the segments of spellings begin, and where they end."""
    return np.ascontiguousarray(letters.spans[:, :, 0]), np.ascontiguousarray(letters.spans[:, :, 1])


def vectors_at(known: KnownVectors) -> tuple[int, ...]:
    return ptr(known.centres), ptr(known.cell_at), ptr(known.tokens), ptr(known.rows)


def shares_at(known: NameShares) -> tuple[tuple[int, ...], int, tuple[int, int], int]:
    return lists_at(known.names_with), ptr(known.mass), places_at(known.entities), ptr(known.types)


def spellings_at(known: KnownSpellings) -> tuple[int, ...]:
    (texts, text_at), (sounds, sound_at) = known.texts, known.sounds
    return (
        *lists_at(known.by_gram), len(known.sizes), ptr(known.sizes), known.smallest, known.largest,
        *places_at(known.owners), ptr(texts), *places_at(text_at), ptr(sounds), *places_at(sound_at),
    )  # fmt: skip


def names_at(known: NameTokens) -> tuple[int, ...]:
    (texts, text_at), (keys, key_at) = known.spellings, known.keys
    return (
        *places_at(known.at), ptr(known.words), ptr(known.rarity), ptr(known.first_letter),
        *places_at(known.spelling_at), ptr(texts), *places_at(text_at), ptr(known.akin), ptr(known.scripts),
        ptr(known.in_characters), ptr(keys), *places_at(key_at),
    )  # fmt: skip


def places_at(at: At) -> tuple[int, int]:
    """Where numbers that never fall lie, and how they are written."""
    kept = at.kept if isinstance(at, Offsets) else at
    return ptr(kept), kind_of(kept)


def lists_at(lists: Lists) -> tuple[int, int, int]:
    return *places_at(lists.at), ptr(lists.coded)


def ptr(array: NDArray[Any]) -> int:
    """Where the numbers of an array lie; they must lie behind one another."""
    if array.flags.writeable and array.size:
        return ctypes.addressof(ctypes.c_char.from_buffer(array.data))  # three times as quick
    return array.ctypes.data


def texts_at(texts: Texts) -> tuple[int, int, int]:
    return ptr(texts.blob), ptr(texts.starts), ptr(texts.ends)
