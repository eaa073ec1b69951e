"""Pairs of persons' names made of real words: what one person is called, and those who are easily taken for another.

The words are the most usual names of many countries (popular_names.tsv, CC0) and the names that the encoder and the
letter models were kept from (`training.encoder.pairs.held_out`). A pair is (left, right, whether they are one person).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from resolver.names.gendered import feminine_forms
from resolver.romanize import forms
from resolver.text import fold, script_of
from resolver.tokens import sound
from training.corrupt import double_or_single, other_language, plain_letters, respell, typo
from training.encoder.pairs import held_out, read_table
from training.encoder.respell import receiving_spellings, russian_systems
from training.people import Pair, Person, Rng, Word, alike, countries, latin, person

TITLES = ("Dr.", "Mr.", "Prof.", "Gen.", "Mrs.", "Sir")
JUNIORS = ("Jr.", "Sr.", "II", "III", "Jr", "Junior")
_INFLECTED = ("ov", "ev", "ow", "ski", "sky", "skiy", "cki")
"""Endings of surnames that have a form for women in most countries that bear them."""
_TRIED = 60
TONES = ("aàáảãạăằắẳẵặâầấẩẫậ", "eèéẻẽẹêềếểễệ", "iìíỉĩị", "oòóỏõọôồốổỗộơờớởỡợ", "uùúủũụưừứửữự", "yỳýỷỹỵ", "dđ")


def spelled(text: str, rng: Rng) -> str:
    """A name as somebody else may write it."""
    script = script_of(text)
    if script == "Cyrl":
        found = sorted(receiving_spellings(text) | russian_systems(text))
    elif script != "Latn":
        found = [form.text for form in forms(text)]
    else:
        way = rng.choice([respell, respell, respell, plain_letters, plain_letters, double_or_single, typo])
        found = [way(text.lower(), rng)]
    return (rng.choice(found) if found else text).title()


# What one person is called


def other_script(p: Person, _: Rng) -> Pair:
    return f"{p.given.local} {p.surname.local}", " ".join(latin(p)), True


def otherwise(p: Person, rng: Rng) -> Pair:
    return " ".join(latin(p)), " ".join(spelled(word, rng) for word in latin(p)), True


def two_countries(p: Person, rng: Rng) -> Pair:
    words = [p.given.local, p.surname.local]
    return " ".join(spelled(w, rng) for w in words), " ".join(spelled(w, rng) for w in words), True


def surname_first(p: Person, rng: Rng) -> Pair:
    given, surname = latin(p)
    return f"{given} {surname}", f"{surname}{rng.choice([',', '', ''])} {given}", True


def middle_left_out(p: Person, rng: Rng) -> Pair:
    given, surname = latin(p)
    middle = rng.choice([p.middle.latin, p.middle.latin, f"{p.middle.latin[0]}.", p.second.latin])
    return f"{given} {middle} {surname}", f"{given} {surname}", p.middle.latin != given


def middle_as_initial(p: Person, _: Rng) -> Pair:
    given, surname = latin(p)
    return f"{given} {p.middle.latin} {surname}", f"{given} {p.middle.latin[0]}. {surname}", True


def initials(p: Person, rng: Rng) -> Pair:
    given, surname = latin(p)
    middle = rng.choice(["", f"{p.middle.latin[0]}. "])
    full = f"{given} {p.middle.latin} {surname}" if middle else f"{given} {surname}"
    short = f"{given[0]}. {middle}".strip()
    return full, rng.choice([f"{short} {surname}", f"{short} {surname}", f"{surname} {short}"]), True


def given_elsewhere(p: Person, rng: Rng) -> Pair:
    name = " ".join(latin(p))
    other = other_language(name, rng)
    if other == name:
        return otherwise(p, rng)
    if rng.random() < 0.3:
        given, surname = latin(p)
        name = f"{given} {p.middle.latin} {surname}"
    return name, other, True


def titled(p: Person, rng: Rng) -> Pair:
    name = " ".join(latin(p))
    return f"{rng.choice(TITLES)} {name}", rng.choice([name, name.upper(), plain_letters(name, rng)]), True


def first_left_out(p: Person, _: Rng) -> Pair:
    """Somebody who goes by the second given name."""
    given, surname = latin(p)
    return f"{p.middle.latin} {given} {surname}", f"{given} {surname}", True


def several_left_out(p: Person, rng: Rng) -> Pair:
    """Somebody who has names that hardly anybody uses."""
    given, surname = latin(p)
    names = [word.latin for some in p.country.given.values() for word in some]
    more = [p.second.latin, *rng.sample(names, min(len(names), rng.choice([1, 2, 3])))]
    rng.shuffle(more)
    at = rng.randint(0, len(more))
    long = [[*more[:at], given, *more[at:], surname], [given, *more, surname], [given, surname, *more]]
    return " ".join(rng.choice(long)), f"{given} {surname}", True


def two_surnames(p: Person, rng: Rng) -> Pair:
    given, surname = latin(p)
    both = rng.choice([f"{surname} {p.second.latin}", f"{surname}-{p.second.latin}", f"{p.second.latin}-{surname}"])
    return f"{given} {both}", f"{given} {surname}", True


def written_together(p: Person, rng: Rng) -> Pair:
    given, surname = latin(p)
    gap = rng.choice(["", "-", " "])
    return f"{given} {p.middle.latin} {surname}", f"{given}{gap}{p.middle.latin.lower()} {surname}", True


def other_gender(p: Person, rng: Rng) -> Pair | None:
    """A woman whose surname some countries write as that of the men of her family."""
    surname = _inflected(p.pool, rng)
    forms = [form for form in feminine_forms(fold(surname)) if form[-1] == "a" and len(form) <= len(surname) + 2]
    if p.gender != "F" or not forms:
        return None
    left, right = rng.choice(forms).title(), rng.choice([surname, spelled(surname, rng)])
    return f"{p.given.latin} {left}", f"{p.given.latin} {right}", True


def _inflected(pool: Sequence[Word], rng: Rng) -> str:
    """A surname that women bear in another form."""
    names = (word.latin for word in rng.sample(pool, min(len(pool), _TRIED)))
    return next((name for name in names if fold(name).endswith(_INFLECTED)), "")


# Who is somebody else


def written(p: Person, rng: Rng) -> str:
    """The name in Latin letters, or as its country writes it."""
    return rng.choice([" ".join(latin(p)), f"{p.given.local} {p.surname.local}"])


def other_surname(p: Person, rng: Rng) -> Pair | None:
    other = alike(p.surname, [*p.country.surnames, *p.pool], rng)
    given = rng.choice([p.given.latin, p.given.latin, spelled(p.given.latin, rng)])
    return (written(p, rng), f"{given} {other.latin}", False) if other else None


def other_given(p: Person, rng: Rng) -> Pair | None:
    given, surname = latin(p)
    names = [word for some in p.country.given.values() for word in some]
    anyone = rng.random() < 0.25
    other = rng.choice(names) if anyone else alike(p.given, [*names, *(p.pool if rng.random() < 0.4 else [])], rng)
    if not other or sound(fold(other.latin)) == sound(fold(given)):
        return None
    return written(p, rng), f"{other.latin} {surname}", False


def other_start(p: Person, rng: Rng) -> Pair | None:
    """Another surname with the same first letters."""
    given, surname = latin(p)
    others = [
        w.latin for w in p.pool if w.latin[:3] == surname[:3] and w.latin[:-2] != surname[:-2] and w.latin != surname
    ]
    return (f"{given} {surname}", f"{given} {rng.choice(others)}", False) if others else None


def one_word(p: Person, rng: Rng) -> Pair | None:
    """The given name in common, as many have it."""
    given, surname = latin(p)
    other = rng.choice(rng.choice([p.country.surnames, p.pool])).latin
    return (f"{given} {surname}", f"{given} {other}", False) if sound(fold(other)) != sound(fold(surname)) else None


def other_person(p: Person, rng: Rng) -> Pair:
    """No word in common but by chance."""
    given, surname = latin(p)
    other = rng.choice(p.country.surnames)
    return (
        f"{given} {surname}",
        f"{p.middle.latin} {other.latin}",
        surname == other.latin and given == p.middle.latin,
    )


def other_initial(p: Person, rng: Rng) -> Pair | None:
    given, surname = latin(p)
    a, b = p.middle.latin[0], rng.choice("ABCDEFGHJKLMNPRSTVW")
    left = rng.choice([f"{given} {a}. {surname}", f"{a}. {surname}", f"{given} {p.middle.latin} {surname}"])
    right = f"{given} {b}. {surname}" if left.startswith(given) else f"{rng.choice([b + '.', given])} {surname}"
    return (left, right, False) if a != b and not (left[1] == "." and right[0] == a) else None


def other_middle(p: Person, rng: Rng) -> Pair | None:
    given, surname = latin(p)
    other = rng.choice(p.country.given[p.gender]).latin
    return (
        (f"{given} {p.middle.latin} {surname}", f"{given} {other} {surname}", False)
        if other != p.middle.latin
        else None
    )


def other_generation(p: Person, rng: Rng) -> Pair:
    name = " ".join(latin(p))
    left, right = rng.choice(
        [("", "Jr."), ("Sr.", "Jr."), ("II", "III"), ("", "II"), ("", "III"), ("Sr", "III"), ("", "Jr")]
    )
    return f"{name} {left}".strip(), f"{name} {right}", False


def father(p: Person, _: Rng) -> Pair:
    """A child who bears the name of the father behind the own one."""
    given, surname = latin(p)
    return f"{p.middle.latin} {given} {surname}", f"{given} {surname}", given == p.middle.latin


def given_exchanged(p: Person, rng: Rng) -> Pair | None:
    """Two given names, the second of which is the father's or stands first with somebody else."""
    given, surname = latin(p)
    middle = p.middle.latin
    behind = rng.choice(["", f" {surname}"])
    return (f"{given} {middle}{behind}", f"{middle} {given}{behind}", False) if given != middle else None


