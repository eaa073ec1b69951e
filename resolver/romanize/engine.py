"""Applies a table: longest match first, then the rule with the most context, then file order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property

from resolver.romanize.steps import PREPARE, Step
from resolver.romanize.system import END, START, Rule, Table

_STRESS = re.compile("(?<=[\u0400-\u04ff])[\u0300\u0301]")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´ʹ＇′", "'"))
_JOINERS = {0x200C: "", 0x200D: ""}
_COMPATIBILITY = "\uf900"  # from here on: Arabic presentation forms, half-width kana and their like
_TIE = "\u0361"
_NOTHING = re.compile(r"(?!)")


def normalise(text: str, *, apostrophes: bool = True) -> str:
    """The text as the tables expect it: composed letters, no stress marks on Cyrillic, one kind of apostrophe."""
    text = unicodedata.normalize("NFC", text)
    if text and max(text) >= _COMPATIBILITY:
        text = unicodedata.normalize("NFKC", text)
    text = _STRESS.sub("", text)
    return text.translate(_APOSTROPHES) if apostrophes else text


class Romaniser:
    """A compiled table.

    Rules with context or of several letters are one regular expression; what it leaves is mapped letter by letter.
    A Cyrillic word then costs a few microseconds. Instances do not change and may be shared between threads.
    """

    def __init__(self, table: Table) -> None:
        self.system = table.system
        self._rules = table.rules
        self._cased = table.system.script in ("Cyrl", "Grek", "Armn", "Geor")
        self._letters = _JOINERS | {ord(r.source): r.target for r in table.rules if _is_plain(r)}
        contextual = sorted((r for r in table.rules if not _is_plain(r)), key=_precedence)
        self._targets = ["", *(rule.target for rule in contextual)]
        self._pattern = _compile(contextual, _word_characters(table.rules))
        self.lower = _lowerer(self._pattern, self._targets, self._letters, [PREPARE[name] for name in table.prepare])
        """Romanises normalised text that has no capital letters."""
        self._apostrophes = any("'" in rule.source for rule in table.rules)

    def __call__(self, text: str) -> str:
        """The text with every letter of the system's script romanised; all other characters stay as they are."""
        text = normalise(text, apostrophes=self._apostrophes)
        if not self._cased or text.islower():
            return self.lower(text)
        return self._words.sub(lambda m: self.like(self.lower(m[0].lower()), m[0]), text)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return re.compile(rf"{_word_characters(self._rules)}+")

    def like(self, romanised: str, word: str) -> str:
        """The romanised word in the case of the word it was made from."""
        if not self._cased or word.islower():
            return romanised
        if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
            return _capitalised(romanised)
        return self._mixed_word(word)

    def _mixed_word(self, word: str) -> str:
        """Case letter by letter: ЩУКИН -> SHCHUKIN, МакЩербак -> MakShcherbak."""
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in word)
        pieces: list[str] = []
        at = 0
        for match in self._pattern.finditer(lowered):
            pieces += (self._cased_piece(word, i, i + 1) for i in range(at, match.start()))
            pieces.append(_like(self._targets[match.lastindex or 0], word, match.start(), match.end()))
            at = match.end()
        pieces += (self._cased_piece(word, i, i + 1) for i in range(at, len(word)))
        return "".join(pieces)

    def _cased_piece(self, word: str, start: int, end: int) -> str:
        char = word[start:end]
        target = self._letters.get(ord(char.lower()[0]))
        return char if target is None else _like(target, word, start, end)


def _lowerer(
    pattern: re.Pattern[str], targets: list[str], letters: dict[int, str], steps: list[Step]
) -> Callable[[str], str]:
    """The inner loop, as a closure: it runs for every token and system."""
    substitute = pattern.sub

    def chosen(found: re.Match[str]) -> str:
        return targets[found.lastindex or 0]

    def lower(text: str) -> str:
        return substitute(chosen, text).translate(letters)

    def prepared(text: str) -> str:
        for step in steps:
            text = step(text)
        return substitute(chosen, text).translate(letters)

    return prepared if steps else lower


def _is_plain(rule: Rule) -> bool:
    return len(rule.source) == 1 and not rule.after and not rule.before


def _precedence(rule: Rule) -> tuple[int, int]:
    return -len(rule.source), -(bool(rule.after) + bool(rule.before))


def _word_characters(rules: Iterable[Rule]) -> str:
    """A character class: word characters, and whatever else (apostrophes, vowel signs) a rule of this table reads."""
    others = {char for rule in rules for char in rule.source if not re.match(r"\w", char)}
    return rf"[\w{re.escape(''.join(sorted(others)))}]"


def _compile(rules: list[Rule], word: str) -> re.Pattern[str]:
    """One alternative a rule, each beginning with plain letters (the regex engine then skips ahead by first letter)
    and ending in an empty group, whose number is the rule's."""
    if not rules:
        return _NOTHING
    alternatives = []
    for rule in rules:
        source = re.escape(rule.source)
        behind = _context(rule.after, START, f"(?<!{word}{source})", f"(?<={{}}{source})")
        ahead = _context(rule.before, END, f"(?!{word})", "(?={})")
        alternatives.append(f"{source}{behind}{ahead}()")
    return re.compile("|".join(alternatives))


def _context(members: tuple[str, ...], edge: str, at_edge: str, near: str) -> str:
    if not members:
        return ""
    single = [re.escape(m) for m in members if len(m) == 1 and m != edge]
    parts = [f"[{''.join(single)}]"] if single else []
    parts += [re.escape(m) for m in members if len(m) > 1]
    parts = [near.replace("{}", part) for part in parts] + ([at_edge] if edge in members else [])
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _capitalised(text: str) -> str:
    """First letter capital; letters that a tie joins (i͡u) are one letter."""
    for at, char in enumerate(text):
        if char.isalpha() and char.upper() != char:
            end = at + 3 if text[at + 1 : at + 2] == _TIE else at + 1
            return text[:at] + text[at:end].upper() + text[end:]
    return text


def _like(target: str, word: str, start: int, end: int) -> str:
    """The target in the case of word[start:end]; several Latin letters are all capital only among capitals."""
    if not word[start].isupper():
        return target
    neighbours = word[start + 1 : end + 1] or word[max(start - 1, 0) : start]
    return target.upper() if neighbours.isupper() else _capitalised(target)
