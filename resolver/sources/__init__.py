"""Where names come from."""

from resolver.sources.aliases import bundled_files, read_aliases

__all__ = ["bundled_files", "read_aliases"]
