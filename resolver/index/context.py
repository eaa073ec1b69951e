"""What an index knows of its entities beside their names, in few bytes, and how common each of it is in the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.index.layout import Arrays
from resolver.index.strings import offsets
from resolver.kernels import Offsets, places
from resolver.model import Context

_GENDERS = ("male", "female")
_LETTERS = 26
_COUNTRIES = _LETTERS * _LETTERS


def context_arrays(contexts: Sequence[Context]) -> dict[str, NDArray[Any]]:
    """The arrays of the contexts of all entities, in their order."""
    return {
        "context_country_at": _starts([context.countries for context in contexts]),
        "context_country": np.array([_number(code) for one in contexts for code in one.countries], np.uint16),
        "context_birth_at": _starts([context.birth_dates for context in contexts]),
        "context_birth": np.array([_packed(day) for one in contexts for day in one.birth_dates], np.int32),
        "context_gender": np.array([sum(1 << _GENDERS.index(g) for g in one.genders) for one in contexts], np.uint8),
    }


class EntityContexts:
    """The contexts of an index, and the shares of the entities that agree on something by chance."""

    def __init__(self, arrays: Arrays) -> None:
        self._gender = arrays["context_gender"]
        ends = len(self._gender) + 1
        self._country_at, self._country = Offsets(arrays["context_country_at"], ends), arrays["context_country"]
        self._birth_at, self._birth = Offsets(arrays["context_birth_at"], ends), arrays["context_birth"]

    def __getitem__(self, entity: int) -> Context:
        """What is known of an entity, by its number."""
        countries = self._country[self._country_at[entity] : self._country_at[entity + 1]].tolist()
        births = self._birth[self._birth_at[entity] : self._birth_at[entity + 1]].tolist()
        genders = int(self._gender[entity])
        return Context(
            tuple(map(_code, countries)),
            tuple(map(_date, births)),
            tuple(sorted(word for at, word in enumerate(_GENDERS) if genders >> at & 1)),
        )

    def share_of_countries(self, codes: Iterable[str]) -> float:
        """The share, in [0, 1], of the entities of known country that belong to one of these; each country counts as
        if one entity more belonged to it, so that none is impossible."""
        found = sum(int(self._country_counts[_number(code)]) + 1 for code in codes)
        return min(1.0, found / (self._of_known_country + _LETTERS))

    def share_of_years(self, first: int, last: int) -> float:
        """The share, in [0, 1], of the dates of birth that lie in these years, both included; each year counts as if
        it had one more."""
        found = sum(self._year_counts.get(year, 0) + 1 for year in range(first, last + 1))
        return min(1.0, found / (len(self._birth) + 100))

    def share_of_genders(self, genders: Iterable[str]) -> float:
        """The share, in [0, 1], of the entities of known gender that have one of these."""
        wanted = sum(1 << _GENDERS.index(gender) for gender in set(genders))
        counts = self._gender_counts
        return (sum(count for bits, count in enumerate(counts) if bits & wanted) + 1) / (sum(counts[1:]) + 2)

    @cached_property
    def _of_known_country(self) -> int:
        return int(np.count_nonzero(np.diff(np.asarray(self._country_at))))

    @cached_property
    def _gender_counts(self) -> list[int]:
        """How many entities have each set of genders, by its bits."""
        counts: list[int] = np.bincount(self._gender, minlength=1 << len(_GENDERS)).tolist()
        return counts

    @cached_property
    def _country_counts(self) -> NDArray[np.int64]:
        return np.bincount(self._country, minlength=_COUNTRIES)

    @cached_property
    def _year_counts(self) -> dict[int, int]:
        years, counts = np.unique(self._birth // 10_000, return_counts=True)
        return dict(zip(years.tolist(), counts.tolist(), strict=True))


def _starts(values: Sequence[Sequence[str]]) -> NDArray[Any]:
    return offsets(places(map(len, values)))


def _number(code: str) -> int:
    """Two letters as a number below 676."""
    return (ord(code[0]) - ord("A")) * _LETTERS + ord(code[1]) - ord("A")


def _code(number: int) -> str:
    return chr(ord("A") + number // _LETTERS) + chr(ord("A") + number % _LETTERS)


def _packed(day: str) -> int:
    """A date as a number of eight digits, in which 00 stands for what is not known."""
    return int(day.replace("-", "").ljust(8, "0"))


def _date(packed: int) -> str:
    year, month, day = packed // 10_000, packed // 100 % 100, packed % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
