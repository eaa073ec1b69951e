"""How alike two tokens are: as spelled, as heard, and to the learned encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from resolver.encode.align import LATIN_SEGMENTS, SKIPPED
from resolver.kernels import (
    KINDS,
    LONGEST_PATTERN,
    Alike,
    AskedTokens,
    KnownTokens,
    Scale,
    Texts,
    kernels,
    places,
    texts_at,
)
from resolver.names import Token
from resolver.romanize import system
from resolver.text import script_of
from resolver.tokens.learned import heard, reranker, vectors
from resolver.tokens.spelled import Spelled
from resolver.tokens.spellings import DIACRITICS_SPELLED_OUT, Spelling, sound, spellings, usual_spelling

CUT = 0.55
"""Tokens less alike than this are not aligned at all."""
READ_LETTER_BY_LETTER = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor", "Zyyy"})
"""Alphabets that tell how a name is read. Elsewhere a romanisation guesses vowels or readings, or can't tell how the
name was spelled before it came into that script; its equality proves less."""
CHARACTERS = frozenset({"Hani", "Hang", "Jpan"})
"""Scripts in which a character is a syllable or a word: of two names so written, the characters tell more than what
they are read as."""
_OWN_SPELLINGS = 3
"""Romanisations of a token, most usual first, that others are measured by."""
_SCALE = Scale(cut=CUT, cosine_cut=0.3, sound_from=0.7, least=CUT)
"""Unrelated tokens seldom reach the cosine that counts as `CUT`."""


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
        return max(self.letters, float(_SCALE.of_cosine(self.cosine)))


SAME = Likeness(1.0, 1.0, "same")


def akin(kind: str) -> Likeness:
    """The likeness of two tokens that need not share a letter and are known to stand for each other."""
    return Likeness(0.0, 0.0, kind, cosine=0.0)


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The likeness of one token to each of several (n), the `rows`; `self[i]` is that to the i-th. `own_systems` and
    `system_names` are the romanisations that its fields `own_system` and `system` number."""

    rows: Alike
    own_systems: Sequence[str]
    system_names: Sequence[str]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, at: int) -> Likeness:
        _, spelled, heard, cosine, fit, share, _, _, system, kind, across, _, own_system = self.rows[at].item()
        if kind == _SAME_KIND:
            return SAME
        systems = self.own_systems[own_system], self.system_names[system]
        return Likeness(spelled, heard, KINDS[kind], systems, cosine, fit, share, across)

    @property
    def numbers(self) -> NDArray[np.int32]:
        """Which of the known tokens they are."""
        return np.ascontiguousarray(self.rows["number"])

    @property
    def value(self) -> NDArray[np.float64]:
        """One figure each for ordering (see `Likeness.value`)."""
        value: NDArray[np.float64] = self.rows["value"]
        return value

    @property
    def fit(self) -> NDArray[np.float32]:
        """How well the letters of each stand for those of the one; may be written to."""
        fit: NDArray[np.float32] = self.rows["fit"]
        return fit

    @property
    def same(self) -> NDArray[np.bool_]:
        """Whether they are the very same word."""
        same: NDArray[np.bool_] = self.rows["kind"] == _SAME_KIND
        return same

    def as_read(self, read: NDArray[np.int32]) -> tuple[Likenesses, NDArray[np.intp]]:
        """The same, as if the words with these numbers, ascending, were spelled as the one is read; and where those of
        them stand that are here."""
        places = np.flatnonzero(np.isin(self.numbers, read)) if len(read) else _NOWHERE
        if not len(places):
            return self, _NOWHERE
        rows = self.rows.copy()
        for column in ("value", "spelled", "heard", "cosine"):
            rows[column][places] = 1
        for column in ("fit", "share", "kind"):
            rows[column][places] = 0
        return replace(self, rows=rows), places

    def without_rivals(self) -> Likenesses:
        """The same, as if each were the only one."""
        rows = self.rows.copy()
        rows["share"] = 0
        return replace(self, rows=rows)


_SAME_KIND = KINDS.index("same")
_NOWHERE = np.zeros(0, np.intp)


def likeness(left: Token, right: Token) -> Likeness:
    """The likeness of two tokens."""
    return likenesses_of(left, (right,))[0]


def likenesses_of(token: Token, others: tuple[Token, ...]) -> Likenesses:
    """The likeness of a token to each of the others, none of which is a rival of another: every share is 1."""
    texts = [token.text, *(other.text for other in others)]
    # What the token is measured by is asked for later, and is computed here with the rest.
    mine, theirs = np.split(vectors()([*texts, *measured_by(token)])[: len(texts)], [1])
    everyone = np.arange(len(others), dtype=np.int32)
    (found,) = likenesses([token], mine, _spelled(others), [everyone], [theirs @ mine[0]], -np.inf)
    return found.without_rivals()


_spelled = lru_cache(maxsize=1 << 10)(Spelled.of)


