"""What may be known of an entity beside its names, as it is compared: countries, dates of birth, gender."""

from resolver.facts.asked import asked_of, names_of, pairs_of
from resolver.facts.read import FACTS, Words, context_of, known_of
from resolver.facts.types import type_of

__all__ = ["FACTS", "Words", "asked_of", "context_of", "known_of", "names_of", "pairs_of", "type_of"]
