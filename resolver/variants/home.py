"""Where a name is at home: by its letters as one reads them, the marks on them, and what language it is written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from resolver.variants.given import languages_of
from resolver.variants.mixing import as_borne
from resolver.variants.origin import Origins
from resolver.variants.words import Word

_OF_SCRIPT = {
    "Hebr": "hebrew", "Armn": "armenian", "Geor": "georgian", "Grek": "greek", "Deva": "indic", "Beng": "indic",
    "Taml": "indic", "Guru": "indic", "Gujr": "indic", "Telu": "indic", "Knda": "indic", "Mlym": "indic",
    "Orya": "indic", "Sinh": "indic", "Thai": "mainland", "Khmr": "mainland", "Laoo": "mainland", "Mymr": "mainland",
}  # fmt: skip
"""Scripts of one region."""
_OF_LANGUAGE = {"ar": "arabic", "fa": "persian", "ur": "persian", "ps": "persian", "sr": "south", "bg": "south",
                "be": "east", "uk": "east", "kk": "turkic"}  # fmt: skip
"""Languages of one region, of scripts that several have. Names of all the world are asked for in Russian."""
_AT_HOME = 18.0
"""How much oftener a name that is written in a language of its own region is from there than letters tell: half of the
names that are asked for in it, while each region has a twentieth of those that letters tell of."""
_MARKED = (
    ("ğşıİ", ("turkic",)), ("öü", ("turkic", "west")), ("çâî", ("turkic", "west")), ("ć", ("south", "west")),
    ("đ", ("south", "mainland")), ("čšž", ("south", "west")), ("ñãõáéíóúàèìòùäåøæßêôëïőűřěůťďňłąęśźżășț", ("west",)),
)  # fmt: skip
"""Letters with marks, and the regions whose names are written with them where letters are Latin."""
_UNMARKED = 0.1
"""What the other regions count beside these."""

_BORNE = {
    **dict.fromkeys(("ar", "fa", "ur"), ("arabic", "persian", "turkic", "indic")), "he": ("hebrew",),
    **dict.fromkeys(("tr", "az", "kk", "uz", "tk", "tg"), ("turkic",)), "hi": ("indic",), "ja": ("japanese",),
    "ru": ("east", "turkic"), "uk": ("east",), "sr": ("south",), "hy": ("armenian",), "ka": ("georgian",),
    "el": ("greek",), "vi": ("mainland",), "th": ("mainland",),
}  # fmt: skip
"""Languages -> the regions in which given names that are at home in them are borne."""
_GIVEN = 4.0
"""How much oftener the bearer of such a given name is from there than letters tell."""


def regions_of(words: Sequence[Word], script: str, langs: Sequence[str]) -> dict[str, float]:
    """How likely the name of these words is from each region."""
    found = Origins.shipped().of(_telling(words))
    own = _OF_SCRIPT.get(script) or _OF_LANGUAGE.get(langs[0] if langs else "", "")
    if own:
        found = _times(found, (own,), _AT_HOME)
    borne = [_BORNE[lang] for lang in languages_of(words[0].heads) if lang in _BORNE] if words else []
    if borne:
        found = _times(found, frozenset().union(*borne), _GIVEN)
    if script == "Latn":
        letters = set("".join(word.token.text for word in words).lower())
        for marks, regions in _MARKED:
            if letters & set(marks):
                found = _times(found, regions, 1.0 / _UNMARKED)
    return found


def _telling(words: Sequence[Word]) -> list[str]:
    """The words as they are read in Latin letters, those readings that most people bear."""
    names = [word for word in words if word.token.role == "name"]
    read = (word.latin if word.script == "Latn" else as_borne(word.latin) for word in names)
    return [max(some, key=lambda text: (some[text], text)) for some in read if some]


def _times(shares: Mapping[str, float], regions: Iterable[str], factor: float) -> dict[str, float]:
    """Shares of which those of some regions count so many times as much."""
    some = frozenset(regions)
    found = {region: share * (factor if region in some else 1.0) for region, share in shares.items()}
    whole = sum(found.values())
    return {region: share / whole for region, share in found.items()}
