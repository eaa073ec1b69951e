"""What every format is read into: an entity with its names, and what a delta says about one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from resolver.errors import InputError
from resolver.facts import known_of
from resolver.model import EntityType, NameRow
from resolver.text import MAX_NAME_LENGTH, script_of
from resolver.text.script import char_script

NameKind = Literal["primary", "alias", "native", "former", "acronym", "nickname"]
NAME_KINDS: tuple[NameKind, ...] = ("primary", "alias", "native", "former", "acronym", "nickname")


class SourceName(NamedTuple):
    """One name of an entity as its source has it. A tuple, which is made in a third of the time of a frozen object:
    lists have millions.

    `lang` is the tag that the source gives ("" where it gives none), `script` an ISO 15924 code; a `weak` name may find
    its entity but never match alone.
    """

    text: str
    lang: str = ""
    script: str = ""
    kind: NameKind = "alias"
    weak: bool = False


@dataclass(frozen=True, slots=True)
class SourceEntity:
    """One entity of a list.

    `source` is the list it came with ("": whoever imports it names the list), `origins` are the data sets or pages that
    the list itself names, `referents` other ids of the same entity, such as those it had before a merge. `schema`
    is the source's own word for the type. Countries, dates and genders stand as the source writes them. No two names
    have the same text and language.
    """

    id: str
    type: EntityType
    names: tuple[SourceName, ...]
    schema: str = ""
    description: str = ""
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    referents: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Addition:
    """Further names of an entity that another file describes."""

    id: str
    names: tuple[SourceName, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """A delta says that the entity is gone."""

    id: str


Record = SourceEntity | Addition | Removal


def name_rows(entities: Iterable[SourceEntity]) -> Iterator[NameRow]:
    """The rows that an index is built from."""
    for entity in entities:
        known = known_of(entity.countries, entity.birth_dates, entity.genders)
        for name in entity.names:
            role = "primary" if name.kind == "primary" else "alias"
            yield NameRow(entity.id, name.text, entity.type, name.lang, role, name.weak, entity.description, known)


def tidy(text: str) -> str:
    """The text with one space between words and without characters that no database or file can hold (controls, lone
    surrogates). Anything else stays as the source has it."""
    # The plain case first: imports call this for every text of a list.
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    kept = (c for c in text if c.isspace() or not (c < " " or c == "\x7f" or "\ud800" <= c <= "\udfff"))
    return " ".join("".join(kept).split())


def tidy_all(texts: Iterable[str]) -> tuple[str, ...]:
    """Distinct tidy texts in their order, without empty ones."""
    found = tuple(filter(None, map(tidy, texts)))
    return tuple(dict.fromkeys(found)) if len(found) > 1 else found


class Names:
    """Collects the names of one entity in order; the first of two with equal text and language stays."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], SourceName] = {}

    def add(
        self, text: str | None, kind: NameKind = "alias", *, lang: str = "", script: str = "", weak: bool = False
    ) -> None:
        """Adds a name. One without letters or digits is none and is passed over. Raises InputError for one that is
        too long to be a name."""
        if not text:
            return
        text = tidy(text)
        key = (text, lang)
        if key in self._found:
            return
        if len(text) > MAX_NAME_LENGTH:
            raise InputError(f"a name is longer than {MAX_NAME_LENGTH:,} characters", field=kind)
        if text[:1].isalnum() or any(map(str.isalnum, text)):
            self._found[key] = SourceName(text, lang, script or _script(text), kind, weak)

    def __len__(self) -> int:
        return len(self._found)

    def all(self) -> tuple[SourceName, ...]:
        """The names collected."""
        return tuple(self._found.values())

    def some(self) -> tuple[SourceName, ...]:
        """The names collected. Raises InputError if there are none."""
        if not self._found:
            raise InputError("no usable name", field="name")
        return tuple(self._found.values())


_PLAIN = re.compile(
    "(?P<Latn>(?=[A-Za-z])[A-Za-z .'-]+)|"
    "(?P<Cyrl>(?=[\u0400-\u0481])[\u0400-\u0481\u048a-\u052f .'-]+)|"
    "(?P<Arab>(?=[\u0620-\u063f])[\u0620-\u063f\u0641-\u064a .'-]+)|"
    "(?P<Hani>[\u4e00-\u9fff]+)"
)
"""Names that need no look at each letter: imports ask for the script of every name of a list."""


def _script(text: str) -> str:
    """The script of a name, as `script_of` says it, but without the counting where there is one alone."""
    if text.isascii() and text[:1].isalpha():
        return "Latn"
    if plain := _PLAIN.fullmatch(text):
        return str(plain.lastgroup)
    scripts = set(map(char_script, text)) - {"Zyyy"}
    return scripts.pop() if len(scripts) == 1 and text[0].isalpha() else script_of(text)


def required_id(value: object) -> str:
    """An id as text. Raises InputError for an empty one and for what is neither text nor a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not (text := tidy(value)):
        raise InputError("no id", field="id")
    return text
