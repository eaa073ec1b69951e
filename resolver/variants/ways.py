"""The ways from a name to other spellings: by the letters of a language, by a romanisation system, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

from resolver.model import Variant
from resolver.romanize import System, romanize, systems
from resolver.text import script_of
from resolver.variants.given import latin_languages
from resolver.variants.letters import Spellings, letters, spelled_apart
from resolver.variants.mixing import as_borne, mixed
from resolver.variants.rates import Rates
from resolver.variants.readings import read_as
from resolver.variants.source import Source
from resolver.variants.stops import OF_ONE_KIND, of_one_kind
from resolver.variants.titles import Title
from resolver.variants.together import Together, likeliest
from resolver.variants.words import READ_BACK, RESPELLING, SCRIPTS, Word, latin_of

PIVOTS = ("ru", "uk", "be", "bg", "sr", "kk", "el", "hy", "ka")
"""Languages whose spelling leads on to Latin spellings: those of an alphabet that is read letter by letter."""
_EAST = PIVOTS[:3]
_READ_FROM = ("east", "south", "greek", "georgian", "armenian", "turkic", "arabic", "persian", "hebrew")
"""Regions whose names come into Latin letters anew in each language; those of others are taken over as they are."""
_LEAST_READ = 0.45
_JOINED = {"zh": "·", "ja": "・"}
"""What stands between the words of a foreign name."""
_UNJOINED = {"zh": "chinese", "ko": "korean"}
"""Languages that write names of their own region without gaps."""
_SURNAME_FIRST = frozenset({"ko", "zh", "hu"})
"""Languages that write Japanese names as they are written at home, whatever those do whose letters they come from."""
_HUNGARIAN = "hu"
_LEAST_HUNGARIAN = 0.05
_NUMERAL_FIRST = frozenset({_HUNGARIAN})
"""Languages that say which of a name a monarch is before the name."""
_PER_LANGUAGE = 24
_PER_SYSTEM = 6
_PER_WORD = 4
"""Spellings of a word that are romanised."""
_READ = 0.4
"""How much the spellings that are read as the name is written count beside all, where they lead on."""
_SYLLABLES = 2
"""Syllables of a Korean given name, which newspapers part by a hyphen."""
_CACHED = 1 << 14
LEAST_WORTH = 0.002
"""Spellings less often in use than this are left out."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A spelling, the way in which it was derived, its probability among all of that way."""

    variant: Variant
    way: str
    odds: float


