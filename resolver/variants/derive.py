"""From a name to its plausible spellings elsewhere, ranked."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from resolver.model import Variant
from resolver.names.given import forms as given_forms
from resolver.names.parse import parse
from resolver.romanize import System, romanize, systems
from resolver.text import clean, fold, script_of
from resolver.variants.letters import letters, spelled_apart
from resolver.variants.origin import Origins
from resolver.variants.rates import Rates, step_of
from resolver.variants.words import READ_BACK, SCRIPTS, Spellings, Word, languages_of, mixed

PIVOTS = ("ru", "uk", "be", "bg", "sr", "kk", "el", "hy", "ka")
"""Languages whose spelling leads on to Latin spellings: those of an alphabet that is read letter by letter."""
ADAPTING = ("en", "de", "fr", "pl", "es", "cs", "lt", "lv", "hu")
"""Languages that often write a foreigner's given name in their own form."""
_CAPITALS = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_ADAPTED = frozenset({"east", "south", "greek", "georgian", "armenian"})
"""Regions whose given names readers of Latin letters often have in their own form."""
_READ_FROM = _ADAPTED | {"turkic", "arabic", "persian", "hebrew"}
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
_PER_LANGUAGE = 8
_PER_PIVOT = 3
_LEAST_ADAPTED = 0.2
_LIKELY_FROM = 0.5
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
        worth = rates.of(source.script, found.way, step_of(found.odds), source.regions) * (0.9 + 0.1 * found.odds)
        key = key_of(found.variant.text)
        if worth >= _LEAST_WORTH and (key not in ranked or worth > ranked[key][0]):
            ranked[key] = worth, found.variant
    ranked.pop(key_of(name), None)
    for _, variant in sorted(ranked.values(), key=lambda one: -one[0]):
        yield variant


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
        if self.script == "Latn":
            for lang in PIVOTS:
                if any(self._is_worth(f"{lang}>{system.id}", rates) for system in systems(lang)):
                    yield from self._onward(lang, rates)
        else:
            for at, lang in enumerate(self.langs):
                if at == 0 or self.script == "Cyrl":
                    written = [word.token.text for word in self.words]
                    yield from self._romanised([(tuple(written), 1.0)], lang, "" if at == 0 else "~", rates)
        yield from self._back(rates)

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
        read_anew = self._adapted(_READ_FROM) >= _LIKELY_FROM
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
                if self.script == "Latn" and readers not in _RESPELLING and not read_anew:
                    continue
                label = f"{lang}, {system.title}"
                text = " ".join(self._titled(written, "Latn"))
                yield Derived(Variant(text, "Latn", readers, "romanised", system.id, label), way, odds)
                adapted = self._adapted(_ADAPTED) if readers in ADAPTING else 0.0
                if adapted < _LEAST_ADAPTED:
                    continue
                for given, share in self.words[0].given_in(readers, "Latn").items():
                    text = " ".join(self._titled((given, *written[1:]), "Latn"))
                    yield Derived(
                        Variant(text, "Latn", readers, "romanised", system.id, label), f"{way}+", odds * share * adapted
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
    """The words in Latin letters that tell where a name is at home: given names are all over the world."""
    latin = [max(word.latin.items(), key=lambda one: (one[1], one[0]), default=("", 0.0))[0] for word in words]
    own = [text for text, word in zip(latin, words, strict=True) if text and word.token.role == "name"]
    return [text for text in own if not given_forms(fold(text))] or own


def _is_latin(text: str) -> bool:
    return bool(text) and script_of(text) in ("Latn", "Zyyy")


def _learned(lang: str) -> str:
    return f"{lang}, as the letters of names are mostly rendered"
