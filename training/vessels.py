"""Pairs of names of ships made of words that many ships bear and of surnames of many countries: what one is called, and
those that are easily taken for it. Registers write a name as it stands, so that one letter tells two apart: far
more ships than people have names a letter apart, and what looks like a slip of the pen is seldom one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from resolver.romanize import forms
from resolver.text import script_of
from training.bodies import surnames
from training.people import Pair, Rng, Word, countries, most_alike

SHIP_WORDS = (
    "Ocean", "Sea", "Star", "Pearl", "Queen", "King", "Lady", "Princess", "Wind", "Sun", "Moon", "Spirit", "Pride",
    "Glory", "Hope", "Dragon", "Eagle", "Dolphin", "Pacific", "Atlantic", "Captain", "Admiral", "Golden", "Silver",
    "Blue", "Red", "White", "Northern", "Eastern", "Royal", "Grand", "New", "Great", "Happy", "Lucky", "Bright",
    "Fortune", "Trader", "Express", "Carrier", "Explorer", "Voyager", "Breeze", "Light", "Diamond", "Crystal",
    "Phoenix", "Falcon", "Tiger", "Lion", "Horizon", "Marine", "Unity", "Liberty", "Victory", "Grace", "Joy", "Sky",
    "Coral", "Amber", "Jade", "Orient", "Asia", "Baltic", "Arctic", "Gulf", "Delta", "Bay", "Cape", "Island",
)  # fmt: skip
PREFIXES = ("MV", "M/V", "MT", "M/T", "SS", "M.V.")
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
NUMBERED = 0.25
ALIKE = 0.7


class Ship:
    """A made-up ship: the words of its name, a number or none, and words of all ships."""

    def __init__(self, pool: Sequence[str], cyrillic: Sequence[Word], rng: Rng) -> None:
        self.pool, self.cyrillic = pool, cyrillic
        words = [rng.choice(SHIP_WORDS), rng.choice([*SHIP_WORDS, rng.choice(pool)]), rng.choice(pool)]
        self.words = rng.choice([words[:2], words[:2], words[1:], words[2:], words])
        self.number = rng.randint(1, 20) if rng.random() < NUMBERED else 0

    @property
    def name(self) -> str:
        return self.numbered(self.words, self.number)

    def numbered(self, words: Sequence[str], number: int) -> str:
        return " ".join([*words, str(number)]) if number else " ".join(words)


def prefixed(s: Ship, rng: Rng) -> Pair:
    return f"{rng.choice(PREFIXES)} {s.name}", rng.choice([s.name, s.name.upper()]), True


def counted(s: Ship, rng: Rng) -> Pair | None:
    """A number in other signs."""
    ways = [f"-{s.number}", f" No. {s.number}", f" {s.number:02}", *[f" {each}" for each in ROMAN[s.number :][:1]]]
    return (s.name, " ".join(s.words) + rng.choice(ways), True) if s.number else None


def run_together(s: Ship, _: Rng) -> Pair | None:
    return (s.name, s.numbered(["".join(s.words).title()], s.number), True) if len(s.words) > 1 else None


def romanised(s: Ship, rng: Rng) -> Pair:
    """A ship that is called after somebody, out of Cyrillic letters."""
    words = [rng.choice(s.cyrillic).local for _ in range(rng.choice([1, 2]))]
    spelled = [[form.text for form in forms(word)] for word in words]
    left, right = (" ".join(rng.choice(some) for some in spelled).title() for _ in range(2))
    return left, rng.choice([right, " ".join(words), " ".join(words)]), True


def other_number(s: Ship, rng: Rng) -> Pair:
    return s.name, s.numbered(s.words, rng.choice([n for n in range(1, 20) if n != s.number])), False


def other_word(s: Ship, rng: Rng) -> Pair | None:
    """Another word, which mostly looks much like the right one."""
    at = rng.randrange(len(s.words))
    alike = most_alike(s.words[at], tuple(s.pool)) if rng.random() < ALIKE else []
    other = rng.choice(alike or s.pool)
    if other == s.words[at]:
        return None
    return s.name, s.numbered([*s.words[:at], other, *s.words[at + 1 :]], s.number), False


def word_added(s: Ship, rng: Rng) -> Pair:
    more = [*s.words, rng.choice(s.pool)] if rng.random() < 0.5 else [rng.choice(SHIP_WORDS), *s.words]
    return s.name, s.numbered(more, s.number), False


Way = Callable[[Ship, Rng], Pair | None]
CALLED: tuple[Way, ...] = (prefixed, prefixed, counted, counted, run_together, romanised, romanised)
ELSE: tuple[Way, ...] = (other_number, other_word, other_word, other_word, word_added)


def vessels(train: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """Pairs of names of ships, about as many of one as of two."""
    pool = [*(name for name in surnames(train) if script_of(name) == "Latn"), *SHIP_WORDS]
    cyrillic = [word for country in countries(train) for word in country.surnames if script_of(word.local) == "Cyrl"]
    for _ in range(count // 2):
        for ways in (CALLED, ELSE):
            if made := rng.choice(ways)(Ship(pool, cyrillic, rng), rng):
                yield made
