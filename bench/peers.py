"""What others search names with, each behind the same two steps: made from names, asked for the ten best.

None of them decides anything: they order names by likeness. Each is imported when it is made, so that one that isn't
installed raises ImportError and can be left out.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from unidecode import unidecode

FIRST = 10
Search = Callable[[str], list[int]]
"""The numbers of the ten best names for a query, best first."""


@dataclass(frozen=True, slots=True)
class Peer:
    """How one is made from a list of names, and over how many names it is asked at most (above, one query takes
    seconds)."""

    title: str
    make: Callable[[Sequence[str]], Search]
    most_names: int = 10**9


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU seconds for making it, and for each query; how many of the queries had their name among the first ten."""

    title: str
    build: float
    query: list[float]
    found: float


def measure(peer: Peer, names: Sequence[str], asked: Sequence[tuple[str, int]]) -> Measured:
    """Makes a peer and asks it; `asked` are queries with the number of the name they were made from."""
    begun = time.process_time()
    search = peer.make(names)
    built = time.process_time() - begun
    times, found = [], 0
    for query, name in asked:
        begun = time.process_time()
        best = search(query)
        times.append(time.process_time() - begun)
        found += names[name] in [names[one] for one in best]
    return Measured(peer.title, built, times, found / len(asked))


def key(name: str) -> str:
    """What the peers compare, since they know one script only."""
    return unidecode(name).lower()


def _trigrams(name: str) -> set[str]:
    padded = f" {key(name)} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _rapidfuzz(names: Sequence[str]) -> Search:
    from rapidfuzz import fuzz, process

    keys = [key(name) for name in names]

    def search(query: str) -> list[int]:
        return [at for _, _, at in process.extract(key(query), keys, scorer=fuzz.token_sort_ratio, limit=FIRST)]

    return search


def _tf_idf(names: Sequence[str]) -> Search:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), preprocessor=key, dtype=np.float32)
    matrix = vectorizer.fit_transform(names).T.tocsr()

    def search(query: str) -> list[int]:
        row = vectorizer.transform([query])
        best = sp_matmul_topn(row, matrix, top_n=FIRST, sort=True, n_threads=1)
        return [int(at) for at in best.indices]

    return search


def _tantivy(names: Sequence[str]) -> Search:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("name", tokenizer_name="trigrams", index_option="freq")
    schema.add_integer_field("at", fast=True)
    built = schema.build()
    index = tantivy.Index(built)
    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, False)).build()
    index.register_tokenizer("trigrams", grams)
    writer = index.writer(64_000_000, 1)
    for at, name in enumerate(names):
        writer.add_document(tantivy.Document(name=f" {key(name)} ", at=at))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(built, "name", gram)) for gram in sorted(_trigrams(query))
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), FIRST, count=False).hits
        return [int(value or 0) for value in searcher.fast_field_values("at", [address for _, address in hits])]

    return search


def _sqlite(names: Sequence[str]) -> Search:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize='trigram')")
    base.executemany(
        "INSERT INTO names(rowid, name) VALUES (?, ?)", ((at, f" {key(name)} ") for at, name in enumerate(names))
    )

    def search(query: str) -> list[int]:
        terms = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in sorted(_trigrams(query)))
        rows = base.execute("SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?", (terms, FIRST))
        return [int(at) for (at,) in rows]

    return search


def hnsw(
    vector: Callable[[str], NDArray[np.float32]], vectors: NDArray[np.float32]
) -> Callable[[Sequence[str]], Search]:
    """HNSW over whole-name vectors of ours (n, d), of length 1; their making is not counted."""

    def make(names: Sequence[str]) -> Search:
        from usearch.index import Index

        index = Index(ndim=vectors.shape[1], metric="ip", dtype="i8")
        index.add(np.arange(len(names)), vectors, threads=1)

        def search(query: str) -> list[int]:
            return [int(at) for at in index.search(vector(query), FIRST, threads=1).keys]

        return search

    return make


def logic_v2_pair() -> Callable[[str, str], float]:
    """The judgement of nomenklatura's logic-v2 on two persons' names, in [0, 1]; ImportError if it isn't there."""
    from followthemoney import EntityProxy
    from nomenklatura.matching.logic_v2.model import LogicV2

    def person(id: str, name: str) -> Any:
        return EntityProxy.from_dict({"id": id, "schema": "Person", "properties": {"name": [name]}})

    config = LogicV2.default_config()

    def compare(left: str, right: str) -> float:
        return float(LogicV2.compare(person("left", left), person("right", right), config).score)

    return compare


PEERS = (
    Peer("rapidfuzz, every name", _rapidfuzz, 200_000),
    Peer("TF-IDF trigrams, sparse_dot_topn", _tf_idf),
    Peer("tantivy, trigrams", _tantivy),
    Peer("SQLite FTS5, trigrams", _sqlite),
)
