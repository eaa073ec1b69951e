"""Entities on disk."""

from resolver.store.corrections import Corrections, name_key
from resolver.store.decisions import DECISION_KINDS, Decision, DecisionKind
from resolver.store.importing import Imported, import_files
from resolver.store.store import SourceCount, Store
from resolver.store.writing import Written

__all__ = [
    "DECISION_KINDS",
    "Corrections",
    "Decision",
    "DecisionKind",
    "Imported",
    "SourceCount",
    "Store",
    "Written",
    "import_files",
    "name_key",
]
