"""From a cleaned text to tokens with roles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from resolver.model import EntityType
from resolver.names.also_known import names_in
from resolver.names.compounds import split_compound
from resolver.names.given import forms
from resolver.names.homelands import split_homeland
from resolver.names.honorifics import split_title
from resolver.names.initials import is_pointed, with_initials
from resolver.names.legal import legal_end, split_attached
from resolver.names.lifetimes import split_lifetime
from resolver.names.reigns import reign, split_reigns
from resolver.names.roles import INITIAL_SCRIPTS, names_body, role_of, suffixes_beside, with_roles
from resolver.names.token import BESIDE_PERSONS, Token
from resolver.names.unsegmented import ways_apart
from resolver.names.vessels import begins_as_vessel, with_prefix
from resolver.names.words import words
from resolver.text import clean, fold, repair_lookalikes, script_of, split_tokens

# Abd ("servant") is written together with the article and the following name of God in many ways.
_ABD = re.compile(r"abd(?:[aeiou]|ou)(?:l|r|sh|s|z|d|n|t)(?=[a-z]{4})(?!lah|la[iy]|lo)")
_ABD_BEGINS = "abd"
_ABD_VOWEL = re.compile(r"abd(?:ou|[aeiou])")
# The article before a vowel in French, Italian and Catalan: l'Intérieur, dell'Interno.
_ELIDED = re.compile(r"((?:l|d|dell|all|dall|nell|sull)['’])(?=[^\W\d_]{3})", re.IGNORECASE)
# What makes a number ordinal: 85th, 1er, 3º; and behind a hyphen 85-й.
_ORDINAL = re.compile(
    r"(\d+)(?:st|nd|rd|th|er|re|ère|ème|eme|º|ª|-(?:й|я|е|го|ая|ий|ый|ой|ої|ое|та|ша|тя|та|м))(?!\w)", re.IGNORECASE
)
_COMMAS = str.maketrans("،，", ",,")


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name in tokens, as it is spoken: the given names of "SURNAME, Given" first. `joined` is its folded text without
    any gap: it is equal for names that differ by spacing, hyphens, case, diacritics and that comma only."""

    text: str
    tokens: tuple[Token, ...]
    joined: str

    @property
    def content(self) -> tuple[Token, ...]:
        """The tokens that tell who it is: names and initials."""
        return tuple(t for t in self.tokens if t.role in ("name", "initial"))

    @property
    def untitled(self) -> str:
        """As `joined`, without what stands beside a person's name; what tells a generation stays."""
        titles = [t for t in self.tokens if t.role in BESIDE_PERSONS and t.key not in suffixes_beside()]
        return "".join(fold(t.text) for t in self.tokens if t not in titles) if titles else self.joined


@lru_cache(maxsize=1 << 12)
def parse(text: str, type: EntityType | None = None) -> ParsedName:
    """Splits a name. A name without letters or digits gives no tokens. Where `type` is known, words that only stand
    beside names of another type (titles for persons, legal forms for organisations and the rest) are plain name."""
    return _parse(text, type)


@lru_cache(maxsize=1 << 9)
def readings(text: str, type: EntityType | None = None) -> tuple[ParsedName, ...]:
    """The ways a name may be split, `parse` first: an unsegmented name of Han characters or Hangul may be one word, or
    have its surname end after the first, second or third character; one of three characters may also be as many words,
    as Kim Sang-hyun is written. A Burmese name has a word a syllable, or is one word. Of several names of one
    bearer (John Smith a.k.a. Jack Smythe) each is a way."""
    first = parse(text, type)
    ways = len(ways_apart(split_title(split_tokens(first.text))[0]))
    apart = [_parse(text, type, way) for way in range(1, ways)]
    found: dict[tuple[str, ...], ParsedName] = {}
    for name in (first, *apart, *(parse(own, type) for own in names_in(first.text))):
        found.setdefault(tuple(token.key for token in name.tokens), name)
    return tuple(found.values())


