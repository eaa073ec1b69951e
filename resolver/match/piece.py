"""One piece of evidence."""

from __future__ import annotations

from typing import NamedTuple

Features = tuple[tuple[str, float], ...]

RARITY_SCALE = 10.0
"""The rarity (see `resolver.tokens.rarity`) that counts as one in features."""


class Piece(NamedTuple):
    """One piece of evidence: its `kind` (see evidence.py), the tokens it speaks of, a remark, and its features; of two
    words known to be forms of one name also those of their letters, which count where they say more. A tuple, for what
    it weighs is looked up by all of it."""

    kind: str
    query: str
    name: str
    detail: str
    features: Features
    letters: Features = ()
