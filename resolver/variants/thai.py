"""Japanese names in Thai letters, by syllables: vowels are long within a word and short at its end, and k, t, p and g
have another letter at its beginning (as newspapers follow the rules of the Royal Institute: ฟูมิโอะ คิชิดะ)."""

from __future__ import annotations

import re

_SYLLABLE = re.compile("(sh|ch|ts|[kstnhfmyrwgzdbpj])?([aiueo])|(n|m)(?![aiueoy])")
_CONSONANTS = {
    "": "อ", "s": "ซ", "n": "น", "h": "ฮ", "f": "ฟ", "m": "ม", "y": "ย", "r": "ร", "w": "ว", "z": "ซ", "d": "ด",
    "b": "บ", "j": "จ", "sh": "ช", "k": "ก", "t": "ต", "p": "ป", "g": "ง", "ch": "ช", "ts": "ส",
}  # fmt: skip
_AT_FIRST = {"k": "ค", "t": "ท", "p": "พ", "g": "ก"}
_WITHIN = {"a": "{}า", "i": "{}ิ", "u": "{}ู", "e": "เ{}", "o": "โ{}"}
_LAST = {"a": "{}ะ", "i": "{}ิ", "u": "{}ุ", "e": "เ{}ะ", "o": "โ{}ะ"}
_TSU = "สึ"
_FIRST_A = "อะ"


def japanese(word: str) -> str:
    """A word of a Japanese name in plain Latin letters (Hepburn) in Thai, "" if it is none of these syllables."""
    text = word.replace("ou", "o").replace("oo", "o").replace("uu", "u")
    found, at = "", 0
    while at < len(text):
        syllable = _SYLLABLE.match(text, at)
        if syllable is None:
            return ""
        is_last = syllable.end() == len(text)
        found += _spelled(syllable, is_first=at == 0, is_last=is_last)
        at = syllable.end()
    return found


def _spelled(syllable: re.Match[str], *, is_first: bool, is_last: bool) -> str:
    if syllable[3]:
        return "น"
    consonant, vowel = syllable[1] or "", syllable[2]
    if consonant == "ts":
        return _TSU if vowel == "u" else ""
    if is_first and not consonant and vowel == "a":
        return _FIRST_A
    letter = (_AT_FIRST if is_first else {}).get(consonant, _CONSONANTS[consonant])
    return (_LAST if is_last else _WITHIN)[vowel].format(letter)
