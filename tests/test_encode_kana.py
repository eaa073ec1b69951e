"""Kana as the letter models read it."""

from __future__ import annotations

import numpy as np
import pytest

from resolver.encode import Reranker, kana


@pytest.fixture(scope="module")
def reranker() -> Reranker:
    return Reranker.load()


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("キャス", "kyasu"),
        ("ジャン", "jan"),
        ("シェーン", "sheーn"),
        ("ヴィトール", "vitoーru"),
        ("ティミッヒ", "timiッhi"),
        ("ドゥアルテ", "duarute"),
        ("デュラン", "dyuran"),
        ("ファーガソン", "faーgason"),
        ("ウィーン", "wiーn"),
        ("イェーツ", "yeーtsu"),
        ("クァン", "kwan"),
        ("ンジャイ", "njai"),
        ("さくら", "sakura"),
        ("ｼﾞｭﾝ", "jun"),
        ("アァ", "aー"),
    ],
)
def test_kana_are_read_sound_by_sound(reranker: Reranker, word: str, sounds: str) -> None:
    found = kana.spelled(word, reranker.letters.latin)
    assert found is not None
    assert found[0] == sounds


@pytest.mark.parametrize("word", ["", "abc", "漢字", "キャスa", "ー", "漢ア"])
def test_what_is_not_all_kana_is_left_to_the_views(reranker: Reranker, word: str) -> None:
    assert kana.spelled(word, reranker.letters.latin) is None


def test_hiragana_and_half_width_kana_are_the_same_word(reranker: Reranker) -> None:
    read = {kana.spelled(word, reranker.letters.latin) for word in ("ジャン", "じゃん", "ｼﾞｬﾝ")}
    assert read == {("jan", "ジャン")}


@pytest.mark.parametrize(
    ("word", "right", "other"),
    [
        ("キャス", "kyas", "kiyas"),
        ("キヤス", "kiyas", "kyas"),
        ("カーター", "carter", "kata"),
        ("ムーア", "moore", "mua"),
        ("ビーン", "bean", "bin"),
        ("ビン", "bin", "bean"),
    ],
)
def test_small_letters_and_long_vowels_count(reranker: Reranker, word: str, right: str, other: str) -> None:
    level = np.full(2, 0.8, dtype=np.float32)
    fits, unfit = reranker.score(word, [right, other], level, prior=False)
    assert fits > unfit


def test_an_alignment_shows_long_vowels(reranker: Reranker) -> None:
    segments = reranker.alignment("カーター", "Carter")
    assert "".join(segment.foreign for segment in segments) == "カーター"
    assert "".join(segment.latin for segment in segments) == "carter"
