"""The number of a ruler as Korean, Japanese and Chinese have it behind the name: 칼 13세, ルイ14世, 腓特烈二世.

Source: set down from general knowledge; check against Wikipedia "Regnal number" in these languages."""

from __future__ import annotations

import re

_SIGNS = ("세", "世")
_REIGN = re.compile(r"(|.{2,}?)((?:\d{1,2}|[一二三四五六七八九十]{1,3})世|\d{1,2}세)")
_HAN = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}


def split_reigns(parts: list[str], shown: str) -> list[str]:
    """The words of a name, with the number of a ruler as a word of its own."""
    if not any(sign in shown for sign in _SIGNS):
        return parts
    return [word for part in parts for word in _split(part)]


def reign(word: str) -> str:
    """The number that a word such as 13세 or 二世 says, in digits; "" for other words."""
    found = _REIGN.fullmatch(word) if word[-1:] in _SIGNS else None
    if found is None or found[1]:
        return ""
    number = found[2][:-1]
    return number if number.isdecimal() else str(_value(number))


def is_reign(word: str) -> bool:
    """Whether a word, as written, is the number of a ruler and nothing else."""
    return word[-1:] in _SIGNS and reign(word) != ""


def _split(part: str) -> list[str]:
    found = _REIGN.fullmatch(part) if part[-1] in _SIGNS else None
    return [word for word in found.groups() if word] if found else [part]


def _value(number: str) -> int:
    """Of a number below a hundred in characters: 八, 十四, 二十."""
    tens, ten, ones = number.rpartition("十")
    return (10 * _HAN.get(tens, 1) if ten else 0) + _HAN.get(ones, 0)