class Ways:
    """The ways of one name; those that are worth too little by these rates are not gone."""

    def __init__(self, source: Source, rates: Rates) -> None:
        self._source = source
        self._rates = rates
        self._spelled: dict[str, list[Spellings]] = {}

    def derived(self) -> Iterator[Derived]:
        """The spellings of all ways; the same may come in several."""
        if self._source.title:
            yield from self._titled(self._source.title)
            return
        for lang in SCRIPTS:
            yield from self._native(lang)
        for lang in self._pivots():
            both = zip(self._in(lang), self._read_as_written(lang), strict=True)
            natives = [mixed(some, read, _READ) if read else some for some, read in both]
            yield from self._romanised(natives, lang, f"{lang}>")
        if self._source.is_monarch:
            yield from self._monarch()
        if self._is_turned and self._source.script == "Latn":
            yield self._surname_first("ja", 1.0)
        if self._source.hungarian > _LEAST_HUNGARIAN:
            yield self._surname_first(_HUNGARIAN, self._source.hungarian)
        if self._source.script != "Latn":
            for at, lang in enumerate(self._source.langs):
                if at == 0 or self._source.script == "Cyrl":
                    written = [{word.token.text.lower(): 1.0} for word in self._source.words]
                    yield from self._romanised(written, lang, "" if at == 0 else "~")
        for lang in SCRIPTS:
            yield from self._back(lang)

    def _titled(self, title: Title) -> Iterator[Derived]:
        """The name with its title, each in the form that a language has of it."""
        found = [one for lang in SCRIPTS for one in self._native(lang)]
        found += self._monarch() if title.reigns else self._as_written()
        for one in found:
            text = title.before(one.variant.text, one.variant.lang)
            if text:
                yield replace(one, variant=replace(one.variant, text=text))

    def _as_written(self) -> Iterator[Derived]:
        """The name in Latin letters as it is, for each language that has them."""
        text = self._source.text([word.token.text for word in self._source.words], "Latn")
        for lang in latin_languages() if self._source.script == "Latn" else ():
            yield Derived(Variant(text, "Latn", lang, "learned", "", f"{lang}, with the title"), "=", 1.0)

    @cached_property
    def is_read_anew(self) -> bool:
        """Whether the name comes into the Latin letters of each language anew."""
        if self._source.script != "Latn" or self._source.is_monarch:
            return True
        first = self._source.words[0]
        # Jews elsewhere, whose given names are those of their countries, are spelled as these spell them
        abroad = first.is_given and not first.given_in("he", "Hebr")
        return self._source.at_home_in(_READ_FROM[:-1] if abroad else _READ_FROM) >= _LEAST_READ

    @cached_property
    def _is_turned(self) -> bool:
        """Whether the name is a Japanese one with the given name first."""
        foreign = self._source.script in ("Latn", "Cyrl") and len(self._source.words) == 2
        return foreign and self._source.at_home_in(["japanese"]) > 0.5

    def _surname_first(self, lang: str, odds: float) -> Derived:
        """The two words of the name in Latin letters, as they are or as a language spells them, the second first."""
        spelled = self._in(lang) if self._source.script != "Latn" else []
        words = [max(some, key=some.__getitem__) for some in spelled if some]
        words = words or [word.token.text for word in self._source.words]
        text = self._source.text(words[::-1], "Latn")
        return Derived(Variant(text, "Latn", lang, "learned", "", f"{lang}, surname first"), "turned", odds)

    def _in(self, lang: str) -> list[Spellings]:
        """Each word as a language spells it."""
        if lang not in self._spelled:
            self._spelled[lang] = self._source.spelled(lang, self._rates)
        return self._spelled[lang]

    def _is_worth(self, way: str, odds: float = 1.0) -> bool:
        return self._rates.of(self._source.script, way, odds, self._source.regions) >= LEAST_WORTH

    def _worthy(self, ways: Sequence[Spellings], way: str, most: int) -> Iterator[Together]:
        """The likeliest spellings of the words together that are worth it."""
        one_kind = way in OF_ONE_KIND
        together = of_one_kind(ways, way, self._source.tongues, most) if one_kind else likeliest(ways)
        for words, odds in islice(together, most):
            if not self._is_worth(way, odds):
                return
            yield words, odds

    def _native(self, lang: str) -> Iterator[Derived]:
        """The name in the script of a language."""
        script = SCRIPTS[lang]
        if (script == self._source.script and lang in self._source.langs[:1]) or not self._is_worth(lang):
            return
        anew = self.is_read_anew or lang in RESPELLING or (self._is_turned and lang in _SURNAME_FIRST)
        if script == "Latn" and not anew:
            return
        label = f"{lang}, as the letters of names are mostly rendered"
        for way, ways in ((lang, self._in(lang)), (f"{lang}!", self._read_as_written(lang))):
            for words, odds in self._worthy(ways, way, _PER_LANGUAGE):
                yield Derived(Variant(self._joined(words, lang), script, lang, "learned", "", label), way, odds)

    def _read_as_written(self, lang: str) -> list[Spellings]:
        """Of each word as a language spells it what is read there, under some system, as the word is written here."""
        both = zip(self._in(lang), self._source.words, strict=True)
        return [some if of.is_numeral else read_as(some, of.readings, lang) for some, of in both]

    def _joined(self, words: Sequence[str], lang: str) -> str:
        at_home = self._source.at_home_in([_UNJOINED[lang]]) > 0.5 if lang in _UNJOINED else False
        gap = "" if at_home and sum(map(len, words)) <= 4 else _JOINED.get(lang, " ")
        text = self._source.text(words, SCRIPTS[lang], gap)
        if gap and lang in _SURNAME_FIRST and self._is_turned:
            text = gap.join(reversed(text.split(gap)))
        return text.replace(" ال ", " ال").removeprefix("ال ") if SCRIPTS[lang] == "Arab" else text

    def _pivots(self) -> tuple[str, ...]:
        """The languages that lead on to Latin spellings: all for a Latin name, the East Slavic ones for a Cyrillic one,
        which may be known in each; only Russian, which tells how a name is spoken, where letters leave that open."""
        if self._source.script == "Latn":
            return PIVOTS
        if self._source.script == "Cyrl":
            return tuple(lang for lang in _EAST if lang not in self._source.langs[:1])
        taken_over = any(word.is_korean for word in self._source.words)
        return () if taken_over or self._source.script in {SCRIPTS[lang] for lang in PIVOTS} else PIVOTS[:1]

    def _romanised(self, natives: Sequence[Spellings], lang: str, mark: str) -> Iterator[Derived]:
        """Spellings in a language's own script under its systems, and with the given name as the readers have it. What
        libraries write is of use only for names that are in the script."""
        for system in systems(lang):
            if mark.endswith(">") and system.kind == "library":
                continue
            way, readers = mark + system.id, readers_of(system)
            own, given = self._is_worth(way), self._is_worth(f"{way}+")
            if not (own or given) or not (self.is_read_anew or readers in RESPELLING):
                continue
            written = [self._in_latin(some, of, system) for some, of in zip(natives, self._source.words, strict=True)]
            label = f"{lang}, {system.title}"
            ways = [(way, written)] if own else []
            forms = self._source.words[0].given_in(readers, "Latn") if given else {}
            ways += [(f"{way}+", [forms, *written[1:]])] if forms else []
            for name, some in ways:
                for words, odds in self._worthy(some, name, _PER_SYSTEM):
                    text = self._source.text(words, "Latn")
                    yield Derived(Variant(text, "Latn", readers, "romanised", system.id, label), name, odds)

    def _in_latin(self, some: Spellings, of: Word, system: System) -> Spellings:
        """A word under a system, from the likeliest spellings in the script that the system is for."""
        if self._source.script == "Latn" and of.token.role == "particle":
            return {of.token.text: 1.0}
        found: defaultdict[str, float] = defaultdict(float)
        for text, odds in sorted(some.items(), key=lambda one: (-one[1], one[0]))[:_PER_WORD]:
            parts = (
                list(text) if of.is_korean and system.kind == "press" and len(text) == _SYLLABLES else [text.lower()]
            )
            latin = "-".join(_romanised_word(part, system.id) for part in parts)
            if _is_latin(latin):
                found[latin] += odds
        return found

    def _monarch(self) -> Iterator[Derived]:
        """The name with the given name in the form of each language."""
        numerals = [word.token.text for word in self._source.words[1:]]
        for lang in latin_languages():
            for given, odds in self._source.words[0].given_in(lang, "Latn").items():
                words = list(self._source.titled((given, *numerals), "Latn"))
                text = " ".join([*(f"{each}." for each in words[1:]), words[0]] if lang in _NUMERAL_FIRST else words)
                yield Derived(Variant(text, "Latn", lang, "learned", "", f"{lang}, form of the given name"), "=", odds)

    def _back(self, lang: str) -> Iterator[Derived]:
        """The name as those who write Latin letters mostly spell what is spelled so: by way of each language whose
        letters say little of how a name is read."""
        model, way, script = letters(lang), f"<{lang}", self._source.script
        native = script == SCRIPTS[lang]
        if model is None or SCRIPTS[lang] == "Latn" or not self._is_worth(way):
            return
        if script != "Latn" and lang not in (*self._source.langs[:1], *READ_BACK.get(script, ())[:1]):
            return
        written: list[Spellings] = [{word.token.text.lower(): 1.0} for word in self._source.words]
        ways: list[Spellings] = []
        for word, some in zip(self._source.words, written if native else self._in(lang), strict=True):
            back: defaultdict[str, float] = defaultdict(float)
            for text, share in sorted(some.items(), key=lambda one: (-one[1], one[0]))[:2]:
                heard = {} if native else as_borne(dict(model.leftward(spelled_apart(text))))
                for latin, odds in (heard or latin_of(text, lang, word.regions)).items():
                    back[latin] += share * odds
            english = word.given_in("en", "Latn")
            ways.append(mixed(back, english, 0.5) if back and english else back)
        label = f"as names in {lang} are mostly rendered"
        for words, odds in self._worthy(ways, way, _PER_LANGUAGE):
            text = self._source.text(words, "Latn")
            yield Derived(Variant(text, "Latn", "", "learned", "", label), way, odds)


def readers_of(system: System) -> str:
    """The language of those who spell names so: French for ru-press-fr; that of the name for its own standards."""
    parts = system.id.split("-")
    return parts[2] if parts[1] == "press" and len(parts) > 2 and len(parts[2]) == 2 else system.lang


@lru_cache(maxsize=_CACHED)
def _romanised_word(text: str, system: str) -> str:
    return romanize(text, system)


def _is_latin(text: str) -> bool:
    return bool(text) and script_of(text) in ("Latn", "Zyyy")
