"""A name on its way to other spellings: its words, and what they tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import dropwhile

from resolver.names.parse import parse
from resolver.names.token import BESIDE_PERSONS, Token
from resolver.text import clean, fold, script_of
from resolver.variants import korean, palladius
from resolver.variants.arabic import IN_ARABIC_LETTERS, articled
from resolver.variants.ended import ENDED, ended
from resolver.variants.given import among, forms_of
from resolver.variants.home import regions_of
from resolver.variants.letters import Spellings
from resolver.variants.rates import Rates
from resolver.variants.titles import Title, title_of
from resolver.variants.words import Word, languages_of

_CAPITALS = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_HOMES = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "kk"), ("east", "south")), "el": ("greek",), "hy": ("armenian",),
    "ka": ("georgian",), "he": ("hebrew",), "ar": ("arabic", "persian"), "fa": ("arabic", "persian"),
}  # fmt: skip
"""Languages that have their own forms of the given names of some regions; of others they write what they hear."""
_CHINESE = 0.25
"""How likely a name in pinyin must be Chinese to be taken for it."""
_MOST_WORDS = 6
_HUNGARIAN_LETTERS = frozenset("áéíóöőúüű")
_MARKED = 3.0
"""How much oftener a name with such letters, and no others that are marked, is Hungarian."""
_WEST, _ENGLISH = "west", "en"
_ENGLISH_SHARE = 0.4
"""How many of the names of the west are English."""
_TITLE = "title"
_REIGNING = 0.85
"""How far monarchs and popes have the form of their name that a language has, if it has one."""
_FULL = 2
_AL = "ال"
_DOTS = re.compile(r"[·・\s]+")
_HYPHENED = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor", "Hebr", "Deva", "Beng"})
_ARTICLE = re.compile(r"(?<!\w)ال(?!له\b)(?=\w{3})")
"""The article of Arabic, which is written together with the word behind it, but for the one of Allah."""


@dataclass(frozen=True)
class Source:
    """`langs` are those that it may be written in, most likely first; `regions` how likely it is at home in each;
    `title` the one that stands with a single name."""

    words: tuple[Word, ...]
    script: str
    langs: tuple[str, ...]
    regions: Mapping[str, float]
    title: Title | None = None

    @classmethod
    def of(cls, name: str, lang: str | None, home: str = "") -> Source | None:
        """The words of a name, None if there is none; `lang` is the language that it is written in, `home` the region
        that it is from, if known."""
        tokens = [token for token in parse(clean(name)).tokens if any(map(str.isalpha, token.text))]
        found = title_of(tokens)
        title, tokens = (found[0], [found[1]]) if found else (None, list(_untitled(tokens))[:_MOST_WORDS])
        if not tokens:
            return None
        text = "".join(token.text for token in tokens)
        script = script_of(text)
        if script == "Hani":
            # a foreign name, which has no surname of one character
            tokens = [Token(part, fold(part)) for part in _DOTS.split(clean(name)) if part]
        langs = languages_of(text, lang if script != "Latn" else None)
        has_given = title is not None or len(tokens) > 1
        before = ["", *(token.text for token in tokens)]
        words = tuple(Word(token, script, langs, at == 0 and has_given, before[at]) for at, token in enumerate(tokens))
        if script == "Hang" and not home and korean.is_native([token.text for token in tokens]):
            home = "korean"
        regions = {home: 1.0} if home else regions_of(words, script, langs)
        pinyin = script == "Latn" and regions.get("chinese", 0.0) > _CHINESE
        if pinyin and all(palladius.russian(word.token.text.lower()) for word in words):
            words = tuple(replace(word, chinese=True) for word in words)
        words = tuple(replace(word, regions=regions) for word in words)
        return cls(words, script, langs, regions, title)

    @classmethod
    def all_of(cls, name: str, lang: str | None, home: str = "") -> tuple[Source, ...]:
        """The ways to read a name: an Arabic one with articles as words of their own, and without them."""
        plain = cls.of(name, lang, home)
        if plain is None or plain.title:
            return (plain,) if plain else ()
        texts = dict.fromkeys(_ARTICLE.sub(instead, name) for instead in (f"{_AL} ", ""))
        found = (cls.of(text, lang, home) for text in texts)
        return tuple(source for source in found if source is not None)

    @property
    def is_monarch(self) -> bool:
        """Whether a numeral or title tells of a monarch or pope, whose given name each language has in its own form."""
        return any(word.is_numeral for word in self.words) or bool(self.title and self.title.reigns)

    @property
    def hungarian(self) -> float:
        """How likely the name is a Hungarian one with the given name first, as its given name and the marks on its
        letters tell."""
        if self.script not in ("Latn", "Cyrl") or len(self.words) != _FULL or not self.words[0].latin:
            return 0.0
        latin = self.words[0].latin
        share = among(fold(max(latin, key=latin.__getitem__)), "hu")
        marks = {char for word in self.words for char in word.token.text.lower() if not char.isascii()}
        told = self.script == "Latn" and bool(marks) and marks <= _HUNGARIAN_LETTERS
        return min(1.0, share * _MARKED) if told else share

    @cached_property
    def tongues(self) -> Mapping[str, float]:
        """The regions, English names of the west apart: as the given name tells."""
        west = self.regions.get(_WEST, 0.0)
        latin = max(self.words[0].latin.items(), key=lambda one: (one[1], one[0]), default=("", 0.0))[0]
        share = among(fold(latin), _ENGLISH) if self.words[0].is_given else _ENGLISH_SHARE
        return {**self.regions, _WEST: west * (1.0 - share), "english": west * share}

    def at_home_in(self, regions: Iterable[str]) -> float:
        """How likely the name is from one of these regions."""
        return sum(self.regions.get(region, 0.0) for region in regions)

    def spelled(self, lang: str, rates: Rates) -> list[Spellings]:
        """Each word as a language spells it."""
        adapted = 1.0 if self.is_monarch else self.at_home_in(_HOMES.get(lang, ()))
        least = _REIGNING if self.is_monarch else 0.0
        found = [word.spelled(lang, rates, adapted, least) for word in self.words]
        if lang in IN_ARABIC_LETTERS and self.script != "Arab":
            latin = [fold(max(word.latin, key=word.latin.__getitem__, default="")) for word in self.words]
            return articled(found, latin, [forms_of(word.heads, lang, "Arab") for word in self.words])
        return ended(found, self.words, lang) if lang in ENDED else found

    def text(self, words: Sequence[str], script: str, gap: str = " ") -> str:
        """The words as one text, `gap` between them, but a hyphen behind an Arabic article in most scripts."""
        text = ""
        for word, of in zip(self.titled(words, script), self.words, strict=True):
            hyphen = of.token.text == _AL and script in _HYPHENED
            text += word.removesuffix("-") + ("-" if hyphen else gap)
        return text.removesuffix(gap)

    def titled(self, words: Sequence[str], script: str) -> Iterator[str]:
        """The words, one for each of the name, with capital letters in the scripts that begin names so."""
        for word, of in zip(words, self.words, strict=True):
            small = of.token.role == "particle" and not of.token.text[:1].isupper()
            if of.is_numeral:
                yield of.token.text
            else:
                capital = script in _CAPITALS and not small
                yield " ".join(part[:1].upper() + part[1:] for part in word.split(" ")) if capital else word


def _untitled(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without the titles before them, which each language has a word of its own for; but what is one name
    beside its title is known with it (Sheikh Hasina)."""
    named = [token for token in tokens if token.role not in BESIDE_PERSONS]
    return iter(tokens) if len(named) < _FULL else dropwhile(lambda token: token.role == _TITLE, tokens)
