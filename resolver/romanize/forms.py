"""The Latin spellings a token of another script may have."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from resolver.romanize.catalogue import languages, romaniser, systems
from resolver.romanize.engine import Romaniser, normalise
from resolver.romanize.last_resort import fallback
from resolver.text import fold
from resolver.text.letters import Letters
from resolver.text.script import char_script

FALLBACK_ID = "fallback"


@dataclass(frozen=True, slots=True)
class Form:
    """A Latin spelling of a token as the system writes it, and the id of the system (or `fallback`)."""

    text: str
    system: str


def forms(token: str, lang: str | None = None, *, limit: int | None = None) -> tuple[Form, ...]:
    """The Latin spellings of a token, most usual first; none for a token that is Latin already.

    All systems of the languages whose alphabet has the token's letters take part, those of `lang` (ISO 639) first.
    Spellings that differ only in case, diacritics and apostrophes are one; the first stands. No more than `limit` are
    worked out. Scripts without a table go to `fallback`.
    """
    if token.isascii():
        return ()
    normal = normalise(token)
    lowered = normal.lower()
    plan = _plan(_languages_of(lowered), lang)
    if not plan:
        return _last_resort(token)
    key_of = _fold_letters()
    found: dict[str, Form] = {}
    for romanise in plan:
        text = romanise.lower(lowered)
        plain = text.isascii() and text.isalpha() and text.islower()
        key = text if plain else text.translate(key_of)
        if not key.isascii():  # letters of a further script, as in a name of kanji and kana
            text = fallback(text)
            key = text.translate(key_of)
        if key and key not in found:
            found[key] = Form(text if normal == lowered else romanise.like(text, normal), romanise.system.id)
            if len(found) == limit:
                break
    return tuple(found.values())


def _last_resort(token: str) -> tuple[Form, ...]:
    if not any(char.isalpha() and char_script(char) != "Latn" for char in token):
        return ()
    text = fallback(token)
    return (Form(text, FALLBACK_ID),) if text else ()


@cache
def _bits() -> dict[str, int]:
    """Letter -> the languages that write it, one bit each in the order of `languages`."""
    bits: dict[str, int] = {}
    for at, (_, _, letters) in enumerate(languages()):
        for letter in letters:
            bits[letter] = bits.get(letter, 0) | 1 << at
    return bits


def _languages_of(token: str) -> int:
    """The languages that write all of the token's letters; where none does, those that write the most of them."""
    bits = _bits()
    known = [bits[char] for char in token if char in bits]
    if len(known) == token.count("'"):  # an apostrophe alone tells nothing: O'Neill
        return 0
    common = known[0]
    for some in known:
        common &= some
    if common:
        return common
    counts = [sum(some >> at & 1 for some in known) for at in range(len(languages()))]
    return sum(1 << at for at, count in enumerate(counts) if count == max(counts))


@lru_cache(maxsize=1024)
def _plan(fitting: int, lang: str | None) -> tuple[Romaniser, ...]:
    """The romanisers to ask, in order. A language whose alphabet contains that of a more usual fitting one is left
    out unless asked for: every Russian name could be Kazakh."""
    chosen: list[tuple[str, frozenset[str]]] = []
    for at, (code, _, letters) in enumerate(languages()):
        if fitting >> at & 1 and (code == lang or not any(usual < letters for _, usual in chosen)):
            chosen.append((code, letters))
    codes = [code for code, _ in chosen]
    found = [(system.lang != lang, system.rank, codes.index(code), system.id)
             for code in codes for system in systems(code)]  # fmt: skip
    return tuple(romaniser(system_id) for *_, system_id in sorted(found))


@cache
def _fold_letters() -> Letters:
    """Each letter as `fold` compares it."""
    return Letters(lambda char: "" if unicodedata.category(char)[0] in "MPSZ" or char in "ʹʺʼʻ" else fold(char))
