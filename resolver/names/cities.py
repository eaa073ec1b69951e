"""Large cities, over languages. Data: cities.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from resolver.text import fold

_NONE: frozenset[str] = frozenset()


def cities(key: str) -> frozenset[str]:
    """The large cities that a folded word is the name of, each by what it is mostly called; mostly empty."""
    return _cities().get(key, _NONE)


@cache
def _cities() -> Mapping[str, frozenset[str]]:
    text = files("resolver.names").joinpath("data", "cities.tsv").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        city, *others = line.split(" ")
        for name in () if city == "#" else (city, *others):
            found.setdefault(fold(name), set()).add(city)
    return {key: frozenset(some) for key, some in found.items()}
