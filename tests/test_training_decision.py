"""What the weights of the decision may be, and that those shipped keep to it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import get_args

import numpy as np
import pytest

from resolver.decide import DecisionModel, QueryClass
from training.decision.constraints import CHAINS, PAIRED, SEARCHED, bounds, constraints, cumulative

SHIPPED = {of: dict(weights) for of, weights in DecisionModel.shipped().weights.items()}
ROUNDED = 2e-4
"""Weights are written with four places, and a step is the difference of two."""
CLASSES: tuple[QueryClass, ...] = get_args(QueryClass)


@pytest.mark.parametrize("of", CLASSES)
def test_shipped_weights_keep_to_their_signs(of: QueryClass) -> None:
    names = sorted(f"{of}.{name}" for name in SHIPPED[of])
    weights = [SHIPPED[of][name.partition(".")[2]] for name in names]
    learned = np.linalg.solve(cumulative(names), np.array(weights)).tolist()
    for name, step in zip(names, learned, strict=True):
        least, most = bounds(name)
        assert least is None or step >= least - ROUNDED, name
        assert most is None or step <= most + ROUNDED, name


@pytest.mark.parametrize("of", SEARCHED)
@pytest.mark.parametrize("levels", CHAINS)
@pytest.mark.parametrize("suffix", ["", "_rarity"])
def test_the_more_alike_never_counts_for_less(of: QueryClass, levels: tuple[str, ...], suffix: str) -> None:
    weights = [SHIPPED[of][f"{level}{suffix}"] for level in levels]
    assert weights == sorted(weights)


@pytest.mark.parametrize("of", PAIRED)
def test_words_in_common_never_count_for_less_in_pairs(of: QueryClass) -> None:
    assert SHIPPED[of]["same"] >= max(SHIPPED[of].get(name, 0.0) for name in ("sound", "similar_0", "given_name"))


def test_every_line_of_the_constraints_is_of_use() -> None:
    for constraint in constraints():
        known = {name for of in constraint.classes for name in SHIPPED[of]}
        assert any(fnmatchcase(name, pattern) for name in known for pattern in constraint.features), constraint


@pytest.mark.parametrize("name", ["given_names_differ", "initials_differ", "numbers_differ"])
def test_what_names_deny_may_weigh(name: str) -> None:
    """A pattern of names akin once met these too, so that they could neither speak for a match nor against one."""
    assert all(bounds(f"{of}.{name}") == (None, 0.0) for of in CLASSES)


def test_the_last_line_that_fits_decides() -> None:
    assert bounds("full.one_side_left_over_rarity") == (0.0, 0.0)
    assert bounds("pair.one_side_left_over_rarity") == (0.0, None)
    assert bounds("pair.one_side_left_over") == (None, 0.0)
    assert bounds("full.nothing_is_known_of_this") == (None, None)
