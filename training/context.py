"""Learns what agreeing and differing countries, dates of birth, genders and types weigh.

    python -m training.context --shared ../shared

From two real lists, those of OFAC and of the United Nations (samples of both): records of one entity are those whose
primary names have the same words, and the values that one record gives side by side (what records before it said, put
together). Records of two entities alike in name are those of one list that share a word. Only the facts beside the
names are learned from; no name of them, and nothing of the evaluation sets. Deterministic: there is nothing to draw.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from pathlib import Path

from resolver.facts import known_of
from resolver.match import context_evidence
from resolver.match.context import BIRTH_LEVELS
from resolver.model import Context
from resolver.names import parse
from resolver.sources import SourceEntity, read_source, recognised

LISTS = ("ofac_sdn.csv", "un_consolidated.xml")
OUT = Path(__file__).parent.parent / "resolver" / "decide" / "data" / "context.json"
MOST_BEARERS = 30
"""Words that more entities share make no two of them alike."""
SMOOTHING = 0.5
"""What each outcome is counted more, so that none is impossible."""
BORROWED = 20

Known = tuple[SourceEntity, Context]
FACTS: dict[str, Callable[[Known], Sequence[str]]] = {
    "country": lambda one: one[1].countries,
    "gender": lambda one: one[1].genders,
    "type": lambda one: (one[0].type,),
    "year": lambda one: [day[:4] for day in one[1].birth_dates],
}


def entities(path: Path) -> list[Known]:
    """The entities of a list with what it knows of them."""
    (file,) = recognised([path])
    found = (one for one in read_source(file, lambda _: None) if isinstance(one, SourceEntity))
    return [(one, known_of(one.countries, one.birth_dates, one.genders)) for one in found]


def words(one: Known) -> frozenset[str]:
    """The words of a primary name."""
    return frozenset(token.key for token in parse(one[0].names[0].text).tokens if token.role == "name")


def same_in(one: list[Known], other: list[Known]) -> Iterator[tuple[Known, Known]]:
    """Pairs of records of one entity: those of primary names that are the same in both lists and nobody else's."""
    named: dict[frozenset[str], list[Known]] = defaultdict(list)
    for known in one:
        named[words(known)].append(known)
    for known in other:
        if len(found := named[words(known)]) == 1:
            yield found[0], known


def one_value_each(known: Context) -> Iterator[tuple[Context, Context, float]]:
    """A record as the records it was put together from: each of its values against each, and how much that counts.
    No record gives two genders."""
    for field in ("countries", "birth_dates"):
        values = getattr(known, field)
        for mine, theirs in product(values, values):
            yield Context(**{field: (mine,)}), Context(**{field: (theirs,)}), 1 / len(values) ** 2


def outcomes(lists: Sequence[list[Known]]) -> Counter[str]:
    """How often two records of one entity had each feature."""
    found: Counter[str] = Counter()
    for one, other in combinations(lists, 2):
        for (mine, of_mine), (theirs, of_theirs) in same_in(one, other):
            pieces = context_evidence(of_mine, of_theirs, (mine.type, theirs.type))
            found.update(piece.features[0][0] for piece in pieces)
            found["type_agrees"] += mine.type == theirs.type
    for _, known in (each for one in lists for each in one):
        for value, beside, weight in one_value_each(known):
            for piece in context_evidence(value, beside):
                found[piece.features[0][0]] += weight  # type: ignore[assignment]
    return found


def probabilities(found: Counter[str]) -> dict[str, float]:
    """The probability of each feature, given that both records know the fact."""
    same: dict[str, float] = {}
    for group in (*((f"{fact}_agrees", f"{fact}_differs") for fact in ("country", "gender", "type")), BIRTH_LEVELS):
        counts = {feature: found[feature] + SMOOTHING for feature in group}
        if group[0] == "gender_agrees":
            # The two lists seldom both tell a gender: it counts as if lists erred there as in countries.
            counts = {f: n + BORROWED * same[f.replace("gender", "country")] for f, n in counts.items()}
        same |= {feature: count / sum(counts.values()) for feature, count in counts.items()}
    # Which of the two it is depends on how precise the dates are, which says nothing of the persons.
    agreeing = same["birth_date_agrees"] + same["birth_year_agrees"]
    return same | {"birth_date_agrees": agreeing, "birth_year_agrees": agreeing}


def alike_in(known: list[Known]) -> set[tuple[int, int]]:
    """Pairs of entities of a list that share a word."""
    bearers: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(known):
        for word in words(one):
            bearers[word].append(at)
    return {pair for found in bearers.values() if len(found) <= MOST_BEARERS for pair in combinations(found, 2)}


def agreement(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> float:
    """How many of the pairs, of those in which both know something, have a value in common."""
    known = [not set(mine).isdisjoint(theirs) for mine, theirs in pairs if mine and theirs]
    return sum(known) / len(known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    samples = parser.parse_args().shared / "samples"
    lists = [entities(samples / name) for name in LISTS]
    found = outcomes(lists)
    large = lists[0]
    pairs = sorted(alike_in(large))
    usual, alike = {}, {}
    for fact, of in FACTS.items():
        values = [of(one) for one in large]
        usual[fact] = chance = agreement(combinations((v for v in values if v), 2))
        alike[fact] = max(0.0, (agreement((values[i], values[j]) for i, j in pairs) - chance) / (1 - chance))
    days = [[day for day in one[1].birth_dates if len(day) == len("2000-01-01")] for one in large]
    whole = [some for some in days if some]
    same_day = agreement(combinations(whole, 2)) / agreement(combinations([[d[:4] for d in some] for some in whole], 2))
    data = {
        "same": {feature: round(value, 4) for feature, value in sorted(probabilities(found).items())},
        "alike": {fact: round(alike[fact], 3) for fact in ("country", "gender", "type")},
        "same_day": round(same_day, 5),
        "usual": {fact: round(usual[fact], 4) for fact in ("country", "gender", "year")},
    }
    OUT.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    print(f"{sum(1 for _ in same_in(*lists))} entities in both lists, {len(pairs)} pairs alike in name")
    print({feature: round(count, 1) for feature, count in sorted(found.items())})
    print(OUT.read_text("utf-8"))


if __name__ == "__main__":
    main()
