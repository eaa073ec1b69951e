"""From evidence and weights to the reasons that an answer shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from resolver.decide.model import DecisionModel, QueryClass
from resolver.match import ADDITIONS, DENIALS, Piece, letter_groups
from resolver.model import Reason
from resolver.names import ParsedName
from resolver.text import MAX_NAME_LENGTH
from resolver.tokens import heard, reranker

TOO_LONG = Reason("unusable", detail=f"a name is longer than {MAX_NAME_LENGTH:,} characters")
"""Why a name is not looked at."""


def query_class(name: ParsedName) -> QueryClass:
    """Whether a name consists of one token (titles and the like aside)."""
    return "single" if len(name.content) <= 1 else "full"


def pair_class(query: QueryClass, name: QueryClass, *, body: bool = False) -> QueryClass:
    """Whether two names, of these classes, are of bodies, and else whether either consists of one token."""
    if body:
        return "body_pair"
    return "single_pair" if "single" in (query, name) else "pair"


def denied(pieces: Iterable[Piece]) -> bool:
    """Whether the names themselves deny that they are one."""
    return any(piece.kind in DENIALS for piece in pieces)


def says_more(pieces: Iterable[Piece]) -> bool:
    """Whether the query has a number, as a word of its own, or a generation where the name has none."""
    return any(piece.kind in ADDITIONS and piece.query for piece in pieces)


def reasons(pieces: Iterable[Piece], of: QueryClass, model: DecisionModel) -> tuple[Reason, ...]:
    """The pieces of evidence with what each weighs."""
    return tuple(Reason(p.kind, p.query, p.name, p.detail, model.weight(p, of)) for p in pieces)


def with_letters(reason: Reason) -> Reason:
    """The reason with the letters that stand for each other, where two words do."""
    if not (reason.query and reason.name) or reason.kind in ("same", "initial"):
        return reason
    return replace(reason, letters=letter_groups(heard(reason.query), heard(reason.name), reranker()))
