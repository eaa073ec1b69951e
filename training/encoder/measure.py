"""Figures of the encoder on the developer sets: recall among all indexed names, by cosine and reranked.

Of ``cities`` and ``popolo`` only the half that is not trained on is asked (``pairs.trained_on``).
"""

from __future__ import annotations

import time
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from resolver.encode.encoder import Encoder
from resolver.encode.rerank import Reranker
from training.encoder.pairs import WD_SETS, is_trained_query, read_table

Vectors = NDArray[np.float32]


def encode_all(encoder: Encoder, texts: list[str]) -> Vectors:
    """Vectors of many texts."""
    return np.concatenate([encoder.encode(texts[i : i + 4096]) for i in range(0, len(texts), 4096)])


class Names:
    """The distinct names of an index and the entities that bear them."""

    def __init__(self, rows: list[list[str]], encoder: Encoder) -> None:
        self.texts = list(dict.fromkeys(row[2] for row in rows))
        place = {text: i for i, text in enumerate(self.texts)}
        self.of: dict[str, set[int]] = {}
        for row in rows:
            self.of.setdefault(row[0], set()).add(place[row[2]])
        self.vectors = encode_all(encoder, self.texts)


def ranks(query: Vectors, names: Names, expected: list[list[int]]) -> NDArray[np.int64]:
    """Names that are nearer than the best expected one, for each query."""
    out = []
    for low in range(0, len(query), 256):
        for cosines, right in zip(query[low : low + 256] @ names.vectors.T, expected[low : low + 256], strict=True):
            out.append(int((cosines > cosines[right].max()).sum()) if right else len(cosines))
    return np.array(out)


def reranked(
    queries: list[str], query: Vectors, names: Names, expected: list[list[int]], reranker: Reranker
) -> tuple[NDArray[np.int64], float]:
    """The same among the 100 nearest in the order of the letter evidence; and milliseconds a query."""
    latin = [reranker.latin(text) or "x" for text in names.texts]
    out, spent = [], 0.0
    for text, vector, right in zip(queries, query, expected, strict=True):
        cosines = names.vectors @ vector
        nearest = np.argpartition(-cosines, 100)[:100]
        hit = np.isin(nearest, right)
        begun = time.perf_counter()
        score = reranker.score(text, [latin[i] for i in nearest], cosines[nearest])
        spent += time.perf_counter() - begun
        out.append(int((score > score[hit].max()).sum()) if hit.any() else len(cosines))
    return np.array(out), 1000 * spent / len(queries)


def shares(found: NDArray[np.int64]) -> str:
    """Recall at 1, 10 and 100."""
    return " ".join(f"{(found < k).mean():.3f}" for k in (1, 10, 100))


@click.command()
@click.option("--shared", type=click.Path(path_type=Path, exists=True), default=Path("../shared"))
@click.option("--weights", type=click.Path(path_type=Path, exists=True), default=None)
@click.option("--most", default=0, help="Queries a set, drawn by chance; 0 for all.")
@click.option("--sets", default="", help="Sets, separated by commas; all by default.")
@click.option(
    "--only", type=click.Choice(["both", "ngrams", "letters"]), default="both", help="Half of the encoder to use."
)
def main(shared: Path, weights: Path | None, most: int, sets: str, only: str) -> None:
    """Print recall@1, @10 and @100 by cosine, then reranked by letters."""
    encoder, reranker = Encoder.load(weights).half(only), Reranker.load(weights)
    evaluation = shared / "eval"
    chosen = sets.split(",") if sets else [*WD_SETS, "wd_full", "cities", "popolo", "cyrl_systems", "ofac", "un"]
    tokens: Names | None = None
    for name in chosen:
        if name in WD_SETS:
            tokens = tokens or Names(list(read_table(evaluation / "wd" / "entities.tsv")), encoder)
            names = tokens
        else:
            names = Names(list(read_table(evaluation / name / "entities.tsv")), encoder)
        rows = [
            row
            for row in read_table(evaluation / name / "queries.tsv")
            if row[1] != "NIL"
            and not is_trained_query(name, row[1])
            and not row[2].startswith(("weak_aka", "fka", "aka_exact"))
            and not row[2].endswith(":far")
        ]
        if most and most < len(rows):
            rows = [rows[i] for i in sorted(np.random.default_rng(0).permutation(len(rows))[:most])]
        queries = [row[0] for row in rows]
        expected = [sorted({i for entity in row[1].split("|") for i in names.of.get(entity, ())}) for row in rows]
        vectors = encode_all(encoder, queries)
        line = f"{name:13} {len(rows):5} cosine {shares(ranks(vectors, names, expected))}"
        if name in WD_SETS:
            found, spent = reranked(queries, vectors, names, expected, reranker)
            line += f"   reranked {shares(found)}  ({spent:.2f} ms)"
        click.echo(line)


if __name__ == "__main__":
    main()
