"""One piece of evidence."""

from __future__ import annotations

from dataclasses import dataclass

Features = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: its `kind` (see evidence.py), the tokens it speaks of, a remark, and its features."""

    kind: str
    query: str
    name: str
    detail: str
    features: Features
