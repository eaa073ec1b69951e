"""When somebody lived, said behind the name: Vladimir Putin (b. 1952). Data: life_words.tsv."""

from __future__ import annotations

import re
from functools import cache

from resolver.names.words import rows
from resolver.text import split_tokens

_DAY = r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}\.? [^\W\d_]{3,} \d{4}"
_YEAR = r"(?:ca?\. ?)?\d{4}"
_DIGIT = re.compile(r"\d{4}")


def split_lifetime(text: str) -> tuple[str, list[str]]:
    """The name, and the words of a date at its end: in brackets with a word for birth or death, as a day, or as two
    years; behind a comma as a day; behind such a word anywhere. The text as it is and [] for others: a year alone may
    be a part of the name."""
    if not _DIGIT.search(text):
        return text, []
    found = _lifetime().fullmatch(text)
    return (found[1], split_tokens(text[found.end(1) :])) if found else (text, [])


@cache
def _lifetime() -> re.Pattern[str]:
    told = "|".join(re.escape(said) for said in sorted({said for _, said in rows("life_words")}, key=len, reverse=True))
    when, behind = rf"(?:{_DAY}|{_YEAR})", r"(?: ?г\.? ?р\.?)?"
    said = rf"(?:(?:{told}|[*†]):? ?{when}{behind}|(?:{_DAY}){behind}|{_YEAR} ?[-–—] ?(?:{_YEAR})?)"
    alone = rf"(?:[,;] ?(?:{_DAY}){behind}|[,;]? (?:{told}|[*†]):? ?{when}{behind})"
    return re.compile(rf"(.*\S) ?(?:[(\[] ?{said}(?: ?[,;] ?{said})* ?[)\]]|{alone})", re.IGNORECASE)
