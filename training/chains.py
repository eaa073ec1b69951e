"""Made-up people whose names are chains: given name, father, grandfather, family; each under several of the names that
such people are known by.

A name is longer in one place than in another: fathers are left out, "son of" is put in, a title or a byname comes
before it, the article goes with the name or not, Abd al-Karim is two words or one, and every word is spelled as it is
heard. Brothers, fathers and sons share all but one word. Tables of such people teach what lists of politicians, of whom
each has one name a language, do not.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resolver.names.words import rows
from resolver.romanize import romanize, systems
from resolver.text import script_of
from resolver.variants.origin import Origins
from training.corrupt import double_or_single, respell, typo
from training.encoder.pairs import read_table

SERVANT_OF = frozenset(
    ("Aziz", "Karim", "Rahim", "Rahman", "Latif", "Majid", "Hakim", "Hamid", "Nasir", "Waheed", "Salim")
)
OF_FAITH = frozenset(("Jamal", "Kamal", "Ala", "Nasr", "Naseer"))
TITLES = ("Sheikh", "Shaykh", "Haji", "Hajji", "Dr.", "Mullah", "Mawlawi", "Qari", "Ustad", "Sayyid")
SERVANTS = ("Abd al-", "Abdul ", "Abdel ", "Abdul", "Abdel", "Abd al ", "Abd-al-", "Abdur ", "Abdal", "Abd El ")
FAITHS = (" al-Din", " ud-Din", " el-Din", "uddin", "eddine", "eddin", "addin", " al Din")
ARTICLES = ("al-", "al-", "al-", "Al ", "el-", "El ", "Al", "")
SONS = ("bin", "ibn", "ben", "b.", "ould")
FEW_NAMES = 12
"""Given names that a small country bears, beside all others."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a chain: its Latin spellings and the Arabic one; what stands before or behind it."""

    latin: tuple[str, ...]
    native: str
    before: bool = False
    behind: bool = False
    article: bool = False

    def spelled(self, rng: random.Random) -> str:
        text = rng.choice(self.latin[:2] if rng.random() < 0.4 else self.latin)
        text = respell(text, rng) if rng.random() < 0.12 else text
        text = double_or_single(text, rng) if rng.random() < 0.06 else text
        text = typo(text, rng) if rng.random() < 0.03 else text
        if self.before:
            servant = rng.choice(SERVANTS)
            return servant + (text if servant[-1] in " -" else text.lower())
        if self.behind:
            return text + rng.choice(FAITHS)
        if self.article:
            article = rng.choice(ARTICLES)
            return article + (text if article[-1:] in ("-", " ", "") else text.lower())
        return text

    def written(self) -> str:
        if self.before:
            return f"عبد ال{self.native}"
        return f"{self.native} الدين" if self.behind else f"ال{self.native}" if self.article else self.native


Chain = tuple[Word, ...]
"""Given name, father, grandfather, family."""


@dataclass(frozen=True, slots=True)
class Names:
    """What people may be called: given names by head, and families."""

    given: dict[str, Word]
    families: Sequence[Word]

    @classmethod
    def of(cls, shared: Path) -> Names:
        """The given names of the product's table that have an Arabic form, and what may be family names of the training
        pairs."""
        given = {}
        for head, gender, groups in rows("given_names"):
            for group in groups.split("; "):
                lang, *forms = group.split(" ")
                texts = [text for form in forms for text in form.split("/")]
                spelled = tuple(text for text in texts if script_of(text) == "Latn")
                native = next((text for text in texts if script_of(text) == "Arab"), "")
                if lang == "ar" and gender == "m" and spelled and native:
                    given[head] = Word(spelled, native)
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name in ("arabic_names", "wd_arabic"):
            for latin, native, *_ in read_table(shared / "train" / f"{name}.tsv"):
                found[native].add(latin)
        families, origins = [], Origins.shipped()
        for native, some in sorted(found.items()):
            at_home = all(origins.of([word])["arabic"] > 0.6 and word.isalpha() for word in some)
            if at_home and native.isalpha() and min(map(len, some)) > 3:
                bare, article = native.removeprefix("ال"), native.startswith("ال")
                families.append(Word(tuple(word.title() for word in sorted(some)), bare, article=article))
        return cls(given, families)

    def any_given(self, rng: random.Random, few: Sequence[str]) -> Word:
        """A given name, that of many bearers sooner."""
        head = rng.choice(few) if rng.random() < 0.5 else rng.choice(list(self.given))
        word = self.given[head]
        if head in SERVANT_OF and rng.random() < 0.7:
            return Word(word.latin, word.native, before=True)
        return Word(word.latin, word.native, behind=True) if head in OF_FAITH and rng.random() < 0.6 else word


