"""Cleaning, folding, scripts, look-alikes, tokens."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text import clean, fold, repair_lookalikes, script_of, split_tokens


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Xi \t Jinping\n", "Xi Jinping"),
        ("A\u202ebc\u202c", "Abc"),
        ("a\x00b", "ab"),
        ("Знам’янка", "Знам'янка"),
        ("Ya\u00adcine", "Yacine"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
        ("علی\u200cرضا", "علی\u200cرضا"),
    ],
)
def test_clean_shows_what_a_reader_sees(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Łukasz", "LUKASZ"),
        ("Алёша", "алеша"),
        ("İsa Həbibbəyli", "isa habibbayli"),
        ("O’Brien", "obrien"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("Τσίπρας", "τσιπρας"),
        ("كريم", "کریم"),
        ("محمّد", "محمد"),
        ("Straße", "STRASSE"),
        ("Diyarbakır", "DIYARBAKIR"),
    ],
)
def test_fold_makes_spellings_that_differ_by_habit_equal(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"), [("Йован", "Иован"), ("Їжак", "Іжак"), ("ў", "у"), ("किम", "कम"), ("ジ", "シ")]
)
def test_fold_keeps_letters_apart(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@pytest.mark.parametrize("name", ["Đặng Thị Ngọc Thịnh", "Ἀριστοτέλης", "Володимир Їжак", "محمّد", "İlker Başbuğ"])
def test_fold_does_not_mind_how_marks_are_put_on_letters(name: str) -> None:
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    assert len({fold(form) for form in forms}) == 1
    marked = "".join(f"{char}\u0301" for char in name)  # no letter is composed with the last mark
    assert fold(marked) == fold(unicodedata.normalize("NFD", marked))


@given(st.text())
def test_fold_and_clean_are_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_clean_text_is_normal_and_without_controls(text: str) -> None:
    shown = clean(text)
    assert unicodedata.is_normalized("NFC", shown)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Cn", "Co") for char in shown)


@pytest.mark.parametrize(
    ("token", "script"),
    [("Minsk", "Latn"), ("Мінск", "Cyrl"), ("مينسك", "Arab"), ("安倍さん", "Jpan"), ("スミス", "Kana"), ("김", "Hang"),
     ("习近平", "Hani"), ("Ἀθῆναι", "Grek"), ("მინსკი", "Geor"), ("2024", "Zyyy"), ("💥", "Zyyy"), ("", "Zyyy")],
)  # fmt: skip
def test_script_of(token: str, script: str) -> None:
    assert script_of(token) == script


def test_lookalikes_of_the_rarer_script_are_repaired() -> None:
    assert repair_lookalikes("Lukаshenko") == "Lukashenko"  # Cyrillic а
    assert repair_lookalikes("MИXАИЛ") == "МИХАИЛ"  # Latin M and X
    assert repair_lookalikes("Жan") == "Жan", "Ж looks like no Latin letter, n like no Cyrillic one: left alone"
    assert repair_lookalikes("Минск") == "Минск"


def test_split_tokens() -> None:
    assert split_tokens("Ja'far al-Sadiq, V.A. (№ 5) 💥") == ["Ja'far", "al", "Sadiq", "V", "A", "5"]
    assert split_tokens("ジョン・スミス") == ["ジョン", "スミス"]
    assert split_tokens("'' -- \u0301") == []
