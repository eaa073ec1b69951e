"""What evidence beside the names weighs: log-likelihood ratios in the manner of Fellegi and Sunter (1969).

A fact agrees with probability m if both records are of one entity, and with probability u if they are of two that are
alike in name. m, and how much likeness of names alone makes a fact agree, are learned (training/context.py); how common
a value is, the list itself tells, so that agreeing on a rare country says more than agreeing on a common one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from resolver.match import Piece, context_evidence
from resolver.model import Context, EntityType, Reason


class Shares(Protocol):
    """How common values are in a list: shares in [0, 1] of the entities of which the fact is known."""

    def share_of_countries(self, codes: Iterable[str]) -> float: ...

    def share_of_years(self, first: int, last: int) -> float: ...

    def share_of_genders(self, genders: Iterable[str]) -> float: ...


@dataclass(frozen=True, slots=True)
class ContextModel:
    """`same` are the probabilities of features for two records of one entity, `alike` how often the likeness of two
    names alone makes a fact agree, `same_day` how often two who are born in one year are born on one day, `usual` the
    shares of values where there is no list."""

    same: Mapping[str, float]
    alike: Mapping[str, float]
    same_day: float
    usual: Mapping[str, float]

    @classmethod
    @cache
    def shipped(cls) -> ContextModel:
        """The model in data/context.json."""
        return cls(**json.loads(files("resolver.decide").joinpath("data", "context.json").read_text("utf-8")))

    def reasons(
        self,
        asked: Context,
        known: Context,
        shares: Shares | None = None,
        types: tuple[EntityType | None, EntityType | None] = (None, None),
    ) -> tuple[Reason, ...]:
        """The evidence with its weights: what agrees never weighs less than 0, what differs never more."""
        listed = shares or _Usual(self.usual)
        pieces = context_evidence(asked, known, types)
        return tuple(Reason(p.kind, detail=p.detail, weight=self._weight(p, asked, listed)) for p in pieces)

    def _weight(self, piece: Piece, asked: Context, shares: Shares) -> float:
        ((feature, _),) = piece.features
        fact, _, outcome = feature.partition("_")
        if fact == "birth":
            return self._of_births(feature, [int(day[:4]) for day in asked.birth_dates], shares)
        share = 0.0
        if fact == "country":
            share = shares.share_of_countries(asked.countries)
        elif fact == "gender":
            share = shares.share_of_genders(asked.genders)
        chance = self.alike[fact] + (1 - self.alike[fact]) * share
        return _weighed(outcome == "agrees", self.same[feature], chance if outcome == "agrees" else 1 - chance)

    def _of_births(self, feature: str, years: list[int], shares: Shares) -> float:
        within = sum(shares.share_of_years(year, year) for year in years)
        near = sum(shares.share_of_years(year - 2, year + 2) for year in years)
        chance = {
            "birth_date_agrees": within * self.same_day,
            "birth_year_agrees": within,
            "birth_differs_within_year": within,
            "birth_differs_by_two": near - within,
            "birth_differs": 1 - near,
        }[feature]
        return _weighed(feature.endswith("_agrees"), self.same[feature], chance)


def _weighed(agrees: bool, same: float, chance: float) -> float:
    ratio = math.log(same / min(1.0, chance)) if chance > 0 else 0.0
    return max(0.0, ratio) if agrees else min(0.0, ratio)


@dataclass(frozen=True, slots=True)
class _Usual:
    """The shares of values that two entities have by chance, where no list tells."""

    chance: Mapping[str, float]

    def share_of_countries(self, codes: Iterable[str]) -> float:
        return min(1.0, self.chance["country"] * len(list(codes)))

    def share_of_years(self, first: int, last: int) -> float:
        return min(1.0, self.chance["year"] * (last - first + 1))

    def share_of_genders(self, genders: Iterable[str]) -> float:
        return min(1.0, self.chance["gender"] * len(list(genders)))
