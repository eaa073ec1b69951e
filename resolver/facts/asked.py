"""Names that somebody hands over, one by one."""

from __future__ import annotations

from collections.abc import Iterable

from resolver.errors import InputError
from resolver.model import Asked


def names_of(names: Iterable[str | Asked]) -> list[str | Asked]:
    """The names as a list. Raises InputError for one text in place of many, of which each character would be a name,
    and for what is no name."""
    if isinstance(names, str):
        raise InputError("this is one name, not many", field="names", mend="Give a list of names.")
    found = list(names)
    for at, name in enumerate(found):
        if not isinstance(name, str | Asked):
            said = f"this is of type {type(name).__name__}, no name"
            raise InputError(said, field=f"names[{at}]", mend="Give a text, or an Asked with what is known beside it.")
    return found
