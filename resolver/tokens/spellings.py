"""The Latin spellings a token may take, and the sound they share: what two tokens are compared by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from resolver import romanize
from resolver.text import fold, script_of

DIACRITICS_SPELLED_OUT = "diacritics spelled out"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A folded Latin spelling of a token; `system` names the romanisation, "" for the token as written."""

    text: str
    system: str = ""


def spellings(token: str, lang: str = "") -> tuple[Spelling, ...]:
    """The folded Latin spellings of one token as written, most usual first; never empty for a token with letters.

    Where the language is known and has romanisation systems, only these are asked.
    """
    return _spellings(token, lang)


def usual_spelling(token: str, lang: str = "") -> str:
    """The most usual of them."""
    return _spellings(token, lang)[0].text


@lru_cache(maxsize=1 << 11)
def _spellings(token: str, lang: str) -> tuple[Spelling, ...]:
    if script_of(token) in ("Latn", "Zyyy"):
        plain = fold(token)
        spelled = fold(_spell_out(token))
        found = [Spelling(plain)]
        if spelled != plain:
            found.append(Spelling(spelled, DIACRITICS_SPELLED_OUT))
        return tuple(found)
    unique: dict[str, Spelling] = {}
    own = {system.id for system in romanize.systems(lang)} if lang else set()
    forms = romanize.forms(token.lower(), lang or None)
    for form in [form for form in forms if form.system in own] or forms:
        text = form.text
        if not (text.isascii() and text.isalnum() and text.islower()):
            text = "".join(filter(str.isalnum, fold(text)))
        if text:
            unique.setdefault(text, Spelling(text, form.system))
    return tuple(unique.values()) or (Spelling(fold(token)),)


def first_letter(latin: str) -> int:
    """The code of the first letter of a folded Latin spelling; 0 if that is none."""
    return ord(latin[0]) if "a" <= latin[:1] <= "z" else 0


@lru_cache(maxsize=1 << 11)
def sound(spelling: str) -> str:
    """The sound signs of a folded Latin spelling, doubled signs once; for telling sound-alikes, not for reading."""
    pattern, signs = _sounds()
    heard = pattern.sub(lambda found: signs[found.group()], spelling)
    return re.sub(r"(.)\1+", r"\1", heard)


def _spell_out(token: str) -> str:
    table = _diacritics()
    return "".join(table.get(char, char) for char in unicodedata.normalize("NFC", token.lower()))


@cache
def _diacritics() -> dict[str, str]:
    return dict(_rows("diacritics"))


@cache
def _sounds() -> tuple[re.Pattern[str], dict[str, str]]:
    signs = {group: "" if sign == "-" else sign for group, sign in _rows("sounds")}
    groups = sorted(signs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, groups))), signs


def _rows(name: str) -> list[tuple[str, str]]:
    text = files("resolver.tokens").joinpath("data", f"{name}.tsv").read_text("utf-8")
    pairs = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(left, right) for left, right in pairs]
