"""The learned encoder: what it promises of its vectors, and that it reads names across scripts."""

from __future__ import annotations

import json
import shutil
import unicodedata
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.encode import Encoder, Reranker, damaged_files
from resolver.encode.encoder import WEIGHTS
from resolver.encode.features import ngram_rows, signs
from resolver.encode.views import CANTONESE, KOREAN, LATIN, ON, ORIGINAL, LetterTable, views


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture(scope="module")
def reranker() -> Reranker:
    return Reranker.load()


@pytest.fixture(scope="module")
def letters() -> LetterTable:
    return LetterTable.load(WEIGHTS / "letters.tsv")


# One name in several scripts and receiving languages: statesmen, writers and singers of public record.
NAMES = [
    line.split()
    for line in """
Pushkin Пушкин Puschkin Pouchkine Puszkin פושקין بوشكين プーシキン 푸시킨 普希金 Πούσκιν პუშკინი Պուշկին
Shakespeare Шекспир שייקספיר شكسبير シェイクスピア 셰익스피어 莎士比亚 Σαίξπηρ शेक्सपियर শেকসপিয়র เชกสเปียร์
Tchaikovsky Чайковский Tschaikowski Czajkowski Csajkovszkij צ'ייקובסקי チャイコフスキー 차이콥스키 柴可夫斯基 Τσαϊκόφσκι
Einstein Эйнштейн איינשטיין أينشتاين アインシュタイン 아인슈타인 爱因斯坦 आइंस्टीन আইনস্টাইন ไอน์สไตน์
Roosevelt Рузвельт רוזוולט روزفلت ルーズベルト 루스벨트 罗斯福
Gagarin Гагарин Gagarine גגארין جاجارين ガガーリン 가가린 加加林 Γκαγκάριν
Mahmoud محمود Махмуд Mahmud マフムード 마흐무드
Nakamura 中村 ナカムラ Накамура 나카무라 נקמורה
Lukashenka Лукашенка Lukaschenko Loukachenko Łukaszenka ルカシェンコ 루카셴코 卢卡申科
Gandhi गांधी গান্ধী Ганди גנדי غاندي ガンディー 간디 甘地 காந்தி
""".strip().splitlines()
]


def nearest_group(encoder: Encoder) -> float:
    """Share of the spellings whose nearest other spelling belongs to the same name."""
    texts = [text for group in NAMES for text in group]
    group_of = np.array([i for i, group in enumerate(NAMES) for _ in group])
    cosines = encoder.encode(texts) @ encoder.encode(texts).T
    np.fill_diagonal(cosines, -1)
    return float((group_of[cosines.argmax(axis=1)] == group_of).mean())


def test_spellings_of_one_name_lie_together(encoder: Encoder) -> None:
    assert nearest_group(encoder) == 1.0


def test_halves_do_less_than_both_but_not_nothing(encoder: Encoder) -> None:
    for half in ("ngrams", "letters"):
        assert 0.8 < nearest_group(encoder.half(half)) <= 1.0


def test_unknown_half_is_refused(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="half must be"):
        encoder.half("left")


@pytest.mark.parametrize(
    ("whole", "parts"),
    [("김대중", "Kim Dae-jung"), ("毛泽东", "Mao Zedong"), ("SergeiLavrov", "Sergei Lavrov"), ("周恩来", "Zhou Enlai")],
)
def test_unsegmented_name_is_near_its_segmented_form(encoder: Encoder, whole: str, parts: str) -> None:
    others = ["Park Chung-hee", "Deng Xiaoping", "Angela Merkel", "Sergio Leone", "Kim Jong-il", "Zhou Yongkang"]
    cosines = encoder.encode([parts, *others]) @ encoder.encode([whole])[0]
    assert cosines.argmax() == 0


def test_vectors_are_float32_of_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode([text for group in NAMES for text in group])
    assert vectors.dtype == np.float32
    assert vectors.shape[1] == encoder.dim
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_tokens_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dim)


@pytest.mark.parametrize("text", ["", " ", "\0", "🙂🙃", "...", "\u200d\u200e", "'", "\u0301", "—"])
def test_text_without_letters_is_zero(encoder: Encoder, text: str) -> None:
    assert not encoder.encode([text]).any()


