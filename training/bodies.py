"""Pairs of organisations' names made of real words: what one body is called, and those that are easily taken for it.

The words that tell one body from another are surnames of many countries; what they do and what they are comes from the
data of `resolver.names` (organisation_words, legal_forms).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from resolver.names.words import rows
from resolver.text import script_of
from training.corrupt import plain_letters, respell, typo
from training.namesakes import Pair, Rng, countries, most_alike

LANGUAGES = ("en", "en", "en", "en", "de", "fr", "es", "it", "ru", "pl", "tr")
PLACES = (
    "Africa", "America", "Asia", "Australia", "Austria", "Belgium", "Brazil", "Canada", "Chile", "China", "Egypt",
    "Europe", "Finland", "France", "Germany", "Ghana", "Greece", "India", "Iraq", "Ireland", "Israel", "Italy",
    "Japan", "Kenya",
    "Korea", "Malaysia", "Mexico", "Nigeria", "Norway", "Pakistan", "Peru", "Poland", "Russia", "Spain", "Sweden",
    "Turkey", "UK", "USA", "Vietnam", "London", "Paris", "Berlin", "Dubai", "Hong Kong", "Singapore", "New York",
)  # fmt: skip
GIVEN = ("Anna", "Carlo", "Charles", "David", "Elena", "Emma", "Frank", "George", "Giovanni", "Hans", "Henry",
         "James", "Jean", "John", "José", "Juan", "Karl", "Laura", "Maria",
         "Mehmet", "Paul", "Peter", "Robert", "William")  # fmt: skip
LEGAL = {
    "en": ("Ltd", "Limited", "Inc.", "Inc", "LLC", "Corp.", "Corporation", "Co., Ltd.", "PLC", "Company"),
    "de": ("GmbH", "AG", "KG"), "fr": ("SA", "SARL", "S.A."), "es": ("S.A.", "SL", "S.A. de C.V."),
    "it": ("S.p.A.", "Srl"), "ru": ("ООО", "АО", "ПАО"), "pl": ("Sp. z o.o.", "S.A."), "tr": ("A.Ş.", "Ltd. Şti."),
}  # fmt: skip
IN_HOUSE = ("export", "import", "trading", "finance", "capital", "insurance", "leasing", "securities", "energy", "oil",
            "investment", "services", "logistics", "properties", "pension", "development", "management", "consulting",
            "technology", "research", "media", "systems", "distribution", "construction", "aviation", "engineering",
            "chemical", "gas", "bank", "shipping")  # fmt: skip
"""What firms found daughters for."""


class Words:
    """The words of one language: by what they say, forms in full and abbreviated, by head."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.full: dict[str, list[str]] = {}
        self.short: dict[str, list[str]] = {}
        self.heads: dict[str, list[str]] = {"form": [], "field": [], "side": [], "place": [], "word": []}
        for head, says, groups in rows("organisation_words"):
            for group in groups.split("; "):
                of, *written = group.split(" ")
                if of == lang:
                    self.full[head] = [w for w in written if w[0] != "~"]
                    self.short[head] = [w[1:] for w in written if w[0] == "~"]
                    self.heads[says].append(head)

    def word(self, head: str, rng: Rng) -> str:
        return rng.choice(self.full[head]).capitalize()


words = cache(Words)


class Body:
    """A made-up organisation: what is its own, what it does, what it is, and its legal form."""

    def __init__(self, names: Sequence[str], rng: Rng) -> None:
        self.names = names
        self.words = words(rng.choice(LANGUAGES))
        self.core = [rng.choice(names) for _ in range(rng.choice([1, 1, 1, 2]))]
        self.fields = rng.sample(self.words.heads["field"], rng.choice([0, 0, 1, 1, 1, 2]))
        self.forms = rng.sample(self.words.heads["form"], rng.choice([0, 0, 1]))
        self.legal = rng.choice(LEGAL[self.words.lang]) if rng.random() < 0.6 else ""
        self.before = rng.random() < 0.2

    def parts(self, rng: Rng) -> list[str]:
        """The words but for the legal form."""
        heads = [self.words.word(head, rng) for head in [*self.fields, *self.forms]]
        return [*heads, *self.core] if self.before else [*self.core, *heads]

    def name(self, parts: Sequence[str]) -> str:
        return " ".join([*parts, self.legal]).strip()

    def with_parts(self, rng: Rng) -> tuple[str, list[str]]:
        parts = self.parts(rng)
        return self.name(parts), parts


