"""Learns from which letters one sees where a name is at home (`resolver.variants.origin`).

    python -m training.origins [--shared DIR]

From the most usual names of countries (../shared/train/popular_names) and from the names of politicians (the share of
the developer set `popolo` on which no figures are reported) in Latin letters, romanised where they are in others;
without the surnames of those who are kept apart (training/spelling_pairs.py). A region is judged by the pieces of its
words as if they were independent, which they are not: what they say is scaled down by the factor under which full
names kept apart are told best.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from resolver.romanize import romanize, systems
from resolver.text import fold, script_of, split_tokens
from resolver.threads import one_thread_each
from resolver.variants.origin import Origins, pieces_of
from training.encoder.pairs import read_table, trained_on
from training.lists import in_training_share
from training.spelling_pairs import surnames_kept_apart

OUT = Path("resolver/variants/data/origins.npz")
COUNTRIES = {
    "east": "Russia RU Ukraine UA Belarus BY Transnistria",
    "south": "Bulgaria BG Serbia RS Macedonia MK Montenegro ME Bosnia_and_Herzegovina BA Croatia HR Slovenia SI",
    "turkic": "Kazakhstan KZ Kyrgyzstan KG Uzbekistan Turkmenistan Tajikistan TJ Azerbaijan AZ TR Northern_Cyprus "
    "Mongolia MN",
    "greek": "Greece GR Cyprus CY",
    "georgian": "Georgia GE",
    "armenian": "Armenia AM Nagorno_Karabakh",
    "arabic": "Egypt EG Iraq IQ Syria Saudi_Arabia SA Yemen Jordan JO Lebanon LB Libya LY Algeria DZ Morocco MA "
    "Tunisia TN United_Arab_Emirates AE Kuwait KW Oman Bahrain Mauritania",
    "persian": "Iran IR Afghanistan Pakistan PK",
    "hebrew": "Israel IL",
    "indic": "India IN Nepal NP Sri_Lanka LK Bangladesh BD",
    "chinese": "China CN Taiwan TW Hong_Kong Macao",
    "korean": "North_Korea South_Korea KR",
    "japanese": "Japan JP",
    "mainland": "Thailand TH Laos Myanmar Cambodia KH Vietnam VN",
}
"""Region -> countries as the sources write them; all others are "west"."""
WEST = "west"
LEAST_SEEN = 2
SMOOTHING = 0.3
SCALES = (0.15, 0.25, 0.35, 0.5, 0.7)
KEPT_APART = 10
"""Every tenth name is kept apart to find the scale."""
STEP = 1 / 16
"""Logarithms are kept in steps of this."""


def names(shared: Path) -> list[tuple[str, list[str]]]:
    """Regions, and words of a name in Latin letters, each once."""
    region_of = {country: region for region, some in COUNTRIES.items() for country in some.split()}
    barred = surnames_kept_apart()
    found = set()
    for country, _, _, _, local, romanised in read_table(shared / "train" / "popular_names.tsv"):
        found.add((region_of.get(country, WEST), romanised or local))
    for id, _, name, country, _ in read_table(shared / "eval" / "popolo" / "entities.tsv"):
        if trained_on(id) or in_training_share(id):
            found.add((region_of.get(country, WEST), name))
    rows = []
    for region, name in sorted(found):
        words = [word for word in map(_latin, split_tokens(name)) if word.isalpha() and len(word) > 1]
        if words and barred.isdisjoint(words):
            rows.append((region, words))
    return rows


def _latin(word: str) -> str:
    script = script_of(word)
    if script == "Latn":
        return fold(word)
    usual = [system for system in systems(script=script) if "-press-en" in system.id]
    text = fold(romanize(word.lower(), usual[0].id)) if usual and script == "Cyrl" else ""
    return text if text.isascii() else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    one_thread_each()
    rows = names(options.shared)
    regions = [*COUNTRIES, WEST]
    apart = [row for at, row in enumerate(rows) if at % KEPT_APART == 0 and len(row[1]) > 1]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for at, (region, words) in enumerate(rows):
        if at % KEPT_APART:
            for piece in pieces_of(words):
                counts[piece][region] += 1
    kept = sorted(piece for piece, some in counts.items() if sum(some.values()) >= LEAST_SEEN)
    seen = np.array([[counts[piece][region] for region in regions] for piece in kept], float)
    odds = np.log((seen + SMOOTHING) / (seen + SMOOTHING).sum(0))
    odds -= odds.mean(1, keepdims=True)

    def log_loss(scale: float) -> float:
        model = Origins(regions, {piece: at for at, piece in enumerate(kept)}, odds * scale, 0.0)
        found = [(model.of(words), region) for region, words in apart]
        worth = Counter(region for region, _ in apart)
        loss = sum(-np.log(share[region]) / worth[region] for share, region in found) / len(worth)
        right = sum((max(share, key=share.__getitem__) == region) / worth[region] for share, region in found) / len(
            worth
        )
        print(f"scale {scale}: log loss {loss:.3f}, right {right:.3f}")
        return float(loss)

    scale = min(SCALES, key=log_loss)
    whole = np.clip(np.rint(odds * scale / STEP), -127, 127).astype(np.int8)
    print(f"{len(rows)} names, {len(kept)} pieces, scale {scale}")
    np.savez_compressed(
        OUT, table=whole, step=STEP, rare=0.0,
        pieces=np.frombuffer("\n".join(kept).encode(), np.uint8),
        regions=np.frombuffer("\n".join(regions).encode(), np.uint8),
    )  # fmt: skip


if __name__ == "__main__":
    main()
