"""From a name to its plausible spellings elsewhere, ranked."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from resolver.model import Variant
from resolver.names.parse import parse
from resolver.romanize import System, romanize, systems
from resolver.text import clean, fold, script_of
from resolver.variants.letters import letters, spelled_apart
from resolver.variants.origin import Origins
from resolver.variants.rates import Rates
from resolver.variants.words import READ_BACK, SCRIPTS, Spellings, Word, languages_of, latin_languages, mixed

PIVOTS = ("ru", "uk", "be", "bg", "sr", "kk", "el", "hy", "ka")
"""Languages whose spelling leads on to Latin spellings: those of an alphabet that is read letter by letter."""
_EAST = PIVOTS[:3]
_CAPITALS = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_READ_FROM = ("east", "south", "greek", "georgian", "armenian", "turkic", "arabic", "persian", "hebrew")
"""Regions whose names come into Latin letters anew in each language; those of others are taken over as they are."""
_RESPELLING = frozenset({"lt", "lv", "sr", "az"})
"""Languages that respell all names, even of Latin letters."""
_HOMES = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "kk"), ("east", "south")), "el": ("greek",), "hy": ("armenian",),
    "ka": ("georgian",), "he": ("hebrew",), "ar": ("arabic", "persian"), "fa": ("arabic", "persian"),
}  # fmt: skip
"""Languages that have their own forms of the given names of some regions; of others they write what they hear."""
_JOINED = {"zh": "·", "ja": "・"}
"""What stands between the words of a foreign name."""
_UNJOINED = {"zh": "chinese", "ko": "korean"}
"""Languages that write names of their own region without gaps."""
_PER_WORD = 6
_MOST_WORDS = 6
_MOST_WAYS = 2_000
_PER_LANGUAGE = 16
_PER_PIVOT = 5
_AGAIN = 0.95
_LEAST_READ = 0.2
_LEAST_WORTH = 0.002
"""Spellings less often in use than this are left out."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A spelling, the way in which it was derived, its probability among all of that way."""

    variant: Variant
    way: str
    odds: float


def derived(name: str, lang: str | None = None) -> Iterator[Variant]:
    """The plausible spellings of a name, those most often in use first, each but once (case and diacritics aside) and
    never the name itself.

    `lang` (ISO 639) is that of a name in another script than Latin. Nothing comes of a name without letters.
    """
    rates = Rates.shipped()
    source = Source.of(name, lang)
    if source is None:
        return
    ranked: dict[str, tuple[float, Variant]] = {}
    for found in source.derived(rates):
        worth = rates.of(source.script, found.way, found.odds, source.regions)
        key = key_of(found.variant.text)
        if worth >= _LEAST_WORTH and (key not in ranked or worth > ranked[key][0]):
            ranked[key] = worth, found.variant
    ranked.pop(key_of(name), None)
    yield from spread(sorted(ranked.values(), key=lambda one: -one[0]))


def spread(ranked: Iterable[tuple[float, Variant]]) -> Iterator[Variant]:
    """Spellings with their worth, best first, so that those for other readers come sooner: each further spelling in one
    language and script counts a little less."""
    before: Counter[tuple[str, str]] = Counter()
    found = []
    for worth, variant in ranked:
        readers = variant.script, variant.lang
        found.append((worth * _AGAIN ** before[readers], variant))
        before[readers] += 1
    yield from (variant for _, variant in sorted(found, key=lambda one: -one[0]))


def key_of(text: str) -> str:
    """A spelling as it is compared: folded, letters and digits alone."""
    return "".join(filter(str.isalnum, fold(text)))


