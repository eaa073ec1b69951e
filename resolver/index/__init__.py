"""Names on disk: build, save, memory-map, search."""

from resolver.index.build import build_index, index_arrays
from resolver.index.layout import IndexInfo
from resolver.index.names import NameIndex
from resolver.model import NameRow

__all__ = ["IndexInfo", "NameIndex", "NameRow", "build_index", "index_arrays"]
