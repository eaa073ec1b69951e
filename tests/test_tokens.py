"""Spellings, sound, likeness and rarity of tokens."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from resolver.kernels import ALIKE, Plain
from resolver.names import Token
from resolver.text import fold
from resolver.tokens import SAME, Likeness, Spelled, encoder, likeness, likenesses, rarity, sound, spellings
from resolver.tokens.rarity import world_count


def alike(left: str, right: str) -> Likeness:
    return likeness(token(left), token(right))


def token(text: str, lang: str = "") -> Token:
    return Token(text, fold(text), lang=lang)


def test_spellings_of_cyrillic_name_their_systems() -> None:
    found = {s.text: s.system for s in spellings("Ціханоўская")}
    assert found["tsikhanouskaya"].startswith("be-")
    assert "cichanouskaja" in found


def test_a_known_language_leaves_the_systems_of_others_out() -> None:
    assert {s.system[:3] for s in spellings("Пекин", "uk")} == {"uk-"}
    assert len({s.system[:3] for s in spellings("Пекин")}) > 1
    assert spellings("Пекин", "de") == spellings("Пекин"), "a language without Cyrillic systems tells nothing"


def test_spellings_of_latin_spell_diacritics_out() -> None:
    assert [s.text for s in spellings("Müller")] == ["muller", "mueller"]
    assert [s.text for s in spellings("Lukašenka")] == ["lukasenka", "lukashenka"]


@pytest.mark.parametrize(
    ("left", "right"),
    [("tikhonov", "tichonow"), ("yousef", "yusuf"), ("loukachenko", "lukashenko")],
)
def test_sound_brings_receiving_languages_closer(left: str, right: str) -> None:
    same = sum(a == b for a, b in zip(left, right, strict=False))
    heard = sum(a == b for a, b in zip(sound(left), sound(right), strict=False))
    assert heard / len(sound(left)) > same / len(left)


def test_likeness_kinds() -> None:
    assert alike("Putin", "PUTIN") is SAME
    assert alike("Путин", "Putin").kind == "romanised"
    assert alike("Wagner", "Vagner").kind == "sound"
    similar = alike("Luakashenko", "Lukashenko")
    assert similar.kind == "similar"
    assert similar.spelled == pytest.approx(1 - 1 / 11)


def test_likenesses_equals_likeness_one_by_one() -> None:
    others = ["Лукашэнка", "Łukaszenka", "Lukasenko", "Merkel", "루카셴코"]
    mine, *theirs = encoder().encode(["Lukashenko", *others])
    spelled = Spelled.of([token(other) for other in others])
    asked = ([token("Lukashenko")], mine[None], spelled, [np.arange(5, dtype=np.int32)], [np.array(theirs) @ mine])
    (found,) = likenesses(*asked, -1)
    assert found.numbers.tolist() == [0, 1, 2, 3, 4]
    for like, other in zip(map(found.__getitem__, range(5)), others, strict=True):
        alone = alike("Lukashenko", other)
        assert (like.kind, like.systems) == (alone.kind, alone.systems)
        assert (like.value, like.cosine, like.fit) == pytest.approx((alone.value, alone.cosine, alone.fit), abs=1e-4)


@pytest.mark.parametrize("word", ["Aleksandr", "Sasha", "Путин", "محمد", "김정은", "习近平", "Müller", "x", "a" * 90])
def test_likenesses_are_those_of_the_plain_kernels(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    others = [
        "Alexander",
        "Sascha",
        "Putin",
        "Путина",
        "Muhammad",
        "김정일",
        "习进平",
        "Mueller",
        "Miller",
        "X",
        "x",
        "Jr",
    ]
    mine, *theirs = encoder().encode([word, *others])
    everyone = np.arange(12, dtype=np.int32)
    spelled = Spelled.of([token(other) for other in others])
    asked = ([token(word)], mine[None], spelled, [everyone], [np.array(theirs) @ mine])
    (found,) = likenesses(*asked)
    assert len(found) or len(word) > 64
    monkeypatch.setattr(importlib.import_module("resolver.tokens.likeness"), "kernels", Plain)
    (plain,) = likenesses(*asked)
    assert found.numbers.tolist() == plain.numbers.tolist()
    assert (found.own_systems, found.system_names) == (plain.own_systems, plain.system_names)
    for column in ALIKE.names or ():
        assert found.rows[column].astype(float) == pytest.approx(plain.rows[column].astype(float), abs=1e-5)


@pytest.mark.parametrize(
    ("left", "right", "characters"),
    [("王毅", "王沂", 1 / 2), ("李克强", "李强", 2 / 3), ("김정일", "김정은", 2 / 3), ("蔣介石", "蒋介石", 1.0)],
)
def test_characters_tell_more_than_their_reading(left: str, right: str, characters: float) -> None:
    found = alike(left, right)
    assert found.spelled == pytest.approx(characters)
    assert found.cosine <= characters + 1e-6


def test_rarity_orders_names_by_how_common_they_are() -> None:
    assert rarity("Smith") < rarity("Lavrov") <= rarity("Xqzvrt")
    assert rarity("Иванов") < rarity("Тихановская")
    assert rarity("Xqzvrt") > rarity("Xqzvrt", count=500, entities=1000)
    assert world_count("Xqzvrt") == 0
