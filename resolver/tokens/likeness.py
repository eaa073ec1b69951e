"""How alike two tokens are: as spelled, as heard, and to the learned encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resolver.names import Token
from resolver.romanize import system
from resolver.text import script_of
from resolver.tokens.learned import reranker, vectors
from resolver.tokens.spelled import Spelled
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
        return max(self.letters, float(_on_scale(self.cosine)))


def _on_scale(cosine: Any) -> Any:
    """A cosine, or an array of them, on the scale of the letters."""
    return CUT + (1 - CUT) * (cosine - _COSINE_CUT) / (1 - _COSINE_CUT)


SAME = Likeness(1.0, 1.0, "same")


def akin(kind: str) -> Likeness:
    """The likeness of two tokens that need not share a letter and are known to stand for each other."""
    return Likeness(0.0, 0.0, kind, cosine=0.0)


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The likeness of one token to each of several (n), as columns; `self[i]` is that to the i-th."""

    spelled: NDArray[np.float64]
    heard: NDArray[np.float64]
    value: NDArray[np.float64]
    cosine: NDArray[np.float64]
    fit: NDArray[np.float64]
    share: NDArray[np.float64]
    kind: NDArray[np.int8]
    """Positions in `KINDS`."""
    across: NDArray[np.bool_]
    systems: tuple[tuple[str, str], ...]

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, at: int) -> Likeness:
        if self.kind[at] == _SAME_KIND:
            return SAME
        return Likeness(
            float(self.spelled[at]), float(self.heard[at]), KINDS[self.kind[at]], self.systems[at],
            float(self.cosine[at]), float(self.fit[at]), float(self.share[at]), bool(self.across[at]),
        )  # fmt: skip

    @property
    def same(self) -> NDArray[np.bool_]:
        """Whether they are the very same word."""
        same: NDArray[np.bool_] = self.kind == _SAME_KIND
        return same

    def only(self, chosen: NDArray[np.int64]) -> Likenesses:
        """Those of the chosen tokens, by position."""
        systems = [self.systems[at] for at in chosen.tolist()]
        return Likenesses(
            self.spelled[chosen], self.heard[chosen], self.value[chosen], self.cosine[chosen], self.fit[chosen],
            self.share[chosen], self.kind[chosen], self.across[chosen], tuple(systems),
        )  # fmt: skip


KINDS = ("learned", "similar", "sound", "romanised", "same")
_SAME_KIND = KINDS.index("same")


def likeness(left: Token, right: Token) -> Likeness:
    """The likeness of two tokens."""
    vector, other = vectors()([left.text, right.text])
    return likenesses(left, vector, Spelled.of([right]), np.array([vector @ other]))[0]


def likenesses(token: Token, vector: NDArray[np.float32], others: Spelled, cosines: NDArray[np.float32]) -> Likenesses:
    """The likeness of a token to each of the others; `vector` is that of the token, `cosines` are those with theirs."""
    mine = spellings(token.text, token.lang)
    firsts = others.starts[:-1]
    spelled = _closeness([s.text for s in mine], others.texts)
    heard = _closeness([sound(s.text) for s in mine], others.sounds)
    rows, columns = _best_places(spelled * 2 + heard, others.starts)
    alike = spelled[rows, columns].astype(np.float64)
    sounds = np.maximum.reduceat(heard.max(axis=0), firsts).astype(np.float64)
    fits = _fits(token, vector, mine, others.letters, cosines)
    script = script_of(token.text)
    plain = script in READ_LETTER_BY_LETTER
    told = np.array([plain and other in READ_LETTER_BY_LETTER for other in others.scripts])
    across = np.array([len({script, other} - {"Zyyy"}) > 1 for other in others.scripts])
    one = np.array([script == other for other in others.scripts])
    letters = np.maximum(alike, (alike + sounds) / 2)
    kind = np.select(
        [
            np.array([key == token.key for key in others.keys]),
            told & (alike == 1),
            told & (sounds == 1) & (alike >= _SOUND_FROM),
            one & (letters >= CUT),
        ],
        [_SAME_KIND, KINDS.index("romanised"), KINDS.index("sound"), KINDS.index("similar")],
        KINDS.index("learned"),
    ).astype(np.int8)
    cosine = cosines.astype(np.float64)
    value = np.where(kind == _SAME_KIND, 1.0, np.maximum(letters, _on_scale(cosine)))
    systems = tuple((mine[r].system, others.systems[c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True))
    shares = _log_shares(fits + reranker().prior * others.usual)
    return Likenesses(alike, sounds, value, cosine, fits, shares, kind, across, systems)


def _best_places(order: NDArray[np.float32], starts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of the greatest number in each group of columns, the first row and then column of several."""
    best = np.maximum.reduceat(order.max(axis=0), starts[:-1])
    rows = np.full(len(best), len(order))
    columns = np.zeros(len(best), np.int64)
    group = np.repeat(np.arange(len(best)), np.diff(starts))
    for row in range(len(order) - 1, -1, -1):
        hits = np.flatnonzero(order[row] == best[group])[::-1]
        rows[group[hits]] = row
        columns[group[hits]] = hits
    return rows, columns


def _fits(
    token: Token,
    vector: NDArray[np.float32],
    mine: Sequence[Spelling],
    others: Sequence[str],
    cosines: NDArray[np.float32],
) -> NDArray[np.float64]:
    """The letter evidence for each of the others, beside that for the token's own spellings."""
    own = [spelling.text for spelling in mine[:_OWN_SPELLINGS]]
    all_cosines = np.concatenate([vectors()(own) @ vector, cosines])
    scores = reranker().score(token.text, [*own, *others], all_cosines, prior=False)
    fits: NDArray[np.float64] = scores[len(own) :] - scores[: len(own)].max()
    return fits


def encoded_texts(token: Token) -> list[str]:
    """The texts whose vectors the likenesses of a token need."""
    return [token.text, *(spelling.text for spelling in spellings(token.text, token.lang)[:_OWN_SPELLINGS])]


def _log_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of the softmax."""
    least = scores - scores.max()
    shares: NDArray[np.float64] = least - np.log(np.exp(least).sum())
    return shares


def _closeness(left: list[str], right: list[str]) -> NDArray[np.float32]:
    return process.cdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32)


@lru_cache(maxsize=1024)
def system_title(system_id: str) -> str:
    """The name of a romanisation for people to read; "" for a token as written."""
    if system_id in ("", DIACRITICS_SPELLED_OUT):
        return system_id
    if system_id == "fallback":
        return "approximate romanisation"
    return system(system_id).title
