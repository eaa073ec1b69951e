"""Pairs of Chinese, Korean and Japanese names, in characters and in Latin letters: none or one character differs; and
whole people.

The characters and surnames are those of the most usual names (popular_names.tsv, CC0; japanese_names.tsv, MIT).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import OSA

from resolver.match.readings import readings_of
from resolver.romanize import romanize
from resolver.text import script_of
from training.encoder.pairs import read_table
from training.people import Pair, Rng

CHINESE = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
MANDARIN = ("Mandarin, pinyin", "Mandarin, Wade-Giles")
KOREAN_SYSTEMS = ("ko-rr-names", "ko-press-en", "ko-press-en-b", "ko-mr-1939")
JAPANESE_SYSTEMS = ("ja-hepburn-passport", "ja-hepburn-passport", "ja-kunrei", "ja-wapuro")
LONGEST_GIVEN = 3
ONE_SYLLABLE = 0.15
"""Of Chinese given names."""
LOOKED_AT = 400
"""Japanese given names among which one that begins alike, or is spelled most alike, is looked for."""


def characters(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """About so many pairs, of each country as many."""
    made = 0
    while made < count:
        for names in (korean, chinese, japanese):
            for pair in names(train, rng):
                made += 1
                yield pair


def korean(train: Path, rng: Rng) -> Iterator[Pair]:
    syllables, families = _korean_words(train)
    family, spelled = rng.choice(families)
    given, other = _two_given(syllables, rng)

    def in_latin(name: Sequence[str]) -> str:
        first, second = (romanize(c, system) for c in name)
        return f"{spelled} {first.title()}-{second}"

    system = rng.choice(KOREAN_SYSTEMS)
    left, wrong = in_latin(given), in_latin(other)
    system = rng.choice(KOREAN_SYSTEMS)
    right = in_latin(given)
    yield f"{family}{''.join(given)}", rng.choice([left, right]), True
    yield left, right, True
    yield f"{family}{''.join(given)}", f"{family}{''.join(other)}", False
    yield rng.choice([f"{family}{''.join(given)}", left]), wrong, False


def chinese(train: Path, rng: Rng) -> Iterator[Pair]:
    family = rng.choice(CHINESE)
    given, other = _two_given(_han(train), rng)
    system = rng.choice([*MANDARIN, "Cantonese"])
    left, right, wrong = (
        _read(family, name, of, rng) for name, of in ((given, MANDARIN[0]), (given, system), (other, system))
    )
    yield f"{family}{''.join(given)}", right, True
    if system in MANDARIN:
        yield left, right, True
    if wrong not in (left, right):
        yield f"{family}{''.join(given)}", f"{family}{''.join(other)}", False
        yield rng.choice([f"{family}{''.join(given)}", right]), wrong, False


def japanese(train: Path, rng: Rng) -> Iterator[Pair]:
    surnames, given = _japanese_words(train)
    family, kana = rng.choice(surnames)
    read, written = rng.choice(given)
    some = [row for row in rng.sample(given, LOOKED_AT) if row[0] != read]
    others = [row for row in some if row[1][0] == written[0]] if rng.random() < 0.5 else []
    other_read, other_written = rng.choice(others or [min(some, key=lambda row: OSA.distance(row[0], read))])
    one, two = (romanize(kana, rng.choice(JAPANESE_SYSTEMS)).title() for _ in range(2))
    yield f"{family}{written}", f"{read.title()} {one}", True
    yield f"{read.title()} {one}", rng.choice([f"{read.title()} {two}", f"{two} {read.title()}"]), True
    yield f"{family}{written}", f"{family}{other_written}", False
    left = rng.choice([f"{family}{written}", f"{read.title()} {one}"])
    yield left, f"{other_read.title()} {one}", False


def people(train: Path, rng: Rng) -> Iterator[tuple[str, str, str]]:
    """Surname and given name of made-up people in Han characters, and the name in Latin letters: Chinese, Koreans and
    Japanese by turns."""
    while True:
        for system in (rng.choice([*MANDARIN, "Cantonese"]), "Korean"):
            family, given = rng.choice(CHINESE), rng.sample(_han(train), 1 if rng.random() < ONE_SYLLABLE else 2)
            if all(readings_of(c, system) for c in (family, *given)):
                yield family, "".join(given), _read(family, given, system, rng)
        surnames, named = _japanese_words(train)
        (family, kana), (read, written) = rng.choice(surnames), rng.choice(named)
        yield family, written, f"{read.title()} {romanize(kana, rng.choice(JAPANESE_SYSTEMS)).title()}"


def _two_given(syllables: Sequence[str], rng: Rng) -> tuple[list[str], list[str]]:
    """A given name of two syllables, and another that has one of them in its place."""
    one, two, other = rng.sample(syllables, 3)
    return [one, two], rng.choice([[one, other], [other, two]])


def _read(family: str, given: Sequence[str], system: str, rng: Rng) -> str:
    words = [rng.choice(readings_of(c, system)) for c in (family, *given)]
    gap = "" if system == MANDARIN[0] else rng.choice(["-", "-", " "])
    return f"{words[0].title()} {gap.join(words[1:]).capitalize()}"


def _of_script(texts: Iterator[str], script: str) -> list[str]:
    return sorted({c for text in texts for c in text if script_of(c) == script})


@cache
def _korean_words(train: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Syllables of given names; surnames with their usual spelling."""
    rows = [row for row in read_table(train / "popular_names.tsv") if row[0] == "KR"]
    families = [(row[4], row[5]) for row in rows if row[1] == "surname" and script_of(row[4]) == "Hang" and row[5]]
    return _of_script((row[4] for row in rows if row[1] == "given"), "Hang"), families


@cache
def _han(train: Path) -> list[str]:
    rows = read_table(train / "popular_names.tsv")
    found = _of_script((row[4] for row in rows if row[0] in ("CN", "TW") and row[1] == "given"), "Hani")
    return [c for c in found if all(readings_of(c, system) for system in (*MANDARIN, "Cantonese"))]


@cache
def _japanese_words(train: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Surnames in characters and in kana; given names in letters and in characters."""
    rows = list(read_table(train / "japanese_names.tsv"))
    surnames = [
        (one[1], two[1])
        for one, two in pairwise(row for row in rows if row[2] == "surname")
        if one[0] == two[0] and script_of(one[1]) == "Hani" and script_of(two[1]) == "Hira"
    ]
    given = [(row[0], row[1]) for row in rows if row[2] != "surname" and script_of(row[1]) == "Hani"]
    return surnames, [row for row in given if len(row[1]) <= LONGEST_GIVEN]
