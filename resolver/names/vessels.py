"""What ships' names begin with. Data: vessel_prefixes.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from resolver.names.token import Token
from resolver.names.words import rows
from resolver.text import fold

_BEHIND = frozenset({"mv", "m v", "mt", "m t"})


def with_prefix(tokens: list[Token]) -> list[Token]:
    """Makes one token of what a ship's name begins with, if that says of what kind it is: M/V, SS. Some lists have the
    commonest of them behind the name."""
    for end in (2, 1):
        before = " ".join(token.key for token in tokens[:end])
        if len(tokens) > end and before in _prefixes():
            text = "/".join(token.text for token in tokens[:end])
            return [Token(text, "".join(t.key for t in tokens[:end]), "title"), *tokens[end:]]
        behind = " ".join(token.key for token in tokens[-end:])
        if len(tokens) > end and behind in _BEHIND:
            text = "/".join(token.text for token in tokens[-end:])
            return [*tokens[:-end], Token(text, "".join(t.key for t in tokens[-end:]), "title")]
    return tokens


def begins_as_vessel(tokens: list[Token], shown: str) -> bool:
    """Whether the first words of a cleaned name are a ship's prefix, whatever it is the name of."""
    for end in (2, 1):
        before = tokens[:end]
        if len(tokens) > end and _prefixes().get(" ".join(token.key for token in before)):
            return all(token.text.isupper() for token in before) and (end == 1 or shown[1:2] == "/")
    return False


@cache
def _prefixes() -> Mapping[str, bool]:
    """The prefixes of ships' names, in folded words, and whether each counts where no type is known."""
    some = rows("vessel_prefixes")
    return MappingProxyType({" ".join(map(fold, row[0].split(" "))): row[2] == "always" for row in some})
