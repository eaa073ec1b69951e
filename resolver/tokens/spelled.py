"""What tokens are compared by, made ready: for the tokens of an index once for all, for others as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolver.names import Token
from resolver.text import script_of
from resolver.tokens.learned import reranker
from resolver.tokens.spellings import sound, spellings


@dataclass(frozen=True, slots=True)
class Spelled:
    """Several tokens (n) as columns.

    Token i has the Latin spellings `texts[starts[i]:starts[i + 1]]`, most usual first, with their `sounds` and the
    `systems` they come from; `letters` is what the letter models read, `usual` the logarithm of one plus how many
    persons of a large sample bear the token, `scripts` the ISO 15924 codes.
    """

    keys: list[str]
    scripts: list[str]
    letters: list[str]
    usual: NDArray[np.float64]
    starts: NDArray[np.int64]
    texts: list[str]
    sounds: list[str]
    systems: list[str]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> Spelled:
        by_token = [spellings(token.text, token.lang) for token in tokens]
        starts = np.zeros(len(tokens) + 1, np.int64)
        np.cumsum([len(some) for some in by_token], out=starts[1:])
        every = [spelling for some in by_token for spelling in some]
        texts = [spelling.text for spelling in every]
        return cls(
            [token.key for token in tokens],
            [script_of(token.text) for token in tokens],
            [letters(token) for token in tokens],
            reranker().frequency([some[0].text for some in by_token]),
            starts,
            texts,
            [sound(text) for text in texts],
            [spelling.system for spelling in every],
        )


def letters(token: Token) -> str:
    """The Latin letters that the letter models read: the folded key where it is Latin, which they take as it is."""
    return reranker().latin(token.key if token.key.isascii() else token.text)
