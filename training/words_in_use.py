"""Writes which words of a language may be somebody's name, and how often they are met in its texts.

    python -m training.words_in_use DIR [LANGUAGES...]

`DIR` holds wordfreq 3.1.1 (`pip install --target DIR wordfreq==3.1.1`, on PYTHONPATH; its lists are CC BY-SA 4.0):
the words of Wikipedia, subtitles, news, books and the web that are met once in a million or oftener. Of these the ones
are kept that the models of `training.spellings` may read as a word that several people of an encyclopedia have in
their names (training/data/people.tsv.gz).
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

import msgpack
import numpy as np

from resolver.text import fold, script_of
from resolver.threads import one_thread_each
from resolver.variants.in_use import STEPS, skeleton
from resolver.variants.letters import Letters, letters, spelled_apart
from resolver.variants.words import SCRIPTS

OUT = Path("resolver/variants/data")
PEOPLE = Path(__file__).parent / "data" / "people.tsv.gz"
LEAST = 3.0
"""The decimal logarithm of how often in a billion words a word is met at least."""
SHORTEST = 2
BEARERS = 3
"""People who bear a word that counts."""
NOT_BY_LETTERS = frozenset({"ja", "ko", "zh"})


def borne() -> frozenset[str]:
    """The folded words of the names of people that several bear."""
    lines = gzip.decompress(PEOPLE.read_bytes()).decode("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return frozenset(fold(word) for word, people in rows if int(people) >= BEARERS)


def listed(path: Path, script: str) -> Iterator[tuple[str, float]]:
    """The words of a list in a script, with the logarithm of how often they are met."""
    lists: list[list[str]] = msgpack.loads(gzip.decompress(path.read_bytes()), raw=False)[1:]
    for hundredths, words in enumerate(lists):
        often = 9.0 - hundredths / 100.0
        if often < LEAST:
            return
        for word in words:
            if len(word) >= SHORTEST and script_of(word) == script and not any(map(str.isdecimal, word)):
                yield word, often


def is_borne(word: str, model: Letters, names: frozenset[str]) -> bool:
    """Whether a word may be read as somebody's name."""
    known = model.letters[1]
    asked = "".join(letter for letter in spelled_apart(word) if letter in known)
    return any(fold(latin) in names for latin, _ in model.leftward(asked)) if asked else False


def main() -> None:
    one_thread_each()
    folder, chosen = Path(sys.argv[1]) / "wordfreq" / "data", sys.argv[2:]
    names = borne()
    for lang in chosen or [lang for lang in SCRIPTS if lang not in NOT_BY_LETTERS]:
        path = folder / f"small_{lang}.msgpack.gz"
        model = letters(lang)
        if not path.is_file() or model is None:
            continue
        kept = [(word, often) for word, often in listed(path, SCRIPTS[lang]) if is_borne(word, model, names)]
        lines = sorted(f"{skeleton(word)}\t{word}\t{round(often * STEPS)}".encode() for word, often in kept)
        np.savez_compressed(OUT / f"words-{lang}.npz", lines=np.frombuffer(b"\n".join(lines), np.uint8))
        print(lang, len(lines), flush=True)


if __name__ == "__main__":
    main()