def shown(chain: Chain, rng: random.Random, *, long: bool) -> str:
    """One of the names that someone is known by, `long` ones where all of the family are known by such."""
    given, father, grandfather, *_, family = chain
    if rng.random() < 0.1:
        return " ".join(word.written() for word in rng.choice([chain, (given, family), (given, father, family)]))
    if long:
        kept = rng.choice([chain, chain, (*chain[:2], *chain[3:]), (given, *chain[2:])])
        return _joined(kept, "", rng)
    short, usual, fathers = (given, family), (given, father, family), (given, father, grandfather)
    kept = rng.choice([short, short, usual, usual, (*fathers, family), fathers, (given, father)])
    son = rng.choice(SONS) if rng.random() < 0.15 else ""
    text = _joined(kept, son, rng)
    if rng.random() < 0.12:
        text = f"{rng.choice(TITLES)} {text}"
    elif rng.random() < 0.05:
        text = f"{rng.choice(grandfather.latin)} {text}"
    return text


def _joined(kept: Chain, son: str, rng: random.Random) -> str:
    parts: list[str] = []
    for word in kept:
        parts += [son, word.spelled(rng)] if son and parts and word is not kept[-1] else [word.spelled(rng)]
    if rng.random() < 0.15 and len(parts) > 1:
        parts = [f"{parts[-1]},", *parts[:-1]]
    text = " ".join(parts)
    return text.upper() if rng.random() < 0.12 else text


def koreans(shared: Path, rng: random.Random, count: int) -> dict[str, set[str]]:
    """Korean names under several systems, with their ids."""
    listed = [(latin, native) for latin, native, *_ in read_table(shared / "train" / "wd_full_korean.tsv")]
    home = [(latin, native) for latin, native in listed if len(native) == 3 and script_of(native) == "Hang"]
    named: defaultdict[str, set[str]] = defaultdict(set)
    for name, native in rng.sample(home, count):
        named[name].add(native)
        for system in rng.sample(systems("ko"), 2):
            first, *rest = (romanize(syllable, system.id).title() for syllable in native)
            named[f"{first} {rng.choice(['', ' ', '-']).join([rest[0], rest[1].lower()])}"].add(native)
        if rng.random() < 0.3:
            named[native].add(native)
    return named


def people(shared: Path, rng: random.Random, count: int) -> dict[str, set[str]]:
    """The names of so many people, and of relatives of some of them, with their ids."""
    names = Names.of(shared)
    few = rng.sample(list(names.given), FEW_NAMES)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for number in range(count):
        given, father, grandfather = (names.any_given(rng, few) for _ in range(3))
        chain: Chain = (given, father, grandfather, rng.choice(names.families))
        if rng.random() < 0.2:
            chain = (given, father, grandfather, names.any_given(rng, few), chain[-1])
        family = [chain]
        long = rng.random() < 0.1
        while rng.random() < (0.4 if long else 0.07):
            family.append((names.any_given(rng, few), *chain[1:]))
        if rng.random() < (0.2 if long else 0.04):
            family.append((father, grandfather, names.any_given(rng, few), chain[-1]))
        if rng.random() < 0.06:
            family.append((given, names.any_given(rng, few), names.any_given(rng, few), chain[-1]))
        if rng.random() < 0.08:
            family.append((given, father, names.any_given(rng, few), rng.choice(names.families)))
        for member, one in enumerate(family):
            for _ in range(min(1 + int(rng.expovariate(1 / 3)), 14)):
                named[shown(one, rng, long=long)].add(f"{number}#{member}")
            if rng.random() < 0.2:
                byname = f"{rng.choice(['Abu', 'Abou'])} {names.any_given(rng, few).spelled(rng)}"
                named[f"{byname} {one[-1].spelled(rng)}" if rng.random() < 0.4 else byname].add(f"{number}#{member}")
    return named
