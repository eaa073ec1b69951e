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
from resolver.match.piece import RARITY_SCALE, Features, Piece
from resolver.match.readings import reading
from resolver.match.side import Side
from resolver.match.syllables import compared
from resolver.match.unlike import consonants_apart, differences
from resolver.match.whole import UNLIKE, of_whole
from resolver.names import BESIDE_PERSONS, SHORTEST_ACRONYM, Kin, Token, generation, organisation_words
from resolver.text import script_of
from resolver.tokens import Likeness, kin, other_given_name
from resolver.tokens.attested import is_attested, is_english
from resolver.tokens.likeness import system_title

LETTER_BANDS = (0.65, 0.75, 0.82, 0.88, 0.93)
"""Lower ends of the bands that the value of a merely similar pair is sorted into (the lowest band is below all)."""

COSINE_BANDS = (0.45, 0.55, 0.65, 0.75, 0.85)
WORST_FIT, BEST_FIT = 20.0, 4.0
"""Letters that fit worse than the first or better than the second, in log-odds, count as fitting just so."""
WORST_SHARE = 10.0
FAR = 0.82
"""Similar words of fewer letters in common (as the bands) are no slip of the pen."""
_MOST_TELLING = 6
"""More letters of an acronym than these tell nothing more."""
_BOTH = 2
_SEVERAL = 3
_LETTERS_OF_NAMES = 5
"""A slip of the pen in a shorter name easily makes another."""
_OF_WOMEN = ("ova", "eva", "ina", "yna")
"""Endings of women's surnames, which are those of men with an a."""
LONG = 8
"""Tokens of fewer letters are the sooner alike by chance."""
_LEAST_NAMES = 400
"""Smaller lists, and a comparison of two names, are judged like a list of this size, the smallest trained on."""

_SIZE_SCALE = 5.0

TAUGHT = frozenset({"Latn", "Cyrl", "Arab", "Hebr", "Hani", "Hang", "Jpan", "Kana", "Hira", "Zyyy"})
"""The scripts that the encoder knows well: of others, letters tell more than vectors."""

LEVELS = ("similar_0", "similar_1", "similar_2", "similar_3", "similar_4", "similar_5", "sound", "romanised", "same")
"""The features of an aligned pair from least to most alike: each speaks at least as much for a match as the last."""
LEARNED_LEVELS = tuple(f"learned_{band}" for band in range(len(COSINE_BANDS) + 1))
"""The same for pairs in one script that are alike to the encoder only."""
ACROSS_LEVELS = tuple(f"across_{band}" for band in range(len(COSINE_BANDS) + 1))
"""The same for pairs in two scripts, by their vectors; what letters and sound tell comes on top."""

_READ_ALIKE = frozenset({"romanised", "sound"})
"""Kinds of likeness that say as much as knowing that two words are one name."""
_LETTERS_OF_TWO: Features = (("similar_0", 1.0), ("letters_of_two", 1.0))
"""Two acronyms that are alike: each letter counts, whatever it sounds like (UNDP, UNEP)."""
_BY_LETTERS = _READ_ALIKE | UNLIKE
"""Kinds of likeness that the letters tell, so that it may be told in what way two words differ."""
_WEIGHED_AS: dict[str, str] = {"surname_form": "given_name"}
"""What has no examples to be learned from weighs as what is most like it: a name in the form of another language."""


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
        letters = float(min(len(mine.key), _MOST_TELLING) - SHORTEST_ACRONYM)
        features = [("acronym", 1.0), ("acronym_rarity", rarity), ("acronym_letters", letters)]
        return Piece("acronym", mine.text, theirs.text, "", tuple(features))
    known = kin(mine, theirs) if like.kind != "same" else None
    if known is not None and known.kind == "surname_form" and like.kind == "similar" and not like.across:
        like = replace(like, kind="sound")  # as alike as two spellings of one sound
    elif known is not None and _stands_for_letters(known, like):
        # What is known to be one name is not less so because the letters differ.
        says = _WEIGHED_AS.get(known.kind, known.kind)
        features = [(says, 1.0), (f"{says}_rarity", rarity)]
        return Piece(known.kind, mine.text, theirs.text, known.detail, tuple(features))
    label = _level(like)
    features = [(label, 1.0), (f"{label}_rarity", rarity)]
    if like.joined:
        features.append(("joined_same" if like.kind == "same" else "joined", 1.0))
        # Many Arabic letters never join the next, so that a gap hardly shows there.
        features += [("joined_arabic", 1.0)] if "Arab" in (script_of(mine.text), script_of(theirs.text)) else []
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
            features.append(("commoner", max(-1.0, min(rarity - their_rarity / RARITY_SCALE, 1.0))))
        if like.across and like.kind in ("romanised", "sound"):
            features.append((f"{like.kind}_across", 1.0))
        if like.kind == "similar" and mine.key[0] != theirs.key[0] and like.systems == ("", ""):
            features.append(("first_letter_differs", 1.0))
        if like.across and not {script_of(mine.text), script_of(theirs.text)} <= TAUGHT:
            features += _untaught(like)
        if like.kind == "reading":
            features.append(("reading", 1.0))
        elif like.across and like.spelled == 1:
            features.append(("spelled_alike_across", 1.0))
        elif known is None:
            features += [*differences(mine, theirs), *_words_of_bodies(mine, theirs)]
            features += [(told_by_syllables, 1.0)] if told_by_syllables else []
            features += [("syllables_differ", 1.0)] if told_by_syllables == "syllables_of_names_differ" else []
            features += [*_attested(mine, theirs), *_consonants(mine, theirs)] if like.kind in UNLIKE else []
            rarer = max(my_rarity, their_rarity) / RARITY_SCALE
            features.append(("both_known" + ("_across" if like.across else ""), max(0.0, 1 - rarer)))
        if known is not None:
            features.append((_WEIGHED_AS.get(known.kind, known.kind), 1.0))
        elif other_given_name(mine, theirs):
            features.append(("other_given_name", 1.0))
    if known is not None:
        return Piece(known.kind, mine.text, theirs.text, known.detail, tuple(features))
    return Piece(like.kind, mine.text, theirs.text, _remark(mine, theirs, like), tuple(features))


