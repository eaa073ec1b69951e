"""From a name to its plausible spellings elsewhere, ranked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import TypeVar

from resolver.model import Variant
from resolver.names.given import forms as given_forms
from resolver.names.given import spellings_of
from resolver.names.parse import parse
from resolver.romanize import System, romanize, systems
from resolver.romanize.catalogue import languages, table
from resolver.text import clean, fold, script_of
from resolver.variants.inverse import respelled
from resolver.variants.learned import spelled

Way = TypeVar("Way")

_READ_BACK = ("ru", "uk", "be", "bg", "sr", "ka", "hy", "el", "mk", "kk")
"""Languages whose tables are read backwards, most met first."""
_PIVOTS = ("ru", "uk", "be")
"""Languages whose spelling leads on to the Latin spellings of others."""
_LEARNED = {"arab": ("Arab", "ar"), "hebr": ("Hebr", "he"), "kana": ("Kana", "ja"), "hang": ("Hang", "ko")}
_CAPITALS = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_ADAPTING = frozenset({"en", "de", "fr", "pl"})
"""Languages that often write a foreigner's given name in their own form."""
_TABLES_TRIED = 3
_PER_LANGUAGE = 2
_MOST_GIVEN = 3
_ALTERNATIVES = 6
_MOST_WORDS = 6
_LEARNED_CYRILLIC = frozenset({"ru", "bg"})
_LATIN_FIRST = 2
"""Latin spellings for each one in another script, where the name is in another script itself."""


def derived(name: str, lang: str | None = None) -> Iterator[Variant]:
    """The plausible spellings of a name, best first, each but once (case and diacritics aside) and never the name.

    `lang` (ISO 639) is that of a name in another script than Latin. Nothing comes of a name without letters.
    """
    words = [token.text for token in parse(clean(name)).tokens]
    if not words:
        return
    seen = {_key(words)}
    script = script_of("".join(words))
    latin = script == "Latn"
    forward = _forward(words, lang) if not latin else iter(())
    latin_words = [fold(word) for word in (words if latin else _usual_latin(words, lang))]
    other = _interleaved([_elsewhere(latin_words, words, script), *([_onward(latin_words)] if latin else [])], (1, 1))
    for variant in _interleaved([forward, other], (_LATIN_FIRST, 1)):
        key = _key(variant.text.split())
        if key not in seen:
            seen.add(key)
            yield variant


def _key(words: Sequence[str]) -> str:
    return " ".join(fold(word) for word in words)


def _forward(words: list[str], lang: str | None) -> Iterator[Variant]:
    """The name in Latin letters under every system of the languages that it may be written in, the most usual first;
    and with the given name in the form that it has in the language of the system's readers."""
    found: list[tuple[tuple[int, int], Variant]] = []
    for at, code in enumerate(_languages_of(words, lang)):
        for system in systems(code):
            text = " ".join(romanize(_titled(word), system.id) for word in words)
            if script_of(text) != "Latn":
                continue
            readers = _readers(system)
            variant = Variant(text, "Latn", readers, "romanised", system.id, f"{code}, {system.title}")
            found.append(((system.rank + 12 * at, 0), variant))
            for number, other in enumerate(_with_given(text.split(), words, readers)):
                found.append(((system.rank + 12 * at, number + 1), replace(variant, text=other)))
    yield from (variant for _, variant in sorted(found, key=lambda one: one[0]))


def _with_given(written: list[str], words: list[str], readers: str) -> Iterator[str]:
    """The name with its given name as the readers' language has it."""
    heads = {form.head for form in given_forms(fold(words[0]))} or {form.head for form in given_forms(fold(written[0]))}
    if len(words) < 2 or len(heads) != 1 or readers not in _ADAPTING:
        return
    (head,) = heads
    forms = (text for text in spellings_of(head) if script_of(text) == "Latn")
    own = [text for text in forms if any(f.lang == readers and f.head == head for f in given_forms(fold(text)))]
    for text in own[:_MOST_GIVEN]:
        if fold(text) != fold(written[0]):
            yield " ".join([text, *written[1:]])


def _elsewhere(latin: list[str], words: list[str], script: str) -> Iterator[Variant]:
    """The name in other scripts: read back by tables where the letters tell how a name is read, else as learned."""
    streams = [_read_back(latin, words, code) for code in _READ_BACK if systems(code)[0].script != script]
    streams += [_as_learned(latin, words, key) for key, (other, _) in _LEARNED.items() if other != script]
    yield from _interleaved(streams, (1,) * len(streams))


def _read_back(latin: list[str], words: list[str], code: str) -> Iterator[Variant]:
    """The name in the script of a language, each word by the table that reads it best."""
    script = systems(code)[0].script
    ways = [_ways_back(word, code) for word in latin]
    given = _given_in(words[0], code, script) if len(words) > 1 else ()
    if given:
        ways[0] = tuple((text, "") for text in given)
    for way in _likeliest(ways):
        system = next((system for _, system in reversed(way) if system), "")
        label = f"{code}, read back by {table(system).system.title}" if system else _learned_label(code)
        text = " ".join(_titled(text) for text, _ in way)
        yield Variant(text, script, code, "respelled" if system else "learned", system, label)


