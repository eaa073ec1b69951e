"""Write the encoder's frozen letter table.

Latin letters of a character: the PyPI package ``anyascii`` (ISC licence). Han readings and simplified
forms: the Unihan database, version 15.0.0 (Unicode licence), as in Debian's package ``unicode-data``.
"""

from __future__ import annotations

import bz2
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import anyascii

HEADER = "#\tlatin\tcantonese\tkorean\ton\tsimplified"
RANGES = ((0xAA, 0x2E80), (0x3005, 0x3100), (0x3400, 0xA000), (0xA000, 0xD7A4), (0xF900, 0xFB00), (0x20000, 0x2A6E0))
INITIALS = {"b": "p", "d": "t", "g": "k", "gw": "kw", "z": "ch", "c": "ch", "j": "y"}
FINALS = {
    "aa": "a", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap", "aat": "at",
    "aak": "ak", "a": "a", "am": "am", "an": "an", "ang": "ang", "ap": "ap", "at": "at", "ak": "ak",
    "eoi": "ui", "eon": "un", "eot": "ut", "oe": "eu", "oeng": "eung", "oek": "euk", "ou": "o", "yu": "u",
    "yun": "uen", "yut": "uet", "iu": "iu", "ei": "ei", "oi": "oi", "ui": "ui", "on": "on", "i": "i",
}  # fmt: skip


def hong_kong(jyutping: str) -> str:
    """A Jyutping syllable as Hong Kong registers spell it (approximately): zoeng1 -> cheung."""
    syllable = re.sub(r"\d", "", jyutping)
    found = re.match(r"(ng|gw|kw|[bpmfdtnlgkhzcsjw])?(.*)", syllable)
    initial, final = (found.group(1) or "", found.group(2)) if found else ("", "")
    if not final:
        return syllable
    spelled = FINALS.get(final, final)
    if initial == "s" and final in ("yu", "yun"):
        return "sh" + spelled
    if initial in ("g", "k") and final == "ei":
        return "kei"
    return INITIALS.get(initial, initial) + spelled


def unihan(folder: Path, name: str) -> dict[str, dict[str, str]]:
    """Field -> character -> value of one Unihan file (``.txt.bz2``)."""
    out: dict[str, dict[str, str]] = defaultdict(dict)
    with bz2.open(folder / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, field, value = line.rstrip("\n").split("\t")
                out[field][chr(int(code[2:], 16))] = value
    return out


def plain(reading: str) -> str:
    """Lower-case letters of a reading without tone marks; ü as yu after n, l, else u."""
    text = unicodedata.normalize("NFD", reading.lower()).replace("u\u0308", "u")
    return "".join(c for c in text if c.isascii() and c.isalpha())


def rows(folder: Path) -> list[str]:
    """Lines of the table, without the header."""
    readings = unihan(folder, "Unihan_Readings.txt.bz2")
    variants = unihan(folder, "Unihan_Variants.txt.bz2")
    simplified = variants["kSimplifiedVariant"]
    for letter, codes in variants["kTraditionalVariant"].items():
        for field in ("kHangul", "kJapaneseOn", "kCantonese"):
            for variant in codes.split(" "):
                other = chr(int(variant[2:], 16))
                if letter not in readings[field] and other in readings[field]:
                    readings[field][letter] = readings[field][other]
    common = set(readings["kCantonese"]) & set(readings["kMandarin"])
    wanted = set(readings["kHangul"]) | set(readings["kJapaneseOn"]) | set(simplified) | common
    out = []
    for low, high in RANGES:
        for code in range(low, high):
            letter = chr(code)
            han = 0x3400 <= code < 0xA000 or code >= 0x20000
            if (
                unicodedata.category(letter)[0] not in "LNM"
                or unicodedata.normalize("NFKC", letter).casefold() != letter
            ):
                continue
            if (han and letter not in wanted) or (code >= 0x20000 and letter not in readings["kCantonese"]):
                continue
            mandarin = readings["kMandarin"].get(letter, "").split(" ")[0]
            latin = plain(mandarin) or anyascii.anyascii(letter).lower()
            latin = "".join(c for c in latin if c.isascii() and c.isalnum())
            canto = hong_kong(readings["kCantonese"].get(letter, "").split(" ")[0])
            korean = anyascii.anyascii(readings["kHangul"].get(letter, "").split(":")[0]).lower()
            on = plain(readings["kJapaneseOn"].get(letter, "").split(" ")[0])
            simple = simplified.get(letter, "").split(" ")[0]
            simple = chr(int(simple[2:], 16)) if simple else ""
            simple = "" if simple == letter else simple
            row = "\t".join((letter, latin, canto, korean, on, simple)).rstrip("\t")
            if row != letter:
                out.append(row)
    return out


if __name__ == "__main__":
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.write_text("\n".join([HEADER, *rows(source)]) + "\n", encoding="utf-8")
