"""Chinese names in Latin letters, as two languages of China read their characters."""

from __future__ import annotations

import pytest

from resolver import Resolver
from resolver.match import Side, align_spoken
from resolver.names import parse


def side(text: str) -> Side:
    name = parse(text)
    return Side(name.tokens, (1.0,) * len(name.tokens), name.joined)


@pytest.mark.parametrize(
    ("left", "right", "pairs"),
    [
        ("Lee Ka-shing", "Li Jiacheng", [("Lee", "Li"), ("Ka shing", "Jiacheng")]),
        ("Ka-shing Lee", "Li Jiacheng", [("Ka shing", "Jiacheng"), ("Lee", "Li")]),
        ("Lam Cheng Yuet-ngor", "Lin Zheng Yuee", [("Lam", "Lin"), ("Cheng", "Zheng"), ("Yuet ngor", "Yuee")]),
        ("Ong Teng Cheong", "Wang Dingchang", [("Ong", "Wang"), ("Teng Cheong", "Dingchang")]),
    ],
)
def test_words_that_may_be_the_same_characters_stand_for_each_other(
    left: str, right: str, pairs: list[tuple[str, str]]
) -> None:
    for one, other, back in ((left, right, False), (right, left, True)):
        found = align_spoken(side(one), side(other))
        assert found is not None
        assert not found.left_query
        assert not found.left_name
        texts = [(found.query.tokens[pair.query].text, found.name.tokens[pair.name].text) for pair in found.pairs]
        assert sorted(texts) == sorted((b, a) if back else (a, b) for a, b in pairs)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Chan Kwok-keung", "Chen Guohua"),  # no character is keung and hua
        ("Wang Xiaoming", "Wang Xiaomin"),  # both in pinyin
        ("Wong Wai", "Wang Wei"),  # too short to tell
        ("Lim Wai Man", "Wai-man Lim"),  # the same letters
        ("Chang Mei-ling", "Zhang Meiling"),  # one language in two systems
        ("Lee Robert", "Li Jiacheng"),
        ("Chi-ying Smith", "Li Zhiying"),  # no surname
        ("李嘉誠", "Li Jiacheng"),  # characters are read as themselves
    ],
)
def test_what_cant_be_the_same_characters_is_left_to_letters(left: str, right: str) -> None:
    assert align_spoken(side(left), side(right)) is None


def test_a_comparison_says_that_two_languages_read_the_same_characters() -> None:
    (found,) = Resolver.compare_many([("Lee Ka-shing", "Li Jiacheng")])
    assert found.match
    assert [reason.kind for reason in found.reasons[:2]] == ["reading", "reading"]
    assert all("two languages" in reason.detail for reason in found.reasons[:2])
