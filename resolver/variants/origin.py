"""Where a name is at home, as far as its letters tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from resolver.text import fold

GRAM = 3
"""Letters of a piece of a word; the edges of the word count as letters."""


class Origins:
    """`regions` are named as in training/origins.py; `table` has what each piece of a word and each word adds to the
    log-odds of each region, (pieces, regions); `rare` is what one that is not in it adds to all."""

    def __init__(
        self, regions: Sequence[str], pieces: Mapping[str, int], table: NDArray[np.float64], rare: float
    ) -> None:
        self.regions = tuple(regions)
        self._pieces = pieces
        self._table = table
        self._rare = rare

    def of(self, words: Iterable[str]) -> dict[str, float]:
        """The probability of each region for the words of a name in Latin letters."""
        odds = np.zeros(len(self.regions))
        for piece in pieces_of(words):
            at = self._pieces.get(piece)
            odds += self._rare if at is None else self._table[at]
        shares = np.exp(odds - odds.max())
        return dict(zip(self.regions, (shares / shares.sum()).tolist(), strict=True))

    @classmethod
    @cache
    def shipped(cls) -> Origins:
        """The table in data/origins.npz."""
        with files("resolver.variants").joinpath("data", "origins.npz").open("rb") as file, np.load(file) as data:
            pieces = data["pieces"].tobytes().decode("utf-8").split("\n")
            regions = data["regions"].tobytes().decode("utf-8").split("\n")
            table = data["table"].astype(np.float64) * float(data["step"])
            return cls(regions, {piece: at for at, piece in enumerate(pieces)}, table, float(data["rare"]))


def pieces_of(words: Iterable[str]) -> list[str]:
    """The pieces of folded words, three letters each, edges marked; and each word whole, marked with "="."""
    folded = [fold(word) for word in words]
    edged = [f"^{word}$" for word in folded]
    pieces = [word[at : at + GRAM] for word in edged for at in range(max(1, len(word) - GRAM + 1))]
    return [*pieces, *(f"={word}" for word in folded)]
