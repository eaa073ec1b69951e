"""Western given names as Hangul, kana, Hebrew letters and Han characters spell their sound. Data:
received_names.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from resolver.names.words import rows
from resolver.text import fold


def received(key: str) -> tuple[str, ...]:
    """The folded given names, as Europe spells them, that a folded token may stand for; () for words in Latin letters
    and nearly all others."""
    return () if key.isascii() else _received().get(key, ())


@cache
def _received() -> Mapping[str, tuple[str, ...]]:
    return {fold(spelled): tuple(names.split(" ")) for _, spelled, names in rows("received_names")}
