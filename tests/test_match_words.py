"""How two words differ, what characters are read as, which syllables are one, and what acronyms stand for."""

from __future__ import annotations

import pytest

from resolver.match import likely_readings
from resolver.match.readings import reading, readings_of
from resolver.match.syllables import characters_for, chinese, compared, japanese, korean, ways_to_read
from resolver.match.unlike import differences
from resolver.names import Token, acronym_run, acronyms, kinship, organisation_words, parse, readings, translated_run


def token(text: str) -> Token:
    return parse(f"Xx {text}").tokens[-1]


@pytest.mark.parametrize(
    ("left", "right", "marks"),
    [
        ("Petrosian", "Petrosyants", {"ends_otherwise"}),
        ("Gross", "Grossman", {"goes_on"}),
        ("Levi", "Halevi", {"starts_earlier"}),
        ("Karim", "Karima", {"vowel_added"}),
        ("Petkov", "Petrov", {"one_consonant", "differs_inside"}),
        ("Yuki", "Yuko", {"vowels_only", "last_vowel"}),
        ("Петков", "Petrov", {"one_consonant_read", "differs_inside_read"}),
        ("김민준", "김민지", {"characters_differ", "characters_of_one_name"}),
        ("محمد", "محمود", set()),
    ],
)
def test_words_differ_in_their_own_ways(left: str, right: str, marks: set[str]) -> None:
    one, other = Token(left, left.lower()), Token(right, right.lower())
    assert {name for name, _ in differences(one, other)} == marks
    assert differences(one, other) == differences(other, one)


@pytest.mark.parametrize(
    ("characters", "latin", "system"),
    [
        ("習", "xi", "Mandarin, pinyin"),
        ("鄧", "teng", "Mandarin, Wade-Giles"),
        ("小平", "hsiaoping", "Mandarin, Wade-Giles"),
        ("家超", "kachiu", "Cantonese"),
        ("司徒", "szeto", "a customary spelling"),
        ("英九", "yingjeou", "Mandarin, as in Taiwan"),
        ("錫堃", "shyikun", "Mandarin, as in Taiwan"),
        ("瑞杰", "sweekeat", "Hokkien"),
        ("冠英", "guaneng", "Hokkien"),
        ("健三郎", "kenzaburo", "Japanese"),
        ("佐藤", "satoh", "Japanese"),
        ("朴", "park", "Korean"),
        ("박", "park", "Korean"),
        ("林", "rim", "Korean"),
        ("柳", "yoo", "Korean"),
        ("錫", "suk", "Korean"),
        ("澤", "沢", "another form"),
        ("李", "wang", ""),
        ("박", "kim", ""),
    ],
)
def test_characters_are_read_in_many_ways(characters: str, latin: str, system: str) -> None:
    one, other = Token(characters, characters), Token(latin, latin)
    assert reading(one, other) == reading(other, one) == system


def test_readings_of_a_character_are_listed_by_system() -> None:
    assert readings_of("黃", "Mandarin, pinyin") == ["huang"]
    assert "wong" in readings_of("黃", "Cantonese")
    assert readings_of("x", "Cantonese") == []


def test_syllables_are_one_under_all_systems() -> None:
    assert chinese("deng") & chinese("teng")
    assert chinese("rongji") & chinese("jungchi")
    assert not chinese("jianguo") & chinese("jianhua")
    assert not chinese("smith")
    assert japanese("junichiro") == japanese("zyunitiro")
    assert japanese("satoh") == japanese("sato") == japanese("satou")
    assert not japanese("schmidt")
    assert korean("geun") & korean("kun")
    assert korean("chonghui") & korean("junghee")
    assert korean("lee") & korean("ri") & korean("yi")
    assert not korean("jongun") & korean("jongnam")
    assert not korean("smith")


def test_a_word_alone_is_not_taken_for_korean() -> None:
    assert korean("soltani") & korean("sultani")
    assert korean not in ways_to_read(["soltani"])
    assert korean in ways_to_read(["kim", "jong"])


