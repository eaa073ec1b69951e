"""Two names side by side: which token stands for which, and what evidence that gives."""

from resolver.match.align import READ, Alignment, Like, Pair, align
from resolver.match.context import CONTRADICTIONS, context_evidence
from resolver.match.dialects import align_spoken
from resolver.match.evidence import evidence
from resolver.match.joins import align_joined
from resolver.match.letters import letter_groups
from resolver.match.likely import likely_readings
from resolver.match.piece import Piece
from resolver.match.readings import is_read, read_among
from resolver.match.rough import (
    Near,
    pair_log_odds,
    pair_weights,
    pairings,
    rough_log_odds,
    rough_query,
    translated_log_odds,
)
from resolver.match.side import Side, is_in_characters
from resolver.match.told import ADDITIONS, DENIALS
from resolver.match.words import Words
from resolver.match.written import lattices

__all__ = [
    "ADDITIONS",
    "CONTRADICTIONS",
    "DENIALS",
    "READ",
    "Alignment",
    "Like",
    "Near",
    "Pair",
    "Piece",
    "Side",
    "Words",
    "align",
    "align_joined",
    "align_spoken",
    "context_evidence",
    "evidence",
    "is_in_characters",
    "is_read",
    "lattices",
    "letter_groups",
    "likely_readings",
    "pair_log_odds",
    "pair_weights",
    "pairings",
    "read_among",
    "rough_log_odds",
    "rough_query",
    "translated_log_odds",
]
