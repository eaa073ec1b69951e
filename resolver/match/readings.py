"""What characters are read as in names: in Mandarin, Cantonese, Hokkien, Korean, Japanese, and as families abroad write
them. Data: japanese_readings.tsv (training/japanese_readings.py), hokkien_readings.tsv (training/hokkien_readings.py),
customary_surnames.tsv, han_variants.tsv, and the letter table of the encoder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from resolver.encode.views import is_han
from resolver.match.in_hangul import in_mandarin
from resolver.match.rows import read_lines, read_rows
from resolver.names import Token
from resolver.text import script_of
from resolver.tokens import reranker, spellings

_HAN = frozenset({"Hani", "Jpan"})
_LONGEST = 4
LEAST_LETTERS = 2
"""Of a word that characters are read as: a letter is read from too many to tell anything."""
_VOWELS = frozenset("aeiou")
_LONG_VOWELS = re.compile(r"o[uh](?![aeiouy])|oo|uu|ee(?=[^aeiou]|$)")
_SHORT = {"ou": "o", "oh": "o", "oo": "o", "uu": "u", "ee": "e"}

_LEAST_SHARE = 0.2
"""How often at least the syllables of a Hangul word, in the geometric mean, stand for those of Mandarin that it is
read as."""
_LANGUAGES = {"Japanese": "Japanese", "Korean": "Korean"}
"""Of the systems by which characters are read; all others are of Chinese."""

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), letters) for pattern, letters in pairs)


_WADE_GILES = _rules(
    ("^(zh|ch)i$", "chih"), ("^shi$", "shih"), ("^ri$", "jih"), ("^[zc]i$", "tzu"), ("^si$", "szu"), ("^yi$", "i"),
    ("^er$", "erh"), ("^([gkh])e$", r"\1o"), ("^e$", "o"), ("^([gk])ui$", r"\1uei"), ("^yan$", "yen"), ("^ye$", "yeh"),
    ("^you$", "yu"), ("(?<=[^gksh])uo$", "o"), ("ong$", "ung"), ("ian$", "ien"), ("ie$", "ieh"), ("ue$", "ueh"),
    ("^zh|^j|^q", "ch"), ("^x", "hs"), ("^[zc](?!h)", "ts"), ("^r", "j"), ("^b", "p"), ("^d", "t"), ("^g", "k"),
)  # fmt: skip
"""Wade-Giles from pinyin, step by step; without apostrophes, as newspapers print it."""
_CANTONESE = _rules(
    ("^ch", "ts"), ("ei$", "ee"), ("ei$", "i"), ("i$", "ee"), ("^ng", ""), ("o$", "or"), ("o$", "ou"), ("u$", "oo"),
    ("uen$", "un"), ("uen$", "yuen"), ("aa", "a"), ("an$", "un"), ("^kw", "k"), ("ue$", "u"), ("eu", "oe"), ("^y", "j"),
    ("iu$", "ew"), ("^s(?!h)", "sh"), ("(?<!a)a$", "ah"),
)  # fmt: skip
"""What else Hong Kong registers and families write for the letters of the first table."""
_MACAU = _rules(
    ("^yeung$", "ieong"), ("^yu(?=ng|k)", "io"), ("^yuet$", "ut"), ("^yu", "u"), ("^yiu$", "io"), ("^yi(?=ng|k)", "ie"),
    ("^yi(?!ng|k)", "i"), ("^y(?!i)", "i"), ("ing$", "eng"), ("ik$", "ek"), ("eung$", "eong"), ("ung$", "ong"),
    ("uk$", "ok"), ("un$", "on"), ("uen$", "un"), ("(?<=[scklt])ui$", "oi"), ("iu$", "io"), ("au$", "ao"),
    ("^kw", "ku"), ("^w", "v"), ("k$", "c"),
)  # fmt: skip
"""What Macau registers for the letters of the first table, as Portuguese has them (Ho Ion Sang, Chan Iek Lap)."""
_TAIWAN = _rules(
    ("^zhi$", "jih"), ("^[zc]i$", "tzu"), ("^si$", "szu"), ("^zh", "jh"), ("^zh", "ch"), ("^zh", "j"), ("^q", "ch"),
    ("^q", "c"), ("^x", "sh"), ("^x", "hs"), ("^j", "ch"), ("^z(?!h)", "ts"), ("^z(?!h)", "tz"), ("^c(?!h)", "ts"),
    ("^yi(?=n)", "i"), ("^yi$", "ih"), ("^yi$", "yih"), ("(?<=^sh)i$", "yi"), ("iu$", "iou"), ("iou$", "iow"),
    ("iou$", "eou"), ("ian$", "ien"), ("^yan$", "yen"), ("ing$", "yng"), ("in$", "yn"), ("(?<=^sh)u(?=n$)", "yu"),
    ("e$", "er"), ("^(f|w)eng$", r"\1ong"), ("ui$", "uei"), ("(?<=^[td])ong$", "ung"), ("^d", "t"), ("^g", "k"),
    ("^b", "p"),
)  # fmt: skip
"""What else is written in Taiwan for the letters of pinyin: Wade-Giles, Gwoyeu Romatzyh, MPS II and Tongyong, mixed."""
_HOKKIEN = _rules(
    ("^tsh?", "ch"), ("^ts", "j"), ("^p(?=[^h])", "b"), ("^k(?=[^h])", "g"), ("^([ptk])h", r"\1"), ("^j", "y"),
    ("h$", ""), ("oo$", "o"), ("oo$", "oh"), ("o$", "oh"), ("^iau$", "yew"), ("iau$", "iew"), ("iau$", "eow"),
    ("^i(?=[aou])", "y"), ("^u(?=[ai])", "w"), ("(?<=.)ing$", "eng"), ("^ing$", "eng"), ("ik$", "ek"),
    ("i(?=[ao]n)", "e"), ("iat$", "eat"), ("iat$", "iet"), ("iong$", "eong"), ("ok$", "ock"), ("ui$", "wee"),
    ("i$", "ee"), ("un$", "oon"), ("un$", "uen"), ("u$", "oo"), ("^si(?=o)", "sh"), ("ai$", "ye"),
)  # fmt: skip
"""What is written in Taiwan, Singapore and Malaysia for the letters of Tai-lo."""
_KOREAN = _rules(
    ("^l(?=[iy])", ""), ("^l(?![iy])", "n"), ("^l", "r"), ("(?<!n)g$", "k"), ("b$", "p"), ("d$", "t"),
    ("^i$", "lee"), ("^i$", "yi"), ("^i$", "rhee"), ("^bag$", "park"), ("^bag$", "pak"), ("^geum$", "kim"),
    ("^choe$", "choi"), ("^im$", "lim"), ("^an$", "ahn"),
    ("^no$", "roh"), ("^gang$", "kang"), ("^g", "k"), ("^d", "t"), ("^b", "p"), ("^j", "ch"), ("eo", "u"), ("eo", "o"),
    ("eu", "u"), ("^u", "woo"), ("u(?=[nkml]?$)", "oo"), ("yeo", "you"), ("hui$", "hee"), ("eui", "ui"), ("ae", "ai"),
    ("^s(?=i)", "sh"), ("^im$", "yim"), ("^seo$", "suh"),
)  # fmt: skip
"""What else is written for the letters of the Revised Romanisation."""


def reading(left: Token, right: Token) -> str:
    """The system under which one token in Han characters or Hangul is read as the other, in Latin letters; "another
    form" if both are of characters and differ only by older and newer forms of these; "" if it isn't so."""
    if not left.key.isascii() and not right.key.isascii():
        alike = (
            len(left.key) == len(right.key) and script_of(left.text) in _HAN and _newest(left.key) == _newest(right.key)
        )
        return "another form" if alike else ""
    for han, latin in ((left, right), (right, left)):
        if latin.key.isascii() and len(han.key) <= _LONGEST:
            return _read(han, latin.key)
    return ""