@pytest.mark.parametrize(
    "text", ["a" * 1000, "a b " * 500, "漢" * 1000, "क्" * 500, "\0Smith\0", "\ud800x", "ﷺ", "㍿", "𝔖𝔪𝔦𝔱𝔥", "𠮷田", "々"]
)
def test_odd_text_gives_a_finite_vector(encoder: Encoder, text: str) -> None:
    vector = encoder.encode([text])[0]
    assert np.isfinite(vector).all()
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-5


def test_batch_equals_single(encoder: Encoder) -> None:
    texts = [text for group in NAMES for text in group] + ["", "Anna Maria", "x" * 300]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=2e-6)


def test_order_of_batch_does_not_matter(encoder: Encoder) -> None:
    texts = [text for group in NAMES for text in group]
    np.testing.assert_allclose(encoder.encode(texts[::-1])[::-1], encoder.encode(texts), atol=2e-6)


def test_two_loads_give_the_same_vectors(encoder: Encoder) -> None:
    np.testing.assert_array_equal(Encoder.load().encode(NAMES[0]), encoder.encode(NAMES[0]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SMITH", "smith"),
        ("Ｓｍｉｔｈ", "Smith"),
        ("Jose\u0301", "José"),
        ("O’Brien", "O'Brien"),
        ("Saint-Exupéry", "saint exupéry"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("مُحَمَّد", "محمد"),
        ("کریمی", "كريمي"),
        ("מֹשֶׁה", "משה"),
        ("ｶﾄｳ", "カトウ"),
        ("さとう", "サトウ"),
        ("張偉", "张伟"),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("佐々木", "佐佐木"),
        ("Lav\u200brov", "Lavrov"),
    ],
)
def test_writings_of_one_spelling_have_one_vector(encoder: Encoder, one: str, other: str) -> None:
    a, b = encoder.encode([one, other])
    assert float(a @ b) > 0.9999


def test_order_of_words_does_not_matter(encoder: Encoder) -> None:
    a, b = encoder.encode(["Иван Бунин", "Бунин Иван"])
    assert float(a @ b) > 0.9999


@lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """One encoder for all examples of the property test."""
    return Encoder.load()


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_length_one_or_nought(text: str) -> None:
    length = float(np.linalg.norm(shared_encoder().encode([text])))
    assert length == 0 or abs(length - 1) < 1e-4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Пушкин", [[(LATIN, "pushkin"), (ORIGINAL, "пушкин")]]),
        ("Smith", [[(LATIN, "smith")]]),
        ("O'Brien", [[(LATIN, "obrien")]]),
        ("Łódź", [[(LATIN, "lodz"), (ORIGINAL, unicodedata.normalize("NFD", "łódź"))]]),
        ("Anna-Maria", [[(LATIN, "anna")], [(LATIN, "maria")]]),
        (
            "湯家驊",
            [
                [
                    (LATIN, "tangjiahua"),
                    (ORIGINAL, "汤家骅"),
                    (CANTONESE, "tongkawa"),
                    (KOREAN, "tanggahwa"),
                    (ON, "toukaka"),
                ]
            ],
        ),
        ("ひらがな", [[(LATIN, "hiragana"), (ORIGINAL, unicodedata.normalize("NFD", "ヒラガナ"))]]),
    ],
)
def test_views_of_a_text(letters: LetterTable, text: str, expected: list[list[tuple[int, str]]]) -> None:
    assert views(text, letters) == expected


def test_every_ngram_of_a_word_is_hashed_within_the_table() -> None:
    flat = np.array(signs([(LATIN, "ab")]), dtype=np.int32)
    rows, places = ngram_rows(flat, 17)
    # ^ a b $ : two letters, three pairs, two triples, one quadruple
    assert len(rows) == 2 + 3 + 2 + 1
    assert places.tolist() == sorted(places.tolist())
    assert ((rows >= 0) & (rows < 1 << 17)).all()


def test_ngrams_do_not_reach_over_the_fence_between_views() -> None:
    apart = [ngram_rows(np.array(signs([view]), dtype=np.int32), 17)[0] for view in ((LATIN, "ab"), (ORIGINAL, "cd"))]
    together = ngram_rows(np.array(signs([(LATIN, "ab"), (ORIGINAL, "cd")]), dtype=np.int32), 17)[0]
    assert sorted(together.tolist()) == sorted(np.concatenate(apart).tolist())


