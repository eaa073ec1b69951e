"""Surnames of one stem that end otherwise: Zakharov, Zakharchenko. Data: surname_endings.tsv."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from resolver.names.words import rows

_LEAST_STEM = 4
"""A stem of fewer letters may be anybody's."""
_LEAST_MADE_OF = 5
"""Nor is a shorter word one that a surname is made of for certain."""
_OF_CHILDREN = frozenset({"-enko", "-shvili", "-dze", "-zadeh", "-nejad", "-oglu", "-escu"})
"""Endings that nobody leaves out. Others are: Rahmon was Rahmonov, and what is Leningradskaya is of Leningrad."""
_ONE_SOUND = (
    (r"t?sch|t?ch|cz|cs|kh", "c"), (r"sh|sz", "s"), (r"zh|dj", "z"), (r"ou", "u"), (r"w", "v"), (r"i?[yj]|ie", "i"),
    (r"(.)\1", r"\1"),
)  # fmt: skip
"""Ways to write one sound in folded Latin letters, and what stands for all of them here."""


def other_ending(left: str, right: str) -> str:
    """The endings by which two folded tokens are two surnames of one stem ("-ov, -enko"); "" if they are not. In the
    order of the tokens."""
    mine, theirs = _cut(left), _cut(right)
    both = [(mine[stem], theirs[stem]) for stem in sorted(mine.keys() & theirs.keys())]
    return ", ".join(both[0]) if both and all(a != b for a, b in both) else ""


def without_ending(key: str) -> tuple[str, ...]:
    """The words that a folded token is made of by an ending that tells whose child one is: Fidanoğlu of Fidan,
    Banderenko of Bander or Bandera; () for nearly all words."""
    endings, longest = _endings()
    for at in range(max(_LEAST_MADE_OF, len(key) - longest), len(key) - 2):
        if endings.get(key[at:]) in _OF_CHILDREN:
            return (key[:at], *(f"{key[:at]}{vowel}" for vowel in "aoe"))
    return ()


def stems(key: str) -> frozenset[str]:
    """What a folded token may be the ending of a surname behind."""
    return frozenset(_cut(key))


def endings_of(key: str) -> frozenset[str]:
    """What the endings are called that a folded token may have, whatever stands before them."""
    endings, longest = _endings()
    found = (endings.get(key[at:]) for at in range(max(1, len(key) - longest), len(key)))
    return frozenset(ending for ending in found if ending)


@lru_cache(maxsize=1 << 11)
def _cut(key: str) -> dict[str, str]:
    """Stem, spelled in one way for all systems -> ending, in every way that a folded token may be cut."""
    endings, longest = _endings()
    cuts = range(max(_LEAST_STEM, len(key) - longest), len(key))
    return {_plain(key[:at]): endings[key[at:]] for at in cuts if key[at:] in endings}


def _plain(stem: str) -> str:
    for written, sound in _ONE_SOUND:
        stem = re.sub(written, sound, stem)
    return stem


@cache
def _endings() -> tuple[dict[str, str], int]:
    """Spelling -> what the ending is called; the length of the longest."""
    table = {spelled: ending for ending, spellings in rows("surname_endings") for spelled in spellings.split(" ")}
    return table, max(map(len, table))
