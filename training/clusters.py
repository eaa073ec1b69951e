"""Learns the figures of `resolver.cluster` and writes them.

    python -m training.clusters --shared ../shared

Learned from tables of names whose entities are known: the bundled aliases of persons; and the politicians of the
training share (`training.lists.in_training_share`) under the other names that the developer set has for them, varied
by training/corrupt.py, with made-up namesakes and relatives: once from all over the world, once those whose names most
others bear too, since the names of one country are more alike than those of many; and many of them with few names each,
since the more people there are, the sooner two are alike by chance. A pair of names is an example; the tables count
alike. First it is learned what the two names tell, then what the names tell that either is like besides. How pairs are
counted in clustering is what gives the best mean F1 over the pairs of all tables, or one as good (see `mildest`); how
far clusters can be trusted is learned from the clusters that come of it.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resolver.cluster.cells import passed_over
from resolver.cluster.flow import SearchHere
from resolver.cluster.model import BESIDE_OTHERS, ClusterModel, Judged, beside_others
from resolver.cluster.pairs import FEATURES, LEAST_LOG_ODDS, Pairs, paired
from resolver.cluster.settle import settle
from resolver.model import NameRow
from resolver.sources import read_aliases
from resolver.sources.aliases import bundled_files
from resolver.text import clean
from resolver.threads import one_thread_each
from training.chains import koreans, people
from training.corrupt import twin, vary
from training.lists import in_training_share, read

SEED = 20_262
POLITICIANS = 300
"""Entities of each table of politicians, without the made-up ones."""
CHAINS, KOREANS = 220, 350
"""People of each table of training/chains.py, without their relatives."""
BUNDLED = 0.4
"""The share of the bundled persons that is learned from: few of them are much like others."""
STRANGERS, FEW = 2_000, 2
"""Politicians of the table without relatives, and how many other names of each stand in it."""
TWINS = 0.1
VARIED = 4
"""Up to so many varied spellings a politician."""
FATHERS = 0.4
LONG = 3
PENALTY = 1.0
THRESHOLDS = (-0.75, -0.5, -0.25, 0.0, 0.25)
ABSENT = (-0.1, -0.2, -0.35, -0.5)
MOST = (4.0, 6.0)
OUT = Path("resolver/cluster/data/weights.json")

Gold = Mapping[str, frozenset[str]]
"""Name -> the ids of the entities that it denotes."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names of a table, their entities, their pairs, and which of these are right."""

    names: list[str]
    gold: Gold
    pairs: Pairs
    right: NDArray[np.bool_]


def known(named: Mapping[str, set[str]]) -> Known:
    """A table whose names are searched for one another."""
    gold: defaultdict[str, set[str]] = defaultdict(set)
    for name, ids in named.items():
        if not passed_over(clean(name)):
            gold[clean(name)] |= ids
    names = sorted(gold)
    search = SearchHere("person")
    index = search.index(NameRow(f"{at:09}", name, "person") for at, name in enumerate(names))
    pairs = paired(search.views(index, range(len(names))))
    ends = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    right = np.array([not gold[names[i]].isdisjoint(gold[names[j]]) for i, j in ends])
    print(f"{len(names)} names, {len(right)} pairs, {right.sum()} of them right", flush=True)
    return Known(names, {name: frozenset(ids) for name, ids in gold.items()}, pairs, right)


def bundled(rng: random.Random) -> dict[str, set[str]]:
    """The bundled aliases of some persons."""
    rows = [row for row in read_aliases(bundled_files()) if row.type == "person"]
    ids = sorted({row.entity_id for row in rows})
    some = set(rng.sample(ids, round(BUNDLED * len(ids))))
    named: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.entity_id in some:
            named[row.name].add(row.entity_id)
    return named


def relative(name: str, other: str, rng: random.Random) -> str:
    """A brother: another given name before the same words; or a father, whose name is the rest of his son's."""
    words = [word.strip(",") for word in (name.partition(",")[2] + " " + name.partition(",")[0]).split()]
    return " ".join(words[1:] if rng.random() < FATHERS else [rng.choice(other.replace(",", "").split()), *words[1:]])


