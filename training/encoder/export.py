"""Write what was learned as the files that the runtime reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from resolver.encode.align import LATIN_SEGMENTS
from resolver.encode.rerank import FEATURES, Reranker
from training.encoder.joint import Trained
from training.encoder.letters import Learned


def quantise(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Rows as whole numbers from -127 to 127 and one scale a row."""
    scales = (np.abs(table).max(axis=1) / 127).astype(np.float16)
    safe = np.maximum(scales.astype(np.float32), 1e-7)[:, None]
    return np.clip(np.rint(table / safe), -127, 127).astype(np.int8), scales


def write_encoder(trained: Trained, folder: Path) -> None:
    """The arrays of both halves: n-gram rows in int8, the small rest in float16."""
    rows, scales = quantise(trained.bag.table)
    state: dict[str, NDArray[np.float32]] = {k: v.numpy() for k, v in trained.network.state_dict().items()}
    out: dict[str, NDArray[Any]] = {"ngrams": rows, "scales": scales, "codes": trained.alphabet.codes.astype(np.int32)}
    small = {
        "letters": state["letters.weight"],
        "spaces": state["spaces.weight"],
        "from_start": state["from_start"],
        "from_end": state["from_end"],
        "project": state["project.weight"].T,
        "offset": state["project.bias"],
    }
    names = ["first", *(f"rest.{i}" for i in range(len(trained.network.rest)))]
    for i, name in enumerate(names):
        small[f"kernel{i}"] = state[f"{name}.weight"][:, :, 0, :].transpose(2, 1, 0)
        small[f"bias{i}"] = state[f"{name}.bias"]
    out.update({name: np.ascontiguousarray(value).astype(np.float16) for name, value in small.items()})
    for name, array in out.items():
        np.save(folder / f"{name}.npy", array)


def write_letters(models: dict[tuple[str, str], Learned], trigrams: NDArray[np.float32], folder: Path) -> None:
    """The letter models of all scripts behind one another, and the trigrams of Latin names."""
    keys, values, described, at = [], [], [], 0
    for (script, letters), model in sorted(models.items()):
        segment, latin = np.nonzero(model.table)
        key = (segment.astype(np.int64) * LATIN_SEGMENTS + latin).astype(np.uint32)
        keys.append(key)
        values.append(np.log(model.table[segment, latin]).astype(np.float16))
        described.append(
            {"script": script, "letters": letters, "from": at, "to": at + len(key), "segments": model.segments}
        )
        at += len(key)
    np.save(folder / "segment_keys.npy", np.concatenate(keys))
    np.save(folder / "segment_values.npy", np.concatenate(values))
    np.save(folder / "trigrams.npy", trigrams.astype(np.float16))
    write_rerank(folder, described, dict.fromkeys(FEATURES, 0.0))


def read_letters(folder: Path) -> dict[tuple[str, str], Learned]:
    """The letter models of a weights folder, as they were learned."""
    keys, values = np.load(folder / "segment_keys.npy"), np.load(folder / "segment_values.npy")
    out = {}
    for entry in Reranker.described(folder)["models"]:
        key, value = keys[entry["from"] : entry["to"]], values[entry["from"] : entry["to"]]
        table = np.zeros((len(entry["segments"]), LATIN_SEGMENTS), np.float32)
        table[key // LATIN_SEGMENTS, key % LATIN_SEGMENTS] = np.exp(value.astype(np.float32))
        out[entry["script"], entry["letters"]] = Learned(entry["segments"], table)
    return out


def write_names(counts: Mapping[str, int], folder: Path) -> None:
    """How often each Latin name was met, under the name's CRC-32."""
    kept = dict(sorted((crc32(name.encode()), count) for name, count in counts.items()))
    np.save(folder / "name_keys.npy", np.array(list(kept), dtype=np.uint32))
    np.save(folder / "name_counts.npy", np.minimum(np.array(list(kept.values())), 65535).astype(np.uint16))


def write_rerank(folder: Path, models: list[dict[str, Any]], weights: dict[str, float]) -> None:
    """Where each letter model lies and what the evidence weighs."""
    body = {"weights": weights, "models": models}
    (folder / "rerank.json").write_text(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def write_manifest(folder: Path, version: str, dim: int, layers: int, training: dict[str, Any]) -> None:
    """Version, sizes and the SHA-256 of every file."""
    files = sorted(p for p in folder.iterdir() if p.suffix in (".npy", ".tsv") or p.name == "rerank.json")
    digests = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    body = {"format": 1, "version": version, "dim": dim, "layers": layers, "training": training, "sha256": digests}
    (folder / "manifest.json").write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
