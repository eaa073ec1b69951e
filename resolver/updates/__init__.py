"""What changed: between two indexes, and in the answers for names that were asked before."""

from resolver.updates.difference import EntityChange, entity_change, index_changes
from resolver.updates.rescreen import Cause, Change, rescreen

__all__ = ["Cause", "Change", "EntityChange", "entity_change", "index_changes", "rescreen"]
