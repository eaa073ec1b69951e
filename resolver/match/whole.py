"""Evidence of a pair of names as a whole: order, what is left of either, what holds for organisations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from resolver.match.align import Alignment, Pair
from resolver.match.copied import of_copied
from resolver.match.piece import RARITY_SCALE, Piece
from resolver.match.side import Side
from resolver.match.told import told
from resolver.names import is_servant, organisation_words, same_word
from resolver.tokens import kin

UNLIKE = frozenset({"similar", "learned"})
"""Kinds of likeness of words that are only alike."""
_RARE_ENOUGH = 2.5
"""Of the rarity that words in common have together, more than this (of `RARITY_SCALE`) makes nobody surer."""

_SURNAME_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})
"""Languages in which the surname stands first."""

_MORE = 4
"""Whoever leaves out several words of a long name says little more by it than one who leaves out one; up to so many."""


def of_whole(alignment: Alignment, size: float) -> Iterator[Piece]:
    """The pieces of evidence; `size` is how many names were searched, as a feature."""
    query, name = alignment.query, alignment.name
    if query.joined == name.joined:
        yield _SAME_LETTERS
    paired = [p for p in alignment.pairs if p.query in query.named]
    order = [p.name for p in paired]
    ordered = sorted(order)
    if order != ordered:
        rotated = any(order[k:] + order[:k] == ordered for k in range(1, len(order)))
        yield (_ROTATED if rotated else _MIXED)[_given_exchanged(paired, query, name)]
    yield from told(alignment)
    left_query, left_name = alignment.left_query, alignment.left_name
    of_body = query.is_organisation or name.is_organisation
    names_left = _names_left(query, left_query), _names_left(name, left_name)
    if of_body and any(names_left):
        names_left = _untold(query, names_left[0], name), _untold(name, names_left[1], query)
    strong = len([p for p in paired if p.likeness is not None and not is_servant(query.tokens[p.query])])
    features = [("bias", 1.0), ("names_searched", size), (_PAIRS[min(strong, 3)], 1.0)]
    if all(names_left):
        features.append(("both_sides_left_over", 1.0))
        if min(map(len, names_left)) > 1:
            features.append(("both_sides_left_over_more", 1.0))
    elif any(names_left):
        # That one name is a part of the other says little where others bear that part too.
        told_apart = sum(min(query.rarities[p.query], name.rarities[p.name]) for p in paired) / RARITY_SCALE
        features += [("one_side_left_over", 1.0), ("one_side_left_over_rarity", min(told_apart, _RARE_ENOUGH))]
        more = max(map(len, names_left)) - 1
        features += [("more_left_over", float(min(more, _MORE)))] if more and strong > 1 else []
    if not names_left[0]:
        features.append(("all_of_query_found", 1.0))
    if not names_left[1]:
        features.append(("all_of_name_found", 1.0))
    if of_body:
        features += _of_organisations(alignment, names_left)
    features += of_copied(alignment, any(names_left))
    if paired and (query.first_named in left_query) != (name.first_named in left_name):
        features.append(("first_left_over", 1.0))
    if any(p.likeness is None and _is_initial_of_last(p, query, name) for p in alignment.pairs):
        features.append(("initial_of_last", 1.0))
    unlike = [p for p in paired if _is_unlike(p, alignment)]
    if unlike:
        features.append((f"unlike_pairs_{min(len(unlike), 3)}", 1.0))
        features += [("unlike_across", 1.0)] if all(p.likeness and p.likeness.across for p in unlike) else []
    if len(query.tokens) == 1 and len(paired) == 1 and len(name.tokens) > 1:
        features.append((_place(paired[0].name, name), 1.0))
    yield Piece("whole", "", "", "", tuple(features))


def _names_left(side: Side, left: tuple[int, ...]) -> list[int]:
    """What is left of the words of a name, but for acronyms of its other words, the words of one that is not left, and
    Republic beside a land."""
    kept = [at for at in left if at in side.named and at not in side.spelled_out and at not in side.of_land]
    told = [words for at, words in side.spelled_out.items() if at not in left] if kept and side.spelled_out else []
    return [at for at in kept if not any(at in words for words in told)] if told else kept


def _untold(side: Side, left: list[int], other: Side) -> list[int]:
    """What is left of the words of an organisation, but for what may be a legal form (BASF SE), and what the other name
    says in one word of another language (Hava Yolları, Airlines)."""
    kept = [at for at in left if at not in side.of_legal]
    return [at for at in kept if not any(same_word(side.tokens[at].key, token.key) for token in other.tokens)]


_SAME_LETTERS = Piece("same_letters", "", "", "", (("same_letters", 1.0),))
_EXCHANGED = ("order_of_given", 1.0)
_ROTATED, _MIXED = (
    (Piece("order", "", "", detail, (feature,)), Piece("order", "", "", "given names exchanged", (feature, _EXCHANGED)))
    for detail, feature in (("surname first or last", ("order_rotated", 1.0)), ("", ("order_mixed", 1.0)))
)
_PAIRS = tuple(f"named_pairs_{strong}" for strong in range(4))


def _given_exchanged(paired: list[Pair], query: Side, name: Side) -> bool:
    """Whether two words that one language has as given names stand the other way round: Hassan Ali is another than Ali
    Hassan, unless one of the words is the surname, as where it is a given name elsewhere (Abe Shinzo), or in languages
    that have it first (Orbán Viktor)."""
    both = ((p, query.given_in[p.query] & name.given_in[p.name] - _SURNAME_FIRST) for p in paired)
    given = [(p, langs) for p, langs in both if langs]
    return any(one.name > other.name and mine & theirs for (one, mine), (other, theirs) in pairwise(given))


def _is_initial_of_last(pair: Pair, query: Side, name: Side) -> bool:
    """Whether an initial that stands before a word stands for the last word of the other name, a surname mostly."""
    both = (query, pair.query, name, pair.name), (name, pair.name, query, pair.query)
    return any(one.named[1:][-1:] == (at,) and beside < max(other.named, default=0) for one, at, other, beside in both)


def _is_unlike(pair: Pair, alignment: Alignment) -> bool:
    """Whether two words are only alike: nothing is known of them."""
    if pair.likeness is None or pair.likeness.kind not in UNLIKE:
        return False
    known = kin(alignment.query.tokens[pair.query], alignment.name.tokens[pair.name])
    return known is None or known.kind == "guarded"


def _of_organisations(alignment: Alignment, names_left: tuple[list[int], list[int]]) -> list[tuple[str, float]]:
    """What else holds where one of the names is an organisation's: its words are seldom left out."""
    query, name = alignment.query, alignment.name
    left = [*(query.tokens[i] for i in names_left[0]), *(name.tokens[j] for j in names_left[1])]
    telling = sum(not _is_form(token.key) for token in left)
    features = [("organisation", 1.0)]
    features += [("organisation_left_over", float(min(telling, 3)))] if telling else []
    if telling and not (alignment.left_query and alignment.left_name) and all(map(_is_same, alignment.pairs)):
        # A daughter is called after its parent, word for word.
        features.append(("organisation_within", 1.0))
    return features


def _is_same(pair: Pair) -> bool:
    return pair.likeness is not None and pair.likeness.kind == "same"


def _is_form(key: str) -> bool:
    return any(word.says == "form" for word in organisation_words(key))


def _place(at: int, name: Side) -> str:
    """Where the only token of a query stands among those of a fuller name."""
    named = name.named
    return "stands_first" if at == named[0] else "stands_last" if at == named[-1] else "stands_inside"
