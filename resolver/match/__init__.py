"""Two names side by side: which token stands for which, and what evidence that gives."""

from resolver.match.align import Alignment, Pair, Side, align
from resolver.match.evidence import DENIALS, Piece, evidence
from resolver.match.joins import align_joined
from resolver.match.letters import letter_groups

__all__ = ["DENIALS", "Alignment", "Pair", "Piece", "Side", "align", "align_joined", "evidence", "letter_groups"]
