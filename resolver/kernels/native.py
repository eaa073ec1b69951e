"""The kernels in C, as the build of the package compiled them."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.grams import COMMON, MOST_GRAMS, KnownSpellings, best
from resolver.kernels.likeness import Alike, AskedTokens, KnownTokens, Scale
from resolver.kernels.lists import Lists
from resolver.kernels.offsets import At
from resolver.kernels.pairs import PairWeights
from resolver.kernels.plain import MOST_LATIN
from resolver.kernels.pointers import (
    COLUMNS,
    AlikeAt,
    AskedAt,
    PairWeightsAt,
    RoomAt,
    TokensAt,
    lists_at,
    names_at,
    places_at,
    ptr,
    spellings_at,
    texts_at,
    vectors_at,
)
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

LIBRARY = Path(__file__).with_name("_kernels" + {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so"))

_P, _N, _F, _D = ctypes.c_void_p, ctypes.c_int64, ctypes.c_float, ctypes.c_double

_LISTS = (_P, _N, _P)
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "nearest": (_N, [_P, _N, _P, _P, _N, _P, _P, _N, _N, _P, _P]),
    "spelling_grams": (None, [*[_P] * 6, _N, _P, _P]),
    "most_alike": (
        _N,
        [_P, _P, _N, *_LISTS, _N, _P, _N, _N, _P, _N, *[_P, _P, _N] * 2, _F, _N, _N, *[_P] * 4],
    ),
    "bearers": (_D, [_P, _P, _N, *_LISTS, _P, _N, _P]),
    "find": (_N, [_P, _P, _N, _N, _P, _N]),
    "listed": (_N, [*_LISTS, _N, _N, _P]),
    "pair_log_odds": (None, [_P, _P, _N, _P, _N, _N, _D, _P, _P]),
    "add_best": (_N, [_P, _P, _N, *_LISTS, _P, _P, _P, _N]),
    "rough_log_odds": (None, [_N, *[_P] * 9, _N, _P, _N, *[_P] * 4, _D, _P]),
    "pairings": (None, [_N, *[_P] * 10, _N, _P, _N, *[_P] * 3, _N, _P, _P, _N, _D, _D, _P, _P]),
    "letter_scores": (None, [_N, _P, _P, _P, _P, _P, _P, _N, _N, _D, _P, _P, _P]),
    "letter_segments": (None, [_P, _P, _P, _N, _N, _P, _P]),
    "trigram_sums": (None, [_P, _P, _N, _N, _P, _P]),
    "likenesses": (None, [_P] * 9),
    "summed": (None, [_P, _P, _N, _P, _P, _N, _P]),
    "pooled": (None, [_P, _N, _P, _N, _P, _N, _P]),
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
        cell_at, row_tokens, rows = self._of(known, lambda: vectors_at(known))
        n = self._library.nearest(
            ptr(query), len(query), ptr(left), cell_at, len(cell_scores), row_tokens, rows, probed, most, ptr(scores),
            ptr(tokens),
        )  # fmt: skip
        order = np.lexsort((tokens[:n], -scores[:n]))
        found: Ints = tokens[order]
        return found

    def grams(self, texts: Texts, sounds: Texts) -> tuple[Longs, Ints]:
        at = np.empty(len(texts) + 1, np.int64)
        letters = int((texts.ends - texts.starts + sounds.ends - sounds.starts).sum())
        grams = np.empty(letters + 4 * len(texts) + MOST_GRAMS, np.int32)
        self._library.spelling_grams(*texts_at(texts), *texts_at(sounds), len(texts), ptr(at), ptr(grams))
        return at, grams[: at[-1]].copy()

    def most_alike(self, at: Longs, keys: Ints, known: KnownSpellings, least: float, most: int) -> tuple[Ints, Floats]:
        size = len(known.sizes)
        counts, share = self._zeros("counts", size, np.uint8), self._zeros("share", size, np.float32)
        met, owners = self._zeros("met", size + 1, np.int32), self._zeros("owners", size, np.int32)
        n = self._library.most_alike(
            ptr(keys), ptr(at), len(at) - 1, *self._of(known, lambda: spellings_at(known)), least, most, COMMON,
            ptr(counts), ptr(met), ptr(share), ptr(owners),
        )  # fmt: skip
        found = owners[:n].copy()
        shares = share[found]
        share[found] = 0.0
        return best(found, shares, most)

    def best_totals(self, groups: list[tuple[Ints, Floats]], postings: Lists, names: int) -> tuple[Ints, Floats]:
        total, slot = self._zeros("total", names, np.float32), self._zeros("slot", names, np.float32)
        most = min(names, sum(int((postings.at[tokens + 1] - postings.at[tokens]).sum()) for tokens, _ in groups))
        met, lists = np.empty(most, np.int32), self._of(postings, lambda: lists_at(postings))
        n = 0
        for tokens, values in groups:
            n = self._library.add_best(
                ptr(tokens), ptr(values), len(tokens), *lists, ptr(slot), ptr(total), ptr(met), n
            )
        met = met[:n]
        totals = total[met]
        total[met] = 0.0
        return met, totals

    def bearers(self, tokens: Ints, values: Floats, postings: Lists, owners: At, entities: int) -> float:
        slot = self._zeros("slot", max(entities, 1), np.float32)
        lists = self._of(postings, lambda: lists_at(postings))
        return float(
            self._library.bearers(ptr(tokens), ptr(values), len(tokens), *lists, *places_at(owners), ptr(slot))
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
        columns = {name: getattr(found, name) for name in COLUMNS}
        structure = self._of(weights, lambda: PairWeightsAt.of(weights))
        self._library.pair_log_odds(
            ctypes.byref(structure), ctypes.byref(AlikeAt.of(columns)), len(out), ptr(as_written), written, length,
            rarity, ptr(rarities), ptr(out),
        )  # fmt: skip
        return out

    def find(self, known: KnownTokens, key: str) -> int:
        keys = self._of(known, lambda: TokensAt.of(known)).keys
        wanted = key.encode("utf-8", "surrogatepass")
        found: int = self._library.find(keys.blob, keys.at, keys.kind, len(known), wanted, len(wanted))
        return found

    def listed(self, lists: Lists, first: int, end: int) -> Ints:
        found = np.empty(int(lists.at[end] - lists.at[first]), np.int32)
        return found[: self._library.listed(*self._of(lists, lambda: lists_at(lists)), first, end, ptr(found))]

    def letter_scores(
        self, spans: Longs, latin: Ints, value: Doubles, segments: Ints, lengths: Longs, skipped: float, cells: int
    ) -> Doubles:
        count, longest, _ = segments.shape
        out, past = np.empty(count), np.empty(3 * count * (longest + 1))
        row = self._zeros("row", cells + 1, np.float64)
        starts, ends = np.ascontiguousarray(spans[:, :, 0]), np.ascontiguousarray(spans[:, :, 1])
        self._library.letter_scores(
            len(spans), ptr(starts), ptr(ends), ptr(latin), ptr(value), ptr(segments), ptr(lengths), count, longest,
            skipped, ptr(row), ptr(past), ptr(out),
        )  # fmt: skip
        return out

    def letter_segments(self, texts: Texts) -> tuple[Ints, Longs]:
        longest = max(1, min(texts.longest, MOST_LATIN))
        segments, lengths = np.empty((len(texts), longest, 3), np.int32), np.empty(len(texts), np.int64)
        self._library.letter_segments(*texts_at(texts), len(texts), longest, ptr(segments), ptr(lengths))
        return segments, lengths

    def trigram_sums(self, segments: Ints, lengths: Longs, trigrams: Floats) -> Doubles:
        count, longest, _ = segments.shape
        out = np.empty(count)
        self._library.trigram_sums(ptr(segments), ptr(lengths), count, longest, ptr(trigrams), ptr(out))
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
        columns: dict[str, NDArray[Any]] = {name: np.empty(len(numbers), dtype) for name, dtype in COLUMNS.items()}
        structure = AskedAt.of(asked, on)
        segments, lengths = np.empty((count, MOST_LATIN, 3), np.int32), np.empty(count, np.int64)
        past, each, places = np.empty(3 * count * (MOST_LATIN + 1)), np.empty(3 * count), np.empty(2 * most, np.int32)
        row, found_at = self._zeros("row", asked.cells + 1, np.float64), np.empty(len(at), np.int64)
        room_for: tuple[NDArray[Any], ...] = (segments, lengths, row, past, each, places)
        room = RoomAt(MOST_LATIN, *(ptr(array) for array in room_for))
        self._library.likenesses(
            ctypes.byref(structure), ctypes.byref(self._of(known, lambda: TokensAt.of(known))), ptr(at), ptr(numbers),
            ptr(cosines), None if characters is None else ptr(characters), ctypes.byref(room),
            ctypes.byref(AlikeAt.of(columns)), ptr(found_at),
        )  # fmt: skip
        met = int(found_at[-1])
        return Alike(**{name: column[:met] for name, column in columns.items()}), found_at

    def dense(
        self, rows: Floats, count: int, inner: int, matrix: Floats, offset: Floats, *, positive: bool = False
    ) -> Floats:
        columns = matrix.shape[1]
        out = np.empty((count, columns), np.float32)
        self._library.dense(
            ptr(rows),
            count,
            rows.strides[0] // 4,
            inner,
            ptr(matrix),
            columns,
            ptr(offset),
            positive,
            ptr(out),
        )
        return out

    def summed(self, rows: NDArray[np.int8], scales: Floats, which: Longs, at: Longs) -> Floats:
        count, dim = len(at) - 1, rows.shape[1]
        out = np.empty((count, dim), np.float32)
        self._library.summed(ptr(rows), ptr(scales), dim, ptr(which), ptr(at), count, ptr(out))
        return out

    def pooled(self, rows: Floats, weights: Floats, at: Longs) -> Floats:
        count, width, heads = len(at) - 1, rows.shape[1], weights.shape[1]
        out = np.empty((count, width * (1 + heads)), np.float32)
        self._library.pooled(ptr(rows), width, ptr(weights), heads, ptr(at), count, ptr(out))
        return out

    def rough_log_odds(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float
    ) -> Doubles:
        out = np.empty(len(names))
        self._library.rough_log_odds(
            len(query.roles), ptr(query.roles), ptr(query.letters), ptr(query.near_at), ptr(query.near),
            ptr(query.value), ptr(query.weight), ptr(query.same), ptr(query.left_over), ptr(names), len(names),
            *self._of(known, lambda: names_at(known))[:5], ptr(weights), cut, ptr(out),
        )  # fmt: skip
        return out

    def pairings(
        self, query: RoughQuery, names: Ints, known: NameTokens, cut: float, least: float
    ) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        partners, plain = np.empty((len(names), MOST_TOKENS), np.int8), np.empty(len(names), np.bool_)
        at, kind, words, _, first_letter, *spellings = self._of(known, lambda: names_at(known))
        self._library.pairings(
            len(query.roles), ptr(query.roles), ptr(query.letters), ptr(query.near_at), ptr(query.near),
            ptr(query.value), ptr(query.same), *texts_at(query.latin), ptr(names), len(names), at, kind,
            words, first_letter, *spellings, cut, least, ptr(partners), ptr(plain),
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
