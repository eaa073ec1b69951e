"""Puts Lao in the order of speech: a vowel after its consonant, and letters that are both told apart."""

from __future__ import annotations

import re

_C = "[ກ-ຮ]"
_SIGNS = "ະ-ູົຽໍ"
_MOVED = "ເ-ໄ"
_ONSET = f"(?:ຫ[ງຍນມຣລວ]|{_C}ຼ|[ກຂຄງ]ວ(?=[{_SIGNS}])|[ກຂຄຕທປຜພບຟ][ຣລ](?=[{_SIGNS}])|{_C})"
_TONES = re.compile("[່-໌ໆຯ]")
_SPELLED = ((re.compile("ໍາ"), "ຳ"), (re.compile("ໜ"), "ຫນ"), (re.compile("ໝ"), "ຫມ"))
# Vowels written around or before their consonant, and how they follow it.
_AROUND = tuple(
    (re.compile(pattern.replace("C", f"({_ONSET})")), rf"\1{after}")
    for pattern, after in (
        ("ເCັ?ຽະ?", "ຽ"), ("ເC[ຶື]ອະ?", "ືອ"), ("ເCົາ", "ເາ"), ("ເCາະ", "ໍ"), ("ເC[ິີຶື]", "ເິ"),
        ("ເC[ັະ]?", "ເ"), ("ແC[ັະ]?", "ແ"), ("ໂCະ?", "ໂ"), ("[ໃໄ]C", "ໄ"),
    )
)  # fmt: skip
_OUA = re.compile(f"(?<=[ກ-ຮຼ])(?:[ົັ]ວະ?|ວ(?={_C}(?![{_SIGNS}{_MOVED}])))")
_OPEN_O = re.compile(f"(?<=[ກ-ຬຮຼ])ັ?ອ(?![{_SIGNS}{_MOVED}])")
_SHORT_O = re.compile("ົ(?!ວ)")


def spoken_order(text: str) -> str:
    """Lao words without tones, each vowel after the consonant that it is spoken after; ົວ, ໂ, ໍ and ຽ stand for all ways
    to write what they sound like."""
    text = _TONES.sub("", text)
    for pattern, plain in _SPELLED:
        text = pattern.sub(plain, text)
    for around, after in _AROUND:
        text = around.sub(after, text)
    return _SHORT_O.sub("ໂ", _OPEN_O.sub("ໍ", _OUA.sub("ົວ", text)))
