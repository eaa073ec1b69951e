"""What two TOKENS have in common: the Latin spellings and the sound of each, their likeness, their rarity."""

from resolver.tokens.kin import NameKnowledge, kin, known, other_given_name
from resolver.tokens.learned import encode, encoder, heard, reranker, vectors
from resolver.tokens.likeness import (
    CHARACTERS,
    CUT,
    READ_LETTER_BY_LETTER,
    SAME,
    Likeness,
    Likenesses,
    likeness,
    likenesses,
    likenesses_of,
    measured_by,
    spelled_alike,
)
from resolver.tokens.rarity import rarity, rarity_among, world_count
from resolver.tokens.spelled import Spelled
from resolver.tokens.spellings import Spelling, first_letter, sound, spellings, usual_spelling

__all__ = [
    "CHARACTERS",
    "CUT",
    "READ_LETTER_BY_LETTER",
    "SAME",
    "Likeness",
    "Likenesses",
    "NameKnowledge",
    "Spelled",
    "Spelling",
    "encode",
    "encoder",
    "first_letter",
    "heard",
    "kin",
    "known",
    "likeness",
    "likenesses",
    "likenesses_of",
    "measured_by",
    "other_given_name",
    "rarity",
    "rarity_among",
    "reranker",
    "sound",
    "spelled_alike",
    "spellings",
    "usual_spelling",
    "vectors",
    "world_count",
]