def _parse(text: str, type: EntityType | None, way: int = 0) -> ParsedName:
    """`way` is the one in which a name without gaps is taken apart, the likeliest first."""
    shown = clean(text)
    if type != "person" and any(c.isdecimal() for c in shown):
        shown = _ORDINAL.sub(r"\1", shown)
    said, behind = _said_behind(shown) if type in (None, "person") else (shown, [])
    parts = split_reigns(_given_first(said, type), said)
    parts, title = split_title(parts) if type in (None, "person") else (parts, [])
    if type != "person":
        parts = [word for part in parts for word in _taken_apart(part)]
        elided = "'" in shown and any(_ELIDED.match(part) for part in parts)
        if elided and names_body([Token(p, fold(p)) for p in parts], type):
            parts = [word for part in parts for word in _ELIDED.sub(r"\1 ", part).split(" ")]
    if ways := ways_apart(parts):
        parts = ways[min(way, len(ways) - 1)]
    else:
        parts = [part for raw in parts for part in _split_written_together(repair_lookalikes(raw))]
        parts = with_initials(parts, shown)
    tokens = [Token(part, key) for part in (*parts, *title) if (key := reign(part) or fold(part))]
    tokens += behind
    if "." in shown:
        tokens = [t._replace(role="initial") if is_pointed(t.text, t.key, shown) else t for t in tokens]
    joined = "".join(t.key for t in tokens)
    tokens = _acronym(tokens)
    if type == "vessel" or (type is None and begins_as_vessel(tokens, shown) and not names_body(tokens[1:], None)):
        tokens = with_prefix(tokens)
    if type != "person":
        tokens = _join_legal(tokens, typed=type is not None)
    tokens = list(with_roles(tokens, type))
    if type is None and "-" in shown:
        tokens = [_as_syllable(token, shown) for token in tokens]
    return ParsedName(shown, tuple(tokens), joined)


def _said_behind(shown: str) -> tuple[str, list[Token]]:
    """The name of a person, and what is said behind it: of which land they are, when they lived."""
    said, lived = split_lifetime(shown)
    said, land = split_homeland(said)
    behind = [
        Token(land, fold(land).replace(" ", ""), "land"),
        *(Token(word, fold(word), "lifetime") for word in lived),
    ]
    return said, [token for token in behind if token.key]


def _as_syllable(token: Token, shown: str) -> Token:
    """What looks like a legal form but is the second half of a given name: Chia-pao."""
    is_half = token.role == "legal" and token.text.islower() and f"-{token.text}" in shown
    return token._replace(role="name") if is_half else token


def _given_first(shown: str, type: EntityType | None) -> list[str]:
    """The words in the order in which the name is spoken: of "SURNAME, Given" the given names come first."""
    before, comma, after = shown.translate(_COMMAS).partition(",")
    head, tail = split_tokens(before), split_tokens(after)
    if comma and type in (None, "person") and "," not in after and any(_is_name(fold(word)) for word in tail):
        return tail + head
    return head + tail


def _is_name(key: str) -> bool:
    return role_of(key, None) == "name" and key not in words("suffixes")


def _taken_apart(part: str) -> list[str]:
    """The legal form and the words of an organisation that are written together."""
    return [part] if part.isascii() else [word for whole in split_attached(part) for word in split_compound(whole)]


def _split_written_together(token: str) -> list[str]:
    """Splits Abd from what follows, and a legal form from the name it is written together with. What is left of the
    article goes if a given name follows its vowel (Abdurahman, Abdiqadir)."""
    if token[:3].lower() != _ABD_BEGINS and token.isascii():
        return [token]
    if script_of(token) == "Latn":
        key = fold(token)
        vowel, article = _ABD_VOWEL.match(key), _ABD.match(key)
        if vowel and len(key) == len(token) and forms(key[vowel.end() :]):
            return [token[: len(_ABD_BEGINS)], token[vowel.end() :]]
        if article and len(key) == len(token):
            return [token[: article.end()], token[article.end() :]]
    return split_attached(token)


def _acronym(tokens: list[Token]) -> list[Token]:
    """U.S. is one word, not two initials."""
    if len(tokens) > 1 and all(len(t.key) == 1 and t.key.isalpha() for t in tokens):
        scripts = {script_of(t.key) for t in tokens}
        if len(scripts) == 1 and scripts <= INITIAL_SCRIPTS:
            return [Token("".join(t.text for t in tokens), "".join(t.key for t in tokens))]
    return tokens


def _join_legal(tokens: list[Token], typed: bool) -> list[Token]:
    """Makes one token of a legal form of several words, unless nothing else is there."""
    keys = [token.key for token in tokens]
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        end = legal_end(keys, at, typed)
        if end > at:
            found.append(Token(" ".join(t.text for t in tokens[at:end]), "".join(keys[at:end]), "legal"))
        else:
            found.append(tokens[at])
        at = max(end, at + 1)
    return found if len(found) > 1 else tokens
