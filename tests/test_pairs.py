"""The pair suite: that its data are sound, and how well the engine judges them; see pairs/README.md."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import pytest

from resolver import Resolver
from resolver.model import ENTITY_TYPES, Comparison, EntityType

FOLDER = Path(__file__).parent / "pairs"
COLUMNS = ["left", "right", "same", "tier", "type", "family", "reason"]
GUARDED = "guarded"

F1_REACHED = 0.94
"""What the engine reaches, rounded down; the aim was .93. Raise it with the engine, never lower it."""
CALIBRATION_ERROR = 0.03
"""The most that the probabilities may be off, on average over ten bins."""
GUARDED_MERGED = 0
"""How many guarded pairs the engine merges: none, as was the aim. Never raise it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One row; `file` is the stem of its file's name and `row` its number there."""

    file: str
    row: int
    left: str
    right: str
    same: str
    tier: str
    type: EntityType | None
    family: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}.tsv:{self.row} {self.left} ~ {self.right}"


def pairs_of(path: Path) -> list[Pair]:
    header, *lines = path.read_text("utf-8").splitlines()
    assert header.split("\t") == COLUMNS
    rows = [line.split("\t") for line in lines]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    typed = [[*row[:4], row[4] or None, *row[5:]] for row in rows]
    return [Pair(path.stem, number, *row) for number, row in enumerate(typed, start=2)]  # type: ignore[arg-type]


ALL = [pair for path in sorted(FOLDER.glob("*.tsv")) for pair in pairs_of(path)]
SUITE = [pair for pair in ALL if pair.file != GUARDED]
GUARDS = [pair for pair in ALL if pair.file == GUARDED]


# The data


def test_every_cell_is_clean() -> None:
    for pair in ALL:
        for cell in (pair.left, pair.right, pair.family, pair.reason):
            assert cell, pair
            assert cell == unicodedata.normalize("NFC", cell), pair
            # A zero-width non-joiner belongs to the spelling of Persian.
            assert all(c.isprintable() or c == "\u200c" for c in cell), pair
            assert cell == " ".join(cell.split()), pair


def test_every_label_is_one_of_those_described() -> None:
    for pair in ALL:
        assert pair.same in ("yes", "no"), pair
        assert pair.tier in ("1", "2", "3"), pair
        # A founder and his company are of two types.
        assert pair.type in ENTITY_TYPES or (pair.type is None and pair.same == "no"), pair


def test_no_pair_stands_twice() -> None:
    seen: dict[frozenset[str], Pair] = {}
    for pair in ALL:
        key = frozenset((pair.left, pair.right))
        assert len(key) == 2, pair
        assert key not in seen, f"{pair}; {seen[key]}"
        seen[key] = pair


def test_the_suite_is_large_and_balanced() -> None:
    assert len(SUITE) >= 640
    positive = sum(pair.same == "yes" for pair in SUITE) / len(SUITE)
    assert 0.45 <= positive <= 0.55
    tiers = Counter((pair.same, pair.tier) for pair in SUITE)
    assert len(tiers) == 6
    assert min(tiers.values()) >= 60
    assert {pair.type for pair in SUITE} == {"person", "org", "place", "vessel"}


def test_families_are_many_and_have_both_kinds_of_pairs() -> None:
    kinds = defaultdict(set)
    for pair in SUITE:
        kinds[pair.family].add(pair.same)
    assert len(kinds) >= 15
    assert [family for family, same in kinds.items() if len(same) < 2] == []
    assert {pair.family for pair in GUARDS} <= set(kinds)


def test_guarded_pairs_are_full_names_of_different_entities() -> None:
    assert len(GUARDS) >= 60
    for pair in GUARDS:
        assert pair.same == "no", pair
        spaced = all(" " in name for name in (pair.left, pair.right))
        assert spaced or pair.family in ("Sinitic", "Japanese", "Korean"), pair


# The engine


@pytest.fixture(scope="module")
def judged() -> dict[Pair, Comparison]:
    """The engine's answer for every pair."""
    return {pair: Resolver.compare(pair.left, pair.right, type=pair.type) for pair in ALL}


def f1(pairs: list[Pair], judged: dict[Pair, Comparison]) -> float:
    outcomes = Counter((pair.same, judged[pair].match) for pair in pairs)
    right, missed, wrong = outcomes["yes", True], outcomes["yes", False], outcomes["no", True]
    return 2 * right / (2 * right + missed + wrong)


def test_f1_at_the_default_threshold(judged: dict[Pair, Comparison]) -> None:
    families = {pair.family for pair in SUITE}
    by_family = {family: f1([pair for pair in SUITE if pair.family == family], judged) for family in families}
    worst = ", ".join(
        f"{family} {by_family[family]:.2f}" for family in sorted(by_family, key=by_family.__getitem__)[:8]
    )
    assert f1(SUITE, judged) >= F1_REACHED, f"lowest: {worst}"


def test_probabilities_are_what_they_say(judged: dict[Pair, Comparison]) -> None:
    gaps: dict[int, float] = defaultdict(float)
    for pair in SUITE:
        gaps[min(int(10 * judged[pair].score), 9)] += judged[pair].score - (pair.same == "yes")
    assert sum(map(abs, gaps.values())) / len(SUITE) <= CALIBRATION_ERROR


def test_guarded_pairs_are_seldom_merged(judged: dict[Pair, Comparison]) -> None:
    merged = [f"{pair} {judged[pair].score:.3f}" for pair in GUARDS if judged[pair].match]
    assert len(merged) <= GUARDED_MERGED, merged


@pytest.mark.parametrize("same", ["yes", "no"])
def test_the_mean_probability_is_monotone_in_the_tiers(judged: dict[Pair, Comparison], same: str) -> None:
    one, two, three = (
        fmean(judged[pair].score for pair in SUITE if (pair.same, pair.tier) == (same, tier)) for tier in "123"
    )
    assert one > two > three if same == "yes" else one < two < three