def _read_anew(characters: Token, latin: str) -> str:
    script = script_of(characters.text)
    if script in _HAN:
        return _system(characters.key, latin)
    return _korean(characters.text, latin) or _chinese(characters.text, latin) if script == "Hang" else ""


_read = lru_cache(maxsize=1 << 12)(_read_anew)
"""The same, kept: names are looked at closely with words that were read before."""


def is_read(left: Token, right: Token) -> bool:
    """Whether one of two tokens is what the other is read as (see `reading`)."""
    one_is_not_latin = not (left.key.isascii() and right.key.isascii())
    return one_is_not_latin and left.role == right.role and left.key != right.key and bool(reading(left, right))


def read_among(token: Token, keys: Sequence[str]) -> list[int]:
    """The places of those folded words that a token in Han characters or Hangul is read as, in Latin letters (see
    `reading`)."""
    script = script_of(token.text)
    if len(token.key) > _LONGEST or script not in (*_HAN, "Hang"):
        return []
    if script == "Hang":
        chinese = {way[0] for way, _ in in_mandarin(token.text)}
        first = *(s.text for s in spellings(token.text[0], "ko")), *chinese, *map(_in_steps, chinese)
    else:
        first = _first_letters(token.key)
    letters = frozenset(text[0] for text in first if text)  # of long vowels the first letter stays
    latin = ((at, key) for at, key in enumerate(keys) if key[0] in letters and key.isascii())
    begins = ((at, key) for at, key in latin if key.startswith(first) or shortened(key).startswith(first))
    return [at for at, key in begins if _read_anew(token, key)]


