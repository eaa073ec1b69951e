"""Romanisation: every table against its own format and examples; the engine; the spellings of a token."""

from __future__ import annotations

import random
import sys
import unicodedata
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import resolver.romanize
from resolver.errors import ConfigurationError, InputError
from resolver.romanize import Form, fallback, forms, last_resort, romanize, system, systems, vowels
from resolver.romanize.catalogue import languages, table, table_ids
from resolver.romanize.system import EMPTY, Table, parse
from resolver.text import fold
from resolver.text.script import char_script

TABLES = [table(system_id) for code, *_ in languages() for system_id in table_ids(code)]
DATA = Path(resolver.romanize.__file__).parent / "data"
by_id = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.system.id)


@pytest.mark.parametrize(
    ("system_id", "name", "romanised"),
    [(table.system.id, name, romanised) for table in TABLES for name, romanised in table.examples],
)
def test_examples_of_the_standards(system_id: str, name: str, romanised: str) -> None:
    assert romanize(name, system_id) == romanised


@by_id
def test_table_is_complete(table: Table) -> None:
    alphabets = {code: letters for code, script, letters in languages() if script == table.system.script}
    assert table.system.lang in alphabets
    read = {char for rule in table.rules for char in rule.source}
    if not {"jamo", "hiragana"} & set(table.prepare):
        assert alphabets[table.system.lang] - read == set()
    assert len(table.examples) >= 3
    assert table.system.id.startswith(f"{table.system.lang}-")


@by_id
def test_table_writes_latin_and_reads_its_own_script(table: Table) -> None:
    for rule in table.rules:
        assert {char_script(char) for char in rule.target} <= {"Latn", "Zyyy"}, rule
        assert rule.target == unicodedata.normalize("NFC", rule.target), rule
        assert "Latn" not in {char_script(char) for char in rule.source if char != INHERENT}, rule
        assert rule.source == unicodedata.normalize("NFC", rule.source).lower() or table.prepare, rule


@by_id
def test_nothing_of_the_script_is_left(table: Table) -> None:
    letters = sorted(next(found for code, _, found in languages() if code == table.system.lang))
    rng = random.Random(table.system.id)
    for _ in range(50):
        word = "".join(rng.choices(letters, k=rng.randint(1, 9)))
        romanised = romanize(f"{word} {word.title()} {word.upper()}", table.system.id)
        assert {char_script(char) for char in romanised} <= {"Latn", "Zyyy"}, word


def test_ids_are_file_names_and_lead_to_one_table() -> None:
    ids = [name for table in TABLES for name in (table.system.id, *table.system.also)]
    assert len(ids) == len(set(ids))
    assert {system(name).id for name in ids} == {file.stem for file in DATA.glob("*-*.tsv")}


INHERENT = "ə"  # what the steps `inherent` and `schwa` write


HEADER = "id: xx-a\ntitle: A\nlanguage: xx\nscript: Cyrl\nkind: press\nrank: 1\nsource: none\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (HEADER + "colour: red\n", "colour"),
        (HEADER + "rank: 2\n", "doubled"),
        (HEADER.replace("rank: 1\n", ""), "header without rank"),
        (HEADER.replace("press", "hearsay"), "kind is one of"),
        (HEADER + "[rules]\nа\ta\nа\tb\n", "a second rule"),
        (HEADER + "[rules]\nа\ta\tafter vowel\n", "unknown class vowel"),
        (HEADER + "[rules]\nа\ta\tbehind б\n", "behind"),
        (HEADER + "[rules]\nа\t\n", EMPTY),
        (HEADER + "[rules]\nа a\n", r"does not fit section \[rules\]"),
        (HEADER + "[rule]\n", r"unknown section \[rule\]"),
    ],
)
def test_broken_table_is_refused_with_its_line(text: str, named: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"xx-a\.tsv, line \d+: .*{named}"):
        parse(text, "xx-a.tsv")


@pytest.mark.parametrize(
    ("text", "romanised"),
    [
        ("Щукин", "Shchukin"),
        ("ЩУКИН", "SHCHUKIN"),
        ("щукин", "shchukin"),
        ("Я. ЩУКИН", "Ya. SHCHUKIN"),
        ("МакЩербак", "MakShcherbak"),
        ("Щукин-Ельцин", "Shchukin-Yeltsin"),
        ("Фёдор Gogol 北京 42!", "Fyodor Gogol 北京 42!"),
        (unicodedata.normalize("NFD", "Йошкар-Ола, Озёрск"), "Yoshkar-Ola, Ozyorsk"),
        ("Лукаше\u0301нко", "Lukashenko"),
        ("", ""),
    ],
)
def test_case_and_other_characters(text: str, romanised: str) -> None:
    assert romanize(text, "ru-press-en") == romanised


