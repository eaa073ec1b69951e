"""The kernels in C, as the build of the package compiled them."""

from __future__ import annotations

import ctypes
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.plain import Doubles, Floats, Ints, Longs, NameTokens, RoughQuery

LIBRARY = Path(__file__).with_name("_kernels" + {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so"))

_P, _N, _F, _D = ctypes.c_void_p, ctypes.c_int64, ctypes.c_float, ctypes.c_double
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "dot_rows": (None, [_P, _P, _N, _N, _N, _P]),
    "shared_above": (_N, [_P, _N, _P, _P, _P, _F, _P, _P, _P]),
    "add_best": (_N, [_P, _P, _N, _P, _P, _P, _P, _P, _N]),
    "rough_log_odds": (None, [_N, *[_P] * 9, _N, *[_P] * 6, _D, _P]),
    "letter_scores": (None, [_N, _P, _P, _P, _P, _P, _P, _N, _N, _D, _P, _P, _P]),
}


class Native:
    """See `resolver.kernels.Kernels`. Raises OSError where the library is missing or can't be loaded."""

    def __init__(self) -> None:
        library = ctypes.CDLL(str(LIBRARY))
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        self._library = library
        self._kept = threading.local()

    def dot_rows(self, query: NDArray[np.int16], rows: NDArray[np.int8], spans: Longs) -> Ints:
        pairs = spans.tolist()
        out = np.empty(sum(end - start for start, end in pairs), np.int32)
        asked, table, at = _at(query), _at(rows), _at(out)
        for start, end in pairs:
            self._library.dot_rows(asked, table, start, end, rows.shape[1], at)
            at += 4 * (end - start)
        return out

    def shared_above(self, keys: Ints, starts: Longs, postings: Ints, sizes: Ints, least: float) -> tuple[Ints, Floats]:
        most = int((starts[keys + 1] - starts[keys]).sum())
        found, shares = np.empty(most, np.int32), np.empty(most, np.float32)
        counts = self._zeros("counts", len(sizes), np.uint16)
        n = self._library.shared_above(
            _at(keys), len(keys), _at(starts), _at(postings), _at(sizes), least, _at(counts), _at(found), _at(shares)
        )
        return found[:n], shares[:n]

    def best_totals(
        self, groups: list[tuple[Ints, Floats]], starts: Longs, postings: Ints, names: int
    ) -> tuple[Ints, Floats]:
        total, slot = self._zeros("total", names, np.float32), self._zeros("slot", names, np.float32)
        most = min(names, sum(int((starts[tokens + 1] - starts[tokens]).sum()) for tokens, _ in groups))
        met = np.empty(most, np.int32)
        n = 0
        for tokens, values in groups:
            n = self._library.add_best(
                _at(tokens), _at(values), len(tokens), _at(starts), _at(postings), _at(slot), _at(total), _at(met), n
            )
        met = met[:n]
        totals = total[met]
        total[met] = 0.0
        return met, totals

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

    def rough_log_odds(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float
    ) -> Doubles:
        out = np.empty(len(names))
        self._library.rough_log_odds(
            len(query.roles), _at(query.roles), _at(query.letters), _at(query.near_at), _at(query.near),
            _at(query.value), _at(query.weight), _at(query.same), _at(query.left_over), _at(names), len(names),
            _at(known.at), _at(known.tokens), _at(known.roles), _at(known.rarity), _at(known.first_letter),
            _at(weights), cut, _at(out),
        )  # fmt: skip
        return out

    def _zeros(self, name: str, size: int, dtype: Any) -> NDArray[Any]:
        """An array of noughts that each thread keeps; whoever uses it leaves it as it was."""
        kept: NDArray[Any] | None = getattr(self._kept, name, None)
        if kept is None or len(kept) < size:
            kept = np.zeros(size, dtype)
            setattr(self._kept, name, kept)
        return kept


def _at(array: NDArray[Any]) -> int:
    """Where the numbers of an array lie; they must lie behind one another."""
    return array.ctypes.data