@dataclass(frozen=True)
class Source:
    """A name on its way to other spellings."""

    words: tuple[Word, ...]
    script: str
    langs: tuple[str, ...]
    regions: Mapping[str, float]

    @classmethod
    def of(cls, name: str, lang: str | None) -> Source | None:
        """The words of a name, None if there is none; `lang` is the language that it is written in, if known."""
        tokens = [token for token in parse(clean(name)).tokens if any(map(str.isalpha, token.text))][:_MOST_WORDS]
        if not tokens:
            return None
        text = "".join(token.text for token in tokens)
        script = script_of(text)
        langs = languages_of(text, lang if script != "Latn" else None)
        words = tuple(Word(token, script, langs, at == 0 < len(tokens) - 1) for at, token in enumerate(tokens))
        return cls(words, script, langs, Origins.shipped().of(_telling(words)))

    def derived(self, rates: Rates) -> Iterator[Derived]:
        """The spellings of all ways that are worth it."""
        for lang in SCRIPTS:
            if self._is_worth(lang, rates):
                yield from self._spelled(lang, rates)
        for lang in self._pivots():
            if any(self._is_worth(f"{lang}>{system.id}", rates) for system in systems(lang)):
                yield from self._onward(lang, rates)
        if any(word.is_numeral for word in self.words):
            yield from self._as_monarch()
        if self.script != "Latn":
            for at, lang in enumerate(self.langs):
                if at == 0 or self.script == "Cyrl":
                    written = [word.token.text for word in self.words]
                    yield from self._romanised([(tuple(written), 1.0)], lang, "" if at == 0 else "~", rates)
        yield from self._back(rates)

    def _pivots(self) -> tuple[str, ...]:
        """The languages that lead on to Latin spellings: all for a Latin name, the East Slavic ones for a Cyrillic one,
        which may be known in each; only Russian, which tells how a name is spoken, where letters leave that open."""
        if self.script == "Latn":
            return PIVOTS
        if self.script == "Cyrl":
            return tuple(lang for lang in _EAST if lang not in self.langs[:1])
        return () if self.script in {SCRIPTS[lang] for lang in PIVOTS} else PIVOTS[:1]

    def _adapted(self, regions: Iterable[str]) -> float:
        """How likely a given name from these regions has another form elsewhere; that of a monarch or pope always."""
        if any(word.is_numeral for word in self.words):
            return 1.0
        return sum(self.regions.get(region, 0.0) for region in regions)

    def _words_in(self, lang: str, rates: Rates) -> list[Spellings]:
        """Each word as a language spells it."""
        return [word.spelled(lang, rates, self._adapted(_HOMES.get(lang, ()))) for word in self.words]

    def _is_worth(self, way: str, rates: Rates) -> bool:
        return rates.worth(self.script, way, self.regions) >= _LEAST_WORTH

    def _spelled(self, lang: str, rates: Rates) -> Iterator[Derived]:
        """The name in the script of a language."""
        if self.script == SCRIPTS[lang] and lang in self.langs[:1]:
            return
        ways = self._words_in(lang, rates)
        script = SCRIPTS[lang]
        for words, odds in likeliest(ways, _PER_LANGUAGE):
            text = self._joined(words, lang, script)
            yield Derived(Variant(text, script, lang, "learned", "", _learned(lang)), lang, odds)

    def _joined(self, words: Sequence[str], lang: str, script: str) -> str:
        home = self.regions.get(_UNJOINED.get(lang, ""), 0.0) > 0.5 and sum(map(len, words)) <= 4
        gap = "" if home else _JOINED.get(lang, " ")
        text = gap.join(self._titled(words, script))
        return text.replace(" ال ", " ال").removeprefix("ال ") if script == "Arab" else text

    def _titled(self, words: Sequence[str], script: str) -> Iterator[str]:
        """The words with capital letters, in the scripts that begin names so."""
        for word, of in zip(words, self.words, strict=True):
            small = of.token.role == "particle" and not of.token.text[:1].isupper()
            if of.is_numeral:
                yield of.token.text
            else:
                yield word[:1].upper() + word[1:] if script in _CAPITALS and not small else word

    def _onward(self, lang: str, rates: Rates) -> Iterator[Derived]:
        """Other Latin spellings of a Latin name, by way of the spelling that it may stand for."""
        ways = self._words_in(lang, rates)
        yield from self._romanised(likeliest(ways, _PER_PIVOT), lang, f"{lang}>", rates)

    def _romanised(
        self, natives: Iterable[tuple[tuple[str, ...], float]], lang: str, mark: str, rates: Rates
    ) -> Iterator[Derived]:
        """Spellings in a language's own script under its systems, and with the given name as the readers have it."""
        read_anew = self.script != "Latn" or self._adapted(_READ_FROM) >= _LEAST_READ
        for native, odds in natives:
            for system in systems(lang):
                way = mark + system.id
                if not self._is_worth(way, rates) and not self._is_worth(f"{way}+", rates):
                    continue
                written = tuple(
                    of.token.text if self.script == "Latn" and of.token.role == "particle"
                    else romanize(word.lower(), system.id)
                    for word, of in zip(native, self.words, strict=True)
                )  # fmt: skip
                if not all(map(_is_latin, written)):
                    continue
                readers = readers_of(system)
                if not read_anew and readers not in _RESPELLING:
                    continue
                label = f"{lang}, {system.title}"
                text = " ".join(self._titled(written, "Latn"))
                yield Derived(Variant(text, "Latn", readers, "romanised", system.id, label), way, odds)
                for given, share in self.words[0].given_in(readers, "Latn").items():
                    text = " ".join(self._titled((given, *written[1:]), "Latn"))
                    yield Derived(
                        Variant(text, "Latn", readers, "romanised", system.id, label), f"{way}+", odds * share
                    )

    def _as_monarch(self) -> Iterator[Derived]:
        """The name of a monarch or pope, whose given name each language has in its own form."""
        numerals = [word.token.text for word in self.words[1:]]
        for lang in latin_languages():
            for given, odds in self.words[0].given_in(lang, "Latn").items():
                text = " ".join(self._titled((given, *numerals), "Latn"))
                yield Derived(
                    Variant(text, "Latn", lang, "learned", "", f"{lang}, form of the given name"), f"={lang}", odds
                )

    def _back(self, rates: Rates) -> Iterator[Derived]:
        """The name as those who write Latin letters mostly spell what is spelled so: by way of each language whose
        letters say little of how a name is read."""
        for lang in SCRIPTS:
            model = letters(lang)
            way = f"<{lang}"
            if model is None or not self._is_worth(way, rates):
                continue
            if self.script != "Latn" and lang not in (*self.langs[:1], *READ_BACK.get(self.script, ())[:1]):
                continue
            ways: list[Spellings] = []
            written = [{word.token.text.lower(): 1.0} for word in self.words]
            spelled = written if self.script == SCRIPTS[lang] else self._words_in(lang, rates)
            for word, some in zip(self.words, spelled, strict=True):
                back: dict[str, float] = {}
                for text, share in sorted(some.items(), key=lambda one: -one[1])[:2]:
                    for latin, odds in model.leftward(spelled_apart(text)):
                        back[latin] = back.get(latin, 0.0) + share * odds
                english = word.given_in("en", "Latn")
                ways.append(mixed(back, english, 0.5) if back and english else back)
            for words, odds in likeliest(ways, _PER_LANGUAGE):
                text = " ".join(self._titled(words, "Latn"))
                yield Derived(
                    Variant(text, "Latn", "", "learned", "", f"as names in {lang} are mostly rendered"), way, odds
                )


