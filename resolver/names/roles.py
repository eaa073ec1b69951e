"""What each word of a name is there: a part of the name, or a title, particle or legal form beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from resolver.model import EntityType
from resolver.names.honorifics import follows_title, opens_title
from resolver.names.legal import is_legal, legal_words
from resolver.names.organisations import tells_body
from resolver.names.token import Role, Token
from resolver.names.words import rows, words
from resolver.text import fold, script_of

INITIAL_SCRIPTS = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor"})
"""Scripts in which a letter by itself is an initial."""

_ABD_BEGINS = "abd"
_ABD_ALONE = re.compile(r"abd(?:[aeiou]|ou)(?:l|r|sh|s|z|d|n|t)")
_APOSTROPHES = "'’"
_IRISH = frozenset({"Ó", "Ní", "Nic", "Uí", "Mhic"})
"""Stand before Irish surnames, for sons, daughters and wives: Ó Briain, Ní Bhriain."""
_ROMAN_ONE = "I"
_LEAST_LEGAL = 3
"""Shorter legal forms that are words of names as well stand first or last."""


def with_roles(tokens: list[Token], type: EntityType | None) -> tuple[Token, ...]:
    """Gives each token its role; if nothing would be left as the name itself, all are name."""
    if len(tokens) == 1 or not any(map(_may_stand_beside, tokens)):
        return tuple(tokens)
    found: list[Token] = []
    little = {token.key for token in tokens[1:-1]} & words("function_words")
    little = little if little and (type == "place" or names_body(tokens, type)) else set()
    is_mixed = not all(token.text.isupper() for token in tokens)
    for at, token in enumerate(tokens):
        key = "abd" if _ABD_ALONE.fullmatch(token.key) else token.key
        inside = 0 < at < len(tokens) - 1
        if token.role == "name":
            role = "title" if _is_beside(token.key, at, inside, type) else role_of(token.key, type)
            if role == "name" and type is None and _is_legal_of_body(tokens, at, inside):
                role = "legal"
            if role == "name" and type in (None, "person") and _is_of_title(tokens, at):
                role = "title"
            if role == "name" and 0 < at == len(tokens) - 1 and _is_title_behind(token.key, type):
                role = "title"
            if role == "title" and 0 < at == len(tokens) - 1 and token.key in words("title_surnames"):
                role = "name"
            if role == "particle" and is_mixed and _is_initial(token):
                role = "initial"
            if role == "initial" and token.text[-1] in _APOSTROPHES:
                role = "particle"
            if role in ("initial", "name") and token.text in _IRISH and at + 1 < len(tokens):
                role = "particle"
            if role == "particle" and 0 < at == len(tokens) - 1 and _ends_names(token.key, found[-1].role):
                role = "name"
            if role == "particle" and 0 < at == len(tokens) - 1 and token.text == _ROMAN_ONE:
                role = "name"
            if role == "name" and inside and token.key in little:
                role = "particle"
            if token.key in words("number_signs") and at + 1 < len(tokens) and tokens[at + 1].key.isdecimal():
                role = "particle"
            token = Token(token.text, key, role)
        found.append(token)
    if any(t.role == "name" for t in found):
        return tuple(found)
    return tuple(Token(t.text, t.key) for t in tokens)


def _is_title_behind(key: str, type: EntityType | None) -> bool:
    """Whether a word that ends a name is an honorific there: Hottak Sahib, but Sahib Khan."""
    return type in (None, "person") and key in words("titles_behind")


def _is_of_title(tokens: list[Token], at: int) -> bool:
    """Whether a word belongs to the title that stands beside it."""
    if at and follows_title(tokens[at].key, tokens[at - 1].key) and at + 1 < len(tokens):
        return True
    return opens_title([token.key for token in tokens[at : at + 3]])


def _may_stand_beside(token: Token) -> bool:
    """Whether a token may be anything but a plain part of the name, by the word alone: most are none of these."""
    key = token.key
    return (
        token.role != "name" or len(key) == 1 or key in _beside() or key.startswith(_ABD_BEGINS) or token.text in _IRISH
    )


@cache
def _beside() -> frozenset[str]:
    lists = (
        "titles",
        "particles",
        "suffixes",
        "maiden_markers",
        "function_words",
        "number_signs",
        "title_openers",
        "title_followers",
        "titles_behind",
    )
    return frozenset[str]().union(legal_words(), *map(words, lists))


def names_body(tokens: Iterable[Token], type: EntityType | None) -> bool:
    """Whether these are words of an organisation's name, as far as the type or, where none is known, a word tells."""
    return type == "org" if type is not None else any(map(is_of_body, tokens))


def is_of_body(token: Token) -> bool:
    """Whether a word tells that a name is an organisation's: a legal form, or what bodies are or do."""
    return token.role == "legal" or tells_body(token.key)


def _is_legal_of_body(tokens: list[Token], at: int, inside: bool) -> bool:
    """Whether a token that is a legal form only beside bodies' names stands beside words of one: PT Bank Mandiri."""
    key = tokens[at].key
    stands = (not inside or len(key) > _LEAST_LEGAL) and is_legal(key, typed=True)
    return stands and names_body([*tokens[:at], *tokens[at + 1 :]], None)


def _ends_names(key: str, before: Role) -> bool:
    """Whether a word that may be a particle is none at the end of a name, behind a word of that role: a particle needs
    a word to follow (Michael Dell, Hyun Bin), but for those that follow a father's name."""
    return before != "particle" and len(key) > 1 and key not in _after_fathers()


@cache
def _after_fathers() -> frozenset[str]:
    return frozenset(fold(word) for word, _, _, father in rows("descent_words") if father == "before")


def _is_initial(token: Token) -> bool:
    """Whether a letter that may be a particle is written as an initial: Y. Mulder, but Ortega y Gasset."""
    return len(token.key) == 1 and token.text.isupper() and script_of(token.key) in INITIAL_SCRIPTS


def _is_beside(key: str, at: int, inside: bool, type: EntityType | None) -> bool:
    """Words that are beside the name in some places only: Jr. behind it, née between two names."""
    return type in (None, "person") and (
        (at > 0 and key in suffixes_beside()) or (inside and key in words("maiden_markers"))
    )


@cache
def suffixes_beside() -> frozenset[str]:
    """The folded words that tell a generation behind a name and are no part of it (Jr.)."""
    return frozenset(fold(word) for word, _, _, role in rows("suffixes") if role == "title")


def role_of(key: str, type: EntityType | None) -> Role:
    """What a folded word is in any name, whatever stands beside it."""
    if key in words("titles") and type in (None, "person"):
        return "title"
    if type not in (None, "person") and is_legal(key, typed=True):
        return "legal"
    if key in words("particles"):
        return "particle"
    if type is None and is_legal(key, typed=False):
        return "legal"
    if len(key) == 1 and script_of(key) in INITIAL_SCRIPTS:
        return "initial"
    return "name"
