"""How alike two tokens are: as spelled, as heard, and to the learned encoder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from resolver.kernels import Texts, kernels
from resolver.names import Token
from resolver.romanize import system
from resolver.text import script_of
from resolver.tokens.learned import reranker, vectors
from resolver.tokens.spelled import Spelled
from resolver.tokens.spellings import DIACRITICS_SPELLED_OUT, sound, spellings

CUT = 0.55
"""Tokens less alike than this are not aligned at all."""
_COSINE_CUT = 0.3
"""The cosine that counts as `CUT`: unrelated tokens seldom reach it."""
READ_LETTER_BY_LETTER = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor", "Zyyy"})
"""Alphabets that tell how a name is read. Elsewhere a romanisation guesses vowels or readings, or can't tell how the
name was spelled before it came into that script; its equality proves less."""
_CHARACTERS = frozenset({"Hani", "Hang", "Jpan"})
"""Scripts in which a character is a syllable or a word: of two names so written, the characters tell more than what
they are read as."""
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

    spelled: NDArray[np.float32]
    heard: NDArray[np.float32]
    value: NDArray[np.float64]
    cosine: NDArray[np.float32]
    fit: NDArray[np.float32]
    share: NDArray[np.float32]
    kind: NDArray[np.int8]
    """Positions in `KINDS`."""
    across: NDArray[np.bool_]
    lengths: NDArray[np.uint16]
    """Characters of the other token."""
    other_start: NDArray[np.bool_]
    """Whether the two begin with different letters."""
    own_system: NDArray[np.uint8]
    """Positions in `own_systems`: the romanisation of the first token that the likeness rests on."""
    system: NDArray[np.uint16]
    """The same of the other token, in `systems`."""
    own_systems: Sequence[str]
    systems: Sequence[str]

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, at: int) -> Likeness:
        if self.kind[at] == _SAME_KIND:
            return SAME
        systems = self.own_systems[self.own_system[at]], self.systems[self.system[at]]
        return Likeness(
            float(self.spelled[at]), float(self.heard[at]), KINDS[self.kind[at]], systems,
            float(self.cosine[at]), float(self.fit[at]), float(self.share[at]), bool(self.across[at]),
        )  # fmt: skip

    @property
    def same(self) -> NDArray[np.bool_]:
        """Whether they are the very same word."""
        same: NDArray[np.bool_] = self.kind == _SAME_KIND
        return same

    @property
    def as_written(self) -> NDArray[np.bool_]:
        """Whether both are spelled as written, without a romanisation."""
        mine = np.array([not name for name in self.own_systems])[self.own_system]
        if "" not in self.systems:
            return np.zeros_like(mine)
        as_written: NDArray[np.bool_] = mine & (self.system == self.systems.index(""))
        return as_written

    def only(self, chosen: NDArray[np.int64]) -> Likenesses:
        """Those of the chosen tokens, by position."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in _COLUMNS})


_COLUMNS = tuple(field.name for field in fields(Likenesses))[:-2]
KINDS = ("learned", "similar", "sound", "romanised", "same")
_SIMILAR_KIND, _SOUND_KIND, _ROMANISED_KIND, _SAME_KIND = range(1, len(KINDS))


def likeness(left: Token, right: Token) -> Likeness:
    """The likeness of two tokens."""
    return likenesses_of(left, (right,))[0]


def likenesses_of(token: Token, others: tuple[Token, ...]) -> Likenesses:
    """The likeness of a token to each of the others, none of which is a rival of another: every share is 1."""
    vector, *theirs = vectors()([token.text, *(other.text for other in others)])
    found = likenesses(token, _spelled(others), np.stack(theirs) @ vector)
    return replace(found, share=np.zeros_like(found.share))


_spelled = lru_cache(maxsize=1 << 10)(Spelled.of)


