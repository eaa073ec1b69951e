"""Seeded ways in which people spell one name differently; used to make training queries, never evaluation ones."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import product

from resolver.names.given import given_names, spellings_of
from resolver.names.words import rows
from resolver.romanize import romanize, systems
from resolver.text import fold, script_of

_NEAR_KEYS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
# Pairs of letter groups between which romanisations of one sound waver.
_SOUNDS = (
    ("ou", "u"), ("oo", "u"), ("u", "o"), ("e", "i"), ("ei", "ay"), ("ee", "i"), ("kh", "h"), ("q", "k"), ("gh", "g"),
    ("dh", "d"), ("th", "t"), ("ph", "f"), ("w", "v"), ("y", "i"), ("j", "y"), ("sh", "ch"), ("ch", "tch"), ("c", "k"),
    ("ts", "c"), ("z", "s"), ("a", "e"), ("ya", "ia"), ("yu", "iu"), ("dj", "j"), ("zh", "j"), ("ck", "k"), ("x", "ks"),
)  # fmt: skip


def typo(name: str, rng: random.Random) -> str:
    """One letter left out, doubled, swapped with the next, or replaced by its neighbour on the keyboard."""
    at = [i for i, char in enumerate(name) if char.isalpha()]
    if len(at) < 4:
        return name
    i = rng.choice(at)
    kind = rng.randrange(4)
    if kind == 0:
        return name[:i] + name[i + 1 :]
    if kind == 1:
        return name[:i] + name[i] + name[i:]
    if kind == 2 and i + 1 < len(name) and name[i + 1].isalpha():
        return name[:i] + name[i + 1] + name[i] + name[i + 2 :]
    return name[:i] + rng.choice(_NEAR_KEYS.get(name[i].lower(), "e")) + name[i + 1 :]


def two_typos(name: str, rng: random.Random) -> str:
    return typo(typo(name, rng), rng)


def respell(name: str, rng: random.Random) -> str:
    """One to three sounds written by other letters."""
    for _ in range(rng.randint(1, 3)):
        left, right = rng.choice(_SOUNDS)
        if rng.random() < 0.5:
            left, right = right, left
        places = [m.start() for m in re.finditer(left, name)]
        if places:
            i = rng.choice(places)
            name = name[:i] + right + name[i + len(left) :]
    return name


def double_or_single(name: str, rng: random.Random) -> str:
    """A consonant written double or no longer so."""
    found = list(re.finditer(r"([bcdfgklmnprstz])\1?", name[1:]))
    if not found:
        return name
    m = rng.choice(found)
    start, end = m.start() + 1, m.end() + 1
    return name[:start] + (m[1] if end - start == 2 else m[1] * 2) + name[end:]


def reorder(name: str, rng: random.Random) -> str:
    """The last word first, with or without a comma."""
    parts = name.split()
    if len(parts) < 2:
        return name
    return parts[-1] + rng.choice([", ", " "]) + " ".join(parts[:-1])


def drop_word(name: str, rng: random.Random) -> str:
    parts = name.split()
    if len(parts) < 3:
        return name
    del parts[rng.randrange(len(parts))]
    return " ".join(parts)


def initials(name: str, rng: random.Random) -> str:
    """All words but one (the last, mostly) as initials, or only the first."""
    parts = name.replace(",", "").split()
    if len(parts) < 2:
        return name
    keep = len(parts) - 1 if rng.random() < 0.8 else 0
    only_first = rng.random() < 0.5
    return " ".join(p if i == keep or (only_first and i) else p[0] + "." for i, p in enumerate(parts))


def join(name: str, rng: random.Random) -> str:
    return rng.choice(["", "-"]).join(name.split())


def join_two(name: str, rng: random.Random) -> str:
    """Two adjacent words written as one."""
    parts = name.replace(",", "").split()
    if len(parts) < 2:
        return name
    i = rng.randrange(len(parts) - 1)
    return " ".join([*parts[:i], parts[i] + parts[i + 1].lower(), *parts[i + 2 :]])


def part_word(name: str, rng: random.Random) -> str:
    """A long word written as two."""
    parts = name.split()
    long = [i for i, part in enumerate(parts) if len(part) > 5]
    if not long:
        return name
    i = rng.choice(long)
    at = rng.randint(2, len(parts[i]) - 2)
    return " ".join([*parts[:i], parts[i][:at], rng.choice(["", "al-"]) + parts[i][at:].capitalize(), *parts[i + 1 :]])


def plain_letters(name: str, _: random.Random) -> str:
    """Diacritics left out."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def other_language(name: str, rng: random.Random) -> str:
    """A given name as another language has it, or a short form of it; a name without one is left as it is."""
    parts = name.split()
    known = [i for i, part in enumerate(parts) if _forms_of(fold(part.strip(",")))]
    if not known:
        return name
    i = rng.choice(known)
    forms = _forms_of(fold(parts[i].strip(",")))
    tail = "," if parts[i].endswith(",") else ""
    return " ".join([*parts[:i], rng.choice(forms) + tail, *parts[i + 1 :]])


