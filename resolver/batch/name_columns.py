"""Where the rows of a table have names, and how each of these is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resolver.batch.pool import Cells
from resolver.errors import InputError
from resolver.facts import FACTS
from resolver.model import EntityType


@dataclass(frozen=True, slots=True)
class NameColumn:
    """A name of each row, in one `column` or in several that make it, joined in their order (given name, surname).

    `type` is what it denotes; where the rows tell that, a `type_column` does (empty: `type`). What else is known beside
    it may stand in a `country_column`, a `birth_date_column` and a `gender_column`, written as for `Resolver.resolve`.
    A match with a score below `threshold`, from 0 to 1, is called ambiguous; InputError where it is no such number.
    `prefix` stands before the names of the columns that its answers add.
    """

    column: str | Sequence[str]
    type: EntityType | None = None
    threshold: float = 0.0
    type_column: str | None = None
    country_column: str | None = None
    birth_date_column: str | None = None
    gender_column: str | None = None
    prefix: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.threshold <= 1:  # nan neither
            raise InputError(
                f"{self.threshold} is no probability", field="threshold", mend="Give a number from 0 to 1."
            )

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns that make the name."""
        return (self.column,) if isinstance(self.column, str) else tuple(self.column)

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """The fields of a context that stand beside the name, each with its column."""
        columns = (self.country_column, self.birth_date_column, self.gender_column)
        return tuple((field, column) for field, column in zip(FACTS, columns, strict=True) if column)

    @property
    def columns(self) -> tuple[str, ...]:
        """All that are read: those of the name, that of the type, those of what is known."""
        types = (self.type_column,) if self.type_column else ()
        return (*self.parts, *types, *(column for _, column in self.known))

    def key(self, cells: Cells) -> Cells:
        """Name, type and what is known, of the cells of `columns`."""
        parts, kind = len(self.parts), self.type or ""
        name = cells[0] if parts == 1 else " ".join(cell.strip() for cell in cells[:parts] if cell.strip())
        if self.type_column:
            return (name, cells[parts] or kind, *cells[parts + 1 :])
        return (name, kind, *cells[parts:])


def name_columns(columns: Sequence[str], *, each: bool = False, **told: Sequence[Any]) -> tuple[NameColumn, ...]:
    """The names of a row: one, which all `columns` make; with `each`, one in each, whose answers are named after it.

    What is `told` of names, by the fields of `NameColumn`, is told once for all of them, or once for each in their
    order ("": nothing). Raises InputError, naming the field, where it is told otherwise, or a name twice.
    """
    names = [(column,) for column in columns] if each else [tuple(columns)]
    if len(set(names)) < len(names):
        raise InputError("a column is named twice", field="column", mend="Name each once.")
    for field, values in told.items():
        if len(values) not in (0, 1, len(names)):
            others = (
                f"once for each of the {len(names)} columns" if each else "say that each has names of its own (each)"
            )
            raise InputError(f"it is given {len(values)} times", field=field, mend=f"Give it once, or {others}.")
    return tuple(
        NameColumn(
            name,
            prefix=f"{name[0]}_" if each else "",
            **{
                field: values[at % len(values)] for field, values in told.items() if values and values[at % len(values)]
            },
        )
        for at, name in enumerate(names)
    )