def exchanged(p: Person, rng: Rng) -> Pair | None:
    given, surname = latin(p)
    other = alike(p.given, p.pool, rng)
    return (f"{given} {surname}", f"{surname} {other.latin}", False) if other else None


def spouse(p: Person, rng: Rng) -> Pair | None:
    """A man and a woman of one family, whose given names may be alike."""
    surname, man = _inflected(p.pool, rng), rng.choice(p.country.given.get("M", [p.given]))
    forms = [form for form in feminine_forms(fold(surname)) if form[-1] == "a" and len(form) <= len(surname) + 2]
    women = p.country.given.get("F", [])
    if not women or not forms:
        return None
    woman = alike(man, women, rng) or rng.choice(women)
    return f"{man.latin} {surname}", f"{woman.latin} {rng.choice(forms).title()}", False


def other_mark(p: Person, rng: Rng) -> Pair | None:
    """A vowel with another mark, where both names are written with marks."""
    name = " ".join(latin(p)).title()
    places = [i for i, c in enumerate(name) if any(c in row for row in TONES)]
    if not places or name.isascii():
        return None
    at = rng.choice(places)
    row = next(row for row in TONES if name[at] in row)
    other = f"{name[:at]}{rng.choice(row)}{name[at + 1 :]}"
    return (name, other, False) if other != name and not other.isascii() else None


