"""Every error the package raises on purpose.

ResolverError
├── InputError              what the caller gave can't be used: names field, row and mend
│   ├── EntityMissingError  no entity has the id that was given
│   ├── TableError          a table as a whole: missing column, wrong encoding, no header
│   └── AliasError          a name list or alias file that does not follow its format
├── NameIndexError          an index directory
│   ├── IndexMissingError   nothing there
│   └── IndexFormatError    damaged, or written by a newer version
├── ServiceError            a service could not be asked over HTTP, or answered what is no answer
├── StoreError              a store of entities: missing, damaged, or written by a newer version
└── ConfigurationError      a setting (environment variable, option) that makes no sense
"""

from __future__ import annotations

__all__ = [
    "AliasError",
    "ConfigurationError",
    "EntityMissingError",
    "IndexFormatError",
    "IndexMissingError",
    "InputError",
    "NameIndexError",
    "ResolverError",
    "ServiceError",
    "StoreError",
    "TableError",
]


class ResolverError(Exception):
    """Base of all errors of this package."""


class InputError(ResolverError):
    """What the caller gave can't be used.

    `message` says what is wrong, `field` and `row` where (rows are counted from 1 as in the file, header included),
    `mend` what to do about it.
    """

    def __init__(
        self, message: str, *, field: str | None = None, row: int | None = None, mend: str | None = None
    ) -> None:
        self.message = message
        self.field = field
        self.row = row
        self.mend = mend
        super().__init__(message)

    def __str__(self) -> str:
        where = [f"row {self.row}"] if self.row is not None else []
        where += [f"field '{self.field}'"] if self.field is not None else []
        text = f"{', '.join(where)}: {self.message}" if where else self.message
        return f"{text}. {self.mend}" if self.mend else text


class EntityMissingError(InputError):
    """No entity has the id that was given."""


class TableError(InputError):
    """A table that can't be read as a whole."""


class AliasError(InputError):
    """A name list or alias file that does not follow its format."""


class NameIndexError(ResolverError):
    """An index directory can't be used."""


class IndexMissingError(NameIndexError):
    """There is no index at that path."""


class IndexFormatError(NameIndexError):
    """The index is damaged, or another version wrote it."""


class ServiceError(ResolverError):
    """A service could not be asked, or answered what is no answer."""


class StoreError(ResolverError):
    """A store can't be used."""


class ConfigurationError(ResolverError):
    """A setting makes no sense."""
