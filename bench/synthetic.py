"""Names for measuring size: any number of them, in five scripts, drawn from real tokens as often as these occur.

The tokens come from the training pairs and from the indexed names of the evaluation lists (never from their queries),
which lie in `../shared`. How often a token opens a name, stands inside it or ends it is counted over the full names in
Latin letters; a token in another script stands as often as the Latin one it is paired with. Tokens that stand in no
full name count once as surnames. One surname in twelve is made up, so that the vocabulary goes on growing with the list
as it does in life: by a model of letters (two letters tell the next) learned from the tokens of its script.
"""

from __future__ import annotations

import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from resolver.model import NameRow
from resolver.text import script_of, split_tokens

SHARES = {"Latn": 0.55, "Cyrl": 0.15, "Arab": 0.1, "Hani": 0.1, "Hang": 0.1}
"""Which part of the names is in which script."""
_FILES = {"Cyrl": "wd_russian", "Arab": "wd_arabic", "Hani": "wd_chinese", "Hang": "wd_korean"}
_FULL = ("wd_full_hebrew", "wd_full_korean")
_LISTS = ("cities", "noise", "ofac", "popolo", "un", "wd", "wd_full")
_MADE_UP = 1 / 12
_THREE_TOKENS = 0.25
_GAPS = {"Hani": "·"}
_LONGEST = {"Latn": 12, "Cyrl": 12, "Arab": 9, "Hani": 6, "Hang": 6}
_EDGE = " "


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Tokens to draw from, with the running total of their weights."""

    tokens: list[str]
    totals: list[int]

    @classmethod
    def of(cls, counts: Counter[str]) -> _Weighed:
        tokens = sorted(counts)
        return cls(tokens, list(accumulate(counts[token] for token in tokens)))

    def draw(self, rng: random.Random) -> str:
        return rng.choices(self.tokens, cum_weights=self.totals)[0]


@dataclass(frozen=True, slots=True)
class _Script:
    """What names of one script are drawn from."""

    given: _Weighed
    surnames: _Weighed
    letters: dict[str, list[str]]
    longest: int
    gap: str

    def name(self, rng: random.Random) -> str:
        middle = [self.given.draw(rng)] if rng.random() < _THREE_TOKENS else []
        last = self._made_up(rng) if rng.random() < _MADE_UP else self.surnames.draw(rng)
        return self.gap.join([self.given.draw(rng), *middle, last])

    def _made_up(self, rng: random.Random) -> str:
        while True:
            word = ""
            while len(word) <= self.longest:
                letter = rng.choice(self.letters[(_EDGE * 2 + word)[-2:]])
                if letter == _EDGE:
                    break
                word += letter
            if 2 <= len(word) <= self.longest:
                return word.title()


class Names:
    """Draws names. The same seed gives the same names; a longer list begins with the shorter one."""

    def __init__(self, shared: Path) -> None:
        given, surnames = _counted(shared)
        self._pairs = {script: _pairs(shared, script) for script in _FILES}
        tokens = {"Latn": (given, surnames)}
        for script, pairs in self._pairs.items():
            tokens[script] = _paired(pairs, given), _paired(pairs, surnames, least=1)
        self._scripts = {
            script: _Script(
                _Weighed.of(given), _Weighed.of(surnames), _letters(surnames), _LONGEST[script], _GAPS.get(script, " ")
            )
            for script, (given, surnames) in tokens.items()
        }  # fmt: skip

    def draw(self, seed: int) -> Iterator[str]:
        """Names without end; some come again."""
        rng = random.Random(seed)
        scripts, totals = list(SHARES), list(accumulate(SHARES.values()))
        while True:
            yield self._scripts[rng.choices(scripts, cum_weights=totals)[0]].name(rng)

    def rows(self, count: int, seed: int) -> Iterator[NameRow]:
        """A list of `count` persons with one name each."""
        for at, name in zip(range(count), self.draw(seed), strict=False):
            yield NameRow(entity_id(at), name, "person")

    def respelled(self, name: str, rng: random.Random) -> str:
        """The name in another script, token by token as in the training pairs; "" where one of its tokens stands in
        none of them."""
        words = split_tokens(name)
        for script in rng.sample(sorted(_FILES), len(_FILES)):
            pairs = self._pairs[script]
            if all(word in pairs for word in words):
                return _GAPS.get(script, " ").join(pairs[word] for word in words)
        return ""


def entity_id(at: int) -> str:
    """The id of the person at this place of the list: in an index, they stand in the same order."""
    return f"p{at:08}"


def mistyped(name: str, rng: random.Random) -> str:
    """The name with one letter left out, doubled, or swapped with the next."""
    places = [at for at in range(len(name) - 1) if name[at].isalnum() and name[at + 1].isalnum()]
    if not places:
        return name
    at = rng.choice(places)
    one, other = name[at], name[at + 1]
    return name[:at] + rng.choice((other, one + one + other, other + one)) + name[at + 2 :]


def _counted(shared: Path) -> tuple[Counter[str], Counter[str]]:
    """How often Latin tokens stand in front of the last token of a full name, and how often they are the last."""
    given: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    for name in _latin_names(shared):
        plain = name.isascii() and name.replace(" ", "").isalpha()
        tokens = [token for token in (name.split() if plain else split_tokens(name)) if token.isalpha()]
        tokens = [token for token in tokens if len(token) > 1]
        if not 1 <= len(tokens) <= 3 or not (plain or all(script_of(token) == "Latn" for token in tokens)):
            continue
        given.update(token.title() for token in tokens[:-1])
        surnames[tokens[-1].title()] += 1
    return given, surnames


def _latin_names(shared: Path) -> Iterator[str]:
    for file in _FULL:
        yield from (line.split("\t")[0] for line in _lines(shared / "train" / f"{file}.tsv.gz"))
    for directory in _LISTS:
        for path in sorted((shared / "eval" / directory).glob("entities.tsv*")):
            yield from (line.split("\t")[2] for line in _lines(path))


def _pairs(shared: Path, script: str) -> dict[str, str]:
    """Latin tokens with what each is paired with in a script."""
    pairs = (line.split("\t") for line in _lines(shared / "train" / f"{_FILES[script]}.tsv.gz"))
    return {
        latin.title(): token.title()
        for latin, token in pairs
        if token.isalpha() and len(token) > 1 and script_of(token) == script
    }


def _paired(pairs: dict[str, str], latin: Counter[str], least: int = 0) -> Counter[str]:
    """The tokens of a script, each as often as the Latin tokens it is paired with, but at least `least` times."""
    found: Counter[str] = Counter()
    for name, token in pairs.items():
        found[token] += latin[name]
    return Counter({token: max(count, least) for token, count in found.items() if max(count, least)})


def _letters(tokens: Counter[str]) -> dict[str, list[str]]:
    """The letters that follow two letters, each as often as in the tokens."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    for token in sorted(tokens):
        word = _EDGE * 2 + token.lower() + _EDGE
        for at in range(2, len(word)):
            following[word[at - 2 : at]].append(word[at])
    return following


def _lines(path: Path) -> Iterator[str]:
    """The lines of a table, plain or gzipped, without the header."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        next(stream)
        yield from (line.rstrip("\n") for line in stream)
