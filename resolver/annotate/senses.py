"""What a word of running text may stand for: words of the lexicon, as written, inflected, with clitics, or by sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resolver.annotate.data import case_endings, clitics, every_language, mutations
from resolver.annotate.lexicon import LEAST_HEARD, Lexicon, key_of
from resolver.annotate.words import is_small
from resolver.text import script_of

_VOWELS = frozenset("aeiouyаеёиоуыэюяіїєαεηιουωաեէըիոօაეიოუ")
_LONGEST_ENDING = 9
_LEAST_INFLECTED = 3
_GLUING = frozenset({"Hebr", "Arab", "Hang", "Beng", "Orya"})
_LONGEST_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a word: the word of the lexicon, how it was found ("" as written, "case_ending", "clitic",
    "mutation", "sound"), a remark, and how many letters before and after belong to no name."""

    word: int
    how: str = ""
    detail: str = ""
    before: int = 0
    after: int = 0


class Senses(dict[str, tuple[Sense, ...]]):
    """The readings of words in passages of the same languages; each distinct word is looked at once."""

    def __init__(self, lexicon: Lexicon, langs: frozenset[str]) -> None:
        super().__init__()
        self._lexicon = lexicon
        self.langs = langs
        self._endings = case_endings(langs)
        self._mutations = mutations(langs) if langs != every_language() else {}
        self.unknown: set[str] = set()
        """Words with a capital letter that stand for nothing in the lexicon."""

    def __missing__(self, word: str) -> tuple[Sense, ...]:
        found = self[word] = self._read(word)
        return found

    def _read(self, word: str) -> tuple[Sense, ...]:
        key = key_of(word)
        number = self._lexicon.words.get(key)
        found = [] if number is None else [Sense(number)]
        if word.isdigit() or len(key) < 2:
            return tuple(found)
        found += self._inflected(key)
        if self._mutations and not is_small(word):
            found += self._mutated(key)
        if word.isascii() and (found or word.islower()):
            return tuple(found)
        if script_of(word) in _GLUING:
            found += self._without_clitic(word)
        if not found and not is_small(word) and len(key) >= LEAST_HEARD:
            found += [Sense(n, "sound") for n in self._lexicon.heard(word)]
            if not found:
                self.unknown.add(word)
        return tuple(found)

    def bases(self, key: str) -> Iterator[tuple[str, str]]:
        """The base forms that a folded word may be a case of, each with language and ending; longest ending first."""
        if len(key) < _LEAST_INFLECTED:
            return
        for length in range(min(_LONGEST_ENDING, len(key)), 0, -1):
            stem = key[:-length]
            for base, least, lang in self._endings.get(key[-length:], ()):
                if len(stem) >= least and not (base == "-" and stem[-1] in _VOWELS):
                    yield stem if base in ("-", "*") else stem + base, f"{lang}: -{key[-length:]}"

    def _inflected(self, key: str) -> list[Sense]:
        found: dict[int, Sense] = {}
        for base, detail in self.bases(key):
            number = self._lexicon.words.get(base)
            if number is not None:
                found.setdefault(number, Sense(number, "case_ending", detail))
        return list(found.values())

    def _mutated(self, key: str) -> list[Sense]:
        """The words that a folded word is with another beginning, as words before it change it (Celtic languages)."""
        found: dict[int, Sense] = {}
        for length in range(_LONGEST_BEGINNING, 0, -1):
            for base, lang in self._mutations.get(key[:length], ()):
                number = self._lexicon.words.get(base + key[length:])
                if number is not None:
                    found.setdefault(number, Sense(number, "mutation", f"{lang}: {key[:length]}- for {base}-"))
        return list(found.values())

    def _without_clitic(self, word: str) -> list[Sense]:
        for lang, clitic, leads, replaced in clitics():
            if len(word) > len(clitic) + 1 and (word.startswith(clitic) if leads else word.endswith(clitic)):
                rest = replaced + word[len(clitic) :] if leads else word[: -len(clitic)]
                number = self._lexicon.words.get(key_of(rest))
                if number is not None:
                    size = len(clitic)
                    return [Sense(number, "clitic", f"{lang}: {clitic}", size if leads else 0, 0 if leads else size)]
        return []
