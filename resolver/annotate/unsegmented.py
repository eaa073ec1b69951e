"""The names of an index in scripts that write words without gaps, whole and in part."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from resolver.annotate.data import chinese_titles, surname_titles
from resolver.annotate.listed import Listed
from resolver.text import script_of

_SEPARATORS = " ·・•‧＝="
_WITHOUT_SEPARATORS = str.maketrans("", "", _SEPARATORS)
_LEAST = 2
_JAPANESE_SURNAME = 2
_JAPANESE_NAME = range(3, 6)
_LEAST_TRANSCRIBING = 3


class Unsegmented:
    """Names without gaps between words, and the parts of persons' names by which texts call them for short."""

    def __init__(self) -> None:
        self._names: dict[str, list[Listed]] = defaultdict(list)
        self._lengths: dict[str, list[int]] = {}
        self._short: dict[str, set[int]] = defaultdict(set)
        self._short_lengths: dict[str, list[int]] = {}
        self._surnames: set[str] = set()
        self._letters: Counter[str] = Counter()

    def add(self, listed: Listed, text: str, lang: str, *, person: bool) -> None:
        """Adds a name in the language `lang`, "" if that is not known."""
        squeezed = squeeze(text)
        if len(squeezed) < _LEAST:
            return
        self._names[squeezed].append(listed)
        _note(self._lengths, squeezed)
        if not person:
            return
        parts = [part for part in re.split(f"[{_SEPARATORS}]", text) if part]
        if len(parts) > 1:
            self._letters.update("".join(parts) if script_of(text) == "Hani" else "")
            for part in {parts[-1], parts[0] if script_of(text) == "Thai" else parts[-1]}:
                self._add_short(part, listed.entity)
        elif lang.startswith("ja") and script_of(text) == "Hani" and len(text) in _JAPANESE_NAME:
            self._add_short(text[:_JAPANESE_SURNAME], listed.entity)
            self._surnames.add(text[:_JAPANESE_SURNAME])

    def longest(self, squeezed: str, at: int) -> tuple[str, list[Listed]]:
        """The longest name that starts at `at`; "" if there is none."""
        for length in self._lengths.get(squeezed[at : at + _LEAST], ()):
            found = squeezed[at : at + length]
            if found in self._names:
                return found, self._names[found]
        return "", []

    def longest_short(self, squeezed: str, at: int) -> tuple[str, frozenset[int]]:
        """The longest part of a person's name that starts at `at`, and who bears it; "" if there is none. Beside
        letters by which foreign names go on there is none."""
        for length in self._short_lengths.get(squeezed[at : at + _LEAST], ()):
            found = squeezed[at : at + length]
            if found in self._short and self._is_whole(squeezed, at, at + length):
                return found, frozenset(self._short[found])
        return "", frozenset()

    def is_told(self, short: str) -> bool:
        """Whether a part of a name is told by itself: one of a foreign name, not the first letters of a native one."""
        return short not in self._surnames and script_of(short) != "Thai"

    def _is_whole(self, squeezed: str, start: int, end: int) -> bool:
        if squeezed[start:end] in self._surnames:
            return script_of(squeezed[end : end + 1]) != "Hani" or squeezed.startswith(surname_titles(), end)
        beside = squeezed[max(0, start - 1) : start] + squeezed[end : end + 1]
        if script_of(squeezed[start:end]) == "Hani":
            if squeezed.endswith(chinese_titles(), 0, start):
                beside = squeezed[end : end + 1]
            return not any(self._letters[letter] >= _LEAST_TRANSCRIBING for letter in beside)
        return script_of(squeezed[start:end]) == "Thai" or not any(map(_is_katakana, beside))

    def _add_short(self, part: str, entity: int) -> None:
        if len(part) >= _LEAST:
            self._short[part].add(entity)
            _note(self._short_lengths, part)


def squeeze(text: str) -> str:
    """A name or a stretch of text in a script without gaps as it is compared."""
    return text.translate(_WITHOUT_SEPARATORS)


def _note(lengths: dict[str, list[int]], squeezed: str) -> None:
    known = lengths.setdefault(squeezed[:_LEAST], [])
    if len(squeezed) not in known:
        known.append(len(squeezed))
        known.sort(reverse=True)


def _is_katakana(letter: str) -> bool:
    return "\u30a0" <= letter <= "\u30ff" and letter != "・"
