"""Order the nearest tokens of a vector search by how well their letters fit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from resolver.encode import kana
from resolver.encode.align import LATIN_SEGMENTS, MAX_FOREIGN, Candidates, Cells, LetterModel, Segment
from resolver.encode.encoder import WEIGHTS, read_manifest
from resolver.encode.views import LATIN, ORIGINAL, LetterTable, views
from resolver.kernels import Letters, Texts, kernels

SCRIPTS = {
    "cyrl": ((0x400, 0x530),),
    "hebr": ((0x590, 0x600),),
    "arab": ((0x600, 0x700), (0x750, 0x780)),
    "kana": ((0x3040, 0x3100),),
    "hang": ((0x1100, 0x1200), (0x3130, 0x3190), (0xAC00, 0xD7B0)),
    "hani": ((0x3400, 0xA000),),
    "latn": ((0x41, 0x250), (0x1E00, 0x1F00)),
}
"""Scripts with letter models of their own; all others share ``other``."""

FEATURES = ("cosine", "original", "romanised", "language", "length", "frequency")

USUAL = 16
"""A name that was counted so often is one that many bear: a fifth to a third of the names met in other scripts."""


def script_of(text: str) -> str:
    """The script of the first letter of *text* that has a letter model, else ``other``."""
    for letter in text:
        code = ord(letter)
        for name, ranges in SCRIPTS.items():
            if letter.isalpha() and any(low <= code < high for low, high in ranges):
                return name
    return "other"


@dataclass(frozen=True, slots=True)
class Reranker:
    """Letter models of all scripts and the weights of the evidence.

    ``models`` is keyed by (script, "original" or "romanised"), and all of them share ``cells``; ``trigrams`` (27, 27,
    27) holds the log probability of a Latin letter after two others (0 is the edge of a word); ``weights`` (6) are
    those of ``FEATURES``; ``known`` are the sorted CRC-32 of names that are borne by more than one person of a large
    sample, ``counts`` by how many.
    """

    letters: LetterTable = field(repr=False)
    models: Mapping[tuple[str, str], LetterModel] = field(repr=False)
    cells: Cells = field(repr=False)
    trigrams: NDArray[np.float32] = field(repr=False)
    weights: NDArray[np.float64] = field(repr=False)
    known: NDArray[np.uint32] = field(repr=False)
    counts: NDArray[np.uint16] = field(repr=False)

    @classmethod
    def load(cls, path: Path | None = None) -> Reranker:
        """Open the models in the weights folder *path* (the shipped ones by default)."""
        folder = path or WEIGHTS
        read_manifest(folder)
        described = cls.described(folder)
        keys, values = np.load(folder / "segment_keys.npy"), np.load(folder / "segment_values.npy")
        cells = Cells((keys % LATIN_SEGMENTS).astype(np.int32), np.exp(values.astype(np.float64)))
        models = {}
        for entry in described["models"]:
            segments, start, end = entry["segments"], entry["from"], entry["to"]
            at = start + np.searchsorted(keys[start:end] // LATIN_SEGMENTS, np.arange(len(segments) + 1))
            models[entry["script"], entry["letters"]] = LetterModel(segments, at, cells)
        return cls(
            LetterTable.load(folder / "letters.tsv"),
            models,
            cells,
            np.load(folder / "trigrams.npy").astype(np.float32),
            np.array([described["weights"][feature] for feature in FEATURES]),
            np.load(folder / "name_keys.npy", mmap_mode="r"),
            np.load(folder / "name_counts.npy", mmap_mode="r"),
        )

    @staticmethod
    def described(folder: Path) -> dict[str, Any]:
        """What ``rerank.json`` of a weights folder says: weights, and where each letter model lies."""
        body: dict[str, Any] = json.loads((folder / "rerank.json").read_text(encoding="utf-8"))
        return body

    def spellings(self, token: str) -> tuple[str, str]:
        """Romanised and original spelling of *token*, as the letter models read it, words joined."""
        return kana.spelled(token, self.letters.latin) or self._viewed(token)

    def _viewed(self, token: str) -> tuple[str, str]:
        words = [dict(word) for word in views(token, self.letters)]
        romanised = "".join(word.get(LATIN, "") for word in words)
        return romanised, "".join(word.get(ORIGINAL, word.get(LATIN, "")) for word in words)

    def latin(self, text: str) -> str:
        """What the letter models read of a Latin spelling, or of the romanisation of any other."""
        plain = text.isascii() and text.isalpha() and text.islower()
        return text if plain else self._viewed(text)[0]

    def score(
        self, token: str, candidates: Sequence[str], cosines: NDArray[np.float32], *, prior: bool = True
    ) -> NDArray[np.float64]:
        """Evidence for each Latin candidate, (n): higher is better, differences are log-odds.

        *cosines* (n) are those of the vectors. Only scores of one call may be compared. With *prior*, a
        name that many bear goes before an equally fitting rare one: right for guessing the usual
        spelling, not for judging whether two given names are one.
        """
        if not candidates:
            return np.zeros(0)
        latin = [self.latin(candidate) for candidate in candidates]
        if prior:
            return self.evidence(token, latin, cosines) @ self.weights
        return self.fits(token, Texts.of(latin), cosines)

    def fits(self, token: str, latin: Texts, cosines: NDArray[np.float32]) -> NDArray[np.float64]:
        """The score without a prior, (n), of Latin spellings in lower-case ASCII."""
        return self._letters(token, latin, cosines) @ self.weights[:-1]

    def read(self, tokens: Iterable[str]) -> tuple[Letters, Letters]:
        """*tokens* as their letter models read them: romanised, and in their original letters where there is a model of
        them."""
        by_sound, by_letter = [], []
        for token in tokens:
            script = script_of(token)
            romanised, original = self.spellings(token)
            model = self.models.get((script, "original"))
            by_sound.append(self._model(script, "romanised").spans(romanised))
            by_letter.append(model.spans(original) if model else [])
        return self._letters_of(by_sound), self._letters_of(by_letter)

    def _letters_of(self, each: Sequence[Sequence[tuple[int, int, int, int]]]) -> Letters:
        at = np.zeros(len(each) + 1, np.int64)
        np.cumsum([len(spans) for spans in each], out=at[1:])
        every = np.array([span for spans in each for span in spans], np.int64)
        return Letters(at, every.reshape(-1, MAX_FOREIGN, 2), self.cells.latin, self.cells.value)

    def evidence(self, token: str, latin: Sequence[str], cosines: NDArray[np.float32]) -> NDArray[np.float64]:
        """The features (n, 6), in the order of ``FEATURES``, of Latin spellings in lower-case ASCII."""
        return np.column_stack([self._letters(token, Texts.of(latin), cosines), self.frequency(latin)])

    def _letters(self, token: str, latin: Texts, cosines: NDArray[np.float32]) -> NDArray[np.float64]:
        """The features (n, 5) but for the last."""
        script = script_of(token)
        romanised, original = self.spellings(token)
        packed = Candidates.of(latin)
        by_sound = self._model(script, "romanised").score(romanised, packed)
        model = self.models.get((script, "original"))
        by_letter = model.score(original, packed) if model else by_sound
        language = kernels().trigram_sums(packed.segments, packed.lengths, self.trigrams)
        features = np.column_stack([cosines, by_letter, by_sound, language, packed.lengths])
        out: NDArray[np.float64] = np.maximum(features, -200)
        return out

    def alignment(self, token: str, latin: str) -> list[Segment]:
        """Which letters of *token* stand for which letters of the Latin spelling *latin*."""
        script = script_of(token)
        romanised, original = self.spellings(token)
        target = self.latin(latin)
        model = self.models.get((script, "original"))
        if model:
            return model.best_cut(original, target)
        return self._model(script, "romanised").best_cut(romanised, target)

    def frequency(self, latin: Sequence[str]) -> NDArray[np.float64]:
        """Natural logarithm of one plus how often each name was met in a large sample, (n)."""
        keys = np.array([crc32(text.encode()) for text in latin], dtype=np.uint32)
        at = np.minimum(np.searchsorted(self.known, keys), len(self.known) - 1)
        out: NDArray[np.float64] = np.log1p(np.where(self.known[at] == keys, self.counts[at], 0))
        return out

    def is_usual(self, latin: Sequence[str]) -> bool:
        """Whether any of several spellings is a name that many bear."""
        return bool((self.frequency(latin) >= np.log1p(USUAL)).any())

    def _model(self, script: str, letters: str) -> LetterModel:
        return self.models.get((script, letters)) or self.models["other", "romanised"]
