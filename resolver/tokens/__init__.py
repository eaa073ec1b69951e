"""What two TOKENS have in common: the Latin spellings and the sound of each, their likeness, their rarity."""

from resolver.tokens.kin import kin, other_given_name
from resolver.tokens.learned import encoder, reranker, vectors
from resolver.tokens.likeness import CUT, SAME, Likeness, Likenesses, encoded_texts, likeness, likenesses
from resolver.tokens.rarity import rarity
from resolver.tokens.spelled import Spelled
from resolver.tokens.spellings import Spelling, first_letter, sound, spellings

__all__ = [
    "CUT",
    "SAME",
    "Likeness",
    "Likenesses",
    "Spelled",
    "Spelling",
    "encoded_texts",
    "encoder",
    "first_letter",
    "kin",
    "likeness",
    "likenesses",
    "other_given_name",
    "rarity",
    "reranker",
    "sound",
    "spellings",
    "vectors",
]