@cache
def _forms_of(key: str) -> list[str]:
    """The other forms of a given name in its script, short ones among them, of the one name it can be a form of."""
    heads = given_names(key)
    if len(heads) != 1:
        return []
    (head,) = heads
    found = {*spellings_of(head), *_short_forms().get(head, ())}
    script = script_of(key)
    return sorted(form for form in found if fold(form) != key and script_of(form) == script)


@cache
def _short_forms() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, written, full in rows("hypocoristics"):
        for name in full.split(" "):
            found.setdefault(name, []).extend(written.replace("/", " ").split(" "))
    return found


@cache
def _guarded() -> dict[str, list[str]]:
    """Folded Latin tokens -> those that look alike and are other names."""
    found: dict[str, list[str]] = {}
    for sides in rows("guarded"):
        left, right = (sorted(map(fold, spellings_of(s[1:]) if s[0] == "=" else (s,))) for s in sides[:2])
        for a, b in [*product(left, right), *product(right, left)]:
            if script_of(a) == script_of(b):
                found.setdefault(a, []).append(b)
    return found


def capitals(name: str, _: random.Random) -> str:
    return name.upper()


def other_system(name: str, rng: random.Random) -> str:
    """A Cyrillic name romanised under a random system of Russian, Belarusian or Ukrainian; others unchanged."""
    if script_of(name) != "Cyrl":
        return name
    lang = "be" if "ў" in name.lower() else "uk" if set("їєґі") & set(name.lower()) else "ru"
    return romanize(name, rng.choice(systems(lang)).id)


def last_word(name: str, _: random.Random) -> str:
    """The surname alone, as far as the order of words tells."""
    return name.split(",")[0] if "," in name else name.split()[-1]


_GENDERED = (
    ("ская", "ский"), ("ський", "ська"), ("ская", "скі"), ("ова", "ов"), ("ева", "ев"), ("ёва", "ёв"), ("ина", "ин"),
    ("skaya", "sky"), ("skaja", "skij"), ("ska", "ski"), ("ová", "ý"), ("ova", "ov"), ("eva", "ev"), ("ina", "in"),
    ("ienė", "as"), ("ov", "ovich"), ("ов", "ович"),
)  # fmt: skip


def twin(name: str, other: str, rng: random.Random) -> str:
    """Another person who is easily taken for the bearer of `name`: one name is another that looks alike, or the surname
    is in the other gender or off by a letter or two, mostly with the given name of `other`."""
    words = name.split()
    last = 0 if "," in name else len(words) - 1
    tail = "," if words[last].endswith(",") else ""
    word = words[last].removesuffix(",")
    changed = [word.removesuffix(a) + b for pair in _GENDERED for a, b in (pair, pair[::-1]) if word.endswith(a)]
    guarded = [i for i, w in enumerate(words) if fold(w.strip(",")) in _guarded()]
    if guarded and rng.random() < 0.5:
        i = rng.choice(guarded)
        tail = "," if words[i].endswith(",") else ""
        words[i] = rng.choice(_guarded()[fold(words[i].strip(","))]).title() + tail
        return " ".join(words)
    words[last] = (rng.choice(changed) if changed else typo(word, rng)) + tail
    if rng.random() < 0.7 and len(words) > 1:
        words[1 if last == 0 else 0] = rng.choice(other.replace(",", "").split())
    return " ".join(words)


FULL: tuple[Callable[[str, random.Random], str], ...] = (
    typo, two_typos, respell, respell, respell, double_or_single, reorder, reorder, drop_word, drop_word, initials,
    initials, join, join_two, part_word, plain_letters, capitals, other_system, other_system,
)  # fmt: skip


def vary(name: str, rng: random.Random) -> str:
    """One to three of the ways at once."""
    name = other_system(name, rng) if rng.random() < 0.7 else name
    name = other_language(name, rng) if rng.random() < 0.08 else name
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3])):
        name = rng.choice(FULL)(name, rng)
    return name


def vary_single(name: str, rng: random.Random) -> str:
    """The surname alone, in four of ten cases spelled differently, now and then mistyped."""
    word = last_word(other_system(name, rng), rng)
    return rng.choice([respell, respell, double_or_single, typo])(word, rng) if rng.random() < 0.4 else word
