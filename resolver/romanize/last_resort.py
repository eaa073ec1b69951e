"""The romaniser of last resort, for scripts without a table, behind one function.

Unidecode does the work where it is installed; it is GPL-2.0-or-later. Who may not ship it installs a package with an
entry point of the group `resolver.fallback` (a function from str to str), for example one that names
`anyascii:anyascii`; the first one found is used instead. With neither, letters keep only what Unicode decomposition
reduces to Latin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

ENTRY_POINT_GROUP = "resolver.fallback"

# Letters that Unidecode renders by a sign or against all usage (Ə -> @, ё -> io, ъ -> ").
_FIRST = str.maketrans(
    {"Ə": "A", "ə": "a", "Ё": "Yo", "ё": "yo", "ъ": "", "Ъ": "", "ь": "", "Ь": "", "ʼ": "'", "·": "", "・": " "}
)


def fallback(text: str) -> str:
    """The text in basic Latin letters as well as can be done without knowing its language; may be empty."""
    return " ".join(_romaniser()(text.translate(_FIRST)).split())


@cache
def _romaniser() -> Callable[[str], str]:
    for found in entry_points(group=ENTRY_POINT_GROUP):
        chosen: Callable[[str], str] = found.load()
        return chosen
    try:
        unidecode: Callable[[str], str] = import_module("unidecode").unidecode
    except ImportError:
        return _decomposed
    return unidecode


def _decomposed(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if char.isascii())
