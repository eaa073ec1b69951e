"""The search for the nearest vectors."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from resolver.index.vectors import VectorSearch, vector_arrays


def clustered(count: int, dim: int, seed: int) -> NDArray[np.float32]:
    """Unit vectors around a hundred centres."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(100, dim))
    vectors = (centres[rng.integers(100, size=count)] + 0.5 * rng.normal(size=(count, dim))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def test_a_small_vocabulary_is_searched_whole() -> None:
    vectors = clustered(2000, 32, 1)
    search = VectorSearch(vector_arrays(vectors))
    for query, found in zip(vectors[:20], search.nearest(vectors[:20], 10), strict=True):
        exact = np.argsort(-(vectors @ query))[:10]
        assert len(np.intersect1d(found, exact)) >= 9, "but for the rounding of int8"


@pytest.mark.parametrize("count", [6000, 20_000])
def test_cells_lose_little(count: int) -> None:
    vectors = clustered(count, 32, 2)
    search = VectorSearch(vector_arrays(vectors))
    queries = clustered(200, 32, 3)
    exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    found = zip(search.nearest(queries, 10), exact, strict=True)
    assert np.mean([len(np.intersect1d(some, ten)) for some, ten in found]) >= 9


def test_cosines_are_those_of_the_vectors() -> None:
    vectors = clustered(5000, 32, 4)
    search = VectorSearch(vector_arrays(vectors))
    tokens = np.array([0, 17, 4999], np.int32)
    assert search.cosines(vectors[17], tokens) == pytest.approx(vectors[tokens] @ vectors[17], abs=0.02)


def test_the_same_vectors_give_the_same_arrays() -> None:
    vectors = clustered(5000, 16, 5)
    first, second = vector_arrays(vectors), vector_arrays(vectors)
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_one_vector_and_vectors_of_nothing() -> None:
    lone = np.array([[1.0, 0.0]], np.float32)
    assert [found.tolist() for found in VectorSearch(vector_arrays(lone)).nearest(lone, 5)] == [[0]]
    nothing = np.zeros((3, 2), np.float32)
    (found,) = VectorSearch(vector_arrays(nothing)).nearest(lone, 5)
    assert sorted(found.tolist()) == [0, 1, 2]
