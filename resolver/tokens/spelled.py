"""What tokens are compared by, made ready: for the tokens of an index once for all, for others as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolver.kernels import Texts
from resolver.names import Token
from resolver.text import script_of
from resolver.tokens.learned import reranker
from resolver.tokens.spellings import sound, spellings


@dataclass(frozen=True, slots=True)
class Spelled:
    """Several tokens (n) as columns.

    Token i has the folded key `keys[i]` of `lengths[i]` characters, of which the first has the code point `starts[i]`,
    and is written in `script_names[scripts[i]]` (ISO 15924). Its Latin spellings are `texts[at[i]:at[i + 1]]`, most
    usual first, with their `sounds` and the systems they come from, `system_names[systems[j]]`. `letters` is what the
    letter models read, `usual` the logarithm of one plus how many persons of a large sample bear the token.
    """

    keys: Texts
    lengths: NDArray[np.uint16]
    starts: NDArray[np.uint32]
    scripts: NDArray[np.uint8]
    script_names: tuple[str, ...]
    letters: Texts
    usual: NDArray[np.float64]
    at: NDArray[np.int64]
    texts: Texts
    sounds: Texts
    systems: NDArray[np.uint16]
    system_names: tuple[str, ...]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> Spelled:
        by_token = [spellings(token.text, token.lang) for token in tokens]
        at = np.zeros(len(tokens) + 1, np.int64)
        np.cumsum([len(some) for some in by_token], out=at[1:])
        every = [spelling for some in by_token for spelling in some]
        scripts, script_names = _numbered([script_of(token.text) for token in tokens])
        systems, system_names = _numbered([spelling.system for spelling in every])
        return cls(
            Texts.of(token.key for token in tokens),
            np.array([len(token.key) for token in tokens], np.uint16),
            np.array([ord(token.key[0]) for token in tokens], np.uint32),
            scripts.astype(np.uint8),
            script_names,
            Texts.of(letters(token) for token in tokens),
            reranker().frequency([some[0].text for some in by_token]),
            at,
            Texts.of(spelling.text for spelling in every),
            Texts.of(sound(spelling.text) for spelling in every),
            systems,
            system_names,
        )


def _numbered(texts: Sequence[str]) -> tuple[NDArray[np.uint16], tuple[str, ...]]:
    """The place of each text among the distinct ones, in order."""
    distinct = tuple(sorted(set(texts)))
    number = {text: at for at, text in enumerate(distinct)}
    return np.array([number[text] for text in texts], np.uint16), distinct


def letters(token: Token) -> str:
    """The Latin letters that the letter models read: the folded key where it is Latin, which they take as it is."""
    return reranker().latin(token.key if token.key.isascii() else token.text)
