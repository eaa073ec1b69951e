"""Titles that stand with one name, Pope Francis, in each language. Data: titles.tsv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from resolver.names.given import forms
from resolver.names.token import Token
from resolver.text import fold, script_of

_BEHIND = "~"
_ENGLISH = "en"


@dataclass(frozen=True)
class Title:
    """`reigns` tells whether its bearers have names in the form of each language; `words` are by language, one that
    stands behind the name with "~" before it."""

    head: str
    reigns: bool
    words: dict[str, str]

    def before(self, name: str, lang: str) -> str:
        """The name with the title as a language has it; "" if that is not known."""
        word = self.words.get(lang, "")
        if word.startswith(_BEHIND):
            gap = "" if script_of(word) in ("Hani", "Hang") else " "
            return f"{name}{gap}{word.removeprefix(_BEHIND)}"
        return f"{word} {name}" if word else ""


def title_of(tokens: Sequence[Token]) -> tuple[Title, Token] | None:
    """The title and the name of two tokens, in the order of the language that they are in; None if they are something
    else. But for an English title, which is no name, the other must be known for a given name."""
    if len(tokens) != 2:
        return None
    first, last = tokens
    for word, name, mark in ((first, last, ""), (last, first, _BEHIND)):
        found = _by_word().get((mark + fold(word.text)), [])
        is_english = _ENGLISH in {lang for _, lang in found}
        if found and (is_english or (forms(name.key) and not forms(word.key))):
            return found[0][0], name
    return None


@cache
def _by_word() -> dict[str, list[tuple[Title, str]]]:
    """Folded words, those that stand behind the name marked -> the titles and languages."""
    text = files("resolver.variants").joinpath("data", "titles.tsv").read_text("utf-8")
    found: defaultdict[str, list[tuple[Title, str]]] = defaultdict(list)
    for line in text.splitlines():
        if not line.startswith("#"):
            head, reigns, groups = line.split("\t")
            words = dict(group.split(" ", 1) for group in groups.split("; "))
            title = Title(head, reigns == "1", words)
            for lang, word in words.items():
                mark = _BEHIND if word.startswith(_BEHIND) else ""
                found[mark + fold(word.removeprefix(_BEHIND).strip())].append((title, lang))
    return dict(found)
