"""What tokens are to each other beyond their letters, and the data that say so."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import (
    KINDS,
    Token,
    different_given_names,
    genders,
    given_names,
    kinship,
    kinship_among,
    may_be_akin,
    said_elsewhere,
    sides,
)
from resolver.names.given import _forms
from resolver.names.words import rows
from resolver.text import fold
from resolver.tokens import kin

TABLES = {
    "given_names": 3, "hypocoristics": 3, "gender_forms": 4, "guarded": 3, "surname_forms": 2, "surname_endings": 2,
    "sister_sounds": 6,
}  # fmt: skip


def kind(left: str, right: str) -> str:
    """The kind of kinship, "" for none."""
    found = kinship(fold(left), fold(right))
    return found.kind if found else ""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Nikolai", "Mikalai"), ("Nikolai", "Mykola"), ("Николай", "Mikalay"), ("Vladimir", "Uladzimir"),
        ("Vladimir", "Volodymyr"), ("Wladimir", "Володимир"), ("Svetlana", "Sviatlana"), ("Svetlana", "Світлана"),
        ("Alexander", "Aliaksandr"), ("Aleksandr", "Oleksandr"), ("George", "Jorge"), ("Giorgi", "Georgy"),
        ("Gheorghe", "Georgios"), ("John", "Ivan"), ("Juan", "Giovanni"), ("Jean", "Johann"), ("Ioannis", "John"),
        ("Michael", "Mikhail"), ("Miguel", "Michael"), ("Joseph", "Yusuf"), ("José", "Giuseppe"),
        ("Abraham", "Ibrahim"), ("Moses", "Musa"), ("Moshe", "Moses"), ("Mohammed", "Muhamed"), ("Mehmet", "محمد"),
        ("Sergei", "Serhii"), ("Dmitri", "Dmytro"), ("Дмитрий", "Дмитро"), ("Elena", "Olena"), ("Anna", "Hanna"),
        ("Süleyman", "Soliman"), ("Yevgeny", "Eugene"), ("Katarzyna", "Ekaterina"), ("Étienne", "István"),
        ("Abdullah", "Abdallah"), ("Abdulla", "Cabdulaahi"), ("Salahuddin", "Selahattin"), ("Noureddine", "Nureddin"),
        ("Nasrullah", "Nasrallah"), ("Habibollah", "Habibulla"), ("Qader", "Kadir"), ("Metin", "Mateen"),
    ],
)  # fmt: skip
def test_the_same_given_name(left: str, right: str) -> None:
    assert kind(left, right) == kind(right, left) == "given_name"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("McGregor", "MacGregor"),
        ("Hovhannisyan", "Oganesyan"),
        ("Banerjee", "Bandyopadhyay"),
        ("Diallo", "Jallow"),
        ("Bak", "Park"),
        ("Ceallaigh", "Kelly"),
        ("Etxeberria", "Echeverría"),
    ],
)
def test_surnames_in_two_forms(left: str, right: str) -> None:
    assert kind(left, right) == kind(right, left) == "surname_form"


def test_surnames_of_two_lines_are_not_akin() -> None:
    assert kind("Banerjee", "Mukhopadhyay") == kind("Diallo", "Touray") == ""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Tikhanovskaya", "Tsikhanouskaya"),
        ("Tikhanovskaya", "Cichanouska"),
        ("Tichanowskaja", "Cichanoŭskaja"),
        ("Petrov", "Piatroŭ"),
        ("Petrow", "Piatrou"),
        ("Medvedev", "Miadzviedzieŭ"),
        ("Golovchenko", "Halouchanka"),
        ("Volkov", "Vaukou"),
        ("Neklyayev", "Nyaklyayew"),
        ("Kolesnikova", "Kalesnikava"),
        ("Lebedko", "Liabedzka"),
        ("Gorbachev", "Horbachov"),
        ("Kolesnikov", "Kolesnykov"),
        ("Gerashchenko", "Herashchenko"),
    ],
)
def test_russian_surnames_in_their_belarusian_and_ukrainian_forms(left: str, right: str) -> None:
    found = kinship(fold(left), fold(right))
    assert found is not None
    assert (found.kind, found) == ("surname_form", kinship(fold(right), fold(left)))


def test_a_surname_that_may_have_another_form_is_looked_at_closely() -> None:
    assert all(may_be_akin(fold(name)) for name in ("Halouchanka", "Golovchenko"))
    assert not may_be_akin(fold("Hathaway"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kotov", "Katov"),  # Russians have both
        ("Gardin", "Hardin"),
        ("Garlow", "Harlow"),
        ("Gates", "Hates"),
        ("Guangzhou", "Huangzhou"),
        ("Pavlov", "Paulov"),  # a Belarusian would not keep the last v
        ("Titov", "Tsitov"),
        ("Tsarev", "Tarev"),
        ("Laura", "Lavra"),
        ("Petrov", "Petrenko"),
    ],
)
def test_surnames_that_are_not_one_in_two_languages(left: str, right: str) -> None:
    assert kind(left, right) != "surname_form"


def test_endings_of_compounds_tell_nothing_by_themselves() -> None:
    assert kind("Nureddin", "Badruddin") == kind("Nasrallah", "Nasireddin") == kind("Dallah", "Dullah") == ""


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Wien", "Vienna", "translation"), ("Habana", "Havana", "translation"), ("Москвы", "Moscow", "translation"),
        ("北京", "Peking", "translation"), ("Fuzhou", "Suzhou", "guarded"), ("Kharkiv", "Kharkov", "translation"),
        ("Suzhou", "Suzhow", ""), ("Wien", "Wiens", ""),
    ],
)  # fmt: skip
def test_cities_are_one_over_languages_and_two_are_two(left: str, right: str, expected: str) -> None:
    assert kind(left, right) == kind(right, left) == expected


def test_given_names_say_in_which_languages() -> None:
    found = kinship("mykola", "nikolai")
    assert found is not None
    assert found.detail == "uk Mykola = ru Nikolai"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("George", "Yuri"),  # Yuri came of George, yet no Yuri is called George
        ("Étienne", "Stéphane"),  # two names in French
        ("Jens", "Johan"),  # two names in Danish
        ("Моисей", "Муса"),  # two names in Russian
        ("Iskander", "Alexander"),
        ("Sean", "John"),
        ("Ivan", "Peter"),
        ("Putin", "Poutine"),
    ],
)
def test_names_that_are_not_the_same(left: str, right: str) -> None:
    assert kind(left, right) == kind(right, left) == ""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sasha", "Alexander"), ("Sasha", "Alexandra"), ("Саша", "Oleksandr"), ("Sascha", "Aleksandra"),
        ("Volodya", "Vladimir"), ("Kolya", "Nikolai"), ("Misha", "Mikhail"), ("Zhenya", "Yevgeny"),
        ("Женя", "Евгения"), ("Bibi", "Binyamin"), ("Bibi", "Benjamin"), ("ביבי", "בנימין"), ("Bill", "William"),
        ("Dick", "Richard"), ("Bob", "Robert"), ("Liz", "Elizabeth"), ("Pepe", "José"), ("Paco", "Francisco"),
        ("Nacho", "Ignacio"), ("Lupe", "Guadalupe"), ("Gigi", "Luigi"), ("Sepp", "Josef"), ("Hans", "Johannes"),
        ("Giannis", "Ioannis"), ("Γιάννης", "Ιωάννης"), ("Zé", "José"), ("Pista", "István"), ("Kasia", "Katarzyna"),
        ("Piet", "Pieter"), ("Mıstık", "Mustafa"), ("Hamoudi", "Mohammed"), ("Alesia", "Aliaksandra"),
        ("Honza", "Jan"), ("Bill", "Will"),
    ],
)  # fmt: skip
def test_short_forms(left: str, right: str) -> None:
    assert kind(left, right) == kind(right, left) == "hypocoristic"


@pytest.mark.parametrize(
    ("left", "right"),
    [("Bill", "Robert"), ("Kolya", "Mikhail"), ("Bill", "Guillermo"), ("Sasha", "Misha"), ("Pepe", "Yusuf")],
)
def test_short_forms_of_other_names(left: str, right: str) -> None:
    assert kind(left, right) == ""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ivanov", "Ivanova"), ("Иванов", "Иванова"), ("Putin", "Putina"), ("Dostoevsky", "Dostoevskaya"),
        ("Zelenskyi", "Zelenska"), ("Зеленський", "Зеленська"), ("Tsikhanouski", "Tsikhanouskaya"),
        ("Ціханоўскі", "Ціханоўская"), ("Kavaliou", "Kavaliova"), ("Tolstoy", "Tolstaya"), ("Novák", "Nováková"),
        ("Novotný", "Novotná"), ("Havel", "Havlová"), ("Kowalski", "Kowalska"), ("Adamkus", "Adamkienė"),
        ("Grybauskas", "Grybauskaitė"), ("Bērziņš", "Bērziņa"), ("Papadopoulos", "Papadopoulou"),
        ("Παπαδόπουλος", "Παπαδοπούλου"), ("Jónsson", "Jónsdóttir"), ("Aliyev", "Aliyeva"), ("Petkov", "Petkova"),
        ("Ivanovich", "Ivanovna"),
    ],
)  # fmt: skip
def test_surnames_in_the_other_gender(left: str, right: str) -> None:
    assert kind(left, right) == kind(right, left) == "gender_form"


@pytest.mark.parametrize(
    ("left", "right"),
    [("Ivanov", "Petrova"), ("Lin", "Lina"), ("Marin", "Marina"), ("Smith", "Smitha"), ("Putin", "Rasputina")],
)
def test_surnames_that_are_not_one_in_two_genders(left: str, right: str) -> None:
    assert kind(left, right) != "gender_form"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ivanovich", "Ivanavich"), ("Ivanovich", "Ivanovych"), ("Nikolaevich", "Mykolaiovych"),
        ("Nikolayevna", "Mykolaivna"), ("Николаевич", "Мікалаевіч"), ("Grigorievich", "Ryhoravich"),
        ("Vladimirovich", "Volodymyrovych"), ("Pavlovich", "Pavlovych"), ("Ivanovič", "Ivanovich"),
    ],
)  # fmt: skip
def test_forms_of_one_patronymic(left: str, right: str) -> None:
    assert kind(left, right) == kind(right, left) == "patronymic_kin"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Mohammed", "Mahmoud"), ("محمد", "Mahmood"), ("Hassan", "Hussein"), ("Hasan", "Hossein"), ("حسن", "حسين"),
        ("Oleg", "Olga"), ("Oleh", "Olha"), ("Il", "Un"), ("정일", "정은"), ("Azarov", "Nazarov"),
        ("Alexander", "Alexandra"), ("Alejandro", "Alejandra"), ("Олександр", "Олександра"), ("Mario", "Maria"),
        ("Daniel", "Daniela"), ("Marina", "Maria"), ("Omar", "Amr"), ("Umar", "Ammar"), ("Said", "Saad"),
        ("Ahmad", "Hamid"), ("Hamad", "Ahmed"), ("سالم", "سليم"), ("Jan", "Jana"), ("Julio", "Julia"),
        ("Carlo", "Carla"), ("Wang", "Huang"), ("Zhang", "Zheng"), ("Chen", "Cheng"), ("Park", "Paek"),
        ("Ivanov", "Ivanovich"), ("Иванов", "Иванович"), ("Petrova", "Petrovna"), ("Ivanovich", "Petrovich"),
        ("Vladimir", "Vladislav"), ("Fernandez", "Hernandez"), ("Johnson", "Johnston"),
        ("Hibatullah", "Hidayatullah"), ("Zoltán", "Zoltánné"), ("Kazlauskienė", "Kazlauskaitė"),
        ("Petrauskienė", "Petrauskaitė"), ("Shanxi", "Shaanxi"), ("Gazprom", "Gazprombank"),
        ("Bank", "Landesbank"), ("Газпром", "Газпромбанк"),
    ],
)  # fmt: skip
def test_guarded_pairs(left: str, right: str) -> None:
    assert kind(left, right) == kind(right, left) == "guarded"


@pytest.mark.parametrize(
    ("left", "right", "guarded"),
    [
        ("Stanisław", "Stanisława", True),
        ("Karim", "Karima", True),
        ("Anna", "Ana", False),
        ("Lavrov", "Lavrova", False),
    ],
)
def test_a_given_name_is_not_its_feminine_form(left: str, right: str, guarded: bool) -> None:
    assert (kind(left, right) == "guarded") is guarded
    assert (kind(right, left) == "guarded") is guarded


@pytest.mark.parametrize(
    ("left", "right", "guarded"),
    [
        ("Zakharov", "Zakharchenko", True), ("Boyarsky", "Boyarkin", True), ("Shevchenko", "Shevchuk", True),
        ("Poroshin", "Poroschenko", True), ("Karpenko", "Karpiankou", True), ("Kapanadze", "Kapanashvili", True),
        ("Petrenko", "Petrenkov", True), ("Abramovsky", "Abramowicz", True), ("Golovko", "Holovko", False),
        ("Kovalenko", "Kovalenka", False), ("Sannikov", "Sannikau", False),
        ("Kowalski", "Kowalskaya", False), ("Golitsyn", "Golitsin", False), ("Lavrov", "Lavrovi", False),
        ("Politkova", "Politkovska", True), ("Simonova", "Simonjanová", True), ("Simonyan", "Simonjanová", False),
        ("Sechin", "Sechenov", True), ("Kolomoitsev", "Kolomoyskyi", True), ("Akhmetshin", "Akhmetov", True),
        ("Yemelyanova", "Emelianov", False), ("Fidan", "Fidanoğlu", True), ("Banderenko", "Bandera", True),
        ("Leningrad", "Leningradskaya", False), ("Rahmon", "Rahmonov", False), ("Heydar", "Heydaroğlu", False),
        ("Marin", "Marina", False), ("Popov", "Popenko", False), ("Johnsen", "Johnson", False),
    ],
)  # fmt: skip
def test_surnames_of_one_stem_with_other_endings_are_two(left: str, right: str, guarded: bool) -> None:
    assert (kind(left, right) == "guarded") is guarded
    assert (kind(right, left) == "guarded") is guarded


def test_endings_are_told_in_letters_of_other_scripts_too() -> None:
    both = [(fold(name), latin) for name, latin in (("Захаров", "zakharov"), ("Захарченко", "zakharchenko"))]
    found = kinship_among(*both)
    assert found is not None
    assert found.kind == "guarded"
    assert found.detail == "two surnames of one stem (-ov, -enko)"


def test_no_ending_stands_in_two_lines() -> None:
    endings = [spelled for _, spellings in rows("surname_endings") for spelled in spellings.split(" ")]
    assert all(spelled == fold(spelled) for spelled in endings)
    assert [one for one, times in Counter(endings).items() if times > 1] == []


def test_spellings_of_one_name_are_not_guarded_for_the_sake_of_another() -> None:
    assert kind("Iván", "Ivan") == ""  # the same token once folded
    assert kind("Choi", "Choe") == "surname_form"
    assert kind("Salim", "سالم") == kind("Salim", "سليم") == "given_name"


def test_kinship_among_spellings() -> None:
    found = kinship_among(["иванова", "ivanova"], ["ivanov"])
    assert found is not None
    assert found.kind == "gender_form"
    assert kinship_among(["hasan"], ["husayn", "hasan"]) is not None
    assert kinship_among([fold("سالم"), "salim"], [fold("سليم"), "salim"]) is not None
    assert kinship_among(["hamid", "hamad"], ["salim", "hamad"]) is None
    assert kinship_among(["x"], ["y"]) is None


def test_a_baltic_ending_makes_no_man_of_a_name() -> None:
    assert kin(Token("Osborne", "osborne"), Token("Осборн", "осборн")) is None  # whom Lithuanians call Osbornas


def test_given_names_and_genders() -> None:
    assert given_names("mykola") == {"Nicholas"}
    assert given_names("smith") == frozenset()
    assert genders("mykola") == {"m"}
    assert genders("sasha") == {"m", "f"}
    assert genders("smith") == frozenset()
    assert different_given_names("ivan", "petro")
    assert not different_given_names("ivan", "john")
    assert not different_given_names("ivan", "smith")


def test_whoever_is_akin_has_a_mark_in_common() -> None:
    rng = random.Random(5)
    words = rng.sample(sorted(_forms()), 2000)
    endings = [ending.lstrip("-") for row in rows("gender_forms") for ending in row[1:3]] + [
        "ovich",
        "ovna",
        "dottir",
        "son",
    ]
    words += [rng.choice(words)[: rng.randint(2, 7)] + rng.choice(endings) for _ in range(2000)]
    beginning = {word[:3]: [other for other in words if other[:3] == word[:3]] for word in words}
    pairs = [(word, rng.choice(beginning[word[:3]])) for word in rng.choices(words, k=20_000)]
    akin = [pair for pair in pairs if kinship(*pair)]
    assert len(akin) > 200
    assert [kinship_among([left], [right]) for left, right in akin] == [kinship(*pair) for pair in akin]


@given(st.sampled_from(sorted(_forms())), st.sampled_from(sorted(_forms())))
def test_kinship_is_symmetric(left: str, right: str) -> None:
    there, back = kinship(left, right), kinship(right, left)
    assert (there and there.kind) == (back and back.kind)
    assert there is None or there.kind in KINDS


@pytest.mark.parametrize(("name", "columns"), TABLES.items())
def test_tables_are_well_formed(name: str, columns: int) -> None:
    text = files("resolver.names").joinpath("data", f"{name}.tsv").read_text("utf-8")
    assert text.startswith("#")
    assert "# Source:" in text
    assert text == unicodedata.normalize("NFC", text)
    assert all(len(row) == columns and all(cell == cell.strip() != "" for cell in row) for row in rows(name))
    assert not [line for line, times in Counter(text.splitlines()).items() if times > 1], "a line stands twice"


def test_given_names_have_one_line_each_and_say_their_gender() -> None:
    heads = [row[0] for row in rows("given_names")]
    assert len(set(heads)) == len(heads) >= 150
    assert {row[1] for row in rows("given_names")} <= {"m", "f", "u"}


def test_a_language_stands_once_in_a_name_and_a_form_once_in_a_language() -> None:
    for head, _, groups in rows("given_names"):
        langs = [group.split(" ")[0] for group in groups.split("; ")]
        assert len(set(langs)) == len(langs), head
        for group in groups.split("; "):
            keys = [fold(form) for form in group.replace("/", " ").split(" ")[1:]]
            assert keys, f"{head}: {group}"
            assert all(keys), f"{head}: {group}"
            assert len(set(keys)) == len(keys), f"{head}: {group}"


def test_short_forms_differ_from_what_they_stand_for() -> None:
    pairs = [
        (fold(short), fold(full))
        for _, written, names in rows("hypocoristics")
        for short in written.replace("/", " ").split(" ")
        for full in names.split(" ")
    ]
    assert len(set(pairs)) >= 400
    assert all(short != full and short and full for short, full in pairs)


def test_gender_endings_stand_once() -> None:
    pairs = [(fold(row[1]), fold(row[2])) for row in rows("gender_forms")]
    assert len(set(pairs)) == len(pairs)
    assert all(left != right for left, right in pairs)
    assert all(int(row[3]) >= 2 for row in rows("gender_forms"))


def _spellings(side: str) -> set[str]:
    if not side.startswith("="):
        return {fold(side)}
    found = {key for key, forms in _forms().items() if any(form.head == side[1:] for form in forms)}
    assert found, f"{side} heads no line of given_names"
    return found


@pytest.mark.parametrize(("left", "right"), [(row[0], row[1]) for row in rows("guarded")])
def test_no_guarded_pair_is_the_same_in_any_spelling(left: str, right: str) -> None:
    lefts, rights = _spellings(left), _spellings(right)
    assert lefts.isdisjoint(rights)
    assert {kind(a, b) for a in lefts for b in rights} == {"guarded"}


def test_guarded_pairs_stand_once_and_are_many() -> None:
    pairs = [frozenset(side if side.startswith("=") else fold(side) for side in row[:2]) for row in rows("guarded")]
    assert all(len(pair) == 2 for pair in pairs)
    assert [set(pair) for pair, times in Counter(pairs).items() if times > 1] == []
    assert len(pairs) >= 120


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("German", "Deutsche"), ("Germany", "Deutschland"), ("Россия", "Russian"), ("российской", "Russia"),
        ("中国", "China"), ("ایران", "Iranian"), ("Magyar", "Hungary"), ("обороны", "defence"), ("银行", "bank"),
        ("Ministarstvo", "Министерство"), ("Krzyż", "cross"), ("18th", "eighteenth"), ("two", "II"),
        ("خودرو", "automotive"),
    ],
)  # fmt: skip
def test_words_of_organisations_and_lands_are_one_over_languages(left: str, right: str) -> None:
    assert kind(left, right) == kind(right, left) in ("translation", "abbreviation")
    for found in (kinship(fold(left), fold(right)), kinship(fold(right), fold(left))):
        assert found is not None
        assert "()" not in found.detail
        assert found.detail == " ".join(found.detail.split())


@pytest.mark.parametrize(
    ("left", "right"), [("Austrian", "Australian"), ("Iran", "Iraq"), ("Niger", "Nigeria"), ("six", "seven")]
)
def test_other_lands_and_numbers_are_not(left: str, right: str) -> None:
    assert kind(left, right) == ""


def test_words_of_organisations_are_said_elsewhere_but_not_otherwise_in_their_own_language() -> None:
    army = said_elsewhere("army")
    assert {fold("الجيش"), "armee", fold("军队")} <= {*army}
    assert "army" not in army
    assert all(kind("army", word) == "translation" for word in army)
    assert "maritime" not in said_elsewhere("marine")
    assert said_elsewhere("ltd") == said_elsewhere("schmidt") == ()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("للإغاثة", "relief"),  # for the relief
        ("والتنمية", "development"),  # and the development
        ("الجماعة", "group"),
        ("Munazzamat", "organization"),
        ("العرب", "Arabian"),
        ("Кавказа", "Caucasus"),
        ("ملی", "national"),
        ("انصار", "supporters"),
        ("代表大会", "congress"),
        ("Maghrebi", "Marocain"),  # by what one is called who comes from a land
        ("Shanqiti", "Mauritanian"),
        ("داعش", "ISIL"),
    ],
)
def test_words_of_bodies_are_known_as_they_are_written(left: str, right: str) -> None:
    assert kind(fold(left), fold(right)) == "translation"


@pytest.mark.parametrize(
    ("left", "right"), [("Hasani", "Hosseini"), ("حسنی", "Hosseini"), ("Kazemi", "Ghasemi"), ("رحیمی", "Rahmani")]
)
def test_surnames_of_two_given_names_are_two(left: str, right: str) -> None:
    assert kind(fold(left), fold(right)) == "guarded"


def test_letters_judge_a_word_of_bodies_and_its_romanisation() -> None:
    assert kinship(fold("القاعدة"), "qaeda") is None
    assert kind(fold("القاعدة"), "base") == "translation"
    assert "qaeda" in said_elsewhere(fold("القاعدة"))


def test_names_of_people_are_no_words_of_bodies() -> None:
    for name in ("نصر", "سلام", "مجاهد", "Khairi", "Nidal", "Bilal", "Rahman", "Green", "Verdi"):
        assert said_elsewhere(fold(name)) == ()


def test_lands_tell_names_apart() -> None:
    assert sides("slovakia") == {"SK"}
    assert sides("slovenian") == {"SI"}
    assert sides("korea") == {"KP", "KR"}
    assert sides("bank") == frozenset()


@pytest.mark.parametrize(("left", "right"), [("Rakesh", "Ramesh"), ("Rashid", "Rashad"), ("Kofi", "Kojo")])
def test_given_names_of_one_language_are_known_to_differ(left: str, right: str) -> None:
    assert different_given_names(left.lower(), right.lower())


def test_every_row_of_a_word_table_is_well_formed() -> None:
    for name, columns in (("organisation_words", 3), ("lands", 2), ("number_words", 4), ("number_signs", 2)):
        table = rows(name)
        assert all(len(row) == columns and all(row) for row in table), name
    says = {row[1] for row in rows("organisation_words")}
    assert says == {"form", "field", "side", "place", "word"}
    assert {row[3] for row in rows("number_words")} == {"ordinal", "cardinal", "sign"}
    for row in (*rows("organisation_words"), *rows("lands")):
        groups = row[-1].split("; ")
        assert all(len(group.split(" ")) > 1 for group in groups), row[0]
        langs = [group.split(" ")[0] for group in groups if not group.startswith("fa-Latn")]
        assert len(set(langs)) == len(langs), row[0]


def test_no_word_of_organisations_is_a_given_name() -> None:
    """Of those that tell that a name is an organisation's; abbreviations apart."""
    found = {
        text
        for _, says, groups in rows("organisation_words")
        if says in ("form", "field")
        for group in groups.split("; ")
        for text in group.split(" ")[1:]
        if not text.startswith("~") and given_names(fold(text))
    }
    assert found <= {"naval", "marina", "marine", "esteri", "hava", "oto", "sons"}
