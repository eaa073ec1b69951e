"""What must not merge on its spelling alone, though it looks alike. Data: guarded.tsv."""

from __future__ import annotations

from functools import cache

from resolver.names.given import given_names
from resolver.names.words import rows
from resolver.text import fold


@cache
def guards() -> dict[str, dict[str, str]]:
    """Folded word or "=Head" -> the same of what it must not merge with -> reason."""
    found: dict[str, dict[str, str]] = {}
    for left, right, reason in rows("guarded"):
        a, b = (side if side.startswith("=") else fold(side) for side in (left, right))
        found.setdefault(a, {})[b] = reason
        found.setdefault(b, {})[a] = reason
    return found


def nodes(key: str) -> list[str]:
    """What a folded token is guarded as: itself, and the given names that it may be, as "=Head"."""
    return [key, *(f"={head}" for head in sorted(given_names(key)))]
