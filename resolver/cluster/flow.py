"""From names to clusters: search, weigh, settle, name."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Protocol

from resolver.cluster.cells import passed_over
from resolver.cluster.constraints import Constraint, Earlier, groups_of
from resolver.cluster.model import ClusterModel
from resolver.cluster.pairs import LEAST_LOG_ODDS, Beholder, Pairs, View, paired
from resolver.cluster.result import Cluster, Clustering, Doubt
from resolver.cluster.settle import settle
from resolver.decide.model import probability
from resolver.index import NameIndex
from resolver.model import EntityType, NameRow
from resolver.names import parse
from resolver.text import clean, script_of

DOUBTFUL = 0.25
"""Pairs of at least this probability that are apart, and pairs of at most 1 less this that are together, are doubts."""
_ID_BYTES = 6


class Search(Protocol):
    """How the names of a table are searched for one another: here, or in several processes."""

    def index(self, rows: Iterable[NameRow]) -> NameIndex:
        """An index of the rows."""
        ...

    def views(self, index: NameIndex, names: Sequence[int], settled: Collection[int] = ()) -> Iterable[View]:
        """What these names of it show of others, and of the `settled` ones, which are not searched for."""
        ...


@dataclass(frozen=True, slots=True)
class SearchHere:
    """Searches in this process; `progress` is told how many names were searched since the last call."""

    type: EntityType | None = None
    progress: Callable[[int], None] = lambda _: None

    def index(self, rows: Iterable[NameRow]) -> NameIndex:
        return NameIndex.of(rows)

    def views(self, index: NameIndex, names: Sequence[int], settled: Collection[int] = ()) -> Iterator[View]:
        beholder = Beholder(index, self.type, settled)
        for views in beholder.views(names):
            yield from views
            self.progress(1)


def cluster_names(
    names: Iterable[str],
    *,
    type: EntityType | None = None,
    constraints: Iterable[Constraint] = (),
    earlier: Iterable[NameRow] = (),
    search: Search | None = None,
) -> Clustering:
    """Collapses spellings into entities; `type` says what all of them name.

    A name given several times counts as often. Names longer than 1,000 characters, or without letters or digits, what
    says that a name is unknown ("n/a"), and of persons two full names in one are passed over. The order of names plays
    no part. `earlier` is the name list of an earlier run: its names stay together under their id, new ones may join
    them. `search` does the searching (default: here). Raises InputError where constraints contradict each other or the
    earlier clusters.
    """
    counts = Counter(name for name in map(clean, names) if not passed_over(name, type))
    search = search or SearchHere(type)
    known = Earlier.of(earlier)
    ordered = sorted({*counts, *(name for name in known.ids if not passed_over(name))})
    if not ordered:
        return Clustering((), ())
    # Each name is an entity of its own, numbered in the order of the alphabet.
    index = search.index(NameRow(f"{at:09}", name, type or "") for at, name in enumerate(ordered))
    new = [number for number, name in enumerate(ordered) if name not in known.ids]
    settled = frozenset(number for number, name in enumerate(ordered) if name in known.ids)
    views = search.views(index, new, settled)
    cleaned = tuple(replace(c, left=clean(c.left), right=clean(c.right)) for c in constraints)
    return _Table(ordered, counts, paired(views), cleaned, known).clustering()


class _Table:
    """The names of a table with all that was found out about them."""

    def __init__(
        self,
        texts: Sequence[str],
        counts: Mapping[str, int],
        pairs: Pairs,
        constraints: tuple[Constraint, ...],
        earlier: Earlier,
    ) -> None:
        model = ClusterModel.shipped()
        self._model = model
        self._texts = texts
        self._numbers = {text: number for number, text in enumerate(texts)}
        self._counts = counts
        self._earlier = earlier
        self._pairs = pairs
        judged = model.judged(pairs, len(texts))
        self._alone, self._together = judged.alone.tolist(), judged.together.tolist()
        ends = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
        self._weights = dict(zip(ends, judged.counts.tolist(), strict=True))
        self._constraints = constraints
        self._groups = groups_of(self._numbers, constraints, earlier)

    def clustering(self) -> Clustering:
        """Settles the names, and says what came of it."""
        of = self._settled()
        members: defaultdict[int, list[int]] = defaultdict(list)
        for number, cluster in enumerate(of):
            members[cluster].append(number)
        best = [LEAST_LOG_ODDS] * len(of)
        for (i, j), log_odds in zip(self._weights, self._together, strict=True):
            best[i], best[j] = max(best[i], log_odds), max(best[j], log_odds)
        clusters = [self._cluster(numbers, best) for numbers in members.values()]
        clusters.sort(key=lambda cluster: (cluster.name, cluster.id))
        return Clustering(tuple(clusters), tuple(self._doubts(of)))

    def _settled(self) -> list[int]:
        """The cluster of each name."""
        groups = [self._groups.find(number) for number in range(len(self._texts))]
        items = {group: item for item, group in enumerate(dict.fromkeys(groups))}
        item_of = [items[group] for group in groups]
        sizes = list(Counter(item_of).values())
        shared: defaultdict[tuple[int, int], float] = defaultdict(float)
        known: Counter[tuple[int, int]] = Counter()
        apart = set()
        absent = self._model.absent
        for (i, j), weight, denied in zip(
            self._weights, self._weights.values(), self._pairs.denied.tolist(), strict=True
        ):
            pair = (min(item_of[i], item_of[j]), max(item_of[i], item_of[j]))
            if pair[0] == pair[1]:
                continue
            shared[pair] += weight
            known[pair] += 1
            if denied:
                apart.add(pair)
        for pair, count in known.items():
            shared[pair] += absent * (sizes[pair[0]] * sizes[pair[1]] - count)
        for constraint in self._constraints:
            if not constraint.same and {constraint.left, constraint.right} <= self._numbers.keys():
                i, j = (item_of[self._numbers[name]] for name in (constraint.left, constraint.right))
                apart.add((min(i, j), max(i, j)))
        anchors = {item_of[self._numbers[name]] for name in self._earlier.ids if name in self._numbers}
        clusters = settle(sizes, shared, apart, anchors, absent=absent)
        return [clusters[item] for item in item_of]

    def _cluster(self, numbers: Sequence[int], best: Sequence[float]) -> Cluster:
        names = [self._texts[number] for number in numbers]
        weight = {(i, j): self._weights.get((i, j), self._model.absent) for i, j in combinations(numbers, 2)}
        close: defaultdict[str, float] = defaultdict(float)
        for (i, j), value in weight.items():
            close[self._texts[i]] += value
            close[self._texts[j]] += value
        id = next((self._earlier.ids[name] for name in names if name in self._earlier.ids), "")
        canonical = self._earlier.canonical.get(id, "")
        if canonical not in names:
            canonical = min(names, key=lambda name: _canonical_first(name, self._counts.get(name, 0), close[name]))
        if len(numbers) == 1:
            score = self._model.single_score(best[numbers[0]])
        else:
            judged = [value for (i, j), value in weight.items() if self._groups.find(i) != self._groups.find(j)]
            score = 1.0 - len(judged) / len(weight) * (1.0 - self._model.cluster_score(judged))
        others = sorted(name for name in names if name != canonical)
        return Cluster(id or self._new_id(canonical), canonical, (canonical, *others), score)

    def _new_id(self, canonical: str) -> str:
        """An id that follows from the canonical name alone, unless an earlier cluster has it."""
        id = hashlib.blake2b(canonical.encode(), digest_size=_ID_BYTES).hexdigest()
        return f"{id}-new" if id in self._earlier.canonical else id

    def _doubts(self, of: Sequence[int]) -> list[Doubt]:
        """The doubtful pairs that nobody decided, the most doubtful first."""
        decided = {frozenset((c.left, c.right)) for c in self._constraints}
        found = []
        for (i, j), log_odds in zip(self._weights, self._alone, strict=True):
            score, same = probability(log_odds), of[i] == of[j]
            settled = self._groups.find(i) == self._groups.find(j)
            doubtful = score <= 1 - DOUBTFUL if same else score >= DOUBTFUL
            if doubtful and not settled and frozenset((self._texts[i], self._texts[j])) not in decided:
                found.append(Doubt(self._texts[i], self._texts[j], score, same))
        return sorted(found, key=lambda doubt: (abs(doubt.score - 0.5), doubt.left, doubt.right))


def _canonical_first(name: str, count: int, close: float) -> tuple[bool, int, bool, bool, bool, float, str]:
    """Full names before single tokens and initials; then what most rows have; then Latin letters; then not capitals
    alone; then the order in which it is spoken, without a comma; then what is most like the other names of the
    cluster."""
    parsed = parse(name)
    words = [token for token in parsed.content if token.role == "name"]
    full = len(words) > 1 and len(words) == len(parsed.content)
    return not full, -count, script_of(name) != "Latn", name.isupper(), "," in name, -round(close, 6), name
