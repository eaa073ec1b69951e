"""Answers that follow what people decided: a state of the decisions over an index, renewed as they decide."""

from resolver.live.corrected import CorrectedEngine
from resolver.live.live import Live

__all__ = ["CorrectedEngine", "Live"]
