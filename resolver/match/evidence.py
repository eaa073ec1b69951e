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
beside         a title, particle or legal form that one side has
same_letters   the whole names are equal but for gaps and hyphens
order          the tokens stand in another order
given_name     one given name in two languages
hypocoristic   a short or pet form of a given name
gender_form    one surname or patronymic in two genders
patronymic_kin two forms of one patronymic
guarded        alike, but known to be two names
given_names_differ, fathers_differ, numbers_differ, generations_differ, numbers_agree
               what one name says of itself and the other denies (or says too)
whole          what holds for the pair of names as a whole
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from resolver.match.align import Alignment, Pair, Side
from resolver.names import Descent
from resolver.tokens import Likeness, kin, other_given_name
from resolver.tokens.likeness import system_title

LETTER_BANDS = (0.65, 0.75, 0.82, 0.88, 0.93)
"""Lower ends of the bands that the value of a merely similar pair is sorted into (the lowest band is below all)."""

COSINE_BANDS = (0.45, 0.55, 0.65, 0.75, 0.85)
WORST_FIT, BEST_FIT = 20.0, 4.0
"""Letters that fit worse than the first or better than the second, in log-odds, count as fitting just so."""
WORST_SHARE = 10.0
FAR = 0.82
"""Similar words of fewer letters in common (as the bands) are no slip of the pen."""
RARITY_SCALE = 10.0
LONG = 8
"""Tokens of fewer letters are the sooner alike by chance."""
_LEAST_NAMES = 400
"""Smaller lists, and a comparison of two names, are judged like a list of this size, the smallest trained on."""

_SIZE_SCALE = 5.0

LEVELS = ("similar_0", "similar_1", "similar_2", "similar_3", "similar_4", "similar_5", "sound", "romanised", "same")
"""The features of an aligned pair from least to most alike: each speaks at least as much for a match as the last."""
LEARNED_LEVELS = tuple(f"learned_{band}" for band in range(len(COSINE_BANDS) + 1))
"""The same for pairs in one script that are alike to the encoder only."""
ACROSS_LEVELS = tuple(f"across_{band}" for band in range(len(COSINE_BANDS) + 1))
"""The same for pairs in two scripts, by their vectors; what letters and sound tell comes on top."""

DENIALS = frozenset({"guarded", "fathers_differ", "numbers_differ", "generations_differ"})
"""Kinds of pieces by which the names themselves deny that they are one: such a pair never matches on spelling alone."""

_READ_ALIKE = frozenset({"romanised", "sound"})
"""Kinds of likeness that say as much as knowing that two words are one name."""

