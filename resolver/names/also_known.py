"""Several names of one bearer in a text: Ramadan Abdullah a.k.a. Abu Shallah; in two scripts, Xi Jinping (习近平); of
before and after marrying, Angela Merkel née Kasner; without a byname, Ismael "El Mayo" Zambada. Data: also_known.tsv,
maiden_markers.tsv."""

from __future__ import annotations

import re
from functools import cache

from resolver.names.legal import is_legal
from resolver.names.organisations import tells_body
from resolver.names.words import rows, words
from resolver.text import fold, script_of, split_tokens

_EDGES = " ,，、;:()[]\"“”'«»"
_WITH_GAPS = frozenset({"Latn", "Cyrl"})
"""Scripts in which what follows is parted by a gap."""
_SHORT = 3
_SEVERAL = 2
_CLOSING = ")]）"
_QUOTES = frozenset("\"“„«‘'")
_MOST = 6
"""Each is asked for like a name of its own."""


_SIGNS = re.compile(r"\s[/|]\s|;|(?<=\w\w)/(?=\w\w)")
"""Signs between names of several words."""
_QUOTED = re.compile(r"""\s(?:"[^"]+"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|‘[^’]+’|'[^']+')\s+(?=\w)""")
"""A byname in quotation marks between the words of a name."""
_BEHIND = re.compile(r"(.*\w)\s*[(\[（]([^()\[\]（）]+)[)\]）]")
"""A name, and another one in brackets."""


def names_in(text: str) -> list[str]:
    """The names in a text that has several, each with its own words; [] for all others."""
    return (
        _known_as(text) or _in_two_scripts(text) or _parted(text) or _without_maiden_name(text) or _without_byname(text)
    )


def _without_byname(text: str) -> list[str]:
    """The name of a person without the byname that stands inside of it; quotation marks in the name of an organisation
    enclose the name."""
    if not _QUOTES.intersection(text):
        return []
    found = list(_QUOTED.finditer(text))
    if not found or any(tells_body(fold(word)) or is_legal(fold(word), typed=False) for word in split_tokens(text)):
        return []
    before, behind = text[: found[-1].start()].strip(), text[found[-1].end() :]
    is_name = before[:1].isalnum() and all(any(map(str.isalnum, word)) for word in before.split())
    return [f"{before} {behind}"] if is_name else []


def _parted(text: str) -> list[str]:
    """Names of several words with a sign between them."""
    if "/" not in text and ";" not in text and "|" not in text:
        return []
    parts = [part.strip(_EDGES) for part in _SIGNS.split(text)]
    return parts[:_MOST] if len(parts) > 1 and min(map(_count, parts)) >= _SEVERAL else []


def _in_two_scripts(text: str) -> list[str]:
    """A name, and what it is in another script, in brackets behind it."""
    found = None if text.isascii() or text[-1:] not in _CLOSING else _BEHIND.fullmatch(text)
    if found is None or script_of(found[1]) == script_of(found[2]) or not any(c.isalpha() for c in found[2]):
        return []
    return [found[1], found[2]]


def _without_maiden_name(text: str) -> list[str]:
    """The name that is before one that somebody was born with."""
    if _maiden_markers().isdisjoint([word.strip(_EDGES + ".") for word in text.lower().split(" ")]):
        return []
    told = split_tokens(text)
    at = next((at for at, word in enumerate(told) if at > 1 and fold(word) in words("maiden_markers")), 0)
    return [" ".join(told[:at])] if 0 < at < len(told) - 1 else []


@cache
def _maiden_markers() -> frozenset[str]:
    return frozenset(word for word, _ in rows("maiden_markers")) | words("maiden_markers")


def _count(part: str) -> int:
    return len(split_tokens(part))


def _known_as(text: str) -> list[str]:
    """Names with a word between them that tells of several."""
    if not _may_have_several(text):
        return []
    found = list(_between().finditer(text))
    if not found:
        return []
    parts = [part.strip(_EDGES) for part in _between().split(text)]
    counts = [*map(_count, parts)]
    # Aka is a surname too: in capitals, or where all is small, it stands between names of several words.
    is_told = all(not _may_be_name(one.group(), text) for one in found)
    return parts[:_MOST] if min(counts) >= (1 if is_told else _SEVERAL) else []


def _may_have_several(text: str) -> bool:
    """A quick look: nearly all texts are one name."""
    first, without_gaps = _first_words()
    if not first.isdisjoint([word.strip(_EDGES) for word in text.lower().split(" ")]):
        return True
    return not text.isascii() and any(said in text for said in without_gaps)


@cache
def _first_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """The first words of what is parted by gaps, and all that is not."""
    said = {told for _, told in rows("also_known")}
    gapped = {told for told in said if script_of(told) in _WITH_GAPS}
    return frozenset(told.split(" ")[0].strip(_EDGES) for told in gapped), tuple(said - gapped)


def _may_be_name(said: str, text: str) -> bool:
    return said.isascii() and said.isalpha() and len(said) <= _SHORT and not (said.islower() and not text.islower())


@cache
def _between() -> re.Pattern[str]:
    said = sorted({told for _, told in rows("also_known")}, key=lambda told: (-len(told), told))
    return re.compile("|".join(map(_pattern, said)), re.IGNORECASE)


def _pattern(told: str) -> str:
    behind = r"(?!\w)[.:]?" if script_of(told) in _WITH_GAPS else ""
    return rf"(?<!\w){re.escape(told)}{behind}"
