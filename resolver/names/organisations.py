"""Words that many organisations have in their names, over languages and abbreviated, and what lands they name. Data:
organisation_words.tsv, organisation_phrases.tsv, lands.tsv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from rapidfuzz.distance import OSA

from resolver.facts.countries import country_names
from resolver.names.words import rows
from resolver.text import fold, script_of

_SHORT = "~"
_GAP = "_"
_UNSEGMENTED = frozenset({"Hani", "Hang", "Jpan", "Kana", "Hira", "Thai", "Khmr", "Laoo"})
_OF_BODIES = frozenset({"form", "field"})
"""What words say that tell a body's name."""
_TELLING_APART = frozenset({"side", "land"})
_INFLECTED = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor"})
_STEM, _LEAST_STEM = 0.7, 3
_LONG_STEM, _LONG = 0.6, 5
"""The share of the shorter of two words, and the letters, that one stem has at least; a long one needs less."""
_ARTICLE = "ال"
_HEBREW_ARTICLE = "ה"
_BEFORE_ARTICLE = ("وال", "بال", "لل")
_BEFORE_WORD = (_ARTICLE, *_BEFORE_ARTICLE)
"""What stands before a word in Arabic letters, written together with it: the, and the, with the, for the."""
_LEAST_ENDED = 5
_LEAST_PART = 4
"""Letters of each part of a word that is put together."""
_LEAST_LAND, _LEAST_OTHER = 4, 2
"""Shorter names of lands in Latin letters are codes, in other scripts parts of names."""


@dataclass(frozen=True, slots=True)
class OrganisationWord:
    """A word as written: the head of its line (of a land: its code), what it says ("form", "field", "side", "place",
    "word", see the data, or "land"), the language ("" if not told), and whether it is an abbreviation."""

    head: str
    says: str
    lang: str
    text: str
    short: bool


def organisation_words(key: str) -> tuple[OrganisationWord, ...]:
    """What a folded token may be as a word of organisations; () if it is none."""
    return _words().get(key, ())


def phrase_end(keys: Sequence[str], start: int) -> int:
    """Where the longest phrase ends that begins at `start` and says what other languages have one word for (ngân hàng,
    bank); `start` if there is none. The folded words of it without a gap are one of `organisation_words`."""
    for phrase in _phrases().get(keys[start], ()):
        end = start + len(phrase)
        if tuple(keys[start:end]) == phrase:
            return end
    return start


@cache
def _phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The phrases of each first word, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for _, groups in rows("organisation_phrases"):
        for phrase in (form for group in groups.split("; ") for form in group.split(" ")[1:]):
            keys = tuple(map(fold, phrase.split(_GAP)))
            found.setdefault(keys[0], set()).add(keys)
    return {first: tuple(sorted(some, key=lambda keys: (-len(keys), keys))) for first, some in found.items()}


def tells_body(key: str) -> bool:
    """Whether a folded token tells that a name is a body's: what it is (bank, ministry) or does, in full."""
    return any(word.says in _OF_BODIES and not word.short for word in organisation_words(key))


@lru_cache(maxsize=1 << 10)
def said_elsewhere(key: str) -> tuple[str, ...]:
    """The other folded words that `same_word` knows for a folded token; abbreviations have none."""
    heads = dict.fromkeys(word.head for word in organisation_words(key) if not word.short)
    forms = dict.fromkeys(form for head in heads for form in _forms()[head])
    return tuple(form for form in forms if form != key and same_word(key, form))


def same_word(left: str, right: str) -> tuple[OrganisationWord, OrganisationWord] | None:
    """Two folded tokens as one word, abbreviated, inflected or in two languages; None if they are not. Two
    abbreviations of different letters are no word in common, nor is one in another language: too many words begin so.
    Two words of one language that mean the same are two (marine, maritime), unless they name a land."""
    for mine in organisation_words(left):
        for theirs in organisation_words(right):
            if mine.head == theirs.head and _are_one(mine, theirs, left, right):
                return mine, theirs
    return None


def _are_one(mine: OrganisationWord, theirs: OrganisationWord, left: str, right: str) -> bool:
    if mine.short or theirs.short:
        return mine.short != theirs.short and mine.lang == theirs.lang
    if mine.says in ("number", "land") or script_of(left) != script_of(right) or script_of(left) not in _INFLECTED:
        return True
    return _languages(left).isdisjoint(_languages(right)) or _are_forms(left, right)


def _languages(key: str) -> frozenset[str]:
    """The languages that have a folded token for a word, in full."""
    return frozenset(word.lang for word in organisation_words(key) if not word.short and word.lang)