def test_weights_are_whole_and_small() -> None:
    assert damaged_files(WEIGHTS) == []
    rows = np.load(WEIGHTS / "ngrams.npy", mmap_mode="r")
    assert rows.dtype == np.int8
    assert rows.min() >= -127
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 25_000_000


def test_manifest_names_every_file() -> None:
    manifest = json.loads((WEIGHTS / "manifest.json").read_text(encoding="utf-8"))
    shipped = {path.name for path in WEIGHTS.iterdir()} - {"manifest.json", "CARD.md"}
    assert set(manifest["sha256"]) == shipped


def test_damage_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder)
    scales = np.load(folder / "scales.npy")
    scales[7] *= 2
    np.save(folder / "scales.npy", scales)
    assert damaged_files(folder) == ["scales.npy"]


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"manifest\.json is missing"):
        Encoder.load(tmp_path)


def test_weights_of_another_format_are_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(ValueError, match="format 2"):
        Encoder.load(tmp_path)


@pytest.mark.parametrize(
    ("token", "right", "others"),
    [
        ("Достоевский", "dostoyevsky", ["dobrovolsky", "dostal", "dovzhenko", "tostevin"]),
        ("ברגמן", "bergman", ["brockman", "berman", "bergamin", "barman"]),
        ("خليل", "khalil", ["galil", "jalil", "khalid", "halili"]),
        ("マルティネス", "martinez", ["martinus", "martens", "martini", "maltese"]),
        ("슈미트", "schmidt", ["schmitz", "sumit", "shimizu", "schumann"]),
    ],
)
def test_letters_put_the_right_candidate_first(reranker: Reranker, token: str, right: str, others: list[str]) -> None:
    level = np.full(1 + len(others), 0.8, dtype=np.float32)
    assert reranker.score(token, [*others, right], level).argmax() == len(others)


def test_of_names_that_fit_alike_the_one_that_many_bear_goes_first(reranker: Reranker) -> None:
    rare, usual = reranker.score("مارك", ["marck", "mark"], np.array([0.9, 0.9], dtype=np.float32))
    assert usual > rare
    assert reranker.is_usual(["xqvz", "mark"])
    assert not reranker.is_usual(["xqvz"])


def test_nearer_vector_scores_higher_for_equal_letters(reranker: Reranker) -> None:
    near, far = reranker.score("Иванов", ["ivanov", "ivanov"], np.array([0.9, 0.5], dtype=np.float32))
    assert near > far


def test_no_candidates_give_no_scores(reranker: Reranker) -> None:
    assert reranker.score("Иванов", [], np.zeros(0, dtype=np.float32)).shape == (0,)


@pytest.mark.parametrize("candidate", ["", "x", "É", "w" * 200, "123", "Иванов"])
def test_odd_candidates_are_scored(reranker: Reranker, candidate: str) -> None:
    scores = reranker.score("Иванов", ["ivanov", candidate], np.array([0.5, 0.5], dtype=np.float32))
    assert np.isfinite(scores).all()


@pytest.mark.parametrize(
    ("token", "latin"),
    [
        ("Щукин", "Shchukin"),
        ("ברק", "Barak"),
        ("محمود", "Mahmoud"),
        ("ナカムラ", "Nakamura"),
        ("김", "Kim"),
        ("Σωκράτης", "Sokratis"),
    ],
)
def test_alignment_spells_both_out(reranker: Reranker, token: str, latin: str) -> None:
    segments = reranker.alignment(token, latin)
    romanised, original = reranker.spellings(token)
    assert "".join(s.latin for s in segments) == latin.lower()
    assert "".join(s.foreign for s in segments) in (romanised, original)


def test_alignment_pairs_the_letters_that_sound_alike(reranker: Reranker) -> None:
    assert ("ж", "zh") in {(s.foreign, s.latin) for s in reranker.alignment("Жуков", "Zhukov")}
    assert ("ר", "r") in {(s.foreign, s.latin) for s in reranker.alignment("שמיר", "Shamir")}
