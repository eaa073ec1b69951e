"""Collect the pairs of spellings that the encoder learns from.

Every source is a function that yields pairs; ``collect`` runs them all, drops whatever touches an
evaluation query, and says how many of each are left.
"""

from __future__ import annotations

import gzip
import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from training.encoder.respell import CYRILLIC, indic_twin, receiving_spellings, respell, russian_systems

LANGUAGES = ("arabic", "chinese", "hebrew", "japanese", "katakana", "korean", "russian")
WD_SETS = tuple(f"wd_{language}" for language in LANGUAGES)
CLDR_LANGUAGES = (
    *("te", "kn", "ml", "gu", "pa", "si", "lo", "km", "my", "am", "hy", "ka", "el", "bn", "ta", "hi", "mr", "ne", "th"),
    *("ur", "fa", "ps", "bg", "sr", "mk", "kk", "ky", "mn", "uk", "be", "he", "ar", "ko", "ja", "zh", "yue"),
)
SETS = (*WD_SETS, "wd_full", "cities", "popolo", "cyrl_systems", "ofac", "un", "noise", "seeds")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two spellings of one name; ``left`` is Latin unless the source says otherwise."""

    left: str
    right: str
    source: str


def trained_on(entity_id: str) -> bool:
    """Whether the developer sets' entity may be trained on; figures come from the others only.

    The first byte of the SHA-256 of ``encoder-split:<entity_id>`` is even for about half of them.
    """
    return hashlib.sha256(f"encoder-split:{entity_id}".encode()).digest()[0] % 2 == 0


def read_table(path: Path) -> Iterator[list[str]]:
    """Rows below the header of a tab-separated file, plain or ``.gz``, with or without that in its name."""
    packed = path if path.suffix == ".gz" else path.with_name(path.name + ".gz")
    if path != packed and path.exists():
        text = path.read_text(encoding="utf-8")
    else:
        text = gzip.decompress(packed.read_bytes()).decode("utf-8")
    for line in text.rstrip("\n").split("\n")[1:]:
        yield line.rstrip("\r").split("\t")


def is_trained_query(name: str, expected: str) -> bool:
    """Whether a query of the developer set *name* belongs to the half that is trained on."""
    return name in ("cities", "popolo") and expected != "NIL" and all(trained_on(e) for e in expected.split("|"))


def reported_queries(evaluation: Path) -> set[str]:
    """All query strings, case-folded, that figures are reported on."""
    out = set()
    for name in SETS:
        for query, expected, *_ in read_table(evaluation / name / "queries.tsv"):
            if not is_trained_query(name, expected):
                out.add(query.casefold())
    return out


def _developer_pairs(evaluation: Path, name: str) -> Iterator[Pair]:
    """Queries of the trained half beside the indexed name."""
    names = {row[0]: row[2] for row in read_table(evaluation / name / "entities.tsv") if row[4] == "primary"}
    for query, expected, category, *_ in read_table(evaluation / name / "queries.tsv"):
        if is_trained_query(name, expected) and not category.endswith(":far") and not category.startswith("negative"):
            kind = category.split(":")[1]
            yield Pair(names[expected.split("|")[0]], query, f"{name}:{kind}")


def _words(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """The pairs, and their words one by one where both sides have equally many.

    Of two words both orders are given; the wrong one goes when noise is filtered.
    """
    for pair in pairs:
        yield pair
        left, right = pair.left.split(), pair.right.replace("・", " ").replace("·", " ").split()
        if len(left) == len(right) > 1:
            swapped = list(zip(left, right[::-1], strict=True)) if len(left) == 2 else []
            for a, b in [*zip(left, right, strict=True), *swapped]:
                if len(a) > 2 and len(b) > 1:
                    yield Pair(a.strip(",.()"), b.strip(",.()"), pair.source + ":word")


def _token_pairs(train: Path) -> Iterator[Pair]:
    for language in LANGUAGES:
        for left, right, *_ in read_table(train / f"wd_{language}.tsv"):
            yield Pair(left, right, f"wd_{language}")


def _full_names(train: Path) -> Iterator[Pair]:
    for language in ("hebrew", "korean"):
        for left, right, *_ in read_table(train / f"wd_full_{language}.tsv"):
            yield Pair(left, right, f"wd_full_{language}")


def _small_sources(train: Path) -> Iterator[Pair]:
    for left, right, *_ in read_table(train / "japanese_names.tsv"):
        yield Pair(left, right, "japanese_names")
    for left, right, *_ in read_table(train / "thai_loanwords.tsv"):
        yield Pair(left, right, "thai_loanwords")
    for left, right, *_ in read_table(train / "arabic_names.tsv"):
        yield Pair(left, right, "arabic_names")
    for row in read_table(train / "popular_names.tsv"):
        if row[4] and row[5] and row[4].casefold() != row[5].casefold():
            yield Pair(row[5], row[4], "popular_names")


def _country_names() -> Iterator[Pair]:
    """Countries and languages in the scripts that few other pairs cover (CLDR, through Babel)."""
    from babel import Locale

    english = Locale("en")
    for code in CLDR_LANGUAGES:
        locale = Locale.parse(code)
        for kind in ("territories", "languages"):
            ours, theirs = getattr(english, kind), getattr(locale, kind)
            for key, name in theirs.items():
                left = ours.get(key, "")
                if left and name != left and not name.isascii() and "(" not in name + left and len(left.split()) < 4:
                    yield Pair(left, name, "cldr")


def _same_script(tokens: list[Pair]) -> Iterator[Pair]:
    """Latin spellings attested for one foreign token, where they look alike."""
    from difflib import SequenceMatcher

    readings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair in tokens:
        if pair.source in ("wd_russian", "wd_arabic", "wd_hebrew", "wd_korean", "arabic_names", "wd_katakana"):
            readings[pair.source, pair.right].append(pair.left)
    seen = set()
    for lefts in readings.values():
        lefts = sorted(set(lefts))
        for i, a in enumerate(lefts):
            for b in lefts[i + 1 :]:
                if (a, b) not in seen and SequenceMatcher(None, a, b).ratio() >= 0.7:
                    seen.add((a, b))
                    yield Pair(a, b, "latin_twins")


def _cross_script(tokens: list[Pair], rng: random.Random) -> Iterator[Pair]:
    """Spellings of one Latin token in two scripts."""
    readings: dict[str, list[Pair]] = defaultdict(list)
    for pair in tokens:
        if pair.source in WD_SETS and pair.source != "wd_katakana":
            readings[pair.left].append(pair)
    for pairs in readings.values():
        if len(pairs) > 1:
            a, b = rng.sample(pairs, 2)
            if a.source != b.source:
                yield Pair(a.right, b.right, "cross_script")


def _generated(pairs: list[Pair], rng: random.Random) -> Iterator[Pair]:
    """Romanisation systems, receiving-language spellings, respellings with typos, sister scripts."""
    for pair in pairs:
        if CYRILLIC.fullmatch(pair.right):
            russian = pair.source == "wd_russian"
            spellings = receiving_spellings(pair.right)
            if russian or pair.source.endswith(":ru"):
                spellings |= russian_systems(pair.right)
            spellings.discard(pair.left.casefold())
            if spellings:
                chosen = rng.sample(sorted(spellings), min(len(spellings), 2))
                yield Pair(chosen[0], pair.right, "cyrillic_systems")
                yield Pair(pair.left, chosen[-1], "cyrillic_respelled")
        for twin in indic_twin(pair.right, rng):
            yield Pair(pair.left, twin, "indic_twins")
    lefts = sorted({p.left for p in pairs if p.source in WD_SETS})
    for left in lefts:
        if rng.random() < 0.5:
            other = respell(left, rng)
            if other != left:
                yield Pair(left, other, "respelled")


def held_out(foreign: str) -> bool:
    """Whether a foreign token is kept from encoder and letter models, to fit the reranker on (1 in 50)."""
    return hashlib.sha256(f"reranker:{foreign}".encode()).digest()[0] % 50 == 0


def held_pairs(shared: Path) -> list[Pair]:
    """The token pairs that nothing but the reranker is fitted on."""
    queries = reported_queries(shared / "eval")
    return [
        p
        for p in dict.fromkeys(_token_pairs(shared / "train"))
        if held_out(p.right) and p.right.casefold() not in queries
    ]


def collect(shared: Path, seed: int, without: frozenset[str] = frozenset()) -> list[Pair]:
    """All training pairs, without repeats, in a fixed order.

    *without* names sources (or their part before the first colon) to leave out, for ablations. No pair
    has a side that is, or has a word that is, a reported evaluation query.
    """
    rng = random.Random(seed)
    allowed = _Allowed.of(shared, without)
    tokens, names, developer, small = _attested(shared, allowed)
    derived = allowed.of_pairs(_same_script(tokens + small)) + allowed.of_pairs(_cross_script(tokens, rng))
    derived += allowed.of_pairs(_generated(tokens + developer + small, rng))
    out = list(dict.fromkeys(tokens + names + developer + small + derived))
    if any(side.casefold() in allowed.queries for p in out for side in (p.left, p.right)):
        raise AssertionError("a training pair holds an evaluation query")
    return out


def attested(shared: Path) -> list[Pair]:
    """The training pairs that are not derived from others, in a fixed order."""
    return list(dict.fromkeys(chain.from_iterable(_attested(shared, _Allowed.of(shared, frozenset())))))


def _attested(shared: Path, allowed: _Allowed) -> tuple[list[Pair], list[Pair], list[Pair], list[Pair]]:
    """Tokens, full names, pairs of the developer sets, small sources."""
    train, evaluation = shared / "train", shared / "eval"
    tokens = allowed.of_pairs(_token_pairs(train))
    japanese = {(p.left, p.right) for p in tokens if p.source == "wd_japanese"}
    tokens = [p for p in tokens if p.source != "wd_katakana" or (p.left, p.right) not in japanese]
    names = allowed.of_pairs(_words(_full_names(train)))
    found = (pair for name in ("cities", "popolo") for pair in _developer_pairs(evaluation, name))
    developer = allowed.of_pairs(_words(found))
    small = allowed.of_pairs(_words(_small_sources(train))) + allowed.of_pairs(_words(_country_names()))
    return tokens, names, developer, small


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What may be trained on: nothing that holds one of the ``queries``, no source of ``without``."""

    queries: frozenset[str]
    without: frozenset[str]

    @classmethod
    def of(cls, shared: Path, without: frozenset[str]) -> _Allowed:
        held = {p.right.casefold() for p in held_pairs(shared)}
        return cls(frozenset(reported_queries(shared / "eval") | held), without)

    def of_pairs(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Those of the pairs that may be trained on, each once."""
        return [
            p
            for p in dict.fromkeys(pairs)
            if p.source.split(":")[0] not in self.without
            and p.left.casefold() != p.right.casefold()
            and self._is_clean(p.right)
            and (p.left.casefold() not in self.queries if p.left.isascii() else self._is_clean(p.left))
            and len(p.right) <= 60
        ]

    def _is_clean(self, side: str) -> bool:
        folded = side.casefold()
        return bool(folded) and folded not in self.queries and not any(w in self.queries for w in folded.split())
