"""Running text as words with offsets, and what stands around them."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from resolver.annotate.data import english_words, every_language, function_words, letters_of_few, prefixes
from resolver.names import given_names, patronymic

_INSIDE_NAME = re.compile(r"(?:[ \t\u00a0\u202f]{1,2}|[ \t]*\r?\n[ \t]*|[-‐‑'’ʼ`´·・•‧]|\. ?)?")
_APOSTROPHES = frozenset("'’ʼ`´ʹ")
_SENTENCE_ENDS = frozenset(".!?…:;。！？।|•*")
_OPENING = frozenset(" \t\u00a0\"'“”„«»‘’([{—–-*_")
_UNSEGMENTED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SOFT_HYPHEN = "\u00ad"
_HEADLINE_WORDS = 4
_LONGEST_HEADLINE = 200
_LANGUAGE_SHARE = 0.6
_MOST_VOTES = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: as written, and where each starts and ends (code points)."""

    text: str
    written: list[str]
    starts: list[int]
    ends: list[int]

    def gap(self, at: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.ends[at] : self.starts[at + 1]] if at + 1 < len(self.written) else "\n\n"

    def linked(self, at: int) -> bool:
        """Whether a word and the next may belong to one name, by what stands between them."""
        gap = self.gap(at)
        if gap == " ":
            return True
        # a dot stands within a name behind an initial or an abbreviation only
        return bool(_INSIDE_NAME.fullmatch(gap)) and ("." not in gap or len(self.written[at]) <= 2)

    def apostrophe(self, at: int) -> bool:
        """Whether an apostrophe alone parts a word from the next."""
        return self.text[self.ends[at] : self.ends[at] + 1] in _APOSTROPHES and len(self.gap(at)) == 1

    def starts_sentence(self, at: int) -> bool:
        """Whether a word stands where any word has a capital letter."""
        place = self.starts[at] - 1
        while place >= 0 and self.text[place] in _OPENING:
            place -= 1
        if place < 0 or self.text[place] == "\n" or self.text[place] in _SENTENCE_ENDS:
            return not (at and self.gap(at - 1).startswith(".") and len(self.written[at - 1]) == 1)
        return False

    def in_headline(self, at: int) -> bool:
        """Whether a word stands in a line all of whose longer words have capital letters."""
        place = self.starts[at]
        start = self.text.rfind("\n", max(0, place - _LONGEST_HEADLINE), place) + 1
        if not start and place > _LONGEST_HEADLINE:
            return False
        end = self.text.find("\n", place, start + _LONGEST_HEADLINE)
        if end < 0 and start + _LONGEST_HEADLINE < len(self.text):
            return False
        line = self.text[start : end if end >= 0 else None].split()
        longer = [word for word in line if len(word) > 3 and word[0].isalpha()]
        return len(longer) >= _HEADLINE_WORDS and sum(word[0].isupper() for word in longer) >= 0.9 * len(longer)


def words_of(text: str) -> Words:
    """The words of a text; an abbreviation such as U.S. or צה"ל is one word, apostrophes and hyphens separate, soft
    hyphens, which layout leaves within words, are left out."""
    plain = text.replace("ʼ", "'").replace("ʹ", "'")
    spans = [found.span() for found in _pattern().finditer(plain)]
    written = [text[a:b] for a, b in spans]
    if _SOFT_HYPHEN in text:
        written = [word.replace(_SOFT_HYPHEN, "") for word in written]
    return Words(text, written, [a for a, _ in spans], [b for _, b in spans])


def unsegmented_runs(text: str) -> list[tuple[int, int]]:
    """Where the text is in scripts that write words without gaps (Han, kana, Thai, Lao, Khmer, Burmese)."""
    return [m.span() for m in _unsegmented().finditer(text)]


def passages(words: Words) -> list[tuple[int, int, frozenset[str]]]:
    """The lines of a text as (first word, one past its last, its languages by its most telling words and letters).

    A line that tells little has the languages of the whole text; where that tells nothing either, it may be in any.
    Linear in the length of the text.
    """
    lines = list(_lines(words))
    votes = [_votes(words.written[first:last]) for first, last in lines]
    whole: Counter[str] = Counter()
    for vote in votes:
        whole.update(vote)
    overall = _languages(whole) or every_language()
    return [(*line, _languages(vote) or overall) for line, vote in zip(lines, votes, strict=True)]


def is_small(word: str) -> bool:
    """Whether a word starts with a small letter. Georgian letters are none: only whole words have capitals."""
    return word[0].islower() and not "\u10d0" <= word[0] <= "\u10ff"


def is_common(word: str) -> bool:
    """Whether a word, in lower case, is one of those that texts are made of."""
    return word in english_words() or word in function_words()


def read_tables() -> None:
    """Reads what is read once in a process: tables of words and given names, patterns."""
    words_of("")
    unsegmented_runs("")
    is_common("")
    letters_of_few()
    given_names("")
    patronymic("")


def _lines(words: Words) -> list[tuple[int, int]]:
    ends = accumulate(len(line) + 1 for line in words.text.split("\n"))
    cuts = [
        cut for cut in dict.fromkeys(bisect_left(words.starts, end) for end in ends) if 0 < cut < len(words.written)
    ]
    return list(zip([0, *cuts], [*cuts, len(words.written)], strict=True))


def _votes(written: list[str]) -> Counter[str]:
    table, telling = function_words(), letters_of_few()
    counts = Counter(map(str.lower, written))
    vote = Counter({"en": len(english_words().intersection(counts))})
    for word in table.keys() & counts.keys():
        for lang in table[word]:
            vote[lang] += min(counts[word], _MOST_VOTES)
    for letter in telling.intersection("".join(counts)):
        for lang in table[letter]:
            vote[lang] += 1
    return vote


def _languages(vote: Counter[str]) -> frozenset[str]:
    most = max(vote.values(), default=0)
    return (
        frozenset(lang for lang, count in vote.items() if count >= _LANGUAGE_SHARE * most) if most > 1 else frozenset()
    )


@cache
def _pattern() -> re.Pattern[str]:
    # \w holds no marks, by which Indic and Arabic words would fall apart; what is no mark for sure is told first,
    # since the class of marks has hundreds of ranges
    return re.compile(
        rf"\b(?:{'|'.join(prefixes())}|[UI])(?=[A-Z][a-z]{{2}}|[A-Z]{{3}})|[^\W\d_]\.(?:[^\W\d_]\.)+|[\u05d0-\u05ea]+[\"״][\u05d0-\u05ea]\b|\w+(?:(?:(?![\0-\u02ff])[{_marks()}]+|{_SOFT_HYPHEN}(?=\w))\w*)*"
    )


@cache
def _unsegmented() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSEGMENTED}](?:[ ·・•‧＝=]?[{_UNSEGMENTED}]+)*")


@cache
def _marks() -> str:
    """The combining marks as ranges of a character class."""
    codes = [code for code in range(0x300, sys.maxunicode >> 4) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    codes += [0x200C, 0x200D]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(a)}-{chr(b)}" if a < b else chr(a) for a, b in ranges)
