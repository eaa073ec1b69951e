"""What tokens are compared by, made ready: for the tokens of an index once for all, for others as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.kernels import KnownTokens, Texts, run_on, strung
from resolver.names import Token
from resolver.text import script_of
from resolver.tokens.learned import heard, reranker
from resolver.tokens.spellings import Spelling, sound, spellings


@dataclass(frozen=True, slots=True)
class Spelled:
    """Several tokens as columns, the names (ISO 15924) of the scripts they are written in, and of the systems that
    their spellings come from, "" for a token as written."""

    known: KnownTokens
    script_names: tuple[str, ...]
    system_names: tuple[str, ...]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> Spelled:
        by_token = [spellings(token.text, token.lang) for token in tokens]
        at = np.zeros(len(tokens) + 1, np.int64)
        np.cumsum([len(some) for some in by_token], out=at[1:])
        every = [spelling for some in by_token for spelling in some]
        scripts, script_names = _numbered([script_of(token.text) for token in tokens])
        systems, system_names = _numbered([spelling.system for spelling in every])
        known = KnownTokens(
            Texts.of(token.key for token in tokens).packed,
            scripts,
            Texts.of(_letters_apart(*both) for both in zip(tokens, by_token, strict=True)).packed,
            reranker().frequency([some[0].text for some in by_token]).astype(np.float32),
            at,
            Texts.of(spelling.text for spelling in every).packed,
            Texts.of(sound(spelling.text) for spelling in every).packed,
            systems,
        )
        return cls(known, script_names, system_names)

    @classmethod
    def together(cls, parts: Sequence[Spelled]) -> Spelled:
        """The tokens of several, one after the other."""
        script_names = tuple(sorted({name for part in parts for name in part.script_names}))
        system_names = tuple(sorted({name for part in parts for name in part.system_names}))

        def column(name: str) -> NDArray[Any]:
            return np.concatenate([getattr(part.known, name) for part in parts])

        known = KnownTokens(
            strung([part.known.keys for part in parts]),
            np.concatenate([_among(script_names, part.script_names, part.known.scripts) for part in parts]),
            strung([part.known.letters for part in parts]),
            column("usual"),
            run_on([part.known.spelling_at for part in parts]),
            strung([part.known.texts for part in parts]),
            strung([part.known.sounds for part in parts]),
            np.concatenate([_among(system_names, part.system_names, part.known.systems) for part in parts]),
        )
        return cls(known, script_names, system_names)


def _among(every: Sequence[str], some: Sequence[str], places: NDArray[Any]) -> NDArray[Any]:
    """Places in some texts, as places in all of them."""
    among: NDArray[Any] = np.array([every.index(text) for text in some], places.dtype)[places]
    return among


def _numbered(texts: Sequence[str]) -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """The place of each text among the distinct ones, in order."""
    distinct = tuple(sorted(set(texts)))
    number = {text: at for at, text in enumerate(distinct)}
    return np.array([number[text] for text in texts], np.uint8), distinct


def _letters_apart(token: Token, spelled: Sequence[Spelling]) -> str:
    """The letters of a token, "" where they are its first spelling."""
    found = letters(token)
    return "" if found == spelled[0].text else found


def letters(token: Token) -> str:
    """The Latin letters that the letter models read: the folded key where it is Latin, which they take as it is."""
    return reranker().latin(token.key if token.key.isascii() else heard(token.text))
