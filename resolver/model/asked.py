"""What names are: as they stand in a list, and as somebody asks for them, with what is known beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityType = Literal["person", "org", "place", "vessel", "other"]
ENTITY_TYPES: tuple[EntityType, ...] = ("person", "org", "place", "vessel", "other")


@dataclass(frozen=True, slots=True, order=True)
class Context:
    """What is known beside a name: of an entity, or of whom somebody asks for (see `resolver.facts`).

    `countries` are codes of ISO 3166-1 (alpha-2), `birth_dates` are YYYY, YYYY-MM or YYYY-MM-DD, `genders` male or
    female; each sorted, and empty where nothing is known. Several values are alternatives.
    """

    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.countries or self.birth_dates or self.genders)

    def __or__(self, other: Context) -> Context:
        """What either knows."""
        if self is other or not other:  # as of most rows: indexing asks for each
            return self
        return Context(*(tuple(sorted({*mine, *theirs})) for mine, theirs in (
            (self.countries, other.countries), (self.birth_dates, other.birth_dates), (self.genders, other.genders),
        )))  # fmt: skip


NO_CONTEXT = Context()


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that is asked for, with what is known beside it."""

    name: str
    type: EntityType | None = None
    context: Context = NO_CONTEXT


@dataclass(frozen=True, slots=True, order=True)
class NameRow:
    """One line of a name list. `role` "primary" marks the canonical name of an entity; without one, the fullest Latin
    name stands for it. A `type` other than those of the model counts as "other". `context` is what is known of the
    entity; what its rows say adds up."""

    entity_id: str
    name: str
    type: str = ""
    lang: str = ""
    role: str = "alias"
    weak: bool = False
    description: str = ""
    context: Context = NO_CONTEXT
