"""Pairs of organisations' names made of real words: what one body is called, and those that are easily taken for it.

The words that tell one body from another are surnames of many countries; what they do and what they are comes from the
data of `resolver.names` (organisation_words, legal_forms).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from resolver.names.organisations import same_word
from resolver.text import fold, script_of
from training.attested import english
from training.body_words import GIVEN, GROWN, IN_HOUSE, LANGUAGES, LEGAL, PLACES, words
from training.corrupt import plain_letters, respell, typo
from training.people import Pair, Rng, countries, most_alike

ENGLISH = 0.2
"""The share of the bodies that are called by English words, not by surnames."""
LONGEST = 8
INFLECTED = ("s", "ed", "ing", "ly", "er", "est", "ier")
RESTYLED, RESTYLED_SHORT = 0.35, 0.4
"""The share of the names that are restyled, and of these, in which words are abbreviated, not translated."""


class Body:
    """A made-up organisation: what is its own, what it does, what it is, and its legal form."""

    def __init__(self, names: Sequence[str], rng: Rng) -> None:
        self.names = names = english_names() if rng.random() < ENGLISH else names
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


def land_left_out(b: Body, rng: Rng) -> Pair:
    """A body that is called after its land, or not: Bank Melli Iran."""
    name, parts = b.with_parts(rng)
    place = rng.choice(PLACES)
    return rng.choice([name, " ".join(parts)]), b.name([*parts, rng.choice([place, f"of {place}"])]), True


def inflected(b: Body, rng: Rng) -> Pair | None:
    """Singular and plural, noun and adjective: Industry, Industries."""
    return _other_word(b, rng, True)


# Who is another body


def of_like_meaning(b: Body, rng: Rng) -> Pair | None:
    """Two words of one language that mean about the same stand in the names of two: Airlines, Airways."""
    return _other_word(b, rng, False)


def _other_word(b: Body, rng: Rng, same: bool) -> Pair | None:
    name, parts = b.with_parts(rng)
    heads = [(at, head) for at, part in enumerate(parts) if (head := b.words.head_of(part))]
    if not heads:
        return None
    at, head = rng.choice(heads)
    word = parts[at].lower()
    others = [w for w in b.words.full[head] if w != word and bool(same_word(fold(word), fold(w))) == same]
    other = rng.choice(others).capitalize() if others else ""
    return (name, b.name([*parts[:at], other, *parts[at + 1 :]]), same) if other else None


def other_core(b: Body, rng: Rng) -> Pair:
    name, parts = b.with_parts(rng)
    other = rng.choice(most_alike(b.core[0], tuple(b.names)) or b.names) if rng.random() < 0.6 else rng.choice(b.names)
    return name, b.name([other if part == b.core[0] else part for part in parts]), other == b.core[0]


def other_field(b: Body, rng: Rng) -> Pair | None:
    head = rng.choice(b.words.heads["field"])
    if not b.fields or not b.words.synonyms(head).isdisjoint(b.fields):
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


def compounded(b: Body, rng: Rng) -> Pair:
    """A body whose name goes on in one word, as that of a daughter does: Gazprom, Gazprombank."""
    _, parts = b.with_parts(rng)
    left, right = rng.sample(["", *GROWN], 2)
    one, other = ([f"{part}{end}" if part == b.core[0] else part for part in parts] for end in (left, right))
    return b.name(one), rng.choice([b.name(other), " ".join(other)]), False


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


def restyled(name: str, b: Body, rng: Rng) -> str:
    """A name as another list may write it: its usual words translated or abbreviated, with another legal form or none.
    Names of two bodies are restyled as those of one are, so that nothing but the names tells them apart."""
    other = words(rng.choice([lang for lang in ("en", "de", "fr", "es", "it") if lang != b.words.lang]))
    abbreviates = rng.random() < RESTYLED_SHORT
    found = []
    for part in name.removesuffix(b.legal).split():
        head = b.words.head_of(part)
        if head and abbreviates and b.words.short[head]:
            part = rng.choice(b.words.short[head]).capitalize()
        elif head and not abbreviates and other.full.get(head):
            part = other.word(head, rng)
        found.append(part)
    legal = rng.choice([b.legal, "", rng.choice(LEGAL[other.lang if other.lang in LEGAL else "en"])])
    return " ".join([*found, legal]).strip()


Way = Callable[[Body, Rng], Pair | None]
CALLED: tuple[tuple[Way, int], ...] = (
    (other_legal, 4), (legal_spelled, 3), (abbreviated, 5), (translated, 4), (acronym, 4), (form_left_out, 4),
    (misspelt, 6), (field_left_out, 3), (inflected, 2), (land_left_out, 3),
)  # fmt: skip
ELSE: tuple[tuple[Way, int], ...] = (
    (other_core, 6), (other_field, 5), (field_added, 5), (word_added, 6), (other_side, 2), (other_number, 2),
    (other_acronym, 3), (of_like_meaning, 2), (compounded, 3),
)  # fmt: skip


def bodies(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """Pairs of names of organisations, as many of one as of two."""
    names = surnames(train)
    for table in (CALLED, ELSE):
        ways = [way for way, times in table for _ in range(times)]
        made = 0
        while made < count // 2:
            body = Body(names, rng)
            way = rng.choice(ways)
            pair = way(body, rng)
            if pair and way is not of_like_meaning and rng.random() < RESTYLED:
                pair = pair[0], restyled(pair[1], body, rng), pair[2]
            if pair and pair[0] != pair[1]:
                made += 1
                yield pair


def called_by_letters(train: Path, count: int, rng: Rng) -> Iterator[tuple[str, str]]:
    """So many organisations of three words or more, with what they may be called by their first letters."""
    names = surnames(train)
    while count:
        b = Body(names, rng)
        b.fields = rng.sample(b.words.heads["field"], rng.choice([1, 2, 2, 3]))
        b.forms = rng.sample(b.words.heads["form"], 1)
        pair = acronym(b, rng)
        if pair:
            count -= 1
            yield pair[:2]


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


@cache
def english_names() -> tuple[str, ...]:
    """English words that a body may be called by: of up to eight letters, and mostly in no form but the first."""
    return tuple(word.capitalize() for word in english() if len(word) <= LONGEST and not word.endswith(INFLECTED))


def surnames(train: Path) -> list[str]:
    """Of all countries, in Latin letters."""
    return sorted({word.latin for country in countries(train) for word in country.surnames if word.latin.isalpha()})
