"""Entities on disk."""

from resolver.store.decisions import DECISION_KINDS, Decision
from resolver.store.importing import Imported, import_files
from resolver.store.store import SourceCount, Store
from resolver.store.writing import Written

__all__ = ["DECISION_KINDS", "Decision", "Imported", "SourceCount", "Store", "Written", "import_files"]
