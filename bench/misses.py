"""Shows a seeded sample of what an evaluation set missed, for people to count why.

    python bench/misses.py SET [--beyond K] [--sample N] [--seed S] [--keep DIR] [--shared DIR] [--jobs N]

A query is missed if none of its K first candidates (1: the first answer, 10: what is counted as found) is expected.
Former names, exonyms and the like, which `bench/quality.py` leaves out, are left out here too. Each miss is shown with
its number, its category, the names of what was expected (which the query has to be like, if letters are to tell), and
the first answers. The answers are those of `bench/quality.py SET --keep DIR`, which is run if DIR has none.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from runpy import run_path

from quality import CANDIDATES, ROOT, measure, table, workplace

from training.lists import read

SHOWN = 4
"""Names of an entity, and answers, that are shown."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A query in the order of the set, what it should have led to, and what it led to, by their ids."""

    number: int
    query: str
    category: str
    expected: tuple[str, ...]
    found: tuple[str, ...]


def misses(queries: Path, predictions: Path, beyond: int, left_out: Sequence[int] = ()) -> tuple[list[Miss], int]:
    """The queries of which no expected entity is among the first `beyond` candidates, and how many were asked that have
    one. `left_out` are numbers of queries that don't count."""
    ranked = {int(number): ids[::2] for number, _, *ids in (line.split("\t") for line in _lines(predictions))}
    asked = [(at, row) for at, row in enumerate(read(queries)) if row[1] != "NIL" and at not in left_out]
    found = []
    for at, (query, expected, category) in asked:
        wanted, ids = expected.split("|"), ranked.get(at, [])
        if not set(wanted) & set(ids[:beyond]):
            found.append(Miss(at, query, category, tuple(wanted), tuple(ids)))
    return found, len(asked)


def shown(miss: Miss, names: Mapping[str, Sequence[str]]) -> str:
    """A miss as lines to read."""
    expected = [" = ".join(names[entity][:SHOWN]) for entity in miss.expected]
    answers = [names[entity][0] for entity in miss.found[:SHOWN]]
    lines = [f"{miss.number}  {miss.query}  [{miss.category}]", *(f"    expected  {each}" for each in expected)]
    return "\n".join([*lines, f"    answers   {'; '.join(answers) or 'none'}"])


def names_of(entities: Path) -> dict[str, list[str]]:
    """The names of each entity of a set."""
    found: dict[str, list[str]] = defaultdict(list)
    for entity, _, name, *_ in read(entities):
        found[entity].append(name)
    return found


def hard(sets: Path, queries: Path) -> list[int]:
    """The numbers of the queries that a name alone can hardly settle, as score.py beside the sets has it."""
    is_hard = run_path(str(sets / "score.py"))["not_core"]
    return [at for at, (_, _, category) in enumerate(read(queries)) if is_hard(category)]


def _lines(path: Path) -> Iterator[str]:
    return iter(path.read_text("utf-8").splitlines()[1:])


def main() -> None:
    """Asks the set unless that was done, and prints the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", metavar="SET")
    parser.add_argument("--beyond", type=int, default=CANDIDATES, metavar="K", help=f"default: {CANDIDATES}")
    parser.add_argument("--sample", type=int, default=100, metavar="N", help="default: 100")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="default: 1")
    parser.add_argument("--keep", type=Path, help="where the answers are, or are to be kept")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="holds eval/ (default: ../shared)")
    parser.add_argument("--jobs", type=int, default=1, help="processes for the queries (default: 1)")
    options = parser.parse_args()
    sets = options.shared.resolve() / "eval"
    queries = table(sets, options.set, "queries")
    with workplace(options.keep) as work:
        predictions = work / f"{options.set}.predictions.tsv"
        if not predictions.exists():
            print(f"{options.set} …", file=sys.stderr, flush=True)
            measure(options.set, sets, work, options.jobs)
        every, asked = misses(queries, predictions, options.beyond, hard(sets, queries))
    names = names_of(table(sets, options.set, "entities"))
    some = sorted(Random(options.seed).sample(every, min(options.sample, len(every))), key=lambda miss: miss.number)
    print(f"{options.set}: {len(every)} of {asked} not among the first {options.beyond}; {len(some)} of them:")
    print("\n".join(shown(miss, names) for miss in some))


if __name__ == "__main__":
    main()
