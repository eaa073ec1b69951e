"""Looking up entities and what they begin with, in an index, without judging names."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from resolver.index import NameIndex, NameRow
from resolver.model import ENTITY_TYPES
from resolver.resolver import Resolver
from resolver.text import MAX_NAME_LENGTH, fold, split_tokens

ROWS = [
    NameRow("k1", "Kim Jong-un", "person", "en", "primary", description="Leader"),
    NameRow("k1", "김정은", "person", "ko"),
    NameRow("k1", "Kim", "person", "en", weak=True),
    NameRow("k2", "Kim Jong-il", "person", "en", "primary"),
    NameRow("k2", "김정일", "person", "ko"),
    NameRow("m1", "Minsk", "place", "en", "primary"),
    NameRow("m2", "Dynamo Minsk", "org", "en", "primary"),
    NameRow("z", "M1", "vessel", "", "primary"),
]


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(NameIndex.of(ROWS))


def test_an_entity_has_all_that_was_said_of_it(resolver: Resolver) -> None:
    record = resolver.entity("k1")
    assert record is not None
    assert (record.id, record.name, record.type, record.description) == ("k1", "Kim Jong-un", "person", "Leader")
    assert {(n.text, n.lang, n.script, n.role, n.weak) for n in record.names} == {
        ("Kim Jong-un", "en", "Latn", "primary", False),
        ("김정은", "ko", "Hang", "alias", False),
        ("Kim", "en", "Latn", "alias", True),
    }
    assert record.names[0].text == record.name
    assert record.to_dict()["names"][0]["role"] == "primary"


@pytest.mark.parametrize("entity_id", ["", "k", "k10", "K1", "zz", "\0", "\ud800", "k1 "])
def test_there_is_no_entity_of_another_id(resolver: Resolver, entity_id: str) -> None:
    assert resolver.entity(entity_id) is None


def test_every_entity_of_a_larger_index_is_found_by_its_id() -> None:
    rng = random.Random(7)
    ids = {"".join(rng.choices("ab-Zé中", k=rng.randint(1, 5))) for _ in range(300)}
    resolver = Resolver(NameIndex.of([NameRow(an_id, f"Name {an_id}") for an_id in ids]))
    assert {an_id: getattr(resolver.entity(an_id), "id", None) for an_id in ids} == {an_id: an_id for an_id in ids}


def test_languages_come_by_frequency(resolver: Resolver) -> None:
    assert resolver.languages == ("en", "ko")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kim", ["k2", "k1"]),
        ("jong kim", ["k2", "k1"]),
        ("KIM JONG U", ["k1"]),
        ("김정", ["k1", "k2"]),
        ("김정은", ["k1"]),
        ("min", ["m1", "m2"]),
        ("m1", ["m1", "z"]),
        ("im", []),
        ("kim minsk", []),
        ("", []),
        (" - ", []),
        ("\ud800", []),
        ("k" * (MAX_NAME_LENGTH + 1), []),
    ],
)
def test_suggestions(resolver: Resolver, typed: str, found: Sequence[str]) -> None:
    assert sorted(s.id for s in resolver.suggest(typed)) == sorted(found)


def test_suggestions_put_ids_beginnings_and_canonical_names_first(resolver: Resolver) -> None:
    assert [s.id for s in resolver.suggest("m1")] == ["m1", "z"]
    assert [s.id for s in resolver.suggest("min")] == ["m1", "m2"]
    assert resolver.suggest("kim jong u")[0].matched_name == "Kim Jong-un"


def test_suggestions_can_be_limited_and_paged(resolver: Resolver) -> None:
    every = resolver.suggest("m")
    assert len(every) == 3
    assert every == tuple(s for at in range(4) for s in resolver.suggest("m", limit=1, offset=at))
    for type in ENTITY_TYPES:
        assert {s.id for s in resolver.suggest("m", type=type)} == {s.id for s in every if s.type == type}


def test_suggestions_are_those_of_a_search_through_all_names() -> None:
    """The index looks into its vocabulary; the test reads every name. (Single letters may be an acronym, too.)"""
    rng = random.Random(11)
    words = ["".join(rng.choices("kqx", k=rng.randint(2, 4))) for _ in range(60)]
    names = [" ".join(rng.sample(words, rng.randint(1, 3))) for _ in range(200)]
    resolver = Resolver(NameIndex.of([NameRow(f"e{at}", name, "place") for at, name in enumerate(names)]))
    for _ in range(60):
        typed = " ".join(word[: rng.randint(2, 4)] for word in rng.sample(words, rng.randint(1, 2)))
        expected = {
            f"e{at}"
            for at, name in enumerate(names)
            if all(any(fold(w).startswith(t) for w in split_tokens(name)) for t in typed.split())
        }
        assert {s.id for s in resolver.suggest(typed, limit=1000)} == expected, typed
