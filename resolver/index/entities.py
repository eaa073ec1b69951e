"""The rows of a list, brought together by entity, however long the list."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from typing import IO, Any

from resolver.model import NameRow

_HELD = 1 << 20
"""Rows that are sorted in memory; of a longer list, runs of so many wait on disk."""
_AT_ONCE = 1 << 10
_PROGRESS_EVERY = 1000
_FIELDS = NameRow.__slots__
_entity_of = itemgetter(0)

_Row = tuple[Any, ...]


def rows_by_entity(
    rows: Iterable[NameRow], progress: Callable[[int], None] = lambda _: None, held: int = _HELD
) -> Iterator[list[NameRow]]:
    """The distinct rows of each entity, entities by id, in an order that does not depend on that of the list.

    `progress` is called with the number of rows read since the last call, all before the first entity comes. At most
    `held` rows are in memory; temporary files hold the rest.
    """
    with tempfile.TemporaryFile() as file:
        runs: list[list[int]] = []
        some: list[_Row] = []
        for at, row in enumerate(rows, 1):
            some.append(tuple(getattr(row, field) for field in _FIELDS))
            if at % _PROGRESS_EVERY == 0:
                progress(_PROGRESS_EVERY)
            if len(some) == held:
                some.sort()
                runs.append(_written(some, file))
                some = []
        some.sort()
        for _, group in groupby(merge(*(_read(run, file) for run in runs), some), key=_entity_of):
            yield [NameRow(*row) for row, _ in groupby(group)]


def _written(rows: list[_Row], file: IO[bytes]) -> list[int]:
    """Writes rows; the places in the file at which each `_AT_ONCE` of them begin."""
    places = []
    for at in range(0, len(rows), _AT_ONCE):
        places.append(file.tell())
        pickle.dump(rows[at : at + _AT_ONCE], file, pickle.HIGHEST_PROTOCOL)
    return places


def _read(places: Iterable[int], file: IO[bytes]) -> Iterator[_Row]:
    def block(place: int) -> list[_Row]:
        file.seek(place)
        rows: list[_Row] = pickle.load(file)  # noqa: S301 - what this process wrote, in a file without a name
        return rows

    return chain.from_iterable(map(block, places))
