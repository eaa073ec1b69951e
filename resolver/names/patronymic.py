"""Names made of the father's name. Data: patronymics.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from resolver.names.given import forms
from resolver.names.words import rows
from resolver.text import fold

_LEAST_STEM = 2
_SURNAMES_IN = frozenset({"sr", "hr", "sl"})
"""Languages in which what is made of the father's name is a surname: Milošević."""


@dataclass(frozen=True, slots=True)
class Patronymic:
    """A token read as a patronymic: the stem of the father's name, "m" or "f" for son or daughter, and the given names
    (heads, see `given_names`) that the father may bear; none if his name is unknown."""

    stem: str
    gender: str
    fathers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Rule:
    ending: str
    gender: str
    fathers: tuple[str, ...]
    surnames: tuple[str, ...]
    sure: bool
    middle: bool
    whole: bool


@lru_cache(maxsize=1 << 11)
def patronymic(key: str, middle: bool = False) -> Patronymic | None:
    """The father that a folded token tells of: Ivanovich, Ivanauna, Illich, Nursultanuly. None if it ends otherwise.
    Surnames of the same shape (Abramovich) are read as well; the place in the name tells them apart. In the `middle` of
    three names Ivanov tells of a father too."""
    found = _read(key, middle)
    return found[1] if found else None


def surnames_of(key: str) -> frozenset[str]:
    """The surnames of the same stem as a patronymic: ivanov and ivanova for ivanovich."""
    found = _read(key)
    if not found:
        return frozenset()
    rule = found[0]
    stem = key[: len(key) - len(rule.ending)]
    return frozenset(stem + ending for ending in rule.surnames)


def _read(key: str, middle: bool = False) -> tuple[_Rule, Patronymic] | None:
    table, lengths = _table()
    for length in lengths:
        for rule in table.get(key[-length:], ()) if length <= len(key) else ():
            stem = key[: len(key) - length]
            if rule.middle > middle or rule.whole != (not stem) or (stem and len(stem) < _LEAST_STEM):
                continue
            fathers = frozenset[str]().union(*(_fathers(stem + ending) for ending in rule.fathers))
            if fathers or rule.sure:
                return rule, Patronymic(stem or rule.fathers[0], rule.gender, fathers)
    return None


def _fathers(key: str) -> frozenset[str]:
    """The given names that a folded token may be a form of, where people are called after their fathers."""
    return frozenset([form.head for form in forms(key) if form.lang not in _SURNAMES_IN])


@cache
def _table() -> tuple[dict[str, list[_Rule]], tuple[int, ...]]:
    """Ending -> rules; the lengths of endings, longest first. An ending whose father's name begins as it does is a
    whole patronymic (pavlovich from pavel)."""
    table: dict[str, list[_Rule]] = {}
    for _, gender, ending, fathers, surnames, sure in rows("patronymics"):
        own = tuple(fold(part).removeprefix("-") for part in fathers.split(","))
        same = tuple(fold(part) for part in surnames.split(",") if part != "-")
        whole = bool(own[0]) and own[0][0] == fold(ending)[0]
        table.setdefault(fold(ending), []).append(
            _Rule(fold(ending), gender, own, same, sure == "sure", sure == "middle", whole)
        )
    return table, tuple(sorted({len(ending) for ending in table}, reverse=True))
