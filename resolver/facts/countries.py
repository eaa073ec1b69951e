"""Countries by code, name or Wikidata id -> ISO 3166-1 alpha-2 codes; one that is no more stands for its successors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from resolver.text import fold

_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_NOT_KNOWN = frozenset({"", "?", "-", "--", "n/a", "n.a.", "nan", "nil", "none", "null", "unknown", "not known"})
_SUBDIVISION = re.compile(r"([A-Za-z]{2})-[A-Za-z0-9]{1,3}")


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in files("resolver.facts").joinpath("data", "countries.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            key, _, codes = line.partition("\t")
            found[key] = tuple(codes.split())
    return MappingProxyType(found)


def country_names() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every name and code of a country (see `key_of`), with the codes that it stands for."""
    yield from _table().items()


def key_of(text: str) -> str:
    """The text as countries are looked up: its folded letters and digits."""
    return "".join(filter(str.isalnum, fold(text)))


def says_nothing(text: str) -> bool:
    """Whether a text stands in the place of something that is not known: "n/a", which is not Namibia (NA)."""
    return text.strip().casefold() in _NOT_KNOWN


@lru_cache(maxsize=1 << 10)
def countries_of(text: str) -> tuple[str, ...]:
    """The codes of what a text names; none where it names no country. "Korea, North" and "Iran (Islamic Republic of)"
    are read too, and of a subdivision ("gb-sct") its country."""
    if says_nothing(text):
        return ()
    table = _table()
    return next((table[key] for key in map(key_of, _forms(text)) if key in table), ())


def _forms(text: str) -> Iterator[str]:
    yield text
    plain = _IN_BRACKETS.sub("", text)
    yield plain
    last, comma, first = plain.partition(",")
    if comma:
        yield f"{first} {last}"
    if part := _SUBDIVISION.fullmatch(text.strip()):
        yield part[1]
