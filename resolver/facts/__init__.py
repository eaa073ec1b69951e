"""What may be known of an entity beside its names, as it is compared: countries, dates of birth, gender."""

from resolver.facts.asked import names_of
from resolver.facts.read import Words, context_of, known_of
from resolver.facts.types import type_of

__all__ = ["Words", "context_of", "known_of", "names_of", "type_of"]