def _are_forms(left: str, right: str) -> bool:
    """Whether two words differ by their ending or one letter only: Industry, Industries."""
    shorter = min(len(left), len(right))
    common = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), shorter)
    of_one_stem = common >= max(_STEM * shorter, _LEAST_STEM) or common >= max(_LONG_STEM * shorter, _LONG)
    return of_one_stem or OSA.distance(left, right) == 1


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """The folded words of each head, but for abbreviations."""
    found: dict[str, dict[str, None]] = {}
    for key, some in _words().items():
        for word in some:
            if not word.short and " " not in word.text:
                found.setdefault(word.head, {})[key] = None
    return {head: tuple(keys) for head, keys in found.items()}


@lru_cache(maxsize=1 << 11)
def initials(key: str) -> Mapping[str, frozenset[str]]:
    """By letter, the languages that have a word for what a folded token means, in full, that begins with it; empty for
    what is no word of organisations."""
    heads = {word.head for word in organisation_words(key) if word.says != "number"}
    found: dict[str, set[str]] = {}
    for head in heads:
        for letter, lang in _begin().get(head, ()):
            found.setdefault(letter, set()).add(lang)
    return MappingProxyType({letter: frozenset(langs) for letter, langs in found.items()})


@cache
def _begin() -> Mapping[str, frozenset[tuple[str, str]]]:
    """The first letter and the language of each form of a head."""
    found: dict[str, set[tuple[str, str]]] = {}
    for key, some in _words().items():
        for word in some:
            if not word.short and word.lang:
                found.setdefault(word.head, set()).add((key[0], word.lang))
    return {head: frozenset(some) for head, some in found.items()}


def parts(key: str) -> tuple[str, ...]:
    """What a folded token is put together from, if the last of it is a word for what bodies do: Gazprombank, Bundesbank
    (gazprom, bank); () for nearly all words."""
    for end in range(_LEAST_PART, len(key) - _LEAST_PART + 1):
        if any(word.says == "field" and not word.short for word in organisation_words(key[end:])):
            return key[:end], key[end:]
    return ()


def sides(key: str) -> frozenset[str]:
    """The heads of the words for one of several (north, first, a land) that a folded token may be."""
    return frozenset(word.head for word in organisation_words(key) if word.says in _TELLING_APART)


@cache
def compound_words() -> Mapping[str, bool]:
    """The words that stand in unsegmented names, of two characters at least, and whether each tells that it is a body's
    name: bank, but not China."""
    written = ((key, some) for key, some in _words().items() if len(key) > 1 and script_of(key) in _UNSEGMENTED)
    return MappingProxyType({key: any(word.says in _OF_BODIES for word in some) for key, some in written})


def _inflected(text: str, lang: str) -> Iterator[str]:
    """Further forms of a word that the data have in one: dänische, dänisches; جيش, الجيش, للجيش; munazzama,
    munazzamat."""
    if lang == "de" and text.endswith(("ische", "liche", "ale")):
        yield from (f"{text}{end}" for end in "nrs")
    elif lang == "he" and not text.startswith(_HEBREW_ARTICLE):
        yield f"{_HEBREW_ARTICLE}{text}"
    elif lang == "ar":
        article = text.startswith(_ARTICLE)
        word = text.removeprefix(_ARTICLE) if article else text
        yield from (f"{before}{word}" for before in (_BEFORE_ARTICLE if article else _BEFORE_WORD))
    elif lang == "ar-Latn" and text.endswith("a") and len(text) > _LEAST_ENDED:
        stem = text.removesuffix("a").removesuffix("y") if text.endswith("yya") else text.removesuffix("a")
        yield from (f"{stem}{end}" for end in ("a", "ah", "at", "eh"))


@cache
def _words() -> dict[str, tuple[OrganisationWord, ...]]:
    found: dict[str, list[OrganisationWord]] = {}
    for head, says, groups in (*rows("organisation_words"), *((code, "land", of) for code, of in rows("lands"))):
        for group in groups.split("; "):
            lang, *written = group.split(" ")
            for text in [*written, *(form for word in written for form in _inflected(word, lang))]:
                word = OrganisationWord(head, says, lang, text.removeprefix(_SHORT), text.startswith(_SHORT))
                found.setdefault(fold(word.text), []).append(word)
    says_of = {head: says for head, says, _ in rows("organisation_words")}
    for head, groups in rows("organisation_phrases"):
        for lang, *phrases in (group.split(" ") for group in groups.split("; ")):
            for phrase in phrases:
                word = OrganisationWord(head, says_of[head], lang, phrase.replace(_GAP, " "), False)
                found.setdefault(fold(phrase.replace(_GAP, "")), []).append(word)
    for text, lang, number, _ in rows("number_words"):
        found.setdefault(fold(text), []).append(OrganisationWord(number, "number", lang, text, False))
    for name, codes in country_names():
        if len(name) >= (_LEAST_LAND if name.isascii() else _LEAST_OTHER) and not name[-1].isdecimal():
            found.setdefault(name, []).extend(OrganisationWord(code, "land", "", name, False) for code in codes)
    return {key: tuple(some) for key, some in found.items()}
