"""Learns from which letters one sees where a name is at home (`resolver.variants.origin`).

    python -m training.origins DIR [--shared DIR]

From the people of an encyclopedia and their nationalities (`DIR` holds name2nat as in training/encoder/people.py;
those of one nationality alone, and of no country that most came to from elsewhere), from the most usual names of
countries (../shared/train/popular_names) and from the names of politicians (the share of the developer set `popolo` on
which no figures are reported), in Latin letters, romanised where they are in others; without the surnames of those who
are kept apart (training/spelling_pairs.py). Logistic regression on the pieces of the words and on whole words, by
regions that count alike but for the west; what is kept tells letters and words, no names of people.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from resolver.romanize import romanize, systems
from resolver.text import fold, script_of, split_tokens
from resolver.threads import one_thread_each
from resolver.variants.origin import pieces_of
from training.encoder.pairs import read_table, trained_on
from training.encoder.people import nations, without_remark
from training.lists import in_training_share
from training.spelling_pairs import surnames_kept_apart

SEED = 20_267
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
NATIONS = {
    "east": "Russian Ukrainian Belarusian",
    "south": "Bulgarian Macedonian Montenegrin Slovene Bosniak Serb Croat",
    "turkic": "Azerbaijani Mongolian Turk Uzbek Tajik Kazakh Kyrgyz",
    "greek": "Greek Cypriot",
    "georgian": "Georgian",
    "armenian": "Armenian",
    "arabic": "Egyptian Saudi Moroccan Algerian Iraqi Lebanese Tunisian Syrian Emirati Qatari Palestinian Jordanian "
    "Kuwaiti Yemeni Libyan Bahraini Omani Sudanese Mauritanian",
    "persian": "Iranian Pakistani Afghan",
    "hebrew": "Israeli",
    "indic": "Indian Bangladeshi Tamil Nepalese",
    "chinese": "Chinese Taiwanese",
    "korean": "Korean",
    "japanese": "Japanese",
    "mainland": "Thai Vietnamese Burmese Cambodian Lao",
    WEST: "English German French Italian Dutch Norwegian Irish Austrian Belgian Romanian Portuguese Welsh Argentine "
    "Mexican Brazilian Czech Hungarian Slovak Estonian Lithuanian Latvian Catalan Chilean Colombian Albanian Cuban "
    "Venezuelan Maltese Faroese",
}
"""Region -> nationalities as name2nat has them."""
MOST = 9_000
"""People of a region; of the west, of which there are most kinds, three times as many."""
OF_WEST = 5.0
"""How many times as often a name that is asked for is from the west as from another region, to begin with."""
LEAST_SEEN, LEAST_WORD = 3, 8
"""Names that a piece, and a word as a whole, stands in at least."""
OF_COUNTRIES = 3.0
"""How many people of the encyclopedia one name of the other sources counts for."""
HELD_BACK = 3.0
ROUNDS = 60
KEPT_APART = 10
"""Every tenth name is kept apart to tell how many are judged right."""
STEP = 1 / 16
"""Weights are kept in steps of this."""

Row = tuple[str, list[str], float]
"""A region, the words of a name in Latin letters, what it counts."""


def names(people: Path, shared: Path) -> list[Row]:
    """What is learned from, each name of a source once."""
    barred = surnames_kept_apart()
    rows = [*((region, name, 1.0) for region, name in _of_people(people)),
            *((region, name, OF_COUNTRIES) for region, name in sorted(_of_countries(shared)))]  # fmt: skip
    found = []
    for region, name, count in rows:
        words = [word for word in map(_latin, split_tokens(name)) if word.isalpha() and len(word) > 1]
        if words and barred.isdisjoint(words):
            found.append((region, words, count))
    return found


def _of_people(people: Path) -> list[tuple[str, str]]:
    region_of = {nation: region for region, some in NATIONS.items() for nation in some.split()}
    of: defaultdict[str, list[str]] = defaultdict(list)
    for name, of_nations in sorted(nations(people).items()):
        if len(of_nations) == 1 and of_nations[0] in region_of:
            of[region_of[of_nations[0]]].append(without_remark(name))
    rng = random.Random(SEED)
    kept = {region: rng.sample(some, min(MOST * (1 + 2 * (region == WEST)), len(some))) for region, some in of.items()}
    return [(region, name) for region, some in sorted(kept.items()) for name in some]


def _of_countries(shared: Path) -> set[tuple[str, str]]:
    region_of = {country: region for region, some in COUNTRIES.items() for country in some.split()}
    found = set()
    for country, _, _, _, local, romanised in read_table(shared / "train" / "popular_names.tsv"):
        found.add((region_of.get(country, WEST), romanised or local))
    for id, _, name, country, _ in read_table(shared / "eval" / "popolo" / "entities.tsv"):
        if trained_on(id) or in_training_share(id):
            found.add((region_of.get(country, WEST), name))
    return found


def _latin(word: str) -> str:
    script = script_of(word)
    if script == "Latn":
        return fold(word)
    usual = [system for system in systems(script=script) if "-press-en" in system.id]
    text = fold(romanize(word.lower(), usual[0].id)) if usual and script == "Cyrl" else ""
    return text if text.isascii() else ""


def table_of(rows: Sequence[Row], numbers: dict[str, int]) -> csr_matrix:
    """How often each piece stands in each name (names, pieces)."""
    found = [[numbers[piece] for piece in pieces_of(words) if piece in numbers] for _, words, _ in rows]
    ends = np.cumsum([0, *map(len, found)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(found), ends), shape=(len(rows), len(numbers)))


def learned(rows: Sequence[Row], numbers: dict[str, int], regions: Sequence[str]) -> NDArray[np.float64]:
    """The weights (pieces, regions) of a logistic regression in which regions but the west count alike."""
    table = table_of(rows, numbers)
    right = np.array([regions.index(region) for region, _, _ in rows])
    counts = np.array([count for *_, count in rows])
    whole = np.bincount(right, counts, len(regions))
    counts = (
        counts
        * (counts.sum() / len(regions) / whole * [OF_WEST if region == WEST else 1.0 for region in regions])[right]
    )
    is_right = np.eye(len(regions))[right]
    turned = table.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(len(numbers), -1)
        odds = table @ weights
        odds -= odds.max(axis=1, keepdims=True)
        odds -= np.log(np.exp(odds).sum(axis=1, keepdims=True))
        cost = -(counts * odds[np.arange(len(rows)), right]).sum() + 0.5 * HELD_BACK * flat @ flat
        slope = turned @ ((np.exp(odds) - is_right) * counts[:, None]) + HELD_BACK * weights
        return float(cost), slope.ravel()

    start = np.zeros(len(numbers) * len(regions))
    found: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return found.reshape(len(numbers), -1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", type=Path, metavar="DIR", help="holds name2nat 0.5.1, unpacked")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    one_thread_each()
    rows = names(options.people, options.shared)
    regions = [*COUNTRIES, WEST]
    apart = [row for at, row in enumerate(rows) if at % KEPT_APART == 0 and len(row[1]) > 1]
    rows = [row for at, row in enumerate(rows) if at % KEPT_APART]
    seen = Counter(piece for _, words, _ in rows for piece in set(pieces_of(words)))
    kept = sorted(piece for piece, n in seen.items() if n >= (LEAST_WORD if piece[0] == "=" else LEAST_SEEN))
    numbers = {piece: at for at, piece in enumerate(kept)}
    weights = learned(rows, numbers, regions)
    whole = np.clip(np.rint(weights / STEP), -127, 127).astype(np.int8)
    told = np.argmax(table_of(apart, numbers) @ (whole * STEP), axis=1)
    of = [regions.index(region) for region, _, _ in apart]
    right = [float(np.mean(told[np.equal(of, at)] == at)) for at in range(len(regions))]
    print(f"{len(rows)} names, {len(kept)} pieces, {np.mean(right):.3f} of names kept apart right, by region:")
    print({region: round(share, 2) for region, share in zip(regions, right, strict=True)})
    np.savez_compressed(
        OUT, table=whole, step=STEP, rare=0.0,
        pieces=np.frombuffer("\n".join(kept).encode(), np.uint8),
        regions=np.frombuffer("\n".join(regions).encode(), np.uint8),
    )  # fmt: skip


if __name__ == "__main__":
    main()
