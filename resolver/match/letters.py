"""Which letters of one token stand for which of the other, for people to look at."""

from __future__ import annotations

from resolver.encode import Reranker
from resolver.text import fold, script_of
from resolver.tokens import usual_spelling

LetterGroups = tuple[tuple[str, str], ...]


def letter_groups(query: str, name: str, letters: Reranker) -> LetterGroups:
    """The groups of letters of two tokens, folded, in their order; "" where a letter of one has no counterpart.

    A token that is not Latin is cut into its letters beside the other's Latin spelling; of two tokens in other scripts,
    the second is shown romanised.
    """
    if script_of(query) == "Latn" != script_of(name):
        return tuple((b, a) for a, b in letter_groups(name, query, letters))
    latin = fold(name) if script_of(name) == "Latn" else usual_spelling(name)
    return tuple((segment.foreign, segment.latin) for segment in letters.alignment(query, latin))
