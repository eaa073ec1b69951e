"""The words that tables have for what a name denotes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from resolver.errors import InputError
from resolver.facts.countries import says_nothing
from resolver.model import ENTITY_TYPES, EntityType

_KINDS: Mapping[EntityType, str] = MappingProxyType(
    {
        "person": "person per individual",
        "org": "org organization organisation company corporation publicbody entity",
        "place": "place location loc address city country",
        "vessel": "vessel ship",
        "other": "other airplane aircraft security",
    }
)
_UNSAID = frozenset({"legalentity", "asset", "thing"})
"""Of FollowTheMoney: a person or an organisation, what is owned (a firm or a ship), and anything."""

TYPE_WORDS: Mapping[str, EntityType] = MappingProxyType(
    {word: kind for kind, words in _KINDS.items() for word in words.split()}
)


def type_of(text: str) -> EntityType | None:
    """What a word says that a name denotes ("Company": org); None where it does not say. Raises InputError for a word
    that is none of those known."""
    word = text.strip().casefold()
    if word in TYPE_WORDS:
        return TYPE_WORDS[word]
    if word in _UNSAID or says_nothing(word):
        return None
    mend = f"Leave it empty or give one of: {', '.join(ENTITY_TYPES)}."
    raise InputError(f"'{text[:50]}' is no type", field="type", mend=mend)
