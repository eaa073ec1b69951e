"""Where names come from: the curated aliases, and lists in the formats they are published in."""

from resolver.sources.aliases import bundled_files, read_aliases
from resolver.sources.catalogue import Format, SourceFile, format_named, formats, read_source, recognised
from resolver.sources.model import Addition, Record, Removal, SourceEntity, SourceName, name_rows

__all__ = [
    "Addition",
    "Format",
    "Record",
    "Removal",
    "SourceEntity",
    "SourceFile",
    "SourceName",
    "bundled_files",
    "format_named",
    "formats",
    "name_rows",
    "read_aliases",
    "read_source",
    "recognised",
]
