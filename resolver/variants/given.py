"""The forms that languages have of given names, and where a given name is at home. Data: names/data/given_names.tsv."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from resolver.names.given import forms, spellings_of
from resolver.names.words import rows
from resolver.text import fold, script_of
from resolver.variants import arabic
from resolver.variants.arabic import IN_ARABIC_LETTERS
from resolver.variants.letters import Spellings

_REGIONS = {
    "ar": ("arabic", "persian"), "fa": ("arabic", "persian"), "he": ("hebrew",), "tr": ("turkic",), "az": ("turkic",),
    "kk": ("turkic",), "uz": ("turkic",), "hi": ("indic",), "ka": ("georgian",), "hy": ("armenian",),
}  # fmt: skip
"""Languages -> the regions in which a given name of theirs is at home."""
_MOST_FORMS = 3


def homes_of(heads: Iterable[str]) -> frozenset[str]:
    """The regions that given names (`names.given_names`) are at home in, as far as these tell anything."""
    return frozenset(region for lang in languages_of(heads) for region in _REGIONS.get(lang, ()))


def languages_of(heads: Iterable[str]) -> frozenset[str]:
    """The languages that given names are at home in."""
    return frozenset(_languages()[head] for head in heads)


def among(key: str, lang: str) -> float:
    """How likely a given name as it is spelled here (folded) is of a language: among all those that spell it so."""
    some = {form.lang for form in forms(key)}
    return 1.0 / len(some) if lang in some else 0.0


def forms_of(heads: Iterable[str], lang: str, script: str) -> Spellings:
    """The forms that a language has of given names, in lower case, each half as likely as the one before."""
    found = (text for head in sorted(heads) for text in _forms_in(head, lang, script))
    return _by_place(list(dict.fromkeys(found))[:_MOST_FORMS])


def _by_place(some: Sequence[str]) -> Spellings:
    """Spellings, each half as likely as the one before."""
    return {text: 2.0**-at / (2.0 - 2.0 ** (1 - len(some))) for at, text in enumerate(some)}


@cache
def heard_names() -> dict[str, Spellings]:
    """Folded given name -> how Russian writes it as it is heard, each half as likely as the one before."""
    text = files("resolver.variants").joinpath("data", "heard_names.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {name: _by_place(spelled.split(" ")) for name, spelled in rows}


@cache
def latin_languages() -> tuple[str, ...]:
    """The languages with forms of given names in Latin letters."""
    groups = [group.split(" ") for _, _, of in rows("given_names") for group in of.split("; ")]
    return tuple(sorted({lang for lang, *written in groups if script_of(written[0]) == "Latn"}))


@cache
def _languages() -> dict[str, str]:
    """Given name -> the language that it is at home in, which its row begins with."""
    return {head: groups.partition(" ")[0] for head, _, groups in rows("given_names")}


@cache
def _forms_in(head: str, lang: str, script: str) -> tuple[str, ...]:
    """The forms that a language has of a given name, in lower case."""
    found = tuple(
        text.lower() for text in spellings_of(head)
        if script_of(text) == script and any(f.lang == lang and f.head == head for f in forms(fold(text)))
    )  # fmt: skip
    if found or lang not in IN_ARABIC_LETTERS - {"ar"}:
        return found
    return tuple(dict.fromkeys(arabic.written_in(text, lang) for text in _forms_in(head, "ar", script)))
