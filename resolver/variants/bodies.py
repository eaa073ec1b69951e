"""The name of an organisation elsewhere: a word that many have is translated (organisation_words.tsv), legal forms are
left out, as newspapers do, and only what is its own is spelled by letters, in another script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from resolver.model import Variant
from resolver.names.organisations import organisation_words
from resolver.names.parse import parse
from resolver.names.roles import is_of_body
from resolver.names.token import Token
from resolver.names.words import rows, words
from resolver.romanize import romanize, systems
from resolver.text import clean, script_of
from resolver.variants.letters import Spellings
from resolver.variants.rates import Rates
from resolver.variants.source import Source
from resolver.variants.together import likeliest
from resolver.variants.words import SCRIPTS

_LANGUAGES = {"en": "Latn", **SCRIPTS, **dict.fromkeys(("it", "pt", "nl", "sv", "fi", "ro"), "Latn")}
_OF_MANY = frozenset({"Latn", "Cyrl"})
"""Scripts of several languages here."""
_JOINED = frozenset({"zh", "ja", "th"})
_UNGAPPED = frozenset({"Hani", "Kana", "Thai"})
_BY_LETTERS = "as the letters of names are mostly rendered"
_TRANSLATED = "words that many organisations have translated"
_MOST = 2
"""Spellings in a language."""
_MOST_TRANSLATED = 1
"""Of more words that are translated, grammar tells the order and the endings."""


def is_body(name: str) -> bool:
    """Whether a name is an organisation's, as its words tell: a legal form, or what a body is or does."""
    return any(map(is_of_body, parse(clean(name)).tokens))


def derived(name: str, lang: str | None) -> Iterator[tuple[float, Variant]]:
    """What an organisation is called elsewhere, with how likely that is: without its legal form, and in other
    languages, unless little words ("of"), or several words to be translated, ask for the grammar of these; nor of long
    names and such as have numbers."""
    parsed = parse(clean(name)).tokens
    tokens = [token for token in parsed if token.role != "legal"]
    text = ("" if script_of(name) in _UNGAPPED else " ").join(token.text for token in tokens)
    source = Source.of(text, lang) if text else None
    if source is None:
        return
    own = source.langs[0] if source.langs and source.script != "Latn" else ""
    if len(tokens) < len(parsed):
        yield 1.0, Variant(text, source.script, own, "learned", "", "without the legal form")
    little = any(token.role == "particle" or token.key in words("function_words") for token in tokens)
    if (
        little
        or len(source.words) != len(tokens)
        or sum(bool(organisation_words(token.key)) for token in tokens) > _MOST_TRANSLATED
    ):
        return
    for other, script in _LANGUAGES.items():
        if other == own or (script == source.script and script not in _OF_MANY):
            continue
        ways = [_elsewhere(token, source, at, other, script) for at, token in enumerate(tokens)]
        if script == source.script and not any(translated for _, translated in ways):
            continue
        how = _TRANSLATED if any(translated for _, translated in ways) else _BY_LETTERS
        for some, odds in islice(likeliest([way for way, _ in ways]), _MOST):
            gap = "" if other in _JOINED else " "
            yield odds / 2.0, Variant(_titled(some, script, gap), script, other, "learned", "", f"{other}, {how}")


def _elsewhere(token: Token, source: Source, at: int, lang: str, script: str) -> tuple[Spellings, bool]:
    """A word in another language, and whether it is translated."""
    translated = _translated(token.key, lang)
    if translated:
        return {translated: 1.0}, True
    if script == source.script:
        return {token.text: 1.0}, False
    if lang in SCRIPTS and (source.script == "Latn" or script != "Latn"):
        return source.words[at].spelled(lang, Rates.shipped(), 0.0), False
    usual = systems(source.langs[0])[:1] if source.langs else ()
    return {romanize(token.text, usual[0].id): 1.0} if usual else {}, False


@cache
def _translations() -> dict[tuple[str, str], str]:
    """What stands first for a head, in a language."""
    found: dict[tuple[str, str], str] = {}
    for head, _, groups in rows("organisation_words"):
        for group in groups.split("; "):
            lang, *written = group.split(" ")
            whole = [text for text in written if not text.startswith("~")]
            if whole:
                found.setdefault((head, lang), whole[0])
    return found


def _translated(key: str, lang: str) -> str:
    """A word that many organisations have, in another language; "" if it is none, or not known there."""
    some = [word for word in organisation_words(key) if not word.short and word.says != "land"]
    if any(word.lang == lang for word in some):
        return ""
    heads = dict.fromkeys(word.head for word in sorted(some, key=lambda word: word.lang != "en"))
    return next((text for head in heads if (text := _translations().get((head, lang), ""))), "")


def _titled(some: Sequence[str], script: str, gap: str) -> str:
    capital = script in ("Latn", "Cyrl", "Grek", "Armn")
    return gap.join(word[:1].upper() + word[1:] if capital else word for word in some)
