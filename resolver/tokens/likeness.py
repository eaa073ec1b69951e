"""How alike two tokens are: as spelled, and as heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resolver.names import Token
from resolver.romanize import system
from resolver.tokens.spellings import DIACRITICS_SPELLED_OUT, Spelling, sound, spellings

CUT = 0.55
"""Tokens less alike than this are not aligned at all."""


_SOUND_FROM = 0.7
"""Tokens that only sound alike but share fewer letters than this may be any two words."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two tokens are.

    `spelled` and `heard` are 1 - OSA distance / longer length, in [0, 1], of the best pair of spellings and of their
    sounds; `kind` is "same" (as written), "romanised" (a spelling in common), "sound" (a sound and most letters in
    common) or "similar"; `systems` names the romanisation of either side, "" where it is spelled as written.
    """

    spelled: float
    heard: float
    kind: str
    systems: tuple[str, str] = ("", "")

    @property
    def value(self) -> float:
        """One figure for ordering: spelling and sound alike, the spelling first."""
        return max(self.spelled, (self.spelled + self.heard) / 2)


SAME = Likeness(1.0, 1.0, "same")


def likeness(left: Token, right: Token) -> Likeness:
    """The likeness of two tokens."""
    return likenesses(left, (right,))[0]


def likenesses(token: Token, others: Sequence[Token]) -> list[Likeness]:
    """The likeness of a token to each of the others."""
    mine = spellings(token.text, token.lang)
    by_token = [spellings(other.text, other.lang) for other in others]
    theirs = [spelling for some in by_token for spelling in some]
    if not theirs:
        return []
    spelled = _closeness([s.text for s in mine], [s.text for s in theirs])
    heard = _closeness([sound(s.text) for s in mine], [sound(s.text) for s in theirs])
    order = spelled * 2 + heard
    found = []
    start = 0
    for other, some in zip(others, by_token, strict=True):
        end = start + len(some)
        row, column = divmod(int(order[:, start:end].argmax()), end - start)
        at = start + column
        best_heard = float(heard[:, start:end].max())
        like = _likeness(mine[row], theirs[at], float(spelled[row, at]), best_heard)
        found.append(SAME if other.key == token.key else like)
        start = end
    return found


def _closeness(left: list[str], right: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return process.cdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32)


def _likeness(left: Spelling, right: Spelling, spelled: float, heard: float) -> Likeness:
    kind = "romanised" if spelled == 1 else "sound" if heard == 1 and spelled >= _SOUND_FROM else "similar"
    return Likeness(spelled, heard, kind, (left.system, right.system))


@lru_cache(maxsize=1024)
def system_title(system_id: str) -> str:
    """The name of a romanisation for people to read; "" for a token as written."""
    if system_id in ("", DIACRITICS_SPELLED_OUT):
        return system_id
    if system_id == "fallback":
        return "approximate romanisation"
    return system(system_id).title
