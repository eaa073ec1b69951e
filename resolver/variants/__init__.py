"""The spellings that a name may have in other scripts, languages and romanisation systems."""

from resolver.variants.derive import derived
from resolver.variants.ranked import check_codes, check_known, query_string, variants

__all__ = ["check_codes", "check_known", "derived", "query_string", "variants"]
