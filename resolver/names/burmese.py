"""Names of Burmese people, who have no surname: all words together are the name, and no part of it stands for it. Data:
burmese_words.tsv."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from resolver.names.words import rows

_TELLING = 50
"""Words of which as many in a hundred bearers are Burmese tell that a name is."""


def is_burmese(words: Sequence[str]) -> bool:
    """Whether several folded Latin words look like a Burmese person's name: all stand in such names, and one hardly in
    others."""
    shares = [_shares().get(word, 0) for word in words]
    return len(words) > 1 and all(shares) and max(shares) >= _TELLING


@cache
def _shares() -> dict[str, int]:
    return {word: int(share) for word, share in rows("burmese_words")}
