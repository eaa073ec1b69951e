"""What is shown of the entities of an index."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.model.asked import EntityType
from resolver.model.shape import Shaped


@dataclass(frozen=True, slots=True)
class EntityRef(Shaped):
    """The entity of an answer, short."""

    id: str
    name: str
    type: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class EntityName(Shaped):
    """One name of an entity: `lang` is a BCP 47 tag or "", `script` an ISO 15924 code, `role` "primary" for the
    canonical name, else "alias"; a `weak` name may find its entity but never match alone."""

    text: str
    lang: str
    script: str
    role: str
    weak: bool


@dataclass(frozen=True, slots=True)
class EntityRecord(Shaped):
    """All that an index knows of an entity; `names` begin with the canonical one, the rest is as in a `Context`."""

    id: str
    name: str
    type: EntityType
    description: str
    names: tuple[EntityName, ...]
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion(Shaped):
    """An entity for what someone began to type; `matched_name` is the name of it that begins so."""

    id: str
    name: str
    type: str
    description: str
    matched_name: str
