"""How each word of a name may be spelled in another language, with probabilities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from resolver.names.given import forms as given_forms
from resolver.names.token import Token
from resolver.romanize import romanize, systems
from resolver.romanize.catalogue import languages
from resolver.text import fold, script_of
from resolver.variants import arabic, indic, korean, palladius, thai
from resolver.variants.given import forms_of, heard_names, homes_of
from resolver.variants.in_use import as_written
from resolver.variants.letters import Spellings, letters, spelled_apart
from resolver.variants.mixing import agreeing, as_borne, mixed, through
from resolver.variants.rates import Rates
from resolver.variants.readings import readings
from resolver.variants.russian import after_kontsevich, as_one, hushed, with_yo

READ_BACK = {
    "Arab": ("ar", "fa", "ur"), "Hebr": ("he",), "Kana": ("ja",), "Hang": ("ko",), "Hani": ("zh",), "Grek": ("el",),
    "Armn": ("hy",), "Geor": ("ka",), "Deva": ("hi",), "Beng": ("bn",), "Thai": ("th",), "Taml": ("ta",),
    "Guru": ("pa",), "Gujr": ("gu",), "Telu": ("te",), "Knda": ("kn",), "Mlym": ("ml",), "Orya": ("or",),
    "Sinh": ("si",), "Ethi": ("am",),
}  # fmt: skip
"""Script -> the languages whose models lead from it to Latin letters."""
SCRIPTS = {"ru": "Cyrl", "uk": "Cyrl", "be": "Cyrl", "bg": "Cyrl", "sr": "Cyrl", "kk": "Cyrl", "fa": "Arab",
           "ur": "Arab", **dict.fromkeys(("lv", "lt", "az", "pl", "cs", "hu", "tr", "de", "fr", "es"), "Latn"),
           **{langs[0]: script for script, langs in READ_BACK.items()}}  # fmt: skip
"""Languages that names are spelled in -> their script; of those in Latin letters, the ones that respell names of other
scripts in ways of their own."""
RESPELLING = frozenset({"sr", "lv", "lt", "az"})
"""Languages that respell all names, even of Latin letters."""
_THROUGH_HINDI = frozenset({"bn", "pa", "gu", "te", "kn", "ml", "or", "ta", "si", "ur"})
"""Languages that are led to from Hindi, all others from Russian."""
_READ_AS_WRITTEN = frozenset(
    {"Grek", "Armn", "Geor", "Deva", "Beng", "Taml", "Guru", "Gujr", "Telu", "Knda", "Mlym", "Orya", "Sinh", "Ethi"}
)
_LEAVE_OPEN = frozenset({"Arab", "Hebr", "Hang"})
"""Scripts that leave open how a word is spoken."""
_USUAL = 2
"""The most usual systems of a language."""
_SPOKEN = {"von": "fon"}
"""Particles that are known to be read otherwise than the names around them are."""
_SPOKEN_SHARE = 0.4
"""How far a word is read in Russian by what its letters are in Russian, not by way of Latin ones."""
_HEARD_IN_RUSSIAN = frozenset({"ar", "fa", "he", "ko", "el", "hy", "ka"})
_HEARD_SHARE = 0.3
_BY_HINDI_LETTERS = 0.6
"""How far names of India are written in its other scripts with the letters that stand for the Hindi ones."""
_NEAR_ARABIC = arabic.IN_ARABIC_LETTERS - {"ar"}
_AS_ARABIC = 0.8
"""How far Persian and Urdu have the words of Arabs in the letters that Arabic has them in."""
_PERSIAN = frozenset("یک")
"""Letters that Arabic texts have too, by keyboards that have no others."""
_SURELY = 0.5
_CYRILLIC = ("east", "south", "turkic")
"""Regions whose names are written in Cyrillic at home."""
_GIVEN = 0.6
"""How far a given name at home elsewhere is read in Russian by the forms that Russian is known to have of it."""
_HEARD_HEBREW = 0.6
_KOREAN = 0.8
"""How far a Korean name in Latin letters is written in Russian by its syllables."""
_HEARD_NAME = 0.8
"""How far a given name that is known to be written as it is heard is."""
_COGNATE = frozenset({"he", "ar", "fa"})
"""Languages that have the names of the Bible in forms of their own, for everybody."""
_NUMERAL = re.compile("[IVX]+")


@dataclass(frozen=True)
class Word:
    """A word of a name: its script, the languages that it may be written in ("" is any), whether it is the first of
    several, and so perhaps a given name, the word before it, whether all of the name is in pinyin, and how likely the
    name is from each region."""

    token: Token
    script: str
    langs: tuple[str, ...]
    first: bool
    before: str = ""
    chinese: bool = False
    regions: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def latin(self) -> Spellings:
        """The word in Latin letters, in lower case."""
        text = self.token.text.lower()
        if self.script == "Latn":
            return {_SPOKEN.get(text, text): 1.0}
        if self.script == "Cyrl":
            foreign = through(letters("ru"), self.russian, 0) if self.langs[:1] == ("ru",) else {}
            own = {fold(romanize(text, systems(lang)[0].id)): 1.0 for lang in self.langs[:1] if systems(lang)}
            if foreign and self.regions:
                foreign = as_borne(foreign, self.regions)
            at_home = sum(self.regions.get(region, 0.0) for region in _CYRILLIC) if self.regions else 1.0
            return mixed(own, foreign, 1.0 - at_home / 2.0 if own and foreign else float(not own))
        if text in arabic.READ:
            return arabic.READ[text]
        romanised = [fold(romanize(text, system.id)) for lang in self.langs[:1] for system in systems(lang)[:_USUAL]]
        plain = list(dict.fromkeys(latin for latin in romanised if latin.isascii()))
        usual = {latin: 1.0 / len(plain) for latin in plain}
        back: Spellings = {}
        for lang in self.langs or READ_BACK.get(self.script, ()):
            if not back and lang in READ_BACK.get(self.script, ()):
                back = latin_of(text, lang, self.regions)
        if not usual or not back:
            return usual or back
        return mixed(usual, back, 0.0 if self.script in _READ_AS_WRITTEN else 0.5 if self.script == "Hang" else 1.0)

    @cached_property
    def russian(self) -> Spellings:
        """The word in Russian, as it is spoken."""
        text = self.token.text.lower()
        if self.langs[:1] == ("ru",):
            return {text: 1.0}
        if self.chinese:
            return {palladius.russian(text): 1.0}
        if self.is_korean and korean.russian(text, self.before):
            return {korean.russian(text, self.before): 1.0}
        spoken: dict[str, float] = {}
        for lang in self.langs[:1]:
            spoken = through(letters(f"ru-{lang}"), {spelled_apart(text): 1.0}, 0)
        if spoken and self.script == "Cyrl":
            return spoken
        read = hushed(through(letters("ru"), self.latin, 1), self.latin, self.regions.get("japanese", 0.0))
        is_korean = self.script == "Latn" and self.regions.get("korean", 0.0) > _SURELY
        by_syllables = after_kontsevich(fold(text), self.first) if is_korean else {}
        read = mixed(read, by_syllables, _KOREAN) if by_syllables else read
        heard = heard_names().get(fold(text), {}) if self.first and self.script == "Latn" else {}
        read = mixed(read, heard, _HEARD_NAME) if heard and read else read
        native = self._native_russian()
        read = mixed(read, native, self.regions.get("east", 0.0)) if native and read else read
        given = self.given_in("ru", "Cyrl")
        read = mixed(read, given, _GIVEN * self._at_home) if given and read else read
        hebrew = through(letters("ru-he"), self.given_in("he", "Hebr"), 0) if self._hebrew else {}
        read = mixed(read, agreeing(hebrew, read), _HEARD_HEBREW * self._hebrew) if hebrew and read else read
        told = spoken and self.script in _READ_AS_WRITTEN | _LEAVE_OPEN
        return mixed(with_yo(read), spoken, _SPOKEN_SHARE if told else 0.0)

    def _native_russian(self) -> Spellings:
        """The word in Russian if it is a Russian name in English letters."""
        plain = {as_one(fold(text)): share for text, share in self.latin.items()}
        return through(letters("en-ru"), plain, 1) if self.script == "Latn" else {}

    @property
    def is_numeral(self) -> bool:
        """Whether the word is a Roman numeral, which all languages write alike."""
        return not self.first and bool(_NUMERAL.fullmatch(self.token.text))

    def spelled(self, lang: str, rates: Rates, adapted: float, least: float = 0.0) -> Spellings:
        """The word in a language of `SCRIPTS`; `adapted` is how likely the language has its own form of a given name of
        such a person, `least` how much that counts at least."""
        if self.is_numeral:
            return {self.token.text: 1.0}
        if self.script == SCRIPTS[lang] and lang in self.langs[:1]:
            return {self.token.text.lower(): 1.0}
        if self.script == SCRIPTS[lang] == "Arab":
            return {arabic.written_in(self.token.text, lang): 1.0}
        found = as_written(self._heard(lang, rates, adapted), lang)
        listed = self.given_in(lang, SCRIPTS[lang])
        heard = 0.0 if lang in _COGNATE else _HEARD_HEBREW * self._hebrew
        share = max(least, rates.given(lang) * max(adapted, self._at_home) * (1.0 - heard))
        return mixed(found, listed, share) if listed and found else listed or found

    @property
    def is_given(self) -> bool:
        """Whether the word is known for a given name, and stands where one does."""
        return self.first and bool(self.heads)

    @property
    def is_korean(self) -> bool:
        """Whether the word is one of a Korean name in Hangul."""
        return self.script == "Hang" and self.regions.get("korean", 0.0) > _SURELY

    @property
    def heads(self) -> frozenset[str]:
        """What given names the word may be a form of."""
        heads = {form.head for form in given_forms(self.token.key)}
        if not heads and self.script != "Latn":
            heads = {form.head for latin in self.latin for form in given_forms(fold(latin))}
        return frozenset(heads)

    @property
    def _at_home(self) -> float:
        """How likely the name is from where its given name is at home, whose forms are used for its bearers in every
        language: Yasser Arafat is Yaser in Turkish, though Turks bear the name too. East Slavs whose given name English
        has in its own form (Leo Tolstoy) have theirs elsewhere."""
        homes = homes_of(self.heads) | ({"east"} if forms_of(self.heads, "ru", "Cyrl") else frozenset())
        return sum(self.regions.get(region, 0.0) for region in homes)

    @property
    def _hebrew(self) -> float:
        """How likely the word is a Hebrew given name of an Israeli, which most languages write as it is heard, not as
        they have it from the Bible: Yitzhak is Icchak in Polish, not Izaak."""
        return self.regions.get("hebrew", 0.0) if self.given_in("he", "Hebr") else 0.0

    def _heard(self, lang: str, rates: Rates, adapted: float) -> Spellings:
        """The word as a language writes what it reads or hears."""
        if lang == "ru":
            return self.russian
        straight = through(letters(lang), self.latin, 1)
        if lang in _THROUGH_HINDI:
            hindi = self._hindi(rates, adapted)
            spoken = through(letters(f"hi-{lang}"), hindi, 1)
            lettered = _lettered(hindi, lang)
            if lettered:
                mostly = mixed(straight, spoken, rates.spoken(lang) if straight else 1.0)
                return mixed(mostly, lettered, _BY_HINDI_LETTERS * self.regions.get("indic", 0.0))
        else:
            spoken = through(letters(f"ru-{lang}"), self.russian, 1)
        found = mixed(straight, spoken, rates.spoken(lang) if straight and spoken else float(not straight))
        if lang in _NEAR_ARABIC:
            as_arabic = through(letters("ar"), self.latin, 1)
            lettered = {arabic.written_in(text, lang): odds for text, odds in as_arabic.items()}
            return mixed(found, lettered, _AS_ARABIC * self.regions.get("arabic", 0.0)) if lettered else found
        if lang not in ("hi", "th") or not self.latin:
            return found
        latin = max(self.latin, key=self.latin.__getitem__)
        if lang == "th":
            by_syllables = thai.japanese(fold(latin))
            return mixed(found, {by_syllables: 1.0}, self.regions.get("japanese", 0.0)) if by_syllables else found
        foreign = indic.dotted(indic.joined(found, fold(latin)), fold(latin))
        return mixed(foreign, found, self.regions.get("indic", 0.0))

    @cached_property
    def readings(self) -> frozenset[str]:
        """What the word is in plain Latin letters under some system."""
        text = self.token.text.lower()
        if self.script == "Latn":
            return frozenset([fold(text)])
        return readings(text, self.langs[0]) if self.langs else frozenset()

    def _hindi(self, rates: Rates, adapted: float) -> Spellings:
        """The word in Hindi."""
        text = self.token.text.lower()
        if self.script == "Deva":
            return {text: 1.0}
        back: dict[str, float] = {}
        for lang in self.langs[:1]:
            back = through(letters(f"hi-{lang}"), {spelled_apart(text): 1.0}, 0)
        return back or self.spelled("hi", rates, adapted)

    def given_in(self, lang: str, script: str) -> Spellings:
        """The forms of the word as a given name, as the language has them; nothing if it is none. Arabs have the given
        names of their fathers for surnames."""
        if not self.first and self.regions.get("arabic", 0.0) < _SURELY:
            return {}
        return forms_of(self.heads, lang, script)


def _lettered(hindi: Spellings, lang: str) -> dict[str, float]:
    """Hindi spellings in the letters of another language of India."""
    found: defaultdict[str, float] = defaultdict(float)
    for word, odds in hindi.items():
        found[indic.written_in(word, lang)] += odds
    found.pop("", None)
    whole = sum(found.values())
    return {text: odds / whole for text, odds in found.items()} if whole else {}


def latin_of(text: str, lang: str, regions: Mapping[str, float]) -> Spellings:
    """A word in a language's own script as it is mostly spelled in Latin letters: straight, and by way of Russian,
    which tells how it is spoken; weighed by how many people bear it in the regions. Persian and Urdu words, of which
    few are known, are read as Arabic ones besides."""
    word = {spelled_apart(arabic.written_in(text, "ar") if lang == "ar" else text): 1.0}
    found = through(letters(lang), word, 0)
    also = through(letters("ar"), {arabic.written_in(text, "ar"): 1.0}, 0) if lang in _NEAR_ARABIC else {}
    found = mixed(found, also, 0.5 if found else 1.0) if also else found
    spoken = through(letters(f"ru-{lang}"), word, 0) if lang in _HEARD_IN_RUSSIAN else {}
    heard = through(letters("ru"), spoken, 0)
    both = mixed(found, heard, _HEARD_SHARE) if found and heard else found or heard
    return both if regions.get("korean", 0.0) > _SURELY else as_borne(both, regions)


def languages_of(text: str, lang: str | None) -> tuple[str, ...]:
    """The languages that have all letters of a text, or all but one, most met first, but Arabic last where letters are
    Persian; `lang` alone if it is given."""
    found = set(filter(str.isalpha, text.lower()))
    script = script_of(text)
    if lang is not None:
        return (lang,)
    of_script = [(code, alphabet) for code, of, alphabet in languages() if of == script]
    fitting = [code for code, alphabet in of_script if found <= alphabet]
    if found & _PERSIAN:
        fitting.sort(key="ar".__eq__)
    return tuple(fitting or [code for code, alphabet in of_script if len(found - alphabet) <= 1])
