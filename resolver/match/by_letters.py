"""What the letters of two tokens that stand for each other tell, as features."""

from __future__ import annotations

from resolver.match.piece import Features
from resolver.match.unlike import consonants_apart, differences
from resolver.match.whole import UNLIKE
from resolver.names import Kin, Token, organisation_words
from resolver.text import script_of
from resolver.tokens import Likeness, other_given_name
from resolver.tokens.attested import is_attested, is_english

LETTER_BANDS = (0.65, 0.75, 0.82, 0.88, 0.93)
"""Lower ends of the bands that the value of a merely similar pair is sorted into (the lowest band is below all)."""

COSINE_BANDS = (0.45, 0.55, 0.65, 0.75, 0.85)
WORST_FIT, BEST_FIT = 20.0, 4.0
"""Letters that fit worse than the first or better than the second, in log-odds, count as fitting just so."""
WORST_SHARE = 10.0
FAR = 0.82
"""Similar words of fewer letters in common (as the bands) are no slip of the pen."""
_BOTH = 2
_SEVERAL = 3
_LETTERS_OF_NAMES = 5
"""A slip of the pen in a shorter name easily makes another."""
_OF_WOMEN = ("ova", "eva", "ina", "yna")
"""Endings of women's surnames, which are those of men with an a."""
LONG = 8
"""Tokens of fewer letters are the sooner alike by chance."""
TAUGHT = frozenset({"Latn", "Cyrl", "Arab", "Hebr", "Hani", "Hang", "Jpan", "Kana", "Hira", "Zyyy"})
"""The scripts that the encoder knows well: of others, letters tell more than vectors."""

LEVELS = ("similar_0", "similar_1", "similar_2", "similar_3", "similar_4", "similar_5", "sound", "romanised", "same")
"""The features of an aligned pair from least to most alike: each speaks at least as much for a match as the last."""
LEARNED_LEVELS = tuple(f"learned_{band}" for band in range(len(COSINE_BANDS) + 1))
"""The same for pairs in one script that are alike to the encoder only."""
ACROSS_LEVELS = tuple(f"across_{band}" for band in range(len(COSINE_BANDS) + 1))
"""The same for pairs in two scripts, by their vectors; what letters and sound tell comes on top."""

WEIGHED_AS: dict[str, str] = {"surname_form": "given_name"}
"""What has no examples to be learned from weighs as what is most like it: a name in the form of another language."""


def of_letters(
    mine: Token, theirs: Token, like: Likeness, known: Kin | None, rarities: tuple[float, float], told_by_syllables: str
) -> Features:
    """What the letters of two words tell, and what is known of these; `rarities` are of `RARITY_SCALE`."""
    rarity, their_rarity = rarities
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
            features.append(("commoner", max(-1.0, min(rarity - their_rarity, 1.0))))
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
            features.append(("both_known" + ("_across" if like.across else ""), max(0.0, 1 - max(rarities))))
        if known is not None:
            features.append((WEIGHED_AS.get(known.kind, known.kind), 1.0))
        elif other_given_name(mine, theirs):
            features.append(("other_given_name", 1.0))
    return tuple(features)


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
