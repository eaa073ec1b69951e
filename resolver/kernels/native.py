"""The kernels in C, as the build of the package compiled them."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.grams import COMMON, MOST_GRAMS, KnownSpellings, best
from resolver.kernels.likeness import Alike, AskedTokens, KnownTokens, Letters, Packed, Scale
from resolver.kernels.lists import Lists
from resolver.kernels.offsets import At, Offsets
from resolver.kernels.pairs import PairWeights
from resolver.kernels.plain import MOST_LATIN
from resolver.kernels.rough import (
    MOST_TOKENS,
    Doubles,
    Floats,
    Ints,
    Longs,
    NameTokens,
    RoughQuery,
)
from resolver.kernels.texts import Texts
from resolver.kernels.vectors import KnownVectors

_COLUMNS = {
    "value": np.float64, "spelled": np.float32, "heard": np.float32, "cosine": np.float32, "fit": np.float32,
    "share": np.float32, "numbers": np.int32, "lengths": np.uint16, "systems": np.uint16, "kind": np.int8,
    "across": np.bool_, "other_start": np.bool_, "own_system": np.uint8,
}  # fmt: skip
"""The columns of `Alike` in the order of its structure in C."""

LIBRARY = Path(__file__).with_name("_kernels" + {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so"))

_P, _N, _F, _D = ctypes.c_void_p, ctypes.c_int64, ctypes.c_float, ctypes.c_double


class _Strings(ctypes.Structure):
    _fields_ = (("blob", _P), ("at", _P), ("kind", _N))

    @classmethod
    def of(cls, packed: Packed) -> _Strings:
        blob, at = packed
        return cls(_at(blob), *_places(at))


class _Words(ctypes.Structure):
    _fields_ = (("count", _N), ("blob", _P), ("starts", _P), ("ends", _P))

    @classmethod
    def of(cls, texts: Texts) -> _Words:
        return cls(len(texts), *_of(texts))


class _Letters(ctypes.Structure):
    _fields_ = (("at", _P), ("starts", _P), ("ends", _P), ("latin", _P), ("value", _P))

    @classmethod
    def of(cls, letters: Letters, ends: tuple[Longs, Longs]) -> _Letters:
        return cls(*(_at(array) for array in (letters.at, *ends, letters.latin, letters.value)))


class _Tokens(ctypes.Structure):
    _fields_ = (
        *((name, _Strings) for name in ("keys", "letters", "texts", "sounds")),
        ("spelling_at", _P),
        ("spelling_kind", _N),
        *((name, _P) for name in ("systems", "scripts", "usual")),
    )

    @classmethod
    def of(cls, known: KnownTokens) -> _Tokens:
        strings = (_Strings.of(some) for some in (known.keys, known.letters, known.texts, known.sounds))
        return cls(*strings, *_places(known.spelling_at), _at(known.systems), _at(known.scripts), _at(known.usual))


class _Asked(ctypes.Structure):
    _fields_ = (
        *((name, _Words) for name in ("keys", "spelled", "heard", "own")),
        *((name, _Letters) for name in ("romanised", "original")),
        *((name, _P) for name in ("spelled_at", "own_at", "starts", "beside", "own_cosines", "trigrams", "weights")),
        *((name, _N) for name in ("count", "scripts")),
        *((name, _D) for name in ("skipped", "cut", "cosine_cut", "sound_from", "least")),
    )


class _Room(ctypes.Structure):
    _fields_ = (("longest", _N), *((name, _P) for name in ("segments", "lengths", "row", "past", "each", "places")))


class _Alike(ctypes.Structure):
    _fields_ = tuple((name, _P) for name in _COLUMNS)

    @classmethod
    def of(cls, columns: Mapping[str, NDArray[Any]]) -> _Alike:
        return cls(*(_at(columns[name]) for name in _COLUMNS))


class _PairWeights(ctypes.Structure):
    _fields_ = (
        *((name, _P) for name in ("levels", "cosine_bands", "letter_bands", "told", "single")),
        *((name, _N) for name in ("cosines", "letters")),
        *((name, _D) for name in ("worst_fit", "best_fit", "worst_share", "longest", "far", "rarity_scale")),
    )

    @classmethod
    def of(cls, weights: PairWeights) -> _PairWeights:
        w = weights
        return cls(
            *map(_at, (w.levels, w.cosine_bands, w.letter_bands, w.told, w.single)), len(w.cosine_bands),
            len(w.letter_bands), w.worst_fit, w.best_fit, w.worst_share, w.longest, w.far, w.rarity_scale,
        )  # fmt: skip


_LISTS = (_P, _N, _P)
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "nearest": (_N, [_P, _N, _P, _P, _N, _P, _P, _N, _N, _P, _P]),
    "spelling_grams": (None, [*[_P] * 6, _N, _P, _P]),
    "most_alike": (
        _N,
        [_P, _P, _N, *_LISTS, _N, _P, _N, _N, _P, _N, *[_P, _P, _N] * 2, _F, _N, _N, *[_P] * 4],
    ),
    "bearers": (_D, [_P, _P, _N, *_LISTS, _P, _N, _P]),
    "listed": (_N, [*_LISTS, _N, _N, _P]),
    "pair_log_odds": (None, [_P, _P, _N, _P, _N, _N, _D, _P, _P]),
    "add_best": (_N, [_P, _P, _N, *_LISTS, _P, _P, _P, _N]),
    "rough_log_odds": (None, [_N, *[_P] * 9, _N, _P, _N, *[_P] * 4, _D, _P]),
    "pairings": (None, [_N, *[_P] * 10, _N, _P, _N, *[_P] * 3, _N, _P, _P, _N, _D, _D, _P, _P]),
    "letter_scores": (None, [_N, _P, _P, _P, _P, _P, _P, _N, _N, _D, _P, _P, _P]),
    "letter_segments": (None, [_P, _P, _P, _N, _N, _P, _P]),
    "trigram_sums": (None, [_P, _P, _N, _N, _P, _P]),
    "likenesses": (None, [_P] * 9),
    "dense": (None, [_P, _N, _N, _N, _P, _N, _P, _N, _P]),
}


class Native:
    """See `resolver.kernels.Kernels`. Raises OSError where the library is missing or can't be loaded."""

    def __init__(self) -> None:
        library = ctypes.CDLL(str(LIBRARY))
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name, None)
            if function is None:
                raise OSError(f"{LIBRARY} was compiled from other sources: it has no {name}")
            function.restype, function.argtypes = result, arguments
        self._library = library
        self._kept = threading.local()
        self._known: WeakKeyDictionary[object, Any] = WeakKeyDictionary()

    def nearest(
        self, query: NDArray[np.int16], cell_scores: Floats, known: KnownVectors, probed: int, most: int
    ) -> Ints:
        scores, tokens, left = np.empty(most, np.int32), np.empty(most, np.int32), cell_scores.copy()
        cell_at, row_tokens, rows = self._of(known, lambda: _vectors(known))
        n = self._library.nearest(
            _at(query), len(query), _at(left), cell_at, len(cell_scores), row_tokens, rows, probed, most, _at(scores),
            _at(tokens),
        )  # fmt: skip
        order = np.lexsort((tokens[:n], -scores[:n]))
        found: Ints = tokens[order]
        return found

    def grams(self, texts: Texts, sounds: Texts) -> tuple[Longs, Ints]:
        at = np.empty(len(texts) + 1, np.int64)
        letters = int((texts.ends - texts.starts + sounds.ends - sounds.starts).sum())
        grams = np.empty(letters + 4 * len(texts) + MOST_GRAMS, np.int32)
        self._library.spelling_grams(*_of(texts), *_of(sounds), len(texts), _at(at), _at(grams))
        return at, grams[: at[-1]].copy()

    def most_alike(self, at: Longs, keys: Ints, known: KnownSpellings, least: float, most: int) -> tuple[Ints, Floats]:
        size = len(known.sizes)
        counts, share = self._zeros("counts", size, np.uint8), self._zeros("share", size, np.float32)
        met, owners = self._zeros("met", size + 1, np.int32), self._zeros("owners", size, np.int32)
        n = self._library.most_alike(
            _at(keys), _at(at), len(at) - 1, *self._of(known, lambda: _spellings(known)), least, most, COMMON,
            _at(counts), _at(met), _at(share), _at(owners),
        )  # fmt: skip
        found = owners[:n].copy()
        shares = share[found]
        share[found] = 0.0
        return best(found, shares, most)

    def best_totals(self, groups: list[tuple[Ints, Floats]], postings: Lists, names: int) -> tuple[Ints, Floats]:
        total, slot = self._zeros("total", names, np.float32), self._zeros("slot", names, np.float32)
        most = min(names, sum(int((postings.at[tokens + 1] - postings.at[tokens]).sum()) for tokens, _ in groups))
        met = np.empty(most, np.int32)
        n = 0
        for tokens, values in groups:
            n = self._library.add_best(
                _at(tokens), _at(values), len(tokens), *_lists(postings), _at(slot), _at(total), _at(met), n
            )
        met = met[:n]
        totals = total[met]
        total[met] = 0.0
        return met, totals

    def bearers(self, tokens: Ints, values: Floats, postings: Lists, owners: At, entities: int) -> float:
        slot = self._zeros("slot", max(entities, 1), np.float32)
        return float(
            self._library.bearers(_at(tokens), _at(values), len(tokens), *_lists(postings), *_places(owners), _at(slot))
        )

    def pair_log_odds(
        self,
        weights: PairWeights,
        found: Alike,
        as_written: NDArray[np.bool_],
        written: int,
        length: int,
        rarity: float,
        rarities: Floats,
    ) -> Doubles:
        out = np.empty(len(found.numbers))
        columns = {name: getattr(found, name) for name in _COLUMNS}
        structure = self._of(weights, lambda: _PairWeights.of(weights))
        self._library.pair_log_odds(
            ctypes.byref(structure), ctypes.byref(_Alike.of(columns)), len(out), _at(as_written), written, length,
            rarity, _at(rarities), _at(out),
        )  # fmt: skip
        return out

    def listed(self, lists: Lists, first: int, end: int) -> Ints:
        found = np.empty(int(lists.at[end] - lists.at[first]), np.int32)
        return found[: self._library.listed(*_lists(lists), first, end, _at(found))]

    def letter_scores(
        self, spans: Longs, latin: Ints, value: Doubles, segments: Ints, lengths: Longs, skipped: float, cells: int
    ) -> Doubles:
        count, longest, _ = segments.shape
        out, past = np.empty(count), np.empty(3 * count * (longest + 1))
        row = self._zeros("row", cells + 1, np.float64)
        starts, ends = np.ascontiguousarray(spans[:, :, 0]), np.ascontiguousarray(spans[:, :, 1])
        self._library.letter_scores(
            len(spans), _at(starts), _at(ends), _at(latin), _at(value), _at(segments), _at(lengths), count, longest,
            skipped, _at(row), _at(past), _at(out),
        )  # fmt: skip
        return out

    def letter_segments(self, texts: Texts) -> tuple[Ints, Longs]:
        longest = max(1, min(texts.longest, MOST_LATIN))
        segments, lengths = np.empty((len(texts), longest, 3), np.int32), np.empty(len(texts), np.int64)
        self._library.letter_segments(*_of(texts), len(texts), longest, _at(segments), _at(lengths))
        return segments, lengths

    def trigram_sums(self, segments: Ints, lengths: Longs, trigrams: Floats) -> Doubles:
        count, longest, _ = segments.shape
        out = np.empty(count)
        self._library.trigram_sums(_at(segments), _at(lengths), count, longest, _at(trigrams), _at(out))
        return out

    def likenesses(
        self,
        asked: AskedTokens,
        known: KnownTokens,
        at: Longs,
        numbers: Ints,
        cosines: Floats,
        characters: Doubles | None,
        on: Scale,
    ) -> tuple[Alike, Longs]:
        most = int(np.diff(at).max(initial=0))
        count = most + int(np.diff(asked.own_at).max(initial=0))
        columns: dict[str, NDArray[Any]] = {name: np.empty(len(numbers), dtype) for name, dtype in _COLUMNS.items()}
        ends = [_ends(letters) for letters in (asked.romanised, asked.original)]
        structure = _Asked(
            *(_Words.of(texts) for texts in (asked.keys, asked.spelled, asked.heard, asked.own)),
            *(_Letters.of(letters, of) for letters, of in zip((asked.romanised, asked.original), ends, strict=True)),
            _at(asked.spelled_at), _at(asked.own_at), _at(asked.starts), _at(asked.beside), _at(asked.own_cosines),
            _at(asked.trigrams), _at(asked.weights), len(asked), asked.beside.shape[2], asked.skipped, on.cut,
            on.cosine_cut, on.sound_from, on.least,
        )  # fmt: skip
        segments, lengths = np.empty((count, MOST_LATIN, 3), np.int32), np.empty(count, np.int64)
        past, each, places = np.empty(3 * count * (MOST_LATIN + 1)), np.empty(3 * count), np.empty(2 * most, np.int32)
        row, found_at = self._zeros("row", asked.cells + 1, np.float64), np.empty(len(at), np.int64)
        room_for: tuple[NDArray[Any], ...] = (segments, lengths, row, past, each, places)
        room = _Room(MOST_LATIN, *(_at(array) for array in room_for))
        self._library.likenesses(
            ctypes.byref(structure), ctypes.byref(self._of(known, lambda: _Tokens.of(known))), _at(at), _at(numbers),
            _at(cosines), None if characters is None else _at(characters), ctypes.byref(room),
            ctypes.byref(_Alike.of(columns)), _at(found_at),
        )  # fmt: skip
        met = int(found_at[-1])
        return Alike(**{name: column[:met] for name, column in columns.items()}), found_at

    def dense(
        self, rows: Floats, count: int, inner: int, matrix: Floats, offset: Floats, *, positive: bool = False
    ) -> Floats:
        columns = matrix.shape[1]
        out = np.empty((count, columns), np.float32)
        self._library.dense(
            _at(rows), count, rows.strides[0] // 4, inner, _at(matrix), columns, _at(offset), positive, _at(out)
        )
        return out

    def rough_log_odds(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float
    ) -> Doubles:
        out = np.empty(len(names))
        self._library.rough_log_odds(
            len(query.roles), _at(query.roles), _at(query.letters), _at(query.near_at), _at(query.near),
            _at(query.value), _at(query.weight), _at(query.same), _at(query.left_over), _at(names), len(names),
            *self._of(known, lambda: _names(known))[:5], _at(weights), cut, _at(out),
        )  # fmt: skip
        return out

    def pairings(
        self, query: RoughQuery, names: Ints, known: NameTokens, cut: float, least: float
    ) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        partners, plain = np.empty((len(names), MOST_TOKENS), np.int8), np.empty(len(names), np.bool_)
        at, kind, words, _, first_letter, *spellings = self._of(known, lambda: _names(known))
        self._library.pairings(
            len(query.roles), _at(query.roles), _at(query.letters), _at(query.near_at), _at(query.near),
            _at(query.value), _at(query.same), *_of(query.latin), _at(names), len(names), at, kind,
            words, first_letter, *spellings, cut, least, _at(partners), _at(plain),
        )  # fmt: skip
        return partners, plain

    def _of(self, known: object, made: Callable[[], Any]) -> Any:
        """What the library takes of something that is asked for again and again, and keeps its arrays."""
        kept = self._known.get(known)
        if kept is None:
            kept = self._known[known] = made()
        return kept

    def _zeros(self, name: str, size: int, dtype: Any) -> NDArray[Any]:
        """An array of noughts that each thread keeps; whoever uses it leaves it as it was."""
        kept: NDArray[Any] | None = getattr(self._kept, name, None)
        if kept is None or len(kept) < size:
            kept = np.zeros(size, dtype)
            setattr(self._kept, name, kept)
        return kept


