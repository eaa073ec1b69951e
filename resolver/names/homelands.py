"""The land that is said behind the name of a person: Kim Jong Un (North Korea)."""

from __future__ import annotations

import re

from resolver.facts.countries import countries_of
from resolver.names.legal import is_legal
from resolver.names.organisations import tells_body
from resolver.text import fold, split_tokens

_BRACKETS = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]")
_COMMA = re.compile(r"(.*\S)\s*[,،，]\s*([^,،，]+\s[^,،，]+)")
"""A land of one word behind a comma may be a given name: Garcia Lopez, Israel."""
_LEAST_WORDS = 2
"""A single word before it may be a firm: Gazprom (Russia)."""


def split_homeland(text: str) -> tuple[str, str]:
    """The name, and the land in brackets or behind a comma at its end; the text as it is and "" for other names, and
    for those of bodies, which often differ by their land alone."""
    if not text.endswith((")", "]")) and "," not in text and "،" not in text and "，" not in text:
        return text, ""
    found = _BRACKETS.fullmatch(text) or _COMMA.fullmatch(text)
    if found is None or not countries_of(found[2]):
        return text, ""
    words = [fold(word) for word in split_tokens(found[1])]
    is_body = any(is_legal(word, typed=False) or tells_body(word) for word in words)
    is_person = len(words) >= _LEAST_WORDS and not is_body
    return (found[1], found[2].strip()) if is_person else (text, "")
