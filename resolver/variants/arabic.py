"""Words in Arabic letters as Arabic, Persian and Urdu each write them: the same word in letters of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from resolver.variants.letters import Spellings
from resolver.variants.mixing import mixed

_PERSIAN = str.maketrans("يىكأإة", "ییکااه")
_LETTERS = {
    "ar": str.maketrans("یکہھےگپچژٹڈڑ", "يكههيكبجزتدر"),
    "fa": {**_PERSIAN, **str.maketrans("ہھےٹڈڑ", "ههیتدر")},
    "ur": {**_PERSIAN, **str.maketrans("ةه", "ہہ")},
}
_GIVEN = 0.8
"""How far a name of God is written as the given name is."""
READ = {
    "بن": {"bin": 0.7, "ben": 0.3},
    "ابن": {"ibn": 1.0},
    "أبو": {"abu": 1.0},
    "ابو": {"abu": 1.0},
    "أم": {"umm": 1.0},
}
"""Little words as Latin letters mostly have them."""
IN_ARABIC_LETTERS = frozenset(_LETTERS)

_ARTICLE, _ARTICLES = "ال", frozenset({"al", "el", "ul", "ur"})
_SERVANT, _SERVANTS = "عبد", frozenset({"abd", "abdul", "abdel", "abdal", "abdur", "abdus", "abdoul"})
"""What stands before one of the names of God, as Latin spellings have it."""


def written_in(word: str, lang: str) -> str:
    """A word in Arabic letters in those of a language of `IN_ARABIC_LETTERS`."""
    return word.translate(_LETTERS[lang])


def articled(found: Sequence[Spellings], latin: Sequence[str], given: Sequence[Spellings]) -> list[Spellings]:
    """The spellings of the words of a name in such a language, with articles as they are written: Abdul Aziz al-Saleh
    is عبد العزيز الصالح. `latin` are the words in plain Latin letters, `given` what they are spelled like as given
    names, if they are such."""
    some = [{_ARTICLE: 1.0} if word in _ARTICLES else way for way, word in zip(found, latin, strict=True)]
    for at, (word, behind) in enumerate(pairwise(latin)):
        if word in _SERVANTS:
            some[at] = {_SERVANT: 1.0}
            if behind not in _ARTICLES:
                way = mixed(found[at + 1], given[at + 1], _GIVEN) if given[at + 1] else found[at + 1]
                some[at + 1] = {_ARTICLE + text.removeprefix(_ARTICLE): odds for text, odds in way.items()}
    return some