def likenesses(
    tokens: Sequence[Token],
    mine: NDArray[np.float32],
    others: Spelled,
    numbers: Sequence[NDArray[np.int32]],
    cosines: Sequence[NDArray[np.float32]],
    least: float = CUT,
) -> list[Likenesses]:
    """The likeness of each of several tokens, whose vectors are `mine` (n, dim), to those of the others with its
    `numbers` that are alike by `least`; its `cosines` are those of their vectors with its own. Many at once are quicker
    than each alone."""
    spelled = [spellings(token.text, token.lang) for token in tokens]
    at = places(map(len, numbers))
    found, found_at = kernels().likenesses(
        _asked(tokens, mine, spelled, others.script_names),
        others.known,
        at,
        np.concatenate(numbers),
        np.concatenate(cosines),
        _characters(tokens, others, numbers),
        replace(_SCALE, least=least),
    )
    spans = pairwise(found_at.tolist())
    return [
        Likenesses(found[start:end].copy(), tuple(spelling.system for spelling in some), others.system_names)
        for some, (start, end) in zip(spelled, spans, strict=True)
    ]


def _asked(
    tokens: Sequence[Token],
    mine: NDArray[np.float32],
    spelled: Sequence[Sequence[Spelling]],
    scripts: tuple[str, ...],
) -> AskedTokens:
    """Tokens, with the vectors and the spellings of each, made ready to be compared with others in these scripts."""
    every = [spelling.text for some in spelled for spelling in some]
    own = [[spelling.text for spelling in some[:_OWN_SPELLINGS]] for some in spelled]
    models = reranker()
    romanised, original = models.read(heard(token.text) for token in tokens)
    return AskedTokens(
        Texts.of(token.key for token in tokens),
        np.array([ord(token.key[0]) for token in tokens], np.uint32),
        Texts.of(every).cut(LONGEST_PATTERN),
        Texts.of(map(sound, every)).cut(LONGEST_PATTERN),
        places(map(len, spelled)),
        np.stack([_scripts_beside(script_of(token.text), scripts) for token in tokens]),
        Texts.of(models.latin(text) for some in own for text in some),
        places(map(len, own)),
        _own_cosines(tokens, mine, own),
        romanised,
        original,
        models.trigrams,
        models.weights,
        SKIPPED,
        LATIN_SEGMENTS,
    )


def _characters(
    tokens: Sequence[Token], others: Spelled, numbers: Sequence[NDArray[np.int32]]
) -> NDArray[np.float64] | None:
    """How many characters each token shares with each of its others; None if none is written in characters."""
    scripts = [script_of(token.text) for token in tokens]
    if CHARACTERS.isdisjoint(scripts):
        return None
    return np.concatenate(
        [
            _characters_alike(token.key, others.known, some, _scripts_beside(script, others.script_names)[2])
            if script in CHARACTERS
            else np.full(len(some), -1.0)
            for token, script, some in zip(tokens, scripts, numbers, strict=True)
        ]
    )


def _characters_alike(
    key: str, others: KnownTokens, numbers: NDArray[np.int32], one: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """How many characters a token shares with each of the others that are written in its script, 1 - OSA distance /
    longer length, -1 for the rest; the simplified form of a Han character is the same."""
    mine = _simplified(key)
    keys = texts_at(others.keys, numbers)
    shared = np.full(len(numbers), -1.0)
    for at in np.flatnonzero(one[others.scripts[numbers]]).tolist():
        shared[at] = OSA.normalized_similarity(mine, _simplified(keys[at]))
    return shared


def _simplified(text: str) -> str:
    return text.translate(_simple_forms())


@cache
def _simple_forms() -> dict[int, str]:
    return str.maketrans(reranker().letters.simplified)


@lru_cache(maxsize=256)
def _scripts_beside(script: str, others: tuple[str, ...]) -> NDArray[np.bool_]:
    """For each of the other scripts (3, n): whether both tell how a name is read, are two, are one."""
    plain = script in READ_LETTER_BY_LETTER
    told = [plain and other in READ_LETTER_BY_LETTER for other in others]
    across = [len({script, other} - {"Zyyy"}) > 1 for other in others]
    return np.array([told, across, [script == other for other in others]])


def _own_cosines(
    tokens: Sequence[Token], mine: NDArray[np.float32], own: Sequence[Sequence[str]]
) -> NDArray[np.float32]:
    """The cosine of each token with its own spellings, one after the other: that with the most usual one stands for
    all."""
    foreign = [i for i, token in enumerate(tokens) if measured_by(token)]
    cosines = np.ones(len(tokens), np.float32)
    if foreign:
        # Row by row: a product of matrices may differ in the last place by how many rows there are.
        cosines[foreign] = (mine[foreign] * vectors()(own[i][0] for i in foreign)).sum(axis=1)
    return np.repeat(cosines, [len(some) for some in own])


def measured_by(token: Token) -> list[str]:
    """The texts beside its own whose vectors the likenesses of a token need; plain letters are their own spelling."""
    return [] if token.text.isascii() else [usual_spelling(token.text, token.lang)]


def spelled_alike(token: Token, others: Sequence[str]) -> float:
    """What the most alike of the spellings of a token and of the other spellings (at least one) have in common, 1 - OSA
    distance / longer length, in [0, 1]."""
    mine = spellings(token.text, token.lang)
    return max([OSA.normalized_similarity(one.text, other) for one in mine for other in others])


@lru_cache(maxsize=1024)
def system_title(system_id: str) -> str:
    """The name of a romanisation for people to read; "" for a token as written."""
    if system_id in ("", DIACRITICS_SPELLED_OUT):
        return system_id
    if system_id == "fallback":
        return "approximate romanisation"
    return system(system_id).title
