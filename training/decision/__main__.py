"""Learns the weights and thresholds of `resolver.decide` and writes them with a card of what they were made from.

    python -m training.decision --shared ../shared

What is learned from is in training/lists.py and training/pairs.py. Loss: -log of the probability of the right entity,
or of "none of them", among the candidates (a softmax in which "none" has log-odds 0), with an L2 penalty. Lists of bare
tokens teach only which candidate is likeliest, so "none" is no choice there: how sure a bare surname is depends on the
list that it is asked of. Pairs of names without a list have weights of their own: a candidate has no rivals there.

Which candidates look best is told by weights learned before from a few lists (`FIRST`), so that what is written follows
from the code and the lists alone. The weights of searched names are learned in stages (`STAGES`), those of pairs at
once. Figures are those of a fifth of the examples that nothing is learned from; thresholds of searched names are set on
all politicians, since of a fifth of them some ten unknown names would tell where one in 140 gets a match.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.decide import QueryClass
from training.decision.constraints import PAIRED, SEARCHED
from training.decision.examples import Example, Weights, made_examples, pair_examples, searched_examples
from training.decision.fit import design, fit, summarise
from training.lists import (
    BY_LETTERS,
    BY_SYLLABLES,
    FULL_NAMES,
    IN_CHARACTERS,
    NAMESAKES,
    POLITICIANS,
    SIZES,
    TOKENS,
    lists,
)
from training.pairs import MADE, PAIR_SIZES

SEED = 20_261
FIRST = {POLITICIANS: (400,), TOKENS: (2_500,), FULL_NAMES: (2_500,)}
"""The lists that the order of the candidates is learned from."""
TOKENS_COUNT = 3.0
"""How much an example of a list of tokens counts, others 1: only tokens teach the order of the many spellings of a
sound."""
USUAL_COUNT = 1.4
"""How much a token that many bear counts, others 1: so they count as half of the tokens, for that is how names are
asked for, and too few of them are held out."""
ERROR_TARGETS: dict[QueryClass, float] = {"full": 0.007, "single": 0.05}
"""The share of unknown names that may get a match: below the hundredth that is promised, since lists differ. A bare
surname may denote somebody else who bears it, and no figure can rule that out; users want the match all the same where
one entity alone bears a rare surname."""
LIKELIER = 0.5
"""Pairs are called the same that are so more likely than not. By F1, lower thresholds are as good; but a wrong merge is
worse than a missed one."""
LEAST_MARGIN = 0.2
CANDIDATE_SHARE = 0.25
"""From this share of the match threshold on, an entity is worth showing as a doubtful answer."""
WEIGHED_AS = {"translation": "given_name", "abbreviation": "given_name"}
"""For searched names, of whose lists few tell of organisations: what weighs as what is most like it, a name in the form
of another language."""
OUT = Path("resolver/decide/data/weights.json")

Class = dict[str, Any]
"""One class as it is written: weights, thresholds, and figures on what was held out."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is learned at once: from which lists, which features beside all weights learned before (all, if none is
    named), and how much an unknown name counts, and one of the namesakes."""

    kinds: tuple[str, ...]
    features: tuple[str, ...] = ()
    unknown: float = 1.0
    namesakes: float = 1.0

    def counts(self, example: Example) -> float:
        """How much an example counts."""
        if example.of in PAIRED:
            return 1.0
        if example.kind == TOKENS:
            return TOKENS_COUNT * (USUAL_COUNT if example.usual else 1.0)
        if example.right:
            return 1.0
        return self.namesakes if example.kind == NAMESAKES else self.unknown

    def learn(self, found: Sequence[Example], before: Weights) -> dict[str, float]:
        """The weights `before` with those of this stage."""
        mine = [example for example in found if example.kind in self.kinds and self._tells(example)]
        told = {name for example in mine for row in example.rows for name in row if self._is_learned(name)}
        kept = {name: weight for name, weight in before.items() if name not in told} if self.features else {}
        return fit(design(mine, sorted(told.union(kept)), self.counts), kept)

    def _is_learned(self, marked: str) -> bool:
        of, _, name = marked.partition(".")
        return name in self.features if self.features else of in PAIRED or name not in LATER

    def _tells(self, example: Example) -> bool:
        """Whether an example can move a weight of this stage."""
        return not self.features or any(self._is_learned(name) for row in example.rows for name in row)


GENERAL = (POLITICIANS, TOKENS, FULL_NAMES)
UNKNOWN = 1 / 3
"""How much a name that is not listed counts where it is learned how sure one may be. Half of the names asked here are
unknown, and all of them are like listed ones; most that people ask are listed or like none. So a score holds where one
in four of the names that are like a listed one is unknown."""
BESIDE = ("attested_1", "attested_2", "english_2", "initial_of_last", "readings_differ", "characters_left_over")
"""Learned from the general lists too, but for searched names beside all other weights: learned together, what similar
words weigh moved, and with it names of organisations, of which these lists tell little."""
APART = ("consonants_apart", "name_asked")
"""What tells a namesake, learned from such names too."""
LATER = frozenset({*BESIDE, *APART})
TAKEN_FOR = 0.1
"""How much a namesake counts there. As many of them are asked for as names of those listed, which is not how names are
asked: in full they would cost more names of those listed than is told of others."""
OF_CHARACTERS = ("characters_miscounted", "characters_left_over", "readings_differ", "syllables_same")
STAGES = (
    Stage(GENERAL),
    Stage(GENERAL, BESIDE),
    Stage((POLITICIANS, FULL_NAMES, NAMESAKES), APART, namesakes=TAKEN_FOR),
    Stage(GENERAL, ("bias",), UNKNOWN),
    Stage((IN_CHARACTERS, BY_SYLLABLES), OF_CHARACTERS, UNKNOWN),
    # Few of the bodies that three letters may mean stand in any one list, so that all unknown ones count.
    Stage((BY_LETTERS,), ("acronym", "acronym_rarity", "acronym_letters")),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--jobs", type=int, default=1, help="processes, of up to 3 GB each (default: 1)")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument(
        "--only", choices=("searched", "paired"), help="learn these classes, keep the others as they are"
    )
    options = parser.parse_args()
    classes: dict[str, Class] = json.loads(options.out.read_text("utf-8"))["classes"] if options.only else {}
    with ProcessPoolExecutor(options.jobs) as pool:
        if options.only != "paired":
            classes |= searched(pool, options.shared)
        if options.only != "searched":
            classes |= paired(pool, options.shared, classes)
    report = {"command": "python -m training.decision --shared ../shared", "seed": SEED,
              "data": "training/lists.py, training/pairs.py",
              "classes": {of: classes[of] for of in (*SEARCHED, *PAIRED)}}  # fmt: skip
    options.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


def searched(pool: ProcessPoolExecutor, shared: Path) -> dict[str, Class]:
    """The classes of names searched for in a list."""
    few = chain.from_iterable(pool.map(partial(searched_examples, first={}), lists(shared, SEED, FIRST)))
    first = STAGES[0].learn(list(few), {})
    found = chain.from_iterable(pool.map(partial(searched_examples, first=first), lists(shared, SEED, SIZES)))
    rest, held_out = _split(list(found))
    weights: dict[str, float] = {}
    for stage in STAGES:
        weights = stage.learn(rest, weights)
    return _classes(held_out, _weighed_alike(weights), SEARCHED, [*rest, *held_out])


def paired(pool: ProcessPoolExecutor, shared: Path, classes: Mapping[str, Class]) -> dict[str, Class]:
    """The classes of two names without a list, from names found by the weights of the other classes."""
    first = {f"{of}.{name}": weight for of in SEARCHED for name, weight in classes[of]["weights"].items()}
    listed = pool.map(partial(pair_examples, seed=SEED, searched=first), lists(shared, SEED, PAIR_SIZES))
    made = pool.map(partial(made_examples, train=shared / "train", seed=SEED), MADE)
    rest, held_out = _split([*chain.from_iterable(listed), *chain.from_iterable(made)])
    return _classes(held_out, Stage((*PAIR_SIZES, *MADE)).learn(rest, {}), PAIRED)


def _split(found: list[Example]) -> tuple[list[Example], list[Example]]:
    """What is learned from, and a fifth to look at; namesakes apart, so that those of no other list change places."""
    rest: list[Example] = []
    held_out: list[Example] = []
    for namesakes in (False, True):
        some = [example for example in found if (example.kind == NAMESAKES) is namesakes]
        random.Random(SEED).shuffle(some)
        fifth = len(some) // 5
        rest += some[fifth:]
        held_out += some[:fifth]
    return rest, held_out


def _weighed_alike(weights: Weights) -> dict[str, float]:
    alike = {f"{of}.{name}{suffix}": weights[f"{of}.{like}{suffix}"]
             for of in SEARCHED for name, like in WEIGHED_AS.items() for suffix in ("", "_rarity")}  # fmt: skip
    return {**weights, **alike}


def _classes(
    held_out: Sequence[Example], weights: Weights, some: Sequence[QueryClass], found: Sequence[Example] = ()
) -> dict[str, Class]:
    """The classes of these weights, with figures from what was held out and thresholds from all that was found."""
    return {of: _class([each for each in held_out if each.of == of], weights, of, found) for of in some}


def _class(held_out: Sequence[Example], weights: Weights, of: QueryClass, found: Sequence[Example]) -> Class:
    def summary(some: Sequence[Example], kind: str) -> tuple[NDArray[np.float64], dict[str, float]]:
        return summarise(design([each for each in some if each.kind == kind], sorted(weights)), weights)

    figures = {kind: summary(held_out, kind)[1] for kind in sorted({example.kind for example in held_out})}
    threshold = LIKELIER
    if of in ERROR_TARGETS:
        unknown, _ = summary([each for each in found if each.of == of], POLITICIANS)
        threshold = float(np.quantile(unknown, 1 - ERROR_TARGETS[of]))
    thresholds = {"match": round(threshold, 4), "candidate": round(CANDIDATE_SHARE * threshold, 4),
                  "margin": LEAST_MARGIN}  # fmt: skip
    print(of, thresholds, figures, flush=True)
    mine = {name.partition(".")[2]: round(weights[name], 4) for name in sorted(weights) if name.startswith(f"{of}.")}
    return {"weights": mine, "thresholds": thresholds, "held_out": figures}


if __name__ == "__main__":
    main()