@lru_cache(maxsize=1 << 10)
def _first_letters(han: str) -> tuple[str, ...]:
    """What a word in Han characters may begin with, in Latin letters."""
    tables = readings_by_system().values()
    return tuple({text for table in tables for some in (han, han[0]) for text in table.get(some, ())})


def mandarin() -> Iterator[tuple[str, str]]:
    """The syllables of Mandarin in pinyin and in Wade-Giles."""
    for pinyin in sorted({text for c, text in reranker().letters.latin.items() if is_han(c)}):
        yield pinyin, _in_steps(pinyin)


def hangul() -> Iterator[tuple[str, frozenset[str]]]:
    """The syllables of names in Korean, in the Revised Romanisation, and all that is written for them."""
    for revised in sorted(set(reranker().letters.korean.values())):
        yield revised, _varied(revised, _KOREAN)


@lru_cache(maxsize=1 << 10)
def _newest(text: str) -> str:
    simple = reranker().letters.simplified
    return "".join(_variants().get(c) or simple.get(c, c) for c in text)


@cache
def _variants() -> dict[str, str]:
    """Characters -> the form that stands for all forms of them."""
    return {c: line[0] for line in read_lines("han_variants") for c in line.split(" ")}


def _system(han: str, latin: str) -> str:
    """Under which reading the characters are read as these letters; "" if under none."""
    if len(latin) < LEAST_LETTERS:
        return ""
    for system, table in readings_by_system().items():
        if any(_reads(han, form, table) for form in {latin, shortened(latin)}):
            return system
    return ""


def _korean(hangul: str, latin: str) -> str:
    """ "Korean" if each syllable of Hangul is written so under any system, "" otherwise."""
    table = {syllable: frozenset(s.text for s in spellings(syllable, "ko")) for syllable in hangul}
    return "Korean" if _reads(hangul, latin, table) else ""


def _chinese(hangul: str, latin: str) -> str:
    """ "Mandarin" if the Hangul may well stand for a Chinese name that is written so, "" otherwise."""
    likely = (way for way, share in in_mandarin(hangul) if share >= _LEAST_SHARE ** len(way))
    return "Mandarin" if any(latin in ("".join(way), "".join(map(_in_steps, way))) for way in likely) else ""


def languages(one: Token, other: Token) -> frozenset[str]:
    """The languages in which one of two tokens, in Han characters or Hangul, is read as the other, in Latin letters."""
    han, latin = (other, one) if one.key.isascii() else (one, other)
    if script_of(han.text) == "Hang":
        korean, chinese = _korean(han.text, latin.key), _chinese(han.text, latin.key)
        return frozenset(language for language, is_so in (("Korean", korean), ("Chinese", chinese)) if is_so)
    return _languages(han.key, latin.key)