def likenesses(token: Token, others: Spelled, cosines: NDArray[np.float32]) -> Likenesses:
    """The likeness of a token to each of the others, of whose vectors `cosines` are those with its own."""
    mine = spellings(token.text, token.lang)
    rows, columns, alike, sounds = kernels().closest(
        Texts.of(s.text for s in mine), Texts.of(sound(s.text) for s in mine), others.texts, others.sounds, others.at
    )
    told, across, one = _scripts_beside(script_of(token.text), others.script_names)[:, others.scripts]
    if script_of(token.text) in _CHARACTERS:
        same = _characters_alike(token.key, others.keys, np.flatnonzero(one))
        alike[one] = sounds[one] = same
        cosines = cosines.copy()
        cosines[one] = np.minimum(cosines[one], same)
    fits = _fits(token, others.letters, cosines)
    letters = np.maximum(alike, (alike + sounds) / 2)
    kind = np.zeros(len(cosines), np.int8)
    kind[one & (letters >= CUT)] = _SIMILAR_KIND
    kind[told & (sounds == 1) & (alike >= _SOUND_FROM)] = _SOUND_KIND
    kind[told & (alike == 1)] = _ROMANISED_KIND
    kind[others.keys.equal(token.key)] = _SAME_KIND
    value = np.maximum(letters, _on_scale(cosines.astype(np.float64)))
    value[kind == _SAME_KIND] = 1.0
    shares = _log_shares(fits + reranker().prior * others.usual)
    return Likenesses(
        alike.astype(np.float32), sounds.astype(np.float32), value, cosines, fits.astype(np.float32),
        shares.astype(np.float32), kind, across, others.lengths, others.starts != ord(token.key[0]),
        rows.astype(np.uint8), others.systems[columns], tuple(s.system for s in mine), others.system_names,
    )  # fmt: skip


def _characters_alike(key: str, others: Texts, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """How many characters a token shares with those of the others, 1 - OSA distance / longer length; the simplified
    form of a Han character is the same."""
    mine = _simplified(key)
    return np.array([OSA.normalized_similarity(mine, _simplified(others[at])) for at in places.tolist()])


def _simplified(text: str) -> str:
    simple = reranker().letters.simplified
    return "".join(simple.get(letter, letter) for letter in text)


@lru_cache(maxsize=256)
def _scripts_beside(script: str, others: tuple[str, ...]) -> NDArray[np.bool_]:
    """For each of the other scripts (3, n): whether both tell how a name is read, are two, are one."""
    plain = script in READ_LETTER_BY_LETTER
    told = [plain and other in READ_LETTER_BY_LETTER for other in others]
    across = [len({script, other} - {"Zyyy"}) > 1 for other in others]
    return np.array([told, across, [script == other for other in others]])


def _fits(token: Token, others: Texts, cosines: NDArray[np.float32]) -> NDArray[np.float64]:
    """The letter evidence for each of the others, beside that for the token's own spellings."""
    fits: NDArray[np.float64] = reranker().fits(token.text, others, cosines) - _own_fit(token.text, token.lang)
    return fits


@lru_cache(maxsize=1 << 14)
def _own_fit(token: str, lang: str) -> float:
    """The letter evidence for the best of the token's own spellings."""
    own = [spelling.text for spelling in spellings(token, lang)[:_OWN_SPELLINGS]]
    cosines = np.ones(len(own), np.float32)
    if not token.isascii():
        vector, *theirs = vectors()([token, *own])
        cosines = np.stack(theirs) @ vector
    return float(reranker().fits(token, Texts.of(map(reranker().latin, own)), cosines).max())


def encode(tokens: Iterable[Token]) -> None:
    """Computes the vectors that the likenesses of several tokens need at once, which is quicker than one by one."""
    texts = [text for token in tokens for text in encoded_texts(token)]
    if texts:
        vectors()(texts)


def encoded_texts(token: Token) -> list[str]:
    """The texts whose vectors the likenesses of a token need, its own first; one in plain letters is its own spelling."""
    if token.text.isascii():
        return [token.text]
    return [token.text, *(spelling.text for spelling in spellings(token.text, token.lang)[:_OWN_SPELLINGS])]


def _log_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of the softmax."""
    least = scores - scores.max()
    shares: NDArray[np.float64] = least - np.log(np.exp(least).sum())
    return shares


@lru_cache(maxsize=1024)
def system_title(system_id: str) -> str:
    """The name of a romanisation for people to read; "" for a token as written."""
    if system_id in ("", DIACRITICS_SPELLED_OUT):
        return system_id
    if system_id == "fallback":
        return "approximate romanisation"
    return system(system_id).title