def _training_share(shared: Path) -> tuple[list[list[str]], Mapping[str, Sequence[str]]]:
    """The politicians of the training share, and the other names that are listed for each politician, by id."""
    folder = shared / "eval" / "popolo"
    listed: defaultdict[str, list[str]] = defaultdict(list)
    for query, expected, _ in read(folder / "queries.tsv"):
        listed[expected].append(query)
    return [row for row in read(folder / "entities.tsv") if in_training_share(row[0])], listed


def politicians(shared: Path, rng: random.Random, kind: str) -> dict[str, set[str]]:
    """Politicians of the training share, up to half of them with names in other languages, and relatives of some;
    of the `kind` "alike" those with the most common words in their names, of the kind "long" those of many words."""
    mine, listed = _training_share(shared)
    if kind == "long":
        mine = [row for row in mine if len(row[2].split()) >= LONG and row[2].isascii()]
    if kind == "alike":
        bearers = Counter(word for row in mine for word in row[2].split())
        mine.sort(key=lambda row: -sum(bearers[word] for word in row[2].split()) / len(row[2].split()))
        mine = mine[: 2 * POLITICIANS]
    rich = [row for row in mine if row[0] in listed]
    half = POLITICIANS // 2
    some = {row[0]: row for row in [*rng.sample(rich, min(half, len(rich))), *rng.sample(mine, half)]}
    named: defaultdict[str, set[str]] = defaultdict(set)
    for id, row in some.items():
        names = [row[2], *listed[id]]
        names += [vary(rng.choice(names), rng) for _ in range(rng.randrange(VARIED + 1))]
        for number, make in enumerate([twin] if kind != "long" else [twin, relative, relative]):
            if rng.random() < TWINS:
                near = make(row[2], rng.choice(list(some.values()))[2], rng)
                for _ in range(rng.randint(1, VARIED - 1)):
                    named[near].add(f"{id}#{number}")
                    near = vary(near, rng)
        for name in names:
            named[name].add(id)
    return named


def strangers(shared: Path, rng: random.Random) -> dict[str, set[str]]:
    """Many politicians of the training share under few names each, none of them related but by chance."""
    mine, listed = _training_share(shared)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for id, _, name, *_ in rng.sample(mine, STRANGERS):
        names = [name, *rng.sample(listed[id], min(FEW, len(listed[id])))]
        names += [vary(rng.choice(names), rng) for _ in range(rng.randrange(2))]
        for each in names:
            named[each].add(id)
    return named


