"""From what is known beside two names to pieces of evidence; what either does not know is no evidence.

Kinds of pieces, each also the name of its only feature, but for dates, whose feature says how far apart they are:

country_agrees, country_differs
gender_agrees, gender_differs
type_differs         that it agrees says little: most names that are alike are of one type
birth_date_agrees    both are known to the day
birth_year_agrees    one is known to the year or month only
birth_date_near      it differs, `birth_differs_within_year` or `birth_differs_by_two` (years at most)
birth_date_differs   by more
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from resolver.match.piece import Piece
from resolver.model import Context, EntityType

BIRTH_LEVELS = (
    "birth_date_agrees", "birth_year_agrees", "birth_differs_within_year", "birth_differs_by_two", "birth_differs",
)  # fmt: skip
"""The features of two dates of birth, from most to least alike."""
CONTRADICTIONS = frozenset({"type_differs", "gender_differs", "birth_date_differs"})
"""Kinds of pieces by which what is known denies that two are one, whatever their names: such a pair is no match.
Countries are none of them, for people have several and move."""

_NEAR = 2
_DAY, _YEAR = len("2000-01-01"), len("2000")


def context_evidence(
    asked: Context, known: Context, types: tuple[EntityType | None, EntityType | None] = (None, None)
) -> Iterator[Piece]:
    """The pieces for what somebody asks for and what is known; `types` are those of both, where "other" says nothing.
    Of several values the two most alike count."""
    mine, theirs = types
    if mine and theirs and mine != theirs and "other" not in types:
        yield _piece("type_differs", f"{mine}, not {theirs}")
    if asked.countries and known.countries:
        yield _agreeing("country", asked.countries, known.countries)
    if asked.birth_dates and known.birth_dates:
        yield _of_births(asked.birth_dates, known.birth_dates)
    if asked.genders and known.genders:
        yield _agreeing("gender", asked.genders, known.genders)


def births_alike(asked: str, known: str) -> str:
    """How alike two dates of birth are: one of `BIRTH_LEVELS`."""
    shared = min(len(asked), len(known))
    if asked[:shared] == known[:shared]:
        return "birth_date_agrees" if shared == _DAY else "birth_year_agrees"
    apart = abs(int(asked[:_YEAR]) - int(known[:_YEAR]))
    return "birth_differs_within_year" if not apart else "birth_differs_by_two" if apart <= _NEAR else "birth_differs"


def _agreeing(fact: str, asked: tuple[str, ...], known: tuple[str, ...]) -> Piece:
    if shared := [value for value in asked if value in known]:
        return _piece(f"{fact}_agrees", ", ".join(shared))
    return _piece(f"{fact}_differs", f"{', '.join(asked)}, not {', '.join(known)}")


def _of_births(asked: tuple[str, ...], known: tuple[str, ...]) -> Piece:
    pairs = [(BIRTH_LEVELS.index(births_alike(*pair)), *pair) for pair in product(asked, known)]
    level, mine, theirs = min(pairs)
    feature = BIRTH_LEVELS[level]
    if feature.endswith("_agrees"):
        return _piece(feature, max(mine, theirs, key=len))
    kind = "birth_date_differs" if feature == "birth_differs" else "birth_date_near"
    return _piece(kind, f"{mine}, not {theirs}", feature)


def _piece(kind: str, detail: str, feature: str = "") -> Piece:
    return Piece(kind, "", "", detail, ((feature or kind, 1.0),))
