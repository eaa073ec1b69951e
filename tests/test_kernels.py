"""The compiled kernels give the numbers that the plain ones give; each is tried on seeded random data."""

from __future__ import annotations

import os
from itertools import pairwise

import numpy as np
import pytest

from resolver.encode.align import LATIN_SEGMENTS, Candidates
from resolver.index import NameIndex, NameRow
from resolver.kernels import (
    ACRONYM,
    IN_CHARACTERS,
    KINDS,
    N_GRAMS,
    ROUGH_WEIGHTS,
    KnownSpellings,
    KnownVectors,
    Layer,
    Lists,
    NameShares,
    NameTokens,
    Native,
    Offsets,
    PairWeights,
    Plain,
    RoughQuery,
    Texts,
    Wanted,
    alike_rows,
    kernels,
    texts_at,
    with_roles,
)
from resolver.kernels.native.compiled import LIBRARY
from resolver.names import Token
from resolver.resolver import Resolver
from resolver.tokens import Spelled

SEEDS = range(20)


@pytest.fixture(scope="module")
def native() -> Native:
    if not LIBRARY.exists() and os.environ.get("CI") != "true":
        pytest.skip("the kernels were not compiled: install a C compiler and run `make install` again")
    return Native()


def lists(rng: np.random.Generator, keys: int, values: int) -> Lists:
    """For each key, distinct ascending values."""
    each = [np.sort(rng.choice(values, rng.integers(0, values // 2), replace=False)) for _ in range(keys)]
    starts = np.zeros(keys + 1, np.int64)
    np.cumsum([len(x) for x in each], out=starts[1:])
    return Lists.of(starts, np.concatenate(each).astype(np.int32))


@pytest.mark.parametrize("seed", SEEDS)
def test_lists_are_read_as_they_were_written(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    spread = [2, 40, 255, 256, 3000, 1 << 16, 1 << 24, (1 << 31) - 1]
    each = [
        np.unique(rng.integers(0, spread[rng.integers(len(spread))], rng.integers(0, 300))).astype(np.int32)
        for _ in range(40)
    ]
    written = Lists.of(np.append(0, np.cumsum([len(some) for some in each])), np.concatenate(each))
    assert [written[key].tolist() for key in range(40)] == [some.tolist() for some in each]
    for some in (native, Plain()):
        assert some.listed(written, 7, 33).tolist() == np.concatenate(each[7:33]).tolist()


@pytest.mark.parametrize("steps", [1, 30, 300, 10_000, 1 << 33])
def test_offsets_are_read_as_they_were_written(native: Native, steps: int) -> None:
    rng = np.random.default_rng(steps)
    lengths = rng.integers(0, steps, 500)
    starts = np.append(0, np.cumsum(lengths))
    written = Offsets.of(starts)
    assert [written[at] for at in range(501)] == np.asarray(written).tolist() == starts.tolist()
    assert written.kept.nbytes <= starts.nbytes
    if steps <= 10_000:
        text = "a" * int(starts[-1])
        known = (np.frombuffer(text.encode(), np.uint8), written)
        assert texts_at(known, np.arange(500)).strings() == ["a" * length for length in lengths.tolist()]


@pytest.mark.parametrize("seed", SEEDS)
def test_find(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    kept = sorted({f"{word}x" for word in words(rng, 60)})
    known = Spelled.of([Token(word, word) for word in kept]).known
    for word in words(rng, 60):
        place = sum(other < word for other in kept)
        assert native.find(known, word) == Plain().find(known, word) == place


@pytest.mark.parametrize("dim", [16, 128])
@pytest.mark.parametrize("seed", SEEDS)
def test_nearest(native: Native, seed: int, dim: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(-3, 4, (300, dim)).astype(np.int8)  # with ties
    centres = rng.integers(-3, 4, (4, dim)).astype(np.int8)
    known = KnownVectors(centres, np.array([0, 40, 40, 200, 300]), rng.permutation(300).astype(np.int32), rows)
    queries = rng.integers(-9, 10, (5, dim)).astype(np.int16)
    for probed, most in ((50, 20), (1000, 400), (1, 200)):
        found = [some.tolist() for some in native.nearest(queries, known, probed, most)]
        assert found == [some.tolist() for some in Plain().nearest(queries, known, probed, most)]
        alone = [some.tolist() for query in queries for some in native.nearest(query[None], known, probed, most)]
        assert alone == found
    ((best,), *_) = native.nearest(queries[:1], known, 300, 1)
    products = rows.astype(int) @ queries[0]
    assert products.max() == products[known.tokens.tolist().index(best)]


def words(rng: np.random.Generator, count: int) -> list[str]:
    """Short words that have much in common, some empty and some not Latin."""
    return ["".join(rng.choice(list("aabbcñ7ж"), rng.integers(0, 9))) for _ in range(count)]


@pytest.mark.parametrize("seed", SEEDS)
def test_grams(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    texts, sounds = Texts.of([*words(rng, 20), "x" * 300]), Texts.of([*words(rng, 20), "abc" * 100])
    at, grams = native.grams(texts, sounds)
    plain_at, plain = Plain().grams(texts, sounds)
    assert (at.tolist(), grams.tolist()) == (plain_at.tolist(), plain.tolist())
    assert all(len(set(some.tolist())) == len(some) for some in np.split(grams, at[1:-1]))
    assert grams.max() < N_GRAMS


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("common", [3, 1000])
def test_most_alike(native: Native, seed: int, common: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resolver.kernels.native.grams.COMMON", common)
    monkeypatch.setattr("resolver.kernels.plain.grams.COMMON", common)
    rng = np.random.default_rng(seed)
    texts, sounds = Texts.of(words(rng, 200)), Texts.of(words(rng, 200))
    known = known_spellings(texts, sounds, Offsets.of(np.sort(rng.integers(0, 150, 200))))
    _, keys = Plain().grams(Texts.of(words(rng, 1)), Texts.of(words(rng, 1)))
    for most in (8, 200, 8):  # the last time with what the others left behind
        found = native.most_alike(keys, known, 0.2, most).tolist()
        assert found == Plain().most_alike(keys, known, 0.2, most).tolist()
    assert found


def known_spellings(texts: Texts, sounds: Texts, owners: Offsets) -> KnownSpellings:
    at, grams = Plain().grams(texts, sounds)
    spelling = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(at))
    starts = np.zeros(N_GRAMS + 1, np.int64)
    np.cumsum(np.bincount(grams, minlength=N_GRAMS), out=starts[1:])
    postings = spelling[np.argsort(grams, kind="stable")]
    sizes = np.diff(at).astype(np.uint8)
    return KnownSpellings(
        Lists.of(starts, postings), sizes, int(sizes.min()), int(sizes.max()), owners, packed(texts), packed(sounds)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_best_names(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = name_shares(rng, names=3000, tokens=60, entities=400)
    groups = [(rng.choice(60, n, replace=False).astype(np.int32), rng.random(n).astype(np.float32)) for n in (3, 1, 12)]
    groups.append((groups[0][0], np.full(3, 0.5, np.float32)))  # which leaves many names of the same score
    for wanted in (Wanted(100, 2.5, 0.3), Wanted(5000, 2.5, 0.3), Wanted(7, 0.0, 1.0, 2), Wanted(100, 2.5, 0.3, 9)):
        found = native.best_names(groups, known, wanted).tolist()
        assert found == Plain().best_names(groups, known, wanted).tolist()
        assert bool(found) == (wanted.type != 9)
        assert native.best_names(groups, known, wanted).tolist() == found, "the room was left clean"


@pytest.mark.parametrize("seed", SEEDS)
def test_bearers(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = name_shares(rng, names=3000, tokens=30, entities=40)
    tokens = np.sort(rng.choice(30, 8, replace=False)).astype(np.int32)
    values = (rng.random(8) * 2 - 1).astype(np.float32)
    found = native.bearers(tokens, values, known)
    assert found == pytest.approx(Plain().bearers(tokens, values, known))
    assert native.bearers(tokens, values, known) == found, "the room was left clean"
    alone = native.bearers(tokens[:1], np.ones(1, np.float32), known)
    assert alone == len(set(known.entities[known.names_with[int(tokens[0])]].tolist()))


def name_shares(rng: np.random.Generator, names: int, tokens: int, entities: int) -> NameShares:
    owners = Offsets.of(np.sort(rng.integers(0, entities, names)))
    mass = (rng.random(names) * 40).astype(np.float16)
    return NameShares(lists(rng, tokens, names), mass, owners, rng.integers(0, 4, entities).astype(np.uint8))


@pytest.mark.parametrize("seed", SEEDS)
def test_pair_log_odds(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, bands = 200, (np.array([0.45, 0.65]), np.array([0.7, 0.8, 0.9]))
    levels = 2 * (len(bands[0]) + 1) + len(bands[1]) + 1 + 3
    scales = (20.0, 4.0, 10.0, 8.0, 0.82, 10.0)
    weights = PairWeights(rng.normal(size=(levels, 2)), *bands, rng.normal(size=(4, 5)), rng.normal(size=4), *scales)
    found = alike_rows(
        number=rng.permutation(300)[:n],
        value=rng.random(n),
        spelled=rng.choice([0.0, 0.5, 0.7, 0.8, 1.0], n),
        heard=rng.choice([0.0, 0.5, 0.7, 0.8, 1.0], n),
        cosine=(rng.random(n) * 2 - 1),
        fit=rng.normal(0, 15, n),
        share=(-20 * rng.random(n)),
        kind=rng.integers(0, len(KINDS), n),
        across=rng.random(n) < 0.5,
        length=rng.integers(1, 12, n),
        other_start=rng.random(n) < 0.5,
        own_system=rng.integers(0, 3, n),
        system=rng.integers(0, 4, n),
    )
    rarities = (rng.random(300) * 20).astype(np.float32)
    args = (weights, found, np.array([True, False, True]), 2, 6, 9.5, rarities)
    assert native.pair_log_odds(*args) == pytest.approx(Plain().pair_log_odds(*args), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_letter_scores(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    texts = ["".join(rng.choice(list(letters), rng.integers(1, 12))) for _ in range(30)]
    candidates = Candidates.of(Texts.of(texts))
    at = np.sort(rng.choice(2000, 12, replace=False)).reshape(6, 2)
    spans = np.full((3, 2, 2), -1)
    spans.reshape(6, 2)[[0, 2, 3, 4]] = at[:4]
    latin = np.concatenate([np.arange(1000), np.arange(1000)]).astype(np.int32)
    value = rng.random(2000)
    args = (spans, latin, value, candidates.segments, candidates.lengths, 1e-5, LATIN_SEGMENTS)
    found = native.letter_scores(*args)
    assert found == pytest.approx(Plain().letter_scores(*args), rel=1e-12)
    assert native.letter_scores(*args).tolist() == found.tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_letter_segments_and_trigrams(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    texts = Texts.of([*words(rng, 20), "abcdefghijklmnopqrstuvwxyzabc"])
    segments, lengths = native.letter_segments(texts)
    plain = Plain().letter_segments(texts)
    assert segments.tolist() == plain[0].tolist()
    assert lengths.tolist() == plain[1].tolist()
    trigrams = rng.random((27, 27, 27)).astype(np.float32)
    sums = native.trigram_sums(segments, lengths, trigrams)
    assert sums == pytest.approx(Plain().trigram_sums(segments, lengths, trigrams))
    assert sums[-1] > sums.min()


@pytest.mark.parametrize("seed", SEEDS)
def test_dense(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(int(rng.integers(3, 12)), 16)).astype(np.float32)
    matrix, offset = rng.normal(size=(48, 32)).astype(np.float32), rng.normal(size=32).astype(np.float32)
    args = (rows, len(rows) - 2, 48, matrix, offset)
    found = native.dense(*args, positive=True)
    assert found == pytest.approx(Plain().dense(*args, positive=True), abs=1e-4)
    assert found[0] == pytest.approx(np.maximum(rows[:3].reshape(-1) @ matrix + offset, 0), abs=1e-4)
    # what a row gives does not depend on how many there are
    assert native.dense(rows[-3:], 1, 48, matrix, offset, positive=True).tolist() == found[-1:].tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_layers_are_exact(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    kernel, bias = rng.normal(size=(3, 32, 32)) / 8, rng.normal(size=32)
    layer = Layer.of(kernel.astype(np.float32), bias.astype(np.float32))
    at = np.concatenate([[0], np.cumsum(rng.integers(1, 12, 5))])
    rows = np.maximum(rng.normal(size=(at[-1], 32)), 0).astype(np.float32)
    rows[: at[1]] = 0  # a word of which nothing is above 0
    kept = rng.integers(0, 2, at[-1]).astype(np.float32)
    rows[at[1:] - 1] = kept[at[1:] - 1] = 0  # words end with a fence
    found, plain = rows.copy(), rows.copy()
    native.add_layer(found, at, kept, layer)
    Plain().add_layer(plain, at, kept, layer)
    assert found.tolist() == plain.tolist()
    assert found[kept == 0].tolist() == rows[kept == 0].tolist()
    # a little off what it would be unrounded
    fenced = np.concatenate([np.zeros((1, 32)), rows, np.zeros((1, 32))])
    windows = np.concatenate([fenced[:-2], fenced[1:-1], fenced[2:]], axis=1)
    unrounded = np.maximum(windows @ (layer.weights * layer.scales) + layer.bias, 0)
    assert (found - rows)[kept == 1] == pytest.approx(unrounded[kept == 1], abs=0.1)
    assert (found != rows).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_summed_and_pooled(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    at = np.concatenate([[0], np.cumsum(rng.integers(1, 12, 5))])
    table, scales = rng.integers(-127, 128, (64, 32)).astype(np.int8), rng.random(64).astype(np.float32)
    which = rng.integers(0, 64, at[-1])
    assert native.summed(table, scales, which, at) == pytest.approx(Plain().summed(table, scales, which, at), rel=1e-4)
    rows, weights = rng.normal(size=(at[-1], 16)).astype(np.float32), rng.random((at[-1], 4)).astype(np.float32)
    found = native.pooled(rows, weights, at)
    assert found == pytest.approx(Plain().pooled(rows, weights, at), abs=1e-4)
    assert found[:, :16].tolist() == [rows[a:b].max(axis=0).tolist() for a, b in pairwise(at.tolist())]


@pytest.mark.parametrize("seed", SEEDS)
def test_rough_log_odds(native: Native, seed: int) -> None:
    rng = np.random.default_rng(seed)
    query, known, asked = rough_words(rng)
    weights = rng.normal(size=len(ROUGH_WEIGHTS))
    found, slow = (make.rough_log_odds(query, asked, known, weights, 0.55, 0.6) for make in (native, Plain()))
    assert found[0] == pytest.approx(slow[0])
    assert found[1].tolist() == slow[1].tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_pairings(native: Native, seed: int) -> None:
    query, known, asked = rough_words(np.random.default_rng(seed))
    weights = np.random.default_rng(seed).normal(size=len(ROUGH_WEIGHTS))
    found, slow = (make.pairings(query, asked, known, weights, 0.55, 0.6) for make in (native, Plain()))
    assert [column.tolist() for column in found[:3]] == [column.tolist() for column in slow[:3]]
    assert found.gains == pytest.approx(slow.gains)
    assert found.wholes == pytest.approx(slow.wholes)


def test_pairings_tell_what_may_be_joined(native: Native) -> None:
    """Nurdin may be what another writes as Nur al Din, which an alignment word by word misses; Nur Salim it is not."""
    vocabulary = ["nur", "al", "din", "nurdin", "salim"]
    known = NameTokens(
        np.array([0, 3, 5]), with_roles(np.array([0, 1, 2, 0, 4], np.int32), np.array([0, 3, 0, 0, 0], np.uint8)),
        np.ones(5, np.float32), np.array([ord(word[0]) for word in vocabulary], np.uint8), np.arange(6),
        packed(Texts.of(vocabulary)), np.zeros(5, np.uint8), np.zeros(5, np.uint8), np.zeros(1, np.uint8),
        packed(Texts.of(vocabulary)),
    )  # fmt: skip
    alone = RoughQuery(
        np.zeros(1, np.uint8), np.array([ord("n")], np.uint8), np.array([0, 0]), np.zeros(0, np.int32), np.zeros(0),
        np.zeros(0), np.zeros(0, np.uint8), np.zeros(1), np.zeros(1), 0.0, Texts.of(["nurdin"]), np.zeros(1, np.uint8),
    )  # fmt: skip
    weights = np.zeros(len(ROUGH_WEIGHTS))
    for make in (native, Plain()):
        partners, plain, *_ = make.pairings(alone, np.array([0, 1], np.int32), known, weights, 0.55, 0.6)
        assert (partners == -1).all()
        assert plain.tolist() == [False, True]


def test_pairings_hint_at_what_letters_do_not_tell(native: Native) -> None:
    """Of two words that begin alike one may be the other's form; two that the data of names have may be one name; a
    word of as many letters as there are words may be their acronym; characters may be read as a word."""
    vocabulary = ["petrova", "petr", "bill", "owb", "王"]
    known = NameTokens(
        np.arange(6), with_roles(np.arange(5, dtype=np.int32), np.zeros(5, np.uint8)), np.ones(5, np.float32),
        np.array([ord(word[0]) if word.isascii() else 0 for word in vocabulary], np.uint8), np.arange(6),
        packed(Texts.of(["petrova", "petr", "bill", "owb", "wang"])), np.array([0, 0, 1, 0, 0], np.uint8),
        np.array([0, 0, 0, 0, 1], np.uint8), np.array([0, 1], np.uint8), packed(Texts.of(vocabulary)),
    )  # fmt: skip
    asked = ["petrov", "william", "pavel"]
    query = RoughQuery(
        np.zeros(3, np.uint8), np.array([ord(word[0]) for word in asked], np.uint8), np.zeros(4, np.int64),
        np.zeros(0, np.int32), np.zeros(0), np.zeros(0), np.zeros(0, np.uint8), np.zeros(3),
        np.array([4.0, 5.0, 6.0]), 0.0,
        Texts.of(asked), np.array([0, 1, 1], np.uint8),
    )  # fmt: skip
    weights = np.where(np.array(ROUGH_WEIGHTS) == "all_of_name_found", 2.0, 0.0)
    for make in (native, Plain()):
        found = make.pairings(query, np.arange(5, dtype=np.int32), known, weights, 0.55, 0.6)
        assert found.hints.tolist() == [0b001, 0b001, 0b110, ACRONYM, IN_CHARACTERS]
        assert found.gains[:, :3].tolist() == [[4, 0, 0], [4, 0, 0], [0, 5, 6], [0, 0, 0], [0, 0, 0]]
        assert found.wholes.tolist() == [2, 2, 2, 0, 0]


def packed(texts: Texts) -> tuple[np.ndarray, np.ndarray]:
    return texts.blob, np.append(texts.starts, texts.ends[-1])


def rough_words(rng: np.random.Generator) -> tuple[RoughQuery, NameTokens, np.ndarray]:
    """A random query, the words of random names, and all their numbers."""
    names, vocabulary = 30, 40
    at = np.zeros(names + 1, np.int64)
    np.cumsum(rng.integers(1, 6, names), out=at[1:])
    known = NameTokens(
        at,
        with_roles(
            rng.integers(0, vocabulary, at[-1]).astype(np.int32),
            rng.choice(5, at[-1], p=[0.7, 0.1, 0.1, 0.05, 0.05]).astype(np.uint8),
        ),
        rng.random(vocabulary).astype(np.float32) * 12,
        rng.integers(96, 100, vocabulary).astype(np.uint8),
        np.arange(vocabulary + 1),
        packed(Texts.of(words(rng, vocabulary))),
        rng.integers(0, 2, vocabulary).astype(np.uint8),
        rng.integers(0, 3, vocabulary).astype(np.uint8),
        np.array([0, 0, 1], np.uint8),
        packed(Texts.of(words(rng, vocabulary))),
    )
    m = int(rng.integers(1, 5))
    near = [np.sort(rng.choice(vocabulary, 15, replace=False)) for _ in range(m)]
    query = RoughQuery(
        rng.choice(4, m, p=[0.8, 0.05, 0.05, 0.1]).astype(np.uint8),
        rng.integers(96, 100, m).astype(np.uint8),
        np.arange(m + 1) * 15,
        np.concatenate(near).astype(np.int32),
        np.round(rng.random(15 * m), 1),  # with ties
        rng.normal(size=15 * m),
        rng.integers(0, 2, 15 * m).astype(np.uint8),
        rng.normal(size=m),
        rng.normal(size=m) + 2,
        0.3,
        Texts.of(words(rng, m)),
        rng.integers(0, 2, m).astype(np.uint8),
    )
    return query, known, np.arange(names, dtype=np.int32)


def test_answers_are_the_same_without_a_compiler(native: Native, monkeypatch: pytest.MonkeyPatch) -> None:
    people = ["Sviatlana Tsikhanouskaya", "Angela Merkel", "Mohamed ElBaradei", "Kim Jong-un", "V. Putin", "Merkl"]
    index = NameIndex.of(NameRow(str(at), name, "person") for at, name in enumerate(people))
    asked = ["Светлана Тихановская", "محمد البرادعي", "김정은", "Putin Vladimir", "Merkel", "Merkle, A."]
    compiled = [Resolver(index).resolve(name).to_dict() for name in asked]
    monkeypatch.setattr("resolver.kernels.native.compiled.LIBRARY", LIBRARY.with_name("missing.so"))
    kernels.cache_clear()
    try:
        assert isinstance(kernels(), Plain)
        assert [Resolver(index).resolve(name).to_dict() for name in asked] == compiled
    finally:
        kernels.cache_clear()
    assert compiled[0]["entity"]["id"] == "0"
