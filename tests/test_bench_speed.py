"""The benchmark of speed: that it runs, and that its names are what it says they are."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from synthetic import SHARES, Names, mistyped

from resolver.text import script_of, split_tokens


@pytest.fixture(scope="module")
def names(shared: Path) -> Names:
    return Names(shared)


def test_the_same_seed_draws_the_same_names_and_a_longer_list_begins_with_the_shorter(names: Names) -> None:
    rows = list(names.rows(300, 1))
    assert rows == list(names.rows(500, 1))[:300]
    assert [row.name for row in rows] != [row.name for row in names.rows(300, 2)]
    assert [row.entity_id for row in rows] == sorted(row.entity_id for row in rows)


def test_names_are_in_five_scripts_and_their_vocabulary_grows(names: Names) -> None:
    drawn = list(islice(names.draw(3), 20_000))
    scripts = [script_of(name) for name in drawn]
    for script, share in SHARES.items():
        assert scripts.count(script) / len(drawn) == pytest.approx(share, abs=0.02)
    first, all_of_them = ({token for name in part for token in split_tokens(name)} for part in (drawn[:10_000], drawn))
    assert len(all_of_them) > 1.4 * len(first)


def test_a_slip_changes_one_place(names: Names) -> None:
    rng = random.Random(4)
    for name in islice(names.draw(4), 200):
        other = mistyped(name, rng)
        assert abs(len(other) - len(name)) <= 1
        assert sorted(set(other)) == sorted(set(other) & set(name))
    assert mistyped("A", rng) == "A"


def test_a_name_is_respelled_in_one_other_script(names: Names) -> None:
    latin = [name for name in islice(names.draw(5), 2000) if script_of(name) == "Latn"]
    found = [other for name in latin if (other := names.respelled(name, random.Random(6)))]
    assert found
    assert {script_of(other) for other in found} <= set(SHARES) - {"Latn"}


def test_it_measures_and_draws(root: Path, shared: Path, tmp_path: Path) -> None:
    picture = tmp_path / "growth.png"
    command = [sys.executable, str(root / "bench" / "speed.py"), "--names", "300", "--queries", "10"]
    done = subprocess.run(
        [*command, "--shared", str(shared), "--picture", str(picture)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    ours, beside = done.stdout.split("\n\n")[:2]
    assert ours.splitlines()[2].startswith("| 300 |")
    assert "rapidfuzz, every name" in beside
    assert picture.read_bytes().startswith(b"\x89PNG")
