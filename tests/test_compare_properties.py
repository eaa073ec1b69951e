"""What holds for any two names that are compared: their order, case, gaps, Unicode form and titles don't matter, and
more letters in error never speak for a match."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_pairs import Pair, pairs_of

from resolver import Resolver
from resolver.decide import DecisionModel
from resolver.model import Asked, Comparison, EntityType
from resolver.pair import Comparer
from resolver.romanize import romanize, systems

PAIRS = [pair for path in sorted((Path(__file__).parent / "pairs").glob("*.tsv")) for pair in pairs_of(path)]
SOME = random.Random(0).sample(PAIRS, 200)
ALIKE = 1e-9
WORDS = ["Anna", "Müller", "de", "Silva", "Иван", "Петров", "محمد", "李", "O'Brien", "Jr.", "GmbH"]
PARTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


def score(left: str, right: str, type: EntityType | None = None) -> float:
    return Resolver.compare(left, right, type=type).score


def mirrored(answer: Comparison) -> list[tuple[str, str, str, float]]:
    """The reasons as they are seen from the other name."""
    other = {"not_in_name": "not_in_query", "not_in_query": "not_in_name"}
    return sorted((other.get(r.kind, r.kind), r.name, r.query, round(r.weight, 9)) for r in answer.reasons)


def test_the_order_of_two_names_does_not_matter() -> None:
    for pair in SOME:
        one = Resolver.compare(pair.left, pair.right, type=pair.type)
        other = Resolver.compare(pair.right, pair.left, type=pair.type)
        assert (one.score, one.match) == (other.score, other.match), pair
        assert mirrored(one) == sorted((r.kind, r.query, r.name, round(r.weight, 9)) for r in other.reasons), pair


@given(PARTS, PARTS)
@settings(deadline=None, max_examples=150)
def test_the_order_of_any_two_names_does_not_matter(left: str, right: str) -> None:
    assert score(left, right) == score(right, left)


def test_gaps_and_unicode_forms_do_not_matter() -> None:
    for pair in SOME:
        expected = score(pair.left, pair.right, pair.type)
        spaced = f"  {pair.left.replace(' ', '   ')}\u00a0"
        assert score(spaced, pair.right, pair.type) == expected, pair
        for form in ("NFC", "NFD"):
            left = unicodedata.normalize(form, pair.left)
            assert score(left, pair.right, pair.type) == pytest.approx(expected, abs=ALIKE), pair


def test_small_letters_do_not_matter_where_case_tells_nothing() -> None:
    """It tells something of single letters, numerals and acronyms."""
    told = [
        p for p in SOME if all(len(word) > 3 and word.istitle() for name in (p.left, p.right) for word in name.split())
    ]
    assert len(told) > 40
    for pair in told:
        expected = score(pair.left, pair.right, pair.type)
        for left, right in ((pair.left.upper(), pair.right.upper()), (pair.left.lower(), pair.right.lower())):
            if "ß" in pair.left + pair.right or "İ" in left + right or "i̇" in left + right:
                continue
            assert score(left, right, pair.type) == pytest.approx(expected, abs=0.02), pair


@pytest.mark.parametrize("title", ["Dr.", "Prof.", "Mr.", "Gen.", "President"])
def test_a_title_changes_no_answer(title: str) -> None:
    persons = [pair for pair in SOME if pair.type == "person" and " " in pair.left and pair.left.isascii()][:40]
    for pair in persons:
        plain, titled = (
            Resolver.compare(left, pair.right, type="person") for left in (pair.left, f"{title} {pair.left}")
        )
        assert titled.score == pytest.approx(plain.score, abs=0.05), pair


@given(st.sampled_from(PAIRS), st.integers(0, 3))
@settings(deadline=None, max_examples=100)
def test_a_name_is_itself(pair: Pair, case: int) -> None:
    name = pair.left
    other = [name, name.upper(), f" {name} ", unicodedata.normalize("NFD", name)][case]
    answer = Resolver.compare(name, other, type=pair.type)
    assert answer.match, (name, other)
    if other.strip() == name or case == 3:
        assert answer.score == 1.0


@pytest.mark.parametrize("name", ["Сергей Лавров", "Ірина Мельник", "Аляксандр Лукашэнка", "Γιώργος Παπανδρέου"])
def test_all_romanisations_of_a_name_match_it(name: str) -> None:
    lang = {"С": "ru", "І": "uk", "А": "be", "Γ": "el"}[name[0]]
    for system in systems(lang):
        latin = romanize(name, system.id)
        answer = Resolver.compare(name, latin, type="person")
        assert answer.match, (system.id, latin, answer.score)


def test_the_more_letters_are_in_error_the_less_speaks_for_a_match() -> None:
    rng = random.Random(1)
    names = sorted({p.left for p in PAIRS if p.type == "person" and p.left.isascii() and len(p.left) > 12})[:60]
    assert len(names) == 60
    means = []
    for errors in range(6):
        found = [score(name, _with_errors(name, errors, random.Random(f"{name} {rng.random()}"))) for name in names]
        means.append(sum(found) / len(found))
    assert means == sorted(means, reverse=True)
    assert means[0] == 1.0
    assert means[1] > 0.7
    assert means[5] < 0.5


def _with_errors(name: str, count: int, rng: random.Random) -> str:
    """The name with so many of its letters replaced by others."""
    letters = list(name)
    for at in rng.sample([i for i, letter in enumerate(letters) if letter.isalpha()], count):
        letters[at] = rng.choice([c for c in "abcdefghijklmnopqrstuvwxyz" if c != letters[at].lower()])
    return "".join(letters)


def test_many_pairs_get_the_answers_that_each_gets_alone() -> None:
    asked = [(Asked(pair.left, pair.type), Asked(pair.right, pair.type)) for pair in SOME]
    together = Resolver.compare_many(asked)
    alone = [Comparer(DecisionModel.shipped()).compare([both])[0] for both in asked[:20]]
    assert together[:20] == alone
    assert Resolver.compare_many(reversed(asked)) == together[::-1]


def test_pairs_without_an_answer_keep_their_place() -> None:
    found = Resolver.compare_many([("Ana", "Ana"), ("x" * 2000, "Ana"), ("Ana", "?!"), ("Ana", "Anna")])
    assert [reason.kind for answer in found[1:3] for reason in answer.reasons] == ["unusable", "unusable"]
    assert [answer.left for answer in found] == ["Ana", "x" * 2000, "Ana", "Ana"]
    assert found[0].match
    assert found[3] == Resolver.compare("Ana", "Anna")


def test_names_of_two_types_are_no_match() -> None:
    (answer,) = Resolver.compare_many([(Asked("Ada Lovelace", "person"), Asked("Ada Lovelace", "vessel"))])
    assert not answer.match
    assert "type_differs" in {reason.kind for reason in answer.reasons}
