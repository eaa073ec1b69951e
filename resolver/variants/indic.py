"""Hindi words in the letters of other scripts of India: Unicode has the same letters at the same places of their blocks
(after ISCII, IS 13194:1991; those of Sinhala are set down here), and names of India are mostly written with them.
Checked against how the languages spell well-known names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from resolver.text import script_of
from resolver.variants.letters import Spellings

_FOREIGN_JOINT = re.compile("(?<=[\u0904-\u0914\u093e-\u094c])([रलसश])(?=[क-ह]़?[\u093e-\u094c])")
"""A consonant behind a vowel and before a consonant with one, between which nothing is spoken."""
_FOREIGN_END = re.compile("(?<=[\u0904-\u0914\u093e-\u094c])([रलनसम])(?=[क-ह]़?$)")
_LATIN_END = re.compile("[rlnsm][bcdfgkpstzn]$")
"""Two consonants that end a word, the first of them one of these."""
_JOINED = 0.8
_FIRST = 0x900
_FIRST_JOINT = re.compile("^([क-ह]़?)(?=[रलमनवय])")
_LATIN_FIRST = re.compile("^(?:[kgcszpt]h|[bcdfgkpstvz])[rlmnvwy]")
"""Two consonants that a word begins with, the second one of these."""
_NASAL = re.compile("(?<=[\u0904-\u0914\u093e-\u094c])[नम]\u094d?(?=[क-झट-भसज़][^\u094d])")
_LATIN_NASAL = re.compile("[aeiouy](?:n[ckgjdtsz]|m[bp])")
_DOTS = 0.6
"""How often the nasal before another consonant is a dot."""
_SINHALA = str.maketrans(
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळअआइईउऊऋएऐओऔािीुूृेैोौं्",
    "කඛගඝඞචඡජඣඤටඨඩඪණතථදධනපඵබභමයරලවශෂසහළඅආඉඊඋඌඍඒඓඕඖාිීුූෘේෛෝෞං්",
)
_SINHALA_JOINT = re.compile("\u0dca(?=[යර])")
_BLOCKS = {"bn": 0x980, "gu": 0xA80, "or": 0xB00, "te": 0xC00, "kn": 0xC80, "ml": 0xD00}
_VIRAMA, _NUKTA = "\u094d", "\u093c"
_CONSONANTS = "\u0915-\u0939"
_DOTTED = frozenset({"te", "kn"})
"""Languages that write a nasal before a stop as a dot."""
_LETTERED = frozenset({"bn", "or", "ml", "si"})
"""Languages that write it as a letter."""
_CLOSED = frozenset({"te", "kn", "ml", "si"})
"""Languages that mark a consonant behind which nothing is spoken at the end of a word."""
_NASALS = {"कखगघ": "ङ", "चछजझ": "ञ", "टठडढ": "ण", "तथदध": "न", "पफबभ": "म"}
_BEFORE_STOP = re.compile(f"[ङञणनम]{_VIRAMA}(?=[क-भ])")
_DOT = re.compile("ं(?=([क-भ]))")
_LONE_END = re.compile(f"(?<!{_VIRAMA})[{_CONSONANTS}]$")
_OPEN_VOWELS = str.maketrans({"ॅ": "े", "ॉ": "ा", "ऑ": "आ", "ँ": "ं"})
_SHORT_END = {"kn": str.maketrans("ीू", "िु"), "ml": str.maketrans("ीू", "िु"), "si": str.maketrans("ीू", "िु")}
"""Vowels that are short at the end of a word."""
_ALONE = str.maketrans({"ന": "ൻ", "ല": "ൽ", "ര": "ർ", "ണ": "ൺ", "ള": "ൾ"})
"""Letters of Malayalam for consonants that end a word."""
_MALAYALAM_END = re.compile("([നലരണള])്$")
_OWN = {"bn": {"\u09b5": "ব"}, "or": {"ଵ": "ବ"}}
_GLIDES = {"bn": ("য", "য়"), "or": ("ଯ", "ୟ")}
"""What y is at the beginning of a word, and behind it."""


def written_in(word: str, lang: str) -> str:
    """A Hindi word in the letters of another language of India; "" where that has none for one of them."""
    if lang not in _BLOCKS and lang != "si":
        return ""
    text = word.translate(_OPEN_VOWELS).replace(_NUKTA, "")
    if lang in _DOTTED:
        text = _BEFORE_STOP.sub("ं", text)
    elif lang in _LETTERED:
        text = _DOT.sub(lambda found: _nasal_of(found[1]), text)
    if lang in _CLOSED:
        text = _LONE_END.sub(lambda found: found[0] + _VIRAMA, text)
    text = text[:-1] + text[-1:].translate(_SHORT_END.get(lang, {}))
    if lang == "si":
        moved = _SINHALA_JOINT.sub("\u0dca\u200d", text.translate(_SINHALA))
        return moved if script_of(moved) == "Sinh" else ""
    moved = "".join(chr(ord(char) - _FIRST + _BLOCKS[lang]) for char in text if 0 <= ord(char) - _FIRST < 0x80)
    moved = "".join(_OWN.get(lang, {}).get(char, char) for char in moved)
    first, behind = _GLIDES.get(lang, ("", ""))
    moved = moved[:1] + (moved[1:].replace(first, behind) if first else moved[1:])
    if len(moved) < len(text) or not all(unicodedata.name(char, "") for char in moved):
        return ""
    if lang == "ml":
        moved = _MALAYALAM_END.sub(lambda found: found[1].translate(_ALONE), moved)
    return unicodedata.normalize("NFC", moved)


def joined(found: Spellings, latin: str) -> dict[str, float]:
    """Hindi spellings of a foreign name, in which consonants that no vowel parts are mostly written as joined ones:
    गोर्बाचेव, not गोरबाचेव; डोनाल्ड, not डोनालड."""
    ends, begins = bool(_LATIN_END.search(latin)), bool(_LATIN_FIRST.match(latin))
    both: defaultdict[str, float] = defaultdict(float)
    for word, odds in found.items():
        within = _FOREIGN_JOINT.sub(f"\\1{_VIRAMA}", word)
        within = _FIRST_JOINT.sub(f"\\1{_VIRAMA}", within) if begins else within
        both[_FOREIGN_END.sub(f"\\1{_VIRAMA}", within) if ends else within] += _JOINED * odds
        both[word] += (1.0 - _JOINED) * odds
    return both


def dotted(found: Spellings, latin: str) -> dict[str, float]:
    """Hindi spellings in which a nasal before another consonant is mostly a dot: शिंज़ो, as well as शिनज़ो."""
    both: defaultdict[str, float] = defaultdict(float)
    for word, odds in found.items():
        with_dot = _NASAL.sub("ं", word) if len(_NASAL.findall(word)) == len(_LATIN_NASAL.findall(latin)) else word
        both[with_dot] += _DOTS * odds
        both[word] += (1.0 - _DOTS) * odds
    return both


def _nasal_of(stop: str) -> str:
    """The nasal that is spoken where a stop is, without a vowel."""
    return next((nasal for stops, nasal in _NASALS.items() if stop in stops), "म") + _VIRAMA