def likeliest(ways: Sequence[Spellings], most: int) -> list[tuple[tuple[str, ...], float]]:
    """The likeliest spellings of several words together; none where one has none."""
    if not all(ways):
        return []
    some = [heapq.nlargest(_PER_WORD, way.items(), key=lambda one: (one[1], one[0])) for way in ways]
    while math.prod(map(len, some)) > _MOST_WAYS:
        some[max(range(len(some)), key=lambda at: len(some[at]))].pop()
    whole = [(tuple(text for text, _ in way), math.prod(odds for _, odds in way)) for way in product(*some)]
    return heapq.nlargest(most, whole, key=lambda one: (one[1], one[0]))


def readers_of(system: System) -> str:
    """The language of those who spell names so: French for ru-press-fr; that of the name for its own standards."""
    parts = system.id.split("-")
    return parts[2] if parts[1] == "press" and len(parts) > 2 and len(parts[2]) == 2 else system.lang


def _telling(words: Sequence[Word]) -> list[str]:
    """The words in Latin letters that tell where a name is at home."""
    latin = [max(word.latin.items(), key=lambda one: (one[1], one[0]), default=("", 0.0))[0] for word in words]
    return [text for text, word in zip(latin, words, strict=True) if text and word.token.role == "name"]


def _is_latin(text: str) -> bool:
    return bool(text) and script_of(text) in ("Latn", "Zyyy")


def _learned(lang: str) -> str:
    return f"{lang}, as the letters of names are mostly rendered"