def logistic(rows: NDArray[np.float64], right: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of a logistic regression (Newton's method)."""
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ ((p - right) * counts) + PENALTY * weights
        bend = (rows.T * (counts * p * (1 - p))) @ rows + PENALTY * np.eye(rows.shape[1])
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-7:
            break
    return weights


def settled(table: Known, model: ClusterModel) -> tuple[list[int], dict[tuple[int, int], float], Judged]:
    """The cluster of each name, what its pairs count, and what is thought of them."""
    judged = model.judged(table.pairs, len(table.names))
    ends = list(zip(table.pairs.left.tolist(), table.pairs.right.tolist(), strict=True))
    counts = dict(zip(ends, judged.counts.tolist(), strict=True))
    apart = [pair for pair, denied in zip(ends, table.pairs.denied.tolist(), strict=True) if denied]
    return settle([1] * len(table.names), counts, apart, absent=model.absent), counts, judged


def pairwise_f1(clusters: Sequence[int], names: Sequence[str], gold: Gold) -> float:
    """F1 over all pairs of names; a name of two entities counts twice."""
    rows = [(cluster, id) for cluster, name in zip(clusters, names, strict=True) for id in gold[name]]

    def pairs(groups: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in groups.values())

    both = pairs(Counter(rows))
    return 2 * both / (pairs(Counter(c for c, _ in rows)) + pairs(Counter(id for _, id in rows)))


def trust(tables: Sequence[Known], model: ClusterModel) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Offset and slope of `ClusterModel.of_cluster`, and of `of_single` as if every other lone name were rightly so."""
    within, alone = [], []
    for table in tables:
        clusters, weights, judged = settled(table, model)
        best = [LEAST_LOG_ODDS] * len(table.names)
        for (i, j), value in zip(weights, judged.together.tolist(), strict=True):
            best[i], best[j] = max(best[i], value), max(best[j], value)
        members: defaultdict[int, list[int]] = defaultdict(list)
        for number, cluster in enumerate(clusters):
            members[cluster].append(number)
        bearers = Counter(id for name in table.names for id in table.gold[name])
        for numbers in members.values():
            if len(numbers) == 1:
                lonely = all(bearers[id] == 1 for id in table.gold[table.names[numbers[0]]])
                alone.append((best[numbers[0]], float(lonely), 1000 / len(table.names)))
                continue
            pairs = list(combinations(numbers, 2))
            mean = sum(weights.get(pair, model.absent) for pair in pairs) / len(pairs)
            right = sum(not table.gold[table.names[i]].isdisjoint(table.gold[table.names[j]]) for i, j in pairs)
            within.append((mean, right / len(pairs), 1000 / len(table.names)))
    # Few people of these tables have one name only; of those of other tables, most have.
    of_lonely = sum(count for _, lonely, count in alone if lonely) / sum(count for *_, count in alone)
    alone = [(odds, lonely, count / (of_lonely if lonely else 1 - of_lonely)) for odds, lonely, count in alone]
    fitted = []
    for found in (within, alone):
        column, right, counts = np.array(found).T
        fitted.append(logistic(np.column_stack([np.ones(len(column)), column]), right, counts))
    return fitted[0], fitted[1]


Figures = tuple[float, float, float]
"""Threshold, absent and most of a `ClusterModel`."""


def mildest(tried: Mapping[Figures, Sequence[float]]) -> Figures:
    """Of the figures that are as good as the best, as far as so few tables can tell (within one standard error of the
    mean difference), those by which a pair that nothing speaks for counts least against a cluster; of these the best.
    People of these tables have fewer names that share nothing than people of real lists."""
    mean = {figures: float(np.mean(f1)) for figures, f1 in tried.items()}
    best = np.array(tried[max(mean, key=mean.__getitem__)])

    def as_good(f1: Sequence[float]) -> bool:
        behind = best - f1
        return float(behind.mean()) <= float(behind.std(ddof=1)) / math.sqrt(len(behind))

    return max((figures for figures, f1 in tried.items() if as_good(f1)), key=lambda each: (each[1], mean[each]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    one_thread_each()
    shared = options.shared
    named = [politicians(shared, random.Random(SEED + n), kind) for n, kind in enumerate(("", "alike", "long"))]
    named += [people(shared, random.Random(SEED + n), CHAINS) for n in (1, 2)]
    named += [koreans(shared, random.Random(SEED), KOREANS), strangers(shared, random.Random(SEED))]
    tables = [known(table) for table in (*named, bundled(random.Random(SEED)))]
    right = np.concatenate([table.right for table in tables]).astype(float)
    counts = np.concatenate([np.full(len(table.right), 1000 / len(table.names)) for table in tables])

    def fitted(names: Sequence[str], rows: Sequence[NDArray[np.float64]]) -> dict[str, float]:
        weights = logistic(np.vstack(rows), right, counts)
        return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}

    weights = fitted(FEATURES, [table.pairs.features for table in tables])
    alone = [table.pairs.features @ np.array(list(weights.values())) for table in tables]
    beside = [beside_others(table.pairs, odds, len(table.names)) for table, odds in zip(tables, alone, strict=True)]
    in_company = fitted(BESIDE_OTHERS, beside)

    def model(threshold: float, absent: float, most: float) -> ClusterModel:
        return ClusterModel(weights, in_company, threshold, absent, most, (0.0, 1.0), (0.0, -1.0))

    def f1_of(figures: Figures) -> list[float]:
        judged = [pairwise_f1(settled(table, model(*figures))[0], table.names, table.gold) for table in tables]
        print(figures, [round(f1, 4) for f1 in judged], flush=True)
        return judged

    tried = {figures: f1_of(figures) for figures in product(THRESHOLDS, ABSENT, MOST)}
    best = mildest(tried)
    of_cluster, of_single = trust(tables, model(*best))
    report = {
        "command": "python -m training.clusters --shared ../shared",
        "seed": SEED,
        "weights": weights,
        "in_company": in_company,
        "threshold": best[0],
        "absent": best[1],
        "most": best[2],
        "of_cluster": [round(float(x), 4) for x in of_cluster],
        "of_single": [round(float(x), 4) for x in of_single],
        "f1": [round(f1, 4) for f1 in tried[best]],
    }
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
