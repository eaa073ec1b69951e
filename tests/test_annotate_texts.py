"""Mentions in short news of many languages, and the phenomena that they taught, one by one."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from marked import sentences, texts, unmarked

from resolver import Resolver


@cache
def bundled() -> Resolver:
    return Resolver.open()


def test_sentences_in_further_languages(root: Path) -> None:
    counts: Counter[str] = Counter()
    for _, sentence, gold in sentences(root / "tests" / "elsewhere"):
        found = {(m.start, m.end): m.entity.id for m in bundled().annotate(sentence).mentions}
        counts.update(right=len(found.items() & gold.items()), found=len(found), named=len(gold))
    assert counts["named"] > 150
    assert counts["right"] / counts["named"] >= 0.9
    assert counts["right"] / counts["found"] >= 0.98


def test_sentences_in_rarer_languages(root: Path) -> None:
    counts: Counter[str] = Counter()
    for _, sentence, gold in sentences(root / "tests" / "rarer"):
        found = {(m.start, m.end): m.entity.id for m in bundled().annotate(sentence).mentions}
        counts.update(right=len(found.items() & gold.items()), found=len(found), named=len(gold))
    assert counts["named"] > 200
    assert counts["right"] / counts["named"] >= 0.7
    assert counts["right"] / counts["found"] >= 0.96


def test_short_news_in_many_languages(root: Path) -> None:
    counts: Counter[str] = Counter()
    languages = set()
    for lang, text, gold in texts(root / "tests" / "texts"):
        found = {(m.start, m.end): m.entity.id for m in bundled().annotate(text).mentions}
        languages.add(lang)
        counts["right"] += len(gold.items() & found.items())
        counts["found"] += len(found)
        counts["gold"] += len(gold)
    assert len(languages) == 38
    assert counts["gold"] == 669
    assert counts["right"] >= 0.95 * counts["found"], counts
    assert counts["right"] >= 0.95 * counts["gold"], counts


@pytest.mark.parametrize(
    "marked",
    [
        # Georgian has no capital letters, and cases of its own
        "[თბილისიდან|tbilisi] [ვარშავაში|warsaw] გაფრინდა [ბიძინა ივანიშვილი|bidzina-ivanishvili].",
        # what scripts without gaps call people for short
        "[弗拉基米尔·普京|vladimir-putin]说，[普京|vladimir-putin]的车到了。",
        "[トランプ|donald-trump]氏は[岸田文雄|fumio-kishida]首相と会談した。[岸田|fumio-kishida]氏は帰国した。",
        "[小泉純一郎|junichiro-koizumi]元首相と小泉進次郎氏は欠席した。",
        # prefixes that take the place of an article, and abbreviations with a sign before the last letter
        'הוא נאם ב[כנסת|knesset] על [צה"ל|israel-defense-forces].',
        # Serbian in Latin letters
        "Govorio je sa [Aljbinom Kurtijem|albin-kurti] u [Beogradu|belgrade].",
        # beginnings that the word before changes, and concords that are written together with a name
        "Aeth [Keir Starmer|keir-starmer] i Gaerdydd ac mae wedi bod yn y dref a [Pharis|paris] hefyd.",
        "UMongameli uhlangane no[Vladimir Putin|vladimir-putin] e[Moscow|moscow].",
        # of a surname with a case ending and a given name without one, the second is somebody else's
        "Nakon sastanka s [Dodikom|milorad-dodik] [Aleksandar Vučić|aleksandar-vucic] je otputovao u [Peking|beijing].",
        "[Путинның|vladimir-putin] Мәскәүдә [Си Цзиньпин|xi-jinping] белән очрашуы көтелә.",
        # German nouns that a hyphen joins to a surname, and surnames of two
        "Der [Putin|vladimir-putin]-Freund ging.",
        "Frau Müller-Merkel sprach.",
        # numerals are no surnames
        "Louis XI and chapter XI are one thing, [Xi Jinping|xi-jinping] is another.",
        # what is called after people is no mention of them
        "Они встретились на проспекте Ленина.",
        "Es geschah am Helmut-Kohl-Platz.",
        "He landed at John F. Kennedy Airport.",
        "Samolot stoi na lotnisku imienia Lecha Wałęsy.",
        "افتتح شارع جمال عبد الناصر أمس.",
        "На площади [Лукашенко|alexander-lukashenko] ждал [Александр Лукашенко|alexander-lukashenko].",
        # compounds of surnames, and of one with a noun
        "The [Merkel|angela-merkel]-[Putin|vladimir-putin] call took an hour.",
        "Die [Merkel|angela-merkel]-Regierung trat in [Berlin|berlin] zurück.",
        # relatives and namesakes
        "[Viktor Orbán|viktor-orban] és Orbán Balázs [Budapesten|budapest] jártak.",
        "[Marine Le Pen|marine-le-pen] et Marie-Caroline Le Pen sont venues.",
        "Der Abgeordnete Frank Schröder sprach.",
        "Депутат Сергей Иванов-Крюков промолчал.",
        # a month
        "[Theresa May|theresa-may] resigned in May, and [May|theresa-may] left.",
        # a surname that the text also has as a common word, and one that is a place too
        "[Giorgia Meloni|giorgia-meloni] compra i meloni. [Meloni|giorgia-meloni] sorride.",
        "[François Hollande|francois-hollande] parle. M. [Hollande|francois-hollande] part en [Hollande|netherlands].",
        # two surnames joined by a hyphen, both of people whom the text names
        "[Vladimir Putin|vladimir-putin] met [Xi Jinping|xi-jinping]. A [Putin|vladimir-putin]-[Xi|xi-jinping] summit.",
    ],
)
def test_phenomena(marked: str) -> None:
    text, gold = unmarked(marked)
    assert {(m.start, m.end): m.entity.id for m in bundled().annotate(text).mentions} == gold
