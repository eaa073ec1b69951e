"""Two names side by side: which token stands for which, and what evidence that gives."""

from resolver.match.align import Alignment, Pair, Side, align
from resolver.match.evidence import Piece, evidence

__all__ = ["Alignment", "Pair", "Piece", "Side", "align", "evidence"]
