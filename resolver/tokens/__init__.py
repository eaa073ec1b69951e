"""What two TOKENS have in common: the Latin spellings and the sound of each, their likeness, their rarity."""

from resolver.tokens.kin import kin, other_given_name
from resolver.tokens.learned import encoder, reranker
from resolver.tokens.likeness import CUT, SAME, Likeness, likeness, likenesses
from resolver.tokens.rarity import rarity
from resolver.tokens.spellings import Spelling, sound, spellings

__all__ = [
    "CUT",
    "SAME",
    "Likeness",
    "Spelling",
    "encoder",
    "kin",
    "likeness",
    "likenesses",
    "other_given_name",
    "rarity",
    "reranker",
    "sound",
    "spellings",
]
