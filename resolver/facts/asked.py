"""Names that somebody hands over, one by one."""

from __future__ import annotations

from collections.abc import Iterable

from resolver.errors import InputError
from resolver.model import ENTITY_TYPES, Asked, EntityType


def names_of(names: Iterable[str | Asked]) -> list[str | Asked]:
    """The names as a list. Raises InputError for one text in place of many, of which each character would be a name,
    and for what is no name."""
    if isinstance(names, str):
        raise InputError("this is one name, not many", field="names", mend="Give a list of names.")
    found = list(names)
    for at, name in enumerate(found):
        if not isinstance(name.name if isinstance(name, Asked) else name, str):
            raise _no_name(name, f"names[{at}]" if len(found) > 1 else "name")
    return found


def asked_of(name: str | Asked, type: EntityType | None = None) -> Asked:
    """A name with what is known beside it; a text is asked for with the `type`. Raises InputError for what is no type
    or no name."""
    asked = Asked(name, type) if isinstance(name, str) else name
    if not (isinstance(asked, Asked) and isinstance(asked.name, str)):
        raise _no_name(name, "name")
    if asked.type is not None and asked.type not in ENTITY_TYPES:
        mend = f"Give none, or one of: {', '.join(ENTITY_TYPES)}."
        raise InputError(f"'{asked.type}' is no type", field="type", mend=mend)
    return asked


def pairs_of(
    pairs: Iterable[tuple[str | Asked, str | Asked]], type: EntityType | None = None
) -> list[tuple[Asked, Asked]]:
    """Names to be compared, each two as they are asked for. Raises InputError for what is no pair, name or type."""
    found = []
    for at, pair in enumerate(pairs):
        if isinstance(pair, str) or len(pair) != 2:
            raise InputError("this is no pair", field=f"pairs[{at}]", mend="Give two names.")
        found.append((asked_of(pair[0], type), asked_of(pair[1], type)))
    return found


def _no_name(name: object, field: str) -> InputError:
    given = name.name if isinstance(name, Asked) else name
    said = f"this is of type {type(given).__name__}, no name"
    return InputError(said, field=field, mend="Give a text, or an Asked with what is known beside it.")
