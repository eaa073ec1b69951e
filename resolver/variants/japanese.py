"""A Japanese name in Han characters: how it is read, in Latin letters. Data: japanese_names.tsv, and what characters
are read as in given names (resolver/match/data/japanese_readings.tsv)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files
from itertools import islice

from resolver.match.readings import readings_of
from resolver.match.rows import read_rows
from resolver.names.unsegmented import ways_apart
from resolver.names.words import words
from resolver.text import clean, script_of
from resolver.variants.letters import Spellings
from resolver.variants.mixing import as_borne
from resolver.variants.together import likeliest

_LONGEST = 5
_CHINESE = 3
"""Characters of most Chinese names."""
_SURE, _MIGHT, _MAY = 20.0, 3.0, 0.4
"""How much likelier a name is Japanese than Chinese if its surname can be no Chinese one; if it begins with a character
that can be one and the given name is known; and if only one of surname and given name tells. From general knowledge."""
_LOOKED_AT = 200
_SECOND = 0.3
"""How much a further reading must be worth of the first to be told."""
_MOST = 3


def likely(name: str, lang: str | None) -> float:
    """How much likelier a name in Han characters is a Japanese one than any other (odds), as far as its characters
    tell, or `lang` says so; 0 if it can't be one."""
    text = clean(name)
    if not 2 < len(text.replace(" ", "")) <= _LONGEST or not all(script_of(c) == "Hani" for c in text if c != " "):
        return 0.0
    surname, given = _apart(text)
    if not given or (text[:2] in words("compound_surnames") and lang != "ja"):
        return 0.0
    if lang == "ja" or len(surname) + len(given) > _CHINESE:
        return _SURE
    known = given in _known()["given"]
    if surname not in _known()["surname"] or (len(surname) == 1 and not known):
        return 0.0
    if surname[0] not in _chinese():
        return _SURE
    return _MIGHT if known and len(surname) > 1 else _MAY


def read(name: str) -> list[tuple[str, str, float]]:
    """The likely readings of a Japanese name: given name, surname, and the share of those told."""
    surname, given = _apart(clean(name))
    found = [(words[1], words[0], share) for words, share in islice(likeliest(_both(surname, given)), _MOST)]
    told = [one for one in found if one[2] >= _SECOND * found[0][2]]
    whole = sum(share for *_, share in told)
    return [(given, surname, share / whole) for given, surname, share in told]


def _both(surname: str, given: str) -> tuple[Spellings, Spellings]:
    known = _known()["surname"].get(surname), _known()["given"].get(given)
    first, second = (as_borne(dict.fromkeys(some, 1.0)) if some else None for some in known)
    return first or _readings(surname), second or _readings(given)


@cache
def _known() -> dict[str, dict[str, list[str]]]:
    """The readings of surnames and of given names that are known whole."""
    text = files("resolver.variants").joinpath("data", "japanese_names.tsv").read_text("utf-8")
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, written, readings = line.split("\t")
            found[kind][written] = readings.split(" ")
    return found


def _apart(text: str) -> tuple[str, str]:
    """Surname and given name: at the gap if there is one, behind the longest surname that is known, but of one
    character only where few others follow, else as names are mostly taken apart; no given name if it is one word."""
    if " " in text:
        surname, _, given = text.partition(" ")
        return surname, given.replace(" ", "")
    for end in range(min(len(text) - 1, 3), 0, -1):
        if text[:end] in _known()["surname"] and (end > 1 or len(text) <= _CHINESE):
            return text[:end], text[end:]
    ways = ways_apart([text])
    return (ways[0][0], "".join(ways[0][1:])) if ways else (text, "")


def _readings(word: str) -> Spellings:
    """What a word may be read as: as its characters are in names, the sooner the more usual these readings are, and
    the more people are called so."""
    ways = [_by_use(character) for character in word]
    found: defaultdict[str, float] = defaultdict(float)
    for parts, share in islice(likeliest(ways), _LOOKED_AT):
        found["".join(parts)] += share
    return as_borne(found)


@cache
def _by_use(character: str) -> dict[str, float]:
    listed = _listed().get(character, [])
    usual = dict.fromkeys([*listed, *readings_of(character, "Japanese")])
    return {reading: 1.0 / (at + 1.0) for at, reading in enumerate(usual)}


@cache
def _listed() -> dict[str, list[str]]:
    return {character: readings.split(" ") for character, readings in read_rows("japanese_readings")}


@cache
def _chinese() -> frozenset[str]:
    """The characters of the usual Chinese surnames."""
    return frozenset(character for some, _ in read_rows("customary_surnames") for character in some.split(" "))
