"""What several words of one language say in one of another, and how words in names are read that stand for no name."""

from __future__ import annotations

import pytest

from resolver.match import Words
from resolver.match.phrases import with_phrases
from resolver.match.side import Side
from resolver.model import Asked, EntityType
from resolver.names import generation, kinship_among, parse, readings, received, suffixes
from resolver.names.organisations import organisation_words, phrase_end
from resolver.names.words import rows
from resolver.pair import Comparer
from resolver.text import fold


def compared(left: str, right: str, type: EntityType | None = None) -> bool:
    (found,) = Comparer.shipped().compare([(Asked(left, type), Asked(right, type))])
    return found.match


def test_a_phrase_is_one_word_beside_what_says_the_same() -> None:
    left, right = parse("Ngân hàng Nhà nước Việt Nam", "org"), parse("State Bank of Vietnam", "org")
    one, other = (Side(name.tokens, (1.0,) * len(name.tokens), name.untitled, "org") for name in (left, right))
    (like,) = Words().likes([(left.tokens, right.tokens)])
    query, name, joined = with_phrases(one, other, like)
    assert [token.text for token in query.tokens] == ["Ngân hàng", "Nhà nước", "Việt", "Nam"]
    assert name.tokens == right.tokens
    assert len(query.rarities) == len(query.tokens)
    keys = [token.key for token in name.tokens]
    assert joined(0, keys.index("bank")) is not None
    assert joined(0, keys.index("state")) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ngân hàng Nhà nước Việt Nam", "State Bank of Vietnam"),
        ("Министерство иностранных дел Сербии", "Ministarstvo spoljnih poslova Srbije"),
        ("Kuwait Airways", "الخطوط الجوية الكويتية"),
        ("войсковая часть 54777", "Military Unit 54777"),
        ("中国工商银行", "Industrial and Commercial Bank of China"),
        ("中國建設銀行", "China Construction Bank"),
        ("27th Special Centre", "27-й специальный центр"),
    ],
)
def test_bodies_are_known_by_phrases(left: str, right: str) -> None:
    assert compared(left, right, "org")
    assert compared(right, left, "org")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Министерство внутренних дел России", "Ministry of Foreign Affairs of Russia"),
        ("Bộ Quốc phòng Việt Nam", "Ministry of Foreign Affairs of Vietnam"),
        ("войсковая часть 54777", "Military Unit 54778"),
        ("27th Special Centre", "28-й специальный центр"),
    ],
)
def test_other_bodies_stay_apart(left: str, right: str) -> None:
    assert not compared(left, right, "org")


def test_phrases_are_of_words_that_the_table_knows() -> None:
    heads = {head for head, *_ in rows("organisation_words")}
    for head, groups in rows("organisation_phrases"):
        assert head in heads
        for phrase in (form for group in groups.split("; ") for form in group.split(" ")[1:]):
            keys = [fold(word) for word in phrase.split("_")]
            assert len(keys) > 1
            assert phrase_end(keys, 0) == len(keys)
            assert any(word.head == head for word in organisation_words("".join(keys)))


def test_western_given_names_are_known_by_their_sound() -> None:
    assert received("로널드") == ("ronald",)
    assert received("ronald") == received("김정은") == ()
    found = kinship_among((fold("로널드"), "ronald"), ("ron",))
    assert found is not None
    assert found.kind == "hypocoristic"
    assert compared("로널드 레이건", "Ron Reagan", "person")


def test_a_byname_in_quotation_marks_may_be_left_out() -> None:
    ways = [[token.text for token in name.tokens] for name in readings('Ismael "El Mayo" Zambada', "person")]
    assert ["Ismael", "Zambada"] in ways
    assert len(readings('ПАО "Лукойл" Москва', "org")) == 1
    assert compared('Ismael "El Mayo" Zambada', "Ismael Zambada García", "person")


def test_many_signs_beside_a_quotation_mark_do_not_take_for_ever() -> None:
    assert len(readings("a" * 60 + "-b" * 60 + "'", "person")) == 1
    assert len(readings("a-b " * 40 + "«", "person")) == 1


def test_what_stands_for_a_generation_is_a_name_in_capitals() -> None:
    assert generation("jun") == "junior"
    assert suffixes(parse("Ota Jun")) == suffixes(parse("Hun Sen")) == frozenset()
    assert suffixes(parse("Johann Strauss jun.")) == frozenset({"junior"})
    assert compared("Ōta Jun", "Jun Ohta", "person")
