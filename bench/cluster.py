"""Measures how well spellings are collapsed into entities without a list of aliases, beside rapidfuzz.

    python bench/cluster.py [SETS...] [--shared DIR] [--entities N] [--seed S] [--jobs N]
    python bench/cluster.py --names 100000 --jobs 2

A table holds the index names and the answerable queries of a developer set, of persons only (of N of them, drawn with
the seed; 0 for all), each once; gold are the entities. A query with several right answers is left out, a name of two
entities counts once for each. "weak" are the queries that the set itself calls nicknames or low-quality aliases
(weak_aka): each set that has some is measured with and without them.

Pairwise precision, recall and F1 are over all pairs of names; B-cubed is the mean over names. rapidfuzz links names
whose unidecode forms, in lower case, are alike, and takes connected components, by the measure and at the threshold
that are best on this very table: the most that it can reach. "reach" is pairwise F1 if every pair that the search
brings up were judged without fault, and what follows from it by connection: the most that names alone may give.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from synthetic import Names
from unidecode import unidecode

from resolver.batch.clusters import searching
from resolver.cluster import Search, cluster_names
from resolver.cluster.cells import passed_over
from resolver.cluster.pairs import View
from resolver.index import NameIndex
from resolver.model import NameRow
from resolver.program import own_process
from resolver.text import clean
from training.lists import read

ROOT = Path(__file__).resolve().parent.parent
SETS = ("cyrl_systems", "un", "ofac")
WEAK = "weak"
MEASURES = (fuzz.token_sort_ratio, fuzz.WRatio)
THRESHOLDS = range(70, 100, 2)

Gold = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairwise and B-cubed figures, in [0, 1]."""

    f1: float
    precision: float
    recall: float
    b_cubed: float

    def cells(self) -> list[str]:
        return [f"{x:.3f}" for x in (self.f1, self.precision, self.recall, self.b_cubed)]


@dataclass(slots=True)
class Watched:
    """A search that remembers which pairs it brought up."""

    search: Search
    seen: list[tuple[int, int]] = field(default_factory=list)

    def index(self, rows: Iterable[NameRow]) -> NameIndex:
        return self.search.index(rows)

    def views(self, index: NameIndex, names: Sequence[int], settled: Collection[int] = ()) -> Iterator[View]:
        for view in self.search.views(index, names, settled):
            self.seen.append((view.name, view.other))
            yield view


def table(folder: Path, entities: int, seed: int, *, weak: bool) -> tuple[Gold, int]:
    """The names of a set with their entities, and how many of them are weak."""
    listed = [row for row in read(folder / "entities.tsv") if row[1] == "person"]
    ids = sorted({row[0] for row in listed})
    some = set(random.Random(seed).sample(ids, entities) if 0 < entities < len(ids) else ids)
    gold: defaultdict[str, set[str]] = defaultdict(set)
    for row in listed:
        if row[0] in some:
            gold[clean(row[2])].add(row[0])
    count = 0
    for query, expected, category in read(folder / "queries.tsv"):
        if expected in some and (weak or not category.startswith(WEAK)):
            gold[clean(query)].add(expected)
            count += category.startswith(WEAK)
    return {name: frozenset(ids) for name, ids in gold.items() if not passed_over(name)}, count


