"""Surnames that have one form for men and another for women. Data: gender_forms.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from resolver.names.words import rows
from resolver.text import fold

_WIVES_AND_DAUGHTERS = ("iene", "aite", "yte", "ute", "iute")
_LEAST = 7


def gender_form(left: str, right: str) -> str:
    """How one folded token is the other's surname in the other gender ("-ov, feminine -ova (ru, bg)"); "" if it is
    not. Symmetric."""
    if left[:1] != right[:1]:  # no ending is a whole surname
        return ""
    return _rule(left, right) or _rule(right, left)


def women_of(key: str) -> frozenset[str]:
    """What is left of a folded token that tells, in Lithuanian, a wife (-ienė) or a daughter (-aitė, -ytė, -ūtė) of a
    surname. Of one surname, they are two women: a daughter who marries takes another name."""
    return frozenset(key.removesuffix(end) for end in _WIVES_AND_DAUGHTERS if key.endswith(end) and len(key) > _LEAST)


def feminine_forms(masculine: str) -> Iterator[str]:
    """What a folded token may be as a surname of women."""
    by_ending = _feminine_endings()
    for at in range(len(masculine) + 1):
        for feminine, least in by_ending.get(masculine[at:], ()):
            if at >= least:
                yield masculine[:at] + feminine


@cache
def _feminine_endings() -> dict[str, list[tuple[str, int]]]:
    """Masculine ending -> feminine ones, and the least letters before it."""
    found: dict[str, list[tuple[str, int]]] = {}
    for (masculine, feminine), (_, least) in _table()[0].items():
        found.setdefault(masculine, []).append((feminine, least))
    return found


def _rule(masculine: str, feminine: str) -> str:
    table, longest = _table()
    for length in range(min(longest, len(feminine)), -1, -1):
        stem = feminine[: len(feminine) - length]
        if not masculine.startswith(stem):
            continue
        found = table.get((masculine[len(stem) :], feminine[len(stem) :]))
        if found and len(stem) >= found[1]:
            return found[0]
    return ""


@cache
def _table() -> tuple[dict[tuple[str, str], tuple[str, int]], int]:
    """(masculine ending, feminine ending) -> (for people to read, least letters before it); the longest ending."""
    table = {}
    for langs, masculine, feminine, least in rows("gender_forms"):
        m, f = (fold(ending).removeprefix("-") for ending in (masculine, feminine))
        shown = f"-{m}" if m else "no ending"
        table[m, f] = (f"{shown}, feminine -{f} ({langs.replace(',', ', ')})", int(least))
    return table, max(len(f) for _, f in table)
