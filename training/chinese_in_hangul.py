"""Learns what Chinese names in Hangul are read as in Mandarin, and writes the readings that are in use.

    python -m training.chinese_in_hangul --shared ../shared

Korean writes a Chinese name by the Korean reading of its characters (여포, Lü Bu), or by how it sounds in Mandarin
(천윈, Chen Yun). Source: full names in Hangul (2 to 4 syllables) whose Latin spelling falls into as many syllables of
Mandarin, of wd_full_korean.tsv (Merhav & Ash 2018, CC0); and the letter table of the encoder (Unihan), which knows
what the characters that Koreans read as a syllable are read as in Mandarin; and table 5 of South Korea's rules for
foreign words (외래어 표기법, National Institute of Korean Language), which writes some syllables as two (저우, Zhou). A
pair of syllables counts if one of the tables has it, or if several names do. Names that the decision is learned from
are left out.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from resolver.encode.views import is_han
from resolver.text import fold
from resolver.tokens import reranker
from training.encoder.pairs import held_out, read_table

OUT = Path("resolver/match/data/mandarin_in_hangul.tsv")
LONGEST_NAME = 4
LONGEST_SYLLABLE = 6
LEAST_NAMES = 2
"""Readings that the table does not have need so many names, or they are chance."""
LEAST_CHARACTERS = 4
"""Syllables that fewer characters are read as are another language's that Unihan has as Mandarin, or in no name."""
LEAST_SHARE = 0.02
VOWELLESS = frozenset("hmng")
"""Interjections are of these letters only; names are not."""
UNSEEN = 0.3
"""What a reading counts that the table has and no name."""
BY_RULE = 1.0
"""What one counts at least that the rules for foreign words give."""
OTHERWISE = 1.0
"""What counts for each syllable that it stands for none of Mandarin: those that few names have tell little."""
INITIALS = "g gg n d dd l m b bb s ss - j jj ch k t p h"
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u weo we wi yu eu eui i"
FINALS = "- g gg gs n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j ch k t p h"
"""The letters of a syllable of Hangul as the table of the encoder spells them, in the order of Unicode."""
HEARD_INITIALS = {
    "b": "b", "p": "p", "m": "m", "f": "p", "d": "d", "t": "t", "n": "n", "l": "l", "g": "g", "k": "k", "h": "h",
    "j": "j", "q": "ch", "x": "s", "zh": "j", "ch": "ch", "sh": "s", "r": "l", "z": "jj", "c": "ch", "s": "ss",
}  # fmt: skip
HEARD_FINALS = {
    "a": "a", "o": "o", "e": "eo", "i": "i", "u": "u", "v": "wi", "ai": "a 이", "ei": "e 이", "ao": "a 오",
    "ou": "eo 우", "an": "a n", "en": "eo n", "ang": "a ng", "eng": "eo ng", "er": "eo l", "ia": "ya", "ie": "ye",
    "iao": "ya 오", "iu": "yu", "ian": "ye n", "in": "i n", "iang": "ya ng", "ing": "i ng", "ua": "wa", "uo": "weo",
    "uai": "wa 이", "ui": "u 이", "uan": "wa n", "un": "u n", "uang": "wa ng", "ong": "u ng", "ve": "we", "vn": "wi n",
    "van": "wi 안", "iong": "yu ng", "wei": "we 이", "wen": "weo n", "weng": "weo ng",
}  # fmt: skip
"""What is heard in Mandarin, as South Korea's rules write it: a vowel, and the end of its syllable or another one."""
ROUNDED = {"lu": "lv", "nu": "nv", "lue": "lve", "nue": "nve"}
"""Folded syllables that may have a ü."""
HISSED = frozenset({"j", "ch", "jj"})
"""What has no y behind it: 자, not 쟈."""
HEADER = """# What Chinese names in Hangul are read as in Mandarin: syllables, readings in pinyin with their shares.
# Made by: python -m training.chinese_in_hangul (from Merhav & Ash 2018, CC0, Unihan 15.0.0, Unicode licence, and South
# Korea's rules for foreign words, 외래어 표기법, table 5)
"""


def hangul(spelled: str) -> Iterator[str]:
    """The syllables that a Korean reading is written as: at the beginning of a word, l and n may be left out."""
    vowels, finals = VOWELS.split(" "), FINALS.split(" ")
    for i, initial in enumerate(INITIALS.split(" ")):
        for v, vowel in enumerate(vowels):
            for f, final in enumerate(finals):
                if (initial + vowel + final).replace("-", "") == spelled:
                    for begin in {i, *({2, 11} if initial == "l" else {11} if initial == "n" else ())}:
                        yield chr(0xAC00 + (begin * len(vowels) + v) * len(finals) + f)