def quality(cluster_of: Mapping[str, object], gold: Gold) -> Quality:
    """How well clusters agree with entities; a name without a cluster stands alone."""
    rows = [(cluster_of.get(name, name), id) for name, ids in gold.items() for id in ids]
    both, clusters, entities = Counter(rows), Counter(c for c, _ in rows), Counter(id for _, id in rows)

    def pairs(groups: Counter[object] | Counter[tuple[object, str]] | Counter[str]) -> int:
        return sum(n * (n - 1) // 2 for n in groups.values())

    right = pairs(both)
    precision, recall = right / max(pairs(clusters), 1), right / max(pairs(entities), 1)
    b_precision = sum(n * n / clusters[c] for (c, _), n in both.items()) / len(rows)
    b_recall = sum(n * n / entities[id] for (_, id), n in both.items()) / len(rows)
    return Quality(
        harmonic(precision, recall), precision, recall, harmonic(b_precision, b_recall)
    )  # fmt: skip


def harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def components(names: Sequence[str], edges: Iterable[tuple[int, int]]) -> dict[str, object]:
    """The connected component of each name."""
    parent = list(range(len(names)))

    def find(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for i, j in edges:
        parent[find(i)] = find(j)
    return {name: find(at) for at, name in enumerate(names)}


def by_rapidfuzz(names: Sequence[str], gold: Gold) -> tuple[Quality, str]:
    """The best that connected components reach, and how."""
    plain = [unidecode(name).lower() for name in names]
    found = []
    for measure in MEASURES:
        alike = np.triu(process.cdist(plain, plain, scorer=measure, dtype=np.uint8), 1)
        for threshold in THRESHOLDS:
            left, right = np.nonzero(alike >= threshold)
            reached = quality(components(names, zip(left.tolist(), right.tolist(), strict=True)), gold)
            found.append((reached.f1, f"{measure.__name__} >= {threshold}", reached))
    _, how, reached = max(found, key=lambda x: x[:2])
    return reached, how


def measure(gold: Gold, jobs: int) -> Iterator[tuple[str, list[str]]]:
    """The rows of the table for one set of names."""
    names = sorted(gold)
    started = time.process_time()
    with searching("person", jobs, lambda _: None) as search:
        watched = Watched(search)
        found = cluster_names(names, type="person", search=watched)
    took = time.process_time() - started
    ids = {name: cluster.id for name, cluster in found.by_name().items()}
    yield f"resolver ({1000 * took / len(names):.1f} ms a name)", quality(ids, gold).cells()
    best, how = by_rapidfuzz(names, gold)
    yield f"rapidfuzz, {how}", best.cells()
    right = (pair for pair in watched.seen if not gold[names[pair[0]]].isdisjoint(gold[names[pair[1]]]))
    yield "reach", quality(components(names, right), gold).cells()


def timed(count: int, shared: Path, seed: int, jobs: int) -> str:
    """Clusters made-up names, and tells how long it took and how much memory the largest processes had."""
    names = list(islice(Names(shared).draw(seed), count))
    started, spent = time.monotonic(), _cpu_seconds()
    with searching("person", jobs, lambda _: None) as search:
        found = cluster_names(names, type="person", search=search)
    took, spent = time.monotonic() - started, _cpu_seconds() - spent
    own, worker = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (
        f"{len(names):,} names, {len(found.clusters):,} entities, {jobs} processes: {took:.0f} s, {spent:.0f} s of CPU "
        f"({1000 * spent / len(names):.1f} ms a name), {own} MB and {worker} MB a worker"
    )


def _cpu_seconds() -> float:
    """The time of all processors that this process and those it waited for have had."""
    return sum(os.times()[:4])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=SETS, metavar="SETS", help=f"default: {' '.join(SETS)}")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="holds eval/ (default: ../shared)")
    parser.add_argument("--entities", type=int, default=300, metavar="N", help="persons of each set (default: 300)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default: 1)")
    parser.add_argument("--names", type=int, default=0, metavar="N", help="cluster so many made-up names instead")
    options = parser.parse_args()
    own_process()
    if options.names:
        print(timed(options.names, options.shared, options.seed, options.jobs))
        return
    print(
        "| set | names | entities | judge | F1 | precision | recall | B-cubed F1 |\n|---|---|---|---|---|---|---|---|"
    )
    for name in options.sets:
        for weak in (False, True):
            gold, weak_names = table(options.shared / "eval" / name, options.entities, options.seed, weak=weak)
            if weak and not weak_names:
                continue
            entities = len({id for ids in gold.values() for id in ids})
            for judge, cells in measure(gold, options.jobs):
                label = f"{name}, with weak names" if weak else name
                print(f"| {label} | {len(gold):,} | {entities:,} | {judge} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
