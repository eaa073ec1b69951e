"""A name in Han characters: in which languages it may be read, Chinese, Japanese or Korean."""

from __future__ import annotations

from collections.abc import Mapping

from resolver.variants import characters, japanese, korean

_LEAST = 0.1
"""Readings in languages that are less likely are left out."""


def languages(name: str, lang: str | None) -> Mapping[str, float]:
    """How likely a name is to be read in each language, `lang` alone if it is given; none where it can be read in none,
    as a foreign name in characters."""
    whole = name.replace(" ", "")
    odds = {
        "zh": 1.0 if lang in (None, "zh") and characters.is_chinese(whole) else 0.0,
        "ko": korean.likely(whole) if lang in (None, "ko") else 0.0,
    }
    if lang in (None, "ja"):
        odds["ja"] = japanese.likely(name, lang) * (sum(odds.values()) or 1.0)
    every = sum(odds.values())
    told = {code: odd / every for code, odd in odds.items() if odd and odd >= _LEAST * every}
    return {code: share / sum(told.values()) for code, share in told.items()}