def _ends(letters: Letters) -> tuple[Longs, Longs]:
    """Where the cells of the segments of spellings begin, and where they end."""
    return np.ascontiguousarray(letters.spans[:, :, 0]), np.ascontiguousarray(letters.spans[:, :, 1])


def _vectors(known: KnownVectors) -> tuple[int, ...]:
    return _at(known.cell_at), _at(known.tokens), _at(known.rows)


def _spellings(known: KnownSpellings) -> tuple[int, ...]:
    (texts, text_at), (sounds, sound_at) = known.texts, known.sounds
    return (
        *_lists(known.by_gram), len(known.sizes), _at(known.sizes), known.smallest, known.largest,
        *_places(known.owners), _at(texts), *_places(text_at), _at(sounds), *_places(sound_at),
    )  # fmt: skip


def _names(known: NameTokens) -> tuple[int, ...]:
    texts, text_at = known.spellings
    return (
        *_places(known.at), _at(known.words), _at(known.rarity), _at(known.first_letter), *_places(known.spelling_at),
        _at(texts), *_places(text_at),
    )  # fmt: skip


def _places(at: At) -> tuple[int, int]:
    """Where numbers that never fall lie, and how they are written."""
    offsets = at if isinstance(at, Offsets) else Offsets(at, len(at))
    return _at(offsets.kept), offsets.kind


def _lists(lists: Lists) -> tuple[int, int, int]:
    return *_places(lists.at), _at(lists.coded)


def _at(array: NDArray[Any]) -> int:
    """Where the numbers of an array lie; they must lie behind one another."""
    if array.flags.writeable and array.size:
        return ctypes.addressof(ctypes.c_char.from_buffer(array.data))  # three times as quick
    return array.ctypes.data


def _of(texts: Texts) -> tuple[int, int, int]:
    return _at(texts.blob), _at(texts.starts), _at(texts.ends)