def test_words_stand_for_some_characters() -> None:
    assert characters_for(["xi", "jinping"]) == {3}
    assert characters_for(["abe", "shinzou"]) == {4}
    assert characters_for(["donald", "tusk"]) == frozenset()


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Wang Jianguo", "Wang Jianhua", "syllables_of_names_differ"),
        ("Deng Wei", "Teng Wei", "syllables_same"),
        ("Takeshi Yamada", "Takashi Yamada", "syllables_differ"),
        ("Shinjiro Koizumi", "Sinziro Koizumi", "syllables_same"),
        ("Pak Kŭnhye", "Park Kŭnhye", "syllables_same"),
        ("Yi Myungbak", "Lee Myungbak", "syllables_same"),
        ("Kim Yongchol", "Kim Yongnam", "syllables_differ"),
        ("Karl Schmidt", "Kurt Schmidt", ""),
    ],
)
def test_words_are_compared_by_syllables_in_names_made_of_them(left: str, right: str, expected: str) -> None:
    one, other = parse(left).tokens, parse(right).tokens
    at = next(i for i in range(2) if one[i].key != other[i].key)
    ways = (ways_to_read([token.key for token in tokens]) for tokens in (one, other))
    assert compared(one[at], other[at], *ways) == expected


@pytest.mark.parametrize(
    ("short", "full", "run"),
    [
        ("WHO", "World Health Organization", (0, 3)),
        ("IMF", "The International Monetary Fund", (1, 4)),
        ("UNODC", "United Nations Office on Drugs and Crime", (0, 7)),
        ("Bof A", "Bank of America", None),
        ("BOA", "Bank of America", (0, 3)),
        ("PDVSA", "Petróleos de Venezuela, S.A.", (0, 4)),
        ("PDVAG", "Petróleos de Venezuela, S.A.", None),
        ("PDVSA", "Petróleos de Venezuela", (0, 3)),
        ("COSCO", "China Ocean Shipping Company", (0, 3)),
        ("UN", "United Nations", None),
        ("WTO", "World Health Organization", None),
    ],
)
def test_acronyms_stand_for_first_letters(short: str, full: str, run: tuple[int, int] | None) -> None:
    tokens = parse(short, "org").tokens
    found = acronym_run(tokens[0], tokens, parse(full, "org").tokens)
    assert (found and (found.start, found.end)) == run


@pytest.mark.parametrize(
    ("short", "full", "run"),
    [
        ("ЧВК Вагнер", "Private Military Company Wagner", (0, 3)),
        ("НК Роснефть", "Rosneft Oil Company", (1, 3)),
        ("ФСБ", "Federal Security Service", (0, 3)),
        ("МВД", "Ministry of Internal Affairs", (0, 4)),
        ("PMC", "Частная военная компания", (0, 3)),
        ("OM Trading", "Military Works", None),
        ("ЧВК", "Public Military Company", None),
        ("ЧВК", "Private Maritime Company", None),
        ("ФФФ", "Federal Security Service", None),
        ("ФСБ", "Frank Stone Blake", None),
    ],
)
def test_acronyms_stand_for_words_of_another_language(short: str, full: str, run: tuple[int, int] | None) -> None:
    tokens = parse(short, "org").tokens
    found = translated_run(tokens[0], tokens, parse(full, "org").tokens)
    assert (found and (found.start, found.end)) == run


def test_words_of_organisations_are_known_in_full_and_short() -> None:
    (word,) = organisation_words("intl")[:1]
    assert (word.head, word.short) == ("international", True)
    assert {word.lang for word in organisation_words("banque")} == {"fr"}
    assert organisation_words("merkel") == ()