@pytest.mark.parametrize("apostrophe", "'’ʼ‘`")
def test_any_apostrophe_is_spelled_alike(apostrophe: str) -> None:
    assert romanize(f"Знам{apostrophe}янка", "uk-kmu-2010") == "Znamianka"
    assert romanize(f"Вераб{apostrophe}ёвічы", "be-national-2007") == "Vierabjovičy"


def test_apostrophes_that_are_quotes_stay() -> None:
    assert romanize("'Київ'", "uk-kmu-2010") == "'Kyiv'"


def test_unknown_system_names_near_ones() -> None:
    with pytest.raises(InputError, match="ru-icao-9303") as refused:
        romanize("Щукин", "ru-icao-9003")
    assert refused.value.field == "system"


def test_systems_by_language_and_script() -> None:
    belarusian = systems(lang="be")
    assert {s.lang for s in belarusian} == {"be"}
    assert [s.rank for s in belarusian] == sorted(s.rank for s in belarusian)
    assert set(belarusian) < set(systems(script="Cyrl")) <= set(systems())
    assert systems(lang="tlh") == ()


# Spellings that newspapers, agencies and encyclopedias print of these names.
PRINTED = [
    ("Ціханоўская", "Tsikhanouskaya Tsikhanouskaia Cichanoŭskaja Cichanouska Zichanouskaja Tsikhanouskaïa Cihanouska"),
    ("Тихановская", "Tikhanovskaya Tichanowskaja Tikhanovskaïa Tichanowska Tijanovskaya"),
    ("Святлана", "Sviatlana Svyatlana Swjatlana Swiatłana Svjatlana"),
    ("Лукашэнка", "Lukashenka Lukašenka Łukaszenka Lukaschenka Loukachenka"),
    ("Лукашенко", "Lukashenko Lukašenko Łukaszenko Lukaschenko Loukachenko Lukašenka Loekasjenko"),
    ("Аляксандр", "Aliaksandr Alyaksandr Aljaksandr"),
    ("Зеленський", "Zelensky Zelenskyi Zelenskyy Selenskyj Zełenski Zelenski"),
    ("Сергій", "Serhii Serhiy Serhij Sergii"),
    ("Горбачёв", "Gorbachev Gorbachyov Gorbatschow Gorbatchev Gorbaczow Gorbačov Gorbatsjov Gorbachov"),
    ("Юлия", "Yuliya Yulia Iuliia Julija Ûliâ"),
    ("Борисов", "Borisov Borissow Borissov"),
    ("Ђоковић", "Đoković Djokovic"),
    ("Тоқаев", "Tokayev Toqayev Toqaev"),
    ("Жапаров", "Japarov Zhaparov"),
    ("Мәммәдов", "Məmmədov Mammadov"),
    ("Γιάννης", "Giannis Yannis"),
    ("Χρήστος", "Christos Hristos"),
    ("სააკაშვილი", "Saakashvili Saakaschwili Saakachvili"),
    ("Սարգսյան", "Sargsyan Sargsian Sarkisyan"),
    ("Պետրոսեան", "Bedrosian"),
    ("محمد", "Muhammad Mohammad"),
    ("خالد", "Khalid Khaled Chalid"),
    ("الأسد", "al-Asad Asad"),
    ("السيسي", "al-Sisi el-Sisi Sisi as-Sīsī"),
    ("حسین", "Hosein Husayn"),
    ("יצחק", "Yitshak Yitzchak"),
    ("이", "Lee Yi Rhee I"),
    ("박", "Park Pak"),
    ("김", "Kim Gim"),
    ("최", "Choi Choe"),
    ("정은", "Jeongeun Jungeun Chŏng'ŭn"),
    ("こうの", "Kōno Kono Kouno Kôno"),
    ("じゅんじ", "Junji Zyunzi"),
    ("スミス", "Sumisu Smis"),
    ("मनमोहन", "Manmohan manamōhana"),
    ("শেখ", "Shekh śēkha"),
]


@pytest.mark.parametrize(("token", "printed"), PRINTED, ids=[token for token, _ in PRINTED])
def test_printed_spellings_are_among_the_forms(token: str, printed: str) -> None:
    found = {_letters(form.text) for form in forms(token)}
    assert {_letters(spelling) for spelling in printed.split()} <= found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


@pytest.mark.parametrize("token", ["Щербаков", "лукашэнка", "ЗЕЛЕНСЬКИЙ", "МакЩербак"])
def test_forms_are_what_their_systems_write(token: str) -> None:
    found = forms(token)
    assert [romanize(token, form.system) for form in found] == [form.text for form in found]
    assert len({fold(form.text) for form in found}) == len(found) > 3


