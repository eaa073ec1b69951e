"""Mentions of known entities in running text, with a small index."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver import Resolver
from resolver.annotate import html_page
from resolver.annotate.data import rows
from resolver.index import NameIndex, NameRow, build_index

NAMES = [
    ("lukashenko", "Alexander Lukashenko", "person", "en"),
    ("lukashenko", "Аляксандр Лукашэнка", "person", "be"),
    ("tsikhanouskaya", "Sviatlana Tsikhanouskaya", "person", "en"),
    ("tsikhanouskaya", "Светлана Тихановская", "person", "ru"),
    ("bill-clinton", "Bill Clinton", "person", "en"),
    ("hillary-clinton", "Hillary Clinton", "person", "en"),
    ("nathan-sales", "Nathan Sales", "person", "en"),
    ("xi", "Xi Jinping", "person", "en"),
    ("xi", "习近平", "person", "zh"),
    ("putin", "Vladimir Putin", "person", "en"),
    ("putin", "弗拉基米尔·普京", "person", "zh"),
    ("putin", "วลาดีมีร์ ปูติน", "person", "th"),
    ("putin", "블라디미르 푸틴", "person", "ko"),
    ("belarus", "Belarus", "place", "en"),
    ("belarus", "בלארוס", "place", "he"),
    ("usa", "US", "place", "en"),
    ("usa", "United States", "place", "en"),
    ("state-department", "US State Department", "org", "en"),
    ("nice", "Nice", "place", "en"),
    ("florence", "Florence", "place", "en"),
    ("nato", "NATO", "org", "en"),
    ("odihr", "Office for Democratic Institutions and Human Rights", "org", "en"),
    ("ivory-coast", "Côte d'Ivoire", "place", "fr"),
    ("georgia-country", "Georgia", "place", "en"),
    ("georgia-state", "Georgia", "place", "en"),
    ("georgia-state", "State of Georgia", "place", "en"),
]
ROWS = [NameRow(*name, "primary" if at == 0 else "alias") for at, name in enumerate(NAMES)]


@cache
def small() -> Resolver:
    return Resolver(NameIndex.of(ROWS))


def found(text: str) -> list[tuple[str, str]]:
    """(surface, entity) of the mentions of a text."""
    mentions = small().annotate(text).mentions
    assert all(text[m.start : m.end] == m.surface for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    return [(m.surface, m.entity.id) for m in mentions]


def test_common_words_without_vowels_are_no_names() -> None:
    rows = [
        NameRow("dhaka", "Dhaka", "place", "en", "primary"),
        NameRow("dhaka", "دكا", "place", "ar", "alias"),
        NameRow("dhaka", "דאקה", "place", "he", "alias"),
        NameRow("rice", "Condoleezza Rice", "person", "en", "primary"),
        NameRow("rice", "كوندوليزا رايس", "person", "ar", "alias"),
    ]
    resolver = Resolver(NameIndex.of(rows))
    for text, named in [
        ("التقى الرئيس بنظيره", []),
        ("قال الرئيس إنه عاد من دكا", ["دكا"]),
        ("التقت كوندوليزا رايس بالرئيس ثم غادرت رايس", ["كوندوليزا رايس", "رايس"]),
        ("הוא דקה מכאן", []),
    ]:
        assert [mention.surface for mention in resolver.annotate(text).mentions] == named


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("The US State Department spoke.", [("US State Department", "state-department")]),
        ("Join us in the US, or in the U.S. today.", [("US", "usa"), ("U.S.", "usa")]),
        ("Lukashenko's aides left Belarus’s capital.", [("Lukashenko", "lukashenko"), ("Belarus", "belarus")]),
        ("Tsikhanouskaya, Sviatlana’s allies", [("Tsikhanouskaya", "tsikhanouskaya")]),
        ("Allies of Svyatlana Tsihanouskaja met.", [("Svyatlana Tsihanouskaja", "tsikhanouskaya")]),
        ("It was A. Lukashenko who spoke.", [("A. Lukashenko", "lukashenko")]),
        ("Lukashenko Alexander, born 1954", [("Lukashenko Alexander", "lukashenko")]),
        ("NATO said it. Nato said it. The nato said it.", [("NATO", "nato"), ("Nato", "nato")]),
        ("Em Côte d’Ivoire e na Cote d'Ivoire", [("Côte d’Ivoire", "ivory-coast"), ("Cote d'Ivoire", "ivory-coast")]),
        ("Встреча с Тихановской прошла без Лукашэнкі.",
         [("Тихановской", "tsikhanouskaya"), ("Лукашэнкі", "lukashenko")]),
        ("习近平同普京会谈，弗拉基米尔·普京表示感谢",
         [("习近平", "xi"), ("普京", "putin"), ("弗拉基米尔·普京", "putin")]),
        ("ประธานาธิบดีวลาดีมีร์ ปูตินกล่าว", [("วลาดีมีร์ ปูติน", "putin")]),
        ("블라디미르 푸틴은 말했다", [("블라디미르 푸틴", "putin")]),
        ("הוא נסע לבלארוס אתמול", [("בלארוס", "belarus")]),
        ("", []),
        ("The quick brown fox jumps over the lazy dog.", []),
    ],
)  # fmt: skip
def test_mentions(text: str, mentions: list[tuple[str, str]]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        # a surname that two bear, and a common word, are meant where the text has the fuller name
        ("Clinton spoke.", []),
        ("Hillary Clinton came. Clinton spoke.",
         [("Hillary Clinton", "hillary-clinton"), ("Clinton", "hillary-clinton")]),
        ("In March Sales fell. Sales rose.", []),
        ("Nathan Sales came, and Sales spoke.", [("Nathan Sales", "nathan-sales"), ("Sales", "nathan-sales")]),
        ("Nathan Sales came. Sales of cars rose as sales do.", [("Nathan Sales", "nathan-sales")]),
        ("Xi Jinping came. Later Xi left.", [("Xi Jinping", "xi"), ("Xi", "xi")]),
        # relatives and strangers are others
        ("Alexander Lukashenko has a son, Viktor Lukashenko.", [("Alexander Lukashenko", "lukashenko")]),
        ("Chelsea Clinton is the daughter of Bill Clinton.", [("Bill Clinton", "bill-clinton")]),
        ("Florence Nightingale was born in Florence.", [("Florence", "florence")]),
        ("Hillary Clinton met Hillary Mantel.", [("Hillary Clinton", "hillary-clinton")]),
        # a common word at the start of a sentence, or with a small letter
        ("Nice weather today.", []),
        ("They flew to Nice. Nice was warm.", [("Nice", "nice"), ("Nice", "nice")]),
        ("What a nice day.", []),
        # slips and abbreviations
        ("Alexander Lukashenko won. Luakashenko lost.",
         [("Alexander Lukashenko", "lukashenko"), ("Luakashenko", "lukashenko")]),
        ("The Office for Democratic Institutions and Human Rights (ODIHR) came. ODIHR left.",
         [("Office for Democratic Institutions and Human Rights", "odihr"), ("ODIHR", "odihr"), ("ODIHR", "odihr")]),
        # of two places of one name, the one that the text names otherwise too
        ("Georgia is on my mind.", []),
        ("The State of Georgia voted; Georgia went blue.",
         [("State of Georgia", "georgia-state"), ("Georgia", "georgia-state")]),
    ],
)  # fmt: skip
def test_short_forms_and_what_is_no_mention(text: str, mentions: list[tuple[str, str]]) -> None:
    assert found(text) == mentions


def test_a_surname_behind_a_title_or_with_an_ending() -> None:
    rows = [
        NameRow("leyen", "乌尔苏拉·冯德莱恩", "person", "zh"), NameRow("filler", "席勒·席林·席德", "person", "zh"),
        NameRow("zelensky", "ვოლოდიმირ ზელენსკი", "person", "ka"), NameRow("scholz", "Олаф Шольц", "person", "ru"),
    ]  # fmt: skip
    resolver = Resolver(NameIndex.of(rows))
    for text, surface in (
        ("欧盟主席冯德莱恩说", "冯德莱恩"), ("ზელენსკიმ თქვა", "ზელენსკიმ"),
        ("Эмманюэль Макрон обсудил это с Олафом Шольцем", "Олафом Шольцем"),
    ):  # fmt: skip
        assert [mention.surface for mention in resolver.annotate(text).mentions] == [surface], text
    assert not resolver.annotate("席冯德莱恩席").mentions


def test_a_short_form_says_what_it_is_tied_to() -> None:
    full, short = small().annotate("Hillary Clinton came. Clinton spoke.").mentions
    assert (full.matched_name, short.matched_name) == ("Hillary Clinton", "Hillary Clinton")
    (reason,) = short.reasons
    assert (reason.kind, reason.query, reason.name, reason.detail) == (
        "same_document", "Clinton", "Hillary Clinton", "at 0",
    )  # fmt: skip
    assert 0.5 < short.probability <= full.probability


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from([name for _, name, *_ in NAMES]), st.text(max_size=60))
def test_offsets_hold_in_any_text(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    mentions = small().annotate(text).mentions
    assert all(text[m.start : m.end] == m.surface for m in mentions)
    assert all(0 <= m.probability <= 1 for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_what_is_annotated_does_not_depend_on_what_was_before() -> None:
    text = "Встреча с Тихановской. Hillary Clinton came. Clinton spoke of Svyatlana Tsihanouskaja."
    fresh = Resolver(NameIndex.of(ROWS))
    first = fresh.annotate(text)
    fresh.annotate("Bill Clinton and Alexander Lukashenko met. Lukashenkas ir Tsihanouskaja.")
    assert fresh.annotate(text) == first


def test_the_tables_are_well_formed() -> None:
    for cells in rows("case_endings.tsv"):
        assert len(cells) == 4, cells
        assert cells[3].isdecimal(), cells
        assert re.fullmatch(r"[a-z]{2,3}(,[a-z]{2,3})*", cells[0]), cells
    assert all(len(cells) == 2 for cells in rows("function_words.tsv"))
    assert {side for _, side, *_ in rows("clitics.tsv")} == {"before", "after", "capital"}
    assert all(len(cells) == 3 for cells in rows("mutations.tsv"))
    assert {cells[0] for cells in rows("grammar.tsv")} == {"articles", "last word"}
    assert {(side, when) for _, side, when, _ in rows("called_after.tsv")} <= {
        (side, when) for side in ("before", "after") for when in ("always", "capital", "unless named", "inflected")
    }
    assert all(len(cells) == 3 for cells in rows("dates.tsv"))


class _Text(HTMLParser):
    """The text of a page's articles without the evidence, and the tags it has."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "meta" and dict(attrs) is not None:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if "article" in self.inside and "span" not in self.inside:
            self.text += data