Features = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: `kind` as above, the tokens it speaks of, a remark, and its features."""

    kind: str
    query: str
    name: str
    detail: str
    features: Features


def evidence(alignment: Alignment, names: int = 0) -> Iterator[Piece]:
    """The pieces of evidence of an alignment, pairs first, in the order of the query.

    `names` is how many names were searched: the more, the sooner one is alike by chance.
    """
    query, name = alignment.query, alignment.name
    size = size_of(names)
    for pair in alignment.pairs:
        yield _of_pair(pair, query, name)
    for i in alignment.left_query:
        yield _of_left("not_in_name", query, i)
    for j in alignment.left_name:
        piece = _of_left("not_in_query", name, j)
        yield Piece(piece.kind, piece.name, piece.query, piece.detail, piece.features)
    yield from _of_whole(alignment, size)


def size_of(names: int) -> float:
    """How many names were searched, as a feature: 0 for small lists, about 1.6 for a million names."""
    return math.log(max(names, _LEAST_NAMES) / _LEAST_NAMES) / _SIZE_SCALE


def _of_pair(pair: Pair, query: Side, name: Side) -> Piece:
    mine, theirs = query.tokens[pair.query], name.tokens[pair.name]
    rarity = query.rarities[pair.query] / RARITY_SCALE
    like = pair.likeness
    if like is None:
        return Piece("initial", mine.text, theirs.text, "", (("initial", 1.0),))
    if mine.role != "name":
        return Piece(like.kind, mine.text, theirs.text, mine.role, (("beside_shared", 1.0),))
    known = kin(mine, theirs) if like.kind != "same" else None
    if known is not None and known.kind != "guarded" and like.kind not in _READ_ALIKE:
        # What is known to be one name is not less so because the letters differ.
        features = [(known.kind, 1.0), (f"{known.kind}_rarity", rarity)]
        return Piece(known.kind, mine.text, theirs.text, known.detail, tuple(features))
    label = _level(like)
    features = [(label, 1.0), (f"{label}_rarity", rarity)]
    if like.joined:
        features.append(("joined", 1.0))
    if like.kind != "same":
        suffix = _suffix(like)
        features += [
            (f"cosine{suffix}", max(0.0, like.cosine)),
            (f"fit{suffix}", max(-WORST_FIT, min(like.fit, BEST_FIT)) / WORST_FIT),
            (f"share{suffix}", max(-WORST_SHARE, like.share) / WORST_SHARE),
            (f"short{suffix}", max(0.0, 1 - min(len(mine.key), len(theirs.key)) / LONG)),
        ]
        if suffix in ("_across", "_learned"):
            features.append((f"letters{suffix}", max(0.0, 2 * like.letters - 1)))
        else:
            features.append(("commoner", max(-1.0, min(rarity - name.rarities[pair.name] / RARITY_SCALE, 1.0))))
        if like.across and like.kind in ("romanised", "sound"):
            features.append((f"{like.kind}_across", 1.0))
        if like.kind == "similar" and mine.key[0] != theirs.key[0] and like.systems == ("", ""):
            features.append(("first_letter_differs", 1.0))
        if known is not None:
            features.append((known.kind, 1.0))
        elif other_given_name(mine, theirs):
            features.append(("other_given_name", 1.0))
    kind, detail = (known.kind, known.detail) if known else (like.kind, _remark(like))
    return Piece(kind, mine.text, theirs.text, detail, tuple(features))


def _suffix(like: Likeness) -> str:
    """What marks the features whose weight depends on how two words are alike: those of a slip of the pen say nothing
    of two spellings of a sound."""
    if like.across or like.kind == "learned":
        return "_across" if like.across else "_learned"
    return "_far" if like.kind == "similar" and like.letters < FAR else ""


def _level(like: Likeness) -> str:
    """The level of likeness that weights are learned for."""
    if like.across and like.kind != "same":
        return f"across_{sum(like.cosine >= band for band in COSINE_BANDS)}"
    if like.kind == "similar":
        return f"similar_{sum(like.letters >= band for band in LETTER_BANDS)}"
    if like.kind == "learned":
        return f"learned_{sum(like.cosine >= band for band in COSINE_BANDS)}"
    return like.kind


def _remark(like: Likeness) -> str:
    titles = dict.fromkeys(filter(None, map(system_title, like.systems)))
    return ", ".join([*titles, "written as one"] if like.joined else titles)


def _of_left(kind: str, side: Side, at: int) -> Piece:
    token = side.tokens[at]
    if token.role == "name":
        rarity = side.rarities[at] / RARITY_SCALE
        return Piece(kind, token.text, "", "", ((kind, 1.0), (f"{kind}_rarity", rarity)))
    if token.role == "initial":
        return Piece(kind, token.text, "", "initial", ((f"{kind}_initial", 1.0),))
    return Piece("beside", token.text, "", token.role, ((f"beside_{token.role}", 1.0),))


def _of_whole(alignment: Alignment, size: float) -> Iterator[Piece]:
    query, name = alignment.query, alignment.name
    if query.joined == name.joined:
        yield Piece("same_letters", "", "", "", (("same_letters", 1.0),))
    paired = [p for p in alignment.pairs if query.tokens[p.query].role == "name"]
    order = [p.name for p in paired]
    if order != sorted(order):
        rotated = any(order[k:] + order[:k] == sorted(order) for k in range(1, len(order)))
        yield Piece("order", "", "", "surname first or last" if rotated else "", (
            ("order_rotated" if rotated else "order_mixed", 1.0),))  # fmt: skip
    yield from _of_what_names_say(alignment)
    left_query = any(query.tokens[i].role == "name" for i in alignment.left_query)
    left_name = any(name.tokens[j].role == "name" for j in alignment.left_name)
    strong = sum(p.likeness is not None for p in paired)
    features = [("bias", 1.0), ("names_searched", size), (f"named_pairs_{min(strong, 3)}", 1.0)]
    features += [("both_sides_left_over", 1.0)] if left_query and left_name else []
    features += [("all_of_query_found", 1.0)] if not left_query else []
    features += [("all_of_name_found", 1.0)] if not left_name else []
    if len(query.tokens) == 1 and len(paired) == 1 and len(name.tokens) > 1:
        features.append((_place(paired[0].name, name), 1.0))
    yield Piece("whole", "", "", "", tuple(features))


def _of_what_names_say(alignment: Alignment) -> Iterator[Piece]:
    """What one name says of itself and the other denies: given name, father, number, generation."""
    query, name = alignment.query, alignment.name
    for i, j in product(alignment.left_query, alignment.left_name):
        mine, theirs = query.tokens[i], name.tokens[j]
        if mine.role == theirs.role == "name" and other_given_name(mine, theirs):
            yield Piece("given_names_differ", mine.text, theirs.text, "", (("given_names_differ", 1.0),))
            break
    if not (query.told and name.told):
        return
    said, told = query.told, name.told
    for a, b in product(said.fathers, told.fathers):
        if (a.fathers and b.fathers and a.fathers.isdisjoint(b.fathers)) or _exchanged(a, b, alignment):
            yield Piece("fathers_differ", a.father, b.father, "", (("fathers_differ", 1.0),))
            break
    if said.numbers and told.numbers:
        kind = "numbers_agree" if said.numbers == told.numbers else "numbers_differ"
        yield Piece(kind, "", "", "", ((kind, 1.0),))
    if said.generation and told.generation and said.generation != told.generation:
        yield Piece("generations_differ", "", "", "", (("generations_differ", 1.0),))


def _exchanged(mine: Descent, theirs: Descent, alignment: Alignment) -> bool:
    """Whether the father of either name is another word of the other: Salman bin Muhammad, Muhammad bin Salman."""
    counterpart = {pair.query: pair.name for pair in alignment.pairs}
    found = counterpart.get(mine.at, theirs.at) != theirs.at
    return found and theirs.at in counterpart.values()


def _place(at: int, name: Side) -> str:
    """Where the only token of a query stands among those of a fuller name."""
    named = [i for i, token in enumerate(name.tokens) if token.role == "name"]
    return "stands_first" if at == named[0] else "stands_last" if at == named[-1] else "stands_inside"