def heard(pinyin: str) -> str:
    """A syllable of Mandarin as South Korea's rules write it; "" if they have none for it."""
    initial = next((start for start in (pinyin[:2], pinyin[:1]) if start in HEARD_INITIALS), "")
    final = pinyin[len(initial) :]
    if not initial and final not in HEARD_FINALS:  # it begins with a half vowel
        turned = {"yu": "v", "yi": "i", "wu": "u", "you": "iu", "y": "i", "w": "u"}
        start = next((start for start in sorted(turned, key=len, reverse=True) if final.startswith(start)), "")
        final = turned.get(start, "") + final[len(start) :]
    elif initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        sound = ["eu"]
    else:
        sound = HEARD_FINALS.get(final, "").split()
    if not sound:
        return ""
    begin, vowel, end = HEARD_INITIALS.get(initial, "-"), sound[0], sound[1] if len(sound) > 1 else "-"
    if begin in HISSED:
        vowel = vowel.removeprefix("y")
    behind = "" if end.isascii() else end
    initials, vowels, finals = INITIALS.split(" "), VOWELS.split(" "), FINALS.split(" ")
    at = initials.index(begin) * len(vowels) + vowels.index(vowel)
    return chr(0xAC00 + at * len(finals) + finals.index("-" if behind else end)) + behind


def in_syllables(latin: str, known: frozenset[str], count: int) -> Iterator[tuple[str, ...]]:
    """The ways to cut letters into so many of the known syllables."""
    if count == 0:
        if not latin:
            yield ()
        return
    for end in range(1, min(LONGEST_SYLLABLE, len(latin)) + 1):
        if latin[:end] in known:
            for rest in in_syllables(latin[end:], known, count - 1):
                yield (latin[:end], *rest)


def listed() -> set[tuple[str, str]]:
    """The pairs of a syllable of Hangul and one of Mandarin that some character is read as."""
    letters = reranker().letters
    read = {(letters.korean[c], letters.latin[c]) for c in letters.korean if is_han(c) and c in letters.latin}
    written = {korean: list(hangul(korean)) for korean, _ in read}
    return {(syllable, pinyin) for korean, pinyin in read for syllable in written[korean]}


def counted(train: Path, known: frozenset[str]) -> Counter[tuple[str, str]]:
    """In how many names a syllable of Hangul stands for one of Mandarin."""
    counts: Counter[tuple[str, str]] = Counter()
    for latin, name, *_ in read_table(train / "wd_full_korean.tsv"):
        if any(map(held_out, name.split())):
            continue
        syllables = name.replace(" ", "")
        letters = "".join(filter(str.isalpha, fold(latin)))
        if 2 <= len(syllables) <= LONGEST_NAME and all("가" <= c <= "힣" for c in syllables):
            ways = list(in_syllables(letters, known, len(syllables)))
            if len(ways) == 1:
                counts.update(zip(syllables, ways[0], strict=True))
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    characters = Counter(pinyin for c, pinyin in reranker().letters.latin.items() if is_han(c))
    known = frozenset(s for s, n in characters.items() if n >= LEAST_CHARACTERS and not VOWELLESS.issuperset(s))
    ruled = {(heard(form), pinyin) for pinyin in known for form in (pinyin, ROUNDED.get(pinyin, pinyin))}
    possible = listed() | ruled
    counts = counted(options.shared / "train", known)
    use: dict[str, dict[str, float]] = defaultdict(dict)
    for pair in possible | counts.keys():
        if pair[0] and (pair in possible or counts[pair] >= LEAST_NAMES):
            use[pair[0]][pair[1]] = max(counts[pair], BY_RULE if pair in ruled else UNSEEN)
    rows = []
    for syllable, readings in sorted(use.items()):
        total = sum(readings.values()) + OTHERWISE
        shares = [(count / total, pinyin) for pinyin, count in readings.items() if count / total >= LEAST_SHARE]
        if shares:
            texts = (f"{pinyin}:{share:.2f}" for share, pinyin in sorted(shares, key=lambda x: (-x[0], x[1])))
            rows.append(f"{syllable}\t{' '.join(texts)}\n")
    OUT.write_text(HEADER + "".join(rows), "utf-8")
    print(f"{sum(counts.values()):,} syllables of names, {len(rows):,} syllables of Hangul")


if __name__ == "__main__":
    main()