def test_the_page_has_the_text_unchanged_and_nothing_of_it_is_markup() -> None:
    text = 'Lukashenko <script>alert("x")</script> & Alexander Lukashenko\n\nNATO'
    page = html_page([("<b>title</b>", text, small().annotate(text))])
    reader = _Text()
    reader.feed(page)
    assert reader.text == text
    assert not reader.tags & {"script", "b", "link", "img"}
    assert "http" not in page
    assert page.count("<mark tabindex") == 3


def test_the_command(tmp_path: Path) -> None:
    index, article, damaged = tmp_path / "index", tmp_path / "a.txt", tmp_path / "b.txt"
    build_index(ROWS, index)
    article.write_text("Hillary Clinton met Putin in Belarus.", "utf-8")
    damaged.write_bytes("Путин".encode("cp1251"))
    command = [sys.executable, "-m", "resolver", "annotate", "--index", str(index)]
    done = subprocess.run([*command, "--json", str(article), str(damaged)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        f"rejected: {damaged}: not UTF-8 (byte 1). Say how the text is written, such as --encoding cp1251, or save "
        "it as UTF-8.\n"
    )
    (line,) = map(json.loads, done.stdout.splitlines())
    assert line["file"] == str(article)
    assert [(m["start"], m["end"], m["entity"]["id"]) for m in line["mentions"]] == [
        (0, 15, "hillary-clinton"), (20, 25, "putin"), (29, 36, "belarus"),
    ]  # fmt: skip
    shown = subprocess.run(
        [*command, "-"], input="Xi Jinping came.", capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "1 mentions of 1 entities" in shown.stdout
    assert "0-10  Xi Jinping → Xi Jinping [xi]" in shown.stdout


@pytest.mark.parametrize(
    ("encoding", "option"), [("utf-16", ()), ("utf-8-sig", ()), ("utf-16-le", ("--encoding", "utf-16-le"))]
)
def test_texts_in_other_encodings(encoding: str, option: tuple[str, ...], tmp_path: Path) -> None:
    index, article = tmp_path / "index", tmp_path / "a.txt"
    build_index(ROWS, index)
    article.write_text("Xi Jinping came.", encoding)
    command = [sys.executable, "-m", "resolver", "annotate", "--index", str(index), "--json", str(article), *option]
    (line,) = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout.splitlines()
    assert [(m["start"], m["end"]) for m in json.loads(line)["mentions"]] == [(0, 10)]


def test_an_encoding_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Xi", "utf-8")
    command = [sys.executable, "-m", "resolver", "annotate", str(tmp_path / "a.txt"), "--encoding", "cp9999"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode
    assert "'cp9999' is no encoding" in done.stderr
    assert "Traceback" not in done.stderr


def test_soft_hyphens_are_no_part_of_a_name() -> None:
    (mention,) = small().annotate("Dann kam Xi Jin\u00adping.").mentions
    assert (mention.start, mention.end, mention.entity.id) == (9, 20, "xi")
