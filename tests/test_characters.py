"""Words in Han characters are found by the Latin words that they are read as."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from resolver import Resolver
from resolver.encode.views import is_han
from resolver.index import NameIndex, NameRow
from resolver.index.search import Searcher
from resolver.match import is_read, lattices, likely_readings, read_among
from resolver.match.readings import hangul, mandarin, reading, readings_by_system, shortened
from resolver.names import Token

LATIN = [
    "kim",
    "jongun",
    "ingwen",
    "lee",
    "kiyoshi",
    "satou",
    "ohno",
    "chifung",
    "wong",
    "maria",
    "xi",
    "wei",
    "a",
    "szeto",
]
NAMES = [
    "金正恩",
    "蔡英文",
    "李",
    "佐藤清",
    "大野",
    "黃之鋒",
    "習近平",
    "東京都庁",
    "司徒",
    "𠮷野家",
    "Anna Lee",
    "조선",
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    drawn, known = Random(4), sorted(c for c in readings_by_system()["Japanese"] if len(c) == 1)
    made = ["".join(drawn.choices(known, k=drawn.randint(1, 4))) for _ in range(3000)]
    return NameIndex.of(NameRow(name, " ".join(name), "person") for name in {*NAMES, *made})


def test_the_words_that_are_read_so_are_found_and_no_others(index: NameIndex) -> None:
    searcher = Searcher(index, written_as=lattices)
    tokens = [index.token(number) for number in range(index.info.tokens)]
    found = 0
    for latin in LATIN:
        word = Token(latin, latin)
        written = searcher.written(word).tolist()
        wanted = [n for n, token in enumerate(tokens) if not token.key.isascii() and reads(token, word)]
        assert set(written) <= set(wanted), latin
        assert written == wanted or latin != shortened(latin), latin  # what is read in Japanese alone is shortened
        found += len(written)
    assert found > len(LATIN)


def reads(token: Token, word: Token) -> bool:
    return len(word.key) > 1 and all(is_han(c) and c <= "\uffff" for c in token.key) and reading(token, word) != ""


@pytest.mark.parametrize(
    ("latin", "written"),
    [
        ("Kim Jong-un", "金正恩"),
        ("Ban Ki-moon", "潘基文"),
        ("Joshua Wong Chi-fung", "黃之鋒"),
        ("Xi Jinping", "习近平"),
    ],
)
def test_two_words_may_be_one_in_characters(latin: str, written: str) -> None:
    names = NameIndex.of(NameRow(name, name, "person") for name in [written, *NAMES])
    searcher = Searcher(names, written_as=lattices)
    given = Token(written[1:], written[1:])
    spelled = "".join(latin.split(" ")[-1].lower().split("-"))
    assert names.token_number(given.key) in searcher.written(Token(spelled, spelled)).tolist()


def test_a_list_without_characters_has_none() -> None:
    names = NameIndex.of([NameRow("1", "Kim Jong-un", "person"), NameRow("2", "Ким", "person")])
    searcher = Searcher(names, written_as=lattices)
    assert searcher.written(Token("Kim", "kim")).tolist() == []


def test_the_words_that_characters_are_read_as_are_told_at_once(index: NameIndex) -> None:
    revised = [text for text, _ in hangul()]
    keys = sorted({*LATIN, *(text for text, _ in mandarin()), *revised, *(a + b for a, b in pairwise(revised)), "ли"})
    found = 0
    some = [index.token(number).key for number in range(0, index.info.tokens, 25)]
    for word in ("金", "貞鉉", "정은", "조선", *some):
        token = Token(word, word)
        wanted = [at for at, key in enumerate(keys) if key.isascii() and reading(token, Token(key, key))]
        assert read_among(token, keys) == wanted, word
        found += len(wanted)
    assert found > 3 * len(NAMES)


def test_characters_are_searched_for_as_families_spell_them() -> None:
    for word, texts in (
        ("貞", {"jeong", "jung", "chung"}),
        ("謝", {"xie", "hsieh", "chia", "tse"}),
        ("鎭珝", {"jinhoo"}),
    ):
        assert texts <= {text for text, _ in likely_readings(Token(word, word))}


def test_the_names_of_macau_are_read_as_they_are_registered() -> None:
    for han, latin in [
        ("劉仕堯", "Lau Si Io"),
        ("梁維特", "Leong Vai Tac"),
        ("賀一誠", "Ho Iat Seng"),
        ("歐陽瑜", "Ao Ieong U"),
    ]:
        for character, word in zip(han, latin.split(" "), strict=True):
            assert len(word) == 1 or reading(Token(character, character), Token(word, word.lower())), word
    assert not reading(Token("特", "特"), Token("Tat", "tat"))


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        ("이", "Li"),
        ("백약", "Baiyao"),
        ("제갈", "Zhuge"),
        ("저우", "Zhou"),
        ("언라이", "Enlai"),
        ("웨이", "Wei"),
        ("관", "Kuan"),
    ],
)
def test_hangul_is_read_as_a_chinese_name(hangul: str, latin: str) -> None:
    word, other = Token(hangul, hangul), Token(latin, latin.lower())
    assert is_read(word, other)
    assert is_read(other, word)
    assert read_among(word, ["ivanov", latin.lower()]) == [1]


@pytest.mark.parametrize(("hangul", "latin"), [("이", "Wang"), ("백약", "Baoyu"), ("저우", "Zhao"), ("힐", "Hill")])
def test_hangul_is_not_read_as_another_chinese_name(hangul: str, latin: str) -> None:
    word, other = Token(hangul, hangul), Token(latin, latin.lower())
    assert not is_read(word, other)
    assert read_among(word, [latin.lower()]) == []


def test_a_name_is_not_half_korean_and_half_chinese() -> None:
    """진 is read Jin in Korean and Chen in Mandarin, 승 Seung and Sheng."""
    halves = {reason.kind for reason in Resolver.compare("진승", "Chen Seung").reasons}
    chinese = {reason.kind for reason in Resolver.compare("진승", "Chen Sheng").reasons}
    assert "readings_differ" in halves - chinese


def test_a_rare_syllable_does_not_make_a_western_name_chinese() -> None:
    """힐 is what Koreans read some characters as, and no name of the sample has them: Hill."""
    western, chinese = Resolver.compare("조 힐", "Cao Jie"), Resolver.compare("조조", "Cao Cao")
    assert [reason.kind for reason in western.reasons].count("reading") == 1
    assert [reason.kind for reason in chinese.reasons].count("reading") == 2