def test_forms_of_a_given_language_come_first() -> None:
    found = forms("Олег", lang="uk")
    assert found[0] == Form("Oleh", "uk-kmu-2010")
    assert forms("Олег")[0] == Form("Oleg", "ru-press-en")
    assert {form.text for form in found} == {form.text for form in forms("Олег")}


def test_letters_narrow_the_languages() -> None:
    assert {form.system.split("-")[0] for form in forms("Ціханоўскі")} == {"be"}
    assert {form.system.split("-")[0] for form in forms("Єнакієве")} == {"uk"}


def test_limit_keeps_the_most_usual() -> None:
    every = forms("Тихановская")
    assert forms("Тихановская", limit=4) == every[:4]


@pytest.mark.parametrize(
    "token", ["Łukaszenko", "Smith", "", "1789", "—", "😀", "é", "O’Neill", "N’Diayé", "\u0301", "’"]
)
def test_what_is_latin_or_no_letter_has_no_forms(token: str) -> None:
    assert forms(token) == ()


def test_script_without_table_goes_to_the_last_resort() -> None:
    assert forms("ᏣᎳᎩ") == (Form(fallback("ᏣᎳᎩ"), "fallback"),)
    assert fallback("ᏣᎳᎩ").isascii()


@pytest.mark.parametrize(("text", "latin"), [("Əliyev", "Aliyev"), ("Артём", "Artyom"), ("Подъячев", "Podiachev")])
def test_fallback_without_known_faults(text: str, latin: str) -> None:
    assert fallback(text) == latin


def test_fallback_can_be_exchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    other = EntryPoint(name="names", value="unicodedata:name", group=last_resort.ENTRY_POINT_GROUP)
    monkeypatch.setattr(last_resort, "entry_points", lambda group: [other] if group == other.group else [])
    last_resort._romaniser.cache_clear()
    try:
        assert fallback("Ꮳ") == "CHEROKEE LETTER TSA"
    finally:
        last_resort._romaniser.cache_clear()


def test_fallback_without_unidecode_keeps_what_decomposes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "unidecode", None)
    last_resort._romaniser.cache_clear()
    try:
        assert fallback("Ｔōkyō 東") == "Tokyo"
    finally:
        last_resort._romaniser.cache_clear()


@pytest.mark.parametrize(
    ("system_id", "word", "romanised"),
    [
        ("ar-press-en", "كَرِيم", "karim"),
        ("ar-press-en", "مُدَرِّس", "mudarris"),
        ("ar-press-en", "زياد", "ziyad"),
        ("ar-press-en", "نادية", "nadiya"),
        ("ar-bgn-pcgn-1956", "النور", "an nūr"),
        ("ar-din-31635", "الدين", "ad-dīn"),
        ("fa-press-en", "محمدی", "mohammadi"),
        ("he-academy-2006", "דָּוִד", "david"),
        ("he-academy-2006", "גולן", "golan"),
    ],
)
def test_vowels_are_kept_where_written_and_supplied_where_not(system_id: str, word: str, romanised: str) -> None:
    assert romanize(word, system_id) == romanised


@pytest.mark.parametrize("script", ["arab", "hebr"])
def test_pointed_lists_have_one_pointing_a_word(script: str) -> None:
    lines = (DATA / f"pointed-{script}.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    bare = [vowels.unpointed(word) for word in words]
    assert sorted(word for word in set(bare) if bare.count(word) > 1) == []
    assert {char_script(char) for word in bare for char in word} <= {"Arab", "Hebr"}


def test_spoken_schwas_stay() -> None:
    assert romanize("कमला नेहरू सरस्वती", "hi-hunterian") == "kamla nehru sarasvati"


def test_kanji_beside_kana_are_romanised_too() -> None:
    assert all(form.text.isascii() for form in forms("山田たろう"))


def test_half_width_kana_are_kana() -> None:
    assert romanize("ｽｽﾞｷ", "ja-hepburn") == romanize("スズキ", "ja-hepburn") == "suzuki"
    assert forms("ｽｽﾞｷ") == forms("スズキ")


def test_arabic_presentation_forms_are_arabic() -> None:
    shown = "\ufee3\ufea4\ufee4\ufeaa"
    assert shown != unicodedata.normalize("NFKC", shown)
    assert forms(shown) == forms("محمد")


def test_long_and_odd_tokens_are_romanised_too() -> None:
    rng = random.Random(5)
    letters = sorted({letter for _, _, alphabet in languages() for letter in alphabet})
    for _ in range(100):
        token = "".join(rng.choices([*letters, "a", "'", "-", "7", "\u0301", "\u200c", "中"], k=rng.randint(1, 30)))
        assert all(form.text for form in forms(token)), token
    assert len(forms("щ" * 1000)[0].text) == 4000