CALLED: tuple[tuple[Callable[[Person, Rng], Pair | None], int], ...] = (
    (other_script, 3), (otherwise, 5), (two_countries, 5), (surname_first, 2), (middle_left_out, 3),
    (middle_as_initial, 1), (initials, 2), (given_elsewhere, 4),
    (titled, 1), (first_left_out, 2), (two_surnames, 2), (several_left_out, 2),
    (written_together, 1), (other_gender, 3),
)  # fmt: skip
ACROSS = (other_script, two_countries)
"""Ways for names of countries that don't write in Latin letters."""
ELSE: tuple[tuple[Callable[[Person, Rng], Pair | None], int], ...] = (
    (other_surname, 6), (other_given, 6), (other_start, 3), (other_person, 2), (one_word, 4),
    (other_initial, 2), (other_middle, 1),
    (other_generation, 2), (father, 2), (exchanged, 1), (given_exchanged, 1), (other_mark, 1), (spouse, 3),
)  # fmt: skip


def persons(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """Pairs of names of the countries, as many of one person as of two."""
    some = countries(train)
    foreign = [country for country in some if any(script_of(word.local) != "Latn" for word in country.surnames)]
    pool = [word for country in some for word in country.surnames]
    pool += [Word("", row[0].title()) for row in read_table(train / "wd_russian.tsv") if held_out(row[1])]
    called = [way for way, times in CALLED for _ in range(times)]
    others = [way for way, times in ELSE for _ in range(times)]
    for _ in range(count // 2):
        way = rng.choice(called)
        if made := way(person(foreign if way in ACROSS else some, pool, rng), rng):
            yield made
        if made := rng.choice(others)(person(some, pool, rng), rng):
            yield made
