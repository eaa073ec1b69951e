"""How alike two tokens are: as spelled, as heard, and to the learned encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resolver.names import Token
from resolver.romanize import system
from resolver.text import script_of
from resolver.tokens.learned import encoder, reranker
from resolver.tokens.spellings import DIACRITICS_SPELLED_OUT, Spelling, sound, spellings

CUT = 0.55
"""Tokens less alike than this are not aligned at all."""
_COSINE_CUT = 0.3
"""The cosine that counts as `CUT`: unrelated tokens seldom reach it."""
READ_LETTER_BY_LETTER = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor", "Zyyy"})
"""Alphabets that tell how a name is read. Elsewhere a romanisation guesses vowels or readings, or can't tell how the
name was spelled before it came into that script; its equality proves less."""
_OWN_SPELLINGS = 3
"""Romanisations of a token, most usual first, that others are measured by."""
_SOUND_FROM = 0.7
"""Tokens that only sound alike but share fewer letters than this may be any two words."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two tokens are.

    `spelled` and `heard` are 1 - OSA distance / longer length, in [0, 1], of the best pair of spellings and of their
    sounds. `cosine`, in [-1, 1], is that of their learned vectors; `fit` tells how well the letters of one stand for
    those of the other, in log-odds, 0 for the token's own best romanisation; `share` is the logarithm of how likely the
    other is meant among all that it was weighed with. `kind` is "same" (as written), "romanised" (a spelling in
    common), "sound" (a sound and most letters in common), "similar" (by letters, in one script) or "learned" (by
    vectors). `across` says that they are written in two scripts, `joined` that one of them was put together from
    several; `systems` names the romanisation of either side, "" where it is spelled as written.
    """

    spelled: float
    heard: float
    kind: str
    systems: tuple[str, str] = ("", "")
    cosine: float = 1.0
    fit: float = 0.0
    share: float = 0.0
    across: bool = False
    joined: bool = False

    @property
    def letters(self) -> float:
        """Spelling and sound in one figure, in [0, 1]: the spelling first."""
        return max(self.spelled, (self.spelled + self.heard) / 2)

    @property
    def value(self) -> float:
        """One figure for ordering, in [0, 1]: the letters, or the vectors on the same scale."""
        return max(self.letters, _on_scale(self.cosine))


def _on_scale(cosine: float) -> float:
    return CUT + (1 - CUT) * (cosine - _COSINE_CUT) / (1 - _COSINE_CUT)


SAME = Likeness(1.0, 1.0, "same")


def akin(kind: str) -> Likeness:
    """The likeness of two tokens that need not share a letter and are known to stand for each other."""
    return Likeness(0.0, 0.0, kind, cosine=0.0)


def likeness(left: Token, right: Token) -> Likeness:
    """The likeness of two tokens."""
    vectors = encoder().encode([left.text, right.text])
    return likenesses(left, (right,), vectors[:1] @ vectors[1])[0]


def likenesses(token: Token, others: Sequence[Token], cosines: NDArray[np.float32]) -> list[Likeness]:
    """The likeness of a token to each of the others; `cosines` are those of its vector with theirs, in their order."""
    if not others:
        return []
    mine = spellings(token.text, token.lang)
    by_token = [spellings(other.text, other.lang) for other in others]
    theirs = [spelling for some in by_token for spelling in some]
    spelled = _closeness([s.text for s in mine], [s.text for s in theirs])
    heard = _closeness([sound(s.text) for s in mine], [sound(s.text) for s in theirs])
    order = spelled * 2 + heard
    latin = [_latin(other) for other in others]
    fits = _fits(token, mine, latin, cosines)
    usual = reranker().frequency([by[0].text for by in by_token])
    shares = _log_shares(fits + reranker().prior * usual)
    script = script_of(token.text)
    found = []
    start = 0
    for at, (other, some) in enumerate(zip(others, by_token, strict=True)):
        end = start + len(some)
        row, column = divmod(int(order[:, start:end].argmax()), end - start)
        alike, sounds = float(spelled[row, start + column]), float(heard[:, start:end].max())
        scripts = {script, script_of(other.text)}
        like = Likeness(
            alike,
            sounds,
            _kind(alike, sounds, scripts),
            (mine[row].system, some[column].system),
            float(cosines[at]),
            float(fits[at]),
            float(shares[at]),
            len(scripts - {"Zyyy"}) > 1,
        )
        found.append(SAME if other.key == token.key else like)
        start = end
    return found


def _fits(
    token: Token, mine: Sequence[Spelling], others: Sequence[str], cosines: NDArray[np.float32]
) -> NDArray[np.float64]:
    """The letter evidence for each of the others, beside that for the token's own spellings."""
    own = [spelling.text for spelling in mine[:_OWN_SPELLINGS]]
    vectors = encoder().encode([token.text, *own])
    all_cosines = np.concatenate([vectors[1:] @ vectors[0], cosines])
    scores = reranker().score(token.text, [*own, *others], all_cosines, prior=False)
    fits: NDArray[np.float64] = scores[len(own) :] - scores[: len(own)].max()
    return fits


def _log_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of the softmax."""
    least = scores - scores.max()
    shares: NDArray[np.float64] = least - np.log(np.exp(least).sum())
    return shares


def _latin(token: Token) -> str:
    """What the letter models read: the folded key where it is Latin, which they take as it is."""
    return token.key if token.key.isascii() else token.text


def _kind(spelled: float, heard: float, scripts: set[str]) -> str:
    if scripts <= READ_LETTER_BY_LETTER:
        if spelled == 1:
            return "romanised"
        if heard == 1 and spelled >= _SOUND_FROM:
            return "sound"
    letters = max(spelled, (spelled + heard) / 2)
    return "similar" if len(scripts) == 1 and letters >= CUT else "learned"


def _closeness(left: list[str], right: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return process.cdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32)


@lru_cache(maxsize=1024)
def system_title(system_id: str) -> str:
    """The name of a romanisation for people to read; "" for a token as written."""
    if system_id in ("", DIACRITICS_SPELLED_OUT):
        return system_id
    if system_id == "fallback":
        return "approximate romanisation"
    return system(system_id).title