def _untaught(like: Likeness) -> Features:
    """What corrects the figures of the encoder for a script that it was not taught."""
    return ("untaught", 1.0), ("untaught_cosine", max(0.0, like.cosine)), ("untaught_letters", like.letters)


def _attested(mine: Token, theirs: Token) -> Features:
    """Whether two words in Latin letters that are alike are both names that people bear, or names and English words, or
    one of them is any. Singular and plural are no two words."""
    if not (mine.key.isascii() and theirs.key.isascii()) or _are_numbers_of_one(mine.key, theirs.key):
        return ()
    names = _is_name(mine.key) + _is_name(theirs.key)
    told = names if names == _BOTH else sum(_is_name(key) or is_english(key) for key in (mine.key, theirs.key))
    if not told:
        return ()
    return (("english_2" if names < told == _BOTH else f"attested_{told}", 1.0),)


def _consonants(mine: Token, theirs: Token) -> Features:
    """Whether many consonants tell two words apart, and whether any do where the one asked for is a name that people
    bear: a slip of the pen seldom makes one of some letters, so that it is another."""
    apart = consonants_apart(mine, theirs)
    if not apart:
        return ()
    several = ("consonants_apart", 1.0)
    is_long = min(len(mine.key), len(theirs.key)) >= _LETTERS_OF_NAMES
    asked = is_long and mine.key.isascii() and _is_name(mine.key)
    return (*((several,) if apart >= _SEVERAL else ()), *((("name_asked", 1.0),) if asked else ()))


def _is_name(key: str) -> bool:
    """Whether a word is a name that people bear: a woman's is if that of the men of her family is."""
    man = key[:-1] if key.endswith(_OF_WOMEN) else f"{key[:-3]}y" if key.endswith("skaya") else ""
    return is_attested(key) or (man != "" and is_attested(man))


def _are_numbers_of_one(left: str, right: str) -> bool:
    """Whether two words are one in English, but for the plural."""
    shorter, longer = sorted((left, right), key=len)
    return longer in (f"{shorter}s", f"{shorter}es", f"{shorter[:-1]}ies") and is_english(longer)


def _words_of_bodies(mine: Token, theirs: Token) -> Features:
    """Whether one of two words that are alike, or both, are known words of organisations: these are two, not one."""
    told = sum(any(not word.short for word in organisation_words(token.key)) for token in (mine, theirs))
    return ((f"word_of_bodies_{told}", 1.0),) if told else ()


def _stands_for_letters(known: Kin, like: Likeness) -> bool:
    """Whether what is known of two words stands for what their letters tell."""
    return known.kind == like.kind or (known.kind != "guarded" and like.kind not in _READ_ALIKE)


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
