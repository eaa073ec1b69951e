"""How Russian writes names that it hears: what depends on the language they are from, and what Russian leaves open."""

from __future__ import annotations

import re
from collections import defaultdict

from resolver.variants import korean
from resolver.variants.letters import Spellings

_YO = re.compile("(?<=[жчшщ])е(?=ва?$)")


def as_one(word: str) -> str:
    """A word in English letters as the model of Russian names has it: four letters that stand for one are one."""
    return word.replace("shch", "щ")


def hushed(words: Spellings, latin: Spellings, japanese: float) -> dict[str, float]:
    """Russian spellings of a name in Latin letters, in which shi is си only if the name is a Japanese one."""
    times = max(latin, key=latin.__getitem__, default="").count("shi")
    found: defaultdict[str, float] = defaultdict(float)
    for word, share in words.items():
        told = times and word.count("си") == times and "ши" not in word
        found[word] += share * (japanese if told else 1.0)
        found[word.replace("си", "ши")] += share * (1.0 - japanese if told else 0.0)
    return found


def after_kontsevich(latin: str, is_surname: bool) -> dict[str, float]:
    """A Korean syllable in Latin letters in Russian; given names stand behind a surname, mostly a vowel."""
    share = {text: korean.bearers(text) if is_surname else 1.0 for text in korean.written_so(latin)}
    whole = sum(share.values())
    found: defaultdict[str, float] = defaultdict(float)
    for text, times in share.items():
        found[korean.russian(text, "" if is_surname else "이")] += times / whole if whole else 0.0
    return found if whole else {}


def with_yo(words: Spellings) -> Spellings:
    """Russian spellings, and the same with the ё that is mostly written е: Хрущев, Хрущёв."""
    found: defaultdict[str, float] = defaultdict(float)
    for word, share in words.items():
        yo = _YO.sub("ё", word)
        found[word] += share if yo == word else share / 2
        if yo != word:
            found[yo] += share / 2
    return found