@lru_cache(maxsize=1 << 12)
def _languages(han: str, latin: str) -> frozenset[str]:
    forms = {latin, shortened(latin)}
    return frozenset(
        _LANGUAGES.get(system, "Chinese")
        for system, table in readings_by_system().items()
        if any(_reads(han, form, table) for form in forms)
    )


def readings_of(character: str, system: str) -> list[str]:
    """What one character is read as under a system (see `readings_by_system`), in order of the alphabet."""
    return sorted(readings_by_system()[system].get(character, ()))


@cache
def readings_of_one() -> tuple[frozenset[str], int]:
    """All syllables, or several, that single characters are read as in any system, and the length of the longest."""
    read = {
        text for table in readings_by_system().values() for c, texts in table.items() if len(c) == 1 for text in texts
    }
    found = frozenset(text for text in read if not _VOWELS.isdisjoint(text))
    return found, max(map(len, found))


def _reads(han: str, latin: str, table: Mapping[str, frozenset[str]]) -> bool:
    """Whether the characters, in order, can be read as these letters and no others."""
    if latin in table.get(han, ()):
        return True
    ends = {0}
    for character in han:
        readings = table.get(character, frozenset())
        ends = {end + len(text) for end in ends for text in readings if latin.startswith(text, end)}
        if not ends:
            return False
    return len(latin) in ends


def shortened(latin: str) -> str:
    """Long vowels as one letter: Satou, Satoh and Sato."""
    return _LONG_VOWELS.sub(lambda found: _SHORT[found.group()[:2]], latin)


@cache
def readings_by_system() -> dict[str, dict[str, frozenset[str]]]:
    """By system, the readings of each character (or surname of two) in letters, without gaps."""
    letters = reranker().letters
    pinyin = {c: text for c, text in letters.latin.items() if is_han(c)}
    # tens of thousands of characters share the readings of some hundreds, and a set takes 200 bytes
    distinct: dict[frozenset[str], frozenset[str]] = {}
    japanese = {c: frozenset(readings.split(" ")) for c, readings in read_rows("japanese_readings")}
    short = {on: frozenset([shortened(on)]) for on in set(letters.on.values())}
    for c, on in letters.on.items():
        japanese[c] = japanese[c] | short[on] if c in japanese else short[on]
    japanese = {c: distinct.setdefault(texts, texts) for c, texts in japanese.items()}
    hokkien = {
        c: frozenset[str]().union(*(_varied(text, _HOKKIEN) for text in readings.split(" ")))
        for c, readings in read_rows("hokkien_readings")
    }
    customary = {
        c: frozenset(texts.split(" ")) for some, texts in read_rows("customary_surnames") for c in some.split(" ")
    }
    return {
        "Mandarin, pinyin": _each(pinyin, lambda text: frozenset([text])),
        "Mandarin, Wade-Giles": _each(pinyin, lambda text: frozenset([_in_steps(text)])),
        "Mandarin, as in Taiwan": _each(pinyin, lambda text: _varied(text, _TAIWAN)),
        "Cantonese": _each(letters.cantonese, lambda text: _varied(text, _CANTONESE)),
        "Cantonese, as in Macau": _each(letters.cantonese, lambda text: _varied(text, _MACAU)),
        "Hokkien": {c: distinct.setdefault(texts, texts) for c, texts in hokkien.items()},
        "a customary spelling": customary,
        "Japanese": japanese,
        "Korean": _each(letters.korean, lambda text: _varied(text, _KOREAN)),
    }


def _each(table: Mapping[str, str], made: Callable[[str], frozenset[str]]) -> dict[str, frozenset[str]]:
    """The table with what is made of each of its texts, of each once."""
    of = {text: made(text) for text in set(table.values())}
    return dict(zip(table, map(of.__getitem__, table.values()), strict=True))


@cache
def _in_steps(pinyin: str) -> str:
    for pattern, letters in _WADE_GILES:
        pinyin = pattern.sub(letters, pinyin)
    return pinyin


@cache
def _varied(text: str, rules: _Rules) -> frozenset[str]:
    """The text, and what any of the rules make of it."""
    found = {text}
    for pattern, letters in rules:
        found.update([pattern.sub(letters, form) for form in found])
    return frozenset(found)
