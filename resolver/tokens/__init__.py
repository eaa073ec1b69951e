"""What two TOKENS have in common: the Latin spellings and the sound of each, their likeness, their rarity."""

from resolver.tokens.learned import encoder
from resolver.tokens.likeness import CUT, SAME, Likeness, likeness, likenesses
from resolver.tokens.rarity import rarity
from resolver.tokens.spellings import Spelling, sound, spellings

__all__ = [
    "CUT",
    "SAME",
    "Likeness",
    "Spelling",
    "encoder",
    "likeness",
    "likenesses",
    "rarity",
    "sound",
    "spellings",
]