# What one body is called


def other_legal(b: Body, rng: Rng) -> Pair:
    name, parts = b.with_parts(rng)
    return name, " ".join([*parts, rng.choice(["", "", b.legal.upper().replace(".", "")])]).strip().upper(), True


def legal_spelled(b: Body, rng: Rng) -> Pair:
    _, parts = b.with_parts(rng)
    left, right = rng.choice([("Ltd", "Limited"), ("Co.", "Company"), ("Inc", "Incorporated"), ("Corp", "Corporation"),
                              ("Co., Ltd.", "Company Limited"), ("GmbH", "Gesellschaft mit beschränkter Haftung"),
                              ("LLC", "L.L.C."), ("OOO", "LLC"), ("Pty Ltd", "Proprietary Limited")])  # fmt: skip
    return " ".join([*parts, left]), " ".join([*parts, right]), True


def abbreviated(b: Body, rng: Rng) -> Pair | None:
    heads = [head for head in [*b.fields, *b.forms] if b.words.short[head]]
    if not heads:
        return None
    name, parts = b.with_parts(rng)
    full = {w.capitalize(): head for head in heads for w in b.words.full[head]}
    short = [rng.choice(b.words.short[full[p]]).capitalize() + rng.choice(["", "."]) if p in full else p for p in parts]
    return name, rng.choice([b.name(short), " ".join(short)]), True


def translated(b: Body, rng: Rng) -> Pair | None:
    other = words(rng.choice([x for x in ("en", "de", "fr", "es", "it") if x != b.words.lang]))
    heads = [*b.fields, *b.forms]
    if not heads or any(head not in other.full or not other.full[head] for head in heads):
        return None
    name, _ = b.with_parts(rng)
    theirs = [other.word(head, rng) for head in heads]
    return name, " ".join([*theirs, *b.core] if rng.random() < 0.5 else [*b.core, *theirs]), True


def acronym(b: Body, rng: Rng) -> Pair | None:
    name, parts = b.with_parts(rng)
    letters = "".join(part[0] for part in parts)
    if len(parts) < 3 or len({script_of(letter) for letter in letters}) > 1:
        return None
    return name, rng.choice([letters, f"{letters} {b.legal}".strip()]), True


def form_left_out(b: Body, rng: Rng) -> Pair | None:
    if not b.forms:
        return None
    name, parts = b.with_parts(rng)
    own = {w.capitalize() for head in b.forms for w in b.words.full[head]}
    left = [part for part in parts if part not in own]
    return name, rng.choice([" ".join(left), b.name(left)]), True


def misspelt(b: Body, rng: Rng) -> Pair:
    name, parts = b.with_parts(rng)
    at = rng.randrange(len(parts))
    way = rng.choice([respell, respell, plain_letters, typo])
    changed = [way(part.lower(), rng).capitalize() if i == at else part for i, part in enumerate(parts)]
    return name, rng.choice([" ".join(changed), b.name(changed)]), True


def field_left_out(b: Body, rng: Rng) -> Pair | None:
    """Many are known without what they do."""
    if not b.fields:
        return None
    name, parts = b.with_parts(rng)
    own = {w.capitalize() for head in b.fields for w in b.words.full[head]}
    left = [part for part in parts if part not in own]
    return name, rng.choice([" ".join(left), b.name(left)]), True


# Who is another body


def other_core(b: Body, rng: Rng) -> Pair:
    name, parts = b.with_parts(rng)
    other = rng.choice(most_alike(b.core[0], tuple(b.names)) or b.names) if rng.random() < 0.6 else rng.choice(b.names)
    return name, b.name([other if part == b.core[0] else part for part in parts]), other == b.core[0]


def other_field(b: Body, rng: Rng) -> Pair | None:
    head = rng.choice(b.words.heads["field"])
    if not b.fields or head in b.fields:
        return None
    name, parts = b.with_parts(rng)
    gone = {w.capitalize() for w in b.words.full[b.fields[0]]}
    return name, b.name([b.words.word(head, rng) if part in gone else part for part in parts]), False


