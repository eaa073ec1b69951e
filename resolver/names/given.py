"""Given names over languages, and the short forms that stand for them. Data: given_names.tsv, compound_endings.tsv,
hypocoristics.tsv."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from resolver import romanize
from resolver.names.words import rows
from resolver.text import fold, script_of

_ROMANISED = frozenset({"Cyrl", "Grek", "Geor", "Armn"})
"""Scripts whose letters tell how a name is read: forms in them bring their romanisations with them."""
_LEAST_LETTERS = 3
"""Shorter romanisations may be any word."""
_BOTH = "mf"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling of a given name: the head of its line, the language, which of the language's forms, as written."""

    head: str
    lang: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Short:
    """A short form as written, its languages, and all that it may stand for: heads of given names and folded words."""

    text: str
    langs: tuple[str, ...]
    heads: frozenset[str]
    words: frozenset[str]


def given_names(key: str) -> frozenset[str]:
    """The heads of the given names that a folded token may be a form of: {"Nicholas"} for mykola. Empty if unknown."""
    some = forms(key)
    return frozenset([form.head for form in some]) if some else _NONE


@lru_cache(maxsize=1 << 10)
def spellings_of(head: str) -> tuple[str, ...]:
    """All forms, as written, of the given name with this head; () if there is none."""
    return tuple(dict.fromkeys(form.text for some in _forms().values() for form in some if form.head == head))


@lru_cache(maxsize=1 << 10)
def genders(key: str) -> frozenset[str]:
    """The genders, "m" and "f", of those who bear a given name: by its language forms, or by what it is short for."""
    heads = given_names(key).union(*[short.heads for short in shorts(key)])
    return frozenset([gender for head in heads for gender in _genders()[head]]) if heads else _NONE


@lru_cache(maxsize=1 << 10)
def languages_of(key: str) -> frozenset[str]:
    """The languages that have a folded token as a given name, or as short for one."""
    return frozenset([form.lang for form in forms(key)] + [lang for short in shorts(key) for lang in short.langs])


def forms(key: str) -> tuple[Form, ...]:
    """The forms that are spelled as this folded token."""
    return _forms().get(key) or _forms().get(_with_usual_ending(key), ())


def shorts(key: str) -> tuple[Short, ...]:
    """The short forms that are spelled as this folded token."""
    return _shorts().get(key, ())


def _with_usual_ending(key: str) -> str:
    """A name that two Arabic words make, with the ending that the data have it under: nouruddin for noureddine;
    "" for other words."""
    endings = _compound_endings()
    for at in range(_LEAST_LETTERS - 1, len(key) - _LEAST_LETTERS + 1):
        if key[at:] in endings:
            return key[:at] + endings[key[at:]]
    return ""


@cache
def _compound_endings() -> dict[str, str]:
    return dict(rows("compound_endings"))


@cache
def _genders() -> dict[str, str]:
    return {head: _BOTH if gender == "u" else gender for head, gender, _ in rows("given_names")}


@cache
def _forms() -> dict[str, tuple[Form, ...]]:
    found: dict[str, list[Form]] = {}
    for head, _, groups in rows("given_names"):
        for group in groups.split("; "):
            lang, *written = group.split(" ")
            for number, spellings in enumerate(_by_form(written)):
                for text in spellings:
                    _add(found, fold(text), Form(head, lang, number, text))
    listed = {key: {form.head for form in some} for key, some in found.items()}
    every = [form for some in found.values() for form in some]
    by_lang: dict[str, list[str]] = {}
    for form in every:
        by_lang.setdefault(form.lang, []).append(form.text)
    read = {lang: romanisations(texts, lang) for lang, texts in by_lang.items()}
    for form in every:
        for key in read[form.lang][form.text]:
            # what stands in the data as another name is that name, whatever else may be romanised so
            if form.head in listed.get(key, {form.head}):
                _add(found, key, Form(form.head, form.lang, form.number, key.title()))
    return {key: tuple(some) for key, some in found.items()}


def _by_form(written: list[str]) -> Iterator[list[str]]:
    """The spellings of each form: those parted by "/", and Latin ones behind a form in another script."""
    form: list[str] = []
    for text in written:
        spellings = text.split("/")
        native = form and script_of(form[0]) != "Latn"
        if form and not (native and script_of(spellings[0]) == "Latn"):
            yield form
            form = []
        form = form + spellings
    yield form


def _add(found: dict[str, list[Form]], key: str, form: Form) -> None:
    some = found.setdefault(key, [])
    if not any((f.head, f.lang, f.number) == (form.head, form.lang, form.number) for f in some):
        some.append(form)


def romanisations(texts: Iterable[str], lang: str) -> dict[str, set[str]]:
    """The folded romanisations of each of several words under the systems of their language; none for scripts that are
    not read letter by letter. All words are romanised as one text: there are thousands."""
    found = {text: set[str]() for text in texts}
    read = [text for text in found if script_of(text) in _ROMANISED]
    together = "\n".join(read).lower()
    for system in romanize.systems(lang) if read else ():
        for text, latin in zip(read, romanize.romanize(together, system.id).split("\n"), strict=True):
            key = latin if latin.isascii() and latin.isalpha() else "".join(filter(str.isalnum, fold(latin)))
            if len(key) >= _LEAST_LETTERS and key.isascii():
                found[text].add(key)
    return found


@cache
def _shorts() -> dict[str, tuple[Short, ...]]:
    heads = frozenset(_genders())
    lines = [
        (tuple(codes.split(",")), written.replace("/", " ").split(" "), frozenset(full.split(" ")))
        for codes, written, full in rows("hypocoristics")
    ]
    by_lang: dict[str, list[str]] = {}
    for langs, written, names in lines:
        for lang in langs:
            by_lang.setdefault(lang, []).extend([*written, *(names - heads)])
    read = {lang: romanisations(texts, lang) for lang, texts in by_lang.items()}

    def read_as(text: str, langs: tuple[str, ...]) -> set[str]:
        return set[str]().union(*(read[lang][text] for lang in langs))

    found: dict[str, list[Short]] = {}
    for langs, written, names in lines:
        plain = names - heads
        words = frozenset(map(fold, plain)).union(*(read_as(name, langs) for name in plain))
        for text in written:
            short = Short(text, langs, names & heads, words)
            # a romanisation that is a given name itself is no short form: Уля is Ulia under some systems, as is Юлия
            for key in {fold(text)}.union(key for key in read_as(text, langs) if not forms(key)):
                found.setdefault(key, []).append(short)
    return {key: tuple(some) for key, some in found.items()}
