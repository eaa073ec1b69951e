"""Spellings with their probabilities: mixed, weighed, and led on by a model of letters."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from resolver.text import fold
from resolver.tokens import reranker
from resolver.variants.letters import Letters, Spellings
from resolver.variants.origin import Origins

_BORNE = 0.8
"""The power of how many people bear a word that its spelling is weighed by."""
_ANYWHERE = 0.1
"""What a word of no region that a name is from counts beside one of the only one."""
_UNREAD = 0.001
"""The probability of a spelling that another way does not lead to."""
_FINAL = str.maketrans("כמנפצσ", "ךםןףץς")
"""Letters that have another form at the end of a word."""
_LONGEST = 40
"""Letters of the longest word that models are asked for; no name has more."""
_LIKELY = 3
"""Spellings of a word that are led on."""


def mixed(one: Spellings, other: Spellings, share: float) -> dict[str, float]:
    """Two sets of spellings as one, `share` of the other."""
    return {
        text: (1.0 - share) * one.get(text, 0.0) + share * other.get(text, 0.0)
        for text in dict.fromkeys([*one, *other])
    }


def agreeing(spelled: Spellings, read: Spellings) -> dict[str, float]:
    """Spellings, those the more that another way leads to as well."""
    weighed = {text: odds * math.sqrt(max(read.get(text, 0.0), _UNREAD)) for text, odds in spelled.items()}
    whole = sum(weighed.values())
    return {text: odds / whole for text, odds in weighed.items()}


def through(model: Letters | None, words: Spellings, side: int) -> dict[str, float]:
    """What a model makes of the likeliest of some spellings."""
    if model is None:
        return {}
    found: defaultdict[str, float] = defaultdict(float)
    for word, share in sorted(words.items(), key=lambda way: (-way[1], way[0]))[:_LIKELY]:
        known = model.letters[1 - side]
        asked = "".join(letter if letter in known else fold(letter) for letter in word)
        asked = "".join(filter(known.__contains__, asked)) if len(asked) <= _LONGEST else ""
        for text, odds in (model.rightward if side else model.leftward)(asked) if asked else ():
            found[text[:-1] + text[-1].translate(_FINAL)] += share * odds
    return dict(found)


def as_borne(words: Spellings, regions: Mapping[str, float] | None = None) -> dict[str, float]:
    """Latin spellings weighed by how many people are known to bear each: of what letters leave open, those who spell
    a name choose what is a name already, and one of the regions that the whole name is from, if these are known."""
    if not words:
        return {}
    borne = reranker().frequency([fold(text) for text in words]).tolist()
    weighed = {text: share * math.exp(_BORNE * log) for (text, share), log in zip(words.items(), borne, strict=True)}
    if regions:
        weighed = {text: share * (_ANYWHERE + _among(text, regions)) for text, share in weighed.items()}
    total = sum(weighed.values())
    return {text: share / total for text, share in weighed.items()}


def _among(text: str, regions: Mapping[str, float]) -> float:
    """How likely a word is from the regions that the name is from."""
    return sum(share * regions.get(region, 0.0) for region, share in Origins.shipped().of([text]).items())
