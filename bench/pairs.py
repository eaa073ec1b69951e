"""Measures how well pairs of names are told apart, and how fast, beside the measures of rapidfuzz.

    python bench/pairs.py [FILES...] [--left COL] [--right COL] [--label COL] [--type-column COL] [--rounds N]

Every judge gets the same pairs in the same run. rapidfuzz compares what unidecode makes of the names, in lower case, at
the threshold that is best on these very pairs: the most that it can reach. The resolver is also measured at its default
threshold. Prints a table in Markdown, and how far the resolver's probabilities can be relied on, in all and by tier:
the expected calibration error (mean distance of probability and share of equal pairs over ten bins of probability), and
the mean probability of pairs that are the same and that are not. Without FILES: the pair suite of the tests.

The time is that of the quickest round; each round has the pairs in another order. In the first round the resolver fills
its caches of tokens, which its own column shows.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from rapidfuzz import fuzz
from unidecode import unidecode

from resolver import Resolver
from resolver.batch import read_table, table_format
from resolver.errors import InputError, ResolverError
from resolver.model import Asked, EntityType
from resolver.program import own_process

SUITE = Path(__file__).resolve().parent.parent / "tests" / "pairs"
GUARDED = "guarded"
LABELS = {"yes": True, "1": True, "true": True, "same": True, "no": False, "0": False, "false": False,
          "different": False}  # fmt: skip
SEED = 0
TIER = "tier"
BINS = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, what they name ("": not said), and whether they name the same entity."""

    left: str
    right: str
    type: str
    same: bool
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """One way to judge pairs: a score for each, and whether it is a match by default (None: there is no default)."""

    name: str
    judge: Callable[[Sequence[Pair]], list[tuple[float, bool | None]]]


@dataclass(frozen=True, slots=True)
class Measured:
    """F1 at the default threshold (None without one), the best F1 and its threshold, microseconds a pair in the first
    and in the quickest round."""

    name: str
    default: float | None
    best: float
    threshold: float
    first: float
    quickest: float
    answers: Sequence[tuple[float, bool | None]]


def by_resolver(pairs: Sequence[Pair]) -> list[tuple[float, bool | None]]:
    """All at once, as `compare --pairs` does it."""
    types = [cast(EntityType, pair.type) if pair.type else None for pair in pairs]
    asked = [(Asked(pair.left, type), Asked(pair.right, type)) for pair, type in zip(pairs, types, strict=True)]
    return [(answer.score, answer.match) for answer in Resolver.compare_many(asked)]


def by_token_sort(pairs: Sequence[Pair]) -> list[tuple[float, bool | None]]:
    return [(fuzz.token_sort_ratio(unidecode(p.left).lower(), unidecode(p.right).lower()), None) for p in pairs]


def by_wratio(pairs: Sequence[Pair]) -> list[tuple[float, bool | None]]:
    return [(fuzz.WRatio(unidecode(p.left).lower(), unidecode(p.right).lower()), None) for p in pairs]


JUDGES = (
    Judge("resolver", by_resolver),
    Judge("unidecode + token_sort_ratio", by_token_sort),
    Judge("unidecode + WRatio", by_wratio),
)
REFERENCE = "unidecode + WRatio"


def measure(judge: Judge, pairs: Sequence[Pair], rounds: int) -> Measured:
    judge.judge([Pair("Ada Lovelace", "Ада Лавлейс", "person", True)])  # loads weights and tables
    answers: list[tuple[float, bool | None]] = []
    seconds = []
    for number in range(rounds):
        order = random.Random(SEED + number).sample(range(len(pairs)), len(pairs))
        shuffled = [pairs[at] for at in order]
        started = time.perf_counter()
        found = judge.judge(shuffled)
        seconds.append(time.perf_counter() - started)
        answers = [answer for _, answer in sorted(zip(order, found, strict=True))]
    same = [pair.same for pair in pairs]
    matches = [match for _, match in answers]
    default = None if None in matches else f1(same, [bool(match) for match in matches])
    best, threshold = best_f1(same, [score for score, _ in answers])
    per_pair = [1e6 * x / len(pairs) for x in seconds]
    return Measured(judge.name, default, best, threshold, per_pair[0], min(per_pair), answers)


