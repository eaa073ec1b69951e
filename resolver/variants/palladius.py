"""Chinese syllables in Russian, from pinyin.

The system of Palladius (Kafarov), as Russian publishers and Wikipedia write Chinese names: Си Цзиньпин for Xi Jinping.
"""

from __future__ import annotations

from functools import cache, lru_cache

_INITIALS = {
    "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г", "k": "к", "h": "х",
    "j": "цз", "q": "ц", "x": "с", "zh": "чж", "ch": "ч", "sh": "ш", "r": "ж", "z": "цз", "c": "ц", "s": "с",
}  # fmt: skip
_FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь",
    "ang": "ан", "eng": "эн", "ong": "ун", "i": "и", "ia": "я", "ie": "е", "iao": "яо", "iu": "ю", "ian": "янь",
    "in": "инь", "iang": "ян", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй",
    "uan": "уань", "un": "унь", "uang": "уан", "ue": "юэ",
}  # fmt: skip
_ALONE = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь",
    "ang": "ан", "er": "эр", "yi": "и", "ya": "я", "ye": "е", "yao": "яо", "you": "ю", "yan": "янь", "yin": "инь",
    "yang": "ян", "ying": "ин", "yong": "юн", "wu": "у", "wa": "ва", "wo": "во", "wai": "вай", "wei": "вэй",
    "wan": "вань", "wen": "вэнь", "wang": "ван", "weng": "вэн", "yu": "юй", "yue": "юэ", "yuan": "юань", "yun": "юнь",
}  # fmt: skip
_FRONT = {"u": "юй", "uan": "юань", "un": "юнь"}
"""Finals behind j, q and x, whose u is ü."""
_OTHERWISE = {"hui": "хуэй", "zi": "цзы", "ci": "цы", "si": "сы", "lü": "люй", "nü": "нюй"}
_VOWELS = frozenset("aeiouü")
_SOFTENED = frozenset("аоэуюяеи")
"""What a hard sign parts from a н before it, which would else be read with it."""
_LONGEST = 6


@lru_cache(maxsize=1 << 10)
def russian(word: str) -> str:
    """A word of pinyin syllables in Russian; "" if it isn't one. As few syllables as can be."""
    best: list[str | None] = [""] + [None] * len(word)
    fewest = [0] + [len(word) + 1] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before, syllable = best[start], _syllables().get(word[start:end])
            # without an apostrophe, no syllable begins with a vowel behind another
            parted = not before or word[start] not in _VOWELS or word[start - 1] not in _VOWELS
            if before is not None and syllable and parted and fewest[start] + 1 < fewest[end]:
                hard = "ъ" if before.endswith("н") and syllable[0] in _SOFTENED else ""
                best[end], fewest[end] = before + hard + syllable, fewest[start] + 1
    return best[-1] or ""


@cache
def _syllables() -> dict[str, str]:
    """Syllables of pinyin -> Russian."""
    found = dict(_ALONE)
    for initial, letters in _INITIALS.items():
        finals = _FINALS | (_FRONT if initial in "jqx" else {})
        found |= {initial + final: letters + sound for final, sound in finals.items()}
    return found | _OTHERWISE
