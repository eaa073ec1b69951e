"""Names to vectors: spellings of one name in any script lie close together.

A word's vector is the sum of the learned rows of its letter groups (the n-gram half) and the output of
a small convolutional network over its letters (the character half). A name's vector is the sum of its
words' vectors. All are scaled to length 1, so that a dot product is a cosine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.encode.features import ngram_rows, signs
from resolver.encode.network import Network
from resolver.encode.views import LetterTable, views
from resolver.kernels import Layer, kernels, places

WEIGHTS = Path(__file__).parent / "weights"
CHUNK = 192
"""Distinct words computed at a time: small enough that the layers stay in the processor's cache."""

Vectors = NDArray[np.float32]


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a weights folder; ``OSError`` or ``ValueError`` where it is missing or unreadable."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FileNotFoundError(f"no encoder weights in {folder}: manifest.json is missing") from error
    if manifest.get("format") != 1:
        raise ValueError(
            f"encoder weights in {folder} have format {manifest.get('format')!r}; this release reads format 1"
        )
    return manifest


def damaged_files(folder: Path) -> list[str]:
    """Names of weight files whose SHA-256 is not the manifest's."""
    files: dict[str, str] = read_manifest(folder)["sha256"]
    return [
        name for name, digest in files.items() if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]


@dataclass(frozen=True, slots=True)
class Encoder:
    """The learned encoder. Safe to share between threads; holds no state but the weights.

    ``dim`` is the length of its vectors, ``version`` names weights and normalisation together: vectors
    of different versions must not be compared.
    """

    dim: int
    version: str
    letters: LetterTable = field(repr=False)
    network: Network = field(repr=False)
    rows: NDArray[np.int8] = field(repr=False)
    scales: NDArray[np.float32] = field(repr=False)

    @classmethod
    def load(cls, path: Path | None = None) -> Encoder:
        """Open the weights in the folder *path* (the shipped ones by default).

        The large table is mapped into memory, so several processes share it.
        """
        folder = path or WEIGHTS
        manifest = read_manifest(folder)

        def array(name: str) -> Any:
            return np.load(folder / f"{name}.npy").astype(np.float32)

        count = int(manifest["layers"])
        network = Network(
            codes=np.load(folder / "codes.npy"),
            letters=array("letters"),
            spaces=array("spaces"),
            first=array("kernel0"),
            bias=array("bias0"),
            layers=tuple(Layer.of(array(f"kernel{i}"), array(f"bias{i}")) for i in range(1, count)),
            from_start=array("from_start"),
            from_end=array("from_end"),
            project=array("project"),
            offset=array("offset"),
        )
        rows = np.load(folder / "ngrams.npy", mmap_mode="r")
        if rows.dtype != np.int8 or rows.shape[1] != manifest["dim"]:
            raise ValueError(f"{folder / 'ngrams.npy'} is {rows.dtype} {rows.shape}, not int8 (n, {manifest['dim']})")
        table = LetterTable.load(folder / "letters.tsv")
        return cls(int(manifest["dim"]), str(manifest["version"]), table, network, rows, array("scales"))

    def encode(self, tokens: Sequence[str]) -> Vectors:
        """Vectors (n, dim) of tokens or whole names, each of length 1.

        A text without letters or digits gets a vector of zeros. Results do not depend on what else is in
        the batch.
        """
        known: dict[tuple[tuple[int, str], ...], int] = {}
        owners, members = [], []
        for i, token in enumerate(tokens):
            for word in views(token, self.letters):
                owners.append(i)
                members.append(known.setdefault(tuple(word), len(known)))
        out = np.zeros((len(tokens), self.dim), dtype=np.float32)
        if known:
            words = self._words(list(known))
            np.add.at(out, owners, words[members])
        norm = np.sqrt((out * out).sum(axis=1, keepdims=True))
        out /= np.maximum(norm, np.float32(1e-12))
        return out

    def half(self, which: str) -> Encoder:
        """This encoder reduced to its ``ngrams`` or its ``letters``, to measure what each gives; or ``both``."""
        if which == "ngrams":
            silent = replace(self.network, project=self.network.project * 0, offset=self.network.offset * 0)
            return replace(self, network=silent)
        if which == "letters":
            return replace(self, scales=self.scales * 0)
        if which != "both":
            raise ValueError(f"half must be 'both', 'ngrams' or 'letters', not {which!r}")
        return self

    def _words(self, spelled: Sequence[Sequence[tuple[int, str]]]) -> Vectors:
        """Vectors of distinct words, not normalised."""
        packed = [signs(word) for word in spelled]
        order = sorted(range(len(packed)), key=lambda i: len(packed[i]))
        out = np.empty((len(packed), self.dim), dtype=np.float32)
        for low in range(0, len(order), CHUNK):
            chosen = order[low : low + CHUNK]
            starts = places(len(packed[i]) for i in chosen)
            flat = np.array([sign for i in chosen for sign in packed[i]], dtype=np.int32)
            row, place = ngram_rows(flat, self.rows.shape[0].bit_length() - 1)
            grams = kernels().summed(self.rows, self.scales, row, np.searchsorted(place, starts))
            out[chosen] = grams + self.network.forward(flat, starts)
        return out