@pytest.mark.parametrize(
    ("left", "right"), [("katibat", "battalion"), ("sazman", "organisation"), ("bonyad", "foundation")]
)
def test_words_of_organisations_are_known_as_they_are_romanised(left: str, right: str) -> None:
    found = kinship(left, right)
    assert found is not None
    assert found.kind == "translation"


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("industry", "industries", "translation"),
        ("centre", "center", "translation"),
        ("airlines", "fluggesellschaft", "translation"),
        ("завод", "works", "translation"),
        ("refinery", "refining", "translation"),
        ("marine", "maritime", None),
        ("technical", "technology", None),
        ("oil", "petroleum", None),
        ("airlines", "airways", None),
        ("commun", "communications", "abbreviation"),
    ],
)
def test_two_words_of_one_language_are_one_only_if_one_stem_tells(left: str, right: str, kind: str | None) -> None:
    found = kinship(left, right)
    assert (found and found.kind) == kind


def test_little_words_of_organisations_are_particles() -> None:
    assert [t.role for t in parse("Agency for Space", "org").tokens] == ["name", "particle", "name"]
    assert [t.role for t in parse("Institut für Physik").tokens] == ["name", "particle", "name"]
    assert [t.role for t in parse("Ana para Silva", "person").tokens] == ["name", "name", "name"]


@pytest.mark.parametrize(
    "text", ["Otkrytoye Aktsionernoye Obshchestvo Romashka", "Federal State Unitary Enterprise Romashka"]
)
def test_legal_forms_are_read_in_full(text: str) -> None:
    assert [t.role for t in parse(text).tokens] == ["legal", "name"]


def test_names_are_shortened_to_first_letters() -> None:
    assert acronyms(parse("Bank of America Ltd", "org").tokens) == {"boal", "boa", "bal"}
    assert acronyms(parse("Groupe Bancaire du Congo", "org").tokens) == {"gbdc", "gbc"}
    assert acronyms(parse("United Nations", "org").tokens) == frozenset()


def test_prefixes_of_ships_stand_beside_their_names() -> None:
    for text in ("M/V Ever Given", "MV Ever Given", "SS Ever Given"):
        assert [t.role for t in parse(text, "vessel").tokens] == ["title", "name", "name"]
    assert [t.key for t in parse("SS Ever Given").tokens] == ["ss", "ever", "given"]
    assert [t.role for t in parse("MV", "vessel").tokens] == ["name"]


def test_a_letter_that_may_be_a_particle_is_an_initial_where_it_is_written_as_one() -> None:
    assert [t.role for t in parse("Y. Mulder").tokens] == ["initial", "name"]
    assert [t.role for t in parse("José Ortega y Gasset").tokens] == ["name", "name", "particle", "name"]
    assert [t.role for t in parse("JOSE ORTEGA Y GASSET").tokens] == ["name", "name", "particle", "name"]


def test_japanese_names_of_five_characters_are_cut_and_read_as_one_word_too() -> None:
    assert [t.key for t in parse("大江健三郎").tokens] == ["大江", "健三郎"]
    assert ["大江健三郎"] in [[t.key for t in name.tokens] for name in readings("大江健三郎")]


@pytest.mark.parametrize(
    ("characters", "latin"),
    [
        ("여", "lu"),  # of Lü Bu, by the Korean reading of the character
        ("천", "chen"),  # by its sound in Mandarin
        ("서시", "xishi"),
        ("隆光", "ryuko"),
        ("隆光", "takamitsu"),
        ("西行", "saigyo"),  # the poet; nobody else reads 行 so
        ("妙清", "myocheong"),
    ],
)
def test_characters_have_likely_readings(characters: str, latin: str) -> None:
    found = dict(likely_readings(Token(characters, characters)))
    assert 0 < found[latin] <= 1
    assert list(found.values()) == sorted(found.values(), reverse=True)


@pytest.mark.parametrize("text", ["Xi", "ルフィ", "Си", "阿諾史瓦辛格"])
def test_other_words_have_no_likely_readings(text: str) -> None:
    assert likely_readings(Token(text, text.lower())) == ()
