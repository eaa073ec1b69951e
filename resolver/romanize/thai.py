"""Puts Thai in the order of speech: a vowel after its consonant, silent letters gone, unwritten vowels supplied."""

from __future__ import annotations

import re

_C = "[ก-ฮ]"
_SIGNS = "ะ-ฺเ-ๅ"
_ONSET = f"(?:[กขคตทปผพ]ร|[กขคปผพ]ล|[กขค]ว|ห[งญนมยรลว]|{_C})"
_SILENT = re.compile(f"(?:ษณ|[ทตดส]ร|{_C})[ิุ]?์|(?<=[{_SIGNS}][ตกทด])ร(?!{_C}|[{_SIGNS}])")
_TONES = re.compile("[่-๋ๆฯ]")
# Vowels written around or before their consonant, and how they follow it.
_AROUND = tuple(
    (re.compile(pattern.replace("C", f"({_ONSET})")), rf"\1{after}")
    for pattern, after in (
        ("เCีย", "เีย"), ("เCือ", "เือ"), ("เCอ", "เอ"), ("เCาะ", "เาะ"), ("เCา", "เา"), ("เCิ", "เิ"),
        ("เC็?ะ?", "เ"), ("แC็?ะ?", "แ"), ("โCะ?", "โ"), ("[ใไ]Cย?", "ไ"),
    )
)  # fmt: skip
_DOUBLE_R = re.compile(f"รร(?![{_SIGNS}])")
_MIDDLE_W = re.compile(f"(?<={_C})ว(?={_C}(?![{_SIGNS}]))")
_MIDDLE_O = re.compile(f"(?<={_C})อ(?![{_SIGNS}])")
_WORD = re.compile("[ก-ฺเ-์]+")
_UNIT = re.compile(f"เีย|เือ|เอ|เาะ|เา|เิ|ือ|ัว|ออ|[{_SIGNS}]|{_ONSET}(?=[{_SIGNS}]|ออ)|.")


def spoken_order(text: str) -> str:
    """Thai words in the order of speech, a as ะ and o as โ where neither is written."""
    return _WORD.sub(lambda m: _spoken(m[0]), text)


def _spoken(word: str) -> str:
    word = _SILENT.sub("", _TONES.sub("", word))
    for around, after in _AROUND:
        word = around.sub(after, word)
    word = _DOUBLE_R.sub(lambda m: "ั" if re.match(_C, word[m.end() :]) else "ัน", word)
    word = _MIDDLE_O.sub("ออ", _MIDDLE_W.sub("ัว", word))
    units = _UNIT.findall(word)
    consonant = [bool(re.fullmatch(_ONSET, unit)) for unit in units]
    written, opened = [], False  # opened: a vowel stands before the unit at hand
    for at, unit in enumerate(units):
        vowel = _unwritten(consonant[at : at + 4], opened=opened)
        written += [unit, vowel]
        opened = bool(vowel) or not consonant[at]
    return "".join(written)


def _unwritten(consonant: list[bool], *, opened: bool) -> str:
    """The vowel after the first of these units (up to four, whether consonants): a, o, or none where it closes a
    syllable or has a vowel."""
    if consonant[:2] != [True, True]:
        return ""
    if len(consonant) == 2:
        return "โ"
    if not consonant[2]:
        return "" if opened else "ะ"
    if len(consonant) == 4 and not consonant[3]:
        return "โ"
    return "" if opened else "ะ"
