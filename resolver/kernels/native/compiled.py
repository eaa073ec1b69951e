"""The compiled library, and what it keeps for those who call it."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", int, float)

LIBRARY = Path(__file__).parent.with_name("_kernels" + {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so"))

_P, _N, _F, _D = ctypes.c_void_p, ctypes.c_int64, ctypes.c_float, ctypes.c_double

_SLOT = np.dtype([("of", "<i4"), ("group", "<i4"), ("best", "<f4"), ("total", "<f4")])
_SLOTS = 1 << 12
"""How a slot of `slots.h` looks, and how many there are at first."""

_LISTS = (_P, _N, _P)
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "nearest": (None, [_P, _N, _N, _P, _P, _N, _P, _P, _N, _N, *[_P] * 6]),
    "spelling_grams": (None, [*[_P] * 6, _N, _P, _P]),
    "most_alike": (
        _N,
        [_P, _N, *_LISTS, _N, _P, _N, _N, _P, _N, *[_P, _P, _N] * 2, _F, _N, _N, *[_P] * 3, _N, _P, _P],
    ),
    "bearers": (_D, [_P, _P, _N, *_LISTS, _P, _N, _P, _N]),
    "find": (_N, [_P, _P, _N, _N, _P, _N]),
    "listed": (_N, [*_LISTS, _N, _N, _P]),
    "pair_log_odds": (None, [_P, _P, _N, _P, _N, _N, _D, _P, _P]),
    "best_names": (_N, [*[_P] * 3, _N, *_LISTS, _P, _F, _F, _P, _N, _P, _N, _N, _P, _N, _P, _P]),
    "rough_log_odds": (
        None,
        [_N, *[_P] * 12, _N, _P, _N, *[_P] * 4, _N, *[_P] * 2, _N, _P, _D, _D, _P, _P],
    ),
    "pairings": (
        None,
        [_N, *[_P] * 11, _N, _P, _N, *[_P] * 3, _N, _P, _P, _N, *[_P] * 5, _N, *[_P] * 4, _D, _P, _D, _D, *[_P] * 5],
    ),
    "letter_scores": (None, [_N, _P, _P, _P, _P, _P, _P, _N, _N, _D, _P, _P, _P]),
    "letter_segments": (None, [_P, _P, _P, _N, _N, _P, _P]),
    "trigram_sums": (None, [_P, _P, _N, _N, _P, _P]),
    "likenesses": (None, [_P] * 9),
    "summed": (None, [_P, _P, _N, _P, _P, _N, _P]),
    "pooled": (None, [_P, _N, _P, _N, _P, _N, _P]),
    "add_layer": (None, [_P, _N, _P, _N, *[_P] * 6]),
    "dense": (None, [_P, _N, _N, _N, _P, _N, _P, _N, _P]),
}


class Library:
    """Raises OSError where the library is missing or can't be loaded."""

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

    def _with_slots(self, call: Callable[[int, int], Number]) -> Number:
        """What a function returns that is called with room for slots; it asks for more by a negative number."""
        slots = self._zeros("slots", _SLOTS, _SLOT)
        found = call(slots.ctypes.data, len(slots))
        if found < 0:
            slots = self._zeros("slots", -int(found), _SLOT)
            found = call(slots.ctypes.data, len(slots))
        return found
