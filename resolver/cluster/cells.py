"""Which cells of a column of names can be clustered."""

from __future__ import annotations

import re

from resolver.model import EntityType
from resolver.names.parse import parse
from resolver.names.words import words
from resolver.text import MAX_NAME_LENGTH, fold

_AROUND = " \t()[]<>{}\"'*?!-–—"
_SEVERAL = re.compile(r"\s*[;&]\s*|\s+/\s+|\s+(?:and|und|et)\s+", re.IGNORECASE)
_FULL = 2
"""Words of a full name."""


def passed_over(name: str, type: EntityType | None = None) -> str:
    """Why a cleaned cell can't be clustered, "" if it can: it has no name, or names several where all are persons."""
    if len(name) > MAX_NAME_LENGTH or not parse(name).tokens:
        return "without a usable name"
    if fold(name).strip(_AROUND) in words("no_name"):
        return "with a word for an unknown name"
    if type == "person" and _names_several(name):
        return "with several persons in one cell"
    return ""


def _names_several(name: str) -> bool:
    """Whether all that stands between words for "and" is a full name; so a company or a title with "and" is none, nor a
    name of two families."""
    parts = _SEVERAL.split(name)
    return len(parts) > 1 and all(len(part.split()) >= _FULL for part in parts)
