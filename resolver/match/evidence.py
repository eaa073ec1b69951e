"""From an alignment to pieces of evidence: each aligned pair, each left-over token and the whole.

A piece has features (name, value); `resolver.decide` adds up learned weights over them. Kinds of pieces:

same           equal as written, but for case, diacritics and apostrophes
romanised      one is a romanisation of the other, or both romanise alike
sound          other letters, about the same sound
similar        alike but for some letters
learned        the encoder has learned that such letters stand for each other
initial        an initial stands for a name
not_in_name    a token of the query without counterpart
not_in_query   a token of the name without counterpart
beside         a title, particle, legal form, or acronym of its own words, that one side has
same_letters   the whole names are equal but for gaps and hyphens
order          the tokens stand in another order
given_name     one given name in two languages
hypocoristic   a short or pet form of a given name
surname_form   one surname in two forms
gender_form    one surname or patronymic in two genders
patronymic_kin two forms of one patronymic
abbreviation   a word of organisations and its abbreviation
translation    one word of organisations in two languages
reading        Han characters and what they are read as
acronym        one word for the first letters of several
guarded        alike, but known to be two names
given_names_differ, initials_differ, fathers_differ, surnames_differ, bynames_differ, numbers_differ,
generations_differ, genders_differ, sides_differ, marks_differ, readings_differ, part_left_out, own_words_differ,
syllables_differ, characters_miscounted, characters_left_over, number_added, generation_added, numbers_agree,
person_beside_organisation
               what one name says of itself and the other denies, leaves out, or says too (see told.py)
whole          what holds for the pair of names as a whole
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from resolver.match.align import Alignment, Pair
from resolver.match.by_letters import WEIGHED_AS, of_letters
from resolver.match.piece import RARITY_SCALE, Features, Piece
from resolver.match.readings import reading
from resolver.match.side import Side
from resolver.match.syllables import compared
from resolver.match.whole import UNLIKE, of_whole
from resolver.names import BESIDE_PERSONS, SHORTEST_ACRONYM, Kin, Token, generation, organisation_words
from resolver.tokens import Likeness, kin
from resolver.tokens.likeness import system_title

_MOST_TELLING = 6
"""More letters of an acronym than these tell nothing more."""
_LEAST_NAMES = 400
"""Smaller lists, and a comparison of two names, are judged like a list of this size, the smallest trained on."""

_SIZE_SCALE = 5.0

_READ_ALIKE = frozenset({"romanised", "sound"})
"""Kinds of likeness that say as much as knowing that two words are one name."""
_ONE_NAME = frozenset({"given_name", "surname_form"})
"""Kinds of kinship of words that are one name; of the others some tell people apart (Tsikhanouski, Tsikhanouskaya)."""
_LETTERS_OF_TWO: Features = (("similar_0", 1.0), ("letters_of_two", 1.0))
"""Two acronyms that are alike: each letter counts, whatever it sounds like (UNDP, UNEP)."""
_BY_LETTERS = _READ_ALIKE | UNLIKE
"""Kinds of likeness that the letters tell, so that it may be told in what way two words differ."""


def evidence(alignment: Alignment, names: int = 0) -> Iterator[Piece]:
    """The pieces of evidence of an alignment, pairs first, in the order of the query.

    `names` is how many names were searched: the more, the sooner one is alike by chance.
    """
    query, name = alignment.query, alignment.name
    size = size_of(names)
    for pair in alignment.pairs:
        yield _of_pair(pair, query, name)
    for i in alignment.left_query:
        yield _of_left("not_in_name", query.tokens[i], query.rarities[i], i in query.spelled_out)
    for j in alignment.left_name:
        yield _of_left("not_in_query", name.tokens[j], name.rarities[j], j in name.spelled_out)
    yield from of_whole(alignment, size)


def size_of(names: int) -> float:
    """How many names were searched, as a feature: 0 for small lists, about 1.6 for a million names."""
    return math.log(max(names, _LEAST_NAMES) / _LEAST_NAMES) / _SIZE_SCALE


def _of_pair(pair: Pair, query: Side, name: Side) -> Piece:
    mine, theirs = query.tokens[pair.query], name.tokens[pair.name]
    told = ""
    if pair.likeness is not None and pair.likeness.kind in _BY_LETTERS:
        told = compared(mine, theirs, query.ways_to_read, name.ways_to_read)
        if pair.query in query.in_capitals and pair.name in name.in_capitals and pair.likeness.kind in UNLIKE:
            return Piece("similar", mine.text, theirs.text, "", _LETTERS_OF_TWO)
    return _of_words(mine, theirs, pair.likeness, query.rarities[pair.query], name.rarities[pair.name], told)


@lru_cache(maxsize=1 << 13)
def _of_words(mine: Token, theirs: Token, like: Likeness | None, my_rarity: float, their_rarity: float,
              told_by_syllables: str) -> Piece:  # fmt: skip
    rarity = my_rarity / RARITY_SCALE
    if like is None:
        return Piece("initial", mine.text, theirs.text, "", (("initial", 1.0),))
    if mine.role != "name":
        return Piece(like.kind, mine.text, theirs.text, mine.role, (("beside_shared", 1.0),))
    if like.kind == "reading":
        # Characters are rare in any list in Latin letters; what they are read as may be a syllable of many names.
        rarity = min(rarity, their_rarity / RARITY_SCALE)
    if like.kind == "acronym":
        more = float(min(len(mine.key), _MOST_TELLING) - SHORTEST_ACRONYM)
        features = (("acronym", 1.0), ("acronym_rarity", rarity), ("acronym_letters", more))
        return Piece("acronym", mine.text, theirs.text, "", features)
    known = kin(mine, theirs) if like.kind != "same" else None
    if known is not None and known.kind == "surname_form" and like.kind == "similar" and not like.across:
        like = replace(like, kind="sound")  # as alike as two spellings of one sound
    letters = of_letters(mine, theirs, like, known, (rarity, their_rarity / RARITY_SCALE), told_by_syllables)
    if known is None:
        return Piece(like.kind, mine.text, theirs.text, _remark(mine, theirs, like), letters)
    if not _stands_for_letters(known, like):
        return Piece(known.kind, mine.text, theirs.text, known.detail, letters)
    # What is known to be one name is not less so because the letters differ, nor because more than they is known.
    says = WEIGHED_AS.get(known.kind, known.kind)
    at_least = letters if known.kind in _ONE_NAME and known.kind != like.kind else ()
    return Piece(known.kind, mine.text, theirs.text, known.detail, ((says, 1.0), (f"{says}_rarity", rarity)), at_least)


def _stands_for_letters(known: Kin, like: Likeness) -> bool:
    """Whether what is known of two words stands for what their letters tell."""
    return known.kind == like.kind or (known.kind != "guarded" and like.kind not in _READ_ALIKE)


def _remark(mine: Token, theirs: Token, like: Likeness) -> str:
    if like.kind == "reading":
        found = reading(mine, theirs)
        return f"read in {found}" if found else "characters as two languages read them"
    titles = dict.fromkeys(filter(None, map(system_title, like.systems)))
    return ", ".join([*titles, "written as one"] if like.joined else titles)


@lru_cache(maxsize=1 << 13)
def _of_left(kind: str, token: Token, rarity: float, spelled_out: bool) -> Piece:
    texts = (token.text, "") if kind == "not_in_name" else ("", token.text)
    if spelled_out:
        return Piece("beside", *texts, "acronym", (("beside_acronym", 1.0),))
    detail, features = _left_features(kind, token, rarity / RARITY_SCALE)
    return Piece(kind if token.role in ("name", "initial") else "beside", *texts, detail, features)


def _left_features(kind: str, token: Token, rarity: float) -> tuple[str, Features]:
    """The remark and the features of a word without counterpart."""
    if token.role == "name":
        says = [
            (f"{kind}_{says}", 1.0) for says in {word.says for word in organisation_words(token.key) if not word.short}
        ]
        return "", ((kind, 1.0), (f"{kind}_rarity", rarity), *sorted(says)[:1])
    if token.role == "initial":
        return "initial", ((f"{kind}_initial", 1.0),)
    # What a generation tells is told of the whole name.
    return token.role, () if generation(token.key) else ((beside(token), 1.0),)


def beside(token: Token) -> str:
    """The feature of a word beside a name that has no counterpart: all that is said of a person is as a title."""
    return f"beside_{'title' if token.role in BESIDE_PERSONS else token.role}"
