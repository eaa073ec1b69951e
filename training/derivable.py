"""Which of the names listed for somebody are spellings of another: what orders are learned from and measured by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import permutations

from rapidfuzz.distance import Levenshtein

from resolver.model import NameRow
from resolver.names import given_names
from resolver.romanize import romanize, systems
from resolver.text import fold, script_of, split_tokens

LIKE = 1 / 3
MOST_WORDS = 5


def by_table(asked: str, listed: str, rows: Sequence[NameRow]) -> bool:
    """Whether a listed name has the same words as the one asked for, under some romanisation system, in either
    direction, or as another form of a given name; or there is a listed name (of `rows`) of which both are such."""
    if paired(asked, listed, related):
        return True
    between = (row.name for row in rows if script_of(row.name) not in ("Latn", script_of(asked)))
    return script_of(asked) == script_of(listed) == "Latn" and any(
        paired(asked, name, related) and paired(name, listed, related) for name in between
    )


def same_words(asked: str, listed: str) -> bool:
    """Whether two names have as many words, each of which is read much like one of the others'."""
    return paired(asked, listed, alike)


def paired(left: str, right: str, same: Callable[[str, str], bool]) -> bool:
    """Whether the words of two names are the same, one by one, in some order."""
    ours, theirs = split_tokens(left.replace("・", " ")), split_tokens(right.replace("・", " ").replace("·", " "))
    if len(ours) != len(theirs) or len(ours) > MOST_WORDS:
        return False
    return any(all(same(a, b) for a, b in zip(ours, some, strict=True)) for some in permutations(theirs))


@cache
def related(left: str, right: str) -> bool:
    """Whether two words are one, by some romanisation system or as given names."""
    return bool(spellings(left) & spellings(right)) or bool(given_names(fold(left)) & given_names(fold(right)))


@cache
def alike(left: str, right: str) -> bool:
    """Whether two words are read much alike."""
    return any(Levenshtein.normalized_distance(a, b) <= LIKE for a in spellings(left) for b in spellings(right))


@cache
def spellings(word: str) -> frozenset[str]:
    """The folded Latin spellings of a word under every system of its script."""
    script = script_of(word)
    if script == "Latn":
        return frozenset([fold(word)])
    romanised = (fold(romanize(word, system.id)) for system in systems(script=script))
    return frozenset("".join(filter(str.isalnum, text)) for text in romanised)
