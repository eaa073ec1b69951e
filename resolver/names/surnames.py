"""Surnames that are written in several forms. Data: surname_forms.tsv."""

from __future__ import annotations

from functools import cache

from resolver.names.words import rows
from resolver.text import fold


def surname_lines(key: str) -> frozenset[int]:
    """The lines of the data that have a folded token as a form of a surname: two tokens of one line are one surname."""
    return _lines().get(key, frozenset())


def surname_origin(line: int) -> str:
    """Where the forms of a line are from, for people to read."""
    return rows("surname_forms")[line][1]


_SON = 4
"""Letters of Mc and of what is hardly a name."""


@cache
def _lines() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, (forms, _) in enumerate(rows("surname_forms")):
        for form in forms.split(" "):
            found[fold(form)] = found.get(fold(form), frozenset()) | {number}
    return found


def are_sons_of_one(left: str, right: str) -> bool:
    """Whether two Scottish or Irish surnames differ by how "son" is written: McGregor, MacGregor."""
    short, full = sorted((left, right), key=len)
    return len(short) > _SON and short.startswith("mc") and full == f"mac{short[2:]}"
