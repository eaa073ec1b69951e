"""The tables that running text is read by: one reviewed file each in data/, tab-separated, # for remarks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from resolver.text import fold


def rows(name: str) -> list[list[str]]:
    """The rows of data/`name`, split at tabs."""
    text = files("resolver.annotate").joinpath("data", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def english_words() -> frozenset[str]:
    """The most frequent words that English writes in lower case."""
    return frozenset(word for (word,) in rows("english_words.txt"))


@cache
def function_words() -> Mapping[str, tuple[str, ...]]:
    """Word, or letter that few languages write -> the languages it tells of."""
    found: dict[str, list[str]] = {}
    for lang, text in rows("function_words.tsv"):
        for word in text.replace("+", "").split():
            found.setdefault(word, []).append(lang)
    return {word: tuple(langs) for word, langs in found.items()}


@cache
def told_languages() -> frozenset[str]:
    """The languages that running text is told to be in."""
    return frozenset(lang for lang, _ in rows("function_words.tsv"))


@cache
def letters_of_few() -> frozenset[str]:
    """The letters by which languages are told apart."""
    return frozenset(letter for _, text in rows("function_words.tsv") for letter in text.partition("+")[2].split())


@cache
def every_language() -> frozenset[str]:
    """The languages whose case endings are known."""
    return frozenset(code for codes, *_ in rows("case_endings.tsv") for code in codes.split(","))


@cache
def case_endings(langs: frozenset[str]) -> Mapping[str, tuple[tuple[str, int, str], ...]]:
    """Folded ending of another case -> (ending of the base form, least letters before it, language), for `langs`; the
    base ending "-" is a consonant, "*" any letter."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    for codes, base, endings, least in rows("case_endings.tsv"):
        lang = next((code for code in codes.split(",") if code in langs), "")
        if lang:
            for ending in dict.fromkeys(map(fold, endings.split())):
                found.setdefault(ending, []).append((base if base in "-*" else fold(base), int(least), lang))
    return {ending: tuple(bases) for ending, bases in found.items()}


@cache
def clitics() -> tuple[tuple[str, str, bool, str], ...]:
    """(language, word that is written together with a name, whether it stands before it, the beginning of the name
    that it takes the place of), longest first."""
    found = [
        (lang, word, side == "before", "".join(replaced))
        for lang, side, text, *replaced in rows("clitics.tsv") if side != "capital" for word in text.split()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: -len(one[1])))


@cache
def prefixes() -> tuple[str, ...]:
    """What is written together with a name whose capital letter tells where it begins, longest first."""
    found = {word for _, side, text, *_ in rows("clitics.tsv") if side == "capital" for word in text.split()}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def mutations(langs: frozenset[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Folded letters that a changed word begins with -> (what it begins with by itself, language), for `langs`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for lang, base, changed in rows("mutations.tsv"):
        for letters in changed.split() if lang in langs else ():
            found.setdefault(letters, []).append((base, lang))
    return {letters: tuple(bases) for letters, bases in found.items()}


@cache
def articles() -> Mapping[str, frozenset[str]]:
    """Language -> its articles, where nouns have capital letters."""
    return {
        lang: frozenset(text.split())
        for what, lang, *words in rows("grammar.tsv")
        for text in words
        if what == "articles"
    }


@cache
def inflected_last() -> frozenset[str]:
    """The languages in which the last word of a name alone has a case ending."""
    return frozenset(lang for what, langs, *_ in rows("grammar.tsv") if what == "last word" for lang in langs.split())


@cache
def called_after() -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    """(Word for what is called after people, "before" or "after" the name) -> (language, when it tells so)."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for langs, side, when, text in rows("called_after.tsv"):
        for word in text.split():
            found.setdefault((word, side), []).extend((lang, when) for lang in langs.split(","))
    return {key: tuple(some) for key, some in found.items()}


@cache
def surname_titles() -> tuple[str, ...]:
    """What stands right behind a Japanese surname, in Chinese characters."""
    return tuple(title for (title,) in rows("surname_titles.txt"))


@cache
def chinese_titles() -> tuple[str, ...]:
    """What stands right before a foreign surname in Chinese."""
    return tuple(title for (title,) in rows("chinese_titles.txt"))


@cache
def dates() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Month that is a person's name too -> language -> the words that stand before a month."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for lang, months, before in rows("dates.tsv"):
        for month in months.split():
            found.setdefault(month, {})[lang] = frozenset(before.split())
    return found
