"""The spellings that a name may have in other scripts, languages and romanisation systems."""

from resolver.variants.derive import derived
from resolver.variants.ranked import query_string, variants

__all__ = ["derived", "query_string", "variants"]