def f1(same: Sequence[bool], match: Sequence[bool]) -> float:
    right = sum(s and m for s, m in zip(same, match, strict=True))
    return 2 * right / (sum(same) + sum(match))


def best_f1(same: Sequence[bool], scores: Sequence[float]) -> tuple[float, float]:
    """The best F1 that a threshold can reach, and that threshold."""
    return max((f1(same, [score >= threshold for score in scores]), threshold) for threshold in set(scores))


def read(path: Path, columns: Sequence[str], type_column: str) -> Iterator[Pair]:
    """The pairs of a table. A row that can't be used is told on standard error and left out."""

    def reject(error: InputError) -> None:
        print(f"rejected: {path}: {error}", file=sys.stderr)

    with path.open("rb") as stream:
        table = read_table(stream, str(path), columns, optional=[type_column, TIER], form=table_format(path.name))
        for row in table.rows(reject):
            left, right, label, kind, tier = row.cells
            same = LABELS.get(label.strip().casefold())
            if same is None:
                reject(InputError(f"'{label}' is no label", row=row.number, mend=f"Give one of: {', '.join(LABELS)}."))
            else:
                yield Pair(left, right, kind, same, tier)


def report(measured: Sequence[Measured]) -> str:
    """The table of all judges; times beside that of the reference."""
    reference = next(m.quickest for m in measured if m.name == REFERENCE)
    rows = [
        "| judge | F1 at its default | best F1 | at threshold | µs a pair, first round | quickest | times WRatio |",
        "|---|---|---|---|---|---|---|",
    ]
    for m in measured:
        default = "" if m.default is None else f"{m.default:.3f}"
        rows.append(
            f"| {m.name} | {default} | {m.best:.3f} | {m.threshold:.3g} | {m.first:.1f} | {m.quickest:.1f} | "
            f"{m.quickest / reference:.1f} |"
        )
    return "\n".join(rows)


def calibration_error(same: Sequence[bool], scores: Sequence[float]) -> float:
    """The distance of mean probability and share of equal pairs in each bin of probability, averaged over the pairs."""
    gaps = [0.0] * BINS
    for is_same, score in zip(same, scores, strict=True):
        gaps[min(int(score * BINS), BINS - 1)] += score - is_same
    return sum(map(abs, gaps)) / len(same)


def reliability(pairs: Sequence[Pair], scores: Sequence[float]) -> str:
    """The table of calibration, over all pairs and by tier."""
    rows = ["| tier | pairs | calibration error | mean where the same | mean where not |", "|---|---|---|---|---|"]
    tiers = sorted({pair.tier for pair in pairs if pair.tier})
    for tier in ("", *tiers):
        some = [(pair.same, score) for pair, score in zip(pairs, scores, strict=True) if tier in ("", pair.tier)]
        means = [[score for same, score in some if same is wanted] for wanted in (True, False)]
        shown = [f"{sum(found) / len(found):.3f}" if found else "" for found in means]
        error = calibration_error(*zip(*some, strict=True))
        rows.append(f"| {tier or 'all'} | {len(some)} | {error:.3f} | {shown[0]} | {shown[1]} |")
    return "\n".join(rows)


def main() -> None:
    """Measures all judges and prints their table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILES", help="CSV, TSV or JSONL (default: the suite)")
    for column, default in (("left", "left"), ("right", "right"), ("label", "same"), ("type-column", "type")):
        parser.add_argument(f"--{column}", default=default, metavar="COL", help=f"default: {default}")
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    options = parser.parse_args()
    own_process()
    files = options.files or [path for path in sorted(SUITE.glob("*.tsv")) if path.stem != GUARDED]
    columns = (options.left, options.right, options.label)
    try:
        pairs = [pair for path in files for pair in read(path, columns, options.type_column)]
    except (ResolverError, OSError) as error:
        raise SystemExit(f"error: {error}") from None
    if not any(pair.same for pair in pairs) or options.rounds < 1:
        raise SystemExit("error: nothing to measure: it takes a pair that is the same, and a round")
    print(f"{len(pairs):,} pairs, {sum(pair.same for pair in pairs):,} of them the same\n")
    measured = [measure(judge, pairs, options.rounds) for judge in JUDGES]
    print(report(measured))
    print(f"\n{reliability(pairs, [score for score, _ in measured[0].answers])}")


if __name__ == "__main__":
    main()