def _ways_back(word: str, code: str) -> tuple[tuple[str, str], ...]:
    """The spellings that a Latin word may have in a language, and the system of each ("" where learned)."""
    found: dict[str, str] = {}
    tables = [(respelled(plain, of.id), of.id) for plain in _as_foreign(word) for of in _tables(code)]
    for rank in range(_PER_LANGUAGE):
        for texts, system in tables:
            for text in texts[rank : rank + 1]:
                found.setdefault(text, system)
        if code in _LEARNED_CYRILLIC:
            for text in spelled("".join(filter(str.isascii, word)), "cyrl")[rank : rank + 1]:
                found.setdefault(text, "")
    return tuple(found.items())[:_ALTERNATIVES]


def _as_foreign(word: str) -> list[str]:
    """A Latin word, and as other scripts mostly render it: no doubled consonants, i for y at the end, v for w."""
    single = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", word)
    plain = re.sub(r"(?<=[^aeiou])y$", "i", single).replace("w", "v").replace("x", "ks")
    return list(dict.fromkeys([word, single, plain]))


def _likeliest(ways: Sequence[Sequence[Way]]) -> Iterator[tuple[Way, ...]]:
    """The ways to write a name, the likeliest of each word first, then those in which fewer words are less likely."""
    ranked = product(*(enumerate(some[:_ALTERNATIVES]) for some in ways[:_MOST_WORDS]))
    for way in sorted(ranked, key=lambda way: sum(rank for rank, _ in way)):
        yield tuple(one for _, one in way)


def _as_learned(latin: list[str], words: list[str], key: str) -> Iterator[Variant]:
    script, code = _LEARNED[key]
    given = _given_in(words[0], code, script) if len(words) > 1 else ()
    ways = [spelled("".join(filter(str.isascii, word)), key) for word in latin]
    if given:
        ways[0] = (*given, *ways[0])
    gap = "・" if script == "Kana" else " "
    for way in _likeliest(ways):
        yield Variant(gap.join(way), script, code, "learned", "", _learned_label(code))


def _learned_label(code: str) -> str:
    return f"{code}, as the letters of names are mostly rendered"


def _onward(latin: list[str]) -> Iterator[Variant]:
    """Other Latin spellings, by way of the Cyrillic one that a Latin spelling may stand for."""
    streams = []
    for code in _PIVOTS:
        for system in _tables(code):
            words = [respelled(word, system.id)[:1] for word in latin]
            if all(words):
                streams.append(_forward([_titled(word) for (word,) in words], code))
                break
    yield from _interleaved(streams, (1,) * len(streams))


def _tables(code: str) -> list[System]:
    """The systems by which a Latin spelling of unknown origin is read first: that of the English press, then others."""
    return sorted(systems(code), key=lambda system: ("-press-en" not in system.id, system.rank))[:_TABLES_TRIED]


def _usual_latin(words: list[str], lang: str | None) -> list[str]:
    """The words in the Latin spelling under the most usual system that leaves no foreign letter."""
    for code in _languages_of(words, lang):
        for system in systems(code):
            written = [romanize(word.lower(), system.id) for word in words]
            if all(fold(word).isascii() for word in written):
                return written
    return words


def _languages_of(words: list[str], lang: str | None) -> list[str]:
    """The languages that have all letters of the words, most met first; `lang` alone, if it is given."""
    letters = {letter for word in words for letter in word.lower() if letter.isalpha()}
    fitting = [code for code, _, alphabet in languages() if letters <= alphabet]
    if lang is not None:
        return [lang] if any(code == lang for code, *_ in languages()) else []
    script = script_of("".join(words))
    near = [code for code, of, alphabet in languages() if of == script and len(letters - alphabet) <= 1]
    return fitting or near


def _given_in(word: str, lang: str, script: str) -> tuple[str, ...]:
    """The forms of a given name in a language and script."""
    heads = {form.head for form in given_forms(fold(word))}
    found = (text for head in sorted(heads) for text in spellings_of(head))
    fitting = [
        text for text in found if script_of(text) == script and any(f.lang == lang for f in given_forms(fold(text)))
    ]
    return tuple(dict.fromkeys(fitting))[:_MOST_GIVEN]


def _readers(system: System) -> str:
    """The language of those who spell names so: French for ru-press-fr; that of the name for its own standards."""
    parts = system.id.split("-")
    return parts[2] if parts[1] == "press" and len(parts) > 2 and len(parts[2]) == 2 else system.lang


def _titled(word: str) -> str:
    """The word with a capital letter, in the scripts that begin names so."""
    return word[:1].upper() + word[1:] if script_of(word) in _CAPITALS else word


def _interleaved(streams: Sequence[Iterator[Variant]], turns: Sequence[int]) -> Iterator[Variant]:
    """Some from each stream in turn, until all are at their end."""
    left = list(zip(streams, turns, strict=False))
    while left:
        following = []
        for stream, turn in left:
            taken = list(islice(stream, turn))
            yield from taken
            if len(taken) == turn:
                following.append((stream, turn))
        left = following