def field_added(b: Body, rng: Rng) -> Pair:
    """A daughter, named after what it does."""
    name, parts = b.with_parts(rng)
    known = [head for head in IN_HOUSE if head in b.words.full and b.words.full[head] and head not in b.fields]
    heads = rng.sample(known, rng.choice([1, 1, 1, 2]))
    at = rng.choice([len(parts), len(b.core)])
    more = [*parts[:at], *(b.words.word(head, rng) for head in heads), *parts[at:]]
    return rng.choice([name, " ".join(parts)]), rng.choice([b.name(more), " ".join(more)]), False


def word_added(b: Body, rng: Rng) -> Pair:
    """A subsidiary, named after its place or with a name of its own."""
    name, parts = b.with_parts(rng)
    word = rng.choice([rng.choice(PLACES), rng.choice(PLACES), rng.choice(b.names)])
    more = rng.choice([[*parts, word], [*b.core, word, *parts[len(b.core) :]], [*parts, f"({word})"], [word, *parts]])
    return rng.choice([name, " ".join(parts)]), rng.choice([b.name(more), " ".join(more)]), False


def other_side(b: Body, rng: Rng) -> Pair:
    heads = b.words.heads["side"]
    _, parts = b.with_parts(rng)
    left, right = rng.sample(heads, 2)
    return b.name([b.words.word(left, rng), *parts]), b.name([b.words.word(right, rng), *parts]), False


def other_number(b: Body, rng: Rng) -> Pair:
    name, parts = b.with_parts(rng)
    left, right = rng.sample(range(1, 30), 2)
    if rng.random() < 0.4:
        return name, f"{name} {left}", False
    mark = rng.choice(["", "No. ", "#"])
    return " ".join([*parts, f"{mark}{left}"]), " ".join([*parts, f"{mark}{right}"]), False


def other_acronym(b: Body, rng: Rng) -> Pair | None:
    name, parts = b.with_parts(rng)
    letters = [part[0] for part in parts]
    if rng.random() < 0.3:  # of two bodies that are both called by their letters
        letters = rng.choices("ABCDEFGIKLMNOPRSTUV", k=rng.choice([3, 3, 4, 4, 5]))
        name, parts = "".join(letters), letters
    at = rng.randrange(len(letters))
    letters[at] = rng.choice("ABCDEFGHIKLMNOPRSTUW")
    other = "".join(letters)
    if len(parts) < 3 or other == "".join(part[0] for part in parts) or script_of(name) != "Latn":
        return None
    return rng.choice([name, "".join(part[0] for part in parts)]), other, False


Way = Callable[[Body, Rng], Pair | None]
CALLED: tuple[tuple[Way, int], ...] = (
    (other_legal, 4), (legal_spelled, 3), (abbreviated, 5), (translated, 4), (acronym, 4), (form_left_out, 2),
    (misspelt, 4), (field_left_out, 2),
)  # fmt: skip
ELSE: tuple[tuple[Way, int], ...] = (
    (other_core, 6), (other_field, 5), (field_added, 5), (word_added, 6), (other_side, 2), (other_number, 2),
    (other_acronym, 3),
)  # fmt: skip


def bodies(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """Pairs of names of organisations, as many of one as of two."""
    names = surnames(train)
    for table in (CALLED, ELSE):
        ways = [way for way, times in table for _ in range(times)]
        made = 0
        while made < count // 2:
            pair = rng.choice(ways)(Body(names, rng), rng)
            if pair and pair[0] != pair[1]:
                made += 1
                yield pair


def founders(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """Organisations beside the persons after whom they are named."""
    names = surnames(train)
    for _ in range(count):
        b = Body(names, rng)
        name, parts = b.with_parts(rng)
        given = rng.choice(GIVEN)
        with_given = b.name([f"{given} {part}" if part == b.core[0] else part for part in parts])
        name = with_given if rng.random() < 0.6 else name
        if name not in (b.core[0], f"{given} {b.core[0]}"):
            yield name, f"{given} {b.core[0]}", False


def surnames(train: Path) -> list[str]:
    """Of all countries, in Latin letters."""
    return sorted({word.latin for country in countries(train) for word in country.surnames if word.latin.isalpha()})
